"""The codebook of anonymised data: what every column holds, and what was done before."""

from __future__ import annotations

from collections.abc import Mapping

from servqual._cells import csv_text
from servqual.results import Study
from servqual.results.codebook import Codebook, Variable
from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer import plotly_door
from servqual.writer.page import cover_of, page_of
from servqual.writer.parts import Cell, Column, Exhibit, Section, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View

COLUMNS = ("name", "kind", "label", "battery", "item", "scale", "labels", "reverse", "n")


def codebook_csv(book: Codebook, options: ReportOptions) -> bytes:
    """Return the codebook as CSV in UTF-8 with a mark, one row per column of the data."""
    language = options.language

    def say(key: str) -> str:
        return fill(language, f"anonymised.{key}", {})

    rows = [[say(f"column.{key}") for key in COLUMNS]]
    rows += [_row(v, language) for v in book.variables]
    return csv_text(rows).encode("utf-8-sig")


def _row(variable: Variable, language: str) -> list[str]:
    kind = fill(language, f"anonymised.kind.{variable.kind}", {})
    turned = fill(language, "anonymised.yes", {}) if variable.reverse else ""
    return [
        variable.name,
        kind,
        variable.label,
        variable.battery,
        variable.item,
        _scale(variable),
        _listed(variable.labels),
        turned,
        str(variable.n),
    ]


def _scale(variable: Variable) -> str:
    if variable.low is None or variable.high is None:
        return ""
    return f"{variable.low:g}–{variable.high:g}"


def _listed(labels: Mapping[float, str]) -> str:
    return "; ".join(f"{code:g} = {text}" for code, text in sorted(labels.items()))


def codebook_html(study: Study, book: Codebook, options: ReportOptions) -> str:
    """Return the codebook as a page: the rules, what was merged and left out, every column."""
    view = View(study, options)

    def say(key: str, **values: object) -> str:
        return view.say(f"anonymised.{key}", **values)

    lead = [say("page.lead", n=book.n, count=view.numbers.count(book.n))]
    lead += [say("page.rule", n=book.min_cell)]
    if book.smallest is not None:
        lead.append(say("page.smallest", n=book.smallest))
    lead += [say("page.order"), say("page.missing")]
    rules = Section(
        "rules", say("page.rules_title"), say("page.rules_nav"), "exhibits", {"lead": lead}
    )
    done = [exhibit for exhibit in (_merged(view, book), _left_out(view, book)) if exhibit]
    if done:
        rules = Section(rules.id, rules.title, rules.nav, "exhibits", {"lead": lead}, done)
    exhibits = [_columns(view, book), _codes(view, book)]
    columns = Section(
        "columns",
        say("page.columns_title"),
        say("page.columns_nav"),
        "exhibits",
        {"lead": []},
        [exhibit for exhibit in exhibits if exhibit],
    )
    headline = say("page.title")
    return page_of(view, [rules, columns], headline, cover_of(view), plotly_door.packing())


def _columns(view: View, book: Codebook) -> Exhibit:
    """Return what every column holds; its codes stand in a table of their own."""
    keys = [key for key in COLUMNS if key not in ("battery", "item", "labels")]
    heads = [
        Column(view.say(f"anonymised.column.{k}"), "number" if k == "n" else "text") for k in keys
    ]
    rows = [
        [Cell(text) for k, text in zip(COLUMNS, _row(v, view.language), strict=True) if k in keys]
        for v in book.variables
    ]
    title = view.say("anonymised.page.every_column")
    table = without_empty(view, Table(title, heads, rows, dense=True))
    return Exhibit("exhibit-columns", title, table=table)


def _codes(view: View, book: Codebook) -> Exhibit | None:
    """Return what the numbers of each battery mean; None where no battery has labels."""
    codes: dict[str, dict[float, str]] = {}
    for variable in book.variables:
        if variable.battery and variable.labels:
            codes.setdefault(variable.battery, {}).update(variable.labels)
    if not codes:
        return None
    heads = [Column(view.say(f"anonymised.column.{key}"), "text") for key in ("battery", "labels")]
    rows = [
        [Cell(view.battery_short(battery)), Cell(_listed(labels))]
        for battery, labels in codes.items()
    ]
    title = view.say("anonymised.page.codes")
    return Exhibit("exhibit-codes", title, table=Table(title, heads, rows))


def _merged(view: View, book: Codebook) -> Exhibit | None:
    """Return the columns in which rare values stand under one name."""
    if not book.merged:
        return None
    heads = [Column(view.say("anonymised.column.name"), "text")]
    heads += [Column(view.say(f"anonymised.page.{key}")) for key in ("n_groups", "n_people")]
    count = view.numbers.count
    rows = [[Cell(m.column), Cell(count(m.n_groups)), Cell(count(m.n))] for m in book.merged]
    title = view.say("anonymised.page.merged", other=view.say("anonymised.other"))
    return Exhibit("exhibit-merged", title, table=Table(title, heads, rows))


def _left_out(view: View, book: Codebook) -> Exhibit | None:
    """Return what is not in the data, and why."""
    if not book.left_out:
        return None
    heads = [
        Column(view.say("anonymised.column.name"), "text"),
        Column(view.say("anonymised.page.why"), "text"),
    ]
    rows = [
        [Cell(out.column or view.numbers.none), Cell(view.say(f"anonymised.why.{out.reason}"))]
        for out in book.left_out
    ]
    title = view.say("anonymised.page.left_out")
    return Exhibit("exhibit-left-out", title, table=Table(title, heads, rows))
