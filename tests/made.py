"""Answers made in memory for the tests, and the formula data with known results."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from servqual.catalog import load_instrument
from servqual.instrument import Instrument
from servqual.responses import Missing, Responses, Source
from servqual.results import Study
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.study import build_study
from servqual.study.build import Origin

REFERENCE = Path(__file__).parent / "reference"
DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
POINTS = np.array(
    [
        (10, 40, 20, 20, 10),
        (20, 20, 20, 20, 20),
        (5, 35, 30, 15, 15),
        (11, 32, 22, 19, 16),
        (15, 25, 25, 15, 20),
        (8, 42, 20, 18, 12),
    ],
    dtype=float,
)
NEGATIVE_1988 = [9, 10, 11, 12, 17, 18, 19, 20, 21]


def formula_ratings() -> tuple[np.ndarray, np.ndarray]:
    """Return E and P of methods 1.6, shape (6, 22)."""
    i, j = np.arange(1, 7)[:, None], np.arange(1, 23)[None, :]
    expectation = 7 - ((i + j) % 2)
    perception = 3 + ((2 * i + i * j) % 5)
    return expectation.astype(np.int16), perception.astype(np.int16)


def responses(
    expectation: np.ndarray | None,
    perception: np.ndarray | None,
    *,
    instrument: Instrument | str = "servqual",
    points: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> Responses:
    """Return Responses of two rating tables; values below the scale are missing."""
    form = load_instrument(instrument) if isinstance(instrument, str) else instrument
    given = {"expectation": expectation, "perception": perception}
    ratings = {
        name: np.asarray(codes, dtype=np.int16)
        for name, codes in given.items()
        if codes is not None
    }
    n = len(next(iter(ratings.values())))
    return Responses(
        instrument=form,
        ratings=ratings,
        rows=np.arange(2, n + 2),
        source=Source("made.csv", "0" * 64, n, n, 0),
        points=points,
        weights=weights,
    )


def study_of(answers: Responses, **settings: object) -> Study:
    """Return the Study of some answers, straight through the Summary."""
    origin = Origin("made.csv", "0" * 64, len(answers), len(answers), 0)
    return build_study(summarize(answers), answers.instrument, Settings(**settings), origin)


def reference_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a file that R wrote."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def reference_responses(*, weighted: bool = False) -> Responses:
    """Return the made-up ratings that the R scripts read, 120 people, 4% missing."""
    rows = reference_rows("ratings.csv")

    def codes(letter: str) -> np.ndarray:
        cells = [[row[f"{letter}{j}"] for j in range(1, 23)] for row in rows]
        return np.array([[int(c) if c else Missing.BLANK for c in line] for line in cells])

    weights = np.array([float(row["w"]) for row in rows]) if weighted else None
    return responses(codes("E"), codes("P"), weights=weights)
