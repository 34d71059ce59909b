"""What a column that somebody names is called among the answers; two columns crossed into one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.settings import CROSS, parents

BETWEEN = " · "  # the names of two groups


def people_column(responses: Responses, name: str) -> str:
    """Return the people column that a name means: its own, or an alias from the instrument."""
    column = named_among(responses.instrument, responses.people, name)
    if column in responses.people:
        return column
    known = ", ".join(responses.people) or "none"
    raise SettingsError(
        f"these answers have no people column called {name!r}. Known: {known}. "
        f'Write "{name}" = "people.NAME" into the mapping file, NAME being a short name such as '
        f"gender, and ask for that (in Python people=[{name!r}] keeps a column too)."
    )


def named_among(instrument: Instrument, columns: Iterable[str], name: str) -> str:
    """Return which of these columns a name means, the name itself if it means none."""
    wanted = name.strip().casefold()
    declared = {p.id: {p.id, *p.aliases, *p.label.values()} for p in instrument.people}
    for column in columns:
        if wanted in {known.casefold() for known in declared.get(column, set()) | {column}}:
            return column
    return name


def breakdown_column(responses: Responses, name: str) -> str:
    """Return the column that a name means, for two columns crossed ``first*second``.

    Raises
    ------
    SettingsError
        There is no such column; a column is crossed with itself; more than two are crossed.
    """
    asked = parents(name)
    if len(asked) == 1 or name.strip() in responses.people:
        return people_column(responses, name)
    if len(asked) > 2:
        raise SettingsError(
            f"{name!r} crosses {len(asked)} columns. Cross two: {CROSS.join(asked[:2])}; a cell of "
            "more would hold too few people."
        )
    first, second = (people_column(responses, part) for part in asked)
    if first == second:
        raise SettingsError(
            f"{name!r} crosses the column {first!r} with itself. Name two different columns, or "
            f"ask for {first!r} alone."
        )
    return f"{first}{CROSS}{second}"


def with_crossed(responses: Responses, columns: Iterable[str]) -> Responses:
    """Return the answers with a people column for every two that are crossed; '' for a blank."""
    found = {
        name: _names(responses, name)
        for name in columns
        if len(parents(name)) == 2 and name not in responses.people
    }
    return replace(responses, people={**responses.people, **found}) if found else responses


def _names(responses: Responses, column: str) -> npt.NDArray[np.object_]:
    sides = [responses.people[part] for part in parents(column)]
    named = [f"{a}{BETWEEN}{b}" if a and b else "" for a, b in zip(*map(texts, sides), strict=True)]
    names = np.empty(len(named), dtype=object)
    names[:] = named
    return names


def texts(values: npt.NDArray[np.object_]) -> list[str]:
    """Return the values of a people column as text."""
    found = values.tolist()
    return found if set(map(type, found)) <= {str} else [str(value) for value in found]


def asked_outcome(responses: Responses, name: str) -> str:
    """Return the id of the outcome that a name means: its own, a label or an alias; '' for ''."""
    if not name:
        return ""
    there = [o for o in responses.instrument.customer_outcomes if o.id in responses.outcomes]
    able = ", ".join(o.id for o in there if o.kind != "yes_no" and o.version != 1) or "none"
    wanted = name.strip().casefold()
    for outcome in there:
        known = {outcome.id, *outcome.aliases, *outcome.label.values()}
        if wanted in {word.casefold() for word in known}:
            if outcome.kind == "yes_no":
                raise SettingsError(
                    f"importance cannot be derived from {outcome.id!r}, which is answered with yes "
                    f"or no. Known outcomes with grades: {able}."
                )
            if outcome.version == 1:
                raise SettingsError(
                    f"importance cannot be derived from {outcome.id!r}, where a low answer is a "
                    f"good one. Known outcomes where a high answer is good: {able}."
                )
            return outcome.id
    declared = ", ".join(f"outcome.{o.id}" for o in responses.instrument.outcomes)
    remedy = (
        f'Write "{name}" = "outcome.NAME" into the mapping file if that column holds one of '
        f"{declared}."
        if declared
        else f"The questionnaire {responses.instrument.id!r} has none."
    )
    raise SettingsError(f"these answers have no outcome called {name!r}. Known: {able}. {remedy}")


def strict(instrument: Instrument) -> Instrument:
    """Return a questionnaire that scores a dimension only for those who answered all of it."""
    return instrument.model_copy(update={"min_answered": 1.0})
