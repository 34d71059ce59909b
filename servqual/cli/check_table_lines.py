"""What was found in a printed table, as lines for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.cli.check_lines import Line
from servqual.cli.structure_lines import INDENT
from servqual.cli.terminal import clean, wrapped

if TYPE_CHECKING:
    from servqual.results.table_check import TableCheck, TableFault

TONES = {"fault": "bad", "ask": "look", "mark": ""}


def check_table_lines(
    found: TableCheck, language: str, columns: int, *, scale_known: bool = True
) -> Iterator[Line]:
    """Yield the verdict, then every figure that does not follow from the others.

    What could be checked if people or scale were said is told at the end.
    """
    from servqual.texts import fill

    def say(key: str, **values: object) -> str:
        return fill(language, f"printed.{key}", values)

    n = sum(row.severity == "fault" for row in found.faults)
    key = "bad" if n else "good" if found.n_checks else "nothing"
    form = "_row" if key == "good" and found.n_rows == 1 else ""
    count = n or found.n_checks
    values = {"file": found.file, "rows": found.n_rows, "n": count, "count": count}
    tone = {"bad": "bad", "good": "good", "nothing": "look"}[key]
    yield from (Line(line, tone) for line in wrapped(clean(say(key + form, **values)), columns))
    if n:
        yield from (Line(x) for x in wrapped(say("rounding"), columns, INDENT, INDENT))
    for severity, colour in TONES.items():
        rows = [row for row in found.faults if row.severity == severity]
        if rows:
            yield Line()
            yield Line(say(severity), colour or "head")
        for row in rows:
            text = clean(_told(row, language))
            yield from (Line(line) for line in wrapped(text, columns, "  - ", "    "))
    asked = {"say_n": found.n_known, "say_scale": scale_known}
    missing = [say(key) for key, known in asked.items() if not known]
    if missing:
        text = fill(language, "words.between_sentences", {}).join(missing)
        yield Line()
        yield from (Line(x, "quiet") for x in wrapped(text, columns, INDENT, INDENT))


def _told(row: TableFault, language: str) -> str:
    """Return one fault in words."""
    from servqual.texts import fill

    numbers = {
        name: "-" if value is None else _number(value)
        for name, value in (
            ("printed", row.printed),
            ("implied", row.implied),
            ("low", row.low),
            ("high", row.high),
        )
    }
    figure = fill(language, f"printed.figure.{row.figure}", {})
    edge = "_edge" if (row.code, row.severity) == ("asymmetric", "mark") else ""
    text = fill(language, f"printed.code.{row.code}{edge}", {"figure": figure, **numbers})
    like = fill(language, "printed.like", {"like": row.like}) if row.like else ""
    told = fill(language, "words.between_sentences", {}).join(filter(None, (text, like)))
    return fill(language, "printed.line", {"row": row.row, "name": row.name, "text": told})


def _number(value: float) -> str:
    """Return a number to three decimals, trailing zeros cut down to two.

    Examples
    --------
    >>> _number(-7.0783), _number(-0.25), _number(0.0)
    ('-7.078', '-0.25', '0.00')
    """
    text = f"{value:.3f}"
    text = text[:-1] if text.endswith("0") else text
    return text.removeprefix("-") if float(text) == 0 else text
