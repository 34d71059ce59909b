"""How far chance sets units apart, how much they differ, and where very many of them lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import quantiles

from servqual.disclosure import decimals
from servqual.results.league import UnitSpread
from servqual.statistics.funnel import FAR, NEAR
from servqual.writer.exhibits.groups import shown_name
from servqual.writer.exhibits.league import Board
from servqual.writer.figures.league import Beam, Cone, Dot, beams, cone, histogram
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.view import View

PLACES = ("very_high", "high", "inside", "low", "very_low")
FEWEST_IN_FUNNEL = 5
MANY = 60  # units of which none is shown by itself in a chart of all
MOST_NAMES = 8
BARS = 16
# how many of a hundred units chance puts there
EXPECTED = {"very_high": 0.001, "high": 0.024, "inside": 0.95, "low": 0.024, "very_low": 0.001}


def funnel(board: Board) -> Exhibit | None:
    """Return the units by their size against the limits of chance; None for very few units."""
    if len(board.rows) < FEWEST_IN_FUNNEL:
        return None
    view, spread = board.view, board.spread
    limits = Cone(spread.centre, spread.sd_within, spread.sd, NEAR, FAR)
    wide, narrow = (
        cone(
            _dots(board),
            limits,
            narrow=narrow,
            tick=board.tick,
            titles=(board.say("funnel.axis_n"), view.label("overall", "unweighted")),
        )
        for narrow in (False, True)
    )
    count = view.numbers.count
    alt = board.say(
        "funnel.alt",
        n=count(spread.n_units),
        mean=board.text(spread.centre),
        outside=count(spread.n_outside),
        far=count(spread.n_far_outside),
        wide=count(spread.n_outside_wide),
    )
    base = board.say(
        "funnel.base",
        n_units=count(spread.n_units),
        n=board.ns(board.rows),
        sd=view.numbers.fixed(spread.sd_within, 2),
    )
    name = board.key("funnel").replace("exhibit", "chart")
    return Exhibit(
        id=board.key("funnel"),
        title=board.say("funnel.title"),
        how=board.say("funnel.how"),
        figure=Figure(name, wide, narrow, alt),
        table=_places(board),
        base=view.say("report.base", text=base),
        says=[dispersion(board)],
    )


def _dots(board: Board) -> list[Dot]:
    alone = len(board.rows) <= MANY  # the names of many would cover each other
    outside = [row for row in board.rows if alone and row.place.startswith("very")]
    named = {row.unit for row in sorted(outside, key=lambda row: -row.n)[:MOST_NAMES]}
    return [
        Dot(
            row.n,
            row.mean,
            _tone(row.place),
            hover(
                shown_name(board.view, row.unit),
                board.say("table.hover_raw", mean=board.text(row.mean, row.n), n=row.n),
                board.say(f"place.{row.place}"),
            ),
            shown_name(board.view, row.unit) if row.unit in named else "",
        )
        for row in board.rows
    ]


def _tone(place: str) -> Tone:
    if place == "inside":
        return "small"
    return "shortfall" if place.endswith("low") else "surplus"


def _places(board: Board) -> Table:
    """Return how many units lie where, beside what chance alone would make."""
    numbers, total = board.view.numbers, len(board.rows)
    keys = ("limits", "observed", "expected", "allowing")
    columns = [Column(board.say(f"head.{key}"), "number" if k else "text")
               for k, key in enumerate(keys)]  # fmt: skip
    body = [
        [
            Cell(board.say(f"funnel.{place}")),
            Cell(numbers.count(sum(row.place == place for row in board.rows))),
            Cell(numbers.fixed(EXPECTED[place] * total, 1)),
            Cell(numbers.count(sum(row.place_wide == place for row in board.rows))),
        ]
        for place in PLACES
    ]
    return Table(board.say("funnel.caption"), columns, body)


def dispersion(board: Board) -> str:
    """Say whether units scatter more than chance would make them."""
    spread, numbers = board.spread, board.view.numbers
    values = {"phi": numbers.fixed(spread.dispersion, 2), "p": numbers.p(spread.p)}
    over = spread.p < 0.05 and spread.dispersion > 1
    if over and spread.p >= 0.001:
        values["p"] = f"= {values['p']}"
    outside = board.say(
        "funnel.outside",
        n=spread.n_outside,
        total=numbers.count(spread.n_units),
        expected=numbers.fixed(0.05 * spread.n_units, 1),
    )
    return board.view.sentences(
        [outside, board.say(f"funnel.{'over' if over else 'calm'}", **values)]
    )


def spreads(board: Board) -> Exhibit:
    """Return the SD between units of the whole and of every dimension."""
    view, numbers = board.view, board.view.numbers
    rows = [
        row
        for row in board.league.spread
        if (row.by, row.kind, row.mix) == (board.by, board.kind, "")
    ]
    entries = [Beam(_spread_line(board, row), row.sd, row.sd_low, row.sd_high) for row in rows]
    heads = (board.say("head.sd_short"), board.say("head.interval"))
    wide, narrow = (
        beams(
            entries,
            None,
            narrow=narrow,
            tick=numbers.points,
            heads=heads,
            ends=(0.0, 0.0),
            least=0.2,
        )
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        board.say(
            "spread.alt_row",
            label=view.label(row.level, row.id),
            sd=numbers.fixed(row.sd, 2),
            low=numbers.fixed(row.sd_low, 2),
            high=numbers.fixed(row.sd_high, 2),
        )
        for row in rows
    )
    name = board.key("spread").replace("exhibit", "chart")
    base = board.say("spread.base", n_units=numbers.count(board.spread.n_units))
    return Exhibit(
        id=board.key("spread"),
        title=board.say("spread.title"),
        how=board.say("spread.how"),
        figure=Figure(name, wide, narrow, board.say("spread.alt", rows=told)),
        table=_spread_table(board, rows),
        base=view.say("report.base", text=base),
        says=[text for text in [icc_sentence(board)] if text],
    )


def _spread_line(board: Board, row: UnitSpread) -> Row:
    numbers = board.view.numbers
    interval = _limits(board.view, row.sd_low, row.sd_high)
    name, sd = board.view.label(row.level, row.id), numbers.fixed(row.sd, 2)
    return Row(name, sd, interval, "", hover(name, f"{sd} {interval}"), row.level == "overall")


def _limits(view: View, low: float, high: float, places: int = 2) -> str:
    """Return the limits of an SD; none where units differ less than chance makes them."""
    if not high:
        return view.numbers.none
    return view.numbers.limits(view.numbers.fixed(low, places), view.numbers.fixed(high, places))


def _spread_table(board: Board, rows: Sequence[UnitSpread]) -> Table:
    view, numbers = board.view, board.view.numbers
    keys = ("between", "interval", "p", "icc", "interval", "sd")
    columns = [Column(board.say("head.score"), "text")]
    columns += [Column(board.say(f"head.{key}")) for key in keys]
    body = [
        [
            Cell(view.label(row.level, row.id), "strong" if row.level == "overall" else ""),
            Cell(numbers.fixed(row.sd, 2)),
            Cell(_limits(view, row.sd_low, row.sd_high)),
            Cell(numbers.p(row.p)),
            Cell(_percent(view, row.icc)),
            Cell(_share_limits(view, row)),
            Cell(numbers.fixed(row.sd_within, 2)),
        ]
        for row in rows
    ]
    return Table(board.say("spread.caption"), columns, body)


def _percent(view: View, share: float | None) -> str:
    """Return a share of variance with a decimal, one below 0 as 0."""
    return view.numbers.none if share is None else f"{view.numbers.fixed(max(share, 0) * 100, 1)}%"


def _share_limits(view: View, row: UnitSpread) -> str:
    """Return the limits of such a share; none where units differ less than chance makes them."""
    if row.icc_low is None or row.icc_high is None or row.icc_high <= 0:
        return view.numbers.none
    return view.numbers.limits(_percent(view, row.icc_low), _percent(view, row.icc_high))


def icc_sentence(board: Board) -> str:
    """Say which part of the differences between people lies between units; '' if not known."""
    row, view = board.spread, board.view
    if row.icc is None:
        return ""
    low, high = (_percent(view, value) for value in (row.icc_low, row.icc_high))
    key = "icc" if row.icc > 0 else "icc_none_seen" if (row.icc_high or 0) > 0 else "icc_less"
    return board.say(f"spread.{key}", icc=_percent(view, row.icc), low=low, high=high)


def many(board: Board) -> Exhibit | None:
    """Return where very many units lie; None where each can be shown by itself."""
    if len(board.rows) <= MANY:
        return None
    count, total = board.view.numbers.count, board.view.numbers.count(len(board.rows))
    lines = _quantiles(board)
    alt = board.say(
        "many.alt", n=total, **{k: lines[k] for k in ("q25", "q75", "lowest", "highest")}
    )
    edges, counts = _bars(board)
    hovers = [
        hover(board.say("many.hover", low=board.text(a), high=board.text(b), n=count(n)))
        for n, a, b in zip(counts, edges, edges[1:], strict=False)
    ]
    titles = (board.say("many.axis"), board.say("many.axis_n"))
    wide, narrow = (
        histogram(counts, edges, narrow=narrow, tick=board.tick, titles=titles, hovers=hovers)
        for narrow in (False, True)
    )
    body = [[Cell(board.say(f"many.{key}")), Cell(text)] for key, text in lines.items()]
    columns = [Column(board.say("head.quantile"), "text"), Column(board.say("head.pooled"))]
    base = board.say("table.base", n=board.ns(board.rows), n_units=total)
    return Exhibit(
        id=board.key("many"),
        title=board.say("many.title", n=total),
        how=board.say("many.how"),
        figure=Figure(board.key("many").replace("exhibit", "chart"), wide, narrow, alt),
        table=Table(board.say("many.caption"), columns, body),
        base=board.view.say("report.base", text=base),
    )


def _quantiles(board: Board) -> dict[str, str]:
    """Return where the units lie in order, with the decimals that the roughest of them has."""
    values = sorted(row.pooled for row in board.rows)
    least = min(row.n for row in board.rows)
    tenths, quarters = quantiles(values, n=10, method="inclusive"), quantiles(values, n=4)
    found = {
        "highest": values[-1], "q90": tenths[8], "q75": quarters[2], "q50": quarters[1],
        "q25": quarters[0], "q10": tenths[0], "lowest": values[0],
    }  # fmt: skip
    return {key: board.text(value, least) for key, value in found.items()}


def _bars(board: Board) -> tuple[list[float], list[int]]:
    """Return edges and heights of bars as wide as the figures are rounded, or several times."""
    values = [row.pooled for row in board.rows]
    unit = 10.0 ** -min(decimals(row.n) for row in board.rows)
    wide = max(1, math.ceil((max(values) - min(values)) / unit / BARS))
    first = round(min(values) / unit)
    n_bars = (round(max(values) / unit) - first) // wide + 1
    counts = [0] * n_bars
    for value in values:
        counts[(round(value / unit) - first) // wide] += 1
    # edges lie half a unit below the lowest figure of a bar
    edges = [round((first + k * wide - 0.5) * unit, 6) for k in range(n_bars + 1)]
    return edges, counts
