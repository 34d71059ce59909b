"""Which columns and sums an instrument and its answers need: the layout of a Summary."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from servqual.instrument import Gap, Instrument
from servqual.plan.columns import (
    ITEM_MEAN,
    RECEIVED,
    WEIGHTED,
    dimension,
    item,
    outcome,
    overall,
    part,
    points,
    points_first,
    points_log,
    ranking,
)
from servqual.plan.counted import histograms, pair_tables, tables
from servqual.plan.sets import drawn_layout, driver_sets, item_sets, power_sets
from servqual.plan.whole import needs_of, whole_columns, wide_columns
from servqual.statistics.summary import Layout

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
        drivers = driver_sets(self, asked_outcome) if powers else ()
        return Layout(
            columns=tuple(columns),
            units=tuple(columns.values()),
            sets=(*item_sets(self), *drivers),
            histograms=histograms(self),
            tables=(*tables(self), *(pair_tables(self) if answer_pairs else ())),
            powers=power_sets(self) if powers else (),
            drawn=drawn_layout(self, columns, drivers) if powers else None,
            whole=whole_columns(self, columns),
            wide=wide_columns(self),
            needs=needs_of(self, columns),
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
