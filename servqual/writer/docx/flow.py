"""The sections of a page as the paragraphs, lists, tables and charts of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Literal

from servqual.writer.docx import elements
from servqual.writer.docx.elements import (
    PLAIN_FORM,
    Bookmarks,
    Form,
    Letters,
    keep_with_next,
    paragraph,
    run,
)
from servqual.writer.docx.inline import INLINE, Inline
from servqual.writer.docx.look import Look
from servqual.writer.docx.styles import HANG, NUMBERS, TERM
from servqual.writer.docx.tables import measured, read_table, table
from servqual.writer.docx.tree import Node, read_tree
from servqual.writer.docx.word import Word, plain, w
from servqual.writer.figures.look import width_of

Tie = Literal["", "next", "last"]
# class on the page -> style; the first that a paragraph has counts
STYLES = {
    "lead": "Lead",
    "how": "HowToRead",
    "base": "BaseLine",
    "says": "Remark",
    "big": "KeyFigure",
    "big-says": "KeyFigureText",
    "below": "SmallText",
    "finding-detail": "SmallText",
    "muted": "SmallText",
    "own-by": "SmallText",
    "first-why": "SmallText",
    "first-sure": "SmallText",
}
TERM_SIZE, TERM_GAP = 9.5, 10.0  # points
WIDEST_TERM = 235.0  # points; the text of a longer term stands under it
TIED = frozenset(("Lead", "HowToRead", "KeyFigure", "KeyFigureText"))
LAST = frozenset(("Remark", "BaseLine"))  # stay with the end of what they are about
IN_PICTURE = frozenset(("legend", "marks-legend"))  # what a chart says itself
FIGURE, TABLE = "caption-figure", "caption-table"


@dataclass(frozen=True)
class Block:
    """A paragraph or table, whether it needs a turned page, and what it stays with."""

    element: Any
    wide: bool = False
    tie: Tie = ""


@dataclass(frozen=True)
class Chart:
    """A chart as a picture: its bytes, its size in millimetres, the same in words."""

    content: bytes
    size: tuple[float, float]
    alt: str


@dataclass
class Flow:
    """Turns the HTML of sections into blocks, one section after another.

    ``say`` gives the words of a caption; ``charts`` are pictures by the id of their place, and one
    that is not there is left out. ``starts`` are the beginnings of the numbered lists.
    """

    word: Word
    look: Look
    say: Callable[..., str]
    charts: Mapping[str, Chart]
    marks: Bookmarks = field(default_factory=Bookmarks)
    blocks: list[Block] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    _counted: dict[str, int] = field(default_factory=dict)
    _indent: float = 0.0
    _style: str = ""
    _titled: bool = False  # the table to come has the title of its exhibit for a caption

    def __post_init__(self) -> None:
        self._inline = Inline(self.word, self.look)
        self._makers: dict[str, Callable[[Node], None]] = {
            "p": self._words,
            "h2": lambda node: self._heading(node, 2),
            "h3": lambda node: self._heading(node, 3),
            "h4": lambda node: self._heading(node, 4),
            "figure": self._figure,
            "table": self._table,
            "ul": self._bullets,
            "ol": self._numbered,
            "dl": self._facts,
            "blockquote": lambda node: self._inside(node, "Quote"),
        }
        self._classes: dict[str, Callable[[Node], None]] = {
            "chart": self._chart,
            "scroll": self._scrolled,
            "note": self._note,
            "own": lambda node: self._inside(node, "OwnWords"),
        }

    def section(self, html: str, level: int, *, new_page: bool) -> None:
        """Add a section with its heading, which the contents list leads to by the section's id."""
        for node in read_tree(html).nodes:
            title = node.first("h2")
            if title is not None:
                runs = self.marks.around(node.attributes["id"], self._inline.runs(title))
                form = Form(new_page=new_page)
                self.put(paragraph(f"Heading{level}", runs, form), "next")
                node.children.remove(title)
            self.add(node)

    def add(self, node: Node) -> None:
        """Add everything inside an element."""
        loose: list[Node | str] = []
        for child in node.children:
            if isinstance(child, str) or child.tag in INLINE:
                loose.append(child)
                continue
            self._loose(loose)
            loose = []
            self._element(child)
        self._loose(loose)

    def put(self, element: Any, tie: Tie = "", *, wide: bool = False) -> None:
        """Add a block."""
        self.blocks.append(Block(element, wide, tie))

    def _element(self, node: Node) -> None:
        if node.classes & IN_PICTURE:
            return
        by_class = next((self._classes[c] for c in self._classes if c in node.classes), None)
        (by_class or self._makers.get(node.tag) or self.add)(node)

    def _loose(self, parts: Sequence[Node | str]) -> None:
        """Add words that stand in no paragraph."""
        line = Node("p", {}, list(parts))
        if line.text:
            self._words(line)

    def _inside(self, node: Node, style: str) -> None:
        """Add what is inside an element in a style of its own."""
        before, self._style = self._style, style
        self.add(node)
        self._style = before

    # -- paragraphs ----------------------------------------------------------------------------

    def _words(self, node: Node, style: str = "", form: Form = PLAIN_FORM) -> None:
        """Add a paragraph in the style that its class asks for."""
        own = next((STYLES[c] for c in STYLES if c in node.classes), "")
        style = style or own or self._style or "Normal"
        if self._indent and not form.number:
            form = replace(form, indent=self._indent)
        runs = self._inline.runs(node)
        if runs:
            tie: Tie = "next" if style in TIED or form.keep_next else ""
            tie = "last" if style in LAST else tie
            form = replace(form, keep_next=tie == "next")
            self.put(paragraph(style, runs, form), tie)

    def _heading(self, node: Node, level: int) -> None:
        kind = next((c for c in (FIGURE, TABLE) if c in node.classes), "")
        if kind:
            self._caption(kind.removeprefix("caption-"), node.text, node.attributes["id"])
        else:
            self.put(paragraph(f"Heading{level}", self._inline.runs(node)), "next")

    def _caption(self, kind: str, title: str, name: str, *, wide: bool = False) -> None:
        """Add a caption with a number that Word counts."""
        self._counted[kind] = number = self._counted.get(kind, 0) + 1
        label = self.say(f"word.{kind}")
        parts = self.say("word.caption", label="\0", n="\0", title=title).split("\0")
        words = (parts[0] + label + parts[1], parts[2])
        counted = elements.field(f"SEQ {label} \\* ARABIC", [run(str(number), self.look)])
        runs = [run(words[0], self.look), *counted, run(words[1], self.look)]
        self.put(paragraph("Caption", self.marks.around(name, runs)), "next", wide=wide)

    def _note(self, node: Node) -> None:
        attention = "attention" in node.classes
        fill = self.look.tone("warmwash" if attention else "coolwash")
        head = Letters(bold=True, colour=self.look.tone("shortfall" if attention else "surplus"))
        for line in node.nodes:
            runs: list[Any] = []
            for part in line.nodes:
                blank = [run(" ", self.look)] if runs and not self.look.chinese else []
                runs += blank + self._inline.runs(part, head if part.tag == "b" else Letters())
            self.put(paragraph("Note", runs, Form(fill=fill, indent=4, right=4)))

    # -- exhibits ------------------------------------------------------------------------------

    def _figure(self, node: Node) -> None:
        """Add an exhibit: its title is the caption of its chart, else of its table."""
        places = [n for n in node.all("div") if "chart" in n.classes]
        drawn = any(place.attributes.get("id") in self.charts for place in places)
        titles = node.first("figcaption")
        title, tables = (titles.first("h3") if titles else None), node.first("table")
        self._titled = False
        if title is not None and (drawn or tables):
            title.attributes |= {"class": FIGURE if drawn else TABLE}
            title.attributes |= {"id": node.attributes.get("id", "")}
            self._titled = not drawn
        if places and not drawn:
            # how a chart is read is of no use without it
            _without(node, lambda n: "how" in n.classes)
        start = len(self.blocks)
        self.add(node)
        self._titled = False
        self._turn(start, whole=not drawn)
        for block, after in pairwise(self.blocks[start:]):
            if after.tie == "last":
                keep_with_next(block.element)

    def _turn(self, start: int, *, whole: bool) -> None:
        """Turn the pages of an exhibit with a wide table: all of it, or from that table on."""
        wide = [k for k in range(start, len(self.blocks)) if self.blocks[k].wide]
        for k in range(start if whole else min(wide, default=0), len(self.blocks) if wide else 0):
            self.blocks[k] = replace(self.blocks[k], wide=True)

    def _chart(self, node: Node) -> None:
        chart = self.charts.get(node.attributes.get("id", ""))
        if chart is not None:
            shown = self.word.picture(chart.content, chart.size, plain(chart.alt))
            self.put(paragraph("Chart", [shown]))

    def _scrolled(self, node: Node) -> None:
        for child in node.nodes:
            self._table(child, ruled="ruled" in node.classes)

    def _table(self, node: Node, *, ruled: bool = False) -> None:
        grid = read_table(node, ruled=ruled)
        if not grid.rows:
            return
        measure = measured(grid)
        if grid.caption and not self._titled:
            name = f"table-{self._counted.get('table', 0) + 1}"
            self._caption("table", grid.caption, name, wide=measure.wide)
        self.put(table(grid, measure, self.look), wide=measure.wide)
        self._titled = False

    # -- lists ---------------------------------------------------------------------------------

    def _bullets(self, node: Node) -> None:
        plain_style = {"quotes": "Quote", "finding-lines": "SmallText"}
        style = next((plain_style[c] for c in plain_style if c in node.classes), "")
        for item in node.nodes:
            if style:
                self._words(item, style)
            else:
                self._item(item, 1, "ListBullet")

    def _numbered(self, node: Node) -> None:
        """Add a numbered list; a number that does not follow begins another list."""
        number = expected = 0
        for k, item in enumerate(node.nodes):
            value = int(item.attributes.get("value", expected or k + 1))
            if value != expected:
                self.starts.append(value)
                number = NUMBERS + len(self.starts)
            expected = value + 1
            self._item(item, number, "ListNumber")

    def _item(self, node: Node, number: int, style: str) -> None:
        """Add an item of a list: its first words carry the mark, the rest stands beneath them."""
        inside = [n for n in node.nodes if n.tag not in INLINE]
        if not inside:
            self._words(node, style, Form(number=number))
            return
        first, *rest = inside
        if "first-name" in first.classes:  # it carries its number itself
            first = Node(first.tag, first.attributes, list(first.nodes[1:]))
        self._words(first, style, Form(number=number, keep_next=bool(rest), before=4))
        before, self._indent = self._indent, self._indent + HANG
        for child in rest:
            self._element(child)
        self._indent = before

    def _facts(self, node: Node) -> None:
        """Add terms and texts: the term at the left, its text beside it, or under a long term."""
        quiet = Letters(colour=self.look.tone("muted"))
        letters = quiet if "facts" in node.classes else Letters(bold=True)
        terms = [term for pair in node.nodes for term in pair.nodes if term.tag == "dt"]
        heavy = 1.06 if letters.bold else 1.0  # bold letters are wider
        widths = [heavy * width_of(term.text, TERM_SIZE) + TERM_GAP for term in terms]
        room = max((width for width in widths if width <= WIDEST_TERM), default=TERM)
        form = Form(line=self.look.tone("hair"), indent=room, hanging=room)
        for pair, term, width in zip(node.nodes, terms, widths, strict=True):
            runs = self._inline.runs(term, letters)
            runs.append(w("r", w("tab") if width <= room else w("br")))
            texts = [text for text in pair.nodes if text.tag == "dd"]
            runs += [made for text in texts for made in self._inline.runs(text)]
            self.put(paragraph("Facts", runs, form))


def _without(node: Node, asked: Callable[[Node], bool]) -> None:
    """Take out the elements that a question is true for."""
    node.children = [c for c in node.children if isinstance(c, str) or not asked(c)]
    for child in node.nodes:
        _without(child, asked)
