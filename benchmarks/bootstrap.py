"""2,000 resamples of gaps, quadrants, ranks and relative weights, at any number of people.

Ours begins with the sums of a report. The peer is the loop that one writes with pandas: draw
people, take their means, cross the matrix, rank, correlate, weigh. It runs fewer resamples the more
people there are, scaled up. Questionnaire and figures are those of ``priorities.py``.
"""

from __future__ import annotations

import sys
from functools import partial

import pandas as pd
import priorities
from measuring import ROUNDS, Line, medians, seconds, timed

from servqual.scoring import summarize
from servqual.statistics.resampling import REPLICATES

# people, and how many resamples the loop is timed for
SIZES = {1_000: 100, 10_000: 40, 100_000: 8}
LIMIT = 0.2


def lines(sizes: dict[int, int] | None = None, rounds: int = ROUNDS) -> list[Line]:
    """Return a line for each number of people."""
    return [_line(people, loops, rounds) for people, loops in (sizes or SIZES).items()]


def _line(people: int, loops: int, rounds: int) -> Line:
    answers = priorities.survey(people)
    frame = priorities.frame_of(answers)
    summary = summarize(answers, powers=True)
    found = medians({"ours": partial(timed, partial(priorities.ours, summary))}, rounds)
    loop = timed(partial(_peer, frame, loops)) * REPLICATES / loops
    return Line(
        f"{REPLICATES:,} resamples of quadrants, ranks and weights, 24 items, n = {people:,}",
        seconds(found["ours"]),
        f"pandas loop: {seconds(loop)} ({loops} resamples, scaled)",
        f"1/{loop / found['ours']:,.0f}",
        f"at most {LIMIT} s",
        found["ours"] <= LIMIT,
    )


def _peer(frame: pd.DataFrame, loops: int) -> None:
    priorities.peer(frame, loops)


if __name__ == "__main__":
    told = {int(n): max(4, 100_000 // int(n)) for n in sys.argv[1:]}
    for line in lines(told or None):
        print(line.shown())
