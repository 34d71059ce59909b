"""A dictionary is read, and its wording, labels and roles are put to the columns of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from servqual._files import parse_json, read_bytes
from servqual.errors import FormatError, SettingsError
from servqual.importer.dictionaries import qsf, redcap
from servqual.importer.dictionaries.entries import Dictionary
from servqual.importer.opening.delimited import parse
from servqual.importer.opening.encoding import decode
from servqual.importer.opening.table import Table
from servqual.notes import Note

_LARGEST = 64 * 1024 * 1024  # bytes


def read_dictionary(path: str | Path) -> Dictionary:
    """Return a survey file of Qualtrics or a data dictionary of REDCap.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It is neither, or too large.
    """
    path = Path(path)
    content = read_bytes(path, "dictionary")
    if len(content) > _LARGEST:
        raise FormatError(
            f"{path.name}: this dictionary has {len(content):,} bytes; at most {_LARGEST:,} can be "
            "read. Is it the right file?"
        )
    text, _ = decode(content, path.name)
    entries = []
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        entries = qsf.questions(_json(text, path.name))
    else:
        records, _ = parse(text, path.name)
        if records and redcap.is_dictionary(records[0]):
            entries = redcap.fields(records)
    if not entries:
        raise FormatError(
            f"{path.name}: this is no dictionary that is known. Name a survey file of Qualtrics "
            "(.qsf, from Tools, Import/Export, Export survey) or the data dictionary of REDCap "
            "(.csv)."
        )
    return Dictionary(path.name, entries)


def _json(text: str, file: str) -> Mapping[str, object]:
    content = text.lstrip("\ufeff").encode()
    found = parse_json(content, file, "whole survey file of Qualtrics", "Export it again.")
    return found if isinstance(found, dict) else {}


def described(table: Table, dictionary: Dictionary, names: Sequence[Sequence[str]]) -> Table:
    """Return a table with the wording, labels and roles of a dictionary.

    Parameters
    ----------
    table : Table
    dictionary : Dictionary
    names : sequence of names, one for each column
        What the tool calls a column: its import id, its heading as written.

    Raises
    ------
    SettingsError
        No column of the table stands in the dictionary.
    """
    width = len(table.headers)
    found = [dictionary.find(names[i], table.group_of(i)) for i in range(width)]
    n = sum(entry is not None for entry in found)
    if not n:
        raise SettingsError(
            f"{dictionary.file}: none of its {len(dictionary.entries)} questions has a column in "
            f"{table.file}. Is it of another survey? Leave out --dictionary, or name the right one."
        )
    labelled = sum(bool(entry and entry.labels) for entry in found)
    notes = [Note("layout_dictionary", {"n": n, "dictionary": dictionary.file}, table.file)]
    if labelled:
        values = {"n": labelled, "dictionary": dictionary.file}
        notes.append(Note("layout_dictionary_labels", values, table.file))
    columns = range(width)
    return replace(
        table,
        texts=tuple(e.text if (e := found[i]) else table.text_of(i) for i in columns),
        groups=tuple(e.group if (e := found[i]) else table.group_of(i) for i in columns),
        roles=tuple(table.role_of(i) or (e.role if (e := found[i]) else "") for i in columns),
        labels=tuple(
            MappingProxyType(dict(e.labels)) if (e := found[i]) else MappingProxyType({})
            for i in columns
        ),
        notes=(*table.notes, *notes),
    )
