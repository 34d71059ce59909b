"""Which sets of columns are summed over complete rows, and what is drawn of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servqual.instrument import MIDPOINT
from servqual.plan.columns import (
    RECEIVED,
    both,
    constraint,
    dimension,
    drivers,
    outcome,
    overall,
    top_from,
)
from servqual.statistics.drawn import DrawnLayout
from servqual.statistics.powers import PowerSet

if TYPE_CHECKING:
    from servqual.plan.layout import Plan

# products of four among so many items are 861 x 861 sums; beyond that they are left out
MOST_POWER_ITEMS = 40


def item_sets(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the items of every dimension, of every battery and gap, and of both its sides."""
    sets = []
    # answers against a midpoint hang together as the answers themselves
    paired = [g for g in plan.gaps if not g.direct]
    for source in (*plan.rated, *(g.name for g in paired)):
        sets += [
            (dimension(source, d), tuple(plan.item_columns(source, d)))
            for d in plan.instrument.dimension_ids
        ]
        sets.append((overall(source, "total"), tuple(plan.item_columns(source))))
    for gap in paired:
        of_both = (*plan.item_columns(gap.of), *plan.item_columns(gap.minus))
        sets.append((both(gap.name), of_both))
    return tuple(sets)


def driver_sets(plan: Plan, asked: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return dimensions with every outcome, items with the leading one, by what people got."""
    found: list[tuple[str, tuple[str, ...]]] = []
    batteries = [b for b in RECEIVED if b in plan.batteries]
    for battery in batteries:
        scores = [dimension(battery, d) for d in plan.instrument.dimension_ids]
        for k, o in enumerate(plan.driver_outcomes(asked)):
            found.append((drivers(battery, o, "dimension"), (*scores, outcome(o))))
            if k == 0 and battery == plan.performance:
                columns = (*plan.item_columns(battery), outcome(o))
                found.append((drivers(battery, o, "item"), columns))
    return tuple(found)


def power_sets(plan: Plan) -> tuple[PowerSet, ...]:
    """Return the whole batteries and gaps, and each gap's two sides with an outcome."""
    n_items = len(plan.instrument.items)
    found, paired = [], [g for g in plan.gaps if not g.direct]
    if 2 <= n_items <= MOST_POWER_ITEMS:
        for source in (*plan.rated, *(g.name for g in paired)):
            elements = tuple((name,) for name in plan.item_columns(source))
            origins = (_middle(plan, source),) * n_items
            found.append(PowerSet(overall(source, "total"), elements, origins, grouped=True))
    for gap in paired:
        sides = (tuple(plan.item_columns(gap.of)), tuple(plan.item_columns(gap.minus)))
        middles = (_middle(plan, gap.of) * n_items, _middle(plan, gap.minus) * n_items)
        found += [
            PowerSet(constraint(gap.name, o.id), (*sides, (outcome(o.id),)), (*middles, o.min))
            for o in plan.instrument.outcomes
            if o.id in plan.outcomes and o.kind != "yes_no"
        ]
    return tuple(found)


def _middle(plan: Plan, source: str) -> int:
    """Return a whole number of parts near the middle of a battery's scale; 0 for a gap."""
    if source not in plan.batteries:
        return 0
    codes = plan.instrument.scale_of(source).codes
    return (codes[0] + codes[-1]) // 2


def drawn_layout(
    plan: Plan, columns: dict[str, int], sets: tuple[tuple[str, tuple[str, ...]], ...]
) -> DrawnLayout | None:
    """Return what is drawn: no sides of gap scores, no overall scores, no Kano answers."""
    apart = tuple(f"{b}:" for b in (*plan.batteries, MIDPOINT) if b not in plan.rated)
    apart += ("points_log:", "points_first:")
    chosen = [c for c in columns if not (c.endswith((":of", ":minus")) or c.startswith(apart))]
    chosen = [c for c in chosen if c.split(":")[1] != "overall"]
    if not chosen:
        return None
    return DrawnLayout(tuple(chosen), tuple(columns[c] for c in chosen), sets, _tops(plan))


def _tops(plan: Plan) -> tuple[tuple[str, int], ...]:
    """Return from which answer one counts as top, where importance was rated."""
    if "importance" not in plan.batteries or not plan.performance:
        return ()
    return tuple(
        (name, top_from(plan.instrument.scale_of(battery)))
        for battery in ("importance", plan.performance)
        for name in plan.item_columns(battery)
    )
