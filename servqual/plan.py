"""Which columns and sums an analysis needs, declared once, by instrument and answers."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from servqual.instrument import Gap, Instrument
from servqual.statistics.powers import PowerSet
from servqual.statistics.summary import Layout

# products of four among so many items are 861 x 861 sums; beyond that they are left out
MOST_POWER_ITEMS = 40
# beyond this the squares of many people could leave the range of exact whole numbers
LARGEST_UNIT = 5040

WEIGHTED = "weighted"
ITEM_MEAN = "item_mean"


def item(battery: str, item_id: str) -> str:
    """Return the column of an item's rating in a battery (turned round if worded negatively)."""
    return f"{battery}:item:{item_id}"


def dimension(battery: str, dimension_id: str) -> str:
    """Return the column of a dimension's score in a battery, or of a gap."""
    return f"{battery}:dimension:{dimension_id}"


def overall(battery: str, name: str) -> str:
    """Return the column of a person's overall score of one kind."""
    return f"{battery}:overall:{name}"


def part(gap_column: str, side: str) -> str:
    """Return the column of one side (``of`` or ``minus``) of a gap score, over the same pairs."""
    return f"{gap_column}:{side}"


def points(dimension_id: str) -> str:
    """Return the column of a dimension's importance points."""
    return f"points:{dimension_id}"


def answers(battery: str, item_id: str, other_id: str) -> str:
    """Return the table of the answers to two items of a battery, counted together."""
    return f"{battery}:answers:{item_id}:{other_id}"


def both(gap: str) -> str:
    """Return the set of the ratings of both sides of a gap: all of ``of``, then of ``minus``."""
    return f"{gap}:both"


def constraint(gap: str, outcome_id: str) -> str:
    """Return the set of the two sides of a gap, summed over all items, and an outcome."""
    return f"{gap}:constraint:{outcome_id}"


def outcome(outcome_id: str) -> str:
    """Return the column of an outcome."""
    return f"outcome:{outcome_id}"


