"""Says which columns do not fit a questionnaire, and what to do about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from servqual.errors import listed
from servqual.importer.answers.scored import scores_hint
from servqual.importer.matching.declared import headers_seen
from servqual.importer.matching.kano import kano_items
from servqual.importer.matching.names import Names
from servqual.importer.matching.own import own_questionnaire
from servqual.importer.matching.targets import (
    Target,
    Use,
    column_letter,
    named_once,
    short_header,
)
from servqual.importer.matching.versions import not_asked
from servqual.importer.opening.table import Table
from servqual.importer.people.personal import personal_kind, reaching_kind
from servqual.importer.words import column_words, is_heading, key, nearest
from servqual.instrument import Instrument
from servqual.notes import Note

_FREE_SHOWN = 8
_MANY_ITEMS = 5
_FEWEST_SIGNS = 3  # a sentence has two commas easily
NOT_MATCHED = "not matched"


def foreign(uses: Iterable[Use], instrument: Instrument) -> list[str]:
    """Return a fault when the headings number more items than the questionnaire has.

    Numbers in order fit any questionnaire. Where every battery goes on after the last item, the
    file is of another one, and its answers would be reported under the wrong items.
    """
    if any(battery.patterns for battery in instrument.batteries):
        return []
    names = Names(instrument)
    found: dict[tuple[str, int], Use] = {}
    for use in uses:
        beyond = names.beyond(use.header) if use.target is None and use.header else None
        if beyond and use.how == "" and use.reason == NOT_MATCHED:
            found.setdefault(beyond, use)
    batteries = {battery for battery, _ in found}
    needed = {name for gap in instrument.gaps for name in gap.batteries}
    if not found or not batteries >= (needed or set(instrument.battery_names)):
        return []
    numbers = sorted({number for _, number in found})
    ignored = ", ".join(f'"{use.header}"' for use in found.values())
    return [
        f"the columns also number item{'s' if len(numbers) > 1 else ''} "
        f"{', '.join(map(str, numbers))}, and {instrument.id} ends at {len(instrument.items)}: "
        "the file seems to be of another questionnaire. Name its own file with -i "
        "(instruments/README.md says how to write one). If the other items are those of "
        f'{instrument.id}, write "ignore" for {ignored} under [columns] of a mapping file'
    ]


def personal_asked(uses: Iterable[Use], table: Table, keep: Collection[str] = ()) -> list[str]:
    """Return a fault for every people column asked for that names or reaches a person.

    Those in ``keep`` were named by the user in full knowledge.
    """
    kept = set(map(key, keep))
    return [
        f"{use.place} holds names, addresses or telephone numbers, which are not kept. "
        "Leave the column out, because a report needs groups, not persons; if you must have it, "
        "name it with --keep"
        for use in uses
        if use.target
        and use.target.kind == "people"
        and use.how in ("mapping", "asked")
        and key(use.header) not in kept
        and _personal(use, table)
    ]


def _personal(use: Use, table: Table) -> bool:
    """Say whether a people column names or reaches persons; groups of people are few."""
    cells = table.columns[use.column]
    kind = reaching_kind(cells) or personal_kind(use.header, cells, table.text_of(use.column))
    return kind not in ("", "name", "id") or is_heading("personal", use.header)


def twice(uses: Iterable[Use]) -> list[str]:
    """Return a fault for every target that several columns claim."""
    columns: dict[Target, list[Use]] = {}
    for use in uses:
        if use.target and use.target.kind != "comments":
            columns.setdefault(use.target, []).append(use)
    return [
        f"{len(found)} columns for {target}: {' and '.join(use.place for use in found)}. "
        f"{_choose(found)}"
        for target, found in columns.items()
        if len(found) > 1
    ]


def _choose(found: Sequence[Use]) -> str:
    """Return how to keep one of several columns; a mapping cannot tell equal headers apart."""
    if len({use.header for use in found}) < len(found):
        letters = " and ".join(column_letter(use.column) for use in found)
        return f"They are columns {letters} of the file; rename or delete all but one"
    return f'Rename one, or write "{found[-1].header}" = "ignore" under [columns] of a mapping file'


def points_complete(uses: list[Use], instrument: Instrument, faults: list[str]) -> list[Use]:
    """Check that importance points or ranks are there for every dimension or for none."""
    found = {use.target.id for use in uses if use.target and use.target.kind == "points"}
    lacking = [d for d in instrument.dimension_ids if d not in found]
    if not found or not lacking:
        return uses
    ranked = instrument.importance.method == "ranking"
    what, start = ("ranks", "rank") if ranked else ("points", "points")
    if 2 * len(found) >= len(instrument.dimension_ids) or any(
        use.how in ("mapping", "id") for use in uses if use.target and use.target.kind == "points"
    ):
        faults.append(
            f"importance {what} for {', '.join(lacking)} are missing, while those for "
            f"{', '.join(sorted(found))} are there. "
            f'Name the columns as {start}_DIMENSION, or map them as "points.DIMENSION"'
        )
        return uses
    why = f"looks like importance {what}, but most dimensions have none"
    return [
        replace(use, target=None, how="", reason=why)
        if use.target and use.target.kind == "points"
        else use
        for use in uses
    ]


def complete(
    uses: Sequence[Use], table: Table, instrument: Instrument
) -> tuple[Instrument, list[str], list[Note]]:
    """Check that every battery has a column for every item; drop batteries that were not asked."""
    present = {use.target for use in uses if use.target and use.target.kind == "rating"}
    counts = {b: sum(t.battery == b for t in present) for b in instrument.battery_names}
    if not any(counts.values()):
        if _rates_blocks(uses, instrument):  # contact staff need not be asked about customers
            notes = [Note("battery_absent", {"battery": b}, table.file) for b in counts]
            return instrument.model_copy(update={"batteries": []}), [], notes
        return instrument, [_nothing_matched(table, instrument)], []
    needed = {name for gap in instrument.gaps for name in gap.batteries}
    absent = [b for b, n in counts.items() if n == 0 and b in needed]
    optional = [b for b, n in counts.items() if n == 0 and b not in needed]
    faults = [_battery_absent(b, counts, uses, instrument) for b in absent]
    uses = [use for use in uses if use.target or not table.role_of(use.column)]
    own = own_questionnaire(present, uses, table, instrument)
    if own:
        return instrument, [own], []
    asked, notes = kano_items(present, instrument, table.file)
    asked |= not_asked(uses, table, instrument)
    for battery, n in counts.items():
        if n:
            faults += _items_lacking(battery, present | asked, uses, instrument)
    notes += [Note("battery_absent", {"battery": b}, table.file) for b in optional]
    if optional:
        kept = [b for b in instrument.batteries if b.name not in optional]
        instrument = instrument.model_copy(update={"batteries": kept})
    return instrument, faults, notes


def _rates_blocks(uses: Sequence[Use], instrument: Instrument) -> bool:
    """Say whether there are ratings of a block of the gap model, and nothing else is needed."""
    blocks = {outcome.id for outcome in instrument.outcomes if outcome.block}
    asked = {use.target.id for use in uses if use.target and use.target.kind == "outcome"}
    return not instrument.gaps and bool(blocks & asked)


def without_headers(table: Table) -> bool:
    """Say whether the first row holds only numbers, so that it must be one of answers."""
    return all(h.replace(".", "").replace("-", "").isdigit() for h in table.headers if h)


def _nothing_matched(table: Table, instrument: Instrument) -> str:
    """Return what to do when no column is a rating."""
    other_sign = _delimiter_inside(table)
    if other_sign:
        sign = "tab" if other_sign == "\t" else f"'{other_sign}'"
        used = f" by {table.delimiter!r}" if table.delimiter else ""
        return (
            f"each row was read as one column{used}, and its header "
            f"{short_header(table.headers[0])!r} holds further separators. Leave --delimiter out, "
            f"or say --delimiter {sign}"
        )
    if without_headers(table):
        return (
            "the first row holds only numbers, so the file seems to have no header row. "
            "Put a row of column names above the answers"
        )
    examples = " and ".join(_usual_names(instrument, b) for b in instrument.battery_names)
    asked = [header for i, header in enumerate(table.headers) if not table.role_of(i)]
    hint = scores_hint(table, instrument)
    return (
        f"nothing in this file can be scored under {instrument.id}, because no column is a rating "
        f"of {instrument.id}. {headers_seen(asked or table.headers)} If they hold its answers, "
        f"name the columns {examples}, or let "
        "'servqual map' write a mapping file and fill it in; if they are answers to another "
        f"questionnaire, name that one with -i{'.' + hint if hint else ''}"
    )


def _delimiter_inside(table: Table) -> str:
    """Return the sign that separates the fields of a table read as one column, '' if none does."""
    named = [header for header in table.headers if header]
    if len(named) != 1:
        return ""
    counts = {sign: named[0].count(sign) for sign in ",;\t|"}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] >= _FEWEST_SIGNS else ""


def _usual_names(instrument: Instrument, battery: str) -> str:
    """Return how the columns of a battery may be called, 'E1 ... E22'."""
    common = column_words()["batteries"].get(battery, [f"{battery}_"])
    first = common[0].upper() if len(common[0]) == 1 else common[0]
    return f"{first}1 ... {first}{len(instrument.items)}"


def _battery_absent(
    battery: str, counts: dict[str, int], uses: Sequence[Use], instrument: Instrument
) -> str:
    """Return what to do when a whole battery has no column."""
    seen = [b for b, n in counts.items() if n]
    shown = "; ".join(f"{b}: {_span(uses, b)}" for b in seen)
    if seen == ["perception"] and battery == "expectation":
        alone = "use -i servperf"
        if instrument.id != "servqual":
            alone = (
                f'write a file with extends = "{instrument.id}", without = ["{battery}"] and an '
                "id, and name it after -i"
            )
        return (
            f"no column holds {battery} ratings ({shown}). For perceptions alone {alone}; "
            "otherwise name the columns in a mapping file"
        )
    if seen == ["expectation"] and battery == "perception":
        return (
            f"only expectations were found ({shown}), and a gap needs perceptions as well. "
            "Export both, or name the "
            "perception columns in a mapping file"
        )
    return (
        f"no column holds {battery} ratings ({shown}), which {instrument.id} needs. Export them "
        "too, name the columns "
        "in a mapping file, or use another questionnaire with -i"
    )


def _span(uses: Sequence[Use], battery: str) -> str:
    """Return 'E1 ... E22' for the columns of a battery."""
    found = [use.header for use in uses if use.target and use.target.battery == battery]
    return found[0] if len(found) == 1 else f"{found[0]} ... {found[-1]}"


def _items_lacking(
    battery: str, present: set[Target], uses: Sequence[Use], instrument: Instrument
) -> list[str]:
    """Return a fault for each item without a column, with the nearest header that is still free."""
    free = [use.header for use in uses if use.target is None and use.header]
    others = {t.id: t for t in present if t.battery == battery}
    faults, unlike = [], []
    for item in instrument.item_ids:
        if item in others:
            continue
        close = nearest(_guesses(battery, item, others, uses, instrument), free)
        if close:
            hint = f"the nearest free header is {short_header(close)!r}"
            faults.append(_lacking(battery, [item], hint))
        else:
            unlike.append(item)
    return [*faults, _lacking(battery, unlike, _free_headers(free))] if unlike else faults


def _lacking(battery: str, items: Sequence[str], hint: str) -> str:
    """Return what to do about items without a column."""
    absent = ", ".join(f'"{item}"' for item in items)
    one = len(items) == 1
    named = ", ".join(f"{battery}.{item}" for item in items)
    if len(items) > _MANY_ITEMS:
        return (
            f"no column for {len(items)} items of {battery} ({items[0]} to {items[-1]}); {hint}. "
            "Name the columns in a mapping file; 'servqual map' proposes one"
        )
    return (
        f"no column for {named}; {hint}. Name the column{'' if one else 's'} in a mapping "
        f"file, or write absent = [{absent}] there if the item{' was' if one else 's were'} not "
        "asked"
    )


def _free_headers(free: Sequence[str]) -> str:
    """Return which headers are left for an item that has no column."""
    if not free:
        return "every other column is taken"
    verb = "is" if len(free) == 1 else "are"
    plural = "" if len(free) == 1 else "s"
    return f"the column{plural} not matched {verb} {named_once(free, _FREE_SHOWN)}"


def _guesses(
    battery: str, item: str, others: dict[str, Target], uses: Sequence[Use], instrument: Instrument
) -> list[str]:
    """Return how the missing column might be called, in the manner of its neighbours."""
    guesses = []
    number = str(instrument.item_ids.index(item) + 1)
    if item[1:].isdigit():
        number = item[1:]
    for use in uses:
        if use.target in others.values() and use.target and use.header:
            neighbour = use.target.id[1:]
            if neighbour.isdigit() and use.header.count(neighbour) == 1:
                guesses.append(use.header.replace(neighbour, number))
                break
    return [*guesses, f"{battery}_{item}", f"{battery}{number}"]


def column_error_text(file: str, faults: Sequence[str]) -> str:
    """Return the message for columns that do not fit."""
    if len(faults) == 1:
        return f"{file}: {faults[0]}."
    return f"{file}: the columns do not fit the questionnaire.\n{listed(faults)}"
