"""Whatever the user hands over, of any size, as a source that is read block by block."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from servqual._files import check_readable
from servqual.errors import FileError, FormatError, SettingsError
from servqual.importer.dictionaries import read_dictionary
from servqual.importer.layouts.arrange import arrange, rows_of_headings
from servqual.importer.opening.limits import check_cells
from servqual.importer.opening.shapes import refuse_correlations
from servqual.importer.opening.source import WORKBOOKS, Opening, refuse_other_kinds
from servqual.importer.opening.statfiles import kind_of
from servqual.importer.opening.table import Table
from servqual.importer.streaming.blocks import Kind, RawBlock, RowSource
from servqual.importer.streaming.columnar import NAMES, open_columnar
from servqual.importer.streaming.frames import is_framelike, part_of_frame
from servqual.importer.streaming.parts import FURTHER_RECORDS, Part, differing
from servqual.importer.streaming.separated import open_separated
from servqual.importer.streaming.streams import packing
from servqual.notes import Note

_START = 1 << 12  # bytes that tell the kind of a file
_SIGNS = "*?["
_MOST_NAMED = 3  # files in the name of a source
_FEATHER_1, _ARROW_STREAM = b"FEA1", b"\xff\xff\xff\xff"


def open_source(source: Any, opening: Opening | None = None) -> RowSource:
    """Return a survey of any size as a source that is read block by block.

    Parameters
    ----------
    source : str, Path, sequence of them, or frame
        Files of separated text, also packed with gzip or Zstandard, Parquet and Arrow files, in any
        mixture; a pattern such as ``"answers-*.csv"``, whose files are taken in the order of their
        names; a frame of pandas or polars, or anything else with ``__arrow_c_stream__``. What a
        file is shows in its content.
    opening : Opening, optional
        How the files are opened.

    Raises
    ------
    FileError
        There is no such file, or none of the pattern.
    FormatError
        A file is not of a kind that is read block by block, or has other headings than the first.
    SettingsError
        The files have no sheets.
    TypeError
        It is neither a path nor a frame.

    Examples
    --------
    >>> import polars as pl
    >>> source = open_source(pl.DataFrame({"E1": [7, None, 6], "branch": ["Old Town", "", ""]}))
    >>> source.sample().headers
    ('E1', 'branch')
    >>> [block.parse().frame.rows() for block in source.blocks({0: "whole"})]
    [[(7,), (None,), (6,)]]
    """
    opening = opening or Opening()
    if opening.sheet is not None:
        raise SettingsError(
            "only a workbook has sheets, and servqual score reads it whole. Leave out --sheet."
        )
    if is_framelike(source):
        return Source([part_of_frame(source)], opening)
    paths = _paths(source)
    parts = [_part(path, opening) for path in paths]
    return Source(parts, opening, _name(source, paths))


def _paths(source: Any) -> list[Path]:
    """Return the files that are meant, in the order of their names."""
    if isinstance(source, str | Path):
        found = _matching(source)
    elif isinstance(source, Sequence) and all(isinstance(s, str | Path) for s in source):
        found = [path for one in source for path in _matching(one)]
    else:
        raise TypeError(
            "expected a path, paths, a pattern of paths, or a frame that pandas, polars or Arrow "
            f"know, got {type(source).__name__}"
        )
    if not found:
        raise FileError("no survey file is named. Name one or more.")
    for path in found:
        check_readable(path, "survey file")
    found.sort(key=lambda path: (path.name, str(path)))
    twice = next((a for a, b in pairwise(found) if a == b), None)
    if twice:
        raise FileError(f"{twice}: this file is named twice, so its people would count twice.")
    return found


def _matching(name: str | Path) -> list[Path]:
    """Return the files of a pattern, or the one file of that name."""
    text = str(name)
    if not any(sign in text for sign in _SIGNS) or Path(text).exists():
        return [Path(name)]
    # as a shell does it: no hidden files, but links that lead nowhere
    found = [Path(path) for path in glob.glob(text, recursive=True)]  # noqa: PTH207
    if not found:
        raise FileError(
            f"{text}: no file fits this pattern. Check the folder, and put the pattern in "
            "quotation marks."
        )
    return found


def _name(source: Any, paths: Sequence[Path]) -> str:
    """Return what several files are called together."""
    if len(paths) == 1:
        return paths[0].name
    if isinstance(source, str | Path):
        return Path(source).name
    names = [path.name for path in paths]
    if len(names) > _MOST_NAMED:
        names = [names[0], "...", f"{names[-1]} ({len(names)})"]
    return ", ".join(names)


def _part(path: Path, opening: Opening) -> Part:
    """Return a file as a part of a source, by what its content says it is."""
    try:
        with path.open("rb") as stream:
            start = stream.read(_START)
    except OSError as error:
        raise FileError(f"{path}: this survey file cannot be read ({error.strerror}).") from error
    columnar = next((magic for magic in NAMES if start.startswith(magic)), None)
    if columnar:
        return open_columnar(path, columnar)
    if not packing(start):
        _refuse(start, path.name)
    return open_separated(path, opening)


def _refuse(start: bytes, file: str) -> None:
    """Raise for a file that is not read block by block."""
    if start.startswith(WORKBOOKS) or kind_of(start):
        what = "a workbook or a zip archive" if start.startswith(WORKBOOKS) else "a file of SPSS "
        what += "" if start.startswith(WORKBOOKS) else "or Stata"
        raise FormatError(
            f"{file}: this is {what}, which cannot be read block by block; servqual score reads it "
            "whole. If it is too large for that, save it as CSV or Parquet."
        )
    if start.startswith((_FEATHER_1, _ARROW_STREAM)):
        raise FormatError(
            f"{file}: this is an Arrow stream or a Feather file of the first version. Save it as a "
            "Feather file of the second version, or as Parquet."
        )
    refuse_other_kinds(start, file)


class Source:
    """Files with the same headings, or a frame, one after the other; a ``RowSource``.

    Parameters
    ----------
    parts : sequence of Part
    opening : Opening
    file : str, optional
        What several are called together.
    """

    def __init__(self, parts: Sequence[Part], opening: Opening, file: str = "") -> None:
        self.parts, self.opening = parts, opening
        self.file = file or parts[0].file
        sizes = [part.size for part in parts]
        self.total_size = None if None in sizes else sum(size or 0 for size in sizes)
        self.notes: tuple[Note, ...] = ()
        self._sampled = False

    def sample(self) -> Table:
        """Return the first rows as text, and some from further on whose row numbers are 0.

        Raises
        ------
        FormatError
            It is no table of headers and answers, or a file has other headings than the first.
        SettingsError
            There is no layout of that name, or the dictionary does not fit.
        """
        self._sampled = True
        dictionary = read_dictionary(self.opening.dictionary) if self.opening.dictionary else None
        table = replace(self._together, file=self.file)
        # what holds for the first of several files is told of all of them
        first = self.parts[0].file
        told = [replace(n, where=self.file) if n.where == first else n for n in table.notes]
        table = replace(table, notes=tuple(told))
        if not table.delimiter:
            check_cells(table.headers, table.columns, table.file)
        if self.parts[0].head.whole and len(self.parts) == 1:
            refuse_correlations(table)
        return arrange(table, self.opening.layout, dictionary)

    @cached_property
    def _above(self) -> int:
        """Rows of headings below the first one."""
        return rows_of_headings(self._together, self.opening.layout) - 1

    @cached_property
    def _together(self) -> Table:
        """The first rows of the first file, and some rows further on."""
        table = self.parts[0].head.table
        records = list(self.parts[0].further())
        if len(self.parts) > 1:
            self._check_headings(table)
            records += self._of_others()
        if not records:
            return table
        width = len(table.headers)
        columns = zip(*[record[:width] for record in records], strict=True)
        return replace(
            table,
            columns=tuple((*a, *b) for a, b in zip(table.columns, columns, strict=True)),
            rows=np.concatenate([table.rows, np.zeros(len(records), np.int64)]),
            sha256="",
        )

    def _of_others(self) -> list[Sequence[str]]:
        """Return some rows of other files: of all, or of as many as there is room for."""
        others = self.parts[1:]
        step = max(1, len(others) // 100)
        most = max(20, FURTHER_RECORDS // len(others[::step]))
        above = rows_of_headings(self.parts[0].head.table, self.opening.layout) - 1
        found: list[Sequence[str]] = []
        for part in others[::step]:
            columns = part.head.table.columns
            found += list(zip(*(column[above : above + most] for column in columns), strict=True))
        return found

    def _check_headings(self, table: Table) -> None:
        """Raise for a file whose columns are not those of the first one."""
        above = rows_of_headings(table, self.opening.layout) - 1
        for part in self.parts[1:]:
            how = differing(table, part.head.table, above)
            if how:
                raise FormatError(
                    f"{part.file}: this file {how}. All files must have the same headings in the "
                    "same order; servqual join brings others together."
                )

    def blocks(self, kinds: Mapping[int, Kind]) -> Iterator[RawBlock]:
        """Yield the whole source in order, of each record the columns that ``kinds`` names.

        Raises
        ------
        FormatError
            A file cannot be cut into records, is damaged, or ends too early.
        """
        path = getattr(self.parts[0], "path", None)
        above = self._above if self._sampled or path else 0
        ordinal = 0
        notes: list[Note] = []
        for part in self.parts:
            for block in part.blocks(kinds, above):
                yield block.placed(ordinal)
                ordinal += block.n
            notes += part.notes
        self.notes = _added(notes, self.file)

    @property
    def sha256(self) -> str:
        """Of the bytes of the file, known after the last block; "" for a frame.

        Of several files it is that of their SHA-256 in hexadecimal, one behind the other.
        """
        if len(self.parts) == 1:
            return self.parts[0].sha256
        every = "".join(part.sha256 for part in self.parts)
        return hashlib.sha256(every.encode()).hexdigest()


def _added(notes: Sequence[Note], file: str) -> tuple[Note, ...]:
    """Return the notes of all files as one of each code, their counts added."""
    n: dict[str, int] = {}
    for note in notes:
        n[note.code] = n.get(note.code, 0) + int(str(note.values["n"]))
    return tuple(Note(code, {"n": count}, file) for code, count in n.items())
