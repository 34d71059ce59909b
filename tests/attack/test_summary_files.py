"""An attacker with summary files looks for single people: what is guarded, and what is not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import SettingsError
from servqual.plan import columns
from servqual.scoring.gathering import gather
from servqual.scoring.scores import score
from servqual.scoring.stored import disclosed, from_bytes, to_bytes
from servqual.scoring.stored_cells import folded, folded_pairs
from servqual.scoring.stored_disclosure import answers_of
from servqual.scoring.stored_merging import Part, merged
from servqual.scoring.survey_summary import Asked
from servqual.statistics.summary import Block, Layout, Summary
from tests.made import responses

MIN_CELL = 10
SIZES = {"Amber": 260, "Birch": 120, "Cedar": 60, "Dune": 12, "Elm": 4, "": 7}


def of_sizes(sizes, seed=3):
    """Return people of branches; ratings are whole numbers with a few blanks."""
    rng = np.random.default_rng(seed)
    n = sum(sizes.values())
    expectation, perception = rng.integers(4, 8, (n, 22)), rng.integers(1, 8, (n, 22))
    perception[rng.random((n, 22)) < 0.01] = -101
    people = {"branch": np.repeat(np.array(list(sizes), dtype=object), list(sizes.values()))}
    return replace(responses(expectation, perception), people=people)


@pytest.fixture(scope="module")
def answers():
    return of_sizes(SIZES)


@pytest.fixture(scope="module")
def sums(answers):
    return gather(answers, Asked(by=("branch",)))


@pytest.fixture(scope="module")
def saved(sums):
    return from_bytes(to_bytes(sums))


def records(answers, layout, rows):
    """Return what people answered, as it is summed; a person with a blank is left out."""
    scored = score(answers)
    names = [name for name in layout.columns if ":item:" in name and not name.startswith("gap")]
    values = np.column_stack([scored[name] for name in names])[rows]
    return names, values[~np.isnan(values).any(axis=1)]


def products_of(summary, names):
    """Return the products of 1 and some columns, as a file tells them."""
    at = [summary.layout.position[name] for name in names]
    s = np.diag(summary.counts.s)[at]
    inner = summary.counts.p[np.ix_(at, at)]
    return np.block([[np.array([[summary.n]]), s[None, :]], [s[:, None], inner]])


def misfit(products, guesses):
    """Return how far guessed records lie from what the people of some products can have said."""
    values, vectors = np.linalg.eigh(products)
    empty = vectors[:, values < 1e-7 * values.max()]
    guessed = np.column_stack([np.ones(len(guesses)), guesses])
    return np.abs(guessed @ empty).max(axis=1, initial=0.0)


# -- products of few people ------------------------------------------------------------------------


def test_products_of_few_people_confirm_a_guessed_record(answers, sums):
    """Why they are not saved: twelve people's products fit their own records and no others."""
    blank_free = answers.take(np.flatnonzero((answers.ratings["perception"] > 0).all(axis=1)))
    twelve = gather(blank_free.take(np.arange(12)), Asked()).total
    names, own = records(blank_free, twelve.layout, slice(0, 12))
    _, others = records(blank_free, twelve.layout, slice(12, 200))
    products = products_of(twelve, names)

    assert misfit(products, own).max() < 1e-6
    assert misfit(products, others).min() > 0.1


def test_the_products_of_a_saved_group_fit_anybody(answers, saved):
    names, others = records(answers, saved.total.layout, slice(0, 100))
    for group in ("Cedar", "Birch", "Amber", ""):
        assert misfit(products_of(saved.groups["branch"][group], names), others).max() < 1e-6


def test_groups_that_keep_their_products_leave_enough_people_without(sums, saved):
    """Products of everybody less those that are exact are the products of the others together."""
    exact = [
        name
        for name, group in saved.groups["branch"].items()
        if name in sums.groups["branch"]
        and np.array_equal(group.counts.p, sums.groups["branch"][name].counts.p)
    ]
    least = 2 * answers_of(sums)
    left = len(saved) - sum(saved.groups["branch"][name].n for name in exact)

    assert exact
    assert min(saved.groups["branch"][name].n for name in exact) >= least
    assert left == 0 or left >= least


def test_means_and_spreads_of_a_group_are_its_own(sums, saved):
    own, told = sums.groups["branch"]["Cedar"], saved.groups["branch"]["Cedar"]
    names = list(own.layout.columns)

    np.testing.assert_array_equal(own.means(names).n, told.means(names).n)
    np.testing.assert_array_equal(own.means(names).mean, told.means(names).mean)
    np.testing.assert_array_equal(own.means(names).sd, told.means(names).sd)


