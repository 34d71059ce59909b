"""Every detector of methods 9.2 fires on its planted fault, with evidence, and is silent else."""

import csv
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from servqual.catalog import load_instrument
from servqual.quality import reading_suspicions
from servqual.responses import Responses
from servqual.scoring import summarize
from servqual.simulate import simulate
from servqual.statistics.keying import opposed_items
from tests import planted
from tests.planted import careful, codes_of, noticed, survey, with_ratings

START = 1.7e9
ZONE = {
    "batteries": [
        {"name": name, "label": {"en": name}} for name in ("minimum", "desired", "perception")
    ],
    "gaps": [
        {"name": "adequacy", "of": "perception", "minus": "minimum"},
        {"name": "superiority", "of": "perception", "minus": "desired"},
    ],
    "expectation_type": None,
    "reversed_form": None,
}


def zone_of_tolerance():
    """Return SERVQUAL's items asked for the minimum, the desired and the perceived level."""
    form = load_instrument("servqual")
    table = form.model_dump()
    table["items"] = [item | {"wording": {}} for item in table["items"]]
    return type(form).model_validate(table | ZONE)


def moments(n, seed=1):
    """Return when people finished, by themselves over a fortnight."""
    return np.floor(START + np.random.default_rng(seed).uniform(0, 14 * 86400, n))


def turned_round(answers: Responses, who: np.ndarray) -> Responses:
    """Return answers whose scale was turned round for some people."""
    ratings = {
        battery: np.where(who[:, None] & (codes >= 1), 8 - codes, codes).astype(np.int16)
        for battery, codes in answers.ratings.items()
    }
    return with_ratings(answers, **ratings)


# -- one planted fault each ------------------------------------------------------------------------


def reversed_item() -> Responses:
    answers = survey()
    perception = answers.ratings["perception"].copy()
    there = perception[:, 6] >= 1
    perception[there, 6] = 8 - perception[there, 6]
    return with_ratings(answers, perception=perception)


def form_of_1988_read_straight() -> Responses:
    straight = replace(survey(instrument="servqual-1988"), instrument=load_instrument("servqual"))
    return straight


def turned_twice() -> Responses:
    answers = survey(instrument="servqual-1988")
    return with_ratings(
        answers,
        **{
            battery: np.where(
                [answers.instrument.is_reversed(i, battery) for i in answers.instrument.item_ids],
                np.where(codes >= 1, 8 - codes, codes),
                codes,
            ).astype(np.int16)
            for battery, codes in answers.ratings.items()
        },
    )


def swapped_batteries() -> Responses:
    answers = survey()
    e, p = answers.ratings["expectation"], answers.ratings["perception"]
    return with_ratings(answers, expectation=p, perception=e)


def zone_upside_down() -> Responses:
    answers = survey(instrument=zone_of_tolerance())
    low, high = answers.ratings["minimum"], answers.ratings["desired"]
    return with_ratings(answers, minimum=high, desired=low)


def copied_battery() -> Responses:
    answers = survey()
    return with_ratings(answers, perception=answers.ratings["expectation"].copy())


def five_points_read_as_seven() -> Responses:
    form = load_instrument("servqual")
    return replace(survey(instrument=form.with_scale(1, 5)), instrument=form)


def top_never_used() -> Responses:
    answers = survey()
    capped = np.minimum(answers.ratings["perception"], 6)
    return with_ratings(answers, perception=capped.astype(np.int16))


def items_on_five_points() -> Responses:
    form = load_instrument("servqual")
    short = survey(instrument=form.with_scale(1, 5)).ratings["perception"]
    answers = survey()
    mixed = np.hstack([answers.ratings["perception"][:, :13], short[:, 13:]])
    return with_ratings(answers, perception=mixed)


def mirrored_branch() -> Responses:
    answers = survey()
    return turned_round(answers, answers.people["branch"] == "University")


