"""Files with one score per dimension instead of one rating per item: sums, means or percent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from servqual.importer.answers.cells import clean, number
from servqual.importer.answers.decoding import NOT_READ, OFF_SCALE, Decoder
from servqual.importer.answers.labels import label_key
from servqual.importer.answers.scales import LARGEST_PART, MOST_ANSWERS
from servqual.instrument import Instrument, Item
from servqual.notes import Note
from servqual.responses import Missing

KINDS = ("sums", "means", "percent")
_TOLERANCE = 1e-9


def sizes(instrument: Instrument) -> dict[str, int]:
    """Return how many items stand behind the score of each dimension."""
    return {d: len(instrument.items_of(d)) for d in instrument.dimension_ids}


def of_dimensions(instrument: Instrument, kind: str) -> Instrument:
    """Return a questionnaire whose items are its dimensions, on a scale that holds their scores.

    A sum divided by the number of items is kept exactly, in parts of a point; means and percent are
    kept to a hundredth.
    """
    items = [
        Item(id=d.id, dimension=d.id, topic=d.name, aliases=[*d.aliases])
        for d in instrument.dimensions
    ]
    parts = math.lcm(*sizes(instrument).values()) if kind == "sums" else LARGEST_PART
    batteries = [
        b.model_copy(
            update={
                "patterns": [],
                "scale": b.scale and b.scale.resized(b.scale.min, b.scale.max, parts),
            }
        )
        for b in instrument.batteries
    ]
    widest = max(instrument.scale_of(name).range for name in instrument.battery_names)
    parts = parts if widest * parts < MOST_ANSWERS else LARGEST_PART
    scale = instrument.scale
    return instrument.model_copy(
        update={
            "items": items,
            "themes": [],
            "journey": [],
            "reversed_form": None,
            "batteries": batteries,
            "scale": scale.resized(scale.min, scale.max, parts),
        }
    )


@dataclass
class ScoreDecoder(Decoder):
    """Cell text -> the mean rating behind a score, in parts of a point; see :class:`Decoder`.

    Attributes
    ----------
    kind : str
        ``sums``, ``means`` or ``percent``.
    n_items : int
        Items behind the score.
    """

    kind: str = "means"
    n_items: int = 1

    def _decode(self, text: str) -> int:
        plain = clean(text)
        if not plain:
            return Missing.BLANK
        value = number(plain.removesuffix("%").rstrip())
        if value is None or plain in self.words:
            code = self.words.get(label_key(plain), 0)
            return code if code < 0 else self._fault(text, NOT_READ)
        low, high = self._ends()
        if not low <= value <= high:
            return self._fault(text, f"{OFF_SCALE} of these scores, {low}-{high}")
        if self.kind == "sums" and not value.is_integer():
            return self._fault(text, "is not a whole number, as a sum of ratings is")
        share = (value - low) / (high - low)
        scale = self.scale
        return round(scale.codes[0] + share * scale.range * scale.parts)

    def _ends(self) -> tuple[int, int]:
        """Return the lowest and the highest score."""
        if self.kind == "percent":
            return 0, 100
        times = self.n_items if self.kind == "sums" else 1
        return self.scale.min * times, self.scale.max * times


def score_notes(kind: str, behind: Mapping[str, int], where: str) -> list[Note]:
    """Return the note that says how dimension scores were read."""
    if not kind:
        return []
    counts = ", ".join(f"{dimension} {n}" for dimension, n in behind.items())
    return [Note(f"dimension_{kind}", {"items": counts} if kind == "sums" else {}, where)]


def score_faults(kind: str, instrument: Instrument, absent: Iterable[str]) -> list[str]:
    """Return what is wrong with the declaration of dimension scores."""
    if kind and kind not in KINDS:
        return [f"dimension_scores: {kind!r} is not one of {', '.join(KINDS)}"]
    turned = [
        item.id for item in instrument.items if item.reverse is not False and item.id not in absent
    ]
    if kind and turned:
        return [
            f"dimension_scores: {instrument.id} words {', '.join(turned)} negatively, and a score "
            "does not say whether they were turned round before they were added up. Score the "
            "ratings themselves, or name a questionnaire without negative items"
        ]
    return []
