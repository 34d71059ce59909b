"""Every figure of made-up ratings against the results that R gave (scripts in tests/reference)."""

import math

import pytest

from tests.made import reference_responses, reference_rows, study_of

FIELDS = [
    "mean_of", "mean_minus", "sd_of", "sd_minus", "gap", "sd", "se", "ci_low", "ci_high",
    "tost_low", "tost_high", "t", "df", "p", "p_adjusted", "wilcoxon_v", "wilcoxon_p", "d_av",
    "g_av", "d_z", "share_below", "share_equal", "share_above",
]  # fmt: skip


@pytest.fixture(scope="module")
def study():
    return study_of(reference_responses())


@pytest.fixture(scope="module")
def weighted():
    return study_of(reference_responses(weighted=True))


@pytest.mark.parametrize("expected", reference_rows("gaps.csv"), ids=lambda row: row["id"])
def test_paired_statistics(study, expected):
    row = study.gaps.row(expected["id"])

    assert row.n == int(expected["n"])
    for field in FIELDS:
        assert getattr(row, field) == pytest.approx(float(expected[field]), rel=1e-6, abs=1e-12), (
            field
        )


@pytest.mark.parametrize(
    "expected", reference_rows("alpha.csv"), ids=lambda row: f"{row['battery']}-{row['dimension']}"
)
def test_alpha_and_limits(study, expected):
    row = study.reliability.row(expected["battery"], expected["dimension"])

    assert (row.k, row.n) == (int(expected["k"]), int(expected["n"]))
    for field in ("alpha", "alpha_low", "alpha_high", "mean_r"):
        assert getattr(row, field) == pytest.approx(float(expected[field]), rel=1e-6), field


def test_item_rest_correlation_and_alpha_if_deleted(study):
    for expected in reference_rows("alpha_items.csv"):
        row = study.reliability.row(expected["battery"], expected["dimension"])
        item = next(i for i in row.items if i.item == expected["item"])

        assert item.item_rest_r == pytest.approx(float(expected["item_rest_r"]), rel=1e-6, abs=1e-9)
        assert item.alpha_if_deleted == pytest.approx(
            float(expected["alpha_if_deleted"]), rel=1e-6, abs=1e-9
        )


def test_contrasts_with_the_largest_shortfall(study):
    found = {c.other: c for c in study.gaps.contrasts if c.level == "item"}
    expected = reference_rows("contrasts.csv")

    assert len(found) == len(expected) == 21
    for row in expected:
        contrast = found[row["other"]]
        assert contrast.largest == row["largest"]
        assert contrast.n == int(row["n"])
        for field in ("difference", "se", "ci_low", "ci_high"):
            assert getattr(contrast, field) == pytest.approx(float(row[field]), rel=1e-6), field
        assert contrast.tied == (contrast.ci_low <= 0 <= contrast.ci_high)


@pytest.mark.parametrize("expected", reference_rows("weighted.csv"), ids=lambda row: row["id"])
def test_weighted_gaps_have_linearised_errors(weighted, expected):
    row = weighted.gaps.row(expected["id"])

    assert row.n == int(expected["n"])
    assert row.gap == pytest.approx(float(expected["gap"]), rel=1e-9)
    assert row.se == pytest.approx(float(expected["se"]), rel=1e-9)


def test_weighted_overall_error_comes_from_the_covariance_of_the_means():
    answers = reference_responses(weighted=True)
    complete = [
        k
        for k in range(len(answers))
        if all((codes[k] >= 1).all() for codes in answers.ratings.values())
    ]
    row = study_of(answers.take(complete)).gaps.row("unweighted")
    (expected,) = reference_rows("weighted_overall.csv")

    assert row.n == int(expected["n"])
    assert row.gap == pytest.approx(float(expected["gap"]), rel=1e-9)
    assert row.se == pytest.approx(float(expected["se"]), rel=1e-9)


def test_weighted_data_get_no_signed_rank_test(weighted):
    assert all(row.wilcoxon_v is None and row.wilcoxon_p is None for row in weighted.gaps.items)


def test_weights_of_one_change_nothing(study):
    answers = reference_responses(weighted=True)
    ones = study_of(type(answers)(**{**vars(answers), "weights": answers.weights * 0 + 1}))

    for row, same in zip(study.gaps.items, ones.gaps.items, strict=True):
        for field in ("gap", "sd", "se", "p", "d_av", "share_met"):
            assert math.isclose(getattr(row, field), getattr(same, field), rel_tol=1e-9), field
