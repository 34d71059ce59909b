"""Recognises columns that name, reach or number a person, by their heading and their cells."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from servqual._files import data_folder, read_toml
from servqual.importer.people.redaction import SURNAMES
from servqual.importer.words import answer_list, key, squash, without_question_number

_OF_DIGITS = ("coordinates", "national_id", "id")
KINDS = ("email", "phone", "ip", "coordinates", "national_id", "address", "id", "name")
_LOOKED_AT = 400
_MOST = 0.5  # of the filled cells, and of them different ones
_NEARLY_ALL = 0.8
_FEWEST = 5  # cells before names and codes are told by their form alone
_FEW_ANSWERS, _SAID_OFTEN = 7, 5
_LONGEST_NAME = 40  # signs
_SHORTEST = 6  # signs of an address or a number that reaches a person

_EMAIL = re.compile(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")
_EMAIL_WITHIN = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")
_PHONE = re.compile(r"^\+?\(?\d[\d\s().\-–/]{5,20}\d$")
_PHONE_SURE = re.compile(r"^(?:\+|00?[1-9]|\(\d|1[3-9]\d{9}$)|^\d{2,5}[ \-–/.)]")
_DATE = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)")
_NO_PHONE = (
    re.compile(r"^\d+[.,]\d+$"),  # a number with decimals
    re.compile(r"^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$"),  # thousands set apart
    re.compile(r"^\d{5}-\d{3,4}$"),  # a postcode
    re.compile(r"^\d+(?:[.,]\d{3})*\s*[-–/]\s*\d+(?:[.,]\d{3})*$"),  # from ... to ...
)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_POINT = re.compile(r"^[(\[]?-?\d{1,3}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}[)\]]?$")
_IP = re.compile(r"^\s*([0-9a-fA-F.:]{7,45})(?=$|[\s(（/])")
_CHINESE_ID = re.compile(r"^\d{17}[\dXx]$")
_OTHER_IDS = (
    re.compile(r"^\d{3}-\d{2}-\d{4}$"),  # social security, USA
    re.compile(r"^\d{3}\.\d{3}\.\d{3}-\d{2}$"),  # CPF, Brazil
    re.compile(r"^\d{6}-[1-8]\d{6}$"),  # Korea
)
_CODE = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.:-]{4,63}$")
_LATIN_NAME = re.compile(r"^[A-ZÀ-Þ][\w'’.-]+(?:,? [A-ZÀ-Þ][\w'’.-]*){1,3}$")
_CHINESE_NAME = re.compile(rf"^[{SURNAMES}][\u4e00-\u9fff]{{1,2}}$")


@cache
def _headings() -> dict[str, Any]:
    return read_toml(data_folder("instruments") / "_personal.toml", "data file")


@cache
def _whole_headings() -> dict[str, str]:
    """Return squashed heading -> kind."""
    return {squash(word): kind for kind in KINDS for word in _headings()[kind]["words"]}


@cache
def _places() -> frozenset[str]:
    """Return the headings of postcodes, which say where many people live."""
    return frozenset(map(squash, _headings()["postcode"]["words"]))


@cache
def _inside() -> tuple[tuple[str, str], ...]:
    """Return part of a heading, kind."""
    return tuple((key(word), kind) for kind in KINDS for word in _headings()[kind]["inside"])


def personal_kind(heading: str, cells: Sequence[str], text: str = "") -> str:
    """Return what of a person a column holds, one of ``KINDS``; '' for nothing.

    Parameters
    ----------
    heading, text : str
        Header, and what was asked where the tool writes it apart.
    cells : sequence of str
    """
    filled = _filled(cells)
    return (
        reaching_kind(cells)
        or _told_by_heading(heading, filled)
        or _told_by_heading(text, filled)
        or ("" if squash(heading) in _places() else _told_by_form(filled))
    )


def reaching_kind(cells: Sequence[str]) -> str:
    """Return what a column holds that reaches a person, by its cells alone; '' for nothing."""
    filled = _filled(cells)
    if max(map(len, filled), default=0) < _SHORTEST:
        return ""
    return next((kind for kind, is_one in _FORMS.items() if _mostly(filled, is_one)), "")


def looks_personal(cells: Sequence[str]) -> bool:
    """Say whether most filled cells of a column reach a person: an address, a number, a place."""
    return bool(reaching_kind(cells))


def masked(text: str) -> str:
    """Return the cell of a column of answers as a message shows it, without addresses or numbers.

    Examples
    --------
    >>> masked("ann@example.com"), masked("6.5")
    ('***', '6.5')
    """
    return "***" if _EMAIL_WITHIN.search(text) or is_phone(text) else text


def _filled(cells: Sequence[str]) -> list[str]:
    return [clean for cell in cells[:_LOOKED_AT] if (clean := cell.strip())]


def _mostly(filled: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return sum(map(is_one, filled)) > _MOST * len(filled)


def is_email(cell: str) -> bool:
    """Say whether a cell is an e-mail address."""
    return bool(_EMAIL.match(cell))


def is_phone(cell: str) -> bool:
    """Say whether a cell is a telephone number; ranges, dates, postcodes and decimals are none."""
    cell = cell.strip()
    digits = sum(map(str.isdigit, cell))
    return (
        _FEWEST_DIGITS <= digits <= _MOST_DIGITS
        and bool(_PHONE.match(cell))
        and bool(_PHONE_SURE.match(cell))
        and not _DATE.match(cell)
        and not any(form.match(cell) for form in _NO_PHONE)
    )


def is_ip(cell: str) -> bool:
    """Say whether a cell is an address of a computer, a place in brackets after it or not."""
    found = _IP.match(cell)
    try:
        return bool(found) and bool(ipaddress.ip_address(found[1] if found else ""))
    except ValueError:
        return False


def _is_national_id(cell: str) -> bool:
    if _CHINESE_ID.match(cell):
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(digit) * weight for digit, weight in zip(cell[:17], weights, strict=True))
        return "10X98765432"[total % 11] == cell[17].upper()
    return any(form.match(cell) for form in _OTHER_IDS)


def _is_point(cell: str) -> bool:
    return bool(_POINT.match(cell))


_FORMS: dict[str, Callable[[str], bool]] = {
    "email": is_email,
    "national_id": _is_national_id,
    "ip": is_ip,
    "phone": is_phone,
    "coordinates": _is_point,
}


# -- headings and forms ----------------------------------------------------------------------------


def _told_by_heading(heading: str, filled: Sequence[str]) -> str:
    """Return the kind that a heading tells, unless the column holds answers."""
    known = _whole_headings()
    bare = without_question_number(heading)
    whole = known.get(squash(heading)) or known.get(squash(bare), "")
    if whole:
        wrong = whole in _OF_DIGITS and filled and not _fits(whole, filled)
        return "" if wrong or _are_ticks(heading, filled) else whole
    heard = key(heading)
    for word, kind in _inside():
        if word in heard and filled and not _are_answers(heading, filled) and _fits(kind, filled):
            return kind
    return ""


def _are_ticks(heading: str, filled: Sequence[str]) -> bool:
    """Say whether a column holds ticks, ratings, or the option that its heading names."""
    different = {key(cell) for cell in filled}
    if not different:
        return False
    heard = key(heading)
    short = all(c in _ticks() or (c.lstrip("-").isdigit() and len(c) <= 2) for c in different)
    return short or all(len(c) > 1 and c in heard for c in different) or _running(different)


def _are_answers(heading: str, filled: Sequence[str]) -> bool:
    """Say whether a column holds ticks, ratings, or few answers that are given often."""
    n = len({key(cell) for cell in filled})
    return _are_ticks(heading, filled) or (n <= _FEW_ANSWERS and len(filled) >= _SAID_OFTEN * n)


def _running(different: set[str]) -> bool:
    """Say whether cells count the rows: 1, 2, 3 and so on."""
    if not all(cell.isdigit() and len(cell) < 8 for cell in different):
        return False
    numbers = set(map(int, different))
    return max(numbers) - min(numbers) < 2 * len(numbers) and min(numbers) <= len(numbers)


@cache
def _ticks() -> frozenset[str]:
    words = (*answer_list("yes_no", "yes"), *answer_list("yes_no", "no"))
    return frozenset(
        {*map(key, words), "x", "√", "✓", "✔", "checked", "selected", "选中", "未选中"}
    )


def _fits(kind: str, filled: Sequence[str]) -> bool:
    """Say whether cells can be what a longer heading speaks of."""
    fits = [cell for cell in filled if _can_be(kind, cell)]
    return len(fits) > _MOST * len(filled)


def _can_be(kind: str, cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    match kind:
        case "email":
            return "@" in cell
        case "phone":
            letters = cell.casefold().removeprefix("tel").removeprefix("电话")
            worded = any(map(str.isalpha, letters))  # "3000-3499元" is a price
            return digits >= _FEWEST_DIGITS and len(cell) <= _LONGEST_NAME and not worded
        case "national_id":
            return digits >= _FEWEST_DIGITS and len(cell) <= _LONGEST_NAME
        case "name":
            return not digits and len(cell) <= _LONGEST_NAME and len(cell.split()) <= 5
        case _:
            return digits > 0 and len(cell) <= 2 * _LONGEST_NAME


def _told_by_form(filled: Sequence[str]) -> str:
    """Return ``id`` or ``name`` for a column in which nearly every cell is another one."""
    different = set(filled)
    if len(filled) < _FEWEST or len(different) < _NEARLY_ALL * len(filled):
        return ""
    if _share(filled, lambda cell: bool(_LATIN_NAME.match(cell) or _CHINESE_NAME.match(cell))):
        return "name"
    return "id" if _share(filled, _is_code) else ""


def _share(filled: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return sum(map(is_one, filled)) >= _NEARLY_ALL * len(filled)


def _is_code(cell: str) -> bool:
    """Say whether a cell is a code of letters and digits, or a long number; no date, no decimal."""
    if _DATE.match(cell) or not _CODE.match(cell) or re.fullmatch(r"\d+[.:]\d+.*", cell):
        return False
    return not cell.isdigit() or len(cell) > 5
