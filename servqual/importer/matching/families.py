"""Which blocks of an unknown questionnaire ask for the same items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from servqual.importer.matching.headings import leading_number, sentence_key

_FEWEST_ITEMS = 3  # of blocks that only their place pairs


@dataclass(frozen=True)
class LikelyBlock:
    """Columns of ratings under one heading.

    Parameters
    ----------
    label : str
    items : mapping of wording to column
    battery : str
        What the heading says, "" if it says nothing.
    """

    label: str
    items: Mapping[str, int]
    battery: str = ""


def largest_family(blocks: Sequence[LikelyBlock]) -> tuple[str, list[LikelyBlock]] | None:
    """Return the blocks whose items belong together and that have most columns, and by what.

    Equal wording is believed first. Sentences that differ (a bank should, this bank does) belong
    together by their numbers, or by their place, only where every heading names another battery.
    """
    families: dict[tuple[str, object], list[LikelyBlock]] = {}
    for block in blocks:
        families.setdefault(("wording", frozenset(map(sentence_key, block.items))), []).append(
            block
        )
        if block.battery:
            numbers = [leading_number(text) for text in block.items]
            if None not in numbers and len(set(numbers)) == len(numbers):
                sorted_block = replace(block, items=dict(sorted(block.items.items(), key=_number)))
                families.setdefault(("number", frozenset(numbers)), []).append(sorted_block)
            families.setdefault(("place", len(block.items)), []).append(block)
    usable = [
        (kind, family)
        for (kind, _), family in families.items()
        if len(family[0].items) > 1 and (kind == "wording" or _all_named(family))
    ]
    rank = {"wording": 2, "number": 1, "place": 0}
    return max(
        usable,
        key=lambda entry: (len(entry[1]) * len(entry[1][0].items), rank[entry[0]]),
        default=None,
    )


def _number(entry: tuple[str, int]) -> int:
    return leading_number(entry[0]) or 0


def _all_named(family: Sequence[LikelyBlock]) -> bool:
    """Say whether several blocks are all of different batteries and long enough to be a pair."""
    return (
        len({block.battery for block in family}) == len(family) > 1
        and len(family[0].items) >= _FEWEST_ITEMS
    )
