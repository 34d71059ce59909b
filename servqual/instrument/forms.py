"""Versions of a questionnaire that ask only a part of its items each, and how they are scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pydantic import Field

from servqual.instrument.parts import Identifier, Part, Text, repeated

FORM_COLUMN = "form"  # the id under [[people]] of the column that says who answered which version
STEPS = 2_000
CLOSE = 1e-9


class Form(Part):
    """One version of a questionnaire that asks only a part of its items."""

    id: Text
    """Its name, as the column "form" holds it: A, B, C ..."""
    items: list[Identifier] = Field(min_length=1)
    """The ids of the items that it asks."""


def form_faults(
    forms: Sequence[Form], items: Mapping[str, str], people: Sequence[str]
) -> Iterator[str]:
    """Yield what is wrong with the versions of a questionnaire.

    ``items`` are all items with their dimension, ``people`` the ids of the people columns.
    """
    if not forms:
        return
    if len(forms) == 1:
        yield "forms: one version alone is the whole questionnaire; leave it out, or add others"
    yield from repeated("forms", (form.id.strip().casefold() for form in forms))
    if FORM_COLUMN not in people:
        yield (
            f"people: the versions under forms need a column with the id {FORM_COLUMN!r}, which "
            "says who answered which"
        )
    for form in forms:
        yield from repeated(f"forms[{form.id}].items", form.items)
        for name in form.items:
            if name not in items:
                yield f"forms[{form.id}].items: {name!r} is not in items"
    yield from _coverage_faults(forms, items)


def _coverage_faults(forms: Sequence[Form], items: Mapping[str, str]) -> Iterator[str]:
    """Yield items that nobody is asked, dimensions that a version leaves out or cannot balance."""
    asked = {name for form in forms for name in form.items}
    if never := [name for name in items if name not in asked]:
        yield f"forms: no version asks {', '.join(never)}"
    for dimension in dict.fromkeys(items.values()):
        own = [name for name, of in items.items() if of == dimension]
        without = [form.id for form in forms if not set(own) & set(form.items)]
        if without:
            yield (
                f"forms: {', '.join(without)} asks no item of {dimension!r}; every version needs "
                "one of every dimension"
            )
        elif set(own) <= asked and not balanced_shares([form.items for form in forms], own):
            yield (
                f"forms: the items of {dimension!r} cannot count alike, because some are asked in "
                "too few versions; ask each in about as many"
            )


def balanced_shares(forms: Sequence[Sequence[str]], items: Sequence[str]) -> list[dict[str, float]]:
    """Return with which share every item counts in the score of those who answered each version.

    Parameters
    ----------
    forms : sequence of sequences of item ids
        What each version asks.
    items : sequence of str
        The items that a score is made of.

    Returns
    -------
    list of dict of item to share
        One for each version: its shares add up to 1, and over all versions every item has the same
        sum, so that the mean of the scores is the mean of the items if the versions are handed
        out by chance, whatever the items' levels. A version that asks none of the items is empty.
        The whole list is empty where no such shares exist.

    Notes
    -----
    Raking (Deming & Stephan 1940) of the table that holds 1 where a version asks an item.

    Examples
    --------
    >>> balanced_shares([["a", "b"], ["a", "c"], ["a", "d"]], ["a", "b", "c", "d"])[0]
    {'a': 0.25, 'b': 0.75}
    """
    found = _raked(tuple(map(tuple, forms)), tuple(items))
    return [dict(row) for row in found]


@lru_cache(maxsize=256)
def _raked(
    forms: tuple[tuple[str, ...], ...], items: tuple[str, ...]
) -> tuple[dict[str, float], ...]:
    """Return the shares; a questionnaire asks for the same ones again and again."""
    table = [{name: 1.0 for name in items if name in form} for form in forms]
    aim = sum(1 for row in table if row) / len(items)
    for _ in range(STEPS):
        for row in table:
            total = sum(row.values())
            row.update({name: share / total for name, share in row.items()})
        sums = {name: sum(row.get(name, 0.0) for row in table) for name in items}
        if all(abs(total - aim) <= CLOSE * aim for total in sums.values()):
            return tuple({k: _tidy(share) for k, share in row.items()} for row in table)
        if not all(sums.values()):
            return ()
        for row in table:
            row.update({name: share * aim / sums[name] for name, share in row.items()})
    return ()


def _tidy(share: float) -> float:
    """Return a share without the noise of its last digits."""
    return round(share, 9)


def form_shares(
    forms: Sequence[Form], dimensions: Mapping[str, Sequence[str]]
) -> dict[str, list[dict[str, float]]]:
    """Return the shares of :func:`balanced_shares` by dimension, and under ``''`` of all items."""
    if not forms:
        return {}
    asked = [form.items for form in forms]
    everything = [name for items in dimensions.values() for name in items]
    return {
        name: balanced_shares(asked, items)
        for name, items in {**dimensions, "": everything}.items()
    }
