"""The parts that a page is made of: tables, figures, exhibits, sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from servqual.own_words import Block

Tone = Literal["", "shortfall", "surplus", "small", "muted", "strong"]


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, what its colour means, a quiet number before the text.

    ``heat`` is the step of its background in a heat table, such as ``low-2``; ``figure`` says which
    number of the results the text prints, such as ``("gap", kind, level, id, "sd")``.
    """

    text: str
    tone: Tone = ""
    mark: str = ""
    heat: str = ""
    figure: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and whether it holds text or numbers."""

    head: str
    kind: Literal["text", "number"] = "number"


@dataclass(frozen=True)
class Table:
    """A three-line table; every row has one cell per column, the first cell heads its row.

    ``ruled`` draws a line under every row, for a table that people write into.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    dense: bool = False
    ruled: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.caption!r}: a row has not {len(self.columns)} cells")


@dataclass(frozen=True)
class Figure:
    """A chart in two widths, as plotly JSON without the template, and the same in words."""

    id: str
    wide: Mapping[str, Any]
    narrow: Mapping[str, Any]
    alt: str

    @property
    def heights(self) -> tuple[int, int]:
        """Heights in pixels, wide and narrow: room is kept free until charts are drawn."""
        return int(self.wide["layout"]["height"]), int(self.narrow["layout"]["height"])


@dataclass(frozen=True)
class Own:
    """What the consultant wrote beside a section or exhibit; ``by`` and ``headline_by`` say so.

    ``headline_by`` is '' where the title is ours.
    """

    before: Sequence[Block] = ()
    after: Sequence[Block] = ()
    by: str = ""
    headline_by: str = ""


@dataclass(frozen=True)
class Exhibit:
    """Chart + caption + how to read it + table + base line; a legend names shades.

    ``versions`` are the same exhibit for each group that has its figures, by the key of the group;
    ``switches`` says that it follows the reader's choice of a group, if only to say it has none.
    """

    id: str
    title: str
    how: str = ""
    figure: Figure | None = None
    table: Table | None = None
    base: str = ""
    says: Sequence[str] = ()
    legend: Sequence[tuple[int, str]] = ()
    versions: Mapping[str, Exhibit] = field(default_factory=dict)
    switches: bool = False
    own: Own = field(default_factory=Own)


@dataclass(frozen=True)
class Line:
    """One item under a finding: its name, its leading figure, and what stands beside it."""

    name: str
    figure: str
    beside: str = ""


@dataclass(frozen=True)
class Finding:
    """One line of the summary: what, the numbers behind it, and how sure.

    ``more`` says how many items are not listed in ``lines``.
    """

    text: str
    detail: str
    chip: str = ""
    tone: Tone = ""
    lines: Sequence[Line] = ()
    more: str = ""


@dataclass(frozen=True)
class Section:
    """One section of the report: where it stands in the contents, and what its template needs."""

    id: str
    title: str
    nav: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    exhibits: Sequence[Exhibit] = ()
    level: int = 1
    own: Own = field(default_factory=Own)
