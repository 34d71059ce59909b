"""Slides about groups of people, and about what all of them say of the whole."""

from __future__ import annotations

from collections.abc import Sequence

from servqual.disclosure import decimals
from servqual.results import GroupGap
from servqual.writer.exhibits.groups import (
    apart_sentence,
    column_name,
    furthest_sentence,
    group_exhibits,
    overall_gaps,
    shown_name,
)
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.pptx.parts import Bars, Grid, Placed, Series, Slide, Words, para
from servqual.writer.pptx.printed import (
    INSIDE,
    bar_chart,
    gap_format,
    picked,
    printed,
    table_of,
)
from servqual.writer.pptx.slides_first import source
from servqual.writer.pptx.slides_results import gap_bars, side_by_side
from servqual.writer.sections.people import groups as groups_section
from servqual.writer.sections.people import verdicts_of_people
from servqual.writer.sentences import chip, tone
from servqual.writer.view import View

MOST_GROUPS, EACH_END = 12, 6


# -- groups --------------------------------------------------------------------------------------


def groups(view: View) -> list[Slide]:
    """Return the overall gap of the groups that may be shown, by the first column that has some."""
    found = view.study.groups
    if not found.groups or not view.kinds:
        return []
    kind = view.kinds[0].name
    lead = dict(groups_section(view)[0].context)["lead"]
    with_rows = [by for by in found.columns if not found.many(by) and overall_gaps(view, by, kind)]
    by = with_rows[0] if with_rows else found.columns[0]
    heading = view.say("slides.groups.heading", by=view.inside(column_name(view, by)))
    told = lead[found.columns.index(by)]
    if not with_rows:
        title = view.say("slides.groups.title", by=view.inside(column_name(view, by)))
        blocks = [Placed(Words([para(told, 16)]), (0, 0.05, 1, 0.6))]
        return [
            Slide(
                "groups", heading, [title], blocks, [source(view)], [view.say("slides.groups.how")]
            )
        ]
    rows = overall_gaps(view, by, kind)
    shown = rows if len(rows) <= MOST_GROUPS else [*rows[:EACH_END], *rows[-EACH_END:]]
    part = _part(view, len(rows)) if len(shown) < len(rows) else ""
    more = len(with_rows) - 1
    others = view.say("slides.groups.others", n=more) if more else ""
    bars = gap_bars(
        view,
        heading,
        [shown_name(view, g.group) for g in shown],
        [printed(g.gap, decimals(g.n)) for g in shown],
        [tone(g) for g in shown],
        [gap_format(decimals(g.n)) for g in shown],
    )
    blocks = [
        *side_by_side(bars, _group_grid(view, shown, by), bottom=0.84),
        Placed(Words([para(view.sentences([part, told, others]), 11.5)]), (0, 0.86, 1, 1)),
    ]
    exhibit = group_exhibits(view, by, kind)[0]
    titles = [apart_sentence(view, rows), furthest_sentence(view, rows), told, heading]
    notes = [view.say("slides.groups.how"), exhibit.how]
    return [Slide("groups", heading, titles, blocks, [exhibit.base, source(view)], notes)]


def _part(view: View, total: int) -> str:
    return view.say("slides.groups.part", low=EACH_END, high=EACH_END, total=total)


def _group_grid(view: View, rows: Sequence[GroupGap], by: str) -> Grid:
    """Return n, gap, interval and verdict of groups, rounded as they were published."""
    numbers = view.numbers
    columns = [
        Column(column_name(view, by), "text"),
        Column(view.say("words.head.n")),
        Column(view.say("words.head.gap")),
        Column(view.say("words.head.interval", confidence=view.confidence)),
        Column(view.say("words.head.verdict"), "text"),
    ]
    body = []
    for row in rows:
        places = decimals(row.n)
        ends = (numbers.gap(row.ci_low, places), numbers.gap(row.ci_high, places))
        interval = numbers.none if row.ci_low is None else numbers.limits(*ends)
        body.append(
            [
                Cell(shown_name(view, row.group)),
                Cell(numbers.count(row.n)),
                Cell(numbers.gap(row.gap, places), tone(row)),
                Cell(interval),
                Cell(chip(view, row), tone(row)),
            ]
        )
    caption = view.say("exhibits.groups.title", by=view.inside(column_name(view, by)),
                       kind=view.kind(view.kinds[0].name))  # fmt: skip
    return Grid(Table(caption, columns, body), 12)


# -- the whole -----------------------------------------------------------------------------------


def outcomes(view: View) -> list[Slide]:
    """Return overall quality, satisfaction, recommendation and the like."""
    sections = verdicts_of_people(view)
    if not sections:
        return []
    section = sections[0]
    exhibit, facts = section.exhibits[0], dict(section.context)["facts"]
    kept = ("outcome", "n", "figure", "interval")
    heads = [view.say(f"words.head.{key}", confidence=view.confidence) for key in kept]
    columns = [k for k, c in enumerate(table_of(exhibit).columns) if c.head in heads]
    grid = Grid(picked(table_of(exhibit), columns), 11.5)
    drawn = [r for r in view.study.outcomes.rows if r.figure != "yes"]
    blocks = [Placed(grid, (0.47 if drawn else 0, 0.02, 1, 1))]
    if drawn:
        high = min(1.0, 0.1 + 0.16 * len(drawn))
        blocks.insert(0, Placed(_outcome_bars(view, exhibit), (0, 0, 0.45, high)))
    told = [view.say("slides.outcomes.title", name=name, said=said) for name, said in facts]
    notes = [view.say("slides.outcomes.how"), *told]
    return [
        Slide("outcomes", section.title, [*told[:1], section.title], blocks, [exhibit.base], notes)
    ]


def _outcome_bars(view: View, exhibit: Exhibit) -> Bars:
    from servqual.writer.exhibits.outcomes import outcome_label

    rows = [r for r in view.study.outcomes.rows if r.figure != "yes"]
    parts = (
        ("low", "low", [printed(r.share_low_answers) for r in rows]),
        ("middle", "middle", [printed(r.share_middle) for r in rows]),
        ("high", "high", [printed(r.share_high_answers) for r in rows]),
    )
    series = [
        Series(view.say(f"words.head.{key}"), values, colour) for key, colour, values in parts
    ]
    names = [outcome_label(view, r) for r in rows]
    formats = [INSIDE] * len(rows)
    return bar_chart(view, exhibit.title, names, series, formats, (0, 1.01), stacked=True)
