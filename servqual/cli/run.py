"""``servqual run``: everything that a study folder asks for, in one command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal

if TYPE_CHECKING:
    from servqual.folder import Run

Deliver = Annotated[
    str | None,
    typer.Option(
        "--deliver",
        metavar="KINDS",
        help="What to make: html,pdf,docx,pptx,xlsx,figures,data (default: as study.toml says).",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--lang", metavar="en|zh", help="One language of study.toml only (repeat for more)."
    ),
]
Folder = Annotated[
    str, typer.Argument(metavar="FOLDER", help="The study folder (default: this one).")
]


def run(
    folder: Folder = ".",
    deliver: Deliver = None,
    lang: Languages = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Make everything that a study folder asks for, into its folder out/.

    Files of the last run are replaced, one that was edited since only with --force. The same data
    and settings give the same files.
    """
    from servqual.folder import run as run_folder
    from servqual.folder.running import kinds_of

    made = run_folder(folder, deliver=kinds_of(deliver), languages=lang, force=force)
    terminal.say("\n".join(_lines(made)), quiet=quiet)
    for text in made.warnings:
        terminal.say(f"servqual: {text}")


def _named(made: Run, paths: Iterable[Path]) -> list[str]:
    """Return the names of files, those of a folder inside out/ as one."""
    several, out = list(paths), made.folder / "out"
    inside = Counter(path.parent for path in several if path.parent.parent == out)
    names = [str(path) for path in several if path.parent not in inside]
    return [*names, *(f"{folder} ({n} files)" for folder, n in inside.items())]


def _lines(made: Run) -> list[str]:
    """Return what was found, made and taken away."""
    from servqual.cli.summary import summary

    first, *others = made.written
    lines = [summary(made.study, first)]
    lines += [f"Written: {name}" for name in _named(made, others)]
    lines += [f"Removed: {name}, made from older inputs" for name in _named(made, made.removed)]
    lines += [f"Left: {path}, edited by hand and from older inputs" for path in made.left]
    if made.changed:
        lines.append(f"Changed since the last run: {', '.join(made.changed)}")
    return lines
