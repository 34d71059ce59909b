"""Hand-made importance, priorities and actions of every kind: no statistics run."""

from __future__ import annotations

import math
from dataclasses import replace

from servqual.instrument import Instrument
from servqual.results import (
    ActionRow,
    Actions,
    AgreementRow,
    AgreementTotal,
    AsymmetryRow,
    CauseRow,
    Csi,
    DriverModel,
    DriverRow,
    Importance,
    IndexRow,
    KanoRow,
    Priorities,
    PriorityRow,
    RankRow,
    StabilityRow,
    StatedRow,
    Study,
)
from servqual.results.priorities import Quadrant
from tests.writer import studies

N, DRAWS = 400, 2000
POINTS = (11.0, 32.0, 22.0, 19.0, 16.0)  # those of the ordinary study
QUADRANTS: tuple[Quadrant, ...] = (
    "concentrate_here",
    "keep_up",
    "low_priority",
    "possible_overkill",
)
KEYS = ("concentrate", "keep_up", "low_priority", "overkill")
FIELDS = ("key", "basic", "excitement", "unimportant")


def prioritised(study: Study | None = None, source: str = "ratings", **parts: object) -> Study:
    """Return a study with importance, priorities and actions of every kind; ``parts`` replace some.

    ``source`` is where importance comes from: ``ratings``, ``derived`` or ``expectation``.
    """
    study = study or studies.with_outcomes()
    if source == "ratings":
        study = replace(study, instrument=_with_ratings(study.instrument))
    made: dict[str, object] = {
        "importance": importance(study, source),
        "priorities": priorities(study, source),
        "actions": actions(study, source),
    }
    return replace(study, **(made | parts))  # type: ignore[arg-type]


def _with_ratings(form: Instrument) -> Instrument:
    """Return a questionnaire that asks for the importance of every item, too."""
    if "importance" in form.battery_names:
        return form
    more = {"name": "importance", "label": {"en": "Importance", "zh": "重要性"}, "scale": None}
    battery = form.batteries[-1].model_copy(update=more)
    return form.model_copy(update={"batteries": [*form.batteries, battery]})


# -- importance --------------------------------------------------------------------------------


def importance(study: Study, source: str = "ratings") -> Importance:
    """Return importance stated and derived, compared, asymmetric and by Kano's questions."""
    form = study.instrument
    return Importance(
        stated=(*stated(form, "points"), *(stated(form, source) if source != "derived" else ())),
        drivers=(*drivers(form, "dimension"), *drivers(form, "item")),
        models=models(form, "item" if source == "derived" else "dimension"),
        agreement=agreement(form),
        agreements=(
            AgreementTotal("dimension", "points", "lmg", "satisfaction", 5, 0.3, -0.6, 0.9),
        ),
        asymmetry=asymmetry(form),
        kano=kano(form),
        points=study.importance.points,
        n_equal_split=3,
    )


def stated(form: Instrument, source: str) -> tuple[StatedRow, ...]:
    """Return points of dimensions, or ratings of dimensions and items, with ranks and limits."""
    names: list[tuple[str, str]] = [("dimension", d) for d in form.dimension_ids]
    if source != "points":
        names += [("item", i) for i in form.item_ids]
    rows = []
    for level in ("dimension", "item"):
        mine = [name for kind, name in names if kind == level]
        means = [
            (POINTS[k % 5] if source == "points" else 5.2 + 0.09 * (k * 7 % 13))
            for k in range(len(mine))
        ]
        ranks = [1 + sum(m > own for m in means) for own in means]
        for name, mean, rank in zip(mine, means, ranks, strict=True):
            points = source == "points"
            rows.append(
                StatedRow(
                    level,  # type: ignore[arg-type]
                    name, source, N if points else N - 3, mean, 0.05, mean - 0.1, mean + 0.1,
                    mean - 0.4 if points else None, 0.3 if points else None,
                    rank, max(1, rank - 1), min(len(mine), rank + 2),
                )
            )  # fmt: skip
    return tuple(rows)


def models(form: Instrument, leads: str = "dimension") -> tuple[DriverModel, ...]:
    """Return a model that leads, one that was refused, and one of another outcome."""
    ds, items = len(form.dimension_ids), len(form.items)
    weak = "" if leads == "item" else "weak"
    return (
        DriverModel(
            "satisfaction", "perception", "dimension", N - 8, ds, leads == "dimension", "lmg",
            0.4598, 0.36, 0.57, 0.4371, 2.352, 0.046,
        ),
        DriverModel(
            "satisfaction", "perception", "item", N - 8, items, leads == "item",
            "relative_weights", 0.53, 0.09 if weak else 0.41, 0.66, 0.48, 6.1, 0.031, weak,
        ),
        DriverModel(
            "recommend", "perception", "dimension", 60, ds, problem="too_few_people",
        ),
    )  # fmt: skip


