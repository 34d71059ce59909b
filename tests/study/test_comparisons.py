"""Groups compared: tests and pairs, who may be compared, two columns crossed, who answered."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from servqual import analyze
from servqual.analysis.crossing import breakdown
from servqual.analysis.respondents import classes_of
from servqual.errors import SettingsError
from servqual.results import Structure
from servqual.results.structure_rows import InvarianceRow
from servqual.scoring.naming import breakdown_column, with_crossed
from servqual.settings import Settings
from servqual.statistics.adjust import holm
from servqual.statistics.means_apart import pairs_of_means, welch_of_means
from servqual.study.comparisons import Compared, comparison_tables
from servqual.study.groups import group_tables
from servqual.study.scale_use import scale_use
from servqual.weighting import Design
from servqual.writer import to_json
from tests.made import responses, study_of

SCHEMA = Path(__file__).resolve().parents[2] / "reports" / "results.schema.json"
SIZES = {"Amber Gate": 70, "Birch Hall": 60, "Cedar Row": 24, "Dune End": 4, "Elm Yard": 12}


def survey(sizes=SIZES, *, seed=3, apart=1.0, instrument="servqual", expectation=True):
    """Return ratings in which the second branch gets better ratings of the first dimension."""
    rng = np.random.default_rng(seed)
    n = sum(sizes.values())
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    asked, got = rng.integers(5, 8, (n, 22)), rng.integers(3, 7, (n, 22))
    got[branch == list(sizes)[1], :4] += round(apart)
    made = responses(asked if expectation else None, got, instrument=instrument)
    sex = np.where(rng.random(n) < 0.45, "F", "M").astype(object)
    return replace(made, people={"branch": branch, "sex": sex})


def compared(answers, by, design=None, **told):
    """Return the comparisons alone, without the rest of a study, and the groups."""
    settings = Settings(by=(by,), weights=answers.weights_name, **told)
    breakdowns = {by: breakdown((answers,), by)}
    groups = group_tables(breakdowns, answers.instrument, settings)
    about = Compared(groups, Structure(), classes_of(answers, (by,), design), design)
    return comparison_tables(breakdowns, answers.instrument, settings, about), groups


@pytest.fixture(scope="module")
def answers():
    return survey()


@pytest.fixture(scope="module")
def study(answers):
    return analyze(answers, by=["branch", "sex", "branch*sex"])


def means_of(answers, by, shown, dimension):
    """Return mean, error and n - 1 of a dimension's gap in groups, from the ratings."""
    k = answers.instrument.item_ids.index(answers.instrument.items_of(dimension)[0])
    of, minus = (
        answers.ratings[b][:, k : k + 4].astype(float) for b in ("perception", "expectation")
    )
    gap = (of - minus).mean(axis=1)
    parts = [gap[answers.people[by] == group] for group in shown]
    n = np.array([len(p) for p in parts], float)
    sd = np.array([p.std(ddof=1) for p in parts])
    return np.array([p.mean() for p in parts]), sd / np.sqrt(n), n - 1


def test_the_test_of_a_dimension_is_welchs_on_the_groups_that_are_shown(answers, study):
    shown = [g.group for g in study.groups.of("branch").groups if g.shown]
    row = study.comparisons.test("branch", "tangibles")
    expected = welch_of_means(*means_of(answers, "branch", shown, "tangibles"))

    assert shown == ["Amber Gate", "Birch Hall", "Cedar Row"]
    assert (row.test, row.n, row.n_groups) == ("F", 154, 3)
    assert row.value == round(expected.value, 3)
    assert (row.p, row.verdict) == (round(expected.p, 4), "differ")


def test_dimensions_are_one_family_and_the_overall_row_is_none(study):
    overall, *rows = study.comparisons.of("branch", "gap")

    assert [row.p_adjusted for row in rows] == pytest.approx(holm([row.p for row in rows]))
    assert [row.h_p_adjusted for row in rows] == pytest.approx(holm([row.h_p for row in rows]))
    assert (overall.id, overall.p_adjusted, overall.h) == ("unweighted", overall.p, None)


