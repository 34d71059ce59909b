"""Priorities of the kiosk study (methods 8), and of a college that is better than it must be."""

import numpy as np
import pytest

from servqual.importer import read
from servqual.responses import Responses
from tests.study.rated import INSTRUMENTS, Found, resampled

# methods 14.8: rows that the authors dropped from the 207 eligible, counted from 1
DROPPED = [21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205]
# methods 8.1: quadrants of the 24 items by the cross
CROSSES = {
    "grand_mean": ({7, 10, 11, 16, 23}, set(), {4, 5, 6, 12, 15, 22, 24}),
    "median": ({7, 16}, {14, 18}, {4, 5, 6, 10, 11, 12, 15, 22, 23, 24}),
    "midpoint": ({12}, {4, 5, 6, 22}, set()),
}
# methods 8.1: probability of "concentrate here" at the grand means, 2,000 replicates
CONCENTRATE = {7: 0.57, 10: 0.54, 11: 0.62, 16: 1.0, 23: 1.0, 19: 0.33, 20: 0.26, 21: 0.04}
# methods 8.2: importance minus satisfaction
DIAGONAL = {16: 1.9175, 19: 1.8351, 20: 1.8299, 21: 1.7526, 7: 1.6701, 5: -0.9021}
# methods 8.7
OPPORTUNITY = {20: 15.464, 21: 15.309, 19: 15.155, 7: 14.742, 16: 14.742, 22: 1.701}


@pytest.fixture(scope="module")
def kiosk(shared_data) -> Responses:
    file = shared_data / "kiosk" / "kiosk.csv"
    answers = read(file, str(INSTRUMENTS / "kiosk_8x3.toml"))
    kept = np.ones(len(answers), dtype=bool)
    kept[np.array(DROPPED) - 1] = False
    return answers.take(kept)


@pytest.fixture(scope="module")
def study(kiosk) -> Found:
    return resampled(kiosk)


def number(row) -> int:
    """Return the number in the id of a row's item."""
    return int(getattr(row, "item", getattr(row, "id", ""))[1:])


# -- the kiosk study -------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", CROSSES)
def test_kiosk_quadrants_under_three_crosses(study, rule):
    found = {
        quadrant: {
            number(r)
            for r in study.priorities.stability
            if (r.rule, r.importance_source, r.axis) == (rule, "ratings", "raw")
            and r.quadrant == quadrant
        }
        for quadrant in ("concentrate_here", "possible_overkill", "low_priority", "keep_up")
    }
    concentrate, overkill, low = CROSSES[rule]

    assert found["concentrate_here"] == concentrate
    assert found["possible_overkill"] == overkill
    assert found["low_priority"] == low
    assert found["keep_up"] == set(range(1, 25)) - concentrate - overkill - low


def test_kiosk_crosses(study):
    crosses = {
        r.rule: (r.cross_importance, r.cross_performance)
        for r in study.priorities.stability
        if (r.importance_source, r.axis) == ("ratings", "raw")
    }

    assert crosses["grand_mean"] == pytest.approx((5.8963, 4.9177), abs=6e-5)
    assert crosses["median"] == pytest.approx((6.4278, 4.9304), abs=6e-5)
    assert crosses["midpoint"] == (4, 4)


def test_kiosk_probabilities_of_methods_8_1(study):
    found = {number(r): r.probability["concentrate"] for r in study.priorities.items}

    for item, expected in CONCENTRATE.items():
        assert found[item] == pytest.approx(expected, abs=0.03), item
    rest = [p for item, p in found.items() if item not in CONCENTRATE]
    assert max(rest) <= 0.06


