"""Priorities in figures, at the back: rules, rankings, models and indices."""

from __future__ import annotations

from servqual.writer.exhibits.agreement import agreement, compared
from servqual.writer.exhibits.asymmetry import asymmetry_more, estimated
from servqual.writer.exhibits.drivers import leading_level
from servqual.writer.exhibits.kano import kano_counts
from servqual.writer.exhibits.models import drivers_more, ipma, models, vavra
from servqual.writer.exhibits.rankings import (
    diagonal,
    indices,
    ranks,
    stability,
    stability_tables,
)
from servqual.writer.parts import Exhibit, Section
from servqual.writer.view import View


def priority_figures(view: View) -> list[Section]:
    """Return the figures behind the priorities, for the reader who wants to check."""
    exhibits = [*_of_priorities(view), *_of_importance(view)]
    if not exhibits:
        return []
    title, nav = view.say("first.figures.title"), view.say("first.figures.nav")
    lead = [view.say("first.figures.lead")]
    return [Section("priority-figures", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _of_priorities(view: View) -> list[Exhibit]:
    """Return quadrants under other rules, rankings, the diagonal and the indices."""
    found = view.study.priorities
    exhibits = [stability(view, *kind) for kind in stability_tables(view)]
    ranked = {r.level for r in found.ranks}
    levels = [level for level in ("item", "dimension") if level in ranked]
    exhibits += [ranks(view, level) for level in levels]
    if any(r.diagonal is not None for r in found.items):
        exhibits.append(diagonal(view))
    if found.indices:
        exhibits.append(indices(view))
    return exhibits


def _of_importance(view: View) -> list[Exhibit]:
    """Return models, coefficients, contrasts, Vavra's grid and Kano's counts."""
    found = view.study.importance
    exhibits = [models(view)] if found.models else []
    leading = found.leading_model()
    # other ratings of the same thing would repeat every table
    batteries = {m.battery for m in found.models if leading is None or m.battery == leading.battery}
    for k, model in enumerate(found.models):
        if not model.problem and model.battery in batteries:
            exhibits.append(drivers_more(view, k))
    if leading and any(r.effect_100 is not None for r in found.leading_drivers()):
        exhibits.append(ipma(view))
    kinds = dict.fromkeys(
        (r.outcome, r.level) for r in found.asymmetry if estimated(view, r.outcome)
    )
    exhibits += [asymmetry_more(view, *kind) for kind in kinds]
    level = leading_level(view)
    shown = {(t.level, t.stated_source) for t in compared(view, level) if level}
    for total in compared(view):
        if (total.level, total.stated_source) not in shown:
            exhibits.append(agreement(view, total))
        exhibits.append(vavra(view, total))
    return [*exhibits, kano_counts(view)] if found.kano else exhibits
