"""Zones of tolerance: gaps over the same people, where they lie, whom a screening leaves out."""

import csv
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.zone import with_zone, zone_sums
from servqual.instrument import Form, PeopleColumn, parse_instrument
from servqual.responses import Missing, Responses, Source
from servqual.settings import Settings
from servqual.statistics.zone import position
from servqual.study.zone import zone_rows, zone_sides

NA, BLANK = Missing.NOT_APPLICABLE, Missing.BLANK
LEVELS = ("minimum", "desired", "perception")


def form(dimensions, *, overall="dimensions", parts=1):
    """Return a questionnaire of three levels on 1-9 with items by dimension."""
    return parse_instrument(
        {
            "id": "three",
            "version": "1",
            "title": {"en": "Three levels"},
            "source": "own",
            "wording": "own",
            "overall": overall,
            "scale": {"min": 1, "max": 9, "parts": parts},
            "batteries": [{"name": name, "label": {"en": name}} for name in LEVELS],
            "gaps": [
                {"name": "adequacy", "of": "perception", "minus": "minimum"},
                {"name": "superiority", "of": "perception", "minus": "desired"},
            ],
            "dimensions": [{"id": d, "name": {"en": d}} for d in dimensions],
            "items": [
                {"id": i, "dimension": d, "topic": {"en": i}}
                for d, items in dimensions.items()
                for i in items
            ],
        },
        "three",
    )


def answers(questionnaire, **codes):
    """Return the answers of some people, a row each, under the names of the levels."""
    ratings = {name: np.array(values, dtype=np.int16) for name, values in codes.items()}
    n = len(ratings["perception"])
    return Responses(questionnaire, ratings, np.arange(2, n + 2), Source("x.csv", "", n, n, 0))


def rows_of(people):
    """Return the zones of some answers by id."""
    questionnaire = people.instrument
    sums = zone_sums((people,), zone_sides(questionnaire.gaps))
    return {row.id: row for row in zone_rows(sums, questionnaire, Settings())}


@pytest.fixture(scope="module")
def drawn():
    """Return 60 people with three ratings of 22 items, some missing or not applicable."""
    rng = np.random.default_rng(7)
    questionnaire = form(
        {
            "affect": [f"as{k}" for k in range(1, 10)],
            "control": [f"ic{k}" for k in range(1, 9)],
            "place": [f"lp{k}" for k in range(1, 6)],
        },
        overall="items",
    )
    codes = {
        name: np.clip(rng.normal(mean, 1.3, (60, 22)).round(), 1, 9)
        for name, mean in zip(LEVELS, (5.2, 7.4, 6.1), strict=True)
    }
    holes = rng.random((60, 22))
    codes["perception"][holes < 0.05] = BLANK
    for name in LEVELS:
        codes[name][holes > 0.95] = NA
    return answers(questionnaire, **codes)


@pytest.fixture(scope="module")
def zones(drawn):
    return rows_of(drawn)


# -- gaps ------------------------------------------------------------------------------------------


def test_superiority_is_adequacy_minus_the_width_on_every_row(zones):
    left = [row.superiority for row in zones.values()]
    right = [row.adequacy - row.width for row in zones.values()]

    assert left == pytest.approx(right, abs=1e-12)


def test_every_mean_stands_over_the_people_who_rated_all_three(drawn, zones):
    three = [drawn.ratings[name][:, 0] for name in LEVELS]
    kept = np.all([codes > 0 for codes in three], axis=0)
    low, high, seen = (codes[kept].astype(float) for codes in three)
    row = zones["as1"]
    se = (seen - low).std(ddof=1) / np.sqrt(kept.sum())

    assert row.n == kept.sum() < 60
    assert (row.minimum, row.desired, row.perception) == pytest.approx(
        (low.mean(), high.mean(), seen.mean())
    )
    assert row.adequacy == pytest.approx((seen - low).mean())
    assert row.adequacy_high - row.adequacy == pytest.approx(2.0 * se, rel=0.02)


def test_the_overall_is_each_persons_mean_over_items_not_the_mean_of_three_dimensions(drawn, zones):
    three = np.array([drawn.ratings[name] for name in LEVELS], dtype=float)
    three[:, np.any(three < 0, axis=0)] = np.nan
    by_person = np.nanmean(three[2] - three[0], axis=1)
    dimensions = [zones[d].adequacy for d in ("affect", "control", "place")]

    assert zones["item_mean"].adequacy == pytest.approx(by_person.mean())
    assert abs(zones["item_mean"].adequacy - np.mean(dimensions)) > 1e-4


