"""What to do in full: the register to fill in, and where to look for causes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.results import CauseRow
from servqual.texts import catalogue
from servqual.writer.exhibits.actions import MOST_ACTIONS, owner, pareto, register, theme_label
from servqual.writer.exhibits.gap_model_says import measured
from servqual.writer.exhibits.gap_model_words import answered
from servqual.writer.exhibits.matrix import shortlist
from servqual.writer.parts import Section
from servqual.writer.sentences_first import order_sentence
from servqual.writer.view import View


def actions(view: View) -> list[Section]:
    """Return the register of actions, with blank columns to fill in."""
    rows = view.study.actions.rows
    if not rows:
        return []
    lead = [order_sentence(view), view.say("first.actions.lead")]
    if len(rows) > MOST_ACTIONS:
        count = {"shown": MOST_ACTIONS, "total": view.numbers.count(len(rows))}
        lead.append(view.say("first.actions.lead_more", **count))
    notes = []
    if any(row.quadrant for row in rows):
        notes.append(view.say("first.actions.importance"))
    if any(owner(view, row.item) for row in rows[:MOST_ACTIONS]):
        notes.append(view.say("first.actions.owner"))
    paragraphs = [text for text in (view.sentences(lead), view.sentences(notes)) if text]
    title, nav = view.say("first.actions.title"), view.say("first.actions.nav")
    context = {"lead": paragraphs}
    return [Section("actions", title, nav, "exhibits", context, [register(view)])]


def causes(view: View) -> list[Section]:
    """Return for each theme the gap of the model to look at first, questions, and evidence."""
    rows = view.study.actions.causes
    if not rows:
        return []
    numbers = list(dict.fromkeys(row.gap_number for row in rows))
    gaps = [_gap(view, number, [r for r in rows if r.gap_number == number]) for number in numbers]
    context = {"lead": [view.say("first.causes.lead")], "gaps": gaps}
    title, nav = view.say("first.causes.title"), view.say("first.causes.nav")
    return [Section("causes", title, nav, "causes", context, [pareto(view)])]


def _gap(view: View, number: int, rows: Sequence[CauseRow]) -> dict[str, Any]:
    """Return what the sheet says about one gap of the model and the themes that point to it."""
    stem = f"causes.questions.{number}."
    asked = sorted(key for key in catalogue(view.language) if key.startswith(stem))
    codes = dict.fromkeys(code for row in rows for code in row.missing)
    missing = [code for code in codes if code not in answered(view)]
    about = view.say(f"causes.about.{number}")
    themes = [_theme(view, row) for row in rows]
    alike = len({theme["says"] for theme in themes}) == 1
    return {
        "name": view.say(f"causes.gap_number.{number}"),
        "about": about[:1].upper() + about[1:],
        # what all themes have in common is said once
        "says": view.sentences([measured(view, number), themes[0]["says"] if alike else ""]),
        "themes": [theme | {"says": ""} for theme in themes] if alike else themes,
        "questions": [view.say(key) for key in asked],
        "missing": [view.say(f"causes.missing.{code}") for code in missing],
    }


def _theme(view: View, row: CauseRow) -> dict[str, Any]:
    """Return a theme with its items, and what speaks for the gap that it points to."""
    evidence = [view.say(f"causes.evidence.{code}") for code in row.evidence]
    pointed = view.say(f"causes.pointed_by.{row.pointed_by}")
    # the rule that found the gap says the same as this evidence
    said = evidence if row.pointed_by == "theme" else []
    return {
        "name": theme_label(view, row),
        "share": view.say("first.causes.share", share=view.numbers.percent(row.share)),
        "items": shortlist(view, row.items),
        "says": view.sentences([pointed, *said]),
    }
