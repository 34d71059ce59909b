"""Importance of a study: stated, derived from an outcome, and the two compared."""

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.errors import SettingsError
from servqual.importer import read
from servqual.instrument import Instrument
from servqual.results import Importance, record
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.simulate import simulate
from servqual.statistics.ranking import spearman
from servqual.study.importance import importance_table
from servqual.study.scores import score_tables
from tests.made import POINTS, formula_ratings, reference_rows, responses
from tests.planted import of_items

INSTRUMENTS = Path(__file__).parent.parent / "instruments"
# methods 14.8: rows that the authors dropped from the 207 eligible, counted from 1
DROPPED = [21, 22, 25, 38, 61, 77, 84, 90, 100, 124, 136, 185, 205]
OUTCOME_CODES = ("overall_quality", "satisfaction", "recommend", "intention")


def importance_of(answers, *, powers=True, **settings) -> Importance:
    asked = Settings(**settings)
    summary = summarize(answers, powers=powers, outcome=asked.outcome)
    scores = score_tables(summary, answers.instrument, asked)
    return importance_table(summary, answers.instrument, asked, scores)


@cache
def survey(n=700, seed=1):
    return read(simulate(n=n, seed=seed).frame)


def model_of(found, outcome, level, battery="perception"):
    key = (outcome, level, battery)
    (model,) = [m for m in found.models if (m.outcome, m.level, m.battery) == key]
    return model


def rows_of(found, outcome, level, battery="perception"):
    key = (outcome, level, battery)
    return [r for r in found.drivers if (r.outcome, r.level, r.battery) == key]


