"""The table that answers on paper are typed into: its headings, and what may stand under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servqual._cells import csv_text
from servqual.forms.questions import (
    Block,
    Comment,
    Matrix,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
    codes,
)
from servqual.texts import fill

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which spreadsheets know UTF-8
SHEET = "sheet"  # the number of the filled-in sheet, for whoever looks an answer up again


def write(asked: Sequence[Questionnaire]) -> dict[str, bytes]:
    """Return one table to type into for each questionnaire, and a list of its columns by language.

    Parameters
    ----------
    asked : sequence of Questionnaire
        Languages and versions of one questionnaire share one table.

    Returns
    -------
    dict of file name to bytes
        ``servqual.csv`` with headings alone; ``servqual.en.columns.csv`` with what each heading
        asks and which answers are typed under it. A version that asks fewer items leaves the
        columns of the others empty.
    """
    found: dict[str, bytes] = {}
    for name in dict.fromkeys(one.instrument for one in asked):
        same = [one for one in asked if one.instrument == name]
        found[f"{name}.csv"] = _content([headings(same)])
        for language in dict.fromkeys(one.language for one in same):
            told = [one for one in same if one.language == language]
            found[f"{name}.{language}.columns.csv"] = _content(_columns(told))
    return found


def headings(same: Sequence[Questionnaire]) -> list[str]:
    """Return the headings of all languages and versions of a questionnaire, in order of asking.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> headings(questionnaires(load_instrument("servperf")))[:3]
    ['sheet', 'P1', 'P2']
    """
    constants = dict.fromkeys(code for one in same for code, _ in one.constants)
    return [SHEET, *constants, *(code for _, found in _blocks(same) for code in found)]


def _blocks(same: Sequence[Questionnaire]) -> Iterator[tuple[Block, list[str]]]:
    """Yield each block of the first version with its codes, those of other versions among them."""
    for place, block in enumerate(same[0].blocks):
        found = dict.fromkeys(code for one in same for code in codes(one.blocks[place]))
        rows = {
            row.code: row.number
            for one in same
            for asked in [one.blocks[place]]
            if isinstance(asked, Matrix)
            for row in asked.rows
        }
        yield block, sorted(found, key=lambda code: rows.get(code, 0))


def _columns(same: Sequence[Questionnaire]) -> list[list[str]]:
    """Return what each heading asks, and what is typed under it."""
    language = same[0].language
    heads = [fill(language, f"forms.columns.{key}", {}) for key in ("heading", "asks", "answers")]
    rows = [heads, [SHEET, fill(language, "forms.columns.sheet", {}), ""]]
    for code in dict.fromkeys(code for one in same for code, _ in one.constants):
        values = dict.fromkeys(v for one in same for c, v in one.constants if c == code)
        rows.append([code, fill(language, "forms.columns.version", {}), " | ".join(values)])
    texts = {code: text for one in same for block in one.blocks for code, text in _asks(block)}
    for block, found in _blocks(same):
        rows += [[code, texts[code], _answers(block, language)] for code in found]
    return rows


def _asks(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each heading of a block with its question."""
    if isinstance(block, Matrix | Points | Ranking):
        yield from ((row.code, row.text) for row in block.rows)
    else:
        yield block.code, block.text


def _answers(block: Block, language: str) -> str:
    """Return what is typed under the headings of a block."""
    if isinstance(block, Points):
        return fill(language, "forms.columns.points", {"total": block.total})
    if isinstance(block, Ranking):
        return fill(language, "forms.intro.rank_how", {"n": len(block.rows)})
    if isinstance(block, Comment):
        return ""
    missing = [one.label for one in block.missing] if isinstance(block, Matrix) else []
    rated = isinstance(block, Matrix | Rating) or block.kind == "yes_no"
    told = [_option(o) if rated else o.value for o in block.options]
    if (
        isinstance(block, Matrix | Rating)
        and len(told) > 2
        and not any(o.label for o in block.options[1:-1])
    ):
        told = [f"{told[0]} ... {told[-1]}"]
    return " | ".join([*told, *missing])


def _option(option: Option) -> str:
    return f"{option.value} = {option.label}" if option.label else option.value


def _content(rows: Sequence[Sequence[str]]) -> bytes:
    return (BOM + csv_text(rows)).encode("utf-8")
