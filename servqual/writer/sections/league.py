"""Units beside each other, as far as their numbers allow."""

from __future__ import annotations

from servqual.results.league import UnitRow
from servqual.writer.exhibits.league import Board, boards, mix_columns, mix_exhibit, pooled_exhibits
from servqual.writer.exhibits.league_even import even
from servqual.writer.exhibits.league_more import funnel, many, spreads
from servqual.writer.parts import Exhibit, Section
from servqual.writer.view import View

MOST_NAMES = 6  # units that a sentence names


def league(view: View) -> list[Section]:
    """Return the section, nothing where the study has no such results."""
    found = boards(view)
    if not found:
        return []
    exhibits: list[Exhibit] = []
    lead = [view.say("league.lead")]
    told: set[str] = set()
    for board in found:
        lead.append(_about(board))
        # how even the service is does not depend on the gap
        last = [] if board.by in told else [even(board)]
        told.add(board.by)
        made = [many(board), *pooled_exhibits(board), mix_exhibit(board), funnel(board)]
        exhibits += [e for e in (*made, spreads(board), *last) if e is not None]
    title, nav = view.say("league.title"), view.say("league.nav")
    return [Section("league", title, nav, "exhibits", {"lead": lead}, exhibits)]


def _about(board: Board) -> str:
    """Return what is known of the units of a column in one paragraph."""
    view, spread = board.view, board.spread
    count, text = view.numbers.count, view.numbers.fixed
    said = [
        board.say("sentence.units", n=spread.n_units, count=view.count_word(spread.n_units)),
        board.say("sentence.mean", mean=board.text(spread.mean)),
    ]
    if spread.n_hidden:
        hidden = count(spread.n_hidden)
        said[1:1] = [
            board.say("sentence.hidden", n=spread.n_hidden, count=hidden),
            _hidden_here_alone(board),
        ]
    values = {
        "sd": text(spread.sd, 2),
        "low": text(spread.sd_low, 2),
        "high": text(spread.sd_high, 2),
    }
    kind = "spread" if spread.sd_low > 0 else "no_spread" if spread.sd_high else "less_than_chance"
    said.append(board.say(f"sentence.{kind}", **values))
    said += _sides(board)
    pairs = {"apart": count(spread.n_apart), "total": count(spread.n_pairs)}
    key = "pairs" if spread.n_apart else "pairs_none"
    said += [board.say(f"sentence.{key}", **pairs), _lowest(board)]
    if any(row.corrected for row in board.rows):
        said.append(board.say("sentence.corrected"))
    said.append(_no_mix(board))
    return view.sentences(said)


def _hidden_here_alone(board: Board) -> str:
    """Say how many of the units that are hidden here the groups before have shown; '' for none."""
    view = board.view
    groups = [row for row in view.study.groups.of(board.by).groups if row.group]
    more = board.spread.n_hidden - sum(not row.shown for row in groups)
    if not groups or more <= 0:
        return ""
    nav = view.say("report.groups.nav")
    return board.say("sentence.hidden_more", n=more, count=view.numbers.count(more), nav=nav)


def _sides(board: Board) -> list[str]:
    """Return which units lie apart from the mean of all."""
    view = board.view
    below, above = ([row for row in board.rows if row.side == side] for side in ("below", "above"))
    if not below and not above:
        return [board.say("sentence.none_apart")]
    said = []
    for key, rows in (("below", below), ("above", above)):
        if len(rows) > MOST_NAMES:
            said.append(board.say(f"sentence.{key}_many", count=view.numbers.count(len(rows))))
        elif rows:
            alone = "_alone" if key == "above" and not 0 < len(below) <= MOST_NAMES else ""
            names = view.listed([board.name(row.unit) for row in rows])
            said.append(board.say(f"sentence.{key}{alone}", n=len(rows), names=names))
    return said


def _lowest(board: Board) -> str:
    """Say from which units the lowest one cannot be told."""
    view, last = board.view, board.rows[-1]
    others: list[UnitRow] = [row for row in board.rows[:-1] if row.with_lowest]
    values = {"name": board.name(last.unit), "chance": view.numbers.percent(last.p_lowest)}
    if not others:
        return board.say("sentence.lowest_alone", **values)
    count = view.count_word(len(others))
    if len(others) > MOST_NAMES:
        return board.say("sentence.lowest_many", count=count, **values)
    names = view.listed([board.name(row.unit) for row in reversed(others)])
    return board.say("sentence.lowest_shared", n=len(others), count=count, others=names, **values)


def _no_mix(board: Board) -> str:
    """Say that no mix could be made equal, where one was asked for; '' else."""
    told = next((row for row in board.league.mixes if row.by == board.by), None)
    if told is None or told.n_units:
        return ""
    columns = mix_columns(board.view, told)
    return board.say("mix.none", columns=columns, min_cell=board.view.study.settings.min_cell)
