"""Units of a file matched to the groups of a breakdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from servqual.importer.words import key

NEAR = 0.8
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Units:
    """The groups of a breakdown, by name and by what names share that differ in case and width."""

    by: str
    names: tuple[str, ...]
    by_key: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, by: str, groups: Sequence[str]) -> Units:
        """Return the units of a breakdown; the people without a group are none."""
        names = tuple(name for name in groups if name)
        keys: dict[str, tuple[str, ...]] = {}
        for name in names:
            keys[key(name)] = (*keys.get(key(name), ()), name)
        return cls(by, names, keys)

    def find(self, cell: str) -> tuple[str, str]:
        """Return the group that a cell names, '' if there is none, and a fault if it may be one."""
        if cell in self.names:
            return cell, ""
        alike = self.by_key.get(key(cell), ())
        if len(alike) == 1:
            return alike[0], ""
        if alike:
            return "", f"{cell!r} may be {' or '.join(map(repr, alike))}; write it as one of them"
        near = get_close_matches(key(cell), self.by_key, n=1, cutoff=NEAR)
        # "Branch 12" is no slip of the pen for "Branch 11", but a branch that nobody answered for
        if near and _DIGITS.findall(near[0]) == _DIGITS.findall(key(cell)):
            name = self.by_key[near[0]][0]
            return "", f"there is no group {cell!r} of {self.by!r}; did you mean {name!r}?"
        return "", ""
