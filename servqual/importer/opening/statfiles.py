"""Files of SPSS (.sav, .zsav, .por) and Stata (.dta), read and written: the door to pyreadstat."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from servqual._files import sha256
from servqual.errors import FormatError
from servqual.importer.answers.valuelabels import middle_notes, missing_kind
from servqual.importer.opening.apart import apart
from servqual.importer.opening.limits import MOST_CELLS, check_shape
from servqual.importer.opening.table import Table
from servqual.importer.opening.workbook import cell_text
from servqual.notes import Note
from servqual.results.codebook import Variable

_SPSS = (b"$FL2", b"$FL3")
_SPSS_PORTABLE = b"SPSSPORT"
_PORTABLE_HEAD = 700  # bytes that hold the mark of a portable file, line ends included
_STATA = b"<stata_dta>"
_STATA_END = b"</stata_dta>"
_STATA_OLD = range(104, 116)  # releases before 13, told by four bytes
_NAMES = {"sav": "SPSS", "por": "SPSS", "dta": "Stata"}
_READERS = {"sav": "read_sav", "por": "read_por", "dta": "read_dta"}


def kind_of(content: bytes) -> str:
    """Return ``sav``, ``por`` or ``dta``, '' for content of any other kind."""
    if content.startswith(_SPSS):
        return "sav"
    if content.startswith(_STATA):
        return "dta"
    head = content[:4]
    old = len(head) == 4 and head[0] in _STATA_OLD and head[1] in (1, 2)
    if old and head[2:] == b"\x01\x00":
        return "dta"
    start = content[:_PORTABLE_HEAD].replace(b"\r", b"").replace(b"\n", b"")
    return "por" if _SPSS_PORTABLE in start else ""


def read_statistics_file(content: bytes, file: str, encoding: str | None = None) -> Table:
    """Return a file of SPSS or Stata as a table of codes, with the labels that came with it.

    Variable labels are the ``texts`` of the table. Values that the file declares missing stay in
    their cells and are named in ``missing_in``, those whose label says why under its kind (don't
    know, not applicable ...), the others as ``declared``; Stata's extended missing values are the
    cells ``.a`` to ``.z``. Rows are numbered as the program shows them, the first case 1.

    Raises
    ------
    FormatError
        The file is damaged, cut off, empty, too large, or in an encoding that must be named.
    """
    kind = kind_of(content)
    _whole(content, kind, file)
    found = apart(__name__, "parsed", content, file, encoding)
    if not found["names"] or not found["columns"][0]:
        raise FormatError(f"{file}: this file holds no answers. Export the survey again.")
    labels: list[dict[str, str]] = found["labels"]
    table = Table(
        file,
        sha256(content),
        tuple(found["names"]),
        tuple(found["columns"]),
        np.arange(1, len(found["columns"][0]) + 1, dtype=np.int64),
        encoding=found["encoding"],
        texts=tuple(found["texts"]),
        labels=tuple(labels),
        missing_in=tuple(map(_by_kind, found["declared"], labels)),
    )
    values = {"kind": _NAMES[kind], "n": sum(map(bool, labels))}
    return replace(table, notes=(Note("statistics_file", values, file), *middle_notes(table)))


def parsed(content: bytes, file: str, encoding: str | None = None) -> dict[str, Any]:
    """Return a file of SPSS or Stata as plain data: texts of cells, labels, codes for missing."""
    data, meta = _read(content, kind_of(content), file, encoding)
    names = list(meta.column_names)
    text = {name for name, sort in meta.readstat_variable_types.items() if sort == "string"}
    return {
        "names": [name or "" for name in names],
        "columns": [_texts(data[name], text=name in text) for name in names],
        "texts": [_one_line(label) for label in meta.column_labels or [""] * len(names)],
        "labels": [
            _labels(meta.variable_value_labels.get(name) or {}, text=name in text) for name in names
        ],
        "declared": [
            _declared(data[name], meta.missing_ranges.get(name, ()), text=name in text)
            for name in names
        ],
        "encoding": str(meta.file_encoding or ""),
    }


def _whole(content: bytes, kind: str, file: str) -> None:
    """Raise for a Stata file without its last mark: its labels would be lost in silence."""
    if kind == "dta" and content.startswith(_STATA) and _STATA_END not in content[-64:]:
        raise _cut_off(file, "Stata", "its end is missing")


def _cut_off(file: str, program: str, why: str) -> FormatError:
    return FormatError(
        f"{file}: this {program} file is damaged or cut off ({why}). Save it again in {program}, "
        "or export the answers as CSV."
    )


def _read(content: bytes, kind: str, file: str, encoding: str | None) -> tuple[Any, Any]:
    """Return the columns by name and what the file says about them."""
    import pyreadstat

    reader = getattr(pyreadstat, _READERS[kind])
    how: dict[str, Any] = {"output_format": "dict"}
    if kind != "por":
        how |= {"encoding": encoding, "user_missing": True}
    try:
        _, meta = reader(io.BytesIO(content), metadataonly=True, **how)
        width = max(meta.number_columns or 0, 1)
        check_shape(meta.number_rows or 0, width, file)
        how["row_limit"] = MOST_CELLS // width + 1  # the number of rows need not be told
        try:
            data, meta = reader(io.BytesIO(content), **how)
        except (OverflowError, ValueError):  # a date beyond the year 9999
            data, meta = reader(io.BytesIO(content), disable_datetime_conversion=True, **how)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{file}: the texts of this {_NAMES[kind]} file are not in the encoding that it names. "
            "Name it with --encoding, such as cp1252 or gb18030."
        ) from error
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise _cut_off(file, _NAMES[kind], _one_line(str(error))) from error
    if meta.column_names:
        check_shape(len(data[meta.column_names[0]]), width, file)
    return data, meta


def _texts(cells: Sequence[Any], *, text: bool) -> list[str]:
    """Return the cells of a column of text or of numbers as text."""
    if text:
        return ["" if cell is None else str(cell).rstrip() for cell in cells]
    texts = {cell: code_text(cell) for cell in set(cells)}
    return [texts[cell] for cell in cells]


def code_text(value: Any) -> str:
    """Return a value of a column of numbers as a cell holds it; a letter is Stata's.

    Examples
    --------
    >>> [code_text(value) for value in (1.0, 2.5, "a")]
    ['1', '2.5', '.a']
    """
    return f".{value}" if isinstance(value, str) else cell_text(value)


def _labels(found: Mapping[Any, str], *, text: bool) -> dict[str, str]:
    """Return code -> label, without labels that only repeat the code."""
    texts = {str(c) if text else code_text(c): _one_line(label) for c, label in found.items()}
    return {code: label for code, label in texts.items() if label and label != code}


def _declared(
    cells: Sequence[Any], ranges: Sequence[Mapping[str, Any]], *, text: bool
) -> tuple[str, ...]:
    """Return the codes of a column that the file declares missing, as cells hold them.

    A range (90 to 99) becomes the codes in it that occur; so do Stata's .a to .z.
    """
    if text:
        return tuple(sorted({str(limits["lo"]).rstrip() for limits in ranges}))
    codes = {code_text(cell) for cell in set(cells) if isinstance(cell, str)}
    for limits in ranges:
        low, high = limits["lo"], limits["hi"]
        same = low == high
        codes |= {code_text(low)} if same else _codes_within(cells, low, high)
    return tuple(sorted(codes))


def _codes_within(cells: Sequence[Any], low: float, high: float) -> set[str]:
    """Return the codes from ``low`` to ``high`` that occur."""
    numbers = (cell for cell in set(cells) if isinstance(cell, float | int))
    return {code_text(number) for number in numbers if low <= number <= high}


def _by_kind(codes: Sequence[str], labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return kind of missing answer -> codes; a code whose label tells no kind is ``declared``."""
    found: dict[str, list[str]] = {}
    for code in codes:
        kind = missing_kind(labels.get(code, "")) or missing_kind(code) or "declared"
        found.setdefault(kind, []).append(code)
    return {kind: tuple(listed) for kind, listed in found.items()}


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


