"""The entries of a mapping file, each checked: a fault names the entry and says what to write."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import Any

from servqual.errors import SettingsError
from servqual.importer.matching.targets import Target
from servqual.importer.opening.delimited import delimiter_sign
from servqual.notes import Note
from servqual.texts import DEFAULT_LANGUAGE, catalogue, placeholders

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
    "outcome",
    "cross",
    "target",
    "benchmark",
    "brand",
    "audience",
    "style",
    "status",
    "radar",
    "importance_axis",
    "notes",
    "master",
    "design",
    "journey",
    "operations",
    "segments",
    "tiers",
)


_REPORT_FILES = ("brand", "notes", "master", "design", "journey", "operations")


JOINING = ("joined_", "linked_")  # how the codes of notes begin that joining leaves


SAMPLE_KEYS = ("invited", "frame", "mode", "start", "end")


EVERY_BATTERY = "*"


_NUMBER, _WHOLE, _TRUTH = "a number", "a whole number", "true or false"


_NOT_TEXT: dict[str, tuple[tuple[type, ...], str]] = {
    "confidence": ((int, float), _NUMBER),
    "sesoi": ((int, float), _NUMBER),
    "sesoi_agreed": ((bool,), _TRUTH),
    "seed": ((int,), _WHOLE),
    "radar": ((bool,), _TRUTH),
    "segments": ((int, str), 'a whole number, "auto" or "recovery"'),
}


_ONE_OF_A_KIND = ("weights", "comments", "seconds", "finished", "ignore")


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


def read_columns(table: Any, faults: list[str]) -> dict[str, Target]:
    """Return header -> target; each fault names the header."""
    columns: dict[str, Target] = {}
    for header, value in read_table(table, "columns", faults).items():
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


def read_missing(table: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return kind -> codes as text."""
    missing: dict[str, tuple[str, ...]] = {}
    for kind, codes in read_table(table, "missing", faults).items():
        if kind in MISSING_KINDS:
            missing[kind] = tuple(read_texts(codes, f"missing.{kind}", faults))
        else:
            faults.append(
                f"missing.{kind}: not a kind of missing answer. Kinds: {', '.join(MISSING_KINDS)}"
            )
    return missing


def read_answers(table: Any, faults: list[str]) -> dict[str, int]:
    """Return label -> number."""
    answers: dict[str, int] = {}
    for label, value in read_table(table, "answers", faults).items():
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append(
                f"answers.{label}: {value!r} must be a whole number of the scale, without quotes"
            )
        else:
            answers[label] = value
    return answers


def read_scales(value: Any, faults: list[str]) -> dict[str, str]:
    """Return battery -> the scale that was printed, from the table [scale]."""
    if not isinstance(value, MappingType):
        return {}
    for battery, scale in value.items():
        if not isinstance(scale, str):
            faults.append(f'scale.{battery}: {scale!r} must be text in quotes, such as "1-7"')
    return {battery: scale for battery, scale in value.items() if isinstance(scale, str)}


def read_best_first(value: Any, faults: list[str]) -> tuple[str, ...]:
    """Return the batteries whose codes run from best to worst."""
    if isinstance(value, bool):
        return (EVERY_BATTERY,) if value else ()
    if isinstance(value, list) and value and all(isinstance(name, str) for name in value):
        return tuple(value)
    faults.append('best_first: must be true, or a list of batteries such as ["perception"]')
    return ()


