"""The leading figures with and without weights, and what their errors count."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results.weighting import DesignErrorRow
from servqual.writer.figures.dumbbell import Bell
from servqual.writer.figures.look import Row, escape, hover
from servqual.writer.figures.then_now import then_now
from servqual.writer.numbers import rounded
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import name_cell, without_empty
from servqual.writer.view import View


def effects(view: View) -> Exhibit | None:
    """Return the leading figures with and without weights and their errors; None for none."""
    found = view.study.weighting
    if not found.errors:
        return None
    numbers, drawn = view.numbers, not found.weights
    suffix = "_drawn" if drawn else ""
    says = [view.say(f"weighting.effects.says_deff{suffix}")]
    replicates = found.weights[0].n_replicates if found.weights else 0
    if replicates:
        n = replicates
        says.append(view.say("weighting.effects.says_anew", n=n))
    how = [] if drawn else [view.say("weighting.effects.how")]
    base = view.say(
        "weighting.effects.base",
        n=numbers.counts(min(r.n for r in found.errors), max(r.n for r in found.errors)),
    )
    return Exhibit(
        id="exhibit-weighting-effects",
        title=view.say("weighting.effects.title_drawn" if drawn else "weighting.effects.title"),
        how=view.sentences([*how, view.say(f"weighting.effects.how_errors{suffix}")]),
        figure=None if drawn else _effect_figure(view, found.errors),
        table=_effect_table(view, found.errors, weighted=not drawn),
        base=view.say("report.base", text=base),
        says=says,
    )


def shown(view: View, row: DesignErrorRow, value: float | None) -> str:
    """Return a gap with its sign, a mean without."""
    return view.numbers.gap(value) if row.kind else view.numbers.mean(value)


def moved(view: View, row: DesignErrorRow, *, short: bool = False) -> str:
    """Return what the weights changed, such that it fits the two figures as they are printed.

    A difference that rounds to nothing is called less than the last digit; one that is not that of
    the printed figures says that it stands before rounding. A ``short`` one only does the former.
    """
    if row.mean is None or row.mean_unweighted is None:
        return view.numbers.none
    exact, places = row.mean - row.mean_unweighted, view.numbers.places
    printed = rounded(row.mean, places) - rounded(row.mean_unweighted, places)
    text = view.numbers.gap(exact)
    if not rounded(exact, places) and exact:
        least = view.numbers.fixed(10.0**-places, places)
        return view.say(f"weighting.effects.less{'_short' if short else ''}", least=least)
    if short or rounded(exact, places) == printed:
        return text
    return view.say("weighting.effects.unrounded", difference=text)


def _effect_figure(view: View, rows: Sequence[DesignErrorRow]) -> Figure | None:
    numbers = view.numbers
    bells = []
    for row in rows:
        if row.mean is None or row.mean_unweighted is None:
            continue
        label = view.label(row.level, row.id)
        change = escape(moved(view, row, short=True))
        line = Row(label, change, "", "", hover(_effect_alt(view, row)), row.level == "overall")
        bells.append(Bell(line, row.mean, row.mean_unweighted))
    if not bells:
        return None
    gaps = bool(rows[0].kind)
    wide, narrow = (
        then_now(
            bells,
            narrow=narrow,
            tick=numbers.tick if gaps else numbers.points,
            heads=(view.say("weighting.effects.difference"), ""),
            zero=gaps,
        )
        for narrow in (False, True)
    )
    told = view.say("words.semicolon").join(_effect_alt(view, row) for row in rows)
    alt = view.say("weighting.effects.alt", rows=told)
    return Figure("chart-weighting-effects", wide, narrow, alt)


def _effect_alt(view: View, row: DesignErrorRow) -> str:
    return view.say(
        "weighting.effects.alt_row",
        label=view.label(row.level, row.id),
        unweighted=shown(view, row, row.mean_unweighted),
        mean=shown(view, row, row.mean),
    )


def _effect_table(view: View, rows: Sequence[DesignErrorRow], *, weighted: bool) -> Table:
    """Return means and errors; without weights only the errors."""
    numbers = view.numbers
    means = ("unweighted", "mean", "se_unweighted", "se_weights") if weighted else ("mean",)
    keys = ("n", *means, "se", *(("se_anew",) if weighted else ("se_unweighted",)), "deff")
    columns = [
        Column(view.say("words.head.dimension"), "text"),
        *(Column(view.say(f"weighting.effects.{key}")) for key in keys),
    ]
    body = []
    for row in rows:
        texts = {
            "n": numbers.count(row.n),
            "unweighted": shown(view, row, row.mean_unweighted),
            "mean": shown(view, row, row.mean),
            "se_unweighted": numbers.fixed(row.se_unweighted, 3),
            "se_weights": numbers.fixed(row.se_weights, 3),
            "se": numbers.fixed(row.se, 3),
            "se_anew": numbers.fixed(row.se_replicates, 3),
            "deff": numbers.mean(row.design_effect),
        }
        behind = {"n": "n", "mean": "gap"} if row.kind else {}
        at = ("gap", row.kind, row.level, row.id)
        body.append(
            [
                name_cell(view, row.level, row.id),
                *(Cell(texts[k], figure=(*at, behind[k]) if k in behind else ()) for k in keys),
            ]
        )
    key = "caption" if weighted else "caption_drawn"
    return without_empty(
        view, Table(view.say(f"weighting.effects.{key}"), columns, body, dense=True)
    )
