"""Matches the columns of an export to a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from servqual.importer.matching.blocks import Block, Pairing, groups_of, pair_blocks
from servqual.importer.matching.declared import (
    MOST_SEEN,
    REASONS,
    asked_uses,
    make_use,
    mapped_uses,
)
from servqual.importer.matching.fitting import (
    NOT_MATCHED,
    complete,
    foreign,
    personal_asked,
    points_complete,
    twice,
)
from servqual.importer.matching.forms import fitting_questionnaire, form_faults
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import Target, Use, column_letter, short_header
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.importer.people.personal import looks_personal, personal_kind
from servqual.importer.words import is_heading, key
from servqual.instrument import Instrument, Outcome
from servqual.notes import Note

PERSONAL = "personal data, not kept"
COMMENTS = "comments, kept only when asked for"
NO_HEADER = "no header"
WEIGHTS = "may hold survey weights; name it with --weights to use it"
OF_THE_TOOL = {
    "id": "number or code that the survey tool gave",
    "start": "time of starting, written by the survey tool",
    "end": "time of finishing, written by the survey tool",
    "seconds": "time taken, measured by the survey tool",
    "status": "status written by the survey tool",
    "progress": "progress written by the survey tool",
    "channel": "channel written by the survey tool",
    "language": "language written by the survey tool",
    "score": "score computed by the survey tool",
    "option": "tick of one option of a question",
    "other": "written by the survey tool",
}
MOST_LISTED = 240  # characters of the headers that a note names
_REPEATED = re.compile(r"(?<=.) \(\d+\)$")  # numbers that stand apart equal headings, no items
_COUNTED = re.compile(r"^(Q|QID)\d+(_\d+)*$")  # codes that a survey tool gives by itself
_NOTED_ELSEWHERE = {PERSONAL, COMMENTS, *OF_THE_TOOL.values()}  # by the layout, in one note


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
    open_blocks : tuple of Block
        Blocks whose batteries only a person can tell.
    open_batteries : tuple of str
        What they may be.
    """

    instrument: Instrument
    uses: tuple[Use, ...]
    mapping_faults: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    open_blocks: tuple[Block, ...] = ()
    open_batteries: tuple[str, ...] = ()

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
    uses, pairing = _all_uses(table, options, {**asked, **mapped})
    instrument, absent_faults = _without_absent(options)
    faults += (
        foreign(uses, options.instrument) + personal_asked(uses, table, options.keep) + twice(uses)
    )
    first = [pairing.fault] if pairing.fault else form_faults(uses, table, options.instrument)
    faults += first
    uses = points_complete(uses, options.instrument, faults)
    instrument, lacking, notes = complete(uses, table, instrument)
    other = fitting_questionnaire(table, options.instrument) if lacking and not first else ""
    if other:
        faults.append(f"the headings word every item of {other}. Read them with -i {other}")
    if (
        first or other
    ):  # what is lacking stands in blocks that nobody could name, or in another form
        lacking = []
    return Plan(
        instrument=_with_outcomes(instrument, uses),
        uses=tuple(uses),
        mapping_faults=(*mapping_faults, *absent_faults),
        faults=(*faults, *lacking),
        notes=(*notes, *_how_matched(uses, table.file), *_left_out(uses, options, table)),
        open_blocks=pairing.blocks if pairing.fault else (),
        open_batteries=pairing.choices,
    )


def _all_uses(table: Table, options: Options, named: dict[int, Use]) -> tuple[list[Use], Pairing]:
    """Return the use of every column, as the user named it, else as its heading says."""
    names = Names(options.instrument)
    table = replace(table, groups=groups_of(table, names))
    taken = {use.target for use in named.values() if use.target}
    uses = _without_weaker(
        [named.get(i) or _matched(i, table, names, taken) for i in range(len(table.headers))]
    )
    free = [use for use in uses if is_free(use)]
    pairing = pair_blocks(uses, table, names, options.blocks, free)
    uses = [
        make_use(use.column, use.header, pairing.batteries[use.column], pairing.how)
        if use.column in pairing.batteries
        else use
        for use in uses
    ]
    return [_set_aside(use, table, options) for use in uses], pairing


