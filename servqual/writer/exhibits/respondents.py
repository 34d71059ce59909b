"""Who answered: shares of every class of people, beside the customers where they were given."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.comparisons import RespondentFit, RespondentRow
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.numbers import NO_BREAK
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View


def respondents(view: View) -> Exhibit:
    """Return the profile of those who answered."""
    found = view.study.comparisons
    weighted = any(row.weighted is not None for row in found.respondents)
    customers = any(row.customers is not None for row in found.respondents)
    how = [view.say(f"compared.respondents.how{'_customers' if customers else ''}")]
    how += [view.say("compared.respondents.how_weighted")] if weighted else []
    columns = [view.say(f"compared.head.{key}") for key in ("characteristic", "class")]
    keys = ("share", "weighted", "customers", "points")
    heads = [view.say("words.head.n"), *(view.say(f"compared.head.{key}") for key in keys)]
    names = dict.fromkeys(row.by for row in found.respondents)
    body = [line for by in names for line in _lines(view, by)]
    table = Table(
        view.say("compared.respondents.caption"),
        [*(Column(head, "text") for head in columns), *map(Column, heads)],
        body,
    )
    base = view.say(
        "compared.respondents.base",
        n=view.numbers.count(view.study.sample.respondents),
        min=view.numbers.count(view.study.settings.min_cell),
    )
    return Exhibit(
        id="exhibit-respondents",
        title=view.say(f"compared.respondents.title{'_customers' if customers else ''}"),
        how=view.sentences(how),
        table=without_empty(view, table),
        base=view.say("report.base", text=base),
        says=_says(view, found.fit),
    )


def _lines(view: View, by: str) -> list[list[Cell]]:
    rows = [row for row in view.study.comparisons.respondents if row.by == by]
    return [
        [Cell(column_name(view, by), "muted" if k else ""), *_cells(view, row)]
        for k, row in enumerate(rows)
    ]


def _cells(view: View, row: RespondentRow) -> list[Cell]:
    numbers, at = view.numbers, ("respondents", row.by, row.group)
    points = numbers.none if row.difference is None else numbers.net(row.difference)
    return [
        Cell(isolated(shown_name(view, row.group))),
        Cell(numbers.count(row.n), figure=(*at, "n")),
        Cell(numbers.percent(row.share), figure=(*at, "share")),
        Cell(numbers.percent(row.weighted), figure=(*at, "weighted")),
        Cell(numbers.percent(row.customers), figure=(*at, "customers")),
        Cell(points, figure=(*at, "difference")),
    ]


def _says(view: View, fits: Sequence[RespondentFit]) -> list[str]:
    """Return who is left out of the shares, and how the classes fit the customers."""
    found = [
        view.say(
            "compared.respondents.left_out",
            by=column_name(view, fit.by),
            n=fit.n_left_out,
        )
        for fit in fits
        if fit.n_left_out
    ]
    whole = ("not_random", "by_strata")
    reasons = dict.fromkeys(fit.reason for fit in fits if fit.reason in whole)
    found += [view.say(f"compared.respondents.{reason}") for reason in reasons]
    return [*found, *(text for fit in fits if (text := _fit(view, fit)))]


def _fit(view: View, fit: RespondentFit) -> str:
    name = column_name(view, fit.by)
    if fit.reason in ("few_expected", "other_classes", "one_class"):
        return view.say(f"compared.respondents.{fit.reason}", by=name)
    if fit.p is None:
        return ""
    key = "fits_not" if fit.p < 1 - view.study.settings.confidence else "fits"
    p = view.numbers.p(fit.p)
    return view.say(
        f"compared.respondents.{key}",
        by=name,
        chi2=view.numbers.fixed(fit.chi2, 2),
        df=fit.df,
        p=p if p.startswith(("<", ">")) else f"={NO_BREAK}{p}",
    )
