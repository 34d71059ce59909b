"""Whether one survey gives the same results however it is cut, threaded, framed and shipped.

The survey is summed from its file as one block, as a thousand blocks, as a thousand in any order
and with 1, 2 and 4 threads, and as a frame of pandas, polars, pyarrow, DuckDB, Dask and Spark;
``results.json`` of each is held against that of the file. Then once more with survey weights.
``python same_figures.py --rows 1000000 [--folder FOLDER]``.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from measuring import Line, fresh, seconds, survey_file

# each of these makes `frame` of a CSV; what follows is timed
FRAMES = {
    "pandas": "import pandas as pd; frame = pd.read_csv(path)",
    "polars": "import polars as pl; frame = pl.read_csv(path)",
    "pyarrow": "import pyarrow.csv as c; o = c.ParseOptions(newlines_in_values=True); "
    "frame = c.read_csv(path, parse_options=o)",
    "DuckDB": "import duckdb; frame = duckdb.sql(f\"from read_csv('{path}')\")",
    "Dask": "import dask.dataframe as dd; frame = dd.read_csv(path, assume_missing=True)",
    "Spark": "import os; os.environ['PYSPARK_PYTHON'] = sys.executable; "
    "from pyspark.sql import SparkSession as S; "
    "s = S.builder.master('local[2]').config('spark.ui.enabled', False)"
    ".config('spark.driver.memory', '4g').getOrCreate(); "
    "frame = s.read.csv(path, header=True, inferSchema=True, multiLine=True)"
    ".repartition(8)",
}
# these number rows by partition, so that another sample of people is drawn for resampling
NUMBERED_APART = ("Dask", "Spark")
PROGRAM = """
import sys
from random import Random
from time import perf_counter
path, target, weights, wanted = sys.argv[1:]
options = {{"weights": weights}} if weights else {{}}

def cut(piece, order=None):
    from servqual.importer.streaming import separated, sources
    begun = separated.Separated.__init__
    def begin(self, path, opening, _=None):
        begun(self, path, opening, int(piece))
    separated.Separated.__init__ = begin
    if order is not None:
        blocks = sources.Source.blocks
        def shuffled(*words):
            found = list(blocks(*words))
            order.shuffle(found)
            return iter(found)
        sources.Source.blocks = shuffled
    return path

def main():
    from pathlib import Path
    {make}
    from servqual import analyze, summarize, to_json
    start = perf_counter()
    sums = summarize(frame, **options)
    took = perf_counter() - start
    Path(target).write_text(to_json(analyze(sums)), "utf-8")
    print(); print(took)

if __name__ == "__main__":
    main()
