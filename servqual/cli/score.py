"""``servqual score``: every result as JSON, as a workbook, or the gap table as CSV."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Figures, Reading, study_of
from servqual.cli.summary import summary

if TYPE_CHECKING:
    from servqual.results import Study

ENDINGS = (".json", ".csv", ".xlsx")


@reads(
    "weights",
    "by",
    "before",
    "crosswalk",
    "coded",
    "second_coder",
    "design",
    "segments",
    "tiers",
    "operations",
    "journey",
)
@computes()
def score(
    reading: Reading,
    figures: Figures,
    full: options.Full = False,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the results: .json (everything), .xlsx (a sheet per table) or .csv (the gap table).

    Without -o they go to FILE.results.json, beside the survey.

    FILE may also be the sums of a survey, a .summary of 'servqual summarize' or 'merge'.
    """
    check_ending(output, ENDINGS)
    path = output_file(output, reading.file, ".results.json", force=force, inputs=reading.inputs())
    figures = replace(figures, structure="full" if full else None)
    study = study_of(reading, figures)
    _write(study, path, force=force, inputs=reading.inputs())
    terminal.say(summary(study, path), quiet=quiet)


def _write(study: Study, path: Path, *, force: bool, inputs: list[Path]) -> None:
    """Write a study in the form that the ending of the file names."""
    from servqual._files import write_whole

    match path.suffix.lower():
        case ".csv":
            from servqual.writer.tables_csv import to_csv

            content = to_csv(study)
        case ".xlsx":
            from servqual.writer.workbook import to_xlsx

            content = to_xlsx(study)
        case _:
            from servqual.writer.results_json import to_json

            content = to_json(study).encode()
    write_whole(path, content, force=force, inputs=inputs)
