"""What a plan is asked for, and what makes no sense in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servqual.forms import LINKING
from servqual.statistics.planning import POWER

MARGIN_SHARE, MARGIN_NPS = 0.05, 0.10
MOST_GROUPS = 200


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a plan is asked for; None takes the figure of earlier results, or the usual one.

    Attributes
    ----------
    margin : float
        Of a mean gap, in scale points.
    margin_share, margin_nps : float
        Of a share and of a net promoter score, as shares.
    difference : float
        Smallest gap, or difference of two gaps, that is to be shown, in scale points.
    sd : float
        Of one person's dimension gap, in scale points.
    share, promoters, detractors : float
        Shares that are expected.
    people : sequence of int
        Numbers of answers to say what they show.
    groups : int
        Groups that are to be compared, 0 for none.
    panel_r : float
        Correlation of the two gaps of people who answer in two waves; None plans no panel.
    population : int
        Customers there are; counts only if ``random``.
    random : bool
        Whether the sample is drawn at random from all of them.
    cluster_size, icc : float
        People per cluster, and how alike the people of one answer.
    weights_cv : float
        Coefficient of variation of survey weights.
    response : float
        Share of those asked who answer.
    confidence, power : float
    versions : int
        Short versions, 0 for none.
    linking : int or sequence of str
        Items that every version asks: so many of every dimension, or these.
    """

    margin: float | None = None
    margin_share: float = MARGIN_SHARE
    margin_nps: float = MARGIN_NPS
    difference: float | None = None
    sd: float | None = None
    share: float | None = None
    promoters: float | None = None
    detractors: float | None = None
    people: Sequence[int] = ()
    groups: int = 0
    panel_r: float | None = None
    population: int | None = None
    random: bool = False
    cluster_size: float | None = None
    icc: float | None = None
    weights_cv: float | None = None
    response: float | None = None
    confidence: float = 0.95
    power: float = POWER
    versions: int = 0
    linking: int | Sequence[str] = LINKING


def faults(wanted: Wanted) -> Iterator[str]:
    """Yield everything that makes no sense."""
    above = {
        "--margin": wanted.margin,
        "--difference": wanted.difference,
        "--sd": wanted.sd,
        "--cluster-size": wanted.cluster_size,
    }
    for name, value in above.items():
        if value is not None and not 0 < value < math.inf:
            yield f"{name} {value:g}: write a number above 0"
    shares = {
        "--margin-share": wanted.margin_share,
        "--margin-nps": wanted.margin_nps,
        "--share": wanted.share,
    }
    for name, value in shares.items():
        if value is not None and not 0 < value < 1:
            yield f"{name} {value:.0%}: write a percentage between 0 and 100"
    yield from _range_faults(wanted)
    yield from _design_faults(wanted)


def _range_faults(wanted: Wanted) -> Iterator[str]:
    if not 0.5 <= wanted.confidence < 1:
        yield f"--confidence {wanted.confidence:g}: write a share from 0.5 to below 1, such as 0.95"
    if not 0.5 <= wanted.power < 1:
        yield f"--power {wanted.power:g}: write a share from 0.5 to below 1, such as 0.8"
    if wanted.response is not None and not 0 < wanted.response <= 1:
        yield f"--response {wanted.response:.0%}: write a percentage above 0 and up to 100"
    if wanted.panel_r is not None and not -1 < wanted.panel_r < 1:
        yield f"--panel-r {wanted.panel_r:g}: a correlation lies between -1 and 1"
    parts = [wanted.promoters or 0.0, wanted.detractors or 0.0]
    if min(parts) < 0 or sum(parts) > 1:
        yield "--nps: promoters and detractors are shares of the same people, at most 100 together"
    if any(n < 2 for n in wanted.people):
        yield "-n: write numbers of people, each at least 2"


def _design_faults(wanted: Wanted) -> Iterator[str]:
    if wanted.groups and not 2 <= wanted.groups <= MOST_GROUPS:
        yield f"--groups {wanted.groups}: write a number of groups from 2 to {MOST_GROUPS}"
    if wanted.population is not None and wanted.population < 2:
        yield f"--population {wanted.population}: write how many customers there are"
    if wanted.random and wanted.population is None:
        yield "--random: say with --population how many customers the sample is drawn from"
    if (wanted.cluster_size is None) != (wanted.icc is None):
        yield "--cluster-size and --icc: a design effect of clusters needs both"
    if wanted.icc is not None and not 0 <= wanted.icc <= 1:
        yield f"--icc {wanted.icc:g}: write a share from 0 to 1, such as 0.05"
    if wanted.weights_cv is not None and wanted.weights_cv < 0:
        yield f"--weights-cv {wanted.weights_cv:g}: write 0 or more"
