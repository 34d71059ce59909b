"""``servqual priorities``: what to do first, why, and how sure that is, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads
from servqual.cli.dress import check_language
from servqual.cli.request import Figures, Reading, study_of
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.results import Study, WhatIf

Raised = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="ITEM=POINTS",
        help="What would be different if an item were rated higher: q9=0.5 (repeat for more).",
    ),
]
Who = Annotated[
    Literal["all", "below_minimum", "below_expectation"],
    typer.Option(
        "--who",
        metavar="all|below_minimum|below_expectation",
        help="For whom --what-if raises it (default all).",
        show_default=False,
    ),
]


@reads("weights")
@computes(
    "confidence",
    "sesoi",
    "incomplete",
    "exclude",
    "outcome",
    "cross",
    "target",
    "benchmark",
    "seed",
)
def priorities(
    reading: Reading,
    figures: Figures,
    what_if: Raised = None,
    who: Who = "all",
    lang: options.Language = None,
) -> None:
    """Say what to do first, why, and how sure that is; and what a better rating would be worth.

    The first actions stand at the top with their reasons, then the whole register and where the
    shortfall lies. Nothing is written; 'servqual report' prints the same with charts.

    FILE may also be the sums of a survey, a .summary of 'servqual summarize' or 'merge'.
    """
    language = lang or reading.defaults("report").get("language") or "en"
    check_language(language)
    raised = [_raise(text) for text in what_if or []]
    study = study_of(reading, figures)
    _show(study, [study.what_if(item, by, who) for item, by in raised], language)


def _raise(text: str) -> tuple[str, float]:
    """Return which item is raised by how much."""
    item, _, points = text.partition("=")
    try:
        by = float(points)
    except ValueError:
        raise SettingsError(
            f"--what-if {text}: write the item and how many scale points it is raised by: q9=0.5."
        ) from None
    return item.strip(), by


def _show(study: Study, asked: list[WhatIf], language: str) -> None:
    """Print everything."""
    from servqual.cli.priorities_lines import priorities_lines
    from servqual.settings import ReportOptions
    from servqual.writer.view import View

    view = View(study, ReportOptions(language=language))
    lines = priorities_lines(view, asked, terminal.columns())
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
