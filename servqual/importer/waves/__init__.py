"""The wave before, from its results.json or from a table of its printed figures."""

from __future__ import annotations

from servqual.importer.waves.crosswalk import Crosswalk, load_crosswalk
from servqual.importer.waves.reading import read_before

__all__ = ["Crosswalk", "load_crosswalk", "read_before"]
