"""The sheets of the workbook about several waves."""

from __future__ import annotations

from typing import Any

from servqual.results import Study

_SHEETS = {
    "Waves": "waves",
    "Figures by wave": "means",
    "Changes over waves": "changes",
    "Breaks between waves": "breaks",
    "Groups by wave": "groups",
    "Panels": "pairs",
    "Changes of the panel": "panel",
    "Same mix by wave": "standard",
    "Control charts": "charts",
    "Control chart points": "points",
    "Seasons": "seasons",
    "Targets": "targets",
    "Pilot units": "pilot",
}


def wave_sheets(study: Study) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of several waves; every one is empty for a single wave."""
    found = {title: study.waves.records(part) for title, part in _SHEETS.items()}
    for row in found["Waves"]:
        del row["made"]  # how a file was read is for making it again, not for reading
    return found