def drivers(form: Instrument, level: str) -> tuple[DriverRow, ...]:
    """Return shares that fall from one predictor to the next; the last does not beat noise."""
    names = form.dimension_ids if level == "dimension" else form.item_ids
    k = len(names)
    raw = [1 / (j + 1) for j in range(k)]
    rows = []
    for j, name in enumerate(names):
        share = raw[j] / sum(raw)
        weight = 0.4598 * share
        limits = (max(0.0, share - 0.06), share + 0.07)
        rows.append(
            DriverRow(
                "satisfaction", "perception", level, name, N - 8,  # type: ignore[arg-type]
                r=0.58 - 0.01 * j, r_low=0.49 - 0.01 * j, r_high=0.66 - 0.01 * j,
                partial=0.29 - 0.02 * j,
                b=0.31 - 0.05 * j, b_low=0.2 - 0.05 * j, b_high=0.42 - 0.05 * j,
                beta=0.33 - 0.06 * j, beta_low=0.2 - 0.06 * j, beta_high=0.46 - 0.06 * j,
                vif=1.6 + 0.1 * j,
                lmg=weight if k <= 15 else None,
                lmg_low=weight * 0.7 if k <= 15 else None,
                lmg_high=weight * 1.3 if k <= 15 else None,
                relative_weight=weight * 0.98, relative_weight_low=weight * 0.7,
                relative_weight_high=weight * 1.3,
                share=share, share_low=limits[0], share_high=limits[1],
                rank=j + 1, rank_low=max(1, j - 1), rank_high=min(k, j + 3),
                above_noise=j < k - 2, performance_100=62.0 - j, effect_100=0.21 - 0.01 * j,
            )
        )  # fmt: skip
    return tuple(rows)


def agreement(form: Instrument) -> tuple[AgreementRow, ...]:
    """Return both orders of the dimensions, one in every field."""
    k = len(form.dimension_ids)
    return tuple(
        AgreementRow(
            "dimension",
            d,
            "points",
            12.0 + 4 * j,
            k - j,
            0.40 - 0.05 * j,
            j + 1,
            FIELDS[j % 4],
            "lmg",
        )
        for j, d in enumerate(form.dimension_ids)
    )


def asymmetry(form: Instrument) -> tuple[AsymmetryRow, ...]:
    """Return one row of each class, then one with too few low scores."""
    kinds = [
        ("penalty_dominant", -0.61, 0.11),
        ("reward_dominant", -0.05, 0.52),
        ("balanced", -0.42, 0.40),
        ("undetermined", -0.20, 0.15),
        ("neutral", -0.03, 0.02),
    ]
    rows = []
    for j, d in enumerate(form.dimension_ids):
        kind, penalty, reward = kinds[j % 5]
        ia = (reward - abs(penalty)) / (reward + abs(penalty))
        rows.append(
            AsymmetryRow(
                "satisfaction", "perception", "dimension", d, N - 8, 4.0, 6.0, 47, 61,
                penalty, penalty - 0.2, penalty + 0.2, reward, reward - 0.2, reward + 0.2,
                abs(penalty) - reward, abs(penalty) - reward - 0.3, abs(penalty) - reward + 0.3,
                reward - penalty, ia, kind,
            )
        )  # fmt: skip
    last = form.dimension_ids[-1]
    refused = AsymmetryRow(
        "recommend", "perception", "dimension", last, N - 8, 4.0, 6.0, 11, 78,
        problem="too_few_low",
    )  # fmt: skip
    return (*rows, refused)


