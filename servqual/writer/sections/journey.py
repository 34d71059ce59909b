"""Gaps along the journey: in order, and as a service blueprint with its fail points."""

from __future__ import annotations

from servqual.results.journey import TouchpointRow
from servqual.writer.exhibits.journey import along, interval, strip, touchpoint, value
from servqual.writer.parts import Section
from servqual.writer.view import View

MOST_NAMED = 4  # items that a lead names one by one


def journey(view: View) -> list[Section]:
    """Return the section, nothing where no touchpoints are declared."""
    found = view.study.journey
    if not found:
        return []
    kinds = list(dict.fromkeys(row.kind for row in found.rows))
    lead = view.sentences([_about(view), _verdict(view, found.of_kind(kinds[0]))])
    exhibits = [*(along(view, kind) for kind in kinds), strip(view, kinds[0])]
    title, nav = view.say("journey.title"), view.say("journey.nav")
    return [Section("journey", title, nav, "exhibits", {"lead": [lead]}, exhibits)]


def _about(view: View) -> str:
    """Return how many touchpoints there are, and which items belong to none."""
    found = view.study.journey
    left = [view.quoted(view.item(name)) for name in found.left_out]
    said = [view.say("journey.lead", n=view.numbers.count(len(found.touchpoints)))]
    if left:
        count = view.count_word(len(left))
        key = "lead_left_out" if len(left) <= MOST_NAMED else "lead_left_out_many"
        said.append(view.say(f"journey.{key}", n=len(left), count=count, names=view.listed(left)))
    return view.sentences(said)


def _verdict(view: View, rows: tuple[TouchpointRow, ...]) -> str:
    """Return the fail points by name; without gaps what lies below the others for certain."""
    if len(rows) < 2:
        return view.say("journey.one")
    level = 1 - view.study.settings.confidence
    if rows[0].kind:
        chosen, key, none = [r for r in rows if r.fail_point], "fails", "no_fails"
    else:
        chosen = [r for r in rows if _is_below(r, level)]
        key, none = "below", "no_below"
    if not chosen:
        return view.say(f"journey.{none}", sesoi=view.sesoi)
    names = view.listed([_named(view, row) for row in chosen])
    count = view.count_word(len(chosen))
    return view.say(f"journey.{key}", n=len(chosen), count=count, names=names, sesoi=view.sesoi)


def _is_below(row: TouchpointRow, level: float) -> bool:
    known = row.deviation is not None and row.p_adjusted is not None
    return known and (row.deviation or 0.0) < 0 and (row.p_adjusted or 0.0) < level


def _named(view: View, row: TouchpointRow) -> str:
    return view.say(
        "journey.named",
        name=view.inside(touchpoint(view, row.id)),
        value=value(view, row, row.value),
        confidence=view.confidence,
        interval=interval(view, row),
    )
