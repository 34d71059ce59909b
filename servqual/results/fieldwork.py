"""How a survey is getting on while people still answer; what they answer is not in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.results.check import StopRow
from servqual.results.table import Parts

Course = Literal["", "met", "on_course", "open", "behind"]


@dataclass(frozen=True)
class DayRow:
    """Answers that were finished on one day (YYYY-MM-DD), and all until its end."""

    day: str
    n: int
    so_far: int


@dataclass(frozen=True)
class Outlook:
    """Answers to expect at the close of fieldwork, with limits, if the pace stays as it is.

    ``days`` whole days stand behind the pace, ``days_left`` are to come.
    """

    per_day: float
    days: int
    days_left: int
    total: float
    low: float
    high: float


@dataclass(frozen=True)
class FieldGroup:
    """One unit, mode ... or everybody (``column`` and ``group`` are '').

    Attributes
    ----------
    n : int
        People who rated something.
    n_last_week : int or None
        Of them within the last seven days; None without times.
    invited, quota : int or None
        People asked, and answers aimed at; None where that was not said.
    outlook : Outlook or None
        None without times or an end of fieldwork, or when fewer than three whole days are known.
    margin, margin_close : float or None
        Half the interval of the overall score, in scale points: with the answers there are, and
        with those expected at the close (the quota where nothing can be expected). The spread is
        that of everybody, so that it tells nothing about the group. None below two people.
    """

    column: str
    group: str
    n: int
    n_last_week: int | None = None
    invited: int | None = None
    quota: int | None = None
    outlook: Outlook | None = None
    margin: float | None = None
    margin_close: float | None = None

    @property
    def response(self) -> float | None:
        """Share of the people asked who answered, None where nobody said how many were."""
        return self.n / self.invited if self.invited else None

    @property
    def course(self) -> Course:
        """Whether the quota is met, will be by the limits of the outlook, or will not be."""
        if self.quota is None:
            return ""
        if self.n >= self.quota:
            return "met"
        if self.outlook is None:
            return "open"
        if self.outlook.low >= self.quota:
            return "on_course"
        return "behind" if self.outlook.high < self.quota else "open"


@dataclass(frozen=True)
class FieldBurst:
    """Answers that came unusually close together: when they began, how many, how many seconds."""

    day: str
    time: str
    n: int
    seconds: float


@dataclass(frozen=True)
class Fieldwork(Parts):
    """How a survey is getting on.

    Attributes
    ----------
    groups : tuple of FieldGroup
        The units, modes ... in the order in which they were declared, else by name; never by a
        result.
    everybody : FieldGroup
    days : tuple of DayRow
        Every day from the first to the day looked at; empty without times.
    bursts : tuple of FieldBurst
    instrument : Instrument
    file, day : str
        The day looked at; '' without times or a day that was named.
    rows, ineligible, undated, outside : int
        Rows of the file, people who rated nothing, people without a time, people who answered
        before the start or after the end of fieldwork.
    start, end : str
        Of fieldwork, '' where not said.
    days_silent : int
        Whole days without an answer before the day looked at.
    score : str
        What the margin is of: a gap or a set of ratings.
    confidence : float
    min_cell : int
        Fewest people in a group that the report will show.
    stops : tuple of StopRow
    notes : Notes
    """

    groups: tuple[FieldGroup, ...]
    everybody: FieldGroup
    days: tuple[DayRow, ...]
    bursts: tuple[FieldBurst, ...]
    instrument: Instrument = field(repr=False)
    file: str
    day: str
    rows: int
    ineligible: int
    undated: int
    outside: int
    start: str
    end: str
    days_silent: int
    score: str
    confidence: float
    min_cell: int = 10
    stops: tuple[StopRow, ...] = field(default=(), repr=False)
    notes: Notes = field(default_factory=Notes, repr=False)

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "groups": ("column", "group", "n", "invited", "quota", "margin", "margin_close"),
        "days": ("day", "n", "so_far"),
    }

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is broken down by."""
        return tuple(dict.fromkeys(row.column for row in self.groups))

    def of(self, column: str) -> tuple[FieldGroup, ...]:
        """Return the groups of a column."""
        return tuple(row for row in self.groups if row.column == column)
