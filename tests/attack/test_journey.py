"""An attacker who breaks a survey down looks for hidden groups along the journey."""

import json
from dataclasses import replace

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.analysis.journey import with_journey
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_json
from tests.made import responses

POINTS = [
    {"id": "arrive", "name": {"en": "Arriving"}, "items": ["q1", "q2", "q3"]},
    {"id": "handle", "name": {"en": "Handling"}, "stage": "back", "items": ["q5", "q7", "q8"]},
]
PLACES = ([0, 1, 2], [4, 6, 7])
SIZES = {"Amber Gate": 25, "Birch Hall": 20, "Cedar Row": 4, "Dune End": 7}


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(3)
    n = sum(SIZES.values())
    branch = np.repeat(np.array(list(SIZES), dtype=object), list(SIZES.values()))
    rated = responses(rng.integers(5, 8, (n, 22)), rng.integers(2, 8, (n, 22)))
    return replace(rated, people={"branch": branch})


@pytest.fixture(scope="module")
def study(answers):
    return analyze(answers, by="branch", journey=POINTS)


def floats(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from floats(part)


def test_the_journey_is_the_same_with_a_breakdown_and_without(study, answers):
    plain = replace(answers, people={})

    assert study.journey.rows == with_journey(study, (plain,), POINTS).journey.rows
    assert [g.group for g in study.groups.groups if not g.shown] == ["Cedar Row", "Dune End"]


@pytest.mark.parametrize("group", list(SIZES))
def test_no_figure_of_one_group_alone_stands_along_the_journey(study, answers, group):
    """Neither of a group, nor of all the others, from which it could be taken away."""
    inside = answers.people["branch"] == group
    gaps = (answers.ratings["perception"] - answers.ratings["expectation"]).astype(float)
    found = list(floats(json.loads(to_json(study))["journey"]))

    for people in (inside, ~inside):
        for places in PLACES:
            own = gaps[people][:, places].mean()
            assert not any(abs(own - value) < 1e-9 for value in found)


def test_no_group_is_named_in_the_section(study):
    page = render_html(study, ReportOptions(date="2026-05-31"))
    section = page.split('<section id="journey"')[1].split("</section>")[0]

    assert "Handling" in section
    assert not any(name in section for name in SIZES)
