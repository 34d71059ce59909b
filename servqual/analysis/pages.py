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
OWN_SECTION = "own"  # what the consultant added, changed and left out
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
    making, None if it says nothing; ``own`` the comments and headlines of the consultant's own,
    ``headed`` where one of these stands in place of a title.
    """

    blocks: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)
    record: dict[str, Any] | None = None
    own: int = 0
    headed: set[str] = field(default_factory=set)


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
        place = said.get("id", "") if tag in ("section", "figure") else ""
        if "own-by" in classes:
            self._take_out_title()
            self.page.own += 1
        out = tag in LEFT_OUT or bool(classes & OTHERS_WORDS) or place == OWN_SECTION
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

    def _take_out_title(self) -> None:
        """Take out the title that was just read, unless it is a comment that is signed here."""
        place = self._place()
        blocks = self.page.blocks.get(place, [])
        if not self._left_out() and blocks and blocks[-1][0] in HEADINGS:
            blocks.pop()
            self.page.headed.add(place)

    def _place(self) -> str:
        return next((p for _, p, _ in reversed(self.open) if p), "")

    def _keep(self, tag: str, text: str) -> None:
        words = " ".join(text.split())
        place = self._place()
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

    What the consultant added is not looked at, nor what the consultant left out.
    """
    found: list[Difference] = []
    n = 0
    for place, blocks in printed.blocks.items():
        if not blocks:  # nothing but a headline of the consultant's own
            continue
        fresh = made.blocks.get(place)
        if fresh is None:
            found.append(Difference("unknown", place, blocks[0][1], None))
            continue
        n += sum(len(NUMBER.findall(text)) for _, text in blocks)
        if place in printed.headed - made.headed:
            first = next((k for k, (tag, _) in enumerate(fresh) if tag in HEADINGS), len(fresh))
            fresh = fresh[:first] + fresh[first + 1 :]
        found += _changed(place, blocks, fresh)
    for name, text in printed.charts.items():
        fresh_text = made.charts.get(name, "")
        if text != fresh_text:
            found += _changed_charts(name, text, fresh_text)
    return found, n


def _changed(
    place: str, printed: list[tuple[str, str]], made: list[tuple[str, str]]
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
            fresh_text = made[c + k][1] if c + k < d else None
            yield Difference("unknown", f"{place} {tag}", text, fresh_text)


def _changed_charts(name: str, printed: str, made: str) -> Iterator[Difference]:
    """Yield the charts that differ: one that was left out is none of them."""
    try:
        one, other = _unshared(printed), _unshared(made)
    except (ValueError, LookupError, TypeError):
        yield Difference("unknown", name, _first_change(printed, made), None)
        return
    for place, chart in one.items():
        text, fresh = _letters(chart), _letters(other.get(place))
        if text != fresh:
            yield Difference("unknown", f"{name} {place}", _first_change(text, fresh), None)


def _unshared(packed: str) -> dict[str, Any]:
    """Return what is drawn by the chart, with the texts that all of them share set in."""
    found = json.loads(packed)
    texts = found.pop("texts")

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            shared = value.keys() == {"$"}
            return texts[value["$"]] if shared else {k: told(part) for k, part in value.items()}
        return [told(part) for part in value] if isinstance(value, list) else value

    whole: dict[str, Any] = told(found)
    charts = whole.pop("charts", {})
    return {**whole, **charts}


def _letters(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _first_change(one: str, other: str) -> str:
    """Return the surroundings of the first letter in which two texts differ."""
    size = min(len(one), len(other))
    place = next((k for k in range(size) if one[k] != other[k]), size)
    return one[max(0, place - 20) : place + 20]
