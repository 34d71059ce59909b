"""Writes a mapping file for an export: every column with its proposed use and the reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from servqual.catalog import instrument_ids
from servqual.importer.columns import Plan, make_plan
from servqual.importer.mapping import Mapping
from servqual.importer.options import Options, make_options
from servqual.importer.source import read_table
from servqual.importer.table import Table
from servqual.importer.targets import Target, Use, column_letter
from servqual.instrument import Instrument

_CODECS = {"UTF-8 with BOM": "utf-8-sig", "Shift-JIS": "cp932", "Big5": "big5hkscs"}


def propose_mapping(
    source: Any,
    instrument: str | Path | Instrument = "servqual",
    mapping: str | Path | Mapping | None = None,
    **asked: Any,
) -> str:
    """Return the text of a mapping file for an export, to be saved and edited by hand.

    Every column stands there with its proposed use and the reason. Reading the export with the
    file unchanged gives the same ratings as reading it without. Takes the arguments of
    :func:`servqual.importer.read`.

    Raises
    ------
    FileError, FormatError
        The export cannot be opened.
    InstrumentError, MappingError, SettingsError
        The questionnaire, the mapping file or an option has faults of its own.
    """
    options = make_options(instrument, mapping, **asked)
    table = read_table(source, options.opening)
    plan = make_plan(table, options)
    parts = (
        _head(table, options),
        _opening(table, options, instrument),
        _absent(plan, options),
        _columns(plan, options),
        _answers(options),
        _passed_on("report", options.mapping.report, 'client = "..."', 'language = "en"'),
        _passed_on("sample", options.mapping.sample, "invited = 500", 'mode = "online"'),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def quoted(text: str) -> str:
    r"""Return a text as a TOML string.

    Examples
    --------
    >>> print(quoted('He said "yes"'))
    "He said \"yes\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _head(table: Table, options: Options) -> list[str]:
    """Return the comment that explains the file."""
    questionnaire = options.instrument
    items = questionnaire.item_ids
    return [
        f"# How the columns of {_comment(table.file)} are read under {questionnaire.id}.",
        "# Check every line, change what is wrong, and read the export with this file: --mapping "
        "FILE.",
        "# A column is BATTERY.ITEM, people.NAME, outcome.NAME, points.DIMENSION, weights, "
        "comments or ignore.",
        f"# Batteries: {', '.join(questionnaire.battery_names)}. Items: {items[0]} to {items[-1]}.",
        f"# Dimensions: {', '.join(questionnaire.dimension_ids)}.",
    ]


def _opening(table: Table, options: Options, asked: str | Path | Instrument) -> list[str]:
    """Return questionnaire, scale, and how the file is opened; findings stand as comments."""
    opening, scale = options.opening, options.instrument.scale
    lines = [_instrument_line(options, asked)]
    written = f"scale = {quoted(f'{scale.min}-{scale.max}')}"
    lines.append(written if options.scale_given else f"# {written}")
    codec = _CODECS.get(table.encoding, table.encoding)
    for name, told, found in (
        ("encoding", opening.encoding, codec),
        ("delimiter", opening.delimiter, table.delimiter),
        ("sheet", None if opening.sheet is None else str(opening.sheet), table.sheet),
    ):
        if told:
            lines.append(f"{name} = {quoted(told)}")
        elif found:
            lines.append(f"# {name} = {quoted(found)}  # found")
    return lines


def _instrument_line(options: Options, asked: str | Path | Instrument) -> str:
    """Return the line that names the questionnaire; a file of one's own by its full path."""
    if options.instrument.id in instrument_ids():
        return f"instrument = {quoted(options.instrument.id)}"
    if isinstance(asked, Instrument):
        return f"# instrument = {quoted(options.instrument.id + '.toml')}"
    return f"instrument = {quoted(Path(options.mapping.instrument or asked).resolve().as_posix())}"


def _absent(plan: Plan, options: Options) -> list[str]:
    """Return the items that were not asked, or as a comment those without a column."""
    absent = list(options.mapping.absent)
    if absent:
        return [f"absent = [{', '.join(map(quoted, absent))}]"]
    seen = {use.target for use in plan.uses}
    lacking = [
        item
        for item in plan.instrument.item_ids
        if not any(Target("rating", item, b) in seen for b in plan.instrument.battery_names)
    ]
    shown = lacking or [plan.instrument.item_ids[-1]]
    why = "no column was found for these" if lacking else "items that were not asked"
    return [f"# absent = [{', '.join(map(quoted, shown))}]  # {why}"]


def _columns(plan: Plan, options: Options) -> list[str]:
    """Return one line per column."""
    headers = Counter(use.header for use in plan.uses)
    targets = Counter(
        use.target for use in plan.uses if use.target and use.target.kind != "comments"
    )
    lines = ["[columns]"]
    for use in plan.uses:
        line = f"{quoted(use.header)} = {quoted(_role(use, options))}  # {use.reason}"
        if not use.header:
            line = f"# column {column_letter(use.column)} has no header and cannot be used"
        elif headers[use.header] > 1:
            line = f"# {line}; {headers[use.header]} columns have this header, rename all but one"
        elif use.target and targets[use.target] > 1:
            line = f"# {line}; {targets[use.target]} columns look like this, ignore all but one"
        lines.append(line)
    return lines


def _role(use: Use, options: Options) -> str:
    """Return the use as the file says it; comments keep their name though not read now."""
    if use.target:
        return str(use.target)
    is_comment = use.reason.startswith("comments") and not options.comments
    return "comments" if is_comment else "ignore"


def _answers(options: Options) -> list[str]:
    """Return codes for missing answers and answers in words, or examples as comments."""
    mapping = options.mapping
    declared = [*dict.fromkeys(options.missing)]
    missing = {**mapping.missing, **({"declared": declared} if declared else {})}
    lines = ["[missing]"]
    lines += [f"{kind} = [{', '.join(map(quoted, codes))}]" for kind, codes in missing.items()]
    if not missing:
        lines += ['# declared = ["99"]', '# not_applicable = ["no experience"]']
    lines += ["", "[answers]"]
    lines += [f"{quoted(label)} = {value}" for label, value in mapping.answers.items()]
    if not mapping.answers:
        lines.append(f'# "very much" = {options.instrument.scale.max}')
    return lines


def _passed_on(name: str, said: dict[str, Any], *examples: str) -> list[str]:
    """Return a table that is passed on to the report, or examples as comments."""
    lines = [
        f"{key} = {quoted(value) if isinstance(value, str) else json.dumps(value)}"
        for key, value in said.items()
    ]
    return [f"[{name}]", *(lines or _commented(examples))]


def _commented(lines: Iterable[str]) -> list[str]:
    return [f"# {line}" for line in lines]


def _comment(text: str) -> str:
    """Return a text that may stand in a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
