"""Nobody can be picked out of the tables of a thesis: the attacks of the report, on its edition."""

import json
import re

import numpy as np
import pytest

from servqual import analyze, to_json
from servqual.disclosure import decimals
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.test_attack import survey

CASES = {
    "two small": {"Amber Gate": 40, "Birch Hall": 22, "Cedar Row": 4, "Dune End": 7, "": 2},
    "one small": {"Amber Gate": 35, "Birch Hall": 30, "Cedar Row": 12, "Dune End": 3},
    "agreed": {"Amber Gate": 14, "Birch Hall": 33, "Cedar Row": 31},
}


@pytest.fixture(scope="module", params=CASES)
def attacked(request):
    ceiling = ("Amber Gate",) if request.param == "agreed" else ()
    answers = survey(CASES[request.param], missing=0.02, ceiling=ceiling)
    study = analyze(answers, by="branch", structure="full")
    page = render_html(study, ReportOptions(style="thesis", date="2026-05-31"))
    return answers, study, page


def test_a_hidden_group_is_named_in_no_table(attacked):
    _, study, page = attacked
    hidden = [g.group for g in study.groups.groups if not g.shown and g.group]
    told = json.loads(to_json(study))["thesis"]

    assert not [name for name in hidden if re.search(rf"\b{re.escape(name)}\b", page)]
    assert not [name for name in hidden if name in json.dumps(told)]


def test_what_a_total_leaves_is_nobody_or_enough_people(attacked):
    _, study, _ = attacked
    thesis = study.thesis
    for v in thesis.variables:
        rows = [m for m in thesis.means if m.id == v.id and m.source in (thesis.battery, "outcome")]
        rest = v.n - sum(m.n for m in rows)

        assert not rows or rest == 0 or rest >= study.settings.min_cell
        assert all(m.n >= study.settings.min_cell for m in rows)


def test_means_of_groups_are_rounded(attacked):
    _, study, _ = attacked
    found = study.thesis.means

    assert all(m.mean == round(m.mean, decimals(m.n)) for m in found)
    assert all(m.sd == round(m.sd, decimals(m.n)) for m in found)


def test_a_group_in_which_everybody_agrees_is_not_shown(attacked):
    answers, study, _ = attacked
    for m in study.thesis.means:
        if m.n < 30 and m.source == study.thesis.battery:
            people = answers.people["branch"].astype(str) == m.group

            assert m.sd > 0, (m.group, int(np.sum(people)))
