"""The sheet of means: every battery over its sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.results import MeanSums, ScoreRow
from servqual.writer.databook.answers import Answers
from servqual.writer.databook.figures import (
    NO_SPREAD,
    Book,
    Found,
    Layout,
    Line,
    add_sheet,
    error,
    limits,
    lines_of,
)
from servqual.writer.databook.grid import Formula

MEAN_FIGURES = ("mean", "sd", "se", "ci_low", "ci_high", "share_lowest", "share_highest")


def add_means(book: Book, answers: Answers | None, variances: dict[str, str]) -> None:
    """Write the means of every battery over their sums; items are summed from the answers."""
    study = book.view.study
    of = {(s.level, s.id, s.battery): s for s in study.sums.means}
    if not of:
        return
    weighted = study.sample.weighted
    more = ("weight", "weight2", "total2", "squares2") if weighted else ()
    layout = Layout(
        book.name("means"), ("what", "battery"), ("n", "total", "squares", *more), MEAN_FIGURES
    )
    rows = [
        row
        for battery in dict.fromkeys(s.battery for s in study.sums.means)
        for row in (*study.scores.items, *study.scores.dimensions, *study.scores.overall)
        if row.battery == battery and row.mean is not None
    ]
    at = lines_of(rows, "battery")
    lines = []
    for row in rows:
        sums = of.get((row.level, row.id, row.battery))
        if sums is not None:
            lines.append(_mean_line(book, row, sums, None if weighted else answers))
        else:
            level = "item" if row.id == "item_mean" else "dimension"
            inside = at[row.battery, level]
            variance = variances.get(row.battery, "") if row.id == "unweighted" else ""
            lines.append(_mean_of_means(book, row, layout, inside, variance))
    add_sheet(book, layout, lines, "means")


def _mean_line(book: Book, row: ScoreRow, sums: MeanSums, answers: Answers | None) -> Line:
    weighted = sums.weight is not None
    counted = _counted(row, sums, answers)
    w = "{weight}" if weighted else "{n}"
    alive = row.sd is not None and row.sd > NO_SPREAD
    sd = f"SQRT(({{squares}}/{w}-{{mean}}^2)*{{n}}/({{n}}-1))" if alive else ""
    figures: dict[str, Found] = {
        "mean": (row.mean, f"{{total}}/{w}"),
        "sd": (row.sd, sd),
        "se": (row.se, error("mean", weighted=weighted) if alive else ""),
        **limits(row.n, row.se, row.ci_low, row.ci_high, "mean"),
        **_ends(book, row, answers),
    }
    return Line(_key(row), _texts(book, row), counted, figures)


def _key(row: ScoreRow) -> tuple[str, ...]:
    return ("mean", row.battery, row.level, row.id)


def _texts(book: Book, row: ScoreRow) -> tuple[str, str]:
    return book.view.label(row.level, row.id), book.view.battery_short(row.battery)


def _counted(row: ScoreRow, sums: MeanSums, answers: Answers | None) -> dict[str, Any]:
    """Return the sums of a mean; those of an item as formulas over its counted answers."""
    plain = {name: getattr(sums, name) for name in _MEAN_SUMS}
    if row.level != "item" or answers is None:
        return plain
    counts = answers.between(row.battery, row.id, answers.values[0], answers.values[-1])
    heads = answers.heads()
    return {
        "n": Formula(f"SUM({counts})", sums.n),
        "total": Formula(f"SUMPRODUCT({heads},{counts})", sums.total),
        "squares": Formula(f"SUMPRODUCT({heads},{heads},{counts})", sums.squares),
    }


_MEAN_SUMS = ("n", "total", "squares", "weight", "weight2", "total2", "squares2")


def _ends(book: Book, row: ScoreRow, answers: Answers | None) -> dict[str, Found]:
    """Return the shares at the ends of the scale."""
    if row.level != "item":
        return {}
    ends = (row.share_lowest, row.share_highest)
    formulas = ["", ""]
    if answers is not None:
        scale = book.view.instrument.scale_of(row.battery)
        formulas = [
            f"SUM({answers.between(row.battery, row.id, end, end)})/{{n}}"
            for end in (scale.values[0], scale.values[-1])
        ]
    both = zip(ends, formulas, strict=True)
    return dict(zip(("share_lowest", "share_highest"), both, strict=True))


def _mean_of_means(
    book: Book, row: ScoreRow, layout: Layout, inside: Sequence[int], variance: str
) -> Line:
    """Return the plain mean of means; its error where the variance of that mean is at hand."""
    alive = bool(variance) and row.se is not None and row.se > NO_SPREAD
    ends = limits(row.n, row.se if alive else None, row.ci_low, row.ci_high, "mean")
    return Line(
        _key(row),
        _texts(book, row),
        {"n": Formula(f"MIN({layout.span('n', inside)})", row.n)},
        {
            "mean": (row.mean, f"AVERAGE({layout.span('mean', inside)})"),
            "se": (row.se, f"SQRT({variance})" if alive else ""),
            **ends,
        },
    )
