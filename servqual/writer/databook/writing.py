"""Sheets of data written as a workbook: looks, widths, what stays in sight, what is printed."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from servqual._cells import runs
from servqual.writer.databook.grid import Box, Formula, Sheet, width_of
from servqual.writer.workbook import new_workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LANDSCAPE_A4 = 9
WORDS_ACROSS = 118  # signs in a line of running text
LINE, TITLE = 15.0, 21.0  # heights in points
LONGEST_MARGIN = 200


@dataclass(frozen=True)
class Dress:
    """How a workbook looks: font, colours, what stands at head and foot of printed pages."""

    font: str
    accent: str
    wash: str
    muted: str
    head: str = ""
    foot: str = ""


@dataclass
class _Looks:
    """The cell formats of a workbook, each made once."""

    book: Workbook
    dress: Dress
    made: dict[tuple[str, str, bool], Format] = field(default_factory=dict)

    def of(self, box: Box) -> Format:
        """Return the format of a cell; text that would run as a formula is marked as text."""
        hot = isinstance(box.content, str) and runs(box.content)
        key = (box.look, box.form, hot)
        if key not in self.made:
            shape: dict[str, Any] = {"font_name": self.dress.font, "valign": "top"}
            shape |= self._shape(box.look) | {"num_format": box.form, "quote_prefix": hot}
            self.made[key] = self.book.add_format(shape)
        return self.made[key]

    def _shape(self, look: str) -> dict[str, Any]:
        head = {
            "bold": True, "text_wrap": True, "bg_color": self.dress.wash, "bottom": 1,
            "valign": "bottom",
        }  # fmt: skip
        shapes: dict[str, dict[str, Any]] = {
            "text": {"text_wrap": True},
            "beside": {"text_wrap": True, "align": "left", "indent": 2},
            "how": {"font_color": self.dress.muted},
            "title": {"bold": True, "font_size": 14, "font_color": self.dress.accent},
            "head": head,
            "head_beside": head | {"align": "left", "indent": 2},
            "head_number": head | {"align": "right"},
            "number": {"align": "right"},
            "quiet": {"align": "left", "font_color": self.dress.muted},
            "strong": {"bold": True, "text_wrap": True},
            "answer": {"bold": True, "font_color": self.dress.accent},
            "link": {"font_color": self.dress.accent, "underline": 1},
        }  # fmt: skip
        return shapes[look]


def written(sheets: Sequence[Sheet], dress: Dress) -> bytes:
    """Return sheets as the bytes of an ``.xlsx`` file."""
    content = io.BytesIO()
    with new_workbook(content) as book:
        looks = _Looks(book, dress)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, looks)
    return content.getvalue()


def _write(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    for at, width in enumerate(sheet.widths):
        page.set_column(at, at, width)
    across = max(1, len(sheet.widths))
    for line, row in enumerate(sheet.rows):
        if len(row) == 1 and row[0].look in ("how", "title") and isinstance(row[0].content, str):
            _write_words(page, line, row[0], across, sheet, looks)
            continue
        for at, box in enumerate(row):
            _write_box(page, (line, at), box, looks)
        if (lines := _lines(row, sheet)) > 1:
            page.set_row(line, LINE * lines)
    if sheet.head >= 0:
        page.freeze_panes(sheet.head + 1, sheet.stays if across > sheet.stays + 1 else 0)
        page.repeat_rows(sheet.head)
    _print(page, looks.dress)


def _lines(row: Sequence[Box], sheet: Sheet) -> int:
    """Return how many lines the longest text of a row takes in its column."""
    return max(
        (
            math.ceil(width_of(box.content) / max(1.0, room - 1))
            for box, room in zip(row, sheet.widths, strict=False)
            if isinstance(box.content, str)
        ),
        default=1,
    )


def _write_words(
    page: Worksheet, line: int, box: Box, across: int, sheet: Sheet, looks: _Looks
) -> None:
    """Write running text, which may flow over the cells to its right, in lines of its own."""
    text = str(box.content)
    room = sum(sheet.widths) if across > 1 else sheet.widths[0]
    signs = width_of(text)
    lines = math.ceil(signs / max(20.0, min(room, WORDS_ACROSS))) + text.count("\n")
    if box.look == "title" or across == 1 or lines == 1:
        page.write_string(line, 0, text, looks.of(box))
        if box.look == "title":
            page.set_row(line, TITLE)
        return
    reach, last = 0.0, 0
    while last < across and reach < WORDS_ACROSS:
        reach += sheet.widths[last]
        last += 1
    page.set_row(line, LINE * math.ceil(signs / max(20.0, reach * 1.05)) + 2)
    wrapped = looks.book.add_format(
        {
            "font_name": looks.dress.font, "font_color": looks.dress.muted, "text_wrap": True,
            "valign": "top", "quote_prefix": runs(text),
        }
    )  # fmt: skip
    page.merge_range(line, 0, line, last - 1, "", wrapped)
    page.write_string(line, 0, text, wrapped)


def _write_box(page: Worksheet, at: tuple[int, int], box: Box, looks: _Looks) -> None:
    content, style = box.content, looks.of(box)
    if box.link:
        page.write_url(*at, f"internal:'{box.link}'!A1", style, str(content))
    elif isinstance(content, Formula):
        page.write_formula(*at, content.text, style, content.value)
    elif isinstance(content, str):
        page.write_string(*at, content, style)
    elif content is not None and math.isfinite(content):
        page.write_number(*at, content + 0, style)


def _print(page: Worksheet, dress: Dress) -> None:
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(LANDSCAPE_A4)
    page.fit_to_pages(1, 0)
    # an ampersand begins a code of the margins
    head, foot = (
        text.replace("&", "&&").replace("\n", " ")[:LONGEST_MARGIN]
        for text in (dress.head, dress.foot)
    )
    if head:
        page.set_header(f"&L{head}")
    page.set_footer(f"&L{foot}&C&A&R&P / &N")
