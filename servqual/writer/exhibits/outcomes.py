"""Questions about the whole: overall quality, satisfaction, recommendation."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.instrument import Scale
from servqual.results import OutcomeRow
from servqual.writer.figures.distribution import Answers, Asked, diverging
from servqual.writer.figures.look import escape, hover
from servqual.writer.parts import Cell, Column, Exhibit, Figure, Table
from servqual.writer.tables import head, without_empty
from servqual.writer.view import View

SHARES = ("share_low_answers", "share_middle", "share_high_answers")
PARTS = Scale(min=1, max=3)  # low, middle and high answers as three steps


def outcome_label(view: View, row: OutcomeRow) -> str:
    """Return the question of an outcome."""
    found = next((o for o in view.instrument.outcomes if o.id == row.id), None)
    return (view.words(found.label) if found else "") or row.id


def outcome_figure(view: View, row: OutcomeRow, value: float | None) -> str:
    """Return the leading figure of an outcome: a score for recommendations, else a percentage."""
    if value is None:
        return view.numbers.none
    return view.numbers.net(value) if row.figure == "nps" else view.numbers.percent(value)


def outcome_interval(view: View, row: OutcomeRow) -> str:
    """Return the limits of the leading figure, '' where there are none."""
    if row.share_low is None or row.share_high is None:
        return ""
    low, high = (outcome_figure(view, row, v) for v in (row.share_low, row.share_high))
    return view.numbers.limits(low, high)


def outcomes(view: View) -> Exhibit:
    """Return the questions about the whole as bars of low, middle and high answers."""
    numbers, rows = view.numbers, view.study.outcomes.rows
    # whether yes is good depends on the question, so no colour says it
    drawn = [r for r in rows if r.figure != "yes"]
    said = [
        view.say(
            "exhibits.outcomes.alt_row",
            label=outcome_label(view, r),
            figure=_named_figure(view, r),
        )
        for r in drawn
    ]
    columns = head(view, "n", "mean", "sd", "low", "middle", "high", first="outcome")
    columns += [Column(view.say("words.head.figure"), "text"), Column("")]
    columns[-1] = Column(view.say("words.head.interval", confidence=view.confidence))
    body = [
        [
            Cell(outcome_label(view, r)),
            Cell(numbers.count(r.n), figure=("outcome", r.id, "n")),
            Cell(numbers.mean(r.mean), figure=("outcome", r.id, "mean")),
            Cell(numbers.mean(r.sd), figure=("outcome", r.id, "sd")),
            *(
                Cell(
                    numbers.percent(None if r.figure == "yes" else v), figure=("outcome", r.id, key)
                )
                for key, v in zip(SHARES, _shares(r), strict=True)
            ),
            Cell(_named_figure(view, r), figure=("outcome", r.id, "share")),
            Cell(outcome_interval(view, r) or numbers.none, figure=("outcome", r.id, "share_ci")),
        ]
        for r in rows
    ]
    ns = [r.n for r in rows]
    text = view.say("exhibits.outcomes.base", n=numbers.counts(min(ns), max(ns)))
    known = ("nps", "top_two", "easy", "little_effort")
    marks = [f"base_{key}" for key in known if any(r.figure == key for r in rows)]
    marks += ["base_effective"] * any(r.n_effective is not None for r in rows)
    how = ["how"] + ["how_yes"] * (len(drawn) < len(rows))
    how += ["how_few"] * any(r.few for r in drawn)
    table = Table(view.say("exhibits.outcomes.caption"), columns, body)
    return Exhibit(
        id="exhibit-outcomes",
        title=view.say("exhibits.outcomes.title"),
        how=view.sentences([view.say(f"exhibits.outcomes.{k}") for k in how]) if drawn else "",
        figure=_figure(view, drawn, said) if drawn else None,
        table=without_empty(view, table),
        base=view.sentences(
            [
                view.say("report.base", text=text),
                *(view.say(f"exhibits.outcomes.{key}") for key in marks),
            ]
        ),
    )


def _figure(view: View, rows: Sequence[OutcomeRow], said: Sequence[str]) -> Figure:
    """Return the bars of all questions but those with yes or no."""
    items = [Asked(outcome_label(view, r), [_parts(view, r)]) for r in rows]
    wide, narrow = (diverging(items, PARTS, narrow=narrow) for narrow in (False, True))
    alt = view.say("exhibits.outcomes.alt", rows=view.say("words.semicolon").join(said))
    return Figure("chart-outcomes", wide, narrow, alt)


def _shares(row: OutcomeRow) -> tuple[float | None, float | None, float | None]:
    return row.share_low_answers, row.share_middle, row.share_high_answers


def _named_figure(view: View, row: OutcomeRow) -> str:
    name = view.say(f"exhibits.outcomes.{row.figure}")
    return view.say("words.figure", name=name, value=outcome_figure(view, row, row.share))


def _parts(view: View, row: OutcomeRow) -> Answers:
    """Return an outcome as a bar of three parts."""
    shares = {k: v or 0.0 for k, v in enumerate(_shares(row), start=1)}
    words = {
        k: view.say(f"words.head.{key}") for k, key in enumerate(("low", "middle", "high"), start=1)
    }
    label, percents = (
        outcome_label(view, row),
        {k: view.numbers.percent(v) for k, v in shares.items()},
    )
    hovers = {k: escape(view.say("words.figure", name=words[k], value=percents[k])) for k in shares}
    number = outcome_figure(view, row, row.share)
    figure = _named_figure(view, row)
    return Answers("", shares, figure, number, hover(label), hovers, percents, row.few)
