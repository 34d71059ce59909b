"""What an analysis yields: records of numbers that show themselves as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from servqual.instrument import Instrument
from servqual.notes import Notes
from servqual.settings import SampleFacts, Settings

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["item", "dimension", "overall"]
Quadrant = Literal["concentrate_here", "keep_up", "low_priority", "possible_overkill"]


@dataclass(frozen=True)
class GapRow:
    """One gap: what was received minus what was wanted, over the people who rated both.

    Everything is in scale points unless it says otherwise; None means that the number does not
    exist for these answers (for instance an interval from one person).

    Attributes
    ----------
    level, id
        ``item``, ``dimension`` or ``overall``, and which one. The overall rows are ``unweighted``
        (mean of the dimension gaps), ``weighted`` (per person, by importance points),
        ``weighted_aggregate`` (mean points x dimension gaps) and ``item_mean``.
    kind, of, minus
        Name of the gap and its two batteries: ``gap = mean_of - mean_minus``.
    n
        Valid pairs. For ``unweighted`` the fewest people behind any dimension.
    mean_of, mean_minus, sd_of, sd_minus
        Over exactly the pairs behind the gap.
    gap, sd, se, ci_low, ci_high
        Mean difference, SD of the differences, standard error, limits at ``settings.confidence``.
    t, df, p, p_adjusted
        Paired t test; Holm over the dimensions, Benjamini-Hochberg over the items.
    wilcoxon_v, wilcoxon_p
        Signed-rank test: sum of the positive ranks, zeros dropped, ties corrected, normal
        approximation without continuity correction. None when survey weights are used.
    d_av, g_av, d_z
        Effect sizes: by the mean of the two SDs, the same with Hedges' correction, by the SD of the
        differences.
    share_below, share_equal, share_above, share_met
        Shares (0 to 1) of pairs with a negative, zero, positive and non-negative gap.
    tost_low, tost_high
        Limits of the narrower interval that the equivalence verdict uses (90% for 95%).
    verdict, verdict_half, verdict_double
        ``clearly_large``, ``size_open``, ``small``, ``none_that_matters`` or ``cannot_tell``, at
        the smallest gap of interest, at half of it and at twice it.
    """

    level: Level
    id: str
    kind: str
    of: str
    minus: str
    n: int
    mean_of: float | None = None
    mean_minus: float | None = None
    sd_of: float | None = None
    sd_minus: float | None = None
    gap: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    t: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    wilcoxon_v: float | None = None
    wilcoxon_p: float | None = None
    d_av: float | None = None
    g_av: float | None = None
    d_z: float | None = None
    share_below: float | None = None
    share_equal: float | None = None
    share_above: float | None = None
    share_met: float | None = None
    tost_low: float | None = None
    tost_high: float | None = None
    verdict: str = "cannot_tell"
    verdict_half: str = "cannot_tell"
    verdict_double: str = "cannot_tell"


@dataclass(frozen=True)
class Contrast:
    """The paired difference between the largest shortfall of a level and another gap of that level.

    ``difference`` is the other gap minus the largest shortfall, in scale points, over the people
    who have both; the interval is Bonferroni-adjusted over the comparisons of its level; ``tied``
    says that it holds 0.
    """

    level: Level
    kind: str
    largest: str
    other: str
    n: int
    difference: float
    se: float
    ci_low: float
    ci_high: float
    tied: bool


@dataclass(frozen=True)
class ScoreRow:
    """The mean of one battery for an item, a dimension or the whole, over the people who have it.

    ``share_lowest`` and ``share_highest`` (items only, 0 to 1) are the shares at the scale's ends.
    """

    level: Level
    id: str
    battery: str
    n: int
    mean: float | None = None
    sd: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    share_lowest: float | None = None
    share_highest: float | None = None


@dataclass(frozen=True)
class AlphaItem:
    """One item inside a reliability row."""

    item: str
    item_rest_r: float | None
    alpha_if_deleted: float | None


@dataclass(frozen=True)
class ReliabilityRow:
    """Cronbach's alpha of a set of items in a battery or of a gap, complete cases on that set.

    ``dimension`` is a dimension's id or ``total``. ``problem`` is '' or says why alpha is None:
    ``one_item``, ``too_few_people``, ``no_spread``.
    """

    battery: str
    dimension: str
    k: int
    n: int
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    mean_r: float | None
    items: tuple[AlphaItem, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class DistributionRow:
    """How often each answer was given to an item in a battery (reversed items turned round).

    ``counts`` maps each scale value to people, ``missing`` each kind of missing to people; both are
    unweighted. ``share`` maps each scale value to its (weighted) share of valid answers, 0 to 1.
    """

    battery: str
    item: str
    n: int
    counts: Mapping[int, int]
    missing: Mapping[str, int]
    share: Mapping[int, float]


@dataclass(frozen=True)
class PointsRow:
    """Mean importance points of a dimension over the people whose points add up."""

    dimension: str
    n: int
    mean: float | None
    sd: float | None
    se: float | None


@dataclass(frozen=True)
class PriorityRow:
    """Where one item stands in the importance-performance matrix."""

    item: str
    importance: float
    performance: float
    quadrant: Quadrant
    n_importance: int
    n_performance: int


@dataclass(frozen=True)
class FlagRow:
    """How many people a rule for careless answering flags; nobody is removed."""

    rule: str
    battery: str
    n: int
    share: float


@dataclass(frozen=True)
class MissingRow:
    """What became of the ratings that a battery asked for: answered, or missing in which way."""

    battery: str
    asked: int
    answered: int
    missing: Mapping[str, int]


@dataclass(frozen=True)
class SensitivityRow:
    """One gap with everybody and without the people whom careless-answer rules make suspect."""

    level: Level
    id: str
    kind: str
    n: int
    gap: float | None
    n_without: int
    gap_without: float | None


@dataclass(frozen=True)
class GroupGap:
    """One gap in one group of a breakdown that may be shown.

    Means, gap and limits are rounded (2 decimals, 1 below 30 people) so that nobody can be worked
    out from them; ``n`` counts people, unweighted. Otherwise as in :class:`GapRow`.
    """

    by: str
    group: str
    level: Level
    id: str
    kind: str
    n: int
    mean_of: float | None
    mean_minus: float | None
    gap: float | None
    ci_low: float | None
    ci_high: float | None
    verdict: str


@dataclass(frozen=True)
class GroupRow:
    """One group of a breakdown: shown with its size, or hidden without it."""

    by: str
    group: str
    n: int | None
    shown: bool


class _Table:
    """Mix-in: a result made of rows shows itself as a table and knows the study it belongs to."""

    study: Study | None = None

    def _rows(self) -> Sequence[Any]:
        raise NotImplementedError

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as plain dicts, full precision, None for numbers that do not exist."""
        return [record(row) for row in self._rows()]

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a pandas DataFrame, one column per field, full precision."""
        import pandas as pd  # only when a frame is asked for

        return pd.DataFrame(self.records())

    def __len__(self) -> int:
        return len(self._rows())

    def _repr_html_(self) -> str:
        return html_table(self.records())


@dataclass(frozen=True)
class Gaps(_Table):
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
        raise KeyError(row_id)


@dataclass(frozen=True)
class Scores(_Table):
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
class Reliability(_Table):
    """Alpha per dimension and in total, for every battery and every gap."""

    rows: tuple[ReliabilityRow, ...] = ()

    def _rows(self) -> Sequence[ReliabilityRow]:
        return self.rows

    def row(self, battery: str, dimension: str) -> ReliabilityRow:
        """Return one reliability; KeyError if there is none."""
        for row in self.rows:
            if (row.battery, row.dimension) == (battery, dimension):
                return row
        raise KeyError((battery, dimension))


@dataclass(frozen=True)
class Distributions(_Table):
    """Answer counts of every item in every battery."""

    rows: tuple[DistributionRow, ...] = ()

    def _rows(self) -> Sequence[DistributionRow]:
        return self.rows


@dataclass(frozen=True)
class ImportancePoints(_Table):
    """Mean points per dimension, and what was done to make people's points add up."""

    rows: tuple[PointsRow, ...] = ()
    total: int = 100
    n_equal_split: int = 0

    def _rows(self) -> Sequence[PointsRow]:
        return self.rows


