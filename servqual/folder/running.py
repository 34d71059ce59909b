"""``servqual run``: everything of a study made from its folder, and made again a year later."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from servqual.errors import FileError, SettingsError
from servqual.folder.answers import Answers, read_answers
from servqual.folder.asked import (
    dress_of,
    facts_of,
    further_of,
    in_language,
    rules_of,
    settings_of,
)
from servqual.folder.inputs import DATA, JOINED, OUT, hashes, input_files, surveys
from servqual.folder.manifest import Manifest, edited, read_manifest
from servqual.folder.model import StudyFile, load_study_file
from servqual.folder.roles import provider_of, role_rules
from servqual.folder.writing import Made, Run, write_run
from servqual.own_words import OwnWords
from servqual.results import Study
from servqual.settings import ReportOptions

RESULTS = "results.json"
JOINED_MAP = "joined.map.toml"


def run(
    folder: str | Path = ".",
    *,
    deliver: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    force: bool = False,
) -> Run:
    """Make everything that a study folder asks for, into its folder ``out/``.

    Nothing is written unless everything could be made. Files of the last run are replaced; a file
    that was edited since is not. The same inputs give the same bytes: the printed date stays while
    nothing else changes, unless the study file names one.

    Parameters
    ----------
    folder : str or Path
        With its ``study.toml``.
    deliver : sequence of str, optional
        ``html``, ``pdf``, ``docx``, ``pptx``, ``xlsx``, ``figures``, ``data``; what the study file
        says if left out.
    languages : sequence of str, optional
        Some of them; those of the study file if left out.
    force : bool
        Replace files in ``out/`` that were edited, or that no run made.

    Returns
    -------
    Run

    Raises
    ------
    FileError, StudyFileError
        The folder, its study file or a file named in it is not there or has faults.
    ServqualError
        What reading, analysis and writing raise.

    Examples
    --------
    >>> import tempfile
    >>> import servqual as sq
    >>> made = sq.new_folder(Path(tempfile.mkdtemp()) / "bank-2026")
    >>> _ = (made.folder / "data" / "bank.csv").write_text(sq.simulate(60).to_csv(), "utf-8")
    >>> [path.name for path in sq.run(made.folder).written]
    ['results.json', 'report.en.html', 'manifest.json']
    """
    told = surveys(load_study_file(folder))
    study = _chosen(told, deliver, languages)
    out = study.folder / OUT
    last = read_manifest(out)
    own = _checked(study, last, force=force)
    origin = _origin(study, last)
    answers = read_answers(study)
    # results.json speaks the leading language, whichever is made this time
    found = _analysed(study, answers, told.languages[0])
    made, warnings = _everything(study, answers, found, origin.date, own)
    return write_run(study, found, made, origin, last, warnings, force=force)


def analysed(folder: str | Path, language: str = "") -> tuple[StudyFile, Answers, Study]:
    """Return a study folder, its answers and every figure, in a language; nothing is written.

    ``language`` is the leading one of the study file if left out.
    """
    study = surveys(load_study_file(folder))
    answers = read_answers(study)
    return study, answers, _analysed(study, answers, language or study.languages[0])


def _chosen(
    study: StudyFile, deliver: Sequence[str] | None, languages: Sequence[str] | None
) -> StudyFile:
    """Return the study with what was asked for this time.

    Raises
    ------
    SettingsError
        There is nothing in a language or of a kind.
    """
    from servqual.analysis.hand_over import check_kinds
    from servqual.texts import catalogue

    chosen = tuple(dict.fromkeys(languages or study.languages))
    for code in chosen:
        catalogue(code)
    kinds = {
        code: tuple(
            dict.fromkeys(study.deliver.get(code, ("html",)) if deliver is None else deliver)
        )
        for code in chosen
    }
    check_kinds(kind for several in kinds.values() for kind in several)
    return replace(study, languages=chosen, deliver=MappingProxyType(kinds))


def _checked(study: StudyFile, last: Manifest, *, force: bool) -> OwnWords | None:
    """Return the consultant's words, after what would stop the run at its end was looked at."""
    from servqual.writer import read_own_words
    from servqual.writer.sections.order import check_audience

    check_audience(study.audience)
    own = read_own_words(study.notes) if study.notes else None
    asked = {(kind, code) for code, kinds in study.deliver.items() for kind in kinds}
    replaced = [
        one
        for one in last.outputs
        if (one.kind, one.language) in asked or one.kind in (RESULTS, JOINED)
    ]
    if not force and (hand := edited(study.folder, replaced)):
        names = ", ".join(str(study.folder / one.file) for one in hand)
        raise FileError(
            f"{names}: edited since the last run, which would replace it. Move it out of {OUT}/ "
            "under another name, write what you changed into notes.md, or add --force."
        )
    return own


