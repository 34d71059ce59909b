"""``servqual score``: every result as JSON, as a workbook, or the gap table as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servqual.cli import options, terminal
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Figures, Reading, study_of
from servqual.cli.summary import summary

if TYPE_CHECKING:
    from servqual.results import Study

ENDINGS = (".json", ".csv", ".xlsx")


def score(
    file: options.Survey,
    instrument: options.Instrument = None,
    mapping: options.MappingFile = None,
    scale: options.Scale = None,
    convert: options.Convert = None,
    missing: options.Missing = None,
    invalid: options.Invalid = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    layout: options.Layout = None,
    dictionary: options.Dictionary = None,
    blocks: options.Blocks = None,
    keep: options.Keep = None,
    weights: options.Weights = None,
    by: options.By = None,
    confidence: options.Confidence = None,
    sesoi: options.Sesoi = None,
    min_cell: options.MinCell = None,
    incomplete: options.Incomplete = None,
    exclude: options.Exclude = None,
    outcome: options.Outcome = None,
    cross: options.Cross = None,
    target: options.Target = None,
    benchmark: options.Benchmark = None,
    before: options.Before = None,
    crosswalk: options.Crosswalk = None,
    coded: options.Coded = None,
    second_coder: options.SecondCoder = None,
    invited: options.Invited = None,
    seed: options.Seed = None,
    full: options.Full = False,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the results: .json (everything), .xlsx (a sheet per table) or .csv (the gap table).

    Without -o they go to FILE.results.json, beside the survey.
    """
    reading = Reading(
        file=file,
        instrument=instrument,
        mapping=mapping,
        scale=scale,
        convert=convert,
        missing=missing,
        invalid=invalid,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        layout=layout,
        dictionary=dictionary,
        blocks=blocks,
        keep=keep,
        weights=weights,
        by=by,
        before=before,
        crosswalk=crosswalk,
        coded=coded,
        second_coder=second_coder,
    )
    check_ending(output, ENDINGS)
    path = output_file(output, file, ".results.json", force=force, inputs=reading.inputs())
    figures = Figures(
        confidence=confidence,
        sesoi=sesoi,
        seed=seed,
        invited=invited,
        min_cell=min_cell,
        incomplete=incomplete,
        exclude=exclude,
        outcome=outcome,
        cross=cross,
        target=target,
        benchmark=benchmark,
        structure="full" if full else None,
    )
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
