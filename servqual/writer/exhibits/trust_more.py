"""What a reviewer asks for besides: every coefficient, fit and change of the model."""

from __future__ import annotations

from servqual.results import ChangeRow, ReliabilityRow
from servqual.writer.exhibits.trust import (
    base_line,
    dimension_cell,
    heads,
    interval_head,
    text_heads,
)
from servqual.writer.exhibits.trust_models import model_name
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import without_empty
from servqual.writer.trust_facts import TOTAL, leading_source, problem_word
from servqual.writer.view import View

MOST_CHANGES = 15


# -- reliability -------------------------------------------------------------------------------


def coefficients(view: View) -> Exhibit:
    """Return the coefficients that the text does not need, for every set of ratings."""
    numbers = view.numbers
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.items")),
        Column(view.say("words.head.n")),
        *heads(view, "omega"),
        Column(view.say("words.head.alpha")),
        *heads(view, "std_alpha", "spearman_brown", "min_r", "max_r"),
        *heads(view, "difference", "combination", "combination_weighted"),
    ]
    order = [*view.instrument.dimension_ids, TOTAL]
    rows = [r for r in view.study.reliability.rows if not r.problem]
    body = [
        [
            dimension_cell(view, row.dimension),
            Cell(view.rated(row.battery)),
            Cell(numbers.count(row.k)),
            Cell(numbers.count(row.n)),
            Cell(numbers.alpha(row.omega)),
            Cell(numbers.alpha(row.alpha)),
            Cell(numbers.alpha(row.std_alpha)),
            Cell(numbers.alpha(row.spearman_brown)),
            Cell(numbers.coefficient(row.min_r)),
            Cell(numbers.coefficient(row.max_r)),
            Cell(numbers.alpha(row.difference)),
            Cell(numbers.alpha(row.combination)),
            Cell(numbers.alpha(row.combination_weighted)),
        ]
        for row in sorted(rows, key=lambda r: order.index(r.dimension))
    ]
    caption = view.say("trust.coefficients.caption")
    return Exhibit(
        id="exhibit-coefficients",
        title=view.say("trust.coefficients.title"),
        how=view.say("trust.coefficients.how"),
        table=without_empty(view, Table(caption, columns, body, dense=True)),
        base=base_line(view, "coefficients", [r.n for r in rows]),
    )


def ordinal_rows(view: View) -> list[ReliabilityRow]:
    """Return the rows with coefficients from polychoric correlations, or why there are none."""
    return [
        r for r in view.study.reliability.rows if r.ordinal_alpha is not None or r.ordinal_problem
    ]


def ordinal(view: View) -> Exhibit:
    """Return the coefficients from polychoric correlations beside the plain ones."""
    numbers, rows = view.numbers, ordinal_rows(view)
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.n")),
        *heads(view, "omega", "categorical_omega", "ordinal_omega"),
        Column(view.say("words.head.alpha")),
        *heads(view, "ordinal_alpha"),
        *text_heads(view, "problem"),
    ]
    order = [*view.instrument.dimension_ids, TOTAL]
    body = [
        [
            dimension_cell(view, row.dimension),
            Cell(view.rated(row.battery)),
            Cell(numbers.count(row.n)),
            Cell(numbers.alpha(row.omega)),
            Cell(numbers.alpha(row.categorical_omega)),
            Cell(numbers.alpha(row.ordinal_omega)),
            Cell(numbers.alpha(row.alpha)),
            Cell(numbers.alpha(row.ordinal_alpha)),
            Cell(problem_word(view, row.ordinal_problem)),
        ]
        for row in sorted(rows, key=lambda r: order.index(r.dimension))
    ]
    caption = view.say("trust.ordinal.caption")
    return Exhibit(
        id="exhibit-ordinal",
        title=view.say("trust.ordinal.title"),
        how=view.say("trust.ordinal.how"),
        table=without_empty(view, Table(caption, columns, body, dense=True)),
        base=base_line(view, "ordinal", [r.n for r in rows]),
    )


# -- the model ---------------------------------------------------------------------------------


