"""One edition of the report for each unit, written into a folder."""

from __future__ import annotations

import datetime
from pathlib import Path

from servqual._files import check_writable
from servqual.analysis.asking import column_of
from servqual.analysis.hand_over import write_all
from servqual.errors import FileError
from servqual.results import Study
from servqual.settings import Brand, ReportOptions


def editions(  # noqa: PLR0913  what may be printed beside the numbers
    study: Study,
    folder: str | Path,
    by: str,
    *,
    client: str = "",
    language: str = "en",
    date: str | datetime.date | None = None,
    service: str = "",
    brand: Brand | str | Path | None = None,
    status: str = "",
    force: bool = False,
) -> list[Path]:
    """Write one page for each unit and a list of them into a folder; return their paths.

    A unit that the report shows has its own figures beside those of the company and of the best
    quarter; one that the disclosure rules hide gets a letter without a figure of its own.

    Parameters
    ----------
    study : Study
        Of ``analyze(..., by=...)`` with this column.
    folder : str or Path
        Made if it is not there.
    by : str
        The column that names the unit.
    client, language, date, service, brand, status
        As of :func:`servqual.report`.
    force : bool
        Replace files that are there.

    Raises
    ------
    FileError
        The folder cannot be made, or a file is there already; nothing is written then.
    SettingsError
        The study is not broken down by this column, or has no gaps.

    Examples
    --------
    >>> import tempfile
    >>> import servqual as sq
    >>> guests = sq.read(sq.simulate(n=120, seed=2).frame, people=["branch"])
    >>> study = sq.analyze(guests, by="branch")
    >>> written = sq.editions(study, tempfile.mkdtemp(), "branch", client="Aurora")
    >>> written[0].name, len(written)
    ('index.html', 5)
    """
    from servqual.writer import read_brand
    from servqual.writer.editions import to_editions

    dress = read_brand(brand) if isinstance(brand, str | Path) else brand
    options = ReportOptions(
        language=language,
        client=client,
        date=str(datetime.date.today() if date is None else date),
        service=service,
        brand=dress,
        status=status,
    )
    files = to_editions(study, column_of(study, by), options)
    place = checked_folder(folder)
    inputs = dress.files if dress else ()
    for name in files:
        if (place / name).exists():
            check_writable(place / name, force=force, inputs=inputs)
    make_folder(place)
    return write_all(place, files, force=force, inputs=inputs)


def checked_folder(folder: str | Path) -> Path:
    """Return a folder that can be written into, or made; nothing is made here."""
    path = Path(folder)
    try:
        if path.exists() and not path.is_dir():
            raise FileError(f"{path}: this is a file. Name a folder with -o.")
        if not path.exists() and not path.parent.is_dir():
            raise FileError(
                f"{path}: the folder {path.parent} does not exist. Make it first, or name another."
            )
    except (OSError, ValueError) as error:
        raise FileError(f"{path}: this path cannot be used ({error}).") from error
    return path


def make_folder(path: Path) -> None:
    """Make a folder if it is not there."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise FileError(f"{path}: this folder cannot be made ({error.strerror}).") from error
