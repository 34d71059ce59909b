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
from servqual.importer.matching.targets import Target
from servqual.importer.opening.delimited import delimiter_sign

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
    "incomplete",
    "brand",
    "audience",
    "style",
    "status",
    "radar",
    "importance_axis",
)
SAMPLE_KEYS = ("invited", "frame", "mode", "start", "end")
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
)
EVERY_BATTERY = "*"
_NUMBER, _WHOLE, _TRUTH = "a number", "a whole number", "true or false"
_NOT_TEXT: dict[str, tuple[tuple[type, ...], str]] = {
    "confidence": ((int, float), _NUMBER),
    "sesoi": ((int, float), _NUMBER),
    "sesoi_agreed": ((bool,), _TRUTH),
    "seed": ((int,), _WHOLE),
    "radar": ((bool,), _TRUTH),
}
_ONE_OF_A_KIND = ("weights", "comments", "seconds", "finished", "ignore")


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
        columns=MappingProxyType(_columns(table.get("columns", {}), faults)),
        absent=tuple(_texts(table.get("absent", []), "absent", faults, "q7")),
        keep=tuple(_texts(table.get("keep", []), "keep", faults, "member number")),
        blocks=tuple(_texts(table.get("blocks", []), "blocks", faults, "expectation")),
        missing=MappingProxyType(_missing(table.get("missing", {}), faults)),
        answers=MappingProxyType(_answers(table.get("answers", {}), faults)),
        dimension_scores=_text(table, "dimension_scores", faults),
        best_first=_best_first(table.get("best_first", False), faults),
        instrument=_path(_text(table, "instrument", faults), folder),
        scale="" if isinstance(table.get("scale"), MappingType) else _text(table, "scale", faults),
        scales=MappingProxyType(_scales(table.get("scale"), faults)),
        convert=_text(table, "convert", faults),
        encoding=_text(table, "encoding", faults),
        delimiter=_delimiter(_text(table, "delimiter", faults), faults),
        sheet=_text(table, "sheet", faults),
        layout=_path(_text(table, "layout", faults), folder),
        dictionary=_path(_text(table, "dictionary", faults), folder, any_ending=True),
        attention=MappingProxyType(_attention(table.get("attention", {}), faults)),
        exclude=MappingProxyType(_exclude(table.get("exclude", {}), faults)),
        report=_from_here(_known(table.get("report", {}), "report", REPORT_KEYS, faults), folder),
        sample=_known(table.get("sample", {}), "sample", SAMPLE_KEYS, faults),
    )
    faults += _absent_and_named(result)
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
            "people.NAME, attention.NAME, "
            "outcome.NAME, points.DIMENSION, weights, comments or ignore"
        )
    match head:
        case "people" | "outcome" | "points" | "attention":
            return Target(head, tail)
        case _:
            return Target("rating", tail, head)


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


def _scales(value: Any, faults: list[str]) -> dict[str, str]:
    """Return battery -> the scale that was printed, from the table [scale]."""
    if not isinstance(value, MappingType):
        return {}
    for battery, scale in value.items():
        if not isinstance(scale, str):
            faults.append(f'scale.{battery}: {scale!r} must be text in quotes, such as "1-7"')
    return {battery: scale for battery, scale in value.items() if isinstance(scale, str)}


def _best_first(value: Any, faults: list[str]) -> tuple[str, ...]:
    """Return the batteries whose codes run from best to worst."""
    if isinstance(value, bool):
        return (EVERY_BATTERY,) if value else ()
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return tuple(value)
    faults.append('best_first: must be true, or a list of batteries such as ["perception"]')
    return ()


def _attention(table: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return attention item -> accepted answers; one alone needs no list."""
    found: dict[str, tuple[str, ...]] = {}
    for name, answers in _table(table, "attention", faults).items():
        listed = answers if isinstance(answers, list) else [answers]
        found[name] = tuple(_texts(listed, f"attention.{name}", faults, "2"))
        if not found[name]:
            faults.append(f'attention.{name}: name the expected answer, such as {name} = "2"')
    return found


def _exclude(value: Any, faults: list[str]) -> dict[str, str]:
    """Return rule -> reason: of a table, or of a list of rules without reasons."""
    if isinstance(value, list):
        return dict.fromkeys(_texts(value, "exclude", faults, "suspect"), "")
    found: dict[str, str] = {}
    for rule, reason in _table(value, "exclude", faults).items():
        if isinstance(reason, str):
            found[rule] = reason
        else:
            faults.append(
                f"exclude.{rule}: {reason!r} must be the reason as text in quotes; put a rule with "
                'signs in quotes too, such as "seconds < 60" = "faster than anybody can read"'
            )
    return found


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


def _path(text: str, folder: Path | None, *, any_ending: bool = False) -> str:
    """Return an id as it is and a path as it stands from the mapping file."""
    is_path = bool(text) and (any_ending or text.endswith(".toml"))
    if folder is None or not is_path or Path(text).is_absolute():
        return text
    return str(folder / text)
