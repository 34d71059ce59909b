"""A raise of one item: for whom, by how much, and what it does to each answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from servqual.errors import SettingsError
from servqual.results.scenario import Who
from servqual.statistics.moments import Array

if TYPE_CHECKING:
    from servqual.instrument import Gap, Scale
    from servqual.results.study import Study

# which gap says who is meant, by the battery that it subtracts
BELOW = {"below_minimum": ("minimum",), "below_expectation": ("expectation", "desired", "midpoint")}
RECEIVED = ("perception", "satisfaction", "direct", "recovery")


@dataclass(frozen=True)
class Change:
    """A mean change per person, its standard error in other samples, and the share raised."""

    mean: float
    se: float
    share: float


@dataclass(frozen=True)
class Raised:
    """What is raised, for whom, and by which answers that is known."""

    study: Study
    item: str
    by: float
    who: Who
    battery: str
    gap: Gap | None
    mask: Gap | None

    @classmethod
    def of(cls, study: Study, item: str, by: float, who: Who) -> Raised:
        """Return a raise that these answers can tell about, or say why there is none."""
        form = study.instrument
        if item not in form.item_ids:
            raise SettingsError(
                f"there is no item called {item!r}. Known: {', '.join(form.item_ids)}."
            )
        found = [g for g in form.gaps if (g.name, item) in study.scenario.pairs]
        gap = found[0] if found else None
        rated = {name for name, _ in study.scenario.answers}
        battery = gap.of if gap else next((b for b in RECEIVED if b in rated), "")
        if not battery:
            raise SettingsError(
                "there is nothing to raise: neither perceptions nor satisfaction were asked of the "
                "items."
            )
        known = {"all": None} | {
            name: g for name, minus in BELOW.items() for g in found
            if g.minus in minus and g.of == battery
        }  # fmt: skip
        if who not in known:
            raise SettingsError(
                f"who is raised is {who!r}; with these answers it can be {' or '.join(known)}."
            )
        span = form.scale_of(battery).range
        if not 0 < by <= span:
            raise SettingsError(
                f"the raise is {by:g}; it must be above 0 and at most {span}, in scale points."
            )
        return cls(study, item, by, who, battery, gap, known[who])

    @property
    def scale(self) -> Scale:
        """The scale of what is raised."""
        return self.study.instrument.scale_of(self.battery)

    @property
    def dimension(self) -> str:
        """The dimension of the item."""
        return self.study.instrument.item(self.item).dimension

    def gains(self) -> list[tuple[float, Array]]:
        """Return the gain of every answer in steps of the scale, with its probability.

        A raise of half a point lifts half of those concerned by one point; nobody leaves the scale.
        """
        steps = self.by * self.scale.parts
        whole, top = math.floor(steps + 1e-9), len(self.scale.codes) - 1
        room = top - np.arange(top + 1.0)
        part = max(steps - whole, 0.0)
        return [(1 - part, np.minimum(room, whole)), (part, np.minimum(room, whole + 1))]

    def table(self, gap: Gap) -> Array:
        """Return the counts of each pair of answers, rows what was received."""
        return np.array(self.study.scenario.pairs[gap.name, self.item], dtype=np.float64)

    def answers(self) -> tuple[Array, Array]:
        """Return the counts of each answer, and which part (0 to 1) of them is raised."""
        if self.mask is None:
            counts = np.array(self.study.scenario.answers[self.battery, self.item])
            return counts, np.ones(len(counts))
        table = self.table(self.mask)
        counts = table.sum(axis=1)
        below = (table * pairs_below(len(table))).sum(axis=1)
        return counts, np.divide(below, counts, out=np.zeros(len(counts)), where=counts > 0)

    def change(self) -> Change:
        """Return the change of the item's mean, in scale points."""
        counts, raised = self.answers()
        total = float(counts.sum())
        if total <= 0:
            raise SettingsError(f"nobody rated {self.item}, so there is nothing to raise.")
        gain = sum(share * steps for share, steps in self.gains()) / self.scale.parts
        mean = float((counts * raised * gain).sum()) / total
        spread = float((counts * raised * gain**2).sum()) / total - mean**2
        se = math.sqrt(max(spread, 0.0) / self.people(total))
        return Change(mean, se, float((counts * raised).sum()) / total)

    def people(self, weight: float) -> float:
        """Return how many people, by Kish's effective number, have this total weight."""
        base = self.study.scenario
        return base.n * weight / base.weight / base.design_effect


def pairs_below(size: int) -> Array:
    """Return 1 where what was received (rows) is below what was wanted (columns)."""
    return np.tril(np.ones((size, size)), -1).T
