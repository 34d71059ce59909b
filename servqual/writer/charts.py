"""Charts for notebooks: the figures of the report as plotly figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
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
    Study,
)
from servqual.results.comparisons import Comparisons
from servqual.results.journey import Journey
from servqual.results.league import League
from servqual.results.loyalty import Loyalty
from servqual.results.operations import Operations
from servqual.results.segments import Segments
from servqual.results.waves import Waves
from servqual.results.weighting import Weighting
from servqual.settings import Brand, ReportOptions
from servqual.writer import plotly_door
from servqual.writer.brand import read_brand
from servqual.writer.classes import classes_of
from servqual.writer.exhibits import (
    actions,
    answers,
    asymmetry,
    drivers,
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
)
from servqual.writer.exhibits.radar import radar
from servqual.writer.figures.look import annotation, escape
from servqual.writer.parts import Exhibit
from servqual.writer.sentences_summary import main_battery
from servqual.writer.view import View

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from servqual.instrument import Instrument

# the marks of the matrix as signs
SIGNS = {"firm": "●", "firm_here": "◉", "leaning": "○", "undetermined": "◌"}

Result = (
    Study
    | Gaps
    | Scores
    | Distributions
    | Importance
    | Priorities
    | Actions
    | Reliability
    | Structure
    | Comparisons
    | Journey
    | League
    | Loyalty
    | Operations
    | Segments
    | Waves
    | Weighting
)


def chart(  # noqa: PLR0913  what a chart may be told
    result: Result,
    study: Study | None = None,
    language: str = "en",
    *,
    which: str = "",
    service: str = "",
    brand: Brand | str | Path | None = None,
    kind: str = "",
    importance_axis: str = "",
) -> go.Figure:
    """Return a result as the chart that the report draws of it.

    Parameters
    ----------
    result : Study or a part of one
        ``study.gaps`` (dumb-bells), ``study.scores`` (means with intervals), ``study.priorities``
        (importance-performance matrix), ``study.distributions`` (every answer),
        ``study.importance`` (points, drivers ...), ``study.actions`` (shortfall by theme),
        ``study.reliability`` (coefficients with intervals),
        ``study.structure`` (eigenvalues against chance), ``study.comparisons`` (each
        dimension by groups), ``study.journey`` (touchpoints in order),
        ``study.loyalty`` (links of dimensions with each outcome), ``study.operations`` (units that
        met each standard), ``study.segments`` (means of segments), ``study.waves`` (every wave),
        ``study.weighting`` (leading figures with and without weights); a Study stands for its
        gaps, or its scores where it has none.
    study : Study, optional
        The study that ``result`` belongs to: names, scale and smallest gap of interest come from
        it. It may be left out when ``result`` is a Study.
    language : str
        Language of the labels.
    which : str
        For gaps and scores: ``"items"`` for all items, the id of a dimension for its items, ``""``
        for the dimensions. For distributions: the id of a dimension, ``""`` for the first one.
        For importance: ``"points"``, ``"ranking"``, ``"ratings"``, ``"drivers"``, ``"asymmetry"``
        or ``"kano"``, ``""`` for the first of them that there is. For the journey: ``"blueprint"``,
        ``""`` for gaps (or means) in order. For loyalty: ``"index"``; for operations:
        ``"perceived"`` (beside gaps) or ``"complaints"``. For segments: ``"perception"``,
        ``"centred"``, ``"recovery"`` or ``"tiers"``. For waves: ``"before"``,
        ``"first"``, ``"same_period"``, ``"control"``, ``"memory"`` or ``"targets"``. For weighting:
        ``"margins"``.
    service : str
        The noun that fills ``{service}``; '' takes the instrument's own.
    brand : Brand, str or Path, optional
        Brand file whose colours and fonts the chart takes.
    kind : str
        ``"radar"`` for the dimensions of gaps or scores as a radar; ``""`` for what the report
        shows without being asked.
    importance_axis : str
        For priorities: ``"x"`` or ``"y"``; ``""`` for ``"y"``, in Chinese ``"x"``.

    Returns
    -------
    plotly.graph_objects.Figure
        In the look of the report, 800 pixels wide.

    Raises
    ------
    SettingsError
        The study was not given, ``which``, ``kind`` or ``importance_axis`` is unknown or does not
        fit, or there is nothing to draw.
    """
    if isinstance(result, Study):
        study, result = result, result.gaps if result.gaps.items else result.scores
    study = study or result.study
    if study is None:
        raise SettingsError(
            "this part was taken out of its study, so the names of its items are not known. "
            "Give the study too: chart(gaps, study)."
        )
    options = ReportOptions(language=language, service=service, importance_axis=importance_axis)
    view = View(study, options)
    exhibit = _radar(view, result, which, kind) if kind else _exhibit(view, result, which)
    if exhibit is None or exhibit.figure is None:
        raise SettingsError("this result is empty, so there is nothing to draw.")
    wide = alone(view, exhibit)
    dress = brand if isinstance(brand, Brand) or brand is None else read_brand(brand)
    return plotly_door.figure(wide, language, dress)


def alone(view: View, exhibit: Exhibit) -> dict[str, Any]:
    """Return the wide chart of an exhibit with the legend that the page writes as HTML.

    Raises
    ------
    ValueError
        The exhibit has no chart.
    """
    if exhibit.figure is None:
        raise ValueError(f"{exhibit.id} has no chart")
    wide = dict(exhibit.figure.wide)
    if exhibit.legend:
        layout = wide["layout"]
        margin = {**layout["margin"], "t": 40}
        more = {"showlegend": True, "margin": margin, "height": layout["height"] + 36}
        wide["layout"] = {**layout, **more}
        names = {str(value): name for value, name in classes_of(view.scale).names.items()}
        traces = [dict(trace) for trace in wide["data"]]
        wide["data"] = [t | {"name": names.get(t.get("name", ""), "")} for t in traces]
    if exhibit.id == "exhibit-matrix":
        wide["layout"] = _with_marks(view, wide["layout"])
    return wide


def _with_marks(view: View, layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout of the matrix with its marks named above it; the report does so in HTML."""
    named = [f"{SIGNS[name]} {word}" for name, word in matrix.marks(view)]
    if not named:
        return dict(layout)
    at = {"yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 8}
    note = annotation(escape("   ".join(named)), 0, 1, **at)
    return {
        **layout,
        "height": layout["height"] + 24,
        "margin": {**layout["margin"], "t": layout["margin"]["t"] + 24},
        "annotations": [*layout["annotations"], note],
    }


def _exhibit(view: View, result: Any, which: str) -> Exhibit | None:
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
            | Journey()
            | League()
            | Loyalty()
            | Operations()
            | Segments()
            | Waves()
            | Weighting()
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


def _chosen_exhibit(view: View, result: Journey | Weighting, which: str) -> Exhibit | None:
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
    result: Comparisons | Journey | League | Loyalty | Operations | Segments | Waves | Weighting,
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
    if isinstance(result, Journey | Weighting):
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


def _radar(view: View, result: Any, which: str, kind: str) -> Exhibit:
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
