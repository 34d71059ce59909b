"""The first sheet: what the book is, how to check it, and what stands where."""

from __future__ import annotations

from collections.abc import Sequence

from servqual import __version__
from servqual.writer.databook.figures import Book
from servqual.writer.databook.grid import Box, Sheet
from servqual.writer.dress import margin_texts
from servqual.writer.sentences_summary import title


def front(book: Book, exhibits: Sequence[tuple[str, str]], basis: Sequence[str]) -> Sheet:
    """Return the first sheet.

    Parameters
    ----------
    book : Book
    exhibits : sequence of (name of the sheet, title)
    basis : sequence of str
        Names of the sheets with sums and of the check.
    """
    view, study = book.view, book.view.study
    margins = margin_texts(view.options)
    date = view.numbers.date(view.options.date)
    marks = (view.options.client, date, margins["top-right"], margins["top-left"])
    line = view.say("words.comma").join(mark for mark in marks if mark)
    rows: list[list[Box]] = [
        [Box(book.say("front.title", title=title(view)), "title")],
        *([[Box(line, "how")]] if line else []),
        [Box(view.say("report.sample.lead", n=study.sample.respondents, count=_people(book)))],
        [],
        *([Box(text, "how")] for text in _about(book)),
        [],
        [Box(book.say("front.sheet"), "head"), Box(book.say("front.holds"), "head")],
        *([Box(name, "link", link=name), Box(text)] for name, text in exhibits),
        *(
            [Box(name, "link", link=name), Box(book.say(f"{key}.title"))]
            for key, name in _named(book, basis)
        ),
        [],
        [Box(view.say("report.made_by", version=__version__), "quiet")],
    ]
    return Sheet(book.name("front"), rows, (26.0, 96.0), head=-1, stays=0)


def _people(book: Book) -> str:
    return book.view.numbers.count(book.view.study.sample.respondents)


def _about(book: Book) -> list[str]:
    """Return what a reader must know before the first number."""
    study = book.view.study
    texts = [book.say("front.what"), book.say("front.formulas"), book.say("front.safe")]
    if not study.sums.means:
        texts.append(book.say("front.designed" if study.weighting.drawn else "front.imputed"))
    elif study.sample.weighted:
        texts.append(book.say("front.weighted"))
    texts.append(book.say("front.fixed"))
    return texts


def _named(book: Book, basis: Sequence[str]) -> list[tuple[str, str]]:
    keys = ("answers", "means", "gaps", "together", "outcomes", "points", "check")
    return [(key, book.name(key)) for key in keys if book.name(key) in basis]
