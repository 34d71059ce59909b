"""Rows of headings become one heading, one wording and one group for each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from servqual.importer.layouts.model import Form, Layout, searched
from servqual.importer.opening.markup import unmarked
from servqual.importer.words import key, plain

_IMPORT_ID = re.compile(r"""["']ImportId["']\s*:\s*["']([^"']+)["']""", re.IGNORECASE)
_AFTER_QUESTION = re.compile(r"[_\-.]")
_DASHED = re.compile(r"^(?P<group>.{3,}?(?:\s-\s|\.\.\.-|(?<=\S)-(?=[^\W\d_a-z])))(?P<item>.+)$")
_BETWEEN = " -–—:|/.…?!"  # signs that stand between a question and its row


@dataclass(frozen=True)
class Headings:
    """What stands above each column.

    Attributes
    ----------
    headers : tuple of str
        Different from each other where they are not empty.
    texts, groups, import_ids : tuple of str
        "" for none.
    repeated : tuple of str
        Headings that stood above several columns and were numbered.
    rows : mapping of kind of row to its cells, as written
    """

    headers: tuple[str, ...]
    texts: tuple[str, ...]
    groups: tuple[str, ...]
    import_ids: tuple[str, ...]
    repeated: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]


def headings(layout: Layout, form: Form, head: Sequence[Sequence[str]]) -> Headings:
    """Return the headings of every column from the rows above the answers."""
    rows = {kind: tuple(row) for kind, row in zip(form.rows, head, strict=False)}
    width = len(head[0])
    ids = tuple(_import_id(cell) for cell in rows.get("import_id", ("",) * width))
    if "item" in rows:
        headers, texts, groups = _of_group_and_item(rows["group"], rows["item"], layout)
    elif "text" in rows:
        headers = list(rows.get("code") or rows.get("header") or rows["text"])
        texts, groups = _of_questions(list(rows["text"]), _questions(headers, ids))
    else:
        headers = list(next(iter(rows.values())))
        texts, groups = _of_separators(headers, layout)
    unique, repeated = _numbered(headers)
    return Headings(
        tuple(unique),
        tuple(map(unmarked, texts)),
        tuple(map(unmarked, groups)),
        ids,
        repeated,
        rows,
    )


def _import_id(cell: str) -> str:
    found = _IMPORT_ID.search(cell)
    return found[1] if found else ""


def _of_group_and_item(
    groups: Sequence[str], items: Sequence[str], layout: Layout
) -> tuple[list[str], list[str], list[str]]:
    """Return headings of two rows, the upper of which is written only above its first column."""
    headers, texts, known = [], [], []
    group = ""
    for upper, item in zip(groups, items, strict=True):
        group = upper or (group if item else "")
        if not item or key(item) in layout.single:
            headers.append(group or item)
            texts.append(group)
            known.append("")
        else:
            headers.append(f"{group} [{item}]" if group else item)
            texts.append(item)
            known.append(group)
    return headers, texts, known


def _questions(headers: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Return which question each column belongs to, by its import id or else its code."""
    return [
        _AFTER_QUESTION.split(name or code, maxsplit=1)[0]
        for code, name in zip(headers, ids, strict=True)
    ]


def _of_questions(texts: list[str], questions: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return wording and group where the wording of a question stands before each of its rows.

    What the columns of one question share at the beginning, up to a sign, is the question.
    """
    items, groups = list(texts), [""] * len(texts)
    places: dict[str, list[int]] = {}
    for i, question in enumerate(questions):
        places.setdefault(question, []).append(i)
    for question, columns in places.items():
        shared = _shared([texts[i] for i in columns]) if question and len(columns) > 1 else ""
        for i in columns if shared else ():
            items[i] = texts[i][len(shared) :].strip(_BETWEEN) or texts[i]
            groups[i] = shared.strip(" -–—|/")
    parts = [searched(_DASHED, text) for text in texts]
    sizes = Counter(part["group"] for part in parts if part)
    for i, part in enumerate(parts):  # codes of one's own do not tell the question
        if part and not groups[i] and sizes[part["group"]] > 1:
            items[i], groups[i] = part["item"], part["group"].strip(" -")
    return items, groups


def _shared(texts: Sequence[str]) -> str:
    """Return the beginning that different texts share, up to and with a sign between parts."""
    if len(set(texts)) < 2:
        return ""
    first, last = min(texts), max(texts)
    n = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    beginning = first[:n]
    for sign in (" - ", " – ", "-", "–", "—", " | ", ": ", "? ", "... "):
        at = beginning.rfind(sign)
        if at > 0:
            return beginning[: at + len(sign)]
    return ""


def _of_separators(headers: Sequence[str], layout: Layout) -> tuple[list[str], list[str]]:
    """Return wording and group of headings in two parts; a group has two columns or more."""
    parts = [_split(header, layout) for header in headers]
    sizes = Counter(group for group, _ in parts if group)
    texts, groups = [], []
    for header, (group, item) in zip(headers, parts, strict=True):
        alone = group if group and key(item) in layout.single else header
        together = alone == header and sizes[group] > 1
        texts.append(item if together else alone)
        groups.append(group if together else "")
    return texts, groups


def _split(header: str, layout: Layout) -> tuple[str, str]:
    text = plain(header)
    for separator in layout.separators:
        match = searched(separator, text)
        if match:
            return match["group"].strip(), match["item"].strip()
    return "", header


def _numbered(headers: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return headings of which none stands twice, and those that had to be numbered."""
    counts = Counter(headers)
    taken, seen = set(headers), Counter[str]()
    unique = []
    for header in headers:
        seen[header] += 1
        name, number = header, seen[header]
        while header and seen[header] > 1 and name in taken:
            name = f"{header} ({number})"
            number += 1
        taken.add(name)
        unique.append(name)
    return unique, tuple(h for h, n in counts.items() if n > 1 and h)
