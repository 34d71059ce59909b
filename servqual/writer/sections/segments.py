"""Segments, recovery, tiers and response styles."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.writer.exhibits.recovery_tiers import compared_means, differences, trend
from servqual.writer.exhibits.response_styles import styles as styles_exhibit
from servqual.writer.exhibits.segments import choice, segment_exhibits
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sentences_recovery import (
    recovery_differences,
    recovery_groups,
    recovery_limits,
    style_rule,
    style_sentence,
    tier_lead,
    tier_trends,
)
from servqual.writer.sentences_segments import described, segments_of, who_was_placed
from servqual.writer.view import View

BOTH = ("perception", "centred")
RECOVERY = "recovery"


def styles(view: View) -> list[Section]:
    """Return how the groups of every breakdown use the scale, before they are compared."""
    columns = list(dict.fromkeys(row.by for row in view.study.segments.styles))
    if not columns:
        return []
    lead = [view.say("segments.styles.lead"), *(style_sentence(view, by) for by in columns)]
    lead.append(style_rule(view))
    return [
        _section(
            view,
            "styles",
            lead,
            [styles_exhibit(view, by, first=by == columns[0]) for by in columns],
        )
    ]


def segments(view: View) -> list[Section]:
    """Return segments, recovery groups and member tiers, each where it was asked for."""
    found = view.study.segments
    made = []
    if found.asked and found.asked != RECOVERY:
        made.append(_segments(view))
    if found.asked and (found.compared(RECOVERY) or found.asked == RECOVERY):
        made.append(_recovery(view))
    if found.tiers_asked:
        made.append(_tiers(view))
    return made


def _section(
    view: View,
    name: str,
    lead: list[str],
    exhibits: list[Exhibit | None],
    facts: Sequence[tuple[str, str]] = (),
) -> Section:
    title, nav = view.say(f"segments.{name}.title"), view.say(f"segments.{name}.nav")
    context: dict[str, object] = {"lead": [text for text in lead if text]}
    if facts:
        context["facts"] = facts
    return Section(name, title, nav, "exhibits", context, [e for e in exhibits if e is not None])


def _segments(view: View) -> Section:
    """Return people who rate alike, by both kinds of scores."""
    lead = [who_was_placed(view)]
    for scores in BOTH:
        lead += segments_of(view, scores)
    if any(row.shown for row in view.study.segments.segments):
        lead.append(view.say("segments.segments.rule"))
    exhibits = [e for scores in BOTH for e in segment_exhibits(view, scores)]
    return _section(view, "segments", lead, [*exhibits, choice(view)], described(view))


def _recovery(view: View) -> Section:
    """Return people with and without a problem."""
    found = view.study.segments
    if not found.compared(RECOVERY):
        return _section(view, "recovery", [view.say("segments.recovery.none_asked")], [])
    lead = [recovery_groups(view), *recovery_differences(view)]
    if not any(row.shown for row in found.compared(RECOVERY) if row.group != "none"):
        lead.append(view.say("segments.recovery.none_shown"))
    lead.append(recovery_limits(view))
    return _section(view, "recovery", lead, [compared_means(view, RECOVERY), differences(view)])


def _tiers(view: View) -> Section:
    """Return member tiers from the lowest to the highest."""
    lead = [tier_lead(view), *tier_trends(view), view.say("segments.tiers.limits")]
    return _section(view, "tiers", lead, [compared_means(view, "tiers"), trend(view)])
