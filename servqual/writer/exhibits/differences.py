"""Groups compared in a thesis: tests, means and standard deviations, every two groups."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.disclosure import decimals
from servqual.results import ComparisonRow, DifferenceRow, GroupMean
from servqual.writer.exhibits.groups import column_name, shown_name
from servqual.writer.exhibits.thesis import base_line, heads, mean_sd, otherwise, variable_name
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.view import View

MOST_COLUMNS = 2  # groups whose means stand beside the tests; more get a table of their own
SHOWN_BELOW = 0.05


def differences(view: View, by: str, source: str, k: int) -> list[Exhibit]:
    """Return the tables of one column and one set of scores; [] where nothing is compared."""
    rows = [r for r in view.study.thesis.differences if (r.by, r.source) == (by, source)]
    if not rows:
        return []
    means = [r for r in view.study.thesis.means if (r.by, r.source) == (by, source)]
    groups = list(dict.fromkeys(m.group for m in means))
    found = [_tests(view, rows, means if len(groups) <= MOST_COLUMNS else [], k)]
    if len(groups) > MOST_COLUMNS:
        found.append(_means(view, rows, means, k))
    return [*found, *_comparisons(view, rows, k)]


def set_name(view: View, source: str) -> str:
    """Return the name of a set of scores: a battery, a gap, or the questions about the whole."""
    return view.say("thesis.differences.outcome") if source == "outcome" else view.rated(source)


def _score(view: View, row: DifferenceRow | ComparisonRow) -> str:
    return variable_name(view, "outcome" if row.source == "outcome" else "dimension", row.id)


def _tests(
    view: View, rows: Sequence[DifferenceRow], means: Sequence[GroupMean], k: int
) -> Exhibit:
    """Return the tests of every score, with the means of a few groups before them."""
    numbers, first = view.numbers, rows[0]
    groups = list(dict.fromkeys(m.group for m in means))
    at = {(m.id, m.group): m for m in means}
    body = []
    for row in rows:
        line = [Cell(_score(view, row))]
        line += [Cell(_mean(view, at.get((row.id, group)))) for group in groups]
        line += [
            Cell(_test(view, row.test, row.value, row.df1, row.df2)),
            Cell(numbers.p(row.p)),
            Cell(numbers.coefficient(row.eta2, 3)),
            Cell(_test(view, row.test, row.welch, row.welch_df1, row.welch_df2)),
            Cell(numbers.p(row.welch_p)),
        ]
        body.append(line)
    named = [Column(shown_name(view, group)) for group in groups]
    kind = "t" if first.test == "t" else "f"
    columns = [*heads(view, "variable"), *named, *heads(view, kind, "p", "eta2", texts=0)]
    columns += heads(view, "welch", "p", texts=0)
    title = _title(view, "exhibit", first)
    return Exhibit(
        f"exhibit-differences-{k}-{first.source}",
        title,
        how=view.say(f"thesis.differences.how_{kind}"),
        table=Table(title, columns, body, dense=bool(groups)),
        says=[otherwise(view, "differences.note")],
        base=base_line(view, "differences.base", [row.n for row in rows]),
    )


def _means(
    view: View, rows: Sequence[DifferenceRow], means: Sequence[GroupMean], k: int
) -> Exhibit:
    """Return the means of many groups, a row for each."""
    at = {(m.id, m.group): m for m in means}
    groups = list(dict.fromkeys(m.group for m in means))
    body = [
        [Cell(shown_name(view, g)), *(Cell(_mean(view, at.get((r.id, g)))) for r in rows)]
        for g in groups
    ]
    columns = [*heads(view, "group"), *(Column(_score(view, row)) for row in rows)]
    title = _title(view, "means", rows[0])
    return Exhibit(
        f"exhibit-means-{k}-{rows[0].source}",
        title,
        table=Table(title, columns, body, dense=True),
        base=base_line(view, "differences.base", [m.n for m in means]),
    )


def _comparisons(view: View, rows: Sequence[DifferenceRow], k: int) -> list[Exhibit]:
    """Return every two groups in the scores whose groups differ; [] for two groups."""
    first = rows[0]
    differ = {
        r.id for r in rows if any(p is not None and p < SHOWN_BELOW for p in (r.p, r.welch_p))
    }
    every = [
        r
        for r in view.study.thesis.comparisons
        if (r.by, r.source) == (first.by, first.source) and r.id in differ
    ]
    if not every:
        return []
    body, last = [], ""
    for row in every:
        name = _score(view, row) if row.id != last else ""
        last = row.id
        body.append([Cell(name), *_comparison(view, row)])
    columns = heads(view, "variable", "groups", "difference", "lsd", "games_howell", texts=2)
    columns.append(Column(view.say("words.head.interval", confidence=view.confidence)))
    title = _title(view, "comparisons", first)
    return [
        Exhibit(
            f"exhibit-comparisons-{k}-{first.source}",
            title,
            how=view.say("thesis.differences.comparisons_how", confidence=view.confidence),
            table=Table(title, columns, body, dense=True),
            says=[otherwise(view, "differences.comparisons_note")],
            base=base_line(view, "differences.base", [r.n for r in rows if r.id in differ]),
        )
    ]


def _comparison(view: View, row: ComparisonRow) -> list[Cell]:
    numbers = view.numbers
    names = {"a": shown_name(view, row.a), "b": shown_name(view, row.b)}
    return [
        Cell(view.say("thesis.pair", **names)),
        Cell(numbers.gap(row.difference)),
        Cell(numbers.p(row.lsd_p)),
        Cell(numbers.p(row.p)),
        Cell(numbers.interval(row.ci_low, row.ci_high)),
    ]


def _title(view: View, key: str, row: DifferenceRow) -> str:
    values = {"set": set_name(view, row.source), "by": column_name(view, row.by)}
    return view.say(f"thesis.differences.{key}", **values)


def _mean(view: View, row: GroupMean | None) -> str:
    if row is None:
        return view.numbers.none
    return mean_sd(view, row.mean, row.sd, decimals(row.n))


def _test(view: View, test: str, value: float | None, df1: float | None, df2: float | None) -> str:
    """Return a statistic with its degrees of freedom."""
    numbers = view.numbers
    if value is None or df1 is None or df2 is None:
        return numbers.none
    said = {"value": numbers.fixed(value, 2), "df": numbers.points(df2)}
    if test == "t":
        return view.say("thesis.test_t", **said)
    return view.say("thesis.test_f", df1=numbers.points(df1), df2=said["df"], value=said["value"])
