"""Sentences of a questionnaire in the words of one service: its own name, or another noun."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from servqual.importer.matching.headings import sentence_key
from servqual.importer.matching.targets import Target
from servqual.instrument import Instrument

Meaning = TypeVar("Meaning", bound=Hashable)
PLACE = "{service}"
# "this hotel" may be called by its name; "an excellent hotel" is any of its kind
POINTING = {
    "en": re.compile(r"\b(?:this|the|our|your) \{service\}", re.IGNORECASE),
    "zh": re.compile(r"(?:这[家个所座间]?|本|该|我们|贵)\{service\}"),
}
_NAME = re.compile(r"[^.,:;!?—\[\]。，：；！？、]{1,40}")  # a name is not the rest of a heading
_FEWEST = 8  # letters that a sentence must have beside it; a Chinese sign says as much as two


class Spoken(Generic[Meaning]):
    """Looks up texts whose ``{service}`` was filled with anything.

    Parameters
    ----------
    texts : iterable of (words by language, meaning)
    """

    def __init__(self, texts: Iterable[tuple[Mapping[str, str], Meaning]]) -> None:
        self._whole: dict[str, set[Meaning]] = {}
        self._frames: dict[tuple[str, str], set[Meaning]] = {}
        for words, meaning in texts:
            for language, text in words.items():
                if PLACE not in text:
                    self._whole.setdefault(sentence_key(text), set()).add(meaning)
                for frame in _frames(text, language):
                    self._frames.setdefault(frame, set()).add(meaning)

    def find(self, text: str) -> set[Meaning]:
        """Return what a text means; of several frames that fit the one that says most."""
        said = sentence_key(text)
        found: set[Meaning] = self._whole.get(said, set())
        most = len(said) if found else 0
        for (before, after), meanings in self._frames.items():
            length = len(before) + len(after)
            if length < most or not (said.startswith(before) and said.endswith(after)):
                continue
            if _NAME.fullmatch(said, len(before), len(said) - len(after)):
                found = meanings if length > most else found | meanings
                most = length
        return found


def spoken_ratings(instrument: Instrument) -> Spoken[Target]:
    """Return the sentences of the items.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> spoken = spoken_ratings(load_instrument("servqual"))
    >>> [str(t) for t in spoken.find("Aurora Hotel has staff who look tidy and well groomed.")]
    ['perception.q3']
    """
    return Spoken(
        (words, Target("rating", item.id, battery))
        for item in instrument.items
        for battery, words in item.wording.items()
    )


def spoken_batteries(instrument: Instrument) -> Spoken[str]:
    """Return what people read above each set of ratings.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> spoken = spoken_batteries(load_instrument("servqual-1994"))
    >>> spoken.find("For each feature, mark the level of service that Aurora gives you.")
    {'perception'}
    """
    return Spoken((b.intro, b.name) for b in instrument.batteries if b.intro)


def _frames(text: str, language: str) -> list[tuple[str, str]]:
    """Return what stands before and after the service, with and without a pointing word."""
    pointing = POINTING.get(language)
    forms = [text, pointing.sub(PLACE, text)] if pointing else [text]
    frames = []
    for form in dict.fromkeys(forms):
        if form.count(PLACE) == 1:
            before, after = sentence_key(form).split(PLACE)
            if sum(1 if sign.isascii() else 2 for sign in before + after) >= _FEWEST:
                frames.append((before, after))
    return frames
