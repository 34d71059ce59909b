"""Scales of different length, half points, sliders and conversions: declared, exact, or refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servqual.analysis import analyze
from servqual.errors import RatingError, SettingsError
from servqual.importer import read
from servqual.importer.answers.scales import converted, parse_ends, parse_scales
from servqual.importer.mapfiles.mapping import parse_mapping
from tests.importer.surveys import save, survey
from tests.importer.test_labels import questionnaire

HEADS = ["E1", "E2", "E3", "P1", "P2", "P3"]
TWO = {"expectation": "1-5", "perception": "1-7"}


def small(tmp_path, *people, delimiter=";", **options):
    """Read people who rated three items in two batteries."""
    rows = [HEADS, *(list(map(str, person)) for person in people)]
    return read(save(tmp_path, rows, delimiter), questionnaire(1, 7), **options)


# -- what is declared ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("1-5", (1, 5, 1)),
        ("0-100", (0, 100, 1)),
        ("-2 to 2", (-2, 2, 1)),
        ("1-5/0.5", (1, 5, 2)),
        ("1-5 step 0,5", (1, 5, 2)),
        ("1-10 by 0.25", (1, 10, 4)),
        ("0-10/0.1", (0, 10, 10)),
    ],
)
def test_a_scale_is_declared_by_its_ends_and_its_step(text, ends):
    found = parse_ends(text)

    assert (found.low, found.high, found.parts) == ends


@pytest.mark.parametrize("text", ["1-5/0.3", "1-5/2", "1-5/0", "-2-2/0.5", "0-100/0.01", "1-5/x"])
def test_a_senseless_step_is_refused(text):
    with pytest.raises(SettingsError):
        parse_ends(text)


def test_scales_may_be_a_text_a_list_or_a_mapping():
    assert parse_scales("1-5") == ("1-5", {})
    assert parse_scales(["expectation=1-5", "Perception = 1-7"]) == ("", TWO)
    assert parse_scales(TWO) == ("", TWO)
    assert parse_scales(None) == ("", {})


def test_two_scales_without_a_battery_are_refused():
    with pytest.raises(SettingsError, match="two scales were given, '1-5' and '1-7'"):
        parse_scales(["1-5", "1-7"])


def test_a_scale_of_an_unknown_battery_is_refused(tmp_path):
    with pytest.raises(SettingsError) as caught:
        small(tmp_path, [1] * 6, scale={"desired": "1-9"})

    assert str(caught.value) == (
        "a scale was given for 'desired', but small has no such battery. Batteries: expectation, "
        "perception."
    )


# -- two lengths in one file -----------------------------------------------------------------------


def test_a_gap_between_two_lengths_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(SettingsError) as caught:
        small(tmp_path, [5, 4, 3, 7, 6, 5], scale=["expectation=1-5", "perception=1-7"])

    assert str(caught.value) == (
        "expectation is answered from 1 to 5 and perception from 1 to 7; a gap needs one scale for "
        "both. Say on which one to report, such as --convert 1-7 or --convert 0-100; the ratings "
        "are then converted on a straight line."
    )


def test_two_lengths_are_converted_on_a_straight_line_and_noted(tmp_path):
    people = ([5, 4, 3, 7, 6, 5], [1, 2, 3, 1, 4, 7])

    guests = small(tmp_path, *people, scale=TWO, convert="1-7")

    scale = guests.instrument.scale
    points = {b: (codes / scale.parts).tolist() for b, codes in guests.ratings.items()}
    assert (scale.min, scale.max, scale.parts) == (1, 7, 2)
    assert points["expectation"] == [[7, 5.5, 4], [1, 2.5, 4]]
    assert points["perception"] == [[7, 6, 5], [1, 4, 7]]
    assert [n.text for n in guests.notes if n.code == "ratings_converted"] == [
        "The ratings of “expectation” were converted from the scale 1 to 5 to the scale 1 to 7 on "
        "a straight line, lowest to lowest and highest to highest. People may still use scales of "
        "different length differently."
    ]


def test_the_converted_gaps_are_those_computed_by_hand(tmp_path):
    people = ([5, 4, 3, 7, 6, 5], [1, 2, 3, 1, 4, 7], [3, 3, 3, 4, 4, 4])

    gaps = analyze(small(tmp_path, *people, scale=TWO, convert="0-100")).gaps

    by_hand = {
        "q1": ((100 - 100) + (0 - 0) + (50 - 50)) / 3,
        "q2": ((500 / 6 - 75) + (50 - 25) + (50 - 50)) / 3,
        "q3": ((400 / 6 - 50) + (100 - 50) + (50 - 50)) / 3,
    }
    assert {r.id: r.gap for r in gaps.items} == pytest.approx(by_hand, abs=1e-12)
    assert gaps.row("all", "gap").gap == pytest.approx(sum(by_hand.values()) / 3, abs=1e-12)


def test_the_table_of_scales_of_a_mapping_file_says_the_same(tmp_path):
    mapping = parse_mapping({"scale": TWO, "convert": "1-7"}, "map.toml")
    person = [5, 4, 3, 7, 6, 5]

    guests = small(tmp_path, person, mapping=mapping)

    assert guests.ratings["expectation"].tolist() == [[14, 11, 8]]


def test_missing_answers_stay_what_they_are_when_converted(tmp_path):
    guests = small(tmp_path, [5, "N/A", "", 7, "Don't know", 5], scale=TWO, convert="0-100")

    assert guests.ratings["expectation"][0, 1:].tolist() == [-102, -101]
    assert guests.ratings["perception"][0, 1] == -103


def test_a_scale_that_cannot_hold_the_ratings_is_refused(tmp_path):
    with pytest.raises(SettingsError, match=r"cannot be converted to -3-3"):
        small(tmp_path, [5, 4, 3, 7, 6, 5], scale=TWO, convert="-3-3")


@given(
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(["1-7", "0-100", "1-9", "0-10", "1-5"]),
)
def test_conversion_there_and_back_gives_the_same_ratings(people, target):
    instrument = questionnaire(1, 5)
    codes = {"expectation": np.array(people, np.int16), "perception": np.array(people, np.int16)}

    there, moved, _ = converted(codes, instrument, target, "f")
    back, again, _ = converted(there, moved, "1-5", "f")

    assert (back["expectation"] / again.scale.parts).tolist() == people


# -- sliders and half points -----------------------------------------------------------------------


def test_sliders_are_scored_on_0_to_100_when_declared(tmp_path):
    people = ([100, 80, 0, 50, 75, 10], [60, 70, 90, 55, 65, 85])

    guests = small(tmp_path, *people, scale="0-100")
    gaps = analyze(guests).gaps

    assert guests.ratings["expectation"].tolist() == [[100, 80, 0], [60, 70, 90]]
    assert [r.gap for r in gaps.items] == [-27.5, -5.0, 2.5]


def test_sliders_can_be_converted_to_the_printed_points(tmp_path):
    guests = small(tmp_path, [100, 75, 50, 25, 0, 100], scale="0-100", convert="1-5")

    parts = guests.instrument.scale.parts
    assert (guests.ratings["expectation"] / parts).tolist() == [[5, 4, 3]]
    assert (guests.ratings["perception"] / parts).tolist() == [[2, 1, 5]]


def test_half_points_are_refused_unless_declared(tmp_path):
    with pytest.raises(RatingError) as caught:
        small(tmp_path, ["4.5", "4,5", "5.5", 7, 6, 5])

    assert str(caught.value).splitlines()[-1] == (
        "If half points could be given, say so with --scale 1-7/0.5."
    )


def test_declared_half_points_are_kept_exactly(tmp_path):
    guests = small(tmp_path, ["4.5", "4,5", 4, 7, "6.0", "5.5"], scale="1-7/0.5")
    study = analyze(guests)

    assert guests.ratings["expectation"].tolist() == [[9, 9, 8]]
    assert [r.gap for r in study.gaps.items] == [2.5, 1.5, 1.5]
    assert study.gaps.row("all", "gap").gap == pytest.approx(5.5 / 3)
    rows = {(r.battery, r.item): r for r in study.distributions.rows}
    assert {v: n for v, n in rows["expectation", "q1"].counts.items() if n} == {4.5: 1}


def test_quarters_are_no_half_points(tmp_path):
    with pytest.raises(RatingError, match="is not a whole or half number"):
        small(tmp_path, ["4.25", 4, 4, 7, 6, 5], scale="1-7/0.5")


def test_negatively_worded_items_are_turned_round_in_halves(tmp_path):
    rows = survey(3)
    rows[1][9] = "2.5"

    guests = read(save(tmp_path, rows), "servqual-1988", scale="1-7/0.5")
    mean = next(
        r.mean for r in analyze(guests).scores.items if (r.id, r.battery) == ("q10", "expectation")
    )

    others = [8 - float(row[9]) for row in rows[2:]]
    assert mean == pytest.approx((5.5 + sum(others)) / 3)


def test_an_unconverted_file_is_scored_as_before(tmp_path):
    plain = analyze(read(save(tmp_path, survey(8))))
    halves = analyze(read(save(tmp_path, survey(8)), scale="1-7/0.5"))

    for one, two in zip(plain.gaps.items, halves.gaps.items, strict=True):
        assert (one.gap, one.sd, one.wilcoxon_p, one.share_below) == pytest.approx(
            (two.gap, two.sd, two.wilcoxon_p, two.share_below), abs=1e-12
        )
    for one, two in zip(plain.reliability.rows, halves.reliability.rows, strict=True):
        assert (one.alpha is None and two.alpha is None) or one.alpha == pytest.approx(two.alpha)


# -- one score per dimension -----------------------------------------------------------------------

DIMENSIONS = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]
SCORE_HEADS = [f"{d}_{b}" for b in "EP" for d in DIMENSIONS]


def scored(tmp_path, kind, *people, instrument="servqual", **more):
    """Read people with one score per dimension and battery."""
    mapping = parse_mapping({"dimension_scores": kind, **more}, "map.toml")
    rows = [SCORE_HEADS, *(list(map(str, person)) for person in people)]
    return read(save(tmp_path, rows, ";"), instrument, mapping)


def test_sums_become_means_of_as_many_items_as_the_dimension_has(tmp_path):
    guests = scored(tmp_path, "sums", [28, 30, 24, 20, 31, 20, 21, 24, 22, 30])

    parts = guests.instrument.scale.parts
    means = {b: (codes[0] / parts).tolist() for b, codes in guests.ratings.items()}
    assert means["expectation"] == [7, 6, 6, 5, 6.2]
    assert means["perception"] == pytest.approx([5, 4.2, 6, 5.5, 6])
    assert "dimension_sums" in guests.notes.codes()
    assert "(tangibles 4, reliability 5, responsiveness 4, assurance 4, empathy 5)" in next(
        n.text for n in guests.notes if n.code == "dimension_sums"
    )


def test_gaps_of_sums_are_those_computed_by_hand(tmp_path):
    one = [28, 30, 24, 20, 31, 20, 21, 24, 22, 30]
    two = [20, 35, 28, 24, 35, 24, 25, 28, 24, 20]

    gaps = analyze(scored(tmp_path, "sums", one, two)).gaps

    by_hand = [(-8 + 4) / 8, (-9 - 10) / 10, 0, (2 + 0) / 8, (-1 - 15) / 10]
    assert [r.gap for r in gaps.dimensions] == pytest.approx(by_hand, abs=1e-12)
    assert gaps.overall[0].gap == pytest.approx(sum(by_hand) / 5, abs=1e-12)


def test_a_sum_that_so_many_answers_cannot_give_is_a_fault(tmp_path):
    with pytest.raises(RatingError) as caught:
        scored(tmp_path, "sums", [29, 30, 24, 20, 31, 20, 21, 24, 3, 30])

    assert str(caught.value).splitlines()[1:3] == [
        "  - row 2, column 'tangibles_E': '29' is not on the scale of these scores, 4-28",
        "  - row 2, column 'assurance_P': '3' is not on the scale of these scores, 4-28",
    ]


def test_items_that_were_not_asked_are_not_behind_the_sums(tmp_path):
    person = [7, 30, 24, 20, 31, 5, 21, 24, 22, 30]

    guests = scored(tmp_path, "sums", person, absent=["q1", "q2", "q3"])

    assert guests.ratings["expectation"][0, 0] == 7 * guests.instrument.scale.parts


def test_means_are_kept_to_a_hundredth_and_percent_run_from_end_to_end(tmp_path):
    means = ["4,33", "5", "6.5", "1", "7", "4,333333", "2", "N/A", "", "7"]
    percents = ["0%", "50", "100 %", "25", "75", "10", "50", "50", "50", "99"]

    of_means = scored(tmp_path, "means", means)
    of_percents = scored(tmp_path, "percent", percents)

    assert of_means.ratings["expectation"].tolist() == [[433, 500, 650, 100, 700]]
    assert of_means.ratings["perception"].tolist() == [[433, 200, -102, -101, 700]]
    assert of_percents.ratings["expectation"].tolist() == [[100, 400, 700, 250, 550]]
    assert of_percents.ratings["perception"].tolist()[0][-1] == 694


def test_sums_of_a_form_with_negative_items_are_refused(tmp_path):
    from servqual.errors import MappingError

    with pytest.raises(MappingError, match="does not say whether they were turned round"):
        scored(tmp_path, "sums", [20] * 10, instrument="servqual-1988")


def test_an_unknown_kind_of_score_is_a_fault(tmp_path):
    from servqual.errors import MappingError

    with pytest.raises(MappingError, match="'totals' is not one of sums, means, percent"):
        scored(tmp_path, "totals", [20] * 10)


# -- from the command line -------------------------------------------------------------------------


def test_the_commands_take_scales_by_battery_and_a_conversion(tmp_path):
    import json

    from typer.testing import CliRunner

    from servqual.cli.app import app

    path = save(tmp_path, survey(8, high=5))
    asked = ["score", str(path), "-o", str(tmp_path / "out.json"), "--quiet"]
    scales = ["--scale", "expectation=1-5", "--scale", "perception=1-7"]

    refused = CliRunner().invoke(app, [*asked, *scales])
    done = CliRunner().invoke(app, [*asked, *scales, "--convert", "0-100", "--missing", "-3"])

    assert refused.exit_code != 0
    assert done.exit_code == 0, done.output
    results = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert {(b["min"], b["max"]) for b in results["instrument"]["batteries"]} == {(0, 100)}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scale", ["0-100", "1-7/0.5"])
def test_a_report_of_many_answers_groups_them_and_keeps_the_means(tmp_path, language, scale):
    import servqual as sq

    study = analyze(read(save(tmp_path, survey(12)), scale=scale))
    path = tmp_path / "report.html"
    sq.report(study, path, language=language, date="2026-01-01")
    page = path.read_text("utf-8").replace("\N{WORD JOINER}", "")

    assert (">40–59</th>" in page) == (scale == "0-100")
    assert (">4.5</th>" in page) == (scale == "1-7/0.5")


def test_a_battery_whose_scale_was_said_is_not_questioned(tmp_path):
    rows = survey(40)
    rows = [rows[0], *([str(min(5, int(c))) for c in r[:22]] + r[22:] for r in rows[1:])]

    guests = read(save(tmp_path, rows), scale={"expectation": "1-7"})

    assert guests.instrument.scale_of("expectation").max == 7
    assert [n.text for n in guests.notes if n.code == "scale_of_battery_given"] == [
        "The battery “expectation” was read on a scale from 1 to 7, as stated by the analyst."
    ]
