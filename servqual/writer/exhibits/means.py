"""Means as exhibits, where only perceptions were asked."""

from __future__ import annotations

from typing import Any

from servqual.writer.exhibits.common import axis_words, base, mean_line
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.parts import Exhibit, Figure
from servqual.writer.sentences_summary import ranked_scores
from servqual.writer.tables import score_table
from servqual.writer.view import View


def means(view: View, battery: str, which: str, dimension: str = "") -> Exhibit:
    """Return means with intervals.

    ``which`` is ``means_dimensions``, ``means_items`` or ``means_items_dimension``.
    """
    scores = view.study.scores
    inside = view.instrument.items_of(dimension) if dimension else view.instrument.item_ids
    if which == "means_dimensions":
        found = [
            *(r for r in scores.overall if r.id == view.whole),
            *ranked_scores(scores.dimensions),
        ]
    else:
        found = [r for r in ranked_scores(scores.items) if r.id in inside]
    rows = [r for r in found if r.battery == battery]
    drawn = [r for r in rows if r.mean is not None]
    name = view.dimension(dimension) if dimension else ""
    values: dict[str, Any] = {"name": name} if dimension else {}
    how = view.say(f"exhibits.{which}.how", confidence=view.confidence)
    how = view.sentences([how, view.how_turned(r.id for r in rows if r.level == "item")])
    figure = None
    if drawn:
        how = view.sentences(
            [how, axis_words(view, [r.mean if r.ci_low is None else r.ci_low for r in drawn])]
        )
        alt_text = [
            view.say(
                "exhibits.means_dimensions.alt_row",
                label=view.label(r.level, r.id),
                mean=view.numbers.mean(r.mean),
            )
            for r in drawn
        ]
        alt = view.say(
            "exhibits.means_dimensions.alt", rows=view.say("words.semicolon").join(alt_text)
        )
        points = [Point(mean_line(view, r), r.mean or 0.0, r.ci_low, r.ci_high) for r in drawn]
        heads = (
            view.say("words.head.mean"),
            view.say("words.head.interval", confidence=view.confidence),
        )
        both = [
            mean_intervals(points, view.scale, narrow=narrow, heads=heads)
            for narrow in (False, True)
        ]
        figure = Figure(
            "-".join(["chart-means", battery, which.split("_")[1], dimension]).rstrip("-"),
            both[0],
            both[1],
            alt,
        )
    title = f"exhibits.{which}.title"
    if which == "means_dimensions" and battery != "perception":
        title, values = (
            "exhibits.means_dimensions.title_other",
            {"battery": view.battery_short(battery)},
        )
    return Exhibit(
        id="-".join(["exhibit-means", battery, which.split("_")[1], dimension]).rstrip("-"),
        title=view.say(title, **values),
        how=how,
        figure=figure,
        table=score_table(
            view,
            rows,
            view.say(f"exhibits.{which}.caption", name=name),
            ends=which != "means_dimensions",
        ),
        base=base(view, which, [r for r in rows if r.level != "overall"]),
    )
