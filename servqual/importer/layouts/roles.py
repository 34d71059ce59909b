"""What the survey tool itself put into columns."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.importer.layouts.headings import Headings
from servqual.importer.layouts.model import Form, Layout, searched
from servqual.importer.layouts.ticks import ticks
from servqual.importer.words import key


def roles(
    layout: Layout, form: Form, found: Headings, columns: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Return the role of every column, '' for an answer."""
    ticked = ticks(layout, found, columns)
    return tuple(
        _named(layout, form, found, i) or ("option" if i in ticked else "")
        for i in range(len(columns))
    )


def _named(layout: Layout, form: Form, found: Headings, column: int) -> str:
    """Return the role that a column's heading tells."""
    below = found.rows.get("item")
    if below and below[column]:
        return ""  # what has a row of its own below the question was asked
    for kind in form.roles_from:
        cell = found.import_ids[column] if kind == "import_id" else found.rows[kind][column]
        role = _role_of(cell, layout) if cell else ""
        if role:
            return role
    return ""


def _role_of(heading: str, layout: Layout) -> str:
    found = (role for pattern, role in layout.role_patterns if searched(pattern, heading))
    return layout.roles.get(key(heading), "") or next(found, "")
