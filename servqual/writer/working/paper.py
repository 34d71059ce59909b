"""A working paper: sections of tables with small charts, for the terminal and as one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from servqual import __version__
from servqual._files import data_folder, read_bytes
from servqual.errors import SettingsError
from servqual.instrument import Scale
from servqual.settings import ReportOptions
from servqual.texts import fill, languages
from servqual.writer.html import render
from servqual.writer.page import digest, stylesheet
from servqual.writer.parts import Exhibit

STRIP_WIDTH, STRIP_HEIGHT = 120, 16  # of the small chart of one row, in its own units
CHART_WIDTH, CHART_HEIGHT = 1000, 120


@dataclass(frozen=True)
class Bar:
    """A rectangle of a small chart, in the chart's own units; ``look`` is its class."""

    x: float
    y: float
    width: float
    height: float
    look: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart over the whole width: rectangles, what it shows in words, and the words below it."""

    bars: Sequence[Bar]
    alt: str
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Sheet:
    """An exhibit with what only the page draws: a chart above, a small chart in every row."""

    exhibit: Exhibit
    chart: Chart | None = None
    strips: Sequence[Sequence[Bar]] = ()
    strip_head: str = ""
    strip_how: str = ""


@dataclass(frozen=True)
class Part:
    """A section: what it says, pairs of term and value, tables."""

    id: str
    title: str
    nav: str
    says: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    sheets: Sequence[Sheet] = ()
    listed: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """A working paper in one language; ``status`` is ``interim`` or '', marked on every page."""

    kicker: str
    title: str
    line: str
    parts: Sequence[Part]
    language: str
    scale: Scale = field(repr=False)
    status: str = ""
    mark_note: str = ""
    tone: str = "look"

    @property
    def mark(self) -> str:
        """The word that stands on every page, '' for none."""
        return fill(self.language, f"report.status.{self.status}", {}) if self.status else ""


def render_paper(paper: Paper) -> str:
    """Return a working paper as one self-contained HTML page without scripts.

    Its Content-Security-Policy lets it load nothing. The same paper gives the same text.

    Raises
    ------
    SettingsError
        The language has no texts.
    """
    if paper.language not in languages():
        raise SettingsError(
            f"there are no texts in {paper.language!r}. Known languages: {', '.join(languages())}."
        )
    style = _style(paper)
    context: dict[str, Any] = {
        "p": paper,
        "t": partial(_text, paper.language),
        "lang": fill(paper.language, "numbers.lang", {}),
        "policy": f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; "
        "form-action 'none'",
        "style": style,
        "made_by": fill(paper.language, "working.made_by", {"version": __version__}),
        "strip_box": f"0 0 {STRIP_WIDTH} {STRIP_HEIGHT}",
        "chart_box": f"0 0 {CHART_WIDTH} {CHART_HEIGHT}",
    }
    return render("working.html.j2", context)


def _text(language: str, key: str, **values: object) -> str:
    return fill(language, key, values)


def _style(paper: Paper) -> str:
    """Return the house style with that of working papers, and the mark of every page."""
    options = ReportOptions(language=paper.language, status=paper.status)
    folder = data_folder("reports") / "styles"
    sheets = [folder / "check" / "check.css", folder / "working" / "working.css"]
    own = "\n".join(read_bytes(path, "stylesheet").decode("utf-8") for path in sheets)
    return f"{stylesheet([], paper.scale, options)}\n{own}"


def interval_strip(low: float, middle: float, high: float, mark: float) -> list[Bar]:
    """Return an interval on the range from -1 to 1: its line, its middle, a mark.

    Examples
    --------
    >>> [bar.x for bar in interval_strip(-0.5, 0.0, 0.5, 0.3)]
    [60.0, 78.0, 30.0, 57.5]
    """

    def place(value: float) -> float:
        return round((value + 1) / 2 * STRIP_WIDTH, 2)

    return [
        Bar(place(0.0), 0, 1, STRIP_HEIGHT, "zero"),
        Bar(place(mark), 0, 1.5, STRIP_HEIGHT, "mark"),
        Bar(place(low), 7, max(1.0, round(place(high) - place(low), 2)), 2, "reach"),
        Bar(place(middle) - 2.5, 5.5, 5, 5, "dot"),
    ]


def progress_strip(n: float, expected: float, target: float, most: float) -> list[Bar]:
    """Return answers, what is expected to come, and the target, on a range from 0 to ``most``."""
    width = STRIP_WIDTH - 2

    def place(value: float) -> float:
        return round(min(value, most) / most * width, 2) if most > 0 else 0.0

    bars = [Bar(0, 4, place(n), 8, "done")]
    if expected > n:
        bars.append(Bar(place(n), 4, round(place(expected) - place(n), 2), 8, "ahead"))
    return [*bars, Bar(place(target), 0, 1.5, STRIP_HEIGHT, "mark")] if target else bars


def day_bars(counts: Sequence[int], quiet: Mapping[int, bool]) -> list[Bar]:
    """Return one bar a day, lighter where ``quiet``; a flat mark for a day without answers."""
    step, most = CHART_WIDTH / max(len(counts), 1), max([*counts, 1])
    gap = min(4.0, step / 4)
    bars = []
    for place, n in enumerate(counts):
        height = max(2.0, CHART_HEIGHT * n / most) if n else 1.0
        look = "none" if not n else "quiet" if quiet.get(place) else ""
        bars.append(rounded_bar(place * step, CHART_HEIGHT - height, step - gap, height, look))
    return bars


def rounded_bar(x: float, y: float, width: float, height: float, look: str) -> Bar:
    """Return a bar whose places are whole hundredths."""
    return Bar(round(x, 2), round(y, 2), round(width, 2), round(height, 2), look)
