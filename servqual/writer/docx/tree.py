"""The HTML of a section as a tree: what a page shows, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("br", "img", "hr", "input", "meta", "link", "wbr"))
UNPRINTED = frozenset(("script", "style", "template", "button", "select", "noscript"))


@dataclass
class Node:
    """An element with its attributes, and the elements and texts inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """The names in its attribute ``class``."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All words inside, blanks as one."""
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return squeezed("".join(parts)).strip(" ")

    @property
    def nodes(self) -> list[Node]:
        """The elements directly inside."""
        return [child for child in self.children if isinstance(child, Node)]

    def all(self, tag: str) -> Iterator[Node]:
        """Yield the elements of a kind at any depth, in reading order."""
        for child in self.nodes:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def first(self, tag: str, name: str = "") -> Node | None:
        """Return the first element of a kind, and of a class if named."""
        return next((n for n in self.all(tag) if not name or name in n.classes), None)


def squeezed(text: str) -> str:
    r"""Return text with every run of blanks as one; blanks that hold a line together stay.

    Word joiners go: not every font of a word processor has them, and some draw a box instead.

    >>> squeezed("a\n   b\u00a0c")
    'a b\xa0c'
    """
    kept: list[str] = []
    for c in text.replace("\u2060", ""):
        if c not in " \t\n\r\f":
            kept.append(c)
        elif not kept or kept[-1] != " ":
            kept.append(" ")
    return "".join(kept)


class _Reader(HTMLParser):
    """Builds the tree; what is never printed is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_tree(html: str) -> Node:
    """Return HTML as a tree without what no paper shows: scripts, buttons, what is hidden.

    Examples
    --------
    >>> read_tree("<p>Gap <b>−1.49</b></p><button>Copy</button>").text
    'Gap −1.49'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _printed(reader.root)


def _printed(node: Node) -> Node:
    node.children = [
        child if isinstance(child, str) else _printed(child)
        for child in node.children
        if isinstance(child, str)
        or not (child.tag in UNPRINTED or "hidden" in child.attributes or "tools" in child.classes)
    ]
    return node