# -- writing ---------------------------------------------------------------------------------------

_CLOCK = slice(92, 109)  # of the header: date and time of writing
_NO_CLOCK = b"01 Jan 0000:00:00"
_MOST_LABEL = 120  # bytes of a value label; SPSS cuts what is longer
_MOST_NAME = 64


def sav(variables: Sequence[Variable], columns: Mapping[str, Any]) -> bytes:
    """Return columns as a file of SPSS with variable labels, value labels and missing codes.

    Parameters
    ----------
    variables : sequence of Variable
    columns : mapping of the name of a variable to array
        Floats or texts. Codes below a scale are declared missing, NaN becomes system-missing.

    Returns
    -------
    bytes
        In UTF-8. The moment of writing is not in it, so the same columns give the same bytes.
    """
    import pandas as pd
    import pyreadstat

    names = spss_names([v.name for v in variables])
    frame = pd.DataFrame({name: columns[v.name] for v, name in zip(variables, names, strict=True)})
    both = list(zip(variables, names, strict=True))
    low = {name: min(v.labels) for v, name in both if v.labels and v.low is not None}
    missing = {name: low[name] for v, name in both if name in low and low[name] < (v.low or 0.0)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        pyreadstat.write_sav(
            frame,
            path,
            column_labels=[v.label for v in variables],
            variable_value_labels={
                name: {code: _cut(text, _MOST_LABEL) for code, text in sorted(v.labels.items())}
                for v, name in both
                if v.labels
            },
            missing_ranges={
                name: [{"lo": code, "hi": min((v.low or 0.0) - 1, -101.0)}]
                for v, name in both
                if (code := missing.get(name)) is not None
            },
            variable_measure={name: _MEASURES.get(v.kind, "scale") for v, name in both},
        )
        content = bytearray(path.read_bytes())
    content[_CLOCK] = _NO_CLOCK
    return bytes(content)


_MEASURES = {"rating": "ordinal", "people": "nominal", "month": "nominal"}


def spss_names(names: Sequence[str]) -> list[str]:
    """Return names as SPSS takes them: a letter first, letters, digits and _, none twice.

    Examples
    --------
    >>> spss_names(["q1", "Age group", "age_group", "门店", "2nd"])
    ['q1', 'Age_group', 'age_group_2', '门店', 'v_2nd']
    """
    found: list[str] = []
    for name in names:
        plain = "_".join(re.findall(r"\w+", name)) or "v"
        plain = plain if plain[0].isalpha() else f"v_{plain.lstrip('_')}"
        plain, k = _cut(plain, _MOST_NAME - 4), 1
        unique = plain
        while unique.casefold() in {other.casefold() for other in found}:
            k += 1
            unique = f"{plain}_{k}"
        found.append(unique)
    return found


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many bytes in UTF-8."""
    return text.encode("utf-8")[:most].decode("utf-8", "ignore")
