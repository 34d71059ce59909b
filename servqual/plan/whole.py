"""Which columns hold whole numbers, wide ones among them, and which are missing together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servqual.plan.columns import (
    ITEM_MEAN,
    WEIGHTED,
    dimension,
    item,
    overall,
    part,
    points,
    points_first,
    points_log,
)

if TYPE_CHECKING:
    from servqual.plan.layout import Plan


def wide_columns(plan: Plan) -> tuple[str, ...]:
    """Return the columns of whole numbers too large for plain sums: points, overall scores."""
    found = [points(d) for d in plan.instrument.dimension_ids] if plan.points else []
    if plan.instrument.forms:
        return tuple(found)
    for battery in plan.rated if plan.instrument.overall == "items" else ():
        found.append(overall(battery, ITEM_MEAN))
    for gap in plan.gaps:
        names = [overall(gap.name, kind) for kind in plan.person_overalls()]
        found += [c for name in names for c in (name, part(name, "of"), part(name, "minus"))]
    return tuple(found)


def whole_columns(plan: Plan, columns: dict[str, int]) -> tuple[str, ...]:
    """Return the columns that hold whole numbers whatever was answered."""
    longest = max(len(plan.instrument.items_of(d)) for d in plan.instrument.dimension_ids)
    scores = not plan.instrument.forms and (plan.dimension_unit > 1 or longest == 1)
    kinds = {"item", "dimension"} if scores else {"item"}
    taken = {*wide_columns(plan), *(c for c in columns if c.startswith("outcome:"))}
    apart = ("points_log:", "points_first:", "ranking:")
    return tuple(
        c
        for c in columns
        if c not in taken
        and (c.startswith(apart) or (c.count(":") > 1 and c.split(":")[1] in kinds))
    )


def needs_of(plan: Plan, columns: dict[str, int]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return which columns are missing where others are, as a gap where a side is."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for gap in plan.gaps:
        for i in plan.instrument.item_ids:
            sides = (gap.of,) if gap.direct else (gap.of, gap.minus)
            found.append((item(gap.name, i), tuple(item(b, i) for b in sides)))
            if gap.direct:
                found.append((item(gap.minus, i), (item(gap.name, i),)))
        names = [dimension(gap.name, d) for d in plan.instrument.dimension_ids]
        names += [overall(gap.name, kind) for kind in plan.person_overalls()]
        found += [(part(name, side), (name,)) for name in names for side in ("of", "minus")]
    first = [points(d) for d in plan.instrument.dimension_ids][:1]
    if plan.points and not plan.instrument.forms:
        found += [(overall(g.name, WEIGHTED), tuple(first)) for g in plan.gaps]
    if plan.points:
        shares = [points(d) for d in plan.instrument.dimension_ids][1:]
        ids = plan.instrument.dimension_ids
        shares += [name(d) for name in (points_log, points_first) for d in ids]
        found += [(name, tuple(first)) for name in shares]
    return tuple((name, others) for name, others in found if name in columns)
