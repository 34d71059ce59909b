"""The conditions behind gaps 1 to 4: a ranked profile, and how they go with gaps over units."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.instrument import Scale
from servqual.results.gap_model import AntecedentRow
from servqual.writer.exhibits.gap_model_words import name, roles_text
from servqual.writer.figures.intervals import Point, mean_intervals
from servqual.writer.figures.look import Row, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import without_empty
from servqual.writer.view import View

HUNDRED, TICKS = Scale(min=0, max=100), [0, 20, 40, 60, 80, 100]


def antecedents(view: View) -> Exhibit | None:
    """Return the ranked profile of conditions, None where none is shown."""
    rows = view.study.gap_model.antecedents
    if not rows:
        return None
    roles = roles_text(view, {row.role for row in rows})
    return Exhibit(
        id="exhibit-gap-antecedents",
        title=view.say("gap_model.antecedents.title"),
        how=view.say("gap_model.antecedents.how", confidence=view.confidence),
        figure=_antecedent_figure(view, rows),
        table=_antecedent_table(view, rows),
        says=[view.say("gap_model.antecedents.says"), *kept(view)],
        base=view.say("report.base", text=view.say("gap_model.antecedents.base", roles=roles)),
    )


def kept(view: View) -> list[str]:
    """Return for which roles conditions are not shown, and which of the two they lack."""
    found = view.study.gap_model
    said = []
    for row in (found.role(role) for role in found.antecedents_kept):
        few = row.n is None or row.n < found.profile_from
        why = "both" if few and not row.consent else "few" if few else "consent"
        role = view.say(f"gap_model.role.{row.role}")
        values = {"role": role, "fewest": found.profile_from}
        said.append(view.say(f"gap_model.antecedents.kept_{why}", **values))
    return said


def condition(view: View, row: AntecedentRow) -> str:
    """Return the name of a condition."""
    return view.words(row.name) or row.construct


def _health_interval(view: View, row: AntecedentRow) -> str:
    if row.ci_low is None or row.ci_high is None:
        return view.numbers.none
    return view.numbers.limits(*(view.numbers.fixed(x, 0) for x in (row.ci_low, row.ci_high)))


def _antecedent_figure(view: View, rows: Sequence[AntecedentRow]) -> Figure:
    points = []
    several = len({row.role for row in rows}) > 1
    for row in rows:
        notes = [name(view, row.gap)] + (
            [view.say(f"gap_model.role.{row.role}")] if several else []
        )
        note = view.say("words.comma").join(notes)
        label = view.say("words.bracketed", text=condition(view, row), note=note)
        number = view.numbers.fixed(row.health, 0)
        quiet = _health_interval(view, row) if row.ci_low is not None else ""
        box = hover(label, view.say("words.figure", name=number, value=quiet))
        points.append(
            Point(Row(label, number, quiet, "", box), row.health, row.ci_low, row.ci_high)
        )
    wide, narrow = (mean_intervals(points, HUNDRED, narrow=n) for n in (False, True))
    for figure in (wide, narrow):
        axis = {"range": [-2, 102], "tickvals": TICKS, "ticktext": list(map(str, TICKS))}
        figure["layout"]["xaxis"] |= axis
    told = view.say("words.semicolon").join(
        view.say("words.figure", name=p.row.label, value=p.row.number) for p in points
    )
    alt = view.say("gap_model.antecedents.alt", rows=told)
    return Figure("chart-gap-antecedents", wide, narrow, alt)


def _antecedent_table(view: View, rows: Sequence[AntecedentRow]) -> Table:
    numbers = view.numbers
    texts = ("condition", "behind", "rated_by")
    columns = [Column(view.say(f"gap_model.head.{key}"), "text") for key in texts]
    columns += [
        Column(view.say("gap_model.head.health")),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.n")),
        Column(view.say("gap_model.head.reliability")),
    ]
    body = []
    for row in rows:
        at = ("antecedent", row.role, row.construct)
        known = row.reliability is not None and row.coefficient
        trust = (
            view.say(
                f"gap_model.antecedents.{row.coefficient}", value=numbers.alpha(row.reliability)
            )
            if known
            else numbers.none
        )
        body.append(
            [
                Cell(condition(view, row)),
                Cell(name(view, row.gap)),
                Cell(view.say(f"gap_model.role.{row.role}")),
                Cell(numbers.fixed(row.health, 0), figure=(*at, "health")),
                Cell(_health_interval(view, row), figure=(*at, "ci")),
                Cell(numbers.count(row.n), figure=(*at, "n")),
                Cell(trust),
            ]
        )
    return without_empty(view, Table(view.say("gap_model.antecedents.caption"), columns, body))


def links(view: View) -> Exhibit | None:
    """Return how conditions go with gaps over units, None where there are too few units."""
    rows = view.study.gap_model.links
    if not rows:
        return None
    names = {row.construct: condition(view, row) for row in view.study.gap_model.antecedents}
    heads = ("pearson", "spearman")
    columns = [Column(view.say(f"gap_model.head.{key}"), "text") for key in ("condition", "behind")]
    columns += [Column(view.say(f"gap_model.head.{key}")) for key in heads]
    body = []
    for row in rows:
        cells = [Cell(names.get(row.construct, row.construct)), Cell(name(view, row.gap))]
        for key in heads:
            mid, low, high = (getattr(row, f"{key}{end}") for end in ("", "_low", "_high"))
            limits = "" if low is None else view.numbers.alpha_interval(low, high)
            said = view.numbers.coefficient(mid)
            cells.append(Cell(view.say("words.figure", name=said, value=limits).strip()))
        body.append(cells)
    n = rows[0].n_units
    return Exhibit(
        id="exhibit-gap-links",
        title=view.say("gap_model.links.title"),
        how=view.say("gap_model.links.how", confidence=view.confidence),
        table=Table(view.say("gap_model.links.caption"), columns, body),
        says=[view.say("gap_model.links.says")],
        base=view.say("report.base", text=view.say("gap_model.links.base", n=n)),
    )
