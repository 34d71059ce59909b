"""The formula data of methods 1.6: six people, 22 items, every result known."""

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.catalog import load_instrument
from servqual.importer import read
from servqual.responses import Missing
from servqual.simulate import simulate
from tests.made import DIMENSIONS, NEGATIVE_1988, POINTS, formula_ratings, responses, study_of

GAPS = [-1.916667, -1.833333, -1.875000, -1.416667, -1.833333]


@pytest.fixture(scope="module")
def study():
    return study_of(responses(*formula_ratings(), points=POINTS))


@pytest.fixture(scope="module")
def with_blanks():
    expectation, perception = formula_ratings()
    perception[0, [4, 5]] = Missing.BLANK
    expectation[1, [17, 18, 19]] = Missing.BLANK
    return study_of(responses(expectation, perception, points=POINTS))


def test_dimension_gaps(study):
    assert [row.gap for row in study.gaps.dimensions] == pytest.approx(GAPS, abs=1e-6)
    assert [row.id for row in study.gaps.dimensions] == DIMENSIONS


def test_dimension_means_of_perception(study):
    means = [row.mean_of for row in study.gaps.dimensions]

    assert means == pytest.approx([4.583333, 4.666667, 4.625, 5.083333, 4.666667], abs=1e-6)


@pytest.mark.parametrize(
    ("row", "gap"),
    [
        ("unweighted", -1.775),
        ("item_mean", -1.780303),
        ("weighted", -1.7915),
        ("weighted_aggregate", -1.778125),
    ],
)
def test_overall_gaps(study, row, gap):
    assert study.gaps.row(row).gap == pytest.approx(gap, abs=1e-6)


def test_equal_weights_for_all_give_the_published_weighted_gap():
    points = np.tile([11.0, 32, 22, 19, 16], (6, 1))
    study = study_of(responses(*formula_ratings(), points=points))

    assert study.gaps.row("weighted").gap == pytest.approx(-1.7725, abs=1e-12)


def test_person_weighted_scores_are_not_divided_by_five():
    expectation, perception = formula_ratings()
    for person, score in enumerate([-1.38, -1.50, -1.5075, -1.5265, -3.505, -1.33]):
        one = responses(expectation[[person]], perception[[person]], points=POINTS[[person]])

        assert study_of(one).gaps.row("weighted").gap == pytest.approx(score, abs=1e-12)


def test_servperf_of_the_same_perceptions(study):
    assert study.scores.row("unweighted", "perception").mean == pytest.approx(4.725, abs=1e-12)
    assert study.scores.row("item_mean", "perception").mean == pytest.approx(4.719697, abs=1e-6)


def test_a_dimension_with_three_of_five_pairs_is_scored_and_with_two_is_not(with_blanks):
    gaps = [row.gap for row in with_blanks.gaps.dimensions]

    assert gaps == pytest.approx([-1.916667, -1.9, -1.875, -1.416667, -1.88], abs=1e-6)
    assert [row.n for row in with_blanks.gaps.dimensions] == [6, 6, 6, 6, 5]


def test_overall_gap_with_blanks_and_its_standard_error(with_blanks):
    overall = with_blanks.gaps.row("unweighted")

    assert overall.gap == pytest.approx(-1.797667, abs=1e-6)
    assert overall.se == pytest.approx(0.357135, abs=1e-6)


def test_weighted_gap_renormalises_over_the_dimensions_answered(with_blanks):
    assert with_blanks.gaps.row("weighted").gap == pytest.approx(-1.814, abs=1e-9)


def test_what_the_half_rule_left_out_is_noted(with_blanks):
    notes = [note for note in with_blanks.notes if note.code == "half_rule"]

    assert [(note.where, note.values["n"]) for note in notes] == [("gap.empathy", 1)]


def test_naive_means_of_what_was_answered_would_differ():
    expectation, perception = formula_ratings()
    perception[0, [4, 5]] = Missing.BLANK
    row = study_of(responses(expectation[[0]], perception[[0]])).gaps.row("reliability")

    assert row.gap == pytest.approx(-2.0, abs=1e-12)
    assert row.mean_of - row.mean_minus == pytest.approx(row.gap, abs=1e-12)


