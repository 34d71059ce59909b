"""The zone of tolerance, where the minimum and the desired level were both asked."""

from __future__ import annotations

from servqual.writer.exhibits.zone import zone as zone_exhibit
from servqual.writer.exhibits.zone import zone_rows
from servqual.writer.exhibits.zone_people import screening, shares, with_and_without
from servqual.writer.exhibits.zone_radar import zone_radar
from servqual.writer.parts import Section
from servqual.writer.view import View

PLACES = ("below", "lower_edge", "inside", "upper_edge", "above", "either_edge", "cannot_tell")


def zone(view: View) -> list[Section]:
    """Return where perceptions lie between the minimum and the desired level."""
    exhibits = [e for e in (zone_exhibit(view, "dimension"), zone_exhibit(view, "item")) if e]
    if not exhibits:
        return []
    exhibits += (
        [zone_radar(view)] if view.options.radar and len(zone_rows(view, "item")) > 2 else []
    )
    people = (shares(view, "dimension"), shares(view, "item"))
    exhibits += [e for e in (*people, screening(view), with_and_without(view)) if e]
    rows = zone_rows(view, "item")
    counts = {name: sum(r.place == name for r in rows) for name in PLACES}
    said = [view.say(f"report.zone.count.{name}", n=n) for name, n in counts.items() if n]
    items = view.say("report.zone.items", n=len(rows), parts=view.say("words.semicolon").join(said))
    lead = [view.say("report.zone.lead"), items] if said else [view.say("report.zone.lead")]
    return [
        Section(
            "zone",
            view.say("report.zone.title"),
            view.say("report.zone.nav"),
            "exhibits",
            {"lead": [*lead, view.say("report.zone.use")]},
            exhibits,
        )
    ]
