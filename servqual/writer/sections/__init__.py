"""The sections of the report in order; a builder with nothing to say returns none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from servqual.settings import DEEP_STYLES
from servqual.writer.own.setting import ids_of, with_own_words
from servqual.writer.parts import Section
from servqual.writer.sections.actions import actions, causes
from servqual.writer.sections.appendix import card, every_number, glossary, questionnaire
from servqual.writer.sections.before import before
from servqual.writer.sections.comments import comments
from servqual.writer.sections.compared import compared
from servqual.writer.sections.figures import priority_figures
from servqual.writer.sections.first import first
from servqual.writer.sections.gap_model import gap_model
from servqual.writer.sections.importance import importance
from servqual.writer.sections.journey import journey
from servqual.writer.sections.league import league
from servqual.writer.sections.loyalty import loyalty
from servqual.writer.sections.methods import methods
from servqual.writer.sections.operations import operations
from servqual.writer.sections.order import chosen
from servqual.writer.sections.people import groups, verdicts_of_people
from servqual.writer.sections.results import dimension_pages, dimensions, items
from servqual.writer.sections.sample import sample
from servqual.writer.sections.segments import segments, styles
from servqual.writer.sections.summary import summary
from servqual.writer.sections.thesis import (
    references,
    thesis_correlations,
    thesis_differences,
    thesis_methods,
    thesis_profile,
    thesis_regression,
    thesis_reliability,
    thesis_validity,
)
from servqual.writer.sections.trust import measurement, trust
from servqual.writer.sections.waves import waves
from servqual.writer.sections.weighting import weighting
from servqual.writer.sections.zone import zone
from servqual.writer.view import View

Builder = Callable[[View], list[Section]]

BUILDERS: tuple[Builder, ...] = (
    summary,
    sample,
    weighting,
    zone,
    dimensions,
    items,
    before,
    waves,
    dimension_pages,
    comments,
    gap_model,
    trust,
    first,
    importance,
    journey,
    styles,
    groups,
    compared,
    league,
    segments,
    operations,
    verdicts_of_people,
    loyalty,
    actions,
    causes,
    methods,
    every_number,
    priority_figures,
    measurement,
    questionnaire,
    glossary,
    card,
    thesis_profile,
    thesis_reliability,
    thesis_validity,
    thesis_correlations,
    thesis_differences,
    thesis_regression,
    thesis_methods,
    references,
)


def build(view: View) -> list[Section]:
    """Return every section for this reader that this study has results for, own words in them."""
    sections = ours(view)
    if view.options.own is None:
        return sections
    return with_own_words(view, view.options.own, sections, lambda: ids_of(every(view)))


def ours(view: View) -> list[Section]:
    """Return the same before the consultant's own words are set into them."""
    by_name = {builder.__name__: builder for builder in BUILDERS}
    names = chosen(list(by_name), view.options.audience, view.options.style)
    return [section for name in names for section in by_name[name](view)]


def every(view: View) -> list[Section]:
    """Return every section that the study has in any edition."""
    full = view.study.settings.structure == "full"
    found = []
    for style in DEEP_STYLES if full else ("standard",):
        options = replace(view.options, audience="", style=style, own=None)
        found += ours(View(view.study, options, view.places))
    return found
