"""A Qualtrics survey as text in the advanced format: a file for each language and version."""

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
from servqual.forms.tools import (
    features,
    html,
    in_natural_order,
    promise_html,
    questions_of,
    row_text,
    shown,
)
from servqual.texts import fill

NOT_APPLICABLE = "-1"  # what Qualtrics codes such a column as; its layout file knows it
BEGINNING = "[[AdvancedFormat]]"
INTRO, THANKS = "introduction", "closing"


def write(asked: Sequence[Questionnaire]) -> dict[str, bytes]:
    """Return a text to import as a survey for each language and version.

    Parameters
    ----------
    asked : sequence of Questionnaire

    Returns
    -------
    dict of file name to bytes
        ``servqual.zh.qualtrics.txt``. A text can carry neither display logic nor the check of a
        sum: the question that depends on another says so in words.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> files = write(questionnaires(load_instrument("servperf"), "en"))
    >>> files["servperf.en.qualtrics.txt"].decode().splitlines()[0]
    '[[AdvancedFormat]]'
    """
    return {f"{one.name}.qualtrics.txt": _text(one).encode("utf-8") for one in asked}


def _text(asked: Questionnaire) -> str:
    pieces = [BEGINNING, *(f"[[ED:{code}:{value}]]" for code, value in asked.constants)]
    for place, part in enumerate(parts(asked)):
        pieces.append(f"[[Block:{part.title}]]")
        if not place:
            title = f"<h2>{html(asked.title)}</h2>"
            pieces.append(_question("DB", INTRO, title + promise_html(asked)))
        if part.intro and not isinstance(part.questions[0], Matrix | Points | Ranking):
            pieces.append(_question("DB", f"about_{place + 1}", html(part.intro)))
        for question in questions_of(part):
            pieces += _of(question, asked)
    pieces.append(_question("DB", THANKS, html(asked.thanks)))
    return "\n\n".join(pieces) + "\n"


def _question(kind: str, code: str, text: str, *below: str) -> str:
    return "\n".join([f"[[Question:{kind}]]", f"[[ID:{code}]]", text, *below])


def _of(question: Question, asked: Questionnaire) -> Iterator[str]:
    """Yield the texts of one question, or of each statement where a table would lose its code."""
    if isinstance(question, Matrix):
        yield from _matrix(question)
    elif isinstance(question, Points | Ranking):
        yield _shared_out(question, asked.language)
    elif isinstance(question, Grid):
        for row in question.rows:
            yield _rated(row.id, row.text, question.options)
    elif isinstance(question, Rating):
        yield _rated(question.code, question.text, question.options)
    elif isinstance(question, Choice):
        yield _choice(question, asked)
    elif isinstance(question, Comment):
        yield _question("TE:Essay", question.code, html(question.text))


def _matrix(block: Matrix) -> Iterator[str]:
    """Yield a table where its rows are numbered as the items are, else a question for each item.

    Qualtrics calls the columns of a table E_1, E_2 ... by the place of a row.
    """
    if in_natural_order(block) and not writable(block.options):
        rows = [line for row in block.rows for line in (f"[[Choice:{row.number}]]", html(row.text))]
        answers = list(_answers(block.options, block.missing, "Answer"))
        below = ["[[AdvancedChoices]]", *rows, "[[AdvancedAnswers]]", *answers]
        yield _question("Matrix:SingleAnswer", block.code, html(block.intro), *below)
        return
    yield _question("DB", f"about_{block.id}", html(block.intro))
    for row in block.rows:
        yield _rated(row.code, row.text, block.options, block.missing)


def _rated(code: str, text: str, options: Sequence[Option], missing: Sequence[Missing] = ()) -> str:
    """Return a question with a scale of its own."""
    if writable(options):
        told = f"{text} ({options[0].value}–{options[-1].value})"
        return _question("TE:SingleLine", code, html(told))
    answers = _answers(options, missing, "Choice")
    kind = "MC:SingleAnswer:Horizontal"
    return _question(kind, code, html(text), "[[AdvancedChoices]]", *answers)


def _answers(options: Sequence[Option], missing: Sequence[Missing], tag: str) -> Iterator[str]:
    """Yield the answers to choose from, each behind its code."""
    told = [(option.value, shown(option)) for option in options]
    told += [(NOT_APPLICABLE, one.label) for one in missing[:1]]
    for value, text in told:
        yield from (f"[[{tag}:{value}]]", html(text))


def _shared_out(block: Points | Ranking, language: str) -> str:
    """Return points or places; the rows say in words what is given, as they carry no code."""
    kind = "ConstantSum" if isinstance(block, Points) else "RankOrder"
    text = "<br>".join(filter(None, (html(block.intro), html(features(block, language)))))
    rows = [html(row_text(block, row, language)) for row in block.rows]
    return _question(kind, block.id, text, "[[Choices]]", *rows)


def _choice(choice: Choice, asked: Questionnaire) -> str:
    """Return a question with a few answers; what it depends on stands before it."""
    text = html(choice.text)
    if choice.only_if:
        answer = asked.words_of(*choice.only_if)
        told = fill(asked.language, "forms.intro.only_if", {"answer": answer})
        text = f"<i>{html(told)}</i><br>{text}"
    if not choice.options:
        return _question("TE:SingleLine", choice.code, text)
    if choice.kind == "yes_no":
        lines = (line for o in choice.options for line in (f"[[Choice:{o.value}]]", html(o.label)))
        return _question("MC:SingleAnswer", choice.code, text, "[[AdvancedChoices]]", *lines)
    words = (html(option.label) for option in choice.options)
    return _question("MC:SingleAnswer", choice.code, text, "[[Choices]]", *words)
