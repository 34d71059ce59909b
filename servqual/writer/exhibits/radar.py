"""The radar of the dimensions, beside the bars and on request only."""

from __future__ import annotations

from dataclasses import dataclass

from servqual.errors import SettingsError
from servqual.results import GapRow, ScoreRow
from servqual.writer.exhibits.zone import zone_gaps
from servqual.writer.figures.look import hover
from servqual.writer.figures.radar import FEWEST_AXES, Line
from servqual.writer.figures.radar import radar as draw
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.sentences_summary import main_battery
from servqual.writer.view import View


@dataclass(frozen=True)
class Axis:
    """One dimension: a mean per battery, what was wanted first, and n (the fewest of them)."""

    dimension: str
    means: dict[str, float]
    n: int


def axes(view: View) -> list[Axis]:
    """Return the dimensions that have every mean, in the order of the questionnaire.

    One gap gives the pair of means behind it, the same people in both. A minimum and a desired
    level give three means over everybody who rated; perceptions alone give one.
    """
    if zone_gaps(view):
        return _from_scores(view, ("minimum", "desired", zone_gaps(view)[0].of))  # type: ignore[index]
    if not view.kinds:
        return _from_scores(view, (main_battery(view),))
    rows = {r.id: r for r in view.study.gaps.of_kind(view.kinds[0].name).dimensions}
    ordered = [rows[d] for d in view.instrument.dimension_ids if d in rows]
    return [_pair(r, r.mean_minus, r.mean_of) for r in ordered if r.mean_of is not None]


def _pair(row: GapRow, minus: float | None, of: float | None) -> Axis:
    return Axis(row.id, {row.minus: minus or 0.0, row.of: of or 0.0}, row.n)


def _from_scores(view: View, batteries: tuple[str, ...]) -> list[Axis]:
    known: dict[tuple[str, str], ScoreRow] = {
        (r.id, r.battery): r for r in view.study.scores.dimensions if r.mean is not None
    }
    found = []
    for dimension in view.instrument.dimension_ids:
        rows = [known[dimension, b] for b in batteries if (dimension, b) in known]
        if len(rows) == len(batteries):
            means = {r.battery: r.mean or 0.0 for r in rows}
            found.append(Axis(dimension, means, min(r.n for r in rows)))
    return found


def radar(view: View) -> Exhibit:
    """Return the radar of the dimensions with its table.

    Raises
    ------
    SettingsError
        Fewer than three dimensions have means.
    """
    found = axes(view)
    if len(found) < FEWEST_AXES:
        raise SettingsError(
            f"a radar needs at least {FEWEST_AXES} dimensions with means, and these answers have "
            f"{len(found)}. Leave the radar out: the bars show the same figures."
        )
    alone = "alone" if len(found[0].means) == 1 else "together"
    ends = {"min": view.scale.min, "max": view.scale.max}
    how = [view.say("exhibits.radar.how", **ends), view.say(f"exhibits.radar.how_{alone}")]
    ns = [axis.n for axis in found]
    counts = view.numbers.counts(min(ns), max(ns))
    return Exhibit(
        id="exhibit-radar",
        title=view.say("exhibits.radar.title"),
        how=view.sentences([*how, view.say("exhibits.radar.why")]),
        figure=_figure(view, found),
        table=_table(view, found),
        base=view.say(
            "report.base", text=view.say(f"exhibits.radar.base_{_rated(view)}", n=counts)
        ),
    )


def _rated(view: View) -> str:
    """Say whether the means stand over pairs of ratings or over everybody who rated."""
    return "pairs" if view.kinds and not zone_gaps(view) else "items"


def _figure(view: View, found: list[Axis]) -> Figure:
    names = [view.dimension(axis.dimension) for axis in found]
    drawn = [
        Line(
            battery,
            view.battery_short(battery),
            [axis.means[battery] for axis in found],
            [_hover(view, axis) for axis in found],
        )
        for battery in found[0].means
    ]
    wide, narrow = (draw(names, drawn, view.scale, narrow=narrow) for narrow in (False, True))
    return Figure("chart-radar", wide, narrow, _alt(view, found))


def _means(view: View, axis: Axis) -> str:
    """Return the means of a dimension in words."""
    said = [
        view.say("words.figure", name=view.battery_short(name), value=view.numbers.mean(mean))
        for name, mean in axis.means.items()
    ]
    return view.say("words.comma").join(said)


def _hover(view: View, axis: Axis) -> str:
    n = view.say("exhibits.hover.n", n=view.numbers.count(axis.n))
    return hover(view.dimension(axis.dimension), _means(view, axis), n)


def _alt(view: View, found: list[Axis]) -> str:
    rows = [
        view.say("exhibits.radar.alt_row", label=view.dimension(a.dimension), means=_means(view, a))
        for a in found
    ]
    ends = {"min": view.scale.min, "max": view.scale.max}
    return view.say(
        "exhibits.radar.alt", n=len(found), rows=view.say("words.semicolon").join(rows), **ends
    )


def _table(view: View, found: list[Axis]) -> Table:
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        *(Column(view.battery_short(name)) for name in found[0].means),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            Cell(view.dimension(axis.dimension)),
            *(Cell(view.numbers.mean(mean)) for mean in axis.means.values()),
            Cell(view.numbers.count(axis.n)),
        ]
        for axis in found
    ]
    return Table(view.say("exhibits.radar.caption"), columns, body)
