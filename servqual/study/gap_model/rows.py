"""The rows of gaps 1 to 7: means of roles, their differences, and how sure these are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from servqual.results.gap_model import Form, GapModelRow
from servqual.statistics.moments import Array
from servqual.statistics.paired import verdict
from servqual.statistics.roles import Difference, Mean, Side, apart, drawn_limits, one
from servqual.study.gap_model.told import FEWEST, INGREDIENTS, Told

BETWEEN: Mapping[int, tuple[str, str]] = {
    1: ("manager_expectation", "customer_expectation"),
    6: ("staff_expectation", "customer_expectation"),
    7: ("manager_expectation", "staff_expectation"),
}
RATED: Mapping[int, str] = {2: "standards", 3: "delivery", 4: "promises"}
DIFFERENCE: Mapping[int, tuple[str, str]] = {
    2: ("standards", "manager_expectation"),
    3: ("delivery", "standards"),
    4: ("promises", "delivery"),
}
SALT = {name: k for k, name in enumerate(INGREDIENTS, start=1)}


@dataclass(frozen=True)
class Frame:
    """Everything that rows are made from.

    Attributes
    ----------
    dimensions : tuple of str
    told : mapping of role to Told
    units : tuple of str
        Matched units; empty where people are compared.
    weights : array, shape (n_dimensions,), or None
        The customers' mean points as shares.
    confidence, sesoi, seed, top
        ``top`` is the highest rating of standards, delivery and promises.
    """

    dimensions: tuple[str, ...]
    told: Mapping[str, Told]
    confidence: float = 0.95
    sesoi: float = 0.5
    seed: int = 1
    top: int = 7
    units: tuple[str, ...] = ()
    weights: Array | None = None

    def has(self, *ingredients: str) -> bool:
        """Say whether all of these were answered."""
        return all(
            (role := INGREDIENTS[name]) in self.told and name in self.told[role].rows
            for name in ingredients
        )

    def shares(self) -> Iterator[tuple[Literal["dimension", "overall"], str, Array]]:
        """Yield every dimension, then the whole, as shares of the dimensions."""
        k = len(self.dimensions)
        for place, d in enumerate(self.dimensions):
            yield "dimension", d, np.eye(k)[place]
        yield "overall", "unweighted", np.full(k, 1 / k)
        if self.weights is not None:
            yield "overall", "weighted", self.weights

    def rows_of(self, ingredient: str) -> Array:
        """Return scores of people, or of matched units."""
        own = self.told[INGREDIENTS[ingredient]]
        return own.by_unit(ingredient, list(self.units)) if self.units else own.rows[ingredient]

    def counted(self, ingredient: str) -> Array:
        """Return scores of the people who count: where units are matched, those of the units."""
        own = self.told[INGREDIENTS[ingredient]]
        there = (
            np.isin(np.asarray(own.unit, dtype=object), list(self.units))
            if self.units
            else slice(None)
        )
        return own.rows[ingredient][there]

    def side(self, ingredient: str) -> Side:
        """Return the means of an ingredient."""
        own = self.told[INGREDIENTS[ingredient]]
        if not self.units:
            return own.side(ingredient)
        return Side.of(self.rows_of(ingredient), own.left(self.counted(ingredient)))

    def tested(self, *ingredients: str) -> bool:
        """Say whether there are enough people for a test (units: as many as they are)."""
        return all(self.told[INGREDIENTS[name]].n >= FEWEST for name in ingredients)


def gap_rows(frame: Frame, gap: int, *, difference: bool = False) -> list[GapModelRow]:
    """Return the rows of a gap in all its forms; empty where an ingredient is lacking."""
    found: list[GapModelRow] = []
    if gap in BETWEEN and frame.has(*BETWEEN[gap]):
        found += _compared(frame, gap, "primary", *BETWEEN[gap])
    if gap in RATED and frame.has(RATED[gap]):
        primary = list(_rated(frame, gap))
        found += primary
        found += [_deficit(row, frame.top) for row in primary]
        if difference and frame.has(*DIFFERENCE[gap]):
            found += _compared(frame, gap, "difference", *DIFFERENCE[gap])
    return found


def _rated(frame: Frame, gap: int) -> Iterator[GapModelRow]:
    """Yield the ratings of managers or staff as they are."""
    name = RATED[gap]
    side = frame.side(name)
    for level, row_id, shares in frame.shares():
        mean = side.mean(shares)
        if mean is None:
            continue
        row = GapModelRow(gap, level, row_id, "primary", "asked", name, "", mean.value, mean.value)
        row = replace(row, n_of=mean.n, method="units" if frame.units else "one_sample")
        if side.left_of(shares) == 0:
            row = replace(row, method="census")
        elif frame.tested(name) and not 0 < len(frame.units) < FEWEST:  # they would leave the scale
            found = one(mean, frame.confidence)
            row = _with_limits(row, found, test=False)  # that a rating is 0 is nobody's question
        yield row


def _deficit(row: GapModelRow, top: int) -> GapModelRow:
    """Return a rating as what it lacks to the top of its scale."""

    def off(value: float | None) -> float | None:
        return None if value is None else value - top

    return replace(
        row,
        form="deficit",
        minus="maximum",
        value=row.value - top,
        mean_minus=float(top),
        ci_low=off(row.ci_low),
        ci_high=off(row.ci_high),
    )


def _compared(frame: Frame, gap: int, form: Form, of: str, minus: str) -> Iterator[GapModelRow]:
    """Yield one ingredient less another: of the same people, of matched units, or of two roles."""
    same = INGREDIENTS[of] == INGREDIENTS[minus]
    if same or frame.units:
        yield from _paired(frame, gap, form, (of, minus), same=same)
    else:
        yield from _apart(frame, gap, form, (of, minus))


def _apart(frame: Frame, gap: int, form: Form, names: tuple[str, str]) -> Iterator[GapModelRow]:
    """Yield two independent roles compared."""
    of, minus = (frame.side(name) for name in names)
    enough = frame.tested(*names)
    drawn = tuple(
        side.draws(frame.seed, SALT[name]) if enough else np.empty((0, 0))
        for side, name in zip((of, minus), names, strict=True)
    )
    for level, row_id, shares in frame.shares():
        a, b = of.mean(shares), minus.mean(shares)
        if a is None or b is None:
            continue
        found = apart(a, b, frame.confidence)
        census = of.left_of(shares) == 0 and minus.left_of(shares) == 0
        row = _row(gap, form, level, row_id, names, (a, b), "census" if census else "welch")
        row = replace(row, n_minus=b.n, g=found.g if enough else None)
        if enough and not census:
            low, high = drawn_limits(drawn[0], drawn[1], shares, frame.confidence)
            row = replace(_with_limits(row, found), boot_low=low, boot_high=high)
            row = _judged(row, found, frame)
        yield row


def _paired(
    frame: Frame, gap: int, form: Form, names: tuple[str, str], *, same: bool
) -> Iterator[GapModelRow]:
    """Yield differences within people, or within units."""
    of, minus = (frame.rows_of(name) for name in names)
    both = frame.counted(names[0]) + frame.counted(names[1]) if same else None
    left = 1.0 if both is None else frame.told[INGREDIENTS[names[0]]].left(both)
    of, minus = (np.where(np.isnan(of + minus), np.nan, x) for x in (of, minus))
    sides = [Side.of(x, left) for x in (of - minus, of, minus)]
    for level, row_id, shares in frame.shares():
        gone, a, b = (side.mean(shares) for side in sides)
        if gone is None or a is None or b is None:
            continue
        census = sides[0].left_of(shares) == 0
        method = "census" if census else "units" if frame.units else "paired"
        row = _row(gap, form, level, row_id, names, (a, b), method)
        row = replace(row, n_minus=b.n)
        if not census and frame.tested(*names):
            found = one(gone, frame.confidence)
            row = _judged(_with_limits(row, found), found, frame)
        yield row


def _row(
    gap: int,
    form: Form,
    level: Literal["dimension", "overall"],
    row_id: str,
    names: tuple[str, str],
    means: tuple[Mean, Mean],
    method: str,
) -> GapModelRow:
    a, b = means
    return GapModelRow(
        gap, level, row_id, form, "asked", *names, a.value - b.value, a.value, b.value, a.n,
        method=method,
    )  # fmt: skip


def _with_limits(row: GapModelRow, found: Difference, *, test: bool = True) -> GapModelRow:
    """Return a row with its error; without limits where nobody could differ."""
    if not math.isfinite(found.se) or not math.isfinite(found.df) or found.se == 0:
        return row
    told = found.test
    return replace(
        row,
        se=found.se,
        df=found.df,
        ci_low=told.ci_low,
        ci_high=told.ci_high,
        t=told.t if test else None,
        p=told.p if test else None,
    )


def _judged(row: GapModelRow, found: Difference, frame: Frame) -> GapModelRow:
    """Return a row with a verdict; not of a difference of two kinds of rating."""
    if row.form == "difference" or row.ci_low is None:
        return row
    return replace(row, verdict=verdict(found.test, frame.sesoi))
