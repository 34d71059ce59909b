"""The answers of a study: its export as it is read, or several exports joined."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servqual.folder.asked import rules_of
from servqual.folder.inputs import DATA, JOINED
from servqual.folder.model import StudyFile, SurveyFile
from servqual.importer import Mapping, load_mapping, read
from servqual.importer.mapfiles.mapping import parse_mapping
from servqual.importer.recorded import plain
from servqual.notes import Notes
from servqual.responses import Responses
from servqual.settings import parents

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
    mapping = load_mapping(path) if (path := file.mapping or study.mapping) else Mapping()
    asked = _asked(study, file) | {"mapping": mapping}
    return Answers(_with_columns(file.path, study, mapping, asked), mapping)


def _asked(study: StudyFile, file: SurveyFile) -> dict[str, Any]:
    """Return what is said of one export."""
    said: dict[str, Any] = {
        "instrument": file.instrument or study.instrument,
        "layout": file.layout,
        "scale": file.scale,
        "weights": study.weights or _design_weights(study),
    }
    return {name: value for name, value in said.items() if value}


def design_columns(study: StudyFile) -> tuple[str, ...]:
    """Return the people columns that the design file names; none without one."""
    from servqual.importer.design import load_design

    return load_design(study.design).columns if study.design else ()


def _design_weights(study: StudyFile) -> str:
    """Return the column of weights that the design file names, '' for none."""
    from servqual.importer.design import load_design

    return load_design(study.design).weights if study.design else ""


def _with_columns(
    source: Any, study: StudyFile, mapping: Mapping, asked: dict[str, Any]
) -> Responses:
    """Return the answers with the columns of breakdowns, editions, units and rules."""
    from servqual.analysis.asking import columns_of_rules

    named = (*study.by, *study.each, study.unit, *design_columns(study))
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
    weights = study.weights or _design_weights(study) or None
    made = join(exports, file=JOINED, **common, weights=weights)
    told = made.mapping_text(study.instrument)
    mapping = parse_mapping(tomllib.loads(told), f"{DATA}/{JOINED}")
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
