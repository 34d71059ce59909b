"""The sheet of gaps: every gap over the sums of its pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from servqual.instrument import MIDPOINT
from servqual.results import GapRow, GapSums
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

GAP_SUMS = (
    "n", "total_of", "squares_of", "total_minus", "squares_minus", "squares", "below", "equal",
    "above",
)  # fmt: skip
GAP_FIGURES = (
    "mean_of", "mean_minus", "gap", "sd_of", "sd_minus", "sd", "se", "ci_low", "ci_high", "t", "p",
    "d_av", "g_av", "d_z", "share_below", "share_equal", "share_above", "share_met",
)  # fmt: skip
SHARES = ("below", "equal", "above")


def add_gaps(book: Book, variances: dict[str, str]) -> None:
    """Write every gap over the sums of its pairs."""
    study = book.view.study
    of = {(s.level, s.id, s.kind): s for s in study.sums.gaps}
    if not of:
        return
    weighted = study.sample.weighted
    more = ("weight", "weight2", "total2", "squares2") if weighted else ()
    points = add_points(book)
    layout = Layout(book.name("gaps"), ("what", "kind"), (*GAP_SUMS, *more), GAP_FIGURES)
    rows = [
        row
        for gap in book.view.kinds
        for part in [study.gaps.of_kind(gap.name)]
        for row in (*part.items, *part.dimensions, *part.overall)
        if row.gap is not None
    ]
    at = lines_of(rows, "kind")
    lines = []
    for row in rows:
        sums = of.get((row.level, row.id, row.kind))
        if sums is not None:
            lines.append(_gap_line(book, row, sums))
        elif row.id == "weighted_aggregate":
            lines.append(_aggregate(book, row, layout, at[row.kind, "dimension"], points))
        else:
            level = "item" if row.id == "item_mean" else "dimension"
            variance = variances.get(row.kind, "") if row.id == "unweighted" else ""
            lines.append(_gap_of_gaps(book, row, layout, at[row.kind, level], variance))
    add_sheet(book, layout, lines, "gaps")


def _gap_line(book: Book, row: GapRow, sums: GapSums) -> Line:
    weighted = sums.weight is not None
    w = "{weight}" if weighted else "{n}"

    def spread(squares: str, mean: str, value: float | None) -> Found:
        alive = value is not None and value > NO_SPREAD
        whole = f"SQRT(({{{squares}}}/{w}-{{{mean}}}^2)*{{n}}/({{n}}-1))"
        return value, whole if alive else ""

    alive = row.sd is not None and row.sd > NO_SPREAD
    # nobody rated the middle of a scale: the one spread that there is stands for both
    by_sides = "{gap}/{sd_of}" if row.minus == MIDPOINT else "{gap}/(({sd_of}+{sd_minus})/2)"
    figures: dict[str, Found] = {
        "mean_of": (row.mean_of, f"{{total_of}}/{w}"),
        "mean_minus": (row.mean_minus, f"{{total_minus}}/{w}"),
        "gap": (row.gap, "{mean_of}-{mean_minus}"),
        "sd_of": spread("squares_of", "mean_of", row.sd_of),
        "sd_minus": spread("squares_minus", "mean_minus", row.sd_minus),
        "sd": spread("squares", "gap", row.sd),
        "se": (row.se, error("gap", weighted=weighted) if alive else ""),
        **limits(row.n, row.se, row.ci_low, row.ci_high, "gap"),
        "t": (row.t, "{gap}/{se}" if alive else ""),
        "p": (row.p, "TDIST(ABS({t}),{n}-1,2)" if alive else ""),
        "d_av": (row.d_av, by_sides),
        "g_av": (row.g_av, "{d_av}*(1-3/(4*({n}-1)-1))"),
        "d_z": (row.d_z, "{gap}/{sd}" if alive else ""),
        **_signs(row, sums),
    }
    return Line(
        _gap_key(row), _gap_texts(book, row), {n: getattr(sums, n) for n in _ALL_SUMS}, figures
    )


_ALL_SUMS = (*GAP_SUMS, "weight", "weight2", "total2", "squares2")


def _signs(row: GapRow, sums: GapSums) -> dict[str, Found]:
    """Return the shares below, at and above zero, where they were counted."""
    if sums.below is None:
        return {}
    whole = "({below}+{equal}+{above})"
    found: dict[str, Found] = {
        f"share_{name}": (getattr(row, f"share_{name}"), f"{{{name}}}/{whole}") for name in SHARES
    }
    return found | {"share_met": (row.share_met, f"({{equal}}+{{above}})/{whole}")}


def _gap_key(row: GapRow) -> tuple[str, ...]:
    return ("gap", row.kind, row.level, row.id)


def _gap_texts(book: Book, row: GapRow) -> tuple[str, str]:
    return book.view.label(row.level, row.id), book.view.kind(row.kind)


def _gap_of_gaps(
    book: Book, row: GapRow, layout: Layout, inside: Sequence[int], variance: str
) -> Line:
    """Return the plain mean of gaps; its error where the variance of that mean is at hand."""
    alive = bool(variance) and row.se is not None and row.se > NO_SPREAD
    figures: dict[str, Found] = {
        name: (getattr(row, name), f"AVERAGE({layout.span(name, inside)})")
        for name in ("mean_of", "mean_minus", "gap")
    }
    figures |= {
        "se": (row.se, f"SQRT({variance})" if alive else ""),
        **limits(row.n, row.se if alive else None, row.ci_low, row.ci_high, "gap"),
        "t": (row.t, "{gap}/{se}" if alive else ""),
        "p": (row.p, "TDIST(ABS({t}),{n}-1,2)" if alive else ""),
    }
    sums: dict[str, Any] = {"n": Formula(f"MIN({layout.span('n', inside)})", row.n)}
    if row.share_below is not None:
        every = [s for s in book.view.study.sums.gaps if s.kind == row.kind and s.level == "item"]
        for name in SHARES:
            total = sum(getattr(s, name) or 0.0 for s in every)
            sums[name] = Formula(f"SUM({layout.span(name, inside)})", total)
        whole = "({below}+{equal}+{above})"
        figures |= {f"share_{n}": (getattr(row, f"share_{n}"), f"{{{n}}}/{whole}") for n in SHARES}
        figures["share_met"] = (row.share_met, f"({{equal}}+{{above}})/{whole}")
    return Line(_gap_key(row), _gap_texts(book, row), sums, figures)


def _aggregate(book: Book, row: GapRow, layout: Layout, inside: Sequence[int], points: str) -> Line:
    """Return mean points times dimension gaps."""
    figures = {
        name: (
            getattr(row, name),
            f"SUMPRODUCT({points},{layout.span(name, inside)})/SUM({points})" if points else "",
        )
        for name in ("mean_of", "mean_minus", "gap")
    }
    n = {"n": Formula(f"MIN({layout.span('n', inside)})", row.n)}
    return Line(_gap_key(row), _gap_texts(book, row), n, figures)


def add_points(book: Book) -> str:
    """Write the mean importance points; return their range, '' without any."""
    rows = book.view.study.importance.points
    if not rows or any(row.mean is None for row in rows):
        return ""
    layout = Layout(book.name("points"), ("dimension",), ("n", "points"), ())
    lines = [
        Line(
            ("points", row.dimension),
            (book.view.dimension(row.dimension),),
            {"n": row.n, "points": row.mean},
            {},
        )
        for row in rows
    ]
    add_sheet(book, layout, lines, "points")
    return layout.elsewhere("points", range(len(rows)))
