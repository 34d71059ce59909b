"""A Word file read back, and pictures that stand for what a browser draws."""

import io
import struct
import zipfile
import zlib

import docx
from docx.oxml.ns import qn

from servqual.writer.docx import document, to_docx
from servqual.writer.pictures import Album


def dot(width=4, height=2):
    """Return a PNG of one grey."""

    def chunk(name, content):
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x99" * 3 * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def without_browser(patch):
    """Let a grey dot stand for every chart."""

    def drawn(charts, options, kinds, images=None):
        return Album(
            {name: dict.fromkeys(kinds, dot()) for name in charts},
            dict.fromkeys(images or {}, dot()),
        )

    patch.setattr(document, "drawn", drawn)


def opened(content):
    """Return a Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def made(patch, study, options):
    """Return a report in Word with dots for charts, read back."""
    without_browser(patch)
    return opened(to_docx(study, options))


def parts(content):
    """Return the parts of a Word file as text, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def body(file):
    """Return the paragraphs and tables of a document in their order."""
    return [child for child in file.element.body if child.tag in (qn("w:p"), qn("w:tbl"))]


def style(element):
    """Return the style of a paragraph, 'table' for a table."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "table" if element.tag == qn("w:tbl") else found.get(qn("w:val"))


def text(element):
    """Return the words that are shown, tabs and line breaks as blanks."""
    found = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        # a tab among the properties of a paragraph is a place, not a sign
        if node.tag == qn("w:t") or node.getparent().tag == qn("w:r"):
            found.append(node.text or "" if node.tag == qn("w:t") else " ")
    return "".join(found)


def tables(file):
    """Return the rows of every table by the place that its caption marks."""
    found, place = {}, ""
    for element in body(file):
        if style(element) == "Caption":
            place = element.find(qn("w:bookmarkStart")).get(qn("w:name"))
        if style(element) == "table":
            rows = element.iter(qn("w:tr"))
            found[place] = [[text(cell) for cell in row.iter(qn("w:tc"))] for row in rows]
    return found
