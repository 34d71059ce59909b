"""The last slides: can the figures be used, next steps, method and caveats."""

from __future__ import annotations

from servqual import __version__
from servqual.writer.exhibits.drivers import shown_models
from servqual.writer.exhibits.trust import verdicts
from servqual.writer.parts import Cell, Column, Table
from servqual.writer.pptx.parts import Grid, Para, Placed, Run, Slide, Words, para
from servqual.writer.pptx.printed import picked, table_of
from servqual.writer.pptx.slides_first import source
from servqual.writer.sections.actions import actions as actions_section
from servqual.writer.sections.methods import methods
from servqual.writer.sections.sample import facts
from servqual.writer.sections.summary import summary
from servqual.writer.sentences_first import order_sentence
from servqual.writer.sentences_summary import data_verdict
from servqual.writer.view import View

MOST_ACTIONS = 6
TERMS = ("gap", "mean", "overall", "intervals", "verdict", "ties", "missing")


def data(view: View) -> list[Slide]:
    """Return who answered, what limits the use of the answers, and which scores may be read."""
    head, limits = data_verdict(view)
    table = Table(
        view.say("report.sample.facts"),
        [Column(view.say("report.sample.facts"), "text"), Column("", "text")],
        [[Cell(term), Cell(said)] for term, said in facts(view)],
    )
    there = bool(view.study.structure.verdicts)
    right = 0.46 if there else 1.0
    blocks = [Placed(Grid(table, 11), (0, 0, right, 0.72))]
    notes = [view.say("slides.data.how")]
    base = [source(view)]
    if there:
        exhibit = verdicts(view)
        columns = range(min(4, len(table_of(exhibit).columns)))  # the reasons stand in the report
        grid = Grid(picked(table_of(exhibit), columns), 11)
        blocks.append(Placed(grid, (0.5, 0, 1, 0.72)))
        notes.append(exhibit.how)
        base = [view.sentences([exhibit.base, source(view)]), source(view)]
    if limits:
        label = view.say("slides.data.limits") + view.say("words.colon")
        paras = [Para([Run(label, bold=True), Run(limits)], 12)]
        blocks.append(Placed(Words(paras), (0, 0.77, 1, 1)))
    heading = view.say("slides.data.heading")
    return [Slide("data", heading, [head, heading], blocks, base, notes)]


def steps(view: View) -> list[Slide]:
    """Return the register of actions, to be filled in."""
    sections = actions_section(view)
    if not sections:
        return []
    section, total = sections[0], len(view.study.actions.rows)
    table = table_of(section.exhibits[0])
    grid = Grid(picked(table, range(len(table.columns)), MOST_ACTIONS), 11)
    blocks = [Placed(grid, (0, 0, 1, 0.9))]
    if total > MOST_ACTIONS:
        more = view.say("slides.report_more", n=total - MOST_ACTIONS)
        blocks.append(Placed(Words([para(more, 11, tone="muted")]), (0, 0.93, 1, 1)))
    heading = view.say("slides.next.heading")
    title = view.say("slides.next.title", n=total, count=_capital(view.count_word(total)))
    order = view.sentences([order_sentence(view), view.say("first.actions.lead")])
    notes = [view.say("slides.next.how"), order, *section.exhibits[0].says]
    return [Slide("next", heading, [title, heading], blocks, [order, source(view)], notes)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def method(view: View) -> list[Slide]:
    """Return the rules behind the figures, and what one survey cannot show."""
    terms = dict(methods(view)[0].context)["terms"]
    wanted = [view.say(f"methods.{key}_title") for key in TERMS]
    rules = [Para([Run(f"{term}{view.say('words.colon')}", bold=True), Run(str(text))], 12, 6)
             for term, text in sorted((t for t in terms if t[0] in wanted),
                                      key=lambda t: wanted.index(t[0]))]  # fmt: skip
    caveats = [dict(summary(view)[0].context)["caveat"], view.say("report.sample.caveat")]
    caveats += [view.say("first.drivers.association")] if shown_models(view) else []
    right = [para(view.say("slides.method.caveats"), 13, bold=True)]
    right += [Para([Run(text)], 12, 6, "•") for text in caveats]
    right.append(para(view.say("slides.more"), 12, before=12))
    right.append(
        para(view.say("report.made_by", version=__version__), 10.5, tone="muted", before=4)
    )
    blocks = [
        Placed(Words(rules), (0, 0, 0.54, 1)),
        Placed(Words(right), (0.6, 0, 1, 1)),
    ]
    heading = view.say("slides.method.heading")
    notes = [view.say("slides.method.how")]
    base = [source(view)]
    return [Slide("method", heading, [view.say("slides.method.title")], blocks, base, notes)]
