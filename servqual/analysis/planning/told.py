"""What a plan rests on: typed, else of earlier results, else the usual."""

from __future__ import annotations

import math
from dataclasses import dataclass

from servqual.analysis.planning.wanted import Wanted
from servqual.importer.waves.spread import Spread
from servqual.instrument import Instrument
from servqual.results.planning import AssumptionRow, Origin
from servqual.statistics.planning import cluster_deff, weights_deff

# of the range of the scale: on 1-7 a margin of .15, a difference of .5 and an SD of 1.2
MARGIN, DIFFERENCE, SD = 1 / 40, 1 / 12, 1 / 5
SHARE, PROMOTERS, DETRACTORS = 0.5, 0.40, 0.20


@dataclass(frozen=True)
class Told:
    """What was asked for with every blank filled, and where each figure comes from."""

    wanted: Wanted
    margin: float
    difference: float
    rows: tuple[AssumptionRow, ...] = ()

    @classmethod
    def of(cls, wanted: Wanted, form: Instrument, spread: Spread | None) -> Told:
        """Return what was typed, else what earlier results say, else the usual."""
        earlier = _earlier(spread)
        usual = {
            "sd": SD * form.scale.range,
            "share": SHARE,
            "promoters": PROMOTERS,
            "detractors": DETRACTORS,
        }
        names = (*usual, "panel_r", "population", "cluster_size", "icc", "weights_cv", "response")
        found = []
        for name in names:
            typed = getattr(wanted, name)
            sources: list[tuple[float | None, Origin]] = [
                (typed, "typed"), (earlier.get(name), "results"), (usual.get(name), "default"),
            ]  # fmt: skip
            value, origin = next((s for s in sources if s[0] is not None), (None, "default"))
            if value is not None:
                found.append(AssumptionRow(name, float(value), origin))
        return cls(
            wanted,
            wanted.margin or MARGIN * form.scale.range,
            wanted.difference or DIFFERENCE * form.scale.range,
            tuple(found),
        )

    def __getitem__(self, name: str) -> float:
        return next(row.value for row in self.rows if row.name == name)

    def get(self, name: str, usual: float) -> float:
        """Return a figure, or another one where nothing was said."""
        return next((row.value for row in self.rows if row.name == name), usual)

    @property
    def deff(self) -> float:
        """The design effect of clusters and weights together."""
        clusters = cluster_deff(self.get("cluster_size", 1), self.get("icc", 0))
        return clusters * weights_deff(self.get("weights_cv", 0))

    @property
    def population(self) -> float:
        """Customers that a random sample is drawn from, without end where that is not so."""
        return self["population"] if self.wanted.random else math.inf


def _earlier(spread: Spread | None) -> dict[str, float | None]:
    """Return the figures that earlier results give; the largest SD, so that all are safe."""
    if spread is None:
        return {}
    sds = [row.sd for row in spread.dimensions.values()]
    return {
        "sd": max(sds, default=None),
        "promoters": spread.promoters,
        "detractors": spread.detractors,
        "weights_cv": math.sqrt(spread.deff - 1) if spread.deff and spread.deff > 1 else None,
        "response": spread.response,
    }