def test_a_gap_of_a_group_is_still_what_was_got_less_what_was_wanted(saved):
    group = saved.groups["branch"]["Cedar"]
    for i in saved.instrument.item_ids:
        gap = columns.item("gap", i)
        _, of, _ = group.mean_where(columns.item("perception", i), gap)
        _, minus, _ = group.mean_where(columns.item("expectation", i), gap)
        _, own, _ = group.mean_where(gap, gap)
        assert of - minus == pytest.approx(own, abs=1e-12)


def test_a_survey_of_few_people_is_not_saved():
    few = gather(of_sizes({"Amber": 87}), Asked())
    with pytest.raises(SettingsError) as found:
        to_bytes(few)

    assert str(found.value) == (
        "made.csv: a summary file of 87 people is not written: each gave up to 44 answers, and the "
        "sums of fewer than 88 people would be their answers in another form. Pass on results or a "
        "report, or summarise several files together: servqual summarize FILE FILE ..."
    )
    assert to_bytes(gather(of_sizes({"Amber": 88}), Asked()))


def test_a_minimum_below_three_is_refused(sums):
    with pytest.raises(SettingsError, match="a summary file needs at least 3"):
        to_bytes(sums, min_cell=2)


# -- people one by one, and random groups of them --------------------------------------------------


def test_nobody_stands_in_a_file_alone(saved):
    assert saved.total.drawn is None
    for sums in saved.total.powers.values():
        assert sums.sample is None
        assert sums.groups is None
    assert "summary_resampling" in saved.notes.codes()


def test_random_groups_are_as_large_as_products_need():
    many = from_bytes(to_bytes(gather(of_sizes({"Amber": 5000}), Asked())))
    drawn, powers = many.total.drawn, many.total.powers
    least = 2 * max(len(names) for _, names in drawn.layout.sets or (("", ()),))

    assert drawn.sample is None
    assert drawn.groups.people_in.min() >= max(MIN_CELL, least, 2 * 22)
    for sums in powers.values():
        assert sums.sample is None
        assert sums.groups is None or sums.people_in.min() >= 2 * sums.k


# -- groups ----------------------------------------------------------------------------------------


def test_small_groups_go_to_those_without_a_group(saved):
    assert {name: own.n for name, own in saved.groups["branch"].items()} == {
        "Amber": 260,
        "Birch": 120,
        "Cedar": 60,
        "Dune": 12,
        "": 11,
    }
    note = next(n for n in saved.notes if n.code == "summary_groups")
    assert note.values["n"] == 1


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=90, max_size=160),
    st.integers(2, 4),
    st.integers(3, 12),
)
def test_no_group_and_no_rest_of_one_has_too_few_people(sums, codes, n_second, min_cell):
    rng = np.random.default_rng(len(codes))
    first = np.array([f"a{k}" if k else "" for k in codes], dtype=object)
    second = np.array([f"b{k}" for k in rng.integers(0, n_second, len(codes))], dtype=object)
    crossed = np.array([f"{x} · {y}" for x, y in zip(first, second, strict=True)], dtype=object)
    values = rng.integers(1, 8, (len(codes), 2)).astype(float)
    breakdowns = {
        by: {
            name: Summary.of(Layout(("x", "y"), (1, 1)), Block(values[labels == name]))
            for name in sorted(set(labels))
        }
        for by, labels in (("a", first), ("b", second), ("a*b", crossed))
    }
    found = disclosed(replace(sums, groups=breakdowns, units=breakdowns), min_cell)

    for by in ("a", "b", "a*b"):
        assert min(own.n for own in found.groups[by].values()) >= min_cell
        assert sum(own.n for own in found.groups[by].values()) == len(codes)
    for place, by in enumerate(("a", "b")):
        for name in set(found.groups[by]) - {""}:
            cells = [c for c in found.groups["a*b"] if c.split(" · ")[place] == name]
            rest = found.groups[by][name].n - sum(found.groups["a*b"][c].n for c in cells)
            assert rest == 0 or rest >= min_cell


# -- cells and counts ------------------------------------------------------------------------------


def small(counts):
    return (counts > 0) & (counts < MIN_CELL)


@settings(max_examples=80)
@given(st.lists(st.integers(0, 30), min_size=5, max_size=13).filter(lambda c: len(c) % 2))
def test_cells_are_put_together_without_anybody_changing_sign(counts):
    given_counts = np.array(counts)
    zero = len(counts) // 2
    found, weighted = folded(given_counts, given_counts * 1.5, MIN_CELL, zero)
    sides = (slice(0, zero), slice(zero, zero + 1), slice(zero + 1, None))

    for side in sides:
        assert found[side].sum() == given_counts[side].sum()
        if found[side].sum() >= MIN_CELL:
            assert not small(found[side]).any()
    np.testing.assert_allclose(weighted, found * 1.5)


