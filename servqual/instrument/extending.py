"""One questionnaire file on top of another: what the second says goes before what the first says.

Works on the tables as they stand in the files, before anything is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, TypeGuard

from servqual.instrument.parts import LANGUAGE_CODE, NEAR, repeated

EXTENDS, WITHOUT, REPLACE = "extends", "without", "replace"
OWN_KEYS = (EXTENDS, WITHOUT, REPLACE)
NAMES = ("id", "name", "value")  # by which the entries of a list are told apart
_GROUPING = ("themes", "journey", "forms")  # lists whose entries name items


def extended(base: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a questionnaire as ``table`` changes ``base``; neither is changed.

    Tables are merged key by key. In lists of tables, entries of the same ``id``, ``name`` or
    ``value`` are merged and stay where ``base`` has them; new ones come after. Other lists and
    values are taken from ``table``. What ``replace`` names is taken from it whole, and what
    ``without`` names is dropped from ``base`` first.

    A text that is written anew in one language loses the others, which say what ``base`` said; a
    language that ``base`` lacks is added to those there are.

    Raises
    ------
    ValueError
        ``without`` or ``replace`` names what is not there, or a list of ``table`` has two entries
        of one name; one line per fault.

    Examples
    --------
    >>> base = {"items": [{"id": "q1", "dimension": "staff"}, {"id": "q2", "dimension": "staff"}]}
    >>> extended(base, {"without": ["q1"], "items": [{"id": "q2", "reverse": True}]})
    {'items': [{'id': 'q2', 'dimension': 'staff', 'reverse': True}]}
    """
    faults = [*_kind_faults(table)]
    if faults:
        raise ValueError("\n".join(faults))
    absent, replaced = table.get(WITHOUT, []), table.get(REPLACE, [])
    faults = [*_absent_faults(absent, base), *_replaced_faults(replaced, base)]
    faults += [line for key, own in table.items() if _named(own) for line in _twice(key, own)]
    if faults:
        raise ValueError("\n".join(faults))
    left = _without(base, set(absent))
    for path in dict.fromkeys(replaced):
        left = _dropped(left, path.split("."))
    own = {key: value for key, value in table.items() if key not in OWN_KEYS}
    return _merged_tables(left, own)


def bases_of(table: Mapping[str, Any]) -> list[str]:
    """Return the names under ``extends``; ValueError if they are no texts."""
    named = table.get(EXTENDS, [])
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list) or not all(isinstance(n, str) and n.strip() for n in names):
        raise ValueError(
            f"{EXTENDS}: write the id or the file of a questionnaire in quotes: "
            f'{EXTENDS} = "servqual"'
        )
    return names


def _kind_faults(table: Mapping[str, Any]) -> Iterable[str]:
    """Yield keys that are no lists of texts."""
    for key in (WITHOUT, REPLACE):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            yield f'{key}: write a list of texts: {key} = ["items"]'


def _absent_faults(absent: Iterable[str], base: Mapping[str, Any]) -> Iterable[str]:
    """Yield names under ``without`` that no list of the extended questionnaire holds."""
    known = [
        str(name)
        for entries in base.values()
        if _named(entries)
        for entry in entries
        if (name := _name(entry)) is not None
    ]
    for name in dict.fromkeys(absent):
        if name not in known:
            yield f"{WITHOUT}: {name!r} is not in what this file extends{_near(name, known)}"


def _replaced_faults(replaced: Iterable[str], base: Mapping[str, Any]) -> Iterable[str]:
    """Yield keys under ``replace`` that the extended questionnaire does not have."""
    for path in dict.fromkeys(replaced):
        here: Any = base
        for step in path.split("."):
            if not isinstance(here, Mapping) or step not in here:
                known = list(here) if isinstance(here, Mapping) else []
                yield f"{REPLACE}: {path!r} is not in what this file extends{_near(step, known)}"
                break
            here = here[step]