def fits_more(view: View) -> Exhibit:
    """Return the plain statistic beside the scaled one, and the criteria for models."""
    numbers = view.numbers
    rows = [r for r in view.study.structure.fits if not r.problem]
    columns = [
        *text_heads(view, "model"),
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.n")),
        *heads(view, "n_free", "df", "chi2_ml"),
        Column(view.say("words.head.p")),
        *heads(view, "scaling", "chi2_mlr"),
        Column(view.say("words.head.p")),
        *heads(view, "cfi_ml", "rmsea_ml", "aic", "bic"),
    ]
    body = [
        [
            Cell(model_name(view, row)),
            Cell(view.rated(row.source)),
            Cell(numbers.count(row.n)),
            *(Cell(numbers.none if v is None else numbers.count(v)) for v in (row.n_free, row.df)),
            Cell(numbers.fixed(row.chi2, 1)),
            Cell(numbers.p(row.p)),
            Cell(numbers.fixed(row.scaling, 3)),
            Cell(numbers.fixed(row.chi2_scaled, 1)),
            Cell(numbers.p(row.p_scaled)),
            Cell(numbers.fit(row.cfi)),
            Cell(numbers.fit(row.rmsea)),
            *(Cell(numbers.none if v is None else numbers.count(v)) for v in (row.aic, row.bic)),
        ]
        for row in rows
    ]
    table = Table(view.say("trust.fits_more.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-fits-more",
        title=view.say("trust.fits_more.title"),
        how=view.say("trust.fits_more.how"),
        table=without_empty(view, table),
        base=base_line(view, "fits", [r.n for r in rows]),
    )


def changes(view: View) -> Exhibit:
    """Return what freeing a fixed parameter would do, the largest first."""
    numbers = view.numbers
    source = leading_source(view)
    mine = [row for row in view.study.structure.changes if row.source == source]
    rows = sorted(mine, key=lambda r: -r.index)[:MOST_CHANGES]
    columns = [*text_heads(view, "change"), *heads(view, "index", "expected")]
    body = [
        [
            Cell(_change(view, row)),
            Cell(numbers.fixed(row.index, 1)),
            Cell(numbers.coefficient(row.expected)),
        ]
        for row in rows
    ]
    return Exhibit(
        id="exhibit-changes",
        title=view.say("trust.changes.title"),
        how=view.say("trust.changes.how"),
        table=Table(view.say("trust.changes.caption"), columns, body, dense=True),
        base=view.say("trust.changes.base", set=view.rated_many(source)),
    )


def _change(view: View, row: ChangeRow) -> str:
    if row.kind == "loading":
        values = {"a": view.dimension_inside(row.a), "b": view.quoted(view.item(row.b))}
    else:
        values = {"a": view.quoted(view.item(row.a)), "b": view.quoted(view.item(row.b))}
    return view.say(f"trust.changes.{row.kind}", **values)


def pairs_list(view: View) -> Exhibit:
    """Return every pair of dimensions with limits, for every set of ratings."""
    numbers, rows = view.numbers, view.study.structure.pairs
    columns = [
        *text_heads(view, "pair"),
        Column(view.say("words.head.set"), "text"),
        *heads(view, "phi"),
        interval_head(view),
        *heads(view, "htmt"),
        interval_head(view),
        *heads(view, "htmt2"),
        *text_heads(view, "fornell_larcker"),
    ]
    body = [
        [
            Cell(view.listed([view.dimension_inside(row.a), view.dimension_inside(row.b)])),
            Cell(view.rated(row.source)),
            Cell(numbers.closeness(row.phi)),
            Cell(numbers.alpha_interval(row.phi_low, row.phi_high)),
            Cell(numbers.closeness(row.htmt)),
            Cell(numbers.alpha_interval(row.htmt_low, row.htmt_high)),
            Cell(numbers.closeness(row.htmt2)),
            Cell(_met(view, met=row.fornell_larcker)),
        ]
        for row in rows
    ]
    for cells in body:
        cells[0] = Cell(cells[0].text[:1].upper() + cells[0].text[1:])
    ns = [r.n for r in view.study.structure.fits]
    return Exhibit(
        id="exhibit-pairs-list",
        title=view.say("trust.pairs_list.title"),
        how=view.say("trust.pairs_list.how"),
        table=without_empty(
            view, Table(view.say("trust.pairs_list.caption"), columns, body, dense=True)
        ),
        base=base_line(view, "pairs_list", ns),
    )


def _met(view: View, *, met: bool | None) -> str:
    if met is None:
        return view.numbers.none
    return view.say(f"trust.pairs_list.{'met' if met else 'not_met'}")
