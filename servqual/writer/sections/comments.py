"""What people wrote, as far as the analyst marked it to be printed."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.writer.exhibits.comments import comment_exhibits, hidden_themes
from servqual.writer.parts import Section
from servqual.writer.view import View


def comments(view: View) -> list[Section]:
    """Return what people wrote about, and the comments about the whole.

    Those about a dimension stand on its page.
    """
    quotes = view.study.quotations.of("")
    exhibits = comment_exhibits(view)
    n = view.study.comments.n_coded
    if not quotes and not n:
        return []
    words = "coding.section" if n else "report.comments"
    title, nav = view.say(f"{words}.title"), view.say(f"{words}.nav")
    lead = [view.say("coding.exhibit.lead", n=n, count=view.numbers.count(n))] if n else []
    if not any(row.shown for row in view.study.comments.themes):
        lead += hidden_themes(view)
    context = {"lead": lead, **quoted(view, quotes)}
    return [Section("comments", title, nav, "exhibits", context, exhibits)]


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
