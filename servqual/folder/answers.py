"""The answers of a study: its export as it is read, or several exports joined."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servqual.folder.asked import files_of, further_of, rules_of
from servqual.folder.inputs import DATA, JOINED, leading_map
from servqual.folder.model import StudyFile, SurveyFile
from servqual.importer import Mapping, read
from servqual.importer.mapfiles.mapping import parse_mapping
from servqual.importer.recorded import plain
from servqual.notes import Notes
from servqual.responses import Responses
from servqual.settings import parents
from servqual.weighting import Design

USUAL = "servqual"


@dataclass(frozen=True)
class Answers:
    """The answers with the mapping file that they were read by.

    ``joined`` is the table that several exports became, b"" for one export; ``joined_map`` is its
    mapping file.
    """

    responses: Responses
    mapping: Mapping
    joined: bytes = b""
    joined_map: str = ""


def read_answers(study: StudyFile) -> Answers:
    """Return the answers of a study with every people column that it needs.

    Raises
    ------
    ServqualError
        What :func:`servqual.read` and :func:`servqual.join` raise.
    """
    if len(study.files) > 1:
        return _joined(study)
    (file,) = study.files
    mapping = leading_map(study)
    asked = _asked(study, file, mapping) | {"mapping": mapping}
    return Answers(_with_columns(file.path, study, mapping, asked), mapping)


def _asked(study: StudyFile, file: SurveyFile, mapping: Mapping) -> dict[str, Any]:
    """Return what is said of one export."""
    said: dict[str, Any] = {
        "instrument": file.instrument or study.instrument,
        "layout": file.layout,
        "scale": file.scale,
        "weights": study.weights or _design_of(study, mapping).weights,
    }
    return {name: value for name, value in said.items() if value}


def further_columns(study: StudyFile, mapping: Mapping) -> tuple[str, ...]:
    """Return the people columns that the design file names, and that of member tiers."""
    tiers = further_of(study, mapping).get("tiers", "").partition("=")[0].strip()
    return (*_design_of(study, mapping).columns, *([tiers] if tiers else ()))


def _design_of(study: StudyFile, mapping: Mapping) -> Design:
    """Return what the design file says, an empty design without one."""
    from servqual.importer.design import load_design

    path = files_of(study, mapping).get("design")
    return load_design(path) if path else Design()


def _with_columns(
    source: Any, study: StudyFile, mapping: Mapping, asked: dict[str, Any]
) -> Responses:
    """Return the answers with the columns of breakdowns, editions, units and rules."""
    from servqual.analysis.asking import columns_of_rules

    provider = study.provider.columns if study.provider else ()
    further = (*further_columns(study, mapping), *provider)
    named = (*study.by, *study.each, study.unit, *further)
    people = tuple(dict.fromkeys(c for name in named if name for c in parents(name)))
    found = read(source, **asked, people=people)
    if more := columns_of_rules(rules_of(study, mapping), found):
        found = read(source, **asked, people=(*people, *more))
    return found


def _joined(study: StudyFile) -> Answers:
    """Return the answers of several exports, read again from the table that they became.

    They are read from that table so that results.json says how to make them again.
    """
    from servqual.analysis.joining import join
    from servqual.importer.joining import Export

    exports = [
        Export(
            file=file.path,
            mapping=file.mapping,
            instrument=file.instrument,
            layout=file.layout,
            scale=file.scale,
            source=file.source,
            mode=file.mode,
            language=file.language,
        )
        for file in study.files
    ]
    common = {"instrument": study.instrument or USUAL, "mapping": study.mapping}
    said = leading_map(study)
    weights = study.weights or _design_of(study, said).weights or None
    made = join(exports, file=JOINED, **common, weights=weights)
    told = made.mapping_text(study.instrument)
    mapping = parse_mapping(tomllib.loads(told), f"{DATA}/{JOINED}")
    # what is said of the whole, and not of the columns of one export, holds for all of them
    mapping = replace(mapping, report=said.report, sample=said.sample, exclude=said.exclude)
    content = made.to_csv()
    responses = _of_bytes(content, study, mapping, made.responses.weights_name)
    return Answers(_with_notes(responses, made.responses.notes), mapping, content, told)


def _with_notes(responses: Responses, notes: Notes) -> Responses:
    """Return answers with the notes of joining, which are recorded: the table cannot tell them."""
    records = [
        {"code": note.code, "values": plain(note.values), "where": note.where} for note in notes
    ]
    source = replace(responses.source, how={**responses.source.how, "joined": records})
    return replace(responses, notes=notes, source=source)


def _of_bytes(content: bytes, study: StudyFile, mapping: Mapping, weights: str) -> Responses:
    """Return the answers of a joined table, which is read under its own name."""
    import tempfile

    asked: dict[str, Any] = {"mapping": mapping}
    asked |= {"instrument": study.instrument} if study.instrument else {}
    asked |= {"weights": weights} if weights else {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / JOINED
        path.write_bytes(content)
        return _with_columns(path, study, mapping, asked)
