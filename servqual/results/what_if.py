"""What would change if an item were raised: worked out from counts, slopes and the study."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from servqual.results.raised import Change, Raised, pairs_below
from servqual.results.scenario import WhatIf, WhatIfRow, Who
from servqual.statistics.moments import Array
from servqual.statistics.planning import n_each
from servqual.statistics.shares import net_share, wilson
from servqual.statistics.tails import normal_quantile

if TYPE_CHECKING:
    from servqual.instrument import Gap
    from servqual.results.importance_rows import DriverRow
    from servqual.results.study import Study

# fewer people have no limits: the normal distribution needs more than a handful
FEWEST = 10


def what_if(study: Study, item: str, by: float, who: Who) -> WhatIf:
    """Return what would change; see :meth:`servqual.results.Study.what_if`."""
    raised = Raised.of(study, item, by, who)
    change = raised.change()
    return WhatIf(
        item=item,
        dimension=raised.dimension,
        battery=raised.battery,
        who=who,
        raised_by=by,
        share_raised=change.share,
        rows=tuple(_Rows(raised, change).all()),
        n_next=_n_next(raised, change),
    )


class _Rows:
    """The figures before and after."""

    def __init__(self, raised: Raised, change: Change) -> None:
        self.raised, self.change, self.study = raised, change, raised.study
        self.kind = raised.gap.name if raised.gap else raised.battery
        self.reach = normal_quantile(0.5 + self.study.settings.confidence / 2)
        self.people = raised.people(float(raised.answers()[0].sum()))

    def all(self) -> Iterator[WhatIfRow]:
        """Yield every figure that these answers have."""
        part = self._part_of(self.study.instrument.items_of(self.raised.dimension))
        yield self._moved("item", self.raised.item, 1.0)
        yield self._moved("dimension", self.raised.dimension, part)
        yield from self._overall(part)
        yield from self._shares()
        driver = self._driver()
        if driver is not None:
            moved = self.change.mean * (1.0 if driver.level == "item" else part)
            yield self._outcome(driver, moved)

    # -- means ---------------------------------------------------------------------------------

    def _before(self, level: str, row_id: str) -> float | None:
        """Return the figure as the study has it: the gap, or the mean where there is no gap."""
        if self.raised.gap:
            gaps = self.study.gaps
            table = {"item": gaps.items, "dimension": gaps.dimensions, "overall": gaps.overall}
            rows = (r for r in table[level] if r.kind == self.kind)
            return next((r.gap for r in rows if r.id == row_id), None)
        scores = self.study.scores
        means = {"item": scores.items, "dimension": scores.dimensions, "overall": scores.overall}
        found = (r for r in means[level] if r.battery == self.kind)
        return next((r.mean for r in found if r.id == row_id), None)

    def _moved(self, figure: str, row_id: str, part: float) -> WhatIfRow:
        level = figure if figure in ("item", "dimension") else "overall"
        mean, reach = self.change.mean * part, self.reach * self.change.se * part
        limits = mean - reach, mean + reach
        return self._row(figure, row_id, self.kind, self._before(level, row_id), mean, limits)

    def _part_of(self, items: list[str]) -> float:
        """Return by how much people's means of some items move when the item moves by one.

        1 over their number; over the mean number answered where some are missing.
        """
        answers, battery = self.study.scenario.answers, self.raised.battery
        total = sum(sum(answers[battery, i]) for i in items)
        return sum(answers[battery, self.raised.item]) / total

    def _overall(self, part: float) -> Iterator[WhatIfRow]:
        form = self.study.instrument
        if form.overall == "items":
            yield self._moved("overall", "item_mean", self._part_of(form.item_ids))
        else:
            yield self._moved("overall", "unweighted", part / len(form.dimension_ids))
        points = self.study.scenario.points
        if self._before("overall", "weighted") is not None and points:
            yield self._moved("weighted", "weighted", part * points[self.raised.dimension])

    # -- shares --------------------------------------------------------------------------------

    def _shares(self) -> Iterator[WhatIfRow]:
        """Yield the share met by the first gap, and the share inside the zone of tolerance."""
        raised = self.raised
        met = self._reached(raised.gap, at_least=True) if raised.gap else None
        if met:
            yield self._share("share_met", self.kind, met, (0.0, 0.0))
        zone = self._zone()
        if zone:
            lower, upper = (self._reached(g, at_least=g.minus == "minimum") for g in zone)
            if lower and upper:
                yield self._share("in_zone", "", lower, upper)

    def _zone(self) -> tuple[Gap, Gap] | None:
        """Return the gaps to the minimum and to the desired level, None unless both were asked."""
        item, pairs = self.raised.item, self.study.scenario.pairs
        of = {
            g.minus: g for g in self.study.instrument.gaps
            if (g.name, item) in pairs and g.of == self.raised.battery
        }  # fmt: skip
        return (of["minimum"], of["desired"]) if {"minimum", "desired"} <= set(of) else None

    def _reached(self, gap: Gap, *, at_least: bool) -> tuple[float, float] | None:
        """Return the share at or above what was wanted (or above it), and by how much it grows.

        None where these answers do not say who of them is raised.
        """
        table = self.raised.table(gap)
        total = float(table.sum())
        mask = self._who(gap, len(table), at_least=at_least)
        if mask is None or total <= 0:
            return None
        received, wanted = np.indices(table.shape)
        # a whole step above what was wanted is the same as being above it
        wanted = wanted if at_least else wanted + 1
        before = float(table[received >= wanted].sum()) / total
        after = 0.0
        for share, steps in self.raised.gains():
            moved = received + mask * steps[:, None]
            after += share * float(table[moved >= wanted].sum()) / total
        return before, after - before

    def _who(self, gap: Gap, size: int, *, at_least: bool) -> Array | None:
        """Return who is raised of each pair of answers, 0 or 1; None if that is not known.

        Nobody's minimum is taken to be above what they desire: so whoever is below the minimum is
        below the desired level too, and one step does not lift anybody from below the one above
        the other.
        """
        asked, below = self.raised.mask, pairs_below(size)
        if asked is None:
            return np.ones_like(below)
        if asked.name == gap.name or gap.minus == "minimum":
            return below
        one_step = self.raised.by * self.raised.scale.parts <= 1
        return np.zeros_like(below) if one_step and not at_least else None

    def _share(
        self, figure: str, kind: str, reached: tuple[float, float], left: tuple[float, float]
    ) -> WhatIfRow:
        """Return a share that some people reach and others leave at its other end."""
        before, people = max(reached[0] - left[0], 0.0), self.people
        come, go = (max(moved, 0.0) * people for moved in (reached[1], left[1]))
        confidence = self.study.settings.confidence
        found = net_share(come, go, people, confidence) if go else wilson(come, people, confidence)
        limits = found.ci_low, found.ci_high
        return self._row(figure, self.raised.item, kind, before, reached[1] - left[1], limits)

    # -- the outcome ---------------------------------------------------------------------------

    def _driver(self) -> DriverRow | None:
        """Return the slope of the leading outcome on the item, else on its dimension."""
        study, raised = self.study, self.raised
        lead = study.importance.leading_model()
        models = [m for m in study.importance.models if not m.problem]
        outcome = lead.outcome if lead else next((m.outcome for m in models), "")
        rows = [
            r for r in study.importance.drivers
            if r.outcome == outcome and r.battery == raised.battery and r.b is not None
            and r.id == (raised.item if r.level == "item" else raised.dimension)
        ]  # fmt: skip
        level = lead.level if lead else ""
        rows.sort(key=lambda r: (r.level != level, r.level != "dimension"))
        return rows[0] if rows else None

    def _outcome(self, driver: DriverRow, moved: float) -> WhatIfRow:
        before = next((r.mean for r in self.study.outcomes.rows if r.id == driver.outcome), None)
        change = (driver.b or 0.0) * moved
        limits = [None if b is None else b * moved for b in (driver.b_low, driver.b_high)]
        after = None if before is None else before + change
        return WhatIfRow("outcome", driver.outcome, "", before, after, change, *limits)

    def _row(
        self,
        figure: str,
        row_id: str,
        kind: str,
        before: float | None,
        change: float,
        limits: tuple[float, float],
    ) -> WhatIfRow:
        after = None if before is None else before + change
        low, high = limits if self.people >= FEWEST else (None, None)
        return WhatIfRow(figure, row_id, kind, before, after, change, low, high)


def _n_next(raised: Raised, change: Change) -> int | None:
    """Return how many people each of two waves needs to see the change of the item."""
    rows = (r for r in raised.study.scores.items if r.battery == raised.battery)
    sd = next((r.sd for r in rows if r.id == raised.item), None)
    if not sd or not change.mean > 0:
        return None
    n = n_each(change.mean, sd, raised.study.settings.confidence)
    return math.ceil(n * raised.study.scenario.design_effect)
