"""Which columns and sums an instrument and its answers need: the layout of a Summary."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

from servqual.instrument import KANO_ANSWERS, MIDPOINT, Gap, Instrument
from servqual.plan.columns import (
    ITEM_MEAN,
    RECEIVED,
    WEIGHTED,
    answers,
    both,
    constraint,
    dimension,
    drivers,
    item,
    kano,
    outcome,
    overall,
    part,
    points,
    points_first,
    points_log,
    ranking,
    top_from,
)
from servqual.statistics.drawn import DrawnLayout
from servqual.statistics.powers import PowerSet
from servqual.statistics.summary import Layout

# products of four among so many items are 861 x 861 sums; beyond that they are left out
MOST_POWER_ITEMS = 40
# beyond this the squares of many people could leave the range of exact whole numbers
LARGEST_UNIT = 5040

# the outcome that derives importance where none is named, the first one that was answered
LEADING_OUTCOMES = ("satisfaction", "overall_satisfaction", "overall_quality")
# persons' overall scores are kept as whole numbers below 2**36, whose sums can be kept exactly
LARGEST_WIDE = 2.0**36
# logarithms of shares are kept in whole thousandths (of 1024), so that their sums are exact
LOG_UNIT = 1024


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
    ranking : bool
        Whether the dimensions were put in order of importance.
    outcomes : tuple of str
    """

    instrument: Instrument
    batteries: tuple[str, ...]
    gaps: tuple[Gap, ...]
    points: bool
    outcomes: tuple[str, ...]
    ranking: bool = False

    @classmethod
    def of(
        cls, instrument: Instrument, batteries: set[str], *, points: bool, outcomes: set[str]
    ) -> Plan:
        """Return the plan for an instrument and the names of what was answered.

        ``points`` says whether points, or places where the questionnaire asks for an order, were
        given.
        """
        there = tuple(name for name in instrument.battery_names if name in batteries)
        gaps = tuple(g for g in instrument.gaps if batteries.issuperset(g.batteries))
        answered = tuple(o.id for o in instrument.customer_outcomes if o.id in outcomes)
        ordered = points and instrument.importance.method == "ranking"
        return cls(instrument, there, gaps, points and not ordered, answered, ordered)

    @property
    def rated(self) -> tuple[str, ...]:
        """The batteries of ratings; the others are Kano's questions, which have no means."""
        return tuple(b for b in self.batteries if b in self.instrument.rated_batteries)

    @cached_property
    def dimension_unit(self) -> int:
        """The whole number that makes every mean of a dimension's ratings whole; 1 if too large.

        Also 1 for a questionnaire in versions, whose items count by shares.
        """
        if self.instrument.forms:
            return 1
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

    def layout(
        self, *, powers: bool = False, answer_pairs: bool = False, asked_outcome: str = ""
    ) -> Layout:
        """Return the layout of the Summary, the same for every block of these answers.

        Parameters
        ----------
        powers : bool
            Whether products of four ratings are summed, and everything for every random group of
            people, for resampling: for the whole sample, not for groups.
        answer_pairs : bool
            Whether the answers to every two items of a dimension are counted together.
        asked_outcome : str
            Id of the outcome that derives importance, '' for the leading one.
        """
        columns = self.units()
        drivers = self._driver_sets(asked_outcome) if powers else ()
        return Layout(
            columns=tuple(columns),
            units=tuple(columns.values()),
            sets=(*self._sets(), *drivers),
            histograms=self._histograms(),
            tables=(*self._tables(), *(self._answer_pairs() if answer_pairs else ())),
            powers=self._powers() if powers else (),
            drawn=self._drawn(columns, drivers) if powers else None,
            whole=self._whole(columns),
            wide=self._wide,
            needs=self._needs(columns),
        )

    def overall_unit(self, kind: str) -> int:
        """Return by which whole number persons' overall scores are multiplied, and then rounded.

        Scores of people who rated everything become whole numbers by it; those of others are
        rounded to some 1e-9 of a point, so that no order of adding people changes a sum.
        1 for a questionnaire in versions.
        """
        if self.instrument.forms:
            return 1
        total = self.instrument.importance.total
        exact = (
            len(self.instrument.items) if kind == ITEM_MEAN else self.dimension_unit * int(total)
        )
        reach = max(
            max(abs(code) for code in self.instrument.scale_of(battery).codes)
            for battery in self.batteries
        )
        room = LARGEST_WIDE / (2 * max(reach, 1) * exact)
        return int(exact * 2 ** max(0, math.floor(math.log2(room))))

    @property
    def points_unit(self) -> int:
        """The whole number by which points are multiplied, and then rounded.

        Points that were put right to add up to the total are no whole numbers.
        """
        return int(2 ** math.floor(math.log2(LARGEST_WIDE / self.instrument.importance.total)))

    @property
    def _wide(self) -> tuple[str, ...]:
        found = [points(d) for d in self._dimensions] if self.points else []
        if self.instrument.forms:
            return tuple(found)
        for battery in self.rated if self.instrument.overall == "items" else ():
            found.append(overall(battery, ITEM_MEAN))
        for gap in self.gaps:
            names = [overall(gap.name, kind) for kind in self.person_overalls()]
            found += [c for name in names for c in (name, part(name, "of"), part(name, "minus"))]
        return tuple(found)

    def _whole(self, columns: dict[str, int]) -> tuple[str, ...]:
        """Return the columns that hold whole numbers whatever was answered."""
        longest = max(len(self.instrument.items_of(d)) for d in self._dimensions)
        scores = not self.instrument.forms and (self.dimension_unit > 1 or longest == 1)
        kinds = {"item", "dimension"} if scores else {"item"}
        taken = {*self._wide, *(c for c in columns if c.startswith("outcome:"))}
        apart = ("points_log:", "points_first:", "ranking:")
        return tuple(
            c
            for c in columns
            if c not in taken
            and (c.startswith(apart) or (c.count(":") > 1 and c.split(":")[1] in kinds))
        )

    def _needs(self, columns: dict[str, int]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return which columns are missing where others are, as a gap where a side is."""
        found: list[tuple[str, tuple[str, ...]]] = []
        for gap in self.gaps:
            for i in self.instrument.item_ids:
                sides = (gap.of,) if gap.direct else (gap.of, gap.minus)
                found.append((item(gap.name, i), tuple(item(b, i) for b in sides)))
                if gap.direct:
                    found.append((item(gap.minus, i), (item(gap.name, i),)))
            names = [dimension(gap.name, d) for d in self._dimensions]
            names += [overall(gap.name, kind) for kind in self.person_overalls()]
            found += [(part(name, side), (name,)) for name in names for side in ("of", "minus")]
        first = [points(d) for d in self._dimensions][:1]
        if self.points and not self.instrument.forms:
            found += [(overall(g.name, WEIGHTED), tuple(first)) for g in self.gaps]
        if self.points:
            shares = [points(d) for d in self._dimensions][1:]
            shares += [name(d) for name in (points_log, points_first) for d in self._dimensions]
            found += [(name, tuple(first)) for name in shares]
        return tuple((name, others) for name, others in found if name in columns)

    def units(self) -> dict[str, int]:
        """Return the columns that are scored, in order, each with the unit it is stored in."""
        columns: dict[str, int] = {}
        for battery in self.batteries:
            parts = self.parts(battery)
            columns |= dict.fromkeys(self.item_columns(battery), parts)
            if battery not in self.rated:
                continue
            unit = self.dimension_unit * parts
            columns |= {dimension(battery, d): unit for d in self._dimensions}
            if self.instrument.overall == "items":
                columns[overall(battery, ITEM_MEAN)] = parts * self.overall_unit(ITEM_MEAN)
        for gap in self.gaps:
            columns |= self._gap_columns(gap)
        if self.points:
            columns |= {points(d): self.points_unit for d in self._dimensions}
            columns |= {points_log(d): LOG_UNIT for d in self._dimensions}
            columns |= {points_first(d): 1 for d in self._dimensions}
        if self.ranking:
            columns |= {ranking(d): 1 for d in self._dimensions}
            columns |= {points_first(d): 1 for d in self._dimensions}
        columns |= {outcome(o): 1 for o in self.outcomes}
        return columns

    # -- what importance is derived from -------------------------------------------------------

    @property
    def performance(self) -> str:
        """The battery of what people got: satisfaction, else perception; '' if none."""
        return next((b for b in RECEIVED if b in self.batteries), "")

    def driver_outcomes(self, asked: str = "") -> list[str]:
        """Return the outcomes that importance can be derived from, the leading one first."""
        able = [o.id for o in self.instrument.outcomes if o.id in self.outcomes]
        able = [o for o in able if self._outcome_kind(o) != "yes_no"]
        # more effort is worse: rewards and penalties of such an outcome would have turned signs
        leads = [o for o in able if not self._is_low_good(o)]
        first = next((o for o in (asked, *LEADING_OUTCOMES, *leads) if o in leads), "")
        return [first, *(o for o in able if o != first)] if first else []

    def _outcome_kind(self, outcome_id: str) -> str:
        return next(o.kind for o in self.instrument.outcomes if o.id == outcome_id)

    def _is_low_good(self, outcome_id: str) -> bool:
        return any(o.id == outcome_id and o.version == 1 for o in self.instrument.outcomes)

    def _driver_sets(self, asked: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return dimensions with every outcome, items with the leading one, by what people got."""
        found: list[tuple[str, tuple[str, ...]]] = []
        batteries = [b for b in RECEIVED if b in self.batteries]
        for battery in batteries:
            scores = [dimension(battery, d) for d in self._dimensions]
            for k, o in enumerate(self.driver_outcomes(asked)):
                found.append((drivers(battery, o, "dimension"), (*scores, outcome(o))))
                if k == 0 and battery == self.performance:
                    columns = (*self.item_columns(battery), outcome(o))
                    found.append((drivers(battery, o, "item"), columns))
        return tuple(found)

    def _drawn(
        self, columns: dict[str, int], sets: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> DrawnLayout | None:
        """Return what is drawn: no sides of gap scores, no overall scores, no Kano answers."""
        apart = tuple(f"{b}:" for b in (*self.batteries, MIDPOINT) if b not in self.rated)
        apart += ("points_log:", "points_first:")
        chosen = [c for c in columns if not (c.endswith((":of", ":minus")) or c.startswith(apart))]
        chosen = [c for c in chosen if c.split(":")[1] != "overall"]
        if not chosen:
            return None
        return DrawnLayout(tuple(chosen), tuple(columns[c] for c in chosen), sets, self._tops())

    def _tops(self) -> tuple[tuple[str, int], ...]:
        """Return from which answer one counts as top, where importance was rated."""
        if "importance" not in self.batteries or not self.performance:
            return ()
        return tuple(
            (name, top_from(self.instrument.scale_of(battery)))
            for battery in ("importance", self.performance)
            for name in self.item_columns(battery)
        )

    @cached_property
    def _dimensions(self) -> list[str]:
        return self.instrument.dimension_ids

    def person_overalls(self) -> list[str]:
        """Return the kinds of overall score that are formed person by person."""
        kinds = [WEIGHTED] if self.points else []
        return [*kinds, ITEM_MEAN] if self.instrument.overall == "items" else kinds

    def _gap_columns(self, gap: Gap) -> dict[str, int]:
        parts = self.parts(gap.of)
        columns = dict.fromkeys(self.item_columns(gap.name), parts)
        if gap.direct:
            columns |= dict.fromkeys(self.item_columns(gap.minus), parts)
        for d in self._dimensions:
            name, unit = dimension(gap.name, d), self.dimension_unit * parts
            columns |= {name: unit, part(name, "of"): unit, part(name, "minus"): unit}
        for kind in self.person_overalls():
            name, unit = overall(gap.name, kind), parts * self.overall_unit(kind)
            columns |= dict.fromkeys((name, part(name, "of"), part(name, "minus")), unit)
        return columns

    def _sets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        sets = []
        # answers against a midpoint hang together as the answers themselves
        paired = [g for g in self.gaps if not g.direct]
        for source in (*self.rated, *(g.name for g in paired)):
            sets += [
                (dimension(source, d), tuple(self.item_columns(source, d)))
                for d in self._dimensions
            ]
            sets.append((overall(source, "total"), tuple(self.item_columns(source))))
        for gap in paired:
            of_both = (*self.item_columns(gap.of), *self.item_columns(gap.minus))
            sets.append((both(gap.name), of_both))
        return tuple(sets)

    def _powers(self) -> tuple[PowerSet, ...]:
        """Return the whole batteries and gaps, and each gap's two sides with an outcome."""
        n_items = len(self.instrument.items)
        found, paired = [], [g for g in self.gaps if not g.direct]
        if 2 <= n_items <= MOST_POWER_ITEMS:
            for source in (*self.rated, *(g.name for g in paired)):
                elements = tuple((name,) for name in self.item_columns(source))
                origins = (self._middle(source),) * n_items
                found.append(PowerSet(overall(source, "total"), elements, origins, grouped=True))
        for gap in paired:
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
        for battery in self.rated:
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
        if not self.gaps:
            found += self._rating_histograms()
        for o in self.instrument.outcomes:
            if o.id in self.outcomes:
                found.append((outcome(o.id), o.min, o.max))
        return tuple(found)

    def _rating_histograms(self) -> list[tuple[str, int, int]]:
        """Return the dimensions of what people got, where there are no gaps that groups have."""
        found, unit = [], self.dimension_unit
        for battery in [b for b in (self.performance, *self.rated) if b][:1]:
            codes = self.instrument.scale_of(battery).codes
            for d in self._dimensions:
                if unit > 1 or len(self.instrument.items_of(d)) == 1:
                    found.append((dimension(battery, d), codes[0] * unit, codes[-1] * unit))
        return found

    def _tables(self) -> tuple[tuple[str, str, str, int, int], ...]:
        found = []
        for gap in self.gaps:
            codes = self.instrument.scale_of(gap.of).codes
            found += [
                (item(gap.name, i), item(gap.of, i), item(gap.minus, i), codes[0], codes[-1])
                for i in self.instrument.item_ids
            ]
        if {"functional", "dysfunctional"} <= set(self.batteries):
            codes = self.instrument.scale_of("functional").codes
            found += [
                (kano(i), item("functional", i), item("dysfunctional", i), codes[0], codes[-1])
                for i in self.instrument.item_ids
                if len(codes) == KANO_ANSWERS
            ]
        return tuple(found)