def _origin(study: StudyFile, last: Manifest) -> Manifest:
    """Return what this run is made from, with the date that is printed."""
    from servqual.writer.results_told import versions

    origin = Manifest(inputs=hashes(input_files(study), study.folder), versions=versions())
    if study.date:
        return replace(origin, date=study.date.isoformat())
    same = last.date if origin.same_origin(last) else ""
    return replace(origin, date=same or datetime.date.today().isoformat())


def _analysed(study: StudyFile, answers: Answers, language: str) -> Study:
    """Return every figure, with what the analyst stated in the words of a language."""
    from servqual.analysis import analyze

    more: dict[str, Any] = {
        name: value
        for name, value in {
            "comments": study.reviewed,
            "coded": study.code_frame,
            "second_coder": study.second_coder,
            "before": study.before,
            "crosswalk": study.crosswalk,
            "provider": provider_of(study),
        }.items()
        if value is not None
    }
    return analyze(
        answers.responses,
        by=tuple(dict.fromkeys((*study.by, *study.each))),
        exclude=rules_of(study, answers.mapping) | role_rules(study, answers.responses, language),
        facts=facts_of(study, answers.mapping, language),
        **settings_of(study, answers.mapping),
        **further_of(study, answers.mapping),
        **more,
    )


def _everything(
    study: StudyFile, answers: Answers, found: Study, date: str, own: OwnWords | None
) -> tuple[list[Made], list[str]]:
    """Return every file before it is written, and what to warn of."""
    from servqual.analysis.hand_over import handed_over
    from servqual.writer import to_json

    made = [Made(f"{OUT}/{RESULTS}", to_json(found).encode(), RESULTS)]
    if answers.joined:
        made.append(Made(f"{DATA}/{JOINED}", answers.joined, JOINED))
        made.append(Made(f"{DATA}/{JOINED_MAP}", answers.joined_map.encode(), JOINED))
    warnings: list[str] = []
    for code in study.languages:
        said = in_language(found, study, answers.mapping, code)
        dress = dress_of(study, answers.mapping, code, date, own)
        warnings += _old_numbers(said, dress)
        for kind in study.deliver[code]:
            files = handed_over(said, answers.responses, [kind], dress, master=study.master)
            files |= _editions(said, study, dress) if kind == "html" else {}
            made += [Made(f"{OUT}/{name}", content, kind, code) for name, content in files.items()]
    return made, list(dict.fromkeys(warnings))


def _editions(found: Study, study: StudyFile, dress: ReportOptions) -> dict[str, bytes]:
    """Return one edition for each unit, in a folder of their own, for every column of units."""
    from servqual.analysis.asking import column_of
    from servqual.writer.editions import to_editions

    files: dict[str, bytes] = {}
    for asked in study.each:
        column = column_of(found, asked)
        folder = re.sub(r"[^\w-]+", "-", column).strip("-") or "unit"
        pages = to_editions(found, column, dress)
        files |= {
            f"editions.{folder}.{dress.language}/{name}": content for name, content in pages.items()
        }
    return files


def _old_numbers(found: Study, dress: ReportOptions) -> list[str]:
    """Return a warning for each number in the consultant's words that is no figure of the study."""
    if dress.own is None:
        return []
    from servqual.writer import stale

    return list(stale(found, dress))


def kinds_of(text: str | None) -> tuple[str, ...] | None:
    """Return what ``--deliver html,pdf`` names; None if it was not typed.

    Raises
    ------
    SettingsError
        It names nothing.
    """
    if text is None:
        return None
    kinds = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not kinds:
        raise SettingsError("--deliver names nothing. Write what to make: --deliver html,pdf.")
    return kinds
