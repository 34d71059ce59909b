"""A questionnaire, its parts and its figures in the words of one language, without a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from servqual.instrument import Instrument
from servqual.notes import Note, Notes
from servqual.texts import catalogue, fill
from servqual.writer.check_names import said
from servqual.writer.numbers import Numbers


@dataclass(frozen=True)
class Names:
    """What both working papers ask; ``part`` is their table in the texts, such as ``pilot``."""

    form: Instrument
    language: str
    part: str
    confidence: float = 0.95

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``working.PART.KEY``."""
        return fill(self.language, f"working.{self.part}.{key}", values)

    def common(self, key: str, **values: object) -> str:
        """Return the text under ``working.KEY``, which both papers share."""
        return fill(self.language, f"working.{key}", values)

    @cached_property
    def numbers(self) -> Numbers:
        """The number formatter of this language."""
        return Numbers(self.language)

    @cached_property
    def coverage(self) -> str:
        """The coverage of the limits, such as ``95%``."""
        return f"{self.numbers.points(self.confidence * 100)}%"

    @property
    def title(self) -> str:
        """The title of the questionnaire."""
        return said(self.form, self.form.title, self.language) or self.form.id

    def item(self, item_id: str) -> str:
        """Return the topic of an item."""
        return said(self.form, self.form.item(item_id).topic, self.language) or item_id

    def number(self, item_id: str) -> str:
        """Return the place of an item in the questionnaire, from 1."""
        return str(self.form.item_ids.index(item_id) + 1)

    def dimension(self, dimension_id: str) -> str:
        """Return the name of a dimension."""
        name = self.form.dimension(dimension_id).name
        return said(self.form, name, self.language) or dimension_id

    def battery(self, name: str) -> str:
        """Return the name of a set of ratings, or of a gap."""
        known = catalogue(self.language)
        for group in ("battery", "kind"):
            if word := known.get(f"words.{group}.{name}"):
                return str(word)
        labels = [b.label for b in self.form.batteries if b.name == name]
        labels += [g.label or {} for g in self.form.gaps if g.name == name]
        return (said(self.form, labels[0], self.language) if labels else "") or name

    def many(self, name: str) -> str:
        """Return the name of a set of ratings, or of a gap, in the plural inside a sentence."""
        word = catalogue(self.language).get(f"words.many.{name}")
        return str(word) if word else self.inside(self.battery(name))

    def inside(self, name: str) -> str:
        """Return a name as it stands inside a sentence: in English with a small first letter."""
        small = fill(self.language, "words.small_inside", {}) == "yes"
        plain = name[:1].isupper() and name[1:] == name[1:].lower()
        return name[:1].lower() + name[1:] if plain and small else name

    def column(self, name: str) -> str:
        """Return the name of a people column as the questionnaire or the report calls it."""
        label = next((p.label for p in self.form.people if p.id == name), None)
        return (said(self.form, label, self.language) or name) if label else name

    def listed(self, names: Sequence[str]) -> str:
        """Return names with commas between them."""
        return fill(self.language, "words.comma", {}).join(names)

    def duration(self, seconds: float) -> str:
        """Return a length of time in minutes and seconds."""
        minutes, rest = divmod(round(seconds), 60)
        key = "minutes.text" if minutes else "minutes.short"
        return self.common(key, minutes=self.numbers.count(minutes), seconds=rest)

    def counted(self, n: int, of: int) -> str:
        """Return a count with its share in brackets, a bare 0 for nobody."""
        if not n or not of:
            return self.numbers.count(n)
        share = self.numbers.percent(n / of)
        return self.common("share", n=self.numbers.count(n), share=share)

    def notes(self, notes: Notes) -> list[str]:
        """Return what was decided while reading, as sentences."""
        return [self._note(note) for note in notes]

    def _note(self, note: Note) -> str:
        batteries, dimensions = self.form.battery_names, self.form.dimension_ids

        def name(key: str, value: object) -> object:
            if key == "dimension" and value in dimensions:
                return self.dimension(str(value))
            named = key in ("battery", "of", "minus") and value in batteries
            return self.battery(str(value)) if named else value

        return note.say(self.language, name)
