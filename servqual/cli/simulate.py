"""``servqual simulate``: a survey with known truth of any size, written as it is drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual._files import check_writable, written_whole
from servqual.cli import options, progress, reading_options, terminal
from servqual.cli.dress import check_language
from servqual.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, TypeVar

    import polars as pl

    from servqual.simulate.stream import Columns, Streamed

    Made = TypeVar("Made")

ENDINGS = (".csv", ".csv.gz", ".parquet")
GZIP_LEVEL = 6  # level 9 takes several times as long for hardly less

N = Annotated[
    int, typer.Option("-n", "--n", metavar="N", help="How many people answer (default 400).")
]
MissingShare = Annotated[
    float | None,
    typer.Option(
        "--missing-share", metavar="SHARE", help="Share of the answers that are blank, 0 to 1."
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="File to write: .csv, .csv.gz or .parquet."
    ),
]


def simulate(
    output: Output,
    n: N = 400,
    instrument: reading_options.Instrument = None,
    missing_share: MissingShare = None,
    lang: options.Language = None,
    seed: options.Seed = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write simulated answers of customers to a questionnaire, in the memory of a few blocks.

    The first rows do not depend on how many follow; the same words give the same bytes.
    """
    path = Path(output)
    _check_ending(path)
    check_language(lang)
    inputs = [Path(instrument)] if instrument else []
    check_writable(path, force=force, inputs=inputs)

    from dataclasses import replace

    from servqual.catalog import load_instrument
    from servqual.simulate.model import Model
    from servqual.simulate.stream import Streamed

    usual = Model()
    survey = Streamed(
        n,
        load_instrument(instrument or "servqual"),
        seed=1 if seed is None else seed,
        language=lang or "en",
        model=usual if missing_share is None else replace(usual, missing=missing_share),
    )
    with (
        progress.told(quiet=quiet) as line,
        written_whole(path, force=force, inputs=inputs) as stream,
    ):
        _write(survey, path, stream, line)
    terminal.say(
        f"Written: {path} ({n:,} simulated people, {progress.size(path.stat().st_size)})",
        quiet=quiet,
    )


def _check_ending(path: Path) -> None:
    """Raise unless the ending of a file says what to write."""
    if not path.name.lower().endswith(ENDINGS):
        raise FileError(
            f"{path}: the ending says what to write, and this one is not known. End it in .csv, "
            ".csv.gz or .parquet."
        )


def _write(survey: Streamed, path: Path, stream: IO[bytes], line: progress.Line) -> None:
    """Write a survey in the form that the ending of the file names."""
    if path.suffix.lower() == ".parquet":
        from servqual.importer.opening.parquet_writing import write_frames

        write_frames(_made(survey, _frame, line), stream)
        return
    lines = _packed_lines if path.suffix.lower() == ".gz" else _lines
    for part in _made(survey, lines, line):
        stream.write(part)


def _made(
    survey: Streamed, make: Callable[[Columns, int], Made], line: progress.Line
) -> Iterator[Made]:
    """Yield what is made of each block, and tell how far it is."""
    written = 0
    for made, people in survey.blocks(make):
        written += people
        yield made
        line.tell(written, written, survey.n, "rows")


def _lines(columns: Columns, number: int) -> bytes:
    """Return a block as lines of a CSV file, the first with the headers before them."""
    from servqual.simulate.csv_bytes import csv_head, csv_rows

    return (b"" if number else csv_head(columns)) + csv_rows(columns)


def _packed_lines(columns: Columns, number: int) -> bytes:
    """Return these lines as a part of a .gz file, which may have any number of such parts."""
    import gzip

    return gzip.compress(_lines(columns, number), GZIP_LEVEL, mtime=0)


def _frame(columns: Columns, _number: int) -> pl.DataFrame:
    """Return a block as a frame."""
    from servqual.importer.opening.parquet_writing import frame_of
    from servqual.simulate.table import Coded

    return frame_of(
        {
            header: (column.positions, column.texts) if isinstance(column, Coded) else column
            for header, column in columns.items()
        }
    )
