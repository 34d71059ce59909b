"""The outcomes and people columns of a draft questionnaire: those that a shipped one knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from servqual.catalog import load_instrument
from servqual.importer.answers.label_sets import label_key
from servqual.importer.answers.labels import yes_no
from servqual.importer.mapfiles.draft import quoted
from servqual.importer.matching.likely import fitting_ends, points_in
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import Target
from servqual.importer.opening.table import Table
from servqual.importer.options import DEFAULT_INSTRUMENT
from servqual.importer.words import plain, squash
from servqual.instrument import Instrument, Outcome

_LOWEST_TOP = 8  # who may recommend from 0 to 10 gives an 8 sooner or later


@dataclass(frozen=True)
class Others:
    """Columns that are no ratings of items and whose use is known.

    Parameters
    ----------
    columns : mapping of Target to column
    """

    columns: Mapping[Target, int]

    def of_kind(self, kind: str) -> dict[str, int]:
        """Return id -> column of the outcomes or of the people columns."""
        return {target.id: i for target, i in self.columns.items() if target.kind == kind}


def find_others(table: Table) -> Others:
    """Return the first column of each outcome and people column that a shipped form knows.

    An outcome counts only where its answers are whole numbers from 0 to 10, or yes and no.
    """
    known = _shipped()
    names = Names(known)
    kinds = {outcome.id: outcome.kind for outcome in known.outcomes}
    found: dict[Target, int] = {}
    for i, header in enumerate(table.headers):
        if table.role_of(i) or table.group_of(i):
            continue
        said = names.find(header, table.text_of(i))
        target = said[0] if said else None
        if target is None or target.kind not in ("outcome", "people") or target in found:
            continue
        kind = kinds.get(target.id, "") if target.kind == "outcome" else "people"
        cells = {label_key(cell) for cell in table.columns[i] if cell.strip()}
        usable = cells <= yes_no().keys() if kind == "yes_no" else bool(points_in(i, table))
        if usable or kind == "people":
            found[target] = i
    return Others(found)


def others_text(others: Others, table: Table, scale: tuple[int, int]) -> str:
    """Return the outcomes and people columns as a questionnaire file says them, '' for none."""
    known = _shipped()
    outcomes, people = others.of_kind("outcome"), others.of_kind("people")
    parts = []
    for outcome in known.outcomes:
        if outcome.id in outcomes:
            column = outcomes[outcome.id]
            lines = _named("outcomes", outcome.id, outcome.label, column, table)
            parts.append([*lines, *_range(outcome, column, table, scale)])
    for person in known.people:
        if person.id in people:
            parts.append(_named("people", person.id, person.label, people[person.id], table))
    return "".join("\n" + "\n".join(part) + "\n" for part in parts)


def _shipped() -> Instrument:
    return load_instrument(DEFAULT_INSTRUMENT)


def _named(kind: str, name: str, label: Mapping[str, str], column: int, table: Table) -> list[str]:
    """Return id, label and the heading of a column where the two do not say it."""
    heading = plain(table.text_of(column) or table.headers[column])
    words = ", ".join(f"{language} = {quoted(text)}" for language, text in label.items())
    said = {squash(text) for text in (name, *label.values())}
    alias = [] if squash(heading) in said else [f"aliases = [{quoted(heading)}]"]
    return [f"[[{kind}]]", f"id = {quoted(name)}", f"label = {{ {words} }}", *alias]


def _range(outcome: Outcome, column: int, table: Table, scale: tuple[int, int]) -> list[str]:
    """Return kind and range: the shipped one, or a shorter one that the answers suggest."""
    kind, ends = outcome.kind, (outcome.min, outcome.max)
    if kind != "yes_no":
        points = points_in(column, table)
        top = max(points, default=0)
        if kind == "rating":
            ends = fitting_ends(points, scale, ends)
        elif top < _LOWEST_TOP:
            kind, ends = "rating", fitting_ends(points, scale)
    return [
        f'kind = "{kind}"',
        f"min = {ends[0]}  # CHECK: the ends as they were printed",
        f"max = {ends[1]}",
    ]
