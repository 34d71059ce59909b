"""What matters to people: as they say it, and as it goes together with what they think at last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from servqual.results.importance_rows import (
    AgreementRow,
    AgreementTotal,
    AsymmetryRow,
    DriverModel,
    DriverRow,
    KanoRow,
    StatedRow,
)
from servqual.results.rows import PointsRow
from servqual.results.table import Parts


@dataclass(frozen=True)
class Importance(Parts):
    """Importance: stated, derived, the two compared, asymmetric, and by Kano's questions.

    Attributes
    ----------
    stated : tuple of StatedRow
        Dimensions by points; dimensions and items by ratings, or by expectations as a proxy.
    drivers, models : tuples of DriverRow and DriverModel
    agreement, agreements : tuples of AgreementRow and AgreementTotal
    asymmetry : tuple of AsymmetryRow
    kano : tuple of KanoRow
    points : tuple of PointsRow
    points_total, n_equal_split
        How many points were shared out; people who gave every dimension the same.
    """

    stated: tuple[StatedRow, ...] = ()
    drivers: tuple[DriverRow, ...] = ()
    models: tuple[DriverModel, ...] = ()
    agreement: tuple[AgreementRow, ...] = ()
    agreements: tuple[AgreementTotal, ...] = ()
    asymmetry: tuple[AsymmetryRow, ...] = ()
    kano: tuple[KanoRow, ...] = ()
    points: tuple[PointsRow, ...] = ()
    points_total: int = 100
    n_equal_split: int = 0
    # shares of the leading model in replicates, shape (b, predictors), in the order of its rows:
    # what follows from them (quadrants, the register) is drawn over the same people; not printed
    leading_drawn: Any = field(default=None, repr=False, compare=False)

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "stated": ("level", "id", "source", "n", "mean", "ci_low", "ci_high", "rank"),
        "models": ("outcome", "battery", "level", "n", "r2", "r2_low", "r2_high", "problem"),
        "drivers": ("outcome", "level", "id", "share", "share_low", "share_high", "rank", "b"),
        "agreement": ("level", "id", "stated_rank", "derived_rank", "vavra"),
        "asymmetry": ("level", "id", "penalty", "reward", "kind", "problem"),
        "kano": ("item", "n", "kind", "clear", "better", "worse", "continuous"),
    }

    def leading_model(self) -> DriverModel | None:
        """Return the model by which importance is derived; None if there is none."""
        return next((m for m in self.models if m.leads and not m.problem), None)

    def leading_drivers(self) -> tuple[DriverRow, ...]:
        """Return the rows of the leading model."""
        m = self.leading_model()
        if m is None:
            return ()
        key = (m.outcome, m.battery, m.level)
        return tuple(r for r in self.drivers if (r.outcome, r.battery, r.level) == key)
