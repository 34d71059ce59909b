"""Names of the columns that are scored and summed, and of the sets and tables of them."""

from __future__ import annotations

import math

from servqual.instrument import Scale

WEIGHTED = "weighted"
ITEM_MEAN = "item_mean"
# batteries of what people got, the one that leads first; direct compares it with what was expected
RECEIVED = ("satisfaction", "perception", "direct", "recovery")


def item(battery: str, item_id: str) -> str:
    """Return the column of an item's rating in a battery (turned round if worded negatively)."""
    return f"{battery}:item:{item_id}"


def dimension(battery: str, dimension_id: str) -> str:
    """Return the column of a dimension's score in a battery, or of a gap."""
    return f"{battery}:dimension:{dimension_id}"


def overall(battery: str, name: str) -> str:
    """Return the column of a person's overall score of one kind."""
    return f"{battery}:overall:{name}"


def part(gap_column: str, side: str) -> str:
    """Return the column of one side (``of`` or ``minus``) of a gap score, over the same pairs."""
    return f"{gap_column}:{side}"


def points(dimension_id: str) -> str:
    """Return the column of a dimension's importance points."""
    return f"points:{dimension_id}"


def answers(battery: str, item_id: str, other_id: str) -> str:
    """Return the table of the answers to two items of a battery, counted together."""
    return f"{battery}:answers:{item_id}:{other_id}"


def both(gap: str) -> str:
    """Return the set of the ratings of both sides of a gap: all of ``of``, then of ``minus``."""
    return f"{gap}:both"


def constraint(gap: str, outcome_id: str) -> str:
    """Return the set of the two sides of a gap, summed over all items, and an outcome."""
    return f"{gap}:constraint:{outcome_id}"


def outcome(outcome_id: str) -> str:
    """Return the column of an outcome."""
    return f"outcome:{outcome_id}"


def points_log(dimension_id: str) -> str:
    """Return the column of the centred logarithm of a dimension's share of the points."""
    return f"points_log:{dimension_id}"


def points_first(dimension_id: str) -> str:
    """Return the column that says whether a dimension got at least as many points as any other."""
    return f"points_first:{dimension_id}"


def ranking(dimension_id: str) -> str:
    """Return the column of the place that people gave a dimension, 1 the most important."""
    return f"ranking:{dimension_id}"


def drivers(battery: str, outcome_id: str, level: str) -> str:
    """Return the set of a battery's scores of a level (``dimension``, ``item``) and an outcome."""
    return f"{battery}:drivers:{level}:{outcome_id}"


def kano(item_id: str) -> str:
    """Return the table of the answers to an item's functional and dysfunctional question."""
    return f"kano:item:{item_id}"


def low(battery: str, dimension_id: str) -> str:
    """Return the column of how many low answers a person gave in a dimension, '' for all items."""
    return f"{battery}:low:{dimension_id}"


def asked(battery: str, dimension_id: str) -> str:
    """Return the column of how many answers a person gave in a dimension, '' for all items."""
    return f"{battery}:asked:{dimension_id}"


def lower_part(scale: Scale) -> int:
    """Return the highest stored answer that lies below the middle of a scale: 3 of 1-7."""
    return math.ceil((scale.min + scale.max) * scale.parts / 2) - 1


def top_from(scale: Scale) -> int:
    """Return the stored answer from which one counts as top: one of the two highest points."""
    return (scale.max - 1) * scale.parts
