"""A questionnaire as a whole: that its parts fit together, and how to look things up in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from servqual.errors import InstrumentError
from servqual.instrument.fitting import fitting_faults
from servqual.instrument.forms import Form, form_shares
from servqual.instrument.journey import Touchpoint, journey_without
from servqual.instrument.kano import KANO_BATTERIES
from servqual.instrument.origin import ModelledOn, ReversedForm
from servqual.instrument.outcome import AttentionItem, Outcome, PeopleColumn
from servqual.instrument.parts import (
    Battery,
    Dimension,
    ExpectationType,
    Gap,
    Importance,
    InstrumentId,
    Item,
    Part,
    Scale,
    Theme,
    Words,
    refuse,
)

THEMES_OF = "themes_of"  # under which a file says whose themes it takes


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
    modelled_on: ModelledOn | None = None
    """The published questionnaire that this one follows in structure, not in sentences."""
    role: Literal["customer", "manager", "staff"] = "customer"
    """Who answers it; managers and contact staff for the gap model."""
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
    def _check(self, info: ValidationInfo) -> Self:
        refuse(fitting_faults(self, (info.context or {}).get(THEMES_OF, "")))
        return self

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

    @property
    def customer_outcomes(self) -> list[Outcome]:
        """Questions to customers about the whole: all but the blocks of the gap model."""
        return [o for o in self.outcomes if not o.block]

    def items_of(self, dimension_id: str) -> list[str]:
        """Return the ids of a dimension's items in order."""
        return [i.id for i in self.items if i.dimension == dimension_id]

    def form_shares(self) -> dict[str, list[dict[str, float]]]:
        """Return how much each item counts by version: by dimension, and under '' of all items.

        See :func:`servqual.instrument.forms.balanced_shares`; empty without versions.
        """
        return form_shares(self.forms, {d: self.items_of(d) for d in self.dimension_ids})

    def asks_together(self, items: Sequence[str]) -> bool:
        """Say whether anybody is asked all of some items: without versions always."""
        return not self.forms or any(set(items) <= set(form.items) for form in self.forms)

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
