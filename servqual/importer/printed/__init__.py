"""Tables of means, SDs and gaps as a report or paper prints them."""

from __future__ import annotations

from servqual.importer.printed.reading import read_printed
from servqual.importer.printed.table import PrintedRow, PrintedTable

__all__ = ["PrintedRow", "PrintedTable", "read_printed"]
