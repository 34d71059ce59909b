"""Who answered: how many people are in each class of every people column that the report keeps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from servqual.responses import Responses
from servqual.settings import parents
from servqual.weighting import Design

MOST_CLASSES = 20  # a column with more does not describe people, it tells them apart


def classes_of(
    responses: Responses, by: Sequence[str], design: Design | None
) -> dict[str, dict[str, tuple[int, float]]]:
    """Return people and their weight in every class of every people column, '' for a blank.

    Nothing where neither a breakdown nor the customers were named. Columns of breakdowns come
    first; two that are crossed count apart, and columns of more than 20 classes are left out.
    """
    customers = () if design is None else tuple(design.customers)
    if not by and not customers:
        return {}
    single = [part for name in by for part in _sides(responses, name)]
    crossed = {name for name in by if _sides(responses, name) != (name,)}
    found = {}
    for name in dict.fromkeys([*single, *customers, *responses.people]):
        if name not in responses.people or name in crossed:
            continue
        counted = _counted(responses, name)
        if len(counted.keys() - {""}) <= MOST_CLASSES:
            found[name] = counted
    return found


def _sides(responses: Responses, name: str) -> tuple[str, ...]:
    """Return the columns of a breakdown that are there by themselves."""
    sides = parents(name)
    return sides if set(sides) <= set(responses.people) else (name,)


def _counted(responses: Responses, name: str) -> dict[str, tuple[int, float]]:
    values = responses.people[name].astype(str).astype(object)
    classes, place = np.unique(values, return_inverse=True)
    people = np.bincount(place, minlength=len(classes))
    weight = np.bincount(place, weights=responses.weights, minlength=len(classes))
    return {str(c): (int(n), float(w)) for c, n, w in zip(classes, people, weight, strict=True)}
