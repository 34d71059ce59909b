"""Which comparisons are made across groups and batteries, and what their rows say."""

from dataclasses import replace

import numpy as np
import pytest

from servqual.importer import read
from servqual.results import GroupRow, Groups
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.invariance import Undone
from servqual.study.structure.invariance import invariance_rows
from tests.made import responses, study_of
from tests.test_kiosk import INSTRUMENTS

OWNER = np.repeat(np.arange(5), [4, 5, 4, 4, 5])
STEPS = ["configural", "metric", "scalar"]


def ratings(n, seed=3, moved=(), by=2, level=4.5):
    """Return ratings of 22 items on 1-7; the items ``moved`` are rated higher by everybody."""
    rng = np.random.default_rng(seed)
    factors = rng.normal(size=(n, 1)) + rng.normal(size=(n, 5))
    x = level + 0.6 * factors[:, OWNER] + 0.7 * rng.normal(size=(n, 22))
    x[:, list(moved)] += by
    return np.clip(np.rint(x), 1, 7).astype(np.int16)


def both(n, seed=3, moved=()):
    """Return expectations and perceptions of n people."""
    return responses(ratings(n, seed + 50, level=5.0), ratings(n, seed, moved, by=-2))


def rows_of(parts, by="branch", **more):
    """Return the rows of answers split into named groups."""
    whole = next(iter(parts.values())) if len(parts) == 1 else None
    summaries = {name: summarize(part) for name, part in parts.items()}
    total = None
    for summary in summaries.values():
        total = summary if total is None else total + summary
    instrument = (whole or next(iter(parts.values()))).instrument
    return invariance_rows({by: summaries}, total, instrument, Settings(), **more)


def perceived(n, **made):
    return responses(None, ratings(n, **made))


@pytest.fixture(scope="module")
def branches():
    return rows_of({"North": perceived(300), "South": perceived(260, seed=4, moved=[9])})


def test_the_three_steps_of_two_branches(branches):
    assert [(row.comparison, row.step, row.problem) for row in branches] == [
        ("branch", step, "") for step in STEPS
    ]
    assert {(row.n_groups, row.n, row.groups) for row in branches} == {(2, 560, ("North", "South"))}


def test_changes_are_against_the_step_before(branches):
    configural, metric, scalar = branches

    assert (configural.d_cfi, configural.d_rmsea, configural.d_srmr, configural.holds) == (
        (None,) * 4
    )
    assert metric.d_cfi == pytest.approx(metric.cfi - configural.cfi)
    assert scalar.d_rmsea == pytest.approx(scalar.rmsea - metric.rmsea)
    assert scalar.d_srmr == pytest.approx(scalar.srmr - metric.srmr)


def test_the_item_that_one_branch_reads_differently_is_named(branches):
    _, metric, scalar = branches

    assert (metric.holds, metric.worst) == (True, "")
    assert (scalar.holds, scalar.worst) == (False, "q10")


def test_where_loadings_differ_means_cannot_be_compared_either(monkeypatch):
    monkeypatch.setattr(
        "servqual.study.structure.invariance.holds", lambda step, _: step.name == "scalar"
    )
    _, metric, scalar = rows_of({"a": perceived(220), "b": perceived(220, seed=4)})

    assert (metric.holds, scalar.holds) == (False, False)
    assert metric.worst != ""
    assert scalar.worst == ""


def test_groups_below_200_are_not_compared():
    rows = rows_of({"a": perceived(210), "b": perceived(200, seed=4), "c": perceived(199, seed=5)})

    assert rows[0].groups == ("a", "b")
    assert (rows[0].n_groups, rows[0].n) == (2, 410)


def test_one_large_group_cannot_be_compared():
    (row,) = rows_of({"a": perceived(210), "b": perceived(199, seed=4)})

    assert (row.step, row.problem, row.groups) == ("", "too_few_people", ("a",))
    assert (row.chi2, row.holds) == (None, None)


def test_people_without_a_group_are_no_group():
    (row,) = rows_of({"a": perceived(210), "": perceived(210, seed=4)})

    assert row.problem == "one_group"


def test_a_hidden_group_is_neither_compared_nor_named():
    shown = Groups(
        groups=tuple(GroupRow("branch", name, 210, name != "c") for name in ("a", "b", "c"))
    )
    parts = {name: perceived(210, seed=k) for k, name in enumerate("abc", start=1)}

    assert rows_of(parts, groups=shown)[0].groups == ("a", "b")
    assert rows_of(parts)[0].groups == ("a", "b", "c")


