"""How numbers and dates are printed."""

import pytest

from servqual.errors import SettingsError
from servqual.writer.numbers import Numbers, rounded

EN, ZH = Numbers("en"), Numbers("zh")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-1.984, "−1.98"),
        (-0.004, "0.00"),
        (-0.0, "0.00"),
        (0, "0.00"),
        (0.5, "+0.50"),
        (-0.005, "0.00"),
        (-0.015, "−0.02"),
        (None, "–"),
    ],
)
def test_a_gap_has_two_decimals_a_true_sign_and_no_negative_zero(value, text):
    assert EN.gap(value) == text


def test_halves_go_to_the_even_digit_of_the_number_as_written():
    assert [str(rounded(v, 2)) for v in (0.125, 0.135, 2.675, -0.125)] == [
        "0.12",
        "0.14",
        "2.68",
        "-0.12",
    ]


def test_a_mean_has_no_plus_sign():
    assert EN.mean(5.1749) == "5.17"


@pytest.mark.parametrize(
    ("p", "en", "zh"),
    [
        (0.0, "<\u00a0.001", "<\u00a00.001"),
        (0.00099, "<\u00a0.001", "<\u00a00.001"),
        (0.001, ".001", "0.001"),
        (0.0496, ".050", "0.050"),
        (0.9995, ">\u00a0.999", ">\u00a00.999"),
        (None, "–", "–"),
    ],
)
def test_a_p_value_is_never_zero_and_never_one(p, en, zh):
    assert (EN.p(p), ZH.p(p)) == (en, zh)


@pytest.mark.parametrize(
    ("alpha", "text"),
    [
        (0.8317, ".83"),
        (0.699, ".699"),
        (0.70, ".70"),
        (0.701, ".70"),
        (0.6999, ".6999"),
        (0.6943, ".69"),
        (-0.2, "−.20"),
    ],
)
def test_rounding_carries_no_alpha_over_a_benchmark(alpha, text):
    assert EN.alpha(alpha) == text


def test_a_chinese_coefficient_keeps_its_leading_zero():
    assert (ZH.alpha(0.8317), ZH.coefficient(-0.31)) == ("0.83", "−0.31")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (0.0001, "<1%"),
        (0.304, "30%"),
        (0.305, "30%"),
        (0.9999, ">99%"),
        (1, "100%"),
        (None, "–"),
    ],
)
def test_a_percentage_says_none_or_all_only_when_it_is_so(share, text):
    assert EN.percent(share) == text


def test_an_interval_does_not_break_over_two_lines():
    assert EN.interval(-1.3, 0.19) == "[−1.30,\u00a0+0.19]"


def test_an_interval_without_limits_is_a_dash():
    assert EN.interval(None, None) == "–"


@pytest.mark.parametrize(("value", "text"), [(0.5, "0.5"), (1 / 3, "0.33"), (1.0, "1"), (95, "95")])
def test_a_distance_has_as_few_decimals_as_it_needs(value, text):
    assert EN.points(value) == text


def test_counts_are_separated_by_thousands_and_ranges_by_a_dash():
    assert (EN.count(12345), EN.counts(629, 631), EN.counts(5, 5)) == ("12,345", "629–631", "5")


def test_a_net_score_is_in_whole_points_with_its_sign():
    assert [EN.net(v) for v in (-0.194, 0.0, 0.121)] == ["−19", "0", "+12"]


def test_a_date_is_written_as_the_language_writes_it():
    assert (EN.date("2026-05-03"), ZH.date("2026-05-03")) == ("3 May 2026", "2026年5月3日")


def test_no_date_stays_no_date():
    assert EN.date("") == ""


def test_a_date_that_is_none_is_refused_with_the_remedy():
    with pytest.raises(SettingsError) as refusal:
        EN.date("31.5.2026")

    assert str(refusal.value).startswith("the date is '31.5.2026'; write it as YYYY-MM-DD")
