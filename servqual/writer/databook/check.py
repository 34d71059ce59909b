"""The sheet that holds every recomputed figure against the one that was reported."""

from __future__ import annotations

from servqual.writer.databook.figures import Book
from servqual.writer.databook.grid import Box, Formula, Sheet, cell

NEAR = "0.000000001"
FIRST = 7


def add_check(book: Book) -> None:
    """Write reported and recomputed figures side by side, and above them whether all agree."""
    last = FIRST + len(book.figures) - 1
    differences = f"{cell(3, FIRST)}:{cell(3, max(last, FIRST))}"
    agree, differ = book.say("check.agree"), book.say("check.differ")
    verdict = f'=IF(MAX({differences})<{NEAR},"{agree}","{differ}")'
    rows: list[list[Box]] = [
        [Box(book.say("check.title"), "title")],
        [Box(book.say("check.how"), "how")],
        [Box(book.say("check.verdict"), "strong"), Box(Formula(verdict, agree), "answer")],
        [
            Box(book.say("check.compared")),
            Box(Formula(f"=COUNT({differences})", len(book.figures)), "number", "0"),
        ],
        [
            Box(book.say("check.largest")),
            Box(Formula(f"=MAX({differences})", 0.0), "number", "0.0E+00"),
        ],
        [],
        [
            Box(book.say("check.figure"), "head"),
            *(Box(book.say(f"check.{name}"), "head_number") for name in _HEADS),
        ],
    ]
    for k, (key, known) in enumerate(book.figures.items(), start=FIRST):
        reported, again = cell(1, k), cell(2, k)
        rows.append(
            [
                Box(book.names.get(key, "")),
                Box(known.value, "number"),
                Box(Formula(f"={known.formula}", known.value), "number"),
                Box(Formula(f"=ABS({again}-{reported})", 0.0), "number", "0.0E+00"),
            ]
        )
    book.sheets.append(
        Sheet(book.name("check"), rows, (70.0, 22.0, 22.0, 14.0), head=FIRST - 1, stays=1)
    )


_HEADS = ("reported", "again", "difference")
