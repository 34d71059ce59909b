"""What may be shown of managers and staff, what is missing, and what may not be said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from servqual.results.gap_model import GapState, Role, RoleRow
from servqual.study.gap_model.antecedents import LINKS_FROM
from servqual.study.gap_model.rows import BETWEEN, DIFFERENCE, RATED, Frame
from servqual.study.gap_model.told import (
    FEWEST,
    HIDDEN_BELOW,
    INGREDIENTS,
    PROFILE_FROM,
    Asked,
    Told,
)

ROLES: tuple[Role, ...] = ("customer", "manager", "staff")
AUDITED = {2: "standard", 3: "delivery", 4: "promise"}
OF_GAP: Mapping[int, tuple[str, ...]] = {
    **BETWEEN,
    **{gap: (name,) for gap, name in RATED.items()},
    5: ("customer_perception", "customer_expectation"),
}
_MANY = {"manager": "managers", "staff": "staff"}


def role_row(role: Role, told: Told | None, fewest: int) -> RoleRow:
    """Return what may be said of a role: a role is shown or kept back as a whole."""
    if told is None:
        return RoleRow(role, "missing")
    about = {
        "population": told.population,
        "census": told.census,
        "consent": told.consent,
        "instrument": told.instrument,
        "file": told.file,
        "sha256": told.sha256,
    }
    if told.n < HIDDEN_BELOW:
        # how many answered would follow from a census
        return RoleRow(role, "asked", "hidden", None, **about | {"census": False})  # type: ignore[arg-type]
    if role == "customer":
        return RoleRow(role, "shown", "", told.n, **about)  # type: ignore[arg-type]
    reason = "few" if told.n < fewest else "" if told.consent else "consent"
    state = "asked" if reason else "shown"
    return RoleRow(role, state, reason, told.n, **about)  # type: ignore[arg-type]


def state_of(
    gap: int, frame: Frame, roles: Mapping[Role, RoleRow], asked: Asked, audited: Collection[str]
) -> GapState:
    """Return whether a gap is shown, kept back, or cannot be worked out."""
    names = OF_GAP[gap]
    of_roles: tuple[Role, ...] = tuple(dict.fromkeys(INGREDIENTS[name] for name in names))
    missing = tuple(name for name in names if not frame.has(name))
    reasons = () if missing else _kept(names, frame, roles, asked)
    return GapState(
        gap,
        "missing" if missing else "asked" if reasons else "shown",
        reasons,
        missing,
        of_roles,
        AUDITED.get(gap, "") in audited,
    )


def _kept(
    names: tuple[str, ...], frame: Frame, roles: Mapping[Role, RoleRow], asked: Asked
) -> tuple[str, ...]:
    """Return why a gap is kept back, by role."""
    found = {}
    for name in names:
        role = INGREDIENTS[name]
        if roles[role].state == "asked":
            found[role] = f"{role}:{roles[role].reason}"
        elif role != "customer" and fewest_of(frame, name) < asked.fewest:
            found[role] = f"{role}:few"
    return tuple(found.values())


def fewest_of(frame: Frame, ingredient: str) -> int:
    """Return the smallest number of people behind the means of an ingredient."""
    return int((~np.isnan(frame.counted(ingredient))).sum(axis=0).min())


def may_differ(gap: int, frame: Frame, roles: Mapping[Role, RoleRow], asked: Asked) -> bool:
    """Say whether the difference form of a gap may be shown: each of its sides may."""
    return frame.has(*DIFFERENCE[gap]) and not _kept(DIFFERENCE[gap], frame, roles, asked)


def limits_of(
    roles: Mapping[Role, RoleRow], told: Mapping[str, Told], asked: Asked, n_units: int
) -> Iterator[str]:
    """Yield what may not be said with these answers, as codes."""
    there = [told[role] for role in ("manager", "staff") if role in told]
    for own in there:
        yield from _few(own)
        if own.census and roles[own.role].state == "shown":
            yield f"census_{_MANY[own.role]}"
    if there:
        yield from ("no_units", "own_ratings")
    if any(own.constructs for own in there) and n_units < LINKS_FROM:
        yield "no_links"
    if asked.matched and n_units < FEWEST:
        yield "few_units"
    yield "not_added"
    if asked.difference:
        yield "difference"


def _few(own: Told) -> Iterator[str]:
    """Yield what is not said of a role with so few people."""
    if own.n >= PROFILE_FROM:
        return
    yield f"few_{_MANY[own.role]}"
    if own.role == "manager":
        yield "no_range_managers"
        if own.n < FEWEST:
            yield "no_test_managers"
