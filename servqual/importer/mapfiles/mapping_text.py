"""The text of a mapping file: every column with its use, how sure that is, and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from servqual.importer.mapfiles.draft import quoted
from servqual.importer.matching.columns import Plan
from servqual.importer.matching.similar import Guess
from servqual.importer.matching.targets import How, Target, Use, column_letter
from servqual.importer.opening.table import Table
from servqual.importer.options import Options
from servqual.instrument import Scale

CONFIDENCE: Mapping[How, str] = {"block": "medium", "number": "medium"}
_CODECS = {"UTF-8 with BOM": "utf-8-sig", "Shift-JIS": "cp932", "Big5": "big5hkscs"}


@dataclass(frozen=True)
class Doubts:
    """What a person should look at.

    Parameters
    ----------
    guesses : mapping of column to Guess
        Doubtful uses of columns that are not matched.
    accepted : frozenset of int
        Columns whose guesses a person has confirmed; the others are only suggested.
    codes : tuple of str
        Numbers among the answers that usually mean no answer.
    """

    guesses: Mapping[int, Guess]
    accepted: frozenset[int] = frozenset()
    codes: tuple[str, ...] = ()


def mapping_text(
    table: Table,
    plan: Plan,
    options: Options,
    instrument_line: str,
    doubts: Doubts,
) -> str:
    """Return the text of a mapping file.

    Parameters
    ----------
    table : Table
    plan : Plan
    options : Options
    instrument_line : str
        As the file names the questionnaire.
    doubts : Doubts
    """
    parts = (
        _head(table, options),
        _opening(table, options, instrument_line),
        _absent(plan, options, table, bool(doubts.guesses)),
        _columns(plan, options, doubts.guesses, doubts.accepted),
        _answers(options, doubts.codes),
        *_tables(options),
        _passed_on("report", options.mapping.report, 'client = "..."', 'language = "en"'),
        _passed_on("sample", options.mapping.sample, "invited = 500", 'mode = "online"'),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(table: Table, options: Options) -> list[str]:
    """Return the comment that explains the file."""
    questionnaire = options.instrument
    items = questionnaire.item_ids
    outcomes = [outcome.id for outcome in questionnaire.outcomes]
    return [
        f"# How the columns of {_comment(table.file)} are read under {questionnaire.id}.",
        "# Check every line, change what is wrong, and read the export with this file: --mapping "
        "FILE.",
        "# A column is BATTERY.ITEM, people.NAME, outcome.NAME, points.DIMENSION, weights, "
        "comments or ignore.",
        f"# Batteries: {', '.join(questionnaire.battery_names)}. Items: {items[0]} to {items[-1]}.",
        f"# Dimensions: {', '.join(questionnaire.dimension_ids)}.",
        *([f"# Outcomes: {', '.join(outcomes)}."] if outcomes else []),
        "# high: the heading says it; medium: it follows from number or place; low: a guess. CHECK "
        "marks what only you can tell.",
    ]


def _opening(table: Table, options: Options, instrument_line: str) -> list[str]:
    """Return questionnaire, scale, and how the file is opened; findings stand as comments."""
    opening = options.opening
    lines = [instrument_line, *_scale_lines(options)]
    codec = _CODECS.get(table.encoding, table.encoding)
    for name, told, found in (
        ("encoding", opening.encoding, codec),
        ("delimiter", opening.delimiter, table.delimiter),
        ("sheet", None if opening.sheet is None else str(opening.sheet), table.sheet),
        ("layout", _from_anywhere(opening.layout), table.layout),
    ):
        if told:
            lines.append(f"{name} = {quoted(told)}")
        elif found:
            lines.append(f"# {name} = {quoted(found)}  # found")
    if opening.dictionary:
        path = Path(opening.dictionary).resolve().as_posix()
        lines.append(f"dictionary = {quoted(path)}")
    if options.mapping.dimension_scores:
        lines.append(f"dimension_scores = {quoted(options.mapping.dimension_scores)}")
    for name, texts in (("best_first", options.mapping.best_first), ("keep", options.keep)):
        if texts:
            lines.append(f"{name} = {_list(texts)}")
    return lines


def _from_anywhere(layout: str | None) -> str | None:
    """Return the id of a layout, or the full path of a layout file."""
    is_file = bool(layout) and str(layout).endswith(".toml")
    return Path(str(layout)).resolve().as_posix() if is_file else layout


def _scale_lines(options: Options) -> list[str]:
    """Return the scale as it was said, or as a comment the questionnaire's own."""
    questionnaire = options.instrument
    single = {name: _ends(questionnaire.scale_of(name)) for name in options.batteries_given}
    if single:
        pairs = ", ".join(f"{name} = {quoted(ends)}" for name, ends in single.items())
        lines = [f"scale = {{ {pairs} }}"]
    else:
        line = f"scale = {quoted(_ends(questionnaire.scale))}"
        lines = [line if options.scale_given else f"# {line}"]
    return [*lines, *([f"convert = {quoted(options.convert)}"] if options.convert else [])]


