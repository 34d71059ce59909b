"""What may be said about each dimension and the whole, by rules over the figures alone.

The rules (methods: Nunnally & Bernstein 1994 for .70 and .80; Hu & Bentler 1999 for fit; Henseler
et al. 2015 for .90) sort into levels; nothing here is a test, and no item is ever dropped by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.instrument import Instrument
from servqual.results import (
    ConvergentRow,
    FactorRow,
    FitRow,
    InvarianceRow,
    PairRow,
    Reliability,
    ReliabilityRow,
    VerdictRow,
)

TOTAL = "total"
THEORY = "theory"

HALF_NOISE = 0.50  # below it more than half of a score's variance is error
ENOUGH = 0.70
GOOD = 0.80
REDUNDANT = 0.95
CONVERGES = 0.50

CFI, RMSEA, SRMR = 0.95, 0.06, 0.08


@dataclass(frozen=True)
class Evidence:
    """The figures that the rules read: of the leading battery, and of one gap's reliability."""

    leading: str
    gap: str
    reliability: Reliability
    factors: FactorRow | None = None
    fit: FitRow | None = None
    pairs: Sequence[PairRow] = ()
    convergent: Sequence[ConvergentRow] = ()
    invariance: Sequence[InvarianceRow] = ()


def verdict_rows(evidence: Evidence, instrument: Instrument) -> tuple[VerdictRow, ...]:
    """Return one verdict for every dimension, and one for the whole as the last."""
    dimensions = [_dimension(evidence, d) for d in instrument.dimension_ids]
    return (*dimensions, _whole(evidence, dimensions))


def coefficient(row: ReliabilityRow | None) -> float | None:
    """Return the figure that speaks for a set of items: omega, else alpha."""
    if row is None:
        return None
    return row.alpha if row.omega is None else row.omega


# -- one dimension ---------------------------------------------------------------------------------


def _dimension(evidence: Evidence, dimension: str) -> VerdictRow:
    row = _row(evidence, evidence.leading, dimension)
    own = coefficient(row)
    gap = coefficient(_row(evidence, evidence.gap, dimension))
    if row is None or own is None:
        problem = row.problem if row is not None and row.problem else "unknown"
        return VerdictRow(dimension, "unknown", (f"no_reliability:{problem}",), None, gap)
    apart = [f"not_distinguishable:{other}" for other in _twins(evidence, dimension)]
    weak = _weak(own, row, "")
    weak_gap = [] if gap is None else _weak(gap, _row(evidence, evidence.gap, dimension), "gap_")
    aside = [*_convergence(evidence, dimension), *(["redundant"] if own > REDUNDANT else [])]
    if own < HALF_NOISE:
        level = "items"
    elif apart or own < ENOUGH or (gap is not None and gap < ENOUGH):
        level = "with_care"
    else:
        level = "score"
    return VerdictRow(dimension, level, (*apart, *weak, *weak_gap, *aside), own, gap)


def _weak(value: float, row: ReliabilityRow | None, prefix: str) -> list[str]:
    """Return the word for how reliable a score is, and whether the interval says otherwise."""
    if value < HALF_NOISE:
        return [f"{prefix}half_noise"]
    if value < ENOUGH:
        return [f"{prefix}below_enough"]
    low = None if row is None else row.alpha_low if row.omega is None else row.omega_low
    word = f"{prefix}good" if value >= GOOD else f"{prefix}enough"
    return [word, *([f"{prefix}uncertain"] if low is not None and low < ENOUGH else [])]


def _twins(evidence: Evidence, dimension: str) -> list[str]:
    """Return the dimensions that cannot be told from this one."""
    found = []
    for pair in evidence.pairs:
        if pair.distinguishable is False and dimension in (pair.a, pair.b):
            found.append(pair.b if pair.a == dimension else pair.a)
    return found


