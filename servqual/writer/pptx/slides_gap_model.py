"""The slide of the gap model: all seven gaps, and what may not be said of them."""

from __future__ import annotations

from servqual.results.gap_model import OWN_AXIS
from servqual.writer.exhibits.gap_model import model
from servqual.writer.exhibits.gap_model_limits import limits
from servqual.writer.pptx.parts import Grid, Placed, Slide, Words, para
from servqual.writer.pptx.printed import joined, table_of
from servqual.writer.pptx.slides_first import source
from servqual.writer.sections.gap_model import five, gap_model, kept, one
from servqual.writer.view import View

MOST_KEPT = 2  # sentences about what is not shown


def gap_model_slide(view: View) -> list[Slide]:
    """Return the gaps of the model as a table; [] where neither managers nor staff were asked."""
    sections = gap_model(view)
    if not sections:
        return []
    section, exhibit = sections[0], model(view)
    titles = [text for text in (one(view), five(view), section.title) if text]
    rated = any(view.study.gap_model.rows(gap) for gap in OWN_AXIS)
    careful = [
        view.say(f"gap_model.limits.{key}")
        for key in (*(["own_ratings"] if rated else []), "not_added")
    ]
    table = table_of(exhibit)
    long = [k for k, c in enumerate(table.columns) if c.head == view.say("gap_model.head.compares")]
    below = joined(view, *careful, *kept(view)[:MOST_KEPT])
    blocks = [
        Placed(Grid(table, 12, spare=long), (0, 0, 1, 0.82)),
        Placed(Words([para(below, 11.5)]), (0, 0.85, 1, 1)),
    ]
    notes = [*dict(section.context)["lead"], *limits(view).says]
    base = [joined(view, exhibit.base, source(view)), exhibit.base]
    return [Slide("gap_model", section.title, titles, blocks, base, notes)]
