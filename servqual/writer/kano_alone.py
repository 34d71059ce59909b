"""What a report says first where nothing but Kano's two questions was asked."""

from __future__ import annotations

from servqual.results import KanoRow
from servqual.writer.parts import Finding
from servqual.writer.view import View

MOST_NAMED, STRENGTHS = 3, 2


def kano_alone(view: View) -> bool:
    """Say whether there are Kano's classes and no ratings."""
    return bool(view.study.importance.kano) and not view.study.scores.items


def told(view: View, letter: str) -> int:
    """Return how many items are of a class that can be told from the next."""
    return sum(row.kind == letter and row.clear for row in view.study.importance.kano)


def kano_title(view: View) -> str:
    """Return the finding of the whole report in one line."""
    total = len(view.study.importance.kano)
    return view.say(
        "kano.alone.title", total=total, must=told(view, "M"), attractive=told(view, "A")
    )


def kano_summary(view: View) -> dict[str, object]:
    """Return what the summary says: must-be items, the other classes, what is missed most."""
    rows = view.study.importance.kano
    counts = {
        "one": told(view, "O"),
        "attractive": told(view, "A"),
        "indifferent": told(view, "I"),
        "open": sum(not row.clear for row in rows),
    }
    missed = sorted((r for r in rows if r.worse is not None), key=lambda r: r.worse or 0.0)
    return {
        "big": view.say("kano.alone.big", must=told(view, "M"), total=len(rows)),
        "big_tone": "",
        "big_says": view.say("kano.alone.big_says"),
        "below": [view.say("kano.alone.classes", **counts)],
        "worst": {},
        "comparison": view.say("report.summary.no_comparison"),
        "heading": view.say("kano.alone.heading"),
        "findings": [_finding(view, row) for row in missed[:MOST_NAMED]],
        "notes": [],
        "strengths": _strengths(view),
        "caveat": view.say("kano.alone.caveat"),
    }


def kano_asked(view: View) -> str:
    """Return about how many items Kano's questions were asked; '' where about none."""
    n = len(view.study.importance.kano)
    if not n:
        return ""
    return view.say("kano.alone.asked" if kano_alone(view) else "kano.beside.asked", n=n)


def _finding(view: View, row: KanoRow) -> Finding:
    """Return an item with the share of people who would miss it."""
    numbers = view.numbers
    low, high = (numbers.percent(-(x or 0.0)) for x in (row.worse_high, row.worse_low))
    says = view.say(
        "kano.alone.finding",
        share=numbers.percent(-(row.worse or 0.0)),
        confidence=view.confidence,
        interval=numbers.limits(low, high),
        n=numbers.count(row.n - row.counts["R"] - row.counts["Q"]),
    )
    return Finding(view.item(row.item), says)


def _strengths(view: View) -> str:
    """Return the items that most people would be pleased with; '' with few items."""
    rows = [r for r in view.study.importance.kano if r.better is not None]
    if len(rows) < 2 * STRENGTHS:
        return ""
    best = sorted(rows, key=lambda r: -(r.better or 0.0))[:STRENGTHS]
    names = [
        view.say(
            "words.bracketed",
            text=view.quoted(view.item(row.item)),
            note=view.numbers.percent(row.better),
        )
        for row in best
    ]
    return view.say("kano.alone.delight", names=view.listed(names))
