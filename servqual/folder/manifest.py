"""What the last run made, and from what: ``out/manifest.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servqual._files import read_bytes, sha256
from servqual.errors import FormatError

MANIFEST = "manifest.json"
SCHEMA = "servqual-run/1"


@dataclass(frozen=True)
class Output:
    """One file that a run wrote: ``kind`` is what was asked for, ``language`` '' for all."""

    file: str
    sha256: str
    kind: str
    language: str = ""


@dataclass(frozen=True)
class Manifest:
    """Inputs by their place from the study folder, outputs, versions, and the date that is printed.

    ``versions`` are those of the programs that compute, ``date`` is in ISO form.
    """

    date: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()

    def same_origin(self, other: Manifest) -> bool:
        """Say whether both were made from the same files by the same programs."""
        return dict(self.inputs) == dict(other.inputs) and dict(self.versions) == dict(
            other.versions
        )

    def to_json(self) -> str:
        """Return the manifest as JSON text."""
        table = {
            "schema": SCHEMA,
            "date": self.date,
            "versions": dict(self.versions),
            "inputs": [{"file": name, "sha256": digest} for name, digest in self.inputs.items()],
            "outputs": [
                {
                    "file": one.file,
                    "kind": one.kind,
                    "language": one.language or None,
                    "sha256": one.sha256,
                }
                for one in sorted(self.outputs, key=lambda one: one.file)
            ],
        }
        return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def read_manifest(out: Path) -> Manifest:
    """Return the manifest of the last run; an empty one where there was none.

    Raises
    ------
    FormatError
        It was changed by hand and cannot be read.
    """
    path = out / MANIFEST
    if not path.is_file():
        return Manifest()
    try:
        table: Any = json.loads(read_bytes(path).decode("utf-8-sig"))
        return Manifest(
            date=str(table["date"]),
            inputs={str(one["file"]): str(one["sha256"]) for one in table["inputs"]},
            versions={str(name): str(text) for name, text in table["versions"].items()},
            outputs=tuple(
                Output(
                    _inside(str(one["file"])),
                    str(one["sha256"]),
                    str(one["kind"]),
                    str(one["language"] or ""),
                )
                for one in table["outputs"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            f"{path}: this is not the list that a run wrote. Delete it if you changed it; the next "
            "run then takes every file in the folder for yours."
        ) from error


def _inside(place: str) -> str:
    """Return a place below the study folder: nothing outside is ever replaced or removed."""
    if not place or Path(place).is_absolute() or ".." in Path(place).parts or "\\" in place:
        raise ValueError(place)
    return place


def edited(out: Path, outputs: Iterable[Output]) -> list[Output]:
    """Return the outputs that are there and are no longer what the run wrote."""
    return [
        one
        for one in outputs
        if (path := out / one.file).is_file() and sha256(read_bytes(path)) != one.sha256
    ]
