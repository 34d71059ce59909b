"""A questionnaire as a whole: that its parts fit together, and how to look things up in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from servqual.errors import InstrumentError
from servqual.instrument.forms import Form, form_faults, form_shares
from servqual.instrument.journey import Touchpoint, journey_faults, journey_without
from servqual.instrument.kano import KANO_BATTERIES, kano_faults
from servqual.instrument.parts import (
    AttentionItem,
    Battery,
    Dimension,
    ExpectationType,
    Gap,
    Importance,
    InstrumentId,
    Item,
    Outcome,
    Part,
    PeopleColumn,
    ReversedForm,
    Scale,
    Theme,
    Words,
    ambiguous,
    refuse,
    repeated,
)

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class Instrument(Part):
    """A questionnaire: what was asked, on which scale, and how the answers are scored.

    Read one with :func:`servqual.load_instrument`; the file format is described in
    ``instruments/README.md``. Texts are mappings from language code to text.
    """

    id: InstrumentId
    """Its name on the command line."""
    version: str
    """Which form it is, usually the year."""
    title: Words
    """Its name as a heading, by language."""
    source: str
    """The citation of the questionnaire."""
    wording: Literal["paraphrase", "own", "original"]
    """Whose sentences these are: a paraphrase, your own, or the original with permission."""
    licence_note: str | Words = ""
    """Under which terms the wording may be used: one text, or one by language."""
    expectation_type: ExpectationType | None = None
    """What expectation means here; it chooses the verb in the report."""
    service: Words = Field(default={"en": "company", "zh": "企业"})
    """The noun that fills {service}, by language."""
    scale: Scale
    """The answers that people choose from."""
    batteries: list[Battery] = Field(min_length=1)
    """The sets of ratings, in order."""
    gaps: list[Gap] = Field(default=[])
    """The differences of two batteries; leave out where there are none."""
    dimensions: list[Dimension] = Field(min_length=1)
    """The groups of items, in order."""
    items: list[Item] = Field(min_length=1)
    """The statements, in the order of the questionnaire."""
    themes: list[Theme] = Field(default=[])
    """Items grouped by cause; leave out to group them by dimension."""
    overall: Literal["dimensions", "items"] = "dimensions"
    """Whether the overall score is the mean of dimensions or of items."""
    min_answered: float = Field(default=0.5, gt=0, le=1)
    """The share of a dimension's items that must be answered for a score."""
    min_dimensions: float = Field(default=0.6, gt=0, le=1)
    """The share of dimensions that must have a score for an overall score."""
    importance: Importance = Importance()
    """How importance was asked."""
    outcomes: list[Outcome] = Field(default=[])
    """Questions about the whole: satisfaction, recommendation ..."""
    people: list[PeopleColumn] = Field(default=[])
    """Columns known about the people: branch, age group ..."""
    attention: list[AttentionItem] = Field(default=[])
    """Questions with a told answer, which show who reads."""
    reversed_form: ReversedForm | None = None
    """Items that one version words negatively."""
    forms: list[Form] = Field(default=[])
    """Versions that ask only a part of the items each; who answered which says the column form."""
    journey: list[Touchpoint] = Field(default=[])
    """What customers go through, in order; leave out where the items follow no journey."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(
            [
                *self._name_faults(),
                *self._item_faults(),
                *self._gap_faults(),
                *self._theme_faults(),
                *journey_faults(self.journey, self.item_ids),
                *kano_faults(
                    {b.name: b.scale or self.scale for b in self.batteries}, self.gaps, self.items
                ),
                *self._other_faults(),
                *form_faults(
                    self.forms,
                    {i.id: i.dimension for i in self.items},
                    [p.id for p in self.people],
                ),
                *self._text_faults(),
            ]
        )
        return self

    def _name_faults(self) -> Iterator[str]:
        """Yield names that stand there twice and words that stand for two things."""
        yield from repeated("batteries", self.battery_names)
        yield from repeated("gaps", (g.name for g in self.gaps))
        yield from repeated("dimensions", self.dimension_ids)
        yield from repeated("items", self.item_ids)
        yield from repeated("themes", (t.id for t in self.themes))
        yield from repeated("outcomes", (o.id for o in self.outcomes))
        yield from repeated("people", (p.id for p in self.people))
        yield from repeated("attention", (a.id for a in self.attention))
        yield from ambiguous((f"batteries[{b.name}]", [b.name, *b.aliases]) for b in self.batteries)
        yield from ambiguous((f"dimensions[{d.id}]", [d.id, *d.aliases]) for d in self.dimensions)
        yield from ambiguous((f"items[{i.id}]", [i.id, *i.aliases]) for i in self.items)
        outcomes = [(f"outcomes[{o.id}]", [o.id, *o.aliases]) for o in self.outcomes]
        people = [(f"people[{p.id}]", [p.id, *p.aliases]) for p in self.people]
        checks = [(f"attention[{a.id}]", [a.id, *a.aliases]) for a in self.attention]
        yield from ambiguous([*outcomes, *people, *checks])

    def _item_faults(self) -> Iterator[str]:
        """Yield what is wrong between items, dimensions and batteries."""
        dimensions, batteries = self.dimension_ids, self.battery_names
        for item in self.items:
            if item.dimension not in dimensions:
                yield f"items[{item.id}].dimension: {item.dimension!r} is not in dimensions"
            reverse = item.reverse if isinstance(item.reverse, list) else []
            for name in (*item.wording, *reverse):
                if name not in batteries:
                    yield f"items[{item.id}]: {name!r} is not in batteries"
        used = {item.dimension for item in self.items}
        for name in dimensions:
            if name not in used:
                yield f"dimensions[{name}]: no item belongs to it"

    def _gap_faults(self) -> Iterator[str]:
        """Yield what is wrong between gaps and batteries."""
        for gap in self.gaps:
            unknown = [name for name in (gap.of, gap.minus) if name not in self.battery_names]
            for name in unknown:
                yield f"gaps[{gap.name}]: {name!r} is not in batteries"
            if gap.of == gap.minus:
                yield f"gaps[{gap.name}]: 'of' and 'minus' are the same battery"
            elif not unknown and self._ends(gap.of) != self._ends(gap.minus):
                yield f"gaps[{gap.name}]: the two batteries have different scales"

    def _theme_faults(self) -> Iterator[str]:
        """Yield items that are in no theme, in two, or unknown."""
        if not self.themes:
            return
        for theme in self.themes:
            for name in theme.items:
                if name not in self.item_ids:
                    yield f"themes[{theme.id}].items: {name!r} is not in items"
        grouped = Counter(name for theme in self.themes for name in theme.items)
        for name in self.item_ids:
            if not grouped[name]:
                yield f"themes: {name} is in none of them; every item belongs to one theme"
            elif grouped[name] > 1:
                yield f"themes: {name} stands there {grouped[name]} times; keep it in one theme"

    def _other_faults(self) -> Iterator[str]:
        """Yield what is wrong with importance and the reversed form."""
        if self.importance.method == "ratings" and "importance" not in self.battery_names:
            yield (
                "importance.method: 'ratings' needs a battery called 'importance'; "
                "add it, or use 'points', 'ranking' or 'none'"
            )
        for name in self.reversed_form.items if self.reversed_form else []:
            if name not in self.item_ids:
                yield f"reversed_form.items: {name!r} is not in items"

    def _text_faults(self) -> Iterator[str]:
        """Yield texts that ask for anything but ``{service}``."""
        for where, words in self._texts():
            for language, text in words.items():
                if strange := set(_PLACEHOLDER.findall(text)) - {"{service}"}:
                    yield (
                        f"{where}.{language}: {', '.join(sorted(strange))} cannot be filled; "
                        "{service} is the only placeholder"
                    )

    def _texts(self) -> Iterator[tuple[str, Words]]:
        """Yield every text in which ``{service}`` may stand, with the key that it is under."""
        yield "importance.intro", self.importance.intro or {}
        for battery in self.batteries:
            yield f"batteries[{battery.name}].intro", battery.intro or {}
        for item in self.items:
            yield f"items[{item.id}].topic", item.topic
            for name, words in item.wording.items():
                yield f"items[{item.id}].wording.{name}", words

    def _ends(self, battery: str) -> tuple[int, int]:
        scale = self.scale_of(battery)
        return scale.min, scale.max

    # -- looking things up ---------------------------------------------------------------------

    def battery(self, name: str) -> Battery:
        """Return a battery by name; KeyError if it has none of that name."""
        return next((b for b in self.batteries if b.name == name), None) or _missing(name)

    def item(self, item_id: str) -> Item:
        """Return an item by id; KeyError if there is none."""
        return next((i for i in self.items if i.id == item_id), None) or _missing(item_id)

    def dimension(self, dimension_id: str) -> Dimension:
        """Return a dimension by id; KeyError if there is none."""
        return next((d for d in self.dimensions if d.id == dimension_id), None) or _missing(
            dimension_id
        )

    @property
    def battery_names(self) -> list[str]:
        """Names of the batteries in the order of the questionnaire."""
        return [b.name for b in self.batteries]

    @property
    def rated_batteries(self) -> list[str]:
        """Names of the batteries of ratings: all but Kano's two questions."""
        return [name for name in self.battery_names if name not in KANO_BATTERIES]

    @property
    def item_ids(self) -> list[str]:
        """Ids of the items in the order of the questionnaire."""
        return [i.id for i in self.items]

    @property
    def dimension_ids(self) -> list[str]:
        """Ids of the dimensions in the order of the questionnaire."""
        return [d.id for d in self.dimensions]

    def items_of(self, dimension_id: str) -> list[str]:
        """Return the ids of a dimension's items in order."""
        return [i.id for i in self.items if i.dimension == dimension_id]

    def form_shares(self) -> dict[str, list[dict[str, float]]]:
        """Return how much each item counts by version: by dimension, and under '' of all items.

        See :func:`servqual.instrument.forms.balanced_shares`; empty without versions.
        """
        return form_shares(self.forms, {d: self.items_of(d) for d in self.dimension_ids})

    def scale_of(self, battery: str) -> Scale:
        """Return the scale of a battery: its own, or the instrument's."""
        return self.battery(battery).scale or self.scale

    def is_reversed(self, item_id: str, battery: str) -> bool:
        """Say whether an item is worded negatively in a battery; its scores are turned round."""
        if battery in KANO_BATTERIES:
            return False  # its answers have no opposite ends
        reverse = self.item(item_id).reverse
        return reverse if isinstance(reverse, bool) else battery in reverse

    # -- variations ----------------------------------------------------------------------------

    def with_scale(self, low: int, high: int) -> Instrument:
        """Return this instrument answered on another scale from ``low`` to ``high``."""
        batteries = [
            b.model_copy(
                update={"scale": self.scale_of(b.name) if b.name in KANO_BATTERIES else None}
            )
            for b in self.batteries
        ]
        return self.model_copy(
            update={"scale": self.scale.resized(low, high), "batteries": batteries}
        )

    def without_items(self, absent: Iterable[str]) -> Instrument:
        """Return this instrument without some items (and without dimensions left empty)."""
        gone = set(absent)
        unknown = sorted(gone - set(self.item_ids))
        if unknown:
            raise InstrumentError(
                f"{self.id}: no item called {', '.join(unknown)}. "
                f"Known items: {', '.join(self.item_ids)}."
            )
        items = [i for i in self.items if i.id not in gone]
        if not items:
            raise InstrumentError(f"{self.id}: without {', '.join(sorted(gone))} no item is left.")
        kept = {i.dimension for i in items}
        form = self.reversed_form
        if form:
            form = form.model_copy(update={"items": [i for i in form.items if i not in gone]})
        forms = [
            f.model_copy(update={"items": [i for i in f.items if i not in gone]})
            for f in self.forms
        ]
        return self.model_copy(
            update={
                "items": items,
                "dimensions": [d for d in self.dimensions if d.id in kept],
                "reversed_form": form,
                "forms": forms,
                "themes": _without(self.themes, gone),
                "journey": journey_without(self.journey, gone),
            }
        )

    def say(self, words: Mapping[str, str] | str | None, language: str) -> str:
        """Return a text in a language, else in English, else in whichever there is; '' for none.

        A text that is the same in every language comes back as it is.
        """
        if isinstance(words, str):
            return words
        if not words:
            return ""
        return words.get(language) or words.get("en") or next(iter(words.values()))

    def filled(self, words: Mapping[str, str] | None, language: str, service: str = "") -> str:
        """Return a text as in :meth:`say` with ``{service}`` filled.

        ``service`` is a noun such as "hotel" or "酒店"; '' takes the instrument's own noun.
        """
        noun = service.strip() or self.say(self.service, language)
        return self.say(words, language).replace("{service}", noun)


def _without(themes: Iterable[Theme], gone: set[str]) -> list[Theme]:
    """Return themes without some items; a theme that is left empty goes too."""
    left = [
        theme.model_copy(update={"items": [i for i in theme.items if i not in gone]})
        for theme in themes
    ]
    return [theme for theme in left if theme.items]


def _missing(name: str) -> Any:
    raise KeyError(name)
