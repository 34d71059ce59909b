"""How even the service of units is: low answers; and which exhibit a notebook shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from servqual.disclosure import FEW_PEOPLE, SHARE_END, decimals
from servqual.errors import SettingsError
from servqual.results.league import ConsistencyRow
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.exhibits.league import (
    MOST_ALT,
    MOST_ROWS,
    Board,
    boards,
    mix_exhibit,
    pooled_exhibits,
)
from servqual.writer.exhibits.league_more import funnel, many, spreads
from servqual.writer.figures.league import Beam, beams
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.view import View


def even(board: Board) -> Exhibit | None:
    """Return the share of low answers of every unit, the largest first."""
    found = [row for row in board.league.consistency if row.by == board.by]
    if not found:
        return None
    rows = sorted(found, key=lambda row: (-row.share_low, row.unit))[:MOST_ROWS]
    view, numbers = board.view, board.view.numbers
    low = numbers.points(rows[0].low_up_to)
    people = sum(row.n for row in found)
    middle = sum(row.n * row.share_low for row in found) / people
    entries = [Beam(_even_line(view, row), row.share_low, row.ci_low, row.ci_high) for row in rows]
    heads = (board.say("head.share_short"), board.say("head.interval"))
    wide, narrow = (
        beams(
            entries,
            middle,
            narrow=narrow,
            tick=_tick(view),
            heads=heads,
            ends=(0.0, 0.0),
            least=0.2,
            lowest=0.0,
        )
        for narrow in (False, True)
    )
    told = [
        f"{isolated(shown_name(view, row.unit))} {_share(view, row)}" for row in rows[:MOST_ALT]
    ]
    alt = board.say("even.alt", low=low, n=len(rows), rows=view.say("words.semicolon").join(told))
    how = board.say("even.how", battery=view.battery_short(rows[0].battery), low=low)
    more = board.say("even.how_more", most=MOST_ROWS) if len(rows) < len(found) else ""
    ns = numbers.counts(min(row.n for row in rows), max(row.n for row in rows))
    tails = [board.name(row.unit) for row in found if row.tail]
    said = board.say("even.tail_found", n=len(tails), names=view.listed(tails)) if tails else ""
    return Exhibit(
        id=board.key("even"),
        title=board.say("even.title"),
        how=view.sentences([how, more]),
        figure=Figure(board.key("even").replace("exhibit", "chart"), wide, narrow, alt),
        table=_even_table(board, rows, low),
        base=view.say("report.base", text=board.say("even.base", n=ns)),
        says=[said] if said and len(tails) <= MOST_ROWS else [],
    )


def _tick(view: View) -> Callable[[float], str]:
    return lambda value: f"{view.numbers.points(value * 100)}%"


def _share(view: View, row: ConsistencyRow) -> str:
    """Return a share of low answers; one kept off an end says so."""
    return _kept(view, row.share_low) if row.at_end else view.numbers.percent(row.share_low)


def _kept(view: View, value: float) -> str:
    """Return a share or limit of few people: at an end it stands for all that lies beyond."""
    text = view.numbers.percent(value)
    if SHARE_END < value < 1 - SHARE_END:
        return text
    return view.say(f"league.even.{'at_most' if value < 0.5 else 'at_least'}", share=text)


def _interval(view: View, row: ConsistencyRow) -> str:
    """Return the limits of a share of low answers; both beyond one end are one."""
    if row.n >= FEW_PEOPLE:
        return view.numbers.limits(*map(view.numbers.percent, (row.ci_low, row.ci_high)))
    low, high = (_kept(view, value) for value in (row.ci_low, row.ci_high))
    return low if low == high else view.numbers.limits(low, high)


def _even_line(view: View, row: ConsistencyRow) -> Row:
    share, interval, name = _share(view, row), _interval(view, row), shown_name(view, row.unit)
    figures = share if share == interval else f"{share} {interval}"
    box = hover(name, figures, view.say("exhibits.hover.n", n=row.n))
    quiet = interval if share != interval else ""
    return Row(name, share, quiet, "strong" if row.tail else "small", box, tail=True)


def _even_table(board: Board, rows: Sequence[ConsistencyRow], low: str) -> Table:
    view, numbers = board.view, board.view.numbers
    columns = [Column(column_name(view, board.by), "text"), Column(board.say("head.n"))]
    columns += [Column(board.say("head.share_low", low=low)), Column(board.say("head.interval"))]
    columns += [Column(board.say("head.sd")), Column(board.say("head.raw"))]
    columns += [Column(board.say("head.tail"), "text")]
    body = [
        [
            Cell(shown_name(view, row.unit)),
            Cell(numbers.count(row.n)),
            Cell(_share(view, row)),
            Cell(_interval(view, row)),
            Cell(numbers.none if row.sd is None else numbers.fixed(row.sd, decimals(row.n))),
            Cell(board.text(row.mean, row.n)),
            Cell(board.say("even.tail") if row.tail else ""),
        ]
        for row in rows
    ]
    return Table(board.say("even.caption"), columns, body, dense=True)


def _leading(board: Board) -> Exhibit | None:
    """Return all units, those at an end, or how far chance would set them apart."""
    drawn = (e for e in (many(board), *pooled_exhibits(board), funnel(board)) if e and e.figure)
    return next(drawn, None)


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return the exhibit that a notebook asks for, of the first column and score."""
    made: dict[str, Callable[[Board], Exhibit | None]] = {
        "": _leading,
        "funnel": funnel,
        "spread": spreads,
        "even": even,
        "mix": mix_exhibit,
    }
    if which not in made:
        names = ", ".join(map(repr, made))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    found = boards(view)
    return made[which](found[0]) if found else None
