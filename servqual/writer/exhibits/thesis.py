"""The exhibits of a thesis: sample profile, KMO, orthogonal loadings, correlations, regression."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import CorrelationRow, Efa, RegressionRow
from servqual.writer.exhibits.groups import column_name, shown_name
from servqual.writer.exhibits.quality import item_rest
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.tables import name_cell
from servqual.writer.view import View

STARS = ((0.001, "***"), (0.01, "**"), (0.05, "*"))
BLANK_BELOW = 0.40


def heads(view: View, *keys: str, texts: int = 1) -> list[Column]:
    """Return columns by the keys of their headings, the first ones text columns."""
    return [
        Column(view.say(f"thesis.head.{key}"), "text" if k < texts else "number")
        for k, key in enumerate(keys)
    ]


def otherwise(view: View, key: str, **values: object) -> str:
    """Return a note that says what we would choose instead of the convention."""
    return view.say("thesis.otherwise", text=view.say(f"thesis.{key}", **values))


def base_line(view: View, key: str, ns: Sequence[int], **values: object) -> str:
    """Return the base line of an exhibit."""
    n = view.numbers.counts(min(ns), max(ns)) if ns else view.numbers.none
    return view.say("report.base", text=view.say(f"thesis.{key}", n=n, **values))


def outcome_name(view: View, outcome_id: str) -> str:
    """Return the question about the whole by its label."""
    found = next((o for o in view.instrument.outcomes if o.id == outcome_id), None)
    return (view.words(found.label) if found else "") or outcome_id


def variable_name(view: View, kind: str, name: str) -> str:
    """Return the name of a dimension or an outcome."""
    return outcome_name(view, name) if kind == "outcome" else view.dimension(name)


def p_with_sign(view: View, p: float | None) -> str:
    """Return p with its relation, such as ``= .020`` or ``< .001``."""
    text = view.numbers.p(p)
    return text if text.startswith(("<", ">")) else f"= {text}"


# -- who answered ----------------------------------------------------------------------------------


def profile(view: View) -> Exhibit:
    """Return how many people each category has; hidden ones without a number."""
    total = view.study.sample.respondents
    body = [row for by in view.study.groups.columns for row in _characteristic(view, by, total)]
    title = view.say("thesis.profile.exhibit")
    columns = heads(view, "characteristic", "category", texts=2)
    columns += [Column(view.say("words.head.n")), *heads(view, "share", texts=0)]
    values = {"min": view.numbers.count(view.study.settings.min_cell)}
    return Exhibit(
        "exhibit-profile",
        title,
        table=Table(title, columns, body),
        base=base_line(view, "profile.base", [total], **values),
    )


def _characteristic(view: View, by: str, total: int) -> list[list[Cell]]:
    """Return the categories of a column; those that are hidden as one line without their names."""
    numbers, rows = view.numbers, view.study.groups.of(by).groups
    found = []
    for row in rows:
        if row.shown and row.n is not None:
            share = f"{numbers.fixed(100 * row.n / total, 1)}%" if total else numbers.none
            name = Cell(shown_name(view, row.group))
            found.append([name, Cell(numbers.count(row.n)), Cell(share)])
    if any(not row.shown for row in rows):
        hidden = Cell(view.say("thesis.profile.hidden"))
        found.append([hidden, Cell(numbers.none), Cell(numbers.none)])
    heads_of = [column_name(view, by), *("" for _ in found)]
    return [[Cell(head), *line] for head, line in zip(heads_of, found, strict=False)]


# -- the measurement -------------------------------------------------------------------------------


def citc(view: View, name: str) -> Exhibit:
    """Return CITC and alpha if deleted of a set of ratings, with what we would do."""
    found = item_rest(view, name)
    title = view.say("thesis.reliability.citc", set=view.rated(name))
    return Exhibit(
        found.id,
        title,
        how=view.say("thesis.reliability.how"),
        table=found.table,
        base=found.base,
        says=[otherwise(view, "reliability.note")],
    )


def kmo(view: View) -> Exhibit:
    """Return KMO and Bartlett's test of every set of ratings that can be factored."""
    numbers = view.numbers
    rows = [row for row in view.study.structure.factors if not row.problem]
    body = [
        [
            Cell(view.rated(row.source)),
            Cell(numbers.coefficient(row.kmo, 3)),
            Cell(numbers.mean(row.bartlett)),
            Cell(numbers.none if row.bartlett_df is None else numbers.count(row.bartlett_df)),
            Cell(numbers.p(row.bartlett_p)),
            Cell(numbers.count(row.n)),
        ]
        for row in rows
    ]
    columns = heads(view, "set", "kmo", "bartlett", "df", "p")
    title = view.say("thesis.validity.kmo")
    return Exhibit(
        "exhibit-kmo",
        title,
        how=view.say("thesis.validity.kmo_how"),
        table=Table(title, [*columns, Column(view.say("words.head.n"))], body),
        says=[otherwise(view, "validity.kmo_note")],
        base=base_line(view, "validity.base", [row.n for row in rows]),
    )


