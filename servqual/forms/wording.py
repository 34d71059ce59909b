"""Words every block of a questionnaire in one language: ratings, points, outcomes, people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from servqual.forms.codes import COMMENTS, POINTS, Codes
from servqual.forms.questions import (
    Block,
    Choice,
    Comment,
    Matrix,
    Missing,
    Option,
    Points,
    Ranking,
    Rating,
    Row,
)
from servqual.forms.speaking import Service, service_of, spoken
from servqual.instrument import Instrument, Outcome, Scale
from servqual.settings import Promise
from servqual.texts import catalogue, fill

_OFFERED = ("not_applicable",)  # beside the scale, where the questionnaire has words for it
_FOLLOWS = {"problem_resolved": "problem"}


@dataclass(frozen=True)
class Wanted:
    """How a questionnaire is fielded.

    Attributes
    ----------
    service : str or mapping of language to str
        What it asks about: a name ("Aurora Hotel") or a noun ("hotel"); '' for the
        questionnaire's own noun. In a mapping, ``""`` stands for all other languages.
    noun : str or mapping of language to str
        The kind of service where ``service`` is a name; '' for the questionnaire's own noun.
    people : sequence of (id, choices), or None
        What is asked about the people, with the answers to choose from (none: those of the
        questionnaire, else people write). None asks what has answers to choose from by itself.
    promise : Promise
        What was promised to those who answer; printed on the form.
    orders : int
        In how many random orders the items are asked; 0 for the order of the questionnaire.
    seed : int
        Of the random orders.
    """

    service: str | Mapping[str, str] = ""
    noun: str | Mapping[str, str] = ""
    people: Sequence[tuple[str, Sequence[str]]] | None = None
    promise: Promise = field(default_factory=Promise)
    orders: int = 0
    seed: int = 1


@dataclass(frozen=True)
class Asking:
    """Words every block of one questionnaire in one language."""

    instrument: Instrument
    language: str
    first: str  # the language whose words stand for a group in every language
    wanted: Wanted
    codes: Codes

    @property
    def told(self) -> str:
        """What the service was said to be in this language, '' for nothing."""
        return _in(self.wanted.service, self.language).strip()

    @property
    def service(self) -> Service:
        """What the questions speak of."""
        noun = _in(self.wanted.noun, self.language)
        return service_of(self.instrument, self.language, self.told, noun)

    def say(self, key: str, **values: object) -> str:
        """Return one of our own texts."""
        return fill(self.language, f"forms.{key}", values)

    def spoken(self, words: Any) -> str:
        """Return a text of the questionnaire."""
        return spoken(self.instrument, words, self.language, self.service)

    def blocks(self, items: Sequence[str]) -> Iterator[Block]:
        """Yield everything that is asked, in order."""
        names = self.instrument.battery_names
        # importance is asked before people are led to think of this service
        before = "" if self._same_words() else self._first_received()
        for name in names:
            if name == before:
                yield from self._importance()
            yield self._matrix(name, items)
        if not before:
            yield from self._importance()
        yield from self._attention()
        yield from map(self._outcome, self.instrument.outcomes)
        yield Comment(COMMENTS, self.say("comments.text"))
        yield from self._people()

    def _first_received(self) -> str:
        """Return the first battery of what was received, '' for none."""
        received = {gap.of for gap in self.instrument.gaps}
        return next((name for name in self.instrument.battery_names if name in received), "")

    def _same_words(self) -> bool:
        """Say whether every battery has the same sentences, which then stand side by side."""
        items, names = self.instrument.items, self.instrument.battery_names
        texts = {n: [self.spoken(i.wording.get(n) or i.topic) for i in items] for n in names}
        return len(names) > 1 and all(texts[n] == texts[names[0]] for n in names)

    def _matrix(self, name: str, items: Sequence[str]) -> Matrix:
        battery, scale = self.instrument.battery(name), self.instrument.scale_of(name)
        return Matrix(
            id=name,
            code=self.codes.batteries[name],
            title=self.instrument.say(battery.label, self.language),
            intro=self.spoken(battery.intro),
            options=self._options(scale),
            rows=tuple(self._row(name, item) for item in items),
            missing=tuple(
                Missing(kind, self.say(f"missing.{kind}"))
                for kind in _OFFERED
                if kind in scale.missing
            ),
        )

    def _row(self, battery: str, item: str) -> Row:
        asked = self.instrument.item(item)
        return Row(
            code=self.codes.rating(battery, item),
            id=item,
            number=self.codes.numbers.get(item, 0),
            text=self.spoken(asked.wording.get(battery) or asked.topic),
        )

    def _options(self, scale: Scale) -> tuple[Option, ...]:
        words = {float(a.value): self.instrument.say(a.label, self.language) for a in scale.anchors}
        return tuple(Option(f"{value:g}", words.get(float(value), "")) for value in scale.values)

    def _importance(self) -> Iterator[Points | Ranking]:
        importance = self.instrument.importance
        if importance.method not in POINTS:
            return
        intro = self.spoken(importance.intro)
        rows = tuple(
            Row(
                code=self.codes.points(dimension.id),
                id=dimension.id,
                number=0,
                text=self.instrument.say(dimension.name, self.language),
                about=self.spoken(dimension.description),
            )
            for dimension in self.instrument.dimensions
        )
        if importance.method == "points":
            yield Points("points", intro, importance.total, rows)
        else:
            yield Ranking("rank", intro, rows)

    def _attention(self) -> Iterator[Rating]:
        for check in self.instrument.attention:
            text = self.instrument.say(check.label, self.language)
            options = self._options(self.instrument.scale)
            yield Rating(check.id, check.id, text, options, "attention")

    def _outcome(self, outcome: Outcome) -> Rating | Choice:
        known = outcome.id if outcome.kind != "effort" else f"effort_{outcome.version}"
        text = self._own(f"outcome.{known}.text") or self.spoken(outcome.label)
        if outcome.kind == "yes_no":
            yes, no = str(outcome.max), str(outcome.min)
            answers = (Option(yes, self.say("yes_no.yes")), Option(no, self.say("yes_no.no")))
            return Choice(outcome.id, outcome.id, text, answers, "yes_no", self._only_if(outcome))
        scale, ends = self.instrument.scale, (outcome.min, outcome.max)
        if outcome.block == "antecedent" and ends == (scale.min, scale.max):
            options = self._options(scale)
            return Rating(outcome.id, outcome.id, text, options, "rating", outcome.block)
        told = f"{outcome.min} = " in text  # the question says itself what its ends mean
        words = {} if told else dict(zip(ends, self._ends(known, outcome.block), strict=True))
        points = range(outcome.min, outcome.max + 1)
        options = tuple(Option(str(n), words.get(n, "")) for n in points)
        return Rating(outcome.id, outcome.id, text, options, outcome.kind, outcome.block)

    def _only_if(self, outcome: Outcome) -> tuple[str, str] | None:
        """Return the answer with which a question is asked, None for always."""
        earlier = _FOLLOWS.get(outcome.id, "")
        found = [o for o in self.instrument.outcomes if o.id == earlier]
        return (earlier, str(found[0].max)) if found else None

    def _ends(self, *known: str) -> tuple[str, str]:
        """Return the words of the two ends: our own of the first known, or lowest and highest."""
        for name in known:
            if own := self._own(f"outcome.{name}.low"):
                return own, self._own(f"outcome.{name}.high")
        return self.say("ends.low"), self.say("ends.high")

    def _own(self, key: str) -> str:
        """Return one of our own texts, '' if there is none."""
        return str(catalogue(self.language).get(f"forms.{key}", ""))

    def _people(self) -> Iterator[Choice]:
        told = self.wanted.people
        if told is None:
            told = [
                (p.id, ()) for p in self.instrument.people if self._answers(p.id, self.language)
            ]
        for name, answers in told:
            column = next(p for p in self.instrument.people if p.id == name)
            label = self.instrument.say(column.label, self.language)
            work = self._own(f"people.{name}.work") if self.instrument.role != "customer" else ""
            text = work or self._own(f"people.{name}.text") or label
            words = answers or self._answers(name, self.language)
            # one group is one word in the export, whoever answered in which language
            values = answers or self._answers(name, self.first)
            options = tuple(Option(v, word) for v, word in zip(values, words, strict=True))
            yield Choice(name, name, text, options)

    def _answers(self, name: str, language: str) -> Sequence[str]:
        """Return the answers to choose from: the questionnaire's own, else the usual ones."""
        column = next(p for p in self.instrument.people if p.id == name)
        own = [self.instrument.say(o, language) for o in column.options]
        return own or catalogue(language).get(f"forms.people.{name}.options", ())


def _in(words: str | Mapping[str, str], language: str) -> str:
    """Return what was said for a language, or for all others."""
    return words if isinstance(words, str) else words.get(language) or words.get("", "")
