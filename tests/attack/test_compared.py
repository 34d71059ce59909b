"""The attacks of the report on groups compared, two columns crossed, and who answered."""

import itertools
import json
import re
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from servqual.analysis.crossing import breakdown
from servqual.disclosure import decimals
from servqual.scoring.naming import with_crossed
from servqual.settings import Settings
from servqual.study.crossed import shown_crossed
from servqual.study.groups import group_tables
from tests.test_attack import published, sizes, survey

BY = ("branch", "segment", "branch*segment")
SIZES = {"Amber Gate": 44, "Birch Hall": 38, "Cedar Row": 21, "Dune End": 6, "": 5}


@pytest.fixture(scope="module")
def leak():
    return published(survey(SIZES, missing=0.02), by=BY)


def test_a_hidden_cell_is_named_nowhere(leak):
    hidden = [name for name in leak.hidden("branch*segment") if name]

    assert hidden
    assert leak.shown("branch*segment")
    assert not [name for name in hidden if name in leak.everything]
    assert not [
        name for name in hidden if name in json.dumps(leak.results["groups"]["comparisons"])
    ]


def test_a_hidden_class_is_not_in_the_profile(leak):
    told = leak.results["groups"]["comparisons"]
    for by in ("branch", "segment"):
        shown = {r["group"]: r["n"] for r in told["respondents"] if r["by"] == by}
        rest = leak.results["source"]["respondents"] - sum(shown.values())

        assert shown == leak.shown(by)
        assert rest == 0 or rest >= 10


def test_figures_of_small_groups_are_rounded_and_rest_on_ten_people(leak):
    told, n = leak.results["groups"]["comparisons"], {}
    for by in BY:
        n |= {(by, group): people for group, people in leak.shown(by).items()}
    for pair in told["pairs"]:
        fewest = min(n[pair["by"], pair["a"]], n[pair["by"], pair["b"]])

        assert fewest >= 10
        for key in ("difference", "ci_low", "ci_high"):
            assert pair[key] == round(pair[key], decimals(fewest - 1))
    for test in told["tests"]:
        for key, places in (("value", 3), ("p", 4), ("size", 3), ("size_high", 3)):
            assert test[key] is None or test[key] == round(test[key], places)


def test_the_page_says_how_many_are_left_out_and_not_who(leak):
    page = re.sub(r"<[^>]+>", " ", leak.page)

    assert "Dune End" not in page
    assert "whose class is not shown or not stated are left out" in page


def told_sums(n, shown, hidden_lines, most=3):
    """Return the people in every set of up to three hidden cells whose sum the totals give away.

    The attacker knows the total of every row and column that is shown, and of everybody.
    """
    cells = [c for c in n if c not in shown and n[c]]
    if not cells:
        return []
    lines = defaultdict(lambda: np.zeros(len(cells)))
    for k, cell in enumerate(cells):
        for i in range(2):
            lines[i, "" if cell[i] in hidden_lines[i] else cell[i]][k] = 1
    table = np.array(list(lines.values()))
    left = np.eye(len(cells)) - np.linalg.pinv(table) @ table
    found = []
    for size in range(1, most + 1):
        for some in itertools.combinations(range(len(cells)), size):
            if abs(left[np.ix_(some, some)].sum()) < 1e-9:
                found.append(sum(n[cells[k]] for k in some))
    return found


tables = st.dictionaries(
    st.tuples(st.sampled_from(["a", "b", "c", "d", ""]), st.sampled_from(["x", "y", "z", ""])),
    st.sampled_from([1, 2, 5, 9, 10, 14, 30, 80]),
    min_size=2,
    max_size=16,
)


@given(tables, st.sampled_from([3, 10]))
@settings(max_examples=150)
def test_no_few_people_follow_from_rows_and_columns(n, min_cell):
    lines = ({""}, {""})
    shown = shown_crossed({cell: [people] for cell, people in n.items()}, min_cell, lines)

    assert all(n[cell] >= min_cell and all(cell) for cell in shown)
    assert not shown or all(people >= min_cell for people in told_sums(n, shown, lines))


def test_the_attacker_finds_a_cell_where_only_small_ones_are_hidden():
    n = {("a", "x"): 4, ("a", "y"): 30, ("b", "x"): 20, ("b", "y"): 12}

    assert 4 in told_sums(n, [cell for cell in n if n[cell] >= 10], ({""}, {""}))


@given(sizes, st.integers(0, 999), st.sampled_from([3, 10]))
@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],  # a smaller survey is no better an attack
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
def test_no_cell_of_a_survey_follows_from_both_columns(branches, seed, min_cell):
    answers = with_crossed(survey(branches, seed=seed, missing=0.02), BY[2:])
    told = Settings(by=BY, min_cell=min_cell)
    found = group_tables({by: breakdown((answers,), by) for by in BY}, answers.instrument, told)
    shown = {by: {g.group for g in found.of(by).groups if g.shown} for by in BY}
    pairs = list(zip(answers.people["branch"], answers.people["segment"], strict=True))
    n = {pair: pairs.count(pair) for pair in dict.fromkeys(pairs)}
    lines = [{"", *(pair[i] for pair in n if pair[i] not in shown[BY[i]])} for i in range(2)]
    cells = [pair for pair in n if f"{pair[0]} · {pair[1]}" in shown[BY[2]]]

    assert all(set(cell).isdisjoint(lines[0] | lines[1]) for cell in cells)
    assert not cells or all(people >= min_cell for people in told_sums(n, cells, lines))


def test_weights_tell_no_more_of_a_cell():
    answers = survey(SIZES)
    weights = np.random.default_rng(2).uniform(0.4, 2.5, len(answers))
    weighted = replace(answers, weights=weights, weights_name="w")
    hidden = []
    for own in (answers, weighted):
        crossed = with_crossed(own, BY[2:])
        found = group_tables({BY[2]: breakdown((crossed,), BY[2])}, own.instrument, Settings(by=BY))
        hidden.append([g.group for g in found.groups if not g.shown])

    assert hidden[0] == hidden[1]