def test_two_groups_have_their_difference_with_limits(answers, study):
    row = study.comparisons.test("sex", "reliability")
    k = slice(4, 9)
    of, minus = (answers.ratings[b][:, k] for b in ("perception", "expectation"))
    gap = (of.astype(float) - minus).mean(axis=1)
    parts = [gap[answers.people["sex"] == sex] for sex in ("F", "M")]
    mean = np.array([p.mean() for p in parts])
    n = np.array([len(p) for p in parts], float)
    se = np.array([p.std(ddof=1) for p in parts]) / np.sqrt(n)
    (pair,) = pairs_of_means(mean, se, n - 1)

    assert (row.test, row.effect, row.a, row.b) == ("t", "g", "F", "M")
    assert (row.difference, row.ci_low, row.ci_high) == (
        round(pair.difference, 2), round(pair.low, 2), round(pair.high, 2),
    )  # fmt: skip


def test_every_two_groups_are_compared_against_the_smallest_gap_of_interest(study):
    pairs = [p for p in study.comparisons.pairs if (p.by, p.id) == ("branch", "tangibles")]

    assert [(p.a, p.b) for p in pairs] == [
        ("Amber Gate", "Birch Hall"), ("Amber Gate", "Cedar Row"), ("Birch Hall", "Cedar Row"),
    ]  # fmt: skip
    assert [p.verdict for p in pairs] == ["clearly_large", "none_that_matters", "clearly_large"]
    assert pairs[1].difference == round(pairs[1].difference, 1)  # Cedar Row has 24 people


def test_fewer_than_ten_people_are_not_tested_though_they_may_be_shown():
    found, groups = compared(survey({"A": 60, "B": 40, "C": 8}), "branch", min_cell=5)
    alone, _ = compared(survey({"A": 60, "B": 8}), "branch", min_cell=5)

    assert [g.group for g in groups.groups if g.shown] == ["A", "B", "C"]
    assert (found.test("branch").a, found.test("branch").b) == ("A", "B")
    assert {(t.problem, t.verdict, t.n_groups) for t in alone.tests} == {("too_few_groups", "", 1)}


def test_survey_weights_count_in_means_and_leave_out_ranks(answers):
    weights = np.random.default_rng(5).uniform(0.5, 2.0, len(answers))
    found, _ = compared(replace(answers, weights=weights, weights_name="w"), "sex")
    plain, _ = compared(answers, "sex")

    assert (found.no_ranks, plain.no_ranks) == ("design", "")
    assert all(t.h is None for t in found.tests)
    assert found.test("sex", "tangibles").value != plain.test("sex", "tangibles").value


def test_equal_weights_change_nothing_but_the_ranks(answers):
    weights = np.full(len(answers), 2.0)
    found, _ = compared(replace(answers, weights=weights, weights_name="w"), "branch")
    plain, _ = compared(answers, "branch")

    assert [(t.value, t.p, t.size_high) for t in found.tests] == [
        (t.value, t.p, t.size_high) for t in plain.tests
    ]


def test_a_questionnaire_without_gaps_compares_what_people_got():
    made = survey(instrument="servperf", expectation=False)
    found, _ = compared(made, "branch")
    row = found.test("branch", "tangibles", "perception")
    means = {m.group: m.mean for m in found.means if m.id == "tangibles"}
    rated = made.ratings["perception"][:, :4].mean(axis=1)

    assert row.h is not None
    assert row.verdict == "differ"
    assert means["Birch Hall"] == round(rated[made.people["branch"] == "Birch Hall"].mean(), 2)
    assert set(means) == {"Amber Gate", "Birch Hall", "Cedar Row"}


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([("configural", None), ("metric", True), ("scalar", True)], "alike"),
        ([("configural", None), ("metric", True), ("scalar", False)], "level"),
        ([("configural", None), ("metric", False), ("scalar", False)], "meaning"),
        ([("configural", None)], "not_testable"),
        ([], "not_testable"),
    ],
)
def test_whether_the_scale_is_used_alike_follows_from_the_steps(study, steps, verdict):
    rows = tuple(InvarianceRow("branch", step, 2, 400, holds=holds) for step, holds in steps)

    assert scale_use("branch", replace(study.structure, invariance=rows)).verdict == verdict


