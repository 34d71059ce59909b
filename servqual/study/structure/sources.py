"""The batteries and gaps whose structure is looked at, with what the Summary knows of them."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.statistics.powers import PowerSums
from servqual.statistics.summary import SetSums, Summary

# of these one leads: the report's verdict rests on it
LEADING = ("perception", "satisfaction", "importance", "expectation")
TOTAL = "total"
NOT_TOGETHER = "not_asked_together"


@dataclass(frozen=True)
class Source:
    """One battery or gap: its items, their dimensions and their sums over complete cases.

    Attributes
    ----------
    name : str
    items : tuple of str
    dimensions : tuple of (id, places)
        Every dimension with the places of its items.
    negative : tuple of bool
        Items that are worded negatively in this battery, of a gap in both of its batteries (turned
        round before they were summed).
    sums : SetSums
        Means and covariances in stored units (a common factor, which no standardised figure sees).
    powers : PowerSums or None
        The same people's products of up to four ratings; None for groups and very long batteries.
    unit : int
        What the stored values are multiples of: they are scale points times this.
    together : bool
        Whether anybody was asked all items; not where every version of a questionnaire leaves out
        some.
    """

    name: str
    items: tuple[str, ...]
    dimensions: tuple[tuple[str, tuple[int, ...]], ...]
    negative: tuple[bool, ...]
    sums: SetSums
    powers: PowerSums | None
    unit: int = 1
    together: bool = True


def sources(summary: Summary, instrument: Instrument) -> list[Source]:
    """Return the leading battery first, then the other batteries of the gaps, then the gaps."""
    asked = [b for b in instrument.battery_names if _set(b) in summary.sets]
    leading = next((b for b in LEADING if b in asked), "")
    paired = {side for gap in instrument.gaps for side in gap.batteries}
    batteries = [leading, *(b for b in asked if b != leading and b in paired)]
    gaps = [gap.name for gap in instrument.gaps if _set(gap.name) in summary.sets]
    return [source(summary, instrument, name) for name in (*batteries, *gaps) if name]


def source(summary: Summary, instrument: Instrument, name: str) -> Source:
    """Return one battery or gap of a Summary that holds its set."""
    items = instrument.item_ids
    place = {item: k for k, item in enumerate(items)}
    dimensions = tuple(
        (d, tuple(place[i] for i in instrument.items_of(d))) for d in instrument.dimension_ids
    )
    asked = next((g.batteries for g in instrument.gaps if g.name == name), (name,))
    negative = tuple(all(instrument.is_reversed(i, battery) for battery in asked) for i in items)
    sums, powers = summary.sets[_set(name)], summary.powers.get(_set(name))
    unit = summary.layout.units[summary.layout.position[columns.item(name, items[0])]]
    together = instrument.asks_together(items)
    return Source(name, tuple(items), dimensions, negative, sums, powers, unit, together)


def _set(name: str) -> str:
    return columns.overall(name, TOTAL)
