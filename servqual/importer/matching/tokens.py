"""The words of one questionnaire: token or wording -> item, battery, dimension, other column."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from servqual.importer.matching.headings import sentence_key
from servqual.importer.matching.targets import How, Target
from servqual.importer.words import column_words, printed_texts, squash
from servqual.instrument import Instrument
from servqual.texts import languages

Found = tuple[Target, How]
Tokens = dict[str, dict[str, How]]
# a name takes the place of "this hotel"
_SERVICE = re.compile(r"(?:\b(?:this|the|our|your) |这[家个所座间]?|本|该|我们|贵)?\{service\}")
_NUMBER_ID = re.compile(r"^q(\d+)$")


def item_numbers(instrument: Instrument) -> dict[int, str]:
    """Return number -> item: the number in ids such as q7, else the place in the questionnaire."""
    numbered = {int(m[1]): item for item in instrument.item_ids if (m := _NUMBER_ID.match(item))}
    return numbered or dict(enumerate(instrument.item_ids, start=1))


def item_tokens(instrument: Instrument) -> Tokens:
    """Return squashed token -> items that it may mean."""
    tokens: Tokens = {}
    words = column_words()["items"]
    for item in instrument.items:
        _add(tokens, item.id, item.id, "id")
        for alias in item.aliases:
            _add(tokens, alias, item.id, "alias")
    before = ["", *map(squash, words["before"])]
    after = ["", *map(squash, words["after"])]
    for number, item_id in item_numbers(instrument).items():
        for token in (f"{first}{number}{last}" for first in before for last in after):
            tokens.setdefault(token, {}).setdefault(item_id, "name")
    for token, item_id in _places_in_dimensions(instrument).items():
        tokens.setdefault(token, {item_id: "number"})
    return tokens


def _places_in_dimensions(instrument: Instrument) -> dict[str, str]:
    """Return squashed token -> item for names such as ``REL3``: the third item of reliability."""
    places: dict[str, str] = {}
    for token, dimensions in dimension_tokens(instrument).items():
        if len(dimensions) == 1 and len(token) > 1:  # E1 is an expectation, not empathy
            items = instrument.items_of(next(iter(dimensions)))
            places.update({f"{token}{place}": item for place, item in enumerate(items, 1)})
    return places


def battery_tokens(instrument: Instrument) -> Tokens:
    """Return squashed token -> batteries that it may mean."""
    tokens: Tokens = {}
    for battery in instrument.batteries:
        _add(tokens, battery.name, battery.name, "id")
        for alias in (*battery.aliases, *battery.label.values()):
            _add(tokens, alias, battery.name, "alias")
    for name, words in column_words()["batteries"].items():
        if name in instrument.battery_names:
            for word in words:
                if squash(word) not in tokens:
                    _add(tokens, word, name, "name")
    return tokens


def item_wording(instrument: Instrument) -> Tokens:
    """Return key of a topic or sentence without {service} -> items."""
    wording: Tokens = {}
    for item in instrument.items:
        for text in (
            *item.topic.values(),
            *(t for w in item.wording.values() for t in w.values()),
        ):
            if "{" not in text:
                wording.setdefault(sentence_key(text), {})[item.id] = "wording"
    return wording


def battery_sentences(instrument: Instrument) -> dict[str, set[Target]]:
    """Return key of a full sentence -> the ratings that it words."""
    sentences: dict[str, set[Target]] = {}
    for item in instrument.items:
        for battery, words in item.wording.items():
            for language, text in words.items():
                target = Target("rating", item.id, battery)
                filled = with_service(text, language, instrument)
                sentences.setdefault(sentence_key(filled), set()).add(target)
    return sentences


@cache
def of_any_service(text: str) -> re.Pattern[str]:
    """Return the pattern of a sentence, as a key, whatever name or noun stands for the service."""
    parts = _SERVICE.split(sentence_key(text))
    return re.compile(".{1,60}?".join(map(re.escape, parts)))


def with_service(text: str, language: str, instrument: Instrument) -> str:
    """Return a sentence that speaks of the questionnaire's own noun."""
    service = instrument.service.get(language) or next(iter(instrument.service.values()))
    return text.replace("{service}", service)


def dimension_tokens(instrument: Instrument) -> Tokens:
    """Return squashed token -> dimensions: ids, names and aliases, then the common short words."""
    tokens: Tokens = {}
    short = column_words()["dimensions"]
    for dimension in instrument.dimensions:
        _add(tokens, dimension.id, dimension.id, "id")
        for alias in (*dimension.aliases, *dimension.name.values()):
            _add(tokens, alias, dimension.id, "alias")
    for dimension in instrument.dimensions:
        for word in short.get(dimension.id, ()):
            if squash(word) not in tokens:
                _add(tokens, word, dimension.id, "name")
    return tokens


def dimension_called(instrument: Instrument, name: str) -> str:
    """Return the id of the dimension that a name, alias or short word means, '' for none.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> dimension_called(load_instrument("servqual"), "移情性")
    'empathy'
    """
    found = dimension_tokens(instrument).get(squash(name), {})
    return next(iter(found)) if len(found) == 1 else ""


def other_columns(instrument: Instrument) -> dict[str, Found]:
    """Return squashed heading -> outcome, people column or attention item."""
    found: dict[str, Found] = {}
    for outcome in instrument.outcomes:
        found.setdefault(squash(outcome.id), (Target("outcome", outcome.id), "id"))
        found.setdefault(squash(f"outcome.{outcome.id}"), (Target("outcome", outcome.id), "id"))
        for alias in (*outcome.aliases, *outcome.label.values()):
            found.setdefault(squash(alias), (Target("outcome", outcome.id), "alias"))
    for person in instrument.people:
        found.setdefault(squash(person.id), (Target("people", person.id), "id"))
        found.setdefault(squash(f"people.{person.id}"), (Target("people", person.id), "id"))
        for alias in (*person.aliases, *person.label.values()):
            found.setdefault(squash(alias), (Target("people", person.id), "alias"))
    for check in instrument.attention:
        found.setdefault(squash(check.id), (Target("attention", check.id), "id"))
        found.setdefault(squash(f"attention.{check.id}"), (Target("attention", check.id), "id"))
        for alias in (*check.aliases, *check.label.values()):
            found.setdefault(squash(alias), (Target("attention", check.id), "alias"))
    ids = {target for target, _ in found.values()}
    words = column_words()
    asked = [(Target("outcome", name), texts) for name, texts in words["outcomes"].items()]
    asked += [(Target("people", name), texts) for name, texts in words["people"].items()]
    asked += _printed_questions()
    called = {f"effort_{o.version}": o.id for o in instrument.outcomes if o.kind == "effort"}
    for target, texts in asked:
        meant = Target(target.kind, called.get(target.id, target.id))
        for text in texts if meant in ids else ():
            found.setdefault(squash(text), (meant, "name"))
    return found


@cache
def _printed_questions() -> tuple[tuple[Target, list[str]], ...]:
    """Return the questions as our own forms word them, in every language."""
    kinds: tuple[Literal["outcome", "people"], ...] = ("outcome", "people")
    return tuple(
        (Target(kind, name), [question[key] for key in ("text", "work") if key in question])
        for language in languages()
        for kind in kinds
        for name, question in printed_texts(language)[kind].items()
    )


def _add(tokens: Tokens, word: str, meaning: str, how: How) -> None:
    """Add a meaning to a token unless a better way to the same one is known."""
    token = squash(word)
    if token:
        tokens.setdefault(token, {}).setdefault(meaning, how)
