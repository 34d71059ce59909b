"""``servqual merge``: several summary files as one, of the people of all."""

from __future__ import annotations

from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.output import check_ending
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.scoring.survey_summary import SurveySummary

ENDING = ".summary"

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Summary files that 'servqual summarize' wrote, or a pattern in quotes: "
        "'calls-*.summary'.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="The summary file to write."),
]


def merge(
    files: Files,
    output: Output = None,
    min_cell: options.MinCell = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Add summary files up, as if all their people were in one.

    They must be of the same questionnaire, summarised with the same options, and no survey may be
    in two of them. The order does not matter. 'servqual score' and 'servqual report' read the file
    in place of a survey.
    """
    from servqual._files import check_writable, write_whole
    from servqual.scoring.stored import disclosed, to_bytes
    from servqual.scoring.stored_merging import merge_files
    from servqual.settings import USUAL_MIN_CELL

    path = _output(output)
    inputs = _named(files)
    check_writable(path, force=force, inputs=inputs)
    least = USUAL_MIN_CELL if min_cell is None else min_cell
    found = disclosed(merge_files(inputs), least)
    write_whole(path, to_bytes(found, min_cell=least), force=force, inputs=inputs)
    lines = [_said(found, path, len(inputs)), *_minimum(min_cell, found.min_cell)]
    terminal.say("\n".join(lines), quiet=quiet)


def _named(files: list[str]) -> list[Path]:
    """Return the files that are named, those that a pattern in quotes fits by name."""
    found: list[Path] = []
    for name in files:
        if not has_magic(name) or Path(name).exists():
            found.append(Path(name))
            continue
        fitting = sorted(Path(path) for path in glob(name))  # noqa: PTH207 as 'summarize' does
        if not fitting:
            raise SettingsError(f"{name}: no file fits this pattern. Check the spelling.")
        found += fitting
    return found


def _output(given: str | None) -> Path:
    """Return the file to write, which must be named."""
    if not given:
        raise SettingsError(f"name the file to write, such as -o all{ENDING}.")
    check_ending(given, (ENDING,))
    return Path(given)


def _said(found: SurveySummary, path: Path, n_files: int) -> str:
    """Return what was written, and what it is."""
    source = found.source
    people = f"{len(found):,} respondents from {n_files} summary file{'' if n_files == 1 else 's'}"
    if source.ineligible:
        people += f" ({source.ineligible:,} more rated nothing)"
    return "\n".join([f"Written: {path}", f"  {people}", *lines_of(found)])


def lines_of(found: SurveySummary) -> list[str]:
    """Return what a summary file leaves out, and what it is, a line each."""
    from servqual.scoring.stored_notes import is_stored

    left_out = [note.text for note in found.notes if is_stored(note)]
    return [
        *(f"  {text}" for text in left_out),
        *_no_group(found),
        "  Aggregate, not anonymous: keep it like the survey",
    ]


def _no_group(found: SurveySummary) -> list[str]:
    """Return a line for every breakdown of which no group may be in the file."""
    from servqual.scoring.naming import BETWEEN

    return [
        f"  No group of {terminal.clean(by)} is in the file: each has fewer than {found.min_cell} "
        "people, or is needed to hide those (--min-cell)."
        for by, groups in found.groups.items()
        if not any(name.strip(BETWEEN) for name in groups)
    ]


def _minimum(asked: int | None, least: int) -> list[str]:
    """Return a line where a lower minimum was asked for than the files were written with."""
    if asked is None or asked >= least:
        return []
    return [f"  --min-cell {asked}: the files were written with {least}, which holds here as well."]
