"""What people wrote, as far as the analyst marked it to be printed."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.writer.parts import Section
from servqual.writer.view import View


def comments(view: View) -> list[Section]:
    """Return the comments about the whole; those about a dimension stand on its page."""
    quotes = view.study.quotations.of("")
    if not quotes:
        return []
    title, nav = view.say("report.comments.title"), view.say("report.comments.nav")
    return [Section("comments", title, nav, "exhibits", {"lead": [], **quoted(view, quotes)})]


def quoted(view: View, quotes: Sequence[str]) -> dict[str, object]:
    """Return what a template needs to print comments: the texts, a heading, what they are."""
    if not quotes:
        return {}
    count = view.count_word(len(quotes))
    lead = view.say("report.comments.lead", n=len(quotes), count=count)
    marked = any("***" in text for text in quotes)
    says = view.sentences([lead, view.say("report.comments.mark") if marked else ""])
    return {
        "quotes": [view.quoted(text) for text in quotes],
        "quotes_title": view.say("report.comments.dimension"),
        "quotes_says": says[:1].upper() + says[1:],
    }
