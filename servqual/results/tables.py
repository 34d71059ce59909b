"""Results made of rows, which show themselves as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.results.gaps import Contrast, GapRow, ScoreRow, Theme
from servqual.results.rows import (
    DistributionRow,
    FlagRow,
    GroupGap,
    GroupRow,
    MissingRow,
    OutcomeRow,
    Quotation,
    RuleRow,
    SensitivityRow,
)
from servqual.results.table import Table

# of more groups only means are kept, and a report tells of them together
MOST_GROUPS = 200


@dataclass(frozen=True)
class Gaps(Table):
    """Every gap: items in questionnaire order, dimensions, and the overall rows by name."""

    items: tuple[GapRow, ...] = ()
    dimensions: tuple[GapRow, ...] = ()
    overall: tuple[GapRow, ...] = ()
    contrasts: tuple[Contrast, ...] = ()

    def _rows(self) -> Sequence[GapRow]:
        return (*self.overall, *self.dimensions, *self.items)

    def of_kind(self, kind: str) -> Gaps:
        """Return the gaps of one kind only."""
        return Gaps(
            tuple(r for r in self.items if r.kind == kind),
            tuple(r for r in self.dimensions if r.kind == kind),
            tuple(r for r in self.overall if r.kind == kind),
            tuple(c for c in self.contrasts if c.kind == kind),
        )

    def row(self, row_id: str, kind: str = "gap") -> GapRow:
        """Return the gap of an item, a dimension or an overall row; KeyError if there is none."""
        for row in self._rows():
            if row.id == row_id and row.kind == kind:
                return row
        known = ", ".join(row.id for row in self._rows() if row.kind == kind) or "none"
        raise KeyError(f"no gap called {row_id!r} of kind {kind!r}; known: {known}")


@dataclass(frozen=True)
class Scores(Table):
    """The means of every battery, of its items, dimensions and as a whole."""

    items: tuple[ScoreRow, ...] = ()
    dimensions: tuple[ScoreRow, ...] = ()
    overall: tuple[ScoreRow, ...] = ()

    def _rows(self) -> Sequence[ScoreRow]:
        return (*self.overall, *self.dimensions, *self.items)

    def row(self, row_id: str, battery: str) -> ScoreRow:
        """Return one mean; KeyError if there is none."""
        for row in self._rows():
            if row.id == row_id and row.battery == battery:
                return row
        raise KeyError((row_id, battery))


@dataclass(frozen=True)
class Distributions(Table):
    """Answer counts of every item in every battery."""

    rows: tuple[DistributionRow, ...] = ()

    def _rows(self) -> Sequence[DistributionRow]:
        return self.rows


@dataclass(frozen=True)
class Quality(Table):
    """Missing answers by kind and the counts of the rules for careless answering.

    Attributes
    ----------
    missing : tuple of MissingRow
        Over the people who count.
    flags : tuple of FlagRow
        Over everybody who answered; rules that count towards *suspect* come first.
    n_suspect, n_suspect_left : int
        Suspect people among everybody who answered, and among those who count.
    sensitivity : tuple of SensitivityRow
    compared : {"", "suspects", "excluded"}
        Without whom ``sensitivity`` compares: suspect people, who count otherwise, or those whom
        the analyst left out, who do not; '' where there is nothing to compare.
    false_rate : float or None
        Share of simulated attentive people whom the rules make suspect, among ``n_simulated``.
    seconds, seconds_per_rating : float or None
        Median time of a person and of a rating; None where the file holds no times.
    """

    missing: tuple[MissingRow, ...] = ()
    flags: tuple[FlagRow, ...] = ()
    n_suspect: int = 0
    sensitivity: tuple[SensitivityRow, ...] = ()
    n_suspect_left: int = 0
    compared: str = ""
    false_rate: float | None = None
    n_simulated: int = 0
    seconds: float | None = None
    seconds_per_rating: float | None = None

    def _rows(self) -> Sequence[FlagRow]:
        return self.flags


@dataclass(frozen=True)
class Incomplete(Table):
    """The same gaps under each rule for incomplete answers; empty where the half rule was kept."""

    rows: tuple[RuleRow, ...] = ()

    def _rows(self) -> Sequence[RuleRow]:
        return self.rows

    def of(self, rule: str) -> tuple[RuleRow, ...]:
        """Return the gaps under one rule."""
        return tuple(row for row in self.rows if row.rule == rule)


@dataclass(frozen=True)
class Groups(Table):
    """Gaps per group, after the disclosure rules.

    ``groups`` lists every group, ``gaps`` only those that may be shown. Items are left out of a
    breakdown (``items_left_out``) where too few people answered one of them in some group.
    """

    gaps: tuple[GroupGap, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    min_cell: int = 10
    items_left_out: tuple[str, ...] = ()

    def _rows(self) -> Sequence[GroupGap]:
        return self.gaps

    def of(self, by: str) -> Groups:
        """Return the breakdown by one column only."""
        return Groups(
            tuple(row for row in self.gaps if row.by == by),
            tuple(row for row in self.groups if row.by == by),
            self.min_cell,
            tuple(name for name in self.items_left_out if name == by),
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The people columns that break the results down, in the order asked for."""
        return tuple(dict.fromkeys(row.by for row in self.groups))

    def many(self, by: str) -> bool:
        """Say whether a column has so many groups that a report tells of them together."""
        return sum(row.by == by for row in self.groups) > MOST_GROUPS


@dataclass(frozen=True)
class Outcomes(Table):
    """The questions about the whole that were answered."""

    rows: tuple[OutcomeRow, ...] = ()

    def _rows(self) -> Sequence[OutcomeRow]:
        return self.rows


@dataclass(frozen=True)
class Themes(Table):
    """The themes that have something to mend, the first one first; none for a single group."""

    rows: tuple[Theme, ...] = ()

    def _rows(self) -> Sequence[Theme]:
        return self.rows


@dataclass(frozen=True)
class Quotations(Table):
    """Reviewed comments that are printed, word for word, in the order of the list."""

    rows: tuple[Quotation, ...] = ()

    def _rows(self) -> Sequence[Quotation]:
        return self.rows

    def of(self, dimension: str) -> tuple[str, ...]:
        """Return the comments under a dimension, '' for those about the whole."""
        return tuple(row.text for row in self.rows if row.dimension == dimension)