def test_with_nothing_missing_the_zone_has_the_gaps_of_the_gap_tables():
    rng = np.random.default_rng(1)
    questionnaire = form({"a": ["q1", "q2"], "b": ["q3"]})
    codes = {name: rng.integers(1, 10, (40, 3)) for name in LEVELS}
    study = sq.analyze(answers(questionnaire, **codes))
    row, gap = study.zone.row("unweighted"), study.gaps.of_kind("adequacy").overall[0]

    assert (row.adequacy, row.adequacy_low, row.adequacy_high) == pytest.approx(
        (gap.gap, gap.ci_low, gap.ci_high)
    )


def test_survey_weights_count_in_the_means_and_in_the_shares(drawn):
    weights = np.where(np.arange(60) < 30, 1.0, 3.0)
    row = rows_of(replace(drawn, weights=weights))["as1"]
    three = [drawn.ratings[name][:, 0] for name in LEVELS]
    kept = np.all([codes > 0 for codes in three], axis=0)
    low, _, seen = (codes[kept].astype(float) for codes in three)

    assert row.adequacy == pytest.approx(np.average(seen - low, weights=weights[kept]))
    assert row.share_below == pytest.approx(np.average(seen < low, weights=weights[kept]))


def test_shares_add_up_and_a_zone_turned_upside_down_holds_nobody():
    questionnaire = form({"a": ["q1"]})
    people = answers(
        questionnaire,
        minimum=[[3], [3], [3], [8], [8]],
        desired=[[7], [7], [7], [4], [4]],
        perception=[[2], [5], [8], [6], [9]],
    )
    row = rows_of(people)["q1"]

    assert (row.share_below, row.share_inside, row.share_above) == pytest.approx((0.4, 0.2, 0.4))


def test_a_mean_position_needs_a_width():
    assert position(5.0, 6.0, 4.0) is None
    assert position(1.0, 0.0, 5.0) == -0.25


# -- published figures -----------------------------------------------------------------------------


def test_seventeen_libraries_give_the_printed_means_and_gaps(shared_data):
    with (shared_data / "published" / "lehigh_libqual_2002_2003.csv").open(encoding="utf-8") as f:
        found = [row for row in csv.DictReader(f) if row["institution"] != "Mean"]
    willing, polite = (
        [row for row in found if row["item"].startswith(name)] for name in ("AS-3", "AS-7")
    )
    questionnaire = form({"affect": ["as3", "as7"]}, parts=100)
    codes = {
        level: [
            [round(float(one[key]) * 100), round(float(two[key]) * 100)]
            for one, two in zip(willing, polite, strict=True)
        ]
        for level, key in zip(LEVELS, ("min", "des", "per"), strict=True)
    }
    rows = rows_of(answers(questionnaire, **codes))
    printed = {"as3": (6.23, 7.93, 6.99, 0.76, -0.94), "as7": (6.60, 8.06, 7.28, 0.69, -0.78)}

    assert len(willing) == 17
    assert (rows["as3"].minimum, rows["as3"].desired, rows["as3"].perception) == pytest.approx(
        (6.2324, 7.9276, 6.9876), abs=5e-5
    )
    for name, figures in printed.items():
        row = rows[name]
        own = (row.minimum, row.desired, row.perception, row.adequacy, row.superiority)
        assert own == pytest.approx(figures, abs=0.011)


def test_the_rows_of_the_libraries_subtract_and_give_their_positions(shared_data):
    with (shared_data / "published" / "lehigh_libqual_2002_2003.csv").open(encoding="utf-8") as f:
        found = list(csv.DictReader(f))
    off = [
        abs(float(r["per"]) - float(r[side]) - float(r[gap]))
        for r in found
        for side, gap in (("min", "adequacy"), ("des", "superiority"))
    ]
    place = {
        r["institution"]: position(float(r["min"]), float(r["per"]), float(r["des"]))
        for r in found
        if r["item"].startswith("AS-3")
    }

    assert max(off) <= 0.0101
    assert (place["J"], place["K"], place["F"]) == pytest.approx((0.604, 0.037, -0.019), abs=6e-4)


@pytest.fixture(scope="module")
def groups(shared_data):
    """Return the zones of three groups of 100 people each who have the published gaps."""
    with (shared_data / "published" / "vcu2004_libqual_adequacy.csv").open(encoding="utf-8") as f:
        printed = list(csv.DictReader(f))
    items = [row["item"].replace("-", "_").lower() for row in printed]
    questionnaire = form({"all": items})
    found = {}
    for group in ("undergrad", "grad", "faculty"):
        total = np.array([round(float(row[group]) * 100) for row in printed])
        each = np.floor_divide(total, 100) + (np.arange(100)[:, None] < np.mod(total, 100))
        low = np.full((100, len(items)), 5)
        codes = {"minimum": low, "desired": low + 3, "perception": low + each}
        found[group] = rows_of(answers(questionnaire, **codes))
    return items, found


