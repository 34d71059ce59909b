"""PNG pictures without a picture library: stacked, and told how large they are on paper."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}  # colour type -> bytes of a dot: RGB, RGBA


def stacked(pictures: Sequence[bytes]) -> bytes:
    """Return pictures of one width as one, the first on top.

    Parameters
    ----------
    pictures : sequence of bytes
        PNG files of 8 bits per channel, RGB or RGBA, not interlaced, all alike but for the height.

    Raises
    ------
    ValueError
        They are no such pictures, or differ in width or kind.

    Notes
    -----
    A row of a PNG is coded against the row above it in the same picture (PNG specification, 9.2).
    Only the first row of each picture changes its neighbour, so only it is coded anew.
    """
    headers = [_header(picture) for picture in pictures]
    widths = {(width, kind) for width, _, kind in headers}
    if len(widths) != 1:
        raise ValueError(f"pictures of different width or kind cannot be stacked: {widths}")
    (width, kind), height = widths.pop(), sum(h for _, h, _ in headers)
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    packer = zlib.compressobj()
    parts = [packer.compress(_rows(picture, width, _CHANNELS[kind])) for picture in pictures]
    body = b"".join([*parts, packer.flush()])
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def described(picture: bytes, per_inch: float, texts: Mapping[str, str]) -> bytes:
    """Return a PNG that says its dots per inch, and words such as ``Title`` and ``Description``.

    Raises
    ------
    ValueError
        The bytes are no PNG.
    """
    dots = round(per_inch / 0.0254)  # a PNG counts dots per metre
    said = [_chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1))]
    for keyword, text in texts.items():
        # not compressed, no language, no translated keyword
        content = keyword.encode("latin-1") + bytes(5) + text.encode("utf-8")
        said.append(_chunk(b"iTXt", content))
    head, *rest = [_chunk(*part) for part in _chunks(picture) if part[0] != b"pHYs"]
    return SIGNATURE + b"".join([head, *said, *rest])


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of every chunk."""
    if not picture.startswith(SIGNATURE):
        raise ValueError("this is no PNG")
    at = len(SIGNATURE)
    while at + 8 <= len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += size + 12


def _header(picture: bytes) -> tuple[int, int, int]:
    """Return width, height and colour type."""
    head = dict(_chunks(picture))[b"IHDR"]
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if depth != 8 or kind not in _CHANNELS or interlaced:
        raise ValueError(f"a PNG of depth {depth}, colour type {kind} cannot be stacked")
    return width, height, kind


def _rows(picture: bytes, width: int, step: int) -> bytes:
    """Return the coded rows, the first one so that it needs no row above it."""
    packed = b"".join(content for name, content in _chunks(picture) if name == b"IDAT")
    rows, first = zlib.decompress(packed), width * step + 1
    return b"\x00" + _plain(rows[:first], step) + rows[first:]


def _plain(row: bytes, step: int) -> bytes:
    """Return the first row of a picture without its filter; the row above it counts as zero.

    With zeros above, Up (2) is no filter, and Paeth (4) is Sub (1).
    """
    plain = bytearray(row[1:])
    if row[0] in (0, 2):
        return bytes(plain)
    for k in range(step, len(plain)):
        left = plain[k - step]
        plain[k] = (plain[k] + (left // 2 if row[0] == 3 else left)) % 256
    return bytes(plain)
