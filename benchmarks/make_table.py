"""Every aim for speed and size, measured in one run: ``make bench``, ``make bench-large``.

Writes ``benchmarks/RESULTS.md`` and the table that README quotes of it; with ``-o`` another file
alone. Ratios count: both sides of each are measured in the same run, in turn where they are short.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import any_size
import bootstrap
import first_screen
import main_path
import moments
import same_figures
from measuring import ROUNDS, Line

TARGET = Path(__file__).with_name("RESULTS.md")
PACKAGES = (
    "servqual", "numpy", "polars", "pandas", "scipy", "pingouin", "factor_analyzer", "semopy",
    "plotly", "pyarrow", "duckdb", "dask", "pyspark",
)  # fmt: skip
README = TARGET.parent.parent / "README.md"
QUOTED = ("<!-- measured -->\n", "<!-- end -->")
HEAD = "| what | measured | beside it | ratio | aim |\n|---|---|---|---|---|"


def parts(
    told: argparse.Namespace, folder: Path
) -> Iterator[tuple[str, Callable[[], Iterable[Line]]]]:
    """Yield the parts of the table by name, each measured when it is called."""
    yield "start and report", partial(main_path.lines, naive=not told.quick, rounds=told.rounds)
    yield "first screen", partial(first_screen.lines, 2 if told.quick else first_screen.RUNS)
    yield "moments", partial(moments.lines, told.people, told.rounds)
    yield "bootstrap", partial(bootstrap.lines, told.sizes, told.rounds)
    yield "any size", partial(any_size.lines, told.rows, folder, rounds=told.rounds)
    yield "threads", lambda: [any_size.threads(told.rows, folder)]
    yield "simulate", lambda: [any_size.simulated(told.rows, folder)]
    if told.large:
        yield (
            "large",
            partial(any_size.lines, told.large, folder, rounds=told.large_rounds, naive=False),
        )
    if told.huge:
        yield "huge", partial(any_size.huge, told.large or told.rows, folder)
    if told.engines:
        yield "engines", partial(same_figures.in_short, told.rows, folder)


def measured(told: argparse.Namespace, folder: Path) -> list[Line]:
    """Measure every part, saying each line as it comes; what cannot run here says why."""
    found: list[Line] = []
    for name, part in parts(told, folder):
        if told.only and name not in told.only:
            continue
        try:
            new = list(part())
        except (RuntimeError, ImportError, OSError, SystemExit) as error:
            new = [Line(name, "left out", str(error).strip().splitlines()[-1][:200], "", "")]
        for line in new:
            print(line.shown(), flush=True)
        found += new
    return found


def page(lines: list[Line]) -> str:
    """Return the table with what it was measured on."""
    on = ", ".join([f"Python {platform.python_version()}", *filter(None, map(_version, PACKAGES))])
    return (
        f"# Measured\n\n{date.today().isoformat()}, {os.cpu_count()} cores ({platform.machine()}, "
        f"{platform.system()}), by `benchmarks/make_table.py`. {on}.\n\n"
        f"{table(lines)}"
    )


def table(lines: list[Line]) -> str:
    """Return the lines as a Markdown table."""
    return "\n".join([HEAD, *(line.markdown() for line in lines)]) + "\n"


def quote(lines: list[Line]) -> None:
    """Put the table into the README, where a test looks for it."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(QUOTED[0])
    _, _, after = rest.partition(QUOTED[1])
    README.write_text(f"{before}{QUOTED[0]}{table(lines)}{QUOTED[1]}{after}", "utf-8")


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def main() -> None:
    """Measure and write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000, help="of the CSV")
    asked.add_argument("--large", type=int, default=0, help="of a larger one, such as 10000000")
    asked.add_argument("--large-rounds", type=int, default=2)
    asked.add_argument("--huge", action="store_true", help="ten links to the larger one, once")
    asked.add_argument(
        "--engines",
        action="store_true",
        help="the same figures from any blocks, frames, Dask and Spark, once",
    )
    asked.add_argument("--people", type=int, default=moments.PEOPLE, help="of the peers' frame")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--quick", action="store_true", help="small sizes: does everything run?")
    asked.add_argument("--only", action="append", help="one part of the table (repeat for more)")
    asked.add_argument("--folder", type=Path, help="keep the large files here")
    asked.add_argument("-o", "--output", type=Path, default=TARGET)
    told = asked.parse_args()
    told.sizes = None
    if (told.quick or told.only) and told.output == TARGET:
        asked.error("--quick and --only measure a part of the table: name another file with -o")
    if told.quick:
        told.rows, told.people, told.rounds = min(told.rows, 30_000), 2000, 1
        told.sizes = {1000: 4, 3000: 4}
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        found = measured(told, folder)
    told.output.write_text(page(found), "utf-8")
    if told.output == TARGET:
        quote(found)
    missed = [line.what for line in found if line.reached is False]
    print(f"Written: {told.output}; {len(missed)} missed{': ' if missed else ''}", end="")
    print("; ".join(missed))


if __name__ == "__main__":
    sys.exit(main())
