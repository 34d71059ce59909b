"""Blocks of equal items: which columns belong together, and which battery each block rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from servqual.importer.matching.headings import Heading, numbered, parts, unrepeated
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import How, Target, Use, column_letter, short_header
from servqual.importer.opening.table import Table
from servqual.importer.words import plain, squash

IGNORED = "ignore"  # a block that is not to be used


@dataclass(frozen=True)
class Block:
    """Columns that ask for different items under one heading.

    Parameters
    ----------
    label : str
        Heading or number of the question, "" for none.
    columns : mapping of item to column
        In the order of the file.
    """

    label: str
    columns: Mapping[str, int]

    def place(self, table: Table) -> str:
        """Return where a block stands, 'K to P (3、设备先进 ... 3、营业时间方便)'."""
        first, *_, last = [*self.columns.values()] * 2
        return (
            f"{column_letter(first)} to {column_letter(last)} "
            f"({shown_header(table, first)!r} ... {shown_header(table, last)!r})"
        )


@dataclass(frozen=True)
class Pairing:
    """Blocks whose headings name no battery, and what became of them.

    Parameters
    ----------
    batteries : mapping of column to Target
    how : How
        "told", "block" or "wording".
    fault : str
        Why the blocks cannot be used, "" if they can or need not be.
    blocks : tuple of Block
    choices : tuple of str
        Batteries that have no columns yet.
    """

    batteries: Mapping[int, Target]
    how: How = "told"
    fault: str = ""
    blocks: tuple[Block, ...] = ()
    choices: tuple[str, ...] = ()


def shown_header(table: Table, column: int) -> str:
    """Return what stands above a column, as far as a message repeats it."""
    return short_header(table.headers[column] or table.text_of(column) or table.group_of(column))


def groups_of(table: Table, names: Names) -> tuple[str, ...]:
    """Return the heading above each column: the tool's, else that of an empty column before it.

    Tools that export notes as columns write 'Section A: what you expect' above empty cells; it
    holds until the next column of that kind.
    """
    if table.groups:
        return table.groups
    groups, current = [], ""
    for header, cells in zip(table.headers, table.columns, strict=True):
        if header and not any(map(str.strip, cells)):
            current = header if names.battery_of(header) and not names.find(header) else ""
            groups.append("")
        else:
            groups.append(current)
    return tuple(groups)


def pair_blocks(
    uses: Sequence[Use], table: Table, names: Names, told: Sequence[str], free: Sequence[Use]
) -> Pairing:
    """Return the ratings of columns whose item is known but not their battery.

    Parameters
    ----------
    uses : sequence of Use
    table : Table
    names : Names
    told : sequence of str
        Batteries of the blocks in the order of the file, as the user said; ``ignore`` for none.
    free : sequence of Use
        Columns that may belong to a block.
    """
    instrument = names.instrument
    rated: dict[str, set[str]] = {}
    for use in uses:
        if use.target and use.target.kind == "rating":
            rated.setdefault(use.target.battery, set()).add(use.target.id)
    open_batteries = [b for b in instrument.battery_names if b not in rated]
    loose = [entry for use in free if (entry := _item_alone(use.column, table, names))]
    blocks = _blocks(loose)
    blocks = [b for b in blocks if 2 * len(b.columns) >= len(instrument.items)]
    if told:
        return _as_told(blocks, told, table, open_batteries, names)
    needed = {name for gap in instrument.gaps for name in gap.batteries}
    needed = needed or set(instrument.battery_names)
    only = instrument.battery_names[0]
    if len(blocks) == len(instrument.batteries) == 1 and not rated.get(only, set()) & set(
        blocks[0].columns
    ):
        return Pairing(_targets(blocks[0], only), "wording", blocks=tuple(blocks))
    if not blocks or not (set(open_batteries) & needed or not rated):
        return Pairing({})
    if len(blocks) == 1 and _only_codes(blocks[0], table, names):
        return Pairing({})
    if len(blocks) == len(open_batteries) == 1 and _is_the_other(blocks[0], rated):
        return Pairing(_targets(blocks[0], open_batteries[0]), "block", blocks=tuple(blocks))
    fault = _which_is_which(blocks, table, open_batteries, names)
    return Pairing({}, "told", fault, tuple(blocks), tuple(open_batteries))


def _item_alone(column: int, table: Table, names: Names) -> tuple[int, str, str] | None:
    """Return column, item and heading of a column that names its item but no battery."""
    for heading in _readings(column, table):
        if names.speaks_of_battery(heading.group):
            return None
        if plain(heading.item).isdigit() and not heading.group:
            continue
        items = names.items_by_words(heading.item)
        if len(items) == 1:
            return column, next(iter(items)), heading.group
    return None


def _readings(column: int, table: Table) -> Iterator[Heading]:
    """Yield the ways to read a column's heading, the tool's own grouping first."""
    header, text, group = table.headers[column], table.text_of(column), table.group_of(column)
    if group:
        yield Heading(text or header, group)
    headers = frozenset(table.headers)
    for form in filter(None, (text, unrepeated(header, headers))):
        by_number = numbered(form)
        if by_number:
            yield by_number
        yield from parts(form)
        yield Heading(form, group)


def _blocks(loose: Sequence[tuple[int, str, str]]) -> list[Block]:
    """Return the blocks: by their headings where these tell them apart, else by repetition."""
    by_label: dict[str, dict[str, int]] = {}
    labels: dict[str, str] = {}
    whole = True
    for column, item, label in loose:
        block = by_label.setdefault(squash(label), {})
        labels.setdefault(squash(label), label)
        whole = whole and item not in block
        block[item] = column
    if whole and any(len(block) > 1 for block in by_label.values()):
        return [Block(labels[name], block) for name, block in by_label.items()]
    return _by_repetition(loose)


def _by_repetition(loose: Sequence[tuple[int, str, str]]) -> list[Block]:
    """Return first, second ... occurrence of every item; none if the file mixes them."""
    columns: dict[str, list[int]] = {}
    for column, item, _ in loose:
        columns.setdefault(item, []).append(column)
    counts = {len(found) for found in columns.values()}
    if len(counts) != 1:
        return []
    rounds = [list(found) for found in zip(*columns.values(), strict=True)]
    one_after_another = all(max(early) < min(late) for early, late in pairwise(rounds))
    places = sorted(columns.values())
    side_by_side = all(max(left) < min(right) for left, right in pairwise(places))
    if not (one_after_another or side_by_side):
        return []
    return [Block("", dict(zip(columns, found, strict=True))) for found in rounds]


def _only_codes(block: Block, table: Table, names: Names) -> bool:
    """Say whether a block is known by codes such as Q1 alone, which any survey may have."""
    return not block.label and all(
        names.items_by_words(table.headers[column]).get(item) in ("id", "name", "number")
        for item, column in block.columns.items()
    )


def _is_the_other(block: Block, rated: Mapping[str, set[str]]) -> bool:
    """Say whether a block can only be the one battery left: its heading is words, its items known.

    A number or no heading at all says nothing.
    """
    in_words = any(sign.isalpha() for sign in block.label.lower().removeprefix("q"))
    return in_words and all(set(block.columns) == items for items in rated.values())


def _targets(block: Block, battery: str) -> dict[int, Target]:
    return {column: Target("rating", item, battery) for item, column in block.columns.items()}


def _as_told(
    blocks: Sequence[Block],
    told: Sequence[str],
    table: Table,
    open_batteries: Sequence[str],
    names: Names,
) -> Pairing:
    """Return the ratings of blocks in the order that the user gave."""
    fault = _told_fault(blocks, told, table, open_batteries, names)
    if fault or not blocks:
        return Pairing({}, fault=fault, blocks=tuple(blocks))
    targets: dict[int, Target] = {}
    for block, battery in zip(blocks, told, strict=True):
        if battery != IGNORED:
            targets |= _targets(block, battery)
    return Pairing(targets, "told", blocks=tuple(blocks))


def _told_fault(
    blocks: Sequence[Block],
    told: Sequence[str],
    table: Table,
    open_batteries: Sequence[str],
    names: Names,
) -> str:
    """Return why what the user said of the blocks does not fit, '' if it does."""
    known = names.instrument.battery_names
    unknown = [name for name in told if name not in (*known, IGNORED)]
    if unknown:
        return (
            f"blocks: {names.instrument.id} has no battery {unknown[0]!r}. "
            f"Batteries: {', '.join(known)}; or {IGNORED} for a block that is not used"
        )
    used = [name for name in told if name != IGNORED]
    if len(set(used)) < len(used):
        return f"blocks: {', '.join(told)} names a battery twice; each block is another one"
    if not blocks:
        if not [name for name in used if name in open_batteries]:
            return ""
        return (
            "blocks: no columns were found that ask for the items under headings without a "
            "battery. Leave blocks out, or let 'servqual map' say how the columns are read"
        )
    if len(told) != len(blocks):
        places = "; ".join(block.place(table) for block in blocks)
        is_are = "is 1 such block" if len(blocks) == 1 else f"are {len(blocks)} such blocks"
        return f"blocks: {len(told)} named, but there {is_are}: columns {places}"
    return ""


def _which_is_which(
    blocks: Sequence[Block], table: Table, open_batteries: Sequence[str], names: Names
) -> str:
    """Return the question that blocks without a battery leave, and how to answer it."""
    places = " and ".join(block.place(table) for block in blocks)
    n = len(blocks[0].columns)
    if len(blocks) == 1:
        choices = " or ".join(f"--blocks {name}" for name in open_batteries)
        return (
            f"columns {places} ask for {n} items of {names.instrument.id}, and no heading says "
            f"that they are {' or '.join(open_batteries)}. Say so: {choices}"
        )
    order = open_batteries[: len(blocks)]
    if len(order) < len(blocks):
        return (
            f"columns {places} ask for the same {n} items, and only {', '.join(order)} "
            f"{'is' if len(order) == 1 else 'are'} left for them. Say what each block is, in the "
            f"order of the file and {IGNORED} for one that is not used: "
            f"--blocks {','.join([*order, *[IGNORED] * (len(blocks) - len(order))])}"
        )
    listed = ", ".join(f'"{name}"' for name in order)
    by_number = all(block.label and not any(map(str.isalpha, block.label)) for block in blocks)
    again = (
        ", or export it again with the texts of the questions as headings (问卷星: 按文本)"
        if by_number
        else ""
    )
    return (
        f"columns {places} ask for the same {n} items, no heading says which battery is which, and "
        "their order proves nothing. Look at the questionnaire, then say it in the order of the "
        f"file: --blocks {','.join(order)} or --blocks {','.join(reversed(order))} "
        f"(blocks = [{listed}] in a mapping file){again}"
    )