def every_number(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from every_number(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from every_number(part)


@pytest.fixture(scope="module")
def kiosk(shared_data):
    answers = read(shared_data / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))
    mask = np.ones(len(answers), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return importance_of(answers.take(mask))


@pytest.fixture(scope="module")
def found():
    return importance_of(survey())


# -- the kiosk study (methods 8.3) -----------------------------------------------------------------


def test_kiosk_satisfaction_by_eight_dimensions_of_satisfaction(kiosk):
    model = model_of(kiosk, "satisfaction", "dimension", "satisfaction")

    assert (model.n, model.n_predictors, model.leads, model.method) == (194, 8, True, "lmg")
    assert model.r2 == pytest.approx(0.4598150, abs=5e-8)
    assert model.r2_low < model.r2_adjusted < model.r2_high


@pytest.mark.parametrize("field", ["r", "beta", "b", "partial", "relative_weight", "lmg", "vif"])
def test_kiosk_drivers_as_in_r(kiosk, field):
    rows = rows_of(kiosk, "satisfaction", "dimension", "satisfaction")
    expected = [float(row[field]) for row in reference_rows("drivers.csv") if row["set"] == "kiosk"]

    assert [getattr(row, field) for row in rows] == pytest.approx(expected, rel=1e-6)


def test_kiosk_relative_weights_as_shares(kiosk):
    rows = rows_of(kiosk, "satisfaction", "dimension", "satisfaction")
    r2 = sum(row.relative_weight for row in rows)

    assert [100 * row.relative_weight / r2 for row in rows] == pytest.approx(
        [16.94, 4.22, 10.83, 27.34, 6.48, 21.79, 3.90, 8.50], abs=0.005
    )
    assert sum(row.share for row in rows) == pytest.approx(1.0)


def test_kiosk_has_too_few_people_for_24_items(kiosk):
    model = model_of(kiosk, "satisfaction", "item", "satisfaction")
    rows = rows_of(kiosk, "satisfaction", "item", "satisfaction")

    assert (model.problem, model.leads, model.r2) == ("too_few_people", False, None)
    assert all(row.r is not None and row.r_low < row.r < row.r_high for row in rows)
    assert {row.share for row in rows} == {None}


def test_kiosk_stated_and_derived_importance_disagree(kiosk):
    (total,) = [t for t in kiosk.agreements if t.level == "item"]

    assert (total.stated_source, total.derived_as, total.k) == ("ratings", "r", 24)
    assert total.spearman == pytest.approx(0.33, abs=0.005)


# -- stated ----------------------------------------------------------------------------------------


def test_points_with_the_centre_of_their_shares_and_who_puts_it_first():
    found = importance_of(responses(*formula_ratings(), points=POINTS))
    rows = [row for row in found.stated if row.source == "points"]
    centre = np.exp(np.log(POINTS).mean(axis=0))

    assert [row.mean for row in rows] == pytest.approx(POINTS.mean(axis=0))
    assert [row.centre for row in rows] == pytest.approx(100 * centre / centre.sum(), abs=0.02)
    assert [row.share_first for row in rows] == pytest.approx(np.array([1, 6, 2, 1, 1]) / 6)
    assert [row.rank for row in rows] == [5, 1, 2, 3, 4]
    assert rows[0].se == pytest.approx(POINTS[:, 0].std(ddof=1) / math.sqrt(6))
    assert rows[0].ci_low == pytest.approx(rows[0].mean - 2.570582 * rows[0].se, abs=1e-5)


def test_a_dimension_without_points_counts_as_a_part_of_one():
    points = np.array([[0, 40, 30, 20, 10], [20, 20, 20, 20, 20]], dtype=float)
    expectation, perception = formula_ratings()
    found = importance_of(responses(expectation[:2], perception[:2], points=points))
    replaced = np.array([[0.65, *(np.array([40, 30, 20, 10]) * 0.9935)], [20] * 5])
    centre = np.exp(np.log(replaced).mean(axis=0))

    assert [r.centre for r in found.stated if r.source == "points"] == pytest.approx(
        100 * centre / centre.sum(), abs=0.03
    )


def test_expectations_stand_in_only_where_nothing_else_was_asked():
    with_points = importance_of(responses(*formula_ratings(), points=POINTS))
    without = importance_of(responses(*formula_ratings()))

    assert {(r.level, r.source) for r in with_points.stated} == {
        ("dimension", "points"),
        ("item", "expectation"),
    }
    assert {(r.level, r.source) for r in without.stated} == {
        ("dimension", "expectation"),
        ("item", "expectation"),
    }


def test_ratings_of_importance_are_preferred_to_expectations(kiosk):
    assert {(r.level, r.source) for r in kiosk.stated} == {
        ("dimension", "ratings"),
        ("item", "ratings"),
    }
    assert next(r for r in kiosk.stated if r.id == "q1").mean == pytest.approx(6.6546, abs=5e-5)


def test_limits_of_ranks_hold_the_ranks(found):
    ranked = [row for row in (*found.stated, *found.drivers) if row.rank is not None]

    assert len(ranked) > 40
    assert all(row.rank_low <= row.rank <= row.rank_high for row in ranked)


# -- derived ---------------------------------------------------------------------------------------


def test_every_outcome_with_grades_is_explained_by_dimensions(found):
    assert [m.outcome for m in found.models if m.level == "dimension"] == [
        "satisfaction",
        "overall_quality",
        "recommend",
        "intention",
    ]


def test_only_the_leading_outcome_is_explained_by_items(found):
    (model,) = [m for m in found.models if m.level == "item"]

    assert (model.outcome, model.problem, model.method) == ("satisfaction", "too_few_people", "")
    assert found.leading_model() == model_of(found, "satisfaction", "dimension")


def test_items_lead_where_people_and_r2_carry_them():
    found = importance_of(survey(1100))
    model = found.leading_model()

    assert (model.level, model.problem, model.method) == ("item", "", "relative_weights")
    assert model.r2_low > 0.10
    assert [m.leads for m in found.models].count(True) == 1
    assert len(found.leading_drivers()) == 22
    assert {row.lmg for row in found.leading_drivers()} == {None}


def test_items_that_explain_little_do_not_lead():
    answers = survey(1100)
    shuffled = np.random.default_rng(1).permutation(answers.outcomes["satisfaction"])
    found = importance_of(replace(answers, outcomes={"satisfaction": shuffled}))

    assert model_of(found, "satisfaction", "item").problem == "weak"
    assert found.leading_model().level == "dimension"


def test_the_outcome_that_was_asked_for_leads():
    found = importance_of(survey(), outcome="recommend")

    assert found.models[0].outcome == "recommend"
    assert found.leading_model().outcome == "recommend"
    assert {m.outcome for m in found.models if m.level == "item"} == {"recommend"}


@pytest.mark.parametrize(
    ("k", "method", "has_lmg"),
    [(12, "lmg", True), (13, "relative_weights", True), (16, "relative_weights", False)],
)
def test_shares_rest_on_relative_weights_where_lmg_takes_long(k, method, has_lmg):
    rng = np.random.default_rng(1)
    people = rng.normal(size=(400, 1))
    ratings = np.clip(np.round(4 + people + rng.normal(size=(400, k))), 1, 7).astype(np.int16)
    made = of_items([f"d{j % 3}{j}" for j in range(k)], ratings, 7)
    form = made.instrument.model_dump(mode="json", exclude_none=True)
    form["outcomes"] = [{"id": "satisfaction", "label": {"en": "Satisfaction"}, "max": 7}]
    satisfaction = np.clip(np.round(4 + people[:, 0] + rng.normal(size=400)), 1, 7)
    found = importance_of(
        replace(
            made,
            instrument=Instrument.model_validate(form),
            outcomes={"satisfaction": satisfaction},
        )
    )
    rows = found.leading_drivers()

    assert (found.leading_model().level, found.leading_model().method) == ("item", method)
    assert len(found.leading_drawn) == 2000
    assert all((r.lmg is not None and r.lmg_low <= r.lmg <= r.lmg_high) == has_lmg for r in rows)


def test_parts_of_r2_add_up(found):
    for model in found.models:
        rows = rows_of(found, model.outcome, model.level)
        if not model.problem:
            assert sum(r.lmg for r in rows) == pytest.approx(model.r2)
            assert sum(r.relative_weight for r in rows) == pytest.approx(model.r2)
            assert sum(r.share for r in rows) == pytest.approx(1.0)


def test_slopes_are_in_points_of_the_outcome_and_on_100(found):
    answers = survey()
    perceived = answers.ratings["perception"].astype(float)
    perceived[perceived < 1] = np.nan
    ids = answers.instrument.dimension_ids
    places = [[k for k, i in enumerate(answers.instrument.items) if i.dimension == d] for d in ids]
    enough = [(~np.isnan(perceived[:, p])).sum(axis=1) * 2 >= len(p) for p in places]
    y = answers.outcomes["recommend"]
    kept = np.all(enough, axis=0) & ~np.isnan(y)
    x = np.column_stack([np.nanmean(perceived[kept][:, p], axis=1) for p in places])
    slopes = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y[kept], rcond=None)[0][1:]
    rows = rows_of(found, "recommend", "dimension")

    assert [row.n for row in rows] == [kept.sum()] * 5
    assert [row.b for row in rows] == pytest.approx(slopes, rel=1e-6)
    assert [row.effect_100 for row in rows] == pytest.approx(slopes * 6 / 10, rel=1e-6)


def test_reliability_is_found_to_drive_satisfaction(found):
    rows = sorted(rows_of(found, "satisfaction", "dimension"), key=lambda row: row.rank)

    assert (rows[0].id, rows[0].rank_low, rows[0].above_noise) == ("reliability", 1, True)
    assert 0 < model_of(found, "satisfaction", "dimension").noise_share < 0.05


def test_a_score_without_relation_does_not_beat_noise():
    rng = np.random.default_rng(4)
    perception = rng.integers(1, 8, size=(400, 22))
    satisfaction = perception[:, :9].mean(axis=1).round()
    made = responses(None, perception, instrument="servperf")
    found = importance_of(replace(made, outcomes={"satisfaction": satisfaction}))
    rows = rows_of(found, "satisfaction", "dimension")

    assert [row.above_noise for row in rows] == [True, True, False, False, False]


def test_scores_that_say_nearly_the_same_get_no_slopes():
    rng = np.random.default_rng(4)
    whole = rng.integers(1, 8, size=(300, 1))
    perception = np.clip(whole + rng.integers(0, 2, size=(300, 22)), 1, 7)
    made = responses(None, perception, instrument="servperf")
    found = importance_of(replace(made, outcomes={"satisfaction": whole[:, 0].astype(float)}))
    model, rows = found.leading_model(), rows_of(found, "satisfaction", "dimension")

    assert model.max_vif > 10
    assert {(r.b, r.b_low, r.beta, r.beta_high, r.effect_100) for r in rows} == {(None,) * 5}
    assert all(r.lmg > 0 and r.share_low <= r.share <= r.share_high for r in rows)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda p, y: (p, np.full_like(y, 4)), "constant"),
        (lambda p, y: (np.repeat(p[:, :1], 22, axis=1), y), "collinear"),
        (lambda p, y: (p[:49], y[:49]), "too_few_people"),
    ],
)
def test_what_cannot_be_derived_says_why(change, problem):
    rng = np.random.default_rng(4)
    perception = rng.integers(1, 8, size=(300, 22))
    perception, satisfaction = change(perception, rng.integers(1, 8, size=300).astype(float))
    made = responses(None, perception, instrument="servperf")
    found = importance_of(replace(made, outcomes={"satisfaction": satisfaction}))

    assert model_of(found, "satisfaction", "dimension").problem == problem
    assert found.leading_model() is None
    assert found.leading_drivers() == ()


