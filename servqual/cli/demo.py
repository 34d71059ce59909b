"""``servqual demo``: an example survey and its report, nothing else needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from servqual._files import check_writable, write_whole
from servqual.cli import options, terminal
from servqual.cli.dress import check_language, printed_date
from servqual.cli.summary import summary
from servqual.errors import FileError

PEOPLE = 400


def demo(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder to write to; made if it is not there.")
    ] = "servqual-demo",
    seed: options.Seed = None,
    lang: options.Language = None,
    date: options.Date = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Simulate the survey of a bank, 400 customers with known truth, and report by branch.

    Writes survey.csv and report.html.
    """
    language, day = lang or "en", printed_date(date)
    check_language(language)
    survey, page = Path(folder) / "survey.csv", Path(folder) / "report.html"
    _make(Path(folder))
    for path in (survey, page):
        check_writable(path, force=force)

    from servqual.analysis import analyze, report
    from servqual.importer import read
    from servqual.simulate import simulate
    from servqual.texts import fill

    chosen = 1 if seed is None else seed
    answers = simulate(PEOPLE, seed=chosen, language=language)
    # with a byte-order mark, so that spreadsheets show Chinese as it is
    write_whole(survey, answers.to_csv().encode("utf-8-sig"), force=force)
    study = analyze(read(survey), by="branch", seed=chosen)
    report(
        study,
        page,
        language=language,
        date=day,
        client=fill(language, "simulate.demo.client", {}),
        service=fill(language, "simulate.demo.service", {}),
        force=force,
    )
    terminal.say(f"Written: {survey}", quiet=quiet)
    terminal.say(summary(study, page), quiet=quiet)


def _make(folder: Path) -> None:
    """Make the folder, with those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise FileError(f"{folder}: this is a file, not a folder. Name another folder.") from error
    except (OSError, ValueError) as error:
        raise FileError(f"{folder}: this folder cannot be made ({error}).") from error
