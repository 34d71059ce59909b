"""A questionnaire as a Word document, to be changed there and printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from servqual.forms.parts import WIDEST, Beside, Grid, Question, parts, writable
from servqual.forms.promising import agreed
from servqual.forms.questions import (
    Choice,
    Comment,
    Matrix,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
)
from servqual.settings import Brand, ReportOptions
from servqual.texts import fill as say
from servqual.writer.docx.elements import Form, Letters, paragraph, run
from servqual.writer.docx.flow import Block
from servqual.writer.docx.look import Look, look_of
from servqual.writer.docx.pages import fill, margins
from servqual.writer.docx.styles import lists, settings, styles
from servqual.writer.docx.word import Facts, Word, check_docx
from servqual.writer.dress import PLAIN
from servqual.writer.forms.ticks import BOX, GAP, LINE, lines, mark, sheet, table

LINES = 4  # to write a comment on
CODE, ASIDE, TO_WRITE = 10.0, 14.0, 26.0  # millimetres of columns
# millimetres of each answer, by how many there are at most
EACH = ((4, 20.0), (5, 17.0), (7, 12.6), (9, 9.6), (WIDEST, 8.4))
ACROSS = 170.0


def write(asked: Sequence[Questionnaire], brand: Brand = PLAIN) -> dict[str, bytes]:
    """Return a Word document for each questionnaire.

    Parameters
    ----------
    asked : sequence of Questionnaire
    brand : Brand
        Fonts and accent of who asks.

    Returns
    -------
    dict of file name to bytes
        The same questionnaires give the same bytes.

    Raises
    ------
    MissingToolError
        The package python-docx is not installed.
    """
    check_docx()
    return {f"{one.name}.docx": _document(one, brand) for one in asked}


def _document(asked: Questionnaire, brand: Brand) -> bytes:
    look = look_of(ReportOptions(language=asked.language, brand=brand))
    word = Word()
    blocks = [Block(element) for element in (*_head(asked, brand, look), *_body(asked, look))]
    word.styles(styles(look))
    word.settings(settings(look))
    word.numbering(lists([]))
    version = say(asked.language, "forms.intro.version", {"version": asked.version})
    edges = {"top-left": "", "top-right": version if asked.version else ""}
    fill(word, blocks, 0, margins(word, look, {**edges, "bottom-left": asked.title}))
    return word.content(Facts(asked.title, brand.name, asked.instrument, look.language))


def _head(asked: Questionnaire, brand: Brand, look: Look) -> Iterator[Any]:
    """Yield title, number of the sheet, introduction and promise."""
    t = partial(say, asked.language)
    if brand.name:
        yield paragraph("Kicker", [run(brand.name, look, Letters(colour=look.tone("muted")))])
    # the style is that of a cover, which a brand may fill
    title = run(asked.title, look, Letters(colour=look.ink))
    yield paragraph("Title", [title], Form(before=0, after=4))
    if asked.role == "customer":  # a number would tell who among a few answered
        number = Letters(colour=look.tone("muted"))
        yield paragraph("SmallText", [run(sheet(t("forms.intro.sheet", {})), look, number)])
    yield paragraph("Lead", [run(asked.intro, look)], Form(before=6))
    ground = Form(fill=look.tone("coolwash"), indent=6, right=6, after=0, keep_next=True)
    yield paragraph("Normal", [run(t("forms.promise.title", {}), look, Letters(bold=True))], ground)
    last = agreed(asked.role, asked.language)
    for sentence in asked.promise:
        bold = sentence == last
        told = sentence if bold else f"•\u2002{sentence}"
        yield paragraph("Normal", [run(told, look, Letters(bold=bold))], ground)
    yield paragraph("SmallText", [run(t("forms.intro.printed", {}), look)], Form(before=10))


def _body(asked: Questionnaire, look: Look) -> Iterator[Any]:
    """Yield every part, and the thanks."""
    for part in parts(asked, on_paper=True):
        yield paragraph("Heading2", [run(part.title, look, Letters(colour=look.accent))])
        if part.intro:
            yield paragraph("Normal", [run(part.intro, look)], Form(keep_next=True))
        for question in part.questions:
            yield from _question(question, asked, look)
    thanks = run(asked.thanks, look, Letters(bold=True))
    yield paragraph("Normal", [thanks], Form(before=16, align="center"))


def _question(asked: Question, form: Questionnaire, look: Look) -> Iterator[Any]:
    if isinstance(asked, Beside):
        for one in asked.sets:  # a page of a word processor has no room for them side by side
            yield paragraph("Normal", [run(one.intro, look)], Form(keep_next=True, before=8))
            yield _ratings(one, form, look)
    elif isinstance(asked, Matrix | Grid):
        yield _ratings(asked, form, look)
    elif isinstance(asked, Points | Ranking):
        yield from _shares(asked, form, look)
    elif isinstance(asked, Comment):
        yield _asked(asked.text, look)
        yield lines(LINES, ACROSS, look)
    else:
        yield from _alone(asked, form, look)


def _asked(text: str, look: Look) -> Any:
    return paragraph("Normal", [run(text, look)], Form(before=8, after=3, keep_next=True))


def _ratings(asked: Matrix | Grid, form: Questionnaire, look: Look) -> Any:
    """Return the table of a set of ratings."""
    missing = asked.missing if isinstance(asked, Matrix) else ()
    statement = say(form.language, "forms.intro.statement", {})
    rows = [[row.code, row.text] for row in asked.rows]
    if writable(asked.options):
        ends = f"{asked.options[0].value}–{asked.options[-1].value}"
        widths = [CODE, ACROSS - CODE - TO_WRITE, TO_WRITE]
        return table(["", statement, ends], [[*row, ""] for row in rows], widths, look)
    heads = [f"{option.label}\n{option.value}".strip() for option in asked.options]
    marks = [mark(option.value) for option in asked.options]
    each = next(wide for most, wide in EACH if len(marks) <= most)
    statement_wide = ACROSS - CODE - each * len(marks) - ASIDE * len(missing)
    widths = [CODE, statement_wide, *[each] * len(marks), *[ASIDE] * len(missing)]
    aside = [one.label for one in missing]
    return table(
        ["", statement, *heads, *aside],
        [[*row, *marks, *[BOX] * len(aside)] for row in rows],
        widths,
        look,
    )


def _shares(asked: Points | Ranking, form: Questionnaire, look: Look) -> Iterator[Any]:
    """Yield the table of points or ranks to be written in."""
    t = partial(say, form.language)
    head = t("forms.intro.points" if isinstance(asked, Points) else "forms.intro.rank", {})
    rows = [["", f"{row.text}\n{row.about}".strip(), ""] for row in asked.rows]
    if isinstance(asked, Points):
        total = t("forms.intro.sum_is", {"total": asked.total})
        rows.append(["", f"{t('forms.intro.sum', {})}{GAP}{total}", ""])
    else:
        how = t("forms.intro.rank_how", {"n": len(asked.rows)})
        yield paragraph("SmallText", [run(how, look)], Form(keep_next=True))
    widths = [3.0, 100.0, TO_WRITE]
    yield table(["", t("forms.intro.feature", {}), head], rows, widths, look, ruled=True)


def _alone(asked: Rating | Choice, form: Questionnaire, look: Look) -> Iterator[Any]:
    """Yield a question and a line with its answers."""
    indent = 0.0
    if isinstance(asked, Choice) and asked.only_if:
        answer = form.words_of(*asked.only_if)
        only = say(form.language, "forms.intro.only_if", {"answer": answer})
        indent = 14.0
        yield paragraph("SmallText", [run(only, look)], Form(indent=indent, keep_next=True))
    asked_form = Form(before=8 if not indent else 0, after=3, keep_next=True, indent=indent)
    yield paragraph("Normal", [run(asked.text, look)], asked_form)
    yield paragraph("Normal", [run(_answers(asked), look)], Form(indent=indent, after=4))


def _answers(asked: Rating | Choice) -> str:
    """Return the answers to mark, in one line."""
    options: Sequence[Option] = asked.options
    if not options:
        return LINE
    if isinstance(asked, Choice):
        return GAP.join(f"{BOX}\u00a0{option.label}" for option in options)
    if writable(options):
        return f"{options[0].value}–{options[-1].value}:{GAP}{LINE[:12]}"
    marks = "\u2002".join(mark(option.value) for option in options)
    return f"{options[0].label}{GAP}{marks}{GAP}{options[-1].label}"
