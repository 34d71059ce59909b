"""Which heading means which rating, dimension, outcome or people column of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from servqual.importer.matching.headings import (
    LONGEST_NAME,
    Heading,
    batteries_heard,
    leading_number,
    named,
    parts,
    sentence_key,
    words_inside,
)
from servqual.importer.matching.spoken import Spoken, spoken_batteries, spoken_ratings
from servqual.importer.matching.targets import How, Target
from servqual.importer.matching.tokens import (
    Found,
    battery_sentences,
    battery_tokens,
    dimension_tokens,
    item_numbers,
    item_tokens,
    item_wording,
    of_any_service,
    other_columns,
)
from servqual.importer.words import known_headings, plain, squash, without_question_number
from servqual.instrument import Instrument

_RANK: dict[How, int] = {"id": 0, "alias": 1, "wording": 2, "name": 3, "number": 4}
_IMPORTANCE_WORDS = {"points": "points", "ranking": "ranks"}
_SOON_AFTER = 30  # a longer questionnaire of the kind; more is a year or a code


class Names:
    """Looks up headings in the names, aliases, patterns and wording of one questionnaire."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self._numbers = item_numbers(instrument)
        self._items = item_tokens(instrument)
        self._batteries = battery_tokens(instrument)
        self._inside = words_inside(instrument)
        self._wording = item_wording(instrument)
        self._sentences = battery_sentences(instrument)
        words = _IMPORTANCE_WORDS.get(instrument.importance.method, "")
        self._points = dimension_tokens(instrument) if words else {}
        self._points_words = known_headings(words) if words else frozenset()
        self._others = other_columns(instrument)
        self._patterns = [
            (battery.name, re.compile(pattern, re.IGNORECASE))
            for battery in instrument.batteries
            for pattern in battery.patterns
        ]

    @cached_property
    def _spoken(self) -> Spoken[Target]:
        return spoken_ratings(self.instrument)

    @cached_property
    def _intros(self) -> Spoken[str]:
        return spoken_batteries(self.instrument)

    def find(self, header: str, text: str = "", group: str = "") -> Found | None:
        """Return what a column means and how that was found, or None.

        Parameters
        ----------
        header : str
        text, group : str
            What was asked, and the heading of the question, where the survey tool tells them.
            Wording that is known outranks a number.
        """
        found = self._by_heading(header) if header else None
        if found and found[1] == "number" and group and (coded := named(text)):
            # its own code says more than the number of the question that it stands in
            found = self._named_with_wording(coded) or found
        said = self._in_group(Heading(text or header, group)) if group else None
        said = said or (self._by_heading(text) if text else None)
        by_number = found is not None and found[1] in ("name", "number")
        return said if said and (found is None or (by_number and said[1] == "wording")) else found

    def _by_heading(self, header: str) -> Found | None:
        """Return what one heading means by itself."""
        exact = self._named_rating(header)
        if exact and exact[1] not in ("name", "number"):
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

    # -- ways of finding -----------------------------------------------------------------------

    def _named_rating(self, header: str) -> Found | None:
        """Return the rating of a short name such as E1 or q1_expectation."""
        if len(header) > LONGEST_NAME:
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
        """Return the dimension of a heading such as points_tangibles or rank_tangibles."""
        if not self._points or len(header) > LONGEST_NAME:
            return None
        token = squash(header)
        found: dict[Target, How] = {}
        for cut in range(1, len(token)):
            for first, second in ((token[:cut], token[cut:]), (token[cut:], token[:cut])):
                if first in self._points_words:
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
        targets = self._sentences.get(sentence_key(header), set()) or self._sentences.get(
            sentence_key(without_question_number(header)), set()
        )
        return (next(iter(targets)), "wording") if len(targets) == 1 else None

    def _by_parts(self, header: str) -> Found | None:
        """Return the rating of a heading in two parts: ``What you expect [Prompt service]``."""
        for heading in parts(header):
            found = self._in_group(heading)
            if not found and squash(heading.item) in self._batteries:
                found = self._in_group(Heading(heading.group, heading.item))  # Speed [Expectation]
            if found:
                return found
        heading_of_name = named(header)
        return self._named_with_wording(heading_of_name) if heading_of_name else None

    def _in_group(self, heading: Heading) -> Found | None:
        """Return the rating of an item under a heading that says the battery."""
        battery = self.battery_of(heading.group)
        items = self._items_of(heading.item) if battery else {}
        if battery and len(items) == 1:
            item, how = next(iter(items.items()))
            return Target("rating", item, battery), "number" if how == "number" else "wording"
        worded = {t for t in self._spoken.find(heading.item) if t.battery == battery}
        if len(worded) == 1:
            return worded.pop(), "wording"
        inner = self._named_rating(heading.item)
        return inner if battery and inner and inner[0].battery == battery else None

    def _named_with_wording(self, heading: Heading) -> Found | None:
        """Return the rating of ``E22. Convenient hours``: by the wording if it is known."""
        rating = self._named_rating(heading.group)
        if rating is None:
            return None
        worded = self.items_by_words(heading.item)
        item = next(iter(worded)) if len(worded) == 1 else ""
        if item and worded[item] == "wording":
            return Target("rating", item, rating[0].battery), "wording"
        words = self.instrument.item(rating[0].id).wording.get(rating[0].battery, {})
        said = sentence_key(heading.item)
        worded_so = any(of_any_service(text).fullmatch(said) for text in words.values())
        return rating[0], "wording" if worded_so else "number"

    def battery_of(self, group: str) -> str:
        """Return the battery that a heading of a block names, '' for none or several."""
        for text in (group, without_question_number(group)):
            named = self._batteries.get(squash(text), {})
            if len(named) == 1:
                return next(iter(named))
        told = self._intros.find(without_question_number(group))
        if len(told) == 1:
            return next(iter(told))
        heard = batteries_heard(group, self._inside)
        if len(heard) == 1 and heard <= set(self.instrument.battery_names):
            return heard.pop()
        return ""

    def speaks_of_battery(self, group: str) -> bool:
        """Say whether a heading has a word for any battery, of this questionnaire or another."""
        return bool(self.battery_of(group) or batteries_heard(group, self._inside))

    def items_by_words(self, text: str) -> Mapping[str, How]:
        """Return the items that a text may mean by token or wording."""
        for form in (text, without_question_number(text)):
            found = self._items.get(squash(form)) or self._wording.get(sentence_key(form))
            if found:
                return found
        return {}

    def _items_of(self, text: str) -> Mapping[str, How]:
        """Return the items that a text may mean: by token, by wording, or by its leading number."""
        found = self.items_by_words(text)
        if found:
            return found
        number = leading_number(text)
        item = self._numbers.get(number) if number is not None else None
        return {item: "number"} if item else {}

    # -- what the questionnaire does not have --------------------------------------------------

    def beyond(self, header: str) -> tuple[str, int] | None:
        """Return battery and number of a heading that rates an item the questionnaire lacks.

        ``E23`` or ``23-1. ... (expectation)`` under 22 items; None for any other heading.
        """
        token = squash(header) if len(header) <= LONGEST_NAME else ""
        for cut in range(1, len(token)):
            for word, digits in ((token[:cut], token[cut:]), (token[cut:], token[:cut])):
                batteries = self._batteries.get(word, {})
                if digits.isdigit() and len(batteries) == 1 and self._lacks(int(digits)):
                    return next(iter(batteries)), int(digits)
        for heading in parts(header):
            number = leading_number(heading.item)
            battery = self.battery_of(heading.group) if number is not None else ""
            if number is not None and battery and self._lacks(number):
                return battery, number
        return None

    def _lacks(self, number: int) -> bool:
        """Say whether a number comes after the last item, and soon after."""
        return 0 < number - max(self._numbers) <= _SOON_AFTER


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
