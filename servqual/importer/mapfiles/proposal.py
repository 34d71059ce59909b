"""Proposes how the columns of an export are used, and a questionnaire where none fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from servqual.catalog import instrument_ids
from servqual.errors import ColumnError
from servqual.importer.mapfiles.draft import can_be_drafted, draft_questionnaire, quoted
from servqual.importer.mapfiles.draft_others import Others, find_others, others_text
from servqual.importer.mapfiles.mapping import Mapping
from servqual.importer.mapfiles.mapping_text import Doubts, mapping_text
from servqual.importer.matching.blocks import IGNORED, groups_of
from servqual.importer.matching.columns import Plan, is_free, make_plan
from servqual.importer.matching.fitting import foreign
from servqual.importer.matching.likely import Likely, find_likely, may_be_rating
from servqual.importer.matching.names import Names
from servqual.importer.matching.similar import Guess, guesses
from servqual.importer.matching.targets import short_header
from servqual.importer.opening.source import read_table
from servqual.importer.opening.table import Table
from servqual.importer.options import DEFAULT_INSTRUMENT, Options, make_options
from servqual.instrument import Instrument

_MOST_COMPARED = 400  # columns whose wording is compared with every item; no survey has more


@dataclass(frozen=True)
class Question:
    """Something that only a person can tell.

    Parameters
    ----------
    text : str
    choices : tuple of str
        The answers; ("yes", "no") for a doubtful column.
    column : int or None
        The doubtful column; None for a block.
    """

    text: str
    choices: tuple[str, ...]
    column: int | None = None


@dataclass(frozen=True)
class Proposal:
    """How an export is probably read; nothing is written.

    Attributes
    ----------
    table : Table
    options : Options
        Under the draft questionnaire, where there is one.
    plan : Plan
    guesses : tuple of Guess
        Doubtful columns.
    questionnaire : str
        Text of a draft questionnaire file, "" if a known one is used.
    """

    table: Table
    options: Options
    plan: Plan
    guesses: tuple[Guess, ...] = ()
    questionnaire: str = ""
    asked: str | Path | Instrument = DEFAULT_INSTRUMENT
    accepted: frozenset[int] = frozenset()
    likely: Likely | None = field(default=None, repr=False)

    def questions(self) -> list[Question]:
        """Return what only a person can tell: first which block is which, then doubtful columns."""
        blocks = [
            Question(
                f"Columns {block.place(self.table)} ask for {len(block.columns)} items. "
                "What was rated there?",
                (*self.plan.open_batteries, IGNORED),
            )
            for block in self.plan.open_blocks
        ]
        columns = [
            Question(
                f"{short_header(self.table.headers[guess.column])!r} may be {guess.target} "
                f"({guess.reason}). Use it so?",
                ("yes", "no"),
                guess.column,
            )
            for guess in self.guesses
            if guess.column not in self.accepted
        ]
        return [*blocks, *columns]

    def with_blocks(self, batteries: Sequence[str]) -> Proposal:
        """Return the proposal with the batteries of its blocks as a person named them."""
        options = replace(self.options, blocks=tuple(batteries))
        return replace(self, options=options, plan=make_plan(self.table, options))

    def with_accepted(self, columns: Iterable[int]) -> Proposal:
        """Return the proposal with doubtful columns that a person confirmed."""
        return replace(self, accepted=self.accepted | frozenset(columns))

    def text(self, questionnaire: str = "") -> str:
        """Return the mapping file, which names the draft by ``questionnaire``."""
        line = f"instrument = {quoted(questionnaire)}" if questionnaire else self._instrument_line()
        found = {guess.column: guess for guess in self.guesses}
        known = {code for codes in self.table.missing.values() for code in codes}
        codes = [c for c in (self.likely.codes if self.likely else ()) if c not in known]
        doubts = Doubts(found, self.accepted, tuple(codes))
        return mapping_text(self.table, self.plan, self.options, line, doubts)

    def _instrument_line(self) -> str:
        """Return the line that names the questionnaire; a file of one's own by its full path."""
        options = self.options
        if options.instrument.id in instrument_ids():
            return f"instrument = {quoted(options.instrument.id)}"
        if self.questionnaire or isinstance(self.asked, Instrument):
            return f"# instrument = {quoted(options.instrument.id + '.toml')}"
        path = Path(options.mapping.instrument or self.asked).resolve()
        return f"instrument = {quoted(path.as_posix())}"


