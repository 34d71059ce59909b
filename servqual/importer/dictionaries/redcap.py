"""Data dictionaries of REDCap: a table with one row for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servqual.importer.dictionaries.entries import Entry
from servqual.importer.opening.markup import unmarked
from servqual.importer.words import key

_HEADINGS = {
    "name": ("variable / field name", "field_name"),
    "type": ("field type", "field_type"),
    "label": ("field label", "field_label"),
    "section": ("section header", "section_header"),
    "choices": (
        "choices, calculations, or slider labels",
        "choices or calculations",
        "select_choices_or_calculations",
    ),
    "identifier": ("identifier?", "identifier"),
    "matrix": ("matrix group name", "matrix_group_name"),
}
_YES_NO = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}


def is_dictionary(headings: Sequence[str]) -> bool:
    """Say whether a row of headings is that of a data dictionary."""
    seen = set(map(key, headings))
    return all(seen & set(_HEADINGS[name]) for name in ("name", "type", "label"))


def fields(records: Sequence[Sequence[str]]) -> list[Entry]:
    """Return the entries of a data dictionary with its row of headings first."""
    heads = [key(cell) for cell in records[0]]
    places = {
        name: next((i for i, head in enumerate(heads) if head in known), -1)
        for name, known in _HEADINGS.items()
    }
    entries: list[Entry] = []
    headings: dict[str, str] = {}
    for record in records[1:]:
        field = {
            name: unmarked(record[i]) if 0 <= i < len(record) else "" for name, i in places.items()
        }
        if field["name"]:
            if field["matrix"] and field["section"]:
                headings[field["matrix"]] = field["section"]
            entries += _field(field, headings.get(field["matrix"], ""))
    return entries


def _field(field: Mapping[str, str], group: str) -> list[Entry]:
    """Return the entries of one field; a checkbox has a column for each of its options."""
    name, kind = field["name"], field["type"].lower()
    choices = _choices(field["choices"]) if kind in ("radio", "dropdown", "checkbox") else {}
    if kind == "checkbox":
        return [
            Entry((f"{name}___{code}".lower(), f"{field['label']} (choice={label})"),
                  label, field["label"], role="option")
            for code, label in choices.items()
        ]  # fmt: skip
    role = "personal" if field["identifier"].lower() in ("y", "yes", "1") else ""
    if kind == "calc":
        role = role or "score"
    labels = _YES_NO.get(kind, choices)
    return [Entry((name, field["label"]), field["label"], group, labels, role)]


def _choices(text: str) -> dict[str, str]:
    """Return code -> label of ``1, low | 2, high``."""
    pairs = (choice.partition(",") for choice in text.split("|"))
    return {code.strip(): label.strip() for code, _, label in pairs if code.strip()}
