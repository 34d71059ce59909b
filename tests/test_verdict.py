"""What may be said about a dimension: which figures lead to which level, and for which reasons."""

from dataclasses import replace

import pytest

from servqual.catalog import load_instrument
from servqual.results import (
    ConvergentRow,
    FactorRow,
    FitRow,
    InvarianceRow,
    PairRow,
    Reliability,
    ReliabilityRow,
)
from servqual.study.structure.verdict import Evidence, verdict_rows

SERVQUAL = load_instrument("servqual")
DIMENSIONS = SERVQUAL.dimension_ids


def reliability(battery, dimension, omega, low=None, **more):
    low = omega - 0.03 if low is None and omega is not None else low
    return ReliabilityRow(
        battery, dimension, 5, 300, omega, low, omega, 0.4, omega=omega, omega_low=low, **more
    )


def evidence(perception=0.85, gap=0.82, **parts):
    """Return evidence in which every dimension has the same reliability."""
    rows = [
        reliability(battery, d, value)
        for battery, value in (("perception", perception), ("gap", gap))
        for d in (*DIMENSIONS, "total")
    ]
    return Evidence("perception", "gap", Reliability(tuple(rows)), **parts)


def verdict(given, dimension):
    return next(r for r in verdict_rows(given, SERVQUAL) if r.dimension == dimension)


def pair(a, b, distinguishable, phi=0.95):
    return PairRow("perception", a, b, phi, None, None, phi, None, None, phi, None, distinguishable)


def test_every_dimension_and_the_whole_get_one_verdict():
    found = verdict_rows(evidence(), SERVQUAL)

    assert [row.dimension for row in found] == [*DIMENSIONS, "total"]


def test_a_reliable_dimension_may_be_read_and_compared():
    row = verdict(evidence(), "empathy")

    assert (row.level, row.reasons) == ("score", ("good", "gap_good"))
    assert (row.reliability, row.gap_reliability) == (0.85, 0.82)


@pytest.mark.parametrize(
    ("perception", "gap", "level", "reasons"),
    [
        (0.80, 0.80, "score", ("good", "gap_good")),
        (0.799, 0.80, "score", ("enough", "gap_good")),
        (0.70, 0.80, "score", ("enough", "uncertain", "gap_good")),
        (0.699, 0.80, "with_care", ("below_enough", "gap_good")),
        (0.50, 0.80, "with_care", ("below_enough", "gap_good")),
        (0.499, 0.80, "items", ("half_noise", "gap_good")),
        (0.85, 0.60, "with_care", ("good", "gap_below_enough")),
        (0.85, 0.40, "with_care", ("good", "gap_half_noise")),
        (0.96, 0.82, "score", ("good", "gap_good", "redundant")),
    ],
)
def test_the_level_follows_the_reliability(perception, gap, level, reasons):
    row = verdict(evidence(perception, gap), "tangibles")

    assert (row.level, row.reasons) == (level, reasons)


def test_two_dimensions_that_cannot_be_told_apart_name_each_other():
    given = evidence(
        pairs=(
            pair("responsiveness", "empathy", distinguishable=False),
            pair("assurance", "empathy", distinguishable=True, phi=0.7),
        )
    )

    assert verdict(given, "responsiveness").reasons[0] == "not_distinguishable:empathy"
    assert verdict(given, "empathy").reasons[0] == "not_distinguishable:responsiveness"
    assert verdict(given, "empathy").level == "with_care"
    assert verdict(given, "assurance").level == "score"


def test_little_common_variance_is_said_but_moves_no_level():
    given = evidence(convergent=(ConvergentRow("perception", "tangibles", 4, 0.8, 0.41),))
    row = verdict(given, "tangibles")

    assert (row.level, row.reasons[-1]) == ("score", "low_ave")


def test_alpha_speaks_where_there_is_no_omega():
    two_items = ReliabilityRow(
        "perception", "tangibles", 2, 300, 0.72, 0.65, 0.77, 0.56, omega_problem="two_items"
    )
    row = verdict(Evidence("perception", "", Reliability((two_items,))), "tangibles")

    assert (row.level, row.reliability) == ("score", 0.72)
    assert row.reasons == ("enough", "uncertain")


