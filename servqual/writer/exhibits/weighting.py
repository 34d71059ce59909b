"""Weights and the way of drawing: margins, diagnostics, which statistics obey them."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.weighting import MarginRow, WeightsRow
from servqual.weighting.design import split_crossed
from servqual.writer.figures.dumbbell import Bell
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.then_now import then_now
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View

MOST_GROUPS = 24  # rows of a chart; the table has them all
FEW = 8  # rows that a text alternative names
_CLOSE = 5e-7


def column_name(view: View, column: str) -> str:
    """Return a people column as readers call it, crossed ones linked."""
    labels = {p.id: p.label for p in view.instrument.people}
    names = [view.words(labels.get(part)) or part for part in split_crossed(column)]
    return " × ".join(names)


def columns_named(view: View, columns: str) -> str:
    """Return people columns, separated by commas as the results have them, as a list in words."""
    names = (column_name(view, c) for c in columns.split(", ") if c)
    return view.listed([view.inside(name) for name in names])


def _group(group: str) -> str:
    return " × ".join(split_crossed(group)) if "*" in group else group


# -- margins ---------------------------------------------------------------------------------------


def margins(view: View) -> Exhibit | None:
    """Return who answered beside who the customers are; None without customers."""
    rows = view.study.weighting.margins
    if not rows:
        return None
    fitted = any(row.fitted for row in rows)
    weighted = any(row.share_weighted is not None for row in rows)
    key = "how" if weighted and view.study.weighting.weights else "how_unweighted"
    others = list(dict.fromkeys(row.column for row in rows if not row.fitted))
    says = []
    if fitted and others:
        names = view.listed([column_name(view, c) for c in others])
        says.append(view.say("weighting.margins.not_fitted", names=names))
    if any(" + " in row.group for row in rows):
        says.append(view.say("weighting.margins.says_joined"))
    min_cell = view.numbers.count(view.study.settings.min_cell)
    base = view.say("weighting.margins.base", min_cell=min_cell)
    return Exhibit(
        id="exhibit-weighting-margins",
        title=view.say("weighting.margins.title"),
        how=view.say(f"weighting.margins.{key}"),
        figure=_margin_figure(view, [r for r in rows if r.share_answers is not None]),
        table=_margin_table(view, rows),
        base=view.say("report.base", text=base),
        says=says,
    )


def _margin_figure(view: View, rows: Sequence[MarginRow]) -> Figure | None:
    if not rows:
        return None
    numbers, drawn = view.numbers, rows[:MOST_GROUPS]
    several = len({row.column for row in drawn}) > 1
    bells = []
    for row in drawn:
        name = _group(row.group)
        label = (
            view.say("words.bracketed", text=name, note=column_name(view, row.column))
            if several
            else name
        )
        line = Row(label, numbers.percent(row.share_customers), "", "", hover(_alt(view, row)))
        bells.append(Bell(line, _now(row), row.share_answers or 0.0))
    wide, narrow = (
        then_now(
            bells,
            narrow=narrow,
            tick=numbers.percent,
            heads=(view.say("weighting.margins.customers"), ""),
            zero=False,
        )
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(_alt(view, row) for row in drawn[:FEW])
    alt = view.say("weighting.margins.alt", rows=told)
    return Figure("chart-weighting-margins", wide, narrow, alt)


def _now(row: MarginRow) -> float:
    return row.share_customers if row.share_weighted is None else row.share_weighted


def _alt(view: View, row: MarginRow) -> str:
    numbers = view.numbers
    key = "alt_row" if row.share_weighted is not None else "alt_row_plain"
    return view.say(
        f"weighting.margins.{key}",
        label=_group(row.group),
        answers=numbers.percent(row.share_answers),
        weighted=numbers.percent(row.share_weighted),
        customers=numbers.percent(row.share_customers),
    )


def _margin_table(view: View, rows: Sequence[MarginRow]) -> Table:
    numbers = view.numbers
    columns = [
        Column(view.say("weighting.margins.column"), "text"),
        Column(view.say("weighting.margins.group"), "text"),
        *(
            Column(view.say(f"weighting.margins.{key}"))
            for key in ("n", "answers", "before", "weighted", "customers")
        ),
    ]
    body = [
        [
            Cell(column_name(view, row.column)),
            Cell(_group(row.group)),
            Cell(numbers.none if row.n is None else numbers.count(row.n)),
            Cell(numbers.percent(row.share_answers)),
            Cell(numbers.percent(row.share_before)),
            Cell(numbers.percent(row.share_weighted)),
            Cell(numbers.percent(row.share_customers)),
        ]
        for row in rows
    ]
    return without_empty(view, Table(view.say("weighting.margins.caption"), columns, body))


# -- diagnostics -----------------------------------------------------------------------------------


def facts(view: View) -> Exhibit | None:
    """Return diagnostics of the weights and of how the sample was drawn; None for none."""
    pairs = [*_weight_facts(view), *_drawn_facts(view)]
    if not pairs:
        return None
    columns = [
        Column(view.say("weighting.facts.what"), "text"),
        Column(view.say("weighting.facts.value")),
    ]
    body = [[Cell(what), Cell(value)] for what, value in pairs]
    return Exhibit(
        id="exhibit-weighting-facts",
        title=view.say("weighting.facts.title"),
        table=Table(view.say("weighting.facts.caption"), columns, body),
        says=_methods(view),
    )


def _methods(view: View) -> list[str]:
    """Return how weights and errors are made."""
    found, said = view.study.weighting, []
    row = found.weights[0] if found.weights else None
    if row and row.how == "post_stratified":
        said.append(view.say("weighting.methods.post_stratified"))
    elif row and row.how == "raked":
        trim = ""
        if row.trim_low is not None and row.trim_high is not None:
            ends = (view.numbers.points(v) for v in (row.trim_low, row.trim_high))
            trim = view.say(
                "weighting.methods.raked_trim", **dict(zip(("low", "high"), ends, strict=True))
            )
        said.append(view.say("weighting.methods.raked", trim=trim))
    return [*said, *([view.say("weighting.methods.drawn")] if found.drawn else [])]


def how_weighted(view: View, row: WeightsRow) -> str:
    """Return where the weights come from, as a phrase."""
    if row.how == "column":
        return view.say("weighting.facts.how_column", column=row.column)
    fitted = columns_named(view, row.fitted)
    how = view.say(f"weighting.facts.how_{row.how}", fitted=fitted)
    if row.column:
        return view.say("weighting.facts.how_begun", how=how, column=row.column)
    return how


def _weight_facts(view: View) -> list[tuple[str, str]]:
    numbers = view.numbers
    if not view.study.weighting.weights:
        return []
    row = view.study.weighting.weights[0]
    found = [
        ("how", how_weighted(view, row)),
        ("n", numbers.count(row.n)),
        ("n_effective", numbers.fixed(row.n_effective, 1)),
        ("deff_kish", numbers.mean(row.deff_kish)),
        ("cv", numbers.mean(row.cv)),
    ]
    if row.lowest is not None and row.highest is not None:
        ends = {"low": numbers.mean(row.lowest), "high": numbers.mean(row.highest)}
        found.append(("range", view.say("weighting.facts.range_value", **ends)))
    if row.how == "raked" and row.margin_error is not None:
        error = (
            view.say("weighting.facts.below")
            if row.margin_error < _CLOSE
            else f"{numbers.fixed(row.margin_error * 100, 4)}%"
        )
        rounds = numbers.count(row.rounds)
        found.append(
            ("rounds", view.say("weighting.facts.rounds_value", rounds=rounds, error=error))
        )
    pairs = [(view.say(f"weighting.facts.{key}"), text) for key, text in found]
    if row.trim_low is not None and row.trim_high is not None:
        ends = {"low": numbers.points(row.trim_low), "high": numbers.points(row.trim_high)}
        cut = view.say("weighting.facts.trimmed", n=row.trimmed)
        pairs.append((view.say("weighting.facts.trim", **ends), cut))
    return pairs


def _drawn_facts(view: View) -> list[tuple[str, str]]:
    numbers = view.numbers
    if not view.study.weighting.drawn:
        return []
    row = view.study.weighting.drawn[0]
    pairs = []
    for key, name, n in (
        ("strata", row.strata, row.n_strata),
        ("clusters", row.clusters, row.n_clusters),
    ):
        if name:
            what = view.say(f"weighting.facts.{key}", column=column_name(view, name))
            pairs.append((what, numbers.count(n)))
    if row.lonely and row.strata:
        pairs.append((view.say("weighting.facts.lonely"), numbers.count(row.lonely)))
    pairs.append(
        (
            view.say("weighting.facts.random"),
            view.say(f"weighting.facts.{'yes' if row.random else 'no'}"),
        )
    )
    if row.share_asked is not None:
        pairs.append((view.say("weighting.facts.share_asked"), numbers.percent(row.share_asked)))
    errors = view.study.weighting.errors
    if errors and errors[0].df is not None:
        pairs.append((view.say("weighting.facts.df"), numbers.count(errors[0].df)))
    return pairs


# -- what obeys ------------------------------------------------------------------------------------


def obeys(view: View) -> Exhibit | None:
    """Return which statistics obey weights and design; None without either."""
    found = view.study.weighting
    if not found.obeys:
        return None
    keys = (*(("weights",) if found.weights else ()), *(("design",) if found.drawn else ()))
    columns = [
        Column(view.say("weighting.obeys.statistic"), "text"),
        *(Column(view.say(f"weighting.obeys.{key}"), "text") for key in keys),
    ]
    body = [
        [
            Cell(view.say(f"weighting.statistic.{row.statistic}")),
            *(Cell(view.say(f"weighting.obeys.{getattr(row, key)}")) for key in keys),
        ]
        for row in found.obeys
    ]
    return Exhibit(
        id="exhibit-weighting-obeys",
        title=view.say("weighting.obeys.title"),
        how=view.say("weighting.obeys.how"),
        table=Table(view.say("weighting.obeys.caption"), columns, body, dense=True),
    )
