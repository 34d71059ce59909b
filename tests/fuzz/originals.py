"""Valid exports of several tools, built here, whose every rating is known."""

from __future__ import annotations

import io
from dataclasses import dataclass
from random import Random

N_ITEMS = 22
AGREE = ("强烈不同意", "不同意", "比较不同意", "一般", "比较同意", "同意", "非常同意")
WORDS = (
    "Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
    "Somewhat agree", "Agree", "Strongly agree",
)  # fmt: skip
# blanks of every kind, quotation marks, line breaks and signs of other files stand in comments
REMARKS = (
    "fine", 'they said "soon", twice', "slow; very slow", "tab\there", "two\nlines", "", "N/A",
    "很好，谢谢", "naïve café", "=1+1",
)  # fmt: skip


@dataclass(frozen=True)
class Original:
    """A valid export.

    Attributes
    ----------
    name : str
    rows : list of list of str
        Header rows and answers as cells.
    n_headers : int
    encoding, delimiter : str
        "" as encoding: a workbook.
    """

    name: str
    rows: list[list[str]]
    n_headers: int
    encoding: str
    delimiter: str = ","
    suffix: str = ".csv"

    def content(self) -> bytes:
        """Return the file."""
        if not self.encoding:
            return _workbook(self.rows)
        return text_of(self.rows, self.delimiter).encode(self.encoding, errors="replace")


def text_of(rows: list[list[str]], delimiter: str) -> str:
    """Return rows as a text of separated fields, quoted where needed."""
    import csv

    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _workbook(rows: list[list[str]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_numbers": True})
    sheet = book.add_worksheet("Answers")
    for i, row in enumerate(rows):
        sheet.write_row(i, 0, row)
    book.close()
    return content.getvalue()


def ratings(n_people: int, seed: int) -> list[list[int]]:
    """Return answers 1-7, 0 for blank; expectations first."""
    random = Random(seed)  # noqa: S311  not a secret
    return [
        [random.choice((*range(1, 8), *range(4, 8), 0)) for _ in range(2 * N_ITEMS)]
        for _ in range(n_people)
    ]


def originals() -> list[Original]:
    """Return one export per way of writing that is damaged."""
    people = ratings(8, seed=5)
    digits = [[str(a) if a else "" for a in person] for person in people]
    words = [[WORDS[a - 1] if a else "" for a in person] for person in people]
    chinese = [[AGREE[a - 1] if a else "(空)" for a in person] for person in people]
    short = [f"{battery}{j}" for battery in "EP" for j in range(1, N_ITEMS + 1)]
    spoken = [f"{b} [{j}. item]" for b in ("Expectations", "Perceptions") for j in range(1, 23)]
    formal = [f"{b}{j}" for b in ("期望", "感知") for j in range(1, N_ITEMS + 1)]
    codes = [f"QID{1 + (k >= N_ITEMS)}_{k % N_ITEMS + 1}" for k in range(2 * N_ITEMS)]
    return [
        _with_people("plain", short, digits, "utf-8"),
        _with_people("bom", short, digits, "utf-8-sig", ";"),
        _with_people("excel_text", short, digits, "utf-16", "\t"),
        _with_people("words", spoken, words, "cp1252"),
        _with_people("gbk", formal, chinese, "gb18030"),
        _with_people(
            "korean",
            [h.replace("期望", "기대").replace("感知", "인지") for h in formal],
            digits,
            "cp949",
        ),
        _with_people("workbook", short, digits, "", suffix=".xlsx"),
        _qualtrics("qualtrics", short, codes, digits),
    ]


def _with_people(
    name: str, headers: list[str], answers: list[list[str]], encoding: str, delimiter: str = ",",
    suffix: str = ".csv",
) -> Original:  # fmt: skip
    rows = [["id", *headers, "comment"]]
    for i, row in enumerate(answers):
        rows.append([f"g{i + 1}", *row, REMARKS[i % len(REMARKS)]])
    return Original(name, rows, 1, encoding, delimiter, suffix)


def _qualtrics(
    name: str, headers: list[str], codes: list[str], answers: list[list[str]]
) -> Original:
    """Return an export with three header rows."""
    rows = [
        ["StartDate", "Status", "ResponseId", "id", *headers],
        ["Start Date", "Response Type", "Response ID", "Your code", *headers],
        [
            '{"ImportId":"startDate"}', '{"ImportId":"status"}', '{"ImportId":"_recordId"}',
            '{"ImportId":"QID9_TEXT"}', *(f'{{"ImportId":"{code}"}}' for code in codes),
        ],
    ]  # fmt: skip
    for i, row in enumerate(answers):
        rows.append([f"2026-03-0{i + 1} 09:00:00", "IP Address", f"R_{i}abc", f"g{i + 1}", *row])
    return Original(name, rows, 3, "utf-8-sig")
