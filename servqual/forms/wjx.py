"""A questionnaire as text for 问卷星 (wjx.cn), pasted or uploaded where it imports text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servqual.forms.parts import Grid, Question, parts, writable
from servqual.forms.questions import (
    Choice,
    Comment,
    Matrix,
    Missing,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
)
from servqual.forms.tools import features, questions_of, row_text, rule, shown
from servqual.instrument import FORM_COLUMN
from servqual.texts import fill

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
TABLE, SINGLE, WRITTEN, SHARES, SAYING = (
    "[矩阵单选题]", "[单选题]", "[填空题]", "[比重题]", "[段落说明]",
)  # fmt: skip
UNSEEN = "\N{ZERO WIDTH SPACE}"  # a line that begins with a digit would begin a question
_KEPT = str.maketrans({" ": "\N{NO-BREAK SPACE}", "\t": "\N{NO-BREAK SPACE}"})


def write(asked: Sequence[Questionnaire]) -> dict[str, bytes]:
    """Return a text to import for each language and version.

    Parameters
    ----------
    asked : sequence of Questionnaire

    Returns
    -------
    dict of file name to bytes
        ``servqual.zh.wjx.txt``, UTF-8 with a byte order mark. 问卷星 has no codes for its columns,
        so each statement begins with its code; a text can carry no logic.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> text = write(questionnaires(load_instrument("servperf"), "zh"))["servperf.zh.wjx.txt"]
    >>> text.decode("utf-8-sig").splitlines()[8][-10:]
    '数字。[矩阵单选题]'
    """
    return {f"{one.name}.wjx.txt": (BOM + _text(one)).encode("utf-8") for one in asked}


def _text(asked: Questionnaire) -> str:
    title = fill(asked.language, "forms.promise.title", {})
    head = [asked.title, asked.intro, title, *asked.promise]
    pieces = ["\n".join(map(_line, head))]
    number = 0
    for heading, *below in _questions(asked):
        asks = not heading.endswith(SAYING)
        number += asks
        pieces.append("\n".join([f"{number}. {heading}" if asks else heading, *below]))
    return "\n\n".join(pieces) + "\n"


def _questions(asked: Questionnaire) -> Iterator[list[str]]:
    """Yield every question as its lines, the kind behind the first."""
    language = asked.language
    for code, value in asked.constants:
        if code == FORM_COLUMN:
            yield [fill(language, "forms.tools.form", {}) + SINGLE, value]
    for part in parts(asked):
        alone = isinstance(part.questions[0], Matrix | Points | Ranking | Grid)
        if part.intro and not alone:
            yield [_line(part.intro) + SAYING]
        for question in questions_of(part):
            yield from _of(question, asked, part.intro or part.title)
    yield [_line(asked.thanks) + SAYING]


def _of(question: Question, asked: Questionnaire, intro: str) -> Iterator[list[str]]:
    if isinstance(question, Matrix):
        rows = [f"{row.code}. {_line(row.text)}" for row in question.rows]
        yield from _table(question.intro, question.options, question.missing, rows)
    elif isinstance(question, Grid):
        yield from _table(intro, question.options, (), [_line(r.text) for r in question.rows])
    elif isinstance(question, Points | Ranking):
        yield _shared_out(question, asked.language)
    elif isinstance(question, Rating):
        yield _rating(question, asked.language)
    elif isinstance(question, Choice):
        yield from _choice(question, asked)
    elif isinstance(question, Comment):
        yield [_line(question.text) + WRITTEN]


def _table(
    intro: str, options: Sequence[Option], missing: Sequence[Missing], rows: Sequence[str]
) -> Iterator[list[str]]:
    """Yield a table, its answers in one line; or questions to write where they are too many."""
    if writable(options):
        yield [_line(intro) + SAYING]
        for row in rows:
            yield [f"{row} ({options[0].value}–{options[-1].value}){WRITTEN}"]
        return
    answers = [*map(shown, options), *(one.label for one in missing[:1])]
    yield [_line(intro) + TABLE, " ".join(map(_kept, answers)), *rows]


def _shared_out(block: Points | Ranking, language: str) -> list[str]:
    """Return points as shares of a sum, places as a table of numbers."""
    rows = [_line(row_text(block, row, language)) for row in block.rows]
    title = _line(" ".join(filter(None, (block.intro, features(block, language)))))
    if isinstance(block, Points):
        return [title + SHARES, *rows]
    places = " ".join(str(place) for place in range(1, len(rows) + 1))
    return [f"{title} {rule(block, language)}{TABLE}", places, *rows]


def _rating(rating: Rating, language: str) -> list[str]:
    """Return a question with a scale of its own."""
    if writable(rating.options):
        ends = f"({rating.options[0].value}–{rating.options[-1].value})"
        return [f"{_line(rating.text)} {ends}{WRITTEN}"]
    answers = (_alone(_scored(option, language)) for option in rating.options)
    return [_line(rating.text) + SINGLE, *answers]


def _scored(option: Option, language: str) -> str:
    kind = "scored" if option.label else "score"
    return fill(language, f"forms.tools.{kind}", {"value": option.value, "label": option.label})


def _choice(choice: Choice, asked: Questionnaire) -> Iterator[list[str]]:
    """Yield a question with a few answers; what it depends on is said before it."""
    if choice.only_if:
        told = {"answer": asked.words_of(*choice.only_if)}
        yield [_line(fill(asked.language, "forms.tools.only_if", told)) + SAYING]
    if not choice.options:
        yield [_line(choice.text) + WRITTEN]
        return
    yield [_line(choice.text) + SINGLE, *(_alone(option.label) for option in choice.options)]


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _kept(answer: str) -> str:
    """Return an answer that is not parted at its blanks."""
    return _line(answer).translate(_KEPT)


def _alone(answer: str) -> str:
    """Return an answer on a line of its own, which is not taken for a question."""
    return f"{UNSEEN}{_kept(answer)}" if answer[:1].isdigit() else _kept(answer)
