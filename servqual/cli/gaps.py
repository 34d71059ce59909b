"""``servqual gaps``: the seven gaps of the gap model, on the terminal and as a report."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.dress import check_language
from servqual.cli.output import check_ending
from servqual.cli.report import ENDINGS as OF_REPORT
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.folder import StudyFile
    from servqual.folder.answers import Answers
    from servqual.results import Study

ENDINGS = (*OF_REPORT, ".json")


def gaps(
    study: Annotated[
        str, typer.Argument(metavar="STUDY", help="The study folder, or its study.toml.")
    ],
    output: options.Output = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="en|zh", help="Language; the first of the study if left out."
        ),
    ] = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Work out gaps 1 to 7 of the gap model: customers, managers and contact staff.

    study.toml names the exports under [gap_model]. Gaps 1, 5, 6 and 7 come in scale points, gaps 2
    to 4 as managers and staff rate their own work; what is missing, and what may not be said with
    so few people, is listed. With -o the whole report is written (.html, .pdf, .png, .docx, .pptx,
    .xlsx, .zip), or every figure (.json).
    """
    check_language(lang)
    check_ending(output, ENDINGS)
    from servqual.folder.running import analysed

    told = _checked(study)
    path = _output(output, told, force=force)
    folder, answers, found = analysed(study, lang or "")
    if path is not None:
        _write(path, (folder, answers, found), lang or folder.languages[0], force=force)
    _show(found, lang or folder.languages[0])
    if path is not None:
        terminal.say(f"Written: {path}", quiet=quiet)


def _checked(study: str) -> StudyFile:
    """Return a study file that asks for the gap model."""
    from servqual.folder import load_study_file
    from servqual.folder.inputs import is_survey

    if is_survey(Path(study)):
        raise SettingsError(
            f"{study}: this is a survey. The gap model needs managers or staff beside it: name a "
            "study folder, or its study.toml, which names the survey under [data] files and theirs "
            "under [gap_model]; 'servqual new NAME' makes one."
        )
    told = load_study_file(study)
    if told.provider is None:
        raise SettingsError(
            f"{told.path}: it names no managers and no staff. Write [gap_model] with "
            'managers = "data/managers.csv" and staff = "data/staff.csv"; '
            "'servqual instruments show gap-managers' and 'gap-staff' say what is asked."
        )
    return told


def _output(output: str | None, told: StudyFile, *, force: bool) -> Path | None:
    """Return the file to write, None for none; checked before the work begins."""
    if output is None:
        return None
    from servqual._files import check_writable
    from servqual.analysis.writing import check_maker
    from servqual.folder.inputs import input_files, surveys

    path = Path(output)
    check_writable(path, force=force, inputs=input_files(surveys(told)))
    check_maker(path)
    return path


def _write(
    path: Path, made: tuple[StudyFile, Answers, Study], language: str, *, force: bool
) -> None:
    """Write the report, or every figure."""
    from servqual._files import write_whole
    from servqual.analysis.writing import content_of
    from servqual.folder.asked import dress_of
    from servqual.writer import read_own_words, to_json

    folder, answers, found = made
    if path.suffix.lower() == ".json":
        content = to_json(found).encode()
    else:
        date = (folder.date or datetime.date.today()).isoformat()
        own = read_own_words(folder.notes) if folder.notes else None
        dress = dress_of(folder, answers.mapping, language, date, own)
        content = content_of(path, found, dress, master=folder.master)
    write_whole(path, content, force=force)


def _show(study: Study, language: str) -> None:
    """Print the section of the report that is about the gap model."""
    from servqual.cli.gaps_lines import gaps_lines
    from servqual.settings import ReportOptions
    from servqual.writer.view import View

    view = View(study, ReportOptions(language=language))
    lines = gaps_lines(view, terminal.columns())
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
