"""An attacker who knows the operational figures looks for what the survey hides about units."""

import html
import json
from dataclasses import replace

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_json
from tests.made import responses

SIZES = {"Amber Gate": 45, "Birch Hall": 32, "Cedar Row": 22, "Dune End": 12, "Elm Yard": 6}
HIDDEN = ("Dune End", "Elm Yard")
HEAD = "branch,measure,value,target,period,dimension,direction,kind,opportunities"


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(4)
    n = sum(SIZES.values())
    branch = np.repeat(np.array(list(SIZES), dtype=object), list(SIZES.values()))
    rated = responses(rng.integers(5, 8, (n, 22)), rng.integers(2, 8, (n, 22)))
    return replace(rated, people={"branch": branch})


@pytest.fixture(scope="module")
def study(answers, tmp_path_factory):
    lines = [HEAD]
    for k, name in enumerate(SIZES):
        lines += [
            f"{name},Wait,{31.25 + k},30,2026-1,responsiveness,lower,sla,",
            f"{name},Kept,{901 + k},95%,2026-1,reliability,higher,kpi,1009",
            f"{name},Complaints,{17 + 100 * k},,2026-1,empathy,,complaints,",
        ]
    path = tmp_path_factory.mktemp("attack") / "operations.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return analyze(answers, by="branch", operations=path)


@pytest.fixture(scope="module")
def told(study):
    return json.loads(to_json(study))["operations"]


def test_a_hidden_unit_has_no_row_no_figure_and_no_part_in_a_total(study, told):
    shown = [name for name in SIZES if name not in HIDDEN]

    assert {g.group for g in study.groups.groups if not g.shown} == set(HIDDEN)
    assert {row["unit"] for row in told["standards"]} == set(shown)
    assert not [name for name in HIDDEN if name in json.dumps(told)]
    kept = next(m for m in told["measures"] if m["measure"] == "Kept")
    assert (kept["opportunities"], kept["defects"]) == (3 * 1009, 3 * 1009 - (901 + 902 + 903))
    assert told["complaints"][0]["count"] == 17 + 117 + 217


def test_gaps_beside_figures_are_rounded_as_those_of_groups(study, told):
    published = {(g.group, g.id): g.gap for g in study.groups.gaps if g.level == "dimension"}
    dimension = {"Wait": "responsiveness", "Kept": "reliability", "Complaints": "empathy"}

    for row in told["standards"]:
        assert row["gap"] == published[row["unit"], dimension[row["measure"]]]
        assert round(row["gap"], 2 if SIZES[row["unit"]] >= 30 else 1) == row["gap"]


def test_coefficients_come_from_published_figures_alone_and_need_ten_units(told):
    assert all(m["pearson"] is None and m["n_pairs"] == 3 for m in told["measures"])


def test_the_page_says_nothing_of_a_hidden_unit_but_that_it_is_hidden(study):
    page = html.unescape(render_html(study, ReportOptions()))
    section = page[page.index('id="operations"') :]
    section = section[: section.index("</section>")]

    assert not [name for name in HIDDEN if name in section]
    assert "2 units of the file are left out because too few people answered there" in section


@pytest.mark.parametrize("group", list(SIZES))
def test_no_exact_mean_of_a_group_stands_among_the_figures(answers, told, group):
    inside = answers.people["branch"] == group
    gaps = (answers.ratings["perception"] - answers.ratings["expectation"]).astype(float)
    exact = [
        gaps[inside][:, places].mean() for places in (range(4, 9), range(9, 13), range(17, 22))
    ]
    found = [row["gap"] for row in told["standards"]]

    assert not [a for a in exact for b in found if abs(a - b) < 1e-9 and round(a, 2) != a]
