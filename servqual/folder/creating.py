"""A new study folder: empty, or like the one of the last wave."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from servqual._files import data_folder, read_bytes
from servqual.catalog import with_extended
from servqual.errors import FileError, SettingsError, StudyFileError
from servqual.folder.asked import files_of
from servqual.folder.inputs import DATA, OUT, brand_files, files_of_maps, leading_map, place_of
from servqual.folder.model import STUDY_FILE, StudyFile, load_study_file
from servqual.folder.rewriting import Changes, rewritten

STARTERS = (STUDY_FILE, "map.toml", "notes.md")


@dataclass(frozen=True)
class NewFolder:
    """A study folder that was made: its files, and what is still to be looked at, in sentences."""

    folder: Path
    files: tuple[Path, ...]
    advice: tuple[str, ...] = ()


def new_folder(
    name: str | Path, *, like: str | Path | None = None, language: str = "en"
) -> NewFolder:
    """Make a study folder: ``study.toml``, ``map.toml``, ``notes.md``, ``data/`` and ``out/``.

    Parameters
    ----------
    name : str or Path
        The folder; it must not be there yet, or be empty.
    like : str or Path, optional
        Folder of the last wave. Its settings, map, notes, questionnaire, brand and slides are
        copied, and so are its design and touchpoints; its data, operational figures, dates,
        numbers of people asked and printed date are not; its results become what the new wave is
        compared with.
    language : str
        Of the comments in the files and of the reports; with ``like`` they stay as they are.

    Raises
    ------
    FileError
        The folder is there and not empty, or cannot be made; nothing is left behind.
    StudyFileError
        The study file of ``like`` has faults, or its lines cannot be carried over.
    SettingsError
        There are no texts in that language.

    Examples
    --------
    >>> made = new_folder(Path(tempfile.mkdtemp()) / "aurora-2026")
    >>> [path.name for path in made.files]
    ['study.toml', 'map.toml', 'notes.md']
    """
    folder = Path(name)
    _check_free(folder)
    files, advice = _starters(language) if like is None else _copied(Path(like), folder)
    _check_parent(folder)
    there = folder.exists()
    part = Path(tempfile.mkdtemp(dir=folder.absolute().parent, prefix=f".{folder.name[:40]}."))
    try:
        part.chmod(0o755)
        for inside in (DATA, OUT):
            (part / inside).mkdir()
        for path, content in files.items():
            (part / path).parent.mkdir(parents=True, exist_ok=True)
            (part / path).write_bytes(content)
        if there:
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise FileError(f"{folder}: this folder cannot be made ({error.strerror}).") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return NewFolder(folder, tuple(folder / path for path in files), tuple(advice))


def _check_free(folder: Path) -> None:
    """Raise if something stands where the folder is to be."""
    try:
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            what = "this is a file" if folder.is_file() else "this folder is not empty"
            raise FileError(f"{folder}: {what}. Name a folder that is not there yet.")
    except (OSError, ValueError) as error:
        raise FileError(f"{str(folder)!r}: this path cannot be used ({error}).") from error


def _check_parent(folder: Path) -> None:
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise FileError(f"{folder}: the folder {parent} does not exist. Make it first.")
    if not os.access(parent, os.W_OK):
        raise FileError(f"{folder}: the folder {parent} cannot be written to. Choose another.")


def _starters(language: str) -> tuple[dict[Path, bytes], list[str]]:
    """Return the files of an empty study in a language."""
    place = data_folder("reports") / "study"
    known = sorted(folder.name for folder in place.iterdir() if folder.is_dir())
    if language not in known:
        raise SettingsError(
            f"there is no study file in {language!r}. Known languages: {', '.join(known)}."
        )
    return {Path(name): (place / language / name).read_bytes() for name in STARTERS}, []


def _copied(like: Path, folder: Path) -> tuple[dict[Path, bytes], list[str]]:
    """Return the files of a study like another one, and what to look at in them."""
    old = load_study_file(like)
    text = read_bytes(old.path, "study file").decode("utf-8-sig")
    changes, advice = _changes(old, folder)
    found = rewritten(text, changes)
    if found is None:
        raise StudyFileError(
            f"{old.path}: its entries cannot be carried over line by line. Write each on a line of "
            "its own below its [table], or copy the file by hand."
        )
    files, left = _files_of(old)
    advice += [
        f"{path.relative_to(old.folder)} is not copied: it lies in {DATA}/ or {OUT}/"
        for path in left
    ]
    if old.operations is None and (told := files_of(old, leading_map(old)).get("operations")):
        advice.append(
            f"put this wave's operational figures where the mapping file says: {told.name}"
        )
    return {Path(STUDY_FILE): found.encode()} | files, advice


def _changes(old: StudyFile, folder: Path) -> tuple[Changes, list[str]]:
    """Return what is different in the next wave, and what is to be filled in."""
    here = folder.absolute()
    changes: dict[tuple[str, ...], str | None] = {
        ("data", "files"): None,
        ("data", "reviewed"): None,
        ("data", "code_frame"): None,
        ("data", "second_coder"): None,
        ("data", "operations"): None,
        ("fieldwork", "start"): None,
        ("fieldwork", "end"): None,
        ("fieldwork", "invited"): None,
        ("promise", "keep_until"): None,
        ("gap_model", "managers"): None,
        ("gap_model", "staff"): None,
        ("gap_model", "audit"): None,
        ("gap_model", "consent"): None,
        ("gap_model", "population"): None,
        ("report", "date"): None,
        ("report", "status"): None,
        ("before", "crosswalk"): None,
        ("before", "file"): None,
    }
    text = read_bytes(old.path, "study file").decode("utf-8-sig")
    changes |= {**_without_invited(text), **_moved(text, old.folder.absolute(), here)}
    advice = ["fill in data, dates and numbers of people asked: the old ones stand as comments"]
    results = old.folder / OUT / "results.json"
    if results.is_file():
        changes["before", "file"] = _quoted(place_of(results, here))
    else:
        advice.append(f"{results} is not there: run the old study to compare with it")
    if old.keep_until:
        advice.append("set [promise] keep_until anew: the old day stands as a comment")
    return changes, advice


def _without_invited(text: str) -> Changes:
    """Return the units with what is wanted of each, and without how many were asked."""
    units = tomllib.loads(text).get("fieldwork", {}).get("units", {})
    if any(line.strip().startswith("[fieldwork.units.") for line in text.splitlines()):
        return {("fieldwork", "units", name, "invited"): None for name in units}
    return {
        ("fieldwork", "units", name): f"{{ quota = {unit['quota']} }}" if "quota" in unit else "{}"
        for name, unit in units.items()
        if "invited" in unit
    }


_PATHS = (
    ("data", "mapping"),
    ("data", "design"),
    ("data", "journey"),
    ("report", "brand"),
    ("report", "notes"),
    ("report", "master"),
    ("study", "instrument"),
)


def _moved(text: str, old: Path, new: Path) -> Changes:
    """Return the entries that lead out of the old folder as they read from the new one."""
    table = tomllib.loads(text)
    found: dict[tuple[str, ...], str | None] = {}
    for where in _PATHS:
        named = str(table.get(where[0], {}).get(where[1], ""))
        is_path = named and (where[1] != "instrument" or _own(named))
        if is_path and not Path(named).is_absolute() and not _within(old / named, old):
            found[where] = _quoted(place_of(old / named, new))
    return found


def _own(instrument: str) -> bool:
    return instrument.endswith(".toml")


def _within(path: Path, folder: Path) -> bool:
    return Path(os.path.normpath(path.absolute())).is_relative_to(os.path.normpath(folder))


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _files_of(old: StudyFile) -> tuple[dict[Path, bytes], list[Path]]:
    """Return the files inside a study folder that its study file names, and those left behind."""
    maps = [path for path in (old.mapping, *(one.mapping for one in old.files)) if path]
    named = [*maps, old.notes, old.master, *brand_files(old), *files_of_maps(maps)]
    named += with_extended(Path(old.instrument)) if _own(old.instrument) else ()
    settings = files_of(old, leading_map(old))
    named += [settings.get("design"), settings.get("journey")]
    inside = old.folder.absolute()
    kept: dict[Path, bytes] = {}
    left = []
    for path in dict.fromkeys(path for path in named if path):
        if not _within(path, inside):
            continue
        place = Path(os.path.relpath(path.absolute(), inside))
        if place.parts[0] in (DATA, OUT):
            left.append(old.folder / place)
        else:
            kept[place] = read_bytes(path)
    return kept, left
