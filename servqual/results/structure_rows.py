"""Rows about the dimensions: factors, fits of models, pairs, invariance, verdicts."""

from __future__ import annotations

from dataclasses import dataclass

Vector = tuple[float, ...]


@dataclass(frozen=True)
class FactorRow:
    """One source (a battery or a gap): is there something to factor, and how many factors.

    Attributes
    ----------
    source, n, k
        Complete cases on all k items.
    problem
        '' or why nothing could be done: ``too_few_items`` (fewer than 3), ``too_few_people``
        (n <= k), ``not_asked_together`` (by any short version), ``constant_item``,
        ``duplicate_item``, ``singular``; ``items`` names the culprits.
    kmo, msa
        Kaiser-Meyer-Olkin measure, and of each item in the instrument's order.
    bartlett, bartlett_df, bartlett_p
        Test that all correlations are 0.
    eigenvalues, factor_eigenvalues
        Of the correlation matrix, and of the one reduced by the communalities of one minres factor.
    limits, factor_limits
        What chance gives: 95th percentile of random normal data, same n and k.
    n_components, n_factors
        How many stand above chance, counted from the first on.
    map, map4, n_map, n_map4
        Velicer's average squared (and fourth power) partial correlation after 0, 1, 2 ...
        components, and where it is smallest.
    n_kaiser
        Eigenvalues above 1: shown, never used.
    n_theory
        Dimensions of the questionnaire.
    draws, percentile, seed
        Of the parallel analysis.
    first_share
        Share of all variance on the first unrotated factor (Harman's look), 0 to 1.
    """

    source: str
    n: int
    k: int
    problem: str = ""
    items: tuple[str, ...] = ()
    kmo: float | None = None
    msa: Vector = ()
    bartlett: float | None = None
    bartlett_df: int | None = None
    bartlett_p: float | None = None
    eigenvalues: Vector = ()
    limits: Vector = ()
    n_components: int | None = None
    factor_eigenvalues: Vector = ()
    factor_limits: Vector = ()
    n_factors: int | None = None
    map: Vector = ()
    map4: Vector = ()
    n_map: int | None = None
    n_map4: int | None = None
    n_kaiser: int | None = None
    n_theory: int = 0
    draws: int = 0
    percentile: float = 0.95
    seed: int = 0
    first_share: float | None = None


@dataclass(frozen=True)
class FitRow:
    """How well one model of the covariances fits (confirmatory factor analysis).

    Attributes
    ----------
    source, model
        A battery or a gap; ``theory`` (the questionnaire's dimensions), ``one_factor`` or
        ``wording`` (positively and negatively worded items).
    estimator
        ``MLR`` (maximum likelihood with scaled statistic and sandwich errors) or ``ML``.
    n, n_free
        Complete cases, free parameters without means.
    chi2, df, p
        Likelihood ratio statistic, ``n`` times the minimum of the discrepancy.
    scaling, chi2_scaled, p_scaled
        Yuan-Bentler (Mplus variant) factor, statistic and p; None under ML.
    cfi, tli, rmsea, rmsea_low, rmsea_high, srmr, aic, bic
        From the plain statistic; limits of 90%; SRMR over k (k + 1) / 2 elements. A model without
        degrees of freedom fits as it must: no p, no TLI, no RMSEA (None), and a CFI of 1.
    cfi_scaled, tli_scaled, rmsea_scaled, rmsea_scaled_low, rmsea_scaled_high
        Robust versions (Brosseau-Liard & Savalei 2014), the ones that are printed under MLR.
    n_moments
        Of how many of the n people products of four ratings were taken, which scaling and standard
        errors rest on: a random sample where there are very many. None under ML.
    findings
        Improper solutions: ``negative_variance:ITEM``, ``correlation_above_one:A:B``,
        ``not_positive_definite``.
    problem
        '' or why there is no fit: those of :class:`FactorRow`, ``not_identified``,
        ``not_converged``.
    """

    source: str
    model: str
    estimator: str
    n: int
    n_free: int | None = None
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    scaling: float | None = None
    chi2_scaled: float | None = None
    p_scaled: float | None = None
    cfi: float | None = None
    tli: float | None = None
    rmsea: float | None = None
    rmsea_low: float | None = None
    rmsea_high: float | None = None
    srmr: float | None = None
    aic: float | None = None
    bic: float | None = None
    cfi_scaled: float | None = None
    tli_scaled: float | None = None
    rmsea_scaled: float | None = None
    rmsea_scaled_low: float | None = None
    rmsea_scaled_high: float | None = None
    n_moments: int | None = None
    findings: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class LoadingRow:
    """One standardised loading of a confirmatory model with its standard error and R squared."""

    source: str
    model: str
    factor: str
    item: str
    loading: float
    se: float | None
    r2: float