def loadings(view: View, row: Efa) -> Exhibit:
    """Return orthogonal loadings, small ones blank, with the variance of every factor."""
    numbers, n = view.numbers, len(row.ss_loadings)
    columns = [
        Column(view.say("words.head.item"), "text"),
        *(Column(view.say("trust.efa.factor", k=k)) for k in range(1, n + 1)),
        Column(view.say("trust.head.communality")),
    ]
    body = [
        [
            name_cell(view, "item", item),
            *(Cell(numbers.coefficient(v, 3) if abs(v) >= BLANK_BELOW else "") for v in line),
            Cell(numbers.coefficient(common, 3)),
        ]
        for item, line, common in zip(row.items, row.pattern, row.communalities, strict=True)
    ]
    shares = [value / len(row.items) for value in row.ss_loadings]
    sums = [sum(shares[: k + 1]) for k in range(n)]
    for key, texts in (
        ("ss", [numbers.mean(v) for v in row.ss_loadings]),
        ("share", [f"{numbers.fixed(100 * v, 1)}%" for v in shares]),
        ("cumulative", [f"{numbers.fixed(100 * v, 1)}%" for v in sums]),
    ):
        line = [Cell(view.say(f"thesis.validity.{key}"), "strong"), *map(Cell, texts), Cell("")]
        body.append(line)
    title = view.say("thesis.validity.loadings", set=view.rated(row.source))
    return Exhibit(
        "exhibit-varimax",
        title,
        how=view.say("thesis.validity.loadings_how", n=n),
        table=Table(title, columns, body, dense=True),
        says=[otherwise(view, "validity.loadings_note")],
        base=base_line(view, "validity.base", [row.n]),
    )


# -- correlations and regression -------------------------------------------------------------------


def correlations(view: View) -> Exhibit:
    """Return means, SDs and the correlations below the diagonal, with stars."""
    found, numbers = view.study.thesis, view.numbers
    pairs = {(r.a, r.b): r for r in found.correlations}
    body = []
    for k, row in enumerate(found.variables):
        line = [
            Cell(variable_name(view, row.kind, row.id), mark=str(k + 1)),
            Cell(mean_sd(view, row.mean, row.sd)),
            Cell(numbers.count(row.n)),
        ]
        for j, other in enumerate(found.variables[:-1]):
            line.append(Cell(_r(view, pairs.get((other.id, row.id)), above=j > k, own=j == k)))
        body.append(line)
    columns = heads(view, "variable", "m_sd")
    columns += [Column(view.say("words.head.n"))]
    columns += [Column(str(k)) for k in range(1, len(found.variables))]
    title, weighted = view.say("thesis.correlations.exhibit"), view.study.sample.weighted
    ns = [r.n for r in found.correlations] or [r.n for r in found.variables]
    note = otherwise(view, "correlations.note", n=len(found.correlations))
    return Exhibit(
        "exhibit-correlations",
        title,
        how=view.say(f"thesis.correlations.how{'_weighted' if weighted else ''}"),
        table=Table(title, columns, body, dense=len(found.variables) > 7),
        says=[note] if found.correlations and not weighted else [],
        base=base_line(view, "correlations.base", ns),
    )


def _r(view: View, row: CorrelationRow | None, *, above: bool, own: bool) -> str:
    """Return one cell of the matrix: a dash on the diagonal, blank above it."""
    if own:
        return view.numbers.none
    if above or row is None:
        return ""
    stars = next((text for limit, text in STARS if row.p is not None and row.p < limit), "")
    return f"{view.numbers.coefficient(row.r)}{stars}"


def mean_sd(view: View, mean: float | None, sd: float | None, places: int = 2) -> str:
    """Return a mean with its standard deviation, as ``5.17 ± 1.02``."""
    numbers = view.numbers
    if mean is None or sd is None:
        return numbers.none
    return view.say("thesis.m_sd", m=numbers.fixed(mean, places), sd=numbers.fixed(sd, places))


def regression(view: View, row: RegressionRow) -> Exhibit:
    """Return the regression table, constant first."""
    numbers, found = view.numbers, view.study.thesis
    keys = ("term", "b", "se", "beta", "t_value", "p")
    columns = heads(view, *keys)
    columns += [Column(view.say("words.head.interval", confidence=view.confidence))]
    columns += heads(view, "vif", texts=0)
    body = []
    for s in found.slopes:
        name = view.say("thesis.regression.constant") if s.beta is None else view.dimension(s.id)
        body.append(
            [
                Cell(name),
                Cell(numbers.fixed(s.b, 3)),
                Cell(numbers.fixed(s.se, 3)),
                Cell(numbers.none if s.beta is None else numbers.coefficient(s.beta, 3)),
                Cell(numbers.fixed(s.t, 2)),
                Cell(numbers.p(s.p)),
                Cell(numbers.interval(s.ci_low, s.ci_high, signed=False)),
                Cell(numbers.none if s.vif is None else numbers.fixed(s.vif, 2)),
            ]
        )
    values = {
        "r2": numbers.coefficient(row.r2, 3),
        "adjusted": numbers.coefficient(row.r2_adjusted, 3),
        "f": numbers.fixed(row.f, 2),
        "df1": row.df1,
        "df2": row.df2,
        "p": p_with_sign(view, row.p),
    }
    title = view.say("thesis.regression.exhibit", outcome=outcome_name(view, row.outcome))
    battery = view.battery_short(row.battery)
    return Exhibit(
        "exhibit-regression",
        title,
        how=view.say("thesis.regression.how", **values),
        table=Table(title, columns, body),
        says=[otherwise(view, "regression.note")],
        base=base_line(view, "regression.base", [row.n], battery=battery),
    )
