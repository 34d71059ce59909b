"""What is said of the gap model as a whole: its signs, its colours, what an average hides."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.gap_model import ONE_AXIS, OWN_AXIS, GapModelRow
from servqual.writer.exhibits.gap_model_words import interval, label, name, shown, tone, value
from servqual.writer.sentences import CERTAIN
from servqual.writer.view import View

ALL = tuple(range(1, 8))
SATISFACTION = ("satisfaction", "overall_satisfaction")


def caption(view: View) -> str:
    """Return how the drawing is read: of signs, colours and frames those that are on it."""
    found = view.study.gap_model
    rows = [row for row in map(found.whole, ALL) if row is not None]
    gaps, tones = {row.gap for row in rows}, {tone(row) for row in rows}
    signs = {
        "points": 5 in gaps,
        "thought": bool({1, 6} & gaps),
        "seven": 7 in gaps,
        "rated": bool(set(OWN_AXIS) & gaps),
    }
    top = view.numbers.points(found.rating_max)
    figures = [view.say(f"gap_model.model.how_{k}", max=top) for k, on in signs.items() if on]
    looks = {
        "limits": any(row.ci_low is not None for row in rows),
        "shortfall": "shortfall" in tones,
        "surplus": "surplus" in tones,
        "small": "small" in tones,
        "plain": "" in tones,
        "light": True,
        "absent": len(rows) < len(ALL),
    }
    drawn = [view.say(f"gap_model.model.drawn_{key}") for key, on in looks.items() if on]
    told = {"figures": view.sentences(figures), "drawn": view.say("words.semicolon").join(drawn)}
    return view.say("gap_model.model.how", **told)


def census(view: View, gaps: Sequence[int]) -> list[str]:
    """Return why a figure of a census has a dash for an interval, [] where none has."""
    rows = [row for gap in gaps for row in view.study.gap_model.rows(gap)]
    return [view.say("gap_model.model.census")] if any(r.method == "census" for r in rows) else []


def managing(view: View) -> list[str]:
    """Return what is said on managing expectations, beside the figures of gap 5."""
    row = view.study.gap_model.whole(5)
    if row is None or row.mean_minus is None:
        return []
    means = {"of": view.numbers.mean(row.mean_of), "minus": view.numbers.mean(row.mean_minus)}
    said = [view.say("gap_model.managing", value=value(view, row), **means)]
    printed = round(row.mean_of, 2) - round(row.mean_minus, 2)
    if abs(printed - round(row.value, 2)) > 0.005:
        said.append(view.say("gap_model.managing_rounded"))
    if any(outcome.id in SATISFACTION for outcome in view.study.outcomes.rows):
        said.append(view.say("gap_model.managing_asked"))
    return [view.sentences([*said, view.say("gap_model.managing_both")])]


def opposites(view: View) -> list[str]:
    """Return for which gaps dimensions of opposite sign cancel in the overall figure."""
    said = []
    for gap in ONE_AXIS:
        rows = [row for row in view.study.gap_model.rows(gap) if row.level == "dimension"]
        sure = [row for row in rows if row.verdict in CERTAIN or row.method == "census"]
        sides = [row for row in sure if row.value < 0], [row for row in sure if row.value > 0]
        whole = view.study.gap_model.whole(gap)
        if whole is not None and all(sides) and _cancelled(view, whole, rows):
            said.append(_opposite(view, whole, *sides))
    return said


def _cancelled(view: View, whole: GapModelRow, rows: Sequence[GapModelRow]) -> bool:
    """Say whether the overall figure is at most half the usual size, or turns with weights."""
    weighted = view.study.gap_model.row(whole.gap, "weighted")
    usual = sum(abs(row.value) for row in rows) / len(rows)
    return abs(whole.value) <= usual / 2 or bool(weighted and weighted.value * whole.value < 0)


def _opposite(
    view: View, whole: GapModelRow, below: Sequence[GapModelRow], above: Sequence[GapModelRow]
) -> str:
    weighted = view.study.gap_model.row(whole.gap, "weighted")
    turned = weighted is not None and weighted.value * whole.value < 0
    return view.say(
        f"gap_model.opposite{'_weighted' if turned else ''}",
        gap=name(view, whole.gap),
        value=value(view, whole),
        weighted=value(view, weighted),
        below=_listed(view, below),
        above=_listed(view, above),
    )


def _listed(view: View, rows: Sequence[GapModelRow]) -> str:
    return view.listed(
        [
            view.say("words.bracketed", text=view.inside(label(view, r)), note=value(view, r))
            for r in rows
        ]
    )


def measured(view: View, gap: int) -> str:
    """Return the figure of a gap that was measured, '' for one that is not shown."""
    found = view.study.gap_model
    row = found.whole(gap) if found else None
    if row is None:
        return ""
    limits = interval(view, row) if row.ci_low is not None else ""
    told = view.say("words.figure", name=shown(view, row), value=limits).strip()
    return view.say("gap_model.measured", gap=name(view, gap), value=told)
