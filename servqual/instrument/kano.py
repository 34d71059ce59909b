"""Kano's two questions about an item: what they need to be read as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from servqual.instrument.parts import Gap, Item, Scale

# how people feel where an item is there, and where it is not; no ratings, so never averaged
KANO_BATTERIES = ("functional", "dysfunctional")
KANO_ANSWERS = 5  # like, must be, neutral, live with, dislike


def kano_faults(
    scales: Mapping[str, Scale], gaps: Sequence[Gap], items: Sequence[Item]
) -> Iterator[str]:
    """Yield what is wrong with the batteries of Kano's questions; ``scales`` are by battery."""
    there = [name for name in KANO_BATTERIES if name in scales]
    if len(there) == 1:
        (other,) = set(KANO_BATTERIES) - set(there)
        yield f"batteries[{there[0]}]: Kano's classes need {other!r} as well; add that battery"
    for name in there:
        scale = scales[name]
        if scale.points != KANO_ANSWERS or scale.parts != 1:
            yield (
                f"batteries[{name}].scale: it has five answers (like, must be, neutral, live with, "
                f"dislike), not {scale.min}-{scale.max}; set scale = {{ min = 1, max = 5 }}"
            )
    for gap in gaps:
        for name in gap.batteries:
            if name in there:
                yield f"gaps[{gap.name}]: the answers to {name!r} are no ratings; take it out"
    for item in items:
        for name in item.reverse if isinstance(item.reverse, list) else []:
            if name in there:
                yield f"items[{item.id}].reverse: {name!r} cannot be turned round; take it out"
