"""How well the dimensions fit as a model: fits, convergent validity, loadings."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import FitRow
from servqual.writer.exhibits.trust import base_line, dimension_cell, heads, text_heads
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.trust_facts import (
    THEORY,
    finding_word,
    fit_of,
    leading_source,
    printed_fit,
    problem_word,
)
from servqual.writer.view import View

LOW_LOADING = 0.5


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
        base=base_line(view, "convergent", model_n(view, source), set=view.rated_many(source)),
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
        base=base_line(view, "loadings", model_n(view, source)),
    )


def model_n(view: View, source: str) -> list[int]:
    """Return over how many people the questionnaire's model of a set of ratings stands."""
    fit = fit_of(view, source)
    return [] if fit is None else [fit.n]
