"""Sentences about recovery groups, member tiers and response styles."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.disclosure import decimals
from servqual.results.segments import PEOPLE_EACH, RecoveryDifference, StyleSpread, TrendRow
from servqual.writer.exhibits.groups import group_name, isolated
from servqual.writer.sentences_segments import (
    column_inside,
    figure_name,
    group_label,
    signed_interval,
)
from servqual.writer.view import View

# -- recovery --------------------------------------------------------------------------------------


def recovery_groups(view: View) -> str:
    """Return the groups with their sizes, hidden ones without."""
    named = []
    for row in view.study.segments.compared("recovery"):
        name = group_label(view, "recovery", row.group)
        key = "group_shown" if row.shown else "group_hidden"
        count = view.numbers.count(row.n or 0)
        named.append(view.say(f"segments.recovery.{key}", name=name, n=count))
    return view.say("segments.recovery.lead", groups=view.say("words.semicolon").join(named))


def recovery_differences(view: View) -> list[str]:
    """Return how the groups differ overall, each difference before and after adjustment."""
    rows = [row for row in view.study.segments.differences if row.level == "overall"]
    return [_difference(view, row) for row in rows]


def _difference(view: View, row: RecoveryDifference) -> str:
    numbers, places = view.numbers, decimals(min(row.n_first, row.n_second))
    first, second = (group_label(view, "recovery", g) for g in (row.first, row.second))
    key = {"up": "above", "down": "below", "open": "open"}[row.direction]
    parts = [
        view.say(
            f"segments.recovery.{key}",
            figure=figure_name(view, row),
            first=first,
            second=second,
            size=numbers.fixed(abs(row.difference), places),
            difference=numbers.gap(row.difference, places),
            confidence=view.confidence,
            interval=signed_interval(view, row.ci_low, row.ci_high, places),
        )
    ]
    if row.adjusted is not None:
        columns = adjusted_columns(view)
        limits = signed_interval(view, row.adjusted_low, row.adjusted_high, places)
        difference = numbers.gap(row.adjusted, places)
        parts.append(
            view.say(
                "segments.recovery.adjusted",
                columns=columns,
                difference=difference,
                interval=limits,
            )
        )
    solved_better = (row.first, row.second) == ("resolved", "none") and row.direction == "up"
    if solved_better:
        parts.append(view.say("segments.recovery.paradox"))
    return view.sentences(parts)


def adjusted_columns(view: View) -> str:
    """Return the names of the columns that differences are adjusted for."""
    return view.listed([column_inside(view, by) for by in view.study.segments.adjusted_for])


def recovery_limits(view: View) -> str:
    """Return what was held equal, and what the comparison cannot show."""
    found = view.study.segments
    parts = []
    if found.differences and not found.adjusted_for:
        named = [by for by in view.study.settings.by if "*" not in by]
        if named:
            columns = view.listed([column_inside(view, by) for by in named])
            each = view.numbers.count(PEOPLE_EACH)
            parts.append(view.say("segments.recovery.too_few_adjusted", columns=columns, each=each))
        else:
            parts.append(view.say("segments.recovery.not_adjusted"))
    return view.sentences([*parts, view.say("segments.recovery.limits")])


# -- tiers -----------------------------------------------------------------------------------------


def tier_lead(view: View) -> str:
    """Return the tiers in order, where the order comes from, and which are hidden."""
    found = view.study.segments
    rows = found.compared("tiers")
    named = view.say("words.comma").join(group_label(view, "tiers", row.group) for row in rows)
    parts = [
        view.say("segments.tiers.lead", tiers=named),
        view.say(f"segments.tiers.order_{found.tier_order}", column=found.tier_column),
    ]
    if hidden := [group_label(view, "tiers", row.group) for row in rows if not row.shown]:
        parts.append(view.say("segments.tiers.hidden", n=len(hidden), names=view.listed(hidden)))
    if not found.trends:
        parts.append(view.say("segments.tiers.none_shown"))
    return view.sentences(parts)


def tier_trends(view: View) -> list[str]:
    """Return the trend of the whole, then the dimensions and questions that go with the tier."""
    found, confidence = view.study.segments, view.study.settings.confidence
    whole = [row for row in found.trends if row.level == "overall"]
    parts = [_trend(view, row) for row in whole]
    for way in ("up", "down"):
        rows = [r for r in found.trends if r.level != "overall" and r.certain(confidence) == way]
        names = view.listed([view.inside(figure_name(view, r)) for r in rows])
        parts.append(view.say(f"segments.tiers.dimensions_{way}", names=names) if rows else "")
    said = view.sentences(parts)
    return [said] if said else []


def _trend(view: View, row: TrendRow) -> str:
    numbers, places = view.numbers, decimals(row.n_least)
    return view.say(
        f"segments.tiers.{row.certain(view.study.settings.confidence)}",
        figure=figure_name(view, row),
        size=numbers.fixed(abs(row.slope), places),
        slope=numbers.gap(row.slope, places),
        confidence=view.confidence,
        interval=signed_interval(view, row.ci_low, row.ci_high, places),
    )


# -- response styles -------------------------------------------------------------------------------


def style_sentence(view: View, by: str) -> str:
    """Return whether the groups of a column use the scale differently."""
    spreads = [row for row in view.study.segments.style_spreads if row.by == by]
    name = column_inside(view, by)
    if not spreads:
        return view.say("segments.styles.one_group", by=name)
    warned = [row for row in spreads if row.warns]
    if not warned:
        return view.say("segments.styles.calm", by=name)
    return view.say("segments.styles.warns", by=name, styles=view.listed(_warned(view, warned)))


def _warned(view: View, rows: Sequence[StyleSpread]) -> list[str]:
    found = {(r.by, r.group, r.style): r for r in view.study.segments.styles}
    return [
        view.say(
            "segments.styles.warns_one",
            style=view.say(f"segments.style.{row.style}"),
            low=isolated(group_name(view, row.lowest)),
            low_value=style_value(view, row.style, found[row.by, row.lowest, row.style].mean),
            high=isolated(group_name(view, row.highest)),
            high_value=style_value(view, row.style, found[row.by, row.highest, row.style].mean),
        )
        for row in rows
    ]


def style_rule(view: View) -> str:
    """Return what is called a clear difference."""
    told = [row.everywhere is not None for row in view.study.segments.style_spreads]
    key = "rule_both" if any(told) else "rule_one"
    return view.sentences([view.say("segments.styles.rule"), view.say(f"segments.styles.{key}")])


def style_value(view: View, style: str, value: float) -> str:
    """Return a share in percent, net agreement in signed points, a spread in scale points."""
    if style == "spread":
        return view.numbers.fixed(value, 2)
    return view.numbers.net(value) if style == "agreement" else view.numbers.percent(value)
