"""What matters, and what comes first: importance points and the importance-performance matrix."""

from __future__ import annotations

from servqual.writer.exhibits.importance import points, priorities
from servqual.writer.parts import Section
from servqual.writer.sentences import direction
from servqual.writer.view import View

MOST_NAMED = 6
NOTEWORTHY = 0.05  # scale points between the two weighted figures, methods 1.3


def importance(view: View) -> list[Section]:
    """Return points and matrix, each only if it exists."""
    exhibits, lead = [], []
    if any(r.mean is not None for r in view.study.importance.rows):
        exhibits.append(points(view))
        lead.append(_points_lead(view))
    if view.study.priorities.items:
        exhibits.append(priorities(view))
        lead += [text for text in (_matrix_lead(view), _matrix_rule(view)) if text]
    if not exhibits:
        return []
    title, nav = view.say("report.importance.title"), view.say("report.importance.nav")
    return [Section("priorities", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _points_lead(view: View) -> str:
    found, numbers = view.study.importance, view.numbers
    rows = sorted((r for r in found.rows if r.mean is not None), key=lambda r: -(r.mean or 0.0))
    n = max(r.n for r in rows)
    values = {"n": n, "count": numbers.count(n), "total": found.total}
    alone = len(rows) > 1 and numbers.fixed(rows[0].mean, 1) != numbers.fixed(rows[1].mean, 1)
    first = view.say("sentences.points.lead_tied", **values)
    if alone:
        name = view.dimension(rows[0].dimension)
        first = view.say(
            "sentences.points.lead", first=name, points=numbers.fixed(rows[0].mean, 1), **values
        )
    equal = view.say("sentences.points.equal", n=found.n_equal_split) if found.n_equal_split else ""
    return view.sentences([first, equal, _weighted(view)])


def _weighted(view: View) -> str:
    """Return what the points do to the overall gap."""
    overall = {r.id: r for r in view.study.gaps.overall if r.gap is not None}
    if "weighted" not in overall or "unweighted" not in overall:
        return ""
    said = {name: view.numbers.gap(row.gap) for name, row in overall.items()}
    text = view.say(
        "sentences.points.weighted", weighted=said["weighted"], unweighted=said["unweighted"]
    )
    aggregate = overall.get("weighted_aggregate")
    if (
        aggregate is None
        or abs((aggregate.gap or 0.0) - (overall["weighted"].gap or 0.0)) <= NOTEWORTHY
    ):
        return text
    return view.sentences(
        [text, view.say("sentences.points.aggregate", aggregate=view.numbers.gap(aggregate.gap))]
    )


def _matrix_lead(view: View) -> str:
    """Return which items call for action, and what stands for importance."""
    found = view.study.priorities
    key = (
        found.importance_source
        if found.importance_source in ("ratings", "expectation")
        else "other"
    )
    source = view.say(f"sentences.priority.source_{key}")
    quadrant = view.say("words.quadrant.concentrate_here")
    inside = sorted(
        (r for r in found.items if r.quadrant == "concentrate_here"), key=lambda r: -r.importance
    )
    if not inside:
        text = view.say("sentences.priority.concentrate_none", quadrant=quadrant)
    else:
        quoted = [view.quoted(view.item(r.item)) for r in inside[:MOST_NAMED]]
        values = {"n": len(inside), "count": view.count_word(len(inside)), "quadrant": quadrant}
        if len(inside) > MOST_NAMED:
            names = view.say("words.comma").join(quoted)
            text = view.say("sentences.priority.concentrate_many", names=names, **values)
        else:
            text = view.say("sentences.priority.concentrate", names=view.listed(quoted), **values)
        text = text[:1].upper() + text[1:]
    return view.sentences([text, source])


def _matrix_rule(view: View) -> str:
    """Return what the quadrants do not say."""
    return view.sentences([view.say("sentences.priority.rule"), _elsewhere(view)])


def _elsewhere(view: View) -> str:
    """Return how many items with a clearly large shortfall lie in other quadrants; '' for none."""
    if not view.kinds:
        return ""
    quadrants = {r.item: r.quadrant for r in view.study.priorities.items}
    large = [
        r.id
        for r in view.study.gaps.of_kind(view.kinds[0].name).items
        if r.verdict == "clearly_large" and direction(r) == "shortfall" and r.id in quadrants
    ]
    n = sum(quadrants[name] != "concentrate_here" for name in large)
    if not n:
        return ""
    if len(large) == 1:
        return view.say("sentences.priority.elsewhere_only")
    values = {"count": view.count_word(n), "total": view.count_word(len(large))}
    return view.say("sentences.priority.elsewhere", n=n, **values)
