"""How a report is dressed: client, language, date, brand and the like, checked at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from servqual.cli.request import Reading, said_of
from servqual.errors import SettingsError

_DRESS = (
    "client", "language", "date", "service", "title", "brand", "audience", "style", "status",
    "radar", "importance_axis", "notes", "master",
)  # fmt: skip


def dress_of(reading: Reading, **said: str | bool | None) -> dict[str, Any]:
    """Return how the report is dressed: language and date are checked."""
    told: Mapping[str, Any] = reading.defaults("report") | said_of(**said)
    dress = {name: told[name] for name in _DRESS if name in told}
    check_language(dress.get("language"))
    return dress | {"date": printed_date(dress.get("date"))}


def status_of(*, draft: bool, final: bool) -> str | None:
    """Return the status that was typed, None if none was."""
    if draft and final:
        raise SettingsError("a report is a draft or final, not both. Leave out --draft or --final.")
    return "draft" if draft else "final" if final else None


def check_dress(dress: Mapping[str, Any], path: Path, *, charts: bool = True) -> None:
    """Raise at once for what would otherwise stop the report after the survey was read."""
    from servqual.analysis import check_maker
    from servqual.settings import ReportOptions
    from servqual.writer import read_brand, read_own_words
    from servqual.writer.sections.order import check_audience

    check_maker(path, charts=charts)
    check_audience(dress.get("audience", ""))
    ReportOptions(
        status=dress.get("status", ""),
        style=dress.get("style", "standard"),
        importance_axis=dress.get("importance_axis", ""),
    )
    if brand := dress.get("brand"):
        read_brand(brand)
    if notes := dress.get("notes"):
        read_own_words(notes)
    if (master := dress.get("master")) and path.suffix.lower() == ".pptx":
        from servqual.writer.pptx.master import check_master

        check_master(master)


def check_language(code: str | None) -> None:
    """Raise unless there are texts in a language; None is fine."""
    from servqual.texts import catalogue

    if code is not None:
        catalogue(code)


def printed_date(given: str | None) -> str:
    """Return the date to print: the one given as YYYY-MM-DD, or today's."""
    from datetime import date

    if given is None:
        return date.today().isoformat()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:  # other ISO forms, such as 20260531, are refused
        raise SettingsError(f"the date is {given!r}; write it as YYYY-MM-DD, such as 2026-05-31.")
    return given
