"""How the parts of a questionnaire fit together: what is named twice, or named and not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from servqual.instrument.forms import form_faults
from servqual.instrument.journey import journey_faults
from servqual.instrument.kano import kano_faults
from servqual.instrument.parts import MIDPOINT, Words, ambiguous, not_in, repeated

if TYPE_CHECKING:
    from servqual.instrument.model import Instrument

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def fitting_faults(asked: Instrument, themes_of: str = "") -> Iterator[str]:
    """Yield everything that does not fit together, each with the key that it stands under.

    ``themes_of`` names the questionnaire that the themes are taken from, if they are not its own.
    """
    yield from _name_faults(asked)
    yield from _item_faults(asked)
    yield from _gap_faults(asked)
    yield from _theme_faults(asked, themes_of)
    yield from journey_faults(asked.journey, asked.item_ids)
    scales = {b.name: b.scale or asked.scale for b in asked.batteries}
    yield from kano_faults(scales, asked.gaps, asked.items)
    yield from _other_faults(asked)
    dimensions = {i.id: i.dimension for i in asked.items}
    yield from form_faults(asked.forms, dimensions, [p.id for p in asked.people])
    yield from _text_faults(asked)


def _name_faults(asked: Instrument) -> Iterator[str]:
    """Yield names that stand there twice and words that stand for two things."""
    yield from repeated("batteries", asked.battery_names)
    yield from repeated("gaps", (g.name for g in asked.gaps))
    yield from repeated("dimensions", asked.dimension_ids)
    yield from repeated("items", asked.item_ids)
    yield from repeated("themes", (t.id for t in asked.themes))
    yield from repeated("outcomes", (o.id for o in asked.outcomes))
    yield from repeated("people", (p.id for p in asked.people))
    yield from repeated("attention", (a.id for a in asked.attention))
    yield from ambiguous((f"batteries[{b.name}]", [b.name, *b.aliases]) for b in asked.batteries)
    yield from ambiguous((f"dimensions[{d.id}]", [d.id, *d.aliases]) for d in asked.dimensions)
    yield from ambiguous((f"items[{i.id}]", [i.id, *i.aliases]) for i in asked.items)
    outcomes = [(f"outcomes[{o.id}]", [o.id, *o.aliases]) for o in asked.outcomes]
    people = [(f"people[{p.id}]", [p.id, *p.aliases]) for p in asked.people]
    checks = [(f"attention[{a.id}]", [a.id, *a.aliases]) for a in asked.attention]
    yield from ambiguous([*outcomes, *people, *checks])


def _item_faults(asked: Instrument) -> Iterator[str]:
    """Yield what is wrong between items, dimensions and batteries."""
    dimensions, batteries = asked.dimension_ids, asked.battery_names
    for item in asked.items:
        if item.dimension not in dimensions:
            yield f"items[{item.id}].dimension: {not_in(item.dimension, 'dimensions', dimensions)}"
        reverse = item.reverse if isinstance(item.reverse, list) else []
        for name in (*item.wording, *reverse):
            if name not in batteries:
                yield f"items[{item.id}]: {not_in(name, 'batteries', batteries)}"
    used = {item.dimension for item in asked.items}
    for name in dimensions:
        if name not in used:
            yield f"dimensions[{name}]: no item belongs to it"


def _gap_faults(asked: Instrument) -> Iterator[str]:
    """Yield what is wrong between gaps and batteries."""
    if MIDPOINT in asked.battery_names:
        yield (
            f"batteries[{MIDPOINT}]: the name stands for the middle of a scale in gaps; "
            "take another"
        )
    if sum(gap.direct for gap in asked.gaps) > 1:
        yield f"gaps: only one of them can be held against {MIDPOINT!r}"
    for gap in asked.gaps:
        unknown = [name for name in gap.batteries if name not in asked.battery_names]
        for name in unknown:
            yield f"gaps[{gap.name}]: {not_in(name, 'batteries', asked.battery_names)}"
        if gap.of == gap.minus:
            yield f"gaps[{gap.name}]: 'of' and 'minus' are the same battery"
        elif gap.direct and not unknown and asked.scale_of(gap.of).middle is None:
            low, high = _ends(asked, gap.of)
            yield (
                f"gaps[{gap.name}]: a scale from {low} to {high} has no middle answer to hold "
                "against; take one with an odd number of answers"
            )
        elif not unknown and len({_ends(asked, name) for name in gap.batteries}) > 1:
            yield f"gaps[{gap.name}]: the two batteries have different scales"


def _theme_faults(asked: Instrument, themes_of: str) -> Iterator[str]:
    """Yield items that are in no theme, in two, or unknown."""
    if not asked.themes:
        return
    for theme in asked.themes:
        for name in theme.items:
            if name not in asked.item_ids:
                yield f"themes[{theme.id}].items: {not_in(name, 'items', asked.item_ids)}"
    grouped = Counter(name for theme in asked.themes for name in theme.items)
    for name in asked.item_ids:
        if not grouped[name]:
            told = f"themes: {name} is in none of them; every item belongs to one theme"
            yield f"{told}{_theme_remedy(asked, name, themes_of) if themes_of else ''}"
        elif grouped[name] > 1:
            yield f"themes: {name} stands there {grouped[name]} times; keep it in one theme"


def _theme_remedy(asked: Instrument, name: str, themes_of: str) -> str:
    """Return how an item comes into a theme of the questionnaire that is extended."""
    alike = set(asked.items_of(asked.item(name).dimension))
    theme = max(asked.themes, key=lambda theme: len(alike & set(theme.items)))
    items = ", ".join(f'"{item}"' for item in [*theme.items, name])
    return (
        f". The themes are those of {themes_of}, which this file extends. Add {name} to one of "
        f'them here: [[themes]] with id = "{theme.id}" and items = [{items}]; or do without '
        'them: replace = ["themes"] above the first [table]'
    )


def _other_faults(asked: Instrument) -> Iterator[str]:
    """Yield what is wrong with importance and the reversed form."""
    if asked.importance.method == "ratings" and "importance" not in asked.battery_names:
        yield (
            "importance.method: 'ratings' needs a battery called 'importance'; "
            "add it, or use 'points', 'ranking' or 'none'"
        )
    for outcome in asked.outcomes:
        if outcome.about and outcome.about not in asked.dimension_ids:
            told = not_in(outcome.about, "dimensions", asked.dimension_ids)
            yield f"outcomes[{outcome.id}].about: {told}"
    for name in asked.reversed_form.items if asked.reversed_form else []:
        if name not in asked.item_ids:
            yield f"reversed_form.items: {not_in(name, 'items', asked.item_ids)}"


def _text_faults(asked: Instrument) -> Iterator[str]:
    """Yield texts that ask for anything but ``{service}``."""
    for where, words in _texts(asked):
        for language, text in words.items():
            if strange := set(_PLACEHOLDER.findall(text)) - {"{service}"}:
                yield (
                    f"{where}.{language}: {', '.join(sorted(strange))} cannot be filled; "
                    "{service} is the only placeholder"
                )


def _texts(asked: Instrument) -> Iterator[tuple[str, Words]]:
    """Yield every text in which ``{service}`` may stand, with the key that it is under."""
    yield "importance.intro", asked.importance.intro or {}
    for battery in asked.batteries:
        yield f"batteries[{battery.name}].intro", battery.intro or {}
    for item in asked.items:
        yield f"items[{item.id}].topic", item.topic
        for name, words in item.wording.items():
            yield f"items[{item.id}].wording.{name}", words


def _ends(asked: Instrument, battery: str) -> tuple[int, int]:
    scale = asked.scale_of(battery)
    return scale.min, scale.max
