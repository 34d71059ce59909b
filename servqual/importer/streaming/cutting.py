"""Cuts separated text of any length into pieces that begin and end with whole records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from servqual.errors import FormatError
from servqual.importer.opening.delimited import explained
from servqual.importer.streaming.marks import NEWLINE, QUOTE, RETURN, Marks, places

MOST_RECORD = 64 << 20  # bytes that are looked through for the end of one record
_TAIL = 1 << 12  # bytes in which the last content of a piece nearly always stands


@dataclass(frozen=True)
class Cut:
    """Some whole records of a text in UTF-8.

    Attributes
    ----------
    content : bytes
        The records with their line breaks.
    marks : Marks
        Of a text that begins with ``content``.
    n : int
        Records, blank lines among them.
    first : int
        Number of the first record, the first of the file is 1.
    blank : bool array, shape (n,), or None
        Which are blank lines; None for none.
    last : bool
        Whether nothing is known to follow.
    """

    content: bytes
    marks: Marks
    n: int
    first: int
    blank: npt.NDArray[np.bool_] | None
    last: bool = False


class Cutter:
    """Cuts a text where the csv module ends a record.

    Where every quotation mark opens or closes a whole field, parity says what stands inside
    quotations. A piece with any other quotation mark is read by the csv module itself, slowly, and
    written anew. Records without content at the end of the file are left out.

    Parameters
    ----------
    pieces : iterator of bytes
        The text in UTF-8.
    sign : str
        The delimiter, a sign of ASCII.
    file : str
        For messages.
    most : int
        Bytes that are looked through for the end of one record.

    Attributes
    ----------
    done : int
        Records that were yielded so far.
    trailing : int
        Records that were left out at the end.
    """

    def __init__(
        self, pieces: Iterator[bytes], sign: str, file: str, most: int = MOST_RECORD
    ) -> None:
        self.sign, self.file, self.most = sign, file, most
        self.done = self.trailing = 0
        self._pieces = pieces
        self._closed = False
        self._held = b""
        self._blank = (sign + '"\r\n\t ').encode()

    def __iter__(self) -> Iterator[Cut]:
        buffer, wanted = b"", 1
        while not self._closed:
            buffer = self._grown(buffer, wanted)
            wanted = 2 * (
                len(buffer) + len(self._held)
            )  # looked through again if no record ends in it
            while buffer and (found := self._next(buffer)):
                cut, used = found
                if cut.n:
                    yield cut
                self.done += cut.n
                buffer = buffer[used:]
                wanted = len(buffer) + len(self._held) + 1
                if not self._closed:
                    break

    def _grown(self, buffer: bytes, wanted: int) -> bytes:
        """Return more of the text, up to a line break or, at its end, with one.

        The line that a piece breaks off in waits for the next one, so that a buffer of whole
        records need not be copied once more.
        """
        parts: list[bytes | memoryview] = [buffer, self._held]
        n = len(buffer) + len(self._held)
        self._held = b""
        while n < wanted:
            piece = next(self._pieces, None)
            if piece is None:
                self._closed = True
                break
            n += len(piece)
            end = piece.rfind(b"\n") + 1 if n >= wanted else 0
            parts.append(memoryview(piece)[:end] if end else piece)
            self._held = piece[end:] if end else b""
        buffer = b"".join(parts)
        ended = not buffer or buffer[-1] in (NEWLINE, RETURN)
        return buffer if ended or not self._closed else buffer + b"\n"

    def _next(self, buffer: bytes) -> tuple[Cut, int] | None:
        """Return the records of a text and its bytes that are done with; None for more of it."""
        marks = Marks(buffer, ord(self.sign), closed=self._closed)
        n = len(marks.ends)
        end = int(marks.ends[-1]) + 1 if n else 0
        if marks.improper(end or len(buffer) - (not self._closed)):
            return self._by_csv(buffer)
        if not n:
            return self._by_csv(buffer) if self._closed or len(buffer) >= self.most else None
        kept = self._with_content(marks, end)
        whole = self._closed and end == len(buffer)
        if whole:
            self.trailing = n - kept
        elif not kept and not self._closed and len(buffer) < self.most:
            return None
        else:
            kept = kept or n
        used = int(marks.ends[kept - 1]) + 1 if kept else 0
        return self._cut(marks, kept, used, last=whole), end if whole else used

    def _with_content(self, marks: Marks, end: int) -> int:
        """Return how many records there are up to the last one with content."""
        start = max(0, end - _TAIL)
        rest = marks.content[start:end].rstrip(self._blank)
        if not rest and start:
            start, rest = 0, marks.content[:end].rstrip(self._blank)
        n = int(np.searchsorted(marks.ends, start + len(rest))) + 1 if rest else 0
        below = marks.content[int(marks.ends[n - 1]) + 1 if n else 0 : end]
        if QUOTE in below:  # a quoted delimiter or quotation mark is content
            text = io.StringIO(below.decode("utf-8", "replace"), newline="")
            records = csv.reader(text, delimiter=self.sign, strict=True)
            filled = [i for i, record in enumerate(records, 1) if any(map(str.strip, record))]
            n += max(filled, default=0)
        return n

    def _cut(self, marks: Marks, n: int, end: int, *, last: bool) -> Cut:
        content = marks.content[:end]  # not copied where it is all of it
        if marks.lone is not None and n:
            changed = np.frombuffer(content, np.uint8).copy()
            lone = places(marks.lone)
            changed[lone[lone < end]] = NEWLINE
            content = changed.tobytes()
        blank = marks.lengths(n) == 0
        return Cut(content, marks, n, self.done + 1, blank if blank.any() else None, last)

    def _by_csv(self, buffer: bytes) -> tuple[Cut, int] | None:
        """Return records as the csv module reads them, written with plain quotations."""
        end = len(buffer) if self._closed else _last_line(buffer)
        if not end and len(buffer) < self.most:
            return None
        text = buffer[: end or len(buffer)].decode("utf-8", "surrogateescape")
        records, ends = self._records(text, last=self._closed or len(buffer) >= self.most)
        n = len(records)
        while n and not any(map(str.strip, records[n - 1])):
            n -= 1
        used = ends[-1] if self._closed and ends else ends[n - 1] if n else 0
        if self._closed:
            self.trailing = len(records) - n
        elif not n:
            return None
        written = io.StringIO(newline="")
        # with these line breaks it quotes either sign of them in a cell
        csv.writer(written, delimiter=self.sign, lineterminator="\r\n").writerows(records[:n])
        content = written.getvalue().encode("utf-8", "surrogateescape")
        marks = Marks(content or b"\n", ord(self.sign), closed=True)
        done = len(text[:used].encode("utf-8", "surrogateescape"))
        return self._cut(marks, n, len(content), last=self._closed), done

    def _records(self, text: str, *, last: bool) -> tuple[list[list[str]], list[int]]:
        """Return the whole records of a text and where each ends; raise if it is at its last."""
        records: list[list[str]] = []
        ends: list[int] = []
        at = 0

        def lines() -> Iterator[str]:
            nonlocal at
            for line in io.StringIO(text, newline=""):
                at += len(line)
                yield line

        try:
            for record in csv.reader(lines(), delimiter=self.sign, strict=True):
                records.append(record)
                ends.append(at)
        except csv.Error as error:
            if last or "unexpected end" not in str(error):
                row = self.done + len(records) + 1
                raise FormatError(explained(error, self.file, row)) from error
        return records, ends


def _last_line(buffer: bytes) -> int:
    """Return where the last whole line ends; a carriage return at the end may go on."""
    return max(buffer.rfind(b"\n"), buffer.rfind(b"\r", 0, len(buffer) - 1)) + 1
