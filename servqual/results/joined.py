"""What joining several exports found: the files, how alike their people answered, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.results.gaps import Level
from servqual.results.table import Table


@dataclass(frozen=True)
class JoinedFile:
    """One export among those that were joined.

    ``tool`` is the survey tool's layout, '' for a plain table; ``language`` the one that most of
    its people read, '' where it cannot be told; ``n`` the people of it in the joined table, of
    ``respondents`` who rated something in ``rows`` rows.
    """

    source: str
    file: str
    tool: str
    mode: str
    language: str
    rows: int
    respondents: int
    n: int


@dataclass(frozen=True)
class DifferenceRow:
    """The mean of one group minus that of everybody else, in scale points.

    Attributes
    ----------
    column, group
        The people column (``mode``, ``language`` or ``source``), and the group.
    kind
        Name of a gap or of a battery.
    level, id
        A dimension, or the whole (``unweighted``: the mean of the dimensions).
    n, n_others, mean, mean_others
        Of the two sides; means None where nobody has one.
    difference, ci_low, ci_high
        Welch's interval, adjusted (Bonferroni) over all rows of its column, so that all of them
        hold together; None below two people on a side.
    differs
        Whether that interval leaves out 0.
    """

    column: str
    group: str
    kind: str
    level: Level
    id: str
    n: int
    n_others: int
    mean: float | None
    mean_others: float | None
    difference: float | None
    ci_low: float | None
    ci_high: float | None
    differs: bool


@dataclass(frozen=True)
class ChangeRow:
    """What the same people gave after minus before, in scale points, by the paired difference.

    ``n`` is the number of people who have both; the interval is None below two of them.
    """

    kind: str
    level: Level
    id: str
    n: int
    before: float | None
    after: float | None
    change: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True)
class Differences(Table):
    """Every group held against everybody else before their answers are pooled."""

    rows: tuple[DifferenceRow, ...] = ()
    confidence: float = 0.95

    def _rows(self) -> Sequence[DifferenceRow]:
        return self.rows

    def of(self, column: str) -> tuple[DifferenceRow, ...]:
        """Return the rows of one people column."""
        return tuple(row for row in self.rows if row.column == column)


@dataclass(frozen=True)
class Changes(Table):
    """What changed for the very people who answered twice."""

    rows: tuple[ChangeRow, ...] = ()
    confidence: float = 0.95

    def _rows(self) -> Sequence[ChangeRow]:
        return self.rows