def test_an_outcome_without_any_relation_has_nothing_to_share_out():
    perception = np.array([[1] * 22, [1] * 22, [7] * 22, [7] * 22] * 20)
    satisfaction = np.array([1.0, 7, 1, 7] * 20)
    made = responses(None, perception, instrument="servperf")
    form = made.instrument.model_copy(update={"dimensions": made.instrument.dimensions[:1]})
    form = form.model_copy(
        update={"items": [i for i in made.instrument.items if i.dimension == "tangibles"]}
    )
    made = replace(made, instrument=form, ratings={"perception": made.ratings["perception"][:, :4]})
    found = importance_of(replace(made, outcomes={"satisfaction": satisfaction}))

    assert model_of(found, "satisfaction", "dimension").problem == "weak"
    assert found.drivers[0].r == 0


def test_one_person_is_no_error():
    made = responses(None, np.full((1, 22), 5), instrument="servperf")
    found = importance_of(replace(made, outcomes={"satisfaction": np.array([5.0])}))

    assert {m.problem for m in found.models} == {"too_few_people"}
    assert {row.r for row in found.drivers} == {None}


def test_nine_people_have_no_correlations_and_nothing_to_compare():
    nine, ten = (importance_of(survey().take(np.arange(700) < n)) for n in (9, 10))

    assert {row.r for row in nine.drivers} == {None}
    assert (nine.agreement, nine.agreements) == ((), ())
    assert {row.r is None for row in ten.drivers if row.level == "dimension"} == {False}


