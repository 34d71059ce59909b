"""Whether what was asked for makes sense for these answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.settings import SampleFacts, Settings

_KNOWN_SETTINGS = (
    "confidence", "sesoi", "sesoi_agreed", "min_cell", "seed", "incomplete", "structure",
)  # fmt: skip


def check_names(settings: dict[str, Any]) -> None:
    """Raise for a setting that does not exist."""
    unknown = sorted(set(settings) - set(_KNOWN_SETTINGS))
    if unknown:
        raise TypeError(
            f"analyze() has no setting {', '.join(unknown)}; known: {', '.join(_KNOWN_SETTINGS)}"
        )


def check_arguments(responses: Responses, facts: SampleFacts | None) -> None:
    """Raise for arguments of the wrong kind, and for more answers than invitations."""
    if not isinstance(responses, Responses):
        raise TypeError(
            "analyze() takes the answers that servqual.read returns, not "
            f"{type(responses).__name__}: servqual.analyze(servqual.read(...))"
        )
    if facts and 0 < facts.invited < len(responses):
        raise SettingsError(
            f"invited is {facts.invited}, but {len(responses)} people answered. Give the number of "
            "people who were asked, or leave it out if it is not known."
        )


def check_sesoi(settings: Settings, responses: Responses) -> None:
    """Raise if the smallest gap of interest is larger than any gap can be."""
    reach = responses.instrument.scale.range
    if settings.sesoi is not None and settings.sesoi >= reach:
        scale = responses.instrument.scale
        raise SettingsError(
            f"the smallest gap of interest is {settings.sesoi:g}, but no gap on a scale of "
            f"{scale.min}-{scale.max} can be larger than {reach}. Give it in scale points: 0.5."
        )


def with_weights(responses: Responses, weights: str | None) -> Responses:
    """Return the answers with the weights asked for."""
    if weights is None or (weights and weights == responses.weights_name):
        return responses
    if weights == "":
        return replace(responses, weights=None, weights_name="")
    known = (
        f"They carry {responses.weights_name!r}." if responses.weights_name else "They carry none."
    )
    raise SettingsError(
        f"these answers have no survey weights called {weights!r}. {known} "
        f"Read the file with weights={weights!r} to keep that column."
    )


def people_column(responses: Responses, name: str) -> str:
    """Return the people column that a name means: its own, or an alias from the instrument."""
    wanted = name.strip().casefold()
    declared = {p.id: {p.id, *p.aliases, *p.label.values()} for p in responses.instrument.people}
    for column in responses.people:
        if wanted in {known.casefold() for known in declared.get(column, set()) | {column}}:
            return column
    known = ", ".join(responses.people) or "none"
    raise SettingsError(
        f"these answers have no people column called {name!r}. Known: {known}. "
        f'Write "{name}" = "people.NAME" into the mapping file, NAME being a short name such as '
        f"gender, and ask for that (in Python people=[{name!r}] keeps a column too)."
    )