def _convergence(evidence: Evidence, dimension: str) -> list[str]:
    for row in evidence.convergent:
        if row.dimension == dimension and row.ave is not None and row.ave < CONVERGES:
            return ["low_ave"]
    return []


def _row(evidence: Evidence, battery: str, dimension: str) -> ReliabilityRow | None:
    for row in evidence.reliability.rows:
        if (row.battery, row.dimension) == (battery, dimension):
            return row
    return None


# -- the whole -------------------------------------------------------------------------------------


def _whole(evidence: Evidence, dimensions: Sequence[VerdictRow]) -> VerdictRow:
    n_dimensions = len(dimensions)
    row = _row(evidence, evidence.leading, TOTAL)
    gap_row = _row(evidence, evidence.gap, TOTAL)
    own, gap = _overall(row), _overall(gap_row)
    reasons = [*_model(evidence, n_dimensions), *_number(evidence, n_dimensions)]
    reasons += _comparable(evidence)
    if own is None:
        return VerdictRow(TOTAL, "unknown", tuple(reasons), None, gap)
    level = "items" if own < HALF_NOISE else "with_care" if own < ENOUGH else "score"
    if level == "score" and any(_carries_nothing(row) for row in dimensions):
        level, reasons = "with_care", ["weak_parts", *reasons]
    return VerdictRow(TOTAL, level, tuple(reasons), own, gap)


def _carries_nothing(row: VerdictRow) -> bool:
    """Say whether a dimension's score is mostly error; of one item nobody can tell."""
    unknown = row.level == "unknown" and row.reasons != ("no_reliability:one_item",)
    return row.level == "items" or unknown


def _overall(row: ReliabilityRow | None) -> float | None:
    """Return the reliability of the overall score: as a combination of the dimensions, else alpha.

    One factor's omega is not asked: several dimensions are not one factor.
    """
    if row is None:
        return None
    return row.alpha if row.combination is None else row.combination


def _model(evidence: Evidence, n_dimensions: int) -> list[str]:
    """Return what the model of the questionnaire's dimensions says, its estimator named."""
    fit = evidence.fit
    if fit is None or n_dimensions < 2:
        return []
    if fit.problem:
        return [f"no_model:{fit.problem}"]
    found = [f"improper:{finding}" for finding in fit.findings]
    cfi = fit.cfi if fit.cfi_scaled is None else fit.cfi_scaled
    rmsea = fit.rmsea if fit.rmsea_scaled is None else fit.rmsea_scaled
    if cfi is None or rmsea is None or fit.srmr is None:
        return found
    meets = cfi >= CFI and rmsea <= RMSEA and fit.srmr <= SRMR
    word = "fit_meets" if meets else "fit_misses"
    return [*found, f"{word}:{fit.estimator}"]


def _number(evidence: Evidence, n_dimensions: int) -> list[str]:
    """Return how many factors stand above chance, where that is another number than expected."""
    row = evidence.factors
    if row is None or row.problem or n_dimensions < 2:
        return []
    counts = [n for n in (row.n_components, row.n_factors) if n is not None]
    if not counts or n_dimensions in counts:
        return []
    low, high = min(counts), max(counts)
    if low < n_dimensions < high:
        return []
    code = "fewer_factors" if high < n_dimensions else "more_factors"
    return [f"{code}:{low}" if low == high else f"{code}:{low}:{high}"]


def _comparable(evidence: Evidence) -> list[str]:
    """Return one reason per comparison: how far its groups may be compared."""
    found = []
    for comparison in dict.fromkeys(row.comparison for row in evidence.invariance):
        rows = [row for row in evidence.invariance if row.comparison == comparison]
        problem = next((row.problem for row in rows if row.problem), "")
        if problem:
            found.append(f"not_testable:{comparison}:{problem}")
            continue
        failed = next((row.step for row in rows if row.holds is False), "")
        found.append(f"not_{failed}:{comparison}" if failed else f"comparable:{comparison}")
    return found
