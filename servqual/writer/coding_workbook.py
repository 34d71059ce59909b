"""The comments of a survey as a workbook to code: one line a comment, the themes, how to."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from servqual._cells import runs
from servqual.texts import catalogue, fill
from servqual.writer.workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"id": 7, "question": 18, "comment": 70, "theme": 34, "dimension": 18, "tone": 12,
          "print": 9, "coder": 9}  # fmt: skip
THEME_WIDTHS = {"id": 16, "name": 30, "dimension": 18, "words": 90}
HOW_WIDTH = 100
LISTS = "_lists"


class CodingTable(Protocol):
    """What is needed of a list of comments to code."""

    @property
    def heads(self) -> tuple[str, ...]:
        """Headings of the columns."""

    @property
    def rows(self) -> tuple[tuple[object, ...], ...]:
        """One row a comment."""

    @property
    def themes(self) -> tuple[tuple[str, str, str, str], ...]:
        """Id, name, dimension and words of each theme."""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What may stand under the dimension."""

    @property
    def tones(self) -> tuple[str, ...]:
        """What may stand under the tone."""

    @property
    def marks(self) -> tuple[str, ...]:
        """What may stand under print."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the themes."""

    @property
    def language(self) -> str:
        """Language of the headings."""


def coding_workbook(table: CodingTable) -> bytes:
    """Return a list of comments to code as a workbook.

    Its sheets are the comments, the themes and how to code. Dimension, tone and print are chosen
    from lists; a theme may be chosen or typed, several with semicolons. Text never runs as a
    formula, and the same list gives the same bytes.
    """
    content = io.BytesIO()
    with new_workbook(content) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top"})
        _comments(book, table, head)
        _themes(book, table, head)
        _how(book, table)
        _write_lists(book, table)
    return content.getvalue()


def _title(table: CodingTable, which: str) -> str:
    return fill(table.language, f"coding.sheet.{which}", {})


def _comments(book: Workbook, table: CodingTable, head: Format) -> None:
    sheet = book.add_worksheet(_title(table, "comments"))
    for at, (name, wide) in enumerate(zip(table.heads, WIDTHS.values(), strict=True)):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, wide)
    _write(book, sheet, table.rows)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.heads) - 1)
    places = {name: at for at, name in enumerate(WIDTHS)}
    for letter, (name, values) in zip("ABC", _lists(table).items(), strict=True):
        at, n = places[name], max(len(table.rows), 1)
        source = f"={LISTS}!${letter}$1:${letter}${max(len(values), 1)}"
        sheet.data_validation(1, at, n, at, {"validate": "list", "source": source})
    if table.names:
        title = _title(table, "themes").replace("'", "''")
        source = f"='{title}'!$B$2:$B${len(table.names) + 1}"
        at = places["theme"]
        # a list that proposes and refuses nothing: a comment may be about several themes
        rule = {"validate": "list", "source": source, "error_type": "information",
                "show_error": False}  # fmt: skip
        sheet.data_validation(1, at, max(len(table.rows), 1), at, rule)


def _lists(table: CodingTable) -> dict[str, Sequence[str]]:
    """Return what may stand in a column, for those that are chosen from a list."""
    return {"dimension": table.dimensions, "tone": table.tones, "print": table.marks}


def _write_lists(book: Workbook, table: CodingTable) -> None:
    """Write what can be chosen on a sheet that is not shown: a list in a rule holds few signs."""
    sheet = book.add_worksheet(LISTS)
    for at, values in enumerate(_lists(table).values()):
        for line, value in enumerate(values):
            sheet.write_string(line, at, value)
    sheet.hide()


def _themes(book: Workbook, table: CodingTable, head: Format) -> None:
    sheet = book.add_worksheet(_title(table, "themes"))
    for at, (name, wide) in enumerate(THEME_WIDTHS.items()):
        sheet.write_string(0, at, fill(table.language, f"coding.theme_head.{name}", {}), head)
        sheet.set_column(at, at, wide)
    _write(book, sheet, table.themes)
    sheet.freeze_panes(1, 0)


def _how(book: Workbook, table: CodingTable) -> None:
    sheet = book.add_worksheet(_title(table, "how"))
    sheet.set_column(0, 0, HOW_WIDTH)
    lines: Sequence[str] = catalogue(table.language)["coding.how"]
    style = book.add_format({"text_wrap": True, "valign": "top"})
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text, style)


def _write(book: Workbook, sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    """Write rows below the headings; text that would run is marked as text."""
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    for line, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, at, value, plain)
            elif value:
                text = str(value)
                sheet.write_string(line, at, text, quoted if runs(text) else plain)
            else:
                sheet.write_blank(line, at, None, plain)
