"""XLSForms as workbooks."""

from __future__ import annotations

import io
from collections.abc import Sequence

from servqual._cells import runs
from servqual.forms.questions import Questionnaire
from servqual.forms.tools import by_version, file_name
from servqual.forms.xlsform import sheets
from servqual.writer.workbook import new_workbook

WIDE, NARROW = 50, 18
TEXTS = ("label", "hint", "constraint")


def write(asked: Sequence[Questionnaire]) -> dict[str, bytes]:
    """Return a form for ODK and KoboToolbox for each version, all languages in it.

    Parameters
    ----------
    asked : sequence of Questionnaire

    Returns
    -------
    dict of file name to bytes
        ``servqual.xlsform.xlsx``, ``servqual-short.A.xlsform.xlsx``.
    """
    return {file_name(same, "xlsform.xlsx"): _workbook(same) for same in by_version(asked)}


def _workbook(same: Sequence[Questionnaire]) -> bytes:
    content = io.BytesIO()
    with new_workbook(content) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        quoted = book.add_format({"text_wrap": True, "quote_prefix": True})
        for title, (heads, *rows) in sheets(same).items():
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, heads, bold)
            for at, head in enumerate(heads):
                sheet.set_column(at, at, WIDE if head.startswith(TEXTS) else NARROW)
            for line, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if cell:
                        sheet.write_string(line, at, cell, quoted if runs(cell) else text)
            sheet.freeze_panes(1, 2)
    return content.getvalue()
