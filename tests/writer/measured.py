"""Hand-made reliability and structure for tests of the section on the scale: no statistics run."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace

from servqual.instrument import Instrument
from servqual.results import (
    ChangeRow,
    ConstraintRow,
    ConvergentRow,
    Efa,
    FactorRow,
    FitRow,
    InvarianceRow,
    LoadingRow,
    PairRow,
    Reliability,
    ReliabilityRow,
    SpreadRow,
    Structure,
    Study,
    VerdictRow,
)
from tests.writer import studies

N = 380
OMEGA = {"expectation": 0.74, "perception": 0.84, "gap": 0.71}
FIT = {
    "chi2": 442.593,
    "df": 199,
    "p": 0.0,
    "scaling": 1.1735,
    "chi2_scaled": 377.153,
    "p_scaled": 0.0,
    "cfi": 0.871,
    "tli": 0.841,
    "rmsea": 0.071,
    "rmsea_low": 0.061,
    "rmsea_high": 0.081,
    "srmr": 0.0716,
    "aic": 20100.0,
    "bic": 20400.0,
    "cfi_scaled": 0.889,
    "tli_scaled": 0.864,
    "rmsea_scaled": 0.064,
    "rmsea_scaled_low": 0.053,
    "rmsea_scaled_high": 0.075,
}


def measured(study: Study | None = None, **parts: object) -> Study:
    """Return a study with reliability and structure of every kind; ``parts`` replace some."""
    study = study or studies.with_outcomes()
    form = study.instrument
    sources = [b for b in ("perception", "expectation") if b in form.battery_names]
    sources += [g.name for g in form.gaps]
    made: dict[str, object] = {
        "verdicts": verdicts(form),
        "factors": tuple(factor_row(form, source) for source in sources),
        "fits": fits(form, sources),
        "loadings": loadings(form, "perception"),
        "convergent": tuple(
            ConvergentRow("perception", d, len(form.items_of(d)), 0.83, 0.49)
            for d in form.dimension_ids
        ),
        "pairs": pairs(form),
        "changes": changes(form),
        "invariance": invariance(form),
        "exploratory": (exploratory(form),),
    }
    made |= {k: v for k, v in parts.items() if k in made}
    structure = Structure(**made)  # type: ignore[arg-type]
    reliability = parts.get("reliability") or _reliability(study, sources)
    return replace(study, reliability=reliability, structure=structure)


def _reliability(study: Study, sources: list[str]) -> Reliability:
    form = study.instrument
    rows = tuple(_row(row, k) for k, row in enumerate(study.reliability.rows))
    spread = tuple(
        SpreadRow(b, d, N, 0.52 if b == "expectation" else 0.11, 0.01, 5.9, 0.8, ratio)
        for b, ratio in (("perception", None), ("expectation", 0.64))
        for d in (*form.dimension_ids, "total")
        if b in sources
    )
    constraints = tuple(
        ConstraintRow(
            g.name, o.id, N, 0.1749, 0.2724, 0.2727, 0.281, 0.5493, 0.065, 0.0274, 0.108,
            25.68, 1, 376, 0.0000009, 0.31,
        )
        for g in form.gaps
        for o in study.outcomes.rows
    )  # fmt: skip
    return Reliability(rows, spread, constraints)


def _row(row: ReliabilityRow, k: int) -> ReliabilityRow:
    """Return a row with every coefficient that belongs to it."""
    if row.alpha is None:
        return row
    omega = OMEGA.get(row.battery, 0.8) + (k % 5) / 50
    more: dict[str, float] = {"omega": omega, "omega_low": omega - 0.04, "omega_high": omega + 0.03}
    if row.dimension == "total":
        more |= {"combination": 0.93}
    elif row.battery == "gap":
        more |= {"difference": 0.58}
    else:
        more |= {"ordinal_alpha": 0.86, "ordinal_omega": 0.87, "categorical_omega": omega + 0.004}
    alpha = omega - 0.006
    return replace(
        row, alpha=alpha, alpha_low=alpha - 0.04, alpha_high=alpha + 0.03, std_alpha=0.8,
        min_r=0.31, max_r=0.66, **more,
    )  # fmt: skip


def verdicts(form: Instrument) -> tuple[VerdictRow, ...]:
    """Return one verdict of each kind, then that on the whole."""
    every: list[tuple[str, tuple[str, ...], float | None, float | None]] = [
        ("score", ("good", "gap_enough", "gap_uncertain"), 0.84, 0.73),
        ("score", ("good", "gap_good"), 0.86, 0.81),
        ("with_care", ("not_distinguishable:{4}", "good", "gap_enough", "low_ave"), 0.82, 0.71),
        ("items", ("half_noise", "gap_half_noise", "low_ave"), 0.447, 0.31),
        ("with_care", ("not_distinguishable:{2}", "enough", "gap_below_enough"), 0.78, 0.63),
    ]
    names = form.dimension_ids
    rows = []
    for k, name in enumerate(names):
        level, reasons, own, gap = every[k % len(every)]
        if len(names) < len(every):
            reasons = tuple(r for r in reasons if ":" not in r)
        reasons = tuple(r.format(*names) for r in reasons)
        rows.append(VerdictRow(name, level, reasons, own, gap if form.gaps else None))
    whole = ("fit_misses:MLR", "fewer_factors:2:4", "not_scalar:perception~expectation")
    return (*rows, VerdictRow("total", "score", whole, 0.93, 0.91 if form.gaps else None))


def factor_row(form: Instrument, source: str) -> FactorRow:
    """Return eigenvalues that fall, two components and four factors above chance."""
    k = len(form.items)
    values = tuple(7.04 if j == 0 else 2.3 * 0.82**j for j in range(k))
    limits = tuple(1.45 - 0.9 * j / k for j in range(k))
    return FactorRow(
        source=source, n=N, k=k, kmo=0.8233, msa=(0.8,) * k, bartlett=1870.19,
        bartlett_df=k * (k - 1) // 2, bartlett_p=0.0, eigenvalues=values, limits=limits,
        n_components=2, factor_eigenvalues=tuple(v - 0.6 for v in values),
        factor_limits=tuple(v - 0.8 for v in limits), n_factors=4,
        map=tuple(0.02 + 0.001 * j for j in range(k)), map4=tuple(0.001 for _ in range(k)),
        n_map=1, n_map4=1, n_kaiser=6, n_theory=len(form.dimensions), draws=500, seed=1,
        first_share=0.29,
    )  # fmt: skip


def fits(form: Instrument, sources: list[str]) -> tuple[FitRow, ...]:
    """Return a model of the dimensions and one of a single factor for every source."""
    rows = []
    for source in sources:
        theory = FitRow(source, "theory", "MLR", N, 54, **FIT)  # type: ignore[arg-type]
        if source == "expectation":
            theory = replace(theory, findings=("negative_variance:" + form.item_ids[0],))
        one = replace(theory, model="one_factor", cfi_scaled=0.81, bic=20650.0, findings=())
        rows += [theory, one]
    return tuple(rows)


def loadings(form: Instrument, source: str) -> tuple[LoadingRow, ...]:
    """Return a loading per item, the first one low."""
    found = []
    for k, item in enumerate(form.items):
        value = 0.46 if k == 0 else 0.62 + (k % 4) / 16
        found.append(LoadingRow(source, "theory", item.dimension, item.id, value, 0.042, value**2))
    return tuple(found)


def pairs(form: Instrument) -> tuple[PairRow, ...]:
    """Return every pair of dimensions; the third and the fifth are one thing."""
    rows = []
    names = form.dimension_ids
    for i, j in itertools.combinations(range(len(names)), 2):
        same = (i, j) == (2, 4)
        phi, htmt = (0.9985, 0.97) if same else (0.55 + 0.05 * i, 0.57 + 0.05 * j)
        rows.append(
            PairRow(
                "perception", names[i], names[j], phi, phi - 0.08, phi + 0.06, htmt, htmt - 0.09,
                htmt + 0.07, htmt - 0.01, not same, not same,
            )
        )  # fmt: skip
    return tuple(rows)


def changes(form: Instrument) -> tuple[ChangeRow, ...]:
    """Return one change of each kind."""
    first, last = form.item_ids[0], form.item_ids[-1]
    return (
        ChangeRow("perception", "residual", first, last, 41.27, 0.31),
        ChangeRow("perception", "loading", form.dimension_ids[-1], first, 18.4, -0.22),
    )


def invariance(form: Instrument, **by: str) -> tuple[InvarianceRow, ...]:
    """Return the steps of both sides of each gap; loadings agree, levels do not.

    ``by`` adds people columns with a problem each.
    """
    steps: list[tuple[str, Mapping[str, object]]] = [
        ("configural", {"cfi": 0.9234, "rmsea": 0.0969, "srmr": 0.0612}),
        (
            "metric",
            {"cfi": 0.9209, "rmsea": 0.0928, "srmr": 0.0671, "d_cfi": -0.0025, "d_rmsea": -0.0041,
             "d_srmr": 0.0059, "holds": True},
        ),
        (
            "scalar",
            {"cfi": 0.8825, "rmsea": 0.1074, "srmr": 0.0798, "d_cfi": -0.0384, "d_rmsea": 0.0145,
             "d_srmr": 0.0127, "holds": False, "worst": form.item_ids[-1]},
        ),
    ]  # fmt: skip
    rows = [
        InvarianceRow(f"{gap.of}~{gap.minus}", step, 2, N, 115.85 + 20 * k, 48 + 6 * k, 0.0, **more)  # type: ignore[arg-type]
        for gap in form.gaps[:1]
        for k, (step, more) in enumerate(steps)
    ]
    return (*rows, *(InvarianceRow(name, problem=code) for name, code in by.items()))


def exploratory(form: Instrument) -> Efa:
    """Return a pattern of three factors; the first dimension comes back as one."""
    k = len(form.items)
    pattern = tuple(
        (0.71, 0.05, 0.04) if j < 4 else (0.08, 0.66, 0.5) if j == 4 else (0.1, 0.2, 0.63)
        for j in range(k)
    )
    names = tuple(form.dimension_ids)
    congruence = ((0.97, *(0.2 for _ in names[1:])), *((0.3,) * len(names) for _ in range(2)))
    return Efa(
        "perception", N, tuple(form.item_ids), "minres", "oblimin", pattern, pattern,
        ((1.0, 0.4, 0.5), (0.4, 1.0, 0.3), (0.5, 0.3, 1.0)), (0.52,) * k, (6.1, 3.2, 1.4),
        congruence, names, ("few_people",),
    )  # fmt: skip
