"""One answer cell becomes a number of the scale, a kind of missing answer, or a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from servqual.importer.mapping import Mapping
from servqual.importer.words import answer_words, key, plain
from servqual.instrument import Instrument, Scale
from servqual.responses import Missing

FAULT = -200  # below every kind of missing answer
_KINDS = {
    "blank": Missing.BLANK,
    "not_applicable": Missing.NOT_APPLICABLE,
    "dont_know": Missing.DONT_KNOW,
    "not_shown": Missing.NOT_SHOWN,
    "refused": Missing.REFUSED,
    "declared": Missing.DECLARED,
}
_WHOLE = re.compile(r"^[+-]?\d{1,9}(?:\.0*|,0{1,2})?$")
_DECIMAL = re.compile(r"^[+-]?(?:\d{1,15}(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?$")
LOWEST_ANSWER = -100  # kinds of missing answers lie below
_NUMBER_FIRST = re.compile(
    r"^\(?(?P<n>[+-]?\d{1,9})\)?\s*(?P<sign>[-–—=:.)、]|\s)\s*(?P<label>\D+)$"
)
_NUMBER_BEFORE_BRACKET = re.compile(r"^(?P<n>[+-]?\d{1,9})\s*(?P<sign>\()(?P<label>[^\d()]+)\)$")
_NUMBER_LAST = re.compile(
    r"^\(?(?P<label>[^\d()]+?)\)?\s*(?P<sign>[-–—=:(]|\s)\s*(?P<n>[+-]?\d{1,9})\)?$"
)
_BRACKET_FIRST = re.compile(r"^\((?P<label>[^\d()]+)(?P<sign>\))\s*(?P<n>[+-]?\d{1,9})$")
_MIXED_FORMS = (_NUMBER_BEFORE_BRACKET, _BRACKET_FIRST, _NUMBER_FIRST, _NUMBER_LAST)
_UNIT = re.compile(r"^(?P<n>[+-]?\d{1,9})\s*(?P<unit>\D+)$")


def number(text: str) -> float | None:
    """Return the number that a text is, in any width, with a decimal point or comma, or None.

    Examples
    --------
    >>> number("６,0"), number(" 7 "), number("1.5"), number("seven")
    (6.0, 7.0, 1.5, None)
    """
    text = plain(text).replace("\u2212", "-")
    return float(text.replace(",", ".")) if _DECIMAL.match(text) else None


def label_key(text: str) -> str:
    """Return what answers in words are compared by."""
    return key(text).replace("’", "'").rstrip(" .。!！")


@cache
def label_sets(size: int) -> tuple[dict[str, int], ...]:
    """Return the common label sets of scales with so many points: label -> place, 0 = lowest."""
    return tuple(
        {
            label_key(word): place
            for place, words in enumerate(entry["points"])
            for word in words.split("|")
        }
        for entry in answer_words()["labels"]
        if len(entry["points"]) == size
    )


@cache
def common_labels(size: int) -> dict[str, int]:
    """Return every common label of scales with so many points that means one place only."""
    places: dict[str, set[int]] = {}
    for labels in label_sets(size):
        for label, place in labels.items():
            places.setdefault(label, set()).add(place)
    return {label: place for label, (place, *rest) in places.items() if not rest}


@dataclass
class Decoder(dict[str, int]):
    """Cell text -> answer, :class:`Missing` or ``FAULT``; every distinct text is decoded once.

    Attributes
    ----------
    scale : Scale
    words : mapping of label to answer or kind of missing answer
    faults : dict
        Filled while decoding: text -> what is wrong with it.
    labels : dict
        Filled while decoding: answer in words -> the number it stands for.
    """

    scale: Scale
    words: dict[str, int]
    faults: dict[str, str] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    def __missing__(self, text: str) -> int:
        """Decode a text that is met for the first time."""
        code = self[text] = self._decode(text)
        return code

    def _decode(self, text: str) -> int:
        clean = plain(text).replace("\u2212", "-")
        if not clean:
            return Missing.BLANK
        whole = int(float(clean.replace(",", "."))) if _WHOLE.match(clean) else None
        label = label_key(clean) if whole is None else str(whole)
        if label in self.words:
            return self._known(clean, self.words[label])
        if whole is not None:
            return self._whole(text, whole)
        if _DECIMAL.match(clean):
            return self._fault(text, "is not a whole number")
        return self._mixed(text, clean)

    def _whole(self, text: str, value: int) -> int:
        if self.scale.min <= value <= self.scale.max:
            return value
        return self._fault(text, f"is not on the scale {self.scale.min}-{self.scale.max}")

    def _known(self, label: str, code: int) -> int:
        if code >= LOWEST_ANSWER:
            self.labels[label] = code
        return code

    def _mixed(self, text: str, clean: str) -> int:
        """Decode a number with words: '7 - Strongly agree', '(Very much) 6', '5 分'."""
        unit = _UNIT.match(clean)
        if unit and unit["unit"].strip().casefold() in answer_words()["units"]["words"]:
            return self._whole(text, int(unit["n"]))
        for form in _MIXED_FORMS:
            match = form.match(clean)
            if match:
                return self._number_with_words(text, clean, match)
        return self._fault(text, "cannot be read as an answer")

    def _number_with_words(self, text: str, clean: str, match: re.Match[str]) -> int:
        """Decode a number that stands with words; the two must not contradict each other."""
        value, said = int(match["n"]), self.words.get(label_key(match["label"]))
        if said is None and not match["sign"].strip():
            # '6 visits' may be anything; '6 - visits' is how survey tools label a point
            return self._fault(text, "cannot be read as an answer")
        if said is not None and said < LOWEST_ANSWER:
            return said
        if said is not None and said != value:
            return self._fault(text, f"says two things: these words stand for {said} here")
        code = self._whole(text, value)
        return code if code == FAULT else self._known(clean, code)

    def _fault(self, text: str, why: str) -> int:
        self.faults[text] = why
        return FAULT


def decoder(
    instrument: Instrument, battery: str, mapping: Mapping, missing: Iterable[str]
) -> Decoder:
    """Return the decoder of one battery's answers.

    What the user declared comes first, then the questionnaire's own words, then the common ones.
    """
    scale = instrument.scale_of(battery)
    covered = len({anchor.value for anchor in scale.anchors}) == scale.size
    common = {} if covered else common_labels(scale.size)
    words = {label: scale.min + place for label, place in common.items()}
    words.update(_missing_words(answer_words()["missing"]))
    for anchor in scale.anchors:
        words.update(
            dict.fromkeys(map(label_key, (*anchor.label.values(), *anchor.also)), anchor.value)
        )
    words.update(user_words(scale, mapping, missing))
    return Decoder(scale, words)


def user_words(scale: Scale, mapping: Mapping, missing: Iterable[str]) -> dict[str, int]:
    """Return the words and codes that questionnaire and user declare, the user's last."""
    words = _missing_words(scale.missing)
    words.update(_missing_words(mapping.missing))
    words.update(_missing_words({"declared": missing}))
    words.update({_code_key(label): value for label, value in mapping.answers.items()})
    return words


def _missing_words(table: Any) -> dict[str, int]:
    return {_code_key(word): int(_KINDS[kind]) for kind, words in table.items() for word in words}


def missing_words(scale: Scale, mapping: Mapping, missing: Iterable[str]) -> dict[str, int]:
    """Return every word and code for a missing answer, the common ones included."""
    words = {**_missing_words(answer_words()["missing"]), **user_words(scale, mapping, missing)}
    return {word: code for word, code in words.items() if code < LOWEST_ANSWER}


def _code_key(word: str) -> str:
    """Return a code as cells are looked up: whole numbers without decimals, words as labels."""
    clean = plain(str(word)).replace("\u2212", "-")
    return str(int(float(clean.replace(",", ".")))) if _WHOLE.match(clean) else label_key(clean)


def yes_no() -> dict[str, float]:
    """Return the words of yes (1) and no (0)."""
    words = answer_words()["yes_no"]
    return {
        **{label_key(w): 1.0 for w in words["yes"]},
        **{label_key(w): 0.0 for w in words["no"]},
    }
