"""The matrix, its probabilities, rankings and indices against R's boot: reference/priorities.R."""

import pytest

from servqual.instrument import Instrument
from servqual.responses import Responses
from servqual.results import PROBABILITY_KEYS
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.study import build_study
from servqual.study.build import Origin
from tests.made import reference_responses, reference_rows

RULES = ("grand_mean", "median", "midpoint")
RANKINGS = {
    "gap": "gap",
    "performance": "satisfaction",
    "importance": "importance",
    "diagonal": "satisfaction",
    "opportunity": "satisfaction",
    "pgcv": "satisfaction",
}


def as_importance(answers: Responses) -> Responses:
    """Return the ratings of expectation and perception as importance and satisfaction."""
    ids = answers.instrument.item_ids
    form = Instrument.model_validate(
        {
            "id": "rated",
            "version": "1",
            "title": {"en": "Items"},
            "source": "made up",
            "wording": "own",
            "expectation_type": "will",
            "overall": "items",
            "service": {"en": "service"},
            "scale": {"min": 1, "max": 7},
            "batteries": [
                {"name": name, "label": {"en": name}} for name in ("importance", "satisfaction")
            ],
            "gaps": [{"name": "gap", "of": "satisfaction", "minus": "importance"}],
            "dimensions": [{"id": "all", "name": {"en": "All"}}],
            "items": [{"id": i, "dimension": "all", "topic": {"en": i}} for i in ids],
        }
    )
    ratings = {
        "importance": answers.ratings["expectation"],
        "satisfaction": answers.ratings["perception"],
    }
    return Responses(form, ratings, answers.rows, answers.source)


@pytest.fixture(scope="module")
def priorities():
    answers = as_importance(reference_responses())
    origin = Origin("made.csv", "0" * 64, len(answers), len(answers), 0)
    summary = summarize(answers, powers=True)
    return build_study(summary, answers.instrument, Settings(), origin).priorities


@pytest.fixture(scope="module")
def expected():
    return {row["item"]: row for row in reference_rows("priorities.csv")}


def test_r_gives_the_same_points(priorities, expected):
    for row in priorities.items:
        theirs = expected[row.item]
        assert row.importance == pytest.approx(float(theirs["importance"]), rel=1e-9)
        assert row.performance == pytest.approx(float(theirs["performance"]), rel=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_r_gives_the_same_quadrants(priorities, expected, rule):
    rows = [r for r in priorities.stability if (r.rule, r.axis) == (rule, "raw")]

    assert len(rows) == 22
    for row in rows:
        theirs = expected[row.item]
        assert PROBABILITY_KEYS[row.quadrant] == theirs[f"quadrant.{rule}"], row.item


@pytest.mark.parametrize("rule", RULES)
def test_boot_gives_the_same_probabilities(priorities, expected, rule):
    rows = [r for r in priorities.stability if (r.rule, r.axis) == (rule, "raw")]

    for row in rows:
        key = PROBABILITY_KEYS[row.quadrant]
        theirs = float(expected[row.item][f"{key}.{rule}"])
        assert row.probability == pytest.approx(theirs, abs=0.04), row.item


def test_boot_gives_the_same_four_probabilities_of_the_leading_matrix(priorities, expected):
    for row in priorities.items:
        theirs = {key: float(expected[row.item][f"{key}.grand_mean"]) for key in row.probability}
        assert dict(row.probability) == pytest.approx(theirs, abs=0.04), row.item


@pytest.mark.parametrize("ranking", RANKINGS)
def test_r_gives_the_same_values_and_ranks(priorities, expected, ranking):
    rows = priorities.ranking(ranking, RANKINGS[ranking])

    assert len(rows) == 22
    for row in rows:
        theirs = expected[row.id]
        assert row.value == pytest.approx(float(theirs[f"value.{ranking}"]), abs=1e-9), row.id
        assert row.rank == int(theirs[f"rank.{ranking}"]), row.id


@pytest.mark.parametrize("ranking", RANKINGS)
def test_boot_gives_the_same_limits_of_ranks(priorities, expected, ranking):
    for row in priorities.ranking(ranking, RANKINGS[ranking]):
        theirs = expected[row.id]
        assert abs(row.rank_low - int(theirs[f"low.{ranking}"])) <= 1, row.id
        assert abs(row.rank_high - int(theirs[f"high.{ranking}"])) <= 1, row.id


def test_boot_gives_the_same_satisfaction_index(priorities):
    (theirs,) = reference_rows("priorities_index.csv")
    (ours,) = priorities.csi

    assert ours.index == pytest.approx(float(theirs["csi"]), rel=1e-9)
    assert (ours.ci_low, ours.ci_high) == pytest.approx(
        (float(theirs["low"]), float(theirs["high"])), abs=0.1
    )
