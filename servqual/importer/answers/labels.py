"""What words and codes stand for in one battery: the user's, the file's, the common ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from servqual.importer.answers.cells import clean, code_text, number, read_cell, whole
from servqual.importer.answers.decoding import FAULT, LOWEST_ANSWER, Decoder
from servqual.importer.answers.label_sets import Meaning, kano_labels, label_key, read_labels
from servqual.importer.answers.valuelabels import middle_points
from servqual.importer.mapfiles.entries import EVERY_BATTERY
from servqual.importer.mapfiles.mapping import Mapping
from servqual.importer.opening.table import Table
from servqual.importer.words import answer_list
from servqual.instrument import KANO_BATTERIES, Instrument, Scale
from servqual.responses import Missing

__all__ = ["FAULT", "LOWEST_ANSWER", "Decoder", "decoder", "label_key", "missing_words", "number"]

_KINDS = {
    "blank": Missing.BLANK,
    "not_applicable": Missing.NOT_APPLICABLE,
    "dont_know": Missing.DONT_KNOW,
    "not_shown": Missing.NOT_SHOWN,
    "refused": Missing.REFUSED,
    "declared": Missing.DECLARED,
}


class BatteryWords:
    """The words of one battery: what they mean in this file, and the decoder of each column."""

    def __init__(
        self, instrument: Instrument, battery: str, mapping: Mapping, missing: Iterable[str]
    ) -> None:
        self.scale = instrument.scale_of(battery)
        self.best_first = battery in mapping.best_first or EVERY_BATTERY in mapping.best_first
        self._user = _missing_words(mapping.missing) | _missing_words({"declared": missing})
        self._user |= {
            _code_key(label): value * self.scale.parts
            for label, value in mapping.answers.items()
            if self.scale.min <= value <= self.scale.max
        }
        self._firm = frozenset(_code_key(label) for label in mapping.answers)
        self._own = _missing_words(self.scale.missing) | anchor_words(self.scale)
        self._kano = battery in KANO_BATTERIES
        self._meaning = Meaning({}, {})
        self._common: dict[str, int] = {}  # loaded once a cell holds words

    @property
    def open(self) -> bool:
        """Say whether some word could not be told."""
        return bool(self._meaning.unclear)

    def settle(self, texts: Iterable[str], more: Iterable[str] = ()) -> None:
        """Find out what the common words among some cells stand for.

        Where they leave a word open, ``more`` cells may settle it: those of the other batteries.
        """
        self._meaning = self._read(set(texts))
        if self.open:
            wider = self._read({*texts, *more})
            if not wider.unclear:
                self._meaning = wider

    def _read(self, texts: set[str]) -> Meaning:
        labels = labels_of(texts)
        if not labels - self._own.keys():
            return Meaning({}, {})
        self._common = _common_missing()
        if self._kano:
            low = self.scale.min - 1
            self._own = {word: low + place for word, place in kano_labels().items()} | self._own
        seen = frozenset(labels - self._user.keys() - self._own.keys() - self._common.keys())
        if not seen:
            return Meaning({}, {})
        low, parts = self.scale.min, self.scale.parts
        known = {label: code // parts - low for label, code in anchor_words(self.scale).items()}
        found = read_labels(seen | (known.keys() & labels), self.scale.points, known)
        places = {label: (low + place) * parts for label, place in found.places.items()}
        return Meaning(places, found.unclear)

    def explains(self, code: str) -> bool:
        """Say whether the user said what a code means."""
        return code in self._user

    def meaning_of(self, label: str) -> int | None:
        """Return the answer or kind of missing answer that words stand for, None for unknown."""
        name = label_key(label)
        for words in (self._user, self._own, _common_missing(), self._meaning.places):
            if name in words:
                return words[name]
        return None

    def decoder(self, table: Table | None = None, column: int = 0) -> Decoder:
        """Return the decoder of one column.

        What the user declared comes first, then what the file says of itself, then the
        questionnaire's own words, then the common ones.
        """
        words: dict[str, int] = {**self._meaning.places, **self._common, **self._own}
        if table is not None:
            words |= self._of_table(table, column)
        words |= self._user
        return Decoder(self.scale, words, self._firm, self._meaning.unclear, self.best_first)

    def _of_table(self, table: Table, column: int) -> dict[str, int]:
        """Return what the file declares about a column: its missing codes and value labels."""
        words: dict[str, int] = {}
        middle = middle_points(table, column)
        for code, label in table.labels_of(column).items():
            meant, value = self.meaning_of(label), code_text(code)
            if value is None or code in middle:
                continue
            if meant is not None and meant < LOWEST_ANSWER:
                words[value] = meant
            elif meant is None and self.scale.min <= int(value) <= self.scale.max:
                words[label_key(label)] = int(value) * self.scale.parts
        return words | file_missing(table, column)


def file_missing(table: Table, column: int) -> dict[str, int]:
    """Return the codes for missing answers that the file declares for one column."""
    return _missing_words(table.missing_in[column] if table.missing_in else {})


def anchor_words(scale: Scale) -> dict[str, int]:
    """Return the questionnaire's own words for its points."""
    return {
        label_key(word): anchor.value * scale.parts
        for anchor in scale.anchors
        for word in (*anchor.label.values(), *anchor.also)
    }


def labels_of(texts: Iterable[str]) -> set[str]:
    """Return the words that stand in some cells, alone or beside a number."""
    found = set()
    for text in texts:
        plain = clean(text)
        if plain and whole(plain) is None:
            found |= {label_key(plain), label_key(read_cell(plain).label)}
    return found - {""}


def decoder(
    instrument: Instrument,
    battery: str,
    mapping: Mapping,
    missing: Iterable[str],
    texts: Iterable[str] = (),
) -> Decoder:
    """Return the decoder of one battery's answers; ``texts`` are the cells that it will meet."""
    words = BatteryWords(instrument, battery, mapping, missing)
    words.settle(texts)
    return words.decoder()


def _missing_words(table: Any) -> dict[str, int]:
    return {_code_key(word): int(_KINDS[kind]) for kind, words in table.items() for word in words}


_COMMON: dict[str, int] = {}


def _common_missing() -> dict[str, int]:
    """Return the words for missing answers of every language."""
    if not _COMMON:
        _COMMON.update(_missing_words({kind: answer_list("missing", kind) for kind in _KINDS}))
    return _COMMON


def missing_words(
    scale: Scale,
    mapping: Mapping,
    missing: Iterable[str],
    table: Table | None = None,
    column: int = 0,
) -> dict[str, int]:
    """Return every word and code for a missing answer, the common ones included."""
    words = {**_common_missing(), **_missing_words(scale.missing)}
    if table is not None:
        words |= file_missing(table, column)
    words |= _missing_words(mapping.missing) | _missing_words({"declared": missing})
    words |= {_code_key(label): value for label, value in mapping.answers.items()}
    return {word: code for word, code in words.items() if code < LOWEST_ANSWER}


def _code_key(word: str) -> str:
    """Return a code as cells are looked up: whole numbers without decimals, words as labels."""
    return code_text(word) or label_key(clean(str(word)))


def yes_no() -> dict[str, float]:
    """Return the words of yes (1) and no (0)."""
    return {
        **{label_key(w): 1.0 for w in ("1", *answer_list("yes_no", "yes"))},
        **{label_key(w): 0.0 for w in ("0", *answer_list("yes_no", "no"))},
    }
