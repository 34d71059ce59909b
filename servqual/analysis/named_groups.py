"""The groups that a design file names, held against those that people belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from servqual.importer.words import key
from servqual.weighting.design import CROSS, split_crossed

MOST_NAMED = 12


class GroupNames:
    """The groups of a people column (or of two crossed), and what others call them.

    Parameters
    ----------
    column : str
        As ``sex`` or ``sex*age``.
    found : array of str, shape (n_respondents,)
        Group of each person, '' for none.
    """

    def __init__(self, column: str, found: npt.NDArray[np.object_]) -> None:
        self.column, self.crossed = column, CROSS in column
        self.sizes = Counter(str(one) for one in found if one)
        self._own = {self._key(name): name for name in self.sizes}

    def _key(self, name: str) -> str:
        parts = split_crossed(name) if self.crossed else (name,)
        return CROSS.join(key(part) for part in parts)

    def of(
        self, numbers: Mapping[str, float], table: str, faults: list[str], *, others: bool = False
    ) -> Mapping[str, float]:
        """Return numbers under the names that the answers have.

        ``others`` says that a group may have no answers: a branch that was not drawn.
        """
        found: dict[str, float] = {}
        for name, number in numbers.items():
            own = self._own.get(self._key(name), name)
            if own in found:
                faults.append(f"{table}.{self.column}: {own!r} stands there twice")
            elif own not in self.sizes and (not others or self._meant(name, numbers)):
                faults.append(self._unknown(name, table, numbers))
            found[own] = number
        return MappingProxyType(found)

    def _meant(self, name: str, numbers: Mapping[str, float]) -> str:
        """Return the group that a name is most like, among those that the file does not name."""
        said = {self._key(other) for other in numbers}
        left = [k for k in self._own if k not in said]
        near = get_close_matches(self._key(name), left, 1, 0.75)
        return self._own[near[0]] if near else ""

    def _unknown(self, name: str, table: str, numbers: Mapping[str, float]) -> str:
        meant = self._meant(name, numbers)
        there = list(self.sizes)[:MOST_NAMED]
        more = ", ..." if len(self.sizes) > MOST_NAMED else ""
        if meant:
            remedy = f"Did you mean {meant!r}?"
        elif not there:
            remedy = "Nobody has a group there."
        else:
            remedy = (
                "Groups there: " + ", ".join(map(repr, there)) + f"{more}. Add its customers to "
                "another group if nobody of it answered"
            )
        return f"{table}.{self.column}: nobody belongs to {name!r}. {remedy}"

    def check_all(
        self,
        numbers: Mapping[str, float],
        table: str,
        faults: list[str],
        *,
        empty: bool = False,
    ) -> None:
        """Keep a fault for each group that people have and the file does not, or calls empty."""
        said = {self._key(name): number for name, number in numbers.items()}
        for name, n in self.sizes.items():
            if self._key(name) not in said:
                faults.append(
                    f"{table}.{self.column}: {n} people belong to {name!r}, which is not there. "
                    "Add it, or put these people into another group"
                )
            elif not said[self._key(name)] and not empty:
                faults.append(
                    f"{table}.{self.column}: {name!r} has no customers, but {n} people belong to it"
                )

    def check_sizes(self, numbers: Mapping[str, float], faults: list[str]) -> None:
        """Keep a fault for each unit with fewer customers than answers."""
        for name, n in self.sizes.items():
            if numbers.get(name, n) < n:
                faults.append(
                    f"frame.{self.column}: {name!r} has {numbers[name]:g} customers, but {n} "
                    "people answered"
                )
