"""Sheets on which each row is one figure: sums to the left, formulas over them to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from servqual.writer.databook.grid import Box, Formula, Sheet, cell, on_sheet
from servqual.writer.view import View

NO_SPREAD = 1e-6  # below it rounding is all there is, and a formula would print the rounding
FIRST_ROW = 4  # title, explanation, the confidence that limits are for, headings
SETTING = "$B$3"
Key = tuple[str, ...]
Found = tuple[float | None, str]
"""A reported number and the formula that gives it."""


@dataclass(frozen=True)
class Known:
    """One figure of the results: its value at full precision, and the formula that gives it."""

    value: float
    formula: str


@dataclass
class Book:
    """What is gathered while the sheets are made.

    Attributes
    ----------
    view : View
    figures : dict of key to Known
        What is recomputed, by the key under which tables name it.
    names : dict of key to text
        What a figure is about, for the list of checks.
    sheets : list of Sheet
    """

    view: View
    figures: dict[Key, Known] = field(default_factory=dict)
    names: dict[Key, str] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the data book."""
        return self.view.say(f"databook.{key}", **values)

    def name(self, key: str) -> str:
        """Return the name of one of the sheets with sums."""
        return self.say(f"sheet.{key}")


@dataclass(frozen=True)
class Line:
    """One row: what it is about, its sums, and the reported figures with their formulas.

    A sum may be a formula over another sheet. ``figures`` maps a column to the reported number and
    its formula, in which ``{column}`` stands for the cell of that column in this row. A number that
    does not exist is None and left empty; a formula that is '' leaves the number as it was
    reported. What is a step on the way is not ``reported``.
    """

    key: Key
    texts: Sequence[str]
    sums: Mapping[str, float | int | Formula | None]
    figures: Mapping[str, Found]
    reported: bool = True


@dataclass(frozen=True)
class Layout:
    """The columns of a sheet: headings of texts, then sums, then figures, by their keys."""

    name: str
    texts: Sequence[str]
    sums: Sequence[str]
    figures: Sequence[str]

    def place(self, key: str) -> int:
        """Return the column of a sum or figure."""
        return len(self.texts) + [*self.sums, *self.figures].index(key)

    def at(self, key: str, line: int) -> str:
        """Return the cell of a column in a line, lines counted from 0."""
        return cell(self.place(key), FIRST_ROW + line)

    def span(self, key: str, lines: Sequence[int]) -> str:
        """Return the range of a column over lines that follow each other."""
        return f"{self.at(key, lines[0])}:{self.at(key, lines[-1])}"

    def elsewhere(self, key: str, lines: Sequence[int]) -> str:
        """Return the same range, or one cell, as other sheets write it."""
        both = self.span(key, lines) if len(lines) > 1 else self.at(key, lines[0])
        return on_sheet(self.name, both)


SHARES = ("share",)


def form(key: str) -> str:
    """Return how the numbers of a column are shown."""
    if key.startswith(SHARES):
        return "0.0%"
    if key in ("n", "below", "equal", "above", "times"):
        return "0.###"
    return "0.000000" if key == "p" else "0.0000"


def add_sheet(book: Book, layout: Layout, lines: Sequence[Line], key: str) -> None:
    """Write lines on a sheet and note where each of their figures stands."""
    confidence = book.view.study.settings.confidence
    rows: list[list[Box]] = [
        [Box(book.say(f"{key}.title"), "title")],
        [Box(book.say(f"{key}.how"), "how")],
        [Box(book.say("confidence"), "quiet"), Box(confidence, "number", "0.0##")],
        [Box(book.say(f"text.{name}"), "head") for name in layout.texts]
        + [_heading(book, name) for name in (*layout.sums, *layout.figures)],
    ]
    for k, line in enumerate(lines):
        _know_n(book, layout, line, k)
        places = {name: layout.at(name, k) for name in (*layout.sums, *layout.figures)}
        rows.append(
            [
                *(Box(text) for text in line.texts),
                *(_sum_box(line.sums.get(name), places) for name in layout.sums),
                *(_figure_box(book, layout, line, name, places) for name in layout.figures),
            ]
        )
    widths = [34.0, *[15.0] * (len(layout.texts) - 1), *[12.0] * len(rows[3])][: len(rows[3])]
    book.sheets.append(Sheet(layout.name, rows, widths, head=3, stays=len(layout.texts)))


ANSWER = "answer_"


def answer(value: float) -> str:
    """Return the key of the column that counts an answer.

    >>> answer(4), answer(4.5)
    ('answer_4', 'answer_4_5')
    """
    return f"{ANSWER}{value:g}".replace(".", "_")


def _heading(book: Book, name: str) -> Box:
    """Return the heading of a column; an answer is a number, for formulas multiply by it."""
    if name.startswith(ANSWER):
        value = float(name.removeprefix(ANSWER).replace("_", "."))
        return Box(value, "head_number", "0.####" if value % 1 else "0")
    return Box(book.say(f"field.{name}"), "head_number")


def _know_n(book: Book, layout: Layout, line: Line, k: int) -> None:
    """Note where the n of a line stands."""
    n = line.sums.get("n")
    if not line.reported or n is None:
        return
    value = n.value if isinstance(n, Formula) else n
    key = (*line.key, "n")
    book.figures[key] = Known(float(value), layout.elsewhere("n", [k]))
    book.names[key] = book.say("named", name=" · ".join(line.texts), field=book.say("field.n"))


def _sum_box(content: float | Formula | None, places: Mapping[str, str]) -> Box:
    if isinstance(content, Formula):
        content = Formula(f"={content.text.format(**places)}", content.value)
        return Box(content, "number", "0.####")
    return Box(content, "number", "0" if isinstance(content, int) else "0.####")


def _figure_box(
    book: Book, layout: Layout, line: Line, name: str, places: Mapping[str, str]
) -> Box:
    value, formula = line.figures.get(name, (None, ""))
    if value is None:
        return Box(None)
    if not formula:
        return Box(value, "quiet", form(name))
    if line.reported:
        key = (*line.key, name)
        book.figures[key] = Known(value, on_sheet(layout.name, places[name]))
        book.names[key] = book.say(
            "named", name=" · ".join(line.texts), field=book.say(f"field.{name}")
        )
    return Box(Formula(f"={formula.format(**places)}", value), "number", form(name))


def limits(
    n: int, se: float | None, low: float | None, high: float | None, mean: str
) -> dict[str, Found]:
    """Return the two limits of a mean by its t quantile; ``mean`` is the column of the mean."""
    alive = se is not None and se > NO_SPREAD and n > 1
    reach = f"TINV(1-{SETTING},{{n}}-1)*{{se}}"
    return {
        "ci_low": (low, f"{{{mean}}}-{reach}" if alive else ""),
        "ci_high": (high, f"{{{mean}}}+{reach}" if alive else ""),
    }


def lines_of(rows: Sequence[Any], source: str) -> dict[tuple[str, str], list[int]]:
    """Return the lines of each level by battery or kind."""
    found: dict[tuple[str, str], list[int]] = {}
    for k, row in enumerate(rows):
        found.setdefault((getattr(row, source), row.level), []).append(k)
    return found


def error(mean: str, *, weighted: bool) -> str:
    """Return the formula of a standard error; linearised (Taylor) under survey weights."""
    if not weighted:
        return "{sd}/SQRT({n})"
    inner = f"{{squares2}}-2*{{{mean}}}*{{total2}}+{{{mean}}}^2*{{weight2}}"
    return f"SQRT({{n}}/({{n}}-1)*({inner}))/{{weight}}"
