"""The answers of a scale as they are shown: each by itself, or many of them in a few classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.instrument import Scale
from servqual.results import DistributionRow

MOST_SHOWN = 13  # answers that a bar and a table show one by one: half points from 1 to 7
MOST_POINTS = 10  # a longer scale, such as 0-100, is shown in fifths
FIFTHS = 5


@dataclass(frozen=True)
class Classes:
    """What is drawn as one piece of a bar.

    Attributes
    ----------
    scale : Scale
        The questionnaire's own, or the numbers of the classes.
    members : mapping of number to answers
    names : mapping of number to text
        ``4``, ``4.5`` or ``20–39``.
    grouped : bool
        Whether a class holds more than one answer.
    """

    scale: Scale
    members: Mapping[int, Sequence[float]]
    names: Mapping[int, str]
    grouped: bool

    def shares(self, row: DistributionRow) -> dict[int, float]:
        """Return the share of each class among the answers to an item."""
        return {k: sum(row.share.get(v, 0.0) for v in own) for k, own in self.members.items()}

    def counts(self, row: DistributionRow) -> dict[int, int]:
        """Return the people in each class."""
        return {k: sum(row.counts.get(v, 0) for v in own) for k, own in self.members.items()}


def classes_of(scale: Scale) -> Classes:
    """Return the classes in which the answers of a scale are shown.

    Examples
    --------
    >>> list(classes_of(Scale(min=0, max=100)).names.values())
    ['0–19', '20–39', '40–59', '60–79', '80–100']
    """
    values = list(scale.values)
    if len(values) <= MOST_SHOWN:
        own = scale if scale.parts == 1 else Scale(min=1, max=len(values))
        groups = [[value] for value in values]
    else:
        n = scale.range if scale.range <= MOST_POINTS else FIFTHS
        own = Scale(min=1, max=n)
        groups = [list[float]() for _ in range(n)]
        for value in values:
            groups[min(n - 1, int((value - scale.min) * n / scale.range + 1e-9))].append(value)
    members = dict(zip(own.codes, groups, strict=True))
    names = {k: _name(group) for k, group in members.items()}
    return Classes(own, members, names, len(own.codes) < len(values))


def _name(values: Sequence[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:g}"
    return f"{values[0]:g}–{values[-1]:g}"
