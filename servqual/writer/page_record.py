"""What a page says about its own making, so that its figures can be held against the data."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from servqual.results import Study
from servqual.results.journey import Journey
from servqual.settings import ReportOptions
from servqual.writer.results_json import origin_of

SCHEMA = "servqual-page/1"


def page_record(study: Study, options: ReportOptions) -> str:
    """Return the record as JSON; '' for a study that was not read from a file.

    It holds settings, hashes and file names: no answer, no map, no folder.
    """
    if not study.sample.how:
        return ""
    found = origin_of(study)
    made = found["made"]
    for name in ("map", "instrument"):
        made[name] = made[name] and {"sha256": made[name]["sha256"]}
    found |= {"schema": SCHEMA, "options": _options(options)}
    if study.journey:
        found["journey"] = _journey(study.journey)
    if study.weighting.design:
        told = study.weighting
        found["weighting"] = {"design": told.design, "file": told.file, "sha256": told.sha256}
    asked = {"asked": study.segments.asked, "tiers_asked": study.segments.tiers_asked}
    if any(asked.values()):
        found["segments"] = asked
    if study.waves:
        found["tracked"] = True
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _journey(journey: Journey) -> dict[str, Any]:
    """Return the touchpoints as they were declared, so that the page can be made again."""
    points = journey.records("touchpoints")
    return {"touchpoints": points, "file": journey.file, "sha256": journey.sha256}


def _options(options: ReportOptions) -> dict[str, Any]:
    """Return how the page is dressed, as far as words and numbers depend on it."""
    said = {f.name: getattr(options, f.name) for f in fields(options)}
    return {name: value for name, value in said.items() if value and isinstance(value, str | bool)}
