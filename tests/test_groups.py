"""Breakdowns: which groups are shown, and that nothing hidden can be worked out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.analysis import analyze
from servqual.disclosure import decimals, shown_groups
from servqual.errors import SettingsError
from servqual.responses import Missing
from tests.made import responses


def answers(sizes: dict[str, int], seed: int = 3):
    """Return ratings with groups of given sizes in a people column ``branch``."""
    rng = np.random.default_rng(seed)
    n = sum(sizes.values())
    made = responses(rng.integers(5, 8, (n, 22)), rng.integers(3, 7, (n, 22)))
    branch = np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))
    return type(made)(**{**vars(made), "people": {"branch": branch}})


def shown(study):
    return [row.group for row in study.groups.groups if row.shown]


def test_a_group_below_the_minimum_cell_takes_the_next_smallest_with_it():
    study = analyze(answers({"East": 4, "North": 40, "South": 12}), by="branch")

    assert shown(study) == ["North"]
    assert {row.group for row in study.groups.gaps} == {"North"}


def test_two_small_groups_that_hide_each_other_need_no_third():
    assert shown(analyze(answers({"A": 40, "B": 6, "C": 7, "D": 12}), by="branch")) == ["A", "D"]


def test_hidden_groups_carry_no_number():
    study = analyze(answers({"East": 4, "North": 40, "South": 12}), by="branch")

    assert [(row.group, row.n) for row in study.groups.groups] == [
        ("East", None), ("North", 40), ("South", None),
    ]  # fmt: skip


def test_people_without_a_group_are_hidden_and_count_towards_what_can_be_worked_out():
    few = analyze(answers({"North": 40, "South": 20, "": 3}), by="branch")
    many = analyze(answers({"North": 40, "South": 20, "": 15}), by="branch")

    assert shown(few) == ["North"]
    assert shown(many) == ["North", "South"]


def test_one_item_that_few_could_rate_hides_the_items_and_not_the_branch():
    made = answers({"North": 40, "South": 20})
    made.ratings["perception"][45:, 0] = Missing.NOT_APPLICABLE
    study = analyze(made, by="branch")

    assert shown(study) == ["North", "South"]
    assert study.groups.items_left_out == ("branch",)
    assert {row.level for row in study.groups.gaps} == {"overall", "dimension"}


def test_means_of_small_groups_are_rounded_further():
    study = analyze(answers({"North": 40, "South": 20}), by="branch")
    values = {row.group: row.gap for row in study.groups.gaps if row.id == "unweighted"}

    assert values["South"] == round(values["South"], 1)
    assert values["North"] == round(values["North"], 2)
    assert (decimals(29), decimals(30)) == (1, 2)


bases = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.integers(0, 60).flatmap(lambda n: st.lists(st.integers(0, n), min_size=3, max_size=3)),
    min_size=1,
    max_size=8,
)


@given(bases, st.integers(3, 12))
def test_what_is_hidden_is_nobody_or_at_least_the_minimum(groups, min_cell):
    visible = shown_groups(groups, min_cell)
    for figure in range(3):
        hidden = sum(n[figure] for name, n in groups.items() if name not in visible)
        assert not visible or hidden == 0 or hidden >= min_cell
    assert all(min(groups[name]) >= min_cell for name in visible)


def test_an_unknown_column_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError) as caught:
        analyze(answers({"North": 40}), by="region")

    assert str(caught.value) == (
        "these answers have no people column called 'region'. Known: branch. "
        'Write "region" = "people.NAME" into the mapping file, NAME being a short name such as '
        "gender, and ask for that (in Python people=['region'] keeps a column too)."
    )


def test_a_column_with_a_value_per_person_does_not_name_groups():
    with pytest.raises(SettingsError, match=r"has 201 different values, more than 200"):
        analyze(answers({str(i): 1 for i in range(201)}), by="branch")


def test_groups_add_up_to_the_whole():
    made = answers({"North": 40, "South": 20})
    study = analyze(made, by="branch")
    rows = {row.group: row for row in study.groups.gaps if row.id == "reliability"}
    mean = (rows["North"].gap * 40 + rows["South"].gap * 20) / 60

    assert math.isclose(mean, study.gaps.row("reliability").gap, abs_tol=0.06)


def test_a_small_group_that_answers_alike_counts_as_too_few():
    same = {"North": [(None,)], "South": [(7.0,)], "East": [(None,)]}

    assert shown_groups({"North": [40], "South": [12], "East": [31]}, 10, alike=same) == ["North"]
    assert shown_groups({"North": [40], "South": [30], "East": [31]}, 10, alike=same) == [
        "North", "South", "East",
    ]  # fmt: skip


def test_small_groups_that_share_one_answer_do_not_hide_each_other():
    bases = {"A": [6], "B": [7], "C": [12], "D": [40]}

    assert shown_groups(bases, 10, alike={n: [(None,)] for n in bases}) == ["C", "D"]
    assert shown_groups(
        bases, 10, alike={"A": [(7.0,)], "B": [(7.0,)], "C": [(None,)], "D": [(None,)]}
    ) == ["D"]


def test_the_size_of_a_hidden_group_does_not_follow_from_the_total():
    made = answers({"North": 40, "South": 20, "East": 3})
    made.ratings["perception"][60:] = Missing.BLANK
    study = analyze(made, by="branch")

    assert shown(study) == ["North"]


def test_two_columns_are_broken_down_each_on_its_own():
    made = answers({"North": 40, "South": 20})
    age = np.array(["old", "young"] * 30, dtype=object)
    both = type(made)(**{**vars(made), "people": {**made.people, "age": age}})
    study = analyze(both, by=("branch", "age"))

    assert study.groups.columns == ("branch", "age")
    assert study.groups.of("branch").records() == analyze(both, by="branch").groups.records()


def test_names_that_differ_only_in_capitals_or_spaces_are_not_merged():
    study = analyze(answers({"North": 40, "NORTH": 20, "South": 20}), by="branch")
    note = next(n for n in study.notes if n.code == "groups_nearly_alike")

    assert shown(study) == ["NORTH", "North", "South"]
    assert note.text.startswith("In “branch”, 2 names of groups differ only in capitals or spaces")


def test_a_questionnaire_without_gaps_has_nothing_per_group():
    made = answers({"North": 40, "South": 20})
    only = responses(None, made.ratings["perception"], instrument="servperf")
    study = analyze(type(only)(**{**vars(only), "people": made.people}), by="branch")

    assert study.groups.gaps == ()
