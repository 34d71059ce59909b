"""What stands for importance in the matrix, and where its lines cross."""

from dataclasses import replace

import numpy as np
import pytest

from servqual import analyze
from servqual.errors import SettingsError
from servqual.importer import read
from servqual.responses import Responses
from servqual.settings import Settings
from servqual.simulate import simulate
from tests.made import responses
from tests.study.rated import Found, only, rated, resampled

# -- what stands for importance --------------------------------------------------------------------


def test_ratings_lead_over_expectations():
    found = resampled(rated()).priorities

    assert (found.importance_source, found.performance_battery) == ("ratings", "satisfaction")


def test_expectations_are_a_labelled_proxy_without_diagonal_opportunity_or_gap_axis():
    found = resampled(only(rated(), "expectation", "perception")).priorities

    assert (found.importance_source, found.performance_battery) == ("expectation", "perception")
    assert {row.diagonal for row in found.items} == {None}
    assert {row.opportunity for row in found.indices} == {None}
    assert found.ranking("diagonal") == found.ranking("opportunity") == ()
    assert {(r.importance_source, r.axis) for r in found.stability} == {("expectation", "raw")}


def test_without_importance_only_what_people_got_is_ranked():
    found = resampled(only(rated(), "perception")).priorities

    assert (found.items, found.stability, found.importance_source) == ((), (), "")
    assert {r.ranking for r in found.ranks} == {"performance"}


def test_without_performance_there_are_no_priorities():
    found = resampled(only(rated(), "importance")).priorities

    assert (found.items, found.ranks, found.cross_importance) == ((), (), None)


@pytest.fixture(scope="module")
def surveyed() -> Responses:
    return read(simulate(n=1000, seed=2).frame)


@pytest.fixture(scope="module")
def derived(surveyed) -> Found:
    return resampled(surveyed)


def test_importance_is_derived_where_an_outcome_tells_items_apart(derived):
    found = derived.priorities
    shares = {r.id: r.share for r in derived.importance.leading_drivers()}

    assert found.importance_source == "derived"
    assert {row.item: row.importance for row in found.items} == shares
    assert found.cross_importance == pytest.approx(1 / 22)
    assert {row.diagonal for row in found.items} == {None}


def test_derived_importance_moves_in_the_replicates(derived):
    for row in derived.priorities.items:
        assert row.importance_se > 0
        assert -1 <= row.correlation <= 1
        assert sum(row.probability.values()) == pytest.approx(1)


def test_derived_importance_is_crossed_with_gaps_and_with_what_the_data_give_only(derived):
    kinds = {(r.importance_source, r.axis, r.rule) for r in derived.priorities.stability}

    assert {kind for kind in kinds if kind[0] == "derived"} == {
        ("derived", "raw", "grand_mean"),
        ("derived", "raw", "median"),
        ("derived", "gap", "grand_mean"),
        ("derived", "gap", "median"),
    }


def test_few_items_stand_by_lmg_with_its_replicates():
    answers = only(rated(300), "perception")
    kept = list(range(0, 24, 2))
    form = answers.instrument.without_items(answers.instrument.item_ids[1::2])
    codes = answers.ratings["perception"][:, kept]
    outcome = np.clip(np.rint(codes @ np.linspace(0, 0.1, 12)), 1, 5)
    made = replace(
        answers, instrument=form, ratings={"perception": codes}, outcomes={"satisfaction": outcome}
    )
    found = resampled(made)

    assert found.importance.leading_model().method == "lmg"
    assert found.priorities.importance_source == "derived"
    for row in found.priorities.items:
        assert sum(row.probability.values()) == pytest.approx(1)


# -- where the lines cross -------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["median", "midpoint", "target", "benchmark"])
def test_another_rule_leads_when_asked(rule):
    found = resampled(rated(), cross=rule, target=(5.5, 6.0), benchmark=(5.0, 5.75)).priorities
    expected = {
        "median": None,
        "midpoint": (4, 4),
        "target": (6.0, 5.5),
        "benchmark": (5.75, 5.0),
    }[rule]

    assert found.rule == rule
    assert {r.rule for r in found.stability if r.leads} == {rule}
    assert expected in (None, (found.cross_importance, found.cross_performance))


def test_target_and_benchmark_stand_in_the_table_of_rules_only_where_given():
    without, with_them = (
        {r.rule for r in resampled(rated(), **told).priorities.stability}
        for told in ({}, {"target": (5.5, 6.0), "benchmark": (5.0, 5.75)})
    )

    assert without == {"grand_mean", "median", "midpoint"}
    assert with_them == {*without, "target", "benchmark"}


def test_a_fixed_cross_is_refused_for_importance_that_has_no_scale(surveyed):
    with pytest.raises(SettingsError) as raised:
        resampled(surveyed, cross="midpoint")

    assert str(raised.value) == (
        "the matrix is to be crossed at the midpoint, but importance is derived from an outcome "
        "here and has no scale points. Use grand_mean or median."
    )


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (
            {"cross": "middle"},
            "the cross of the matrix is 'middle'; it must be grand_mean, median, midpoint, target "
            "or benchmark.",
        ),
        (
            {"cross": "target"},
            "the matrix is to be crossed at the target, but there is none. Give it as performance "
            "and importance in scale points: --target 5.5,6, in Python target=(5.5, 6).",
        ),
        (
            {"benchmark": (5.5,)},
            "the benchmark is (5.5,); it must be two numbers, performance and importance in scale "
            "points: (5.5, 6).",
        ),
        (
            {"target": (5.5, float("nan"))},
            "the target is (5.5, nan); it must be two numbers, performance and importance in scale "
            "points: (5.5, 6).",
        ),
    ],
)
def test_a_cross_that_makes_no_sense_is_refused(told, message):
    with pytest.raises(SettingsError) as raised:
        Settings(**told)

    assert str(raised.value) == message


def test_a_target_off_the_scale_is_refused():
    ratings = np.tile(np.arange(1, 8).repeat(4)[:22], (4, 1))
    with pytest.raises(SettingsError) as raised:
        analyze(responses(ratings, ratings), target=(5.5, 8))

    assert str(raised.value) == (
        "the target of importance is 8, but the scale is 1-7. Give performance and importance in "
        "scale points, in this order."
    )
