"""Sums in, Study out: what :func:`servqual.analyze` gives, of answers that are not at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.analysis.asking import (
    check_facts,
    check_names,
    check_operations,
    check_points,
    check_promise,
    check_role,
    check_sesoi,
)
from servqual.analysis.journey import with_touchpoints
from servqual.analysis.loyalty import with_limits_of
from servqual.analysis.summed_parts import (
    beside_of,
    ordered,
    origin_of,
    plan_of,
    scored_form,
)
from servqual.analysis.versions import LISTWISE_NOTES
from servqual.analysis.waves_before import beside_wave, wave_before
from servqual.analysis.zone import with_zone_sums
from servqual.errors import SettingsError
from servqual.instrument.journey import Route
from servqual.notes import Note
from servqual.plan.layout import Plan
from servqual.results import Study
from servqual.scoring.apart import JOURNEY, OUTCOMES
from servqual.scoring.naming import named_among
from servqual.scoring.survey_summary import SurveySummary
from servqual.scoring.tolerance import ZONE
from servqual.settings import (
    CROSS,
    LOWEST_MIN_CELL,
    USUAL_MIN_CELL,
    Promise,
    SampleFacts,
    Settings,
    parents,
)
from servqual.study import build_study
from servqual.study.zone import zone_sides

# what reads the answers one by one, as it is asked for and as it is said
_NEEDS_ROWS = {
    "exclude": "whom to leave out",
    "comments": "printed comments",
    "coded": "coded comments",
    "second_coder": "coded comments",
    "design": "a design of the sample",
    "segments": "segments",
    "tiers": "member tiers",
    "journey": "touchpoints of another file",
    "provider": "the gap model",
}


def analyze_summary(
    sums: SurveySummary,
    *,
    by: str | Sequence[str] = (),
    weights: str | None = None,
    facts: SampleFacts | None = None,
    before: str | Path | None = None,
    crosswalk: str | Path | None = None,
    operations: str | Path | None = None,
    **settings: Any,
) -> Study:
    """Return every figure that the sums of a survey can give.

    The figures are those of :func:`servqual.analyze` of the same people. What needs the answers one
    by one is left out, each with a note: penalties and rewards, exact repetitions and other signs
    that hold people against each other, times, and how groups use the scale.

    Parameters
    ----------
    sums : SurveySummary
    by : str or sequence of str
        Some of the breakdowns that were summed; all of them by default.
    weights : str, optional
        As summed; naming other weights, or none with ``""``, is an error.
    facts, before, crosswalk, operations
        As of :func:`servqual.analyze`.
    **settings
        As of :func:`servqual.analyze`. ``outcome``, ``incomplete`` and ``structure`` were fixed
        when the answers were summed.

    Raises
    ------
    SettingsError
        A setting makes no sense for these sums, or was fixed when they were made.

    Examples
    --------
    >>> import servqual as sq
    >>> from servqual.scoring.gathering import gather
    >>> answers = sq.read(sq.simulate(n=60, seed=2).frame)
    >>> study = analyze_summary(gather(answers))
    >>> study.gaps.row("unweighted") == sq.analyze(answers).gaps.row("unweighted")
    True
    """
    _check_rows_not_needed(settings)
    check_names(settings)
    check_role(sums.instrument, sums.source.file)
    check_facts(facts, len(sums))
    if not len(sums):
        raise SettingsError(f"{sums.source.file or 'these sums'}: nobody answered.")
    settings = check_promise(settings.get("promise") or Promise(), settings, None)
    plan = plan_of(sums)
    settings, raised = _least(sums, settings)
    chosen = _settled(sums, plan, by, weights, settings)
    check_operations(operations, chosen.by)
    check_sesoi(chosen, sums.instrument)
    check_points(chosen, sums.instrument, plan.batteries)
    wave = wave_before(before, crosswalk, sums.instrument)
    beside = beside_of(sums, plan, chosen)
    study = build_study(
        replace(sums.total, extra=ordered(sums.total.extra, plan)),
        scored_form(sums),
        chosen,
        origin_of(sums, facts),
        (*sums.notes, *raised, *_left_out(sums, plan, chosen), *_rule_notes(sums)),
        beside,
    )
    study = with_limits_of(beside_wave(study, wave), sums.beside.get(OUTCOMES))
    if operations is not None:
        from servqual.analysis.operations import with_operations

        study = with_operations(study, operations)
    if ZONE in sums.beside:
        zone = sums.beside
        study = with_zone_sums(study, scored_form(sums), zone, zone[ZONE].extra)
    if JOURNEY in sums.beside:
        route = Route(tuple(sums.instrument.journey))
        study = with_touchpoints(study, sums.beside[JOURNEY], route)
    return study


# -- what was asked for ----------------------------------------------------------------------------


def _check_rows_not_needed(settings: dict[str, Any]) -> None:
    """Raise for what needs the answers one by one; take the rest of it out of the settings."""
    asked = {name: settings.pop(name) for name in [n for n in _NEEDS_ROWS if n in settings]}
    if settings.get("incomplete") == "impute":
        asked["incomplete"] = "impute"
    told = [name for name, value in asked.items() if value not in (None, (), [], {}, "")]
    if told:
        words = [*dict.fromkeys(_NEEDS_ROWS.get(name, "multiple imputation") for name in told)]
        need = "need" if len(words) > 1 or words[0].endswith("s") else "needs"
        raise SettingsError(
            f"{', '.join(told)}: {' and '.join(words)} {need} the answers one by one, and these "
            "are their sums. Name the survey file itself, or leave this out."
        )


def _settled(
    sums: SurveySummary,
    plan: Plan,
    by: str | Sequence[str],
    weights: str | None,
    settings: Mapping[str, Any],
) -> Settings:
    """Return the settings, those that were fixed when summing among them."""
    asked = sums.asked
    if weights is not None and weights != sums.weights_name:
        raise _fixed(
            "weights", weights or "none", sums.weights_name or "none", "weights=, --weights"
        )
    for name, option in (("incomplete", "--incomplete"), ("structure", "--full")):
        told = settings.get(name)
        if told is not None and told != getattr(asked, name):
            raise _fixed(name, told, getattr(asked, name), f"{name}=, {option}")
    told = settings.get("outcome") or ""
    if told and _outcome(plan, told) != asked.outcome:
        leading = next(iter(plan.driver_outcomes(asked.outcome)), "none")
        if _outcome(plan, told) != leading:
            raise _fixed("outcome", told, leading, "outcome=, --outcome")
    fixed = {"incomplete": asked.incomplete, "structure": asked.structure}
    return Settings(
        by=_columns(sums, by),
        weights=sums.weights_name,
        **{**settings, **fixed, "outcome": _outcome(plan, told) or asked.outcome},
    )


def _least(sums: SurveySummary, settings: dict[str, Any]) -> tuple[dict[str, Any], list[Note]]:
    """Return the settings with the minimum of the file where it is higher, and a note on that."""
    asked = settings.get("min_cell", USUAL_MIN_CELL)
    if not LOWEST_MIN_CELL <= asked < sums.min_cell:  # one below is refused with the settings
        return settings, []
    note = Note("summed_min_cell", {"asked": asked, "min_cell": sums.min_cell})
    return settings | {"min_cell": sums.min_cell}, [note]


def _fixed(what: str, asked: object, summed: object, how: str) -> SettingsError:
    return SettingsError(
        f"{what}: {asked!r} was asked for, but the answers were summed with {summed!r}, and sums "
        f"cannot be made anew without them. Summarise the survey file again with {how}, or leave "
        "this out."
    )


def _outcome(plan: Plan, name: str) -> str:
    """Return the id of the outcome that a name means, the name itself if it means none."""
    wanted = name.strip().casefold()
    for outcome in plan.instrument.customer_outcomes:
        known = {outcome.id, *outcome.aliases, *outcome.label.values()}
        if outcome.id in plan.outcomes and wanted in {word.casefold() for word in known}:
            return outcome.id
    return name


def _columns(sums: SurveySummary, by: str | Sequence[str]) -> tuple[str, ...]:
    """Return the breakdowns that are meant; all that were asked for when summing by default."""
    names = (by,) if isinstance(by, str) else tuple(by)
    if not names:
        return sums.asked.by
    found = []
    for name in names:
        sides = (name,) if name in sums.groups else parents(name)
        column = CROSS.join(named_among(sums.instrument, sums.groups, side) for side in sides)
        if column not in sums.groups:
            held = ", ".join(sums.asked.by) or "none"
            raise SettingsError(
                f"these sums hold no breakdown by {name!r}. Held: {held}. Summarise the survey "
                f"file again with by={name!r}, --by {name}, to have it."
            )
        found.append(column)
    return tuple(dict.fromkeys(found))


# -- what is left out ------------------------------------------------------------------------------


def _rule_notes(sums: SurveySummary) -> Sequence[Note]:
    return LISTWISE_NOTES if sums.asked.incomplete == "listwise" else ()


def _left_out(sums: SurveySummary, plan: Plan, settings: Settings) -> Iterator[Note]:
    """Yield a note for each part that needs the answers one by one and would have been there."""
    yield Note("summed_quality")
    if plan.driver_outcomes(settings.outcome) and plan.performance:
        yield Note("summed_asymmetry")
    if plan.rated and any(CROSS not in by for by in settings.by):
        yield Note("summed_styles")
    if zone_sides(plan.gaps) is not None and ZONE not in sums.beside:
        yield Note("summed_zone")
    if sums.instrument.journey and JOURNEY not in sums.beside:
        yield Note("summed_journey")
