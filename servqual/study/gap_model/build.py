"""The gap model put together: what may be shown, in the order of the model."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from servqual.results import GapRow, Study
from servqual.results.gap_model import (
    GapModel,
    GapModelRow,
    GapState,
    Role,
    RoleRow,
    SourceRow,
    WeightGapRow,
)
from servqual.statistics.roles import Side, apart, drawn_limits
from servqual.study.gap_model.antecedents import LINKS_FROM, links, profile
from servqual.study.gap_model.audited import audit_rows
from servqual.study.gap_model.rows import Frame, gap_rows
from servqual.study.gap_model.shown import ROLES, limits_of, may_differ, role_row, state_of
from servqual.study.gap_model.told import (
    FEWEST,
    FEWEST_UNITS,
    PROFILE_FROM,
    Asked,
    Audited,
    Told,
)

POINTS_SALT = (11, 12)


def build_gap_model(
    study: Study,
    told: Mapping[str, Told],
    asked: Asked,
    audited: Audited | None = None,
    sources: Sequence[SourceRow] = (),
) -> GapModel:
    """Return the gap model of a study.

    Parameters
    ----------
    study : Study
        Of the customers: gap 5 and their mean points are its own.
    told : mapping of role to Told
        Customers always; managers and staff where they were asked.
    asked : Asked
    audited : Audited, optional
    sources : sequence of SourceRow
        Gap 5 by where expectations come from, as it may be shown.
    """
    roles = {role: role_row(role, told.get(role), asked.fewest) for role in ROLES}
    units, left_out = matched_units(told, study.settings.min_cell)
    matched = asked.matched and len(units) >= FEWEST_UNITS
    frame = _frame(study, told, asked, tuple(units) if matched else ())
    kinds = [str(row.kind) for row in audited.rows] if audited else []
    states = [state_of(gap, frame, roles, asked, kinds) for gap in range(1, 8)]
    rows: list[GapModelRow] = []
    for state in states:
        rows += _rows(study, frame, state, roles, asked)
        rows += audit_rows(audited, state.gap, frame, difference=asked.difference)
    shown = [told[r] for r in ("manager", "staff") if r in told and roles[r].state == "shown"]
    profiles = {
        one.role: profile(one, frame.confidence, asked.fewest) for one in shown if one.constructs
    }
    linked = [row for one in shown if profiles.get(one.role) for row in _links(frame, one)]
    n_units = len(units)
    return GapModel(
        gaps=tuple(rows),
        states=tuple(states),
        roles=tuple(roles[role] for role in ROLES),
        weights=tuple(_weights(study, frame, roles, asked)),
        antecedents=tuple(row for found in profiles.values() for row in found),
        antecedents_kept=tuple(
            role
            for role in ROLES
            if role in told and told[role].constructs and not profiles.get(role)
        ),
        links=tuple(linked),
        sources=tuple(sources),
        audit=audited.rows if audited else (),
        audit_file=audited.file if audited else "",
        audit_sha256=audited.sha256 if audited else "",
        identity=_identity(rows),
        unit=asked.unit,
        matched=matched,
        n_units=n_units,
        n_units_left_out=left_out,
        in_units={
            role: int(np.isin(np.asarray(told[role].unit, dtype=object), units).sum())
            for role in ROLES
            if matched and role in told and roles[role].state == "shown"
        },
        rating_min=asked.rating[0],
        rating_max=asked.rating[1],
        points_total=study.instrument.importance.total if study.importance.points else 0,
        source_column=asked.source_column,
        confidence=frame.confidence,
        fewest=asked.fewest,
        profile_from=max(PROFILE_FROM, asked.fewest),
        limits=tuple(limits_of(roles, told, asked, n_units)),
    )


def _frame(study: Study, told: Mapping[str, Told], asked: Asked, units: tuple[str, ...]) -> Frame:
    points = [row.mean for row in study.importance.points]
    total = sum(p or 0.0 for p in points)
    there = bool(points) and all(p is not None for p in points) and total > 0
    return Frame(
        dimensions=tuple(study.instrument.dimension_ids),
        told=told,
        confidence=study.settings.confidence,
        sesoi=study.sesoi,
        seed=study.settings.seed,
        top=asked.rating[1],
        units=units,
        weights=np.array(points, dtype=np.float64) / total if there else None,
    )


def matched_units(told: Mapping[str, Told], min_cell: int) -> tuple[list[str], int]:
    """Return the units that every role has people of, and how many are not among them.

    Of a unit whose customers are too few to be shown the mean of units would tell too much.
    """
    named = [
        (role, [str(name) for name in one.unit])
        for role, one in told.items()
        if one.unit is not None
    ]
    every = list(dict.fromkeys(name for _, names in named for name in names if name))
    if len(named) < 2:
        return [], 0
    found = [
        unit
        for unit in sorted(every)
        if all(
            names.count(unit) >= (min_cell if role == "customer" else 1) for role, names in named
        )
    ]
    return found, len(every) - len(found)


def _rows(
    study: Study, frame: Frame, state: GapState, roles: Mapping[Role, RoleRow], asked: Asked
) -> list[GapModelRow]:
    """Return the rows of a gap that may be shown."""
    if state.state != "shown":
        return []
    if state.gap == 5:
        return list(_customer_gap(study))
    differ = asked.difference and state.gap in (2, 3, 4)
    return gap_rows(
        frame,
        state.gap,
        difference=differ and may_differ(state.gap, frame, roles, asked),
    )


def leading_kind(study: Study) -> str:
    """Return the gap that is gap 5: what was perceived less what is expected or desired."""
    there = {row.kind for row in study.gaps.dimensions}
    return next(
        (
            gap.name
            for gap in study.instrument.gaps
            if gap.name in there and gap.minus in ("expectation", "desired")
        ),
        "",
    )


def _customer_gap(study: Study) -> Iterator[GapModelRow]:
    """Yield gap 5 as the study has it: paired, weighted person by person."""
    kind = leading_kind(study)
    dimensions = [row for row in study.gaps.dimensions if row.kind == kind]
    whole = {row.id: row for row in study.gaps.overall if row.kind == kind}
    for row in (*dimensions, *(whole[n] for n in ("unweighted", "weighted") if n in whole)):
        if row.gap is None or row.mean_of is None:
            continue
        yield _of_study(row)


def _of_study(row: GapRow) -> GapModelRow:
    tested = row.n >= FEWEST
    told: dict[str, Any] = {
        name: getattr(row, name) for name in ("se", "df", "ci_low", "ci_high", "t", "p")
    }
    return GapModelRow(
        gap=5,
        level="dimension" if row.level == "dimension" else "overall",
        id=row.id,
        form="primary",
        source="asked",
        of="customer_perception",
        minus="customer_expectation",
        value=float(row.gap or 0.0),
        mean_of=float(row.mean_of or 0.0),
        mean_minus=row.mean_minus,
        n_of=row.n,
        n_minus=row.n,
        method="paired",
        verdict=row.verdict if tested else "",
        **(told if tested else {}),
    )


def _identity(rows: Sequence[GapModelRow]) -> float | None:
    """Return how far gap 1 is from gap 6 + gap 7, over dimensions; None if one is not shown."""
    values = {
        gap: {
            r.id: r.value for r in rows if (r.gap, r.form, r.level) == (gap, "primary", "dimension")
        }
        for gap in (1, 6, 7)
    }
    shared = set(values[1]) & set(values[6]) & set(values[7])
    if not shared:
        return None
    return max(abs(values[1][d] - values[6][d] - values[7][d]) for d in shared)


def _weights(
    study: Study, frame: Frame, roles: Mapping[Role, RoleRow], asked: Asked
) -> Iterator[WeightGapRow]:
    """Yield managers' points less customers', where both shared out as many."""
    managers, customers = frame.told.get("manager"), frame.told["customer"]
    if managers is None or roles["manager"].state != "shown" or not study.importance.points:
        return
    if managers.points is None or customers.points is None:
        return
    of = Side.of(managers.points, managers.left(managers.points))
    vector = customers.points_vector
    minus = Side(vector) if vector is not None else Side.of(customers.points)
    if of.vector.n.min() < asked.fewest:
        return
    drawn = [s.draws(frame.seed, k) for s, k in zip((of, minus), POINTS_SALT, strict=True)]
    for (level, d, shares), _ in zip(frame.shares(), frame.dimensions, strict=False):
        a, b = of.mean(shares), minus.mean(shares)
        if level != "dimension" or a is None or b is None:
            continue
        found = apart(a, b, frame.confidence)
        row = WeightGapRow(d, a.n, b.n, a.value, b.value, found.value, method="welch")
        if b.n >= FEWEST and math.isfinite(found.df) and found.se > 0:
            low, high = drawn_limits(drawn[0], drawn[1], shares, frame.confidence)
            row = replace(
                row,
                se=found.se,
                df=found.df,
                ci_low=found.test.ci_low,
                ci_high=found.test.ci_high,
                p=found.test.p,
                g=found.g,
                boot_low=low,
                boot_high=high,
            )
        yield row


def _links(frame: Frame, told: Told) -> list[Any]:
    """Return how conditions go with gaps over the units that this role and its gaps have."""
    if told.unit is None:
        return []
    units = sorted({str(name) for name in told.unit if name})
    return links(frame, told, units, frame.confidence) if len(units) >= LINKS_FROM else []
