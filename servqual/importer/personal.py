"""Recognises cells that name or reach a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

_EMAIL = re.compile(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")
_PHONE = re.compile(r"^\s*\+?\(?\d[\d\s().-]{7,18}\d\s*$")
_DATE = re.compile(r"^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
_LOOKED_AT = 400


def looks_personal(cells: Sequence[str]) -> bool:
    """Say whether most filled cells of a column are e-mail addresses or telephone numbers."""
    filled = [cell for cell in cells[:_LOOKED_AT] if cell.strip()]
    personal = sum(1 for cell in filled if _EMAIL.match(cell) or _is_phone(cell))
    return bool(filled) and 2 * personal > len(filled)


def holds_emails(cells: Sequence[str]) -> bool:
    """Say whether most filled cells of a column are e-mail addresses."""
    filled = [cell for cell in cells[:_LOOKED_AT] if cell.strip()]
    return bool(filled) and 2 * sum(map(bool, map(_EMAIL.match, filled))) > len(filled)


def _is_phone(cell: str) -> bool:
    return bool(_PHONE.match(cell)) and not _DATE.match(cell)