def test_an_item_that_a_group_answers_alike_is_a_problem_with_a_name():
    flat = ratings(220, seed=4)
    flat[:, 3] = 6
    (row,) = rows_of({"a": perceived(220), "b": responses(None, flat)})

    assert (row.step, row.problem) == ("", "constant_item")


def test_an_item_that_a_group_answers_twice_is_a_problem_with_a_name():
    twin = ratings(220, seed=4)
    twin[:, 3] = twin[:, 2]
    (row,) = rows_of({"a": perceived(220), "b": responses(None, twin)})

    assert (row.step, row.problem) == ("", "duplicate_item")


def test_a_step_that_cannot_be_estimated_is_the_last(monkeypatch):
    def undone(samples, factors):
        found = steps(samples, factors)
        return [found[0], Undone("metric", "not_converged")]

    from servqual.statistics.invariance import group_steps as steps

    monkeypatch.setattr("servqual.study.structure.invariance.group_steps", undone)
    rows = rows_of({"a": perceived(220), "b": perceived(220, seed=4)})

    assert [(row.step, row.problem) for row in rows] == [
        ("configural", ""),
        ("metric", "not_converged"),
    ]


def test_expectations_and_perceptions_of_the_same_people_are_compared():
    answers = both(400, moved=[4])
    rows = invariance_rows({}, summarize(answers), answers.instrument, Settings())

    assert [(row.comparison, row.step) for row in rows] == [
        ("perception~expectation", step) for step in STEPS
    ]
    assert {(row.n_groups, row.n, row.groups) for row in rows} == {
        (2, 400, ("perception", "expectation"))
    }
    assert (rows[1].holds, rows[2].holds, rows[2].worst) == (True, False, "q5")


def test_too_few_people_with_both_batteries_are_said_not_skipped():
    answers = both(199)
    (row,) = invariance_rows({}, summarize(answers), answers.instrument, Settings())

    assert (row.comparison, row.n, row.problem) == (
        "perception~expectation", 199, "too_few_people",
    )  # fmt: skip


def test_one_battery_without_groups_has_nothing_to_compare():
    answers = perceived(300)

    assert invariance_rows({}, summarize(answers), answers.instrument, Settings()) == ()


def test_weights_of_one_change_nothing():
    answers = both(300)
    weighted = replace(answers, weights=np.ones(300))
    plain = invariance_rows({}, summarize(answers), answers.instrument, Settings())
    same = invariance_rows({}, summarize(weighted), answers.instrument, Settings())

    assert [row.chi2 for row in same] == pytest.approx([row.chi2 for row in plain], rel=1e-9)


def test_unequal_weights_count_as_fewer_people(monkeypatch):
    sizes = []

    def seen(sample, factors):
        sizes.append(sample.n)
        return [Undone("configural", "not_converged")]

    monkeypatch.setattr("servqual.study.structure.invariance.occasion_steps", seen)
    answers = replace(both(300), weights=np.where(np.arange(300) % 2, 1.8, 0.2))
    (row,) = invariance_rows({}, summarize(answers), answers.instrument, Settings())

    # Kish: 300^2 / (150 * 1.8^2 + 150 * 0.2^2) = 182.9
    assert (row.n, sizes) == (300, [183])


def test_merged_summaries_give_the_same_rows():
    answers = both(300)
    half = np.arange(300) % 2 == 0
    parts = [summarize(answers.take(some)) for some in (half, ~half)]
    whole = invariance_rows({}, summarize(answers), answers.instrument, Settings())

    assert invariance_rows({}, parts[0] + parts[1], answers.instrument, Settings()) == whole


def test_more_than_40_items_in_each_battery_are_not_compared():
    answers = both(300)
    items = tuple(
        item.model_copy(update={"id": f"{item.id}_{k}"})
        for k in (1, 2)
        for item in answers.instrument.items
    )
    longer = answers.instrument.model_copy(update={"items": items})
    doubled = {name: np.hstack([codes, codes]) for name, codes in answers.ratings.items()}
    long = replace(answers, instrument=longer, ratings=doubled)
    (row,) = invariance_rows({}, summarize(long), longer, Settings())

    assert (row.step, row.problem) == ("", "too_many_items")


def test_the_study_of_answers_compares_their_batteries():
    study = study_of(both(250))

    assert [row.step for row in study.structure.invariance] == STEPS


def test_kiosk_expectations_and_perceptions_are_not_on_one_scale(shared_data):
    answers = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    rows = invariance_rows({}, summarize(answers), answers.instrument, Settings())

    assert [(row.n, row.df) for row in rows] == [(207, 936), (207, 952), (207, 968)]
    assert [row.holds for row in rows] == [None, True, False]
    assert rows[2].d_cfi < -0.010
    assert rows[2].worst == "q7"