def test_small_groups_are_said_not_to_be_testable(study):
    found = {row.by: (row.verdict, row.problem) for row in study.comparisons.scale_use}

    assert found["branch"] == ("not_testable", "too_few_people")


def test_without_a_breakdown_there_is_nothing(answers):
    found = study_of(answers)

    assert not found.comparisons
    assert json.loads(to_json(found))["groups"]["comparisons"] is None


# -- two columns crossed ---------------------------------------------------------------------------


def test_two_columns_crossed_are_groups_like_others(answers, study):
    part = study.groups.of("branch*sex")
    n = {g.group: g.n for g in part.groups if g.shown}
    inside = (answers.people["branch"] == "Amber Gate") & (answers.people["sex"] == "F")

    assert study.settings.by == ("branch", "sex", "branch*sex")
    assert n["Amber Gate · F"] == inside.sum()
    assert study.comparisons.test("branch*sex").n_groups == len(n)


def test_a_cell_that_follows_from_the_totals_is_hidden_too(study):
    part = {g.group: g.shown for g in study.groups.of("branch*sex").groups}

    assert not any(part[f"{name} · {sex}"] for name in ("Dune End", "Elm Yard") for sex in "FM")
    assert part["Amber Gate · F"]
    assert part["Birch Hall · M"]


def test_people_with_a_blank_are_in_no_cell(answers):
    sex = answers.people["sex"].copy()
    sex[:15] = ""
    made = replace(answers, people={**answers.people, "sex": sex})
    name = breakdown_column(made, "Branch * sex")
    _, found = compared(with_crossed(made, [name]), name)

    assert found.columns == ("branch*sex",)
    assert [(g.n, g.shown) for g in found.groups if not g.group] == [(None, False)]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("branch*sex*age", "crosses 3 columns. Cross two: branch*sex;"),
        ("branch*Branch", "crosses the column 'branch' with itself."),
        ("branch*region", "no people column called 'region'"),
    ],
)
def test_what_cannot_be_crossed_is_refused(answers, by, said):
    with pytest.raises(SettingsError) as caught:
        breakdown_column(answers, by)

    assert said in str(caught.value)


# -- who answered ----------------------------------------------------------------------------------


def design(**more):
    shares = {"Amber Gate": 0.4, "Birch Hall": 0.3, "Cedar Row": 0.2, "Dune End": 0.1}
    return Design(customers={"branch": shares, "sex": {"F": 0.5, "M": 0.5}}, **more)


def test_the_profile_stands_beside_the_customers(answers):
    found, _ = compared(answers, "branch", design(random=True))
    rows = {r.group: r for r in found.respondents if r.by == "branch"}
    fit = {f.by: f for f in found.fit}

    assert set(rows) == {"Amber Gate", "Birch Hall", "Cedar Row"}
    assert rows["Amber Gate"].share == 70 / 154
    assert rows["Amber Gate"].customers == pytest.approx(0.4 / 0.9)
    assert (fit["branch"].n, fit["branch"].n_left_out, fit["branch"].n_hidden) == (154, 16, 2)
    assert fit["branch"].chi2 == pytest.approx(4.06, abs=0.5)
    assert (fit["sex"].df, fit["sex"].reason) == (1, "")


def test_only_a_random_sample_is_tested_against_the_customers(answers):
    found, _ = compared(answers, "branch", design())
    plain, _ = compared(answers, "branch")

    assert {f.reason for f in found.fit} == {"not_random"}
    assert {f.reason for f in plain.fit} == {"no_customers"}
    assert all(r.customers is None for r in plain.respondents)


def test_results_fit_their_schema(study):
    found = json.loads(to_json(study))

    schema = json.loads(SCHEMA.read_text("utf-8"))
    part = schema["properties"]["groups"] | {"$defs": schema["$defs"]}
    jsonschema.Draft202012Validator(part).validate(found["groups"])
    assert len(found["groups"]["comparisons"]["tests"]) == 18
