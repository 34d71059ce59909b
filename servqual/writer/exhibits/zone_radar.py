"""The radar of all items with their zones, on request only."""

from __future__ import annotations

from servqual.results.zone import ZoneRow
from servqual.writer.exhibits.zone import TONES, zone_base, zone_heads, zone_line, zone_rows
from servqual.writer.figures.zone_radar import FILLS, Names, Spoke
from servqual.writer.figures.zone_radar import zone_radar as draw
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import head
from servqual.writer.view import View


def zone_radar(view: View) -> Exhibit:
    """Return the radar: one spoke per item, in the order of the dimensions, and its table."""
    order = [i for d in view.instrument.dimension_ids for i in view.instrument.items_of(d)]
    rows = sorted(zone_rows(view, "item"), key=lambda row: order.index(row.id))
    spokes = [
        Spoke(
            str(view.number(row.id)),
            row.minimum or 0.0,
            row.desired or 0.0,
            row.perception or 0.0,
            zone_line(view, row).hover,
        )
        for row in rows
    ]
    fills = {name: view.say(f"exhibits.zone_radar.{name}") for name in FILLS}
    names = Names(fills, zone_heads(view)[2].head)
    wide, narrow = (draw(spokes, names, view.scale, narrow=narrow) for narrow in (False, True))
    ends = {"min": view.scale.min, "max": view.scale.max}
    how = [view.say("exhibits.zone_radar.how", **ends), view.say("exhibits.radar.why")]
    return Exhibit(
        id="exhibit-zone-radar",
        title=view.say("exhibits.zone_radar.title"),
        how=view.sentences(how),
        figure=Figure("chart-zone-radar", wide, narrow, _alt(view, rows)),
        table=_table(view, rows),
        base=zone_base(view, "zone", rows),
    )


def _alt(view: View, rows: list[ZoneRow]) -> str:
    below = [r for r in rows if (r.adequacy or 0.0) < 0]
    above = [r for r in rows if (r.superiority or 0.0) > 0]
    return view.say("exhibits.zone_radar.alt", n=len(rows), below=len(below), above=len(above))


def _table(view: View, rows: list[ZoneRow]) -> Table:
    numbers = view.numbers
    columns = [*head(view, first="item"), Column(view.say("words.head.dimension"), "text")]
    columns += [*zone_heads(view), Column(view.say("words.zone.lies"), "text")]
    body = [
        [
            Cell(view.item(r.id), mark=str(view.number(r.id))),
            Cell(view.dimension(view.instrument.item(r.id).dimension)),
            *(Cell(numbers.mean(v)) for v in (r.minimum, r.desired, r.perception)),
            Cell(view.say(f"words.zone.{r.place}"), TONES.get(r.place, "")),
        ]
        for r in rows
    ]
    return Table(view.say("exhibits.zone_radar.caption"), columns, body)
