"""Whether the file of managers or staff holds their answers, and not those of somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from servqual.instrument import Battery, Instrument
from servqual.responses import Responses

MANY = {"customer": "customers", "manager": "managers", "staff": "staff"}
BATTERY, LETTER = "customer_expectation", {"manager": "M", "staff": "S"}
SHORTENED = re.compile(r" \(\+\d+\)$")  # further columns that the note only counts


def not_their_own(answers: Mapping[str, Responses], customers: Responses) -> Iterator[str]:
    """Yield why the file of a role cannot be what its people answered, a fault a role.

    Parameters
    ----------
    answers : mapping of role to Responses
        Of ``manager`` and ``staff``.
    customers : Responses
    """
    hashes = {customers.source.sha256: "customer"}
    for role, own in answers.items():
        if "role" in own.source.how:
            continue  # a column says who these people are
        other = hashes.setdefault(own.source.sha256, role)
        if other != role:
            yield (
                f"{MANY[role]}: {own.source.file} is the file of the {MANY[other]}. Name the "
                f"export of the {MANY[role]} alone, or, where one export holds everybody, the "
                'column that says who answered: role = "role"'
            )
        elif strange := _strange(role, own, customers.instrument):
            yield (
                f"{MANY[role]}: {own.source.file} {strange}. Name the file of the {MANY[role]}; "
                "where it is, head the columns as "
                f"'servqual instruments show gap-{MANY[role]}' has them ({LETTER[role]}1, "
                f"{LETTER[role]}2 ...), or say in a mapping file which are which"
            )


def _strange(role: str, own: Responses, customers: Instrument) -> str:
    """Return what speaks against the answers being those of a role; '' for nothing."""
    perceived = _numbered(_names(customers.batteries, "perception"))
    seen = [head for head in _unused(own) if perceived.match(head)]
    if seen:
        return f"holds what customers perceived (column {seen[0]})"
    first = next((n.values["first"] for n in own.notes if n.code == "columns_by_name"), None)
    if first is None or own.outcomes or own.points is not None or own.source.how.get("map"):
        return ""
    shared = {*_names(customers.batteries, "expectation"), *LETTER.values()} - {LETTER[role]}
    marks = [name for name in _names(own.instrument.batteries, BATTERY) if name not in shared]
    simulated = {head.rpartition("_")[0] for head in _unused(own)}
    others = {"standards", "delivery", "promises"} & {s.partition("_")[0] for s in simulated}
    if others or not _numbered(marks).match(str(first)):
        return f"has no column that only {MANY[role]} are asked"
    return ""


def _names(batteries: Iterable[Battery], name: str) -> list[str]:
    return [word for b in batteries if b.name == name for word in (b.name, *b.aliases)]


def _numbered(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of headings such as P1, perception_12."""
    said = [re.sub(r"[\W_]+", r"[\\W_]*", name) for name in names]
    return re.compile(rf"(?:{'|'.join(said) or '(?!)'})[\W_]*\d+\s*$", re.IGNORECASE)


def _unused(answers: Responses) -> list[str]:
    """Return the headings that were not read, those that the note has room for."""
    notes = [n for n in answers.notes if n.code == "columns_not_used"]
    return [h for n in notes for h in SHORTENED.sub("", str(n.values["columns"])).split(", ")]
