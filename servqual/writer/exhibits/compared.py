"""Groups compared: tests of every score, and every two groups."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.comparisons import GroupTest, PairTest
from servqual.writer.exhibits.group_panels import base, id_of, names_of, small_multiples
from servqual.writer.exhibits.groups import isolated, shown_name
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.sentences_compared import (
    is_apart,
    pairs_of,
    places_of,
    share_limits,
    signed_limits,
)
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

ALL_PAIRS = 4  # groups, 6 pairs: of more groups only the pairs that can be told apart are listed


def compared_exhibits(view: View, by: str, kind: str) -> list[Exhibit]:
    """Return the tests of one column and kind, the dimensions side by side, every two groups."""
    rows = view.study.comparisons.of(by, kind)
    tested = [row for row in rows if not row.problem]
    found = [_tests(view, rows)] if tested else []
    beside = small_multiples(view, by, kind)
    found += [beside] if beside else []
    pairs = [
        (row, pair)
        for row in tested
        if row.n_groups > 2 and (row.level == "overall" or row.verdict == "differ")
        for pair in pairs_of(view, row)
    ]
    shown = [pair for row, pair in pairs if row.n_groups <= ALL_PAIRS or is_apart(pair)]
    return [*found, _pairs(view, by, kind, shown, len(pairs) - len(shown))] if shown else found


# -- tests -----------------------------------------------------------------------------------------


def _tests(view: View, rows: Sequence[GroupTest]) -> Exhibit:
    """Return the tests of the whole and of every dimension."""
    first = next(row for row in rows if not row.problem)
    values = names_of(view, first.by, first.kind)
    names = {"a": first.a and shown_name(view, first.a), "b": first.b and shown_name(view, first.b)}
    how = [view.say(f"compared.tests.how_{'two' if first.test == 't' else 'many'}", **names)]
    # a share has no limits where F is so small that no true difference makes it likely
    nothing = any(r.effect == "omega2" and r.size_high == 0 for r in rows)
    how += [view.say("compared.tests.how_none")] if nothing else []
    how += [view.say("compared.tests.how_ranks")] if any(r.h is not None for r in rows) else []
    two = first.test == "t"
    table = Table(
        view.say("compared.tests.caption", **values),
        _test_columns(view, two=two),
        [_test_line(view, row, two=two) for row in rows],
        dense=True,
    )
    ns = [row.n for row in rows]
    groups = [row.n_groups for row in rows]
    return Exhibit(
        id=id_of(view, first.by, first.kind, "tests"),
        title=view.say("compared.tests.title", **values),
        how=view.sentences([*how, view.say("compared.tests.how")]),
        table=without_empty(view, table),
        base=base(
            view,
            "tests",
            groups=view.numbers.counts(min(groups), max(groups)),
            n=view.numbers.counts(min(ns), max(ns)),
        ),
    )


def _test_columns(view: View, *, two: bool) -> list[Column]:
    interval = view.say("compared.head.interval", confidence=view.confidence)
    effect = view.say(f"compared.head.effect_{'g' if two else 'omega2'}")
    heads = [view.say("compared.head.difference"), interval] if two else []
    heads += [effect, interval]
    keys = ("t" if two else "f", "df", "p_adjusted", "h", "h_p")
    heads += [view.say(f"compared.head.{key}") for key in keys]
    verdict = Column(view.say("compared.head.verdict"), "text")
    return [Column(view.say("words.head.dimension"), "text"), verdict, *map(Column, heads)]


def _test_line(view: View, row: GroupTest, *, two: bool) -> list[Cell]:
    numbers, at = view.numbers, ("compared", row.by, row.kind, row.id)
    line = [
        name_cell(view, row.level, row.id),
        Cell(
            view.say(f"compared.verdict.{row.problem or row.verdict}"),
            "strong" if row.verdict == "differ" else "muted",
        ),
    ]
    if two:
        places = places_of(view, row.by, row.a, row.b)
        limits = signed_limits(view, row.ci_low, row.ci_high, places)
        line += [
            Cell(numbers.gap(row.difference, places), figure=(*at, "difference")),
            Cell(limits, figure=(*at, "ci")),
            Cell(numbers.gap(row.size), figure=(*at, "size")),
            Cell(numbers.interval(row.size_low, row.size_high), figure=(*at, "size_ci")),
        ]
    else:
        line += [
            Cell(numbers.percent(row.size), figure=(*at, "size")),
            Cell(share_limits(view, row), figure=(*at, "size_ci") if row.size_high else ()),
        ]
    return [
        *line,
        Cell(numbers.fixed(row.value, 2), figure=(*at, "value")),
        Cell(_degrees(view, row)),
        Cell(numbers.p(row.p_adjusted), figure=(*at, "p_adjusted")),
        Cell(numbers.fixed(row.h, 2), figure=(*at, "h")),
        Cell(numbers.p(row.h_p_adjusted), figure=(*at, "h_p_adjusted")),
    ]


def _degrees(view: View, row: GroupTest) -> str:
    """Return the degrees of freedom: one number of t, two of F."""
    if row.df2 is None or row.df1 is None:
        return view.numbers.none
    second = view.numbers.fixed(row.df2, 1)
    first = view.numbers.count(row.df1)
    return second if row.test == "t" else f"{first}, {second}"


# -- pairs -----------------------------------------------------------------------------------------


def _pairs(view: View, by: str, kind: str, pairs: Sequence[PairTest], n_more: int) -> Exhibit:
    """Return two groups each, overall and in the dimensions in which the groups differ."""
    numbers, values = view.numbers, names_of(view, by, kind)
    heads = [
        view.say("compared.head.difference"),
        view.say("compared.head.interval", confidence=view.confidence),
        view.say("compared.head.p"),
        view.say("compared.head.h_p"),
    ]
    texts = [view.say(f"compared.head.{key}") for key in ("first", "second")]
    columns = [
        *(Column(text, "text") for text in (view.say("words.head.dimension"), *texts)),
        *map(Column, heads),
        Column(view.say("compared.head.verdict"), "text"),
    ]
    body = []
    before = ""
    for pair in pairs:
        places = places_of(view, by, pair.a, pair.b)
        at = ("compared", by, kind, pair.id, pair.a, pair.b)
        first = Cell(view.label(pair.level, pair.id), "muted" if pair.id == before else "")
        before = pair.id
        word = view.say(f"compared.pair.{pair.verdict}", sesoi=view.sesoi)
        body.append(
            [
                first,
                Cell(isolated(shown_name(view, pair.a))),
                Cell(isolated(shown_name(view, pair.b))),
                Cell(numbers.gap(pair.difference, places), figure=(*at, "difference")),
                Cell(signed_limits(view, pair.ci_low, pair.ci_high, places), figure=(*at, "ci")),
                Cell(numbers.p(pair.p), figure=(*at, "p")),
                Cell(numbers.p(pair.p_ranks), figure=(*at, "p_ranks")),
                Cell(word, "strong" if is_apart(pair) else "muted"),
            ]
        )
    caption = view.say("compared.pairs.caption", **values)
    return Exhibit(
        id=id_of(view, by, kind, "pairs"),
        title=view.say("compared.pairs.title", **values),
        how=view.say("compared.pairs.how", sesoi=view.sesoi),
        table=without_empty(view, Table(caption, columns, body, dense=True)),
        base=base(view, "pairs"),
        says=[view.say("compared.pairs.more", n=n_more)] if n_more else [],
    )