def _ends(scale: Scale) -> str:
    """Return a scale as it is named: '1-5', '1-5/0.5' with half points."""
    step = f"/{1 / scale.parts:g}" if scale.parts > 1 else ""
    return f"{scale.min}-{scale.max}{step}"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _absent(plan: Plan, options: Options, table: Table, guessed: bool) -> list[str]:
    """Return items that were not asked and the batteries of blocks that name none."""
    lines = _block_lines(plan, options, table)
    if options.mapping.absent:
        return [f"absent = {_list(options.mapping.absent)}", *lines]
    seen = {use.target for use in plan.uses}
    lacking = [
        item
        for item in plan.instrument.item_ids
        if not any(Target("rating", item, b) in seen for b in plan.instrument.battery_names)
    ]
    example = '# absent = ["ITEM"]  # items that were not asked, by their ids'
    if plan.open_blocks or (guessed and not lacking):
        return lines or [example]
    if not lacking or 2 * len(lacking) > len(plan.instrument.items):
        return [example, *lines]  # without most of its items it would be another questionnaire
    shown = ", ".join(map(quoted, lacking))
    return [f"# absent = [{shown}]  # no column was found for these", *lines]


def _block_lines(plan: Plan, options: Options, table: Table) -> list[str]:
    """Return the batteries of the blocks, or the question which they are."""
    blocks = plan.open_blocks
    names = options.blocks or plan.open_batteries[: len(blocks)]
    line = f"blocks = [{', '.join(map(quoted, names))}]"
    if options.blocks:
        return [line]
    if not blocks:
        return []
    return [
        "# CHECK: the headings do not say which block is which. Put them into the order of the",
        "# file and remove the # before blocks; the lines of their columns may stay as they are.",
        *(f"#   columns {_comment(block.place(table))}" for block in blocks),
        f"# {line}",
    ]


def _columns(
    plan: Plan, options: Options, guesses: Mapping[int, Guess], accepted: frozenset[int]
) -> list[str]:
    """Return one line per column."""
    headers = Counter(use.header for use in plan.uses)
    targets = Counter(
        use.target for use in plan.uses if use.target and use.target.kind != "comments"
    )
    open_columns = {column for block in plan.open_blocks for column in block.columns.values()}
    lines = ["[columns]"]
    for use in plan.uses:
        line = _line(use, options, guesses.get(use.column), use.column in accepted)
        if not use.header:
            line = f"# column {column_letter(use.column)} has no header and cannot be used"
        elif use.how == "told" or use.column in open_columns:
            line = f"# {quoted(use.header)}  # as blocks says"
        elif headers[use.header] > 1:
            line = f"# {line}; {headers[use.header]} columns have this header, rename all but one"
        elif use.target and targets[use.target] > 1:
            line = f"# {line}; {targets[use.target]} columns look like this, ignore all but one"
        lines.append(line)
    return lines


def _line(use: Use, options: Options, guess: Guess | None, accepted: bool) -> str:
    """Return a column with its use, or with what is guessed of it."""
    header = quoted(use.header)
    if guess and accepted:
        return f"{header} = {quoted(str(guess.target))}  # confirmed: {guess.reason}"
    if guess:
        perhaps = f"{guess.confidence}, CHECK: perhaps {quoted(str(guess.target))}"
        return f'{header} = "ignore"  # {perhaps}, {guess.reason}'
    sure = f"{CONFIDENCE.get(use.how, 'high')}: " if use.target and use.how else ""
    return f"{header} = {quoted(_role(use, options))}  # {sure}{use.reason}"


def _role(use: Use, options: Options) -> str:
    """Return the use as the file says it; comments keep their name though not read now."""
    if use.target:
        return str(use.target)
    is_comment = use.reason.startswith("comments") and not options.comments
    return "comments" if is_comment else "ignore"


def _answers(options: Options, codes: Sequence[str]) -> list[str]:
    """Return codes for missing answers and answers in words, or examples as comments."""
    mapping = options.mapping
    declared = [*dict.fromkeys(options.missing)]
    missing = {**mapping.missing, **({"declared": declared} if declared else {})}
    lines = ["[missing]"]
    lines += [f"{kind} = [{', '.join(map(quoted, codes))}]" for kind, codes in missing.items()]
    if codes and not missing:
        one = len(codes) == 1
        lines.append(
            f"# declared = [{', '.join(map(quoted, codes))}]  # CHECK: {', '.join(codes)} "
            f"stand{'s' if one else ''} among the answers; remove the # if "
            f"{'it means' if one else 'they mean'} no answer"
        )
    elif not missing:
        lines += ['# declared = ["99"]', '# not_applicable = ["no experience"]']
    lines += ["", "[answers]"]
    lines += [f"{quoted(label)} = {value}" for label, value in mapping.answers.items()]
    if not mapping.answers:
        lines.append(f'# "very much" = {options.instrument.scale.max}')
    return lines


def _tables(options: Options) -> list[list[str]]:
    """Return attention items and exclusions, only where they were said."""
    said = options.mapping
    attention = [f"{quoted(name)} = {_list(texts)}" for name, texts in said.attention.items()]
    exclude = [f"{quoted(rule)} = {quoted(reason)}" for rule, reason in said.exclude.items()]
    named = (("[attention]", attention), ("[exclude]", exclude))
    return [[head, *lines] for head, lines in named if lines]


def _passed_on(name: str, said: dict[str, Any], *examples: str) -> list[str]:
    """Return a table that is passed on to the report, or examples as comments."""
    lines = [
        f"{key} = {quoted(value) if isinstance(value, str) else json.dumps(value)}"
        for key, value in said.items()
    ]
    return [f"[{name}]", *(lines or (f"# {line}" for line in examples))]


def _comment(text: str) -> str:
    """Return a text that may stand in a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
