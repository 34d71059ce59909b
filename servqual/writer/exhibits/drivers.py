"""What goes together with an outcome: shares with their intervals, and stated beside derived."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import DriverModel, DriverRow
from servqual.writer.exhibits.matrix import outcome_name, shortlist
from servqual.writer.figures.look import Row, hover
from servqual.writer.figures.shares import Share, shares
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View

FEW_ROWS = 6
MOST_TIED = 3
SMALLEST_SHARE = 0.001  # nothing stays below 0.0%: rounded up to the last digit printed
OVERLAP, TOO_MUCH = 5, 10  # variance inflation: warned of, and no slope


def first_heads(view: View, *keys: str) -> list[Column]:
    """Return columns of numbers by the keys of their headings."""
    return [Column(view.say(f"first.head.{key}")) for key in keys]


def level_head(view: View, level: str) -> Column:
    """Return the heading of a column of dimensions or items."""
    return Column(view.say(f"words.head.{level}"), "text")


def interval_head(view: View) -> Column:
    """Return the heading of a column of intervals."""
    return Column(view.say("words.head.interval", confidence=view.confidence))


def rank_text(view: View, rank: int | None, low: int | None, high: int | None) -> str:
    """Return a rank with its limits in brackets: ``3 (1–5)``."""
    if rank is None:
        return view.numbers.none
    if low is None or high is None:
        return str(rank)
    return view.say("words.bracketed", text=rank, note=view.numbers.counts(low, high))


def share_text(view: View, value: float | None) -> str:
    """Return a share of R2 in percent, one decimal."""
    if value is None:
        return view.numbers.none
    return f"{view.numbers.fixed(value * 100, 1)}%"


def share_interval(view: View, low: float | None, high: float | None) -> str:
    """Return the limits of a share in percent."""
    if low is None or high is None:
        return view.numbers.none
    return view.numbers.limits(share_text(view, low), share_text(view, high))


def shown_models(view: View) -> list[DriverModel]:
    """Return the leading model, then the other level of the same outcome."""
    first = view.study.importance.leading_model()
    if first is None:
        return []
    others = [
        m
        for m in view.study.importance.models
        if (m.outcome, m.battery) == (first.outcome, first.battery)
        and m.level != first.level
        and not m.problem
    ]
    return [first, *others]


def leading_level(view: View) -> str:
    """Return the level on which importance is derived; '' where it is not."""
    model = view.study.importance.leading_model()
    return model.level if model else ""


def rows_of(view: View, model: DriverModel) -> list[DriverRow]:
    """Return the rows of a model, the largest share first."""
    key = (model.outcome, model.battery, model.level)
    found = [r for r in view.study.importance.drivers if (r.outcome, r.battery, r.level) == key]
    return sorted(found, key=lambda r: -(r.share or 0.0))


def drivers(view: View, model: DriverModel) -> Exhibit:
    """Return the share of each dimension or item in what all explain together."""
    numbers, rows = view.numbers, rows_of(view, model)
    known = [r for r in rows if r.share is not None]
    values = {
        "outcome": outcome_name(view, model.outcome),
        "count": view.count_word(model.n_predictors),
        "r2": numbers.coefficient(model.r2),
        "interval": numbers.alpha_interval(model.r2_low, model.r2_high),
        "confidence": view.confidence,
    }
    how = [view.say(f"first.drivers.how_{model.method or 'relative_weights'}", **values)]
    if model.noise_share is not None:
        share = share_text(view, max(model.noise_share, SMALLEST_SHARE))
        how.append(view.say("first.drivers.noise", share=share))
    base = view.say(
        "first.drivers.base",
        n=numbers.count(model.n),
        battery=view.battery_short(model.battery),
    )
    return Exhibit(
        id=f"exhibit-drivers-{model.level}",
        title=view.say(f"first.drivers.title_{model.level}", outcome=values["outcome"]),
        how=view.sentences(how),
        figure=_figure(view, model, known) if known else None,
        table=_table(view, model, rows),
        says=_slope_says(view, model),
        base=view.say("report.base", text=base),
    )


def _figure(view: View, model: DriverModel, rows: Sequence[DriverRow]) -> Figure:
    entries = [_entry(view, row) for row in rows]
    heads = (view.say("first.head.share_interval"), view.say("first.head.rank"))
    wide, narrow = (
        shares(
            entries,
            model.noise_share,
            narrow=narrow,
            tick=view.numbers.percent,
            heads=heads,
        )
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=view.label(r.level, r.id), value=share_text(view, r.share))
        for r in rows[:FEW_ROWS]
    )
    few = len(rows) <= FEW_ROWS
    key = "first.drivers.alt" if few else "first.drivers.alt_first"
    alt = view.say(key, rows=told, n=len(rows))
    return Figure(f"chart-drivers-{model.level}", wide, narrow, alt)


def _entry(view: View, row: DriverRow) -> Share:
    limits = share_interval(view, row.share_low, row.share_high)
    box = hover(
        view.label(row.level, row.id),
        view.say("words.figure", name=share_text(view, row.share), value=limits),
    )
    rank = rank_text(view, row.rank, row.rank_low, row.rank_high)
    line = Row(view.label(row.level, row.id), share_text(view, row.share), rank, "", box)
    hollow = row.above_noise is False
    return Share(line, row.share or 0.0, row.share_low, row.share_high, hollow)


def _table(view: View, model: DriverModel, rows: Sequence[DriverRow]) -> Table:
    numbers = view.numbers
    columns = [
        level_head(view, model.level),
        *first_heads(view, "share_interval"),
        interval_head(view),
        *first_heads(view, "rank", "noise", "r", "slope"),
        interval_head(view),
    ]
    body = [
        [
            name_cell(view, row.level, row.id),
            Cell(share_text(view, row.share)),
            Cell(share_interval(view, row.share_low, row.share_high)),
            Cell(rank_text(view, row.rank, row.rank_low, row.rank_high)),
            Cell(_noise(view, row)),
            Cell(numbers.coefficient(row.r)),
            Cell(numbers.gap(row.b)),
            Cell(numbers.interval(row.b_low, row.b_high)),
        ]
        for row in rows
    ]
    caption = view.say(
        f"first.drivers.caption_{model.level}", outcome=outcome_name(view, model.outcome)
    )
    return without_empty(view, Table(caption, columns, body))


def _noise(view: View, row: DriverRow) -> str:
    if row.above_noise is None:
        return view.numbers.none
    return view.say(f"first.drivers.{'above' if row.above_noise else 'not_above'}")


def _slope_says(view: View, model: DriverModel) -> list[str]:
    """Return how slopes are to be read, or why there are none."""
    if model.max_vif is not None and model.max_vif > TOO_MUCH:
        vif = view.numbers.fixed(model.max_vif, 1)
        return [view.say("first.drivers.no_slope", vif=vif)]
    return [view.say("first.drivers.slope")]


def driver_sentences(view: View) -> str:
    """Return what goes together with the outcome most closely, as far as that can be told."""
    model = view.study.importance.leading_model()
    if model is None:
        return _none_derived(view)
    explained = view.say("first.drivers.explained", r2=view.numbers.percent(model.r2))
    parts = [driver_first(view, model), explained, _chance(view, rows_of(view, model))]
    return view.sentences([*parts, _items_refused(view, model)])


def driver_first(view: View, model: DriverModel) -> str:
    """Return which scores go together with the outcome of a model most closely."""
    rows = rows_of(view, model)
    outcome = outcome_name(view, model.outcome)
    level = view.say(f"first.drivers.level_{model.level}")
    tied = [r for r in rows if r.rank_low == 1] or rows[:1]
    names = _names(view, tied)
    values = {"names": names, "outcome": outcome, "level": level, "n": len(tied)}
    key = "lead" if len(tied) == 1 else f"lead_{'tied' if len(tied) <= MOST_TIED else 'open'}"
    first = view.say(f"first.drivers.{key}", **values)
    return first[:1].upper() + first[1:]


def _names(view: View, rows: Sequence[DriverRow]) -> str:
    if rows and rows[0].level == "item":
        return shortlist(view, [r.id for r in rows])
    return view.listed([view.dimension_inside(r.id) for r in rows])


def _chance(view: View, rows: Sequence[DriverRow]) -> str:
    """Return what cannot be told from a predictor of pure chance; '' for nothing."""
    noise = [r for r in rows if r.above_noise is False]
    if not noise:
        return ""
    if len(noise) > MOST_TIED:
        count = {"count": view.count_word(len(noise)), "total": view.count_word(len(rows))}
        text = view.say("first.drivers.noise_many", **count)
    else:
        text = view.say("first.drivers.noise_some", n=len(noise), names=_names(view, noise))
    return text[:1].upper() + text[1:]


def _items_refused(view: View, leading: DriverModel) -> str:
    """Return why items do not lead, where they were tried; '' otherwise."""
    tried = [
        m
        for m in view.study.importance.models
        if m.level == "item" and m.outcome == leading.outcome and m.problem
    ]
    if not tried:
        return ""
    return view.say("first.drivers.items_refused", reason=refusal(view, tried[0]))


def refusal(view: View, model: DriverModel, *others: DriverModel) -> str:
    """Return why a model, and others with the same problem, have no shares."""
    ns = [m.n for m in (model, *others)]
    values = {
        "n": view.numbers.counts(min(ns), max(ns)),
        "low": view.numbers.coefficient(model.r2_low),
    }
    return view.say(f"first.why_not.{model.problem}", **values)


def _none_derived(view: View) -> str:
    """Return why nothing is derived, where it was tried; '' otherwise."""
    tried = [m for m in view.study.importance.models if m.problem]
    if not tried:
        return ""
    kinds = dict.fromkeys(m.problem for m in tried)
    alike = [[m for m in tried if m.problem == kind] for kind in kinds]
    reasons = view.listed([refusal(view, *models) for models in alike])
    outcomes = view.listed(list(dict.fromkeys(outcome_name(view, m.outcome) for m in tried)))
    return view.say("first.importance.none_derived", reasons=reasons, outcomes=outcomes)
