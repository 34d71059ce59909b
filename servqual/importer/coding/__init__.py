"""Comments under themes: proposed by keywords, settled by a coder, read back."""

from __future__ import annotations

from servqual.importer.coding.coded import Coded, CodedComment, read_coded
from servqual.importer.coding.frame import Theme, load_themes
from servqual.importer.coding.lists import CodingList, coding_list

__all__ = [
    "Coded",
    "CodedComment",
    "CodingList",
    "Theme",
    "coding_list",
    "load_themes",
    "read_coded",
]
