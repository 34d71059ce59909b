"""``servqual structure``: whether the scale can be trusted, as tables on the terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads
from servqual.cli.dress import check_language
from servqual.cli.request import Figures, Reading, study_of
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.results import Study
    from servqual.writer.structure_text import Closer

Battery = Annotated[
    str | None,
    typer.Option(
        "--battery",
        metavar="NAME",
        help="Set of ratings to look at closely: perception (default), expectation, gap ...",
    ),
]
Factors = Annotated[
    int | None,
    typer.Option(
        "--factors", metavar="N", help="Exploratory factors (default: by parallel analysis)."
    ),
]
Extraction = Annotated[
    Literal["minres", "ml", "paf"],
    typer.Option(
        "--extraction",
        metavar="minres|ml|paf",
        help="How factors are extracted (default minres).",
        show_default=False,
    ),
]
Rotation = Annotated[
    Literal["oblimin", "promax", "varimax", "none"],
    typer.Option(
        "--rotation",
        metavar="oblimin|promax|varimax|none",
        help="How factors are rotated (default oblimin, which lets them correlate).",
        show_default=False,
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="COLUMN",
        help="Whether the groups of this column use the scale alike (repeat for more).",
    ),
]


@reads("weights")
@computes("confidence", "exclude", "seed")
def structure(
    reading: Reading,
    figures: Figures,
    by: By = None,
    battery: Battery = None,
    factors: Factors = None,
    extraction: Extraction = "minres",
    rotation: Rotation = "oblimin",
    lang: options.Language = None,
) -> None:
    """Say whether the scale can be trusted: reliability, number of factors, models, groups.

    The verdict stands first, then the figures behind it, exploratory factors last. Nothing is
    written; 'servqual report' prints the same with charts.

    FILE may also be the sums of a survey, a .summary of 'servqual summarize' or 'merge'.
    """
    reading = replace(reading, by=by)
    language = lang or reading.defaults("report").get("language") or "en"
    check_language(language)
    # whatever the rule, structure is that of people who answered every item
    if not reading.is_summary:
        figures = replace(figures, incomplete="half")
    study = study_of(reading, figures)
    source = _source(study, battery)

    from servqual.writer.structure_text import Closer

    efa = study.structure.efa(source, factors, extraction, rotation)
    _show(study, Closer(source, efa, typed=factors is not None), language)


def _source(study: Study, battery: str | None) -> str:
    """Return the set of ratings to look at closely: the one named, or the one that leads."""
    from servqual.writer.structure_text import sources

    known = sources(study.structure)
    if battery is None and known:
        return known[0]
    if not known:
        raise SettingsError(
            f"{study.sample.file}: nobody was asked for ratings of several items, so there is no "
            "structure to look at."
        )
    if battery not in known:
        raise SettingsError(
            f"--battery {battery}: there are no such ratings in {study.sample.file}. "
            f"Known: {', '.join(known)}."
        )
    return battery


def _show(study: Study, closer: Closer, language: str) -> None:
    """Print everything."""
    from servqual.cli.structure_lines import structure_lines
    from servqual.settings import ReportOptions
    from servqual.writer.view import View

    view = View(study, ReportOptions(language=language))
    lines = structure_lines(view, closer, terminal.columns())
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
