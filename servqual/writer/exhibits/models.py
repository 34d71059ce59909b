"""The models behind derived importance, in figures: for the reader who wants to check."""

from __future__ import annotations

from servqual.results import AgreementTotal
from servqual.writer.exhibits.agreement import (
    agreement_rows,
    derived_name,
    derived_text,
    stated_name,
)
from servqual.writer.exhibits.drivers import (
    OVERLAP,
    TOO_MUCH,
    first_heads,
    interval_head,
    level_head,
    refusal,
    rows_of,
    share_text,
)
from servqual.writer.exhibits.matrix import outcome_name
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View


def models(view: View) -> Exhibit:
    """Return every model of an outcome: how much it explains, or why it says nothing."""
    numbers, rows = view.numbers, view.study.importance.models
    columns = [
        Column(view.say("first.head.model"), "text"),
        Column(view.say("words.head.n")),
        *first_heads(view, "predictors", "r2"),
        interval_head(view),
        *first_heads(view, "r2_adjusted", "max_vif", "noise_share"),
        Column(view.say("first.head.problem"), "text"),
    ]
    body = []
    for row in rows:
        remark = [view.say("first.models.leads")] if row.leads and not row.problem else []
        if row.problem:
            remark.append(refusal(view, row))
        elif row.max_vif is not None and row.max_vif > OVERLAP:
            key = "vif_stop" if row.max_vif > TOO_MUCH else "vif_warn"
            remark.append(view.say(f"first.models.{key}"))
        body.append(
            [
                Cell(_model_name(view, row.outcome, row.battery, row.level)),
                Cell(numbers.count(row.n)),
                Cell(numbers.count(row.n_predictors)),
                Cell(numbers.coefficient(row.r2)),
                Cell(numbers.alpha_interval(row.r2_low, row.r2_high)),
                Cell(numbers.coefficient(row.r2_adjusted)),
                Cell(numbers.fixed(row.max_vif, 1)),
                Cell(share_text(view, row.noise_share)),
                Cell(view.say("words.semicolon").join(remark)),
            ]
        )
    table = Table(view.say("first.models.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-models",
        title=view.say("first.models.title"),
        how=view.say("first.models.how"),
        table=without_empty(view, table),
        base=view.say("report.base", text=view.say("first.models.base")),
    )


def _model_name(view: View, outcome: str, battery: str, level: str) -> str:
    """Return the name of a model; the ratings are named where there are several."""
    name = view.say(f"first.models.{level}", outcome=outcome_name(view, outcome))
    if len({m.battery for m in view.study.importance.models}) < 2:
        return name
    return view.say("words.bracketed", text=name, note=view.battery_short(battery))


def drivers_more(view: View, number: int) -> Exhibit:
    """Return the coefficients of one model of the study, by its place among them."""
    numbers, model = view.numbers, view.study.importance.models[number]
    columns = [
        level_head(view, model.level),
        *first_heads(view, "r"),
        interval_head(view),
        *first_heads(view, "partial", "slope", "beta", "vif", "lmg"),
        interval_head(view),
        *first_heads(view, "relative_weight"),
        interval_head(view),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.coefficient(row.r)),
            Cell(numbers.alpha_interval(row.r_low, row.r_high)),
            Cell(numbers.coefficient(row.partial)),
            Cell(numbers.gap(row.b)),
            Cell(numbers.coefficient(row.beta)),
            Cell(numbers.fixed(row.vif, 1)),
            Cell(numbers.coefficient(row.lmg, 3)),
            Cell(numbers.fit_interval(row.lmg_low, row.lmg_high)),
            Cell(numbers.coefficient(row.relative_weight, 3)),
            Cell(numbers.fit_interval(row.relative_weight_low, row.relative_weight_high)),
        ]
        for row in rows_of(view, model)
    ]
    name = _model_name(view, model.outcome, model.battery, model.level)
    table = Table(view.say("first.drivers_more.caption", model=name), columns, body, dense=True)
    base = view.say("first.drivers_more.base", n=numbers.count(model.n))
    return Exhibit(
        id=f"exhibit-slopes-{model.level}-{model.battery}-{model.outcome}",
        title=view.say("first.drivers_more.title", model=name),
        how=view.say("first.drivers_more.how"),
        table=without_empty(view, table),
        base=view.say("report.base", text=base),
    )


def ipma(view: View) -> Exhibit:
    """Return performance and effect of the leading model on 0 to 100."""
    numbers, model = view.numbers, view.study.importance.leading_model()
    rows = [r for r in rows_of(view, model) if r.effect_100 is not None] if model else []
    columns = [
        level_head(view, rows[0].level),
        *first_heads(view, "performance_100", "effect_100"),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.fixed(row.performance_100, 1)),
            Cell(numbers.gap(row.effect_100)),
        ]
        for row in sorted(rows, key=lambda r: -(r.effect_100 or 0.0))
    ]
    name = outcome_name(view)
    n = numbers.count(model.n if model else 0)
    return Exhibit(
        id="exhibit-ipma",
        title=view.say("first.ipma.title"),
        how=view.say("first.ipma.how"),
        table=Table(view.say("first.ipma.caption", outcome=name), columns, body, dense=True),
        base=view.say("report.base", text=view.say("first.ipma.base", n=n)),
    )


def vavra(view: View, total: AgreementTotal) -> Exhibit:
    """Return the fields of Vavra's grid, marked for what they are: no Kano classes."""
    numbers = view.numbers
    columns = [
        level_head(view, total.level),
        *first_heads(view, "stated", "derived"),
        Column(view.say("first.head.field"), "text"),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.stated)),
            Cell(derived_text(view, total, row.derived)),
            Cell(view.say(f"first.vavra_field.{row.vavra}")),
        ]
        for row in agreement_rows(view, total)
    ]
    base = view.say(
        "first.vavra.base",
        stated=stated_name(view, total.stated_source),
        derived=derived_name(view, total.derived_as),
        outcome=outcome_name(view, total.outcome),
    )
    return Exhibit(
        id=f"exhibit-vavra-{total.level}-{total.stated_source}",
        title=view.say("first.vavra.title"),
        how=view.say("first.vavra.how"),
        table=Table(view.say("first.vavra.caption"), columns, body, dense=True),
        base=view.say("report.base", text=base[:1].upper() + base[1:]),
    )
