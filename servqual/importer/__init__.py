"""From any survey export to ratings that fit a questionnaire, every decision noted."""

from __future__ import annotations

from servqual.importer.checking import Check, ColumnUse, check
from servqual.importer.comments import read_reviewed, review_list
from servqual.importer.mapping import Mapping, load_mapping
from servqual.importer.proposal import propose_mapping
from servqual.importer.reading import read

__all__ = [
    "Check",
    "ColumnUse",
    "Mapping",
    "check",
    "load_mapping",
    "propose_mapping",
    "read",
    "read_reviewed",
    "review_list",
]
