"""The figures of the gap model one by one: in the difference form, and in full for the back."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.gap_model import GapModelRow
from servqual.writer.exhibits.gap_model_words import (
    base,
    figure_of,
    interval,
    label,
    name,
    short,
    tone,
    value,
)
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View


def differences(view: View) -> Exhibit | None:
    """Return gaps 2 to 4 as differences, where they were asked for."""
    rows = [r for r in view.study.gap_model.gaps if r.form == "difference" and r.id != "weighted"]
    if not rows:
        return None
    gaps = list(dict.fromkeys(row.gap for row in rows))
    return Exhibit(
        id="exhibit-gaps-as-differences",
        title=view.say("gap_model.differences.title"),
        how=view.say("gap_model.differences.how"),
        table=every_table(view, rows, "gap_model.differences.caption"),
        says=[view.say("gap_model.differences.says")],
        base=base(view, "differences", gaps),
    )


def every_gap(view: View) -> list[Exhibit]:
    """Return every figure of the model with its test, for the back of the report, or []."""
    rows = view.study.gap_model.gaps if view.study.gap_model else ()
    if not rows:
        return []
    return [
        Exhibit(
            id="exhibit-gap-model-all",
            title=view.say("gap_model.numbers.title"),
            table=every_table(view, rows, "gap_model.numbers.title", full=True),
            says=[view.say("gap_model.numbers.says")],
        )
    ]


def every_table(
    view: View, rows: Sequence[GapModelRow], caption: str, *, full: bool = False
) -> Table:
    """Return rows one by one: what is compared, both means, the figure, its limits, n."""
    heads = ("of", "minus", "value")
    columns = [
        Column(view.say("gap_model.head.gap"), "text"),
        Column(view.say("gap_model.head.dimension"), "text"),
        *([Column(view.say("gap_model.head.form"), "text")] if full else []),
        *(Column(view.say(f"gap_model.head.{key}")) for key in heads),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        *(Column(view.say(f"gap_model.head.{key}")) for key in ("n_of", "n_minus")),
    ]
    if full:
        more = ("t", "df", "p", "g", "boot")
        columns += [Column(view.say(f"gap_model.head.{key}")) for key in more]
        columns.append(Column(view.say("gap_model.head.method"), "text"))
    body = [_every_row(view, row, full=full) for row in rows]
    return without_empty(view, Table(view.say(caption), columns, body, dense=True))


def _every_row(view: View, row: GapModelRow, *, full: bool) -> list[Cell]:
    numbers = view.numbers
    cells = [Cell(name(view, row.gap)), Cell(label(view, row))]
    if full:
        form = view.say(f"gap_model.form.{row.form}")
        audited = view.say("gap_model.method.audit")
        whole = view.say("words.bracketed", text=form, note=audited)
        cells.append(Cell(whole if row.source == "audit" else form))
    cells += [
        Cell(_mean(view, row, row.of, row.mean_of), figure=figure_of(row, "mean_of")),
        Cell(_mean(view, row, row.minus, row.mean_minus), figure=figure_of(row, "mean_minus")),
        Cell(value(view, row), tone(row), figure=figure_of(row, "value")),
        Cell(interval(view, row), figure=figure_of(row, "ci")),
        Cell(numbers.count(row.n_of), figure=figure_of(row, "n_of")),
        Cell(numbers.none if row.n_minus is None else numbers.count(row.n_minus)),
    ]
    if full:
        cells += [
            Cell(numbers.gap(row.t)),
            Cell(numbers.fixed(row.df, 1)),
            Cell(numbers.p(row.p)),
            Cell(numbers.gap(row.g)),
            Cell(numbers.interval(row.boot_low, row.boot_high)),
            Cell(view.say(f"gap_model.method.{row.method}") if row.method else numbers.none),
        ]
    return cells


def _mean(view: View, row: GapModelRow, ingredient: str, mean: float | None) -> str:
    """Return a mean with what it is the mean of."""
    if mean is None:
        return view.numbers.none
    said = short(view, ingredient, row.source)
    return view.say("words.figure", name=said, value=view.numbers.mean(mean))
