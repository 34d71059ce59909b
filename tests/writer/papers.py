"""Answers with faults of every kind, and a survey that is running, for the working papers."""

import datetime
from dataclasses import replace

import numpy as np

import servqual as sq
from servqual.results.check import StopRow
from servqual.simulate import Model

HOSTILE = "<script>alert(1)</script>"
STOPS = (
    StopRow("A", "E1", "", 32, 3),
    StopRow("B", f"E2 {HOSTILE}", "", 29, 1),
    StopRow("C", "P1", "", 28, 28),
)
START = (datetime.datetime(2026, 5, 4) - datetime.datetime(1970, 1, 1)).total_seconds()


def faulty():
    """Return 32 answers with faults of every kind, and with times."""
    people = sq.read(sq.simulate(32, seed=5, model=Model(careless=0.0)).frame)
    ratings = {battery: np.array(codes) for battery, codes in people.ratings.items()}
    received = ratings["perception"]
    received[:9, 6] = -101
    received[:9, 17] = -102
    received[:, 13] = np.where(received[:, 13] > 0, 8 - received[:, 13], received[:, 13])
    received[:, 2] = np.where(np.arange(32) < 28, 7, 6)
    received[:, 19] = 5
    ratings["expectation"][:, 2] = np.where(np.arange(32) < 28, 7, 6)
    days = np.repeat(np.arange(8), 4) * 86400.0 + np.tile([30000, 40000, 50000, 60000], 8) + START
    return replace(people, ratings=ratings, seconds=np.arange(32) * 30.0 + 300, finished=days)


def running(answers):
    """Return the fieldwork of some answers, with a burst and with groups that have no target."""
    finished = np.array(answers.finished)
    finished[8:14] = finished[8] + np.arange(6)
    names = np.array(["Centre", "West", HOSTILE, ""] * 8, dtype=object)
    busy = replace(answers, finished=finished, people={"branch": names})
    return sq.fieldwork(
        busy,
        quota={"branch": {"Centre": 8, "West": 40, "Nowhere": 3}},
        start="2026-05-04",
        end="2026-05-20",
        stops=STOPS,
    )
