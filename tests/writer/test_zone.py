"""The zone of tolerance: bars from minimum to desired, and where perceptions lie for certain."""

from dataclasses import replace

import pytest

from servqual.settings import ReportOptions
from servqual.statistics.zone import place
from servqual.writer.exhibits.gaps import gap_dimensions
from servqual.writer.exhibits.zone import zone, zone_rows
from servqual.writer.exhibits.zone_people import screening, shares, with_and_without
from servqual.writer.figures.zone_radar import strips
from servqual.writer.sections.zone import zone as section
from servqual.writer.view import View
from tests.writer import studies


@pytest.mark.parametrize(
    ("adequacy", "superiority", "expected"),
    [
        ((-0.9, -0.1), (-2.0, -1.5), "below"),
        ((-0.1, 0.2), (-1.0, -0.5), "lower_edge"),
        ((0.1, 0.2), (-1.0, -0.5), "inside"),
        ((0.8, 0.9), (-0.1, 0.1), "upper_edge"),
        ((1.8, 1.9), (0.1, 0.3), "above"),
        ((-0.1, 0.4), (-0.5, 0.2), "either_edge"),
        ((-0.9, -0.1), (0.1, 0.3), "cannot_tell"),
        ((None, None), (None, None), "cannot_tell"),
    ],
)
def test_a_place_is_told_by_both_intervals(adequacy, superiority, expected):
    assert place(adequacy, superiority) == expected


def test_the_bar_goes_from_the_minimum_to_the_desired_mean():
    view = View(studies.zone(), ReportOptions())
    first = zone_rows(view, "item")[0]
    bars = zone(view, "item").figure.wide["data"][0]

    assert bars["base"][0] == first.minimum
    assert bars["base"][0] + bars["x"][0] == pytest.approx(first.desired)


def test_items_come_nearest_to_their_minimum_first():
    rows = zone_rows(View(studies.zone(), ReportOptions()), "item")
    places = [row.place for row in rows]

    assert places == sorted(places, key=["below", "lower_edge", "inside"].index)


def test_items_are_counted_by_place_in_both_languages():
    said = [
        section(View(studies.zone(), ReportOptions(language=lang)))[0].context["lead"][1]
        for lang in ("en", "zh")
    ]

    assert said == [
        "Of 22 items, 6 lie below the zone; "
        "2 cannot be told from its lower edge; 14 lie inside it.",
        "22 个题项中，6 个低于区间；2 个与区间下限无法区分；14 个在区间之内。",
    ]


def test_without_a_minimum_there_is_no_zone():
    assert section(View(studies.bank(), ReportOptions())) == []


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en", "Mean over all items", "Mean of the dimensions"),
        ("zh", "全部题项的均值", "各维度的均值"),
    ],
)
def test_where_items_make_the_overall_their_mean_leads(language, first, last):
    study = studies.zone()
    by_items = study.instrument.model_copy(update={"overall": "items"})
    view = View(replace(study, instrument=by_items), ReportOptions(language=language))
    names = [row[0].text for row in gap_dimensions(view, "adequacy").table.rows]

    assert (names[0], names[-1]) == (first, last)


@pytest.fixture(scope="module")
def study():
    return studies.zone()


def test_the_three_shares_of_people_stand_in_one_row(study):
    view = View(study, ReportOptions())
    row = shares(view, "item").table.rows[0]
    percents = [int(cell.text.rstrip("%")) for cell in row[1:4]]

    assert sum(percents) in (99, 100, 101)
    assert shares(view, "item").figure.alt.startswith("Stacked bars of 22 items. The first: ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The first three rules would keep 6 of 10 people, the stricter one 4."),
        ("zh", "前三条规则会保留 10 人中的 6 人，更严格的规则保留 4 人。"),
    ],
)
def test_the_screening_says_how_many_people_it_would_keep(study, language, said):
    zone_found = replace(study.zone, n=10, n_screened=6, n_no_inversion=4)
    view = View(replace(study, zone=zone_found), ReportOptions(language=language))

    assert screening(view).says == [said]


def test_where_no_rule_meets_anybody_the_screening_says_so(study):
    found = replace(study.zone, n=10, n_screened=10, n_no_inversion=10, variants=())
    view = View(replace(study, zone=found), ReportOptions())

    assert screening(view).says == [
        "No rule meets anybody: with or without a screening the figures are the same."
    ]
    assert with_and_without(view) is None


def test_the_radar_comes_on_request_only(study):
    drawn = [
        [e.id for e in section(View(study, ReportOptions(radar=asked)))[0].exhibits]
        for asked in (False, True)
    ]

    assert [("exhibit-zone-radar" in ids) for ids in drawn] == [False, True]


def test_a_fill_ends_where_its_two_lines_cross():
    inner, outer = [(1.0, 0.0), (0.0, 1.0)], [(2.0, 0.0), (0.0, 0.5)]
    first, second = strips(inner, outer, [1.0, -0.5])
    cross = first[1]

    assert first[0] == (1.0, 0.0)
    assert first[2] == (2.0, 0.0)
    assert cross == pytest.approx((2 / 3, 1 / 3), abs=1e-5)
    assert second[2] == pytest.approx(cross)
