"""The importance-performance matrix: where each item stands, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.results import PROBABILITY_KEYS, PriorityRow
from servqual.writer.figures.ellipses import Ellipse
from servqual.writer.figures.look import hover
from servqual.writer.figures.matrix import Frame, Spot, matrix
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table, Tone
from servqual.writer.tables import head, name_cell, without_empty
from servqual.writer.view import View

QUADRANTS: tuple[str, ...] = tuple(PROBABILITY_KEYS)
CERTAINTIES = ("firm", "firm_here", "leaning", "undetermined")
SURE = ("firm", "firm_here")
FIXED = ("midpoint", "target", "benchmark")  # rules whose lines do not move with the answers


def derived(view: View) -> bool:
    """Say whether importance is derived from an outcome."""
    return view.study.priorities.importance_source == "derived"


def outcome_name(view: View, outcome: str = "") -> str:
    """Return the name of an outcome in quotation marks; '' takes that of the leading model."""
    model = view.study.importance.leading_model()
    key = outcome or (model.outcome if model else "")
    found = next((o for o in view.instrument.outcomes if o.id == key), None)
    return view.quoted(view.words(found.label) if found else key)


def importance_set(view: View) -> str:
    """Return the ratings that stand for importance; '' where it is derived."""
    source = view.study.priorities.importance_source
    if source == "expectation" and "expectation" not in view.instrument.battery_names:
        return "desired"
    return {"ratings": "importance", "derived": ""}.get(source, source)


def importance_figure(view: View, value: float | None) -> str:
    """Return how important something is: a mean, or a share of R2 where it is derived."""
    if derived(view) and value is not None:
        return f"{view.numbers.fixed(value * 100, 1)}%"
    return view.numbers.mean(value)


def importance_over(view: View) -> str:
    """Return what importance is made from, as it stands in a base line."""
    model = view.study.importance.leading_model()
    if derived(view) and model is not None:
        r2 = view.numbers.coefficient(model.r2)
        return view.say("first.matrix.base_derived", outcome=outcome_name(view), r2=r2)
    battery = view.battery_short(importance_set(view))
    return view.say("first.matrix.base_mean", battery=battery)


def quadrant_probability(row: PriorityRow) -> float | None:
    """Return how often an item lies in the quadrant of its means."""
    return row.probability[PROBABILITY_KEYS[row.quadrant]] if row.probability else None


def likeliest(row: PriorityRow) -> tuple[str, float]:
    """Return the quadrant in which an item lies most often, and how often."""
    chances = {q: (row.probability or {}).get(key, 0.0) for q, key in PROBABILITY_KEYS.items()}
    quadrant = max(chances, key=lambda q: (chances[q], q == row.quadrant))
    return quadrant, chances[quadrant]


def certainty_word(view: View, certainty: str) -> str:
    """Return how sure a quadrant is, in one word or a few."""
    return view.say(f"first.certainty.{certainty or 'none'}")


def marks(view: View) -> list[tuple[str, str]]:
    """Return the marks that the matrix uses, each with its word."""
    used = {row.certainty for row in view.study.priorities.items}
    return [(name, certainty_word(view, name)) for name in CERTAINTIES if name in used]


def priorities(view: View) -> Exhibit:
    """Return the importance-performance matrix with its legend table."""
    found = view.study.priorities
    names = {q: view.say(f"words.quadrant.{q}") for q in QUADRANTS}
    axis = view.options.importance_axis or view.say("exhibits.matrix.importance_axis")
    spots = [_spot(view, row) for row in found.items]
    frame = _frame(view, names, axis)
    wide, narrow = (matrix(spots, frame, narrow=narrow) for narrow in (False, True))
    alt = view.say("exhibits.matrix.alt", n=len(spots), rows=_quadrants_in_words(view, names))
    return Exhibit(
        id="exhibit-matrix",
        title=view.say("first.matrix.title"),
        how=_how(view),
        figure=Figure("chart-matrix", wide, narrow, alt),
        table=_legend(view, names),
        base=_base(view, axis),
    )


def _frame(view: View, names: dict[str, str], axis: str) -> Frame:
    found, scale = view.study.priorities, view.instrument.scale_of
    battery = found.performance_battery
    ends = {"min": scale(battery).min, "max": scale(battery).max}
    if derived(view):
        title = view.say("first.matrix.axis_derived")
    else:
        own = importance_set(view)
        own_ends = {"min": scale(own).min, "max": scale(own).max}
        title = view.say(
            "exhibits.matrix.axis_importance", battery=view.battery_short(own), **own_ends
        )
    return Frame(
        cross_performance=found.cross_performance or 0.0,
        cross_importance=found.cross_importance or 0.0,
        performance_title=view.say(
            "exhibits.matrix.axis_performance", battery=view.battery_short(battery), **ends
        ),
        importance_title=title,
        names=names,
        importance_on_x=axis == "x",
        importance_percent=derived(view),
    )


def _how(view: View) -> str:
    """Return how the matrix is read."""
    found = view.study.priorities
    plain = not any(row.importance_se for row in found.items)
    rule = view.say(f"first.rule.{found.rule}")
    key = f"first.matrix.how{'_plain' if plain else ''}"
    return view.say(key, rule=rule, confidence=view.confidence)


def _base(view: View, axis: str) -> str:
    """Return over how many answers the matrix stands, and how its doubt was found."""
    found = view.study.priorities
    text = view.say(
        "first.matrix.base",
        n=_n(view),
        importance=importance_over(view),
        performance=view.battery_short(found.performance_battery),
        cross_importance=importance_figure(view, found.cross_importance),
        cross_performance=view.numbers.mean(found.cross_performance),
    )
    quadrant = view.say("words.quadrant.concentrate_here")
    lines = [
        view.say("report.base", text=text),
        view.say(f"exhibits.matrix.lies_{axis}", quadrant=quadrant),
        view.say("first.matrix.part"),
    ]
    if found.method and any(row.certainty for row in found.items):
        kind = "resampled_groups" if found.method == "groups" else "resampled"
        draws = view.numbers.count(found.replicates)
        lines.append(view.say(f"first.matrix.{kind}", draws=draws) + view.say("words.stop"))
    return view.sentences(lines)


def _n(view: View) -> str:
    """Return over how many answers the means of the matrix stand, from the fewest to the most."""
    rows = view.study.priorities.items
    ns = [r.n_performance for r in rows] + [r.n_importance for r in rows]
    return view.numbers.counts(min(ns, default=0), max(ns, default=0))


def _spot(view: View, row: PriorityRow) -> Spot:
    said = {
        "importance": importance_figure(view, row.importance),
        "performance": view.numbers.mean(row.performance),
    }
    quadrant = view.say(f"words.quadrant.{row.quadrant}")
    if row.certainty:
        share = view.numbers.percent(quadrant_probability(row))
        word = certainty_word(view, row.certainty)
        quadrant = view.say(
            "first.matrix.hover_sure", quadrant=quadrant, certainty=word, share=share
        )
    box = hover(
        view.say("words.numbered", number=view.number(row.item), name=view.item(row.item)),
        view.say("exhibits.matrix.hover", **said),
        quadrant,
    )
    doubt = None
    if row.importance_se and row.performance_se:
        coverage = view.study.settings.confidence
        correlation = max(-1.0, min(1.0, row.correlation or 0.0))
        doubt = Ellipse(row.performance_se, row.importance_se, correlation, coverage)
    urgent = row.quadrant == "concentrate_here"
    return Spot(
        view.number(row.item), row.performance, row.importance, urgent, box, row.certainty, doubt
    )


def _quadrants_in_words(view: View, names: dict[str, str]) -> str:
    parts = []
    for quadrant, name in names.items():
        inside = [_in_words(view, r) for r in view.study.priorities.items if r.quadrant == quadrant]
        key = "exhibits.matrix.alt_row" if inside else "exhibits.matrix.alt_none"
        parts.append(view.say(key, quadrant=name, names=view.say("words.comma").join(inside)))
    return view.say("words.semicolon").join(parts)


def _in_words(view: View, row: PriorityRow) -> str:
    if not row.certainty:
        return view.item(row.item)
    word = certainty_word(view, row.certainty)
    return view.say("first.matrix.alt_item", name=view.item(row.item), certainty=word)


def certainty_tone(row: PriorityRow) -> Tone:
    """Return the colour of a quadrant; one that is undetermined has none."""
    if row.certainty == "undetermined":
        return "muted"
    return "shortfall" if row.quadrant == "concentrate_here" else ""


def _legend(view: View, names: dict[str, str]) -> Table:
    """Return the numbered items by quadrant, the urgent one and the important items first."""
    numbers = view.numbers
    rows = sorted(
        view.study.priorities.items, key=lambda r: (QUADRANTS.index(r.quadrant), -r.importance)
    )
    columns = [
        *head(view, "importance", "performance", first="item"),
        Column(view.say("words.head.quadrant"), "text"),
        Column(view.say("first.head.probability")),
        Column(view.say("first.head.certainty"), "text"),
    ]
    body = [
        [
            name_cell(view, "item", row.item),
            Cell(importance_figure(view, row.importance)),
            Cell(numbers.mean(row.performance)),
            Cell(names[row.quadrant], certainty_tone(row)),
            Cell(numbers.percent(quadrant_probability(row))),
            Cell(certainty_word(view, row.certainty) if row.certainty else numbers.none),
        ]
        for row in rows
    ]
    return without_empty(view, Table(view.say("first.matrix.caption"), columns, body))


def quadrant_sentences(view: View) -> str:
    """Return which items lie in the quadrant that calls for action, by how sure that is."""
    quadrant = view.say("words.quadrant.concentrate_here")
    rows = sorted(
        (r for r in view.study.priorities.items if r.quadrant == "concentrate_here"),
        key=lambda r: -r.importance,
    )
    if not rows:
        return view.say("first.inside.none", quadrant=quadrant)
    found: list[str] = []
    for certainty in (*CERTAINTIES, ""):
        mine = [r for r in rows if r.certainty == certainty]
        if mine:
            key = certainty or "untested"
            key = "leaning_first" if key == "leaning" and not found else key
            names = shortlist(view, [r.item for r in mine])
            found.append(
                view.say(f"first.inside.{key}", n=len(mine), names=names, quadrant=quadrant)
            )
    return view.sentences([text[:1].upper() + text[1:] for text in found])


def shortlist(view: View, items: Sequence[str], most: int = 4) -> str:
    """Return names of items in quotation marks as a list; beyond ``most`` the rest are counted."""
    quoted = [view.quoted(view.item(i)) for i in items]
    if len(quoted) <= most + 1:
        return view.listed(quoted)
    names = view.say("words.comma").join(quoted[:most])
    return view.say("first.inside.others", names=names, count=view.count_word(len(quoted) - most))
