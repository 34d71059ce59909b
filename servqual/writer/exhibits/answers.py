"""Every answer to the items of a dimension."""

from __future__ import annotations

from servqual.results import DistributionRow
from servqual.writer.classes import classes_of
from servqual.writer.figures.distribution import Answers, Asked, diverging
from servqual.writer.figures.look import escape, hover
from servqual.writer.parts import Exhibit, Figure
from servqual.writer.sentences import by_gap
from servqual.writer.sentences_summary import main_battery, ranked_scores
from servqual.writer.tables import distribution_table
from servqual.writer.view import View


def distribution(view: View, dimension: str) -> Exhibit:
    """Return every answer to the items of a dimension, battery by battery."""
    inside = worst_first(view, dimension)
    batteries = [
        b
        for b in view.instrument.battery_names
        if view.instrument.scale_of(b).values == view.scale.values
    ]
    rows = [
        r
        for item in inside
        for battery in batteries
        for r in view.study.distributions.rows
        if r.item == item and r.battery == battery
    ]
    name = view.dimension(dimension)
    drawn = [r for r in rows if r.n]
    ns = [r.n for r in rows] or [0]
    how = [view.say("exhibits.distribution.how", anchors=_anchors(view))]
    if classes_of(view.scale).grouped:
        how.append(view.say("exhibits.distribution.how_classes"))
    if any(view.instrument.is_reversed(r.item, r.battery) for r in rows):
        how.append(view.say("exhibits.distribution.how_reversed"))
    how.append(view.how_turned(inside))
    return Exhibit(
        id=f"exhibit-answers-{dimension}",
        title=view.say("exhibits.distribution.title", name=name),
        how=view.sentences(how),
        figure=_distribution_figure(view, dimension, drawn) if drawn else None,
        legend=_legend_entries(view),
        table=distribution_table(view, rows, view.say("exhibits.distribution.caption", name=name)),
        base=_base(view, min(ns), max(ns)),
    )


def _base(view: View, fewest: int, most: int) -> str:
    """Return the base line; beside weighted means it says that answers are counted as given."""
    text = view.say("exhibits.distribution.base", n=view.numbers.counts(fewest, most))
    weighted = view.study.sample.weighted
    plain = view.say("exhibits.distribution.base_unweighted") if weighted else ""
    return view.sentences([view.say("report.base", text=text), plain])


def worst_first(view: View, dimension: str) -> list[str]:
    """Return the items of a dimension by gap, else by mean, else as asked."""
    inside = view.instrument.items_of(dimension)
    if view.kinds:
        order = [r.id for r in by_gap(view.study.gaps.of_kind(view.kinds[0].name).items)]
    else:
        order = [
            r.id
            for r in ranked_scores(
                [r for r in view.study.scores.items if r.battery == main_battery(view)]
            )
        ]
    return sorted(inside, key=lambda i: order.index(i) if i in order else len(order))


def _legend_entries(view: View) -> list[tuple[int, str]]:
    """Return the scale values with their words for the two ends and the middle."""
    labels = {a.value: view.words(a.label) for a in view.scale.anchors}
    classes, ends = classes_of(view.scale), (view.scale.min, view.scale.max)
    found = dict(classes.names)
    for k, value in zip((classes.scale.min, classes.scale.max), ends, strict=True):
        if value in labels:
            found[k] = view.say("words.anchor", value=found[k], label=labels[value])
    return list(found.items())


def _anchors(view: View) -> str:
    """Return the words at the two ends of the scale, '' if it has none."""
    labels = {a.value: view.words(a.label) for a in view.scale.anchors}
    low, high = labels.get(view.scale.min), labels.get(view.scale.max)
    if not (low and high):
        return ""
    return view.say(
        "exhibits.distribution.anchors", min=view.scale.min, max=view.scale.max, low=low, high=high
    )


def _distribution_figure(view: View, dimension: str, rows: list[DistributionRow]) -> Figure:
    """Return the stacked bars of some items, one bar per battery."""
    items = [
        Asked(view.item(i), [_answers(view, r) for r in rows if r.item == i])
        for i in dict.fromkeys(r.item for r in rows)
    ]
    scale = classes_of(view.scale).scale
    wide, narrow = (diverging(items, scale, narrow=narrow) for narrow in (False, True))
    parts = [_answers_alt(view, r) for r in rows]
    alt = view.say("exhibits.distribution.alt", rows=view.say("words.semicolon").join(parts))
    return Figure(f"chart-answers-{dimension}", wide, narrow, alt)


def _answers(view: View, row: DistributionRow) -> Answers:
    numbers = view.numbers
    labels: dict[float, str] = {a.value: view.words(a.label) for a in view.scale.anchors}
    mean = round(sum(v * share for v, share in row.share.items()), 9)  # 5.775, not 5.77499...
    hovers = {}
    classes = classes_of(view.scale)
    shares, counts = classes.shares(row), classes.counts(row)
    percents = {k: numbers.percent(share) for k, share in shares.items()}
    for k, name in classes.names.items():
        label = "" if classes.grouped else labels.get(classes.members[k][0], "")
        said = (
            view.say("exhibits.distribution.hover_label", value=name, label=label)
            if label
            else name
        )
        line = view.say(
            "exhibits.distribution.hover", share=percents[k], value=said, n=numbers.count(counts[k])
        )
        hovers[k] = escape(line)
    return Answers(
        view.battery_short(row.battery),
        shares,
        view.say("exhibits.distribution.quiet", mean=numbers.mean(mean)),
        numbers.mean(mean),
        hover(view.item(row.item), view.wording(row.item, row.battery)),
        hovers,
        percents,
    )


def _answers_alt(view: View, row: DistributionRow) -> str:
    """Return one bar in words: the shares in the lower and the upper half of the scale."""
    middle = (view.scale.min + view.scale.max) / 2
    below = [v for v in view.scale.values if v < middle]
    above = [v for v in view.scale.values if v > middle]
    return view.say(
        "exhibits.distribution.alt_row",
        label=view.item(row.item),
        battery=view.battery_short(row.battery),
        low=view.numbers.percent(sum(row.share.get(v, 0.0) for v in below)),
        high=view.numbers.percent(sum(row.share.get(v, 0.0) for v in above)),
        below=f"{below[-1]:g}",
        above=f"{above[0]:g}",
    )
