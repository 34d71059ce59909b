"""The sheet of the questions about the whole: counts of answers, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import OutcomeRow
from servqual.writer.databook.figures import (
    FIRST_ROW,
    NO_SPREAD,
    SETTING,
    Book,
    Layout,
    Line,
    add_sheet,
    answer,
    limits,
)
from servqual.writer.databook.grid import Formula, cell
from servqual.writer.exhibits.outcomes import outcome_label

FIGURES = (
    "mean", "sd", "se", "ci_low", "ci_high", "share_high_answers", "share_middle",
    "share_low_answers", "share", "share_low", "share_high",
)  # fmt: skip
PROMOTERS_FROM, DETRACTORS_TO = 9, 6
Z = f"NORMSINV(0.5+{SETTING}/2)"


def add_outcomes(book: Book) -> None:
    """Write overall quality, satisfaction, recommendation ... over their counted answers.

    Under survey weights the figures do not follow from the counts; they stand as reported.
    """
    rows = book.view.study.outcomes.rows
    if not rows:
        return
    values = sorted({value for row in rows for value in row.counts})
    names = [answer(value) for value in values]
    layout = Layout(book.name("outcomes"), ("question",), (*names, "n"), FIGURES)
    first = layout.place(names[0])
    heads = f"{cell(first, FIRST_ROW - 1)}:{cell(first + len(names) - 1, FIRST_ROW - 1)}"
    fixed = heads.replace(str(FIRST_ROW), f"${FIRST_ROW}")
    lines = [_line(book, row, names, fixed) for row in rows]
    add_sheet(book, layout, lines, "outcomes")


def _line(book: Book, row: OutcomeRow, names: Sequence[str], heads: str) -> Line:
    sums: dict[str, float | int | Formula | None] = {answer(v): n for v, n in row.counts.items()}
    span = f"{{{names[0]}}}:{{{names[-1]}}}"
    sums["n"] = Formula(f"SUM({span})", row.n)
    text = (outcome_label(book.view, row),)
    key = ("outcome", row.id)
    if book.view.study.sample.weighted or row.n_effective is not None:
        return Line(key, text, sums, {name: (getattr(row, name), "") for name in FIGURES})
    alive = row.sd is not None and row.sd > NO_SPREAD
    squares = f"SUMPRODUCT({heads},{heads},{span})"
    figures = {
        "mean": (row.mean, f"SUMPRODUCT({heads},{span})/{{n}}"),
        "sd": (row.sd, f"SQRT(({squares}/{{n}}-{{mean}}^2)*{{n}}/({{n}}-1))" if alive else ""),
        "se": (row.se, "{sd}/SQRT({n})" if alive else ""),
        **limits(row.n, row.se, row.ci_low, row.ci_high, "mean"),
        **_shares(row),
    }
    return Line(key, text, sums, figures)


def _shares(row: OutcomeRow) -> dict[str, tuple[float | None, str]]:
    """Return the shares of high, middle and low answers, the leading figure and its limits."""
    values = sorted(row.counts)
    high, low = _ends(row, values)
    middle = [v for v in values if v not in (*high, *low)]
    parts = {
        "share_high_answers": (row.share_high_answers, _sum(high)),
        "share_middle": (row.share_middle, _sum(middle)),
        "share_low_answers": (row.share_low_answers, _sum(low)),
    }
    net = row.figure == "nps"
    share = "{share_high_answers}-{share_low_answers}" if net else "{share_high_answers}"
    lower, upper = _net_limits() if net else _wilson()
    return parts | {
        "share": (row.share, share),
        "share_low": (row.share_low, lower if row.share_low else ""),
        "share_high": (row.share_high, upper if row.share_high not in (None, 1.0) else ""),
    }


def _ends(row: OutcomeRow, values: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the answers that count as high and as low."""
    if row.figure == "nps":
        return [v for v in values if v >= PROMOTERS_FROM], [v for v in values if v <= DETRACTORS_TO]
    if row.figure == "yes":
        return [values[-1]], [values[0]]
    middle = (values[0] + values[-1]) / 2
    above, below = [v for v in values if v > middle], [v for v in values if v < middle]
    if row.figure in ("easy", "little_effort"):
        return (above, below) if row.figure == "easy" else (below, above)
    return [v for v in values if v >= values[-1] - 1], [v for v in values if v <= values[0] + 1]


def _sum(values: Sequence[int]) -> str:
    inside = ",".join(f"{{{answer(v)}}}" for v in values)
    return f"SUM({inside})/{{n}}" if values else ""


def _net_limits() -> tuple[str, str]:
    """Return the adjusted Wald limits of a net share (Rocks 2016): three answers are added."""
    m = "({n}+3)"
    p, d = (
        f"(({{{name}}}*{{n}}+0.75)/{m})" for name in ("share_high_answers", "share_low_answers")
    )
    reach = f"{Z}*SQRT(({p}+{d}-({p}-{d})^2)/{m})"
    return f"{p}-{d}-{reach}", f"{p}-{d}+{reach}"


def _wilson() -> tuple[str, str]:
    """Return Wilson's limits of a share."""
    centre = f"({{share}}+{Z}^2/(2*{{n}}))/(1+{Z}^2/{{n}})"
    reach = f"{Z}/(1+{Z}^2/{{n}})*SQRT({{share}}*(1-{{share}})/{{n}}+{Z}^2/(4*{{n}}^2))"
    return f"{centre}-{reach}", f"{centre}+{reach}"
