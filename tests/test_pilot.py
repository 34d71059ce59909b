"""A pilot: advice on every item from the limits of its figures, refused where it would be idle."""

from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.responses import Missing
from servqual.simulate import Model
from tests.made import responses

N = 32


@pytest.fixture(scope="module")
def good():
    """Return a pilot in which nothing is wrong."""
    return sq.read(sq.simulate(N, seed=5, model=Model(careless=0.0, missing=0.0)).frame)


def changed(answers, battery, column, values):
    """Return answers with the ratings of one item, 0 for the first, replaced."""
    codes = np.array(answers.ratings[battery])
    codes[:, column] = values
    return replace(answers, ratings={**answers.ratings, battery: codes})


def advice(answers, column):
    """Return the advice on an item, and the codes behind it."""
    row = sq.pilot(answers).items[column]
    return row.advice, [(reason.code, reason.battery) for reason in row.reasons]


def some(n, value, others):
    """Return ratings of which the first n are a value."""
    return np.where(np.arange(N) < n, value, others)


def best(good, battery, n, value, others):
    """Return ratings of q7 that follow its dimension: a value for the n people who rate it best."""
    place = good.ratings[battery][:, 4:9].sum(axis=1).argsort().argsort()
    return np.where(place >= N - n, value, others)


def test_a_good_questionnaire_keeps_every_item(good):
    assert {row.advice for row in sq.pilot(good).items} == {"keep"}


def test_few_items_of_good_questionnaires_are_looked_at_by_chance():
    found = [
        sq.pilot(sq.read(sq.simulate(30, seed=seed, model=Model(careless=0.0)).frame))
        for seed in range(6)
    ]
    looked_at = sum(row.advice != "keep" for one in found for row in one.items)

    assert looked_at <= 0.03 * 6 * 22


@pytest.mark.parametrize(("n", "told"), [(4, "keep"), (6, "reword")])
def test_an_item_is_reworded_where_more_than_one_in_twenty_leave_it_out_for_certain(good, n, told):
    # Wilson: 4 of 32 from 5.0%, 6 of 32 from 8.9%
    ratings = good.ratings["perception"][:, 6]
    out = changed(good, "perception", 6, some(n, Missing.BLANK, ratings))

    assert advice(out, 6)[0] == told


def test_an_item_that_many_cannot_answer_may_go(good):
    kinds = np.where(np.arange(N) % 2, Missing.DONT_KNOW, Missing.NOT_APPLICABLE)
    out = changed(good, "perception", 6, some(8, kinds, good.ratings["perception"][:, 6]))

    assert advice(out, 6) == ("drop", [("cannot_answer", "perception")])


def test_people_who_were_not_shown_an_item_did_not_leave_it_out(good):
    ratings = good.ratings["perception"][:, 6]
    out = changed(good, "perception", 6, some(12, Missing.NOT_SHOWN, ratings))
    row = sq.pilot(out).rating("q7", "perception")

    assert (row.n, row.unanswered.n, row.unanswered.of) == (20, 0, 20)


def test_an_item_that_runs_against_the_others_is_read_the_other_way_round(good):
    out = changed(good, "perception", 6, 8 - good.ratings["perception"][:, 6])

    assert advice(out, 6) == ("reword", [("against", "perception")])


def test_an_item_worded_negatively_is_turned_round_first():
    form = load_instrument("servqual-1988")
    frame = sq.simulate(N, form, seed=5, model=Model(careless=0.0, missing=0.0)).frame

    assert "against" not in {
        reason.code for row in sq.pilot(sq.read(frame, form)).items for reason in row.reasons
    }


def test_an_item_that_goes_with_nothing_may_go():
    draw = np.random.default_rng(3)
    ratings = np.round(4 + draw.normal(size=(48, 1)) + 0.7 * draw.normal(size=(48, 22)))
    ratings[:, 0] = draw.permutation(ratings[:, 0])
    found = sq.pilot(responses(None, np.clip(ratings, 1, 7), instrument="servperf"))
    row = found.rating("q1", "perception")

    assert 0 < row.r_high < 0.30
    assert found.items[0].reasons[0].code == "apart"


def test_a_low_correlation_whose_limits_hold_the_benchmark_is_to_watch(good):
    draw = np.random.default_rng(1)
    out = changed(good, "perception", 6, draw.integers(3, 7, N))
    told, reasons = advice(out, 6)

    assert (told, reasons) == ("keep", [("open", "perception")])