def test_one_item_says_why_nothing_is_known():
    one = ReliabilityRow(
        "perception", "tangibles", 1, 300, None, None, None, None, problem="one_item"
    )
    row = verdict(Evidence("perception", "", Reliability((one,))), "tangibles")

    assert (row.level, row.reasons) == ("unknown", ("no_reliability:one_item",))


def test_the_whole_rests_on_the_combination_of_the_dimensions():
    dimensions = [reliability("perception", d, 0.8) for d in DIMENSIONS]
    total = reliability("perception", "total", 0.6, combination=0.93)
    row = verdict(Evidence("perception", "", Reliability((*dimensions, total))), "total")

    assert (row.level, row.reliability) == ("score", 0.93)


def test_the_whole_is_read_with_care_where_a_dimension_is_mostly_error():
    rows = [reliability("perception", d, 0.8) for d in DIMENSIONS[1:]]
    weak = reliability("perception", DIMENSIONS[0], -0.2)
    total = reliability("perception", "total", 0.6, combination=0.75)
    row = verdict(Evidence("perception", "", Reliability((weak, *rows, total))), "total")

    assert (row.level, row.reasons, row.reliability) == ("with_care", ("weak_parts",), 0.75)


def test_one_item_beneath_the_whole_says_nothing_against_it():
    rows = [reliability("perception", d, 0.8) for d in DIMENSIONS[1:]]
    one = ReliabilityRow(
        "perception", DIMENSIONS[0], 1, 300, None, None, None, None, problem="one_item"
    )
    total = reliability("perception", "total", 0.85)
    row = verdict(Evidence("perception", "", Reliability((one, *rows, total))), "total")

    assert row.level == "score"


GOOD_FIT = FitRow(
    "perception", "theory", "MLR", 300, cfi=0.9, rmsea=0.09, srmr=0.05, cfi_scaled=0.96,
    rmsea_scaled=0.05,
)  # fmt: skip


@pytest.mark.parametrize(
    ("fit", "reasons"),
    [
        (GOOD_FIT, ("fit_meets:MLR",)),
        (replace(GOOD_FIT, cfi_scaled=0.949), ("fit_misses:MLR",)),
        (replace(GOOD_FIT, rmsea_scaled=0.061), ("fit_misses:MLR",)),
        (replace(GOOD_FIT, srmr=0.081), ("fit_misses:MLR",)),
        (
            replace(GOOD_FIT, estimator="ML", cfi_scaled=None, rmsea_scaled=None),
            ("fit_misses:ML",),
        ),
        (
            replace(GOOD_FIT, findings=("not_positive_definite",)),
            ("improper:not_positive_definite", "fit_meets:MLR"),
        ),
        (FitRow("perception", "theory", "MLR", 20, problem="singular"), ("no_model:singular",)),
    ],
)  # fmt: skip
def test_the_fit_is_held_against_benchmarks_with_its_estimator(fit, reasons):
    assert verdict(evidence(fit=fit), "total").reasons == reasons


@pytest.mark.parametrize(
    ("components", "factors", "reasons"),
    [
        (5, 5, ()),
        (2, 5, ()),
        (2, 4, ("fewer_factors:2:4",)),
        (3, 3, ("fewer_factors:3",)),
        (4, 6, ()),
        (6, 7, ("more_factors:6:7",)),
        (None, None, ()),
    ],
)
def test_the_number_of_factors_is_named_only_where_both_counts_disagree_with_the_theory(
    components, factors, reasons
):
    row = FactorRow("perception", 300, 22, n_components=components, n_factors=factors)

    assert verdict(evidence(factors=row), "total").reasons == reasons


def steps(comparison, *holds):
    names = ("configural", "metric", "scalar")
    return [
        InvarianceRow(comparison, step, holds=held)
        for step, held in zip(names, (None, *holds), strict=False)
    ]


def test_each_comparison_says_how_far_it_goes():
    rows = [
        *steps("branch", True, True),
        *steps("language", True, False),
        *steps("perception~expectation", False, False),
        InvarianceRow("wave", problem="too_few_people"),
    ]

    assert verdict(evidence(invariance=rows), "total").reasons == (
        "comparable:branch",
        "not_scalar:language",
        "not_metric:perception~expectation",
        "not_testable:wave:too_few_people",
    )
