"""From any survey export to ratings that fit a questionnaire, every decision noted."""

from __future__ import annotations

from servqual.importer.checking import check
from servqual.importer.mapfiles.mapping import Mapping, load_mapping
from servqual.importer.mapfiles.proposal import propose_mapping
from servqual.importer.people.comments import read_reviewed, review_list
from servqual.importer.reading import read
from servqual.results.check import Check, ColumnUse

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
