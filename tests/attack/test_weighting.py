"""Weights and design: nothing hidden in a breakdown comes back in what is told of the weights."""

import json
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.importer.design import design_from
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.made import responses

SIZES = {"North": 60, "South": 40, "East": 12, "West": 4}
TOLD = {
    "weights": {"rake": ["branch"]},
    "customers": {"branch": {"North": 40, "South": 40, "East": 13, "West": 7}},
}


@pytest.fixture(scope="module")
def study():
    rng = np.random.default_rng(2)
    n = sum(SIZES.values())
    branch = np.repeat(np.array(list(SIZES), dtype=object), list(SIZES.values()))
    made = responses(rng.integers(5, 8, (n, 22)), rng.integers(2, 8, (n, 22)))
    return sq.analyze(
        replace(made, people={"branch": branch}), by="branch", design=design_from(TOLD)
    )


def rows(study):
    return json.loads(sq.to_json(study))["weighting"]["margins"]


def test_the_size_of_a_hidden_group_is_told_nowhere(study):
    hidden = {g.group for g in study.groups.groups if not g.shown}

    assert hidden == {"East", "West"}
    for row in rows(study):
        if hidden & set(row["group"].split(" + ")):
            assert (row["n"], row["share_answers"], row["share_before"]) == (None, None, None)


def test_shares_of_those_who_answered_leave_a_hidden_group_open(study):
    open_share = 1 - sum(r["share_answers"] for r in rows(study) if r["share_answers"] is not None)

    # what is left over holds every hidden group together
    assert open_share * sum(SIZES.values()) == pytest.approx(SIZES["East"] + SIZES["West"])


def test_groups_too_small_to_be_shown_share_one_weight(study):
    # two means of the same people, with and without weights, are two equations for two groups
    assert [r["group"] for r in rows(study)] == ["North", "South", "East + West"]


def test_no_chart_draws_a_hidden_group(study):
    page = render_html(study, ReportOptions(date="2026-05-31"))
    start = page.index('id="exhibit-weighting-margins"')
    exhibit = page[start : page.index('id="exhibit-weighting-effects"')]

    assert "North" in exhibit
    assert "East + West" in exhibit  # its share of the customers, who are no respondents
    assert ">16<" not in exhibit
    assert ">12<" not in exhibit