def test_without_sums_of_random_groups_there_are_no_limits(found):
    answers = survey()
    summary = replace(summarize(answers, powers=True), drawn=None)
    scores = score_tables(summary, answers.instrument, Settings())
    plain = importance_table(summary, answers.instrument, Settings(), scores)

    assert [r.share for r in plain.drivers] == [r.share for r in found.drivers]
    assert {(r.share_low, r.rank_low, r.above_noise) for r in plain.drivers} == {(None,) * 3}
    assert {(m.r2_low, m.noise_share) for m in plain.models} == {(None, None)}
    assert {r.rank_low for r in plain.stated} == {None}


def test_groups_of_people_have_no_drivers():
    found = importance_of(survey(), powers=False)

    assert (found.drivers, found.models, found.agreement) == ((), (), ())
    assert len(found.stated) == 27


def test_no_figure_is_not_a_number(found):
    assert all(math.isfinite(x) for x in every_number(record(found)))


def assert_same(one, other):
    """Compare what rests on ratings to the last bit, and points, which are fractions, nearly."""
    assert (one.drivers, one.models) == (other.drivers, other.models)
    pairs = zip(every_number(record(one)), every_number(record(other)), strict=True)
    assert all(a == pytest.approx(b, rel=1e-12) for a, b in pairs)


# -- laws ------------------------------------------------------------------------------------------


def test_blocks_of_people_add_up_to_the_whole(found):
    answers = survey()
    cut = np.arange(len(answers)) < 260
    summary = summarize(answers.take(cut), powers=True) + summarize(answers.take(~cut), powers=True)
    scores = score_tables(summary, answers.instrument, Settings())

    assert_same(importance_table(summary, answers.instrument, Settings(), scores), found)


def test_the_order_of_people_changes_nothing(found):
    answers = survey()
    order = np.random.default_rng(1).permutation(len(answers))

    assert_same(importance_of(answers.take(order)), found)


