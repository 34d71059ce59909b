"""What the files for survey tools share: answers as they are shown, languages of one version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from servqual.forms.parts import Beside, Part, Question
from servqual.forms.questions import Matrix, Option, Points, Questionnaire, Ranking, Row
from servqual.texts import fill

NOT_A_RATING = "NA"  # the answer "does not apply" in exports of codes; the importer knows it


def by_version(asked: Sequence[Questionnaire]) -> list[list[Questionnaire]]:
    """Return the languages of each version together; tools keep them in one survey.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> both = questionnaires(load_instrument("servperf"), ["en", "zh"])
    >>> [[one.language for one in same] for same in by_version(both)]
    [['en', 'zh']]
    """
    found: dict[tuple[str, str], list[Questionnaire]] = {}
    for one in asked:
        found.setdefault((one.instrument, one.version), []).append(one)
    return list(found.values())


def file_name(same: Sequence[Questionnaire], kind: str) -> str:
    """Return the name of a file that holds all languages of a version: ``servqual.A.xlsx``."""
    first = same[0]
    return ".".join(filter(None, (first.instrument, first.version, kind)))


def shown(option: Option) -> str:
    """Return an answer as people read it, its number with it where it stands on a scale.

    Examples
    --------
    >>> shown(Option("7", "Strongly agree")), shown(Option("4")), shown(Option("North", "North"))
    ('7 = Strongly agree', '4', 'North')
    """
    if option.label in {"", option.value}:
        return option.value
    return f"{option.value} = {option.label}"


def row_text(block: Points | Ranking, row: Row, language: str) -> str:
    """Return a feature with the word that tells what is given to it, for tools without codes."""
    kind = "points" if isinstance(block, Points) else "rank"
    return fill(language, f"forms.tools.{kind}", {"name": row.text})


def rule(block: Points | Ranking, language: str) -> str:
    """Return what the answers to a block must be: a sum, or every place once."""
    if isinstance(block, Points):
        return fill(language, "forms.tools.sum", {"total": block.total})
    return fill(language, "forms.intro.rank_how", {"n": len(block.rows)})


def features(block: Points | Ranking, language: str) -> str:
    """Return what each feature means, in one line; '' where nothing explains them."""
    told = [
        fill(language, "forms.tools.feature", {"name": row.text, "about": row.about})
        for row in block.rows
        if row.about
    ]
    return fill(language, "forms.tools.between", {}).join(told)


def questions_of(part: Part) -> Iterator[Question]:
    """Yield the questions of a part, sets that stand beside each other on paper one by one."""
    for question in part.questions:
        if isinstance(question, Beside):
            yield from question.sets
        else:
            yield question


def in_natural_order(block: Matrix) -> bool:
    """Say whether the rows are numbered 1, 2, 3 and so on."""
    return [row.number for row in block.rows] == list(range(1, len(block.rows) + 1))


def html(text: str) -> str:
    """Return a text for a tool that shows HTML, lines kept, and braces without their meaning.

    Examples
    --------
    >>> html("A & B {x}")
    'A &amp; B &#123;x&#125;'
    """
    safe = escape(text, quote=False).replace("{", "&#123;").replace("}", "&#125;")
    return "<br>".join(safe.splitlines())


def promise_html(asked: Questionnaire) -> str:
    """Return what stands above the first question, the promise as a list."""
    title = fill(asked.language, "forms.promise.title", {})
    lines = "".join(f"<li>{html(line)}</li>" for line in asked.promise)
    return f"<p>{html(asked.intro)}</p><p><b>{html(title)}</b></p><ul>{lines}</ul>"
