"""A piece of separated text is checked and parsed: typed first, as text where that fails."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from servqual.errors import FormatError
from servqual.importer.opening.delimited import explained
from servqual.importer.opening.limits import LONGEST_CELL
from servqual.importer.opening.table import MOST_ROWS_NAMED
from servqual.importer.streaming.blocks import Kind, Rows
from servqual.importer.streaming.cutting import Cut

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Form:
    """How the records of a text file are laid out.

    Attributes
    ----------
    file : str
    sign : str
        The delimiter.
    headers : int
        Fields of the header.
    fields : int
        Fields of every record; more than those of the header only if all others are blank.
    kinds : mapping of position to kind
        The columns that are used.
    encoding : str
        As messages name it.
    valid : bool
        Whether the text is known to be UTF-8.
    widths : list of int
        The first entry is the narrowest type of whole numbers that has not failed yet.
    """

    file: str
    sign: str
    headers: int
    fields: int
    kinds: Mapping[int, Kind]
    encoding: str
    valid: bool
    widths: list[int] = field(default_factory=lambda: [0])


@dataclass(frozen=True)
class TextBlock:
    """Some records of a text file that are not parsed yet.

    Attributes
    ----------
    cut : Cut
    skip : int
        Records at its beginning that are headings.
    form : Form
    size : int
        Bytes of the file behind it.
    ordinal : int
    """

    cut: Cut
    skip: int
    form: Form
    size: int
    ordinal: int = -1

    @property
    def n(self) -> int:
        """Records without headings and blank lines."""
        blank = self.cut.blank
        n = self.cut.n - self.skip
        return n if blank is None else n - int(blank[self.skip :].sum())

    def placed(self, ordinal: int) -> TextBlock:
        """Return the block with the place of its first record."""
        return replace(self, ordinal=ordinal)

    def parse(self) -> Rows:
        """Return its records.

        Raises
        ------
        FormatError
            A record has more or fewer fields than the header, holds a NUL character or a cell that
            is too long, or the bytes are not in the encoding of the file.
        """
        self._check_text()
        self._check_fields()
        content, numbers = self._filled()
        frame = _parsed(content, self.form)
        if frame is None:
            frame = _as_text(content, self.form)
        if frame.height != self.n:
            first = self.cut.first + self.skip
            raise FormatError(
                f"{self.form.file}: the records from row {first:,} on cannot be told apart "
                f"({frame.height:,} instead of {self.n:,}). Export the file again."
            )
        frame = self._without_spare(frame)
        return Rows(
            frame=frame,
            first=self.cut.first + self.skip if numbers is None else int(numbers[0]),
            file=self.form.file,
            as_text=partial(_as_text, content, self.form, used_only=True),
            ordinal=self.ordinal,
            numbers=numbers,
        )

    def _check_text(self) -> None:
        """Raise for bytes that are no text."""
        content, file = self.cut.content, self.form.file
        if 0 in content:
            raise FormatError(
                f"{file}: row {self._row_at(content.index(0)):,} holds a NUL character, so the "
                "file is damaged or not text. Export it again."
            )
        if self.form.valid or content.isascii():
            return
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{file}: row {self._row_at(error.start):,} is not {self.form.encoding}, as the "
                "rows before it are. Name the encoding of the file with --encoding, or save it as "
                "UTF-8."
            ) from error

    def _row_at(self, place: int) -> int:
        return self.cut.first + int(np.searchsorted(self.cut.marks.ends, place))

    def _check_fields(self) -> None:
        """Raise for records that are not as wide as the header, or hold an endless cell."""
        cut, form = self.cut, self.form
        found = cut.marks.fields(cut.n)
        wrong = found != form.fields
        wrong[: self.skip] = False
        if cut.blank is not None:
            wrong &= ~cut.blank
        if wrong.any():
            at = np.flatnonzero(wrong)
            told = [(cut.first + int(i), int(found[i])) for i in at[:MOST_ROWS_NAMED]]
            ending = cut.last and len(at) == 1 and at[0] == cut.n - 1 and told[0][1] < form.headers
            raise _wrong_fields(told, form, ending=ending)
        for i in np.flatnonzero(cut.marks.lengths(cut.n) > LONGEST_CELL).tolist():
            self._check_cells(i)

    def _check_cells(self, i: int) -> None:
        """Raise if a long record holds a cell that is too long."""
        ends = self.cut.marks.ends
        record = self.cut.content[int(ends[i - 1]) + 1 if i else 0 : int(ends[i]) + 1]
        text = io.StringIO(record.decode("utf-8"), newline="")
        try:
            list(csv.reader(text, delimiter=self.form.sign, strict=True))
        except csv.Error as error:
            raise FormatError(explained(error, self.form.file, self.cut.first + i)) from error

    def _filled(self) -> tuple[bytes, npt.NDArray[np.int64] | None]:
        """Return the text without headings and blank lines, and row numbers if lines were left."""
        cut, skip = self.cut, self.skip
        ends = cut.marks.ends[: cut.n]
        start = int(ends[skip - 1]) + 1 if skip else 0
        blank = None if cut.blank is None else cut.blank[skip:]
        if blank is None or not blank.any():
            return cut.content[start:], None
        starts = np.concatenate([[start], ends[skip:-1] + 1])
        kept = np.ones(len(cut.content), bool)
        kept[:start] = False
        kept[ends[skip:][blank]] = kept[starts[blank]] = False  # a line break of one byte or two
        content = np.frombuffer(cut.content, np.uint8)[kept].tobytes()
        return content, np.flatnonzero(~blank).astype(np.int64) + cut.first + skip

    def _without_spare(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the columns that are used; raise if one beyond the header is not blank."""
        spare = [str(i) for i in range(self.form.headers, self.form.fields)]
        if not spare:
            return frame
        import polars as pl

        for name in spare:
            filled = frame[name].fill_null("").str.strip_chars().ne("")
            if filled.any():
                at = int(filled.arg_true()[0])
                row = np.flatnonzero(_numbers_filled(self.cut, self.skip))[at] + self.cut.first
                told = [(int(row) + self.skip, self.form.fields)]
                raise _wrong_fields(told, self.form, ending=False)
        return frame.select(pl.exclude(*spare))


