"""What a consultant writes beside the report's own words, as plain records without markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Run:
    """A piece of a line that is set alike; ``link`` is '' where it leads nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or a quotation; ``lines`` are the paragraphs or list entries in it.

    ``line`` is the number of the line of the file on which it begins.
    """

    kind: Literal["paragraph", "bullets", "numbers", "quote"]
    lines: tuple[tuple[Run, ...], ...]
    line: int

    @property
    def text(self) -> str:
        """The words alone, one line for each entry."""
        return "\n".join("".join(run.text for run in line) for line in self.lines)


@dataclass(frozen=True)
class OwnEntry:
    """What is said of one section or exhibit.

    ``language`` is '' for every language. ``order`` is ``("first", "")``, ``("last", "")``,
    ``("before", id)`` or ``("after", id)``, None to stay. ``numbers`` are figures of the
    consultant's own, which the study need not hold.
    """

    id: str
    line: int
    language: str = ""
    headline: str = ""
    headline_line: int = 0
    hide: bool = False
    order: tuple[str, str] | None = None
    numbers: tuple[str, ...] = ()
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()


@dataclass(frozen=True)
class OwnWords:
    """A file of own words: what :func:`servqual.read_own_words` finds in it."""

    path: Path
    entries: tuple[OwnEntry, ...] = ()

    def said(self, language: str) -> Iterator[OwnEntry]:
        """Yield the entries for a language: those for every language among them."""
        return (entry for entry in self.entries if entry.language in ("", language))
