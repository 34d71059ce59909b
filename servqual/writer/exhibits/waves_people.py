"""People over several waves: those who stayed, the same mix of people, and pilot branches."""

from __future__ import annotations

from servqual.results.period_rows import PilotRow
from servqual.writer.exhibits.groups import column_name
from servqual.writer.exhibits.waves import MOST_WAVES, interval_head, leading_kind
from servqual.writer.parts import Cell, Column, Exhibit, Table, Tone
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

MEASURES = ("gap", "of", "minus", "mean")


def panel(view: View) -> Exhibit | None:
    """Return the change within the people who answered in the last wave and the one before."""
    waves = view.study.waves
    if not waves.pairs:
        return None
    pair = waves.pairs[-1]
    values: dict[str, object] = {"then": pair.since, "now": pair.wave}
    if not pair.shown:
        return Exhibit(
            id="exhibit-waves-panel",
            title=view.say("waves.panel.title", **values),
            how=view.say("waves.panel.hidden", min_cell=view.study.settings.min_cell, **values),
        )
    kind, numbers = leading_kind(view), view.numbers
    rows = [
        row
        for row in waves.panel
        if row.wave == pair.wave and row.level != "item" and row.kind == kind
        and row.measure in MEASURES
    ]  # fmt: skip
    plain = {r.figure: r for r in waves.changes if r.wave == pair.wave and r.against == "before"}
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("waves.head.what"), "text"),
        Column(view.say("words.head.n")),
        *(Column(view.say(f"before.head.{key}")) for key in ("then", "now", "change")),
        Column(interval_head(view)),
        Column(view.say("waves.head.everybody_then")),
        Column(view.say("waves.head.everybody")),
    ]
    body = []
    for row in rows:
        alone = plain.get((row.level, row.id, row.kind, row.measure))
        shown = numbers.gap if row.measure == "gap" else numbers.mean
        what = view.rated(kind) if row.measure == "gap" else view.battery_short(row.battery)
        body.append(
            [
                name_cell(view, row.level, row.id),
                Cell(what),
                Cell(numbers.count(row.n)),
                Cell(shown(row.then)),
                Cell(shown(row.now)),
                Cell(numbers.gap(row.change), _tone(row.ci_low, row.ci_high)),
                Cell(numbers.interval(row.ci_low, row.ci_high)),
                Cell(shown(row.all_then)),
                Cell(numbers.gap(alone.change) if alone else numbers.none),
            ]
        )
    values |= {
        "matched": numbers.count(pair.matched or 0),
        "n_then": numbers.count(pair.n_then),
        "n_now": numbers.count(pair.n_now),
        "left": numbers.percent(pair.left),
        "joined": numbers.percent(pair.joined),
        "confidence": view.confidence,
    }
    says = [view.say("waves.panel.says", **values)]
    aside = (pair.no_id or 0) + (pair.repeated or 0)
    says += [view.say("waves.panel.aside", n=aside)] if aside else []
    return Exhibit(
        id="exhibit-waves-panel",
        title=view.say("waves.panel.title", **values),
        how=view.say("waves.panel.how", **values),
        table=without_empty(view, Table(view.say("waves.panel.caption"), columns, body)),
        says=says,
        base=view.say("report.base", text=view.say("waves.panel.base", **values)),
    )


def _tone(low: float | None, high: float | None) -> Tone:
    if low is None or high is None or low <= 0 <= high:
        return "small"
    return "surplus" if low > 0 else "shortfall"


# -- case mix ----------------------------------------------------------------------------------


