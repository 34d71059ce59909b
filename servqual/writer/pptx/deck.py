"""A study as slides: the plan of the talk written on a master, without a clock."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer.dress import PLAIN
from servqual.writer.pptx.charts import draw_bars, draw_pair
from servqual.writer.pptx.cover import write_cover
from servqual.writer.pptx.door import check_tools, kit
from servqual.writer.pptx.drawing import (
    draw_grid,
    draw_words,
    keep_only,
    plain,
    rectangle,
    set_frame,
    set_title,
    write,
    write_notes,
)
from servqual.writer.pptx.fit import fitted, one_of
from servqual.writer.pptx.look import Look
from servqual.writer.pptx.master import ground
from servqual.writer.pptx.matrix import draw_matrix
from servqual.writer.pptx.parts import (
    Bars,
    Deck,
    Grid,
    Matrix,
    Pair,
    Para,
    Placed,
    Run,
    Slide,
    Words,
    para,
)
from servqual.writer.pptx.plan import deck_of
from servqual.writer.pptx.template import BASE_HEIGHT, EMU, A, Ground, emu
from servqual.writer.view import View
from servqual.writer.zipped import without_clock

TITLE_SIZES = (26, 24, 22, 20, 18)
BASE_SIZES = (9.5, 9, 8.5)
NO_CLOCK = datetime(2000, 1, 1)


def to_pptx(study: Study, options: ReportOptions, master: str | Path | None = None) -> bytes:
    """Return the report of a study as slides for a board, about a dozen, as a PowerPoint file.

    Parameters
    ----------
    study : Study
        The only thing that is written about; the writer never sees a respondent.
    options : ReportOptions
        Language, client, date, brand and status, as in the report.
    master : str or Path, optional
        A presentation or template of the client, ``.pptx`` or ``.potx``: its slides are left out,
        its layouts, fonts and colours are used. Our own master without one.

    Returns
    -------
    bytes
        Every title is a finding; charts are native and can be edited; the workbook behind each
        holds the figures that it prints and nothing else. Speaker notes say how to read each slide.
        The same study, options and master give the same bytes.

    Raises
    ------
    MissingToolError
        The package python-pptx is missing; or a logo that is neither PNG nor JPEG, and no browser.
    FileError, FormatError
        The master is not there, is no presentation, holds macros, or has no layout with a title.

    Examples
    --------
    >>> import servqual as sq
    >>> from servqual.settings import ReportOptions
    >>> study = sq.analyze(sq.read(sq.simulate(n=60, seed=2).frame))
    >>> sq.to_pptx(study, ReportOptions(language="zh"))[:2]
    b'PK'
    """
    check_tools()
    view = View(study, options)
    plan = deck_of(view)
    paper = ground(options, None if master is None else Path(master))
    write_cover(paper, plan, options)
    for slide in plan.slides:
        write_slide(paper, slide, plan)
    _speak(paper)
    _properties(paper.deck, plan, options)
    content = io.BytesIO()
    paper.deck.save(content)
    return without_clock(content.getvalue())


# -- slides --------------------------------------------------------------------------------------


def write_slide(paper: Ground, slide: Slide, plan: Deck) -> None:
    """Write one slide: title, blocks, base line, foot, speaker notes."""
    made = paper.deck.slides.add_slide(paper.plain)
    _, _, wide, high = paper.title
    room = paper.room * (wide - (0 if paper.own else 16))  # a master has margins of its own
    sizes = TITLE_SIZES if paper.own else [round(s * paper.scale, 1) for s in TITLE_SIZES]
    words, size = one_of(slide.titles, room, high, sizes)
    set_title(made.shapes.title, words, size, None)
    keep_only(made, {made.shapes.title.placeholder_format.idx})
    if paper.own:
        place = (paper.title[0], 22.0, wide, 16.0)
        draw_words(made, paper, Words([para(slide.heading, 11, tone="muted")]), place, "Heading")
    for k, block in enumerate(slide.blocks, start=1):
        _draw(made, paper, block, f"{slide.id} {k}")
    _base(made, paper, slide.base)
    _foot(made, paper, plan)
    write_notes(made, slide.notes)


def _draw(slide: Any, paper: Ground, placed: Placed, name: str) -> None:
    place = rectangle(paper, placed.box)
    block = placed.block
    if isinstance(block, Words):
        draw_words(slide, paper, block, place, name)
    elif isinstance(block, Grid):
        draw_grid(slide, paper, block, place, name)
    elif isinstance(block, Pair):
        draw_pair(slide, paper, block, place, name)
    elif isinstance(block, Bars):
        draw_bars(slide, paper, block, place, name)
    elif isinstance(block, Matrix):
        draw_matrix(slide, paper, block, place, name)


def _base(slide: Any, paper: Ground, texts: Sequence[str]) -> None:
    """Write over whom the figures are, beneath the content."""
    known = [text for text in texts if text]
    if not known:
        return
    left, top, width, height = paper.region
    place = (left, top + height + 4, width, BASE_HEIGHT)
    sizes = [round(s * max(paper.scale, 0.85), 1) for s in BASE_SIZES]
    words, size = one_of(known, width * paper.room, BASE_HEIGHT, sizes, bold=False)
    shape = slide.shapes.add_textbox(*map(emu, place))
    shape.name = "Base"
    set_frame(shape.text_frame)
    shape.text_frame.vertical_anchor = kit().MSO_ANCHOR.BOTTOM
    write(shape.text_frame, [para(words, size, tone="muted")], paper.look)


def _foot(slide: Any, paper: Ground, plan: Deck) -> None:
    """Copy footer and number of the layout: a new slide does not have them by itself."""
    holders, found = kit().PP_PLACEHOLDER, kit()
    runs = [Run(plan.status, bold=True)] if plan.status else []
    runs += [Run(f"{' · ' if runs else ''}{plan.foot}", tone="muted")] if plan.foot else []
    written = False
    for source in paper.plain.placeholders:
        kind = source.placeholder_format.type
        if kind == holders.SLIDE_NUMBER or (kind == holders.FOOTER and runs):
            copy = deepcopy(source.element)
            body = copy.find(found.qn("p:txBody"))
            for paragraph in body.findall(found.qn("a:p")):
                body.remove(paragraph)
            if kind == holders.SLIDE_NUMBER:
                body.append(found.parse_xml(NUMBER_XML))
            else:
                body.append(found.parse_xml(f'<a:p xmlns:a="{A}"/>'))
            slide.shapes._spTree.append(copy)
            if kind == holders.FOOTER:
                written = True
                _fill_foot(slide.shapes[-1], runs, paper)
    if runs and not written:
        left, _, width, _ = paper.region
        spot = (left, paper.deck.slide_height / EMU - 18, width * 0.8, 14)
        shape = slide.shapes.add_textbox(*map(emu, spot))
        shape.name = "Footer"
        set_frame(shape.text_frame)
        _fill_foot(shape, runs, paper)
    for k, element in enumerate(slide.shapes._spTree.iter(found.qn("p:cNvPr")), start=2):
        element.set("id", str(k))


NUMBER_XML = (
    f'<a:p xmlns:a="{A}"><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
    "<a:rPr/><a:t>‹#›</a:t></a:fld></a:p>"
)


def _fill_foot(shape: Any, runs: Sequence[Run], paper: Ground) -> None:
    words = Words([Para(runs, 9)])
    width, height = shape.width / EMU, shape.height / EMU
    write(shape.text_frame, fitted(words, width * paper.room, height).paras, paper.look)


# -- the whole file ------------------------------------------------------------------------------


def _speak(paper: Ground) -> None:
    """Name language and fonts of every run: a Chinese one must not be set in a Latin font."""
    for slide in paper.deck.slides:
        roots = [slide.element]
        if slide.has_notes_slide:
            roots.append(slide.notes_slide.element)
        charts = [s.chart for s in slide.shapes if s.has_chart]
        roots += [chart._chartSpace for chart in charts]
        for root in roots:
            _name_fonts(root, paper.look)


def _name_fonts(root: Any, look: Look) -> None:
    q = kit().qn
    for body in root.iter(q("a:r"), q("a:fld")):
        if body.find(q("a:rPr")) is None:
            body.insert(0, kit().parse_xml(f'<a:rPr xmlns:a="{A}"/>'))
    for name in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for props in root.iter(q(name)):
            if name != "a:defRPr":
                props.set("lang", look.lang)
            for tag, font in (("a:latin", look.latin), ("a:ea", look.chinese)):
                if font and props.find(q(tag)) is None:
                    props.append(kit().parse_xml(f'<{tag} xmlns:a="{A}"/>'))
                    props[-1].set("typeface", font)


def _properties(deck: Any, plan: Deck, options: ReportOptions) -> None:
    """Say what the file is; nothing in it tells when or by whom it was made."""
    found = deck.core_properties
    brand = options.brand or PLAIN
    found.title, found.subject = plain(plan.cover.title)[:250], plain(plan.subject)[:250]
    found.author, found.last_modified_by = brand.name, brand.name
    found.keywords = found.comments = found.category = ""
    found.language = fill(options.language, "numbers.lang", {})
    found.created = found.modified = NO_CLOCK
    found.revision = 1
