"""Whether the dimensions exist in these answers: factors, models, pairs, groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

from servqual.results import FactorRow, FitRow, InvarianceRow, PairRow
from servqual.writer.exhibits.trust import base_line, dimension_cell, heads, text_heads
from servqual.writer.figures.look import hover
from servqual.writer.figures.scree import Panel, scree
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences_trust import (
    SIDES,
    THEORY,
    comparison_name,
    comparisons,
    factor_problem,
    factors_of,
    finding_word,
    fit_of,
    leading_pairs,
    leading_source,
    printed_fit,
    problem_word,
)
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

TINTS = (0.7, 0.85, 0.9)  # above each, a cell of the matrix is one step darker
LOW_LOADING = 0.5


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


# -- models ------------------------------------------------------------------------------------


def fits(view: View) -> Exhibit:
    """Return how well the dimensions and simpler models fit, one row per model and ratings."""
    numbers, rows = view.numbers, view.study.structure.fits
    columns = [
        *text_heads(view, "model"),
        Column(view.say("words.head.set"), "text"),
        *text_heads(view, "estimator"),
        *heads(view, "chi2", "df", "cfi", "tli", "rmsea", "rmsea_interval", "srmr", "bic"),
    ]
    body = []
    for row in rows:
        fit = printed_fit(row)
        how = view.say("trust.fits.no_fit") if row.problem else row.estimator
        body.append(
            [
                Cell(model_name(view, row), "strong" if row.model == THEORY else ""),
                Cell(view.rated(row.source)),
                Cell(how),
                Cell(numbers.fixed(fit["chi2"], 1)),
                Cell(numbers.none if row.df is None else numbers.count(row.df)),
                Cell(numbers.fit(fit["cfi"])),
                Cell(numbers.fit(fit["tli"])),
                Cell(numbers.fit(fit["rmsea"])),
                Cell(numbers.fit_interval(fit["rmsea_low"], fit["rmsea_high"])),
                Cell(numbers.fit(row.srmr)),
                Cell(numbers.none if row.bic is None else numbers.count(row.bic)),
            ]
        )
    table = Table(view.say("trust.fits.caption"), columns, body, dense=True)
    scaled = any(row.chi2_scaled is not None for row in rows)
    return Exhibit(
        id="exhibit-fits",
        title=view.say("trust.fits.title"),
        how=view.say("trust.fits.how"),
        table=without_empty(view, table),
        says=_fit_says(view, rows),
        base=view.sentences(
            [
                base_line(view, "fits", [r.n for r in rows]),
                view.say(f"trust.fits.base_{'mlr' if scaled else 'ml'}"),
            ]
        ),
    )


def model_name(view: View, row: FitRow) -> str:
    """Return the name of a model as a heading."""
    n = len(view.instrument.dimensions)
    return view.say(f"trust.model.{row.model}", n=n, count=view.count_word(n))


def _fit_says(view: View, rows: Sequence[FitRow]) -> list[str]:
    """Return what is improper, and which models could not be fitted."""
    found = []
    for row in rows:
        name = view.say("words.bracketed", text=model_name(view, row), note=view.rated(row.source))
        if row.problem:
            reason = problem_word(view, row.problem)
            found.append(view.say("trust.fits.problem", name=name, reason=reason))
        elif row.findings:
            words = view.listed([finding_word(view, f) for f in row.findings])
            found.append(view.say("trust.fits.improper", name=name, findings=words))
    return [view.sentences(found)] if found else []


def convergent(view: View) -> Exhibit:
    """Return composite reliability and average variance extracted per dimension."""
    numbers, source = view.numbers, leading_source(view)
    rows = [row for row in view.study.structure.convergent if row.source == source]
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("words.head.items")),
        *heads(view, "loadings", "cr", "ave"),
    ]
    order = view.instrument.dimension_ids
    body = []
    for row in sorted(rows, key=lambda r: order.index(r.dimension)):
        own = [
            x.loading
            for x in view.study.structure.loadings
            if (x.source, x.model, x.factor) == (row.source, THEORY, row.dimension)
        ]
        ends = numbers.none
        if own:
            low, high = numbers.coefficient(min(own)), numbers.coefficient(max(own))
            ends = view.say("trust.convergent.span", low=low, high=high)
        body.append(
            [
                dimension_cell(view, row.dimension),
                Cell(numbers.count(row.k)),
                Cell(ends),
                Cell(numbers.alpha(row.cr)),
                Cell(numbers.alpha(row.ave)),
            ]
        )
    return Exhibit(
        id="exhibit-convergent",
        title=view.say("trust.convergent.title"),
        how=view.say("trust.convergent.how"),
        table=without_empty(view, Table(view.say("trust.convergent.caption"), columns, body)),
        base=base_line(view, "convergent", _model_n(view, source), set=view.rated_many(source)),
    )


def leading_loadings(view: View) -> Exhibit:
    """Return the loadings of the battery that the verdicts rest on."""
    return loadings(view, leading_source(view))


def loadings(view: View, source: str) -> Exhibit:
    """Return the standardised loadings of the questionnaire's own model, with their errors."""
    numbers = view.numbers
    rows = [r for r in view.study.structure.loadings if (r.source, r.model) == (source, THEORY)]
    columns = [
        Column(view.say("words.head.item"), "text"),
        Column(view.say("words.head.dimension"), "text"),
        *heads(view, "loading"),
        Column(view.say("words.head.se")),
        *heads(view, "r2"),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            Cell(view.dimension(row.factor)),
            Cell(numbers.coefficient(row.loading)),
            Cell(numbers.coefficient(row.se, 3)),
            Cell(numbers.coefficient(row.r2)),
        ]
        for row in rows
    ]
    low = [view.quoted(view.item(r.item)) for r in rows if abs(r.loading) < LOW_LOADING]
    caption = view.say("trust.loadings.caption", set=view.rated(source))
    return Exhibit(
        id=f"exhibit-loadings-{source}",
        title=caption,
        how=view.say("trust.loadings.how"),
        table=Table(caption, columns, body, dense=True),
        says=[view.say("trust.loadings.low", n=len(low), names=view.listed(low))] if low else [],
        base=base_line(view, "loadings", _model_n(view, source)),
    )


def _model_n(view: View, source: str) -> list[int]:
    """Return over how many people the questionnaire's model of a set of ratings stands."""
    fit = fit_of(view, source)
    return [] if fit is None else [fit.n]


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
        base=base_line(view, "pairs", _model_n(view, source), set=view.rated_many(source)),
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
