"""Where people stopped answering, alike in both working papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from servqual.results.check import StopRow
from servqual.writer.check_names import short
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.working.names import Names
from servqual.writer.working.paper import (
    CHART_HEIGHT,
    CHART_WIDTH,
    Bar,
    Chart,
    Sheet,
    rounded_bar,
)

MOST_ROWS = 15
LONGEST_HEADER = 60


def stops_sheet(paper: Names, stops: Sequence[StopRow]) -> Sheet:
    """Return the drop-off as a chart and a table of the columns after which somebody stopped."""
    names = replace(paper, part="field.stops")
    early = [row for row in stops[:-1] if row.stopped]
    kept = set(sorted(early, key=lambda row: -row.stopped)[:MOST_ROWS])
    people, last = stops[0].reached, stops[-1].reached
    rows = [
        [
            Cell(row.letter),
            Cell(short(" ".join(row.header.split()), LONGEST_HEADER)),
            Cell(names.numbers.count(row.stopped)),
            Cell(f"{names.numbers.fixed(100 * row.reached / people, 1)}%"),
        ]
        for row in early
        if row in kept
    ]
    end = names.say("end", n=names.numbers.count(last), of=names.numbers.count(people))
    table = Table(
        names.say("caption"),
        [
            Column(names.say("column"), "text"),
            Column(names.say("header"), "text"),
            Column(names.say("stopped")),
            Column(names.say("reached")),
        ],
        rows,
    )
    exhibit = Exhibit(
        "exhibit-stops",
        names.say("title"),
        how=names.say("how"),
        table=table if rows else None,
        says=[end] if rows else [names.say("none")],
    )
    return Sheet(exhibit, Chart(_curve(stops), end, (names.say("first"), end)))


def _curve(stops: Sequence[StopRow]) -> list[Bar]:
    """Return who came as far as a column as the height of a step."""
    step, people = CHART_WIDTH / len(stops), stops[0].reached
    bars = []
    for place, row in enumerate(stops):
        height = CHART_HEIGHT * row.reached / people
        bars.append(rounded_bar(place * step, CHART_HEIGHT - height, step, height, "quiet"))
    return bars
