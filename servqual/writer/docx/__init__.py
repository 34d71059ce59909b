"""The report as a Word file: the same sections, words and tables as the page."""

from __future__ import annotations

from servqual.writer.docx.document import to_docx as to_docx

__all__ = ["to_docx"]
