"""What a study file says in one language or in several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Words:
    """A text in one language or in several, ``""`` for the one of all others.

    Examples
    --------
    >>> client = Words({"": "Hotel Aurora", "zh": "曙光酒店"})
    >>> client.say("zh"), client.say("en"), bool(client), bool(Words())
    ('曙光酒店', 'Hotel Aurora', True, False)
    """

    texts: Mapping[str, str] = field(default_factory=_none)

    def say(self, language: str) -> str:
        """Return the text in a language, else the one for all others, else the first, else ''."""
        return (
            self.texts.get(language)
            or self.texts.get("")
            or next((text for text in self.texts.values() if text), "")
        )

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.texts.items())))
