"""Kano's questions and penalties and rewards of the kiosk study, against methods.md 8.5 and 8.6."""

import re
from pathlib import Path

import numpy as np
import pytest

import servqual as sq
from servqual.importer import read
from tests.test_kiosk import DROPPED

INSTRUMENTS = Path(__file__).parent / "instruments"
WORDS = (
    "마음에 든다. = 1; 당연하다. = 2; 아무런 느낌이 없다. = 3; 하는 수 없다. = 4; "
    "마음에 안 든다. = 5"
)
# counts M O A I R Q of n = 194
COUNTS = {
    "q1": (87, 51, 39, 16, 0, 1),
    "q5": (6, 22, 82, 83, 1, 0),
    "q6": (77, 81, 16, 17, 0, 3),
    "q10": (17, 55, 108, 12, 1, 1),
    "q22": (103, 74, 3, 12, 1, 1),
    "q27": (5, 21, 152, 16, 0, 0),
}
COEFFICIENTS = {
    "q1": (0.4663, -0.7150),
    "q10": (0.8490, -0.3750),
    "q22": (0.4010, -0.9219),
    "q27": (0.8918, -0.1340),
}
REWARD = (0.3492, 0.0712, 0.0464, 0.2811, -0.3598, 0.1061, 0.2259, -0.0011)
PENALTY = (-0.2199, -0.0511, 0.2178, -0.4945, -0.4688, -0.5864, 0.2295, -0.0044)
N_REWARD = (78, 25, 61, 28, 40, 52, 65, 21)
N_PENALTY = (11, 39, 21, 47, 29, 26, 32, 37)


def kept(answers):
    mask = np.ones(len(answers), dtype=bool)
    mask[np.array(DROPPED) - 1] = False
    return answers.take(mask)


@pytest.fixture(scope="module")
def answers(shared_data):
    path = shared_data / "kiosk" / "kiosk.csv"
    return kept(read(path, str(INSTRUMENTS / "kiosk_kano.toml")))


@pytest.fixture(scope="module")
def study(answers):
    return sq.analyze(answers)


@pytest.fixture(scope="module")
def rated(shared_data):
    path = shared_data / "kiosk" / "kiosk.csv"
    return sq.analyze(kept(read(path, str(INSTRUMENTS / "kiosk_8x3.toml"))))


def row(study, item):
    return next(r for r in study.importance.kano if r.item == item)


def test_answers_in_korean_words_are_read_as_kanos_five(answers):
    (note,) = [n for n in answers.notes if n.code == "answers_in_words"]

    assert note.values["labels"] == WORDS
    assert {name: set(np.unique(codes)) for name, codes in answers.ratings.items()} == {
        "functional": {1, 2, 3, 4, 5},
        "dysfunctional": {1, 2, 3, 4, 5},
    }


def test_the_questionnaire_has_29_pairs(study):
    assert [r.item for r in study.importance.kano] == [f"q{j}" for j in range(1, 30)]
    assert {r.n for r in study.importance.kano} == {194}


@pytest.mark.parametrize("item", COUNTS)
def test_counts_of_the_six_classes(study, item):
    assert tuple(row(study, item).counts[letter] for letter in "MOAIRQ") == COUNTS[item]


@pytest.mark.parametrize("item", COEFFICIENTS)
def test_better_and_worse(study, item):
    found = row(study, item)

    assert (found.better, found.worse) == pytest.approx(COEFFICIENTS[item], abs=5e-5)


@pytest.mark.parametrize(
    ("item", "kind", "clear"),
    [("q1", "M", True), ("q5", "I", False), ("q6", "O", False), ("q10", "A", True),
     ("q22", "M", True), ("q27", "A", True)],
)  # fmt: skip
def test_largest_class_and_fongs_test(study, item, kind, clear):
    assert (row(study, item).kind, row(study, item).clear) == (kind, clear)


@pytest.mark.parametrize(
    ("item", "functional", "dysfunctional", "continuous", "agree"),
    [("q1", 2.8351, 3.3351, "O", False), ("q27", 3.6546, 1.8814, "A", True)],
)
def test_continuous_means_and_whether_both_methods_agree(
    study, item, functional, dysfunctional, continuous, agree
):
    found = row(study, item)

    assert (found.functional, found.dysfunctional) == pytest.approx(
        (functional, dysfunctional), abs=5e-5
    )
    assert (found.continuous, found.agree) == (continuous, agree)


def test_no_wording_is_suspected(study):
    assert not any(r.wording for r in study.importance.kano)


def test_kanos_answers_are_no_ratings(study):
    assert study.gaps.items == study.scores.items == study.scores.dimensions == ()
    assert study.reliability.rows == study.distributions.rows == ()
    assert study.importance.asymmetry == ()
    assert [(m.battery, m.answered) for m in study.quality.missing] == [
        ("functional", 194 * 29),
        ("dysfunctional", 194 * 29),
    ]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Of 29 items, 8 count as must-be and 7 as attractive"),
        ("zh", "29 个题项中，8 个为必备型，7 个为魅力型"),
    ],
)
def test_a_report_of_kanos_questions_alone(study, tmp_path, language, title):
    path = tmp_path / "kano.html"
    sq.report(study, path, language=language)
    page = path.read_text(encoding="utf-8")

    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    assert heading == title
    assert 'id="by-dimension"' not in page
    assert 'id="exhibit-kano"' in page


def test_penalties_and_rewards_of_the_eight_dimensions(rated):
    rows = [r for r in rated.importance.asymmetry if r.level == "dimension"]

    assert {(r.outcome, r.battery, r.n, r.low_below, r.high_from) for r in rows} == {
        ("satisfaction", "satisfaction", 194, 4.0, 6.0)
    }
    assert [r.reward for r in rows] == pytest.approx(REWARD, abs=5e-5)
    assert [r.penalty for r in rows] == pytest.approx(PENALTY, abs=5e-5)
    assert tuple(r.n_reward for r in rows) == N_REWARD
    assert tuple(r.n_penalty for r in rows) == N_PENALTY


def test_the_kinds_of_the_eight_dimensions(rated):
    rows = [r for r in rated.importance.asymmetry if r.level == "dimension"]

    # eleven people are too few for a penalty; a high score that seems to cost stands for others
    assert [(r.kind, r.problem) for r in rows] == [
        ("", "too_few_low"),
        *[("undetermined", "")] * 4,
        ("penalty_dominant", ""),
        *[("undetermined", "")] * 2,
    ]


def test_a_reward_with_the_wrong_sign_has_no_asymmetry(rated):
    fifth = rated.importance.asymmetry[4]

    assert fifth.reward_high < 0
    assert fifth.asymmetry is None


def test_194_people_are_too_few_for_the_48_contrasts_of_24_items(rated):
    assert {r.level for r in rated.importance.asymmetry} == {"dimension"}
