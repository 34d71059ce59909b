"""The first slide: for whom, what, when; in the colours of the sender."""

from __future__ import annotations

import base64
import io
from typing import Any

from servqual.settings import ReportOptions
from servqual.writer.dress import PLAIN
from servqual.writer.pptx.door import kit
from servqual.writer.pptx.drawing import (
    describe,
    keep_only,
    rgb,
    set_frame,
    set_title,
    write,
    write_notes,
)
from servqual.writer.pptx.fit import one_of
from servqual.writer.pptx.look import Look
from servqual.writer.pptx.parts import Deck, Para, Run
from servqual.writer.pptx.template import EMU, Ground, emu

COVER_SIZES = (36, 32, 28, 24, 20)
LOGO = (220.0, 56.0)  # the most room of a logo, in points


def write_cover(paper: Ground, plan: Deck, options: ReportOptions) -> None:
    """Write the first slide."""
    slide, cover = paper.deck.slides.add_slide(paper.cover), plan.cover
    colour = paper.look.of("on_cover")
    if paper.own:
        _fill_cover(slide, paper.look)
    title = slide.shapes.title
    wide, high = title.width / EMU, title.height / EMU
    words, size = one_of([cover.title], paper.room * (wide - 16), high, COVER_SIZES)
    size = max(size * (1 if paper.own else paper.scale), 18)
    set_title(title, words, size if paper.own else None, colour if paper.own else None)
    lines = [line for line in (cover.client, *cover.lines) if line]
    second = next((p for p in slide.placeholders if p.placeholder_format.idx == 1), None)
    if second is None:
        left, top, width, height = paper.region
        second = slide.shapes.add_textbox(*map(emu, (left, top, width, height * 0.6)))
    frame = second.text_frame
    paras = [Para([Run(line, bold=k == 0)], 16 if k == 0 else 13, 4)
             for k, line in enumerate(lines)]  # fmt: skip
    set_frame(frame)
    write(frame, paras, paper.look)
    for run in (r for p in frame.paragraphs for r in p.runs):
        run.font.color.rgb = rgb(colour)
    keep_only(slide, {title.placeholder_format.idx, 1})
    _logo(slide, paper, options)
    write_notes(slide, cover.notes)


def _fill_cover(slide: Any, look: Look) -> None:
    """Fill the ground of the first slide, with a bar in the accent at the left."""
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = rgb(look.of("cover"))
    bar = slide.shapes.add_shape(kit().MSO_SHAPE.RECTANGLE, emu(48), emu(150), emu(5), emu(272))
    bar.name = "Bar"
    bar.fill.solid()
    filled = look.of("cover") != look.of("paper")
    bar.fill.fore_color.rgb = rgb(look.of("on_cover" if filled else "accent"))
    bar.line.fill.background()
    bar.shadow.inherit = False


def _logo(slide: Any, paper: Ground, options: ReportOptions) -> None:
    """Put the logo at the top left of the first slide, as large as its room allows."""
    brand = options.brand or PLAIN
    if not brand.logo or not paper.own:
        return
    head, _, body = brand.logo.partition(",")
    content = base64.b64decode(body)
    if not head.startswith(("data:image/png", "data:image/jpeg")):
        from servqual.writer.browser import check_tools as check_browser
        from servqual.writer.pictures import drawn

        check_browser("a logo on slides that is neither PNG nor JPEG")
        content = drawn({}, options, [], {"logo": brand.logo}).images["logo"]
    picture = slide.shapes.add_picture(io.BytesIO(content), emu(72), emu(60))
    share = min(LOGO[0] / (picture.width / EMU), LOGO[1] / (picture.height / EMU))
    picture.width, picture.height = round(picture.width * share), round(picture.height * share)
    picture.name = "Logo"
    describe(picture, brand.name)
