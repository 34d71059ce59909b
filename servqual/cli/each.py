"""``servqual report --each``: one edition per unit, in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual._files import check_readable, check_writable
from servqual.cli import terminal
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.results import Study

ENDINGS = (".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".csv", ".json", ".png", ".zip")
_DRESS = ("client", "language", "date", "service", "brand", "status")


def check_folder_name(given: str | None) -> None:
    """Raise if what is to be a folder of editions is named like a report."""
    path = Path(given or "")
    if path.suffix.lower() in ENDINGS and not path.is_dir():
        raise SettingsError(
            f"{path}: --each writes a folder with one page per unit, and this is the name of one "
            f"report. Name a folder with -o, such as {path.with_suffix('')}, or leave out --each."
        )


def editions_folder(given: str | None, survey: str, *, force: bool) -> Path:
    """Return the folder to write editions into: the one named, or the survey's name with an ending.

    Raises
    ------
    FileError
        The survey is not there, or the folder cannot be written to or holds editions already.
    """
    from servqual.analysis.each import checked_folder

    source = Path(survey)
    check_readable(source, "survey file")
    folder = checked_folder(given or source.with_name(f"{source.stem}.editions"))
    if folder.is_dir():
        check_writable(folder / "index.html", force=force)
    return folder


def write_editions(
    study: Study, folder: Path, by: str, dress: Mapping[str, Any], *, force: bool, quiet: bool
) -> None:
    """Write the editions of a study and say how many of which kind there are."""
    from servqual import analysis
    from servqual.analysis.asking import column_of

    told = {name: dress[name] for name in _DRESS if name in dress}
    paths = analysis.editions(study, folder, by, force=force, **told)
    column = column_of(study, by)
    units = [group for group in study.groups.of(column).groups if group.group]
    n_shown = sum(group.shown for group in units)
    letters = len(units) - n_shown
    terminal.say(
        f"Written: {folder} ({n_shown} edition{'' if n_shown == 1 else 's'}, {letters} "
        f"letter{'' if letters == 1 else 's'} to units that are not shown, and the list "
        f"{paths[0].name})",
        quiet=quiet,
    )
