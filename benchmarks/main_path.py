"""How quick the commands are, against the libraries alone in the same run: `make bench`.

Every command runs in a fresh process; the best of several runs counts. Nothing is asserted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

RUNS = 5
TYPER = "import typer"
FLOOR = "import pandas, plotly.graph_objects, jinja2, scipy.special"


def best(*words: str, compiled: Path) -> float:
    """Return the shortest wall time of a Python process in seconds.

    Modules are compiled into ``compiled`` by a first run, as an installation has them.
    """
    unwanted = "PYTHONDONTWRITEBYTECODE"
    known = {name: value for name, value in os.environ.items() if name != unwanted}
    known |= {"PYTHONPYCACHEPREFIX": str(compiled)}
    times = []
    for _ in range(RUNS + 1):
        start = perf_counter()
        subprocess.run([sys.executable, *words], check=True, capture_output=True, env=known)
        times.append(perf_counter() - start)
    return min(times[1:])


def main() -> None:
    """Print each time beside its floor."""
    from servqual.simulate import simulate

    with tempfile.TemporaryDirectory() as folder:
        survey, page = Path(folder) / "survey.csv", Path(folder) / "report.html"
        survey.write_text(simulate(1000).to_csv(), encoding="utf-8")
        run = partial(best, compiled=Path(folder) / "compiled")
        command = ("-m", "servqual", "report", str(survey), "-o", str(page), "--force")
        floors = {"import typer": run("-c", TYPER), "import the libraries": run("-c", FLOOR)}
        shown = [
            ("servqual --help", run("-m", "servqual", "--help"), "import typer", "under 3x"),
            (
                "servqual report, n = 1,000",
                run(*command),
                "import the libraries",
                "under 1.5x + 0.3 s",
            ),
        ]
        size = page.stat().st_size
    for name, seconds, floor, aim in shown:
        ratio = seconds / floors[floor]
        print(f"{name}: {seconds:.2f} s = {ratio:.1f} x {floor} ({floors[floor]:.2f} s); aim {aim}")
    print(f"report file: {size / 1e6:.2f} MB; aim under 2.5 MB")


if __name__ == "__main__":
    main()
