"""Operational figures of units, from a table that the client supplies."""

from __future__ import annotations

from servqual.importer.operating.figures import Entry, Figures, check_asked, read_operations
from servqual.importer.operating.measures import Measure

__all__ = ["Entry", "Figures", "Measure", "check_asked", "read_operations"]
