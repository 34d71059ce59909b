"""What matters to people: as they say it, and as it goes together with what they think at last."""

from __future__ import annotations

from servqual.writer.exhibits.agreement import agreement, compared
from servqual.writer.exhibits.asymmetry import asymmetry, estimated, leading_outcome
from servqual.writer.exhibits.drivers import (
    driver_sentences,
    drivers,
    leading_level,
    shown_models,
)
from servqual.writer.exhibits.importance import points, ranking, stated, stated_rows
from servqual.writer.exhibits.kano import kano
from servqual.writer.parts import Exhibit, Section
from servqual.writer.view import View

NOTEWORTHY = 0.05  # scale points between the two weighted figures, methods 1.3


def importance(view: View) -> list[Section]:
    """Return importance stated and derived, the two compared, asymmetric, and by Kano."""
    found, exhibits, lead = view.study.importance, [], []
    if any(r.mean is not None for r in found.points):
        exhibits.append(points(view))
        lead.append(_points_lead(view))
    if len(stated_rows(view, "ranking")) > 1:
        exhibits.append(ranking(view))
        lead.append(ranking_lead(view))
    if len(stated_rows(view, "ratings")) > 1:
        exhibits.append(stated(view))
    models = shown_models(view)
    exhibits += [drivers(view, model) for model in models]
    if said := driver_sentences(view):
        association = view.say("first.drivers.association") if models else ""
        lead.append(view.sentences([said, association]))
    if models:
        exhibits += [agreement(view, total) for total in compared(view, leading_level(view))]
    exhibits += _uneven(view)
    if not exhibits:
        return []
    title, nav = view.say("first.importance.title"), view.say("first.importance.nav")
    return [Section("importance", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _uneven(view: View) -> list[Exhibit]:
    """Return penalties and rewards, and Kano's classes, each only if it exists."""
    found = view.study.importance
    wanted = [(asymmetry, estimated(view, leading_outcome(view))), (kano, bool(found.kano))]
    return [make(view) for make, there in wanted if there]


def ranking_lead(view: View) -> str:
    """Return which dimension has the first place on average, if one has it alone."""
    rows, numbers = stated_rows(view, "ranking"), view.numbers
    n = max(r.n for r in rows)
    values = {"n": n, "count": numbers.count(n), "k": len(rows)}
    near = [r for r in rows if r.rank_low == 1 or r.rank == 1]
    if len(near) > 1:
        names = view.listed([view.dimension_inside(r.id) for r in near])
        return view.say("first.order.lead_open", names=names, **values)
    place = numbers.fixed(rows[0].mean, 1)
    name = view.dimension(rows[0].id)
    return view.say("first.order.lead", name=name, place=place, **values)


def _points_lead(view: View) -> str:
    n = view.study.importance.n_equal_split
    equal = view.say("sentences.points.equal", n=n) if n else ""
    return view.sentences([points_first(view), equal, _weighted(view)])


def points_first(view: View) -> str:
    """Return how many people shared out points, and which dimension got most of them."""
    found, numbers = view.study.importance, view.numbers
    rows = sorted((r for r in found.points if r.mean is not None), key=lambda r: -(r.mean or 0.0))
    n = max(r.n for r in rows)
    values = {"n": n, "count": numbers.count(n), "total": found.points_total}
    alone = len(rows) > 1 and numbers.fixed(rows[0].mean, 1) != numbers.fixed(rows[1].mean, 1)
    first = view.say("sentences.points.lead_tied", **values)
    if alone:
        name = view.dimension(rows[0].dimension)
        first = view.say(
            "sentences.points.lead", first=name, points=numbers.fixed(rows[0].mean, 1), **values
        )
    return first


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
