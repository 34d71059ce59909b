"""How quick the commands are, against the libraries alone and against the same job by hand.

Every command runs in a fresh process, rounds interleaved; the medians count. Nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from measuring import ROUNDS, Line, fresh, medians, seconds, survey_file

TYPER = "import typer"
FLOOR = "import pandas, plotly.graph_objects, jinja2, scipy.special"
NAIVE = Path(__file__).with_name("naive_report.py")
PEOPLE = 1000


def lines(*, naive: bool = True, rounds: int = ROUNDS) -> list[Line]:
    """Return --help, the report and the size of its file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        survey, page = survey_file(folder, PEOPLE, folder), folder / "report.html"
        report = ["-m", "servqual", "report", survey, "-o", page, "--force", "--quiet"]

        def run(*words: str | Path) -> float:
            return fresh(words, kept=folder).wall

        found = medians(
            {
                "typer": partial(run, "-c", TYPER),
                "help": partial(run, "-m", "servqual", "--help"),
                "floor": partial(run, "-c", FLOOR),
                "report": partial(run, *report),
                "by branch": partial(run, *report, "--by", "branch"),
            },
            rounds,
        )
        size = page.stat().st_size / 1e6
        told = _told(found, size)
        if naive:
            peer = partial(run, NAIVE, survey, folder / "naive.html")
            by_hand = medians({"naive": peer}, 1)["naive"]
            told.append(_against(found["by branch"], by_hand))
    return told


def _told(found: dict[str, float], size: float) -> list[Line]:
    ratio, limit = found["help"] / found["typer"], 1.5 * found["floor"] + 0.3
    return [
        Line(
            "`servqual --help`",
            seconds(found["help"]),
            f"`import typer`: {seconds(found['typer'])}",
            f"{ratio:.1f}x",
            "under 3x",
            ratio < 3,
        ),
        Line(
            f"`servqual report`, n = {PEOPLE:,}",
            seconds(found["report"]),
            f"import of the libraries: {seconds(found['floor'])}",
            f"{found['report'] / found['floor']:.1f}x",
            f"1.5x + 0.3 s = {seconds(limit)}",
            found["report"] < limit,
        ),
        Line("its file", f"{size:.2f} MB", "", "", "under 2.5 MB", size < 2.5),
    ]


def _against(ours: float, naive: float) -> Line:
    return Line(
        f"`servqual report --by branch`, n = {PEOPLE:,}, 2,000 resamples",
        seconds(ours),
        f"pandas + pingouin + factor_analyzer + plotly (`naive_report.py`): {seconds(naive)}",
        f"1/{naive / ours:.0f}",
        "at least 15x faster",
        naive / ours >= 15,
    )


if __name__ == "__main__":
    for line in lines(naive="--quick" not in sys.argv):
        print(line.shown())
