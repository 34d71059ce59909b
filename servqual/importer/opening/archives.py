"""Looks into a workbook before it is opened: how much it unpacks to, and how large it grows."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from servqual.errors import FormatError
from servqual.importer.opening.limits import MOST_CELLS, check_shape

MOST_UNPACKED = 2 << 30  # bytes
SUMS = "summary.json"  # what a file of sums begins with
MOST_MEMBERS = 5_000
MOST_TEXT = 4 << 30  # bytes of all texts, each as often as a cell shows it
_CHUNK = 1 << 20
_OVERLAP = 400  # bytes of a chunk that are seen again, so that nothing hides at its end
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_REPEATED = re.compile(rb"<(?:\w+:)?(table-row|table-cell)\b([^>]*)")
_TIMES = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d{1,12})[\"']")
_FILLED = re.compile(rb"value-type\s*=")
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_DEFLATED = 8
MOST_BINARY = 256 << 20  # bytes of a sheet of a binary workbook
_LAST_CELL_RECORD = 11  # 0 = a row, 1 to 11 = cells
_PLACE_BYTES = 4


def check_archive(content: bytes, file: str) -> None:
    """Raise for a zipped workbook that would fill the memory, or that declares entities.

    Sizes are counted while unpacking, not believed. A damaged archive is left to the reader, which
    says what is wrong.
    """
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return
    if members and members[0].filename == SUMS:
        raise FormatError(
            f"{file}: this file holds the sums of a survey, and here its answers are needed. Name "
            "the survey itself; 'servqual score', 'report', 'show', 'structure' and 'priorities' "
            "read sums (in Python sq.analyze(sq.SurveySummary.read(...)))."
        )
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise _too_much(file)
    left = MOST_UNPACKED
    lengths: list[int] = []
    for member in sorted(members, key=lambda m: "sharedStrings" not in m.filename):
        chunks = _counted(_unpacked(content, member), left, file)
        lengths = _check_member(member.filename, chunks, lengths, file)
        left -= chunks.n
        if chunks.crc != member.CRC:
            raise FormatError(
                f"{file}: this file begins like a spreadsheet or an archive but cannot be opened "
                "as a workbook (a part of it is damaged). Export it again, or save it as CSV."
            )


def _check_member(filename: str, chunks: _counted, lengths: list[int], file: str) -> list[int]:
    """Check one part of a workbook, and return the lengths of the shared texts known so far."""
    name = filename.replace("\\", "/").lower()
    if name.endswith("sharedstrings.xml"):
        return _string_lengths(chunks, file)
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        _check_sheet(chunks, lengths, file)
    elif name.startswith("xl/worksheets/") and name.endswith(".bin"):
        _check_binary_sheet(chunks, file)
    elif name == "content.xml":
        _check_repeats(chunks, file)
    else:
        for chunk in chunks:
            _check_declaration(chunk, file)
    return lengths


def _too_much(file: str) -> FormatError:
    return FormatError(
        f"{file}: this workbook unpacks to more than can be read. Export the survey again as CSV, "
        "or only the columns that are needed."
    )


def _unpacked(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the unpacked bytes of a member, whatever size it claims."""
    start = member.header_offset
    head = content[start : start + _LOCAL_HEADER.size]
    if len(head) < _LOCAL_HEADER.size:
        return
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(head)
    start += _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type != _DEFLATED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    try:
        while not stream.eof:
            chunk = stream.decompress(rest, _CHUNK)
            if not chunk:
                return
            yield chunk
            rest = stream.unconsumed_tail
    except zlib.error:
        return  # the reader of workbooks says what is wrong


class _counted:  # noqa: N801  reads like the function that it is
    """Chunks with the end of the one before, counted; raises when they are too many."""

    def __init__(self, chunks: Iterator[bytes], most: int, file: str) -> None:
        self.chunks, self.most, self.file, self.n = chunks, most, file, 0
        self.crc = 0

    def once(self) -> Iterator[bytes]:
        """Yield the chunks as they are."""
        for chunk in self.chunks:
            self.n += len(chunk)
            self.crc = zlib.crc32(chunk, self.crc)
            if self.n > self.most:
                raise _too_much(self.file)
            yield chunk

    def __iter__(self) -> Iterator[bytes]:
        before = b""
        for chunk in self.once():
            yield before + chunk
            before = chunk[-_OVERLAP:]


def _check_declaration(chunk: bytes, file: str) -> None:
    if _DECLARATION.search(chunk):
        raise FormatError(
            f"{file}: this workbook holds a document type declaration, which no spreadsheet "
            "program writes. Export the survey again, from the survey tool itself."
        )


def _check_sheet(chunks: _counted, lengths: list[int], file: str) -> None:
    """Raise for a sheet whose last cell is far away, or that repeats a long text very often."""
    columns, rows, text = {b""}, {b"0"}, 0
    most = max(lengths, default=0)
    for chunk in chunks:
        _check_declaration(chunk, file)
        places = set(_PLACE.findall(chunk))
        columns |= {column.upper() for column, _ in places}
        rows |= {max((row for _, row in places), key=int, default=b"0")}
        if most:
            text += sum(lengths[int(i)] for i in _SHARED.findall(chunk) if int(i) < len(lengths))
            if text > MOST_TEXT:
                raise _too_much(file)
    check_shape(max(map(int, rows)), max(map(_column_number, columns)), file)


def _check_binary_sheet(chunks: _counted, file: str) -> None:
    """Raise for a sheet of a binary workbook whose last cell is far away.

    Records are a number, a length and that many bytes; rows and cells begin with their place.
    """
    chunks.most = min(chunks.most, MOST_BINARY)
    content = b"".join(chunks.once())
    at = rows = columns = 0
    try:
        while at < len(content):
            kind, at = _packed_number(content, at, 2)
            length, at = _packed_number(content, at, 4)
            if kind <= _LAST_CELL_RECORD and length >= _PLACE_BYTES:
                place = int.from_bytes(content[at : at + _PLACE_BYTES], "little") + 1
                rows, columns = (
                    (max(rows, place), columns) if kind == 0 else (rows, max(columns, place))
                )
            at += length
    except IndexError:
        pass  # cut off: the reader of workbooks says so
    check_shape(rows, columns, file)


def _packed_number(content: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    number = 0
    for i in range(most):
        byte = content[at + i]
        number |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return number, at + i + 1
    return number, at + most


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _string_lengths(chunks: _counted, file: str) -> list[int]:
    """Return about how long each shared text is, in bytes, markup included."""
    lengths: list[int] = []
    at = last = 0
    for chunk in chunks:
        _check_declaration(chunk, file)
        start = chunks.n - len(chunk)
        for found in _STRING.finditer(chunk):
            at = start + found.start()
            if at > last or not lengths:
                if lengths:
                    lengths[-1] = at - last
                lengths.append(0)
                last = at
    if lengths:
        lengths[-1] = chunks.n - last
    return lengths


def _check_repeats(chunks: _counted, file: str) -> None:
    """Raise for an OpenDocument table that says of a filled cell that it comes very often."""
    rows, filled = 1, 0
    for chunk in chunks:
        _check_declaration(chunk, file)
        for kind, attributes in _REPEATED.findall(chunk):
            told = _TIMES.search(attributes)
            times = int(told[1]) if told else 1
            if kind == b"table-row":
                rows = times
            elif _FILLED.search(attributes):
                filled += rows * times
                if filled > MOST_CELLS:
                    raise _too_much(file)
