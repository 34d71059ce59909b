"""``servqual report``: the report as one HTML file, as PDF or as one long PNG."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads
from servqual.cli.dress import check_dress, dress_of, status_of
from servqual.cli.each import check_folder_name, editions_folder, write_editions
from servqual.cli.exhibits import exhibit_lines
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Figures, Reading, study_of
from servqual.cli.summary import summary
from servqual.cli.typed import typed_command
from servqual.errors import SettingsError

ENDINGS = (".html", ".htm", ".pdf", ".png", ".docx", ".pptx", ".xlsx", ".zip")


@reads(
    "weights",
    "by",
    "before",
    "crosswalk",
    "coded",
    "second_coder",
    "comments",
    "design",
    "segments",
    "tiers",
    "operations",
    "journey",
)
@computes()
def report(
    context: typer.Context,
    reading: Reading,
    figures: Figures,
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
    notes: options.Notes = None,
    list_exhibits: options.ListExhibits = False,
    no_charts: options.NoCharts = False,
    master: options.Master = None,
    each: options.Each = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the report of a survey: one HTML file that needs no network.

    Without -o it goes to FILE.report.html, beside the survey. With -o ending in .pdf or .png an
    installed Chromium, Chrome or Edge makes a PDF, or one long picture; in .docx it is a Word file,
    in .pptx about twelve slides for a board, in .xlsx the data book, a workbook of every exhibit
    that recalculates, in .zip every chart as SVG and PNG. With --each it goes into a folder,
    FILE.editions without -o: one page per unit, and a list of them.

    FILE may also be the sums of a survey, a .summary of 'servqual summarize' or 'merge'.
    """
    if each:
        reading = replace(reading, by=[*dict.fromkeys((*(reading.by or []), each))])
    if each and notes:
        raise SettingsError(
            "notes are about the whole report, not about one edition per unit. Leave out --notes "
            "or --each."
        )
    if each:
        check_folder_name(output)
    else:
        check_ending(output, ENDINGS)
    inputs = [*reading.inputs(), *(Path(name) for name in (notes, master) if name)]
    # a list of exhibits writes nothing, so that nothing is in its way
    path = (
        editions_folder(output, reading.file, force=force or list_exhibits)
        if each
        else output_file(
            output, reading.file, ".report.html", force=force or list_exhibits, inputs=inputs
        )
    )
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
        notes=notes,
        master=master,
    )
    _check_master(master, path)
    check_dress(dress, path, charts=not no_charts)
    full = dress.get("style") in ("full", "thesis")
    figures = replace(figures, structure="full" if full else None)
    study = study_of(reading, figures)
    if list_exhibits:
        terminal.show(exhibit_lines(study, dress))
        return
    if each:
        write_editions(study, path, each, dress, force=force, quiet=quiet)
        return

    from servqual import analysis

    command = typed_command(context)
    charts = not no_charts
    analysis.report(study, path, force=force, command=command, charts=charts, **dress)
    terminal.say(summary(study, path), quiet=quiet)


def _check_master(master: str | None, path: Path) -> None:
    """Raise where a master was typed for a file that has no slides."""
    if master and path.suffix.lower() != ".pptx":
        raise SettingsError(
            f"{path.name}: a master is for slides. Name a file that ends in .pptx with -o, or "
            "leave out --master."
        )
