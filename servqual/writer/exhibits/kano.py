"""Kano's two questions: what people would miss and what would delight them."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import KanoRow
from servqual.writer.exhibits.drivers import first_heads
from servqual.writer.exhibits.matrix import shortlist
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.sided import Sided, sided
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import head, name_cell
from servqual.writer.view import View

CLASSES = ("M", "O", "A", "I", "R", "Q")
MOST_NAMED = 3
FEW_ROWS = 6


def class_word(view: View, row: KanoRow) -> str:
    """Return the class of an item in words; two of them where Fong's test cannot tell."""
    kind = view.say(f"first.kano_class.{row.kind}")
    if row.clear or not row.second:
        return kind
    second = view.say(f"first.kano_class.{row.second}")
    return view.say("first.kano.mixed_class", kind=kind, second=second)


def kano(view: View) -> Exhibit:
    """Return the class of each item by both methods, and its Better and Worse coefficients."""
    rows = sorted(view.study.importance.kano, key=lambda r: (CLASSES.index(r.kind), r.worse or 0.0))
    known = [r for r in rows if r.better is not None and r.worse is not None]
    columns = [
        *head(view, first="item"),
        Column(view.say("first.head.class"), "text"),
        Column(view.say("first.head.continuous"), "text"),
        *first_heads(view, "worse", "better"),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            Cell(class_word(view, row)),
            _by_means(view, row),
            Cell(_coefficient(view, row.worse, row.worse_low, row.worse_high)),
            Cell(_coefficient(view, row.better, row.better_low, row.better_high)),
            Cell(view.numbers.count(row.n)),
        ]
        for row in rows
    ]
    ns = [r.n for r in rows]
    n = view.numbers.counts(min(ns), max(ns))
    return Exhibit(
        id="exhibit-kano",
        title=view.say("first.kano.title"),
        how=view.say("first.kano.how", confidence=view.confidence) if known else "",
        figure=_figure(view, known) if known else None,
        table=Table(view.say("first.kano.caption"), columns, body),
        says=kano_says(view, rows),
        base=view.say("report.base", text=view.say("first.kano.base", n=n)),
    )


def _by_means(view: View, row: KanoRow) -> Cell:
    """Return the class by the two means, strong where it is another one."""
    if not row.continuous:
        return Cell(view.numbers.none)
    return Cell(view.say(f"first.kano_class.{row.continuous}"), "muted" if row.agree else "")


def _coefficient(view: View, value: float | None, low: float | None, high: float | None) -> str:
    """Return a coefficient with its limits, 2 decimals."""
    numbers = view.numbers
    if value is None:
        return numbers.none
    if low is None or high is None:
        return numbers.coefficient(value)
    ends = sorted((low, high))
    return view.say(
        "words.figure", name=numbers.coefficient(value), value=numbers.alpha_interval(*ends)
    )


def _figure(view: View, rows: Sequence[KanoRow]) -> Figure:
    numbers = view.numbers
    entries = []
    for row in rows:
        worse = _coefficient(view, row.worse, row.worse_low, row.worse_high)
        better = _coefficient(view, row.better, row.better_low, row.better_high)
        box = hover(
            view.item(row.item),
            view.say("words.figure", name=view.say("first.head.worse"), value=worse),
            view.say("words.figure", name=view.say("first.head.better"), value=better),
            class_word(view, row),
        )
        both = view.say(
            "first.asymmetry.both",
            penalty=numbers.coefficient(row.worse),
            reward=numbers.coefficient(row.better),
        )
        line = Row(view.item(row.item), both, class_word(view, row), "", box)
        entries.append(
            Sided(
                line,
                (row.worse or 0.0, row.worse_low, row.worse_high),
                (row.better or 0.0, row.better_low, row.better_high),
            )
        )
    heads = ("", view.say("first.head.class"))
    wide, narrow = (
        sided(entries, narrow=narrow, tick=numbers.tick, heads=heads, whole=1.04)
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say(
            "first.kano.alt_row",
            label=view.item(r.item),
            worse=numbers.coefficient(r.worse),
            better=numbers.coefficient(r.better),
        )
        for r in rows[:FEW_ROWS]
    )
    key = "alt" if len(rows) <= FEW_ROWS else "alt_first"
    alt = view.say(f"first.kano.{key}", rows=told, n=len(rows))
    return Figure("chart-kano", wide, narrow, alt)


def kano_says(view: View, rows: Sequence[KanoRow]) -> list[str]:
    """Return what is mixed, where the two methods disagree, and which wording to look at."""
    mixed = [r.item for r in rows if not r.clear]
    apart = [r.item for r in rows if r.continuous and not r.agree]
    odd = [r.item for r in rows if r.wording]
    found = [
        _some(view, "mixed", mixed, len(rows)),
        _some(view, "disagree", apart, len(rows)) if apart else view.say("first.kano.agree"),
    ]
    if odd:
        text = view.say("first.kano.wording", n=len(odd), names=shortlist(view, odd))
        found.append(text)
    return [view.sentences(found)]


def _some(view: View, key: str, items: list[str], total: int) -> str:
    """Return a sentence about some items by name, about many by their number; '' for none."""
    if not items:
        return ""
    if len(items) > MOST_NAMED:
        count = {"count": view.count_word(len(items)), "total": view.count_word(total)}
        return view.say(f"first.kano.{key}_many", **count)
    return view.say(f"first.kano.{key}", n=len(items), names=shortlist(view, items))


def kano_counts(view: View) -> Exhibit:
    """Return the answers by class, the strengths, and the means of both questions."""
    numbers, rows = view.numbers, view.study.importance.kano
    columns = [
        *head(view, first="item"),
        *(Column(name) for name in CLASSES),
        Column(view.say("words.head.n")),
        *first_heads(view, "total_strength", "category_strength", "functional", "dysfunctional"),
        Column(view.say("first.head.class"), "text"),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            *(Cell(numbers.count(row.counts.get(name, 0))) for name in CLASSES),
            Cell(numbers.count(row.n)),
            Cell(numbers.percent(row.total_strength)),
            Cell(numbers.percent(row.category_strength)),
            Cell(numbers.mean(row.functional)),
            Cell(numbers.mean(row.dysfunctional)),
            Cell(_letters(view, row)),
        ]
        for row in rows
    ]
    ns = [r.n for r in rows]
    n = numbers.counts(min(ns), max(ns))
    table = Table(view.say("first.kano_counts.caption"), columns, body, dense=True)
    return Exhibit(
        id="exhibit-kano-counts",
        title=view.say("first.kano_counts.title"),
        how=view.say("first.kano_counts.how"),
        table=table,
        base=view.say("report.base", text=view.say("first.kano_counts.base", n=n)),
    )


def _letters(view: View, row: KanoRow) -> str:
    """Return the classes by letter: ``O/M`` where two cannot be told apart, and a combination."""
    text = row.kind if row.clear or not row.second else f"{row.kind}/{row.second}"
    return view.say("first.kano_counts.combined", text=text) if row.combined else text
