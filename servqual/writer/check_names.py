"""The parts of a check in words of one language: columns, items, sets of ratings, rules."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from servqual.instrument import Instrument
from servqual.results import FlagRow
from servqual.results.check import Check, ColumnUse, StopRow
from servqual.texts import catalogue, fill
from servqual.writer.numbers import Numbers

_NOT_A_WORD = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class CheckNames:
    """A check with the words of one language for its parts.

    Parameters
    ----------
    found : Check
    language : str
    path : str
        The file as the reader names it in a command; its name if that is not known.
    options : tuple of (str, str)
        Options with their values as they were typed, to be typed again.
    """

    found: Check
    language: str = "en"
    path: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``check.KEY``."""
        return fill(self.language, f"check.{key}", values)

    @cached_property
    def numbers(self) -> Numbers:
        """The number formatter of this language."""
        return Numbers(self.language)

    def _word(self, group: str, code: str) -> str:
        """Return a code in the words of the report, as it is if those do not know it."""
        return str(catalogue(self.language).get(f"words.{group}.{code}", code.replace("_", " ")))

    def listed(self, names: Sequence[str]) -> str:
        """Return names with commas between them."""
        return fill(self.language, "words.comma", {}).join(names)

    def battery(self, name: str) -> str:
        """Return the name of a set of ratings."""
        return self._word("battery", name)

    def number(self, item_id: str) -> int:
        """Return the place of an item in the questionnaire, from 1."""
        form = self.found.questionnaire
        return form.item_ids.index(item_id) + 1 if form else 0

    def item(self, item_id: str) -> str:
        """Return the topic of an item, its id if the questionnaire does not know it."""
        form = self.found.questionnaire
        if form is None or item_id not in form.item_ids:
            return item_id
        topic = said(form, form.item(item_id).topic, self.language)
        return topic or item_id

    def missing_kind(self, kind: str) -> str:
        """Return a kind of missing answer in words."""
        return self._word("missing", kind)

    def why(self, reason: str) -> str:
        """Return in the reader's language why a column is used or not."""
        if reason.startswith("another column"):
            return self.say("why.another_column")
        if reason.endswith("is declared absent"):
            return self.say("why.declared_absent")
        key = f"check.why.{_NOT_A_WORD.sub('_', reason.lower()).strip('_')}"
        return str(catalogue(self.language).get(key, reason))

    def header(self, column: ColumnUse | StopRow) -> str:
        """Return the heading of a column on one line."""
        return " ".join(column.header.split()) or self.say("text.no_header")

    def range(self, column: ColumnUse) -> str:
        """Return the lowest and highest answer of a rating column, '' for none."""
        if column.low is None or column.high is None:
            return ""
        low, high = (self.numbers.points(end) for end in (column.low, column.high))
        return self.say("text.range", low=low, high=high)

    def rule(self, flag: FlagRow) -> str:
        """Return the name of a rule with the set of ratings that it looks at."""
        name = self._word("rule", flag.rule)
        if not flag.battery:
            return name
        kind = self._word("kind", flag.battery)
        battery = self.battery(flag.battery) if kind == flag.battery else kind
        return self.say("text.rule_of", rule=name, battery=battery.lower())


def said(form: Instrument, words: Mapping[str, str] | str | None, language: str) -> str:
    """Return a text of a questionnaire with its place for the service filled."""
    text = form.say(words, language)
    service = form.say(form.service, language) or fill(language, "words.service", {})
    return text.replace("{service}", service)


def short(text: str, most: int) -> str:
    """Return a text, cut where it is longer than ``most`` signs."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def quoted(path: str) -> str:
    """Return a file name as a shell takes it.

    Examples
    --------
    >>> quoted("guests.csv"), quoted("my guests.csv")
    ('guests.csv', '"my guests.csv"')
    """
    if re.fullmatch(r"[\w./\\:~+,@%][\w./\\:~+,@%-]*", path):
        return path
    # double quotes are understood everywhere, but a few signs stay alive inside them
    return shlex.quote(path) if re.search(r'["$`\\!%]', path) else f'"{path}"'
