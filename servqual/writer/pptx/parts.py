"""What a slide is made of: words, charts, tables, each with its place; no file format yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.writer.parts import Table, Tone

# left, top, right, bottom as shares (0 to 1) of the part of a slide that content may fill
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Run:
    """Some words of one look."""

    text: str
    bold: bool = False
    tone: Tone = ""


@dataclass(frozen=True)
class Para:
    """A paragraph: its words, size, space before and beside it in points; a mark hangs before it.

    ``size`` and ``before`` hold on a slide 960 points wide; a smaller one has smaller words.
    """

    runs: Sequence[Run]
    size: float = 14
    before: float = 0
    mark: str = ""
    right: bool = False
    inset: float = 0

    @property
    def text(self) -> str:
        """The words without their look."""
        return "".join(run.text for run in self.runs)


def para(
    text: str,
    size: float = 14,
    *,
    tone: Tone = "",
    bold: bool = False,
    before: float = 0,
    right: bool = False,
    inset: float = 0,
) -> Para:
    """Return a paragraph of one look."""
    return Para([Run(text, bold, tone)], size, before, right=right, inset=inset)


@dataclass(frozen=True)
class Words:
    """Paragraphs under each other."""

    paras: Sequence[Para]


@dataclass(frozen=True)
class Series:
    """One row of bars: its name, a printed value per category, what its colour means."""

    name: str
    values: Sequence[float | None]
    colour: str = "accent"


@dataclass(frozen=True)
class Bars:
    """A bar chart, its first category on top.

    ``formats`` is the number format of each value, alike in every series; ``tones`` colours single
    bars where there is one series. ``stacked`` puts the series behind each other.
    """

    name: str
    categories: Sequence[str]
    series: Sequence[Series]
    formats: Sequence[str]
    low: float
    high: float
    alt: str
    tones: Sequence[Tone] = ()
    stacked: bool = False


@dataclass(frozen=True)
class Dot:
    """One item in the matrix: its number and name, where it lies, how it is marked."""

    number: int
    name: str
    x: float
    y: float
    certainty: str
    tone: Tone = ""


@dataclass(frozen=True)
class Matrix:
    """The importance-performance matrix as a scatter chart whose axes cross at its lines.

    ``corners`` are the names of the quadrants from the top left to the bottom right; ``words`` name
    the certainties.
    """

    name: str
    dots: Sequence[Dot]
    titles: tuple[str, str]
    cross: tuple[float, float]
    formats: tuple[str, str]
    corners: Sequence[str]
    words: Mapping[str, str]
    alt: str


@dataclass(frozen=True)
class Grid:
    """A table and the size of its words in points.

    ``spare`` are the columns that may go where a narrow slide has no room for them.
    """

    table: Table
    size: float = 11
    spare: Sequence[int] = ()


@dataclass(frozen=True)
class Pair:
    """Bars at the left and a table at the right, a row of it beside each category."""

    bars: Bars
    grid: Grid
    split: float = 0.46


Block = Words | Bars | Matrix | Grid | Pair


@dataclass(frozen=True)
class Placed:
    """A block and where it stands."""

    block: Block
    box: Box


@dataclass(frozen=True)
class Slide:
    """One slide: a finding as its title, what shows it, over whom, and how to read it.

    Attributes
    ----------
    id, heading
        Which slide, and what it is about in a few words, above the title.
    titles
        The title, and shorter ones for where it does not fit; the last one always does.
    blocks
        What stands on it.
    base
        Over whom the figures are, with shorter ones for where it does not fit.
    notes
        Speaker notes, a paragraph each.
    """

    id: str
    heading: str
    titles: Sequence[str]
    blocks: Sequence[Placed] = ()
    base: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Cover:
    """The first slide: for whom, what, when, over what; logo and marks of the sender."""

    client: str
    title: str
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Deck:
    """All slides, and what stands at the foot of each: the status, then class and footer."""

    cover: Cover
    slides: Sequence[Slide]
    status: str = ""
    foot: str = ""
    subject: str = ""
