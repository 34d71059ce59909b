"""Fieldwork: counts against targets by day and group, and nothing that people answered."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.results.fieldwork import FieldGroup, Outlook

START = datetime.datetime(2026, 5, 4)
N = 120
UNITS = {"branch": {"City Centre": 60, "Riverside": 30, "Station Road": 60, "Harbour": 5}}


@pytest.fixture(scope="module")
def answers():
    """Return 120 answers, ten a day from 4 May 2026 on, twelve days."""
    people = sq.read(sq.simulate(N, seed=5).frame)
    seconds = (START - datetime.datetime(1970, 1, 1)).total_seconds()
    days = np.repeat(np.arange(12), 10) * 86400 + np.tile(np.arange(10), 12) * 3611 + 30000
    return replace(people, finished=days + seconds)


@pytest.fixture(scope="module")
def usual(answers):
    return sq.fieldwork(answers, quota=UNITS, start="2026-05-04", end="2026-05-19")


def test_every_day_is_counted(usual):
    assert [row.n for row in usual.days] == [10] * 12
    assert (usual.days[-1].day, usual.days[-1].so_far) == ("2026-05-15", 120)


def test_the_day_looked_at_is_that_of_the_last_answer(usual):
    assert usual.day == "2026-05-15"


def test_what_is_expected_goes_on_from_the_last_seven_whole_days(usual):
    outlook = usual.everybody.outlook

    assert (outlook.per_day, outlook.days, outlook.days_left, outlook.total) == (10.0, 7, 4, 160.0)
    assert (outlook.low, outlook.high) == pytest.approx((160 - 19.397, 160 + 19.397), abs=0.01)


def test_groups_stand_in_the_order_of_their_targets_then_by_name(usual):
    assert [row.group for row in usual.groups] == [*UNITS["branch"], "University"]


def test_a_group_without_an_answer_is_there(usual):
    row = usual.of("branch")[3]

    assert (row.group, row.n, row.quota, row.margin) == ("Harbour", 0, 5, None)


def test_groups_with_a_target_do_not_stand_for_the_whole_when_somebody_has_none(usual):
    assert usual.everybody.quota is None


def test_groups_that_hold_everybody_add_up(answers):
    whole = {"branch": {**UNITS["branch"], "University": 10}}

    assert sq.fieldwork(answers, quota=whole).everybody.quota == 165


@pytest.mark.parametrize(
    ("n", "quota", "low", "high", "course"),
    [
        (50, 50, 50, 60, "met"),
        (40, 50, 51, 70, "on_course"),
        (40, 50, 45, 60, "open"),
        (40, 50, 41, 49, "behind"),
    ],
)
def test_the_course_follows_from_the_limits(n, quota, low, high, course):
    outlook = Outlook(2.0, 7, 5, (low + high) / 2, low, high)

    assert FieldGroup("branch", "A", n, quota=quota, outlook=outlook).course == course


def test_without_times_nothing_is_expected(answers):
    found = sq.fieldwork(replace(answers, finished=None), quota=UNITS, end="2026-05-31")

    assert (found.days, found.day, found.everybody.outlook) == ((), "", None)
    assert [row.course for row in found.groups][:4] == ["open", "met", "open", "open"]


def test_two_whole_days_are_too_early(answers):
    early = answers.take(np.arange(30))

    assert sq.fieldwork(early, end="2026-05-31").everybody.outlook is None


def test_after_the_close_nothing_more_is_expected(answers):
    outlook = sq.fieldwork(answers, end="2026-05-10", day="2026-05-20").everybody.outlook

    assert (outlook.days_left, outlook.total, outlook.high) == (0, 120.0, 120.0)


def test_days_without_answers_before_the_day_looked_at_are_told(answers):
    found = sq.fieldwork(answers, day="2026-05-20")

    assert (found.days_silent, found.days[-1].n) == (4, 0)


def test_answers_outside_fieldwork_are_told(answers):
    assert sq.fieldwork(answers, start="2026-05-06", end="2026-05-14").outside == 30


def test_answers_without_a_time_are_told(answers):
    finished = np.array(answers.finished)
    finished[:7] = np.nan

    assert sq.fieldwork(replace(answers, finished=finished)).undated == 7


def test_a_burst_is_told_with_its_moment(answers):
    finished = np.array(answers.finished)
    finished[40:48] = finished[40] + np.arange(8)
    (burst,) = sq.fieldwork(replace(answers, finished=finished)).bursts

    assert (burst.day, burst.time, burst.n, burst.seconds) == ("2026-05-08", "08:20:00", 8, 7.0)


def test_the_margin_is_that_of_the_report(answers, usual):
    row = sq.analyze(answers).gaps.row("unweighted")

    assert usual.everybody.margin == pytest.approx((row.ci_high - row.ci_low) / 2, rel=1e-9)
    assert usual.score == "gap"


def test_the_margin_at_the_close_is_narrower(usual):
    assert usual.everybody.margin_close < usual.everybody.margin


def test_a_questionnaire_without_expectations_has_the_margin_of_perceptions():
    people = sq.read(sq.simulate(60, "servperf", seed=1).frame, "servperf")

    assert sq.fieldwork(people).score == "perception"


def test_whatever_people_answer_the_result_stays_the_same(answers):
    form = answers.instrument
    worse = {b: np.array(codes) for b, codes in answers.ratings.items()}
    worse["perception"] = np.clip(worse["perception"], 1, 6)
    lifted = replace(answers, ratings=worse)
    higher = replace(answers, ratings=worse | {"perception": _one_up(worse["perception"])})
    first, second = (sq.fieldwork(one, quota=UNITS) for one in (lifted, higher))

    assert form.scale.max == 7
    assert first.everybody.margin == pytest.approx(second.everybody.margin)
    assert [(r.group, r.n, r.course) for r in first.groups] == [
        (r.group, r.n, r.course) for r in second.groups
    ]


def _one_up(codes):
    return np.where(codes > 0, codes + 1, codes)


def test_people_asked_give_a_response_rate(answers):
    found = sq.fieldwork(answers, invited={"branch": {"City Centre": 100}})
    row = found.groups[0]

    assert (row.invited, row.response) == (100, row.n / 100)
    assert found.everybody.invited is None


def test_modes_are_counted_too(answers):
    modes = np.where(np.arange(N) % 3, "tablet", "link").astype(object)
    found = sq.fieldwork(replace(answers, people={**answers.people, "mode": modes}), by="mode")

    assert [(row.group, row.n) for row in found.of("mode")] == [("link", 40), ("tablet", 80)]


REFUSED = {
    "min_cell": ({"min_cell": 2}, "the minimum cell is 2; it is never below 3"),
    "day": ({"day": "2026-05-10"}, "the file holds answers of 2026-05-15"),
    "end": ({"start": "2026-05-10", "end": "2026-05-01"}, "before its start on 2026-05-10"),
    "date": ({"end": "31 May"}, "the end is '31 May'; write it as YYYY-MM-DD"),
    "quota": ({"quota": {"branch": {"City Centre": 0}}}, "the target of 'City Centre' is 0"),
    "column": ({"quota": {"ward": {"A": 5}}}, "no people column called 'ward'"),
    "invited": ({"invited": -1}, "must be 0 or more"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_makes_no_sense_is_refused(answers, fault):
    asked, told = REFUSED[fault]

    with pytest.raises(SettingsError) as raised:
        sq.fieldwork(answers, **asked)

    assert told in str(raised.value)


def test_a_notebook_shows_groups_and_days(usual):
    text = str(usual)

    assert "branch  City Centre" in text
    assert "2026-05-15  10     120" in text
