"""Direct disconfirmation: people compare with what they expected, and the gap is to the middle."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.instrument import parse_instrument
from servqual.settings import ReportOptions
from servqual.writer.sections import build
from servqual.writer.view import View

WARD = str(Path(__file__).resolve().parents[1] / "instruments" / "ward_direct.toml")


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """Return the path of a survey of 40 people, some answers missing."""
    frame = sq.simulate(n=40, seed=3, instrument=sq.load_instrument(WARD)).frame
    path = tmp_path_factory.mktemp("ward") / "ward.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def people(survey):
    return sq.read(survey, instrument=WARD)


@pytest.fixture(scope="module")
def study(people):
    return sq.analyze(people)


def changed(**tables):
    """Return what the small questionnaire says with some of it changed."""
    whole = sq.load_instrument(WARD).model_dump(exclude_none=True, exclude_defaults=True)
    return whole | tables


# -- numbers ---------------------------------------------------------------------------------------


def test_a_gap_is_the_answer_minus_the_middle_of_the_scale(people, study):
    codes = people.ratings["direct"][:, 0]
    given = codes[codes > 0].astype(float)
    row = study.gaps.row("q1")

    assert (row.of, row.minus, row.n) == ("direct", "midpoint", len(given))
    assert (row.mean_of, row.mean_minus) == pytest.approx((given.mean(), 3.0))
    assert row.gap == pytest.approx(given.mean() - 3)
    assert row.share_met == pytest.approx((given >= 3).mean())


def test_the_size_of_an_effect_is_in_the_one_spread_that_there_is(people, study):
    codes = people.ratings["direct"][:, 0]
    given = codes[codes > 0].astype(float)
    row = study.gaps.row("q1")

    assert (row.d_av, row.d_z) == pytest.approx(((given.mean() - 3) / given.std(ddof=1),) * 2)


def test_reversed_items_are_turned_before_the_middle_is_taken_off(people):
    turned = people.instrument.model_copy(
        update={
            "items": [
                item.model_copy(update={"reverse": item.id == "q1"})
                for item in people.instrument.items
            ]
        }
    )
    gap = sq.analyze(replace(people, instrument=turned)).gaps.row("q1").gap

    assert gap == pytest.approx(-sq.analyze(people).gaps.row("q1").gap)


def test_half_points_have_a_middle_too():
    form = parse_instrument(changed(scale={"min": 1, "max": 4, "parts": 2}), "ward")

    assert form.scale.middle == 5
    assert form.scale.value_of(5) == 2.5


def test_answers_and_gaps_are_not_examined_twice(study):
    assert {row.battery for row in study.reliability.rows} == {"direct"}
    assert {row.source for row in study.structure.factors} == {"direct"}


def test_the_simulated_truth_is_held_against_the_middle():
    truth = sq.simulate(n=5, seed=1, instrument=sq.load_instrument(WARD)).truth

    np.testing.assert_allclose(truth.items["gap"], truth.items["direct"] - 3)


def test_what_if_raises_those_below_what_they_expected(study):
    found = study.what_if("q5", by=1, who="below_expectation")

    assert 0 <= found.row("item").change <= 1


# -- files -----------------------------------------------------------------------------------------


def test_results_follow_the_schema_and_can_be_verified(survey, study, tmp_path):
    path = tmp_path / "ward.results.json"
    path.write_text(sq.to_json(study), encoding="utf-8")
    schema = data_folder("reports") / "results.schema.json"
    jsonschema.validate(json.loads(path.read_text("utf-8")), json.loads(schema.read_text("utf-8")))

    assert sq.verify(path, survey, instrument=WARD).differences == ()


@pytest.mark.slow
def test_the_second_opinion_agrees(survey, study, tmp_path):
    path = tmp_path / "ward.results.json"
    path.write_text(sq.to_json(study), encoding="utf-8")
    found = sq.verify(path, survey, instrument=WARD, second_opinion=True)

    assert found.opinions
    assert [row.figure for row in found.opinions if not row.agrees] == []


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"scale": {"min": 1, "max": 4}},
            "gaps[gap]: a scale from 1 to 4 has no middle answer to hold against; take one with an "
            "odd number of answers",
        ),
        (
            {"batteries": [{"name": "midpoint", "label": {"en": "Middle"}}]},
            "batteries[midpoint]: the name stands for the middle of a scale in gaps; take another",
        ),
        (
            {
                "gaps": [
                    {"name": "gap", "of": "direct", "minus": "midpoint"},
                    {"name": "other", "of": "direct", "minus": "midpoint"},
                ]
            },
            "gaps: only one of them can be held against 'midpoint'",
        ),
    ],
)
def test_what_cannot_be_held_against_a_middle_is_refused(tables, said):
    with pytest.raises(sq.InstrumentError) as caught:
        parse_instrument(changed(**tables), "ward")

    assert said in str(caught.value)


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "compared with what people expected, the answers average"),
        ("zh", "与原先的期望相比，平均评分"),
    ],
)
def test_the_report_speaks_of_what_people_expected_and_never_of_a_battery(study, language, said):
    text = str(build(View(study, ReportOptions(language=language))))

    assert said in text
    assert "“midpoint”" not in text
