"""Tells by the wording of headings, not by their numbers, which form of SERVQUAL a file is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.catalog import instrument_ids, load_instrument
from servqual.importer.matching.headings import named, parts
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import Target, Use, short_header
from servqual.importer.opening.table import Table
from servqual.importer.words import plain, without_question_number
from servqual.instrument import Instrument

NOT_BY_WORDING = ("mapping", "id", "alias", "name", "pattern", "number")
_ENOUGH = 2  # items that one form words as only it does; one may be chance
_ENOUGH_TURNED = 3  # headings of items that one form words negatively
_MOSTLY = 2 / 3
_SHORTEST = 4  # signs of a wording


def form_faults(uses: Iterable[Use], table: Table, instrument: Instrument) -> list[str]:
    """Return a fault when headings word another form than the questionnaire they were numbered by.

    The forms of 1988 and 1991 give the same number to different items, and 1988 words some
    negatively: read by number alone, their answers would stand under wrong items with wrong signs.
    """
    form = _vocabulary()["numbered_as"].get(instrument.id, instrument.id)
    if form not in _vocabulary()["items"]:
        return []
    names = Names(instrument)
    worded = [
        (use.target.id, wording)
        for use in uses
        if use.target
        and use.target.kind == "rating"
        and use.how in NOT_BY_WORDING
        and (wording := wording_of(use, table, names))
    ]
    return _order_faults(worded, form, instrument) or _sign_faults(worded, instrument)


def fitting_questionnaire(table: Table, instrument: Instrument) -> str:
    """Return the id of another shipped questionnaire whose every sentence is a heading, '' if none.

    Only for questionnaires that are shipped: who has one of their own knows what was asked.
    """
    if instrument.id not in instrument_ids():
        return ""
    for name in instrument_ids():
        if name == instrument.id:
            continue
        other = load_instrument(name)
        names = Names(other)
        found = [
            names.find(header, table.text_of(i), table.group_of(i))
            for i, header in enumerate(table.headers)
        ]
        worded = {target for target, how in filter(None, found) if how == "wording"}
        asked = {Target("rating", i, b) for i in other.item_ids for b in other.battery_names}
        if asked <= worded:
            return name
    return ""


def wording_of(use: Use, table: Table, names: Names) -> str:
    """Return the sentence in a heading, without battery and number; '' if there is none."""
    text = table.text_of(use.column) or use.header
    name = named(text)
    if name and names.find(name.group):
        text = name.item
    else:
        text = next((h.item for h in parts(text) if names.battery_of(h.group)), text)
    text = plain(without_question_number(text))
    letters = sum(map(str.isalpha, text))
    return text if letters >= _SHORTEST and not names.find(text) else ""


def _order_faults(
    worded: Sequence[tuple[str, str]], form: str, instrument: Instrument
) -> list[str]:
    """Return a fault if items stand under numbers that only another form gives them."""
    other = next(name for name in _vocabulary()["items"] if name != form)
    evidence: dict[str, dict[str, str]] = {form: {}, other: {}}
    for item, wording in worded:
        fits = [name for name in evidence if _fits(name, item, wording)]
        if len(fits) == 1:
            evidence[fits[0]].setdefault(item, wording)
    if len(evidence[other]) < _ENOUGH:
        return []
    shown = _shown(evidence[other])
    if len(evidence[form]) >= _ENOUGH:
        return [
            f"the headings mix two forms of SERVQUAL: {shown} as in {other}, "
            f"{_shown(evidence[form])} as in {form}. Their numbers fit neither; write the items "
            "into a questionnaire file of your own, which 'servqual map --draft-instrument FILE' "
            "begins"
        ]
    return [_other_form(shown, _turned(worded), other, instrument)]


def _other_form(shown: str, turned: bool | None, other: str, instrument: Instrument) -> str:
    """Return what to do about a file of the other form, whose sentences may have been mended."""
    if other == "servqual" and instrument.id != other:
        remedy = f"Read it with -i {other}"
    elif other != "servqual" and turned is False:
        remedy = (
            f"It has the items of {other}, but all worded positively, and that form is turned "
            f"round: copy {_path(other)} under another id, remove reverse = true from its items, "
            "and read with -i COPY.toml"
        )
    elif instrument.battery_names == ["perception"]:
        remedy = f"Copy {_path(other)}, remove the battery expectation, and read with -i COPY.toml"
    else:
        remedy = f"Read it with -i {other}"
    return (
        f"the headings word another form than {instrument.id}: {shown}. Their numbers mean other "
        f"items there. {remedy}"
    )


def _sign_faults(worded: Sequence[tuple[str, str]], instrument: Instrument) -> list[str]:
    """Return a fault if headings are worded negatively where the questionnaire's are not."""
    turned = _turned(worded)
    items = [item for item in _vocabulary()["negative"]["items"] if item in instrument.item_ids]
    battery = instrument.battery_names[-1]
    expected = [instrument.is_reversed(item, battery) for item in items]
    if turned is None or turned == any(expected):
        return []
    shown = _shown({item: text for item, text in worded if item in items})
    if turned:
        return [
            f"items that {instrument.id} words positively are worded negatively in the headings: "
            f"{shown}. If the answers stand as they were given, read them with -i servqual-1988, "
            "which turns these items round; if they were turned round already, take the sentences "
            "out of the headings"
        ]
    return [
        f"items that {instrument.id} turns round are worded positively in the headings: {shown}. "
        "Read them with -i servqual if its items were asked; otherwise copy "
        f"{_path(instrument.id)} under another id, remove reverse = true from its items, and read "
        "with -i COPY.toml"
    ]


def _turned(worded: Iterable[tuple[str, str]]) -> bool | None:
    """Say whether the items of the negative form are worded negatively; None if that is open."""
    negative = _vocabulary()["negative"]
    pattern = _compiled(negative["words"])
    found = [bool(pattern.search(text)) for item, text in worded if item in negative["items"]]
    if len(found) < _ENOUGH_TURNED:
        return None
    share = sum(found) / len(found)
    return True if share >= _MOSTLY else False if share <= 1 - _MOSTLY else None


def _fits(form: str, item: str, wording: str) -> bool:
    pattern = _vocabulary()["items"][form].get(item)
    return bool(pattern) and bool(_compiled(pattern).search(wording))


def _shown(wordings: Mapping[str, str]) -> str:
    """Return up to three items with their wording."""
    entries = sorted(wordings.items(), key=lambda entry: int(entry[0][1:]))[-3:]
    return ", ".join(f"{item} {short_header(text)!r}" for item, text in entries)


def _path(name: str) -> str:
    return str(data_folder("instruments") / f"{name}.toml")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _vocabulary() -> Mapping[str, Any]:
    """Return ``instruments/_forms.toml``."""
    return read_toml(data_folder("instruments") / "_forms.toml", "data file")
