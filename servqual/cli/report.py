"""``servqual report``: the report as one HTML file, as PDF or as one long PNG."""

from __future__ import annotations

import typer

from servqual.cli import options, terminal
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Figures, Reading, check_dress, dress_of, status_of, study_of
from servqual.cli.summary import summary
from servqual.cli.typed import typed_command

ENDINGS = (".html", ".htm", ".pdf", ".png")


def report(
    context: typer.Context,
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
    comments: options.Comments = None,
    confidence: options.Confidence = None,
    sesoi: options.Sesoi = None,
    min_cell: options.MinCell = None,
    incomplete: options.Incomplete = None,
    exclude: options.Exclude = None,
    outcome: options.Outcome = None,
    cross: options.Cross = None,
    target: options.Target = None,
    benchmark: options.Benchmark = None,
    invited: options.Invited = None,
    seed: options.Seed = None,
    lang: options.Language = None,
    client: options.Client = None,
    service: options.Service = None,
    date: options.Date = None,
    brand: options.Brand = None,
    audience: options.Audience = None,
    style: options.Style = None,
    radar: options.Radar = False,
    importance_axis: options.ImportanceAxis = None,
    draft: options.Draft = False,
    final: options.Final = False,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the report of a survey: one HTML file that needs no network.

    Without -o it goes to FILE.report.html, beside the survey. With -o ending in .pdf or .png an
    installed Chromium, Chrome or Edge makes a PDF, or one long picture.
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
        comments=comments,
    )
    check_ending(output, ENDINGS)
    path = output_file(output, file, ".report.html", force=force, inputs=reading.inputs())
    dress = dress_of(
        reading,
        language=lang,
        client=client,
        service=service,
        date=date,
        brand=brand,
        audience=audience,
        style=style,
        radar=radar or None,
        importance_axis=importance_axis,
        status=status_of(draft=draft, final=final),
    )
    check_dress(dress, path)
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
        structure="full" if dress.get("style") == "full" else None,
    )
    study = study_of(reading, figures)

    from servqual import analysis

    command = typed_command(context)
    analysis.report(study, path, force=force, command=command, **dress)
    terminal.say(summary(study, path), quiet=quiet)