@dataclass(frozen=True)
class Plan:
    """What is scored and summed for an instrument, given what was answered.

    Attributes
    ----------
    instrument : Instrument
    batteries : tuple of str
        Batteries that were answered, in the instrument's order.
    gaps : tuple of Gap
        Gaps whose two batteries were answered.
    points : bool
        Whether importance points were given.
    outcomes : tuple of str
    """

    instrument: Instrument
    batteries: tuple[str, ...]
    gaps: tuple[Gap, ...]
    points: bool
    outcomes: tuple[str, ...]

    @classmethod
    def of(
        cls, instrument: Instrument, batteries: set[str], *, points: bool, outcomes: set[str]
    ) -> Plan:
        """Return the plan for an instrument and the names of what was answered."""
        there = tuple(name for name in instrument.battery_names if name in batteries)
        gaps = tuple(g for g in instrument.gaps if g.of in batteries and g.minus in batteries)
        answered = tuple(o.id for o in instrument.outcomes if o.id in outcomes)
        return cls(instrument, there, gaps, points, answered)

    @property
    def dimension_unit(self) -> int:
        """The whole number that makes every mean of a dimension's ratings whole; 1 if too large."""
        longest = max(len(self.instrument.items_of(d)) for d in self._dimensions)
        unit = math.lcm(*range(1, longest + 1))
        return unit if unit <= LARGEST_UNIT else 1

    def parts(self, battery: str) -> int:
        """Return into how many parts a point is divided; ratings are whole numbers of them."""
        return self.instrument.scale_of(battery).parts

    def item_columns(self, battery: str, dimension_id: str | None = None) -> list[str]:
        """Return the item columns of a battery or gap, of one dimension or of all."""
        ids = (
            self.instrument.item_ids
            if dimension_id is None
            else self.instrument.items_of(dimension_id)
        )
        return [item(battery, i) for i in ids]

    def need(self, n_items: int) -> int:
        """Return how many items (pairs) must be answered for a score."""
        return max(1, math.ceil(self.instrument.min_answered * n_items - 1e-9))

    def need_dimensions(self) -> int:
        """Return how many dimensions a person's weighted overall score needs."""
        share = self.instrument.min_dimensions * len(self.instrument.dimensions)
        return max(1, math.ceil(share - 1e-9))

    # -- the layout ----------------------------------------------------------------------------

    def layout(self, *, powers: bool = False, answer_pairs: bool = False) -> Layout:
        """Return the layout of the Summary, the same for every block of these answers.

        Parameters
        ----------
        powers : bool
            Whether products of four ratings are summed: for the whole sample, not for groups.
        answer_pairs : bool
            Whether the answers to every two items of a dimension are counted together.
        """
        columns: dict[str, int] = {}
        for battery in self.batteries:
            parts = self.parts(battery)
            columns |= dict.fromkeys(self.item_columns(battery), parts)
            unit = self.dimension_unit * parts
            columns |= {dimension(battery, d): unit for d in self._dimensions}
            if self.instrument.overall == "items":
                columns[overall(battery, ITEM_MEAN)] = parts
        for gap in self.gaps:
            columns |= self._gap_columns(gap)
        if self.points:
            columns |= {points(d): 1 for d in self._dimensions}
        columns |= {outcome(o): 1 for o in self.outcomes}
        return Layout(
            columns=tuple(columns),
            units=tuple(columns.values()),
            sets=self._sets(),
            histograms=self._histograms(),
            tables=(*self._tables(), *(self._answer_pairs() if answer_pairs else ())),
            powers=self._powers() if powers else (),
        )

    @property
    def _dimensions(self) -> list[str]:
        return self.instrument.dimension_ids

    def person_overalls(self) -> list[str]:
        """Return the kinds of overall score that are formed person by person."""
        kinds = [WEIGHTED] if self.points else []
        return [*kinds, ITEM_MEAN] if self.instrument.overall == "items" else kinds

    def _gap_columns(self, gap: Gap) -> dict[str, int]:
        parts = self.parts(gap.of)
        columns = dict.fromkeys(self.item_columns(gap.name), parts)
        for d in self._dimensions:
            name, unit = dimension(gap.name, d), self.dimension_unit * parts
            columns |= {name: unit, part(name, "of"): unit, part(name, "minus"): unit}
        for kind in self.person_overalls():
            name = overall(gap.name, kind)
            columns |= dict.fromkeys((name, part(name, "of"), part(name, "minus")), parts)
        return columns

    def _sets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        sets = []
        for source in (*self.batteries, *(g.name for g in self.gaps)):
            sets += [
                (dimension(source, d), tuple(self.item_columns(source, d)))
                for d in self._dimensions
            ]
            sets.append((overall(source, "total"), tuple(self.item_columns(source))))
        for gap in self.gaps:
            of_both = (*self.item_columns(gap.of), *self.item_columns(gap.minus))
            sets.append((both(gap.name), of_both))
        return tuple(sets)

    def _powers(self) -> tuple[PowerSet, ...]:
        """Return the whole batteries and gaps, and each gap's two sides with an outcome."""
        n_items = len(self.instrument.items)
        found = []
        if 2 <= n_items <= MOST_POWER_ITEMS:
            for source in (*self.batteries, *(g.name for g in self.gaps)):
                elements = tuple((name,) for name in self.item_columns(source))
                origins = (self._middle(source),) * n_items
                found.append(PowerSet(overall(source, "total"), elements, origins, grouped=True))
        for gap in self.gaps:
            sides = (tuple(self.item_columns(gap.of)), tuple(self.item_columns(gap.minus)))
            middles = (self._middle(gap.of) * n_items, self._middle(gap.minus) * n_items)
            found += [
                PowerSet(constraint(gap.name, o.id), (*sides, (outcome(o.id),)), (*middles, o.min))
                for o in self.instrument.outcomes
                if o.id in self.outcomes and o.kind != "yes_no"
            ]
        return tuple(found)

    def _middle(self, source: str) -> int:
        """Return a whole number of parts near the middle of a battery's scale; 0 for a gap."""
        if source not in self.batteries:
            return 0
        codes = self.instrument.scale_of(source).codes
        return (codes[0] + codes[-1]) // 2

    def _answer_pairs(self) -> list[tuple[str, str, str, int, int]]:
        found = []
        for battery in self.batteries:
            codes = self.instrument.scale_of(battery).codes
            for d in self._dimensions:
                for i, j in itertools.combinations(self.instrument.items_of(d), 2):
                    name, columns = answers(battery, i, j), (item(battery, i), item(battery, j))
                    found.append((name, *columns, codes[0], codes[-1]))
        return found

    def _histograms(self) -> tuple[tuple[str, int, int], ...]:
        found = []
        for battery in self.batteries:
            codes = self.instrument.scale_of(battery).codes
            found += [(name, codes[0], codes[-1]) for name in self.item_columns(battery)]
        for gap in self.gaps:
            reach = self.instrument.scale_of(gap.of).range * self.parts(gap.of)
            for d in self._dimensions:
                unit = self.dimension_unit
                if unit > 1 or len(self.instrument.items_of(d)) == 1:
                    found.append((dimension(gap.name, d), -reach * unit, reach * unit))
        for o in self.instrument.outcomes:
            if o.id in self.outcomes:
                found.append((outcome(o.id), o.min, o.max))
        return tuple(found)

    def _tables(self) -> tuple[tuple[str, str, str, int, int], ...]:
        found = []
        for gap in self.gaps:
            codes = self.instrument.scale_of(gap.of).codes
            found += [
                (item(gap.name, i), item(gap.of, i), item(gap.minus, i), codes[0], codes[-1])
                for i in self.instrument.item_ids
            ]
        return tuple(found)
