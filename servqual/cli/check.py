"""``servqual check``: whether a survey can be scored, how it is read, how good the answers are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import reads
from servqual.cli.dress import check_language
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Figures, Reading, study_of

if TYPE_CHECKING:
    from servqual.writer.check_words import CheckWords

ENDINGS = (".html", ".htm")

AllColumns = Annotated[
    bool, typer.Option("--all-columns", help="List the columns that are not used, too.")
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="en|zh", help="Language of the page (default en).")
]
Html = Annotated[
    str | None,
    typer.Option("--html", metavar="FILE", help="Write the check as a page too (see --lang)."),
]


@reads("weights")
def check(
    reading: Reading,
    all_columns: AllColumns = False,
    html: Html = None,
    lang: Lang = None,
    force: options.Force = False,
) -> None:
    """Say whether a survey can be scored, what to look at first, and how every column is read.

    Nothing is written but the page of --html. The exit status is 1 if the survey cannot be scored
    as it is.
    """
    path = _page(html, reading, lang=lang, force=force)

    from servqual import importer
    from servqual.writer.check_words import CheckWords

    found = importer.check(Path(reading.file), **reading.said())
    if found.questionnaire is not None and found.questionnaire.role != "customer":
        from servqual.analysis.checked import columns_alone

        found = columns_alone(found)
    elif found.ok:
        from servqual.analysis.checked import examined

        found = examined(found, study_of(reading, Figures()))
    words = CheckWords(found, "en", reading.file, reading.typed())
    _show(words, all_columns=all_columns)
    if path is not None:
        # a page may be passed on, so that its commands name files without their folders
        there = CheckWords(
            found, lang or "en", Path(reading.file).name, reading.typed(folders=False)
        )
        _write(there, path, reading, force=force)
    if not found.ok:
        raise typer.Exit(1)


def _page(html: str | None, reading: Reading, *, lang: str | None, force: bool) -> Path | None:
    """Return the page to write, None for none; checked before the survey is read."""
    check_language(lang)
    if html is None:
        return None
    check_ending(html, ENDINGS)
    return output_file(html, reading.file, "", force=force, inputs=reading.inputs())


def _show(words: CheckWords, *, all_columns: bool) -> None:
    """Print a check, and its verdict once more on standard error if it is not good."""
    from servqual.cli.check_lines import check_lines, last_word

    lines = check_lines(words, terminal.columns(), all_columns=all_columns)
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    if not words.found.ok:
        terminal.fail(last_word(words))


def _write(words: CheckWords, path: Path, reading: Reading, *, force: bool) -> None:
    """Write the page."""
    from servqual._files import write_whole
    from servqual.writer.check_page import render_check

    write_whole(path, render_check(words).encode(), force=force, inputs=reading.inputs())
    terminal.say(f"Written: {path}")
