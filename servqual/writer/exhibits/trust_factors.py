"""Factors in detail: every eigenvalue beside chance, and an exploratory analysis of one source."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import Efa, FactorRow
from servqual.writer.exhibits.trust import base_line, heads
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

MOST_EIGENVALUES = 12
SHOWN_LOADING = 0.32  # a tenth of an item's variance (Tabachnick & Fidell)
NEAR = 0.20  # a second loading so near to the first says that the item belongs to both


# -- factors -----------------------------------------------------------------------------------


def eigenvalues(view: View) -> Exhibit:
    """Return eigenvalues, what chance gives, and the partial correlations of Velicer's test."""
    rows = [r for r in view.study.structure.factors if not r.problem]
    columns = [
        Column(view.say("words.head.set"), "text"),
        *heads(view, "number", "eigenvalue", "chance", "factor_eigenvalue", "factor_chance"),
        *heads(view, "map", "map4"),
    ]
    body = [cells for row in rows for cells in _eigenvalue_lines(view, row)]
    table = Table(view.say("trust.eigenvalues.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-eigenvalues",
        title=view.say("trust.eigenvalues.title"),
        how=view.say("trust.eigenvalues.how"),
        table=without_empty(view, table),
        base=base_line(view, "eigenvalues", [r.n for r in rows]),
    )


def _eigenvalue_lines(view: View, row: FactorRow) -> list[list[Cell]]:
    """Return a line per number of factors, from none on."""
    numbers = view.numbers

    def value(values: Sequence[float], k: int, places: int) -> Cell:
        known = 0 <= k < len(values)
        return Cell(numbers.fixed(values[k], places) if known else numbers.none)

    return [
        [
            Cell(view.rated(row.source)),
            Cell(str(k)),
            value(row.eigenvalues, k - 1, 2),
            value(row.limits, k - 1, 2),
            value(row.factor_eigenvalues, k - 1, 2),
            value(row.factor_limits, k - 1, 2),
            value(row.map, k, 4),
            value(row.map4, k, 4),
        ]
        for k in range(min(MOST_EIGENVALUES, len(row.eigenvalues)) + 1)
    ]


# -- exploratory factors -----------------------------------------------------------------------


def exploratory(view: View, row: Efa) -> Exhibit:
    """Return the pattern of an exploratory factor analysis, small loadings left blank."""
    numbers = view.numbers
    n = len(row.ss_loadings)
    columns = [
        Column(view.say("words.head.item"), "text"),
        Column(view.say("words.head.dimension"), "text"),
        *(Column(view.say("trust.efa.factor", k=k)) for k in range(1, n + 1)),
        *heads(view, "communality"),
    ]
    body = []
    for item, line, common in zip(row.items, row.pattern, row.communalities, strict=True):
        dimension = view.instrument.item(item).dimension
        body.append(
            [
                name_cell(view, "item", item),
                Cell(view.dimension(dimension)),
                *(_loading(view, value) for value in line),
                Cell(numbers.coefficient(common)),
            ]
        )
    body.append(
        [
            Cell(view.say("trust.efa.ss"), "strong"),
            Cell(""),
            *(Cell(numbers.mean(value)) for value in row.ss_loadings),
            Cell(""),
        ]
    )
    caption = view.say("trust.efa.caption", set=view.rated(row.source))
    values = {
        "extraction": view.say(f"trust.efa.extraction_{row.extraction}"),
        "rotation": view.say(f"trust.efa.rotation_{row.rotation}"),
    }
    how = view.say("trust.efa.how", n=n, count=view.count_word(n), **values)
    return Exhibit(
        id=f"exhibit-efa-{row.source}",
        title=caption,
        how=how[:1].upper() + how[1:],
        table=Table(caption, columns, body, dense=True),
        says=_efa_says(view, row),
        base=base_line(view, "efa", [row.n]),
    )


def _loading(view: View, value: float) -> Cell:
    return Cell(view.numbers.coefficient(value) if abs(value) >= SHOWN_LOADING else "")


def _efa_says(view: View, row: Efa) -> list[str]:
    """Return which factor is which dimension, which items belong to two, and what to beware of."""
    found = [_resemblances(view, row), _cross_loadings(view, row)]
    for warning in row.warnings:
        code, _, item = warning.partition(":")
        name = view.quoted(view.item(item)) if item else ""
        found.append(view.say(f"trust.efa.{code}", name=name))
    return [view.sentences([text for text in found if text])]


ALIKE = 0.95  # Lorenzo-Seva & ten Berge 2006


def _resemblances(view: View, row: Efa) -> str:
    """Return which dimensions come back as a factor, by Tucker's coefficient."""
    back = [
        name
        for j, name in enumerate(row.dimensions)
        if any(line[j] >= ALIKE for line in row.congruence)
    ]
    if not row.dimensions:
        return ""
    if not back:
        return view.say("trust.efa.no_dimension")
    names = view.listed([view.dimension_inside(name) for name in back])
    text = view.say("trust.efa.back", n=len(back), names=names)
    return text[:1].upper() + text[1:]


def _cross_loadings(view: View, row: Efa) -> str:
    crossed = []
    for item, line in zip(row.items, row.pattern, strict=True):
        first, *rest = sorted(map(abs, line), reverse=True)
        if rest and first >= SHOWN_LOADING and first - rest[0] < NEAR:
            crossed.append(view.quoted(view.item(item)))
    if not crossed:
        return ""
    return view.say("trust.efa.crossed", n=len(crossed), names=view.listed(crossed))
