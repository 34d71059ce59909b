"""The entries of a study file, each checked: a fault names the entry and says what to write."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual.folder.words import Words

LANGUAGE = "en or zh"


class Entries:
    """One table of a study file: takes entries out, and keeps a fault for each that is wrong.

    Parameters
    ----------
    table : mapping
        As TOML gave it; anything else is a fault.
    name : str
        Of the table, '' for the whole file.
    folder : Path
        Where relative paths start.
    faults : list of str
        Faults are added to it.
    """

    def __init__(self, table: Any, name: str, folder: Path, faults: list[str]) -> None:
        self.name, self.folder, self.faults = name, folder, faults
        self.table: Mapping[str, Any] = {}
        if isinstance(table, Mapping):
            self.table = table
        else:
            self.fault("", f"must be a table; write [{name}] on a line of its own, entries below")

    def fault(self, key: str, text: str) -> None:
        """Keep a fault of an entry, or of the table for ''."""
        where = ".".join(part for part in (self.name, key) if part)
        self.faults.append(f"{where}: {text}")

    def part(self, key: str, default: Any = None) -> Entries:
        """Return a table inside this one; an empty one where it is left out."""
        path = ".".join(part for part in (self.name, key) if part)
        return Entries(self.table.get(key, default or {}), path, self.folder, self.faults)

    def check_known(self, known: Collection[str]) -> None:
        """Keep a fault for every key that is not known, with the one that is meant."""
        for key in self.table:
            if key not in known:
                near = get_close_matches(key, known, 1)
                meant = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}"
                self.fault(key, f"this key is not known. {meant}")

    def text(self, key: str) -> str:
        """Return a text, '' where it is left out."""
        value = self.table.get(key, "")
        if not isinstance(value, str):
            self.fault(key, f"{value!r} must be text in quotes")
            return ""
        return value.strip()

    def choice(self, key: str, known: Collection[str]) -> str:
        """Return one of several texts, '' where it is left out."""
        value = self.text(key)
        if value and value not in known:
            self.fault(key, f"{value!r} must be one of: {', '.join(known)}")
            return ""
        return value

    def words(self, key: str) -> Words:
        """Return a text, or one for each language."""
        value = self.table.get(key, "")
        if isinstance(value, str):
            return Words(MappingProxyType({"": value.strip()} if value.strip() else {}))
        given = value if isinstance(value, Mapping) else {}
        if not given or not all(isinstance(text, str) for text in given.values()):
            self.fault(
                key, f'must be text in quotes, or {{ en = "...", zh = "..." }}, not {value!r}'
            )
            return Words()
        return Words(MappingProxyType({code: text.strip() for code, text in given.items()}))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one alone needs no list."""
        value = self.table.get(key, [])
        several = [value] if isinstance(value, str) else value
        if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
            self.fault(key, f'must be a list of texts, such as ["..."], not {value!r}')
            return ()
        return tuple(text for one in several if (text := one.strip()))

    def number(self, key: str) -> float | None:
        """Return a number, None where it is left out."""
        value = self.table.get(key)
        if value is not None and type(value) not in (int, float):
            self.fault(key, f"{value!r} must be a number, without quotes")
            return None
        return value

    def whole(self, key: str, least: int = 0) -> int | None:
        """Return a whole number, None where it is left out."""
        value = self.table.get(key)
        if value is not None and (type(value) is not int or value < least):
            self.fault(key, f"{value!r} must be a whole number from {least} up, without quotes")
            return None
        return value

    def truth(self, key: str) -> bool:
        """Return true or false, false where it is left out."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"{value!r} must be true or false, without quotes")
            return False
        return value

    def day(self, key: str) -> datetime.date | None:
        """Return a date, None where it is left out or ''."""
        value = self.table.get(key)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        if value in (None, ""):
            return None
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            self.fault(key, f"{value!r} must be a date such as 2026-05-31, without quotes")
            return None

    def path(self, key: str) -> Path | None:
        """Return a path as it stands from the folder, None where it is left out."""
        text = self.text(key)
        return self.folder / text if text else None
