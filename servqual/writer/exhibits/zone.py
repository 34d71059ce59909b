"""Zones of tolerance: where perceptions lie between the minimum and what is desired."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.instrument import Gap
from servqual.results import GapRow, Level, ScoreRow
from servqual.writer.exhibits.common import FEW_ROWS, axis_words, base, mean_line
from servqual.writer.figures.intervals import Point
from servqual.writer.figures.zone import Zone, zones
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import head, name_cell
from servqual.writer.view import View

TONES: dict[str, Tone] = {"below": "shortfall", "above": "surplus"}


@dataclass(frozen=True)
class ZoneRow:
    """One row: the means of the three batteries, and where the perception lies for certain."""

    minimum: float
    desired: float
    seen: ScoreRow
    place: str


def zone_gaps(view: View) -> tuple[Gap, Gap] | None:
    """Return the gaps against the minimum and against the desired level, if both were found."""
    by_minus = {gap.minus: gap for gap in view.kinds}
    pair = by_minus.get("minimum"), by_minus.get("desired")
    if pair[0] is None or pair[1] is None or pair[0].of != pair[1].of:
        return None
    return pair[0], pair[1]


def place(adequacy: GapRow, superiority: GapRow) -> str:
    """Return where a perception lies for certain, by the intervals of both paired gaps.

    ``below``, ``inside``, ``above``; ``lower_edge`` or ``upper_edge`` where an interval holds 0;
    ``cannot_tell`` without intervals.
    """
    if adequacy.ci_low is None or adequacy.ci_high is None:
        return "cannot_tell"
    if superiority.ci_low is None or superiority.ci_high is None:
        return "cannot_tell"
    if adequacy.ci_high < 0:
        return "below"
    if superiority.ci_low > 0:
        return "above"
    if adequacy.ci_low <= 0:
        return "lower_edge"
    return "inside" if superiority.ci_high < 0 else "upper_edge"


def zone_rows(view: View, level: Level) -> list[ZoneRow]:
    """Return the zones of a level, the perception closest to its minimum (or below it) first."""
    pair = zone_gaps(view)
    if pair is None:
        return []
    over = {gap.name: view.study.gaps.of_kind(gap.name) for gap in pair}
    tables = {"item": "items", "dimension": "dimensions", "overall": "overall"}
    superiority = {r.id: r for r in getattr(over[pair[1].name], tables[level])}
    means = {
        (r.battery, r.id): r
        for r in getattr(view.study.scores, tables[level])
        if r.mean is not None
    }
    found: list[tuple[float, ZoneRow]] = []
    for row in getattr(over[pair[0].name], tables[level]):
        least, wanted, seen = (
            means.get((name, row.id)) for name in (pair[0].minus, pair[1].minus, pair[0].of)
        )
        if least is None or wanted is None or seen is None or row.id not in superiority:
            continue
        lies = place(row, superiority[row.id])
        zone = ZoneRow(least.mean or 0.0, wanted.mean or 0.0, seen, lies)
        found.append((row.gap or 0.0, zone))
    return [zone for _, zone in sorted(found, key=lambda pair: pair[0])]


def zone(view: View, level: Level) -> Exhibit | None:
    """Return zones of tolerance of the dimensions (the overall first) or of all items."""
    rows = zone_rows(view, level)
    if level == "dimension" and len(rows) > 1:
        rows = [r for r in zone_rows(view, "overall") if r.seen.id == "unweighted"] + rows
    if not rows:
        return None
    which = "zone_items" if level == "item" else "zone_dimensions"
    caption = view.say(f"exhibits.{which}.caption")
    ends = [v for r in rows for v in (r.minimum, r.desired, r.seen.mean, r.seen.ci_low)]
    return Exhibit(
        id=f"exhibit-zone-{level}s",
        title=view.say(f"exhibits.{which}.title"),
        how=view.sentences(
            [view.say("exhibits.zone.how", confidence=view.confidence), axis_words(view, ends)]
        ),
        figure=_figure(view, rows, f"chart-zone-{level}s"),
        table=_table(view, rows, caption, level),
        base=base(view, "zone", [r.seen for r in rows]),
    )


def _figure(view: View, rows: list[ZoneRow], chart_id: str) -> Figure:
    numbers = view.numbers
    entries = []
    for r in rows:
        line = mean_line(view, r.seen)
        said = view.say(f"words.zone.{r.place}")
        box = f"{line.hover}<br>" + view.say(
            "exhibits.zone.hover", minimum=numbers.mean(r.minimum), desired=numbers.mean(r.desired)
        )
        shown = type(line)(line.label, line.number, said, TONES.get(r.place, ""), box, line.strong)
        point = Point(shown, r.seen.mean or 0.0, r.seen.ci_low, r.seen.ci_high)
        entries.append(Zone(point, r.minimum, r.desired))
    heads = view.battery_short(rows[0].seen.battery), view.say("words.zone.lies")
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
            label=view.label(r.seen.level, r.seen.id),
            seen=numbers.mean(r.seen.mean),
            minimum=numbers.mean(r.minimum),
            desired=numbers.mean(r.desired),
            place=view.say(f"words.zone.{r.place}"),
        )
        for r in first
    ]
    key = "exhibits.zone.alt" if len(first) == len(rows) else "exhibits.zone.alt_first"
    return view.say(key, n=len(rows), rows=view.say("words.semicolon").join(said))


def _table(view: View, rows: list[ZoneRow], caption: str, level: Level) -> Table:
    numbers = view.numbers
    columns = head(view, first="item" if level == "item" else "dimension")
    columns += [Column(view.battery_short(name)) for name in ("minimum", "desired")]
    columns += [
        Column(view.battery_short(rows[0].seen.battery)),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.n")),
        Column(view.say("words.zone.lies"), "text"),
    ]
    body = [
        [
            name_cell(view, r.seen.level, r.seen.id),
            Cell(numbers.mean(r.minimum)),
            Cell(numbers.mean(r.desired)),
            Cell(numbers.mean(r.seen.mean)),
            Cell(numbers.interval(r.seen.ci_low, r.seen.ci_high, signed=False)),
            Cell(numbers.count(r.seen.n)),
            Cell(view.say(f"words.zone.{r.place}"), TONES.get(r.place, "")),
        ]
        for r in rows
    ]
    return Table(caption, columns, body)