def read_attention(table: Any, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return attention item -> accepted answers; one alone needs no list."""
    found: dict[str, tuple[str, ...]] = {}
    for name, answers in read_table(table, "attention", faults).items():
        listed = answers if isinstance(answers, list) else [answers]
        found[name] = tuple(read_texts(listed, f"attention.{name}", faults, "2"))
        if not found[name]:
            faults.append(f'attention.{name}: name the expected answer, such as {name} = "2"')
    return found


def read_exclude(value: Any, faults: list[str]) -> dict[str, str]:
    """Return rule -> reason: of a table, or of a list of rules without reasons."""
    if isinstance(value, list):
        return dict.fromkeys(read_texts(value, "exclude", faults, "suspect"), "")
    found: dict[str, str] = {}
    for rule, reason in read_table(value, "exclude", faults).items():
        if isinstance(reason, str):
            found[rule] = reason
        else:
            faults.append(
                f"exclude.{rule}: {reason!r} must be the reason as text in quotes; put a rule with "
                'signs in quotes too, such as "seconds < 60" = "faster than anybody can read"'
            )
    return found


def read_decided(entries: Any, faults: list[str]) -> tuple[Note, ...]:
    """Return what joining decided; the entries are written by 'servqual join', not by hand."""
    found = []
    known = catalogue(DEFAULT_LANGUAGE)
    for k, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
        told = entry if isinstance(entry, MappingType) else {}
        code, values = told.get("code", ""), told.get("values", {})
        text = known.get(f"notes.{code}") if str(code).startswith(JOINING) else None
        plain = isinstance(values, MappingType) and all(
            isinstance(value, str | int | float) for value in values.values()
        )
        if text is None or not plain or placeholders(text) - set(values):
            faults.append(
                f"decided, entry {k}: this is no note of 'servqual join'. Take it out, or join the "
                "files again"
            )
        else:
            found.append(Note(code, values, str(told.get("where", ""))))
    return tuple(found)


def read_known(table: Any, name: str, keys: Sequence[str], faults: list[str]) -> dict[str, Any]:
    """Return a table whose keys are known; dates become text."""
    found: dict[str, Any] = {}
    for name_of, value in read_table(table, name, faults).items():
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
                bare = "" if str in kinds else ", without quotes"
                faults.append(f"{name}.{name_of}: {value!r} must be {words}{bare}")
            found[name_of] = value
        elif isinstance(value, datetime.date):
            found[name_of] = value.isoformat()
        elif isinstance(value, str):
            found[name_of] = value
        else:
            faults.append(f"{name}.{name_of}: {value!r} must be text in quotes")
    return found


def read_table(value: Any, name: str, faults: list[str]) -> MappingType[str, Any]:
    """Return a table, or an empty one and a fault."""
    if isinstance(value, MappingType):
        return value
    faults.append(
        f"{name}: must be a table; write [{name}] on a line of its own and the entries below it"
    )
    return {}


def read_text(table: MappingType[str, Any], name: str, faults: list[str]) -> str:
    """Return a text, '' if it is not given."""
    value = table.get(name, "")
    if isinstance(value, str):
        return value.strip() if name != "delimiter" else value
    if name == "sheet" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    faults.append(f"{name}: {value!r} must be text in quotes")
    return ""


def read_texts(value: Any, name: str, faults: list[str], example: str = "99") -> list[str]:
    """Return a list of codes as text; whole numbers are taken as they are written."""
    if not isinstance(value, list):
        faults.append(f'{name}: must be a list, such as ["{example}"]')
        return []
    wrong = [v for v in value if isinstance(v, bool) or not isinstance(v, str | int | float)]
    faults.extend(f"{name}: {v!r} must be text in quotes" for v in wrong)
    return [v if isinstance(v, str) else _number_text(v) for v in value if v not in wrong]


def _number_text(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def read_delimiter(text: str, faults: list[str]) -> str:
    """Return the sign between fields, '' if it is not given."""
    return _checked(delimiter_sign, text, faults) if text else ""


def _checked(check: Callable[[str], str], text: str, faults: list[str]) -> str:
    try:
        return check(text)
    except SettingsError as error:
        faults.append(str(error))
        return ""


def from_here(report: dict[str, Any], folder: Path | None) -> dict[str, Any]:
    """Return what is said of the report, its files as they stand from the mapping file."""
    if folder is None:
        return report
    files = {name: report[name] for name in _REPORT_FILES if name in report}
    return report | {
        name: str(folder / path) for name, path in files.items() if isinstance(path, str)
    }


def path_from(text: str, folder: Path | None, *, any_ending: bool = False) -> str:
    """Return an id as it is and a path as it stands from the mapping file."""
    is_path = bool(text) and (any_ending or text.endswith(".toml"))
    if folder is None or not is_path or Path(text).is_absolute():
        return text
    return str(folder / text)
