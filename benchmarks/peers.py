"""The same gap statistics through pandas and pingouin, in the same run: `make bench`.

Both sides start from the same CSV of 1,000 people in a fresh process and end with 22 paired t
tests, 22 signed-rank tests, alpha of 15 item sets and the overall gap. Nothing is asserted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

RUNS = 3
OURS = """
import sys
import servqual
study = servqual.analyze(servqual.read(sys.argv[1]))
print(study.gaps.row("unweighted").gap)
"""
PEERS = """
import sys
import pandas as pd
import pingouin as pg
people = pd.read_csv(sys.argv[1])
expected = people[[f"E{i}" for i in range(1, 23)]].set_axis(range(22), axis=1)
perceived = people[[f"P{i}" for i in range(1, 23)]].set_axis(range(22), axis=1)
gaps = perceived - expected
for i in range(22):
    pair = pd.concat([perceived[i], expected[i]], axis=1).dropna()
    pg.ttest(pair.iloc[:, 0], pair.iloc[:, 1], paired=True)
    pg.wilcoxon(pair.iloc[:, 0], pair.iloc[:, 1])
ends = [0, 4, 9, 13, 17, 22]
sets = [range(a, b) for a, b in zip(ends, ends[1:])]
for table in (expected, perceived, gaps):
    for items in sets:
        pg.cronbach_alpha(table[list(items)], nan_policy="listwise")
print(sum(gaps[list(items)].mean(axis=1).mean() for items in sets) / 5)
"""


def best(code: str, survey: Path) -> float:
    """Return the shortest wall time of a script in seconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        command = [sys.executable, "-W", "ignore", "-c", code, str(survey)]
        subprocess.run(command, check=True, capture_output=True)
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print both times and their ratio."""
    from servqual.simulate import simulate

    with tempfile.TemporaryDirectory() as folder:
        survey = Path(folder) / "survey.csv"
        survey.write_text(simulate(1000).to_csv(), encoding="utf-8")
        ours, peers = best(OURS, survey), best(PEERS, survey)
    print(f"gap statistics, n = 1,000: {ours:.2f} s; pandas + pingouin {peers:.2f} s", end="")
    print(f" = {peers / ours:.1f} x")


if __name__ == "__main__":
    main()
