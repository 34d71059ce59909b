"""Personal data of a study taken away when the time that was promised is over."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from pathlib import Path

from servqual._files import read_bytes, sha256, write_whole
from servqual.errors import FileError, SettingsError
from servqual.folder.inputs import DATA, FORGOTTEN, JOINED, OUT, input_files, place_of, surveys
from servqual.folder.manifest import MANIFEST, Manifest, read_manifest
from servqual.folder.model import StudyFile, SurveyFile, load_study_file

ROWS = ("data", JOINED)  # kinds of outputs with a row for each person
RESULTS = "results.json"


@dataclass(frozen=True)
class Forgetting:
    """What is taken away from a study folder, and what is left.

    Attributes
    ----------
    folder : Path
    day : date
        On which it is done.
    due : date or None
        The last day on which personal data are kept; None if it is not said.
    remove : tuple of Path
        Exports, the joined table, lists of comments, and outputs with a row for each person.
    unknown : tuple of Path
        Other files in ``data/``: nobody said what they are, so that they stay.
    outside : tuple of Path
        Exports and lists outside the folder: they stay, too.
    kept : tuple of Path
        Results and reports.
    quotations : int
        Comments that stand in the results, as people wrote them.
    """

    folder: Path
    day: datetime.date
    due: datetime.date | None
    remove: tuple[Path, ...]
    unknown: tuple[Path, ...]
    outside: tuple[Path, ...]
    kept: tuple[Path, ...]
    quotations: int

    @property
    def is_due(self) -> bool:
        """Whether the last day of keeping is over; True where none is said."""
        return self.due is None or self.day > self.due


def forgetting(
    folder: str | Path,
    *,
    after: datetime.date | None = None,
    now: bool = False,
    today: datetime.date | None = None,
) -> Forgetting:
    """Return what there is to forget in a study folder; nothing is taken away yet.

    Parameters
    ----------
    folder : str or Path
    after : date, optional
        The last day of keeping, if another than promised; it may be earlier, never later.
    now : bool
        Whatever the day.
    today : date, optional
        The day of today unless given.

    Raises
    ------
    FileError, FormatError, StudyFileError
        There is no study file, or it has faults.
    SettingsError
        No day is said anywhere, or ``after`` is later than promised.
    """
    study = load_study_file(folder)
    day = today or datetime.date.today()
    personal = _personal(study)
    inside = [path for path in personal if _inside(path, study)]
    known = {path.resolve() for path in (*inside, *input_files_there(study))}
    outputs = read_manifest(study.folder / OUT).outputs
    there = [path for path in (study.folder / DATA).rglob("*") if path.is_file()]
    return Forgetting(
        folder=study.folder,
        day=day,
        due=None if now else _due(study, after),
        remove=tuple(inside),
        unknown=tuple(sorted(path for path in there if path.resolve() not in known)),
        outside=tuple(path for path in personal if path not in inside),
        kept=tuple(
            path
            for one in outputs
            if one.kind not in ROWS and (path := study.folder / one.file).is_file()
        ),
        quotations=_quotations(study.folder / OUT / RESULTS),
    )


def _due(study: StudyFile, after: datetime.date | None) -> datetime.date:
    """Return the last day on which personal data are kept."""
    promised = study.keep_until
    if after is None and promised is None:
        raise SettingsError(
            f"{study.path}: it does not say how long personal data are kept. Write keep_until = "
            "2027-12-31 under [promise], or say --after DATE, or --now."
        )
    if after is not None and promised is not None and after > promised:
        raise SettingsError(
            f"--after {after}: those who answered were promised {promised} "
            f"({study.path}, keep_until). Name that day or an earlier one, or leave it out."
        )
    return after or promised or datetime.date.min


def _personal(study: StudyFile) -> list[Path]:
    """Return the files that are there with a row, or words, of each person."""
    roles = study.provider.files.values() if study.provider else ()
    named = [*(file.path for file in _exports(study)), *(role.path for role in roles)]
    named += [study.reviewed, study.code_frame]
    outputs = read_manifest(study.folder / OUT).outputs
    made = [study.folder / one.file for one in outputs if one.kind in ROWS]
    paths = [path for path in (*named, study.second_coder, *made) if path and path.is_file()]
    return list({path.resolve(): path for path in paths}.values())


def _exports(study: StudyFile) -> tuple[SurveyFile, ...]:
    """Return the exports that are named, else the one in ``data/``, if there is one."""
    from servqual.errors import StudyFileError

    try:
        return surveys(study).files
    except StudyFileError:
        return ()


def input_files_there(study: StudyFile) -> list[Path]:
    """Return the inputs that are there: maps, dictionaries, questionnaires beside the answers."""
    try:
        return [path for path in input_files(study) if path.is_file()]
    except FileError:  # a map or brand file that is not there any more
        return []


def _inside(path: Path, study: StudyFile) -> bool:
    return path.resolve().is_relative_to(study.folder.resolve())


def _quotations(results: Path) -> int:
    """Return how many comments stand in the results."""
    if not results.is_file():
        return 0
    try:
        return len(json.loads(read_bytes(results).decode("utf-8-sig"))["quotations"])
    except (ValueError, KeyError, TypeError):
        return 0


def forget(found: Forgetting) -> Path:
    """Take the personal data away and return the file that records what was taken.

    The record has the names and hashes of the files, and the day; no answers.

    Raises
    ------
    FileError
        A file cannot be taken away; those before it are gone, and the record says so.
    """
    gone = []
    failed: tuple[Path, OSError] | None = None
    for path in found.remove:
        try:
            digest = sha256(read_bytes(path))
            path.unlink()
        except OSError as error:
            failed = (path, error)
            break
        gone.append({"file": place_of(path, found.folder), "sha256": digest})
    record = found.folder / OUT / FORGOTTEN
    record.parent.mkdir(exist_ok=True)
    write_whole(record, _record(record, found.day, gone), force=True)
    _forget_outputs(found.folder / OUT)
    if failed:
        raise FileError(
            f"{failed[0]}: this file cannot be taken away ({failed[1].strerror}). Close what has "
            f"it open and try again; {len(gone)} others are gone."
        )
    return record


def _record(path: Path, day: datetime.date, gone: list[dict[str, str]]) -> bytes:
    """Return the record with what was taken away before."""
    before: list[object] = []
    if path.is_file():
        try:
            before = list(json.loads(read_bytes(path).decode("utf-8"))["forgotten"])
        except (ValueError, KeyError, TypeError):
            before = []
    table = {"forgotten": [*before, {"day": day.isoformat(), "files": gone}]}
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def _forget_outputs(out: Path) -> None:
    """Take outputs that are gone off the list of the last run."""
    listed = read_manifest(out)
    if listed == Manifest():
        return
    left = tuple(one for one in listed.outputs if (out.parent / one.file).is_file())
    write_whole(out / MANIFEST, replace(listed, outputs=left).to_json().encode(), force=True)
