"""One column as a dictionary describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from servqual.importer.words import key


@dataclass(frozen=True)
class Entry:
    """What a dictionary says of one column.

    Attributes
    ----------
    names : tuple of str
        Headings or import ids under which the column may stand.
    text, group : str
        What was asked, and the question that it is a row of; "" for none.
    labels : mapping of code to label
    role : str
        "personal", "option" or "score" where the dictionary says so.
    """

    names: tuple[str, ...]
    text: str
    group: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    role: str = ""


class Dictionary:
    """The entries of a dictionary, looked up by the names of their columns."""

    def __init__(self, file: str, entries: Sequence[Entry]) -> None:
        self.file = file
        self.entries = tuple(entries)
        self._by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            for name in dict.fromkeys(map(key, entry.names)):
                self._by_name.setdefault(name, []).append(entry)

    def find(self, names: Sequence[str], group: str) -> Entry | None:
        """Return the entry of a column, None if there is none or it cannot be told.

        Where several questions use one name, the one whose wording begins like ``group``.
        """
        for name in filter(None, names):
            found = self._by_name.get(key(name), [])
            if len(found) > 1:
                found = [entry for entry in found if _begins_alike(entry.group, group)]
            if len(found) == 1:
                return found[0]
        return None


def _begins_alike(whole: str, cut: str) -> bool:
    start = key(cut.rstrip(" .…"))
    return bool(start) and key(whole).startswith(start)
