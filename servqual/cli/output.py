"""Which file a command writes, checked before the work begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from servqual._files import check_readable, check_writable
from servqual.errors import FileError


def output_file(
    given: str | None, survey: str, suffix: str, *, force: bool, inputs: Iterable[Path]
) -> Path:
    """Return the file to write: the one named, or the survey's name with another ending.

    Raises
    ------
    FileError
        The survey is not there, or the output cannot or must not be written.
    """
    source = Path(survey)
    check_readable(source, "survey file")
    path = Path(given) if given else source.with_name(f"{source.stem}{suffix}")
    check_writable(path, force=force, inputs=inputs)
    return path


def check_ending(path: str | None, known: Iterable[str]) -> None:
    """Raise unless a named output file ends in a way that says what to write."""
    endings = list(known)
    if path and not Path(path).is_dir() and Path(path).suffix.lower() not in endings:
        *most, last = endings
        several = f"{', '.join(most)} or {last}" if most else last
        raise FileError(
            f"{path}: the ending says what to write, and this one is not known. "
            f"End it in {several}."
        )


def page_file(
    given: str | None, survey: str, *, force: bool, inputs: Iterable[Path]
) -> Path | None:
    """Return the page to write beside what is printed, None for none; checked beforehand."""
    if given is None:
        return None
    check_ending(given, (".html", ".htm"))
    return output_file(given, survey, "", force=force, inputs=inputs)