def test_most_at_the_top_of_what_they_received_leave_no_room(good):
    out = changed(good, "perception", 6, best(good, "perception", 26, 7, 6))

    assert advice(out, 6) == ("reword", [("ceiling", "perception")])


def test_most_at_the_top_of_what_they_want_is_no_fault(good):
    out = changed(good, "expectation", 6, best(good, "expectation", 26, 7, 6))

    assert advice(out, 6) == ("keep", [("wanted_ceiling", "expectation")])


def test_most_at_the_bottom_are_asked_too_much(good):
    out = changed(good, "perception", 6, best(good, "perception", 6, 2, 1))

    assert advice(out, 6) == ("reword", [("floor", "perception")])


def test_one_and_the_same_answer_tells_nobody_apart(good):
    out = changed(good, "perception", 6, 4)
    row = sq.pilot(out).rating("q7", "perception")

    assert advice(out, 6) == ("reword", [("same_answer", "perception")])
    assert (row.item_rest_r, row.r_problem) == (None, "no_spread")


def test_an_item_that_nobody_rated_may_go(good):
    out = changed(good, "perception", 6, Missing.BLANK)

    assert advice(out, 6)[1][0] == ("nobody", "perception")


def test_correlations_and_alphas_are_those_of_the_study(good):
    rows = {(r.battery, r.dimension): r for r in sq.analyze(good).reliability.rows}
    found = sq.pilot(good)
    theirs = {
        (row.battery, item.item): item.item_rest_r
        for row in rows.values()
        for item in row.items
        if row.dimension != "total"
    }

    for row in found.ratings:
        assert row.item_rest_r == pytest.approx(theirs[row.battery, row.item], rel=1e-9)
    for alpha in found.alphas:
        row = rows[alpha.battery, alpha.dimension]
        assert (alpha.alpha, alpha.alpha_low, alpha.alpha_high) == pytest.approx(
            (row.alpha, row.alpha_low, row.alpha_high), rel=1e-9
        )


def test_a_questionnaire_of_single_items_has_no_correlations():
    form = load_instrument("servqual")
    only = {d.id: next(i for i in form.items if i.dimension == d.id) for d in form.dimensions}
    short = form.model_copy(update={"items": list(only.values())})
    draw = np.random.default_rng(1)
    codes = draw.integers(2, 7, (20, 5))
    found = sq.pilot(responses(codes, draw.integers(2, 7, (20, 5)), instrument=short))

    assert {row.r_problem for row in found.ratings} == {"one_item"}
    assert {row.problem for row in found.alphas} == {"one_item"}


def test_nine_people_are_refused(good):
    with pytest.raises(SettingsError) as raised:
        sq.pilot(good.take(np.arange(9)))

    assert str(raised.value) == (
        "DataFrame: 9 people answered. A pilot needs at least 10, better 20 to 50; of fewer, a "
        "table would show what one person said. Ask more people, or sit down with those who "
        "answered."
    )


@pytest.mark.parametrize(("n", "size"), [(10, "very_small"), (20, "usual"), (50, "usual")])
def test_the_size_of_a_pilot_has_a_name(n, size):
    assert sq.pilot(sq.read(sq.simulate(n, seed=1).frame)).size == size


def test_more_than_fifty_people_are_told_to_be_no_pilot():
    assert sq.pilot(sq.read(sq.simulate(51, seed=1).frame)).size == "too_large"


def test_questions_that_are_no_ratings_are_refused():
    kinds = replace(responses(None, np.ones((12, 22))), ratings={})

    with pytest.raises(SettingsError, match="nobody was asked for ratings"):
        sq.pilot(kinds)


def test_a_confidence_that_makes_no_sense_is_refused(good):
    with pytest.raises(SettingsError, match=r"confidence is 95; it must be"):
        sq.pilot(good, confidence=95)


def test_time_is_the_median_with_its_quartiles(good):
    timed = replace(good, seconds=np.arange(N) * 10.0 + 100)
    time = sq.pilot(timed).time

    assert (time.n, time.lower, time.median, time.upper) == (32, 177.5, 255.0, 332.5)
    assert time.per_rating == pytest.approx(255 / 44)


def test_a_notebook_shows_items_and_alphas(good):
    text = sq.pilot(good)._repr_html_()

    assert "<b>items</b>" in text
    assert "<b>alphas</b>" in text
    assert list(sq.pilot(good).to_frame("alphas").columns[:3]) == ["battery", "dimension", "k"]
