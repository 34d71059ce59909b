"""``servqual reproduce``: results made again, and every difference with its cause."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servqual.cli import options, reading_options, terminal
from servqual.cli.dress import check_language
from servqual.errors import SettingsError

Results = Annotated[
    str, typer.Argument(metavar="RESULTS", help="The results.json of a report or of 'score'.")
]
Data = Annotated[
    str | None,
    typer.Option("--data", metavar="FILE", help="The survey (default: found near the results)."),
]
OldData = Annotated[
    str | None,
    typer.Option(
        "--old-data",
        metavar="FILE",
        help="The survey as it was then, if --data is another: names the answers that changed.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="RESULTS", help="Compare with these results; nothing is computed."
    ),
]
Every = Annotated[bool, typer.Option("--all", help="List every difference, not the first 20.")]


def reproduce(
    results: Results,
    data: Data = None,
    old_data: OldData = None,
    instrument: reading_options.Instrument = None,
    mapping: reading_options.MappingFile = None,
    comments: options.Comments = None,
    before: options.Before = None,
    crosswalk: options.Crosswalk = None,
    coded: options.Coded = None,
    second_coder: options.SecondCoder = None,
    operations: options.Operations = None,
    against: Against = None,
    every: Every = False,
    lang: options.Language = None,
) -> None:
    """Make results again as they were made, and list every difference with its cause.

    A results.json says how it was made: file, map, questionnaire, settings, versions. Nothing is
    written. The exit status is 1 if a figure is not what it was.
    """
    check_language(lang)
    files = {
        "comments": comments,
        "before": before,
        "crosswalk": crosswalk,
        "coded": coded,
        "second_coder": second_coder,
        "operations": operations,
    }
    if against and any((data, old_data, instrument, mapping, *files.values())):
        raise SettingsError(
            "--against compares two files of results as they are: leave out every other file, or "
            "leave out --against."
        )
    from servqual.analysis import reproducing

    found = (
        reproducing.compare_results(results, against)
        if against
        else reproducing.reproduce(
            results,
            data,
            old_data=old_data,
            mapping=mapping,
            instrument=instrument,
            **with_study(results, files),
        )
    )

    from servqual.cli.reproduce_lines import reproduce_lines

    lines = reproduce_lines(found, results, lang or "en", terminal.columns(), every=every)
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    if not found.same:
        raise typer.Exit(1)


def with_study(made: str, files: dict[str, str | None]) -> dict[str, str | Path | None]:
    """Return the files that were named, and those that the study file above ``out`` names."""
    from servqual.folder import STUDY_FILE, load_study_file

    folder = Path(made).absolute().parent.parent
    if not (folder / STUDY_FILE).is_file():
        return dict(files)
    study = load_study_file(folder)
    said: dict[str, Path | None] = {
        "comments": study.reviewed,
        "coded": study.code_frame,
        "second_coder": study.second_coder,
        "before": study.before,
        "crosswalk": study.crosswalk,
    }
    return files | {name: files.get(name) or path for name, path in said.items()}
