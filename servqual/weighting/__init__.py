"""Survey weights and the design of a sample: what is told of them, and what they cost."""

from servqual.weighting.design import Design
from servqual.weighting.effect import WeightEffect, weight_effect
from servqual.weighting.margins import Fit

__all__ = ["Design", "Fit", "WeightEffect", "weight_effect"]
