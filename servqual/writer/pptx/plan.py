"""The talk: which slides there are, in which order, and what stands at the foot of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from servqual.writer.dress import PLAIN
from servqual.writer.pptx.parts import Cover, Deck, Slide
from servqual.writer.pptx.slides_first import answer, first, survey
from servqual.writer.pptx.slides_gap_model import gap_model_slide
from servqual.writer.pptx.slides_groups import groups, outcomes
from servqual.writer.pptx.slides_last import data, method, steps
from servqual.writer.pptx.slides_matters import matters
from servqual.writer.pptx.slides_results import dimensions, items, strengths
from servqual.writer.pptx.slides_since import since
from servqual.writer.view import View

BUILDERS: tuple[Callable[[View], list[Slide]], ...] = (
    answer,
    first,
    dimensions,
    since,
    gap_model_slide,
    items,
    strengths,
    matters,
    groups,
    outcomes,
    data,
    steps,
    method,
)
MOST_SLIDES = 12
# each slide with the section, or the exhibit, of the report that it shows
PARTS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"summary"}),
    "first": frozenset({"priorities", "exhibit-matrix"}),
    "dimensions": frozenset({"dimensions", "exhibit-dimensions"}),
    "since": frozenset({"before", "exhibit-before-dimensions"}),
    "gap_model": frozenset({"gap-model", "exhibit-gap-model"}),
    "items": frozenset({"items", "exhibit-items"}),
    "strengths": frozenset({"items", "exhibit-items"}),
    "matters": frozenset({"importance"}),
    "groups": frozenset({"groups"}),
    "outcomes": frozenset({"outcomes", "exhibit-outcomes"}),
    "data": frozenset({"sample"}),
    "next": frozenset({"actions", "exhibit-actions"}),
    "method": frozenset(),
}


def deck_of(view: View) -> Deck:
    """Return the slides that this study has results for, twelve at most with the first.

    Where the wave before or the gap model makes one more, that of the strengths goes: the answer
    names them; where both do, that of the verdicts on the whole goes, too. What
    the consultant's own words leave out of the report is left out here as well.
    """
    gone = _left_out(view)
    slides = [slide for build in BUILDERS for slide in build(view) if not PARTS[slide.id] & gone]
    for least in ("strengths", "outcomes"):
        if len(slides) >= MOST_SLIDES:
            slides = [slide for slide in slides if slide.id != least]
    return Deck(_cover(view), slides, *_foot(view), view.say("report.document"))


def _left_out(view: View) -> set[str]:
    """Return the ids of sections and exhibits that are not to be shown, the first gap unnamed."""
    own, first = view.options.own, view.kinds[0].name if view.kinds else "mean"
    hidden = [entry.id for entry in own.said(view.language) if entry.hide] if own else []
    return {name.removesuffix(f"-{first}") for name in hidden}


def _cover(view: View) -> Cover:
    """Return the first slide; the finding is the title of the second."""
    options, brand = view.options, view.options.brand or PLAIN
    status = options.status
    marks = [
        view.say(f"report.status.{status}") if status else "",
        brand.say(brand.confidentiality, view.language),
    ]
    lines = [survey(view), view.numbers.date(options.date), _together(view, marks)]
    return Cover(
        options.client.strip(),
        options.title.strip() or view.say("report.kicker"),
        [text for text in lines if text],
        [view.say("slides.more")],
    )


def _together(view: View, texts: list[str]) -> str:
    return view.say("slides.foot").join(text for text in texts if text)


def _foot(view: View) -> tuple[str, str]:
    """Return the status, then class and footer, as the margins of the printed report have them."""
    options, brand = view.options, view.options.brand or PLAIN
    status = view.say(f"report.status.{options.status}") if options.status else ""
    said = brand.say(brand.footer, view.language) or brand.name
    return status, _together(view, [brand.say(brand.confidentiality, view.language), said])
