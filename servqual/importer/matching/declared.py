"""Columns that the user named: in the mapping file, or as weights, people and outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from servqual.importer.mapfiles.entries import EVERY_BATTERY
from servqual.importer.mapfiles.mapping import Mapping
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import How, Target, Use, named_once
from servqual.importer.matching.tokens import dimension_called
from servqual.importer.opening.table import Table
from servqual.importer.options import Options, expected_answers
from servqual.importer.words import column_words, key, nearest
from servqual.instrument import Instrument

REASONS: dict[How, str] = {
    "mapping": "named in the mapping file",
    "asked": "asked for by name",
    "told": "battery as said with --blocks, item by its wording",
    "id": "exact id of the questionnaire",
    "alias": "alias declared in the questionnaire",
    "pattern": "pattern declared in the questionnaire",
    "name": "common name",
    "wording": "battery in the heading, item by its wording",
    "block": "the other block of the same items",
    "number": "battery in the heading, item by its number; wording not compared",
}
MOST_SEEN = 30
_ALIKE = 0.85  # a slip in a word of nine letters; two words that mean the same are less alike


def mapped_uses(table: Table, options: Options) -> tuple[dict[int, Use], list[str]]:
    """Return the uses that the mapping file names, and its faults."""
    uses: dict[int, Use] = {}
    faults: list[str] = []
    mapping = options.mapping
    for header, named_target in mapping.columns.items():
        target = _by_id(named_target, options.instrument)
        fault = _target_fault(target, options)
        places = places_of(table.headers, header)
        if fault:
            faults.append(f"columns.{header}: {fault}")
        elif not places:
            close = nearest([header], table.headers)
            hint = f" The nearest is {close!r}." if close else f" {headers_seen(table.headers)}"
            faults.append(f"columns.{header}: there is no such column in {table.file}.{hint}")
        elif len(places) > 1 and target.kind != "ignore":
            faults.append(
                f"columns.{header}: {len(places)} columns have this header; rename all but one"
            )
        else:
            for i in places:
                uses[i] = make_use(i, table.headers[i], target, "mapping")
    faults += _answer_faults(mapping, options.instrument)
    faults += _best_first_faults(mapping, options.instrument)
    return uses, faults


def _by_id(target: Target, instrument: Instrument) -> Target:
    """Return a target with the id of its dimension, which a mapping file may name by an alias."""
    if target.kind != "points" or target.id in instrument.dimension_ids:
        return target
    return replace(target, id=dimension_called(instrument, target.id) or target.id)


def _target_fault(target: Target, options: Options) -> str:
    """Return why a target does not fit the questionnaire, '' if it does."""
    instrument = options.instrument
    if target.kind == "rating":
        if target.battery not in instrument.battery_names:
            return (
                f"{instrument.id} has no battery {target.battery!r}. "
                f"Batteries: {', '.join(instrument.battery_names)}"
            )
        if target.id not in instrument.item_ids:
            items = ", ".join(instrument.item_ids)
            return f"{instrument.id} has no item {target.id!r}. Items: {items}"
    if target.kind == "points" and target.id not in instrument.dimension_ids:
        dimensions = ", ".join(instrument.dimension_ids)
        return f"{instrument.id} has no dimension {target.id!r}. Dimensions: {dimensions}"
    if target.kind == "attention" and target.id not in expected_answers(options):
        return (
            f"nothing says which answer is expected of {target.id!r}. Add [attention] with "
            f'{target.id} = "2" or whatever it was to the mapping file'
        )
    if target.kind == "outcome" and not _is_identifier(target.id):
        return f"{target.id!r} must be lower-case letters, digits and _, beginning with a letter"
    return _outcome_mistyped(target.id, instrument) if target.kind == "outcome" else ""


def _outcome_mistyped(name: str, instrument: Instrument) -> str:
    """Return what to do about an outcome that differs from a known one by a slip, else ''."""
    known = [*dict.fromkeys((*(o.id for o in instrument.outcomes), *column_words()["outcomes"]))]
    if name in known or any(map(str.isdigit, name)):  # satisfaction_2 is another one
        return ""
    close = get_close_matches(name, known, n=1, cutoff=_ALIKE)
    if not close:
        return ""
    return (
        f"no outcome is called {name!r}. Did you mean 'outcome.{close[0]}'? "
        f"Known: {', '.join(known)}"
    )


def _is_identifier(text: str) -> bool:
    return text.isascii() and text.isidentifier() and text == text.lower() and text[0] != "_"


def _answer_faults(mapping: Mapping, instrument: Instrument) -> list[str]:
    """Return the answers of the mapping file that no battery's scale has."""
    scales = [instrument.scale_of(name) for name in instrument.battery_names]
    ends = f"{instrument.scale.min}-{instrument.scale.max}"
    return [
        f"answers.{label}: {value} is not on the scale {ends}"
        for label, value in mapping.answers.items()
        if not any(scale.min <= value <= scale.max for scale in scales)
    ]


