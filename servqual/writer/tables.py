"""Tables of results in words and numbers of one language, three-line style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from servqual.results import DistributionRow, FlagRow, GapRow, ScoreRow
from servqual.writer.classes import classes_of
from servqual.writer.parts import Cell, Column, Table
from servqual.writer.sentences import chip, has_verdict, perception_ranks, tone
from servqual.writer.view import View


class _Levelled(Protocol):
    """A row about an item, a dimension or the whole."""

    @property
    def level(self) -> str: ...

    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Levelled)


def head(view: View, *keys: str, first: str) -> list[Column]:
    """Return columns by the keys of their headings, the first one a text column."""
    return [
        Column(view.say(f"words.head.{first}"), "text"),
        *(Column(view.say(f"words.head.{key}")) for key in keys),
    ]


def name_cell(view: View, level: str, row_id: str) -> Cell:
    """Return the first cell of a row; overall rows are set strong."""
    mark = str(view.number(row_id)) if level == "item" else ""
    # other ways to form the whole stand beside it, not above the dimensions
    whole = level == "overall" and row_id == view.whole
    return Cell(view.label(level, row_id), "strong" if whole else "", mark)


def whole_first(rows: Sequence[Row], leading: str = "unweighted") -> list[Row]:
    """Return the overall first and other ways to form it last, the rest as it stands between."""
    first = [r for r in rows if r.level == "overall" and r.id == leading]
    last = [r for r in rows if r.level == "overall" and r.id != leading]
    return [*first, *(r for r in rows if r.level != "overall"), *last]


def without_empty(view: View, table: Table) -> Table:
    """Return a table without the columns that hold no figure in any row."""
    none = view.numbers.none
    kept = [
        k
        for k in range(len(table.columns))
        if any(row[k].text not in ("", none) for row in table.rows)
    ]
    rows = [[row[k] for k in kept] for row in table.rows]
    return replace(table, columns=[table.columns[k] for k in kept], rows=rows)


def gap_figure(row: GapRow) -> tuple[str, ...]:
    """Return where the figures of a gap stand among the results."""
    return ("gap", row.kind, row.level, row.id)


def gap_table(view: View, rows: Sequence[GapRow], caption: str, *, ranks: bool = False) -> Table:
    """Return gaps with both means, interval, n, share met, verdict and, if asked, ranks."""
    numbers = view.numbers
    row0 = rows[0]
    columns = [
        Column(view.say(f"words.head.{'item' if row0.level == 'item' else 'dimension'}"), "text"),
        Column(view.battery_short(row0.minus)),
        Column(view.battery_short(row0.of)),
        Column(view.say("words.head.gap")),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.n")),
        Column(view.say("words.head.met")),
    ]
    if ranks:
        columns.append(Column(view.say("words.head.rank_perception")))
    columns.append(Column(view.say("words.head.verdict"), "text"))
    order = perception_ranks(rows)
    body = []
    for row in rows:
        at = gap_figure(row)
        cells = [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.mean_minus), figure=(*at, "mean_minus")),
            Cell(numbers.mean(row.mean_of), figure=(*at, "mean_of")),
            Cell(numbers.gap(row.gap), tone(row), figure=(*at, "gap")),
            Cell(numbers.interval(row.ci_low, row.ci_high), figure=(*at, "ci")),
            Cell(numbers.count(row.n), figure=(*at, "n")),
            Cell(numbers.percent(row.share_met), figure=(*at, "share_met")),
        ]
        if ranks:
            cells.append(Cell(str(order.get(row.id, numbers.none))))
        cells.append(Cell(chip(view, row), tone(row)))
        body.append(cells)
    return Table(caption, columns, body)


def score_table(view: View, rows: Sequence[ScoreRow], caption: str, *, ends: bool = False) -> Table:
    """Return means with SD, interval and n; with the shares at the ends of the scale if asked."""
    numbers = view.numbers
    levels = {row.level for row in rows}
    mixed = "any_level" if "item" in levels else "dimension"
    columns = head(view, "mean", first="item" if levels == {"item"} else mixed)
    columns.append(Column(view.say("words.head.interval", confidence=view.confidence)))
    columns += [Column(view.say("words.head.sd")), Column(view.say("words.head.n"))]
    if ends:
        columns += [
            Column(view.say("words.head.lowest", value=v)) for v in (view.scale.min, view.scale.max)
        ]
    body = []
    for row in rows:
        at = ("mean", row.battery, row.level, row.id)
        cells = [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.mean), figure=(*at, "mean")),
            Cell(numbers.interval(row.ci_low, row.ci_high, signed=False), figure=(*at, "ci")),
            Cell(numbers.mean(row.sd), figure=(*at, "sd")),
            Cell(numbers.count(row.n), figure=(*at, "n")),
        ]
        if ends:
            cells += [
                Cell(numbers.percent(row.share_lowest), figure=(*at, "share_lowest")),
                Cell(numbers.percent(row.share_highest), figure=(*at, "share_highest")),
            ]
        body.append(cells)
    return Table(caption, columns, body)


def distribution_table(view: View, rows: Sequence[DistributionRow], caption: str) -> Table:
    """Return the share of each answer per item and battery, n, and how many are missing by kind."""
    numbers = view.numbers
    kinds = list(dict.fromkeys(kind for row in rows for kind, n in row.missing.items() if n))
    columns = head(view, first="item")
    columns.append(Column(view.say("words.head.battery"), "text"))
    classes = classes_of(view.scale)
    columns += [Column(name) for name in classes.names.values()]
    columns.append(Column(view.say("words.head.n")))
    columns += [Column(missing_name(view, kind)) for kind in kinds]
    body = []
    for row in rows:
        cells = [name_cell(view, "item", row.item), Cell(view.battery_short(row.battery))]
        at = ("answers", row.battery, row.item)
        cells += [
            Cell(numbers.percent(share if row.n else None), figure=(*at, str(k)))
            for k, share in classes.shares(row).items()
        ]
        cells.append(Cell(numbers.count(row.n), figure=(*at, "n")))
        cells += [Cell(numbers.count(row.missing.get(kind, 0))) for kind in kinds]
        body.append(cells)
    return Table(caption, columns, body)


def missing_name(view: View, kind: str) -> str:
    """Return the name of a kind of missing answer."""
    key = f"words.missing.{kind}"
    return view.say(key) if view.has(key) else kind


def missing_table(view: View, caption: str) -> Table:
    """Return per battery how many ratings were asked for, answered and missing, by kind."""
    numbers, rows = view.numbers, view.study.quality.missing
    kinds = list(dict.fromkeys(kind for row in rows for kind, n in row.missing.items() if n))
    columns = [*head(view, "asked", "answered", "share", first="battery")]
    columns += [Column(missing_name(view, kind)) for kind in kinds]
    body = [
        [
            Cell(view.battery_short(row.battery)),
            Cell(numbers.count(row.asked)),
            Cell(numbers.count(row.answered)),
            Cell(numbers.percent(row.answered / row.asked if row.asked else None)),
            *(Cell(numbers.count(row.missing.get(kind, 0))) for kind in kinds),
        ]
        for row in rows
    ]
    return Table(caption, columns, body)


def flag_table(view: View, caption: str) -> Table:
    """Return each rule for careless answering: whom it flags, whether it counts, what it says."""
    columns = head(view, "people", "share", first="rule")
    columns.insert(1, Column(view.say("words.head.battery"), "text"))
    # on a phone the figures come before what needs room
    columns += [Column(view.say(f"words.head.{key}"), "text") for key in ("counts", "means")]
    body = [
        [
            Cell(rule_name(view, row.rule)),
            Cell(view.rated(row.battery) if row.battery else view.numbers.none),
            Cell(view.numbers.count(row.n)),
            Cell(view.numbers.percent(row.share)),
            _counts(view, counts=row.counts),
            Cell(_rule_meaning(view, row)),
        ]
        for row in view.study.quality.flags
    ]
    return Table(caption, columns, body)


def _counts(view: View, *, counts: bool) -> Cell:
    """Return whether a rule counts towards suspect."""
    if counts:
        return Cell(view.say("words.counts.yes"))
    return Cell(view.say("words.counts.no"), "muted")


def rule_name(view: View, rule: str) -> str:
    """Return the name of a rule for careless answering, its code where it has none."""
    key = f"words.rule.{rule}"
    return view.say(key) if view.has(key) else rule


def _rule_meaning(view: View, row: FlagRow) -> str:
    """Return what a rule says, with its limit in this sample."""
    key = f"words.rule_means.{row.rule}"
    if not view.has(key):
        return ""
    limit = row.limit or 0.0
    whole = limit == int(limit) or row.rule == "fast_for_sample"
    shown = view.numbers.count(limit) if whole else view.numbers.fixed(limit, 2)
    return view.say(key, limit=shown, percent=view.numbers.percent(limit))


def item_rest_table(view: View, name: str, caption: str) -> Table:
    """Return for each item its correlation with the rest of its dimension and alpha without it."""
    numbers = view.numbers
    columns = [*head(view, first="item"), Column(view.say("words.head.dimension"), "text")]
    columns += [
        Column(view.say("words.head.item_rest")),
        Column(view.say("words.head.alpha_deleted")),
    ]
    columns.append(Column(view.say("words.head.alpha")))
    body = [
        [
            name_cell(view, "item", item.item),
            Cell(view.dimension(row.dimension)),
            Cell(numbers.coefficient(item.item_rest_r)),
            Cell(numbers.coefficient(item.alpha_if_deleted)),
            Cell(numbers.alpha(row.alpha)),
        ]
        for row in view.study.reliability.rows
        if row.battery == name and row.dimension != "total"
        for item in row.items
    ]
    return Table(caption, columns, body)


def tests_table(view: View, rows: Sequence[GapRow], caption: str) -> Table:
    """Return the paired tests and effect sizes of gaps."""
    numbers = view.numbers
    keys = (
        "sd_of",
        "sd_minus",
        "gap",
        "sd",
        "se",
        "t",
        "df",
        "p",
        "p_adjusted",
        "v",
        "p_wilcoxon",
        "d_av",
        "d_z",
    )
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.mean(row.sd_of), figure=(*gap_figure(row), "sd_of")),
            Cell(numbers.mean(row.sd_minus), figure=(*gap_figure(row), "sd_minus")),
            Cell(numbers.gap(row.gap), figure=(*gap_figure(row), "gap")),
            Cell(numbers.mean(row.sd), figure=(*gap_figure(row), "sd")),
            Cell(numbers.fixed(row.se, 3), figure=(*gap_figure(row), "se")),
            Cell(numbers.fixed(row.t, 2), figure=(*gap_figure(row), "t")),
            Cell(numbers.none if row.df is None else numbers.count(row.df)),
            Cell(numbers.p(row.p), figure=(*gap_figure(row), "p")),
            Cell(numbers.p(row.p_adjusted)),
            Cell(numbers.none if row.wilcoxon_v is None else numbers.count(row.wilcoxon_v)),
            Cell(numbers.p(row.wilcoxon_p)),
            Cell(numbers.fixed(row.d_av, 2), figure=(*gap_figure(row), "d_av")),
            Cell(numbers.fixed(row.d_z, 2), figure=(*gap_figure(row), "d_z")),
        ]
        for row in rows
    ]
    columns = head(view, *keys, first="any_level")
    return without_empty(view, Table(caption, columns, body, dense=True))


def share_table(view: View, rows: Sequence[GapRow], caption: str) -> Table:
    """Return the shares below, at and above, and the verdicts at other smallest gaps."""
    numbers = view.numbers
    columns = head(view, "share_below", "share_equal", "share_above", first="any_level")
    columns.append(Column(view.say("words.head.verdict"), "text"))
    columns += [
        Column(view.say(f"words.head.{key}", sesoi=view.sesoi), "text")
        for key in ("half", "double")
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(numbers.percent(row.share_below), figure=(*gap_figure(row), "share_below")),
            Cell(numbers.percent(row.share_equal), figure=(*gap_figure(row), "share_equal")),
            Cell(numbers.percent(row.share_above), figure=(*gap_figure(row), "share_above")),
            *(
                Cell(view.verdict_word(row.gap, v) if has_verdict(row) else numbers.none)
                for v in (row.verdict, row.verdict_half, row.verdict_double)
            ),
        ]
        for row in rows
    ]
    return Table(caption, columns, body, dense=True)
