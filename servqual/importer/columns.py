"""Matches the columns of an export to a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from servqual.importer.declared import MOST_SEEN, REASONS, asked_uses, make_use, mapped_uses
from servqual.importer.fitting import (
    NOT_MATCHED,
    complete,
    foreign,
    personal_asked,
    points_complete,
    twice,
)
from servqual.importer.names import Names
from servqual.importer.options import Options
from servqual.importer.personal import looks_personal
from servqual.importer.table import Table
from servqual.importer.targets import Target, Use, column_letter, short_header
from servqual.importer.words import is_heading
from servqual.instrument import Instrument, Outcome
from servqual.notes import Note

PERSONAL = "personal data, not kept"
COMMENTS = "comments, kept only when asked for"
WEIGHTS = "may hold survey weights; name it with --weights to use it"


@dataclass(frozen=True)
class Plan:
    """How every column is used, and what stands in the way of reading.

    Attributes
    ----------
    instrument : Instrument
        Without absent items and without batteries that were not asked.
    uses : tuple of Use
        One per column.
    mapping_faults : tuple of str
        What the mapping file says that does not fit this export.
    faults : tuple of str
        Why the columns cannot be read.
    notes : tuple of Note
    """

    instrument: Instrument
    uses: tuple[Use, ...]
    mapping_faults: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def column_of(self, target: Target) -> int | None:
        """Return the position of the column for a target, None if there is none."""
        return next((use.column for use in self.uses if use.target == target), None)

    def of_kind(self, kind: str) -> list[Use]:
        """Return the columns of one kind."""
        return [use for use in self.uses if use.target and use.target.kind == kind]


def make_plan(table: Table, options: Options) -> Plan:
    """Return the use of every column; faults are collected, not raised."""
    mapped, mapping_faults = mapped_uses(table, options)
    asked, faults = asked_uses(table, options, mapped)
    uses = _all_uses(table, options, {**asked, **mapped})
    instrument, absent_faults = _without_absent(options)
    faults += foreign(uses, options.instrument) + personal_asked(uses, table) + twice(uses)
    uses = points_complete(uses, options.instrument, faults)
    instrument, lacking, notes = complete(uses, table, instrument)
    return Plan(
        instrument=_with_outcomes(instrument, uses),
        uses=tuple(uses),
        mapping_faults=(*mapping_faults, *absent_faults),
        faults=(*faults, *lacking),
        notes=(*notes, *_how_matched(uses, table.file), *_left_out(uses, options, table.file)),
    )


def _all_uses(table: Table, options: Options, named: dict[int, Use]) -> list[Use]:
    """Return the use of every column: as the user named it, else as its header says."""
    names = Names(options.instrument)
    taken = {use.target for use in named.values() if use.target}
    uses = [
        named.get(i) or _matched(i, header, names, taken) for i, header in enumerate(table.headers)
    ]
    return [_set_aside(use, table, options) for use in uses]


def _matched(i: int, header: str, names: Names, taken: set[Target]) -> Use:
    """Return the use of a column that nobody named."""
    found = names.find(header) if header else None
    if found and found[0] in taken:
        return Use(i, header, reason=f"another column was named for {found[0]}")
    if found:
        return make_use(i, header, *found)
    if header and is_heading("comments", header):
        return make_use(i, header, Target("comments"), "name")
    return Use(i, header, reason=_why_unmatched(header))


def _why_unmatched(header: str) -> str:
    if not header:
        return "no header"
    if is_heading("personal", header):
        return PERSONAL
    return WEIGHTS if is_heading("weights", header) else NOT_MATCHED


def _set_aside(use: Use, table: Table, options: Options) -> Use:
    """Return a use without what is not kept: personal data, comments that nobody asked for."""
    if use.target is None:
        return use
    kind, why = use.target.kind, ""
    if kind == "ignore":
        why = "ignored by the mapping file"
    elif kind == "rating" and use.target.id in options.mapping.absent:
        why = f"item {use.target.id} is declared absent"
    elif kind == "comments" and not options.comments:
        why = COMMENTS
    elif kind == "people" and use.how not in ("mapping", "asked"):
        why = PERSONAL if looks_personal(table.columns[use.column]) else ""
    return replace(use, target=None, how="", reason=why) if why else use


def _without_absent(options: Options) -> tuple[Instrument, list[str]]:
    """Return the questionnaire without the items declared absent, and what is wrong with those."""
    instrument, absent = options.instrument, options.mapping.absent
    known = [item for item in absent if item in instrument.item_ids]
    faults = [
        f"absent: {instrument.id} has no item {item!r}. Items: {', '.join(instrument.item_ids)}"
        for item in absent
        if item not in known
    ]
    if len(set(known)) == len(instrument.items):
        return instrument, [*faults, "absent: no item is left. Keep those that were asked"]
    return (instrument.without_items(known) if known else instrument), faults


def _with_outcomes(instrument: Instrument, uses: Iterable[Use]) -> Instrument:
    """Return the questionnaire with the outcomes that only the user declared, their range open."""
    known = {outcome.id for outcome in instrument.outcomes}
    more = [
        Outcome.model_construct(id=use.target.id, label={"en": use.header}, min=0, max=0)
        for use in uses
        if use.target and use.target.kind == "outcome" and use.target.id not in known
    ]
    if not more:
        return instrument
    return instrument.model_copy(update={"outcomes": [*instrument.outcomes, *more]})


def _how_matched(uses: Sequence[Use], file: str) -> list[Note]:
    """Return one note per way in which rating columns were found."""
    notes = []
    for how in REASONS:
        found = [u for u in uses if u.how == how and u.target and u.target.kind == "rating"]
        if found:
            first, last = short_header(found[0].header), short_header(found[-1].header)
            values = {"n": len(found), "first": first, "last": last}
            notes.append(Note(f"columns_by_{how}", values, file))
    return notes


def _left_out(uses: Sequence[Use], options: Options, file: str) -> list[Note]:
    """Return notes about items and columns that are not used."""
    notes = []
    if options.mapping.absent:
        values = {"n": len(options.mapping.absent), "items": ", ".join(options.mapping.absent)}
        notes.append(Note("items_absent", values, options.mapping.where))
    unused = [use for use in uses if use.target is None and use.reason != PERSONAL]
    if unused:
        notes.append(Note("columns_not_used", _listed(unused), file))
    personal = [use for use in uses if use.reason == PERSONAL]
    if personal:
        notes.append(Note("columns_personal", _listed(personal), file))
    weights = [use for use in uses if use.reason == WEIGHTS]
    notes += [Note("weights_not_used", {"column": use.header}, file) for use in weights]
    return notes


def _listed(uses: Sequence[Use]) -> dict[str, object]:
    """Return the number of some columns and their headers, as far as there is room."""
    shown = [short_header(use.header) or column_letter(use.column) for use in uses[:MOST_SEEN]]
    if len(uses) > MOST_SEEN:
        shown.append("...")
    return {"n": len(uses), "columns": ", ".join(shown)}
