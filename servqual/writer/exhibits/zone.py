"""Zones of tolerance: where perceptions lie between the minimum and what is desired."""

from __future__ import annotations

import math
from collections.abc import Sequence

from servqual.results import Level
from servqual.results.zone import ZoneRow
from servqual.study.zone import Sides, zone_sides
from servqual.writer.exhibits.common import FEW_ROWS, axis_words
from servqual.writer.figures.intervals import Point
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.zone import Zone, zones
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import head, name_cell
from servqual.writer.view import View

TONES: dict[str, Tone] = {"below": "shortfall", "above": "surplus"}


def zone_gaps(view: View) -> Sides | None:
    """Return the gaps against the minimum and against the desired level, if both were found."""
    return zone_sides(view.kinds)


def zone_rows(view: View, level: Level) -> list[ZoneRow]:
    """Return the zones of a level, the perception closest to its minimum (or below it) first."""
    known = [row for row in view.study.zone.of_level(level) if row.adequacy is not None]
    return sorted(known, key=lambda row: row.adequacy or 0.0)


def shown(view: View, level: Level) -> list[ZoneRow]:
    """Return the dimensions with the whole first, if there are several, or the items."""
    rows = zone_rows(view, level)
    return zone_rows(view, "overall") + rows if level == "dimension" and len(rows) > 1 else rows


def zone(view: View, level: Level) -> Exhibit | None:
    """Return zones of tolerance of the dimensions (the overall first) or of all items."""
    rows = shown(view, level)
    if not rows:
        return None
    which = "zone_items" if level == "item" else "zone_dimensions"
    caption = view.say(f"exhibits.{which}.caption")
    ends = [v for r in rows for v in (r.minimum, r.desired, r.perception, r.perception_low)]
    how = [view.say("exhibits.zone.how", confidence=view.confidence), axis_words(view, ends)]
    how += [view.say("exhibits.zone.how_table")] if rows[0].level != "item" else []
    return Exhibit(
        id=f"exhibit-zone-{level}s",
        title=view.say(f"exhibits.{which}.title"),
        how=view.sentences(how),
        figure=_figure(view, rows, f"chart-zone-{level}s"),
        table=_table(view, rows, caption, level),
        base=zone_base(view, "zone", rows),
    )


def zone_base(view: View, exhibit: str, rows: Sequence[ZoneRow]) -> str:
    """Return the base line of an exhibit of zones: over whom, and n."""
    ns = [row.n for row in rows]
    text = view.say(f"exhibits.{exhibit}.base", n=view.numbers.counts(min(ns), max(ns)))
    return view.say("report.base", text=text)


def zone_line(view: View, row: ZoneRow) -> Row:
    """Return the row of a chart: the mean perception, and where it lies."""
    numbers, sides = view.numbers, zone_gaps(view)
    wording = view.wording(row.id, sides.adequacy.of) if sides and row.level == "item" else ""
    label = view.label(row.level, row.id)
    box = hover(
        label,
        wording,
        view.say(
            "exhibits.hover.mean",
            mean=numbers.mean(row.perception),
            confidence=view.confidence,
            interval=numbers.interval(row.perception_low, row.perception_high, signed=False),
        ),
        view.say("exhibits.hover.n", n=numbers.count(row.n)),
        view.say(
            "exhibits.zone.hover",
            minimum=numbers.mean(row.minimum),
            desired=numbers.mean(row.desired),
        ),
    )
    return Row(
        label,
        numbers.mean(row.perception),
        view.say(f"words.zone.{row.place}"),
        TONES.get(row.place, ""),
        box,
        row.level == "overall",
    )


def _figure(view: View, rows: list[ZoneRow], chart_id: str) -> Figure:
    entries = [
        Zone(
            Point(zone_line(view, r), r.perception or 0.0, r.perception_low, r.perception_high),
            r.minimum or 0.0,
            r.desired or 0.0,
        )
        for r in rows
    ]
    sides = zone_gaps(view)
    seen = view.battery_short(sides.adequacy.of) if sides else ""
    heads = seen, view.say("words.zone.lies")
    wide, narrow = (
        zones(entries, view.scale, narrow=narrow, heads=heads) for narrow in (False, True)
    )
    return Figure(chart_id, wide, narrow, _alt(view, rows))


def _alt(view: View, rows: list[ZoneRow]) -> str:
    """Return the chart in words; of many rows, those nearest to their minimum."""
    numbers, first = view.numbers, rows if len(rows) <= FEW_ROWS else rows[:3]
    said = [
        view.say(
            "exhibits.zone.alt_row",
            label=view.label(r.level, r.id),
            seen=numbers.mean(r.perception),
            minimum=numbers.mean(r.minimum),
            desired=numbers.mean(r.desired),
            place=view.say(f"words.zone.{r.place}"),
        )
        for r in first
    ]
    key = "exhibits.zone.alt" if len(first) == len(rows) else "exhibits.zone.alt_first"
    return view.say(key, n=len(rows), rows=view.say("words.semicolon").join(said))


def zone_heads(view: View) -> list[Column]:
    """Return the headings of the three means."""
    sides = zone_gaps(view)
    names = ("minimum", "desired", sides.adequacy.of if sides else "perception")
    return [Column(view.battery_short(name)) for name in names]


def gap_heads(view: View) -> list[Column]:
    """Return the headings of both gaps."""
    sides = zone_gaps(view)
    names = (sides.adequacy.name, sides.superiority.name) if sides else ("adequacy", "superiority")
    found = [view.kind(name) for name in names]
    return [Column(name[:1].upper() + name[1:]) for name in found]


def _table(view: View, rows: list[ZoneRow], caption: str, level: Level) -> Table:
    numbers = view.numbers
    first = head(view, first="item" if level == "item" else "dimension")
    adequacy, superiority = gap_heads(view)
    interval = Column(view.say("words.head.interval", confidence=view.confidence))
    columns = [*first, *zone_heads(view), adequacy, interval, superiority, interval]
    columns += [
        Column(view.say("words.head.n")),
        Column(view.say("words.zone.lies"), "text"),
    ]
    body = [
        [
            name_cell(view, r.level, r.id),
            *(Cell(numbers.mean(v)) for v in (r.minimum, r.desired, r.perception)),
            Cell(numbers.gap(r.adequacy), TONES.get(r.place, "")),
            Cell(numbers.interval(r.adequacy_low, r.adequacy_high)),
            Cell(numbers.gap(r.superiority)),
            Cell(numbers.interval(r.superiority_low, r.superiority_high)),
            Cell(numbers.count(r.n)),
            Cell(view.say(f"words.zone.{r.place}"), TONES.get(r.place, "")),
        ]
        for r in rows
    ]
    return Table(caption, columns, body, dense=True)


def up_the_zone(view: View, value: float | None) -> str:
    """Return how far up the zone a perception lies; a dash where the zone has no width."""
    if value is None or not math.isfinite(value):
        return view.numbers.none
    return view.numbers.mean(value)
