"""The first slides: the answer, and what to do first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from servqual.results import PriorityRow
from servqual.writer.exhibits.matrix import (
    certainty_tone,
    certainty_word,
    derived,
    importance_over,
    importance_set,
    quadrant_sentences,
)
from servqual.writer.kano_alone import kano_alone
from servqual.writer.parts import Exhibit, Finding, Tone
from servqual.writer.pptx.parts import Dot, Matrix, Para, Placed, Run, Slide, Words, para
from servqual.writer.pptx.printed import WHOLE_SHARE, mean_format, printed
from servqual.writer.sections.first import first as first_section
from servqual.writer.sections.summary import summary
from servqual.writer.sentences_first import First
from servqual.writer.sentences_summary import title
from servqual.writer.view import View

MOST_FIRST = 5
INSET = 21.0  # points, as far as the words behind a number at 14
LEFT, LIST = 0.36, 0.43  # of the width: the large figure, the first actions
CERTAIN = ("firm", "firm_here", "leaning", "undetermined")
# the quadrants from the top left to the bottom right, importance upwards or to the right
CORNERS = (
    ("concentrate_here", "keep_up", "low_priority", "possible_overkill"),
    ("possible_overkill", "keep_up", "low_priority", "concentrate_here"),
)


def answer(view: View) -> list[Slide]:
    """Return the one slide that a board would need if it saw no other."""
    said = dict(summary(view)[0].context)
    blocks = [
        Placed(Words(_big(said)), (0, 0, LEFT - 0.04, 0.78)),
        Placed(Words(_findings(said)), (LEFT, 0, 1, 0.78)),
        Placed(Words(_below(view, said)), (0, 0.83, 1, 1)),
    ]
    notes = [_how(view), *said["notes"], said["caveat"]]
    finding = title(replace(view, options=replace(view.options, title="")))
    titles = [finding, view.say("slides.answer.heading")]
    heading = view.say("slides.answer.heading")
    return [Slide("answer", heading, titles, blocks, [source(view)], notes)]


def source(view: View) -> str:
    """Return which survey the figures are from, as it stands under them."""
    return view.say("slides.source", line=survey(view))


def survey(view: View) -> str:
    """Return what was asked, and of how many people."""
    people = view.study.sample.respondents
    return view.say(
        "report.instrument_line",
        title=view.words(view.instrument.title),
        n_items=len(view.instrument.items),
        min=view.scale.min,
        max=view.scale.max,
        n=people,
        n_people=view.numbers.count(people),
    )


def _how(view: View) -> str:
    if kano_alone(view):
        return view.say("slides.answer.how_kano")
    ends = {"min": view.scale.min, "max": view.scale.max}
    return view.say(f"slides.answer.how{'' if view.kinds else '_scores'}", **ends)


def _big(said: dict[str, Any]) -> list[Para]:
    """Return the large figure and what stands beneath it."""
    paras = [
        para(said["big"], 66, tone=said["big_tone"], bold=True),
        para(said["big_says"], 15),
        *(para(text, 12.5, before=7) for text in said["below"]),
    ]
    if said["worst"]:
        paras.append(para(said["worst"]["label"], 11, tone="muted", before=10))
        paras.append(para(said["worst"]["name"], 14, bold=True))
        paras += [para(said["worst"]["tie"], 11.5, before=2)] if said["worst"]["tie"] else []
    return [*paras, para(said["comparison"], 11, tone="muted", before=10)]


def _findings(said: dict[str, Any]) -> list[Para]:
    """Return what to fix first, each with its certainty and its items."""
    paras = [para(said["heading"], 14, bold=True)]
    for k, found in enumerate(said["findings"], start=1):
        paras += _finding(found, k)
    return paras if said["findings"] else [*paras, *(para(t, 13, before=6) for t in said["notes"])]


def _finding(found: Finding, number: int) -> list[Para]:
    chip = [Run(f"   {found.chip}", tone=found.tone, bold=True)] if found.chip else []
    paras = [Para([Run(found.text, bold=True), *chip], 14, 9, str(number))]
    if found.detail:
        paras.append(para(found.detail, 12, before=1, inset=INSET))
    for line in found.lines:
        name = f"{line.name}  " if line.name else ""
        runs = [Run(name), Run(line.figure, bold=True), Run(f"  {line.beside}", tone="muted")]
        paras.append(Para(runs, 11.5, 1, inset=INSET))
    return paras + ([para(found.more, 11, tone="muted", inset=INSET)] if found.more else [])


def _below(view: View, said: dict[str, Any]) -> list[Para]:
    """Return strengths, and whether the data can be used."""
    colon = view.say("words.colon") if said["data_limits"] else ""
    limits = f"{said['data_head']}{colon}{said['data_limits']}"
    return [para(text, 11.5, before=4) for text in (said["strengths"], limits) if text]


# -- what to do first ----------------------------------------------------------------------------


def first(view: View) -> list[Slide]:
    """Return the first actions beside the matrix."""
    sections = first_section(view)
    if not sections:
        return []
    said, found = dict(sections[0].context), view.study.priorities
    entries: list[First] = said["entries"][:MOST_FIRST]
    there = _spread_out(found.items)
    if not entries and not there:
        return []
    right = LIST if there else 1.0
    blocks = [Placed(Words(_entries(view, said, entries)), (0, 0, right, 1))] if entries else []
    notes = [view.say("slides.first.reason", rank=e.rank, name=e.name, why=e.why, sure=e.sure)
             for e in entries]  # fmt: skip
    if there:
        exhibit = sections[0].exhibits[0]
        left = LIST + 0.03 if entries else 0.0
        blocks.append(_matrix(view, exhibit, left))
        notes = [_how_matrix(view), *notes, _key(view), *said["says"]]
    heading = view.say("first.page.title")
    titles = [*said["lead"], quadrant_sentences(view) if there else "", heading]
    base = [_base(view), source(view)] if there else [source(view)]
    return [Slide("first", heading, titles, blocks, base, [*notes, said["order"]])]


def _spread_out(rows: Sequence[PriorityRow]) -> bool:
    """Say whether items lie apart, so that there is something to see."""
    spots = {(printed(r.importance, 3), printed(r.performance, 3)) for r in rows}
    return len(spots) > 1


def _entries(view: View, said: dict[str, Any], entries: list[First]) -> list[Para]:
    paras = [para(said["heading"], 12, tone="muted")]
    for entry in entries:
        name = [Run(f"{entry.number} ", tone="muted"), Run(entry.name, bold=True)]
        paras.append(Para(name, 14, 8, str(entry.rank)))
        sure: list[Run] = []
        if entry.chip:
            sure = [
                Run(entry.chip, bold=True, tone=entry.tone),
                Run(view.say("words.between_sentences") or " "),
            ]
        paras.append(Para([*sure, Run(entry.sure)], 11, 1, inset=INSET))
        paras.append(para(entry.why, 11, tone="muted", before=1, inset=INSET))
    return paras


def _matrix(view: View, exhibit: Exhibit, left: float) -> Placed:
    """Return the matrix at the right of a slide."""
    swap, share = importance_axis(view) == "x", derived(view)
    found = view.study.priorities
    places = 3 if share else 2
    dots = []
    for row in found.items:
        importance = printed(row.importance, places) or 0.0
        performance = printed(row.performance) or 0.0
        x, y = (importance, performance) if swap else (performance, importance)
        number = view.number(row.item)
        dots.append(Dot(number, view.item(row.item), x, y, row.certainty, _tone(row)))
    cross = (
        printed(found.cross_importance, places) or 0.0,
        printed(found.cross_performance) or 0.0,
    )
    formats, titles = (WHOLE_SHARE if share else mean_format(1), mean_format(1)), _titles(view)
    order = 1 if swap else -1
    matrix = Matrix(
        name=exhibit.title,
        dots=dots,
        titles=(titles[::order][0], titles[::order][1]),
        cross=(cross[::order][0], cross[::order][1]),
        formats=(formats[::order][0], formats[::order][1]),
        corners=[view.say(f"words.quadrant.{name}") for name in CORNERS[swap]],
        words={name: certainty_word(view, name) if name else "" for name in (*CERTAIN, "")},
        alt=exhibit.figure.alt if exhibit.figure else "",
    )
    return Placed(matrix, (left, 0, 1, 1))


def importance_axis(view: View) -> str:
    """Return the axis of importance that readers of the language know, or that was asked for."""
    return view.options.importance_axis or view.say("exhibits.matrix.importance_axis")


def _tone(row: PriorityRow) -> Tone:
    tone = certainty_tone(row) if row.certainty else ""
    return tone or ("shortfall" if row.quadrant == "concentrate_here" and not row.certainty else "")


def _titles(view: View) -> tuple[str, str]:
    """Return the titles of the axes: importance, performance."""
    scale, battery = view.instrument.scale_of, view.study.priorities.performance_battery
    ends = {"min": scale(battery).min, "max": scale(battery).max}
    performance = view.say(
        "exhibits.matrix.axis_performance", battery=view.battery_short(battery), **ends
    )
    if derived(view):
        return view.say("first.matrix.axis_derived"), performance
    own = importance_set(view)
    ends = {"min": scale(own).min, "max": scale(own).max}
    name = view.battery_short(own)
    return view.say("exhibits.matrix.axis_importance", battery=name, **ends), performance


def _rule(view: View) -> str:
    return view.say(f"first.rule.{view.study.priorities.rule}")


def _base(view: View) -> str:
    rows = view.study.priorities.items
    ns = [r.n_performance for r in rows] + [r.n_importance for r in rows]
    n = view.numbers.counts(min(ns), max(ns))
    values = {"n": n, "importance": importance_over(view), "rule": _rule(view)}
    return view.say("slides.first.base", **values)


def _how_matrix(view: View) -> str:
    used = {row.certainty for row in view.study.priorities.items}
    marks = [view.say(f"slides.first.mark_{name}") for name in CERTAIN if name in used]
    if not marks:
        return view.say("slides.first.how_plain", rule=_rule(view))
    told = view.say("words.semicolon").join(marks)
    return view.say("slides.first.how", rule=_rule(view), marks=told)


def _key(view: View) -> str:
    """Return the number of every item in the matrix with its name."""
    rows = sorted(view.study.priorities.items, key=lambda r: view.number(r.item))
    names = [view.say("words.numbered", number=view.number(r.item), name=view.item(r.item))
             for r in rows]  # fmt: skip
    return view.say("slides.first.numbers", names=view.say("words.semicolon").join(names))
