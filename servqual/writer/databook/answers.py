"""The sheet of answers: how many people gave each, by item and battery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.results import DistributionRow
from servqual.writer.classes import classes_of
from servqual.writer.databook.figures import (
    FIRST_ROW,
    Book,
    Known,
    Layout,
    Line,
    add_sheet,
    answer,
)
from servqual.writer.databook.grid import Formula, cell, on_sheet


@dataclass(frozen=True)
class Answers:
    """Where the counts of answers stand: one row per battery and item, one column per answer."""

    layout: Layout
    values: Sequence[float]
    lines: dict[tuple[str, str], int]

    def between(self, battery: str, item: str, low: float, high: float) -> str:
        """Return the counts of the answers from ``low`` to ``high``, as other sheets write them."""
        line = self.lines[battery, item]
        names = [answer(v) for v in self.values if low <= v <= high]
        both = f"{self.layout.at(names[0], line)}:{self.layout.at(names[-1], line)}"
        return on_sheet(self.layout.name, both)

    def heads(self) -> str:
        """Return the answers themselves, which head the columns."""
        first = self.layout.place(answer(self.values[0]))
        last = first + len(self.values) - 1
        row = FIRST_ROW - 1
        return on_sheet(self.layout.name, f"{cell(first, row)}:{cell(last, row)}")


def add_answers(book: Book) -> Answers | None:
    """Write how often each answer was given; None where nothing was rated."""
    rows = [r for r in book.view.study.distributions.rows if r.n]
    if not rows:
        return None
    values = sorted({value for row in rows for value in row.counts})
    names = [answer(value) for value in values]
    layout = Layout(book.name("answers"), ("item", "battery"), (*names, "n"), ())
    lines = [
        Line(
            ("answers", row.battery, row.item),
            (book.view.item(row.item), book.view.battery_short(row.battery)),
            {answer(value): n for value, n in row.counts.items()}
            | {"n": Formula(f"SUM({{{names[0]}}}:{{{names[-1]}}})", row.n)},
            {},
        )
        for row in rows
    ]
    add_sheet(book, layout, lines, "answers")
    found = Answers(layout, values, {(r.battery, r.item): k for k, r in enumerate(rows)})
    for row in rows:
        _know_shares(book, found, row)
    return found


def _know_shares(book: Book, answers: Answers, row: DistributionRow) -> None:
    """Note the shares of a row's answers as figures; weighted ones follow from no count."""
    key = ("answers", row.battery, row.item)
    total = answers.layout.elsewhere("n", [answers.lines[row.battery, row.item]])
    name = f"{book.view.item(row.item)} · {book.view.battery_short(row.battery)}"
    scale = book.view.scale
    if book.view.study.sample.weighted or book.view.instrument.scale_of(row.battery) != scale:
        return
    classes = classes_of(scale)
    for k, share in classes.shares(row).items():
        members = classes.members[k]
        counted = answers.between(row.battery, row.item, members[0], members[-1])
        book.figures[*key, str(k)] = Known(share, f"SUM({counted})/{total}")
        book.names[*key, str(k)] = book.say(
            "named", name=name, field=book.say("field.share_of", answer=classes.names[k])
        )
