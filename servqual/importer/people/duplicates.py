"""Who answered twice, told by what only one person has; nothing of it outlives the reading."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from servqual.importer.matching.columns import PERSONAL, Plan
from servqual.importer.opening.table import Table
from servqual.importer.people.personal import is_email, is_ip, is_phone, personal_kind
from servqual.importer.words import plain
from servqual.notes import Note

Marks = dict[str, npt.NDArray[np.bool_]]

SAME_PERSON, SAME_ADDRESS = "duplicate_token", "duplicate_ip"
_TELLS_APART = 0.5  # of the filled cells are different ones; fewer is a desk, a group, a default
_DIGITS = 10  # of a telephone number, from its end: country codes come and go
_FEWEST_SIGNS = 3


def duplicate_marks(table: Table, plan: Plan, chosen: npt.NDArray[np.bool_]) -> Marks:
    """Return who has the same token as somebody earlier among the people chosen.

    ``duplicate_token`` compares e-mail addresses, telephone and identity numbers, participant codes
    and the survey tool's own response ids; ``duplicate_ip`` addresses of computers, which families
    and offices share. Names are not compared: two people may have one. A column in which most
    people have the same entry tells nobody apart and is left out.

    The cells are compared as hashes under a secret that is drawn for this call and thrown away:
    the marks are the same in every run, and nothing in them leads back to a cell.
    """
    places = np.flatnonzero(chosen).tolist()
    secret = secrets.token_bytes(32)
    marks: Marks = {}
    for use in plan.uses:
        kind = _kind(table, use.column, is_personal=use.reason == PERSONAL)
        if not kind:
            continue
        cells = [table.columns[use.column][i] for i in places]
        again = _again(cells, _TOKENS[kind], secret)
        name = SAME_ADDRESS if kind == "ip" else SAME_PERSON
        marks[name] = marks[name] | again if name in marks else again
    return marks


def person_tokens(
    table: Table, plan: Plan, chosen: npt.NDArray[np.bool_], secret: bytes
) -> list[frozenset[bytes]]:
    """Return what tells each of the chosen people apart, as hashes under a secret.

    The same e-mail address, telephone or identity number or participant code gives the same hash
    in every table that is hashed under the same secret. Codes that a survey tool gave count within
    that tool only, and only where they are no running numbers; addresses of computers never.
    """
    places = np.flatnonzero(chosen).tolist()
    found: list[set[bytes]] = [set() for _ in places]
    for use in plan.uses:
        kind = _kind(table, use.column, is_personal=use.reason == PERSONAL)
        if kind in ("", "ip"):
            continue
        by_tool = table.role_of(use.column) == "id"
        told = [_TOKENS[kind](table.columns[use.column][i]) for i in places]
        if by_tool and all(map(str.isdigit, filter(None, told))):
            continue
        if len(set(filter(None, told))) <= _TELLS_APART * sum(map(bool, told)):
            continue
        name = f"id of {table.layout}" if by_tool else kind
        for tokens, token in zip(found, told, strict=True):
            if token:
                tokens.add(_hashed(f"{name}:{token}", secret))
    return [frozenset(tokens) for tokens in found]


def hashed_ids(cells: Sequence[str], places: Sequence[int], secret: bytes) -> list[bytes]:
    """Return the ids of some rows as hashes under a secret, b"" where there is none.

    Blanks, width and case make no difference: ``" Ann@x.org"`` and ``"ann@x.org"`` are one id.
    """
    clean = ["".join(plain(cells[i]).split()).casefold() for i in places]
    return [_hashed(text, secret) if text else b"" for text in clean]


def duplicate_notes(marks: Marks, file: str) -> list[Note]:
    """Return how many people have a token that somebody earlier had."""
    return [
        Note(f"people_{name}", {"n": int(who.sum())}, file)
        for name, who in marks.items()
        if who.any()
    ]


def _kind(table: Table, column: int, *, is_personal: bool) -> str:
    """Return the kind of token that a column holds, '' for none."""
    if table.role_of(column) == "id":
        return "id"
    if not is_personal:
        return ""
    kind = personal_kind(table.headers[column], table.columns[column], table.text_of(column))
    return kind if kind in _TOKENS else ""


def _again(
    cells: Sequence[str], token_of: Callable[[str], str], secret: bytes
) -> npt.NDArray[np.bool_]:
    """Return which cells hold a token that an earlier cell held."""
    tokens = [_hashed(token, secret) if (token := token_of(cell)) else b"" for cell in cells]
    again = np.zeros(len(tokens), dtype=bool)
    filled = [hashed for hashed in tokens if hashed]
    if len(set(filled)) <= _TELLS_APART * len(filled):
        return again
    seen: set[bytes] = set()
    for i, hashed in enumerate(tokens):
        again[i] = bool(hashed) and hashed in seen
        seen.add(hashed)
    return again


def _hashed(token: str, secret: bytes) -> bytes:
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), key=secret).digest()


def _email(cell: str) -> str:
    return cell.strip().casefold() if is_email(cell) else ""


def _phone(cell: str) -> str:
    return "".join(filter(str.isdigit, cell))[-_DIGITS:] if _numbered(cell) else ""


def _numbered(cell: str) -> bool:
    return is_phone(cell) or sum(map(str.isdigit, cell)) >= _DIGITS


def _ip(cell: str) -> str:
    return cell.strip().partition("(")[0].partition("（")[0].strip() if is_ip(cell) else ""


def _code(cell: str) -> str:
    clean = "".join(cell.split()).casefold()
    return clean if len(clean) >= _FEWEST_SIGNS and any(map(str.isdigit, clean)) else ""


_TOKENS: dict[str, Callable[[str], str]] = {
    "email": _email,
    "phone": _phone,
    "national_id": _code,
    "id": _code,
    "ip": _ip,
}
