"""Slides for a board: from a Study to a PowerPoint file with charts that can be edited."""

from __future__ import annotations

from servqual.writer.pptx.deck import to_pptx as to_pptx

__all__ = ["to_pptx"]
