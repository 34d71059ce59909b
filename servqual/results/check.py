"""How an export would be read: every column with its use, what is missing, what stands in the way.

Counts and headings only: nobody's answers are in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.results.tables import Quality

Verdict = Literal["ready", "look", "faults", "nothing", "unreadable"]

# notes that a person should look at; those that end in _suspected come before them
LOOK_AT = frozenset(
    {
        "cells_invalid",
        "cells_invalid_other",
        "check_ineligible",
        "check_items_blank",
        "check_stopped_early",
        "check_suspects",
        "columns_by_block",
        "columns_by_number",
        "dates_order_assumed",
        "exclusion_nobody",
        "finished_in_bursts",
        "groups_nearly_alike",
        "label_is_middle_point",
        "layout_rows_flagged",
        "near_copies",
        "near_copies_timed",
        "people_duplicate_token",
        "points_dropped",
        "points_none",
        "ranks_dropped",
        "ranks_none",
        "sheet_chosen",
        "weights_far_apart",
        "weights_not_used",
    }
)


@dataclass(frozen=True)
class ColumnUse:
    """How one column of an export is used.

    Attributes
    ----------
    header : str
        As written; '' for a column without one.
    letter : str
        Its place in a spreadsheet, 'A' first.
    role : str
        As a mapping file says it (``expectation.q1``, ``people.branch``); '' if it is not used.
    reason : str
        Why.
    n_answered : int
        Valid ratings of a rating column, filled cells of any other.
    low, high : float or None
        Lowest and highest valid rating, in points of the scale.
    battery, item : str
        Of a rating column, else ''.
    counts : mapping of answer to people
        Every answer of the scale, lowest first, as given; empty for any other column.
    missing : mapping of kind to people
        Why ratings are missing, over the people who rated something.
    personal : bool
        Whether it names, reaches or numbers a person and is dropped.
    """

    header: str
    letter: str
    role: str
    reason: str
    n_answered: int
    low: float | None = None
    high: float | None = None
    battery: str = ""
    item: str = ""
    counts: Mapping[float, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    personal: bool = False

    @property
    def n_missing(self) -> int:
        """How many people who rated something have no rating here."""
        return sum(self.missing.values())


@dataclass(frozen=True)
class StopRow:
    """One rating column in the order of the file: who came as far, and who gave no answer after it.

    ``reached`` are the people whose last answer stands here or later, ``stopped`` those whose last
    answer stands here.
    """

    letter: str
    header: str
    role: str
    reached: int
    stopped: int


@dataclass(frozen=True)
class Check:
    """How an export would be read.

    Attributes
    ----------
    file : str
    instrument : str
        Id of the questionnaire.
    scale : tuple of int
        Lowest and highest answer.
    rows, respondents, ineligible : int
    encoding, delimiter, sheet : str
        How the file was opened.
    layout : str
        Id of the survey tool's layout, "" for a plain table.
    columns : tuple of ColumnUse
        In the order of the file; empty if it is no table.
    notes : Notes
        What would be decided, and what was found.
    faults : tuple of str
        The messages that reading would stop with, all of them.
    n_faults : int
        How many faults those messages list.
    first_row : int
        Where the answers begin in the file, 1 = its first row; 0 if it is no table.
    questionnaire : Instrument or None
        As it would be used: without absent items and batteries that were not asked.
    stops : tuple of StopRow
        The drop-off over the rating columns, over the people who rated something.
    quality : Quality or None
        Missing and careless answers; None until the answers have been examined.
    fits_nothing : bool
        No column is a rating of this questionnaire, and nothing is wrong with the file.
    """

    file: str
    instrument: str
    scale: tuple[int, int]
    rows: int = 0
    respondents: int = 0
    ineligible: int = 0
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    layout: str = ""
    columns: tuple[ColumnUse, ...] = ()
    notes: Notes = field(default_factory=Notes)
    faults: tuple[str, ...] = ()
    n_faults: int = 0
    first_row: int = 0
    questionnaire: Instrument | None = None
    stops: tuple[StopRow, ...] = ()
    quality: Quality | None = None
    fits_nothing: bool = False

    @property
    def ok(self) -> bool:
        """Say whether the export can be read."""
        return not self.faults

    @property
    def verdict(self) -> Verdict:
        """What to tell first: ready, look at something, faults, nothing to score, unreadable."""
        if not self.faults:
            return "look" if self.to_look_at else "ready"
        if not self.columns:
            return "unreadable"
        return "nothing" if self.fits_nothing else "faults"

    @property
    def ratings(self) -> tuple[ColumnUse, ...]:
        """The rating columns, in the order of the file."""
        return tuple(column for column in self.columns if column.battery)

    @property
    def used(self) -> tuple[ColumnUse, ...]:
        """The columns that are used, ratings first."""
        others = tuple(c for c in self.columns if c.role and not c.battery)
        return self.ratings + others

    @property
    def unused(self) -> tuple[ColumnUse, ...]:
        """The columns that are not used."""
        return tuple(column for column in self.columns if not column.role)

    @property
    def to_look_at(self) -> tuple[Note, ...]:
        """What a person should look at, suspicions about the whole reading first."""
        suspected = [note for note in self.notes if note.code.endswith("_suspected")]
        return (*suspected, *(note for note in self.notes if note.code in LOOK_AT))

    @property
    def decided(self) -> tuple[Note, ...]:
        """What was decided and needs nobody's attention."""
        looked_at = set(self.to_look_at)
        return tuple(note for note in self.notes if note not in looked_at)
