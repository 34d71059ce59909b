"""Spreadsheets (.xlsx, .xls, .xlsb, .ods): the one door to python-calamine."""

from __future__ import annotations

import datetime
import io
import math

from servqual.errors import FormatError, SettingsError

_EXACT_WHOLE = 1e15  # whole numbers up to here keep all their digits


def read_sheet(
    content: bytes, file: str, sheet: str | int | None = None
) -> tuple[list[list[str]], str, list[str]]:
    """Return the cells of one sheet as text, its name, and the names of all sheets.

    Row and column positions are those of the sheet, also where it begins with empty ones. Formulas
    are not computed: the values saved with them are read.

    Raises
    ------
    FormatError
        The file cannot be opened as a spreadsheet (damaged, cut off, or protected by a password).
    SettingsError
        There is no such sheet.
    """
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        if not names:
            raise FormatError(f"{file}: this workbook has no sheet. Export the survey again.")
        name = _sheet_name(names, file, sheet)
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise FormatError(
            f"{file}: this workbook is protected by a password. Save it without one."
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FormatError(
            f"{file}: this file begins like a spreadsheet or an archive but cannot be opened as "
            "a workbook "
            f"({_one_line(error)}). Export it again, or save it as CSV."
        ) from error
    return [[cell_text(cell) for cell in row] for row in cells], name, names


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _sheet_name(names: list[str], file: str, sheet: str | int | None) -> str:
    """Return the sheet asked for by name or number (1 = first); the first without a wish."""
    if sheet is None:
        return names[0]
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
