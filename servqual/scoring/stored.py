"""Sums of a survey as the bytes of a file, and back.

A ``.summary`` file is a zip of ``summary.json``, which holds everything that is no number of a
table (questionnaire, what was asked, source, notes, layouts, and where in the vectors each table
lies), and of one ``.npy`` vector for every kind of number. The comment of the zip is the SHA-256 of
all bytes before it, so that a damaged file is never read. The same sums give the same bytes.

What a file leaves out, and what it still tells, says :mod:`servqual.scoring.stored_disclosure`.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
import zlib
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import numpy as np

from servqual._files import parse_json, read_bytes, sha256, write_whole
from servqual.errors import FormatError
from servqual.scoring.stored_checks import check_shapes
from servqual.scoring.stored_codec import KINDS, Reader, StoredFaultError, Vector, Writer
from servqual.scoring.stored_disclosure import disclosed
from servqual.scoring.stored_file import RECORD, is_summary
from servqual.scoring.survey_summary import SurveySummary
from servqual.settings import USUAL_MIN_CELL
from servqual.statistics.summary import Layout

__all__ = [
    "disclosed",
    "from_bytes",
    "is_summary",
    "read_summary",
    "save_summary",
    "to_bytes",
]

NAME, VERSION = "servqual-summary", 1
SCHEMA = f"{NAME}/{VERSION}"
NATURE = "Aggregate, not anonymous: keep it like the survey itself"
DIGITS = 64  # of a SHA-256, the comment at the end
MOST_RECORD, MOST_NUMBERS = 2**28, 2**32  # bytes
MOST_HEADER = 2**12
_VERSION = re.compile(rb'\s*\{\s*"schema"\s*:\s*"' + NAME.encode() + rb'/(\d{1,6})"')
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip must have dates, and they must not differ
# whatever a broken or forged archive makes its readers raise
_FAULTS = (
    StoredFaultError, zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError,
    TypeError, AttributeError, NotImplementedError, RuntimeError, struct.error, OverflowError,
)  # fmt: skip
DAMAGED = (
    "It was changed or not copied to its end. Copy it again, or make it again with "
    "'servqual summarize'."
)


def to_bytes(
    summary: SurveySummary, *, min_cell: int = USUAL_MIN_CELL, whole: bool = False
) -> bytes:
    """Return the content of a summary file.

    Parameters
    ----------
    summary : SurveySummary
    min_cell : int
        Fewest people of a cell; what holds fewer is left out or made coarser, and a note says so.
    whole : bool
        Keep everything: for sums that do not leave the computation, never for a file.

    Raises
    ------
    SettingsError
        There are too few people for a file, or errors rest on sums by cluster.

    Examples
    --------
    >>> import servqual as sq
    >>> from servqual.scoring.gathering import gather
    >>> found = gather(sq.read(sq.simulate(n=300, seed=2).frame))
    >>> len(from_bytes(to_bytes(found)))
    300
    """
    kept = summary if whole else disclosed(summary, min_cell)
    writer = Writer()
    plain = {f.name: getattr(kept, f.name) for f in fields(kept)}
    shared = [by for by in kept.groups if kept.units.get(by) is kept.groups[by]]
    del plain["min_cell"]  # it stands beside the sums
    plain["units"] = {by: own for by, own in kept.units.items() if by not in shared}
    record = {
        "schema": SCHEMA,
        "nature": NATURE,
        "min_cell": 0 if whole else kept.min_cell,
        "summary": {name: writer.plain(value) for name, value in plain.items()},
        "units_as_groups": shared,
    }
    record["layouts"] = writer.layouts
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    parts = {RECORD: text.encode()}
    parts |= {f"{kind}.npy": _npy(pool) for kind, pool in writer.pools().items()}
    return _zipped(parts)


def from_bytes(content: bytes, file: str = "") -> SurveySummary:
    """Return the sums that a summary file holds.

    Parameters
    ----------
    content : bytes
    file : str
        Its name, for messages.

    Raises
    ------
    FormatError
        It is no summary file, damaged, or of a newer version of this program.
    """
    where = file or "these bytes"
    if not is_summary(content):
        raise FormatError(
            f"{where}: this is no summary file. Name one that 'servqual summarize' or 'servqual "
            "merge' wrote."
        )
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        _check_version(archive, where)
        if sha256(content[:-DIGITS]).encode() != content[-DIGITS:]:
            raise _damaged(where, "its checksum does not fit")
        return _read(archive, where)
    except _FAULTS as error:
        raise _damaged(where, error) from error


def read_summary(path: str | Path) -> SurveySummary:
    """Return the sums that a file holds.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It is no summary file.
    """
    place = Path(path)
    return from_bytes(read_bytes(place, "summary file"), str(place))


def save_summary(
    summary: SurveySummary,
    path: str | Path,
    *,
    min_cell: int = USUAL_MIN_CELL,
    force: bool = False,
) -> None:
    """Write sums as a file, whole or not at all.

    Raises
    ------
    FileError
        The file cannot be written, or is there already and ``force`` is not set.
    SettingsError
        There are too few people for a file.
    """
    write_whole(Path(path), to_bytes(summary, min_cell=min_cell), force=force)


# -- the archive -----------------------------------------------------------------------------------


def _npy(values: Vector) -> bytes:
    stream = BytesIO()
    np.lib.format.write_array(stream, values, version=(1, 0), allow_pickle=False)
    return stream.getvalue()


def _zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it would tell which system wrote it
            archive.writestr(entry, content)
        archive.comment = b"0" * DIGITS
    body = stream.getvalue()[:-DIGITS]
    return body + sha256(body).encode()


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return a part of the archive, refused unread where it is larger than it may be."""
    entry = archive.getinfo(name)
    if entry.file_size > most:
        raise StoredFaultError(f"{name} would take {entry.file_size:,} bytes")
    return archive.read(entry)


