"""The words and numbers of a report, block by block, as somebody reads them."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from servqual.errors import FormatError
from servqual.results.reproduction import Difference

BLOCKS = ("p", "li", "td", "th", "dt", "dd", "caption", "h1", "h2", "h3", "blockquote")
HEADINGS = ("h1", "h2", "h3")
LEFT_OUT = ("script", "style", "nav", "footer", "select", "title", "noscript")
OTHERS_WORDS = {"own", "own-by", "cover", "tools", "showing"}
PACKED = ("charts", "groups-packed")
EMPTY = ("meta", "img", "br", "link", "input", "hr")
NUMBER = re.compile(r"[−+-]?(?:\d[\d.,]*)?\d%?|[−+-]?\.\d+")
RECORD = "servqual-record"


@dataclass
class Page:
    """A report taken apart.

    ``blocks`` holds tag and text of every block by the section or exhibit that it stands in;
    ``charts`` the drawn figures as text by their place; ``record`` what the page says of its
    making, None if it says nothing; ``own`` whether the consultant wrote into it.
    """

    blocks: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)
    record: dict[str, Any] | None = None
    own: bool = False


class _Reader(HTMLParser):
    """Collects the text of every block under the id of its section or exhibit."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, str, bool]] = []  # tag, place that it opened, left out
        self.texts: list[list[str]] = []
        self.packed = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name") == RECORD:
            self.page.record = json.loads(said.get("content", ""))
        if tag in EMPTY:
            return
        classes = set(said.get("class", "").split())
        self.page.own |= "own-by" in classes
        out = tag in LEFT_OUT or bool(classes & OTHERS_WORDS)
        place = said.get("id", "") if tag in ("section", "figure") else ""
        self.packed = said.get("id", "") if tag == "script" else ""
        self.open.append((tag, place, out))
        if tag in BLOCKS:
            self.texts.append([])
        if said.get("role") == "img" and not self._left_out():
            self._keep("alt", said.get("aria-label", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY or not any(tag == name for name, _, _ in self.open):
            return
        if tag in BLOCKS and self.texts:
            text = "".join(self.texts.pop())
            if not self._left_out():
                self._keep(tag, text)
        while self.open and self.open.pop()[0] != tag:
            pass
        self.packed = ""

    def handle_data(self, data: str) -> None:
        if self.packed in PACKED:
            self.page.charts[self.packed] = data
        elif self.texts and not self._left_out():
            self.texts[-1].append(data)

    def _left_out(self) -> bool:
        return any(out for _, _, out in self.open)

    def _keep(self, tag: str, text: str) -> None:
        words = " ".join(text.split())
        place = next((p for _, p, _ in reversed(self.open) if p), "")
        if words and place:
            self.page.blocks.setdefault(place, []).append((tag, words))


def read_page(html: str, where: str) -> Page:
    """Return a report taken apart.

    Raises
    ------
    FormatError
        It is no report of this program, or its packed parts are damaged.
    """
    reader = _Reader()
    try:
        reader.feed(html)
        page = reader.page
        page.charts = {
            name: gzip.decompress(base64.b64decode(text)).decode()
            for name, text in page.charts.items()
        }
    except (ValueError, OSError, EOFError, binascii.Error) as error:
        raise FormatError(f"{where}: this report is damaged ({error}).") from error
    if not page.blocks:
        raise FormatError(
            f"{where}: this is no report of servqual. Name a report as 'servqual report' wrote "
            "it, or a results.json."
        )
    return page


def page_differences(printed: Page, made: Page) -> tuple[list[Difference], int]:
    """Return which blocks and charts of a report differ from those made anew, and how many numbers.

    What the analyst added is not looked at, nor what the analyst left out.
    """
    found: list[Difference] = []
    n = 0
    for place, blocks in printed.blocks.items():
        fresh = made.blocks.get(place)
        if fresh is None:
            found.append(Difference("unknown", place, blocks[0][1], None))
            continue
        n += sum(len(NUMBER.findall(text)) for _, text in blocks)
        found += _changed(place, blocks, fresh, own=printed.own)
    # a section that was left out takes its charts with it
    whole = printed.blocks.keys() == made.blocks.keys()
    for name, text in printed.charts.items():
        if whole and not printed.own and text != made.charts.get(name):
            found.append(
                Difference("unknown", name, _first_change(text, made.charts.get(name, "")), None)
            )
    return found, n


def _changed(
    place: str, printed: list[tuple[str, str]], made: list[tuple[str, str]], *, own: bool
) -> Iterator[Difference]:
    """Yield the blocks of one exhibit that differ; blocks are matched by their words alone."""
    one, other = ([(tag, NUMBER.sub("#", text)) for tag, text in b] for b in (printed, made))
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            for (tag, text), (_, fresh) in zip(printed[a:b], made[c:d], strict=True):
                if text != fresh:
                    yield Difference("unknown", f"{place} {tag}", text, fresh)
            continue
        for k in range(max(b - a, 0)):
            tag, text = printed[a + k]
            if own and tag in HEADINGS:  # a headline of the analyst's own
                continue
            fresh_text = made[c + k][1] if c + k < d else None
            yield Difference("unknown", f"{place} {tag}", text, fresh_text)


def _first_change(one: str, other: str) -> str:
    """Return the surroundings of the first letter in which two texts differ."""
    size = min(len(one), len(other))
    place = next((k for k in range(size) if one[k] != other[k]), size)
    return one[max(0, place - 20) : place + 20]
