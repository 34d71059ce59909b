"""Which texts of a questionnaire there are, and which languages they lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from servqual.instrument.extending import NAMES
from servqual.instrument.kano import KANO_BATTERIES
from servqual.instrument.parts import Part

if TYPE_CHECKING:
    from servqual.instrument.model import Instrument


@dataclass(frozen=True)
class Completeness:
    """What is written in which language, by the keys of the file."""

    languages: tuple[str, ...]
    """Every language in which something is written, the one with most texts first."""
    texts: int
    """How many texts there are, each counted once whatever its languages."""
    lacking: Mapping[str, tuple[str, ...]]
    """The keys of the texts that a language lacks; only languages that lack some."""
    unworded: tuple[str, ...]
    """The keys of sentences that are written in no language, so that nobody can be asked."""


def completeness(instrument: Instrument) -> Completeness:
    """Return which texts of a questionnaire lack which language.

    A text counts as due in every language in which any text of the questionnaire is written.
    """
    texts = texts_of(instrument)
    counts: dict[str, int] = {}
    for words in texts.values():
        for language in words:
            counts[language] = counts.get(language, 0) + 1
    languages = tuple(sorted(counts, key=lambda language: (-counts[language], language)))
    lacking = {
        language: tuple(key for key, words in texts.items() if language not in words)
        for language in languages
    }
    return Completeness(
        languages=languages,
        texts=len(texts),
        lacking={language: keys for language, keys in lacking.items() if keys},
        unworded=tuple(_unworded(instrument)),
    )


def texts_of(instrument: Instrument) -> dict[str, Mapping[str, str]]:
    """Return every text of a questionnaire by its key in the file, as written by language."""
    return dict(_texts("", instrument))


def _unworded(instrument: Instrument) -> Iterator[str]:
    """Yield the sentences that stand nowhere; importance and Kano's questions may use the topic."""
    for item in instrument.items:
        for battery in instrument.battery_names:
            if battery not in item.wording and battery not in (*KANO_BATTERIES, "importance"):
                yield f"items[{item.id}].wording.{battery}"


def _texts(where: str, value: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield every text by language below a value, with its key."""
    if isinstance(value, Part):
        # what was left out stands there as a default, which is not a text of this file
        for name in type(value).model_fields:
            if name in value.model_fields_set:
                yield from _texts(f"{where}.{name}" if where else name, getattr(value, name))
    elif isinstance(value, list):
        for place, entry in enumerate(value, start=1):
            yield from _texts(f"{where}[{_name(entry) or place}]", entry)
    elif isinstance(value, dict):
        if value and all(isinstance(text, str) for text in value.values()):
            yield where, value
        else:
            for name, inner in value.items():
                yield from _texts(f"{where}.{name}", inner)


def _name(entry: Any) -> str:
    """Return by what an entry of a list is told from the others, '' where by nothing."""
    names = [getattr(entry, key, None) for key in NAMES]
    return next((str(name) for name in names if isinstance(name, str | int)), "")
