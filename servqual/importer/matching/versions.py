"""Items that nobody in a file was asked: its survey fielded some versions of a questionnaire."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.importer.matching.targets import Target, Use
from servqual.importer.opening.table import Table
from servqual.importer.words import key
from servqual.instrument import FORM_COLUMN, Instrument


def not_asked(uses: Sequence[Use], table: Table, instrument: Instrument) -> set[Target]:
    """Return the ratings that no version in a file asks for; such columns need not be there.

    Without versions, or without a column that says who answered which, every rating is asked for.
    """
    target = Target("people", FORM_COLUMN)
    column = next((use.column for use in uses if use.target == target), None)
    if column is None or not instrument.forms:
        return set()
    given = {key(cell) for cell in table.columns[column]}
    asked = {item for form in instrument.forms if key(form.id) in given for item in form.items}
    return {
        Target("rating", item, battery)
        for battery in instrument.battery_names
        for item in instrument.item_ids
        if asked and item not in asked
    }
