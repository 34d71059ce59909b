"""The bytes of a file in pieces: hashed as they are read, unpacked, and turned into UTF-8."""

from __future__ import annotations

import codecs
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from servqual.errors import FileError, FormatError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
PACKED = {GZIP: "gzip", ZSTD: "Zstandard"}
_AT_ONCE = 1 << 18  # bytes read of a packed file
_MOST_UNPACKED = 1 << 23  # bytes that come out of gzip at once
# Zstandard cannot be told how much may come out at once; of so few bytes it is at most 512 MB
_FEW = 1 << 14
_ZSTD_WINDOW = 1 << 31  # bytes that the decoder may look back, as ``zstd --long=31`` writes
_GZIP_WINDOW = 31  # of zlib: with the header and checksum of gzip


class TornError(Exception):
    """A packed file that cannot be read on: it ends too early, or its bytes were changed."""


class Stamp:
    """Size and time of a file, by which a change while it is read shows."""

    def __init__(self, path: Path) -> None:
        self.path, self._found = path, _stamped(path.stat())

    def check(self) -> None:
        """Raise if the file is no longer as it was.

        Raises
        ------
        FormatError
            It was written to, or another file has its name now.
        FileError
            It is gone.
        """
        try:
            same = _stamped(self.path.stat()) == self._found
        except OSError as error:
            raise FileError(
                f"{self.path}: this survey file cannot be read on ({error.strerror})."
            ) from error
        if not same:
            raise FormatError(
                f"{self.path.name}: this file was changed while it was read, so the sums would be "
                "of no state it ever had. Wait until it is written to its end, and start again; "
                "nothing was written."
            )


def _stamped(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


class Raw:
    """A file that is read once from its beginning, hashed on the way.

    Attributes
    ----------
    count : int
        Bytes read so far.
    lines : int
        Line breaks that came out of it so far; only of a packed file.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.count, self.lines = path, 0, 0
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the file in pieces that are good to unpack."""
        return self.pieces(_AT_ONCE)

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the file in pieces of ``size`` bytes."""
        try:
            with self.path.open("rb", buffering=0) as stream:
                while piece := _read(stream, size):
                    self._digest.update(piece)
                    self.count += len(piece)
                    yield piece
        except OSError as error:
            raise FileError(
                f"{self.path}: this survey file cannot be read on ({error.strerror})."
            ) from error

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()


def _read(stream: IO[bytes], size: int) -> bytes:
    """Return the next bytes; fewer than asked for at the end only."""
    piece = stream.read(size)
    if not piece or len(piece) == size:
        return piece
    parts = [piece]
    left = size - len(piece)
    while left and (more := stream.read(left)):
        parts.append(more)
        left -= len(more)
    return b"".join(parts)


def packing(start: bytes) -> str:
    """Return how a file is packed by its first bytes, "" for not at all."""
    return next((name for magic, name in PACKED.items() if start.startswith(magic)), "")


def unpacked(raw: Raw, packed: str, size: int) -> Iterator[bytes]:
    """Yield what a file holds, of an unpacked file in pieces of ``size`` bytes.

    Raises
    ------
    TornError
        The packed file ends too early, or its bytes were changed.
    """
    if not packed:
        return raw.pieces(size)
    return _counted(raw, _gunzipped(raw) if packed == "gzip" else _unzstd(raw))


def _counted(raw: Raw, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what was unpacked, its lines counted: where it breaks off can then be told."""
    for piece in pieces:
        raw.lines += piece.count(b"\n")
        yield piece


def _gunzipped(raw: Raw) -> Iterator[bytes]:
    """Yield what the members of a gzip file hold, one after the other."""
    stream = zlib.decompressobj(_GZIP_WINDOW)
    begun = False
    for given in raw:
        piece = given
        while piece:
            if stream.eof:  # zeros may fill up the last block of a tape
                piece = piece.lstrip(b"\0")
                stream, begun = zlib.decompressobj(_GZIP_WINDOW), False
                continue
            begun = True
            try:
                out = stream.decompress(piece, _MOST_UNPACKED)
            except zlib.error as error:
                raise TornError("is damaged") from error
            if out:
                yield out
            piece = stream.unused_data if stream.eof else stream.unconsumed_tail
            while not stream.eof and not piece and len(out) == _MOST_UNPACKED:
                out = stream.decompress(b"", _MOST_UNPACKED)  # what zlib still holds back
                yield out
                piece = stream.unconsumed_tail
    if begun and not stream.eof:
        raise TornError("ends too early")


def _unzstd(raw: Raw) -> Iterator[bytes]:
    """Yield what the frames of a Zstandard file hold, one after the other."""
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    stream, begun = unpacker.decompressobj(), False
    for given in raw:
        for at in range(0, len(given), _FEW):
            piece = given[at : at + _FEW]
            while piece:
                if stream.eof:
                    stream = unpacker.decompressobj()
                begun = True
                try:
                    out = stream.decompress(piece)
                except zstandard.ZstdError as error:
                    raise TornError("is damaged") from error
                if out:
                    yield out
                piece = stream.unused_data if stream.eof else b""
    if begun and not stream.eof:
        raise TornError("ends too early")


def gathered(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield pieces of at least ``size`` bytes, the last one of any size.

    Examples
    --------
    >>> list(gathered(iter([b"ab", b"c", b"d", b"e"]), 3))
    [b'abc', b'de']
    """
    held: list[bytes] = []
    n = 0
    for piece in pieces:
        held.append(piece)
        n += len(piece)
        if n >= size:
            yield held[0] if len(held) == 1 else b"".join(held)
            held, n = [], 0
    if held:
        yield b"".join(held)


def as_utf8(pieces: Iterator[bytes], codec: str) -> Iterator[bytes]:
    """Yield text of any encoding as UTF-8 without a byte-order mark.

    Raises
    ------
    UnicodeError
        The bytes are not text in that encoding.
    """
    if codecs.lookup(codec).name in ("utf-8", "utf-8-sig", "ascii"):
        yield from _without_mark(pieces)
        return
    decoder = codecs.getincrementaldecoder(codec)()
    first = True
    for piece in pieces:
        text = decoder.decode(piece)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        if text:
            yield text.encode("utf-8")
    rest = decoder.decode(b"", final=True)
    if rest:
        yield rest.encode("utf-8")


def _without_mark(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield UTF-8 without its byte-order mark, which may lie across the first pieces."""
    start: bytes | None = b""
    for piece in pieces:
        if start is None:
            yield piece
            continue
        start += piece
        if len(start) >= len(codecs.BOM_UTF8):
            yield start.removeprefix(codecs.BOM_UTF8)
            start = None
    if start:
        yield start