def _check_version(archive: zipfile.ZipFile, where: str) -> None:
    """Raise where a newer version wrote the file, which may be built in another way."""
    with archive.open(RECORD) as stream:
        found = _VERSION.match(stream.read(len(SCHEMA) + MOST_HEADER))
    if found is None:
        raise StoredFaultError("it does not say what it is")
    if int(found[1]) > VERSION:
        raise FormatError(
            f"{where}: a newer servqual wrote this summary file ({NAME}/{int(found[1])}; this one "
            f"reads up to {SCHEMA}). Install the newest servqual: pip install --upgrade servqual."
        )


def _damaged(where: str, error: Exception | str) -> FormatError:
    said = f" ({error})" if isinstance(error, StoredFaultError | str) else ""
    return FormatError(f"{where}: this summary file is damaged{said}. {DAMAGED}")


def _read(archive: zipfile.ZipFile, where: str) -> SurveySummary:
    text = _member(archive, RECORD, MOST_RECORD)
    record = parse_json(text, where, "summary file", DAMAGED)
    if not isinstance(record, dict):
        raise StoredFaultError("its record is none")
    # people one by one, never in a file, may lack an answer
    reader = Reader(_pools(archive, numbers=bool(record.get("min_cell"))))
    layouts = record.get("layouts")
    if not isinstance(layouts, list):
        raise StoredFaultError("it has no layouts")
    reader.layouts += [
        reader.record(told, Layout, f"layout {place}") for place, told in enumerate(layouts)
    ]
    plain = record.get("summary")
    if not isinstance(plain, dict):
        raise StoredFaultError("it has no sums")
    told = plain | {"is": SurveySummary.__name__}
    found: SurveySummary = reader.record(told, SurveySummary, "summary")
    shared = {by: found.groups[by] for by in record.get("units_as_groups", [])}
    units = {**found.units, **shared}
    order = [*(by for by in found.groups if by in units), *(by for by in units)]
    least = record.get("min_cell")
    if type(least) is not int or least < 0:
        raise StoredFaultError("it does not say the fewest people of a cell")
    found = replace(found, units={by: units[by] for by in order}, min_cell=least)
    check_shapes(found)
    return found


def _pools(archive: zipfile.ZipFile, *, numbers: bool) -> dict[str, Vector]:
    """Return the vectors of an archive, whose sizes are looked at before they are read."""
    names = set(archive.namelist()) - {RECORD}
    if not names <= {f"{kind}.npy" for kind in KINDS}:
        raise StoredFaultError("it has parts that do not belong to it")
    if sum(archive.getinfo(name).file_size for name in names) > MOST_NUMBERS:
        raise StoredFaultError("its numbers would not fit into memory")
    pools = {}
    for name in sorted(names):
        values = np.lib.format.read_array(
            BytesIO(_member(archive, name, MOST_NUMBERS)),
            allow_pickle=False,
            max_header_size=MOST_HEADER,
        )
        if values.ndim != 1 or f"{values.dtype.name}.npy" != name:
            raise StoredFaultError(f"{name} holds no vector of such numbers")
        if numbers and not np.isfinite(values).all():
            raise StoredFaultError("a sum in it is no number")
        pools[values.dtype.name] = values
    return pools
