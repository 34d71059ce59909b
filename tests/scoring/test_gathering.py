"""Sums of blocks of answers: the same whatever the blocks, and refused where they do not fit."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.errors import SettingsError
from servqual.notes import Note, Notes
from servqual.responses import Source
from servqual.scoring import breakdown_sums, gathering, merging
from servqual.scoring.gathering import Gathering, gather
from servqual.scoring.merging import both_classes, both_notes, both_sources
from servqual.scoring.survey_summary import Asked

N = 120
BY = Asked(by=("branch", "branch*age"))
# one example takes a second; what fails is as plain with many people as with few
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
# random groups and rows kept one by one have their own tests; here results.json is compared
RESAMPLED = {"powers", "drawn"}


@pytest.fixture(scope="module")
def frame():
    frame = sq.simulate(n=N + 20, seed=5).frame
    points = frame[[c for c in frame.columns if c.startswith("points_")]]
    frame = frame[points.sum(axis=1) == 100].head(N).reset_index(drop=True)
    frame.loc[frame.index[::17], "age"] = None
    frame["w"] = np.random.default_rng(2).uniform(0.4, 2.5, N).round(3)
    return frame


@pytest.fixture(scope="module")
def answers(frame):
    return sq.read(frame.drop(columns="w"))


@pytest.fixture(scope="module")
def weighted(frame):
    return sq.read(frame, weights="w")


@pytest.fixture(scope="module")
def whole(answers):
    return gather(answers, BY)


def part(answers, places):
    """Return some people as a block: its source and notes are of it alone."""
    own = answers.take(np.asarray(places, dtype=np.intp))
    n = len(own)
    return replace(own, source=replace(own.source, rows=n, respondents=n), notes=Notes())


def parts_of(answers, order, cuts):
    return [part(answers, places) for places in np.split(np.asarray(order), sorted(cuts))]


def differences(mine, yours, path="", rel=0.0):
    """Yield the places where two sums are not the same."""
    if is_dataclass(mine):
        names = [f.name for f in fields(mine) if f.name not in RESAMPLED and f.init]
        for name in names:
            yield from differences(getattr(mine, name), getattr(yours, name), f"{path}.{name}", rel)
    elif isinstance(mine, dict):
        in_order = list(mine) == list(yours) or path.endswith(".extra")
        yield from () if in_order else [path]
        for key in mine.keys() | yours.keys():
            yield from differences(mine.get(key), yours.get(key), f"{path}[{key}]", rel)
    elif isinstance(mine, tuple) and isinstance(yours, tuple) and len(mine) == len(yours):
        for k, pair in enumerate(zip(mine, yours, strict=True)):
            yield from differences(*pair, f"{path}[{k}]", rel)
    elif not alike(mine, yours, rel):
        yield path


def alike(mine, yours, rel):
    """Say whether two leaves are the same, numbers up to a part of their size."""
    if isinstance(mine, np.ndarray):
        largest = float(np.abs(mine).max(initial=0))
        return np.allclose(mine, yours, rtol=rel, atol=rel * largest, equal_nan=True)
    if isinstance(mine, float):
        return mine == pytest.approx(yours, rel=rel, abs=0)
    return mine == yours


shuffled = st.permutations(range(N))
cut = st.lists(st.integers(0, N), max_size=3)


# -- blocks ----------------------------------------------------------------------------------------


@settings(max_examples=4, phases=UNSHRUNK)
@given(order=shuffled, cuts=cut)
def test_any_cut_of_the_people_into_blocks_gives_the_same_bits(answers, whole, order, cuts):
    sums = Gathering(BY)
    for block in parts_of(answers, order, cuts):
        sums.add(block)
    found = sums.summary()

    assert list(differences(replace(found, notes=whole.notes), whole)) == []


@settings(max_examples=3, phases=UNSHRUNK)
@given(order=shuffled, cuts=cut, seed=st.randoms(use_true_random=False))
def test_sums_of_blocks_add_up_to_the_same_bits_in_any_order(answers, whole, order, cuts, seed):
    found = [gather(block, BY) for block in parts_of(answers, order, cuts) if len(block)]
    while len(found) > 1:  # any two are next
        one = found.pop(seed.randrange(len(found)))
        other = found.pop(seed.randrange(len(found)))
        found.append(one + other)

    assert list(differences(replace(found[0], notes=whole.notes), whole)) == []


@settings(max_examples=3, phases=UNSHRUNK)
@given(order=shuffled, cuts=cut)
def test_under_weights_the_sums_of_blocks_agree_to_the_twelfth_digit(weighted, order, cuts):
    sums = Gathering(BY)
    for block in parts_of(weighted, order, cuts):
        sums.add(block)
    found, once = sums.summary(), gather(weighted, BY)

    assert list(differences(replace(found, notes=once.notes), once, rel=1e-12)) == []


def test_rows_that_wait_for_others_of_their_group_are_not_forgotten(answers, whole, monkeypatch):
    monkeypatch.setattr(breakdown_sums, "ENOUGH_OF_A_GROUP", 10_000)
    monkeypatch.setattr(gathering, "ROWS_AT_ONCE", 7)
    found = gather(answers, BY)

    assert list(differences(found, whole)) == []


def test_a_block_with_nobody_adds_its_rows_and_notes_alone(answers):
    nobody = replace(
        answers.take(slice(0, 0)),
        source=replace(answers.source, rows=3, respondents=0, ineligible=3),
        notes=Notes([Note("rows_ineligible", {"n": 3})]),
    )
    sums = Gathering(BY)
    for block in (nobody, answers, nobody):
        sums.add(block)
    found = sums.summary()

    assert len(found) == N
    assert (found.source.rows, found.source.ineligible) == (answers.source.rows + 6, 6)
    assert {n.code: n.values.get("n") for n in found.notes}["rows_ineligible"] == 6


def test_only_blocks_with_nobody_are_sums_of_nobody(answers):
    assert len(gather(part(answers, []), BY)) == 0


def test_without_any_block_there_is_nothing_to_sum_up():
    with pytest.raises(ValueError, match="no block"):
        Gathering(BY).summary()


def test_a_block_of_another_survey_is_refused(answers, weighted):
    sums = Gathering(BY)
    sums.add(answers)

    with pytest.raises(ValueError, match="not of the same survey"):
        sums.add(weighted)


# -- what is summed --------------------------------------------------------------------------------


def test_groups_are_those_of_the_answers_with_cells_of_blanks_apart(answers, whole):
    ages, branches = answers.people["age"], answers.people["branch"]
    cells = whole.groups["branch*age"]

    assert sum(ages == "") > 0
    assert list(whole.groups) == ["branch", "age", "branch*age"]
    assert list(whole.groups["age"])[-1] == ""
    assert {n: s.n for n, s in cells.items()} == {
        f"{b} · {a}": int(((branches == b) & (ages == a)).sum())
        for b, a in zip(branches, ages, strict=True)
    }


def test_suspects_are_summed_apart_and_nobody_is_held_against_others(answers):
    twice = replace(answers.take(np.repeat(np.arange(N), 2)), rows=np.arange(2 * N, dtype=np.int64))
    found = gather(twice)

    assert not any("duplicate" in name for name in found.total.extra)
    assert found.suspects is None or found.suspects.n == found.total.extra["suspect"]


def test_a_column_with_more_than_two_hundred_groups_keeps_means_alone(answers):
    units = np.array([f"u{k % 75}" for k in range(N)], dtype=object)
    many = np.array([f"u{k}" for k in range(N)] * 2, dtype=object)
    twice = answers.take(np.arange(2 * N) % N)
    few = replace(answers, people={"shop": units})
    lots = replace(twice, people={"shop": np.char.add(many.astype(str), "x").astype(object)})
    lots.people["shop"][N:] = [f"v{k}" for k in range(N)]
    asked = Asked(by=("shop",))
    one, two = gather(few, asked), gather(lots, asked)
    both = one + two

    assert len(two.groups["shop"]) == 2 * N
    assert two.groups["shop"] is two.units["shop"]
    assert one.groups["shop"]["u0"].layout != one.units["shop"]["u0"].layout
    assert both.groups["shop"].keys() == both.units["shop"].keys()
    assert both.groups["shop"]["u0"].layout == both.units["shop"]["u0"].layout
    assert sum(s.n for s in both.groups["shop"].values()) == 3 * N


def test_a_column_of_names_is_refused_by_its_name(answers, monkeypatch):
    monkeypatch.setattr(merging, "MOST_GATHERED", 100)
    named = replace(answers, people={"card": np.array([f"c{k}" for k in range(N)], dtype=object)})

    with pytest.raises(SettingsError, match=r"the column 'card' has more than 100 different"):
        gather(named, Asked(by=("card",)))


def test_what_is_asked_for_and_not_there_is_refused(answers):
    with pytest.raises(SettingsError, match="no people column called 'colour'"):
        gather(answers, Asked(by=("colour",)))
    with pytest.raises(SettingsError, match="no outcome called 'joy'"):
        gather(answers, Asked(outcome="joy"))


def test_a_group_takes_the_room_that_is_said(whole, weighted):
    heavy = gather(weighted, BY)

    assert max(s.nbytes for s in whole.groups["branch"].values()) < 0.6e6
    assert max(s.nbytes for s in heavy.groups["branch"].values()) < 1.5e6
    assert max(s.nbytes for s in whole.units["branch"].values()) < 25e3
    assert max(s.nbytes for s in heavy.units["branch"].values()) < 75e3


# -- adding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(by=("age",)), "by is 'branch' in one and 'age' in the other"),
        (Asked(by=("branch",), incomplete="listwise"), "incomplete is 'half'"),
        (Asked(by=("branch",), outcome="intention"), "outcome is '' in one and 'intention'"),
    ],
)
def test_sums_of_different_things_do_not_add(answers, asked, words):
    one = gather(answers, Asked(by=("branch",)))

    with pytest.raises(SettingsError, match=words):
        one + gather(answers, asked)


def test_sums_with_and_without_weights_do_not_add(answers, weighted):
    with pytest.raises(SettingsError, match="survey weights are none in one and 'w' in the other"):
        gather(answers) + gather(weighted)


def test_sums_of_different_questionnaires_do_not_add(answers):
    other = sq.read(sq.simulate(n=30, instrument="servperf").frame, "servperf")

    with pytest.raises(SettingsError, match="'servqual' and 'servperf'"):
        gather(answers) + gather(other)


codes = st.sampled_from(["a", "b", "c"])
note = st.builds(
    lambda code, where, n: Note(code, {} if n is None else {"n": n}, where),
    codes,
    st.sampled_from(["", "x"]),
    st.none() | st.integers(0, 3),
)
told = st.lists(note, max_size=3, unique_by=lambda n: (n.code, n.where, "n" in n.values))


@given(a=told, b=told, c=told)
def test_notes_add_up_in_any_order(a, b, c):
    a, b, c = map(Notes, (a, b, c))

    assert both_notes(both_notes(a, b), c) == both_notes(a, both_notes(b, c))
    assert both_notes(a, b) == both_notes(b, a)


source = st.builds(
    Source,
    st.sampled_from(["a.csv", "b.csv"]),
    st.sampled_from(["", "1" * 64, "2" * 64]),
    *(st.integers(0, 5) for _ in range(3)),
    st.sampled_from([{}, {"sheet": "x"}, {"sheet": "y"}]),
)


@given(a=source, b=source, c=source)
def test_sources_add_up_in_any_order(a, b, c):
    left, right = both_sources(both_sources(a, b), c), both_sources(a, both_sources(b, c))

    assert (left, dict(left.how)) == (right, dict(right.how))
    assert both_sources(a, b) == both_sources(b, a)


classes = st.none() | st.dictionaries(
    st.sampled_from([f"k{k}" for k in range(30)]),
    st.tuples(st.integers(1, 9), st.integers(1, 9).map(float)),
    max_size=20,
)


@given(a=classes, b=classes, c=classes)
def test_classes_add_up_in_any_order_and_are_dropped_above_twenty(a, b, c):
    found = both_classes(both_classes(a, b), c)

    assert found == both_classes(a, both_classes(b, c))
    assert both_classes(a, b) == both_classes(b, a)
    assert found is None or len(found) <= 20