def standard(view: View) -> Exhibit | None:
    """Return the whole as it is, and over the same mix of people in every wave."""
    waves, numbers = view.study.waves, view.numbers
    if not waves.mix:
        return None
    mix, kind = waves.mix[0], leading_kind(view)
    columns = view.listed([view.inside(column_name(view, name)) for name in mix.columns])
    rows = [r for r in waves.standard if r.level == "overall" and kind in ("", r.kind)]
    rows = [r for r in rows if r.kind == rows[0].kind]
    values: dict[str, object] = {
        "columns": columns,
        "n": mix.cells,
        "left_out": numbers.count(mix.left_out),
        "share": numbers.percent(mix.share_left_out),
        "confidence": view.confidence,
    }
    says = [view.say("waves.standard.left_out", **values)] if mix.left_out else []
    if not rows:
        return Exhibit(
            id="exhibit-waves-standard",
            title=view.say("waves.standard.title", **values),
            how=view.say("waves.standard.none", **values),
        )
    signed = bool(kind)
    shown = numbers.gap if signed else numbers.mean
    head = [
        Column(view.say("waves.head.wave"), "text"),
        *(Column(view.say(f"waves.head.{key}")) for key in ("raw", "same_mix")),
        Column(interval_head(view)),
        Column(view.say("waves.head.since_before")),
        Column(interval_head(view)),
    ]
    body = [
        [
            Cell(row.wave),
            Cell(shown(row.raw)),
            Cell(shown(row.mean)),
            Cell(numbers.interval(row.ci_low, row.ci_high, signed=signed)),
            Cell(numbers.gap(row.change), _tone(row.change_low, row.change_high)),
            Cell(numbers.interval(row.change_low, row.change_high)),
        ]
        for row in rows[-MOST_WAVES:]
    ]
    how = [view.say("waves.standard.how", **values), view.say(f"waves.standard.{mix.source}")]
    return Exhibit(
        id="exhibit-waves-standard",
        title=view.say("waves.standard.title", **values),
        how=view.sentences(how),
        table=Table(view.say("waves.standard.caption"), head, body),
        says=says,
        base=view.say("report.base", text=view.say("waves.standard.base", **values)),
    )


# -- pilot branches ----------------------------------------------------------------------------


def pilot(view: View) -> Exhibit | None:
    """Return how much more the pilot units changed than all others."""
    waves, numbers = view.study.waves, view.numbers
    if not waves.pilots:
        return None
    info = waves.pilots[0]
    units = view.listed([view.quoted(name) for name in info.units])
    values: dict[str, object] = {
        "units": units,
        "then": info.since,
        "now": info.wave,
        "confidence": view.confidence,
        "min_cell": view.study.settings.min_cell,
    }
    title = view.say("waves.pilot.title")
    rows = [r for r in waves.pilot if r.kind == leading_kind(view) and r.measure in MEASURES]
    rows.sort(key=lambda row: MEASURES.index(row.measure))
    if not rows:
        how = view.say("waves.pilot.hidden", **values)
        return Exhibit(id="exhibit-waves-pilot", title=title, how=how)
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        Column(view.say("waves.head.what"), "text"),
        *(Column(view.say(f"waves.head.{key}")) for key in ("pilot", "others", "difference")),
        Column(interval_head(view)),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(view.rated(row.kind) if row.measure == "gap" else view.battery_short(row.battery)),
            Cell(_from_to(view, row, row.pilot_then, row.pilot_now)),
            Cell(_from_to(view, row, row.other_then, row.other_now)),
            Cell(numbers.gap(row.difference), _tone(row.ci_low, row.ci_high)),
            Cell(numbers.interval(row.ci_low, row.ci_high)),
        ]
        for row in rows
    ]
    first = rows[0]
    values |= {
        "pilot": numbers.count(first.units_pilot),
        "others": numbers.count(first.units_other),
    }
    says = [view.say("waves.pilot.descriptive", **values)] * first.descriptive
    says.append(view.say("waves.pilot.says"))
    says += [view.say("waves.pilot.left_out", n=info.left_out)] if info.left_out else []
    return Exhibit(
        id="exhibit-waves-pilot",
        title=title,
        how=view.say("waves.pilot.how", **values),
        table=without_empty(view, Table(view.say("waves.pilot.caption"), columns, body)),
        says=says,
        base=view.say("report.base", text=view.say("waves.pilot.base", **values)),
    )


def _from_to(view: View, row: PilotRow, then: float, now: float) -> str:
    # figures of a single unit are kept to one decimal, and are printed so
    places = 2 if min(row.units_pilot, row.units_other) > 1 else 1
    write = view.numbers.gap if row.measure == "gap" else view.numbers.fixed
    return view.say("waves.from_to", then=write(then, places), now=write(now, places))
