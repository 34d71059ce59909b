"""The journey of a customer: touchpoints in order, each with the items that speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator

from servqual.instrument.parts import Identifier, Part, Words, not_in, repeated

Stage = Literal["front", "back"]


class Touchpoint(Part):
    """One stop of the journey: what customers meet there, who owns it, which items speak of it."""

    id: Identifier
    """Its name in results and in code."""
    name: Words
    """Two to five words that name it, by language."""
    stage: Stage = "front"
    """front: customers see it; back: it happens behind the line of visibility."""
    owner: Words | None = None
    """Who answers for it, by language."""
    items: list[Identifier] = Field(min_length=1)
    """The ids of its items; an item belongs to one touchpoint at most."""

    @field_validator("name", "owner", mode="before")
    @classmethod
    def _check_words(cls, words: Any) -> Any:
        if isinstance(words, str):
            raise ValueError(f'write it by language: {{ en = "{words}" }}')  # noqa: TRY004  pydantic
        return words


@dataclass(frozen=True)
class Route:
    """Touchpoints in order; ``file`` names the file that declares them, without its folder."""

    touchpoints: tuple[Touchpoint, ...]
    file: str = ""
    sha256: str = ""


def journey_faults(journey: Sequence[Touchpoint], items: Collection[str]) -> Iterator[str]:
    """Yield touchpoints that stand there twice, and items that do or are unknown."""
    yield from repeated("journey", (point.id for point in journey))
    for point in journey:
        for name in point.items:
            if name not in items:
                yield f"journey[{point.id}].items: {not_in(name, 'items', items)}"
    counts = Counter(name for point in journey for name in point.items)
    for name, n in counts.items():
        if n > 1:
            yield f"journey: {name} stands there {n} times; keep it in one touchpoint"


def journey_without(journey: Iterable[Touchpoint], gone: Collection[str]) -> list[Touchpoint]:
    """Return touchpoints without some items; one that is left empty goes too."""
    left = [
        point.model_copy(update={"items": [i for i in point.items if i not in gone]})
        for point in journey
    ]
    return [point for point in left if point.items]
