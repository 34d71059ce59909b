"""Who is flagged by which rule, who is suspect, and what the report says of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.analysis import analyze
from servqual.analysis.quality import false_rate
from servqual.catalog import load_instrument
from servqual.importer import read
from servqual.quality import absolute_flags, suspects
from servqual.settings import ReportOptions
from servqual.simulate import simulate
from servqual.simulate.attentive import attentive_ratings
from servqual.writer import render_html
from tests import planted
from tests.made import formula_ratings, responses
from tests.planted import careful, examined, flags_of, survey, with_ratings
from tests.test_quality_detectors import zone_of_tolerance
from tests.writer.test_page import Reader


def people(n=6):
    """Return attentive people whose answers differ from each other."""
    return careful(n)


def suspect_rows(answers):
    return np.flatnonzero(suspects(absolute_flags(answers), len(answers))).tolist()


def flagged(answers, name):
    return np.flatnonzero(
        next(flag.who for flag in absolute_flags(answers) if flag.name == name)
    ).tolist()


def with_row(answers, battery, row, values):
    codes = answers.ratings[battery].copy()
    codes[row] = values
    return with_ratings(answers, **{battery: codes})


# -- suspect ---------------------------------------------------------------------------------------


def test_attentive_people_are_not_suspect():
    assert suspect_rows(people()) == []


def test_one_answer_throughout_breaks_two_rules():
    assert suspect_rows(with_row(people(), "perception", 2, 5)) == [2]


def test_expectations_alone_make_nobody_suspect():
    answers = with_row(people(), "expectation", 2, 7)

    assert flagged(answers, "no_variance:expectation") == [2]
    assert flagged(answers, "all_maximum:expectation") == [2]
    assert suspect_rows(answers) == []


def test_a_long_run_alone_is_not_enough():
    answers = with_row(people(), "perception", 1, [4] * 11 + [5, 3] * 5 + [6])

    assert flagged(answers, "long_run:perception") == [1]
    assert suspect_rows(answers) == []


def test_a_long_run_and_haste_are_enough():
    answers = with_row(people(), "perception", 1, [4] * 11 + [5, 3] * 5 + [6])
    seconds = np.array([600, 80, 600, 80, 600, np.nan])

    assert suspect_rows(replace(answers, seconds=seconds)) == [1]


def test_haste_is_less_than_two_seconds_for_each_rating_given():
    seconds = np.array([87.9, 88.0, 600, 600, 600, np.nan])

    assert flagged(replace(people(), seconds=seconds), "too_fast:") == [0]


def test_who_rated_less_may_take_less_time():
    half = with_row(people(), "perception", 0, -101)

    assert flagged(replace(half, seconds=np.full(6, 50.0)), "too_fast:") == [1, 2, 3, 4, 5]


def test_without_times_there_is_no_rule_on_time():
    assert "too_fast:" not in flags_of(people())
    assert "too_fast:" not in flags_of(replace(people(), seconds=np.full(6, np.nan)))


def test_a_missed_attention_item_is_enough_alone():
    marks = {"failed_attention": np.array([False, False, False, True, False, False])}

    assert suspect_rows(replace(people(), marks=marks)) == [3]


def test_an_exact_repetition_and_a_repeated_token_are_one_rule():
    answers = people()
    for battery in ("expectation", "perception"):
        answers = with_row(answers, battery, 4, answers.ratings[battery][0])
    marks = {"duplicate_token": np.array([False, False, False, False, True, False])}
    answers = replace(answers, marks=marks)

    assert flagged(answers, "duplicate:") == [4]
    assert suspect_rows(answers) == []


def test_another_outcome_or_comment_is_no_exact_repetition():
    answers = people()
    for battery in ("expectation", "perception"):
        answers = with_row(answers, battery, 4, answers.ratings[battery][0])
    other = replace(answers, outcomes={"satisfaction": np.array([7, 1, 1, 1, 6, np.nan])})
    said = np.array(["fine", "", "", "", "slow", ""], dtype=object)

    assert flagged(other, "duplicate:") == []
    assert flagged(replace(answers, comments={"comment": said}), "duplicate:") == []


def test_two_people_who_answered_next_to_nothing_are_no_repetition():
    answers = people()
    for battery in ("expectation", "perception"):
        answers = with_row(answers, battery, slice(0, 2), -101)
    answers = with_row(answers, "perception", slice(0, 2), [6] + [-101] * 21)

    assert flagged(answers, "duplicate:") == []


def test_ratings_that_repeat_the_other_set_are_told_from_a_constant_gap():
    answers = people()
    expectation = answers.ratings["expectation"]
    answers = with_row(answers, "perception", 0, expectation[0])
    answers = with_row(answers, "expectation", 1, [5, 6] * 11)
    answers = with_row(answers, "perception", 1, [4, 5] * 11)

    assert flagged(answers, "no_gap:gap") == [0]
    assert flagged(answers, "constant_gap:gap") == [1]


def test_inversions_are_counted_in_people():
    answers = careful(8, zone_of_tolerance())
    answers = with_row(answers, "minimum", slice(None), 3)
    answers = with_row(answers, "desired", slice(None), 6)
    answers = with_row(answers, "minimum", 1, [7] * 3 + [2] * 19)
    answers = with_row(answers, "minimum", 2, [7] * 9 + [2] * 13)
    answers = with_row(answers, "minimum", 3, [7] * 10 + [2] * 12)

    assert flagged(answers, "inversion:minimum") == [1, 2, 3]
    assert flagged(answers, "many_inversions:minimum") == [3]


def test_runs_follow_the_order_of_presentation():
    answers = with_row(people(), "perception", 0, [4, 6] * 11)
    order = np.array([*range(0, 22, 2), *range(1, 22, 2)])

    assert flagged(answers, "long_run:perception") == []
    assert flagged(replace(answers, order={"perception": order}), "long_run:perception") == [0]


def test_the_order_of_presentation_is_the_order_of_the_columns():
    frame = simulate(30, seed=4).frame
    names = list(frame.columns)
    names.remove("P9")
    names.insert(names.index("P8"), "P9")
    answers = read(frame[names])

    assert answers.order["perception"].tolist()[6:10] == [6, 8, 7, 9]
    assert answers.order["expectation"].tolist() == list(range(22))


def test_a_perception_questionnaire_is_judged_by_its_ratings():
    answers = careful(10, "servperf")

    assert suspect_rows(with_row(answers, "perception", 3, 6)) == [3]


# -- relative indices ------------------------------------------------------------------------------


def test_relative_indices_never_count():
    assert not any(flag.counts for flag in examined(survey()).flags if flag.rule in RELATIVE)


RELATIVE = {
    "average_run", "low_spread", "high_spread", "outlying", "even_odd", "synonyms", "antonyms",
    "fast_for_sample", "near_copy",
}  # fmt: skip


def test_with_few_people_there_are_no_relative_indices():
    assert not {name.split(":")[0] for name in flags_of(survey(29))} & RELATIVE


def test_a_reversed_order_of_people_flags_the_same_people():
    answers = survey(120)
    forward = {flag.name: flag.who for flag in examined(answers).flags}
    backward = {
        flag.name: flag.who[::-1] for flag in examined(answers.take(slice(None, None, -1))).flags
    }
    del forward["duplicate:"], backward["duplicate:"]  # of two equal ones the later is flagged

    assert all((forward[name] == backward[name]).all() for name in forward)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_the_order_of_people_does_not_change_who_is_suspect(seed):
    answers = survey(60, seed=9)
    order = np.random.default_rng(seed).permutation(60)
    before = suspects(absolute_flags(answers), 60)

    assert (suspects(absolute_flags(answers.take(order)), 60) == before[order]).all()


# -- known answers of methods 9.1 ------------------------------------------------------------------


def test_the_kiosk_facts(shared_data):
    flags = {flag.name: flag for flag in examined(planted.kiosk(shared_data)).flags}

    assert flags["duplicate:"].n == 0
    assert flags["no_variance:perception"].n == 2
    assert flags["no_variance:expectation"].n == 7
    assert (flags["long_run:perception"].n, flags["long_run:expectation"].n) == (9, 55)
    assert flags["outlying:perception"].n == 11
    assert flags["outlying:perception"].limit == pytest.approx(51.1786, abs=5e-5)


def test_the_kiosk_study_shows_item_nine_before_item_eight(shared_data):
    assert planted.kiosk(shared_data).order["perception"].tolist()[6:10] == [6, 8, 7, 9]


# -- the false rate --------------------------------------------------------------------------------


def test_simulated_people_have_the_means_of_the_sample():
    means = {"perception": np.linspace(2.0, 6.8, 22), "expectation": np.full(22, 6.5)}
    ratings = attentive_ratings(load_instrument("servqual"), means, 20_000)

    assert ratings["perception"].mean(axis=0) == pytest.approx(means["perception"], abs=0.05)
    assert ratings["expectation"].mean(axis=0) == pytest.approx(means["expectation"], abs=0.05)


def test_simulated_people_answer_negative_items_the_other_way_round():
    form = load_instrument("servqual-1988")
    ratings = attentive_ratings(form, {"perception": np.full(22, 6.0)}, 5000)["perception"]
    turned = np.array([form.is_reversed(i, "perception") for i in form.item_ids])

    assert ratings[:, turned].mean() == pytest.approx(2.0, abs=0.05)
    assert ratings[:, ~turned].mean() == pytest.approx(6.0, abs=0.05)


def test_an_item_without_answers_counts_as_the_middle():
    means = {"perception": np.full(22, np.nan)}
    ratings = attentive_ratings(load_instrument("servperf"), means, 5000)["perception"]

    assert ratings.mean() == pytest.approx(4.0, abs=0.05)


def test_attentive_people_are_hardly_ever_suspect():
    assert false_rate(survey(), 1) == 0.0


def test_praise_of_everything_makes_the_rules_err_more_often():
    answers = careful(300)
    codes = np.full((300, 22), 7, dtype=np.int16)
    codes[::3] = 6
    rate = false_rate(with_ratings(answers, perception=codes), 1)

    assert rate is not None
    assert 0.001 < rate < 0.2


def test_the_false_rate_is_the_same_in_every_run():
    study = analyze(survey(80))

    assert (study.quality.false_rate, study.quality.n_simulated) == (0.0, 2000)
    assert study.quality == analyze(survey(80)).quality


def test_negatively_worded_items_keep_their_means_in_the_simulation():
    assert false_rate(survey(instrument="servqual-1988"), 1) == 0.0


def test_the_formula_data_keep_their_suspect():
    study = analyze(responses(*formula_ratings()))

    assert (study.quality.n_suspect, study.quality.n_suspect_left) == (1, 1)
    assert study.quality.compared == "suspects"


# -- the report ------------------------------------------------------------------------------------


def words(study, language="en"):
    options = ReportOptions(language=language, service="bank")
    return Reader(render_html(study, options)).words.replace("\u00a0", " ")


def test_the_report_says_whether_a_rule_counts():
    said = words(analyze(replace(survey(), seconds=np.full(400, 300.0))))

    assert (
        "A long run of the same answer Perception 6 2% yes 11 or more equal answers in a row, half "
        "of the items." in said
    )
    assert "A long run of the same answer Expectation 18 4% shown only" in said
    assert "The rules flag people, they do not judge them. Suspect: 6 of 400." in said
    assert (
        "Of 2,000 simulated people who answer with care and have the same means, the rules on "
        "answers make nobody suspect. Half of the people took less than 5.0 minutes, 7.0 seconds "
        "for each rating." in said
    )
    assert "Base: everybody who answered, n = 400; nobody was removed." in said


def test_the_report_says_so_in_chinese():
    said = words(analyze(survey()), "zh")

    assert "规则只作标记，不作判断。可疑者：400 人中有 6 人。" in said
    assert "按呈现顺序连续 11 题或更多答案相同，即题项的一半。" in said
    assert "仅供参考" in said


def test_a_suspicion_of_the_answers_reaches_the_notes():
    answers = replace(survey(), weights=np.arange(1.0, 401), weights_name="id")

    assert "weights_running_number_suspected" in analyze(answers).notes.codes()


def test_a_questionnaire_without_gaps_has_its_flags_too():
    study = analyze(survey(instrument="servperf"))

    assert {row.battery for row in study.quality.flags} == {"perception", ""}
    assert load_instrument("servperf").gaps == []
