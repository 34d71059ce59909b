"""The register of actions: the priority index, its ranks, the next wave, and where themes point."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.catalog import load_instrument
from servqual.errors import InstrumentError
from servqual.instrument import parse_instrument
from servqual.results import (
    AgreementRow,
    DriverModel,
    DriverRow,
    Importance,
    Priorities,
    PriorityRow,
)
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.study.actions import action_table
from servqual.study.gaps import gap_tables
from servqual.study.scores import points_table, score_tables
from tests.made import responses

FORM = load_instrument("servqual")
BARE = FORM.model_copy(update={"themes": []})


def survey(seed=1, n=80, fall=1.0):
    """Return expectations and perceptions of 22 items that fall short by a different amount."""
    rng = np.random.default_rng(seed)
    wanted = rng.integers(5, 8, (n, 22))
    short = rng.normal(fall * np.linspace(0, 2, 22), 1, (n, 22))
    return wanted, np.clip(np.round(wanted - short), 1, 7).astype(int)


def points(n=80, seed=3):
    rng = np.random.default_rng(seed)
    found = np.round(rng.dirichlet([2, 8, 5, 4, 3], n) * 100)
    found[:, 1] += 100 - found.sum(axis=1)
    return found


def register(answers, importance=None, priorities=None, powers=True, summary=None, **told):
    """Return the register of some answers."""
    summary = summary or summarize(answers, powers=powers)
    form, chosen = answers.instrument, Settings(**told)
    gaps = gap_tables(summary, form, chosen)
    scores = score_tables(summary, form, chosen)
    importance = points_table(summary, form) if importance is None else importance
    return action_table(summary, form, chosen, gaps, scores, importance, priorities or Priorities())


@pytest.fixture(scope="module")
def with_points():
    return register(responses(*survey(), points=points()))


# -- the index -------------------------------------------------------------------------------------


def test_the_index_is_importance_times_shortfall_as_a_share(with_points):
    wanted, seen = survey()
    weight = points().mean(axis=0) / 100
    of = [FORM.dimension_ids.index(i.dimension) for i in FORM.items]
    size = np.bincount(of)
    product = np.maximum((wanted - seen).mean(axis=0), 0) * weight[of] / size[of]
    expected = dict(zip(FORM.item_ids, product / product.sum(), strict=True))

    assert {r.item: r.index for r in with_points.rows} == pytest.approx(
        {r.item: expected[r.item] for r in with_points.rows}
    )


def test_importance_is_a_share_over_all_items(with_points):
    row = with_points.rows[0]
    weight = points().mean(axis=0) / 100

    assert row.importance_source == "points"
    d = FORM.dimension_ids.index(row.dimension)
    assert row.importance == pytest.approx(weight[d] / len(FORM.items_of(row.dimension)))


def test_with_points_the_index_is_the_part_of_the_weighted_gap():
    answers = responses(*survey(), points=points())
    summary = summarize(answers)
    gaps = gap_tables(summary, FORM, Settings())
    aggregate = next(r for r in gaps.overall if r.id == "weighted_aggregate")
    rows = register(answers, powers=False).rows
    gap = {r.id: r.gap for r in gaps.items}
    parts = {r.item: r.importance * gap[r.item] for r in rows}

    assert all(gap[r.item] < 0 for r in rows)
    negative = sum(
        gap[i] * points().mean(axis=0)[FORM.dimension_ids.index(FORM.item(i).dimension)] / 100
        / len(FORM.items_of(FORM.item(i).dimension))
        for i in FORM.item_ids if gap[i] < 0
    )  # fmt: skip
    assert {r.item: r.index for r in rows} == pytest.approx(
        {i: part / negative for i, part in parts.items()}
    )
    assert negative <= aggregate.gap


def test_performance_target_and_shortfall_are_those_of_the_gap(with_points):
    row = with_points.rows[0]

    assert row.target - row.performance == pytest.approx(-row.gap)
    assert row.shortfall == pytest.approx(-row.gap / 6)


def test_expectations_are_refused_as_importance():
    found = register(responses(*survey()))
    gap = {r.item: -r.gap for r in found.rows}
    row = found.rows[0]

    assert (row.importance_source, row.importance) == ("none", None)
    assert [r.item for r in found.rows] == sorted(gap, key=lambda i: -gap[i])


def test_more_expected_and_more_got_changes_nothing_without_importance():
    wanted, seen = survey()
    lower = register(responses(np.minimum(wanted, 6), np.minimum(seen, 6)), powers=False)
    higher = register(responses(np.minimum(wanted, 6) + 1, np.minimum(seen, 6) + 1), powers=False)

    assert [(r.item, r.index) for r in lower.rows] == [
        (r.item, pytest.approx(r.index)) for r in higher.rows
    ]


def rated(answers, ratings):
    """Return the answers with an importance battery."""
    table = answers.instrument.model_dump(exclude_none=True)
    batteries = [*table["batteries"], {"name": "importance", "label": {"en": "Importance"}}]
    form = parse_instrument(
        table | {"batteries": batteries, "importance": {"method": "ratings"}}, "mine.toml"
    )
    all_of_it = {**answers.ratings, "importance": ratings.astype(np.int16)}
    return replace(answers, instrument=form, ratings=all_of_it)


def test_ratings_of_importance_come_before_points():
    ratings = np.tile(np.arange(22) % 7 + 1, (80, 1))
    found = register(rated(responses(*survey(), points=points()), ratings))
    total = (np.arange(22) % 7 + 1).sum()

    assert found.rows[0].importance_source == "ratings"
    assert {r.item: r.importance for r in found.rows} == pytest.approx(
        {r.item: (FORM.item_ids.index(r.item) % 7 + 1) / total for r in found.rows}
    )


def test_a_gap_from_importance_does_not_count_it_twice():
    wanted, seen = survey()
    table = FORM.model_dump(exclude_none=True)
    batteries = [b for b in table["batteries"] if b["name"] == "perception"]
    batteries.append({"name": "importance", "label": {"en": "Importance"}})
    items = [{k: v for k, v in i.items() if k != "wording"} for i in table["items"]]
    gaps = [{"name": "gap", "of": "perception", "minus": "importance"}]
    form = parse_instrument(
        table | {"batteries": batteries, "gaps": gaps, "items": items,
                 "importance": {"method": "ratings"}},
        "mine.toml",
    )  # fmt: skip
    made = responses(None, seen, instrument=form)
    found = register(replace(made, ratings={**made.ratings, "importance": wanted.astype("int16")}))

    assert found.rows[0].kind == "gap"
    assert {(r.importance_source, r.importance) for r in found.rows} == {("none", None)}


def test_an_item_that_counts_for_nothing_stands_last_and_not_left_out():
    given = points()
    given[:, 0] += given[:, 4]
    given[:, 4] = 0
    wanted, seen = survey(fall=2)
    rows = register(responses(wanted, seen, points=given)).rows
    last = [r for r in rows if r.index == 0]

    assert {r.dimension for r in last} == {"empathy"}
    assert {r.rank for r in last} == {len(rows) - len(last) + 1}


def derived(level, shares, drawn=None):
    """Return importance derived from satisfaction."""
    ids = FORM.dimension_ids if level == "dimension" else FORM.item_ids
    model = DriverModel("satisfaction", "perception", level, 80, len(ids), leads=True)
    rows = tuple(
        DriverRow("satisfaction", "perception", level, i, 80, share=s)
        for i, s in zip(ids, shares, strict=True)
    )
    return Importance(drivers=rows, models=(model,), leading_drawn=drawn)


def test_derived_importance_stands_in_where_nothing_was_stated():
    shares = np.arange(1, 23) / 253
    found = register(responses(*survey()), derived("item", shares))

    assert found.rows[0].importance_source == "derived"
    assert {r.item: r.importance for r in found.rows} == pytest.approx(
        {r.item: shares[FORM.item_ids.index(r.item)] for r in found.rows}
    )


def test_the_share_of_a_dimension_is_shared_out_over_its_items():
    found = register(responses(*survey()), derived("dimension", [0.1, 0.4, 0.2, 0.2, 0.1]))
    row = next(r for r in found.rows if r.dimension == "reliability")

    assert row.importance == pytest.approx(0.4 / 5)


def test_derived_importance_that_moves_widens_the_ranks():
    shares = np.full(22, 1 / 22)
    drawn = np.random.default_rng(1).dirichlet(np.full(22, 3.0), 2000)
    still = register(responses(*survey()), derived("item", shares)).rows
    moving = register(responses(*survey()), derived("item", shares, drawn)).rows
    wide = [[r.rank_high - r.rank_low for r in rows] for rows in (still, moving)]

    assert sum(wide[1]) > sum(wide[0])


def test_fewer_samples_of_importance_than_of_shortfalls_are_enough():
    shares = np.full(22, 1 / 22)
    drawn = np.random.default_rng(1).dirichlet(np.full(22, 3.0), 500)
    rows = register(responses(*survey()), derived("item", shares, drawn)).rows

    assert all(r.rank_low <= r.rank <= r.rank_high for r in rows)


# -- who is in it ----------------------------------------------------------------------------------


def test_only_shortfalls_that_may_matter_are_listed(with_points):
    assert {r.verdict for r in with_points.rows} <= {"clearly_large", "size_open"}
    assert all(r.gap < 0 for r in with_points.rows)
    assert 0 < len(with_points.rows) < 22


def test_without_a_shortfall_there_is_no_register():
    wanted, _ = survey()

    assert register(responses(wanted, wanted)).problem == "no_shortfall"


def test_expectations_alone_give_nothing_to_rank():
    assert register(responses(survey()[0], None)).problem == "nothing_to_rank"


def test_perceptions_alone_are_held_against_the_top_of_the_scale():
    _, seen = survey()
    found = register(responses(None, seen, instrument="servperf"))
    worst = FORM.item_ids[int(seen.mean(axis=0).argmin())]

    assert (found.rows[0].item, found.rows[0].target, found.rows[0].kind) == (worst, 7.0, "")
    assert found.rows[0].shortfall == pytest.approx((7 - seen.mean(axis=0).min()) / 6)
    assert (found.rows[0].gap, found.rows[0].verdict) == (None, "")


def test_perceptions_alone_are_held_against_the_target_that_was_set():
    _, seen = survey()
    found = register(responses(None, seen, instrument="servperf"), target=(5.0, 4.0))
    below = [i for i, m in zip(FORM.item_ids, seen.mean(axis=0), strict=True) if m < 5]

    assert sorted(r.item for r in found.rows) == sorted(below)
    assert {r.target for r in found.rows} == {5.0}


def test_the_place_in_the_matrix_stands_beside():
    answers = responses(*survey(), points=points())
    item = register(answers).rows[0].item
    chances = {"concentrate": 0.7, "keep_up": 0.3, "low_priority": 0.0, "overkill": 0.0}
    at = PriorityRow(item, 6, 4, "concentrate_here", 80, 80, chances, "leaning")
    row = register(answers, priorities=Priorities(items=(at,))).rows[0]

    assert (row.quadrant, row.probability, row.certainty) == ("concentrate_here", 0.7, "leaning")


# -- ranks -----------------------------------------------------------------------------------------


def test_ranks_have_limits_that_hold_them(with_points):
    rows = with_points.rows

    assert [r.index for r in rows] == sorted((r.index for r in rows), reverse=True)
    assert all(r.rank_low <= r.rank <= r.rank_high for r in rows)
    assert sum(r.probability_first for r in rows) == pytest.approx(1)


def test_the_limits_are_those_of_a_bootstrap_over_people(with_points):
    wanted, seen = survey()
    given, rng = points(), np.random.default_rng(9)
    of = [FORM.dimension_ids.index(i.dimension) for i in FORM.items]
    size = np.bincount(of)
    items = [FORM.item_ids.index(r.item) for r in with_points.rows]
    ranks = []
    for _ in range(2000):
        who = rng.integers(0, 80, 80)
        short = np.maximum((wanted[who] - seen[who]).mean(axis=0), 0)
        index = (short * given[who].mean(axis=0)[of] / size[of])[items]
        ranks.append((-index).argsort().argsort() + 1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    first = (np.array(ranks) == 1).mean(axis=0)

    assert np.abs([r.rank_low for r in with_points.rows] - low).max() <= 1
    assert np.abs([r.rank_high for r in with_points.rows] - high).max() <= 1
    assert [r.probability_first for r in with_points.rows] == pytest.approx(first, abs=0.05)


def test_without_replicates_there_are_ranks_without_limits():
    rows = register(responses(*survey(), points=points()), powers=False).rows

    assert (rows[0].rank, rows[1].rank) == (1, 2)
    assert {(r.rank_low, r.rank_high, r.probability_first) for r in rows} == {(None, None, None)}


def test_the_ranks_of_a_handful_of_people_have_no_limits():
    wanted, seen = survey(n=9, fall=3)
    rows = register(responses(wanted, seen)).rows

    assert rows
    assert {(r.rank_low, r.rank_high, r.probability_first) for r in rows} == {(None, None, None)}


def test_two_halves_added_up_give_the_same_register(with_points):
    answers = responses(*survey(), points=points())
    half = np.arange(80) < 40
    parts = [summarize(answers.take(mask), powers=True) for mask in (half, ~half)]
    found = register(answers, summary=parts[0] + parts[1])

    assert found == with_points


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_people_does_not_matter_to_the_index(seed):
    wanted, seen = survey(seed, n=30)
    order = np.random.default_rng(seed).permutation(30)
    one = register(responses(wanted, seen), powers=False)
    other = register(responses(wanted[order], seen[order]), powers=False)

    assert one == other


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 3))
def test_an_index_is_a_share(seed, fall):
    found = register(responses(*survey(seed, n=30, fall=fall)), powers=False)

    assert all(0 <= r.index <= 1 for r in found.rows)
    assert sum(r.index for r in found.rows) <= 1 + 1e-12


# -- the next wave ---------------------------------------------------------------------------------


def test_the_next_target_is_one_smallest_gap_of_interest_up(with_points):
    row = with_points.rows[0]

    assert row.next_target == pytest.approx(row.performance + 0.5)


def test_the_next_target_is_never_beyond_the_target():
    rows = register(responses(*survey()), sesoi=1.5).rows
    row = rows[-1]

    assert row.target - row.performance < 1.5
    assert row.next_target == pytest.approx(row.target)


def test_people_and_power_of_the_next_wave_are_those_of_two_samples(with_points):
    row, seen = with_points.rows[0], survey()[1]
    sd = seen[:, FORM.item_ids.index(row.item)].std(ddof=1)
    n = 2 * (1.959964 + 0.841621) ** 2 * (sd / 0.5) ** 2 + 1.959964**2 / 4

    assert row.n_next == math.ceil(n)
    # R: power.t.test(80, .5, sd)$power is within a hundredth
    shift = 0.5 / sd * math.sqrt(40) - 1.959964
    assert row.power == pytest.approx(0.5 * (1 + math.erf(shift / math.sqrt(2))), abs=1e-4)


def test_weights_ask_for_more_people_by_their_design_effect():
    weights = np.where(np.arange(80) % 2, 3.0, 1.0)
    rows = register(responses(*survey(), weights=weights)).rows
    gaps = gap_tables(summarize(responses(*survey(), weights=weights)), FORM, Settings())
    sd = {r.id: r.sd_of for r in gaps.items}[rows[0].item]
    n = 2 * (1.959964 + 0.841621) ** 2 * (sd / 0.5) ** 2 + 1.959964**2 / 4

    assert rows[0].n_next == math.ceil(n * 1.25)


def test_an_item_that_all_rate_alike_needs_no_number():
    wanted, _ = survey()
    rows = register(responses(wanted, np.full((80, 22), 3))).rows

    assert {(r.n_next, r.power) for r in rows} == {(None, None)}


# -- where themes point ----------------------------------------------------------------------------


def test_themes_stand_by_their_part_of_the_weighted_shortfall(with_points):
    causes = with_points.causes
    index = {r.item: r.index for r in with_points.rows}

    assert [c.share for c in causes] == sorted((c.share for c in causes), reverse=True)
    assert [c.share for c in causes] == pytest.approx(
        [sum(index[i] for i in c.items) for c in causes]
    )
    assert causes[-1].cumulative == pytest.approx(sum(index.values()))
    assert sorted(i for c in causes for i in c.items) == sorted(index)


def test_the_questionnaire_says_where_a_theme_points_to(with_points):
    declared = {t.id: t.points_to for t in FORM.themes}

    assert {c.pointed_by for c in with_points.causes} == {"theme"}
    assert all(c.gap_number == declared[c.theme] for c in with_points.causes)
    assert all(r.gap_number == declared[r.theme] for r in with_points.rows)


@pytest.mark.parametrize("name", ["servqual", "servqual-1988", "servperf"])
def test_every_theme_of_a_shipped_questionnaire_points_somewhere(name):
    assert all(t.points_to in (1, 2, 3, 4) for t in load_instrument(name).themes)


def uneven(dimension):
    """Return a survey in which what people got in one dimension differs from person to person."""
    wanted = np.full((80, 22), 6)
    seen = np.where(np.arange(80) % 2, 4, 3)[:, None] * np.ones((1, 22), dtype=int)
    own = [FORM.items[k].dimension == dimension for k in range(22)]
    seen[:, own] = np.where(np.arange(80) % 2, 6, 1)[:, None]
    return wanted, seen


def test_without_a_word_uneven_service_points_to_delivery_and_even_to_standards():
    found = register(responses(*uneven("assurance"), instrument=BARE)).causes
    to = {c.theme: (c.source, c.gap_number, c.pointed_by, c.evidence[0]) for c in found}

    assert to.pop("assurance") == ("dimension", 3, "uneven", "uneven_service")
    assert set(to.values()) == {("dimension", 2, "even", "even_service")}


def test_the_register_of_a_questionnaire_without_themes_names_none():
    assert {r.theme for r in register(responses(*survey(), instrument=BARE)).rows} == {""}


def test_who_asks_for_the_highest_answer_is_evidence_for_promises():
    _, seen = survey(fall=3)
    wanted = np.full_like(seen, 7)
    promises = [
        next(c for c in register(responses(asked, seen)).causes if c.theme == "promises")
        for asked in (wanted, wanted - 1)
    ]

    assert [c.evidence for c in promises] == [("wanted_highest",), ()]
    assert promises[1].missing == ("promises", "counts")


def test_orders_of_importance_that_differ_are_evidence_for_research():
    def rows(turned):
        return tuple(
            AgreementRow("dimension", d, "points", 20.0, k + 1, 0.2, (5 - k) if turned else k + 1,
                         "key")
            for k, d in enumerate(FORM.dimension_ids)
        )  # fmt: skip

    answers = responses(*survey(), points=points())
    plain = points_table(summarize(answers), FORM)
    evidence = [
        {c.theme: c.evidence for c in register(answers, replace(plain, agreement=rows(t))).causes}
        for t in (True, False)
    ]

    assert evidence[0]["individual"] == ("orders_differ",)
    assert evidence[1]["individual"] == ()


@pytest.mark.parametrize("number", [0, 5, "2"])
def test_a_theme_points_to_one_of_four_gaps(number):
    table = FORM.model_dump(exclude_none=True)
    table["themes"][0]["points_to"] = number

    with pytest.raises(InstrumentError, match=r"themes\[premises\]\.points_to"):
        parse_instrument(table, "mine.toml")


# -- the whole way ---------------------------------------------------------------------------------


def test_a_study_has_a_register_that_agrees_with_its_gaps_and_its_matrix():
    study = sq.analyze(sq.read(sq.simulate(300).frame))
    gap = {r.id: r.gap for r in study.gaps.items}
    quadrant = {r.item: r.quadrant for r in study.priorities.items}

    assert study.actions.problem == ""
    assert all(r.gap == gap[r.item] and r.quadrant == quadrant[r.item] for r in study.actions.rows)
    assert study.actions.rows[0].rank == 1
    assert "problems_asked" in {code for c in study.actions.causes for code in c.evidence}
