"""Whether the dimensions exist in these answers: factors, pairs, groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

from servqual.results import FactorRow, InvarianceRow, PairRow
from servqual.writer.exhibits.trust import base_line, heads, text_heads
from servqual.writer.exhibits.trust_models import model_n
from servqual.writer.figures.look import hover
from servqual.writer.figures.scree import Panel, scree
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import without_empty
from servqual.writer.trust_facts import (
    SIDES,
    comparison_name,
    comparisons,
    factor_problem,
    factors_of,
    leading_pairs,
    leading_source,
)
from servqual.writer.view import View

TINTS = (0.7, 0.85, 0.9)  # above each, a cell of the matrix is one step darker


# -- how many factors --------------------------------------------------------------------------


def factors(view: View) -> Exhibit:
    """Return eigenvalues against chance, and every count of factors in a table."""
    row = factors_of(view, leading_source(view))
    drawn = row is not None and not row.problem and bool(row.eigenvalues) and bool(row.limits)
    figure = _scree(view, row) if row is not None and drawn else None
    rows = view.study.structure.factors
    said = [
        view.say(
            "trust.factors.problem",
            set=view.rated_many(r.source),
            reason=factor_problem(view, r),
        )
        for r in rows
        if r.problem
    ]
    how = "trust.factors.how"
    first = next((r for r in rows if not r.problem), None)
    values = {
        "draws": view.numbers.count(first.draws if first else 0),
        "percentile": view.numbers.percent(first.percentile if first else 0),
    }
    return Exhibit(
        id="exhibit-factors",
        title=view.say("trust.factors.title"),
        how=view.say(how, **values) if figure else "",
        figure=figure,
        table=_factor_table(view, rows),
        says=said,
        base=base_line(view, "factors", [r.n for r in rows]),
    )


def _scree(view: View, row: FactorRow) -> Figure:
    panels = [_panel(view, "components", row.eigenvalues, row.limits, row.n_components)]
    if row.factor_eigenvalues and row.factor_limits:
        panels.append(
            _panel(view, "factors", row.factor_eigenvalues, row.factor_limits, row.n_factors)
        )
    axis = view.say("trust.factors.axis")
    wide, narrow = (scree(panels, axis, narrow=narrow) for narrow in (False, True))
    told = view.say("words.semicolon").join(
        view.say("trust.factors.alt_row", label=p.title, values=", ".join(p.numbers[:6]))
        for p in panels
    )
    alt = view.say("trust.factors.alt", rows=told, set=view.rated_many(row.source))
    return Figure("chart-factors", wide, narrow, alt)


def _panel(
    view: View, key: str, values: Sequence[float], limits: Sequence[float], above: int | None
) -> Panel:
    numbers = view.numbers
    hovers = [
        hover(
            view.say("trust.factors.hover_head", k=k),
            view.say("trust.factors.hover", value=numbers.mean(value), chance=numbers.mean(limit)),
        )
        for k, (value, limit) in enumerate(zip(values, limits, strict=True), start=1)
    ]
    n = above or 0
    title = view.say(f"trust.factors.panel_{key}", n=n, count=view.count_word(n))
    words = [numbers.mean(v) for v in values]
    return Panel(title, values, limits, n, words, hovers, view.say("trust.factors.chance"))


def _factor_table(view: View, rows: Sequence[FactorRow]) -> Table:
    numbers = view.numbers

    def count(value: int | None) -> Cell:
        return Cell(numbers.none if value is None else numbers.count(value))

    columns = [
        Column(view.say("words.head.set"), "text"),
        Column(view.say("words.head.n")),
        *heads(view, "kmo", "bartlett", "theory", "n_components", "n_factors", "n_map"),
        *heads(view, "n_kaiser", "first_share"),
    ]
    body = []
    for row in rows:
        test = numbers.none
        if row.bartlett is not None:
            test = view.say(
                "trust.factors.bartlett",
                chi2=numbers.fixed(row.bartlett, 0),
                df=row.bartlett_df,
                p=_p_words(view, row.bartlett_p),
            )
        body.append(
            [
                Cell(view.rated(row.source)),
                Cell(numbers.count(row.n)),
                Cell(numbers.coefficient(row.kmo)),
                Cell(test),
                count(row.n_theory),
                count(row.n_components),
                count(row.n_factors),
                Cell(_map(view, row)),
                count(row.n_kaiser),
                Cell(numbers.percent(row.first_share)),
            ]
        )
    caption = view.say("trust.factors.caption")
    return without_empty(view, Table(caption, columns, body, dense=True))


def _map(view: View, row: FactorRow) -> str:
    """Return where Velicer's test is smallest, the variant with fourth powers where it differs."""
    numbers = view.numbers
    if row.n_map is None:
        return numbers.none
    if row.n_map4 is None or row.n_map4 == row.n_map:
        return numbers.count(row.n_map)
    return view.say("trust.factors.two_maps", map=row.n_map, map4=row.n_map4)


def _p_words(view: View, p: float | None) -> str:
    text = view.numbers.p(p)
    return text if text.startswith(("<", ">")) else f"= {text}"


