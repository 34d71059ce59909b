"""Studies at the edge: one person, no spread, nothing answered, one item, odd scales."""

import math

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.responses import Missing
from servqual.results import record
from tests.made import formula_ratings, responses, study_of


def every_number(value):
    """Yield every float in nested records."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from every_number(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from every_number(part)


def assert_finite(study):
    tables = [study.gaps, study.scores, study.reliability, study.distributions, study.priorities]
    tables += [study.quality, study.importance]
    assert all(math.isfinite(x) for table in tables for x in every_number(record(table)))


def test_one_person_has_gaps_without_intervals():
    expectation, perception = formula_ratings()
    study = study_of(responses(expectation[[0]], perception[[0]]))
    row = study.gaps.row("q1")

    assert (row.n, row.gap, row.se, row.ci_low, row.p, row.verdict) == (
        1, -1.0, None, None, None, "cannot_tell",
    )  # fmt: skip
    assert_finite(study)


def test_two_people_who_agree_have_an_interval_without_width_and_no_test():
    study = study_of(responses(np.full((2, 22), 7), np.full((2, 22), 5)))
    row = study.gaps.row("unweighted")

    assert (row.gap, row.se, row.ci_low, row.ci_high, row.t, row.p) == (-2, 0, -2, -2, None, None)
    assert_finite(study)


def test_all_gaps_zero_is_no_gap_that_matters():
    study = study_of(responses(np.full((30, 22), 6), np.full((30, 22), 6)))

    assert {row.verdict for row in study.gaps.items} == {"none_that_matters"}
    assert study.gaps.row("item_mean").share_met == 1.0
    assert all(row.wilcoxon_p is None for row in study.gaps.items)
    assert_finite(study)


def test_constant_answers_have_no_alpha_and_say_why():
    study = study_of(responses(np.full((30, 22), 6), np.full((30, 22), 5)))

    assert {row.problem for row in study.reliability.rows} == {"no_spread"}
    assert {row.alpha for row in study.reliability.rows} == {None}


def test_an_item_nobody_answered_has_no_numbers_and_the_dimension_still_has():
    expectation, perception = formula_ratings()
    perception[:, 0] = Missing.NOT_APPLICABLE
    study = study_of(responses(expectation, perception))

    assert (study.gaps.row("q1").n, study.gaps.row("q1").gap) == (0, None)
    assert study.gaps.row("tangibles").n == 6
    assert study.reliability.row("perception", "tangibles").problem == "too_few_people"
    assert_finite(study)


def test_a_dimension_nobody_answered_leaves_no_overall_gap_of_five():
    expectation, perception = formula_ratings()
    perception[:, 17:] = Missing.BLANK
    study = study_of(responses(expectation, perception))

    assert study.gaps.row("empathy").gap is None
    assert study.gaps.row("unweighted").gap is None
    assert study.gaps.row("unweighted").n == 0
    assert_finite(study)


def test_not_applicable_is_counted_apart_from_blank():
    expectation, perception = formula_ratings()
    perception[0, 0], perception[1, 0] = Missing.NOT_APPLICABLE, Missing.BLANK
    study = study_of(responses(expectation, perception))
    row = next(r for r in study.distributions.rows if (r.battery, r.item) == ("perception", "q1"))

    assert dict(row.missing) == {"blank": 1, "not_applicable": 1}
    assert row.n == 4
    missing = {r.battery: (r.asked, r.answered) for r in study.quality.missing}
    assert missing == {"expectation": (132, 132), "perception": (132, 130)}


def test_distributions_count_turned_answers():
    codes = np.full((4, 22), 2)
    study = study_of(responses(codes, codes, instrument="servqual-1988"))
    row = next(r for r in study.distributions.rows if (r.battery, r.item) == ("perception", "q10"))

    assert row.counts[6] == 4


def test_a_five_point_scale_has_a_third_of_a_point_as_smallest_gap():
    instrument = load_instrument("servqual").with_scale(1, 5)
    expectation = np.tile([5, 4], (20, 11))
    study = study_of(responses(expectation, expectation - 1, instrument=instrument))

    assert study.sesoi == pytest.approx(1 / 3)
    assert study.gaps.row("q1").verdict == "clearly_large"


def test_people_without_variance_are_suspect_and_shown_with_and_without():
    expectation, perception = formula_ratings()
    study = analyze(responses(expectation, perception))

    flags = {(f.rule, f.battery): f.n for f in study.quality.flags}
    assert flags[("no_variance", "perception")] == 1  # respondent 5, by construction
    assert flags[("long_run", "perception")] == 1
    assert study.quality.n_suspect == 1
    row = study.quality.sensitivity[0]
    assert (row.id, row.n, row.n_without) == ("unweighted", 6, 5)
    without = responses(np.delete(expectation, 4, 0), np.delete(perception, 4, 0))
    assert row.gap_without == pytest.approx(study_of(without).gaps.row("unweighted").gap)


def test_expectations_alone_make_nobody_suspect():
    _, perception = formula_ratings()
    perception[4] = perception[0]
    study = study_of(responses(np.full((6, 22), 7), perception))

    flags = {(f.rule, f.battery): f.n for f in study.quality.flags}
    assert flags[("no_variance", "expectation")] == 6
    assert study.quality.n_suspect == 0


def test_a_smallest_gap_beyond_the_scale_is_refused():
    with pytest.raises(SettingsError, match="smallest gap of interest is 6, but no gap on a scale"):
        analyze(responses(*formula_ratings()), sesoi=6)


def test_unknown_weights_are_refused_with_the_remedy():
    with pytest.raises(SettingsError) as caught:
        analyze(responses(*formula_ratings()), weights="w")

    assert str(caught.value) == (
        "these answers have no survey weights called 'w'. They carry none. "
        "Read the file with weights='w' to keep that column."
    )


def test_an_instrument_of_one_dimension_and_one_item():
    table = load_instrument("servqual").model_dump()
    table |= {
        "dimensions": table["dimensions"][:1],
        "items": table["items"][:1],
        "reversed_form": None,
        "themes": [],
    }
    instrument = type(load_instrument("servqual")).model_validate(table)
    study = study_of(
        responses(np.array([[7], [6], [7]]), np.array([[5], [6], [4]]), instrument=instrument)
    )

    assert study.gaps.row("unweighted").gap == pytest.approx(-5 / 3)
    assert study.gaps.row("tangibles").wilcoxon_v == 0.0
    assert study.reliability.row("gap", "tangibles").problem == "one_item"
    assert len(study.priorities.items) == 0


def test_long_dimensions_are_scored_too():
    table = load_instrument("servqual").model_dump()
    table["dimensions"] = table["dimensions"][:1]
    table["items"] = [item | {"dimension": "tangibles"} for item in table["items"]]
    instrument = type(load_instrument("servqual")).model_validate(table)
    study = study_of(responses(*formula_ratings(), instrument=instrument))

    assert study.gaps.row("tangibles").gap == pytest.approx(-1.780303, abs=1e-6)
    assert study.gaps.row("tangibles").share_met is None


def test_overall_over_items_leads_where_the_instrument_says_so():
    table = load_instrument("servqual").model_dump() | {"overall": "items"}
    instrument = type(load_instrument("servqual")).model_validate(table)
    study = study_of(responses(*formula_ratings(), instrument=instrument))

    assert study.gaps.overall[0].id == "item_mean"
    assert study.gaps.overall[0].gap == pytest.approx(-1.780303, abs=1e-6)
    assert study.gaps.overall[0].sd is not None


def test_importance_ratings_place_the_items_and_satisfaction_is_the_performance():
    table = load_instrument("servqual").model_dump()
    table["batteries"] += [
        {"name": "importance", "label": {"en": "Importance"}},
        {"name": "satisfaction", "label": {"en": "Satisfaction"}},
    ]
    instrument = type(load_instrument("servqual")).model_validate(table)
    expectation, perception = formula_ratings()
    made = responses(expectation, perception, instrument=instrument)
    ratings = dict(made.ratings) | {"importance": expectation, "satisfaction": perception}
    study = study_of(type(made)(**{**vars(made), "ratings": ratings}))

    assert study.priorities.importance_source == "ratings"
    assert study.priorities.performance_battery == "satisfaction"
    assert study.priorities.cross_importance == pytest.approx(6.5)


def test_expectations_stand_in_for_importance_and_say_so():
    study = study_of(responses(*formula_ratings()))

    assert study.priorities.importance_source == "expectation"
    assert study.priorities.performance_battery == "perception"
