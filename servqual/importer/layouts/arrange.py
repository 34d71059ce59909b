"""A table as the survey tool wrote it becomes a table of answers under one row of headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from servqual.errors import FormatError
from servqual.importer.dictionaries import Dictionary, described
from servqual.importer.layouts.headings import Headings, headings
from servqual.importer.layouts.model import PLAIN, Form, Layout, layout_named
from servqual.importer.layouts.recognition import forced, heading_rows, recognise
from servqual.importer.layouts.roles import roles
from servqual.importer.layouts.rows import respondents
from servqual.importer.matching.targets import column_letter, short_header
from servqual.importer.opening.table import Table
from servqual.importer.words import key
from servqual.notes import Note

_MOST_NAMED = 12


def arrange(table: Table, wanted: str | None = None, dictionary: Dictionary | None = None) -> Table:
    """Return a table with the layout of its survey tool applied.

    Parameters
    ----------
    table : Table
        As opened: its first row is the headings, every other row a record.
    wanted : str, optional
        Id of a layout, a layout file, or "plain" for none; found out if left out.
    dictionary : Dictionary, optional
        What the tool says of its own survey.

    Raises
    ------
    SettingsError
        There is no layout of that name, or the dictionary is of another survey.
    FormatError
        The layout asked for does not fit, or there are no answers below the rows of headings.
    """
    names: list[tuple[str, ...]] = [(header,) for header in table.headers]
    if wanted and wanted != PLAIN:
        layout = layout_named(wanted)
        table, names = _arranged(table, layout, forced(layout, table), "layout_forced")
    elif not wanted and (found := recognise(table)):
        table, names = _arranged(table, *found, "layout_recognised")
    return described(table, dictionary, names) if dictionary else table


def rows_of_headings(table: Table, wanted: str | None = None) -> int:
    """Return how many rows of headings :func:`arrange` takes from a table, the first one too."""
    if wanted == PLAIN:
        return 1
    if wanted:
        return len(forced(layout_named(wanted), table).rows)
    found = recognise(table)
    return len(found[1].rows) if found else 1


def _arranged(
    table: Table, layout: Layout, form: Form, how: str
) -> tuple[Table, list[tuple[str, ...]]]:
    """Return a table under one form of a layout, and what the tool calls each column."""
    above = len(form.rows) - 1
    if len(table.rows) == above:
        raise FormatError(
            f"{table.file}: this file has the {len(form.rows)} rows of headings of {layout.tool} "
            "but no answers below them. Export the survey again, with its answers."
        )
    found = headings(layout, form, heading_rows(table)[: len(form.rows)])
    columns = [column[above:] for column in table.columns]
    given = roles(layout, form, found, columns)
    notes = [Note(how, {"layout": layout.tool, "n": len(form.rows)}, table.file)]
    if found.repeated:
        notes.append(Note("headers_made_unique", _named(found.repeated), table.file))
    kept, row_notes = respondents(layout, columns, given, table.file)
    notes += row_notes
    if not kept.all():
        places = np.flatnonzero(kept).tolist()
        columns = [[column[i] for i in places] for column in columns]
    notes += code_notes(layout, columns, given, table.file)
    notes += _column_notes(found, given, table.file)
    arranged = replace(
        table,
        headers=found.headers,
        columns=tuple(columns),
        rows=table.rows[above:][kept],
        layout=layout.id,
        texts=found.texts if len(found.rows) > 1 or not table.texts else table.texts,
        groups=found.groups,
        roles=given,
        missing=layout.missing,
        notes=(*table.notes, *notes),
    )
    written = next(iter(found.rows.values()))
    return arranged, list(zip(found.import_ids, written, strict=True))


def code_notes(
    layout: Layout, columns: Sequence[Sequence[str]], given: Sequence[str], file: str
) -> list[Note]:
    """Return a note for each kind of missing answer whose codes stand in the file."""
    longest = max((len(c) for codes in layout.missing.values() for c in codes), default=0)
    seen: set[str] = set()
    for column, role in zip(columns, given, strict=True):
        if not role and layout.missing:
            seen |= {key(cell) for cell in set(column) if len(cell.strip()) <= longest}
    notes = []
    for kind, codes in layout.missing.items():
        met = [code for code in codes if key(code) in seen]
        if met:
            notes.append(Note(f"layout_codes_{kind}", {"codes": ", ".join(met)}, file))
    return notes


def _column_notes(found: Headings, given: Sequence[str], file: str) -> list[Note]:
    """Return notes on the columns that are no answers: written by the tool, or ticks of options."""
    places = {
        "layout_columns": [i for i, r in enumerate(given) if r and r not in ("option", "personal")],
        "layout_options": [i for i, r in enumerate(given) if r == "option"],
    }
    return [
        Note(code, _named([found.headers[i] or column_letter(i) for i in columns]), file)
        for code, columns in places.items()
        if columns
    ]


def _named(headers: Sequence[str]) -> dict[str, object]:
    """Return the number of some headings and the headings, as far as there is room."""
    shown = [short_header(header) for header in headers[:_MOST_NAMED]]
    if len(headers) > _MOST_NAMED:
        shown.append("...")
    return {"n": len(headers), "columns": ", ".join(shown)}
