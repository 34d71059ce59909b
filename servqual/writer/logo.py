"""A logo as a data: URI: which kind of picture it is, is read from its content."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from servqual._files import read_bytes
from servqual.errors import BrandError

LARGEST = 200_000  # bytes; a report is to stay light

_SVG = re.compile(
    r"\s*(?:(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE svg[^>\[]*>)\s*)*<svg[\s>]",
    re.DOTALL,
)
_ACTIVE = re.compile(r"<script\b|<foreignObject\b|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE)
_OUTSIDE = re.compile(r"""(?:href|src)\s*=\s*["']\s*(?!#|data:)|url\(\s*["']?(?!#|data:)""")


def logo(path: Path) -> str:
    """Return a picture file as a data: URI.

    Raises
    ------
    FileError
        The file is not there or cannot be read.
    BrandError
        It is larger than 200 kB, is no PNG, JPEG, WebP or SVG, or is an SVG that runs scripts or
        needs other files.
    """
    content = read_bytes(path, "logo")
    if len(content) > LARGEST:
        raise BrandError(
            f"{path}: this logo has {len(content) / 1000:,.0f} kB; at most {LARGEST / 1000:.0f} kB "
            "fit into a report. Save it smaller: about 600 pixels wide, or as SVG"
        )
    kind = picture_type(content)
    if not kind:
        raise BrandError(
            f"{path}: this logo is no PNG, JPEG, WebP or SVG by its content, whatever its name "
            "says. Save it as one of these"
        )
    if kind == "image/svg+xml":
        _check_svg(path, content.decode("utf-8-sig"))
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def picture_type(content: bytes) -> str:
    """Return the media type of a picture by its first bytes, '' for anything else.

    Examples
    --------
    >>> picture_type(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), picture_type(b"GIF89a")
    ('image/svg+xml', '')
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return "image/svg+xml" if _SVG.match(text) else ""


def _check_svg(path: Path, text: str) -> None:
    """Raise if an SVG would run something, or would need what is not inside it."""
    if found := _ACTIVE.search(text):
        raise BrandError(
            f"{path}: this SVG holds {found[0].strip()!r}, which a picture does not need. "
            "Export it again as a plain SVG, or as PNG"
        )
    if _OUTSIDE.search(text):
        raise BrandError(
            f"{path}: this SVG asks for another file, which a report cannot load. "
            "Export it again with everything embedded, or as PNG"
        )