# -- how far dimensions are apart --------------------------------------------------------------


def pairs(view: View) -> Exhibit:
    """Return a matrix: correlations of factors below the diagonal, HTMT above, root AVE on it."""
    source = leading_source(view)
    rows = {(r.a, r.b): r for r in leading_pairs(view)}
    names = view.instrument.dimension_ids
    ave = {r.dimension: r.ave for r in view.study.structure.convergent if r.source == source}
    columns = [Column(view.say("words.head.dimension"), "text")]
    columns += [Column(str(k)) for k in range(1, len(names) + 1)]
    body = []
    for i, name in enumerate(names):
        cells = [Cell(view.dimension(name), mark=str(i + 1))]
        for j, other in enumerate(names):
            if i == j:
                own = ave.get(name)
                root = math.sqrt(own) if own is not None and own >= 0 else None
                cells.append(Cell(view.numbers.coefficient(root), heat="root"))
                continue
            row = rows.get((name, other)) or rows.get((other, name))
            value = None if row is None else row.htmt if j > i else row.phi
            cells.append(_tinted(view, value))
        body.append(cells)
    return Exhibit(
        id="exhibit-pairs",
        title=view.say("trust.pairs.title"),
        how=view.say("trust.pairs.how"),
        table=Table(view.say("trust.pairs.caption"), columns, body),
        says=_pair_says(view, list(rows.values())),
        base=base_line(view, "pairs", model_n(view, source), set=view.rated_many(source)),
    )


def _tinted(view: View, value: float | None) -> Cell:
    """Return a coefficient as a cell that is darker the closer two dimensions are."""
    steps = sum(value > mark for mark in TINTS) if value is not None else 0
    return Cell(view.numbers.closeness(value), heat=f"tint-{steps}")


def _pair_says(view: View, rows: Sequence[PairRow]) -> list[str]:
    """Return how many pairs are not distinguishable, and how many fail Fornell and Larcker."""
    close = sum(r.distinguishable is False for r in rows)
    judged = [r for r in rows if r.distinguishable is not None]
    found = []
    if judged:
        key = "none" if not close else "one" if len(judged) == 1 else "some"
        values = {"count": view.count_word(close), "total": view.count_word(len(judged))}
        found.append(view.say(f"trust.pairs.close_{key}", n=close, **values))
    tested = [r for r in rows if r.fornell_larcker is not None]
    if tested:
        failed = sum(r.fornell_larcker is False for r in tested)
        key = "failed" if failed else "passed"
        values = {"count": view.count_word(failed), "total": view.count_word(len(tested))}
        found.append(view.say(f"trust.pairs.{key}", n=failed, **values))
    return [view.sentences([text[:1].upper() + text[1:] for text in found])] if found else []


# -- may groups be compared --------------------------------------------------------------------


def invariance(view: View) -> Exhibit:
    """Return every step of every comparison: fit, how much worse it gets, whether it holds.

    What could not be tested stands in the table of verdicts.
    """
    rows = [r for r in view.study.structure.invariance if not r.problem]
    columns = [
        *text_heads(view, "comparison", "step"),
        Column(view.say("words.head.n")),
        *heads(view, "chi2", "df", "cfi", "d_cfi", "rmsea", "d_rmsea", "srmr", "d_srmr"),
        *text_heads(view, "holds"),
    ]
    body = [
        _invariance_cells(view, row, comparison_name(view, found))
        for found in comparisons(view)
        for row in found.rows
        if not row.problem
    ]
    caption = view.say("trust.invariance.caption")
    return Exhibit(
        id="exhibit-invariance",
        title=view.say("trust.invariance.title"),
        how=view.say("trust.invariance.how"),
        table=without_empty(view, Table(caption, columns, body, dense=True)),
        base=base_line(view, "invariance", [r.n for r in rows]),
    )


def _invariance_cells(view: View, row: InvarianceRow, name: str) -> list[Cell]:
    numbers = view.numbers
    if SIDES not in row.comparison:
        count = view.say("trust.invariance.groups", n=row.n_groups)
        name = view.say("words.bracketed", text=name, note=count)
    held = numbers.none
    if row.holds is not None:
        held = view.say(f"trust.invariance.{'holds' if row.holds else 'fails'}")
    if row.worst:
        number = str(view.number(row.worst))
        note = view.say("trust.invariance.worst", number=number)
        held = view.say("words.bracketed", text=held, note=note)
    return [
        Cell(name),
        Cell(view.say(f"trust.step.{row.step}")),
        Cell(numbers.count(row.n)),
        Cell(numbers.fixed(row.chi2, 1)),
        Cell(numbers.none if row.df is None else numbers.count(row.df)),
        Cell(numbers.fit(row.cfi)),
        Cell(numbers.change(row.d_cfi)),
        Cell(numbers.fit(row.rmsea)),
        Cell(numbers.change(row.d_rmsea)),
        Cell(numbers.fit(row.srmr)),
        Cell(numbers.change(row.d_srmr)),
        Cell(held),
    ]
