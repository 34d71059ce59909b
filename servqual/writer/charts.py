"""Charts for notebooks: the figures of the report as plotly figures."""

from __future__ import annotations

from collections.abc import Mapping
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
from servqual.results.gap_model import GapModel
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
from servqual.writer.chart_choice import exhibit_of, radar_of
from servqual.writer.classes import classes_of
from servqual.writer.exhibits import (
    matrix,
)
from servqual.writer.figures.look import annotation, escape
from servqual.writer.parts import Exhibit
from servqual.writer.view import View

if TYPE_CHECKING:
    import plotly.graph_objects as go


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
    | GapModel
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
        dimension by groups), ``study.gap_model`` (the gap model as a drawing),
        ``study.journey`` (touchpoints in order),
        ``study.loyalty`` (links of dimensions with each outcome), ``study.operations`` (units that
        met each standard), ``study.segments`` (means of segments), ``study.waves`` (every wave),
        ``study.weighting`` (leading figures with and without weights), ``study.zone`` (bars from
        the minimum to what is desired); a Study stands for its gaps, or its scores where it has
        none.
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
        ``"margins"``. For zones: ``"items"``, ``"people"`` (shares below, inside and above) or
        ``"radar"`` (all items), ``""`` for the dimensions. For the gap model: ``"triangle"``,
        ``"points"``, ``"ratings"``, ``"weights"``, ``"antecedents"`` or ``"sources"``.
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
    exhibit = radar_of(view, result, which, kind) if kind else exhibit_of(view, result, which)
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
