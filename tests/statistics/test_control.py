"""Control charts: the printed examples, R's textbook formulas, and how often a chart cries wolf."""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import UndefinedStatisticError
from servqual.statistics.control import cusum, ewma, laney_p, p_chart, xbar_s, xmr
from servqual.statistics.overdispersion import chart_for, overdispersed, overdispersed_shares
from servqual.statistics.signals import Signal, three_rules

REFERENCE = Path(__file__).parent.parent / "reference" / "control.csv"
XMR = np.array([5.12, 5.20, 5.05, 5.18, 5.22, 5.10, 5.15, 5.31])
MEANS = np.array([5.10, 5.25, 5.02, 5.18, 5.31, 5.07])
SDS = np.array([1.20, 1.15, 1.31, 1.08, 1.22, 1.17])
NS = np.array([40.0, 55, 32, 61, 48, 50])
COUNTS = np.array([12.0, 15, 8, 10, 21, 9])
OF = np.array([100.0, 120, 80, 110, 130, 90])
# NIST/SEMATECH e-Handbook 6.3.2.4, with its averages
NIST = [
    (52.0, 50.60), (47.0, 49.52), (53.0, 50.56), (49.3, 50.18), (50.1, 50.16), (47.0, 49.21),
    (51.0, 49.75), (50.1, 49.85), (51.2, 50.26), (50.5, 50.33), (49.6, 50.11), (47.6, 49.36),
    (49.9, 49.52), (51.3, 50.05), (47.8, 49.38), (51.2, 49.92), (52.6, 50.73), (52.4, 51.23),
    (53.6, 51.94), (52.1, 51.99),
]  # fmt: skip
X, Z = (np.array(column) for column in zip(*NIST, strict=True))


@pytest.fixture(scope="module")
def of_r():
    found = defaultdict(list)
    with REFERENCE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["case"]].append(float(row["value"]))
    return {case: np.array(values) for case, values in found.items()}


def test_single_values_have_the_printed_limits(of_r):
    chart = xmr(XMR)
    found = [chart.centre, chart.spread.centre[0], chart.upper[0], chart.lower[0]]

    assert found == pytest.approx([5.16625, 0.1042857, 5.44365, 4.88885], abs=1e-5)
    assert chart.spread.upper[0] == pytest.approx(0.340701, abs=1e-6)
    assert [*found, chart.spread.upper[0]] == pytest.approx(of_r["xmr"])


def test_the_average_of_nist_and_its_limits_are_met():
    chart = ewma(X, 50, 2.0539, lam=0.3, L=3)

    assert chart.values == pytest.approx(Z, abs=0.00501)
    assert chart.upper[:3] - 50 == pytest.approx([1.84851, 2.25639, 2.43141], abs=1e-5)
    assert (chart.upper[-1], chart.lower[-1]) == pytest.approx((52.58843, 47.41157), abs=2e-5)
    assert chart.signals == ()


def test_averages_and_sums_are_those_of_r(of_r):
    chart, sums = ewma(X, 50, 2.0539, lam=0.3, L=3), cusum(X, 50, 2.0539)

    assert chart.values == pytest.approx(of_r["ewma"])
    assert chart.upper - 50 == pytest.approx(of_r["ewma width"])
    assert sums.values == pytest.approx(of_r["cusum up"])
    assert sums.below == pytest.approx(of_r["cusum down"])


def test_means_and_sds_have_the_limits_of_r(of_r):
    chart = xbar_s(MEANS, SDS, NS)

    assert (chart.centre, chart.sd) == pytest.approx(of_r["xbar_s centre and sd"])
    assert chart.upper == pytest.approx(of_r["xbar_s upper"])
    assert chart.spread.centre == pytest.approx(of_r["s centre"])
    assert chart.spread.upper == pytest.approx(of_r["s upper"])
    assert chart.spread.lower == pytest.approx(of_r["s lower"])


def test_shares_have_the_limits_of_r(of_r):
    chart, wider = p_chart(COUNTS, OF), laney_p(COUNTS, OF)

    assert chart.upper == pytest.approx(of_r["p upper"])
    assert chart.lower == pytest.approx(of_r["p lower"])
    assert [wider.excess, *wider.upper] == pytest.approx(of_r["laney"])


def test_the_checks_of_periods_are_those_of_r(of_r):
    means, shares = overdispersed(MEANS, SDS, NS), overdispersed_shares(COUNTS, OF)

    assert (means.ratio, means.p) == pytest.approx(of_r["overdispersion"])
    assert (shares.ratio, shares.p) == pytest.approx(of_r["shares overdispersed"])


def test_equal_answers_a_period_give_the_average_the_same_limits_as_one_sd():
    ns = np.full(len(X), 25.0)

    assert ewma(X, 50, 10, ns=ns).upper == pytest.approx(ewma(X, 50, 2).upper)


def test_limits_come_from_the_baseline_alone():
    later = np.concatenate([XMR, [9.0, 9.5]])

    assert xmr(later, baseline=8).centre == xmr(XMR).centre
    assert xmr(later, baseline=8).upper[0] == xmr(XMR).upper[0]
    assert [s.at for s in xmr(later, baseline=8).signals if s.rule == "beyond"] == [8, 9]


