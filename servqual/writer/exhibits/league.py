"""Units beside each other: pooled figures with rank intervals, and the same with an equal mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from servqual.disclosure import decimals
from servqual.results.league import League, MixRow, UnitRow, UnitSpread
from servqual.writer.exhibits.groups import column_name, isolated, shown_name
from servqual.writer.figures.league import Beam, beams
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.view import View

MOST_ROWS = 20  # of one chart, so that it fits a printed page
MOST_LISTED = 60  # units whose table is printed whole
MOST_ALT = 12
TONES: dict[str, Tone] = {"below": "shortfall", "above": "surplus", "open": "small"}


@dataclass(frozen=True)
class Board:
    """One column of units in one overall score, as a reader sees it."""

    view: View
    by: str
    number: int
    kind: str
    battery: str
    rows: tuple[UnitRow, ...]
    spread: UnitSpread

    @property
    def league(self) -> League:
        """All results of this kind."""
        return self.view.study.league

    @property
    def column(self) -> str:
        """The name of the column inside a sentence."""
        return self.view.inside(column_name(self.view, self.by))

    @property
    def score(self) -> str:
        """The name of the score inside a sentence."""
        if self.kind:
            return self.view.kind(self.kind)
        battery = self.view.inside(self.view.battery_short(self.battery))
        return self.view.say("league.kind_mean", battery=battery)

    def text(self, value: float, n: int | None = None) -> str:
        """Return a figure of a unit with the decimals that it was rounded to: signed if a gap."""
        places = 2 if n is None else decimals(n)
        numbers = self.view.numbers
        return numbers.gap(value, places) if self.kind else numbers.fixed(value, places)

    def limits(self, low: float | None, high: float | None, n: int) -> str:
        """Return an interval of a unit."""
        if low is None or high is None:
            return self.view.numbers.none
        return self.view.numbers.limits(self.text(low, n), self.text(high, n))

    def tick(self, value: float) -> str:
        """Return a mark of an axis."""
        return self.view.numbers.tick(value) if self.kind else self.view.numbers.points(value)

    def name(self, unit: str) -> str:
        """Return the name of a unit inside a sentence."""
        return isolated(self.view.quoted(shown_name(self.view, unit)))

    def key(self, part: str) -> str:
        """Return the id of an exhibit."""
        return f"exhibit-league-{self.number}-{self.kind or 'mean'}-{part}"

    def say(self, key: str, **values: object) -> str:
        """Return a text of this part with the names of column and score."""
        known = {"by": self.column, "kind": self.score, "confidence": self.view.confidence}
        return self.view.say(f"league.{key}", **{**known, **values})

    def ns(self, rows: Sequence[UnitRow]) -> str:
        """Return how many people units have."""
        sizes = [row.n for row in rows]
        return self.view.numbers.counts(min(sizes), max(sizes))


def boards(view: View) -> list[Board]:
    """Return every column and overall score that is compared."""
    league, columns = view.study.league, view.study.groups.columns
    return [
        Board(
            view, row.by, columns.index(row.by) + 1, row.kind, row.battery,
            league.of(row.by, row.kind, row.id), row,
        )
        for row in league.spread
        if row.level == "overall" and not row.mix
    ]  # fmt: skip


def pooled_exhibits(board: Board) -> list[Exhibit]:
    """Return all units, or those at the two ends where they are many."""
    if len(board.rows) <= MOST_ROWS:
        return [_pooled(board, board.rows, "all")]
    highest = [row for row in board.rows if row.side == "above"][:MOST_ROWS]
    lowest = [row for row in board.rows if row.side == "below"][-MOST_ROWS:]
    ends = [(part, rows) for part, rows in (("highest", highest), ("lowest", lowest)) if rows]
    found = [_pooled(board, rows, part, first=k == 0) for k, (part, rows) in enumerate(ends)]
    if len(board.rows) <= MOST_LISTED:
        whole = Exhibit(
            id=board.key("all"),
            title=board.say("table.title"),
            table=_table(board, board.rows),
            base=_base(board, board.rows),
        )
        found.append(whole)
    return found


def _pooled(board: Board, rows: Sequence[UnitRow], part: str, *, first: bool = True) -> Exhibit:
    total = board.view.numbers.count(len(board.rows))
    how = board.say("table.how", n=total) if first else ""
    if part != "all":
        how = board.view.sentences([how, board.say("table.how_more", most=MOST_ROWS)])
    return Exhibit(
        id=board.key(part),
        title=board.say("table.title" if part == "all" else f"table.title_{part}"),
        how=how,
        figure=_figure(board, rows, board.key(part).replace("exhibit", "chart")),
        table=_table(board, rows),
        base=_base(board, rows),
        says=[board.say("table.says")] if first else [],
    )


def _base(board: Board, rows: Sequence[UnitRow]) -> str:
    n_units = board.view.numbers.count(board.spread.n_units)
    text = board.say("table.base", n=board.ns(rows), n_units=n_units)
    return board.view.say("report.base", text=text)


def _figure(board: Board, rows: Sequence[UnitRow], name: str) -> Figure:
    heads = (board.say("head.pooled"), "")
    entries = [
        Beam(_line(board, row), row.pooled, row.pooled_low, row.pooled_high, row.mean)
        for row in rows
    ]
    wide, narrow = (
        beams(entries, board.spread.mean, narrow=narrow, tick=board.tick, heads=heads)
        for narrow in (False, True)
    )
    told = [
        board.say(
            "table.alt_row",
            name=isolated(shown_name(board.view, row.unit)),
            mean=board.text(row.pooled, row.n),
            low=row.rank_low,
            high=row.rank_high,
        )
        for row in rows[:MOST_ALT]
    ]
    alt = board.say("table.alt", n=len(rows), rows=board.view.say("words.semicolon").join(told))
    return Figure(name, wide, narrow, alt)


def _line(board: Board, row: UnitRow) -> Row:
    numbers = board.view.numbers
    total = numbers.count(len(board.rows))
    box = hover(
        shown_name(board.view, row.unit),
        board.say(
            "table.hover_pooled",
            mean=board.text(row.pooled, row.n),
            interval=board.limits(row.pooled_low, row.pooled_high, row.n),
        ),
        board.say("table.hover_raw", mean=board.text(row.mean, row.n), n=numbers.count(row.n)),
        board.say("table.hover_rank", low=row.rank_low, high=row.rank_high, n=total),
        board.say(f"side.{row.side}"),
    )
    ranks = board.say("table.ranks", ranks=numbers.counts(row.rank_low, row.rank_high))
    name, figure = shown_name(board.view, row.unit), board.text(row.pooled, row.n)
    return Row(name, figure, ranks, TONES[row.side], box, tail=True)


def _table(board: Board, rows: Sequence[UnitRow]) -> Table:
    """Return the units with everything that places them."""
    view, numbers = board.view, board.view.numbers
    columns = [Column(column_name(view, board.by), "text")]
    keys = ("n", "raw", "pooled", "interval", "ranks", "lowest", "apart")
    columns += [Column(board.say(f"head.{key}")) for key in keys]
    columns += [Column(board.say(f"head.{key}"), "text") for key in ("place", "funnel")]
    body = [
        [
            Cell(shown_name(view, row.unit)),
            Cell(numbers.count(row.n)),
            Cell(board.text(row.mean, row.n)),
            Cell(board.text(row.pooled, row.n), TONES[row.side]),
            Cell(board.limits(row.pooled_low, row.pooled_high, row.n)),
            Cell(numbers.counts(row.rank_low, row.rank_high)),
            Cell(numbers.percent(row.p_lowest)),
            Cell(board.say("head.told", n=row.n_apart, total=len(board.rows) - 1)),
            Cell(board.say(f"side.{row.side}"), TONES[row.side]),
            Cell(board.say(f"place.{row.place}")),
        ]
        for row in rows
    ]
    return Table(board.say("table.caption"), columns, body, dense=True)


def mix_exhibit(board: Board) -> Exhibit | None:
    """Return the units with an equal mix of people; None where that was not asked for."""
    told = next((row for row in board.league.mixes if row.by == board.by), None)
    if told is None or not told.n_units:
        return None
    rows = board.league.of(board.by, board.kind, "unweighted", told.columns)
    spread = board.league.spread_of(board.by, board.kind, "unweighted", told.columns)
    if not rows or spread is None:
        return None
    raw = {row.unit: row for row in board.rows}
    listed = rows if len(rows) <= MOST_LISTED else (*rows[:MOST_ROWS], *rows[-MOST_ROWS:])
    drawn = rows if len(rows) <= MOST_ROWS else (*rows[: MOST_ROWS // 2], *rows[-MOST_ROWS // 2 :])
    entries = [
        Beam(_line(board, row), row.pooled, row.pooled_low, row.pooled_high, raw[row.unit].mean)
        for row in drawn
    ]
    heads = (board.say("head.standardised"), "")
    wide, narrow = (
        beams(entries, spread.mean, narrow=narrow, tick=board.tick, heads=heads)
        for narrow in (False, True)
    )
    alt = board.say(
        "table.alt",
        n=len(drawn),
        rows=board.view.say("words.semicolon").join(
            f"{isolated(shown_name(board.view, row.unit))} {board.text(row.pooled, row.n)}"
            for row in drawn[:MOST_ALT]
        ),
    )
    return Exhibit(
        id=board.key("mix"),
        title=board.say("mix.title"),
        how=board.say(
            "mix.how",
            columns=mix_columns(board.view, told),
            source=board.say(f"mix.source_{told.source}"),
        ),
        figure=Figure(board.key("mix").replace("exhibit", "chart"), wide, narrow, alt),
        table=_mix_table(board, listed, raw),
        base=_mix_base(board, rows, told),
    )


def mix_columns(view: View, row: MixRow) -> str:
    """Return the columns whose mix was made equal, in words."""
    return view.listed([view.inside(column_name(view, name)) for name in row.columns.split("+")])


def _mix_base(board: Board, rows: Sequence[UnitRow], told: MixRow) -> str:
    view = board.view
    text = board.say("mix.base", classes=told.n_classes, n_units=len(rows), n=board.ns(rows))
    left = ""
    if told.n_left:
        count, min_cell = view.numbers.count(told.n_left), view.study.settings.min_cell
        left = board.say("mix.left", n=told.n_left, count=count, min_cell=min_cell)
    return view.sentences([view.say("report.base", text=text), left])


def _mix_table(board: Board, rows: Sequence[UnitRow], raw: dict[str, UnitRow]) -> Table:
    view, numbers = board.view, board.view.numbers
    columns = [Column(column_name(view, board.by), "text")]
    keys = ("n", "raw", "standardised", "interval", "pooled", "rank_raw", "rank_mix", "ranks")
    columns += [Column(board.say(f"head.{key}")) for key in keys]
    body = [
        [
            Cell(shown_name(view, row.unit)),
            Cell(numbers.count(row.n)),
            Cell(board.text(raw[row.unit].mean, row.n)),
            Cell(board.text(row.mean, row.n)),
            Cell(board.limits(row.ci_low, row.ci_high, row.n)),
            Cell(board.text(row.pooled, row.n), TONES[row.side]),
            Cell(numbers.count(raw[row.unit].rank)),
            Cell(numbers.count(row.rank)),
            Cell(numbers.counts(row.rank_low, row.rank_high)),
        ]
        for row in rows
    ]
    return Table(board.say("mix.caption"), columns, body, dense=True)
