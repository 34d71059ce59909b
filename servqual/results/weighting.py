"""What survey weights and a sampling design did to the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from servqual.results.table import Parts


@dataclass(frozen=True)
class DesignErrorRow:
    """A leading mean counted once, weighted, and its errors in turn.

    Attributes
    ----------
    level, id, kind, battery
        ``overall`` or ``dimension`` and which one; of which gap, or of which battery where there
        is no gap.
    n
        People, each counted once.
    mean_unweighted, mean
        Everybody counted once, and under the weights.
    se_unweighted, se_weights, se
        Of the first; of the second with people as the primary sampling units; of the second as
        every interval of the study has it, with strata, clusters and the finite population.
    df
        Degrees of freedom of ``se``.
    se_replicates
        Jackknife with the weights fitted anew for every replicate; None where weights were not
        made here.
    design_effect
        ``se`` squared against that of a simple random sample of n people with the same spread
        (R: ``svymean(deff = TRUE)``), of the overall row against ``se_unweighted``; not Kish's,
        which knows the weights alone.
    """

    level: str
    id: str
    kind: str
    battery: str
    n: int
    mean_unweighted: float | None
    mean: float | None
    se_unweighted: float | None
    se_weights: float | None
    se: float | None
    df: float | None
    se_replicates: float | None
    design_effect: float | None


@dataclass(frozen=True)
class MarginRow:
    """A group of people beside the customers.

    Attributes
    ----------
    column, group
        Crossed ones as ``sex*age``; groups that were put together are joined by ``+``.
    n
        People with an answer there, each counted once; None where it is not shown.
    share_answers, share_before, share_weighted
        Of those with a group: counted once, under the weights that came with the file, and under
        the weights that were used. None where they are not shown.
    share_customers
        As the design file says.
    fitted
        Whether the weights were made to fit this column.
    """

    column: str
    group: str
    n: int | None
    share_answers: float | None
    share_before: float | None
    share_weighted: float | None
    share_customers: float
    fitted: bool


@dataclass(frozen=True)
class WeightsRow:
    """How unequal the weights are, and what that costs.

    Attributes
    ----------
    how
        ``column`` (they came with the file), ``raked`` or ``post_stratified``.
    column
        Column that they came from or began with, '' for none.
    fitted
        Columns whose customers they fit, separated by commas.
    n
    lowest, highest
        In mean weights.
    cv
        Coefficient of variation.
    n_effective, deff_kish
        Kish's effective number of people, and ``n`` over it.
    trim_low, trim_high, trimmed
        Bounds in mean weights, and how many people's weights were cut.
    rounds, margin_error
        Of the raking: rounds in all, and the largest difference of a share that was left.
    n_replicates
        Of the jackknife, 0 for none.
    """

    how: str
    column: str
    fitted: str
    n: int
    lowest: float | None
    highest: float | None
    cv: float
    n_effective: float
    deff_kish: float
    trim_low: float | None
    trim_high: float | None
    trimmed: int
    rounds: int
    margin_error: float | None
    n_replicates: int


@dataclass(frozen=True)
class DrawnRow:
    """How the sample was drawn, as far as errors rest on it.

    Attributes
    ----------
    strata, clusters
        People columns, '' for none.
    n_strata, n_clusters, lonely
        Strata, clusters (0 for none), and strata of one primary sampling unit.
    random
        Whether the sample is said to be random.
    share_asked
        Share of the customers who answered, where errors are corrected for it; else None.
    """

    strata: str
    clusters: str
    n_strata: int
    n_clusters: int
    lonely: int
    random: bool
    share_asked: float | None


@dataclass(frozen=True)
class ObeysRow:
    """Whether a statistic obeys weights and design: ``yes``, ``partly``, ``no``, ``left_out``."""

    statistic: str
    weights: str
    design: str


@dataclass(frozen=True)
class Weighting(Parts):
    """Weights and design: empty for an unweighted sample without a design.

    Attributes
    ----------
    errors : tuple of DesignErrorRow
        The overall row first.
    margins : tuple of MarginRow
    weights : tuple of WeightsRow
        One, or none where nobody is weighted.
    drawn : tuple of DrawnRow
        One, or none where nothing is known of strata, clusters or the number of customers.
    obeys : tuple of ObeysRow
    file, sha256
        Of the design file, '' without one.
    design
        What it says, as a design file is written.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "errors": (
            "id", "n", "mean_unweighted", "mean", "se_unweighted", "se", "se_replicates",
            "design_effect",
        ),
        "margins": ("column", "group", "n", "share_answers", "share_customers", "share_weighted"),
        "weights": ("how", "n", "lowest", "highest", "cv", "n_effective", "deff_kish", "trimmed"),
        "drawn": ("strata", "clusters", "n_strata", "n_clusters", "lonely", "share_asked"),
        "obeys": ("statistic", "weights", "design"),
    }  # fmt: skip

    errors: tuple[DesignErrorRow, ...] = ()
    margins: tuple[MarginRow, ...] = ()
    weights: tuple[WeightsRow, ...] = ()
    drawn: tuple[DrawnRow, ...] = ()
    obeys: tuple[ObeysRow, ...] = ()
    file: str = ""
    sha256: str = ""
    design: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.errors or self.design)
