"""Mapping files: what a user says about the columns and answers of one export, in TOML."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual._files import read_toml
from servqual.errors import MappingError, SettingsError, listed
from servqual.importer.delimited import delimiter_sign
from servqual.importer.targets import Target

MISSING_KINDS = ("declared", "not_applicable", "dont_know", "not_shown", "refused", "blank")
REPORT_KEYS = (
    "client",
    "language",
    "date",
    "service",
    "title",
    "confidence",
    "sesoi",
    "sesoi_agreed",
    "seed",
    "brand",
    "audience",
    "style",
    "status",
)
SAMPLE_KEYS = ("invited", "frame", "mode", "start", "end")
_KEYS = (
    "instrument",
    "scale",
    "encoding",
    "delimiter",
    "sheet",
    "absent",
    "columns",
    "missing",
    "answers",
    "report",
    "sample",
)
_NUMBER, _WHOLE, _TRUTH = "a number", "a whole number", "true or false"
_NOT_TEXT: dict[str, tuple[tuple[type, ...], str]] = {
    "confidence": ((int, float), _NUMBER),
    "sesoi": ((int, float), _NUMBER),
    "sesoi_agreed": ((bool,), _TRUTH),
    "seed": ((int,), _WHOLE),
}
_ONE_OF_A_KIND = ("weights", "comments", "ignore")


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
    missing : mapping of kind to codes
        ``declared``, ``not_applicable``, ``dont_know``, ``not_shown``, ``refused`` or ``blank``.
    answers : mapping of label to number
    instrument : str
        Id or path; a relative path starts at the mapping file.
    scale, encoding, delimiter, sheet : str
    report, sample : dict
        Passed on to the analysis and the report; keys and types are checked.
    """

    where: str = "mapping"
    columns: MappingType[str, Target] = field(default_factory=_frozen)
    absent: tuple[str, ...] = ()
    missing: MappingType[str, tuple[str, ...]] = field(default_factory=_frozen)
    answers: MappingType[str, int] = field(default_factory=_frozen)
    instrument: str = ""
    scale: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    report: dict[str, Any] = field(default_factory=dict)
    sample: dict[str, Any] = field(default_factory=dict)


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
        f"{name}: this key is not known. Known keys: {', '.join(_KEYS)}"
        for name in table
        if name not in _KEYS
    ]
    result = Mapping(
        where=where,
        columns=MappingProxyType(_columns(table.get("columns", {}), faults)),
        absent=tuple(_texts(table.get("absent", []), "absent", faults, "q7")),
        missing=MappingProxyType(_missing(table.get("missing", {}), faults)),
        answers=MappingProxyType(_answers(table.get("answers", {}), faults)),
        instrument=_instrument(_text(table, "instrument", faults), folder),
        scale=_text(table, "scale", faults),
        encoding=_text(table, "encoding", faults),
        delimiter=_delimiter(_text(table, "delimiter", faults), faults),
        sheet=_text(table, "sheet", faults),
        report=_from_here(_known(table.get("report", {}), "report", REPORT_KEYS, faults), folder),
        sample=_known(table.get("sample", {}), "sample", SAMPLE_KEYS, faults),
    )
    if faults:
        raise MappingError(
            f"{where}: this mapping file has {len(faults)} fault{'s' if len(faults) > 1 else ''}. "
            "Mend and try again; 'servqual map' writes a correct one to start "
            f"from.\n{listed(faults)}"
        )
    return result


def parse_target(text: str) -> Target:
    """Return the target that a mapping file names, such as ``expectation.q1`` or ``people.branch``.

    Raises
    ------
    ValueError
        Says what is wrong.

    Examples
    --------
    >>> parse_target("points.tangibles")
    Target(kind='points', id='tangibles', battery='')
    """
    head, dot, tail = text.strip().partition(".")
    head, tail = head.strip(), tail.strip()
    if not dot and head in _ONE_OF_A_KIND:
        return Target(head)  # type: ignore[arg-type]
    if not dot or not head or not tail or head in _ONE_OF_A_KIND:
        raise ValueError(
            f"{text!r} is not a use of a column. Write battery.item (such as expectation.q1), "
            "people.NAME, "
            "outcome.NAME, points.DIMENSION, weights, comments or ignore"
        )
    match head:
        case "people" | "outcome" | "points":
            return Target(head, tail)
        case _:
            return Target("rating", tail, head)