def propose(
    source: Any,
    instrument: str | Path | Instrument = DEFAULT_INSTRUMENT,
    mapping: str | Path | Mapping | None = None,
    *,
    draft: bool | None = None,
    **asked: Any,
) -> Proposal:
    """Return how an export is probably read, with the questions that only a person can answer.

    Parameters
    ----------
    source, instrument, mapping, **asked
        As :func:`servqual.importer.read` takes them.
    draft : bool, optional
        Whether to draft a questionnaire from the headings; if not said, only where no questionnaire
        was named and the usual one fits less than half.

    Raises
    ------
    FileError, FormatError
        The export cannot be opened.
    ColumnError
        A draft was asked for, and no columns look like the items of a questionnaire.
    InstrumentError, MappingError, SettingsError
        The questionnaire, the mapping file or an option has faults of its own.
    """
    options = make_options(instrument, mapping, **asked)
    table = read_table(source, options.opening)
    plan = make_plan(table, options)
    found = _guesses(table, plan, options)
    proposal = Proposal(table, options, plan, tuple(found), asked=instrument)
    named = str(instrument) != DEFAULT_INSTRUMENT or bool(options.mapping.instrument)
    if draft is False or (draft is None and (named or _fits(plan, found))):
        return proposal
    others = find_others(table)
    likely = find_likely(table, others.of_kind("outcome").values())
    if likely and can_be_drafted(likely):
        return _drafted(table, options, likely, others)
    if draft:
        raise ColumnError(
            f"{table.file}: no columns look like the items of a questionnaire: several columns of "
            "answers on one short scale, asked once or under two headings. Write the file by hand; "
            "instruments/README.md describes it."
        )
    return proposal


def propose_mapping(
    source: Any,
    instrument: str | Path | Instrument = DEFAULT_INSTRUMENT,
    mapping: str | Path | Mapping | None = None,
    **asked: Any,
) -> str:
    """Return the text of a mapping file for an export, to be saved and edited by hand.

    Every column stands there with its proposed use, how sure that is, and why. Reading the export
    with the file unchanged gives the same ratings as reading it without: doubtful columns are
    suggested in comments. Takes the arguments of :func:`servqual.importer.read`.

    Raises
    ------
    FileError, FormatError
        The export cannot be opened.
    InstrumentError, MappingError, SettingsError
        The questionnaire, the mapping file or an option has faults of its own.
    """
    return propose(source, instrument, mapping, draft=False, **asked).text()


def _guesses(table: Table, plan: Plan, options: Options) -> list[Guess]:
    """Return doubtful uses of the columns that are free."""
    open_columns = {column for block in plan.open_blocks for column in block.columns.values()}
    free = [
        use
        for use in plan.uses
        if is_free(use) and use.column not in open_columns and may_be_rating(use.column, table)
    ][:_MOST_COMPARED]
    names = Names(options.instrument)
    return guesses(plan.uses, replace(table, groups=groups_of(table, names)), names, free)


def _fits(plan: Plan, found: Sequence[Guess]) -> bool:
    """Say whether a questionnaire fits at least half of what it asks in some battery."""
    if foreign(plan.uses, plan.instrument):  # more items than it has
        return False
    rated = Counter(use.target.battery for use in plan.of_kind("rating") if use.target)
    rated.update(guess.target.battery for guess in found)
    most = max([*rated.values(), *(len(block.columns) for block in plan.open_blocks)], default=0)
    return not plan.faults or 2 * most >= len(plan.instrument.items)


def _drafted(table: Table, options: Options, likely: Likely, others: Others) -> Proposal:
    """Return the proposal under a questionnaire made from the headings."""
    if options.scale_given:
        scale = options.instrument.scale
        likely = replace(likely, scale=(scale.min, scale.max))
    rated = {column for block in likely.blocks for column in block.items.values()}
    others = Others({t: i for t, i in others.columns.items() if i not in rated})
    more = others_text(others, table, likely.scale)
    text, questionnaire = draft_questionnaire(likely, table.file, options.blocks, more)
    options = replace(options, instrument=questionnaire)
    plan = make_plan(table, options)
    return Proposal(table, options, plan, (), text, likely=likely)
