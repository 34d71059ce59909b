"""How many people a survey needs and what a number of people can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from servqual.instrument import Instrument
from servqual.results.table import Parts

Origin = Literal["typed", "results", "default"]
Purpose = Literal["gap", "share", "nps", "shortfall", "groups", "waves", "panel"]


@dataclass(frozen=True)
class AssumptionRow:
    """One number that the plan rests on, and where it comes from.

    Attributes
    ----------
    name : str
        ``sd``, ``share``, ``promoters``, ``detractors``, ``panel_r``, ``population``,
        ``cluster_size``, ``icc``, ``weights_cv``, ``response``, ``item_r``.
    value : float
        In scale points, as a share (0 to 1) or as a number of people.
    origin : str
        ``typed``, ``results`` (of a pilot or an earlier wave) or ``default``.
    """

    name: str
    value: float
    origin: Origin


@dataclass(frozen=True)
class SizeRow:
    """How many people one aim needs.

    Attributes
    ----------
    purpose : str
        ``gap``, ``share`` and ``nps``: a margin of error of so much; ``shortfall``: a mean gap of
        so much is shown; ``groups``, ``waves``, ``panel``: a difference of so much between two of
        the groups, two samples of other people, two answers of the same people.
    aim : float
        In scale points, of ``share`` and ``nps`` as a share (0.05 is five points).
    samples : int
        Samples that need so many people each: groups, two waves, else 1.
    comparisons : int
        Tests among which the strictest is planned for (Holm); 1 but for groups.
    formula : int
        People of each simple random sample, by the normal formula, rounded up.
    exact : int or None
        The same by noncentral t (pingouin); None for margins, which need no power.
    n : int
        Answers needed of each sample: ``exact`` or ``formula`` with design effect and population.
    total : int
        Answers of all samples together; people, where the same answer twice.
    invited : int or None
        People to ask, None where no response is expected.
    reached : float or None
        Where the aim needs more people than there are, ``n``, ``total`` and ``invited`` are those
        of asking everybody, and this is what they show in place of ``aim``. None elsewhere.
    """

    purpose: Purpose
    aim: float
    samples: int
    comparisons: int
    formula: int
    exact: int | None
    n: int
    total: int
    invited: int | None
    reached: float | None = None


@dataclass(frozen=True)
class ReachRow:
    """What so many answers can show.

    Attributes
    ----------
    n : int
        Answers in all.
    n_effective : float
        As many as of a simple random sample.
    gap, share, nps : float
        Margins of error: of a mean gap in scale points, of a share and of a net promoter score as
        shares. Above the population, where it is known and sampled at random, there is none.
    shortfall, shortfall_formula : float or None
        The smallest mean gap that is shown, by noncentral t and by the normal formula.
    waves : float or None
        The smallest change between two waves of so many other people each.
    groups : float or None
        The smallest difference of two of the groups, all alike in size, by the strictest test;
        None without groups or with fewer than two people in each.
    panel : float or None
        The smallest change of the same people; None without a panel.
    """

    n: int
    n_effective: float
    gap: float
    share: float
    nps: float
    shortfall: float | None
    shortfall_formula: float
    waves: float | None
    groups: float | None
    panel: float | None


@dataclass(frozen=True)
class VersionRow:
    """One short version: its name and the items that it asks."""

    version: str
    n_items: int
    share: float
    items: tuple[str, ...]


@dataclass(frozen=True)
class PrecisionRow:
    """One dimension in short versions, beside the whole questionnaire.

    Attributes
    ----------
    dimension : str
    n_items, fewest, most : int
        Items of the dimension, and how many of them a version asks.
    sd, sd_short : float
        Of one person's score, asked everything and asked one version.
    margin, margin_short : float
        Margin of error of the mean of the same number of people.
    factor : float
        How many times as many people the versions need for the margin of the whole.
    """

    dimension: str
    n_items: int
    fewest: int
    most: int
    sd: float
    sd_short: float
    margin: float
    margin_short: float
    factor: float


@dataclass(frozen=True)
class SurveyPlan(Parts):
    """A plan: what every aim needs, what some numbers of people show, short versions.

    Attributes
    ----------
    sizes : tuple of SizeRow
    reach : tuple of ReachRow
    assumptions : tuple of AssumptionRow
    versions : tuple of VersionRow
        Empty unless short versions were asked for.
    precision : tuple of PrecisionRow
    instrument : Instrument
        With its versions, if there are any.
    confidence, power : float
    deff : float
        Design effect of clusters and weights together, 1 for none.
    corrected : bool
        Whether the population counts: it is known and sampled at random.
    people : int
        Answers for which the precision of short versions is worked out.
    linking : tuple of str
        Items that every version asks.
    fewest_together : int
        In how many versions the two items stand that stand together least often.
    file : str
        Results of a pilot or an earlier wave that figures were taken from, '' for none.
    spread_of : str
        The gap or battery of those results whose SD was taken, '' for none.
    """

    shown: ClassVar = {
        "sizes": ("purpose", "aim", "samples", "formula", "exact", "n", "total", "invited"),
        "reach": ("n", "gap", "share", "nps", "shortfall", "waves", "groups", "panel"),
        "precision": ("dimension", "n_items", "fewest", "most", "margin", "margin_short", "factor"),
    }

    sizes: tuple[SizeRow, ...]
    reach: tuple[ReachRow, ...]
    assumptions: tuple[AssumptionRow, ...]
    instrument: Instrument
    confidence: float
    power: float
    deff: float
    corrected: bool
    versions: tuple[VersionRow, ...] = ()
    precision: tuple[PrecisionRow, ...] = ()
    people: int = 0
    linking: tuple[str, ...] = ()
    fewest_together: int = 0
    file: str = ""
    spread_of: str = ""

    def _rows(self) -> Sequence[SizeRow]:
        return self.sizes

    def row(self, purpose: Purpose) -> SizeRow:
        """Return how many people an aim needs; KeyError if it was not planned for."""
        found = next((row for row in self.sizes if row.purpose == purpose), None)
        if found is None:
            raise KeyError(purpose)
        return found

    def known(self, name: str) -> AssumptionRow | None:
        """Return an assumption by name, None if the plan does not rest on it."""
        return next((row for row in self.assumptions if row.name == name), None)