def test_weights_of_two_count_as_twice_the_people_in_every_share():
    answers = survey(400)
    weights = np.where(np.arange(400) % 2, 2.0, 1.0)
    weighted = importance_of(replace(answers, weights=weights, weights_name="w"))
    repeated = importance_of(answers.take(np.repeat(np.arange(400), weights.astype(int))))
    a, b = (rows_of(x, "satisfaction", "dimension") for x in (weighted, repeated))

    assert [r.lmg for r in a] == pytest.approx([r.lmg for r in b], rel=1e-9)
    assert [r.b for r in a] == pytest.approx([r.b for r in b], rel=1e-9)


def test_another_seed_moves_limits_a_little_and_figures_not_at_all(found):
    other = importance_of(survey(), seed=2)
    a, b = (rows_of(x, "satisfaction", "dimension") for x in (found, other))

    assert [r.lmg for r in a] == [r.lmg for r in b]
    assert [r.lmg_low for r in a] == pytest.approx([r.lmg_low for r in b], abs=0.01)
    assert [r.lmg_low for r in a] != [r.lmg_low for r in b]


# -- stated beside derived -------------------------------------------------------------------------


def test_agreement_ranks_both_and_places_them_in_the_grid(found):
    rows = [row for row in found.agreement if row.level == "dimension"]
    points = {r.id: r for r in found.stated if r.source == "points"}
    shares = {r.id: r for r in rows_of(found, "satisfaction", "dimension")}

    assert [(r.stated, r.stated_rank) for r in rows] == [
        (points[r.id].mean, points[r.id].rank) for r in rows
    ]
    assert [(r.derived, r.derived_rank) for r in rows] == [
        (pytest.approx(shares[r.id].lmg), shares[r.id].rank) for r in rows
    ]
    grid = {
        (True, True): "key",
        (True, False): "basic",
        (False, True): "excitement",
        (False, False): "unimportant",
    }
    mean = np.mean([[r.stated, r.derived] for r in rows], axis=0)
    assert [r.vavra for r in rows] == [
        grid[bool(r.stated >= mean[0]), bool(r.derived >= mean[1])] for r in rows
    ]


def test_agreement_is_the_rank_correlation_of_its_rows(found):
    total = next(t for t in found.agreements if t.level == "dimension")
    rows = [row for row in found.agreement if row.level == "dimension"]

    assert (total.derived_as, rows[0].derived_as, total.k) == ("lmg", "lmg", 5)
    assert total.spearman == pytest.approx(
        float(spearman([r.stated for r in rows], [r.derived for r in rows]))
    )
    assert -1 <= total.spearman_low <= total.spearman_high <= 1


def test_items_are_compared_by_correlations_where_their_model_does_not_carry(found):
    rows = [row for row in found.agreement if row.level == "item"]
    shown = {r.id: r.r for r in rows_of(found, "satisfaction", "item")}

    assert {(r.stated_source, r.derived_as) for r in rows} == {("expectation", "r")}
    assert [r.derived for r in rows] == [shown[r.id] for r in rows]


# -- the outcome that is asked for -----------------------------------------------------------------


def test_an_outcome_is_found_by_its_heading_too():
    assert analyze(survey(), outcome="Likelihood to recommend").settings.outcome == "recommend"


def test_an_unknown_outcome_is_refused_with_those_that_are_known():
    with pytest.raises(SettingsError) as refused:
        analyze(survey(), outcome="joy")

    assert str(refused.value) == (
        "these answers have no outcome called 'joy'. Known: overall_quality, satisfaction, "
        'recommend, intention. Write "joy" = "outcome.NAME" into the mapping file if that column '
        "holds one of outcome.overall_quality, outcome.satisfaction, outcome.recommend, "
        "outcome.intention, outcome.problem, outcome.problem_resolved."
    )


def test_importance_is_not_derived_from_yes_and_no():
    with pytest.raises(SettingsError) as refused:
        analyze(survey(), outcome="problem")

    assert str(refused.value) == (
        "importance cannot be derived from 'problem', which is answered with yes or no. Known "
        "outcomes with grades: overall_quality, satisfaction, recommend, intention."
    )
