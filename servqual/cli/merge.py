"""``servqual merge``: several summary files as one, of the people of all."""

from __future__ import annotations

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
    typer.Argument(metavar="FILE...", help="Summary files that 'servqual summarize' wrote."),
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
    inputs = [Path(name) for name in files]
    check_writable(path, force=force, inputs=inputs)
    least = USUAL_MIN_CELL if min_cell is None else min_cell
    found = disclosed(merge_files(files), least)
    write_whole(path, to_bytes(found, min_cell=least), force=force, inputs=inputs)
    terminal.say(_said(found, path, len(files)), quiet=quiet)


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
    from servqual.scoring.stored_rule import CODES

    left_out = [note.text for note in found.notes if note.code.startswith(CODES)]
    return [
        *(f"  {text}" for text in left_out),
        "  aggregate, not anonymous: keep it like the survey",
    ]
