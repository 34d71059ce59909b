"""Replicates moved toward their mean: against numerical integration, and by laws."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.shrinkage import shrunk

REFERENCE = Path(__file__).parent.parent / "reference" / "shrinkage.csv"
# eight schools: estimated effects and their standard errors (Gelman et al., table 5.2)
EFFECTS = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
ERRORS = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])


def drawn_around(values, errors, n=20_000, seed=1):
    return values + np.random.default_rng(seed).normal(size=(n, len(values))) * errors


def test_eight_schools_have_the_means_of_r():
    with REFERENCE.open(encoding="utf-8") as file:
        means = [float(row["mean"]) for row in csv.DictReader(file)]
    found = shrunk(EFFECTS, drawn_around(EFFECTS, ERRORS, n=40_000))

    assert found.mean(axis=0) == pytest.approx(np.array(means), abs=0.1)


def test_figures_without_error_stay_where_they_are():
    drawn = drawn_around(EFFECTS, 1e-6 * ERRORS, n=200)

    assert shrunk(EFFECTS, drawn) == pytest.approx(drawn, abs=1e-4)


def test_figures_that_chance_explains_move_nearly_to_their_mean():
    close = np.array([9.9, 10.0, 10.1, 10.05, 9.95])
    found = shrunk(close, drawn_around(close, np.full(5, 10.0)))

    assert found.mean(axis=0) == pytest.approx(np.full(5, 10.0), abs=0.05)
    assert found.std() < 1


def test_the_scale_of_the_figures_does_not_matter():
    drawn = drawn_around(EFFECTS, ERRORS, n=300)

    assert shrunk(100 + 5 * EFFECTS, 100 + 5 * drawn) == pytest.approx(
        100 + 5 * shrunk(EFFECTS, drawn)
    )


def test_order_of_the_means_is_kept_where_errors_are_alike():
    found = shrunk(EFFECTS, drawn_around(EFFECTS, np.full(8, 10.0)))

    assert np.argsort(found.mean(axis=0)).tolist() == np.argsort(EFFECTS).tolist()


def test_a_replicate_without_a_figure_keeps_it_that_way():
    drawn = drawn_around(EFFECTS, ERRORS, n=300)
    drawn[7, 2] = np.nan

    assert np.isnan(shrunk(EFFECTS, drawn)).sum() == 1


@pytest.mark.parametrize("k", [1, 2, 3])
def test_fewer_than_four_figures_are_left_alone(k):
    drawn = drawn_around(EFFECTS[:k], ERRORS[:k], n=50)

    assert shrunk(EFFECTS[:k], drawn) is drawn


def test_figures_that_do_not_vary_are_left_alone():
    drawn = np.tile(EFFECTS, (20, 1))

    assert shrunk(EFFECTS, drawn) is drawn
