"""Studies for the tests of the writer: plausible numbers for any questionnaire."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from servqual.analysis.zone import with_zone
from servqual.instrument import Instrument, parse_instrument
from servqual.notes import Note, Notes
from servqual.responses import Missing, Responses, Source
from servqual.results import (
    AlphaItem,
    Contrast,
    DistributionRow,
    Distributions,
    FlagRow,
    GapRow,
    Gaps,
    GroupGap,
    GroupRow,
    Groups,
    Importance,
    MissingRow,
    OutcomeRow,
    Outcomes,
    PointsRow,
    Priorities,
    PriorityRow,
    Quality,
    Reliability,
    ReliabilityRow,
    Sample,
    ScoreRow,
    Scores,
    Study,
)
from servqual.settings import SampleFacts, Settings

FOLDER = Path(__file__).resolve().parents[2] / "instruments"
Z, Z90 = 1.96, 1.645
Floats = npt.NDArray[np.float64]


def shipped(name: str = "servqual") -> Instrument:
    """Return a shipped questionnaire without the catalogue of the package."""
    return parse_instrument(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")), name)


def verdict(
    low: float | None, high: float | None, near: tuple[float, float] | None, sesoi: float
) -> str:
    """Return the verdict of methods 1.7."""
    if low is None or high is None:
        return "cannot_tell"
    if high < -sesoi or low > sesoi:
        return "clearly_large"
    if low > 0 or high < 0:
        return "small" if -sesoi < low and high < sesoi else "size_open"
    return "none_that_matters" if near and -sesoi < near[0] and near[1] < sesoi else "cannot_tell"


def gap_row(
    level: str, name: str, of: Floats, minus: Floats, *, kind: str = "gap", sesoi: float = 0.5
) -> GapRow:
    """Return a row of gaps from paired ratings; limits are normal, which is near enough here."""
    keep = ~np.isnan(of) & ~np.isnan(minus)
    of, minus = of[keep], minus[keep]
    n, d = len(of), of - minus
    batteries = {"gap": ("perception", "expectation"), "adequacy": ("perception", "minimum")}
    names = batteries.get(kind, ("perception", "desired"))
    if n == 0:
        return GapRow(level, name, kind, *names, n=0)  # type: ignore[arg-type]
    row = GapRow(
        level,
        name,
        kind,
        *names,
        n=n,
        mean_of=float(of.mean()),
        mean_minus=float(minus.mean()),
        gap=float(d.mean()),
        share_below=float((d < 0).mean()),
        share_equal=float((d == 0).mean()),
        share_above=float((d > 0).mean()),
        share_met=float((d >= 0).mean()),
    )
    if n < 2:
        return row
    sd, gap = float(d.std(ddof=1)), float(d.mean())
    se = sd / math.sqrt(n)
    near = (gap - Z90 * se, gap + Z90 * se)
    low, high = gap - Z * se, gap + Z * se
    t = gap / se if se else None
    p = math.erfc(abs(t) / math.sqrt(2)) if t is not None else None
    sds = (float(of.std(ddof=1)), float(minus.std(ddof=1)))
    d_av = gap / (sum(sds) / 2) if sum(sds) else None
    return replace(
        row,
        sd=sd,
        se=se,
        ci_low=low,
        ci_high=high,
        t=t,
        df=n - 1.0,
        p=p,
        p_adjusted=p,
        sd_of=sds[0],
        sd_minus=sds[1],
        wilcoxon_v=float(n),
        wilcoxon_p=p,
        d_av=d_av,
        g_av=d_av,
        d_z=gap / sd if sd else None,
        tost_low=near[0],
        tost_high=near[1],
        verdict=verdict(low, high, near, sesoi),
        verdict_half=verdict(low, high, near, sesoi / 2),
        verdict_double=verdict(low, high, near, sesoi * 2),
    )


def score_row(
    level: str, name: str, battery: str, values: Floats, ends: tuple[int, int]
) -> ScoreRow:
    """Return the mean of some scores."""
    kept = values[~np.isnan(values)]
    n = len(kept)
    if n == 0:
        return ScoreRow(level, name, battery, 0)  # type: ignore[arg-type]
    mean = float(kept.mean())
    sd = float(kept.std(ddof=1)) if n > 1 else None
    se = sd / math.sqrt(n) if sd is not None else None
    shares = (
        (float((kept == ends[0]).mean()), float((kept == ends[1]).mean()))
        if level == "item"
        else (None, None)
    )
    limits = (mean - Z * se, mean + Z * se) if se is not None else (None, None)
    return ScoreRow(level, name, battery, n, mean, sd, se, *limits, *shares)  # type: ignore[arg-type]


def ratings(
    instrument: Instrument,
    means: dict[str, Callable[[int], float]],
    *,
    n: int,
    seed: int = 1,
    missing: float = 0.01,
) -> dict[str, Floats]:
    """Return whole ratings per battery around a mean per item; people differ."""
    rng = np.random.default_rng(seed)
    low, high = instrument.scale.min, instrument.scale.max
    dims = [instrument.dimension_ids.index(i.dimension) for i in instrument.items]
    found = {}
    for name, mean in means.items():
        person = (
            rng.normal(0, 0.45, (n, 1))
            + rng.normal(0, 0.55, (n, len(instrument.dimensions)))[:, dims]
        )
        raw = (
            np.array([mean(j) for j in range(len(dims))])
            + person
            + rng.normal(0, 0.8, (n, len(dims)))
        )
        answers = np.clip(np.rint(raw), low, high).astype(float)
        answers[rng.random(answers.shape) < missing] = np.nan
        found[name] = answers
    return found


def study_of(
    answers: dict[str, Floats],
    instrument: Instrument,
    *,
    sesoi: float | None = None,
    notes: tuple[Note, ...] = (),
    facts: SampleFacts | None = None,
    points: bool = False,
    file: str = "survey.csv",
) -> Study:
    """Return the study of some ratings."""
    settings = Settings(sesoi=sesoi)
    smallest = settings.smallest_gap(instrument.scale.range)
    n = len(next(iter(answers.values())))
    study = Study(
        instrument=instrument,
        settings=settings,
        sample=Sample(
            file,
            "0123456789abcdef" * 4,
            n + 4,
            n,
            4,
            n_complete_pairs=int(n * 0.8),
            facts=facts or SampleFacts(),
        ),
        notes=Notes(notes),
        gaps=_gaps(answers, instrument, smallest),
        scores=_scores(answers, instrument),
        reliability=_reliability(answers, instrument),
        distributions=_distributions(answers, instrument),
        importance=_points(instrument, n) if points else Importance(),
        priorities=_priorities(answers, instrument),
        quality=_quality(answers, n),
        sesoi=smallest,
    )
    return with_zones(study, answers)


def with_zones(study: Study, answers: dict[str, Floats]) -> Study:
    """Return a study with its zones of tolerance, if minimum and desired level were asked."""
    codes = {
        name: np.where(np.isnan(values), Missing.BLANK, values).astype(np.int16)
        for name, values in answers.items()
    }
    n = len(next(iter(codes.values())))
    source = Source(study.sample.file, study.sample.sha256, n, n, 0)
    people = Responses(study.instrument, codes, np.arange(2, n + 2), source)
    return with_zone(study, (people,), people)


def _of_dimension(values: Floats, instrument: Instrument, dimension: str) -> Floats:
    chosen = [j for j, i in enumerate(instrument.items) if i.dimension == dimension]
    part = values[:, chosen]
    total = np.nansum(part, axis=1)
    k = (~np.isnan(part)).sum(axis=1)
    return np.where(k * 2 >= len(chosen), total / np.maximum(k, 1), np.nan)


def _gaps(answers: dict[str, Floats], instrument: Instrument, sesoi: float) -> Gaps:
    items: list[GapRow] = []
    dims: list[GapRow] = []
    overall: list[GapRow] = []
    contrasts: list[Contrast] = []
    for gap in instrument.gaps:
        if gap.of not in answers or gap.minus not in answers:
            continue
        of, minus = answers[gap.of].copy(), answers[gap.minus].copy()
        holes = np.isnan(of) | np.isnan(minus)
        of[holes] = minus[holes] = np.nan
        make = partial(gap_row, kind=gap.name, sesoi=sesoi)
        here = [make("item", i.id, of[:, j], minus[:, j]) for j, i in enumerate(instrument.items)]
        a = {d: _of_dimension(of, instrument, d) for d in instrument.dimension_ids}
        b = {d: _of_dimension(minus, instrument, d) for d in instrument.dimension_ids}
        mine = [make("dimension", d, a[d], b[d]) for d in a]
        stack_a, stack_b = (
            np.vstack(list(a.values())).mean(axis=0),
            np.vstack(list(b.values())).mean(axis=0),
        )
        overall += [
            make("overall", "unweighted", stack_a, stack_b),
            make("overall", "item_mean", of.ravel(), minus.ravel()),
        ]
        contrasts += _contrasts(
            here, {i.id: of[:, j] - minus[:, j] for j, i in enumerate(instrument.items)}, gap.name
        )
        contrasts += _contrasts(mine, {d: a[d] - b[d] for d in a}, gap.name)
        items += here
        dims += mine
    return Gaps(tuple(items), tuple(dims), tuple(overall), tuple(contrasts))


def _contrasts(rows: list[GapRow], values: dict[str, Floats], kind: str) -> list[Contrast]:
    known = [r for r in rows if r.gap is not None]
    if len(known) < 2 or known[0].n < 2:
        return []
    largest = min(known, key=lambda r: r.gap or 0.0)
    found = []
    for row in known:
        if row.id != largest.id:
            d = values[row.id] - values[largest.id]
            d = d[~np.isnan(d)]
            se = float(d.std(ddof=1)) / math.sqrt(len(d))
            low, high = float(d.mean()) - 3 * se, float(d.mean()) + 3 * se
            found.append(
                Contrast(
                    row.level,
                    kind,
                    largest.id,
                    row.id,
                    len(d),
                    float(d.mean()),
                    se,
                    low,
                    high,
                    low <= 0 <= high,
                )
            )
    return found


def _scores(answers: dict[str, Floats], instrument: Instrument) -> Scores:
    ends = (instrument.scale.min, instrument.scale.max)
    items, dims, overall = [], [], []
    for battery, values in answers.items():
        items += [
            score_row("item", i.id, battery, values[:, j], ends)
            for j, i in enumerate(instrument.items)
        ]
        parts = {d: _of_dimension(values, instrument, d) for d in instrument.dimension_ids}
        dims += [score_row("dimension", d, battery, v, ends) for d, v in parts.items()]
        overall.append(
            score_row(
                "overall", "unweighted", battery, np.vstack(list(parts.values())).mean(axis=0), ends
            )
        )
    return Scores(tuple(items), tuple(dims), tuple(overall))


def _cronbach(x: Floats) -> float:
    k = x.shape[1]
    return float(k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1)))


def _alpha(values: Floats, ids: list[str], battery: str, dimension: str) -> ReliabilityRow:
    kept = values[~np.isnan(values).any(axis=1)]
    n, k = kept.shape
    problem = (
        "one_item"
        if k < 2
        else "too_few_people"
        if n < 3
        else "no_spread"
        if not kept.std(axis=0).any()
        else ""
    )
    if problem:
        return ReliabilityRow(battery, dimension, k, n, None, None, None, None, problem=problem)
    a = _cronbach(kept)
    rows = tuple(
        AlphaItem(i, 0.5, _cronbach(np.delete(kept, j, axis=1)) if k > 2 else None)
        for j, i in enumerate(ids)
    )
    return ReliabilityRow(battery, dimension, k, n, a, a - 0.03, a + 0.02, 0.4, rows)


def _reliability(answers: dict[str, Floats], instrument: Instrument) -> Reliability:
    sets = dict(answers)
    for gap in instrument.gaps:
        if gap.of in answers and gap.minus in answers:
            sets[gap.name] = answers[gap.of] - answers[gap.minus]
    rows = []
    for name, values in sets.items():
        for d in instrument.dimension_ids:
            chosen = [j for j, i in enumerate(instrument.items) if i.dimension == d]
            rows.append(_alpha(values[:, chosen], instrument.items_of(d), name, d))
        rows.append(_alpha(values, instrument.item_ids, name, "total"))
    return Reliability(tuple(rows))


def _distributions(answers: dict[str, Floats], instrument: Instrument) -> Distributions:
    rows = []
    for battery, values in answers.items():
        for j, item in enumerate(instrument.items):
            column = values[:, j]
            n = int((~np.isnan(column)).sum())
            counts = {v: int((column == v).sum()) for v in instrument.scale.values}
            blank = int(np.isnan(column).sum())
            share = {v: c / n if n else 0.0 for v, c in counts.items()}
            missing = {"blank": blank - blank // 3, "dont_know": blank // 3}
            rows.append(DistributionRow(battery, item.id, n, counts, missing, share))
    return Distributions(tuple(rows))


def _points(instrument: Instrument, n: int) -> Importance:
    means = [11.0, 32.0, 22.0, 19.0, 16.0]
    rows = [
        PointsRow(d, n, means[k % 5], 8.0, 8 / math.sqrt(n))
        for k, d in enumerate(instrument.dimension_ids)
    ]
    return Importance(points=tuple(rows), points_total=100, n_equal_split=3)


def _priorities(answers: dict[str, Floats], instrument: Instrument) -> Priorities:
    if "expectation" not in answers:
        return Priorities()
    e, p = np.nanmean(answers["expectation"], axis=0), np.nanmean(answers["perception"], axis=0)
    ce, cp = float(e.mean()), float(p.mean())
    names = {
        (True, False): "concentrate_here",
        (True, True): "keep_up",
        (False, False): "low_priority",
        (False, True): "possible_overkill",
    }
    n = len(answers["perception"])
    rows = [
        PriorityRow(i.id, float(e[j]), float(p[j]), names[bool(e[j] >= ce), bool(p[j] >= cp)], n, n)  # type: ignore[arg-type]
        for j, i in enumerate(instrument.items)
    ]
    return Priorities(
        items=tuple(rows),
        cross_importance=ce,
        cross_performance=cp,
        importance_source="expectation",
        performance_battery="perception",
    )


def _quality(answers: dict[str, Floats], n: int) -> Quality:
    missing = []
    for battery, values in answers.items():
        blank = int(np.isnan(values).sum())
        missing.append(
            MissingRow(
                battery,
                values.size,
                values.size - blank,
                {"blank": blank - blank // 3, "dont_know": blank // 3},
            )
        )
    flags = (
        FlagRow("no_variance", "perception", 3, 3 / n, True, 0.0),
        FlagRow("long_run", "perception", 5, 5 / n, True, 11.0),
    )
    return Quality(tuple(missing), flags, 3, n_suspect_left=3)


EXPECTED = [
    5.5,
    5.1,
    6.0,
    4.9,
    6.5,
    6.4,
    6.6,
    6.4,
    6.3,
    6.1,
    6.4,
    6.6,
    5.9,
    6.2,
    6.5,
    6.4,
    6.2,
    5.6,
    6.0,
    5.8,
    6.1,
    6.0,
]
PERCEIVED = [
    5.2,
    4.9,
    5.7,
    4.7,
    4.3,
    4.6,
    4.2,
    4.4,
    4.9,
    4.7,
    4.5,
    5.3,
    4.1,
    5.1,
    5.6,
    5.6,
    5.1,
    4.6,
    4.9,
    4.7,
    4.4,
    4.6,
]


def bank(**changes: object) -> Study:
    """Return the ordinary case: 400 people, 22 items, shortfalls of several sizes."""
    instrument = shipped()
    means = {"expectation": lambda j: EXPECTED[j], "perception": lambda j: PERCEIVED[j]}
    answers = ratings(instrument, means, n=400)
    return study_of(answers, instrument, points=True, **changes)  # type: ignore[arg-type]


def shifted(by: float, *, n: int = 400, spread: bool = True) -> Study:
    """Return a study whose perceptions lie ``by`` points from the expectations."""
    instrument = shipped()
    if spread:
        means = {"expectation": lambda _: 4.5, "perception": lambda _: 4.5 + by}
        return study_of(ratings(instrument, means, n=n, missing=0), instrument)
    same = np.full((n, len(instrument.items)), 5.0)
    return study_of({"expectation": same, "perception": same + by}, instrument)


def servperf() -> Study:
    """Return a study with perceptions only."""
    instrument = shipped("servperf")
    return study_of(ratings(instrument, {"perception": lambda j: PERCEIVED[j]}, n=300), instrument)


def one_person() -> Study:
    """Return the study of one respondent: means, no limits."""
    instrument = shipped()
    return study_of(
        {"expectation": np.full((1, 22), 6.0), "perception": np.full((1, 22), 4.0)}, instrument
    )


def one_dimension(items: int = 3) -> Study:
    """Return a study of a questionnaire with one dimension."""
    whole = shipped()
    gone = [i.id for i in whole.items if i.dimension != "reliability"] + whole.items_of(
        "reliability"
    )[items:]
    instrument = whole.without_items(gone)
    means = {"expectation": lambda _: 6.2, "perception": lambda j: 4.5 + j / 5}
    return study_of(ratings(instrument, means, n=120), instrument)


def zone() -> Study:
    """Return a study with minimum, desired and perceived ratings: two gaps."""
    table = tomllib.loads((FOLDER / "servqual.toml").read_text("utf-8"))
    table["id"], table["expectation_type"] = "zone", "desired"
    perception = table["batteries"][1]
    table["batteries"] = [
        {"name": "minimum", "label": {"en": "Minimum", "zh": "最低可接受"}},
        {"name": "desired", "label": {"en": "Desired", "zh": "理想"}},
        perception,
    ]
    table["gaps"] = [
        {"name": "adequacy", "of": "perception", "minus": "minimum"},
        {"name": "superiority", "of": "perception", "minus": "desired"},
    ]
    for item in table["items"]:
        item["wording"].pop("expectation", None)
        item.pop("reverse", None)
    table["importance"] = {"method": "none"}
    instrument = parse_instrument(table, "zone")
    means = {
        "minimum": lambda j: EXPECTED[j] - 1.6,
        "desired": lambda j: EXPECTED[j],
        "perception": lambda j: PERCEIVED[j],
    }
    return study_of(ratings(instrument, means, n=250), instrument)


def grouped(names: dict[str, int | None]) -> Study:
    """Return the ordinary study with a breakdown by branch; a group without a number is hidden."""
    study = bank()
    found = []
    for k, (name, n) in enumerate(names.items()):
        if n is not None:
            of, wanted = 4.5 + k % 10 / 10, 5.9
            gap = of - wanted
            rows = [
                ("overall", "unweighted"),
                *(("dimension", d) for d in study.instrument.dimension_ids),
            ]
            found += [
                GroupGap(
                    "branch",
                    name,
                    level,
                    row_id,
                    "gap",
                    n,
                    of,
                    wanted,
                    gap,
                    gap - 0.2,
                    gap + 0.2,
                    "clearly_large",
                )  # type: ignore[arg-type]
                for level, row_id in rows
            ]
    groups = tuple(GroupRow("branch", name, n, n is not None) for name, n in names.items())
    return replace(study, groups=Groups(tuple(found), groups, 10))


def with_outcomes() -> Study:
    """Return the ordinary study with a recommendation and a satisfaction."""
    recommend = OutcomeRow(
        "recommend",
        "recommend",
        390,
        7.0,
        1.4,
        0.07,
        6.9,
        7.1,
        "nps",
        -0.19,
        -0.26,
        -0.12,
        0.16,
        0.49,
        0.35,
        dict.fromkeys(range(11), 30),
    )
    happy = OutcomeRow(
        "satisfaction",
        "rating",
        1,
        7.0,
        None,
        None,
        None,
        None,
        "top_two",
        1.0,
        None,
        None,
        1.0,
        0.0,
        0.0,
        {v: int(v == 7) for v in range(1, 8)},
    )
    return replace(bank(), outcomes=Outcomes((recommend, happy)))