@dataclass(frozen=True)
class Priorities(_Table):
    """The importance-performance matrix: points, and where its two lines cross.

    ``importance_source`` is ``ratings`` (importance was asked) or ``expectation`` (a proxy, said
    so); '' when there is nothing to place.
    """

    items: tuple[PriorityRow, ...] = ()
    rule: str = "grand_mean"
    cross_importance: float | None = None
    cross_performance: float | None = None
    importance_source: str = ""
    performance_battery: str = ""

    def _rows(self) -> Sequence[PriorityRow]:
        return self.items


@dataclass(frozen=True)
class Quality(_Table):
    """Missing answers by kind and the counts of the rules for careless answering."""

    missing: tuple[MissingRow, ...] = ()
    flags: tuple[FlagRow, ...] = ()
    n_suspect: int = 0
    sensitivity: tuple[SensitivityRow, ...] = ()

    def _rows(self) -> Sequence[FlagRow]:
        return self.flags


@dataclass(frozen=True)
class Groups(_Table):
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


@dataclass(frozen=True)
class OutcomeRow:
    """One question about the whole.

    Attributes
    ----------
    id, kind, n
        Which outcome, its kind (``rating``, ``recommend``, ``yes_no``) and valid answers.
    mean, sd, se, ci_low, ci_high
        On the outcome's own scale.
    figure
        ``nps`` for recommendations (promoters minus detractors), ``top_two`` for ratings (share of
        the two highest answers), ``yes`` for yes or no; ``share`` 0 to 1 (nps: -1 to 1) with its
        limits, None when weighted data have no such limits.
    counts
        Each answer to people, unweighted.
    """

    id: str
    kind: str
    n: int
    mean: float | None
    sd: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    figure: str
    share: float | None
    share_low: float | None
    share_high: float | None
    share_high_answers: float | None
    share_middle: float | None
    share_low_answers: float | None
    counts: Mapping[int, int]


