"""The register of actions, first things first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from servqual.instrument import Instrument
from servqual.results import (
    PROBABILITY_KEYS,
    ActionRow,
    Actions,
    GapRow,
    Gaps,
    Importance,
    Priorities,
    PriorityRow,
    Scores,
)
from servqual.settings import Settings
from servqual.statistics.planning import n_each, power_each
from servqual.statistics.ranking import placed
from servqual.statistics.summary import Summary
from servqual.study.actions.causes import cause_rows, pointers
from servqual.study.actions.index import Index, Received, priority_index
from servqual.study.themes import MAY_MATTER, item_groups
from servqual.weighting import weight_effect


def action_table(
    summary: Summary,
    instrument: Instrument,
    settings: Settings,
    gaps: Gaps,
    scores: Scores,
    importance: Importance,
    priorities: Priorities,
) -> Actions:
    """Return the register, the first action first.

    With gaps it lists the items that fall short for certain by what may matter; without, all whose
    mean stays below the target. They stand by the priority index
    (:mod:`servqual.study.actions.index`); feasibility is left to those who know.
    """
    index = priority_index(summary, instrument, settings, gaps, scores, importance)
    if index is None:
        return Actions(problem="nothing_to_rank")
    register = _Register(
        instrument,
        settings,
        index,
        {row.id: row for row in gaps.items if row.kind == index.kind},
        {row.item: row for row in priorities.items},
        {i: name for name, (_, items) in item_groups(instrument).items() for i in items},
        {name: to.gap_number for name, to in pointers(instrument, index).items()},
        weight_effect(summary.n, summary.weight, summary.weight2).deff if summary.n else 1.0,
    )
    rows = _ranked(register, [k for k in range(len(index.rows)) if register.falls_short(k)])
    if not rows:
        return Actions(problem="no_shortfall")
    return Actions(rows, cause_rows(summary, instrument, scores, importance, index, rows))


@dataclass(frozen=True)
class _Register:
    """What the lines of the register are made from."""

    instrument: Instrument
    settings: Settings
    index: Index
    gaps: dict[str, GapRow]
    points: dict[str, PriorityRow]
    theme_of: dict[str, str]
    gap_number: dict[str, int]
    design_effect: float

    def falls_short(self, k: int) -> bool:
        """Say whether an item belongs into the register."""
        if not self.index.shortfall[k] > 0:
            return False
        return not self.index.kind or self.gaps[self.index.rows[k].item].verdict in MAY_MATTER

    def line(self, k: int) -> ActionRow:
        """Return the line of an item, without its rank."""
        index, received = self.index, self.index.rows[k]
        gap, at = self.gaps.get(received.item), self.points.get(received.item)
        theme = self.theme_of[received.item]
        probability = at.probability if at else None
        return ActionRow(
            rank=0,
            item=received.item,
            dimension=self.instrument.item(received.item).dimension,
            theme=theme if self.instrument.themes else "",
            kind=index.kind,
            gap=gap.gap if gap else None,
            ci_low=gap.ci_low if gap else None,
            ci_high=gap.ci_high if gap else None,
            verdict=gap.verdict if gap else "",
            importance=None if index.importance is None else float(index.importance[k]),
            importance_source=index.source,
            performance=received.mean,
            target=received.target,
            shortfall=float(index.shortfall[k]),
            index=float(index.share[k]),
            quadrant=at.quadrant if at else "",
            probability=probability[PROBABILITY_KEYS[at.quadrant]] if at and probability else None,
            certainty=at.certainty if at else "",
            gap_number=self.gap_number[theme],
            owner=self._owner(theme),
            **self._next_wave(received),
        )

    def _owner(self, theme: str) -> str:
        owner = next((t.owner for t in self.instrument.themes if t.id == theme), None)
        return self.instrument.say(owner, "en")

    def _next_wave(self, received: Received) -> dict[str, Any]:
        """Return the mean to reach next time: up by the smallest gap of interest, or the target."""
        confidence = self.settings.confidence
        scale = self.instrument.scale_of(self.index.battery)
        step = min(self.settings.smallest_gap(scale.range), received.target - received.mean)
        found: dict[str, Any] = {"next_target": received.mean + step}
        if received.sd and step > 0:
            people = received.n / self.design_effect
            found["n_next"] = math.ceil(n_each(step, received.sd, confidence) * self.design_effect)
            found["power"] = power_each(step, received.sd, people, confidence)
        return found


def _ranked(register: _Register, chosen: Sequence[int]) -> tuple[ActionRow, ...]:
    """Return the lines of the chosen items by the priority index, with limits of their ranks."""
    if not chosen:
        return ()
    index, places = register.index, list(chosen)
    drawn = index.drawn[:, places] if index.drawn is not None else None
    found = placed(index.share[places], drawn, register.settings.confidence)
    rows = [
        replace(
            register.line(k),
            rank=int(found.rank[n]),
            rank_low=int(found.low[n]) if found.low is not None else None,
            rank_high=int(found.high[n]) if found.high is not None else None,
            probability_first=float(found.first[n]) if found.first is not None else None,
        )
        for n, k in enumerate(places)
    ]
    return tuple(sorted(rows, key=lambda row: row.rank))
