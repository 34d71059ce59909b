"""Questions about the whole, groups of people, and the register of actions."""

from __future__ import annotations

from servqual.results import GapRow, Groups, PriorityRow
from servqual.writer.exhibits.groups import column_name, group_exhibits, hidden_groups
from servqual.writer.exhibits.outcomes import (
    outcome_figure,
    outcome_interval,
    outcome_label,
    outcomes,
)
from servqual.writer.parts import Cell, Column, Exhibit, Section, Table
from servqual.writer.sentences import COLOURED, by_gap, chip, direction
from servqual.writer.sentences_trust import group_sentence
from servqual.writer.view import View

MOST_ACTIONS = 12


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
    shown, hidden = sum(g.shown for g in part.groups), len(hidden_groups(view, by))
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
    if by in part.items_left_out:
        parts.append(view.say("sentences.group.items_left_out"))
    return view.sentences(parts)


def actions(view: View) -> list[Section]:
    """Return the items that fall short by what may matter, with blank columns to fill in."""
    if not view.kinds:
        return []
    rows = by_gap(view.study.gaps.of_kind(view.kinds[0].name).items)
    every = [r for r in rows if direction(r) == "shortfall" and r.verdict in COLOURED]
    if not every:
        return []
    chosen = every[:MOST_ACTIONS]
    compared = {r.item: r for r in view.study.priorities.items}
    heads = ["finding", "evidence", "importance", "owner", "due", "done"]
    if not compared:
        heads.remove("importance")
    suggested = any(_owner(view, row.id) for row in chosen)
    if suggested:
        heads[heads.index("owner")] = "owner_suggested"
    columns = [Column(view.say(f"words.head.{key}"), "text") for key in heads]
    body = [
        [
            Cell(view.item(row.id), mark=str(view.number(row.id))),
            Cell(_evidence(view, row)),
            *([Cell(_importance(view, compared.get(row.id)))] if compared else []),
            Cell(_owner(view, row.id), "muted"),
            *(Cell("") for _ in range(2)),
        ]
        for row in chosen
    ]
    table = Table(view.say("exhibits.actions.caption"), columns, body, ruled=True)
    exhibit = Exhibit("exhibit-actions", view.say("exhibits.actions.title"), table=table)
    title, nav = view.say("report.actions.title"), view.say("report.actions.nav")
    lead = [view.say("sentences.action.lead")]
    if len(every) > len(chosen):
        count = {"shown": len(chosen), "total": view.numbers.count(len(every))}
        lead = [view.sentences([*lead, view.say("sentences.action.more", **count)])]
    if suggested:
        lead = [view.sentences([*lead, view.say("sentences.action.owner")])]
    if compared:
        proxy = view.study.priorities.importance_source == "expectation"
        lead.append(view.say(f"sentences.action.importance{'_proxy' if proxy else ''}"))
    return [Section("actions", title, nav, "exhibits", {"lead": lead}, [exhibit])]


def _owner(view: View, item_id: str) -> str:
    """Return who usually mends what an item is about, as the questionnaire file suggests."""
    themes = view.instrument.themes
    return next((view.words(t.owner) for t in themes if item_id in t.items and t.owner), "")


def _evidence(view: View, row: GapRow) -> str:
    """Return the gap of an item with its interval and its verdict."""
    numbers = view.numbers
    interval = numbers.interval(row.ci_low, row.ci_high)
    values = {"gap": numbers.gap(row.gap), "interval": interval, "chip": chip(view, row)}
    return view.say("sentences.action.evidence", **values)


def _importance(view: View, row: PriorityRow | None) -> str:
    """Return on which side of the average item the importance of an item lies.

    The quadrant is not named here: "Low priority" beside a large gap would read as a contradiction.
    """
    if row is None:
        return view.numbers.none
    high = row.quadrant in ("concentrate_here", "keep_up")
    return view.say(f"sentences.action.{'above' if high else 'below'}")