def branch_on_five_points() -> Responses:
    short = survey(instrument=load_instrument("servqual").with_scale(1, 5))
    answers = survey()
    there = (answers.people["branch"] == "University")[:, None]
    ratings = {b: np.where(there, short.ratings[b], codes) for b, codes in answers.ratings.items()}
    return with_ratings(answers, **ratings)


def row_numbers_as_weights() -> Responses:
    return replace(survey(), weights=np.arange(1.0, 401), weights_name="id")


def weights_far_apart() -> Responses:
    weights = np.ones(400)
    weights[3] = 250.0
    return replace(survey(), weights=weights, weights_name="w")


def answers_in_a_burst() -> Responses:
    finished = moments(400)
    finished[:12] = START + 3e5 + np.arange(12)
    return replace(survey(), finished=finished)


def filled_in_for_others() -> Responses:
    answers = careful()
    expectation, perception = (answers.ratings[b].copy() for b in ("expectation", "perception"))
    for copy in (101, 202, 303):
        expectation[copy], perception[copy] = expectation[5], perception[5]
        perception[copy, copy % 22] = perception[5, copy % 22] % 7 + 1
    return with_ratings(answers, expectation=expectation, perception=perception)


PLANTED: dict[str, Callable[[], Responses]] = {
    "items_against_battery_suspected": reversed_item,
    "reversed_wording_suspected": form_of_1988_read_straight,
    "turned_twice_suspected": turned_twice,
    "batteries_swapped_suspected": swapped_batteries,
    "minimum_above_desired_suspected": zone_upside_down,
    "battery_copied_suspected": copied_battery,
    "scale_length_suspected": five_points_read_as_seven,
    "scale_top_unused": top_never_used,
    "two_scale_lengths_suspected": items_on_five_points,
    "group_mirrored_suspected": mirrored_branch,
    "group_scale_suspected": branch_on_five_points,
    "weights_running_number_suspected": row_numbers_as_weights,
    "weights_far_apart": weights_far_apart,
    "finished_in_bursts": answers_in_a_burst,
    "near_copies": filled_in_for_others,
}


def demo(seed: int) -> Callable[..., Responses]:
    def clean(shared_data) -> Responses:
        del shared_data
        weights = np.exp(np.random.default_rng(seed).normal(0, 0.5, 400))
        return replace(survey(seed=seed), finished=moments(400, seed), weights=weights)

    return clean


