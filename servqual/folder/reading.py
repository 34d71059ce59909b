"""A study file, table by table: every value checked, all faults found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual.errors import SettingsError
from servqual.folder.entries import Entries
from servqual.folder.model import StudyFile, SurveyFile, Unit
from servqual.folder.provider import KEYS as PROVIDER_KEYS
from servqual.folder.provider import provider_files
from servqual.settings import COMMENT_RULES, LOWEST_MIN_CELL, Promise

KINDS = ("html", "pdf", "docx", "pptx", "xlsx", "figures", "data")
TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "study": ("client", "service", "title", "instrument", "languages"),
        "data": (
            "files", "mapping", "weights", "reviewed", "code_frame", "second_coder", "design",
            "journey", "operations",
        ),
        "fieldwork": ("start", "end", "mode", "frame", "invited", "unit", "units"),
        "exclude": (),
        "promise": ("min_cell", "comments", "text", "keep_until"),
        "figures": (
            "by", "segments", "tiers", "outcome", "sesoi", "sesoi_agreed", "sesoi_agreed_by",
            "min_cell", "confidence", "incomplete", "cross", "target", "benchmark", "seed",
        ),
        "report": (
            "deliver", "brand", "audience", "style", "status", "date", "each", "notes", "master",
            "radar", "importance_axis",
        ),
        "gap_model": PROVIDER_KEYS,
        "before": ("file", "crosswalk"),
    }
)  # fmt: skip


def study_of(table: Mapping[str, Any], file: Path, faults: list[str]) -> StudyFile:
    """Return the study that a TOML table describes; faults are added to a list."""
    whole = Entries(table, "", file.parent, faults)
    whole.check_known(list(TABLES))
    parts = {name: whole.part(name) for name in TABLES}
    for name, keys in TABLES.items():
        if keys:
            parts[name].check_known(keys)
    languages = _languages(parts["study"])
    promise = _promise(parts["promise"])
    return StudyFile(
        path=file,
        folder=file.parent,
        languages=languages,
        promise=promise,
        exclude=_rules(parts["exclude"]),
        figures=_figures(parts["figures"], promise),
        by=parts["figures"].texts("by"),
        segments=_segments(parts["figures"]),
        tiers=parts["figures"].text("tiers"),
        provider=provider_files(parts["gap_model"]),
        before=parts["before"].path("file"),
        crosswalk=parts["before"].path("crosswalk"),
        **_about(parts["study"]),
        **_data(parts["data"]),
        **_fieldwork(parts["fieldwork"]),
        **_report(parts["report"], languages),
    )


def _about(study: Entries) -> dict[str, Any]:
    named = study.text("instrument")
    own = named.endswith(".toml")
    return {
        "client": study.words("client"),
        "service": study.words("service"),
        "title": study.words("title"),
        "instrument": str(study.folder / named) if own else named,
    }


def _languages(study: Entries) -> tuple[str, ...]:
    from servqual.texts import languages

    asked = tuple(dict.fromkeys(study.texts("languages")))
    for code in asked:
        if code not in languages():
            study.fault(
                "languages", f"there are no texts in {code!r}; known: {', '.join(languages())}"
            )
    return asked or ("en",)


def _data(data: Entries) -> dict[str, Any]:
    texts = ("files", "weights")
    return {name: data.path(name) for name in TABLES["data"] if name not in texts} | {
        "weights": data.text("weights"),
        "files": _files(data),
    }


_FILE_KEYS = ("file", "mapping", "instrument", "layout", "scale", "source", "mode", "language")


def _files(data: Entries) -> tuple[SurveyFile, ...]:
    """Return the exports: each a name, or a table with what is said of that file alone."""
    listed = data.table.get("files", [])
    found = []
    for number, given in enumerate(listed if isinstance(listed, list) else [listed], start=1):
        table = {"file": given} if isinstance(given, str) else given
        if not isinstance(table, Mapping):
            data.fault("files", f'{given!r} must be a name in quotes, or {{ file = "...", ... }}')
            continue
        entry = Entries(table, f"data.files[{number}]", data.folder, data.faults)
        entry.check_known(_FILE_KEYS)
        path, own = entry.path("file"), entry.text("instrument")
        if path is None:
            entry.fault("file", "name the export, such as data/guests.csv")
            continue
        found.append(
            SurveyFile(
                path=path,
                mapping=entry.path("mapping"),
                instrument=str(data.folder / own) if own.endswith(".toml") else own,
                **{key: entry.text(key) for key in _FILE_KEYS[3:]},
            )
        )
    return tuple(found)


def _fieldwork(field_: Entries) -> dict[str, Any]:
    start, end = field_.day("start"), field_.day("end")
    if start and end and end < start:
        field_.fault("end", f"{end} is before the start, {start}. Exchange the two")
    units: dict[str, Unit] = {}
    for name in field_.part("units").table:
        unit = field_.part("units").part(name)
        unit.check_known(("invited", "quota"))
        units[name] = Unit(unit.whole("invited") or 0, unit.whole("quota") or 0)
    unit_column = field_.text("unit")
    if units and not unit_column:
        field_.fault("unit", 'name the column that holds the units, such as unit = "branch"')
    known = field_.whole("invited") or 0
    return {
        "start": start,
        "end": end,
        "mode": field_.words("mode"),
        "frame": field_.words("frame"),
        "invited": known or sum(one.invited for one in units.values()),
        "unit": unit_column,
        "units": MappingProxyType(units),
    }


def _rules(exclude: Entries) -> Mapping[str, str]:
    """Return rule -> reason."""
    from servqual.quality import parse_rules

    found = {}
    for rule, reason in exclude.table.items():
        if isinstance(reason, str):
            found[rule] = reason
        else:
            exclude.fault(rule, f"{reason!r} must be the reason as text in quotes")
    try:
        parse_rules(found)
    except SettingsError as error:
        exclude.fault("", str(error))
    return MappingProxyType(found)


def _promise(promise: Entries) -> Promise:
    """Return what was promised to those who answered."""
    words, cell = promise.words("text"), promise.whole("min_cell", LOWEST_MIN_CELL)
    return Promise(
        min_cell=cell or 0,
        comments=promise.choice("comments", COMMENT_RULES),
        text=words.texts,
        keep_until=promise.day("keep_until"),
    )


def _figures(figures: Entries, promise: Promise) -> Mapping[str, Any]:
    """Return the settings that were given, checked as the analysis would."""
    from servqual.settings import Settings

    found: dict[str, Any] = {
        "sesoi": figures.number("sesoi"),
        "confidence": figures.number("confidence"),
        "min_cell": figures.whole("min_cell"),
        "seed": figures.whole("seed"),
        "sesoi_agreed": figures.truth("sesoi_agreed") or None,
        "target": _point(figures, "target"),
        "benchmark": _point(figures, "benchmark"),
    }
    for name in ("sesoi_agreed_by", "outcome", "incomplete", "cross"):
        found[name] = figures.text(name) or None
    if found["sesoi_agreed_by"]:
        found["sesoi_agreed"] = True
    if found["sesoi_agreed"] and found["sesoi"] is None:
        figures.fault("sesoi", "somebody agreed on it, but it is not given; write sesoi = 0.5")
    given = {name: value for name, value in found.items() if value is not None}
    try:
        Settings(**{"min_cell": promise.usual_cell} | given, promise=promise)
    except SettingsError as error:
        figures.fault("", str(error))
    return MappingProxyType(given)


def _segments(figures: Entries) -> str:
    """Return how many segments are asked for, '' for none; a number needs no quotes."""
    from servqual.analysis.segments import check_segments

    try:
        return str(check_segments(figures.table.get("segments")))
    except SettingsError as error:
        figures.fault("segments", str(error))
        return ""


def _point(figures: Entries, key: str) -> tuple[float, float] | None:
    """Return performance and importance, None where they are left out."""
    value = figures.table.get(key)
    if value is None:
        return None
    if isinstance(value, list) and len(value) == 2:
        first, second = value
        if type(first) in (int, float) and type(second) in (int, float):
            return float(first), float(second)
    figures.fault(key, f"{value!r} must be performance and importance, such as [5.5, 6]")
    return None


def _report(report: Entries, languages: tuple[str, ...]) -> dict[str, Any]:
    from servqual.settings import AXES, STATUSES, STYLES

    return {
        "deliver": _deliver(report, languages),
        "audience": report.text("audience"),
        "style": report.choice("style", STYLES),
        "status": report.choice("status", STATUSES),
        "date": report.day("date"),
        "each": report.texts("each"),
        "radar": report.truth("radar"),
        "importance_axis": report.choice("importance_axis", AXES),
    } | {name: report.path(name) for name in ("brand", "notes", "master")}


def _deliver(report: Entries, languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return what is handed over in each language: the same in all, or as each one says."""
    given = report.table.get("deliver", ["html"])
    if isinstance(given, Mapping):
        part = report.part("deliver")
        part.check_known(languages)
        found = {code: part.texts(code) for code in languages}
    else:
        found = dict.fromkeys(
            languages, report.texts("deliver") if "deliver" in report.table else ("html",)
        )
    for kind in dict.fromkeys(kind for kinds in found.values() for kind in kinds):
        if kind not in KINDS:
            report.fault(
                "deliver", f"{kind!r} is nothing that can be made; known: {', '.join(KINDS)}"
            )
    return MappingProxyType(found)
