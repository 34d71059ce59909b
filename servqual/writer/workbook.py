"""Results as an Excel workbook, one sheet per table; the door of XlsxWriter."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from servqual._cells import runs
from servqual.results import Study, record
from servqual.settings import Promise
from servqual.writer.tables_csv import named_rows
from servqual.writer.workbook_first import action_sheets, importance_sheets
from servqual.writer.workbook_structure import structure_sheets
from servqual.writer.workbook_waves import wave_sheets

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Mapping[str, Any]]

# written into every workbook in place of the clock, so that the same study gives the same bytes
NO_CLOCK = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
NARROWEST, WIDEST, WRITTEN = 8, 60, 14
SHARE_COLUMNS = ("share", "confidence", "probability", "power", "cumulative")
P_COLUMNS = ("p", "p_adjusted", "wilcoxon_p", "p_scaled", "p_surface", "bartlett_p")
EXACT_COLUMNS = ("wilcoxon_v", "df")


def to_xlsx(study: Study) -> bytes:
    """Return a study as a workbook: a sheet per table that has rows, and one with the notes.

    Cells hold full precision and show three decimals; shares show per cent. Text is stored as text,
    never as a formula.
    """
    content = io.BytesIO()
    with new_workbook(content) as book:
        styles = _Styles.of(book)
        for title, rows in sheets(study).items():
            if rows:
                _write_sheet(book.add_worksheet(title), rows, styles)
    return content.getvalue()


def new_workbook(content: io.BytesIO) -> Workbook:
    """Return an empty workbook that is written into ``content`` when it is closed.

    It holds no clock, and text becomes neither formula, number nor link.
    """
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"created": NO_CLOCK})
    return book


def sheets(study: Study) -> dict[str, Rows]:
    """Return the tables of a study by the title of their sheet, in the order of the workbook."""
    return {
        "Gaps": named_rows(study, study.gaps),
        "Differences": [record(row) for row in study.gaps.contrasts],
        "Scores": named_rows(study, study.scores),
        **action_sheets(study),
        **structure_sheets(study),
        "Distributions": _distributions(study),
        **importance_sheets(study),
        "Groups": study.groups.records(),
        "Missing answers": [_spread(record(row), "missing") for row in study.quality.missing],
        "Careless answers": study.quality.records(),
        "People left out": [record(row) for row in study.sample.excluded],
        "With and without": [record(row) for row in study.quality.sensitivity],
        "Rules for incomplete": study.incomplete.records(),
        "Since the wave before": study.before.records(),
        "Breaks since then": study.before.records("breaks"),
        **wave_sheets(study),
        "Sample and settings": _facts(study),
        "Comments by theme": [
            _without(row, "name", "tones") | {f"n_{tone}": n for tone, n in row["tones"].items()}
            for row in study.comments.records("themes")
        ],
        "Ratings of writers": study.comments.records("gaps"),
        "Agreement of coders": study.comments.records("agreement"),
        "Notes": [{"code": n.code, "text": n.text, "where": n.where} for n in study.notes],
    }


def _distributions(study: Study) -> Rows:
    """Return answer counts with a column per answer and per kind of missing."""
    rows = [_spread(row, "missing") for row in study.distributions.records()]
    answers = sorted({answer for row in rows for answer in row["counts"]})
    return [
        _without(row, "counts", "share")
        | {f"n_{answer}": row["counts"].get(answer) for answer in answers}
        | {f"share_{answer}": row["share"].get(answer) for answer in answers}
        for row in rows
    ]


def _facts(study: Study) -> Rows:
    """Return what is known about the sample and how the numbers were made, one fact per row."""
    sample = record(study.sample)
    stated = {key: value or None for key, value in sample.pop("facts").items()}
    sample.pop("how", None)
    sample["excluded"] = study.sample.answered - study.sample.respondents
    settings = record(study.settings) | {
        "sesoi": study.sesoi,
        "sesoi_origin": study.settings.sesoi_origin,
    }
    settings["by"] = " ".join(settings["by"])
    del settings["promise"]
    settings |= _promised(study.settings.promise)
    instrument = {"instrument": study.instrument.id, "version": study.instrument.version}
    facts = instrument | sample | stated | settings
    return [{"fact": key, "value": value} for key, value in facts.items()]


def _promised(promise: Promise) -> dict[str, object]:
    """Return what was promised to those who answered as facts of their own."""
    return {
        "promised_min_cell": promise.min_cell or None,
        "promised_comments": promise.comments or None,
        "promised_keep_until": str(promise.keep_until) if promise.keep_until else None,
    }


def _spread(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return a row whose mapping under ``key`` has become columns ``key_name``."""
    more = {f"{key}_{name}": value for name, value in row[key].items()}
    return _without(row, key) | more


def _without(row: Mapping[str, Any], *gone: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in gone}


@dataclass(frozen=True)
class _Styles:
    """The looks of a cell."""

    heading: Format
    text: Format
    quoted: Format
    number: Format
    exact: Format
    count: Format
    share: Format
    p: Format

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        top: dict[str, Any] = {"valign": "top"}
        return cls(
            heading=book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
            text=book.add_format(top | {"text_wrap": True}),
            quoted=book.add_format(top | {"text_wrap": True, "quote_prefix": True}),
            number=book.add_format(top | {"num_format": "0.000"}),
            exact=book.add_format(top | {"num_format": "0.0##"}),
            count=book.add_format(top | {"num_format": "0"}),
            share=book.add_format(top | {"num_format": "0.0%"}),
            p=book.add_format(top | {"num_format": "[<0.001]0.0E+00;0.000"}),
        )

    def of_cell(self, column: str, value: object) -> Format:
        if isinstance(value, str):
            return self.quoted if runs(value) else self.text
        if isinstance(value, bool) or not isinstance(value, float):
            return self.count
        if column.startswith(SHARE_COLUMNS):
            return self.share
        if column in P_COLUMNS:
            return self.p
        return self.exact if column in EXACT_COLUMNS else self.number


def _write_sheet(sheet: Worksheet, rows: Rows, styles: _Styles) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, styles.heading)
        sheet.set_column(at, at, _width(column, [row.get(column) for row in rows]))
    for line, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            _write_cell(sheet, (line, at), row.get(column), styles.of_cell(column, row.get(column)))
    sheet.freeze_panes(1, 2 if len(columns) > 3 else 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.hide_gridlines(2)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Any, style: Format) -> None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value, style)
    elif isinstance(value, str):
        sheet.write_string(*at, value, style)
    else:
        sheet.write_number(*at, value + 0, style)


def _width(column: str, values: Sequence[object]) -> int:
    # a column to fill in has room to write
    empty = WRITTEN if all(value is None for value in values) else 0
    longest = max((len(value) for value in values if isinstance(value, str)), default=empty)
    return min(max(longest, len(column), NARROWEST) + 2, WIDEST)


def chart_sheet(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    """Return the workbook behind a native chart: one sheet of cells, text never a formula.

    The sheet is called ``Sheet1``, the name by which python-pptx refers to it.
    """
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": NO_CLOCK})
        sheet, quoted = book.add_worksheet("Sheet1"), book.add_format({"quote_prefix": True})
        for line, row in enumerate(rows):
            for at, value in enumerate(row):
                if isinstance(value, str) and value:
                    sheet.write_string(line, at, value, quoted if runs(value) else None)
                elif isinstance(value, int | float):
                    sheet.write_number(line, at, value)
    return content.getvalue()
