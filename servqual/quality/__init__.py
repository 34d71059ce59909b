"""Careless answers, forms read the wrong way, and whom the analyst leaves out."""

from servqual.quality.careless import Flag, absolute_flags, received, suspects
from servqual.quality.detectors import reading_suspicions
from servqual.quality.examined import Examined, examine
from servqual.quality.exclusion import Excluded, Rule, excluded, parse_rules
from servqual.quality.indices import relative_flags
from servqual.quality.noticed import traces

__all__ = [
    "Examined",
    "Excluded",
    "Flag",
    "Rule",
    "absolute_flags",
    "examine",
    "excluded",
    "parse_rules",
    "reading_suspicions",
    "received",
    "relative_flags",
    "suspects",
    "traces",
]