def kano(form: Instrument) -> tuple[KanoRow, ...]:
    """Return an item of each class, one where the two methods disagree, one with odd answers."""
    made = [
        ("M", "O", True, {"M": 87, "O": 51, "A": 39, "I": 16, "R": 0, "Q": 1}, "O", False),
        ("O", "M", False, {"M": 77, "O": 81, "A": 16, "I": 17, "R": 0, "Q": 3}, "O", False),
        ("A", "O", True, {"M": 17, "O": 55, "A": 108, "I": 12, "R": 1, "Q": 1}, "A", False),
        ("I", "A", False, {"M": 6, "O": 22, "A": 82, "I": 83, "R": 1, "Q": 0}, "A", False),
        ("M", "O", True, {"M": 90, "O": 50, "A": 3, "I": 12, "R": 20, "Q": 19}, "M", True),
    ]
    rows = []
    for j, item in enumerate(form.items[:8]):
        kind, second, clear, counts, continuous, wording = made[j % 5]
        n = sum(counts.values())
        four = n - counts["R"] - counts["Q"]
        better = (counts["A"] + counts["O"]) / four
        worse = -(counts["O"] + counts["M"]) / four
        rows.append(
            KanoRow(
                item.id, n, counts, kind, second, clear,
                (n - counts["I"] - counts["R"] - counts["Q"]) / n,
                abs(counts[kind] - counts[second]) / n, j == 1,
                better, better - 0.07, better + 0.07, worse, worse - 0.07, worse + 0.07,
                2.8351, 3.3351, continuous, continuous == kind, wording,
            )
        )  # fmt: skip
    return tuple(rows)


# -- priorities --------------------------------------------------------------------------------


def chances(quadrant: str, sure: float) -> dict[str, float]:
    """Return a probability for each quadrant: ``sure`` for one, the rest shared by the others."""
    rest = (1 - sure) / 3
    return {key: sure if q == quadrant else rest for q, key in zip(QUADRANTS, KEYS, strict=True)}


def priorities(study: Study, source: str = "ratings") -> Priorities:
    """Return the matrix with every label of certainty, in turn over the items."""
    old, found = study.priorities, []
    labels = [("firm", 0.99), ("leaning", 0.81), ("undetermined", 0.47), ("firm_here", 0.96)]
    shares = {r.item: 1 / (k + 2) / 4 for k, r in enumerate(old.items)}
    mean_share = sum(shares.values()) / max(len(shares), 1)
    for k, row in enumerate(old.items):
        label, sure = labels[k % 4]
        value, quadrant = row.importance, row.quadrant
        if source == "derived":
            value = shares[row.item]
            high = value >= mean_share
            good = row.performance >= (old.cross_performance or 0.0)
            quadrant = QUADRANTS[(1 if good else 0) if high else (3 if good else 2)]
        diagonal = None if source == "derived" else (row.importance - row.performance) / 6 * 100
        found.append(
            replace(
                row,
                importance=value,
                quadrant=quadrant,
                probability=chances(quadrant, sure),
                certainty=label,  # type: ignore[arg-type]
                agreeing=("median",) if label == "firm" else (),
                importance_se=0.01 if source == "derived" else 0.05,
                performance_se=0.06,
                correlation=0.35 if k % 2 else -0.1,
                diagonal=diagonal,
            )
        )
    if source != "derived":
        order = sorted(found, key=lambda r: -(r.diagonal or 0.0))
        places = {r.item: k + 1 for k, r in enumerate(order)}
        found = [
            replace(r, diagonal_rank=places[r.item], diagonal_low=max(1, places[r.item] - 1),
                    diagonal_high=min(len(found), places[r.item] + 3))
            for r in found
        ]  # fmt: skip
    cross = mean_share if source == "derived" else old.cross_importance
    return replace(
        old,
        items=tuple(found),
        stability=stability(tuple(found), source),
        ranks=ranks(study),
        indices=indices(study),
        csi=(Csi("perception", source, 68.42, 67.1, 69.8, 100 / 7),),
        importance_source=source,
        cross_importance=cross,
        method="people",
        replicates=DRAWS,
    )


def stability(items: tuple[PriorityRow, ...], source: str) -> tuple[StabilityRow, ...]:
    """Return three rules on plain axes and one on the axis of gaps; every third item moves."""
    rows = []
    for rule, axis in (
        ("grand_mean", "raw"), ("median", "raw"), ("midpoint", "raw"), ("grand_mean", "gap"),
    ):  # fmt: skip
        leads = (rule, axis) == ("grand_mean", "raw")
        for k, item in enumerate(items):
            moved = not leads and k % 3 == 0
            quadrant = QUADRANTS[(QUADRANTS.index(item.quadrant) + 1) % 4] if moved else None
            rows.append(
                StabilityRow(
                    rule, source, axis, item.item, quadrant or item.quadrant, 5.9, 4.9,
                    0.93 - 0.02 * (k % 20), leads,
                )
            )  # fmt: skip
    return tuple(rows)