def _stored_as_1988():
    expectation, perception = formula_ratings()
    for codes in (expectation, perception):
        codes[:, NEGATIVE_1988] = 8 - codes[:, NEGATIVE_1988]
    return expectation, perception


def test_the_1988_form_read_straight_gives_the_wrong_signs_and_a_note():
    study = study_of(responses(*_stored_as_1988()))

    assert study.gaps.row("responsiveness").gap == pytest.approx(1.875, abs=1e-12)
    assert study.gaps.row("empathy").gap == pytest.approx(1.833333, abs=1e-6)
    assert study.gaps.row("unweighted").gap == pytest.approx(-0.291667, abs=1e-6)
    assert "reversed_wording_suspected" in study.notes.codes()


def test_the_1988_form_read_as_such_gives_the_right_gaps_and_no_suspicion():
    study = study_of(responses(*_stored_as_1988(), instrument="servqual-1988"))

    assert [row.gap for row in study.gaps.dimensions] == pytest.approx(GAPS, abs=1e-6)
    assert "reversed_wording_suspected" not in study.notes.codes()
    assert "items_reversed" in study.notes.codes()


def test_straight_answers_read_as_the_1988_form_are_noticed_too():
    study = study_of(responses(*formula_ratings(), instrument="servqual-1988"))

    assert "turned_twice_suspected" in study.notes.codes()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("n", [60, 400])
def test_a_simulated_1988_file_with_straight_liners_is_noticed(seed, n):
    survey = simulate(n, "servqual-1988", seed=seed)
    study = analyze(read(survey.frame, "servqual"))

    assert "reversed_wording_suspected" in study.notes.codes()


@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("form", ["servqual", "servqual-1988"])
def test_a_clean_simulated_file_is_not_suspected(seed, form):
    codes = analyze(read(simulate(80, form, seed=seed).frame, form)).notes.codes()

    assert not [code for code in codes if code.endswith("_suspected")]


def test_clean_answers_raise_no_suspicion(study):
    assert "reversed_wording_suspected" not in study.notes.codes()
    assert "batteries_swapped_suspected" not in study.notes.codes()


def test_swapped_batteries_are_noticed():
    expectation, perception = formula_ratings()
    study = study_of(responses(perception, expectation))

    assert "batteries_swapped_suspected" in study.notes.codes()


def test_servperf_has_scores_and_no_gap():
    _, perception = formula_ratings()
    study = study_of(responses(None, perception, instrument="servperf"))

    assert len(study.gaps) == 0
    assert study.scores.row("unweighted", "perception").mean == pytest.approx(4.725, abs=1e-12)


def test_zeithaml_forum_example_weighted_and_unweighted():
    gaps, weights = np.array([-0.65, -1.10, -0.83, -0.70, -1.01]), np.array([11, 32, 22, 19, 16])

    assert gaps.mean() == pytest.approx(-0.858)
    assert gaps @ weights / weights.sum() == pytest.approx(-0.9007)


def test_person_level_and_aggregate_weighting_differ_by_the_covariance():
    table = load_instrument("servqual").model_dump()
    table["dimensions"] = table["dimensions"][:2]
    table["items"] = [table["items"][0] | {"reverse": False}, table["items"][4]]
    table |= {"min_dimensions": 0.6, "reversed_form": None, "themes": []}
    instrument = type(load_instrument("servqual")).model_validate(table)
    expectation, perception = np.full((2, 2), 6), np.array([[4, 6], [6, 5]])
    study = study_of(
        responses(
            expectation, perception, instrument=instrument, points=np.array([[70.0, 30], [30, 70]])
        )
    )

    assert study.gaps.row("weighted").gap == pytest.approx(-1.05, abs=1e-12)
    assert study.gaps.row("weighted_aggregate").gap == pytest.approx(-0.75, abs=1e-12)
