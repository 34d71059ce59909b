"""The comments of a survey as a list to code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.errors import ColumnError
from servqual.importer.coding.frame import Theme
from servqual.importer.coding.keywords import proposals
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.texts import fill

HEADS = ("id", "question", "comment", "theme", "dimension", "tone", "print", "coder")
TONES = ("praise", "criticism", "mixed", "neutral")
BETWEEN = "; "


@dataclass(frozen=True)
class CodingList:
    """A table to fill in, in the words of a language.

    Attributes
    ----------
    heads : tuple of str
    rows : tuple of rows
        Number of the row in the survey file, question, redacted comment, proposed themes and
        dimension; tone, print and coder are left to the coder.
    themes : tuple of (id, name, dimension, words)
    dimensions, tones, marks, names : tuple of str
        What may stand under dimension, tone, print and theme.
    language : str
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    themes: tuple[tuple[str, str, str, str], ...]
    dimensions: tuple[str, ...]
    tones: tuple[str, ...]
    marks: tuple[str, ...]
    names: tuple[str, ...]
    language: str


def coding_list(
    responses: Responses, themes: Sequence[Theme], language: str = "en", *, proposed: bool = True
) -> CodingList:
    """Return the comments of a survey as a list to code.

    Parameters
    ----------
    responses : Responses
        Read with ``comments=True``.
    themes : sequence of Theme
    language : str
        Of headings, names of themes and tones.
    proposed : bool
        Whether themes are proposed by their words; a second coder should see none.

    Raises
    ------
    ColumnError
        The answers carry no comments.
    MissingToolError
        Chinese comments need jieba, and it is not installed.
    """
    if not responses.comments:
        raise ColumnError(
            f"{responses.source.file}: no column holds comments. If one does, name it in a mapping "
            'file: "Its header" = "comments" under [columns].'
        )
    lines = [
        (row, column.strip(), texts[i])
        for i, row in enumerate(responses.rows.tolist())
        for column, texts in responses.comments.items()
        if any(map(str.isalpha, texts[i]))
    ]
    by_id = {theme.id: theme for theme in themes}
    found = proposals([text for _, _, text in lines], themes) if proposed else [()] * len(lines)
    form = responses.instrument
    return CodingList(
        heads=tuple(fill(language, f"coding.head.{name}", {}) for name in HEADS),
        rows=tuple(
            (
                *line,
                BETWEEN.join(by_id[name].say(language) for name in names),
                _dimension(names, by_id, form, language),
                "",
                "",
                "",
            )
            for line, names in zip(lines, found, strict=True)
        ),
        themes=tuple((t.id, t.say(language), t.dimension, BETWEEN.join(t.words)) for t in themes),
        dimensions=tuple(_called(form, d, language) for d in form.dimension_ids),
        tones=tuple(fill(language, f"coding.tone.{tone}", {}) for tone in TONES),
        marks=tuple(fill(language, f"coding.mark.{mark}", {}) for mark in ("yes", "no")),
        names=tuple(theme.say(language) for theme in themes),
        language=language,
    )


def _dimension(
    names: Sequence[str], by_id: dict[str, Theme], form: Instrument, language: str
) -> str:
    """Return the dimension that all proposed themes belong to, '' where there are several."""
    found = {by_id[name].dimension for name in names} & set(form.dimension_ids)
    return _called(form, found.pop(), language) if len(found) == 1 else ""


def _called(form: Instrument, dimension_id: str, language: str) -> str:
    return form.say(form.dimension(dimension_id).name, language) or dimension_id