@dataclass(frozen=True)
class Outcomes(_Table):
    """The questions about the whole that were answered."""

    rows: tuple[OutcomeRow, ...] = ()

    def _rows(self) -> Sequence[OutcomeRow]:
        return self.rows


@dataclass(frozen=True)
class Sample:
    """Who answered: rows of the file, people who rated, and what the analyst stated."""

    file: str
    sha256: str
    rows: int
    respondents: int
    ineligible: int
    n_complete_pairs: int | None = None
    weighted: bool = False
    weights_name: str = ""
    n_effective: float | None = None
    deff: float | None = None
    facts: SampleFacts = field(default_factory=SampleFacts)


@dataclass(frozen=True)
class Study:
    """Everything an analysis found; the only thing that a report is written from.

    It holds results and notes, never a respondent.
    """

    instrument: Instrument
    settings: Settings
    sample: Sample
    notes: Notes
    gaps: Gaps
    scores: Scores
    reliability: Reliability
    distributions: Distributions
    importance: ImportancePoints
    priorities: Priorities
    quality: Quality
    sesoi: float
    groups: Groups = field(default_factory=Groups)
    outcomes: Outcomes = field(default_factory=Outcomes)

    def __post_init__(self) -> None:
        # a chart of one part needs the names and the scale that only the whole has
        for part in (getattr(self, f.name) for f in fields(self)):
            if isinstance(part, _Table):
                object.__setattr__(part, "study", self)

    def _repr_html_(self) -> str:
        title = escape(self.instrument.say(self.instrument.title, "en"))
        people = f"{self.sample.respondents} respondents, {escape(self.sample.file)}"
        table = self.gaps if len(self.gaps) else self.scores
        return f"<p><b>{title}</b>: {people}</p>{table._repr_html_()}{self.notes._repr_html_()}"

    def __repr__(self) -> str:
        people = f"{self.sample.respondents} respondents"
        return f"<Study: {self.instrument.id}, {people}, {self.sample.file}>"


def record(row: Any) -> dict[str, Any]:
    """Return a result record as a dict; nested records become dicts, tuples lists."""
    return {f.name: _plain(getattr(row, f.name)) for f in fields(row)}


def _plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return record(value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a copy of a mapping for a result, which nobody is to change (and can be pickled)."""
    return dict(mapping)


def html_table(records: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as a plain HTML table, numbers to 3 decimals, wholly empty columns left out."""
    rows = list(records)
    if not rows:
        return "<p>Nothing to show.</p>"
    names = [name for name in rows[0] if any(row[name] not in (None, "", [], {}) for row in rows)]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(row[name])}</td>" for name in names) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return "0.000" if abs(value) < 0.0005 else f"{value:.3f}"
    if isinstance(value, list):
        return escape(
            ", ".join(str(v.get("item", v)) if isinstance(v, dict) else str(v) for v in value)
        )
    return escape(str(value))
