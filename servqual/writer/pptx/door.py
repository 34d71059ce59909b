"""The only module that touches python-pptx: a master opened, its parts handed out."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from servqual._files import read_bytes
from servqual.errors import FormatError, MissingToolError

LARGEST = 100_000_000  # bytes of a master, unpacked
PRESENTATION = b"presentationml.presentation.main+xml"
TEMPLATE = b"presentationml.template.main+xml"
MACROS = b"macroEnabled"


def check_tools() -> None:
    """Raise unless slides can be made here.

    Raises
    ------
    MissingToolError
        The package python-pptx is missing; the message says how to get it.
    """
    if find_spec("pptx") is None:
        raise MissingToolError(
            'slides need the package python-pptx. Run: pip install "servqual[office]". '
            "The report as .html needs nothing."
        )


@cache
def kit() -> Any:
    """Return what slides are made with, by the names that python-pptx gives it."""
    check_tools()
    import pptx
    from pptx import oxml, util
    from pptx.chart import data
    from pptx.dml import color
    from pptx.enum import chart as charts
    from pptx.enum import shapes, text
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import ns

    return SimpleNamespace(
        Presentation=pptx.Presentation,
        CategoryChartData=data.CategoryChartData,
        XyChartData=data.XyChartData,
        RGBColor=color.RGBColor,
        Pt=util.Pt,
        qn=ns.qn,
        parse_xml=oxml.parse_xml,
        RELATIONSHIP_TYPE=RELATIONSHIP_TYPE,
        XL_CHART_TYPE=charts.XL_CHART_TYPE,
        XL_LABEL_POSITION=charts.XL_LABEL_POSITION,
        XL_LEGEND_POSITION=charts.XL_LEGEND_POSITION,
        XL_MARKER_STYLE=charts.XL_MARKER_STYLE,
        XL_TICK_LABEL_POSITION=charts.XL_TICK_LABEL_POSITION,
        XL_TICK_MARK=charts.XL_TICK_MARK,
        MSO_SHAPE=shapes.MSO_SHAPE,
        PP_PLACEHOLDER=shapes.PP_PLACEHOLDER,
        MSO_ANCHOR=text.MSO_ANCHOR,
        MSO_AUTO_SIZE=text.MSO_AUTO_SIZE,
        PP_ALIGN=text.PP_ALIGN,
    )


def opened(master: Path | None) -> Any:
    """Return a presentation to fill: that of a master, emptied, or a plain one.

    Raises
    ------
    FileError
        The master is not there or cannot be read.
    FormatError
        It is no PowerPoint file, holds macros, or unpacks to more than 100 MB.
    """
    if master is None:
        return kit().Presentation()
    content = _as_presentation(read_bytes(master, "master"), master)
    try:
        return kit().Presentation(io.BytesIO(content))
    except (KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise FormatError(_no_slides(master)) from error


def _as_presentation(content: bytes, master: Path) -> bytes:
    """Return a master or a template (.potx) as a presentation, checked before it is unpacked."""
    found = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise FormatError(
                    f"{master}: this master unpacks to more than {LARGEST // 10**6} MB. Save it "
                    "with compressed pictures, or without its slides."
                )
            kinds = archive.read("[Content_Types].xml")
            _check_kinds(kinds, master)
            with zipfile.ZipFile(found, "w") as copy:
                for name in archive.namelist():
                    whole = name == "[Content_Types].xml"
                    part = kinds.replace(TEMPLATE, PRESENTATION) if whole else archive.read(name)
                    copy.writestr(name, part)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise FormatError(_no_slides(master)) from error
    return found.getvalue()


def _check_kinds(kinds: bytes, master: Path) -> None:
    if MACROS in kinds:
        raise FormatError(
            f"{master}: this master holds macros. Save it as .pptx or .potx and try again."
        )
    if PRESENTATION not in kinds and TEMPLATE not in kinds:
        raise FormatError(_no_slides(master))


def _no_slides(master: Path) -> str:
    return (
        f"{master}: this is not a PowerPoint master. Save one of your presentations as .pptx or "
        ".potx and name that."
    )
