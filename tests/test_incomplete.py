"""The rules for incomplete answers: half, listwise by dimension, multiple imputation."""

import json
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.imputing import impute
from servqual.responses import Missing
from servqual.simulate.model import Model
from servqual.writer.results_json import to_json

WHOLE = replace(Model(), missing=0.0)


@pytest.fixture(scope="module")
def answers():
    """A hundred guests, some of whose ratings are blank."""
    found = sq.read(sq.simulate(n=100, seed=4, model=WHOLE).frame)
    rng = np.random.default_rng(8)
    ratings = {
        battery: np.where(rng.random(codes.shape) < 0.005, np.int16(Missing.BLANK), codes)
        for battery, codes in found.ratings.items()
    }
    return replace(found, ratings=ratings)


@pytest.fixture(scope="module")
def completed(answers):
    return impute(answers, seed=3)


def test_there_are_as_many_tables_as_percent_of_people_are_incomplete(answers, completed):
    n_blank = np.hstack([codes == Missing.BLANK for codes in answers.ratings.values()])

    assert len(completed.tables) == min(
        100, max(20, int(np.ceil(n_blank.any(axis=1).mean() * 100)))
    )


def test_blanks_are_filled_with_answers_of_the_scale(answers, completed):
    for table in completed.tables[:3]:
        for battery, codes in table.ratings.items():
            assert (
                codes.min() >= answers.instrument.scale_of(battery).min
                or (codes[codes < 1] != Missing.BLANK).all()
            )


def test_not_applicable_and_dont_know_are_never_filled_in(answers):
    ratings = {battery: codes.copy() for battery, codes in answers.ratings.items()}
    ratings["perception"][:20, 3] = Missing.NOT_APPLICABLE
    ratings["perception"][20:40, 3] = Missing.DONT_KNOW
    ratings["perception"][40:60, 3] = Missing.NOT_SHOWN

    table = impute(replace(answers, ratings=ratings)).tables[0]

    np.testing.assert_array_equal(
        table.ratings["perception"][:60, 3], ratings["perception"][:60, 3]
    )


def test_people_who_broke_off_stay_as_they_were(answers):
    ratings = {battery: codes.copy() for battery, codes in answers.ratings.items()}
    ratings["perception"][0, 5:] = Missing.BLANK

    done = impute(replace(answers, ratings=ratings))

    assert done.n_left >= 1
    np.testing.assert_array_equal(done.tables[0].ratings["perception"][0], ratings["perception"][0])


def test_fewer_than_thirty_people_are_refused(answers):
    few = answers.take(np.arange(len(answers)) < 29)

    with pytest.raises(SettingsError) as error:
        sq.analyze(few, incomplete="impute")

    assert str(error.value) == (
        "multiple imputation needs at least 30 people, and 29 answered. Keep the half rule: leave "
        "out --incomplete, or write --incomplete half."
    )


def test_an_unknown_rule_is_refused(answers):
    with pytest.raises(SettingsError) as error:
        sq.analyze(answers, incomplete="mean")

    assert str(error.value) == (
        "the rule for incomplete answers is 'mean'; it must be half, listwise or impute."
    )


def test_listwise_counts_only_people_who_rated_every_pair_of_a_dimension(answers):
    study = sq.analyze(answers, incomplete="listwise")
    pairs = (answers.ratings["expectation"] >= 1) & (answers.ratings["perception"] >= 1)

    assert study.gaps.row("tangibles").n == int(pairs[:, :4].all(axis=1).sum())
    assert study.gaps.row("q1").n == int(pairs[:, 0].sum())


@pytest.fixture(scope="module")
def imputed_study(answers):
    return sq.analyze(answers, incomplete="impute", seed=3)


def test_imputed_gaps_count_everybody_and_are_pooled_by_rubin(answers, completed, imputed_study):
    blank = np.hstack([c == Missing.BLANK for c in answers.ratings.values()]).reshape(100, 2, 22)
    place = int(np.flatnonzero(blank.any(axis=(0, 1)))[0])
    row = imputed_study.gaps.row(answers.instrument.item_ids[place])
    gaps = [
        t.ratings["perception"][:, place].astype(float) - t.ratings["expectation"][:, place]
        for t in completed.tables
    ]
    means = np.array([g.mean() for g in gaps])
    within = np.mean([g.var(ddof=1) / len(g) for g in gaps])
    m = len(gaps)

    assert row.n == len(answers)
    assert row.gap == pytest.approx(means.mean())
    assert row.se == pytest.approx(np.sqrt(within + (1 + 1 / m) * means.var(ddof=1)))
    assert row.df < len(answers) - 1
    assert row.wilcoxon_v is None


def test_every_row_of_imputed_means_still_subtracts(imputed_study):
    for row in (*imputed_study.gaps.items, *imputed_study.gaps.dimensions):
        assert row.gap == pytest.approx(row.mean_of - row.mean_minus)


def test_alpha_and_distributions_are_of_the_answers_as_given(answers, imputed_study):
    plain = sq.analyze(answers)

    assert imputed_study.reliability == plain.reliability
    assert imputed_study.distributions == plain.distributions


def test_a_complete_file_gives_the_same_gaps_under_every_rule():
    found = sq.read(sq.simulate(n=80, seed=4, model=WHOLE).frame)
    found = replace(
        found, ratings={b: np.where(c < 1, np.int16(4), c) for b, c in found.ratings.items()}
    )
    rows = {
        rule: sq.analyze(found, incomplete=rule).gaps.row("unweighted")
        for rule in ("half", "listwise", "impute")
    }

    assert rows["listwise"] == rows["half"]
    for name in ("gap", "se", "ci_low", "ci_high", "df"):
        assert getattr(rows["impute"], name) == pytest.approx(getattr(rows["half"], name))


def test_the_three_rules_stand_side_by_side_in_results_and_report(imputed_study, answers):
    from servqual.settings import ReportOptions
    from servqual.writer import render_html

    table = json.loads(to_json(imputed_study))["incomplete"]
    page = render_html(imputed_study, ReportOptions(language="en"))

    assert [row["rule"] for row in table if row["level"] == "overall"] == [
        "half",
        "listwise",
        "impute",
    ]
    assert 'id="exhibit-incomplete"' in page
    assert "Multiple imputation" in page
    assert 'id="exhibit-incomplete"' not in render_html(
        sq.analyze(answers), ReportOptions(language="en")
    )
