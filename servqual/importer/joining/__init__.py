"""Several exports of one survey as one: stacked, or linked person by person."""

from __future__ import annotations

from servqual.importer.joining.exports import Export, Read, read_exports
from servqual.importer.joining.linking import Linked, link_reads
from servqual.importer.joining.sheet import Sheet, map_text, read_again
from servqual.importer.joining.stacking import Stacked, stack_reads

__all__ = [
    "Export",
    "Linked",
    "Read",
    "Sheet",
    "Stacked",
    "link_reads",
    "map_text",
    "read_again",
    "read_exports",
    "stack_reads",
]
