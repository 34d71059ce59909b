"""``servqual pilot``: what a pilot of 20 to 50 people says about every item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from servqual.cli import options, terminal
from servqual.cli.bundles import reads
from servqual.cli.dress import check_language
from servqual.cli.output import page_file
from servqual.cli.request import Reading

if TYPE_CHECKING:
    from servqual.results.pilot import Pilot
    from servqual.writer.working.paper import Paper


@reads()
def pilot(
    reading: Reading,
    confidence: options.Confidence = None,
    html: options.Html = None,
    lang: options.Language = None,
    force: options.Force = False,
) -> None:
    """Say of every item whether to keep it, reword it, or ask whether to drop it, and why.

    For 20 to 50 people: time, answers left out, best and lowest answers, item-rest correlations
    and alpha with their limits. No factors, no quadrants, no gaps. Nothing is written but the page
    of --html.
    """
    language = lang or reading.defaults("report").get("language") or "en"
    check_language(language)
    page = page_file(html, reading.file, force=force, inputs=reading.inputs())
    share = confidence or reading.defaults("report").get("confidence") or 0.95
    found = _found(reading, share)

    from servqual.writer.working.pilot import pilot_paper

    show_paper(pilot_paper(found, language), page, reading.inputs(), force=force)


def _found(reading: Reading, confidence: float) -> Pilot:
    """Return the pilot of a survey file."""
    from servqual.analysis.pilot import pilot as look_at
    from servqual.importer import check

    responses = reading.responses()
    stops = check(Path(reading.file), **reading.said()).stops
    return look_at(responses, confidence=confidence, stops=stops)


def show_paper(paper: Paper, page: Path | None, inputs: list[Path], *, force: bool) -> None:
    """Print a working paper and write its page, if one was asked for."""
    from servqual._files import write_whole
    from servqual.cli.working_lines import working_lines
    from servqual.writer.working.paper import render_paper

    lines = working_lines(paper, terminal.columns())
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    if page is not None:
        write_whole(page, render_paper(paper).encode("utf-8"), force=force, inputs=inputs)
        terminal.say(f"Written: {page}")
