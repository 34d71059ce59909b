"""The files that a study is made from: where they are, and their hashes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from servqual._files import read_bytes, sha256
from servqual.catalog import with_extended
from servqual.errors import StudyFileError
from servqual.folder.asked import files_of
from servqual.folder.model import StudyFile, SurveyFile
from servqual.importer import Mapping, load_mapping

DATA, OUT = "data", "out"
JOINED = "joined.csv"
FORGOTTEN = "forgotten.json"
ENDINGS = (
    ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".sav", ".zsav", ".por", ".dta", ".parquet",
)  # fmt: skip


def surveys(study: StudyFile) -> StudyFile:
    """Return the study with its exports: those named, else the only survey file in ``data/``.

    Raises
    ------
    StudyFileError
        None is named, and there is none in ``data/``, or there are several.
    """
    if study.files:
        return study
    folder = study.folder / DATA
    lists = (study.reviewed, study.code_frame, study.second_coder, _operations(study))
    named = study.provider.paths if study.provider else ()
    others = {path.resolve() for path in (*lists, *named) if path}
    there = sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix.lower() in ENDINGS
        and path.name != JOINED
        and path.is_file()
        and path.resolve() not in others
    )
    if len(there) == 1:
        return replace(study, files=(SurveyFile(there[0]),))
    if there:
        listed = ", ".join(f'"{DATA}/{path.name}"' for path in there)
        raise StudyFileError(
            f"{study.path}: there are {len(there)} files in {folder}. Say under [data] which hold "
            f"answers: files = [{listed}]."
        )
    if (record := study.folder / OUT / FORGOTTEN).is_file():
        raise StudyFileError(
            f"{study.path}: there is no survey in {folder} any more; 'servqual forget' removed it, "
            f"see {record}. Results and reports are beside that record."
        )
    raise StudyFileError(
        f"{study.path}: there is no survey yet. Put the export into {folder}, or name it under "
        '[data]: files = ["data/guests.csv"].'
    )


def is_survey(path: Path) -> bool:
    """Say whether a file has the ending of an export, and is no study file."""
    return path.suffix.lower() in ENDINGS and path.is_file()


def input_files(study: StudyFile) -> tuple[Path, ...]:
    """Return every file that a run reads, each once, the study file first."""
    maps = [study.mapping, *(one.mapping for one in study.files)]
    named = [
        study.path,
        *(one.path for one in study.files),
        *maps,
        *_instruments(study),
        *files_of_maps(path for path in maps if path),
        *brand_files(study),
        study.notes,
        study.master,
        study.reviewed,
        study.code_frame,
        study.second_coder,
        *files_of(study, leading_map(study)).values(),
        study.before,
        study.crosswalk,
        *(study.provider.paths if study.provider else ()),
    ]
    return tuple({path.resolve(): path for path in named if path}.values())


def leading_map(study: StudyFile) -> Mapping:
    """Return what the mapping file says of the whole: that of an only export, else the study's."""
    own = study.files[0].mapping if len(study.files) == 1 else None
    path = own or study.mapping
    return load_mapping(path) if path else Mapping()


def _operations(study: StudyFile) -> Path | None:
    """Return the file of operational figures, which holds no answers; None for none."""
    there = study.mapping is None or study.mapping.is_file()
    return files_of(study, leading_map(study) if there else Mapping()).get("operations")


def hashes(paths: Iterable[Path], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files by their place as seen from a folder.

    Raises
    ------
    FileError
        A file is not there or cannot be read.
    """
    return {place_of(path, folder): sha256(read_bytes(path)) for path in paths}


def place_of(path: Path, folder: Path) -> str:
    """Return where a file is as seen from a folder, with forward slashes."""
    return Path(os.path.relpath(path.absolute(), folder.absolute())).as_posix()


def _instruments(study: StudyFile) -> list[Path]:
    """Return the questionnaires that are files of one's own."""
    named = (study.instrument, *(one.instrument for one in study.files))
    own = [Path(text) for text in named if text.endswith(".toml")]
    return [file for path in own for file in with_extended(path)]


def brand_files(study: StudyFile) -> tuple[Path, ...]:
    """Return the brand file and what it is made from."""
    if study.brand is None:
        return ()
    from servqual.writer import read_brand

    return tuple(dict.fromkeys((study.brand, *read_brand(study.brand).files)))


def files_of_maps(maps: Iterable[Path]) -> list[Path]:
    """Return the questionnaires, layouts and dictionaries that mapping files name."""
    found = [load_mapping(path) for path in dict.fromkeys(maps)]
    own = [t for said in found for t in (said.instrument, said.layout) if t.endswith(".toml")]
    whole = [path for text in own for path in with_extended(Path(text))]
    return [*whole, *(Path(said.dictionary) for said in found if said.dictionary)]
