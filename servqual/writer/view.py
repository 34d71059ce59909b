"""A study seen in one language: names of its parts, verbs for its batteries, texts, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import bidirectional

from servqual.instrument import MIDPOINT, Gap, Instrument, Scale
from servqual.results import Contrast, GapRow, Study
from servqual.settings import ReportOptions
from servqual.texts import catalogue, fill
from servqual.writer.numbers import Numbers
from servqual.writer.turned import same_sentence


@dataclass(frozen=True)
class View:
    """What every section asks: ``view.item("q5")``, ``view.say("report.gaps.title")``."""

    study: Study
    options: ReportOptions
    places: int = 2  # decimals of means and gaps; a small group has one

    # -- texts ---------------------------------------------------------------------------------

    @property
    def language(self) -> str:
        """Code of the language that the report is written in."""
        return self.options.language

    @cached_property
    def numbers(self) -> Numbers:
        """The number formatter of this language."""
        return Numbers(self.language, self.places)

    def say(self, key: str, **values: object) -> str:
        """Return the text under ``key``; ``{service}`` and ``{enough}`` are always known."""
        always = {"service": self.service, "enough": self.enough}
        return fill(self.language, key, {**always, **values})

    @cached_property
    def enough(self) -> str:
        """How much of a dimension somebody must have rated: at least half, all, at least 80%."""
        share = self.instrument.min_answered
        kind = "half" if share == 0.5 else "all" if share == 1 else "share"
        values = {"share": self.numbers.percent(share)}
        return fill(self.language, f"words.enough.{kind}", values)

    def has(self, key: str) -> bool:
        """Say whether this language has a text under ``key``."""
        return key in catalogue(self.language)

    def listed(self, names: list[str]) -> str:
        """Return names as a list in words: ``a``, ``a and b``, ``a, b and c``."""
        if len(names) < 2:
            return "".join(names)
        return self.say("words.and", first=self.say("words.comma").join(names[:-1]), last=names[-1])

    def quoted(self, name: str) -> str:
        """Return a name in the quotation marks of the language; right-to-left text is set apart."""
        backwards = any(bidirectional(c) in ("R", "AL") for c in name)
        return self.say("words.quoted", name=f"\u2068{name}\u2069" if backwards else name)

    def sentences(self, parts: list[str]) -> str:
        """Return sentences as one paragraph; empty ones are left out."""
        return self.say("words.between_sentences").join(part for part in parts if part)

    def clauses(self, parts: list[str]) -> str:
        """Return statements side by side: one sentence where the language links them, else many."""
        link, stop = self.say("words.link"), self.say("words.stop")
        known = [part for part in parts if part]
        if not (link and known):
            return self.sentences(known)
        return link.join(part.removesuffix(stop) for part in known) + stop

    def count_word(self, n: int) -> str:
        """Return a count as a word up to nine, in digits above."""
        key = f"words.count.{n}"
        return self.say(key) if self.has(key) else self.numbers.count(n)

    # -- names ---------------------------------------------------------------------------------

    @property
    def instrument(self) -> Instrument:
        """The questionnaire of the study."""
        return self.study.instrument

    @cached_property
    def service(self) -> str:
        """The noun for what was rated: as given, else the instrument's own, else a plain word."""
        own = self.instrument.say(self.instrument.service, self.language)
        return self.options.service.strip() or own or fill(self.language, "words.service", {})

    def words(self, text: Mapping[str, str] | None) -> str:
        """Return an instrument's text in this language with ``{service}`` filled."""
        return self.instrument.say(text, self.language).replace("{service}", self.service)

    def item(self, item_id: str) -> str:
        """Return the topic of an item, marked where it says the opposite of what was scored."""
        name = self.words(self.instrument.item(item_id).topic) or item_id
        return self.say("words.reversed", name=name) if item_id in self.turned else name

    @cached_property
    def turned(self) -> frozenset[str]:
        """The reversed items whose topic is the sentence itself, not its good end."""
        form = self.instrument
        return frozenset(
            item.id
            for item in form.items
            for battery in form.battery_names
            if form.is_reversed(item.id, battery)
            and same_sentence(self.words(item.topic), self.words(item.wording.get(battery)))
        )

    def how_turned(self, item_ids: Iterable[str]) -> str:
        """Return how to read the mark of reversed items; '' where none of these items has it."""
        return self.say("words.reversed_how") if self.turned.intersection(item_ids) else ""

    def wording(self, item_id: str, battery: str) -> str:
        """Return the sentence that people rated in a battery, else the topic."""
        item = self.instrument.item(item_id)
        return self.words(item.wording.get(battery)) or self.words(item.topic) or item_id

    def number(self, item_id: str) -> int:
        """Return the position of an item in the questionnaire, from 1."""
        return self.instrument.item_ids.index(item_id) + 1

    def dimension(self, dimension_id: str) -> str:
        """Return the name of a dimension as a heading."""
        return self.words(self.instrument.dimension(dimension_id).name) or dimension_id

    def dimension_inside(self, dimension_id: str) -> str:
        """Return the name of a dimension as it stands inside a sentence."""
        return self.inside(self.dimension(dimension_id))

    def inside(self, name: str) -> str:
        """Return a name as it stands inside a sentence: in English with a small first letter."""
        small = self.say("words.small_inside") == "yes"
        plain = name[:1].isupper() and name[1:] == name[1:].lower()
        return name[:1].lower() + name[1:] if plain and small else name

    def named(self, row: GapRow | Contrast, row_id: str = "") -> str:
        """Return the name of a row inside a sentence: items quoted, dimensions plain."""
        key = row_id or (row.id if isinstance(row, GapRow) else row.largest)
        if row.level == "item":
            return self.quoted(self.item(key))
        return self.dimension_inside(key) if row.level == "dimension" else self._overall(key)

    @property
    def whole(self) -> str:
        """The overall row that leads, by how the questionnaire forms its overall score."""
        return "item_mean" if self.instrument.overall == "items" else "unweighted"

    def _overall(self, row_id: str) -> str:
        """Return the name of an overall row; the mean of dimensions leads unless items do."""
        other = row_id == "unweighted" and self.whole != row_id
        return self.say(f"words.overall.{'dimension_mean' if other else row_id}")

    def label(self, level: str, row_id: str) -> str:
        """Return the name of a row as it stands in a table or chart."""
        if level == "item":
            return self.item(row_id)
        return self.dimension(row_id) if level == "dimension" else self._overall(row_id)

    def battery(self, name: str) -> str:
        """Return the label of a battery."""
        known = any(b.name == name for b in self.instrument.batteries)
        return (self.words(self.instrument.battery(name).label) if known else "") or name

    def battery_short(self, name: str) -> str:
        """Return the one-word heading of a battery: expectation is named by what kind was asked."""
        key = f"words.battery.{name}"
        return self.say(key) if self.has(key) else self.battery(name)

    def rated(self, name: str) -> str:
        """Return the name of a set of scores: a battery, or the gap made of two."""
        gaps = [g for g in self.instrument.gaps if g.name == name]
        label = self.kind(gaps[0].name) if gaps else self.battery_short(name)
        return label[:1].upper() + label[1:]

    def rated_many(self, name: str) -> str:
        """Return the name of a set of scores in the plural, as it stands inside a sentence."""
        key = f"words.many.{name}"
        return (
            self.say(key) if self.has(key) else self.say("words.many.rated", name=self.rated(name))
        )

    def verdict_word(self, gap: float | None, verdict: str) -> str:
        """Return a verdict in two or three words, with the side of the gap where it is certain."""
        certain = verdict in ("clearly_large", "size_open", "small")
        side = ("shortfall" if (gap or 0.0) < 0 else "surplus") if certain else "level"
        return self.say(f"words.chip.{side}.{verdict}")

    # -- gaps ----------------------------------------------------------------------------------

    @cached_property
    def kinds(self) -> list[Gap]:
        """The gaps of the questionnaire that the study has results for."""
        found = {row.kind for row in (*self.study.gaps.items, *self.study.gaps.dimensions)}
        return [gap for gap in self.instrument.gaps if gap.name in found]

    def kind(self, name: str) -> str:
        """Return the name of a gap."""
        key = f"words.kind.{name}"
        if self.has(key):
            return self.say(key)
        return (
            next((self.words(g.label) for g in self.instrument.gaps if g.name == name), "") or name
        )

    def minus(self, kind: str) -> str:
        """Return the battery that a gap subtracts."""
        return next(g.minus for g in self.instrument.gaps if g.name == kind)

    def say_gap(self, kind: str, key: str, /, **values: object) -> str:
        """Return a text about a gap, in its own words where people made the comparison."""
        own = f"{key}_midpoint"
        chosen = own if self.minus(kind) == MIDPOINT and self.has(own) else key
        return self.say(chosen, **values)

    def wanted(self, kind: str) -> str:
        """Return what perceptions are held against: "what people ask of an excellent bank"."""
        return self._by_type("wanted", kind)

    def wanted_they(self, kind: str) -> str:
        """Return the same after people have been named: "what they ask of an excellent bank"."""
        return self._by_type("wanted_they", kind)

    def rating_wanted(self, kind: str, mean: float | None) -> str:
        """Return the mean of what was wanted after its verb: "Asked 6.44"."""
        return self._by_type("rating", kind, mean=self.numbers.mean(mean))

    def _by_type(self, table: str, kind: str, **values: object) -> str:
        """Return a text that depends on the kind of expectation, or on the battery."""
        minus = self.minus(kind)
        type_ = (self.instrument.expectation_type or "plain") if minus == "expectation" else minus
        key = f"words.{table}.{type_}"
        key = key if self.has(key) else f"words.{table}.rated"
        return self.say(key, battery=self.battery(minus), **values)

    @property
    def scale(self) -> Scale:
        """The scale of the questionnaire."""
        return self.instrument.scale

    @property
    def confidence(self) -> str:
        """The coverage of the intervals, such as ``95%``."""
        return f"{self.numbers.points(self.study.settings.confidence * 100)}%"

    @property
    def sesoi(self) -> str:
        """The smallest gap of interest in scale points."""
        return self.numbers.points(self.study.sesoi)
