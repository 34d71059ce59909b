"""A file of separated text, packed or not, in any encoding, as a part of a source."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from servqual.errors import FileError, FormatError, SettingsError
from servqual.importer.opening.delimited import parse
from servqual.importer.opening.encoding import codec_of, decode
from servqual.importer.opening.source import (
    Opening,
    refuse_other_kinds,
    refuse_other_texts,
    text_notes,
)
from servqual.importer.opening.table import Table, table_of_records
from servqual.importer.streaming.blocks import Kind
from servqual.importer.streaming.cutting import Cutter
from servqual.importer.streaming.parsing import Form, TextBlock
from servqual.importer.streaming.parts import (
    FURTHER_PLACES,
    FURTHER_RECORDS,
    HEAD_RECORDS,
    Head,
)
from servqual.importer.streaming.streams import (
    Raw,
    Stamp,
    TornError,
    as_utf8,
    gathered,
    packing,
    unpacked,
)
from servqual.notes import Note

PIECE = 2 << 20  # bytes that are cut and parsed at once
_HEAD_PIECE = 1 << 18
_MOST_HEAD = 32 << 20  # bytes that are looked into for the first records
_ABOVE = 20  # records that may stand above the first answers
_PLACE_BYTES = 1 << 16  # read at each place further on, at least
_UTF8 = ("utf-8", "ascii")


@dataclass(frozen=True)
class _Start:
    """What is known of a text file from its beginning."""

    table: Table
    whole: bool
    codec: str
    encoding: str
    sign: str
    heading: int  # its row number
    headers: int
    fields: int


class Separated:
    """A text file of separated fields.

    Parameters
    ----------
    path : Path
    opening : Opening
    piece : int
        Bytes of text that are cut at once.
    """

    def __init__(self, path: Path, opening: Opening, piece: int = PIECE) -> None:
        self.path, self.file, self.opening, self.piece = path, path.name, opening, piece
        self.size: int | None = path.stat().st_size
        self._stamp = Stamp(path)
        self.notes: tuple[Note, ...] = ()
        self._raw = Raw(path)
        with path.open("rb") as stream:
            self._packed = packing(stream.read(8))

    @property
    def sha256(self) -> str:
        """Of the bytes of the file, packed as they are."""
        return self._raw.sha256

    @property
    def head(self) -> Head:
        """The first records, exactly as they are read of a small file."""
        return Head(self._start.table, self._start.whole)

    @cached_property
    def _start(self) -> _Start:
        content, whole = self._beginning()
        if self._packed:
            self._refuse_packed(content)
        asked = self.opening.encoding
        places = [] if whole or asked else self._places()
        # an encoding shows in the first letter that is not plain, wherever it stands
        lines = content if whole else content[: content.rfind(b"\n") + 1] or content
        codec = codec_of(b"".join([lines, *places]), self.file, asked)
        text, encoding = self._text(content, codec, whole=whole)
        refuse_other_texts(text, self.file)
        records, sign = parse(text, self.file, self.opening.delimiter, whole=whole)
        _check_sign(sign, self.file)
        records = records if whole else _trimmed(records)
        notes = text_notes(encoding, sign, self.file)
        table = table_of_records(records, self.file, "", notes)
        if whole:
            table = replace(table, sha256=self._whole_digest())
        kept = tuple(note for note in table.notes if note.code != "rows_empty_dropped")
        table = replace(table, encoding=encoding, delimiter=sign, notes=kept)
        first = int(table.rows[0]) - 1
        heading = next(i for i, record in enumerate(records) if any(map(str.strip, record)))
        fields = len(records[heading]), len(records[first])
        return _Start(table, whole, codec, encoding, sign, heading + 1, *fields)

    def _beginning(self) -> tuple[bytes, bool]:
        """Return the first bytes, cut behind a line, and whether that is all of the file."""
        parts: list[bytes] = []
        n = lines = 0
        raw = Raw(self.path)
        try:
            for piece in unpacked(raw, self._packed, _HEAD_PIECE):
                parts.append(piece)
                n += len(piece)
                lines += max(piece.count(b"\n"), piece.count(b"\r"))
                if lines > HEAD_RECORDS + _ABOVE or n > _MOST_HEAD:
                    return b"".join(parts), False
        except TornError as error:
            raise self._torn(error, raw.lines) from error
        content = b"".join(parts)
        if not content:
            raise FormatError(
                f"{self.file}: this file is empty. Export the survey again and check its size."
            )
        return content, True

    def _refuse_packed(self, content: bytes) -> None:
        """Raise for an archive of something that is no text."""
        refuse_other_kinds(content, f"{self.file}, unpacked")
        for start, what in ((b"PAR1", "a Parquet file"), (b"ARROW1", "an Arrow file")):
            if content.startswith(start):
                raise FormatError(
                    f"{self.file}: this is {what} in a {self._packed} archive. Unpack it; it is "
                    "packed inside already."
                )

    def _text(self, content: bytes, codec: str, *, whole: bool) -> tuple[str, str]:
        """Return the text of the beginning and the name of its encoding."""
        if whole:
            return decode(content, self.file, self.opening.encoding)
        try:
            decoder = codecs.getincrementaldecoder(codec)()
            text = decoder.decode(content).removeprefix("\ufeff")
        except (LookupError, UnicodeError):
            return decode(content, self.file, codec)  # says what is wrong
        end = max(text.rfind("\n"), text.rfind("\r", 0, len(text) - 1)) + 1
        return text[:end], _name_of(codec)

    def _whole_digest(self) -> str:
        raw = Raw(self.path)
        for _ in raw:
            pass
        return raw.sha256

    def _places(self) -> list[bytes]:
        """Return lines from places further on, whole ones unless a cell holds a line break."""
        size = self.size or 0
        if self._packed or size < _MOST_HEAD:
            return []
        found = []
        with self.path.open("rb") as stream:
            for i in range(FURTHER_PLACES):
                stream.seek(size // (FURTHER_PLACES + 1) * (i + 1))
                piece = stream.read(_PLACE_BYTES)
                start, end = piece.find(b"\n") + 1, piece.rfind(b"\n") + 1
                found.append(piece[start:end])
        return found

    def further(self) -> list[list[str]]:
        """Return some records from places further on; places inside a quotation are left out."""
        start = self._start
        if start.whole or codecs.lookup(start.codec).name.startswith(("utf-16", "utf-32")):
            return []
        found: list[list[str]] = []
        for piece in self._places():
            try:
                records, _ = parse(
                    piece.decode(start.codec), self.file, start.sign or ",", whole=False
                )
            except (FormatError, UnicodeError):
                continue
            some = [record for record in records if record][: FURTHER_RECORDS // FURTHER_PLACES]
            if all(len(record) == start.fields for record in some):
                found += some
        return found

    def blocks(self, kinds: Mapping[int, Kind], above: int) -> Iterator[TextBlock]:
        """Yield the records below the header and ``above`` further rows of headings.

        Raises
        ------
        FormatError
            The file cannot be cut into records, ends too early, leaves its encoding, or was
            changed meanwhile.
        """
        start = self._start
        form = Form(
            file=self.file,
            sign=start.sign or ",",
            headers=start.headers,
            fields=start.fields,
            kinds=kinds,
            encoding=start.encoding,
            valid=codecs.lookup(start.codec).name not in (*_UTF8, "utf-8-sig"),
        )
        pieces = unpacked(self._raw, self._packed, self.piece)
        cutter = Cutter(gathered(as_utf8(pieces, start.codec), self.piece), form.sign, self.file)
        first = int(start.table.rows[above])
        blank, counted = first - start.heading - 1 - above, 0
        try:
            for cut in cutter:
                skip = min(max(first - cut.first, 0), cut.n)
                block = TextBlock(cut, skip, form, self._raw.count - counted)
                counted = self._raw.count
                blank += cut.n - skip - block.n
                if block.n:
                    yield block
        except TornError as error:
            raise self._torn(error, self._raw.lines) from error
        except UnicodeError as error:
            raise FormatError(
                f"{self.file}: below about row {cutter.done:,} this file is not {start.encoding}, "
                "as the rows before are. Name its encoding with --encoding, or save it as UTF-8."
            ) from error
        self._stamp.check()
        self._note_blank(blank + cutter.trailing)

    def _note_blank(self, n: int) -> None:
        if n:
            self.notes = (Note("rows_empty_dropped", {"n": n}, self.file),)

    def _torn(self, error: TornError, lines: int) -> FormatError:
        # what the unpacker held back is not counted; of a few bytes nothing is known
        after = f" (after at least {lines:,} lines of text)" if lines else ""
        what = "archive" if "early" in str(error) else f"{self._packed} archive"
        return FormatError(
            f"{self.file}: the {what} {error}{after}, so it was not copied or written to its "
            "end. Copy or export it again; nothing was written."
        )


def _check_sign(sign: str, file: str) -> None:
    """Raise for a delimiter that a large file cannot be cut at."""
    if not sign.isascii():
        raise SettingsError(
            f"{file}: the delimiter {sign!r} is no sign of ASCII; large files are read with a "
            "comma, a semicolon, a tab or a bar between the fields. Export the file so."
        )


def _trimmed(records: list[list[str]]) -> list[list[str]]:
    """Return the first records of a longer file, the last one as wide as the header."""
    start = next((i for i, record in enumerate(records) if any(map(str.strip, record))), 0)
    found = records[: start + 1 + HEAD_RECORDS]
    width = len(found[start]) if found else 0
    while len(found) > start + 2 and len(found[-1]) < width:
        found.pop()  # whether it is the last record of the file shows later
    return found


def _name_of(codec: str) -> str:
    """Return the usual name of an encoding."""
    return decode("a".encode(codec), "", codec)[1]


def open_separated(path: Path, opening: Opening, piece: int = PIECE) -> Separated:
    """Return a text file as a part; raise if it cannot be opened."""
    try:
        return Separated(path, opening, piece)
    except OSError as error:
        raise FileError(f"{path}: this survey file cannot be read ({error.strerror}).") from error
