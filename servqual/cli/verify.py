"""``servqual verify``: every printed figure computed again from the data."""

from __future__ import annotations

from typing import Annotated

import typer

from servqual.cli import options, reading_options, terminal
from servqual.cli.dress import check_language
from servqual.cli.reproduce import Data, Every, with_study

Made = Annotated[str, typer.Argument(metavar="FILE", help="A report (.html) or a results.json.")]
SecondOpinion = Annotated[
    bool,
    typer.Option("--second-opinion", help="By pingouin and factor_analyzer from the rows, too."),
]


def verify(
    file: Made,
    data: Data = None,
    instrument: reading_options.Instrument = None,
    mapping: reading_options.MappingFile = None,
    comments: options.Comments = None,
    before: options.Before = None,
    crosswalk: options.Crosswalk = None,
    coded: options.Coded = None,
    second_coder: options.SecondCoder = None,
    operations: options.Operations = None,
    second_opinion: SecondOpinion = False,
    every: Every = False,
    lang: options.Language = None,
) -> None:
    """Compute every printed figure of a report or results.json again from the data.

    Nothing is written. The exit status is 1 if a figure does not follow from the data, or another
    program disagrees.
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
    from servqual.analysis.verifying import verify as held

    found = held(
        file,
        data,
        mapping=mapping,
        instrument=instrument,
        second_opinion=second_opinion,
        **with_study(file, files),
    )

    from servqual.cli.verify_lines import verify_lines

    lines = verify_lines(found, file, lang or "en", terminal.columns(), every=every)
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    if not found.holds:
        raise typer.Exit(1)
