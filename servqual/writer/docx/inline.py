"""Words of a page as runs of a Word file: bold, quiet, in the colour of their meaning, linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from servqual.writer.charts import SIGNS
from servqual.writer.docx.elements import PLAIN_LETTERS, Letters, run
from servqual.writer.docx.look import Look
from servqual.writer.docx.tree import Node, squeezed
from servqual.writer.docx.word import Word, w

INLINE = frozenset(
    ("span", "b", "strong", "em", "i", "a", "small", "code", "sup", "sub", "br", "cite", "u")
)
TONES = ("shortfall", "surplus", "muted", "small")
QUIET = frozenset(("mark", "label", "item-number", "beside"))
LINKS = ("https://", "http://", "mailto:")
CHIP = 8.0  # points
Part = tuple[str, Letters, str]  # words, how they look, where they lead


@dataclass(frozen=True)
class Inline:
    """Makes the runs of a paragraph."""

    word: Word
    look: Look

    def runs(self, node: Node, letters: Letters = PLAIN_LETTERS) -> list[Any]:
        """Return the words of an element as runs, without blanks at their ends."""
        parts = _trimmed(self._parts(node, self.toned(node, letters)))
        return [self._made(*part) for part in parts]

    def _made(self, text: str, letters: Letters, target: str) -> Any:
        if text == "\n":
            return w("r", w("br"))
        made = run(text, self.look, letters)
        return w("hyperlink", made, r_id=self.word.link(target)) if target else made

    def _parts(self, node: Node, letters: Letters, target: str = "") -> Iterable[Part]:
        for child in node.children:
            if isinstance(child, str):
                yield squeezed(child), letters, target
            elif child.tag == "br":
                yield "\n", letters, target
            elif "sure" in child.classes:
                yield next((SIGNS[c] for c in child.classes if c in SIGNS), ""), letters, target
            else:
                yield from self._inside(child, self.toned(child, letters), target)

    def _inside(self, node: Node, letters: Letters, target: str) -> Iterable[Part]:
        """Yield the parts of an element inside a line; a chip stays in one line."""
        link = node.attributes.get("href", "") if node.tag == "a" else ""
        target = link if link.startswith(LINKS) else target
        inside = list(self._parts(node, letters, target))
        if "chip" not in node.classes:
            yield from inside
            return
        text = "".join(part[0] for part in inside).strip(" ")
        yield f"\u00a0{text}\u00a0".replace(" ", "\u00a0"), letters, target

    def toned(self, node: Node, letters: Letters) -> Letters:
        """Return how words look inside an element."""
        if node.tag in ("b", "strong"):
            letters = replace(letters, bold=True)
        if node.tag in ("em", "i", "cite"):
            letters = replace(letters, italic=True)
        if node.tag == "code":
            letters = replace(letters, fixed=True)
        tone = next((t for t in TONES if t in node.classes), "")
        if tone or node.classes & QUIET:
            letters = replace(letters, colour=self.look.tone(tone or "muted"))
        if node.attributes.get("href", "").startswith(LINKS):
            letters = replace(letters, colour=self.look.link)
        if "chip" in node.classes:
            letters = replace(letters, boxed=True, size=CHIP, bold=False)
        return letters


def _trimmed(parts: Iterable[Part]) -> list[Part]:
    """Return the parts of a line without doubled blanks, and without blanks at its ends."""
    found: list[Part] = []
    for text, letters, target in parts:
        kept = text.lstrip(" ") if not found or found[-1][0].endswith((" ", "\n")) else text
        if kept:
            found.append((kept, letters, target))
    while found and not found[-1][0].strip(" \n"):
        found.pop()
    if found:
        text, letters, target = found[-1]
        found[-1] = (text.rstrip(" "), letters, target)
    return found
