"""Zip files without a clock: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file knows


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files by their names as one zip file, in their order.

    Examples
    --------
    >>> zipped({"a.txt": b"1"}) == zipped({"a.txt": b"1"})
    True
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in files.items():
            entry = zipfile.ZipInfo(name, NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, part)
    return content.getvalue()


def without_clock(archive: bytes) -> bytes:
    """Return a zip file whose parts carry no time; Word and PowerPoint files are such files."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return zipped({name: found.read(name) for name in found.namelist()})
