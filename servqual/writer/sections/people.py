"""Questions about the whole, and groups of people."""

from __future__ import annotations

from servqual.results import Groups
from servqual.writer.exhibits.groups import column_name, group_exhibits, hidden_groups
from servqual.writer.exhibits.outcomes import (
    outcome_figure,
    outcome_interval,
    outcome_label,
    outcomes,
)
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sentences_trust import group_sentence
from servqual.writer.view import View


def verdicts_of_people(view: View) -> list[Section]:
    """Return overall quality, satisfaction, recommendation and the like."""
    rows = view.study.outcomes.rows
    if not rows:
        return []
    numbers, facts = view.numbers, []
    for row in rows:
        interval = outcome_interval(view, row)
        bracket = view.say(
            "sentences.outcome.interval", confidence=view.confidence, interval=interval
        )
        values = {
            "figure": outcome_figure(view, row, row.share),
            "interval": bracket if interval else "",
            "n": numbers.count(row.n),
            "mean": numbers.mean(row.mean),
            "min": min(row.counts, default=0),
            "max": max(row.counts, default=0),
            "high": numbers.percent(row.share_high_answers),
            "low": numbers.percent(row.share_low_answers),
        }
        said = view.say(f"sentences.outcome.{row.figure}", **values)
        if row.few:
            key = "few_nps" if row.figure == "nps" else "few"
            said = view.sentences([said, view.say(f"sentences.outcome.{key}")])
        facts.append((outcome_label(view, row), said))
    title, nav = view.say("report.outcomes.title"), view.say("report.outcomes.nav")
    context = {"lead": [], "facts": facts}
    return [Section("outcomes", title, nav, "exhibits", context, [outcomes(view)])]


def groups(view: View) -> list[Section]:
    """Return the gaps per group: chart and heat table per column and kind of gap."""
    found = view.study.groups
    if not found.groups:
        return []
    exhibits: list[Exhibit] = []
    lead = []
    for by in found.columns:
        part = found.of(by)
        lead.append(view.sentences([_lead(view, part, by), group_sentence(view, by)]))
        exhibits += [e for kind in view.kinds for e in group_exhibits(view, by, kind.name)]
    if len(found.columns) > 1:
        lead.append(view.say("sentences.group.overlap"))
    title, nav = view.say("report.groups.title"), view.say("report.groups.nav")
    return [Section("groups", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _lead(view: View, part: Groups, by: str) -> str:
    """Return how many groups of a breakdown are shown, how many hidden, and why."""
    shown, concealed = sum(g.shown for g in part.groups), hidden_groups(view, by)
    hidden = sum(bool(g.group) for g in concealed)
    values = {"by": view.inside(column_name(view, by)), "min_cell": part.min_cell}
    if not view.kinds:
        return view.say("sentences.group.no_gaps", **values)
    if not shown:
        none = view.say("sentences.group.none_shown", **values)
        return view.sentences([none, view.say("sentences.group.merge", n=2)])
    count = view.numbers.count
    parts = [view.say("sentences.group.shown", n=shown, count=view.count_word(shown), **values)]
    if hidden:
        parts.append(view.say("sentences.group.hidden", n=hidden, count=count(hidden), **values))
        parts.append(view.say("sentences.group.merge", n=hidden))
    if hidden < len(concealed):
        parts.append(view.say("sentences.group.blank", **values))
    if part.many(by):
        parts.append(view.say("sentences.group.many", nav=view.say("league.nav")))
    elif by in part.items_left_out:
        parts.append(view.say("sentences.group.items_left_out"))
    return view.sentences(parts)