def test_the_same_from_people_drawn_one_by_one(kiosk, study):
    stated, received = (kiosk.ratings[b].astype(float) for b in ("importance", "satisfaction"))
    rng = np.random.default_rng(8)
    concentrate = np.zeros(24)
    for _ in range(2000):
        people = rng.integers(0, 194, 194)
        x, y = stated[people].mean(axis=0), received[people].mean(axis=0)
        concentrate += (x >= x.mean()) & (y < y.mean())
    found = [row.probability["concentrate"] for row in study.priorities.items]

    assert found == pytest.approx(concentrate / 2000, abs=0.05)


def test_kiosk_labels_say_what_the_shares_allow(study):
    words = {number(r): r.certainty for r in study.priorities.items}

    assert (words[16], words[23]) == ("firm", "firm_here")
    assert (words[7], words[10]) == ("undetermined", "undetermined")
    assert (words[11], words[19], words[20]) == ("leaning", "leaning", "leaning")


def test_item_23_stands_there_at_the_grand_means_only(study):
    (row,) = [r for r in study.priorities.items if r.item == "q23"]
    under = {
        r.rule: r.quadrant
        for r in study.priorities.stability
        if (r.item, r.importance_source, r.axis) == ("q23", "ratings", "raw")
    }

    assert row.agreeing == ()
    assert under == {
        "grand_mean": "concentrate_here",
        "median": "low_priority",
        "midpoint": "keep_up",
    }


def test_kiosk_diagonal_of_methods_8_2(study):
    rows = study.priorities.ranking("diagonal", "satisfaction")
    found = {number(r): r.value * 6 / 100 for r in rows}

    assert {i: found[i] for i in DIAGONAL} == pytest.approx(DIAGONAL, abs=6e-5)
    assert [number(r) for r in rows[:5]] == [16, 19, 20, 21, 7]
    assert number(rows[-1]) == 5


def test_the_diagonal_of_a_row_is_its_place_in_that_ranking(study):
    ranking = {r.id: r for r in study.priorities.ranking("diagonal")}

    for row in study.priorities.items:
        same = ranking[row.item]
        own = (row.diagonal, row.diagonal_rank, row.diagonal_low, row.diagonal_high)
        assert own == (same.value, same.rank, same.rank_low, same.rank_high)


def test_kiosk_opportunity_scores_of_methods_8_7(study):
    found = {number(r): r.opportunity for r in study.priorities.indices}

    assert {i: found[i] for i in OPPORTUNITY} == pytest.approx(OPPORTUNITY, abs=6e-4)


def test_opportunity_is_of_the_two_highest_answers(kiosk, study):
    row = next(r for r in study.priorities.indices if r.item == "q20")
    stated, received = (kiosk.ratings[b][:, 19] for b in ("importance", "satisfaction"))

    assert row.share_important == pytest.approx(np.mean(stated >= 6))
    assert row.share_satisfied == pytest.approx(np.mean(received >= 6))


def test_limits_of_opportunity_ranks_are_those_of_shares_found_anew(kiosk, study):
    tops = [kiosk.ratings[b] >= 6 for b in ("importance", "satisfaction")]
    rng, places = np.random.default_rng(8), []
    for _ in range(2000):
        people = rng.integers(0, 194, 194)
        x, y = (t[people].mean(axis=0) for t in tops)
        scores = x + np.maximum(x - y, 0)
        places.append([(scores > s + 1e-12).sum() + 1 for s in scores])
    low, high = np.quantile(places, [0.025, 0.975], axis=0, method="inverted_cdf")
    rows = {number(r): r for r in study.priorities.ranking("opportunity")}

    found = np.array([(rows[i].rank_low, rows[i].rank_high) for i in range(1, 25)])
    assert np.abs(found - np.column_stack([low, high])).max() <= 1


def test_kiosk_potential_gain_is_importance_times_what_is_left(study):
    for row in study.priorities.indices:
        stated = study.scores.row(row.item, "importance").mean
        received = study.scores.row(row.item, "satisfaction").mean
        assert row.pgcv == pytest.approx(stated * (7 - received))


