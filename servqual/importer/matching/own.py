"""Says what to do with a file that is probably of a questionnaire of one's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from servqual.catalog import instrument_ids
from servqual.importer.matching.likely import find_likely
from servqual.importer.matching.targets import Target, Use
from servqual.importer.opening.table import Table
from servqual.instrument import Instrument


def own_questionnaire(
    present: Collection[Target], uses: Sequence[Use], table: Table, instrument: Instrument
) -> str:
    """Return the right step where most items have no column at all, '' where few lack one.

    Who declares them absent instead gets a study of what is alike by chance.
    """
    known = {target.id for target in present}
    n, found = len(instrument.items), len(known)
    named = any(use.how == "mapping" for use in uses)
    if named or 3 * found >= 2 * n or instrument.id not in instrument_ids():
        return ""
    step = "servqual map FILE, then servqual report FILE --mapping FILE.map.toml"
    if 2 * found >= n:
        return (
            f"{n - found} of the {n} items of {instrument.id} have no column. Have a map of the "
            f"columns proposed: {step}. Items that were not asked stand there under absent"
        )
    outside = {use.column for use in uses if use.target and use.target.kind == "outcome"}
    likely = find_likely(table, outside)
    seen = f"{found} of the {n} items of {instrument.id} have a column"
    if likely:
        items = len(likely.items)
        seen = (
            f"{len(likely.blocks) * items} ratings of {items} items, {found} of them like "
            f"{instrument.id}"
        )
    return f"{seen}: probably a questionnaire of your own. Have it drafted: {step}"