@dataclass(frozen=True)
class ConvergentRow:
    """A dimension in the theory's model: composite reliability and average variance extracted."""

    source: str
    dimension: str
    k: int
    cr: float | None
    ave: float | None


@dataclass(frozen=True)
class PairRow:
    """How far two dimensions are apart.

    Attributes
    ----------
    source, a, b
    phi, phi_low, phi_high
        Correlation of the factors in the theory's model with limits.
    htmt, htmt_low, htmt_high, htmt2
        Heterotrait-monotrait ratio (Henseler et al. 2015) with limits from resampling; HTMT2
        (Roemer et al. 2021). None where correlations within a dimension are not positive.
    fornell_larcker
        Whether the roots of both AVE exceed the size of phi; None where a part is missing.
    distinguishable
        False where phi or HTMT exceeds .90; None where neither is there.
    htmt_method
        What was drawn for the limits of HTMT: ``people``, random ``groups`` of very many people (or
        clusters, where those were sampled), or ``normal`` means and covariances; '' without limits.
    """

    source: str
    a: str
    b: str
    phi: float | None
    phi_low: float | None
    phi_high: float | None
    htmt: float | None
    htmt_low: float | None
    htmt_high: float | None
    htmt2: float | None
    fornell_larcker: bool | None
    distinguishable: bool | None
    htmt_method: str = ""


@dataclass(frozen=True)
class ChangeRow:
    """A parameter that the theory's model fixes at 0, and what freeing it would do.

    ``kind`` is ``loading`` (``a`` a dimension, ``b`` an item) or ``residual`` (two items);
    ``index`` the modification index, ``expected`` the expected standardised value.
    """

    source: str
    kind: str
    a: str
    b: str
    index: float
    expected: float


@dataclass(frozen=True)
class InvarianceRow:
    """One step of measurement invariance.

    Attributes
    ----------
    comparison
        A people column, or ``of~minus`` of a gap (the same items, two batteries).
    step
        ``configural``, ``metric``, ``scalar``; '' on a row that only says a problem.
    n_groups, n
        Groups and people in them; groups under 200 people are not testable.
    chi2, df, p, cfi, tli, rmsea, srmr
        Maximum likelihood, unscaled; RMSEA with the square root of the number of groups.
    d_cfi, d_rmsea, d_srmr
        Change against the step before; None for configural.
    holds
        Chen's (2007) rule: CFI falls by at most .010, RMSEA rises by at most .015, SRMR by .030
        (metric) or .015 (scalar); None for configural. The scalar step holds only if the metric
        one does.
    worst
        Item whose equality costs most where the step fails by that rule, '' otherwise and where it
        cannot be told (of two items alone in a dimension).
    groups
        Names of the groups that were compared.
    problem
        '' or ``too_few_people`` (printed as not testable at this n), ``one_group``,
        ``too_many_items`` (two batteries of more than 40), ``not_identified``, ``not_converged`` or
        one of :class:`FactorRow`. With a ``step`` it is that step which could not be estimated.
    """

    comparison: str
    step: str = ""
    n_groups: int = 0
    n: int = 0
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    cfi: float | None = None
    tli: float | None = None
    rmsea: float | None = None
    srmr: float | None = None
    d_cfi: float | None = None
    d_rmsea: float | None = None
    d_srmr: float | None = None
    holds: bool | None = None
    worst: str = ""
    groups: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class VerdictRow:
    """What may be said about one dimension (or ``total``), and at which level.

    Attributes
    ----------
    dimension
    level
        ``score`` (its score may be read and compared), ``with_care`` (read, not ranked),
        ``items`` (read its items, not its score) or ``unknown``.
    reasons
        Codes of the rules that decided, strongest first; ``:`` separates a code from what it is
        about (``not_distinguishable:assurance``).
    reliability, gap_reliability
        The figures that the rules read: omega (else alpha) of perceptions and of the gaps.
    """

    dimension: str
    level: str
    reasons: tuple[str, ...] = ()
    reliability: float | None = None
    gap_reliability: float | None = None
