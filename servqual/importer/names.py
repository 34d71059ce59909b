"""Which heading means which rating, dimension, outcome or people column of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from servqual.importer.targets import How, Target
from servqual.importer.words import (
    column_words,
    key,
    plain,
    squash,
    without_question_number,
)
from servqual.instrument import Instrument

_RANK: dict[How, int] = {"id": 0, "alias": 1, "wording": 2, "name": 3, "number": 4}
_LONGEST_NAME = 80  # signs; longer headings are sentences
_SOON_AFTER = 30  # a longer questionnaire of the kind; more is a year or a code
_NUMBER_ID = re.compile(r"^q(\d+)$")
_LEADING_NUMBER = re.compile(
    r"^[(（]?\s*q?\s*(?P<n>\d{1,3})\s*(?:[-–]\s*\d{1,2}\s*)?[.、:)）]", re.I
)
_SPLITS = (  # (pattern, the part that says the battery stands first)
    (re.compile(r"^(?P<group>.+?)\s*\[(?P<item>[^\[\]]+)\]$"), "["),
    (re.compile(r"^(?P<group>[^:]+?)\s*:\s*(?P<item>.+)$"), ":"),
    (re.compile(r"^(?P<group>.+)\s*:\s*(?P<item>[^:]+)$"), ":"),
    (re.compile(r"^(?P<group>.+?)\s*(?:—+|→|->|\|)\s*(?P<item>.+)$"), ""),
    (re.compile(r"^(?P<group>.+?)\s+[-–]\s+(?P<item>.+)$"), "-"),
    (re.compile(r"^(?P<group>.+)/(?P<item>[^/]+)$"), "/"),
    (re.compile(r"^(?P<item>.+?)\s*\((?P<group>[^()]+)\)$"), "("),
    (re.compile(r"^(?P<item>.+?)\s*(?:—+|\s[-–]\s|\|)\s*(?P<group>.+)$"), "-"),
)

Found = tuple[Target, How]


class Names:
    """Looks up headings in the names, aliases, patterns and wording of one questionnaire."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self._numbers = _item_numbers(instrument)
        self._items = self._item_tokens()
        self._batteries = self._battery_tokens()
        self._inside = _words_inside(instrument)
        self._wording = self._item_wording()
        self._sentences = self._battery_sentences()
        self._points = self._points_tokens()
        self._others = self._other_columns()
        self._patterns = [
            (battery.name, re.compile(pattern, re.IGNORECASE))
            for battery in instrument.batteries
            for pattern in battery.patterns
        ]

    def find(self, header: str) -> Found | None:
        """Return what a heading means and how that was found, or None."""
        exact = self._named_rating(header)
        if exact and exact[1] != "name":
            return exact
        other = self._others.get(squash(header)) or self._others.get(
            squash(without_question_number(header))
        )
        if other:
            return other
        return (
            self._by_pattern(header)
            or exact
            or self._named_points(header)
            or self._by_sentence(header)
            or self._by_parts(header)
        )

    # -- tables of tokens ----------------------------------------------------------------------

    def _item_tokens(self) -> dict[str, dict[str, How]]:
        """Return squashed token -> items that it may mean."""
        tokens: dict[str, dict[str, How]] = {}
        words = column_words()["items"]
        for item in self.instrument.items:
            _add(tokens, item.id, item.id, "id")
            for alias in item.aliases:
                _add(tokens, alias, item.id, "alias")
        before = ["", *map(squash, words["before"])]
        after = ["", *map(squash, words["after"])]
        for number, item_id in self._numbers.items():
            for token in (f"{first}{number}{last}" for first in before for last in after):
                tokens.setdefault(token, {}).setdefault(item_id, "name")
        return tokens

    def _battery_tokens(self) -> dict[str, dict[str, How]]:
        """Return squashed token -> batteries that it may mean."""
        tokens: dict[str, dict[str, How]] = {}
        for battery in self.instrument.batteries:
            _add(tokens, battery.name, battery.name, "id")
            for alias in (*battery.aliases, *battery.label.values()):
                _add(tokens, alias, battery.name, "alias")
        for name, words in column_words()["batteries"].items():
            if name in self.instrument.battery_names:
                for word in words:
                    if squash(word) not in tokens:
                        _add(tokens, word, name, "name")
        return tokens

    def _item_wording(self) -> dict[str, dict[str, How]]:
        """Return key of a topic or sentence without {service} -> items."""
        wording: dict[str, dict[str, How]] = {}
        for item in self.instrument.items:
            for text in (
                *item.topic.values(),
                *(t for w in item.wording.values() for t in w.values()),
            ):
                if "{" not in text:
                    wording.setdefault(_sentence_key(text), {})[item.id] = "wording"
        return wording

    def _battery_sentences(self) -> dict[str, set[Target]]:
        """Return key of a full sentence -> the ratings that it words."""
        sentences: dict[str, set[Target]] = {}
        for item in self.instrument.items:
            for battery, words in item.wording.items():
                for language, text in words.items():
                    for filled in self._with_service(text, language):
                        target = Target("rating", item.id, battery)
                        sentences.setdefault(_sentence_key(filled), set()).add(target)
        return sentences

    def _with_service(self, text: str, language: str) -> Iterator[str]:
        service = self.instrument.service.get(language) or next(
            iter(self.instrument.service.values())
        )
        yield text.replace("{service}", service)

    def _points_tokens(self) -> dict[str, dict[str, How]]:
        """Return squashed token -> dimensions, for columns of importance points."""
        tokens: dict[str, dict[str, How]] = {}
        if self.instrument.importance.method != "points":
            return tokens
        short = column_words()["dimensions"]
        for dimension in self.instrument.dimensions:
            _add(tokens, dimension.id, dimension.id, "id")
            for alias in (*dimension.aliases, *dimension.name.values()):
                _add(tokens, alias, dimension.id, "alias")
        for dimension in self.instrument.dimensions:
            for word in short.get(dimension.id, ()):
                if squash(word) not in tokens:
                    _add(tokens, word, dimension.id, "name")
        return tokens

    def _other_columns(self) -> dict[str, Found]:
        """Return squashed heading -> outcome or people column."""
        found: dict[str, Found] = {}
        for outcome in self.instrument.outcomes:
            found.setdefault(squash(outcome.id), (Target("outcome", outcome.id), "id"))
            found.setdefault(squash(f"outcome.{outcome.id}"), (Target("outcome", outcome.id), "id"))
            for alias in (*outcome.aliases, *outcome.label.values()):
                found.setdefault(squash(alias), (Target("outcome", outcome.id), "alias"))
        for person in self.instrument.people:
            found.setdefault(squash(person.id), (Target("people", person.id), "id"))
            found.setdefault(squash(f"people.{person.id}"), (Target("people", person.id), "id"))
            for alias in (*person.aliases, *person.label.values()):
                found.setdefault(squash(alias), (Target("people", person.id), "alias"))
        return found

    # -- ways of finding -----------------------------------------------------------------------

    def _named_rating(self, header: str) -> Found | None:
        """Return the rating of a short name such as E1 or q1_expectation."""
        if len(header) > _LONGEST_NAME:
            return None
        token = squash(header)
        found: dict[Target, How] = {}
        for cut in range(1, len(token)):
            for first, second in ((token[:cut], token[cut:]), (token[cut:], token[:cut])):
                for battery, how in self._batteries.get(first, {}).items():
                    for item, item_how in self._items.get(second, {}).items():
                        _keep(found, Target("rating", item, battery), _weaker(how, item_how))
        if len(self.instrument.batteries) == 1 and not token.isdigit():
            for item, how in self._items.get(token, {}).items():
                _keep(found, Target("rating", item, self.instrument.batteries[0].name), how)
        return _only(found)

    def _named_points(self, header: str) -> Found | None:
        """Return the dimension of a heading such as points_tangibles."""
        if not self._points or len(header) > _LONGEST_NAME:
            return None
        token = squash(header)
        words = {squash(word) for word in column_words()["points"]["words"]}
        found: dict[Target, How] = {}
        for cut in range(1, len(token)):
            for first, second in ((token[:cut], token[cut:]), (token[cut:], token[:cut])):
                if first in words:
                    for dimension, how in self._points.get(second, {}).items():
                        _keep(found, Target("points", dimension), how)
        return _only(found)

    def _by_pattern(self, header: str) -> Found | None:
        """Return the rating that a regular expression of the questionnaire finds."""
        found: dict[Target, How] = {}
        for battery, pattern in self._patterns:
            match = pattern.search(plain(header)) or pattern.search(header)
            for item in self._items_of(match["n"]) if match else ():
                found[Target("rating", item, battery)] = "pattern"
        return _only(found)

    def _by_sentence(self, header: str) -> Found | None:
        """Return the rating whose full sentence the heading is."""
        targets = self._sentences.get(_sentence_key(header), set()) or self._sentences.get(
            _sentence_key(without_question_number(header)), set()
        )
        return (next(iter(targets)), "wording") if len(targets) == 1 else None

    def _by_parts(self, header: str) -> Found | None:
        """Return the rating of a heading in two parts: ``What you expect [Prompt service]``."""
        text = plain(header)
        for pattern, sign in _SPLITS:
            if sign not in text:
                continue
            match = pattern.match(text)
            if not match:
                continue
            battery = self._battery_of(match["group"])
            items = self._items_of(match["item"]) if battery else ()
            if battery and len(items) == 1:
                item, how = next(iter(items.items()))
                return Target("rating", item, battery), "number" if how == "number" else "wording"
            inner = self._named_rating(match["item"])
            if battery and inner and inner[0].battery == battery:
                return inner
        return None

    def _battery_of(self, group: str) -> str:
        """Return the battery that a heading of a block names, '' for none or several."""
        for text in (group, without_question_number(group)):
            named = self._batteries.get(squash(text), {})
            if len(named) == 1:
                return next(iter(named))
        heard = key(group)
        batteries = {name for name, words in self._inside.items() if words.search(heard)}
        if len(batteries) == 1 and batteries <= set(self.instrument.battery_names):
            return batteries.pop()
        return ""

    def _items_of(self, text: str) -> Mapping[str, How]:
        """Return the items that a text may mean: by token, by wording, or by its leading number."""
        for form in (text, without_question_number(text)):
            found = self._items.get(squash(form)) or self._wording.get(_sentence_key(form))
            if found:
                return found
        number = _LEADING_NUMBER.match(plain(text))
        item = self._numbers.get(int(number["n"])) if number else None
        return {item: "number"} if item else {}

    # -- what the questionnaire does not have --------------------------------------------------

    def beyond(self, header: str) -> tuple[str, int] | None:
        """Return battery and number of a heading that rates an item the questionnaire lacks.

        ``E23`` or ``23-1. ... (expectation)`` under 22 items; None for any other heading.
        """
        token = squash(header) if len(header) <= _LONGEST_NAME else ""
        for cut in range(1, len(token)):
            for word, digits in ((token[:cut], token[cut:]), (token[cut:], token[:cut])):
                batteries = self._batteries.get(word, {})
                if digits.isdigit() and len(batteries) == 1 and self._lacks(int(digits)):
                    return next(iter(batteries)), int(digits)
        text = plain(header)
        for pattern, sign in _SPLITS:
            match = pattern.match(text) if sign in text else None
            number = _LEADING_NUMBER.match(match["item"]) if match else None
            battery = self._battery_of(match["group"]) if match and number else ""
            if number and battery and self._lacks(int(number["n"])):
                return battery, int(number["n"])
        return None

    def _lacks(self, number: int) -> bool:
        """Say whether a number comes after the last item, and soon after."""
        return 0 < number - max(self._numbers) <= _SOON_AFTER