"""
FILES = {
    "the file, in blocks as they come": "frame = path",
    "with 1 thread": "frame = path; options['threads'] = 1",
    "with 4 threads": "frame = path; options['threads'] = 4",
    "as one block": "frame = cut(2 * Path(path).stat().st_size)",
    "as a thousand blocks": "frame = cut(Path(path).stat().st_size / 1000)",
    "as a thousand blocks in any order": "frame = cut(Path(path).stat().st_size / 1000, Random(1))",
}
# figures that rest on a sample of people, or on products of four among them, which another
# numbering of rows draws anew
RESAMPLED = re.compile(
    r"^\.(importance|loyalty|priorities)\..*_(low|high)$|^\.reliability\.omega_(low|high)$"
    r"|^\.structure\.pairs\.\w+_(low|high)$|_scaled(_low|_high)?$|\.fits\.scaling$"
    r"|\.probability(_\w+)?$|^\.priorities\.items\.(correlation|importance_se)$"
    r"|^\.structure\.loadings\.se$"
)
CLOSE = 1e-12


def lines(rows: int, folder: Path) -> Iterator[Line]:
    """Yield a line a way to the sums, first without weights, then with."""
    plain = survey_file(folder, rows, folder)
    heavy = weighted_file(plain, folder)
    for survey, weights in ((plain, ""), (heavy, "weight")):
        first, *others = FILES
        whole = folder / f"whole-{weights or 'plain'}.json"
        run(FILES[first], survey, whole, weights, folder)
        for name in others:
            yield compared(name, FILES[name], survey, whole, weights, folder)
        for name, make in FRAMES.items():
            yield compared(name, make, survey, whole, weights, folder)


def in_short(rows: int, folder: Path) -> Iterator[Line]:
    """Yield one line without weights and one with; a way that misses the aim has its own."""
    found = list(lines(rows, folder))
    for weighted in (False, True):
        own = [line for line in found if line.what.endswith(", weighted") == weighted]
        missed = [line for line in own if line.reached is not True]
        yield Line(
            f"`results.json` of {rows:,} answers{', weighted' if weighted else ''}: one block, a "
            "thousand, in any order, 1, 2, 4 threads, pandas, polars, pyarrow, DuckDB; Dask and "
            "Spark, but for what rests on a sample of people",
            f"{len(own) - len(missed)} of {len(own)} ways as the file",
            "",
            "; ".join(sorted({line.ratio for line in own if line.reached}, key=_size)[-1:]),
            own[0].aim,
            not missed,
        )
        yield from missed


def _size(said: str) -> float:
    """Return the largest difference that a line tells of."""
    return float(said.split(" by ")[1].split(maxsplit=1)[0]) if " by " in said else 0.0


def weighted_file(survey: Path, folder: Path) -> Path:
    """Return the same survey with a column of weights between .25 and 4, no round numbers."""
    target = folder / f"weighted-{survey.name}"
    if not target.exists():
        program = (
            "import sys, polars as pl\n"
            "scan = pl.scan_csv(sys.argv[1], infer_schema=False)\n"
            "share = pl.col('id').cast(pl.Int64) * 7919 % 10007 / 10007\n"
            "scan.with_columns(weight=(16.0 ** share / 4).round(6)).sink_csv(sys.argv[2])\n"
        )
        fresh(["-c", program, survey, target], kept=folder)
    return target


def run(make: str, survey: Path, target: Path, weights: str, folder: Path) -> float:
    """Sum a survey up in a process of its own and write its results; return the seconds."""
    script = folder / "way.py"
    script.write_text(PROGRAM.format(make=make), "utf-8")
    return float(fresh([script, survey, target, weights, ""], kept=folder).output.split()[-1])


def compared(name: str, make: str, survey: Path, whole: Path, weights: str, folder: Path) -> Line:
    """Return the line of one way to the sums."""
    what = f"the same answers {'' if name in FILES else 'as a frame of '}{name}"
    what += ", weighted" if weights else ""
    aim = f"to {CLOSE:g}" if weights else "bit-identical"
    target = folder / "other.json"
    try:
        took = run(make, survey, target, weights, folder)
    except RuntimeError as error:
        return Line(what, "left out", str(error).strip().splitlines()[-1][:80], "", "")
    apart = name in NUMBERED_APART
    found = list(differing(json.loads(whole.read_text()), json.loads(target.read_text()), apart))
    most = max((size for _, size in found), default=0.0)
    beyond = [place for place, size in found if size > (CLOSE if weights else 0.0)]
    said = f"{len(found)} figures differ, by {most:.1e} at most" if found else "the same figures"
    if beyond:
        said += f"; beyond the aim: {', '.join(beyond[:4])}"
    return Line(what, seconds(took), "", said, aim, not beyond)


def differing(a: Any, b: Any, apart: bool, place: str = "") -> Iterator[tuple[str, float]]:
    """Yield where two results differ and by how much, apart from what a source is called.

    ``apart`` leaves out what rests on another sample of people.
    """
    if place in (".source", ".notes", ".sample.file", ".sample.sha256"):
        return
    if apart and RESAMPLED.search(place):
        return
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from differing(a.get(key), b.get(key), apart, f"{place}.{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for x, y in zip(a, b, strict=True):
            yield from differing(x, y, apart, place)
    elif a != b:
        numbers = isinstance(a, float | int) and isinstance(b, float | int)
        yield place, abs(a - b) / max(abs(a), abs(b), 1.0) if numbers else math.inf


def main() -> None:
    """Print the lines."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--folder", type=Path, help="keep the large files here")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = told.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        ways: Callable[[], Iterator[Line]] = partial(lines, told.rows, folder)
        for line in ways():
            print(line.shown(), flush=True)


if __name__ == "__main__":
    main()
