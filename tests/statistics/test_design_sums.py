"""Errors of samples by stratum and cluster: R survey, and what they must be by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.statistics.design_sums import Sampled
from servqual.statistics.summary import Block, Layout, Summary

REFERENCE = Path(__file__).parent.parent / "reference"


def table(name):
    with (REFERENCE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def column(rows, name):
    return np.array([float(row[name]) if row[name] not in ("", "NA") else np.nan for row in rows])


def codes(rows, *names):
    return np.unique(["|".join(row[n] for n in names) for row in rows], return_inverse=True)[1]


WANTED = {(r["case"], r["name"], r["what"]): float(r["value"]) for r in table("design.csv")}


def sampled(stratum, cluster=None, fpc=None):
    """Return the numbers of a sample, and the unit of each row."""
    h = int(stratum.max()) + 1
    if cluster is None:
        sizes = np.bincount(stratum)
        taken = (
            np.zeros(h)
            if fpc is None
            else sizes / np.array([fpc[stratum == k][0] for k in range(h)])
        )
        return Sampled(tuple(sizes.tolist()), tuple(taken.tolist())), stratum
    of = [int(stratum[cluster == c][0]) for c in range(cluster.max() + 1)]
    sizes = np.bincount(of, minlength=h)
    taken = np.zeros(h) if fpc is None else sizes / fpc[0]
    return Sampled(tuple(sizes.tolist()), tuple(taken.tolist()), tuple(of)), cluster


def summary(rows, names, weights, drawn, chosen=None):
    who = np.ones(len(rows), bool) if chosen is None else chosen
    values = np.column_stack([column(rows, n) for n in names])[who]
    layout = Layout(tuple(names), (1,) * len(names))
    return Summary.of(layout, Block(values, weights[who], sampled=drawn[0], unit=drawn[1][who]))


@pytest.fixture(scope="module")
def strat():
    return table("design_strat.csv")


@pytest.fixture(scope="module")
def clus():
    return table("design_clus.csv")


@pytest.fixture(scope="module")
def answers():
    return table("design_answers.csv")


def against(case, found, names):
    vector = found.means(names)
    got = [(vector.mean[k], np.sqrt(vector.cov[k, k]), vector.df[k]) for k in range(len(names))]
    wanted = [tuple(WANTED[case, n, what] for what in ("mean", "se", "df")) for n in names]

    assert np.array(got) == pytest.approx(np.array(wanted), rel=1e-6)


@pytest.mark.parametrize(("case", "fpc"), [("strat_fpc", True), ("strat", False)])
def test_strata_of_people_agree_with_svymean(strat, case, fpc):
    drawn = sampled(codes(strat, "stype"), fpc=column(strat, "fpc") if fpc else None)

    against(
        case, summary(strat, ["api00", "api99"], column(strat, "pw"), drawn), ["api00", "api99"]
    )


@pytest.mark.parametrize(("case", "fpc"), [("clus_fpc", True), ("clus", False)])
def test_clusters_agree_with_svymean(clus, case, fpc):
    one = np.zeros(len(clus), dtype=np.int64)
    drawn = sampled(one, codes(clus, "dnum"), column(clus, "fpc") if fpc else None)

    against(case, summary(clus, ["api00", "api99"], column(clus, "pw"), drawn), ["api00", "api99"])


def test_covariances_of_means_agree_with_svymean(strat, clus):
    of_strata = summary(
        strat, ["api00", "api99"], column(strat, "pw"),
        sampled(codes(strat, "stype"), fpc=column(strat, "fpc")),
    )  # fmt: skip
    one = np.zeros(len(clus), dtype=np.int64)
    of_clusters = summary(
        clus, ["api00", "api99"], column(clus, "pw"), sampled(one, codes(clus, "dnum"))
    )
    names = ["api00", "api99"]

    assert of_strata.means(names).cov[0, 1] == pytest.approx(
        WANTED["strat_fpc", "api00:api99", "cov"]
    )
    assert of_clusters.means(names).cov[0, 1] == pytest.approx(WANTED["clus", "api00:api99", "cov"])


def test_branches_in_regions_agree_with_svymean_one_region_with_a_single_branch(answers):
    drawn = sampled(codes(answers, "region"), codes(answers, "region", "branch"))
    found = summary(answers, ["g1", "g2", "o"], column(answers, "w"), drawn)

    assert drawn[0].lonely == 1
    against("branches", found, ["g1", "g2", "o"])


def test_people_in_regions_agree_with_svymean(answers):
    drawn = sampled(codes(answers, "region"))
    found = summary(answers, ["g1", "g2", "o"], column(answers, "w"), drawn)

    against("regions", found, ["g1", "g2", "o"])


@pytest.mark.parametrize("case", ["branches_by", "regions_by"])
def test_groups_agree_with_svyby(answers, case):
    cluster = codes(answers, "region", "branch") if case == "branches_by" else None
    drawn = sampled(codes(answers, "region"), cluster)
    for segment in ("a", "b"):
        chosen = np.array([row["segment"] == segment for row in answers])
        found = summary(answers, ["g1"], column(answers, "w"), drawn, chosen).means(["g1"])

        assert found.mean[0] == pytest.approx(WANTED[case, segment, "mean"], rel=1e-6)
        assert np.sqrt(found.cov[0, 0]) == pytest.approx(WANTED[case, segment, "se"], rel=1e-6)


def test_summaries_of_two_parts_of_a_sample_add(answers):
    drawn = sampled(codes(answers, "region"), codes(answers, "region", "branch"))
    weights, first = column(answers, "w"), np.arange(len(answers)) % 3 == 0
    whole = summary(answers, ["g1", "o"], weights, drawn).means(["g1", "o"])
    parts = [summary(answers, ["g1", "o"], weights, drawn, who) for who in (first, ~first)]
    added = (parts[0] + parts[1]).means(["g1", "o"])

    assert added.cov == pytest.approx(whole.cov, rel=1e-12)
    assert added.df.tolist() == whole.df.tolist()


def test_people_of_two_samples_do_not_add(answers):
    one, other = (sampled(codes(answers, name)) for name in ("region", "segment"))
    weights = column(answers, "w")

    with pytest.raises(ValueError, match="come from one sample"):
        _ = summary(answers, ["o"], weights, one) + summary(answers, ["o"], weights, other)


def test_one_cluster_alone_tells_nothing_of_others_so_people_stand_for_themselves(answers):
    drawn = sampled(codes(answers, "region"), codes(answers, "region", "branch"))
    only = np.array([row["branch"] == "N1" for row in answers])
    weights = column(answers, "w")
    found = summary(answers, ["o"], weights, drawn, only).means(["o"])
    plain = Summary.of(
        Layout(("o",), (1,)), Block(column(answers, "o")[only][:, None], weights[only])
    )

    assert found.cov[0, 0] == plain.means(["o"]).cov[0, 0] > 0
    assert found.df[0] == only.sum() - 1


def test_a_column_that_one_cluster_has_has_no_error():
    values = np.array([[1.0, 1], [2, 3], [np.nan, 2], [np.nan, 5]])
    drawn = Sampled((2,), (0.0,), (0, 0)), np.array([0, 0, 1, 1])
    found = Summary.of(
        Layout(("a", "b"), (1, 1)), Block(values, None, sampled=drawn[0], unit=drawn[1])
    ).means(["a", "b"])

    assert np.isnan(found.cov[0, 0])
    assert found.cov[1, 1] == pytest.approx(0.5625)  # two totals of +-.375: 2 * (.375^2 + .375^2)
    assert found.df.tolist() == [0, 1]


def test_a_difference_is_wider_by_what_the_design_makes_of_it(answers):
    drawn = sampled(codes(answers, "region"), codes(answers, "region", "branch"))
    whole = [row for row in answers if row["g1"] and row["g2"]]
    drawn = (
        drawn[0],
        np.array([c for c, r in zip(drawn[1], answers, strict=True) if r["g1"] and r["g2"]]),
    )
    found = summary(whole, ["g1", "g2"], column(whole, "w"), drawn)
    vector, ends = found.means(["g1", "g2"]), np.array([1, -1])

    assert found.difference("g1", "g2")[2] == pytest.approx(np.sqrt(ends @ vector.cov @ ends))
    assert found.degrees({"g1": 1.0, "g2": -1.0}, 100) == 9


def test_one_stratum_without_weights_is_no_design():
    rng = np.random.default_rng(1)
    values = rng.integers(1, 8, (40, 2)).astype(float)
    layout = Layout(("a", "b"), (1, 1))
    drawn = Summary.of(
        layout, Block(values, None, sampled=Sampled((40,), (0.0,)), unit=np.zeros(40, np.int64))
    )

    assert drawn.means(["a", "b"]).cov == pytest.approx(
        Summary.of(layout, Block(values)).means(["a", "b"]).cov
    )
    assert drawn.means(["a"]).df[0] == 39


def test_everybody_asked_leaves_no_sampling_error():
    values = np.arange(10.0)[:, None]
    drawn = Sampled((10,), (1.0,))
    found = Summary.of(
        Layout(("a",), (1,)), Block(values, None, sampled=drawn, unit=np.zeros(10, np.int64))
    )

    assert found.means(["a"]).cov[0, 0] == pytest.approx(0, abs=1e-15)


def test_rank_tests_need_people_drawn_one_by_one(answers):
    drawn = sampled(codes(answers, "region"), codes(answers, "region", "branch"))
    values = column(answers, "o")[:, None]
    layout = Layout(("o",), (1,))

    assert not Summary.of(layout, Block(values, sampled=drawn[0], unit=drawn[1])).exact_counts
    assert Summary.of(layout, Block(values)).exact_counts
