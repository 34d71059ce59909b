"""A Study from sums alone: the same figures as from the answers, and what is left out is told."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.compared import _leaves
from servqual.errors import SettingsError
from servqual.scoring.gathering import Gathering, gather
from servqual.scoring.survey_summary import Asked

QUESTIONNAIRES = Path(__file__).resolve().parents[1] / "instruments"
BY = ("branch", "branch*age")
# the only keys that may differ: what holds people against each other or needs them one by one
DIFFERENT = {
    "importance asymmetry",
    "notes summed_asymmetry",
    "notes summed_quality",
    "notes summed_styles",
    "quality flags",
    "segments styles",
    "segments style_spreads",
    # without styles there is nothing to tell of groups of people
    *(
        f"segments {key}"
        for key in (
            *("asked", "battery", "n_not_placed", "n_placed"),
            *("tier_column", "tier_order", "tiers_asked"),
        )
    ),
}
NOT_ABSOLUTE = (
    *("duplicate", "near_copy", "average_run", "low_spread", "high_spread", "outlying"),
    *("even_odd", "synonyms", "antonyms", "fast_for_sample"),
)


def leaves(study):
    """Return every figure under the words that name it."""
    return dict(_leaves(json.loads(sq.to_json(study))))


def different(one, other, rel=0.0):
    """Return which figures of two studies differ."""
    a, b = leaves(one), leaves(other)
    return [key for key in {**a, **b} if not same(a.get(key), b.get(key), rel)]


def same(one, other, rel):
    if isinstance(one, float) and isinstance(other, float) and rel:
        return one == pytest.approx(other, rel=rel, abs=rel)
    return one == other


def top(key):
    return " ".join(key.split()[:2])


@pytest.fixture(scope="module")
def frame():
    frame = sq.simulate(n=330, seed=2).frame
    points = frame[[c for c in frame.columns if c.startswith("points_")]]
    frame = frame[points.sum(axis=1) == 100].head(300).reset_index(drop=True)
    frame.loc[frame.index[::19], "age"] = None
    # two people whom the rules for careless answering catch on both sides
    frame.loc[[3, 30], [c for c in frame.columns if c[0] in "EP" and c[1:].isdigit()]] = 4
    frame["w"] = np.random.default_rng(3).uniform(0.5, 2, len(frame)).round(3)
    return frame


@pytest.fixture(scope="module")
def answers(frame):
    return sq.read(frame.drop(columns="w"))


@pytest.fixture(scope="module")
def sums(answers):
    return gather(answers, Asked(by=BY))


@pytest.fixture(scope="module")
def study(sums):
    return sq.analyze(sums)


# -- the same figures ------------------------------------------------------------------------------


def test_a_study_from_sums_differs_where_it_is_said_and_nowhere_else(answers, study):
    found = different(sq.analyze(answers, by=BY), study)

    assert {top(key) for key in found} == DIFFERENT
    flags = [key.split() for key in found if key.startswith("quality flags")]
    assert {word for words in flags for word in words if word in NOT_ABSOLUTE}
    assert all(set(words) & set(NOT_ABSOLUTE) for words in flags)
    assert study.quality.n_suspect > 0
    assert study.quality.sensitivity


def test_under_weights_figures_agree_to_the_ninth_digit(frame):
    answers = sq.read(frame, weights="w")
    one, other = sq.analyze(answers, by="branch"), sq.analyze(gather(answers, Asked(by=BY[:1])))

    assert {top(key) for key in different(one, other, rel=1e-9)} <= DIFFERENT
    assert other.weighting.weights[0].lowest == pytest.approx(one.weighting.weights[0].lowest)


def test_weights_that_are_not_used_are_no_part_of_the_sums(frame):
    answers = sq.read(frame, weights="w")
    one = sq.analyze(answers, weights="")
    other = sq.analyze(gather(answers, Asked(weighted=False)))

    assert {top(key) for key in different(one, other)} <= DIFFERENT


@pytest.mark.parametrize("asked", [{"incomplete": "listwise"}, {"structure": "full"}])
def test_what_was_fixed_when_summing_gives_the_same_figures(answers, asked):
    one, other = sq.analyze(answers, **asked), sq.analyze(gather(answers, Asked(**asked)))

    assert {top(key) for key in different(one, other, rel=1e-9)} <= DIFFERENT
    assert other.settings.incomplete == asked.get("incomplete", "half")


@pytest.mark.parametrize(
    "name", ["kiosk_8x3.toml", "kiosk_kano.toml", "library_six.toml", "ward_direct.toml"]
)
def test_other_questionnaires_give_the_same_figures(name):
    form = sq.load_instrument(QUESTIONNAIRES / name)
    answers = sq.read(sq.simulate(n=120, instrument=form, seed=4).frame, form)
    one, other = sq.analyze(answers), sq.analyze(gather(answers))

    assert {top(key) for key in different(one, other, rel=1e-9)} <= DIFFERENT


def test_zones_of_tolerance_and_the_journey_come_from_sums_as_well():
    answers = sq.read(
        sq.simulate(n=120, instrument="library-three-level", seed=4).frame, "library-three-level"
    )
    stops = [
        {"id": f"s{k}", "name": {"en": f"Stop {k}"}, "items": list(items)}
        for k, items in enumerate(np.array_split(answers.instrument.item_ids, 3))
    ]
    form = answers.instrument.model_copy(
        update={"journey": [type_of_stop().model_validate(stop) for stop in stops]}
    )
    answers = replace(answers, instrument=form)
    one, other = sq.analyze(answers), sq.analyze(gather(answers))

    assert {top(key) for key in different(one, other, rel=1e-9)} <= DIFFERENT
    assert other.zone.rows == one.zone.rows
    assert other.journey.rows


def type_of_stop():
    from servqual.instrument import Touchpoint

    return Touchpoint


def test_any_cut_and_order_gives_the_same_bytes(answers, sums, study):
    rng = np.random.default_rng(5)
    gathering = Gathering(Asked(by=BY))
    for places in np.array_split(rng.permutation(len(answers)), 7):
        block = answers.take(places)
        n = len(block)
        gathering.add(replace(block, source=replace(block.source, rows=n, respondents=n)))
    found = replace(gathering.summary(), notes=sums.notes)

    assert sq.to_json(sq.analyze(found)) == sq.to_json(study)


# -- what was asked for ----------------------------------------------------------------------------


def test_by_default_all_breakdowns_are_told_and_some_may_be_chosen(sums, study):
    some = sq.analyze(sums, by="Branch")

    assert study.groups.columns == BY
    assert some.groups.columns == ("branch",)
    assert some.groups.of("branch").groups == study.groups.of("branch").groups


def test_a_side_of_two_that_are_crossed_is_there_as_well(sums):
    assert sq.analyze(sums, by="age").groups.columns == ("age",)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"by": "colour"}, "no breakdown by 'colour'. Held: branch, branch"),
        ({"outcome": "intention"}, "outcome: 'intention' was asked for"),
        ({"incomplete": "listwise"}, "incomplete: 'listwise' was asked for"),
        ({"structure": "full"}, "structure: 'full' was asked for.*structure=, --full"),
        ({"weights": "w"}, "weights: 'w' was asked for"),
        ({"incomplete": "impute"}, "multiple imputation needs the answers one by one"),
        ({"segments": "auto"}, "segments: segments need the answers one by one"),
        ({"tiers": "age"}, "member tiers need the answers"),
        ({"exclude": "suspect"}, "whom to leave out needs the answers"),
        ({"comments": "c.csv"}, "printed comments need the answers"),
        ({"design": "d.toml"}, "a design of the sample needs the answers"),
        ({"facts": sq.SampleFacts(invited=20)}, "invited is 20, but 300 people answered"),
        ({"crosswalk": "x.toml"}, "a crosswalk says what changed"),
        ({"sesoi": 9.0}, "smallest gap of interest is 9"),
    ],
)
def test_what_sums_cannot_give_is_refused_with_the_remedy(sums, asked, words):
    with pytest.raises(SettingsError, match=words):
        sq.analyze(sums, **asked)


def test_what_was_fixed_may_be_said_again(sums, study):
    again = sq.analyze(
        sums, by=BY, outcome="", incomplete="half", structure="core", weights="", seed=1
    )

    assert sq.to_json(again) == sq.to_json(study)


def test_the_wave_before_stands_beside_sums(answers, study, tmp_path):
    path = tmp_path / "before.json"
    path.write_text(sq.to_json(study), encoding="utf-8")
    found = sq.analyze(gather(answers), before=path)

    assert found.before is not None
    assert different(found, sq.analyze(answers, before=path)) != []
    assert found.before == sq.analyze(answers, before=path).before


def test_each_part_that_is_left_out_leaves_one_note(study):
    codes = [code for code in study.notes.codes() if code.startswith("summed_")]

    assert sorted(codes) == ["summed_asymmetry", "summed_quality", "summed_styles"]
    assert all(note.say("zh") != note.say("en") for note in study.notes if note.code in codes)


# -- any size --------------------------------------------------------------------------------------


def test_billions_of_people_are_as_quickly_told_as_hundreds():
    form = sq.load_instrument(QUESTIONNAIRES / "kiosk_8x3.toml")
    found = gather(sq.read(sq.simulate(n=200, instrument=form, seed=4).frame, form))
    # people kept one by one for resampling have their own tests
    powers = {name: own.coarser(0) for name, own in found.total.powers.items()}
    found = replace(found, total=replace(found.total, powers=powers, drawn=None))
    for _ in range(24):
        found = found + found
    study = sq.analyze(found)

    assert len(found) == 200 * 2**24 > 2**31
    assert study.sample.respondents == len(found)
    assert study.gaps.row("unweighted").n > 2**31
    assert json.loads(sq.to_json(study))["sample"]
