"""How many people lie below, inside and above their own zone; screening, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from servqual.errors import SettingsError
from servqual.instrument import Scale
from servqual.results import Level
from servqual.results.zone import Zone, ZoneRow, ZoneVariant
from servqual.study.zone import SHARES
from servqual.writer.exhibits.common import FEW_ROWS
from servqual.writer.exhibits.zone import (
    gap_heads,
    shown,
    up_the_zone,
    zone,
    zone_base,
    zone_heads,
)
from servqual.writer.exhibits.zone_radar import zone_radar
from servqual.writer.figures.distribution import Answers, Asked, diverging
from servqual.writer.figures.look import escape, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import head, name_cell
from servqual.writer.view import View

THREE = Scale(min=1, max=3)  # below, inside and above as three answers, the middle one inside


def shares(view: View, level: Level) -> Exhibit | None:
    """Return how many people lie below, inside and above their own zone."""
    rows = [row for row in shown(view, level) if row.share_below is not None]
    if not rows:
        return None
    which = "items" if level == "item" else "dimensions"
    numbers = view.numbers
    columns = [
        *head(view, first="item" if level == "item" else "dimension"),
        *(Column(view.say(f"words.zone.share_{name}")) for name in SHARES),
        *(Column(view.say(f"words.zone.{name}")) for name in ("width", "position")),
        Column(view.say("words.head.n")),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            *(Cell(numbers.percent(share)) for share in _shares(row)),
            Cell(numbers.mean(row.width)),
            Cell(up_the_zone(view, row.position)),
            Cell(numbers.count(row.n)),
        ]
        for row in rows
    ]
    return Exhibit(
        id=f"exhibit-zone-people-{which}",
        title=view.say(f"exhibits.zone_people.title_{which}"),
        how=view.sentences(
            [view.say(f"exhibits.zone_people.{key}") for key in ("how", "how_table")]
        ),
        figure=_figure(view, rows, f"chart-zone-people-{which}"),
        table=Table(view.say("exhibits.zone_people.caption"), columns, body),
        base=zone_base(view, "zone_people", rows),
    )


def _shares(row: ZoneRow) -> tuple[float, float, float]:
    return row.share_below or 0.0, row.share_inside or 0.0, row.share_above or 0.0


def _figure(view: View, rows: Sequence[ZoneRow], chart_id: str) -> Figure:
    items = [Asked(view.label(row.level, row.id), [_answers(view, row)]) for row in rows]
    wide, narrow = (diverging(items, THREE, narrow=narrow) for narrow in (False, True))
    first = rows if len(rows) <= FEW_ROWS else rows[:3]
    said = [
        view.say(
            "exhibits.zone_people.alt_row",
            label=view.label(row.level, row.id),
            **dict(zip(SHARES, map(view.numbers.percent, _shares(row)), strict=True)),
        )
        for row in first
    ]
    key = "alt" if len(first) == len(rows) else "alt_first"
    text = view.say("words.semicolon").join(said)
    return Figure(
        chart_id, wide, narrow, view.say(f"exhibits.zone_people.{key}", rows=text, n=len(rows))
    )


def _answers(view: View, row: ZoneRow) -> Answers:
    numbers = view.numbers
    share = dict(zip((1, 2, 3), _shares(row), strict=True))
    percents = {k: numbers.percent(value) for k, value in share.items()}
    names = {k: view.say(f"words.zone.share_{n}") for k, n in zip(share, SHARES, strict=True)}
    hovers = {k: escape(view.say("words.figure", name=names[k], value=percents[k])) for k in share}
    below = view.say("exhibits.zone_people.quiet", share=percents[1])
    return Answers(
        "", share, below, percents[1], hover(view.label(row.level, row.id)), hovers, percents
    )


def chart_of(view: View, which: str) -> Exhibit | None:
    """Return one of the charts of zones: dimensions, items, shares of people, radar.

    Raises
    ------
    SettingsError
        There is no such chart.
    """
    there: dict[str, Callable[[], Exhibit | None]] = {
        "": partial(zone, view, "dimension"),
        "items": partial(zone, view, "item"),
        "people": partial(shares, view, "dimension"),
        "radar": partial(zone_radar, view),
    }
    if which not in there:
        names = ", ".join(map(repr, there))
        raise SettingsError(f"there is no chart of {which!r}. Choose one of {names}.")
    return there[which]() if view.study.zone else None


# -- screening -------------------------------------------------------------------------------------


def screening(view: View) -> Exhibit:
    """Return whom each rule of a screening would leave out."""
    found, numbers = view.study.zone, view.numbers
    columns = [
        Column(view.say("words.zone.rule"), "text"),
        Column(view.say("words.zone.matching")),
        Column(view.say("words.zone.first")),
    ]
    body = [
        [
            Cell(view.say(f"exhibits.zone_screening.{row.rule}", limit=numbers.points(row.limit))),
            Cell(numbers.count(row.n_matching)),
            Cell(numbers.count(row.n)),
        ]
        for row in found.screening
    ]
    return Exhibit(
        id="exhibit-zone-screening",
        title=view.say("exhibits.zone_screening.title"),
        how=view.say("exhibits.zone_screening.how"),
        table=Table(view.say("exhibits.zone_screening.caption"), columns, body),
        says=[_kept(view, found)],
        base=view.say(
            "report.base",
            text=view.say(
                "exhibits.zone_screening.base",
                n=numbers.count(found.n),
                pairs=numbers.count(found.n_pairs),
                inversions=numbers.count(found.n_inversions),
            ),
        ),
    )


def _kept(view: View, found: Zone) -> str:
    """Return how many people each screening keeps."""
    count = view.numbers.count
    if found.n_screened == found.n and found.n_no_inversion == found.n:
        return view.say("exhibits.zone_screening.says_none")
    return view.say(
        "exhibits.zone_screening.says",
        n=count(found.n),
        screened=count(found.n_screened),
        strict=count(found.n_no_inversion),
    )


def with_and_without(view: View) -> Exhibit | None:
    """Return the zones of the whole and the dimensions with and without the screening."""
    found = view.study.zone
    if not found.variants:
        return None
    rows = (*found.of_level("overall"), *found.of_level("dimension"))
    columns = [
        *head(view, first="dimension"),
        Column(view.say("words.zone.who"), "text"),
        Column(view.say("words.head.n")),
        *zone_heads(view),
        *gap_heads(view),
        Column(view.say("words.zone.width")),
        Column(view.say("words.zone.lies"), "text"),
    ]
    body = []
    for row in rows:
        same = [v for v in found.variants if (v.level, v.id) == (row.level, row.id)]
        body += [_cells(view, row), *(_cells(view, entry) for entry in same)]
    return Exhibit(
        id="exhibit-zone-without",
        title=view.say("exhibits.zone_without.title"),
        how=view.say("exhibits.zone_without.how"),
        table=Table(view.say("exhibits.zone_without.caption"), columns, body, dense=True),
        base=view.say("report.base", text=view.say("exhibits.zone_without.base")),
    )


def _cells(view: View, row: ZoneRow | ZoneVariant) -> list[Cell]:
    numbers = view.numbers
    who = row.variant if isinstance(row, ZoneVariant) else "everybody"
    return [
        name_cell(view, row.level, row.id),
        Cell(view.say(f"words.zone.who_{who}")),
        Cell(numbers.count(row.n)),
        *(Cell(numbers.mean(v)) for v in (row.minimum, row.desired, row.perception)),
        Cell(numbers.gap(row.adequacy)),
        Cell(numbers.gap(row.superiority)),
        Cell(numbers.mean(row.width)),
        Cell(view.say(f"words.zone.{row.place}")),
    ]