def _best_first_faults(mapping: Mapping, instrument: Instrument) -> list[str]:
    """Return the batteries of ``best_first`` that the questionnaire does not have."""
    return [
        f"best_first: {instrument.id} has no battery {name!r}. "
        f"Batteries: {', '.join(instrument.battery_names)}"
        for name in mapping.best_first
        if name != EVERY_BATTERY and name not in instrument.battery_names
    ]


def asked_uses(
    table: Table, options: Options, mapped: dict[int, Use]
) -> tuple[dict[int, Use], list[str]]:
    """Return the columns asked for by name (weights, people, outcomes), and what is wrong."""
    uses: dict[int, Use] = {}
    faults: list[str] = []
    wishes = [("weights", options.weights)] if options.weights else []
    wishes += [("people", name) for name in options.people]
    wishes += [("outcome", name) for name in options.outcomes]
    wishes += [("keep", name) for name in options.keep if name not in options.people]
    named = {str(use.target): i for i, use in mapped.items()}
    found_by_name = Names(options.instrument) if wishes else None
    for kind, name in wishes:
        if f"{kind}.{name}" in named:
            continue
        places = places_of(table.headers, name)
        if not places and found_by_name and kind not in ("weights", "keep"):
            target = Target(kind, name)  # type: ignore[arg-type]
            places = [
                i
                for i, header in enumerate(table.headers)
                if (found := found_by_name.find(header)) and found[0] == target
            ]
        if len(places) != 1:
            faults.append(_asked_fault(kind, name, len(places), table))
            continue
        i = places[0]
        rated = found_by_name.find(table.headers[i]) if found_by_name else None
        if kind in ("people", "outcome") and rated and rated[0].kind == "rating":
            faults.append(_rating_asked(kind, name, rated[0]))
            continue
        uses[i] = make_use(
            i, table.headers[i], _asked_target(kind, name, table.headers[i], options), "asked"
        )
    return uses, faults


def _rating_asked(kind: str, name: str, target: Target) -> str:
    """Return why a rating of an item is no group of people and no outcome."""
    if kind == "people":
        return (
            f"{name!r} is the rating {target}, not something known about the people. "
            "Break down by a column such as branch or age group"
        )
    return f"outcomes: {name!r} is the rating {target}; an outcome is a question about the whole"


def _asked_target(kind: str, name: str, header: str, options: Options) -> Target:
    """Return the target of a wish: the declared id where the questionnaire knows the column."""
    if kind == "weights":
        return Target("weights")
    found = Names(options.instrument).find(header)
    if found and (found[0].kind == kind or kind == "keep"):
        return found[0]
    return Target("outcome", _identifier(name)) if kind == "outcome" else Target("people", name)


def _identifier(text: str) -> str:
    """Return an id made from a header."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in key(text)).strip("_")
    return letters if letters[:1].isalpha() else f"outcome_{letters}".rstrip("_")


def _asked_fault(kind: str, name: str, n: int, table: Table) -> str:
    # columns of people are asked for by many options, of which none is called people or keep
    what = {"outcome": "outcomes: ", "weights": "weights: "}.get(kind, "")
    if n > 1:
        return f"{what}{n} columns are called {name!r}; rename all but one"
    close = nearest([name], table.headers)
    seen = headers_seen(table.headers).rstrip(".")
    hint = f"; the nearest is {close!r}" if close else f". {seen}"
    return f"{what}there is no column called {name!r}{hint}"


def make_use(i: int, header: str, target: Target, how: How) -> Use:
    """Return the use of a column with the reason in words."""
    return Use(i, header, target, how, REASONS[how])


def places_of(headers: Sequence[str], name: str) -> list[int]:
    """Return the columns with this header, exactly or else but for case, width and blanks."""
    exact = [i for i, header in enumerate(headers) if header == name.strip()]
    wanted = key(name)
    return exact or [i for i, header in enumerate(headers) if wanted and key(header) == wanted]


def headers_seen(headers: Sequence[str]) -> str:
    """Return the headers of a file as a sentence."""
    return f"Columns: {named_once([header for header in headers if header], MOST_SEEN)}."