def is_free(use: Use) -> bool:
    """Say whether a column may still be an answer to something."""
    return use.target is None and use.reason in (NOT_MATCHED, NO_HEADER)


def _matched(i: int, table: Table, names: Names, taken: set[Target]) -> Use:
    """Return the use of a column that nobody named."""
    header, text, role = table.headers[i], table.text_of(i), table.role_of(i)
    if role:
        return Use(i, header, reason=OF_THE_TOOL.get(role, PERSONAL))
    given = text and (_COUNTED.match(header) or _is_repeated(header, table))
    found = names.find("" if given else header, text, table.group_of(i))
    if found and found[0] in taken:
        return Use(i, header, reason=f"another column was named for {found[0]}")
    if found:
        return make_use(i, header, *found)
    if is_heading("comments", header) or is_heading("comments", text):
        return make_use(i, header, Target("comments"), "name")
    if is_heading("seconds", header) and Target("seconds") not in taken:
        return make_use(i, header, Target("seconds"), "name")
    return Use(i, header, reason=_why_unmatched(header, text, table.columns[i]))


def _is_repeated(header: str, table: Table) -> bool:
    """Say whether a number stands behind a header only because an equal one stands before it."""
    first = _REPEATED.sub("", header)
    return first != header and first in table.headers


def _without_weaker(uses: Sequence[Use]) -> list[Use]:
    """Return the uses without those found by number alone where another column says it better."""
    better = {use.target for use in uses if use.target and use.how != "number"}
    return [
        replace(use, target=None, how="", reason=f"another column is {use.target}")
        if use.how == "number" and use.target in better
        else use
        for use in uses
    ]


def _why_unmatched(header: str, text: str, cells: Sequence[str]) -> str:
    if personal_kind(header, cells, text):
        return PERSONAL
    if not header:
        return NO_HEADER
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


def _left_out(uses: Sequence[Use], options: Options, table: Table) -> list[Note]:
    """Return notes about items and columns that are not used."""
    notes, file = [], table.file
    if options.mapping.absent:
        values = {"n": len(options.mapping.absent), "items": ", ".join(options.mapping.absent)}
        notes.append(Note("items_absent", values, options.mapping.where))
    unused = [
        use
        for use in uses
        if use.target is None
        and use.reason not in _NOTED_ELSEWHERE
        and not table.role_of(use.column)
    ]
    if unused:
        notes.append(Note("columns_not_used", listed_uses(unused), file))
    comments = [use for use in uses if use.reason == COMMENTS]
    if comments:
        notes.append(Note("comments_not_used", listed_uses(comments), file))
    personal = [use for use in uses if use.reason == PERSONAL]
    if personal:
        notes.append(Note("columns_personal", listed_uses(personal), file))
    wanted = set(map(key, options.keep))
    kept = [use for use in uses if use.target and key(use.header) in wanted]
    if kept:
        notes.append(Note("columns_kept", listed_uses(kept), file))
    weights = [use for use in uses if use.reason == WEIGHTS]
    notes += [Note("weights_not_used", {"column": use.header}, file) for use in weights]
    return notes


def listed_uses(uses: Sequence[Use]) -> dict[str, object]:
    """Return the number of some columns and their headers, as far as there is room."""
    shown: list[str] = []
    room = MOST_LISTED
    for use in uses[:MOST_SEEN]:
        name = short_header(use.header) or column_letter(use.column)
        room -= len(name)
        if shown and room < 0:
            break
        shown.append(name)
    # a number says it in every language, and no dots stand before the full stop of a sentence
    rest = f" (+{len(uses) - len(shown)})" if len(uses) > len(shown) else ""
    return {"n": len(uses), "columns": ", ".join(shown) + rest}
