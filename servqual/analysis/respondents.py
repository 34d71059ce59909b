"""Who answered: how many people are in each class of every people column that the report keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from servqual.responses import Responses
from servqual.scoring.merging import MOST_CLASSES
from servqual.settings import parents
from servqual.weighting import Design

Counted = Mapping[str, tuple[int, float]]


def classes_of(
    responses: Responses, by: Sequence[str], design: Design | None
) -> dict[str, Counted]:
    """Return people and their weight in every class of every people column, '' for a blank.

    Nothing where neither a breakdown nor the customers were named. Columns of breakdowns come
    first; two that are crossed count apart, and columns of more than 20 classes are left out.
    """
    if not by and (design is None or not design.customers):
        return {}
    counted = {name: _counted(responses, name) for name in responses.people}
    return described(counted, by, design)


def described(
    counted: Mapping[str, Counted | None], by: Sequence[str], design: Design | None
) -> dict[str, Counted]:
    """Return the columns that describe people, of all that are counted; see :func:`classes_of`."""
    customers = () if design is None else tuple(design.customers)
    if not by and not customers:
        return {}
    single = [part for name in by for part in _sides(counted, name)]
    crossed = {name for name in by if _sides(counted, name) != (name,)}
    found: dict[str, Counted] = {}
    for name in dict.fromkeys([*single, *customers, *counted]):
        classes = None if name in crossed else counted.get(name)
        if classes is not None and len(classes.keys() - {""}) <= MOST_CLASSES:
            found[name] = dict(classes)
    return found


def _sides(people: Collection[str], name: str) -> tuple[str, ...]:
    """Return the columns of a breakdown that are there by themselves."""
    sides = parents(name)
    return sides if set(sides) <= set(people) else (name,)


def _counted(responses: Responses, name: str) -> dict[str, tuple[int, float]]:
    values = responses.people[name].astype(str).astype(object)
    classes, place = np.unique(values, return_inverse=True)
    people = np.bincount(place, minlength=len(classes))
    weight = np.bincount(place, weights=responses.weights, minlength=len(classes))
    return {str(c): (int(n), float(w)) for c, n, w in zip(classes, people, weight, strict=True)}
