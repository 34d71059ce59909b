"""What a study file asks of the reading, the analysis and the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.folder.model import StudyFile
from servqual.importer import Mapping as MappingFile
from servqual.own_words import OwnWords
from servqual.results import Study
from servqual.settings import DEEP_STYLES, Brand, ReportOptions, SampleFacts
from servqual.texts import fill

COMMAND = "servqual run"
_FIGURES = (
    "confidence", "sesoi", "sesoi_agreed", "seed", "incomplete", "outcome", "cross",
)  # fmt: skip
_POINTS = ("target", "benchmark")
_FILES = ("design", "journey", "operations")
_WORDS = ("segments", "tiers")


def settings_of(study: StudyFile, said: MappingFile) -> dict[str, Any]:
    """Return the settings of an analysis: the study file's, else the mapping file's."""
    told = {name: said.report[name] for name in _FIGURES if name in said.report}
    told |= {name: _point(said.report[name]) for name in _POINTS if name in said.report}
    if "sesoi" in study.figures:
        told.pop("sesoi_agreed", None)  # what was agreed then is not what is asked for now
    full = {"structure": "full"} if style_of(study, said) in DEEP_STYLES else {}
    return told | full | dict(study.figures) | {"promise": study.promise}


def _point(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))


def rules_of(study: StudyFile, said: MappingFile) -> dict[str, str]:
    """Return whom to leave out, with reasons: of the mapping file, then of the study file."""
    return {**said.exclude, **study.exclude}


def files_of(study: StudyFile, said: MappingFile) -> dict[str, Path]:
    """Return design, touchpoints and operations: the study file's, else the mapping file's."""
    named = {name: getattr(study, name) or said.report.get(name) for name in _FILES}
    return {name: Path(path) for name, path in named.items() if path}


def further_of(study: StudyFile, said: MappingFile) -> dict[str, Any]:
    """Return what an analysis is asked for beyond settings: these files, segments and tiers."""
    words = {name: getattr(study, name) or said.report.get(name) for name in _WORDS}
    told = {name: word for name, word in words.items() if word not in (None, "")}
    return files_of(study, said) | told


def facts_of(study: StudyFile, said: MappingFile, language: str) -> SampleFacts:
    """Return how the sample came about, in the words of a language."""
    sample: Mapping[str, Any] = said.sample
    days = {"start": study.start, "end": study.end}
    return SampleFacts(
        invited=study.invited or sample.get("invited", 0),
        frame=study.frame.say(language) or sample.get("frame", ""),
        mode=study.mode.say(language) or sample.get("mode", "") or _modes(study, language),
        **{name: str(day) if day else sample.get(name, "") for name, day in days.items()},
    )


def _modes(study: StudyFile, language: str) -> str:
    """Return how the people of each export were asked, '' where no export says it."""
    said = dict.fromkeys(file.mode for file in study.files if file.mode)
    return fill(language, "words.comma", {}).join(said)


def in_language(found: Study, study: StudyFile, said: MappingFile, language: str) -> Study:
    """Return a study with what the analyst stated in the words of a language."""
    facts = facts_of(study, said, language)
    if facts == found.sample.facts:
        return found
    return replace(found, sample=replace(found.sample, facts=facts))


def style_of(study: StudyFile, said: MappingFile) -> str:
    """Return how much of a report is asked for."""
    return study.style or said.report.get("style", "") or "standard"


def brand_of(study: StudyFile, said: MappingFile) -> Brand | None:
    """Return how everything looks like its sender; None for nobody in particular."""
    path = study.brand or said.report.get("brand")
    if not path:
        return None
    from servqual.writer import read_brand

    return read_brand(Path(path))


def dress_of(
    study: StudyFile, said: MappingFile, language: str, date: str, own: OwnWords | None
) -> ReportOptions:
    """Return how a report in a language is dressed."""
    told: Mapping[str, Any] = said.report

    def either(name: str) -> str:
        return str(getattr(study, name) or told.get(name, ""))

    return ReportOptions(
        language=language,
        client=study.client.say(language) or told.get("client", ""),
        date=date,
        service=study.service.say(language) or told.get("service", ""),
        title=study.title.say(language) or told.get("title", ""),
        brand=brand_of(study, said),
        status=either("status"),
        style=style_of(study, said),
        audience=either("audience"),
        radar=study.radar or bool(told.get("radar", False)),
        importance_axis=either("importance_axis"),
        command=COMMAND,
        own=own,
    )