def _numbers_filled(cut: Cut, skip: int) -> npt.NDArray[np.bool_]:
    blank = np.zeros(cut.n, bool) if cut.blank is None else cut.blank
    return ~blank[skip:]


def _wrong_fields(told: list[tuple[int, int]], form: Form, *, ending: bool) -> FormatError:
    """Return the error for records that are not as wide as the header."""
    row, n = told[0]
    if ending:
        return FormatError(
            f"{form.file}: row {row:,}, the last one, has {n} fields where the header has "
            f"{form.headers}. The file seems to be cut off; export it again."
        )
    rows = ", ".join(f"row {row:,} has {n}" for row, n in told)
    return FormatError(
        f"{form.file}: the header has {form.headers} fields, but {rows}. Export the file again, or "
        "quote cells that hold the delimiter or a line break."
    )


def _parsed(content: bytes, form: Form) -> pl.DataFrame | None:
    """Return records of typed columns, None if a cell is not of the type of its column."""
    import polars as pl

    # narrow numbers are parsed a fifth faster; a block that needs wide ones is seldom the only one
    for width, whole in list(enumerate((pl.Int8, pl.Int64)))[form.widths[0] :]:
        types = {"whole": whole, "number": pl.Float64, "text": pl.String}
        try:
            frame = _read(content, form, {i: types[kind] for i, kind in form.kinds.items()})
        except pl.exceptions.PolarsError:
            continue
        form.widths[0] = width
        numbers = [str(i) for i, kind in form.kinds.items() if kind == "number"]
        # "nan" and "inf" are words, whatever a parser takes them for
        finite = all(frame[name].is_finite().all() for name in numbers)
        return frame if finite else None
    return None


def _as_text(content: bytes, form: Form, *, used_only: bool = False) -> pl.DataFrame:
    """Return records with every used cell as the text that stands there."""
    import polars as pl

    try:
        return _read(content, form, {}, spare=not used_only)
    except pl.exceptions.PolarsError as error:
        why = " ".join(str(error).split())[:200]
        raise FormatError(f"{form.file}: this file cannot be read ({why}).") from error


def _read(
    content: bytes, form: Form, types: Mapping[int, type[pl.DataType]], *, spare: bool = True
) -> pl.DataFrame:
    import polars as pl

    used = sorted(form.kinds) or [0]  # the records of no column cannot be counted
    if spare:
        used += range(form.headers, form.fields)
    names = [str(i) for i in range(form.fields)]
    return pl.read_csv(
        content,
        has_header=False,
        separator=form.sign,
        schema={name: types.get(i, pl.String) for i, name in enumerate(names)},
        columns=used,
    )