CLEAN: dict[str, Callable[..., Responses]] = {
    "demo": demo(1),
    "demo-2": demo(2),
    "demo-3": demo(3),
    "kiosk": planted.kiosk,
    "bank": planted.bank,
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_detector_fires_on_its_planted_fault(code):
    assert code in codes_of(PLANTED[code]())


@pytest.fixture(scope="module")
def found_in_clean(request):
    found: dict[str, list[str]] = {}

    def find(name: str) -> list[str]:
        if name not in found:
            local = name.startswith("demo")
            shared = None if local else request.getfixturevalue("shared_data")
            found[name] = codes_of(CLEAN[name](shared))
        return found[name]

    return find


@pytest.mark.parametrize("clean", CLEAN)
@pytest.mark.parametrize("code", PLANTED)
def test_a_detector_is_silent_on_clean_data(code, clean, found_in_clean):
    assert code not in found_in_clean(clean)


@pytest.mark.parametrize("clean", CLEAN)
def test_no_detector_at_all_speaks_on_clean_data(clean, found_in_clean):
    assert found_in_clean(clean) == []


# -- evidence --------------------------------------------------------------------------------------


def the_note(answers, code):
    return next(note for note in noticed(answers) if note.code == code)


def test_a_reversed_item_is_named_with_its_correlation():
    note = the_note(reversed_item(), "items_against_battery_suspected")

    assert (note.values["items"], note.values["battery"]) == ("q7", "perception")
    assert float(note.values["r"]) < -0.2
    assert note.text.startswith("In “perception” the item q7 runs against the rest (r = -0.")


def test_the_first_item_of_bfi_runs_against_its_scale(shared_data):
    with (shared_data / "psychometrics" / "bfi.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    names = [f"A{i}" for i in range(1, 6)]
    given = np.array([[int(row[name] or -101) for name in names] for row in rows])
    note = the_note(planted.of_items(names, given, 6), "items_against_battery_suspected")

    assert note.values["items"] == "a1"
    assert note.values["r"] == "-0.31"


def test_chance_alone_accuses_no_item():
    rng = np.random.default_rng(3)
    names = [f"q{i}" for i in range(1, 13)]
    accused = 0
    for _ in range(40):  # items that have nothing in common at all
        answers = planted.of_items(names, rng.integers(1, 8, (40, 12)), 7)
        accused += "items_against_battery_suspected" in codes_of(answers)

    assert accused <= 12


def test_fewer_than_ten_people_accuse_no_item():
    answers = reversed_item().take(np.arange(9))

    assert "items_against_battery_suspected" not in codes_of(answers)


def hotel(shared_data) -> Responses:
    names = [f"v{i}" for i in range(1, 6)]
    path = shared_data / "spss" / "hotel_numeric.csv"
    given = np.loadtxt(path, delimiter=",", skiprows=1, dtype=np.int16)
    return planted.of_items(names, given, 5)


def test_seventeen_guests_name_the_item_that_runs_against_the_others(shared_data):
    note = the_note(hotel(shared_data), "items_against_battery_suspected")

    assert (note.values["items"], note.values["people"]) == ("v3", 17)
    assert "write reverse = true under this item" in note.text


def test_items_against_each_other_half_and_half_are_all_named():
    answers = careful(60, "servperf")
    codes = answers.ratings["perception"][:, :6].copy()
    codes[:, 3:] = 8 - codes[:, 3:]
    note = the_note(
        planted.of_items([f"q{i}" for i in range(1, 7)], codes, 7),
        "items_against_battery_suspected",
    )

    assert note.values["items"] == "q4, q5, q6"


@pytest.mark.parametrize("n", [12, 20, 29])
@pytest.mark.parametrize("instrument", ["servqual", "servperf"])
def test_small_demos_accuse_no_item(n, instrument):
    for seed in range(1, 9):
        answers = survey(n, instrument, seed=seed)
        suspicions = reading_suspicions(summarize(answers), answers.instrument)

        assert [note.code for note in suspicions if "against" in note.code] == []


def test_unrelated_items_of_few_people_accuse_nobody_in_a_hundred_surveys():
    rng = np.random.default_rng(7)
    covariances = [np.cov(rng.normal(size=(20, 12)).T) for _ in range(300)]
    accused = [c for c in covariances if min(opposed_items(c, 20).values(), default=0) < -0.67]

    assert len(accused) < 3


def two_items_left(outside: int, inside: int) -> Responses:
    """Return a survey of which a few items are left, those of the 1988 form turned round."""
    answers = careful(200, "servperf")
    form = load_instrument("servqual")
    known = form.reversed_form.items[:inside]
    plain = [i for i in form.item_ids if i not in form.reversed_form.items][:outside]
    kept = [i for i in form.item_ids if i in known or i in plain]
    codes = answers.ratings["perception"][:, [form.item_ids.index(i) for i in kept]].copy()
    turned = [kept.index(i) for i in known]
    codes[:, turned] = 8 - codes[:, turned]
    form = form.without_items([i for i in form.item_ids if i not in kept])
    return replace(answers, instrument=form, ratings={"expectation": codes, "perception": codes})


@pytest.mark.parametrize(("outside", "inside"), [(0, 2), (1, 2), (5, 2), (2, 5)])
def test_the_form_of_1988_is_not_suspected_of_a_few_items(outside, inside):
    assert "reversed_wording_suspected" not in codes_of(two_items_left(outside, inside))


def test_the_form_of_1988_is_suspected_of_three_items_against_three():
    assert "reversed_wording_suspected" in codes_of(two_items_left(3, 3))


def test_a_copied_battery_is_told_with_its_pairs():
    note = the_note(copied_battery(), "battery_copied_suspected")

    assert note.values["n"] == 400 * 22 - int((survey().ratings["expectation"] < 1).sum())


def test_one_differing_answer_is_no_copy_of_a_battery():
    answers = copied_battery()
    perception = answers.ratings["perception"].copy()
    perception[0, 0] = 1 if perception[0, 0] != 1 else 2

    assert "battery_copied_suspected" not in codes_of(with_ratings(answers, perception=perception))


def test_items_on_a_shorter_scale_are_named():
    note = the_note(items_on_five_points(), "two_scale_lengths_suspected")

    assert note.values["items"] == "q14, q15, q16, q17, q18, q19, q20, q21, q22"
    assert (note.values["short"], note.values["high"]) == (5, 7)


def test_a_mirrored_branch_is_named_with_its_mean():
    note = the_note(mirrored_branch(), "group_mirrored_suspected")

    assert (note.values["column"], note.values["group"]) == ("branch", "University")
    assert float(note.values["own"]) < 4 < float(note.values["others"])
    assert float(note.values["r"]) < -0.8


def test_a_branch_that_serves_badly_is_not_called_mirrored():
    answers = survey()
    there = (answers.people["branch"] == "University")[:, None]
    codes = answers.ratings["perception"]
    worse = np.where(there & (codes >= 1), np.maximum(codes - 3, 1), codes).astype(np.int16)

    assert codes_of(with_ratings(answers, perception=worse)) == []


def test_a_branch_on_a_shorter_scale_is_named():
    note = the_note(branch_on_five_points(), "group_scale_suspected")

    assert (note.values["group"], note.values["short"]) == ("University", 5)


def test_weights_far_apart_are_told_with_their_ratio():
    note = the_note(weights_far_apart(), "weights_far_apart")

    assert note.text == (
        "The largest weight in column “w” is 250 times the smallest (1 to 250); one person carries "
        "38.5% of the total. Consider trimming the weights."
    )


def test_a_burst_is_told_with_its_size():
    note = the_note(answers_in_a_burst(), "finished_in_bursts")

    assert note.text == (
        "12 people finished in bursts of answers within seconds of each other (1 in all; the "
        "largest: 12 answers within 11 seconds), which chance does not give at this pace. Answers "
        "may have been filled in for others."
    )


def test_near_copies_are_counted_with_their_original():
    assert the_note(filled_in_for_others(), "near_copies").values["n"] == 4


def test_near_copies_tell_whether_they_came_together():
    finished = moments(400)
    finished[[5, 101, 202]] = START + 3e5 + np.array([0, 20, 45])
    note = the_note(replace(filled_in_for_others(), finished=finished), "near_copies_timed")

    assert (note.values["n"], note.values["together"]) == (4, 3)


def test_very_many_people_are_not_compared_pair_by_pair_and_a_note_says_so(monkeypatch):
    for part in ("indices", "noticed"):
        monkeypatch.setattr(f"servqual.quality.{part}.MOST_COMPARED", 300)

    assert codes_of(filled_in_for_others()) == ["near_copies_not_sought"]


def test_people_who_all_praise_everything_are_no_copies():
    answers = careful()
    seven = np.full((400, 22), 7, dtype=np.int16)
    rng = np.random.default_rng(1)
    seven[rng.random((400, 22)) < 0.08] = 6

    assert "near_copies" not in codes_of(with_ratings(answers, expectation=seven, perception=seven))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", [*PLANTED])
def test_every_note_can_be_said(code, language):
    text = the_note(PLANTED[code](), code).say(language)

    assert "{" not in text
    assert text.endswith("." if language == "en" else "。")


def test_other_simulated_surveys_are_clean_too():
    found = [codes_of(careful(seed=seed, instrument="servperf")) for seed in range(1, 4)]

    assert found == [[], [], []]
    assert len(simulate(3)) == 3
