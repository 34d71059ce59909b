"""The zone of tolerance: bars from minimum to desired, and where perceptions lie for certain."""

import pytest

from servqual.results import GapRow
from servqual.settings import ReportOptions
from servqual.writer.exhibits.zone import place, zone, zone_rows
from servqual.writer.sections.zone import zone as section
from servqual.writer.view import View
from tests.writer import studies


def gap(kind, low, high):
    minus = {"adequacy": "minimum", "superiority": "desired"}[kind]
    return GapRow("item", "q1", kind, "perception", minus, 50, ci_low=low, ci_high=high)


@pytest.mark.parametrize(
    ("adequacy", "superiority", "expected"),
    [
        ((-0.9, -0.1), (-2.0, -1.5), "below"),
        ((-0.1, 0.2), (-1.0, -0.5), "lower_edge"),
        ((0.1, 0.2), (-1.0, -0.5), "inside"),
        ((0.8, 0.9), (-0.1, 0.1), "upper_edge"),
        ((1.8, 1.9), (0.1, 0.3), "above"),
        ((None, None), (None, None), "cannot_tell"),
    ],
)
def test_a_place_is_told_by_both_intervals(adequacy, superiority, expected):
    found = place(gap("adequacy", *adequacy), gap("superiority", *superiority))

    assert found == expected


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
