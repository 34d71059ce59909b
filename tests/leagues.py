"""Answers of units with known differences, for the tests of comparisons between them."""

from dataclasses import replace

import numpy as np

from tests.made import responses


def survey(sizes, *, effects=None, seed=5, batteries=2, instrument="servqual"):
    """Return ratings of named units; ``effects`` shifts the perceptions of each."""
    rng = np.random.default_rng(seed)
    names, n = list(sizes), sum(sizes.values())
    branch = np.repeat(np.array(names, dtype=object), list(sizes.values()))
    shift = np.repeat([dict(effects or {}).get(name, 0.0) for name in names], list(sizes.values()))
    person = rng.normal(0, 0.7, (n, 1))
    expected = np.clip(np.rint(6 + 0.3 * person + rng.normal(0, 0.8, (n, 22))), 1, 7)
    perceived = np.clip(np.rint(5 + person + shift[:, None] + rng.normal(0, 0.9, (n, 22))), 1, 7)
    age = rng.choice(np.array(["18-29", "30-49", "50+"], dtype=object), n)
    made = responses(
        expected.astype(int) if batteries == 2 else None,
        perceived.astype(int),
        instrument=instrument,
    )
    return replace(made, people={"branch": branch, "age": age})


NAMES = ["Amber", "Birch", "Cedar", "Dune", "Elm", "Fern", "Grove", "Hill"]
SIZES = dict(zip(NAMES, [60, 45, 80, 38, 52, 90, 41, 6], strict=True)) | {"Isle": 22}
EFFECTS = {"Amber": -0.9, "Fern": 0.7, "Cedar": 0.4}