def _twice(key: str, entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return a fault for each entry that stands there twice; merged, one would be lost."""
    return repeated(key, [_name(entry) for entry in entries])


def _near(name: str, known: Sequence[str]) -> str:
    """Return a guess at what was meant, or nothing."""
    near = get_close_matches(name, known, n=1, cutoff=NEAR)
    return f"; did you mean {near[0]!r}?" if near else ""


def _merged(base: Any, own: Any) -> Any:
    """Return a value as ``own`` changes it."""
    if (
        _worded(base)
        and _worded(own)
        and any(base.get(lang, own[lang]) != own[lang] for lang in own)
    ):
        return dict(own)
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        return _merged_tables(base, own)
    if _named(base) and _named(own):
        return _merged_entries(base, own)
    return own


def _worded(value: Any) -> TypeGuard[Mapping[str, str]]:
    """Say whether a value is a text by language."""
    return isinstance(value, Mapping) and all(
        isinstance(text, str) and re.fullmatch(LANGUAGE_CODE, key) for key, text in value.items()
    )


def _merged_tables(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table as another changes it, key by key."""
    both = {key: _merged(base[key], own[key]) if key in own else base[key] for key in base}
    return both | {key: own[key] for key in own if key not in base}


def _merged_entries(base: Sequence[Any], own: Sequence[Any]) -> list[Any]:
    """Return a list of tables: entries of one name merged in their place, new ones after."""
    names = [_name(entry) for entry in base]
    merged, added = list(base), []
    for entry in own:
        name = _name(entry)
        if name is not None and name in names:
            place = names.index(name)
            merged[place] = _merged(merged[place], entry)
        else:
            added.append(entry)
    return merged + added


def _named(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Say whether a value is a list of tables that have names."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, Mapping) and _name(entry) is not None for entry in value)
    )


def _name(entry: Any) -> str | int | None:
    """Return by what an entry of a list is told from the others; None for something else."""
    for key in NAMES:
        if isinstance(found := entry.get(key), str | int):
            return found
    return None


def left_behind(base: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the keys of the texts that ``base`` has in a language and ``whole`` has not, by it.

    Examples
    --------
    >>> left_behind({"title": {"en": "A", "zh": "B"}}, {"title": {"en": "C"}})
    {'zh': ['title']}
    """
    kept = dict(_texts("", whole))
    found: dict[str, list[str]] = {}
    for key, words in _texts("", base):
        for language in words:
            if language not in kept.get(key, words):
                found.setdefault(language, []).append(key)
    return found


def _texts(where: str, value: Any) -> Iterable[tuple[str, Mapping[str, str]]]:
    """Yield every text by language below a value, with its key."""
    if _worded(value):
        yield where, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(f"{where}.{key}" if where else key, inner)
    elif _named(value):
        for entry in value:
            yield from _texts(f"{where}[{_name(entry)}]", entry)


def _dropped(table: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Return a table without the key at the end of a path."""
    step, *rest = path
    if not rest:
        return {key: value for key, value in table.items() if key != step}
    return {**table, step: _dropped(table[step], rest)}


def _without(base: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    """Return a questionnaire without some entries, and without groups that are left empty."""
    if not gone:
        return dict(base)
    left = {
        key: [e for e in value if str(_name(e)) not in gone] if _named(value) else value
        for key, value in base.items()
    }
    for key in _GROUPING:
        if _named(left.get(key)):
            groups = [_fewer(group, gone) for group in left[key]]
            left[key] = [group for group in groups if group.get("items") != []]
    if isinstance(form := base.get("reversed_form"), Mapping):
        left["reversed_form"] = _fewer(form, gone)
    if _named(base.get("batteries")):
        left |= _unasked(left, gone & {str(_name(battery)) for battery in base["batteries"]})
    if _named(left.get("dimensions")):
        emptied = _dimensions_of(base) - _dimensions_of(left)
        left["dimensions"] = [d for d in left["dimensions"] if d.get("id") not in emptied]
    return {key: value for key, value in left.items() if value != [] or base[key] == []}


def _unasked(table: Mapping[str, Any], batteries: set[str]) -> dict[str, Any]:
    """Return the items and gaps of a questionnaire without some batteries."""
    left: dict[str, Any] = {}
    if not batteries:
        return left
    if _named(gaps := table.get("gaps")):
        left["gaps"] = [g for g in gaps if not batteries & {g.get("of"), g.get("minus")}]
    if _named(items := table.get("items")):
        left["items"] = [_unworded(item, batteries) for item in items]
    return left


def _unworded(item: Mapping[str, Any], batteries: set[str]) -> dict[str, Any]:
    """Return an item without its sentences in some batteries."""
    left = dict(item)
    if isinstance(wording := item.get("wording"), Mapping):
        left["wording"] = {key: value for key, value in wording.items() if key not in batteries}
    if isinstance(reverse := item.get("reverse"), list):
        left["reverse"] = [name for name in reverse if name not in batteries]
    return left


def _dimensions_of(table: Mapping[str, Any]) -> set[Any]:
    """Return the dimensions that the items of a questionnaire belong to."""
    items = table.get("items")
    return {str(item.get("dimension")) for item in items} if _named(items) else set()


def _fewer(group: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    """Return a group of items without some of them."""
    items = group.get("items")
    kept = [i for i in items if i not in gone] if isinstance(items, list) else items
    return {**group, "items": kept}
