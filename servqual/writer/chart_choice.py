"""Which exhibit of the report shows a result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from servqual.errors import SettingsError
from servqual.results import (
    Actions,
    Distributions,
    Gaps,
    Importance,
    Priorities,
    Reliability,
    Scores,
    Structure,
)
from servqual.results.comparisons import Comparisons
from servqual.results.gap_model import GapModel
from servqual.results.journey import Journey
from servqual.results.league import League
from servqual.results.loyalty import Loyalty
from servqual.results.operations import Operations
from servqual.results.segments import Segments
from servqual.results.waves import Waves
from servqual.results.weighting import Weighting
from servqual.results.zone import Zone
from servqual.writer.exhibits import (
    actions,
    answers,
    asymmetry,
    drivers,
    gap_model_charts,
    gaps,
    group_panels,
    importance,
    journey,
    kano,
    league_even,
    loyalty,
    matrix,
    means,
    operations,
    operations_perceived,
    segments_charts,
    trust,
    trust_structure,
    waves_charts,
    weighting,
    weighting_effects,
    zone_people,
)
from servqual.writer.exhibits.radar import radar
from servqual.writer.parts import Exhibit
from servqual.writer.sentences_summary import main_battery
from servqual.writer.view import View

if TYPE_CHECKING:
    from servqual.instrument import Instrument


def exhibit_of(view: View, result: Any, which: str) -> Exhibit | None:
    """Return the exhibit that shows a result."""
    match result:
        case Gaps():
            return _gap_exhibit(view, which) if view.kinds else None
        case Scores():
            return _score_exhibit(view, which) if result.items else None
        case Distributions():
            dimension = _known(view.instrument, which, ()) or view.instrument.dimension_ids[0]
            return answers.distribution(view, dimension) if result.rows else None
        case Importance() | Priorities() | Actions():
            return _first_exhibit(view, result, which)
        case Reliability() | Structure():
            return _trust_exhibit(view, result)
        case (
            Comparisons()
            | GapModel()
            | Journey()
            | League()
            | Loyalty()
            | Operations()
            | Segments()
            | Waves()
            | Weighting()
            | Zone()
        ):
            return _beside_exhibit(view, result, which)
        case _:
            raise TypeError(f"no chart is drawn of {type(result).__name__}")


def _first_exhibit(
    view: View, result: Importance | Priorities | Actions, which: str
) -> Exhibit | None:
    """Return the exhibit of what matters, of the matrix, or of the shortfall by theme."""
    if isinstance(result, Importance):
        return _importance_exhibit(view, which)
    if isinstance(result, Priorities):
        return matrix.priorities(view) if result.items else None
    return actions.pareto(view) if result.causes else None


def _importance_exhibit(view: View, which: str) -> Exhibit | None:
    """Return one of the exhibits of importance, the first that there is by default."""
    found, models = view.study.importance, drivers.shown_models(view)
    outcome = asymmetry.leading_outcome(view)
    there: dict[str, Callable[[], Exhibit] | None] = {
        "points": partial(importance.points, view)
        if any(r.mean is not None for r in found.points)
        else None,
        "ranking": partial(importance.ranking, view)
        if importance.stated_rows(view, "ranking")
        else None,
        "ratings": partial(importance.stated, view)
        if importance.stated_rows(view, "ratings")
        else None,
        "drivers": partial(drivers.drivers, view, models[0]) if models else None,
        "asymmetry": partial(asymmetry.asymmetry, view)
        if asymmetry.estimated(view, outcome)
        else None,
        "kano": partial(kano.kano, view) if found.kano else None,
    }
    if which and which not in there:
        names = ", ".join(map(repr, ("", *there)))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    make = there[which] if which else next(filter(None, there.values()), None)
    return make() if make else None


def _trust_exhibit(view: View, result: Reliability | Structure) -> Exhibit | None:
    if isinstance(result, Reliability):
        return trust.reliability(view) if result.rows else None
    return trust_structure.factors(view) if result.factors else None


def _chosen_exhibit(
    view: View, result: GapModel | Journey | Weighting | Zone, which: str
) -> Exhibit | None:
    if isinstance(result, GapModel):
        return gap_model_charts.chart_of(view, which)
    if isinstance(result, Zone):
        return zone_people.chart_of(view, which)
    if isinstance(result, Journey):
        return _journey_exhibit(view, result, which)
    return _weighting_exhibit(view, which)


def _weighting_exhibit(view: View, which: str) -> Exhibit | None:
    if which not in ("", "margins"):
        raise SettingsError(f"there is no chart of {which!r}. Choose one of '', 'margins'.")
    return weighting.margins(view) if which else weighting_effects.effects(view)


def _journey_exhibit(view: View, result: Journey, which: str) -> Exhibit | None:
    if which not in ("", "blueprint"):
        raise SettingsError(f"there is no chart of {which!r}. Choose one of '', 'blueprint'.")
    if not result:
        return None
    kind = result.rows[0].kind
    return journey.strip(view, kind) if which else journey.along(view, kind)


def _beside_exhibit(
    view: View,
    result: (
        Comparisons
        | GapModel
        | Journey
        | League
        | Loyalty
        | Operations
        | Segments
        | Waves
        | Weighting
        | Zone
    ),
    which: str,
) -> Exhibit | None:
    if isinstance(result, Comparisons):
        return group_panels.chart_of(view, which)
    if isinstance(result, League):
        return league_even.chart_of(view, which)
    if isinstance(result, Segments):
        return segments_charts.chart_of(view, which)
    if isinstance(result, Waves):
        return waves_charts.chart_of(view, which) if result else None
    if isinstance(result, GapModel | Journey | Weighting | Zone):
        return _chosen_exhibit(view, result, which)
    there: dict[str, Callable[[View], Exhibit | None]]
    if isinstance(result, Loyalty):
        there = {"": loyalty.links, "index": loyalty.index}
        has = bool(result.index if which else result.links)
    else:
        there = {
            "": operations.measures,
            "perceived": operations_perceived.perceived,
            "complaints": operations_perceived.complaints,
        }
        has = bool(result.measures)
    if which not in there:
        names = ", ".join(map(repr, there))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    return there[which](view) if has else None


def radar_of(view: View, result: Any, which: str, kind: str) -> Exhibit:
    """Return the radar of a study, if that is what was asked for."""
    if kind != "radar":
        raise SettingsError(f"there is no kind of chart called {kind!r}. Choose 'radar' or ''.")
    if not isinstance(result, Gaps | Scores) or which:
        raise SettingsError(
            "a radar shows the dimensions of gaps or scores: chart(study.gaps, kind='radar')."
        )
    return radar(view)


def _gap_exhibit(view: View, which: str) -> Exhibit:
    kind = view.kinds[0].name
    which = _known(view.instrument, which, ("items",))
    if which == "items":
        return gaps.gap_items(view, kind)
    return gaps.gap_items_dimension(view, kind, which) if which else gaps.gap_dimensions(view, kind)


def _score_exhibit(view: View, which: str) -> Exhibit:
    battery = main_battery(view)
    which = _known(view.instrument, which, ("items",))
    if which == "items":
        return means.means(view, battery, "means_items")
    return means.means(
        view, battery, "means_items_dimension" if which else "means_dimensions", which
    )


def _known(instrument: Instrument, which: str, also: Sequence[str]) -> str:
    """Return ``which`` if it can be chosen."""
    allowed = ("", *also, *instrument.dimension_ids)
    if which not in allowed:
        raise SettingsError(
            f"there is no chart of {which!r}. Choose one of {', '.join(map(repr, allowed))}."
        )
    return which
