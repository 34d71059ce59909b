"""Questions about the whole, groups of people, and the register of actions."""

from __future__ import annotations

from servqual.results import Groups
from servqual.writer.exhibits.groups import column_name, group_exhibits, hidden_groups
from servqual.writer.exhibits.outcomes import (
    outcome_figure,
    outcome_interval,
    outcome_label,
    outcomes,
)
from servqual.writer.parts import Cell, Column, Exhibit, Section, Table
from servqual.writer.sentences import COLOURED, by_gap, chip, direction
from servqual.writer.view import View

MOST_ACTIONS = 10


def verdicts_of_people(view: View) -> list[Section]:
    """Return overall quality, satisfaction, recommendation and the like."""
    rows = view.study.outcomes.rows
    if not rows:
        return []
    numbers, lead = view.numbers, []
    for row in rows:
        interval = outcome_interval(view, row)
        bracket = view.say(
            "sentences.outcome.interval", confidence=view.confidence, interval=interval
        )
        values = {
            "label": outcome_label(view, row),
            "figure": outcome_figure(view, row, row.share),
            "interval": bracket if interval else "",
            "n": numbers.count(row.n),
            "mean": numbers.mean(row.mean),
            "min": min(row.counts, default=0),
            "max": max(row.counts, default=0),
            "high": numbers.percent(row.share_high_answers),
            "low": numbers.percent(row.share_low_answers),
        }
        lead.append(view.say(f"sentences.outcome.{row.figure}", **values))
    title, nav = view.say("report.outcomes.title"), view.say("report.outcomes.nav")
    return [Section("outcomes", title, nav, "exhibits", {"lead": lead}, [outcomes(view)])]


def groups(view: View) -> list[Section]:
    """Return the gaps per group: chart and heat table per column and kind of gap."""
    found = view.study.groups
    if not found.groups:
        return []
    exhibits: list[Exhibit] = []
    lead = []
    for by in found.columns:
        part = found.of(by)
        lead.append(_lead(view, part, by))
        exhibits += [e for kind in view.kinds for e in group_exhibits(view, by, kind.name)]
    if len(found.columns) > 1:
        lead.append(view.say("sentences.group.overlap"))
    title, nav = view.say("report.groups.title"), view.say("report.groups.nav")
    return [Section("groups", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _lead(view: View, part: Groups, by: str) -> str:
    """Return how many groups of a breakdown are shown, how many hidden, and why."""
    shown, hidden = sum(g.shown for g in part.groups), len(hidden_groups(view, by))
    values = {"by": view.inside(column_name(view, by)), "min_cell": part.min_cell}
    if not view.kinds:
        return view.say("sentences.group.no_gaps", **values)
    if not shown:
        return view.say("sentences.group.none_shown", **values)
    count = view.numbers.count
    parts = [view.say("sentences.group.shown", n=shown, count=count(shown), **values)]
    if hidden:
        parts.append(view.say("sentences.group.hidden", n=hidden, count=count(hidden), **values))
    if by in part.items_left_out:
        parts.append(view.say("sentences.group.items_left_out"))
    return view.sentences(parts)


def actions(view: View) -> list[Section]:
    """Return the items that fall short by what may matter, with blank columns to fill in."""
    if not view.kinds:
        return []
    rows = by_gap(view.study.gaps.of_kind(view.kinds[0].name).items)
    chosen = [r for r in rows if direction(r) == "shortfall" and r.verdict in COLOURED][
        :MOST_ACTIONS
    ]
    if not chosen:
        return []
    quadrants = {r.item: r.quadrant for r in view.study.priorities.items}
    numbers, body = view.numbers, []
    for row in chosen:
        values = {"gap": numbers.gap(row.gap), "chip": chip(view, row)}
        values["interval"] = numbers.interval(row.ci_low, row.ci_high)
        key = "evidence"
        if row.id in quadrants:
            key, values["quadrant"] = (
                "evidence_quadrant",
                view.say(f"words.quadrant.{quadrants[row.id]}"),
            )
        evidence = view.say(f"sentences.action.{key}", **values)
        name = Cell(view.item(row.id), mark=str(view.number(row.id)))
        body.append([name, Cell(evidence), Cell(""), Cell(""), Cell("")])
    heads = ("finding", "evidence", "owner", "due", "done")
    columns = [Column(view.say(f"words.head.{key}"), "text") for key in heads]
    table = Table(view.say("exhibits.actions.caption"), columns, body)
    exhibit = Exhibit("exhibit-actions", view.say("exhibits.actions.title"), table=table)
    title, nav = view.say("report.actions.title"), view.say("report.actions.nav")
    lead = [view.say("sentences.action.lead")]
    return [Section("actions", title, nav, "exhibits", {"lead": lead}, [exhibit])]