def test_kiosk_satisfaction_index_by_the_printed_means(study):
    rows = study.priorities.items
    weighted = sum(r.importance * r.performance for r in rows)
    (index, other) = study.priorities.csi

    assert index.index == pytest.approx(100 * weighted / (7 * sum(r.importance for r in rows)))
    assert (index.battery, other.battery) == ("satisfaction", "perception")
    assert index.ci_low < index.index < index.ci_high
    assert index.floor == pytest.approx(100 / 7)


def test_gaps_in_the_place_of_performance_are_crossed_at_none(study):
    rows = [r for r in study.priorities.stability if r.axis == "gap" and r.rule == "grand_mean"]
    good = {number(r) for r in rows if r.quadrant in ("keep_up", "possible_overkill")}

    assert {r.cross_performance for r in rows} == {0}
    assert good == {number(r) for r in study.gaps.items if r.gap >= 0} == {4}


def test_expectations_that_stand_for_importance_are_never_crossed_with_gaps(study):
    kinds = {(r.importance_source, r.axis) for r in study.priorities.stability}

    assert kinds == {("ratings", "raw"), ("ratings", "gap"), ("expectation", "raw")}


def test_one_matrix_leads(study):
    leading = [r for r in study.priorities.stability if r.leads]

    assert [r.item for r in leading] == [r.item for r in study.priorities.items]
    assert {(r.rule, r.importance_source, r.axis) for r in leading} == {
        ("grand_mean", "ratings", "raw")
    }
    assert [r.quadrant for r in leading] == [r.quadrant for r in study.priorities.items]


def test_errors_and_correlation_of_the_ellipse_are_those_of_the_answers(kiosk, study):
    row = study.priorities.items[0]
    stated, received = (kiosk.ratings[b][:, 0] for b in ("importance", "satisfaction"))

    assert row.importance_se == pytest.approx(stated.std(ddof=1) / np.sqrt(194))
    assert row.performance_se == pytest.approx(received.std(ddof=1) / np.sqrt(194))
    assert row.correlation == pytest.approx(np.corrcoef(stated, received)[0, 1])


def test_the_largest_gap_and_the_lowest_perception_are_ranked_apart(study):
    gaps = [r.id for r in study.priorities.ranking("gap", "gap")[:5]]
    lowest = [r.id for r in study.priorities.ranking("performance", "perception")[:5]]

    assert len(set(gaps) & set(lowest)) == 1  # methods 8.2


def test_every_ranking_has_all_items_or_dimensions_with_limits(study):
    rankings = {(r.ranking, r.kind, r.level) for r in study.priorities.ranks}

    assert rankings == {
        ("gap", "gap", "item"),
        ("gap", "gap", "dimension"),
        ("performance", "satisfaction", "item"),
        ("performance", "satisfaction", "dimension"),
        ("performance", "perception", "item"),
        ("performance", "perception", "dimension"),
        ("importance", "importance", "item"),
        ("diagonal", "satisfaction", "item"),
        ("opportunity", "satisfaction", "item"),
        ("pgcv", "satisfaction", "item"),
    }
    for name, kind, level in rankings:
        rows = study.priorities.ranking(name, kind, level)
        assert len(rows) == (24 if level == "item" else 8)
        assert sum(r.probability_first for r in rows) == pytest.approx(1)
        assert all(r.rank_low <= r.rank <= r.rank_high for r in rows)


# -- overkill: a college that does more than it is asked for (methods, source 19) ------------------


def test_importance_below_satisfaction_on_every_axis(shared_data):
    file = shared_data / "service" / "likert_gap.csv"
    answers = read(file, str(INSTRUMENTS / "likert_gap.toml"), INSTRUMENTS / "likert_gap.map.toml")
    found = resampled(answers).priorities

    assert all(row.diagonal < 0 for row in found.items)
    # the gap is taken from importance itself: crossing the two would count it twice
    assert {r.axis for r in found.stability} == {"raw"}
