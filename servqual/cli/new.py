"""``servqual new``: a study folder to fill in, empty or like the one of the last wave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servqual.cli import options, terminal


def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The folder to make, such as aurora-2026.")
    ],
    like: Annotated[
        str | None,
        typer.Option("--like", metavar="FOLDER", help="The study folder of the last wave."),
    ] = None,
    lang: options.Language = None,
    quiet: options.Quiet = False,
) -> None:
    """Make a study folder: study.toml, map.toml, notes.md, data/ and out/.

    Put the export into data/, fill in study.toml, then run 'servqual run NAME'. With --like the
    settings, map, notes, questionnaire and brand of the last wave are copied, its data and dates
    are not, and its results are what the new wave is compared with.
    """
    from servqual.folder import new_folder

    made = new_folder(name, like=like, language=lang or "en")
    lines = [f"Written: {path}" for path in made.files]
    lines += [f"Look at {made.folder / 'study.toml'}: {text}." for text in made.advice]
    folder = Path(name)
    lines.append(f"Next: put the export into {folder / 'data'}, fill in {folder / 'study.toml'}")
    lines.append(f"Then: servqual run {name}")
    terminal.say("\n".join(lines), quiet=quiet)