def _item_numbers(instrument: Instrument) -> dict[int, str]:
    """Return number -> item: the number in ids such as q7, else the place in the questionnaire."""
    numbered = {int(m[1]): item for item in instrument.item_ids if (m := _NUMBER_ID.match(item))}
    return numbered or dict(enumerate(instrument.item_ids, start=1))


def _words_inside(instrument: Instrument) -> dict[str, re.Pattern[str]]:
    """Return battery -> pattern of the words that tell it inside a longer heading."""
    inside: dict[str, re.Pattern[str]] = {}
    declared = {b.name: [*b.aliases, *b.label.values()] for b in instrument.batteries}
    common = column_words()["batteries"]
    for name in {**common, **declared}:
        words = {key(word) for word in (*common.get(name, ()), *declared.get(name, ()), name)}
        parts = [
            _inside(word) for word in sorted(words, key=lambda w: (-len(w), w)) if _tells(word)
        ]
        if parts:
            inside[name] = re.compile("|".join(parts))
    return inside


def _tells(word: str) -> bool:
    """Say whether a word is long enough to be told inside a sentence."""
    return len(word) > 3 if word.isascii() else len(word) > 1


def _inside(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def _sentence_key(text: str) -> str:
    return key(text).rstrip(" .。!?！？")


def _add(tokens: dict[str, dict[str, How]], word: str, meaning: str, how: How) -> None:
    """Add a meaning to a token unless a better way to the same one is known."""
    token = squash(word)
    if token:
        tokens.setdefault(token, {}).setdefault(meaning, how)


def _keep(found: dict[Target, How], target: Target, how: How) -> None:
    """Remember the best way to a target."""
    if target not in found or _RANK[how] < _RANK[found[target]]:
        found[target] = how


def _weaker(*ways: How) -> How:
    return max(ways, key=lambda way: _RANK[way])


def _only(found: dict[Target, How]) -> Found | None:
    """Return the one meaning, or the one with the best way if it stands alone there."""
    for rank in sorted({_RANK.get(how, 0) for how in found.values()}):
        best = [(t, how) for t, how in found.items() if _RANK.get(how, 0) == rank]
        return best[0] if len(best) == 1 else None
    return None
