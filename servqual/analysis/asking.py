"""Whether what was asked for makes sense for these answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.quality import parse_rules
from servqual.responses import Responses
from servqual.results import Study
from servqual.settings import CROSS, Promise, SampleFacts, Settings, parents

_KNOWN_SETTINGS = (
    "confidence", "sesoi", "sesoi_agreed", "min_cell", "seed", "incomplete", "structure",
    "cross", "target", "benchmark", "outcome", "sesoi_agreed_by", "promise",
)  # fmt: skip
_ROLES = {"manager": ("managers", "managers"), "staff": ("contact staff", "staff")}


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
    check_role(responses.instrument, responses.source.file)
    check_facts(facts, len(responses))


def check_facts(facts: SampleFacts | None, n: int) -> None:
    """Raise for more answers than invitations."""
    if facts and 0 < facts.invited < n:
        raise SettingsError(
            f"invited is {facts.invited}, but {n} people answered. Give the number of "
            "people who were asked, or leave it out if it is not known."
        )


def check_role(asked: Instrument, file: str) -> None:
    """Raise for answers of managers or staff: they count beside those of customers only.

    What they say is shown for the company as a whole and with their recorded consent, which a
    report of their own would pass by.
    """
    if asked.role == "customer":
        return
    who, key = _ROLES[asked.role]
    raise SettingsError(
        f"{file}: {asked.id} asks {who}, whose answers are shown "
        "beside those of customers and with their consent only. Name the file in a study file, "
        f'under [gap_model] {key} = "...", and run servqual gaps; in Python '
        f"servqual.gap_model(customers, {key}=...)."
    )


def check_promise(
    promise: Promise, settings: dict[str, Any], comments: str | Path | None
) -> dict[str, Any]:
    """Return the settings with the fewest people of a group that the promise leaves.

    Raises
    ------
    SettingsError
        Comments are to be printed, and it was promised that none ever are.
    """
    if comments is not None and promise.comments == "never":
        raise SettingsError(
            f"{comments}: those who answered were promised that comments are never quoted. Leave "
            "this list out; themes and their counts may still be shown."
        )
    return {"min_cell": promise.usual_cell, **settings}


def columns_of_rules(rules: Mapping[str, str], responses: Responses) -> list[str]:
    """Return the columns that rules compare and that were not kept."""
    known = {name.casefold() for name in ("seconds", *responses.outcomes, *responses.people)}
    names = [rule.name.removeprefix("people.") for rule in parse_rules(rules) if rule.sign]
    return [name for name in names if name.casefold() not in known]


def check_coders(coded: str | Path | None, second: str | Path | None) -> None:
    """Raise for a second coder without a first."""
    if second is not None and coded is None:
        raise SettingsError(
            f"{second}: these are the comments of a second coder, and those of the first are not "
            "named. Name them with --coded, in Python coded=."
        )


def check_sesoi(settings: Settings, asked: Instrument) -> None:
    """Raise if the smallest gap of interest is larger than any gap can be."""
    reach = asked.scale.range
    if settings.sesoi is not None and settings.sesoi >= reach:
        scale = asked.scale
        raise SettingsError(
            f"the smallest gap of interest is {settings.sesoi:g}, but no gap on a scale of "
            f"{scale.min}-{scale.max} can be larger than {reach}. Give it in scale points: 0.5."
        )


def check_points(settings: Settings, form: Instrument, asked: Collection[str]) -> None:
    """Raise for a target or benchmark that no answer can reach; ``asked`` are the batteries."""
    sides = (("satisfaction", "perception", "direct"), ("importance", "expectation", "desired"))
    for name, point in (("target", settings.target), ("benchmark", settings.benchmark)):
        for value, what, batteries in zip(
            point or (), ("performance", "importance"), sides, strict=False
        ):
            battery = next((b for b in batteries if b in asked), "")
            scale = form.scale_of(battery) if battery else form.scale
            if not scale.min <= value <= scale.max:
                raise SettingsError(
                    f"the {name} of {what} is {value:g}, but the scale is {scale.min}-{scale.max}. "
                    "Give performance and importance in scale points, in this order."
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


def check_operations(operations: str | Path | None, columns: Sequence[str]) -> None:
    """Raise if operational figures are asked for and there is no file, or no unit, for them."""
    if operations is not None:
        from servqual.importer.operating import check_asked

        check_asked(operations, columns)


def column_of(study: Study, name: str) -> str:
    """Return the column of a breakdown that a name means, the name itself if it means none."""
    columns, sides = study.groups.columns, parents(name)
    if len(sides) == 1:
        return _meant(study, name, columns)
    single = [part for column in columns for part in parents(column)]
    crossed = CROSS.join(_meant(study, side, single) for side in sides)
    return crossed if crossed in columns else name


def _meant(study: Study, name: str, columns: Iterable[str]) -> str:
    """Return which of these columns a name means, the name itself if it means none."""
    wanted = name.strip().casefold()
    declared = {p.id: {p.id, *p.aliases, *p.label.values()} for p in study.instrument.people}
    for column in columns:
        if wanted in {known.casefold() for known in declared.get(column, set()) | {column}}:
            return column
    return name
