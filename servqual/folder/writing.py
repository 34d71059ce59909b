"""What a run made, written into its folder: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from servqual._files import check_writable, sha256, write_whole
from servqual.errors import FileError
from servqual.folder.inputs import OUT, input_files
from servqual.folder.manifest import MANIFEST, Manifest, Output, edited
from servqual.folder.model import StudyFile
from servqual.results import Study


@dataclass(frozen=True, repr=False)
class Run:
    """What a run made.

    Attributes
    ----------
    study : Study
        In the leading language.
    folder : Path
        Of the study.
    written, removed : tuple of Path
        Files made; files of the last run that its changed inputs made wrong.
    left : tuple of Path
        Files of the last run that were edited since and are no longer made; they are yours.
    changed : tuple of str
        Inputs that are other than in the last run; empty the first time.
    warnings : tuple of str
        Numbers in the consultant's words that are no figures of this study.
    """

    study: Study
    folder: Path
    written: tuple[Path, ...]
    removed: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    changed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Run: {self.folder.name}, {len(self.written)} files written>"


@dataclass(frozen=True)
class Made:
    """One file before it is written: place from the study folder, kind and language."""

    place: str
    content: bytes
    kind: str
    language: str = ""


def write_run(
    study: StudyFile,
    found: Study,
    made: Sequence[Made],
    origin: Manifest,
    last: Manifest,
    warnings: Sequence[str],
    *,
    force: bool,
) -> Run:
    """Write everything, take away what the last run made from other inputs, and say so."""
    folder = study.folder
    outputs = [Output(one.place, sha256(one.content), one.kind, one.language) for one in made]
    names = {one.place for one in made}
    older = [one for one in last.outputs if one.file not in names]
    changed = _changes(origin, last)
    manifest = replace(origin, outputs=tuple(outputs))
    stale, left = list[Output](), list[Output]()
    if last.outputs and origin.same_origin(last) and origin.date == last.date:
        manifest = replace(manifest, outputs=(*outputs, *older))
    else:
        left = edited(folder, older)
        stale = [one for one in older if one not in left and (folder / one.file).is_file()]
    ours = {one.file for one in last.outputs}
    _check_places(folder, names, ours, study, force=force)
    for one in made:
        write_whole(folder / one.place, one.content, force=True)
    for old in stale:
        (folder / old.file).unlink()
    _drop_empty(folder / OUT, [(folder / old.file).parent for old in stale])
    listed = folder / OUT / MANIFEST
    write_whole(listed, manifest.to_json().encode(), force=True)
    return Run(
        study=found,
        folder=folder,
        written=(*(folder / one.place for one in made), listed),
        removed=tuple(folder / old.file for old in stale),
        left=tuple(folder / one.file for one in left),
        changed=changed,
        warnings=tuple(warnings),
    )


def _drop_empty(out: Path, folders: Iterable[Path]) -> None:
    """Take away folders inside ``out/`` in which nothing is left."""
    for folder in dict.fromkeys(folders):
        if folder.parent == out and not any(folder.iterdir()):
            folder.rmdir()


def _check_places(
    folder: Path, names: Iterable[str], ours: Iterable[str], study: StudyFile, *, force: bool
) -> None:
    """Raise before anything is written if a file cannot be, or is no run's."""
    known, inputs = set(ours), input_files(study)
    for name in names:
        path = folder / name
        if path.parent.is_file():
            raise FileError(f"{path.parent}: this is a file, and a folder is needed. Move it away.")
        path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path, force=force or name in known, inputs=inputs)


def _changes(origin: Manifest, last: Manifest) -> tuple[str, ...]:
    """Return the inputs and programs that are other than in the last run."""
    if not last.outputs:
        return ()
    before, now = {**last.inputs, **last.versions}, {**origin.inputs, **origin.versions}
    return tuple(name for name in {**before, **now} if before.get(name) != now.get(name))
