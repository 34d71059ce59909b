"""Mapping files: what a user says about the columns and answers of one export, in TOML."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import read_toml
from servqual.errors import MappingError, listed
from servqual.importer.mapfiles.entries import (
    REPORT_KEYS,
    SAMPLE_KEYS,
    from_here,
    path_from,
    read_answers,
    read_attention,
    read_best_first,
    read_columns,
    read_decided,
    read_delimiter,
    read_exclude,
    read_known,
    read_missing,
    read_scales,
    read_text,
    read_texts,
)
from servqual.importer.matching.targets import Target
from servqual.notes import Note

KNOWN_KEYS = (
    "instrument",
    "scale",
    "convert",
    "encoding",
    "delimiter",
    "sheet",
    "layout",
    "dictionary",
    "absent",
    "keep",
    "blocks",
    "columns",
    "missing",
    "answers",
    "best_first",
    "dimension_scores",
    "attention",
    "exclude",
    "report",
    "sample",
    "decided",
)


def _frozen(**_: object) -> MappingType[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says; empty parts say nothing.

    Attributes
    ----------
    where : str
        The file, for messages.
    columns : mapping of header to Target
    absent : tuple of str
        Items that were not asked.
    keep : tuple of str
        Columns with personal data that are kept all the same.
    blocks : tuple of str
        Batteries of the blocks whose headings name none, in the order of the file.
    missing : mapping of kind to codes
        ``declared``, ``not_applicable``, ``dont_know``, ``not_shown``, ``refused`` or ``blank``.
    answers : mapping of label to number
    best_first : tuple of str
        Batteries whose codes run from best to worst, ``*`` for all of them.
    dimension_scores : str
        ``sums``, ``means`` or ``percent`` where the file holds one score per dimension; '' for
        ratings of items.
    scales : mapping of battery to its printed scale
    convert : str
        Scale on which the ratings are reported, '' for the printed one.
    attention : mapping of attention item to accepted answers
    exclude : mapping of rule to reason
        Whom to leave out, in the words of :func:`servqual.analyze`; '' for no reason.
    instrument : str
        Id or path; a relative path starts at the mapping file.
    scale, encoding, delimiter, sheet, layout : str
    dictionary : str
        Path of the tool's own description of the survey; a relative path starts at the mapping
        file.
    report, sample : dict
        Passed on to the analysis and the report; keys and types are checked.
    decided : tuple of Note
        What joining several exports decided, in the map that it wrote.
    table : mapping
        The file as it was written, so that a study can say how it was read.
    """

    where: str = "mapping"
    columns: MappingType[str, Target] = field(default_factory=_frozen)
    absent: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    missing: MappingType[str, tuple[str, ...]] = field(default_factory=_frozen)
    answers: MappingType[str, int] = field(default_factory=_frozen)
    best_first: tuple[str, ...] = ()
    dimension_scores: str = ""
    attention: MappingType[str, tuple[str, ...]] = field(default_factory=_frozen)
    exclude: MappingType[str, str] = field(default_factory=_frozen)
    instrument: str = ""
    scale: str = ""
    scales: MappingType[str, str] = field(default_factory=_frozen)
    convert: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    layout: str = ""
    dictionary: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    sample: dict[str, Any] = field(default_factory=dict)
    decided: tuple[Note, ...] = ()
    table: MappingType[str, Any] = field(default_factory=_frozen, repr=False)


def load_mapping(path: str | Path) -> Mapping:
    """Return a mapping file.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It is not TOML.
    MappingError
        Names every unknown key and every value that makes no sense.
    """
    path = Path(path)
    return parse_mapping(read_toml(path, "mapping file"), str(path), path.parent)


def parse_mapping(table: MappingType[str, Any], where: str, folder: Path | None = None) -> Mapping:
    """Return the mapping that a TOML table describes; all faults are raised at once."""
    faults: list[str] = [
        f"{name}: this key is not known. Known keys: {', '.join(KNOWN_KEYS)}"
        for name in table
        if name not in KNOWN_KEYS
    ]
    result = Mapping(
        where=where,
        columns=MappingProxyType(read_columns(table.get("columns", {}), faults)),
        absent=tuple(read_texts(table.get("absent", []), "absent", faults, "q7")),
        keep=tuple(read_texts(table.get("keep", []), "keep", faults, "member number")),
        blocks=tuple(read_texts(table.get("blocks", []), "blocks", faults, "expectation")),
        missing=MappingProxyType(read_missing(table.get("missing", {}), faults)),
        answers=MappingProxyType(read_answers(table.get("answers", {}), faults)),
        dimension_scores=read_text(table, "dimension_scores", faults),
        best_first=read_best_first(table.get("best_first", False), faults),
        instrument=path_from(read_text(table, "instrument", faults), folder),
        scale=""
        if isinstance(table.get("scale"), MappingType)
        else read_text(table, "scale", faults),
        scales=MappingProxyType(read_scales(table.get("scale"), faults)),
        convert=read_text(table, "convert", faults),
        encoding=read_text(table, "encoding", faults),
        delimiter=read_delimiter(read_text(table, "delimiter", faults), faults),
        sheet=read_text(table, "sheet", faults),
        layout=path_from(read_text(table, "layout", faults), folder),
        dictionary=path_from(read_text(table, "dictionary", faults), folder, any_ending=True),
        attention=MappingProxyType(read_attention(table.get("attention", {}), faults)),
        exclude=MappingProxyType(read_exclude(table.get("exclude", {}), faults)),
        report=from_here(
            read_known(table.get("report", {}), "report", REPORT_KEYS, faults), folder
        ),
        sample=read_known(table.get("sample", {}), "sample", SAMPLE_KEYS, faults),
        decided=read_decided(table.get("decided", []), faults),
        table=MappingProxyType(dict(table)),
    )
    faults += _absent_and_named(result)
    if faults:
        raise MappingError(
            f"{where}: this mapping file has {len(faults)} fault{'s' if len(faults) > 1 else ''}. "
            "Mend and try again; 'servqual map' writes a correct one to start "
            f"from.\n{listed(faults)}"
        )
    return result


def _absent_and_named(said: Mapping) -> list[str]:
    """Return a fault for each item that was not asked and has a column all the same."""
    faults = []
    for item in dict.fromkeys(said.absent):
        named = [
            f'"{header}" = "{target}"'
            for header, target in said.columns.items()
            if target.kind == "rating" and target.id == item
        ]
        if named:
            faults.append(
                f"absent: {item} is said not to have been asked, but [columns] has "
                f'{" and ".join(named)}. Take {item} out of absent, or write "ignore" there'
            )
    return faults