def test_limits_are_trial_limits_below_twenty_periods_and_too_few_below_twelve():
    def said(periods):
        chart = xmr(np.sin(np.arange(float(periods))))
        return chart.trial, chart.too_few

    assert [said(n) for n in (11, 12, 19, 20)] == [
        (True, True), (True, False), (True, False), (False, False)
    ]  # fmt: skip


def test_a_period_without_a_figure_moves_no_limit_and_ends_a_run():
    gap = np.array([5.0, 5.1, np.nan, 5.2, 5.0])
    chart = xmr(gap)

    assert chart.centre == pytest.approx(5.075)
    assert np.isnan(chart.spread.values).tolist() == [True, False, True, True, False]
    assert chart.n_baseline == 4
    level = np.zeros(9)
    broken = np.array([1.0] * 4 + [np.nan] + [1.0] * 4)
    assert three_rules(broken, level, level - 5, level + 5) == ()


def test_the_ninth_on_one_side_tells_nothing_that_the_eighth_did_not():
    above = np.array([-1.0, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    level = np.zeros(10)
    found = three_rules(above, level, level - 5, level + 5)

    assert found == (Signal(8, "run", "above", 1),)


def test_six_falling_are_a_trend_and_five_are_none():
    level = np.zeros(6)
    six = three_rules(np.array([3.0, 2, 1, 0, -1, -2]), level, level - 5, level + 5)
    five = three_rules(np.array([3.0, 2, 1, 0, -1, -1]), level, level - 5, level + 5)

    assert six == (Signal(5, "trend", "below", 0),)
    assert five == ()


def test_a_sum_tells_the_period_in_which_it_left_zero():
    chart = cusum(np.array([0.0, 0, 2, 2, 2, 2]), 0, 1)

    assert chart.signals == (Signal(5, "beyond", "above", 2),)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: xmr(np.array([5.0])), "few_periods"),
        (lambda: xmr(np.array([5.0, np.nan, 5.1])), "few_periods"),
        (lambda: laney_p(np.array([5.0, 5]), np.array([5.0, 5])), "no_spread"),
        (lambda: cusum(np.array([1.0, 2]), 1, 0), "no_spread"),
        (lambda: overdispersed(MEANS, 0 * SDS, NS), "no_spread"),
    ],
)
def test_what_has_no_limits_is_refused(call, code):
    with pytest.raises(UndefinedStatisticError) as told:
        call()

    assert told.value.code == code


def stable_process(periods, n, between, rng, sd=1.2):
    """Period means and SDs of a process whose periods wobble by ``between`` and never change."""
    means = 5 + rng.normal(0, np.hypot(between, sd / np.sqrt(n)), periods)
    return means, sd * np.sqrt(rng.chisquare(n - 1, periods) / (n - 1)), np.full(periods, float(n))


def alarms(chart):
    return sum(s.rule == "beyond" for s in chart.signals) / len(chart.values)


def test_a_wobble_of_periods_makes_the_limits_of_answers_alarm_in_sixteen_percent():
    data = stable_process(20_000, 2000, 0.05, np.random.default_rng(8))

    assert alarms(xbar_s(*data)) == pytest.approx(0.156, abs=0.01)  # methods 10: 16%
    assert alarms(xmr(data[0])) == pytest.approx(0.0027, abs=0.0015)
    assert alarms(ewma(data[0], 5, xmr(data[0]).sd)) < 0.012


def test_without_a_wobble_the_limits_of_answers_alarm_as_stated():
    data = stable_process(20_000, 50, 0.0, np.random.default_rng(9))

    assert alarms(xbar_s(*data)) == pytest.approx(0.0027, abs=0.0015)
    assert alarms(xmr(data[0])) == pytest.approx(0.0027, abs=0.0015)


def test_wobbling_shares_alarm_by_the_binomial_and_rarely_by_laney():
    rng = np.random.default_rng(10)
    n = np.full(5000, 2000.0)
    counts = rng.binomial(2000, np.clip(rng.normal(0.7, 0.03, 5000), 0, 1)).astype(float)

    assert alarms(p_chart(counts, n)) > 0.2
    assert alarms(laney_p(counts, n)) < 0.006


def test_the_check_finds_a_wobble_and_not_more_often_than_its_level_without_one():
    rng = np.random.default_rng(11)
    quiet = [overdispersed(*stable_process(12, 100, 0.0, rng)).found for _ in range(1000)]
    wobbling = [overdispersed(*stable_process(12, 2000, 0.05, rng)).found for _ in range(200)]

    assert np.mean(quiet) == pytest.approx(0.05, abs=0.02)
    assert np.mean(wobbling) > 0.9


def test_the_spread_of_true_figures_is_recovered():
    found = overdispersed(*stable_process(2000, 2000, 0.05, np.random.default_rng(12)))

    assert found.between_sd == pytest.approx(0.05, abs=0.003)


def test_many_answers_a_period_call_for_single_values():
    few, many = np.full(6, 40.0), np.full(6, 200.0)
    level = np.array([5.0, 5.1, 4.9, 5.0, 5.05, 5.02])

    assert chart_for(level, SDS, few) == "xbar_s"
    assert chart_for(level, SDS, many) == "xmr"
    assert chart_for(level + np.array([0, 3] * 3), SDS, few) == "xmr"
