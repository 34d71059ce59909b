"""Spreadsheets (.xlsx, .xls, .xlsb, .ods): the one door to python-calamine."""

from __future__ import annotations

import datetime
import io
import math
from dataclasses import dataclass
from typing import Any

from servqual.errors import FormatError, SettingsError
from servqual.importer.opening.apart import apart
from servqual.importer.opening.archives import check_archive
from servqual.importer.opening.limits import check_shape

_EXACT_WHOLE = 1e15  # whole numbers up to here keep all their digits
_MOST_SHEETS = 100  # that are looked into
_OLD = b"\xd0\xcf\x11\xe0"  # .xls: without checksums, a damaged file can ask for any memory

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet as text, at their own places, and which of them are merged.

    Attributes
    ----------
    name : str
    records : list of list of str
        Row and column positions are those of the sheet, also where it begins with empty ones.
    merged : tuple of ((row, column), (row, column))
        First and last cell of each merged range, counted from 0.
    """

    name: str
    records: list[list[str]]
    merged: tuple[Merged, ...] = ()


def read_sheets(
    content: bytes, file: str, sheet: str | int | None = None
) -> tuple[list[Sheet], list[str]]:
    """Return the sheet asked for, or all visible ones, and the names of all sheets.

    Formulas are not computed: the values saved with them are read.

    Raises
    ------
    FormatError
        The file cannot be opened as a spreadsheet (damaged, cut off, protected by a password), or
        it is too large.
    SettingsError
        There is no such sheet.
    """
    check_archive(content, file)
    told = None if sheet is None else str(sheet)
    if content.startswith(_OLD):
        found = apart(__name__, "plain_sheets", content, file, told)
    else:
        found = plain_sheets(content, file, told)
    sheets = [
        Sheet(name, records, tuple(((a, b), (c, d)) for (a, b), (c, d) in merged))
        for name, records, merged in found["sheets"]
    ]
    return sheets, found["names"]


def plain_sheets(content: bytes, file: str, sheet: str | None = None) -> dict[str, Any]:
    """Return sheets as plain data: name, records, merged ranges; and the names of all sheets."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        wanted = _wanted(book, names, file, sheet)
        sheets = [_read(book, name, file) for name in wanted[:_MOST_SHEETS]]
    except calamine.PasswordError as error:
        raise FormatError(
            f"{file}: this workbook is protected by a password. Save it without one."
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(file, error) from error
    except BaseException as error:
        # a fault inside the reader's own (Rust) code is no Exception and would end the program
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, error) from error
    return {"names": names, "sheets": sheets}


def _wanted(book: Any, names: list[str], file: str, sheet: str | int | None) -> list[str]:
    """Return the names of the sheets to read."""
    if not names:
        raise FormatError(f"{file}: this workbook has no sheet. Export the survey again.")
    return _visible(book) if sheet is None else [_sheet_name(names, file, sheet)]


def _visible(book: Any) -> list[str]:
    """Return the sheets of cells that a person sees; all of them if none is visible."""
    import python_calamine as calamine

    kinds, looks = calamine.SheetTypeEnum, calamine.SheetVisibleEnum
    sheets = [s for s in book.sheets_metadata if s.typ == kinds.WorkSheet]
    seen = [s.name for s in sheets if s.visible == looks.Visible]
    return seen or [s.name for s in sheets] or list(book.sheet_names)


def _read(book: Any, name: str, file: str) -> tuple[str, list[list[str]], list[Merged]]:
    """Return one sheet as text."""
    found = book.get_sheet_by_name(name)
    check_shape(found.total_height, found.total_width, file)
    cells = found.to_python(skip_empty_area=False)
    records = [[cell_text(cell) for cell in row] for row in cells]
    return name, records, list(found.merged_cell_ranges or ())


def _damaged(file: str, error: BaseException) -> FormatError:
    return FormatError(
        f"{file}: this file begins like a spreadsheet or an archive but cannot be opened as "
        "a workbook "
        f"({_one_line(error)}). Export it again, or save it as CSV."
    )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _sheet_name(names: list[str], file: str, sheet: str | int) -> str:
    """Return the sheet asked for by name or number (1 = first)."""
    if str(sheet) in names:
        return str(sheet)
    if str(sheet).isdigit() and 1 <= int(sheet) <= len(names):
        return names[int(sheet) - 1]
    raise SettingsError(f"{file}: there is no sheet {sheet!r}. Sheets: {', '.join(names)}.")


def cell_text(cell: object) -> str:
    """Return what a person would type into a cell to get this value.

    Examples
    --------
    >>> [cell_text(cell) for cell in (6.0, 6.5, None, True, "n/a")]
    ['6', '6.5', '', 'TRUE', 'n/a']
    """
    match cell:
        case None:
            text = ""
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float() if math.isnan(cell):
            text = ""
        case float() if cell.is_integer() and abs(cell) < _EXACT_WHOLE:
            text = str(int(cell))
        case datetime.datetime():
            text = cell.isoformat(sep=" ")
        case _:
            text = str(cell)
    return text
