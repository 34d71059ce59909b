"""An attacker with the segments, recovery groups, tiers and styles looks for hidden people."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.analysis import analyze
from servqual.analysis.profile import _kept
from servqual.settings import ReportOptions
from servqual.writer import render_html, to_json
from tests.made import responses

SIZES = {"Amber Gate": 90, "Birch Hall": 70, "Cedar Row": 6, "Dune End": 9}
TIERS = {"bronze": 95, "silver": 60, "gold": 13, "platinum": 7}
MIN_CELL = 10
SECTIONS = ("styles", "segments", "recovery", "tiers")


@pytest.fixture(scope="module")
def answers():
    """Return people of two kinds; one branch and one tier are small, few problems were solved."""
    rng = np.random.default_rng(7)
    n = sum(SIZES.values())
    kind = rng.integers(0, 2, n)[:, None]
    perception = np.clip(rng.integers(3, 7, (n, 22)) - 2 * kind + rng.integers(0, 2, (n, 1)), 1, 7)
    problem = (rng.random(n) < 0.3).astype(float)
    resolved = np.where(problem == 1, 0.0, np.nan)
    resolved[np.flatnonzero(problem == 1)[:8]] = 1.0
    satisfaction = np.clip(np.round(perception.mean(axis=1)), 1, 7)
    rated = responses(rng.integers(5, 8, (n, 22)), perception)
    names = {"branch": SIZES, "tier": TIERS}
    people = {
        column: rng.permutation(np.repeat(np.array(list(of), dtype=object), list(of.values())))
        for column, of in names.items()
    }
    outcomes = {"problem": problem, "problem_resolved": resolved, "satisfaction": satisfaction}
    return replace(rated, people=people, outcomes=outcomes)


@pytest.fixture(scope="module")
def study(answers):
    return analyze(answers, by="branch", segments="2", tiers="tier")


@pytest.fixture(scope="module")
def found(study):
    return json.loads(to_json(study))["segments"]


@pytest.fixture(scope="module")
def page(study):
    """Return the sections of all of this, and nothing else."""
    whole = render_html(study, ReportOptions(date="2026-05-31"))
    parts = [whole.split(f'<section id="{name}"')[1].split("</section>")[0] for name in SECTIONS]
    return "".join(parts)


def groups_of(answers, comparison):
    """Return the group of each person."""
    if comparison == "tiers":
        return answers.people["tier"].astype(str)
    problem, resolved = answers.outcomes["problem"], answers.outcomes["problem_resolved"]
    solved = np.where(resolved == 1, "resolved", "unresolved")
    return np.where(problem == 0, "none", solved)


def test_no_figure_has_fewer_people_than_may_be_shown(found):
    assert found["figures"]
    assert min(row["n"] for row in (*found["figures"], *found["styles"])) >= MIN_CELL
    assert all(row["n"] is None or row["n"] >= MIN_CELL for row in found["groups"])


@pytest.mark.parametrize("comparison", ["recovery", "tiers"])
def test_what_is_hidden_is_nobody_or_enough_people(found, answers, comparison):
    """The total is published, so that the mean of all hidden people together can be worked out."""
    of = groups_of(answers, comparison)
    rows = [row for row in found["groups"] if row["comparison"] == comparison]
    hidden = [row["group"] for row in rows if not row["shown"]]

    assert hidden
    assert np.isin(of, hidden).sum() >= MIN_CELL


@pytest.mark.parametrize("comparison", ["recovery", "tiers"])
def test_no_hidden_group_has_a_figure(found, comparison):
    rows = [row for row in found["groups"] if row["comparison"] == comparison]
    hidden = {row["group"] for row in rows if not row["shown"]}
    named = {row["group"] for row in found["figures"] if row["comparison"] == comparison}
    named |= {row[k] for row in found["differences"] for k in ("first", "second")}

    assert hidden.isdisjoint(named)
    assert all(row["n"] is None for row in rows if row["group"] in hidden)


def test_a_branch_that_is_hidden_has_neither_style_nor_share(study, found):
    hidden = {row.group for row in study.groups.groups if not row.shown}

    assert hidden == {"Cedar Row", "Dune End"}
    assert hidden.isdisjoint(row["group"] for row in (*found["styles"], *found["profile"]))


def test_means_of_groups_are_rounded(found):
    for row in found["figures"]:
        places = 2 if row["n"] >= 30 else 1
        for name in ("mean", "ci_low", "ci_high"):
            assert row[name] is None or round(row[name], places) == row[name]


def test_no_exact_mean_of_any_group_is_written(found, answers):
    """Neither in a difference nor in a slope: everything that is told was rounded first."""
    text = json.dumps({k: v for k, v in found.items() if k not in ("choices", "segments")})
    gaps = (answers.ratings["perception"] - answers.ratings["expectation"]).mean(axis=1)
    for comparison in ("recovery", "tiers"):
        of = groups_of(answers, comparison)
        for group in np.unique(of):
            assert f"{gaps[of == group].mean():.6f}"[:8] not in text


def test_no_size_of_a_hidden_group_stands_on_the_page(page):
    for size in (SIZES["Cedar Row"], SIZES["Dune End"], TIERS["platinum"], 8):
        assert f"<td>{size}</td>" not in page
        assert f"({size})" not in page
    assert "Cedar Row" in page.split('<section id="tiers"')[0]  # as part of all others


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.lists(st.integers(0, 25), min_size=3, max_size=3), min_size=2, max_size=6),
    shown=st.integers(1, 3),
)
def test_every_cell_of_a_profile_and_what_it_leaves_over_holds_enough_people(cells, shown):
    """Columns are segments; those behind ``shown`` are not shown and follow from the totals."""
    names = [f"g{k}" for k in range(len(cells))]
    pairs = [
        (g, str(s + 1))
        for g, row in zip(names, cells, strict=True)
        for s, n in enumerate(row)
        for _ in range(n)
    ]
    if not pairs:
        return
    groups, segments = (np.array(part, dtype=object) for part in zip(*pairs, strict=True))
    named = [str(k + 1) for k in range(shown)]
    kept = _kept(groups, segments, named, set(), MIN_CELL)
    lines = [] if kept is None else [*([g] for g in kept), [g for g in names if g not in kept]]

    for line in lines:
        own = np.isin(groups.astype(str), line)
        if own.any():
            over = int((own & ~np.isin(segments.astype(str), named)).sum())
            assert all(int((own & (segments == s)).sum()) >= MIN_CELL for s in named)
            assert over == 0 or over >= MIN_CELL