def ranks(study: Study) -> tuple[RankRow, ...]:
    """Return every ranking of the items, and the gaps of the dimensions."""
    form, rows = study.instrument, []
    gaps = {r.id: r.gap or 0.0 for r in study.gaps.items if r.kind == "gap"}
    means = {r.id: r.mean or 0.0 for r in study.scores.items if r.battery == "perception"}
    made = {
        ("gap", "gap"): gaps,
        ("performance", "perception"): means,
        ("importance", "ratings"): {i: -7.0 + k / 9 for k, i in enumerate(form.item_ids)},
        ("diagonal", "perception"): {i: -30.0 + k for k, i in enumerate(form.item_ids)},
        ("opportunity", "perception"): {i: -15.0 + k / 2 for k, i in enumerate(form.item_ids)},
        ("pgcv", "perception"): {i: -19.0 + k / 3 for k, i in enumerate(form.item_ids)},
    }
    for (ranking, kind), values in made.items():
        rows += _placed(ranking, kind, "item", values)
    dims = {r.id: r.gap or 0.0 for r in study.gaps.dimensions if r.kind == "gap"}
    rows += _placed("gap", "gap", "dimension", dims)
    return tuple(rows)


def _placed(ranking: str, kind: str, level: str, values: dict[str, float]) -> list[RankRow]:
    """Return a ranking, the lowest value first, with limits two places away."""
    order = sorted(values, key=lambda name: values[name])
    sign = 1 if ranking in ("gap", "performance") else -1
    return [
        RankRow(
            ranking, kind, level, name, sign * values[name], k + 1,  # type: ignore[arg-type]
            max(1, k - 1), min(len(order), k + 3), max(0.0, 0.6 - 0.3 * k),
        )
        for k, name in enumerate(order)
    ]  # fmt: skip


def indices(study: Study) -> tuple[IndexRow, ...]:
    """Return every index of every item."""
    met = {r.id: r.share_met for r in study.gaps.items}
    return tuple(
        IndexRow(i, 0.83 - k / 99, 0.31 + k / 70, 13.5 - k / 3, 12.25 - k / 4, met.get(i))
        for k, i in enumerate(study.instrument.item_ids)
    )


# -- actions -----------------------------------------------------------------------------------


def actions(study: Study, source: str = "ratings") -> Actions:
    """Return the register of all shortfalls, and a cause for each gap of the model."""
    form = study.instrument
    kind = form.gaps[0].name if form.gaps else ""
    rows = [r for r in study.gaps.items if r.kind == kind and (r.gap or 0.0) < 0]
    rows.sort(key=lambda r: r.gap or 0.0)
    total = sum(-(r.gap or 0.0) for r in rows)
    places = {r.item: r for r in priorities(study, source).items}
    made = []
    for k, row in enumerate(rows):
        place = places.get(row.id)
        refused = source == "expectation"
        made.append(
            ActionRow(
                rank=k + 1, item=row.id, dimension=form.item(row.id).dimension,
                theme=next((t.id for t in form.themes if row.id in t.items), ""),
                rank_low=max(1, k - 1), rank_high=min(len(rows), k + 3),
                probability_first=max(0.0, 0.62 - 0.25 * k),
                kind=kind, gap=row.gap, ci_low=row.ci_low, ci_high=row.ci_high,
                verdict=row.verdict, importance=None if refused else 1 / len(rows),
                importance_source="none" if refused else source,
                performance=row.mean_of, target=row.mean_minus,
                shortfall=-(row.gap or 0.0) / 6, index=-(row.gap or 0.0) / total,
                quadrant=place.quadrant if place else "",
                probability=max((place.probability or {"": 0.0}).values()) if place else None,
                certainty=place.certainty if place else "",
                next_target=(row.mean_of or 0.0) + 0.5, n_next=math.ceil(90 + 3 * k), power=0.99,
                gap_number=1 + k % 4,
                owner="Operations" if k % 2 else "",
            )
        )  # fmt: skip
    return Actions(tuple(made), causes(form))


def causes(form: Instrument) -> tuple[CauseRow, ...]:
    """Return a cause per theme, one for each gap of the model in turn."""
    rows, total = [], 0.0
    groups = [(t.id, "theme", tuple(t.items)) for t in form.themes]
    groups = groups or [(d, "dimension", tuple(form.items_of(d))) for d in form.dimension_ids]
    weights = [1 / (k + 2) for k in range(len(groups))]
    for k, (name, source, items) in enumerate(groups):
        share = weights[k] / sum(weights)
        total += share
        rows.append(
            CauseRow(name, source, items[:3], share, min(total, 1.0), 1 + k % 4,
                     "theme" if source == "theme" else "even")
        )  # fmt: skip
    return tuple(rows)
