"""``servqual summarize``: the sums of a survey of any size, from which every command goes on."""

from __future__ import annotations

from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from servqual._files import check_readable, check_writable, write_whole
from servqual.cli import options, progress, terminal
from servqual.cli.bundles import computes, reads_several
from servqual.cli.merge import lines_of
from servqual.cli.output import check_ending
from servqual.cli.request import Figures, Reading
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.engines.progress import Progress
    from servqual.scoring.survey_summary import SurveySummary

ENDING = ".summary"
PACKED = (".gz", ".zst")

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Survey files with the same columns: .csv, .tsv, .txt (also .gz, .zst), .parquet, "
        ".arrow, .feather; or a pattern in quotes: 'calls-*.csv'.",
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        "--threads", metavar="N", help="Threads that add up beside the one that reads (default 2)."
    ),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Count answers to pairs of items too, for ordinal coefficients."),
]


@reads_several("weights", "by", without=("sheet",))
@computes("outcome", "incomplete", "min_cell")
def summarize(
    files: Files,
    reading: Reading,
    figures: Figures,
    full: Full = False,
    threads: Threads = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Read a survey of any size once, block by block, and write its sums.

    The other commands take the file of sums in place of the survey: score, report, show ... Sums of
    parts are added with 'servqual merge'. Nothing is written unless all was read.
    """
    inputs = [*_sources(files), *reading.inputs()]
    path = _output(output, files)
    check_writable(path, force=force, inputs=inputs)
    reading = replace(reading, file=files[0])
    with progress.told(quiet=quiet) as line:
        from servqual.scoring.stored import disclosed, to_bytes

        settings = figures.settle(reading)
        least = settings["min_cell"]
        all_sums = _summed(files, reading, _asked(settings, full=full), threads, line)
        found = disclosed(all_sums, least)
        content = to_bytes(found, min_cell=least)
        write_whole(path, content, force=force, inputs=inputs)
    terminal.say(_said(found, path, len(content)), quiet=quiet)


def _sources(files: list[str]) -> list[Path]:
    """Return the files that are read, so that none is written to; raise if one is not there."""
    found: list[Path] = []
    for name in files:
        # as whoever opens it: relative to where we are, ** and [] included
        matching = [Path(path) for path in glob(name)] if has_magic(name) else []  # noqa: PTH207
        if not matching:
            if has_magic(name) and not Path(name).exists():
                continue  # a pattern that nothing matches: whoever opens it says so
            check_readable(Path(name), "survey file")
            _check_no_sums(name)
        found.extend(matching or [Path(name)])
    return found


def _check_no_sums(name: str) -> None:
    """Raise if a file holds sums and no answers."""
    if Reading(file=name).is_summary:
        raise SettingsError(
            f"{name}: this file holds the sums of a survey already. Give it to 'servqual score' or "
            "'servqual report', or add several of them with 'servqual merge'."
        )


def _output(given: str | None, files: list[str]) -> Path:
    """Return the file to write: the one named, or the survey's name with another ending."""
    check_ending(given, (ENDING,))
    if given:
        return Path(given)
    if len(files) > 1 or has_magic(files[0]):
        raise SettingsError(
            f"there are several files; name the one to write, such as -o survey{ENDING}."
        )
    source = Path(files[0])
    while source.suffix.lower() in PACKED:
        source = source.with_suffix("")
    return source.with_suffix(ENDING)


def _asked(settings: dict[str, Any], *, full: bool) -> dict[str, Any]:
    """Return what is summed, of the settings of the figures."""
    if settings.get("incomplete") == "impute":
        raise SettingsError(
            "multiple imputation needs everybody's answers at once; sums know half and listwise. "
            "Leave out --incomplete impute, or run 'servqual score' on the survey itself."
        )
    structure: Literal["core", "full"] = "full" if full else "core"
    named = {name: settings[name] for name in ("outcome", "incomplete") if name in settings}
    return named | {"structure": structure}


def _summed(
    files: list[str],
    reading: Reading,
    asked: dict[str, Any],
    threads: int | None,
    line: progress.Line,
) -> SurveySummary:
    """Read and sum the survey, telling how far it is."""
    from servqual.engines import summarize as summed

    def tell(now: Progress) -> None:
        line.tell(now.rows, now.done, now.total)

    source: str | list[str] = files[0] if len(files) == 1 else files
    by = tuple(reading.by or ())
    return summed(source, by=by, threads=threads, progress=tell, **reading.said(), **asked)


def _said(found: SurveySummary, path: Path, size: int) -> str:
    """Return what was written, and what it may be used for."""
    source = found.source
    people = f"{source.respondents:,} respondents from {terminal.clean(source.file)}"
    if source.ineligible:
        people += f" ({source.ineligible:,} more rated nothing)"
    n = len(found.notes)
    return "\n".join(
        [
            f"Written: {path} ({progress.size(size)})",
            f"  {people}",
            f"  {n} note{'' if n == 1 else 's'} on how the answers were read, printed in reports",
            *lines_of(found),
        ]
    )
