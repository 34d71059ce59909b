"""Loyalty and effort: limits under weights, the equal-weight index, links (methods section 11)."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.loyalty import with_design_limits
from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.instrument import Outcome
from servqual.settings import ReportOptions
from servqual.statistics.design_sums import Sampled
from servqual.statistics.indices import equal_weight_index
from servqual.statistics.shares import effective_answers, net_share, wilson
from servqual.statistics.summary import Block, Layout, Summary
from servqual.writer.exhibits.outcomes import outcomes
from servqual.writer.view import View
from tests.made import reference_responses, reference_rows, responses, study_of


def asked(*outcomes, n=60, answers=None, **made):
    """Return answers to 22 items and to questions about the whole of a questionnaire of its own."""
    form = load_instrument("servqual").model_copy(update={"outcomes": list(outcomes)})
    found = responses(np.full((n, 22), 6), np.full((n, 22), 5), instrument=form, **made)
    return replace(found, outcomes={k: np.asarray(v, dtype=float) for k, v in answers.items()})


def outcome(name, **said):
    return Outcome(id=name, label={"en": name.title()}, **said)


EASY = outcome("ease", kind="effort", version=2, min=1, max=7)
EFFORT = outcome("effort", kind="effort", version=1, min=1, max=5)


# -- effort ------------------------------------------------------------------------------------


def test_made_easy_counts_the_answers_above_the_middle_of_seven():
    (row,) = study_of(asked(EASY, answers={"ease": [7, 6, 5, 4, 4, 1] * 10})).outcomes.rows

    assert (row.figure, row.share) == ("easy", 0.5)
    assert (row.share_middle, row.share_low_answers) == pytest.approx((1 / 3, 1 / 6))


def test_how_much_effort_counts_low_answers_as_the_good_ones():
    (row,) = study_of(asked(EFFORT, answers={"effort": [1, 2, 2, 3, 4, 5] * 10})).outcomes.rows

    assert (row.figure, row.share, row.share_high_answers) == ("little_effort", 0.5, 0.5)
    assert row.share_low_answers == pytest.approx(1 / 3)
    assert row.mean == pytest.approx(17 / 6)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"kind": "effort", "min": 1, "max": 7}, "needs its version, as the two run in opposite"),
        ({"kind": "effort", "version": 1, "max": 7}, "version 1, runs from 1 to 5: set min = 1"),
        ({"version": 2}, "version is for questions of kind 'effort': leave it out here"),
        ({"kind": "recommend", "min": 0, "index": True}, "cannot count in the satisfaction index"),
    ],
)
def test_an_effort_question_without_its_direction_is_refused(said, fault):
    with pytest.raises(ValueError, match=fault):
        outcome("effort", **said)


def test_importance_is_not_derived_from_an_outcome_where_low_is_good():
    answers = asked(
        EFFORT,
        outcome("satisfaction", min=1, max=7),
        answers={"effort": [1, 2, 3] * 20, "satisfaction": [7, 5, 4] * 20},
    )

    with pytest.raises(SettingsError, match="a low answer is a good one"):
        sq.analyze(answers, outcome="effort")
    assert {m.outcome for m in sq.analyze(answers).importance.models if m.leads} <= {"satisfaction"}


# -- limits under weights ------------------------------------------------------------------------


def of_reference(*, weighted=True):
    found = reference_responses(weighted=weighted)
    rows = reference_rows("ratings.csv")
    p = [[float(row[f"P{k}"] or "nan") for k in (1, 2, 3)] for row in rows]
    first = np.nansum(np.array(p)[:, :2], axis=1)
    rating = np.nan_to_num(np.array(p)[:, 2], nan=4.0)
    answers = {"recommend": np.minimum(10, first), "satisfaction": rating}
    return replace(found, outcomes=answers)


def test_weighted_limits_agree_with_the_linearised_errors_of_survey():
    expected = [r for r in reference_rows("loyalty.csv") if r["design"] == "weights"]
    answers = of_reference()

    rows = {r.figure: r for r in with_design_limits(study_of(answers), answers).outcomes.rows}

    for line in expected:
        row = rows[line["figure"]]
        found = (row.share, row.n_effective, row.share_low, row.share_high)
        assert found == pytest.approx([float(line[k]) for k in ("share", "n", "low", "high")])
    assert rows["nps"].method == "adjusted_wald_effective"
    assert rows["top_two"].method == "wilson_effective"


def test_the_report_says_that_limits_rest_on_effective_answers():
    answers = of_reference()
    study = with_design_limits(study_of(answers), answers)

    base = outcomes(View(study, ReportOptions())).base

    assert base.endswith(
        "Limits of shares rest on the effective number of answers under the weights and the design."
    )


def test_clusters_widen_limits_as_survey_says():
    expected = [r for r in reference_rows("loyalty.csv") if r["design"] == "clusters"]
    answers = of_reference()
    unit = np.arange(len(answers)) % 15
    sampled = Sampled((15,), (0.0,), (0,) * 15)
    answers = replace(answers, sampled=sampled, unit=unit)

    rows = {r.figure: r for r in with_design_limits(study_of(answers), answers).outcomes.rows}

    for line in expected:
        row = rows[line["figure"]]
        found = (row.share, row.n_effective, row.share_low, row.share_high)
        assert found == pytest.approx([float(line[k]) for k in ("share", "n", "low", "high")])


def test_equal_weights_give_the_limits_of_none_but_for_t_and_rounding():
    plain, heavy = of_reference(weighted=False), of_reference()
    heavy = replace(heavy, weights=np.full(len(heavy), 2.0))
    one = study_of(plain).outcomes.rows
    other = with_design_limits(study_of(heavy), heavy).outcomes.rows

    for a, b in zip(one, other, strict=True):
        assert b.n_effective == pytest.approx(a.n, rel=0.03)
        assert (b.share_low, b.share_high) == pytest.approx((a.share_low, a.share_high), abs=0.005)


def test_a_share_that_everybody_is_in_takes_kish_and_few_clusters_shrink_the_count():
    assert effective_answers(0.0, 0.0, 100, 99, 0.95, 61.0) == 61.0
    assert effective_answers(0.25, 0.0001, 100, 1e7, 0.95, 61.0) == pytest.approx(100, rel=1e-5)
    assert effective_answers(0.25, 0.0025, 200, 9, 0.95, 61.0) == pytest.approx(75.07, abs=0.01)


def covered(times, n=120, seed=1):
    """Return how often weighted limits of a share and of a net share hold the true ones.

    People of two kinds answer differently and are drawn unlike their part of the customers; the
    weights bring them back.
    """
    rng = np.random.default_rng(seed)
    high, low, customers, drawn = (0.6, 0.2), (0.1, 0.5), np.array([0.5, 0.5]), (0.75, 0.25)
    truth = {"share": customers @ high, "net": customers @ high - customers @ low}
    held = dict.fromkeys(truth, 0)
    for _ in range(times):
        kind = rng.choice(2, n, p=drawn)
        mark = np.where(rng.random(n) < np.array(high)[kind], 1.0, 0.0)
        rest = rng.random(n) < (np.array(low) / (1 - np.array(high)))[kind]
        net = np.where((mark == 0) & rest, -1.0, mark)
        weights = (customers / drawn)[kind]
        layout = Layout(("share", "net"), (1, 1))
        sums = Summary.of(layout, Block(np.column_stack([mark, net]), weights))
        found = sums.means(["share", "net"])
        p, d = (float(weights[net == k].sum() / weights.sum()) for k in (1, -1))
        for k, (name, spread) in enumerate((("share", p * (1 - p)), ("net", p + d - (p - d) ** 2))):
            m = effective_answers(spread, found.cov[k, k], n, n - 1, 0.95, n)
            limits = wilson(p * m, m, 0.95) if name == "share" else net_share(p * m, d * m, m, 0.95)
            held[name] += limits.ci_low <= truth[name] <= limits.ci_high
    return {name: count / times for name, count in held.items()}


def test_weighted_limits_hold_the_truth_about_as_often_as_they_say():
    assert all(0.91 <= share <= 0.985 for share in covered(500).values())


@pytest.mark.slow
def test_weighted_limits_hold_the_truth_in_95_of_100_surveys():
    assert all(0.94 <= share <= 0.965 for share in covered(6000).values())


def test_unweighted_answers_keep_their_own_limits():
    answers = of_reference(weighted=False)
    study = study_of(answers)

    assert with_design_limits(study, answers) is study
    (nps,) = [r for r in study.outcomes.rows if r.figure == "nps"]
    assert (nps.method, nps.n_effective) == ("adjusted_wald", None)
    high, low = (round(s * nps.n) for s in (nps.share_high_answers, nps.share_low_answers))
    assert (nps.share_low, nps.share_high) == net_share(high, low, nps.n, 0.95)[1:]


@pytest.mark.parametrize(("n", "few"), [(49, True), (50, False)])
def test_below_fifty_answers_a_net_promoter_score_is_no_finding(n, few):
    recommend = outcome("recommend", kind="recommend", min=0, max=10)
    (row,) = study_of(asked(recommend, n=n, answers={"recommend": [9] * n})).outcomes.rows

    assert row.few is few


# -- the index -------------------------------------------------------------------------------------


def test_the_index_of_the_bank_survey_is_the_published_one():
    means = [7.18, 6.912, 6.716, 6.524]

    found = equal_weight_index(means, np.zeros((4, 4)), [(1, 10)] * 4, 249, 0.95)

    assert found.value == pytest.approx(64.8111, abs=5e-5)


def test_an_index_with_weights_is_the_one_of_the_formula():
    weights, means = [0.30, 0.35, 0.35], [8, 7.5, 7]

    found = equal_weight_index(means, np.zeros((3, 3)), [(1, 10)] * 3, 99, 0.95, weights)

    assert found.value == pytest.approx(71.9444, abs=5e-5)


def test_the_index_of_the_bank_survey_follows_from_its_answers(shared_data):
    with (shared_data / "service" / "bank_es.csv").open(encoding="utf-8") as stream:
        table = [[float(row[f"sat{k}"]) for k in range(1, 5)] for row in csv.DictReader(stream)]
    values, n = np.array(table), len(table)
    person = 100 * (values - 1).mean(axis=1) / 9

    found = equal_weight_index(
        values.mean(axis=0), np.cov(values.T) / n, [(1, 10)] * 4, n - 1, 0.95
    )

    assert found.value == pytest.approx(64.8111, abs=5e-5)
    # everybody answered all four, so the error is that of the mean of the people's own indices
    assert found.se == pytest.approx(person.std(ddof=1) / np.sqrt(n))


def test_one_question_makes_no_index_and_scales_may_differ():
    one = outcome("happy", min=1, max=7, index=True)
    other = outcome("pleased", min=1, max=5, index=True)
    plain = outcome("value", min=1, max=5)
    values = {"happy": [7, 4] * 30, "pleased": [5, 5] * 30, "value": [1, 1] * 30}

    assert (
        study_of(asked(one, plain, answers={**values, "pleased": [np.nan] * 60})).loyalty.index
        == ()
    )
    whole, *parts = study_of(asked(one, other, plain, answers=values)).loyalty.index
    assert (whole.id, whole.value, whole.n) == ("index", 87.5, 60)
    assert [(p.id, p.value) for p in parts] == [("happy", 75.0), ("pleased", 100.0)]


# -- links -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study():
    form = load_instrument("servqual")
    form = form.model_copy(update={"outcomes": [*form.outcomes, EFFORT]})
    return sq.analyze(sq.read(sq.simulate(160, seed=5, instrument=form).frame, form))


def test_links_are_those_of_the_driver_models_for_every_outcome_with_grades(study):
    links = study.loyalty.links
    drivers = {(r.outcome, r.id): r for r in study.importance.drivers if r.level == "dimension"}

    assert list(dict.fromkeys(r.outcome for r in links)) == [
        "overall_quality", "satisfaction", "recommend", "intention", "effort",
    ]  # fmt: skip
    assert all(
        (r.b, r.beta_low, r.rank) == (d.b, d.beta_low, d.rank)
        for r in links
        for d in [drivers[r.outcome, r.dimension]]
    )


def test_less_effort_goes_with_better_perceptions(study):
    effort = [r for r in study.loyalty.links if r.outcome == "effort"]

    assert all(r.low_is_good and r.r < 0 for r in effort)


def test_results_json_holds_links_and_null_without_any(study):
    assert len(json.loads(sq.to_json(study))["loyalty"]["links"]) == 25
    plain = study_of(responses(np.full((30, 22), 6), np.full((30, 22), 5)))
    assert not plain.loyalty
    assert json.loads(sq.to_json(plain))["loyalty"] is None
