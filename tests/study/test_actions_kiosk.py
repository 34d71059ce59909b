"""The register of the kiosk study against the printed means of its items (methods 14.8)."""

import numpy as np
import pytest

import servqual as sq
from servqual.importer import read
from tests.test_kiosk import DROPPED, INSTRUMENTS, ITEMS


@pytest.fixture(scope="module")
def study(shared_data):
    eligible = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    mask = np.ones(len(eligible), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return sq.analyze(eligible.take(mask))


@pytest.fixture(scope="module")
def printed():
    """Return importance times shortfall by item, from the printed means."""
    found = {}
    for line in ITEMS.splitlines():
        number, _, _, gap, importance, _ = line.split()
        found[f"q{number}"] = float(importance) * max(-float(gap), 0.0)
    return found


def test_the_index_is_that_of_the_printed_means(study, printed):
    total = sum(printed.values())

    assert {r.item: r.index for r in study.actions.rows} == pytest.approx(
        {r.item: printed[r.item] / total for r in study.actions.rows}, abs=1e-5
    )


def test_the_order_is_that_of_the_printed_means(study, printed):
    order = sorted(printed, key=lambda i: -printed[i])

    assert [r.item for r in study.actions.rows][:8] == order[:8]


def test_importance_is_what_people_rated(study):
    assert {r.importance_source for r in study.actions.rows} == {"ratings"}


def test_which_comes_first_is_left_open(study):
    first = [r.item for r in study.actions.rows if r.rank_low == 1]

    assert {"q23", "q20", "q16"} <= set(first)
    assert max(r.probability_first for r in study.actions.rows) < 0.9


def test_items_that_do_not_fall_short_are_left_out(study):
    assert {"q4", "q5", "q6", "q22"}.isdisjoint(r.item for r in study.actions.rows)


def test_raising_an_item_moves_its_dimension_by_a_third_of_it(study):
    found = study.what_if("q20", by=0.5, who="below_expectation")

    assert found.row("item").before == pytest.approx(-1.9278, abs=6e-5)
    assert found.row("dimension").change == pytest.approx(found.row("item").change / 3)
    assert found.row("overall").change == pytest.approx(found.row("item").change / 24)
    assert found.row("outcome").change_low < found.row("outcome").change_high
