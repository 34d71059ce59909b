"""Which survey tool wrote a file, told by the markers of the layouts; a plain table stays plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from servqual.errors import FormatError, listed
from servqual.importer.layouts.model import Form, Layout, Marker, layouts, searched
from servqual.importer.opening.table import Table
from servqual.importer.words import key

_LOOKED_AT = 50  # answers of a column that a marker of cells is tried on
_ENOUGH = 0.9  # of them must fit
MOST_HEADER_ROWS = 3
_UNNAMED = re.compile(r"^Unnamed: \d+$")  # what pandas puts above a column without a heading


def recognise(table: Table) -> tuple[Layout, Form] | None:
    """Return the layout and form whose markers a table shows, None for a plain table.

    Of several, the one with the most rows of headings, then the one with the most markers.
    """
    head = heading_rows(table)
    found = [
        (len(form.rows), len(form.markers), layout.id, layout, form)
        for layout in layouts().values()
        for form in layout.forms
        if not form.when_asked and fits(form, table, head)
    ]
    best = max(found, key=lambda entry: entry[:3], default=None)
    return (best[3], best[4]) if best else None


def forced(layout: Layout, table: Table) -> Form:
    """Return the form that a table has of the layout that was named.

    Raises
    ------
    FormatError
        The table is not laid out like that; says what was expected.
    """
    head = heading_rows(table)
    fitting = [form for form in layout.forms if fits(form, table, head)]
    if fitting:
        return max(fitting, key=lambda f: (not f.when_asked, len(f.rows), len(f.markers)))
    raise FormatError(
        f"{table.file}: this file is not laid out like an export of {layout.tool}. Leave out "
        f"--layout to have the layout found, or say --layout plain for one row of headings. "
        f"Expected is one of these forms:\n{listed([expected(form) for form in layout.forms])}"
    )


def heading_rows(table: Table) -> list[list[str]]:
    """Return the first rows of a table, the headings and the records after them, stripped."""
    n = min(len(table.rows), MOST_HEADER_ROWS - 1)
    below = [[column[i].strip() for column in table.columns] for i in range(n)]
    return [["" if _UNNAMED.match(cell) else cell for cell in table.headers], *below]


def fits(form: Form, table: Table, head: Sequence[Sequence[str]]) -> bool:
    """Say whether a table shows every marker of a form."""
    return len(form.rows) <= len(head) and all(
        _shown(marker, form, table, head) for marker in form.markers
    )


def _shown(marker: Marker, form: Form, table: Table, head: Sequence[Sequence[str]]) -> bool:
    """Say whether a table shows one marker."""
    if marker.row > len(head):
        return False
    row = head[marker.row - 1]
    places = range(len(row)) if not marker.column else range(marker.column - 1, marker.column)
    places = range(places.start, min(places.stop, len(row)))
    if marker.blank:
        return bool(places) and not any(row[i] for i in places)
    found = [i for i in places if _fits_heading(marker, row[i])]
    if marker.cells:
        found = [i for i in found if _cells_fit(marker, table.columns[i], len(form.rows) - 1)]
    filled = sum(1 for i in places if row[i])
    return len(found) >= max(1, marker.at_least) and len(found) >= marker.share * filled


def _fits_heading(marker: Marker, heading: str) -> bool:
    named = bool(marker.names) and key(heading) in marker.names
    return named or bool(heading and marker.pattern and searched(marker.pattern, heading))


def _cells_fit(marker: Marker, column: Sequence[str], skipped: int) -> bool:
    """Say whether nearly all filled cells below the headings match the marker's pattern."""
    cells = [cell.strip() for cell in column[skipped : skipped + _LOOKED_AT] if cell.strip()]
    if marker.cells is None or not cells:
        return False
    return sum(bool(searched(marker.cells, cell)) for cell in cells) >= _ENOUGH * len(cells)


def expected(form: Form) -> str:
    """Return in words what a file of a form looks like."""
    rows = f"{len(form.rows)} rows of headings" if len(form.rows) > 1 else "one row of headings"
    return f"{rows}: " + "; ".join(map(_in_words, form.markers))


def _in_words(marker: Marker) -> str:
    """Return a marker as a person would look for it."""
    where = f"row {marker.row}" + (f", column {marker.column}" if marker.column else "")
    if marker.blank:
        return f"{where} empty"
    what = []
    if marker.words:
        count = f"at least {marker.at_least} of " if marker.at_least > 1 else ""
        what.append(count + marker.words)
    if marker.pattern:
        what.append(f"headings such as {marker.pattern.pattern}")
    return f"{where} holds {' or '.join(what)}"
