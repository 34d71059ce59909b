"""Study folders for the tests."""

from __future__ import annotations

from pathlib import Path

import servqual as sq

DAY = "2026-06-15"


def filled(folder: Path, text: str = "", people: int = 60, seed: int = 3) -> Path:
    """Return a study folder with a survey of a bank, and a study file with some text in it."""
    made = sq.new_folder(folder).folder
    (made / "data" / "bank.csv").write_text(sq.simulate(people, seed=seed).to_csv(), "utf-8")
    (made / "study.toml").write_text(text, "utf-8")
    return made


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