def _columns(table: Any, faults: list[str]) -> dict[str, Target]:
    """Return header -> target; each fault names the header."""
    columns: dict[str, Target] = {}
    for header, value in _table(table, "columns", faults).items():
        if header == "absent" and isinstance(value, list):
            faults.append(
                "columns.absent: absent = [...] must stand above the first [table] of the file"
            )
        elif isinstance(value, MappingType):
            faults.append(
                f"columns.{header}: this header holds a dot or a sign; put it in quotes, such as "
                f'"{header}.x" = "expectation.q1"'
            )
        elif not isinstance(value, str):
            faults.append(
                f'columns.{header}: {value!r} must be text in quotes, such as "expectation.q1"'
            )
        else:
            try:
                columns[header] = parse_target(value)
            except ValueError as error:
                faults.append(f"columns.{header}: {error}")
    return columns


def _missing(table: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return kind -> codes as text."""
    missing: dict[str, tuple[str, ...]] = {}
    for kind, codes in _table(table, "missing", faults).items():
        if kind in MISSING_KINDS:
            missing[kind] = tuple(_texts(codes, f"missing.{kind}", faults))
        else:
            faults.append(
                f"missing.{kind}: not a kind of missing answer. Kinds: {', '.join(MISSING_KINDS)}"
            )
    return missing


def _answers(table: Any, faults: list[str]) -> dict[str, int]:
    """Return label -> number."""
    answers: dict[str, int] = {}
    for label, value in _table(table, "answers", faults).items():
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append(
                f"answers.{label}: {value!r} must be a whole number of the scale, without quotes"
            )
        else:
            answers[label] = value
    return answers


def _known(table: Any, name: str, keys: Sequence[str], faults: list[str]) -> dict[str, Any]:
    """Return a table whose keys are known; dates become text."""
    found: dict[str, Any] = {}
    for name_of, value in _table(table, name, faults).items():
        if name_of not in keys:
            faults.append(f"{name}.{name_of}: this key is not known. Known keys: {', '.join(keys)}")
        elif name_of == "invited":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                faults.append(
                    f"sample.invited: {value!r} must be the number of people asked, 0 or more"
                )
            found[name_of] = value
        elif name_of in _NOT_TEXT:
            kinds, words = _NOT_TEXT[name_of]
            if type(value) not in kinds:  # exactly, because true is a whole number to Python
                faults.append(f"{name}.{name_of}: {value!r} must be {words}, without quotes")
            found[name_of] = value
        elif isinstance(value, datetime.date):
            found[name_of] = value.isoformat()
        elif isinstance(value, str):
            found[name_of] = value
        else:
            faults.append(f"{name}.{name_of}: {value!r} must be text in quotes")
    return found


def _table(value: Any, name: str, faults: list[str]) -> MappingType[str, Any]:
    """Return a table, or an empty one and a fault."""
    if isinstance(value, MappingType):
        return value
    faults.append(
        f"{name}: must be a table; write [{name}] on a line of its own and the entries below it"
    )
    return {}


def _text(table: MappingType[str, Any], name: str, faults: list[str]) -> str:
    """Return a text, '' if it is not given."""
    value = table.get(name, "")
    if isinstance(value, str):
        return value.strip() if name != "delimiter" else value
    if name == "sheet" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    faults.append(f"{name}: {value!r} must be text in quotes")
    return ""


def _texts(value: Any, name: str, faults: list[str], example: str = "99") -> list[str]:
    """Return a list of codes as text; whole numbers are taken as they are written."""
    if not isinstance(value, list):
        faults.append(f'{name}: must be a list, such as ["{example}"]')
        return []
    wrong = [v for v in value if isinstance(v, bool) or not isinstance(v, str | int | float)]
    faults.extend(f"{name}: {v!r} must be text in quotes" for v in wrong)
    return [v if isinstance(v, str) else _number_text(v) for v in value if v not in wrong]


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def _delimiter(text: str, faults: list[str]) -> str:
    return _checked(delimiter_sign, text, faults) if text else ""


def _checked(check: Callable[[str], str], text: str, faults: list[str]) -> str:
    try:
        return check(text)
    except SettingsError as error:
        faults.append(str(error))
        return ""


def _from_here(report: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    """Return what is said of the report, the brand file as it stands from the mapping file."""
    if folder is None or not isinstance(brand := report.get("brand"), str):
        return report
    return report | {"brand": str(folder / brand)}


def _instrument(text: str, folder: Path | None) -> str:
    """Return an id as it is and a path as it stands from the mapping file."""
    if folder is None or not text.endswith(".toml") or Path(text).is_absolute():
        return text
    return str(folder / text)
