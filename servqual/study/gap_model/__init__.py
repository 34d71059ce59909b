"""The gap model: from what three roles said to figures that may be shown."""

from servqual.study.gap_model.build import build_gap_model
from servqual.study.gap_model.told import INGREDIENTS, Asked, Audited, Construct, Told

__all__ = ["INGREDIENTS", "Asked", "Audited", "Construct", "Told", "build_gap_model"]
