"""Slides read back: their words, charts with the workbooks behind them, and what does not fit."""

import io
import unicodedata
import zipfile

import openpyxl
from pptx import Presentation
from pptx.oxml.ns import qn

EMU = 12700  # in a point
# share of the size that a letter takes on average in a sans serif font, and a Chinese sign
LATIN, CHINESE = 0.52, 1.0
NARROW = " iljtfrI.,;:'|!()[]"


def deck(content):
    """Return slides as python-pptx reads them."""
    return Presentation(io.BytesIO(content))


def shapes(slides):
    """Yield each slide's number and its shapes."""
    for number, slide in enumerate(slides.slides, start=1):
        for shape in slide.shapes:
            yield number, shape


def ids(slides):
    """Return which slides there are, by the names of their blocks."""
    found = []
    for slide in slides.slides:
        names = [s.name.split(" ")[0] for s in slide.shapes]
        found.append(next((n for n in names if n in KNOWN), "cover"))
    return found


KNOWN = (
    "answer", "first", "dimensions", "since", "items", "strengths", "matters", "groups",
    "outcomes", "data", "next", "method",
)  # fmt: skip


def titles(slides):
    """Return the title of every slide."""
    return [slide.shapes.title.text_frame.text for slide in slides.slides]


def notes(slides):
    """Return the speaker notes of every slide."""
    return [slide.notes_slide.notes_text_frame.text for slide in slides.slides]


def words(slide):
    """Return every text on a slide, tables among them, charts not."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found += [p.text for p in shape.text_frame.paragraphs]
        elif shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def tables(slide):
    """Return the tables of a slide as lists of texts."""
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def charts(slide):
    """Return the charts of a slide."""
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def sheet(chart):
    """Return the rows of the workbook behind a chart."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book.sheetnames == ["Sheet1"]
    return [[cell.value for cell in row] for row in book["Sheet1"].iter_rows()]


def everything(content):
    """Return all text of a file, the workbooks behind its charts unpacked."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            parts.append(
                everything(part) if name.endswith(".xlsx") else part.decode("utf-8", "replace")
            )
    return "\n".join(parts)


# -- does it fit ---------------------------------------------------------------------------------


def width(text, size):
    """Return about how wide a text is, in points; narrow letters count half."""
    total = 0.0
    for c in text:
        wide = unicodedata.east_asian_width(c) in ("W", "F")
        total += CHINESE if wide else 0.28 if c in NARROW else LATIN
    return total * size


def lines(text, room, size):
    """Return about how many lines a text takes."""
    count, line = 1, 0.0
    for word in text.replace("\xa0", "x").split(" "):
        long = width(word, size)
        parted = any(unicodedata.east_asian_width(c) in ("W", "F") for c in word)
        if parted:
            total = line + long
            count, line = count + int(total // room), total % room
        elif line and line + long > room:
            count, line = count + 1, long
        else:
            line += long
        line += width(" ", size)
    return count


def size_of(paragraph, default):
    sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
    return max(sizes, default=default)


def height(frame, room, default=18.0):
    """Return about how high the words of a frame are."""
    total = 0.0
    for k, paragraph in enumerate(frame.paragraphs):
        size = size_of(paragraph, default)
        spacing = paragraph.line_spacing
        each = spacing.pt if hasattr(spacing, "pt") else 1.2 * size
        before = paragraph.space_before.pt if k and paragraph.space_before else 0.0
        left = int(paragraph._p.pPr.get("marL", 0)) / EMU if paragraph._p.pPr is not None else 0.0
        total += before + each * lines(paragraph.text, room - left, size)
    return total


def overfull(slides):
    """Return the shapes whose words stand outside, and those that stand outside their slide."""
    found = []
    for number, shape in shapes(slides):
        right, bottom = shape.left + shape.width, shape.top + shape.height
        if (
            shape.left < 0
            or shape.top < 0
            or right > slides.slide_width
            or bottom > slides.slide_height
        ):
            found.append((number, shape.name, "outside the slide"))
        if shape.has_text_frame and shape.text_frame.text:
            need = height(shape.text_frame, shape.width / EMU, 9.0)
            if need > shape.height / EMU + 1:
                found.append((number, shape.name, f"{need:.0f} > {shape.height / EMU:.0f}"))
        if shape.has_table:
            found += [(number, shape.name, text) for text in overfull_cells(shape.table)]
    return found


def overfull_cells(table):
    """Yield the cells whose words are higher than their row."""
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            room = (column.width - cell.margin_left - cell.margin_right) / EMU
            inside = (row.height - cell.margin_top - cell.margin_bottom) / EMU
            if height(cell.text_frame, room) > inside + 1:
                yield cell.text_frame.text


def overlaps(slides):
    """Return the pairs of shapes that stand on each other; words may stand on the matrix."""
    found = []
    for number, slide in enumerate(slides.slides, start=1):
        boxes = [s for s in slide.shapes if not s.name.startswith(("Corner", "Bar"))]
        for k, one in enumerate(boxes):
            for other in boxes[k + 1 :]:
                across = min(one.left + one.width, other.left + other.width) - max(
                    one.left, other.left
                )
                down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
                if across > EMU and down > EMU:
                    found.append((number, one.name, other.name))
    return found


def runs(slides):
    """Yield the properties of every run of words, in charts and notes too."""
    for slide in slides.slides:
        roots = [slide.element, slide.notes_slide.element]
        roots += [chart._chartSpace for chart in charts(slide)]
        for root in roots:
            yield from root.iter(qn("a:rPr"))
