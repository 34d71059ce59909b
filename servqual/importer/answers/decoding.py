"""One answer cell becomes a number of the scale, a kind of missing answer, or a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from servqual.importer.answers.cells import Said, clean, number, plain_number, read_cell, whole
from servqual.importer.answers.label_sets import label_key
from servqual.instrument import Scale
from servqual.responses import Missing

FAULT = -200  # below every kind of missing answer
LOWEST_ANSWER = -100  # kinds of missing answers lie below
NOT_READ = "cannot be read as an answer"
OFF_SCALE = "is not on the scale"
_TOLERANCE = 1e-9
_LARGEST = 1e9


@dataclass
class Decoder(dict[str, int]):
    """Cell text -> answer, :class:`Missing` or ``FAULT``; every distinct text is decoded once.

    Attributes
    ----------
    scale : Scale
        Answers are whole numbers of its parts: points, or halves of them.
    words : mapping of label or code to answer or kind of missing answer
    firm : set of label
        Words that the user declared; a number beside them does not count.
    unclear : mapping of label to why it cannot be told
    best_first : bool
        The codes run from best to worst and are turned round.
    faults, labels : dict
        Filled while decoding: text -> what is wrong; answer in words -> the number it stands for.
    spoken, numbers : set
        Filled while decoding: labels of answers in words alone; answers given as numbers.
    straight, mirrored : dict
        Filled while decoding: cells whose number agrees with its words, and those whose number is
        that of the opposite answer -> the words' number.
    """

    scale: Scale
    words: dict[str, int]
    firm: frozenset[str] = frozenset()
    unclear: Mapping[str, str] = field(default_factory=dict)
    best_first: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)
    spoken: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    straight: dict[str, int] = field(default_factory=dict)
    mirrored: dict[str, int] = field(default_factory=dict)

    def __missing__(self, text: str) -> int:
        """Decode a text that is met for the first time."""
        code = self[text] = self._decode(text)
        return code

    def _decode(self, text: str) -> int:
        plain = clean(text)
        if not plain:
            return Missing.BLANK
        value = whole(plain)
        label = label_key(plain) if value is None else str(value)
        if label in self.words:
            return self._word(plain, label)
        if label in self.unclear:
            return self._fault(text, self.unclear[label])
        said = read_cell(plain) if value is None else Said(float(value))
        return self._said(text, plain, said)

    def _said(self, text: str, plain: str, said: Said) -> int:
        """Decode what no word explains as a whole."""
        if number(plain) is not None and not plain_number(plain):
            return self._fault(text, _not_whole(self.scale.parts))
        if said.value is None:
            return self._in_words(text, plain, said)
        if said.label:
            return self._number_with_words(text, plain, said)
        return self._number(text, said)

    def _in_words(self, text: str, plain: str, said: Said) -> int:
        label = label_key(said.label)
        if label in self.words:
            return self._word(plain, label)
        return self._fault(text, self.unclear.get(label, NOT_READ))

    def _word(self, plain: str, label: str) -> int:
        code = self.words[label]
        if code >= LOWEST_ANSWER and whole(label) is None:
            self.spoken.add(label)
        return self._known(plain, code)

    def _number(self, text: str, said: Said) -> int:
        """Decode a number alone, or out of the most that could be given."""
        if said.out_of is not None and said.out_of != self.scale.max:
            return self._fault(text, f"is out of {said.out_of}, the scale ends at {self.scale.max}")
        return self._on_scale(text, said.value or 0.0)

    def _on_scale(self, text: str, value: float) -> int:
        """Return a number in parts of the scale, turned round where the best comes first."""
        low, high, parts = self.scale.min, self.scale.max, self.scale.parts
        if abs(value) > _LARGEST:
            return self._fault(text, f"{OFF_SCALE} {low}-{high}")
        code = round(value * parts)
        if abs(value * parts - code) > _TOLERANCE:
            return self._fault(text, _not_whole(parts))
        if not low <= value <= high:
            return self._fault(text, f"{OFF_SCALE} {low}-{high}")
        code = (low + high) * parts - code if self.best_first else code
        self.numbers.add(code)
        return code

    def _known(self, label: str, code: int) -> int:
        if code >= LOWEST_ANSWER:
            self.labels[label] = code
        return code

    def _number_with_words(self, text: str, plain: str, said: Said) -> int:
        """Decode a number that stands with words; the two must not contradict each other."""
        label = label_key(said.label)
        meant = self.words.get(label)
        if meant is None and label not in self.unclear and not said.joined:
            return self._fault(text, NOT_READ)
        if meant is not None and (meant < LOWEST_ANSWER or label in self.firm):
            return self._known(plain, meant)
        code = self._on_scale(text, said.value or 0.0)
        if meant is not None and code != meant:
            if code == (self.scale.min + self.scale.max) * self.scale.parts - meant:
                self.mirrored[plain] = meant
            return self._fault(
                text, f"says two things: these words stand for {self.scale.value_of(meant)} here"
            )
        if code == FAULT:
            return code
        if meant is not None:
            self.straight[plain] = code
        return self._known(plain, code)

    def _fault(self, text: str, why: str) -> int:
        self.faults[text] = why
        return FAULT


def _not_whole(parts: int) -> str:
    if parts == 1:
        return "is not a whole number"
    return "is not a whole or half number" if parts == 2 else f"is not a multiple of 1/{parts}"
