"""Operational figures beside what people perceived."""

from __future__ import annotations

from servqual.results.operations import MeasureRow
from servqual.writer.exhibits.operations import capability, measure_name, measures, standards
from servqual.writer.exhibits.operations_perceived import complaints, perceived
from servqual.writer.parts import Section
from servqual.writer.view import View


def operations(view: View) -> list[Section]:
    """Return standards against what was delivered, and both beside perceptions."""
    found = view.study.operations
    if not found:
        return []
    title, nav = view.say("operations.title"), view.say("operations.nav")
    if not found.measures:
        lead = [view.say("operations.nothing", file=found.file)]
        return [Section("operations", title, nav, "exhibits", {"lead": lead}, [])]
    exhibits = [measures(view), *standards(view)]
    exhibits += [e for e in (capability(view), perceived(view), complaints(view)) if e is not None]
    lead = [view.say("operations.lead"), view.sentences([_met(view), _together(view)])]
    context = {"lead": [text for text in lead if text]}
    return [Section("operations", title, nav, "exhibits", context, exhibits)]


def _met(view: View) -> str:
    """Return how many standards every unit met, and which one the fewest units did."""
    judged = [m for m in view.study.operations.measures if m.share_met is not None]
    if not judged:
        return view.say("operations.no_target")
    whole = [m for m in judged if m.n_met == m.n_with_target]
    values = {"count": view.numbers.count(len(whole)), "total": view.numbers.count(len(judged))}
    key = "operations.met_everywhere" if whole else "operations.met_nowhere"
    said = [view.say(key, n=len(whole), **values)]
    worst = min(judged, key=lambda m: m.share_met or 0.0)
    alike = [m for m in judged if m.share_met == worst.share_met]
    if len(alike) == 1 and len(judged) > 1 and worst.n_met < worst.n_with_target:
        said.append(view.say("operations.met_least", **_counts(view, worst)))
    return view.sentences(said)


def _counts(view: View, measure: MeasureRow) -> dict[str, str]:
    return {
        "measure": view.quoted(measure_name(measure)),
        "met": view.numbers.count(measure.n_met),
        "total": view.numbers.count(measure.n_with_target),
    }


def _together(view: View) -> str:
    """Return for how many measures better figures go with smaller shortfalls, as far as told."""
    known = [m for m in view.study.operations.measures if m.spearman_low is not None]
    if not known:
        return ""
    certain = [m for m in known if _side(m)]
    with_it = [m for m in certain if _side(m) > 0]
    against = [m for m in certain if _side(m) < 0]
    said = []
    for key, rows in (("with", with_it), ("against", against)):
        if rows:
            names = view.listed([view.quoted(measure_name(m)) for m in rows])
            said.append(view.say(f"operations.goes_{key}", n=len(rows), names=names))
    open_ = len(known) - len(certain)
    if open_:
        count, total = (view.numbers.count(k) for k in (open_, len(known)))
        said.append(view.say("operations.goes_open", n=open_, count=count, total=total))
    return view.sentences(said)


def _side(measure: MeasureRow) -> int:
    """Return 1 if better figures go with higher gaps for certain, -1 if lower, 0 if it is open."""
    low, high = measure.spearman_low, measure.spearman_high
    if low is None or high is None or low <= 0 <= high:
        return 0
    upward = 1 if low > 0 else -1
    return upward if measure.direction == "higher" else -upward