@settings(max_examples=50)
@given(st.lists(st.integers(0, 25), min_size=25, max_size=25))
def test_pairs_are_put_together_without_anybody_changing_sign(counts):
    table = np.array(counts).reshape(5, 5)
    found, weighted = folded_pairs(table, table * 2.0, MIN_CELL)

    for k, part in ((-1, np.tril), (1, np.triu)):
        assert part(found, k).sum() == part(table, k).sum()
        if part(table, k).sum() >= MIN_CELL:
            assert not small(part(found, k)).any()
    assert np.trace(found) == np.trace(table)
    np.testing.assert_allclose(weighted, found * 2.0)


def test_shares_below_at_and_above_zero_are_unchanged(sums, saved):
    for name, (counts, _) in sums.total.tables.items():
        told = saved.total.tables[name][0]
        assert [np.tril(told, -1).sum(), np.trace(told)] == [
            np.tril(counts, -1).sum(),
            np.trace(counts),
        ]


def test_single_answers_of_everybody_are_those_that_reports_print(sums, saved):
    for name, (counts, _) in sums.total.histograms.items():
        if ":item:" in name:
            np.testing.assert_array_equal(saved.total.histograms[name][0], counts)


def test_no_count_is_of_few_people(sums, saved):
    assert any(0 < n < MIN_CELL for n in sums.total.extra.values())
    assert not any(0 < n < MIN_CELL for n in saved.total.extra.values())
    assert not any(
        own.extra.keys() - {"common_products"} for own in saved.groups["branch"].values()
    )


def test_no_class_is_of_few_people(saved):
    assert saved.classes["branch"] == {
        "Amber": (260, 260.0),
        "Birch": (120, 120.0),
        "Cedar": (60, 60.0),
        "Dune": (12, 12.0),
        "": (11, 11.0),
    }


def test_few_suspect_people_are_not_told_apart(answers):
    perception = np.array(answers.ratings["perception"])
    perception[:6] = 7
    ratings = {**answers.ratings, "perception": perception}
    few = gather(replace(answers, ratings=ratings), Asked())
    saved = disclosed(few, MIN_CELL)

    assert 0 < few.suspects.n < MIN_CELL
    assert saved.suspects is None
    assert "summary_suspects" in saved.notes.codes()
    assert saved.total.extra["suspect"] in (0, MIN_CELL)


def test_a_wave_of_many_suspect_people_keeps_their_means_alone(answers):
    perception = np.array(answers.ratings["perception"])
    perception[:40] = 7
    ratings = {**answers.ratings, "perception": perception}
    saved = disclosed(gather(replace(answers, ratings=ratings), Asked()), MIN_CELL)

    assert saved.suspects.n >= MIN_CELL
    assert not saved.suspects.tables
    assert not saved.suspects.histograms
    assert saved.suspects.extra.keys() <= {"common_products"}


# -- what remains, and is told in README and docstring ---------------------------------------------


def test_two_files_that_differ_by_one_person_tell_what_this_person_answered(answers):
    """No rule for one file can prevent it: a summary file is personal data."""
    without = answers.take(np.arange(1, len(answers)))
    one, other = (from_bytes(to_bytes(gather(a, Asked()))).total for a in (answers, without))
    told = np.diag(one.counts.s) - np.diag(other.counts.s)
    scored = score(answers)
    there = np.diag(one.counts.n) - np.diag(other.counts.n) == 1
    own = np.array([scored[name][0] for name in one.layout.columns])

    whole = np.array([":item:" in name for name in one.layout.columns])
    np.testing.assert_array_equal(told[there & whole], own[there & whole])


def test_sums_over_those_who_left_one_question_out_tell_of_these_few(answers, sums):
    """Bases that differ by few people remain, as in the results of everybody."""
    total = from_bytes(to_bytes(sums)).total
    scored = score(answers)
    names = [columns.item("expectation", "q1"), columns.item("perception", "q1")]
    a, b = (total.layout.position[name] for name in names)
    blank = np.isnan(scored[names[1]])

    assert total.counts.s[a, a] - total.counts.s[a, b] == scored[names[0]][blank].sum()


def test_small_groups_do_not_come_back_when_files_are_added(sums):
    """Four people of Elm in each of three files stay hidden, although they are twelve."""
    kept = [
        disclosed(replace(sums, source=replace(sums.source, sha256=f"{k}" * 64)), MIN_CELL)
        for k in range(3)
    ]
    found = merged([Part(f"{k}.summary", f"{k}", own) for k, own in enumerate(kept)])

    assert found.groups["branch"][""].n == 33
    assert "Elm" not in found.groups["branch"]