def test_faculty_lies_below_its_minimum_on_nine_of_eleven_items_of_information_control(groups):
    items, found = groups
    below = [i for i in items if i.startswith("ic") and found["faculty"][i].adequacy < 0]

    assert len(below) == 9


def test_graduate_students_lie_below_their_minimum_on_eleven_of_twenty_items(groups):
    items, found = groups

    assert sum(found["grad"][i].adequacy < 0 for i in items) == 11


def test_the_means_of_the_three_columns_are_those_of_the_published_table(groups):
    items, found = groups
    means = [np.mean([rows[i].adequacy for i in items]) for rows in found.values()]

    assert means == pytest.approx([0.3700, -0.1300, -0.1395], abs=1e-9)


# -- screening -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def screened():
    """Return the study of 14 people: 10 usual ones, and one for each rule of the screening."""
    questionnaire = form({"a": [f"q{k}" for k in range(1, 23)]})
    low, high, seen = (np.full((14, 22), v) for v in (4, 8, 6))
    seen[10, 0] = BLANK
    for codes in (low, high, seen):
        codes[11, :12] = NA
    low[12, :10], low[13, :1] = 9, 9
    seen[:10, 3:6] = [[7, 5, 6]] * 5 + [[5, 7, 6]] * 5
    people = answers(questionnaire, minimum=low, desired=high, perception=seen)
    return with_zone(sq.analyze(people), (people,), people).zone


def test_each_rule_counts_whom_it_meets_and_whom_no_earlier_one_has_met(screened):
    counts = {row.rule: (row.limit, row.n_matching, row.n) for row in screened.screening}

    assert counts == {
        "incomplete": (0.0, 1, 1),
        "many_not_applicable": (11.0, 1, 1),
        "many_inversions": (9.0, 1, 1),
        "any_inversion": (0.0, 2, 1),
    }


def test_nobody_is_left_out_and_both_numbers_of_people_are_kept(screened):
    assert (screened.n, screened.n_screened, screened.n_no_inversion) == (14, 11, 10)
    assert screened.row("a").n == 13  # with 12 of 22 not applicable there is no score
    assert (screened.n_inversions, screened.n_pairs) == (11, 14 * 22 - 12)


def test_without_inversions_the_zone_is_wider(screened):
    width = {v.variant: v.width for v in screened.variants if v.level == "dimension"}

    assert screened.row("a").width < width["screened"] < width["no_inversion"] == 4.0


def test_a_screening_that_leaves_too_few_people_gives_no_figures(drawn):
    study = sq.analyze(drawn, min_cell=50)

    assert study.zone.n_no_inversion < 50
    assert [v for v in study.zone.variants if v.variant == "no_inversion"] == []


def test_what_a_short_version_does_not_ask_makes_nobody_incomplete():
    plain = form({"a": ["q1", "q2"], "b": ["q3", "q4"]})
    short = plain.model_copy(
        update={
            "forms": [Form(id="A", items=["q1", "q3"]), Form(id="B", items=["q2", "q4"])],
            "people": [PeopleColumn(id="form", label={"en": "Form"})],
        }
    )
    mask = np.array([[True, False, True, False], [False, True, False, True]] * 6)
    codes = {
        name: np.where(mask, value, Missing.NOT_SHOWN)
        for name, value in zip(LEVELS, (4, 8, 6), strict=True)
    }
    people = answers(short, **codes)
    people = replace(people, people={"form": np.array(["A", "B"] * 6, dtype=object)})
    zone = sq.analyze(people).zone

    assert [row.n_matching for row in zone.screening] == [0, 0, 0, 0]
    assert (zone.row("q1").n, zone.row("a").n) == (6, 12)


def test_without_three_levels_there_is_no_zone(plain_survey):
    study = sq.analyze(sq.read(plain_survey))

    assert not study.zone
    assert '"zone": null' in sq.to_json(study)


def test_the_charts_of_a_zone_can_be_chosen(screened):
    heights = [sq.chart(screened, which=w).layout.height for w in ("", "people", "radar")]

    assert all(heights)
    with pytest.raises(sq.SettingsError, match=r"Choose one of '', 'items', 'people', 'radar'"):
        sq.chart(screened, which="pie")
