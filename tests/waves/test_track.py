"""Several waves: changes and what they are made of, breaks, panels, case mix, targets, pilots."""

import json
import math
from dataclasses import replace

import jsonschema
import numpy as np
import pandas as pd
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.analysis.again import Again
from servqual.analysis.followed import Tracking, followed
from servqual.analysis.periods import in_order, period
from servqual.analysis.wave_given import given_waves, names_of, ordered
from servqual.errors import FormatError, MappingError, SettingsError
from servqual.importer.targets import read_targets
from servqual.instrument import Scale
from servqual.results.before import WaveFigure
from servqual.results.wave_rows import WaveMean
from servqual.settings import SampleFacts
from servqual.study.waves import difference
from servqual.study.waves_control import control_charts
from servqual.weighting import Design
from tests.waves.tracked import BRANCHES, wave

PANEL = {"panel": "token"}


ANSWERS = sq.read(wave(1, 60), keep=["token"])


@pytest.fixture(scope="module")
def plain():
    """Return the study of one wave, to hold others against without working it out again."""
    return sq.analyze(ANSWERS)


def against(study, waves, labels=("2022", "2023"), facts=None, **asked):
    """Return waves worked out under the settings of a study, which is taken for the last one."""
    given, column = given_waves(waves, "", labels, facts)
    in_time, named = ordered(given)
    plan = {k: asked.pop(k) for k in ("panel", "pilot", "targets") if k in asked}
    more = Tracking(column=column, **plan)
    if "min_cell" in asked:
        study = replace(study, settings=study.settings.with_(min_cell=asked.pop("min_cell")))
    return followed(in_time, study, more, asked, "name" if named else "given")


def read(frame, *people):
    return sq.read(frame, people=list(people), keep=["token"])


@pytest.fixture(scope="module")
def answers():
    """Return three waves: in the last one reliability is better and assurance asked less for."""
    more = [{}, {}, {"better": 0.5, "asks_less": 0.6}]
    return [read(wave(k + 1, 90, branches=BRANCHES, **m), "branch") for k, m in enumerate(more)]


@pytest.fixture(scope="module")
def targets(tmp_path_factory):
    path = tmp_path_factory.mktemp("targets") / "targets.csv"
    path.write_text(
        "item,target,owner,action,margin\nq5,4.5,Front office,Call back,0\nq6,6.9,,,\n"
        "Modern equipment,5.4,,,0.1\n",
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def study(answers, targets):
    return sq.track(
        answers,
        labels=["2022", "2023", "2024"],
        by="branch",
        min_cell=3,
        targets=targets,
        pilot={"branch": BRANCHES[:5]},
        design=Design(standard=("branch",)),
        **PANEL,
    )


def changed(study, row_id, against="before", measure="gap", wave="2024"):
    rows = study.waves.changes
    return next(
        r
        for r in rows
        if (r.wave, r.against, r.id, r.measure) == (wave, against, row_id, measure)
        and r.kind in ("", "gap")
    )


# -- changes -----------------------------------------------------------------------------------


def test_the_study_is_that_of_the_last_wave(study, answers):
    assert study.sample.sha256 == answers[2].source.sha256
    assert study.groups.columns == ("branch",)


def test_a_change_of_a_gap_is_that_of_perceptions_minus_that_of_expectations(study):
    for row in study.waves.since("before", "dimension", "gap"):
        of, minus = (changed(study, row.id, measure=side) for side in ("of", "minus"))

        assert math.isclose(row.change, of.change - minus.change, abs_tol=1e-12)


def test_a_change_is_that_of_two_independent_samples_by_welch(study, answers):
    then, now = (
        np.nanmean(
            np.column_stack(
                [one.ratings["perception"][:, k] - one.ratings["expectation"][:, k] + 0.0
                 for k in range(4, 9)]
            ),
            axis=1,
        )
        for one in answers[1:]
    )  # fmt: skip
    row = changed(study, "reliability")
    se = math.sqrt(then.var(ddof=1) / len(then) + now.var(ddof=1) / len(now))

    if not any((one.ratings["perception"] < 1).any() for one in answers[1:]):
        assert math.isclose(row.se, se, rel_tol=1e-9)
        assert math.isclose(row.change, now.mean() - then.mean(), rel_tol=1e-9)
    assert row.ci_low < row.change < row.ci_high


def test_better_ratings_are_told_from_lower_expectations(study):
    assert changed(study, "reliability").verdict == "up_real"
    assert changed(study, "assurance").verdict == "up_hollow"


def test_the_wave_before_stands_in_the_summary_too(study):
    assert study.before.label == "2023"
    assert study.before.row("reliability").change == changed(study, "reliability").change


def test_the_first_wave_is_compared_with_every_later_one_but_its_own_next(study):
    pairs = {(r.since, r.wave) for r in study.waves.changes if r.against == "first"}

    assert pairs == {("2022", "2024")}


def test_p_is_adjusted_over_the_dimensions_of_one_comparison(study):
    rows = study.waves.since("before", "dimension", "gap")
    smallest = min(rows, key=lambda row: row.p)

    assert math.isclose(smallest.p_adjusted, min(1, 5 * smallest.p))


def test_two_net_promoter_scores_differ_as_worked_by_hand():
    # methods 11: 100/60/40 of 200 and 90/60/30 of 180
    def nps(high, low, n):
        variance = high / n + low / n - ((high - low) / n) ** 2
        se = math.sqrt(variance / n)
        return WaveMean("", "outcome", "", "", "nps", "", n, (high - low) / n, se, n - 1)

    found = difference(nps(100, 40, 200), nps(90, 30, 180), 0.95)

    assert round(100 * found.change, 3) == 3.333
    assert round(100 * found.se, 4) == 7.8335
    assert round(found.change / found.se, 4) == 0.4255


# -- order and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["2024-Q2", "2024-Q1", "2023-Q4"], [2, 1, 0]),
        (["三季度", "一季度", "二季度"], [1, 2, 0]),
        (["2024年10月", "2024年9月"], [1, 0]),
        (["Mar 2024", "Feb 2024"], [1, 0]),
        (["第十期", "第二期"], [1, 0]),
        (["w10", "w9"], [1, 0]),
        (["w53", "w05"], [1, 0]),
        (["w2025", "w2024"], [1, 0]),
    ],
)
def test_names_tell_the_order_of_waves(names, order):
    assert in_order(names) == (order, True)


@pytest.mark.parametrize(
    "names",
    [
        ["before", "after"],
        ["2023", "Q1 2024"],
        ["w1", "w01"],
        ["w2025", "w5"],
        ["第2025周", "第5周"],
        ["week 54", "week 5"],
        ["w005", "w004"],
    ],
)
def test_names_that_tell_no_order_leave_waves_as_given(names):
    assert in_order(names) == (list(range(len(names))), False)


def test_a_period_is_its_year_and_its_part():
    assert period("2024-03") == (2024, 3, 12)
    assert period("上半年") == (0, 1, 2)
    assert period("after the training") is None


def test_files_are_called_by_what_tells_them_apart():
    assert names_of(["bank_2023-Q4.csv", "bank_2024-Q1.csv"]) == ["2023-Q4", "2024-Q1"]
    assert names_of(["a/old.csv", "b/new.csv"]) == ["old", "new"]


def test_waves_stand_in_time_whatever_the_order_in_which_they_were_given(plain, answers):
    found = against(plain, answers[:2], ["2024", "2023"]).waves

    assert found.labels == ("2023", "2024")
    assert found.order == "name"


def test_the_same_file_twice_is_refused(tmp_path):
    wave(1, 20).to_csv(tmp_path / "a.csv", index=False)
    (tmp_path / "b.csv").write_bytes((tmp_path / "a.csv").read_bytes())
    waves = [sq.read(tmp_path / name, keep=["token"]) for name in ("a.csv", "b.csv")]

    with pytest.raises(SettingsError, match=r"^a\.csv and b\.csv are the same file \(sha256 "):
        sq.track(waves, labels=["then", "now"])


# -- comparability -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (("mode", "paper", "telephone"), "mode"),
        (("frame", "members", "passers-by"), "frame"),
    ],
)
def test_another_way_of_asking_is_a_break_and_no_change_is_worked_out(
    plain, answers, facts, reason
):
    name, then, now = facts
    found = against(
        plain,
        answers[:2],
        facts=[SampleFacts(**{name: then}), SampleFacts(**{name: now})],
    )

    assert [(b.reason, b.then, b.now) for b in found.waves.breaks] == [(reason, then, now)]
    assert found.waves.changes == ()
    assert not found.before
    assert {row.stretch for row in found.waves.means if row.wave == "2023"} == {2}


def test_another_scale_is_a_break(plain, answers):
    form = answers[0].instrument.model_copy(update={"scale": Scale(min=1, max=9)})
    other = replace(answers[0], instrument=form)

    found = against(plain, [other, answers[1]])

    assert [(b.reason, b.then, b.now) for b in found.waves.breaks] == [("rescaled", "1–9", "1–7")]
    assert found.waves.changes == ()


def test_an_item_that_is_new_breaks_its_dimension_and_the_whole_alone(plain, answers):
    form = ANSWERS.instrument
    without = form.model_copy(update={"items": tuple(i for i in form.items if i.id != "q5")})
    kept = [k for k, i in enumerate(form.items) if i.id != "q5"]
    then = replace(
        ANSWERS,
        instrument=without,
        ratings={name: codes[:, kept] for name, codes in ANSWERS.ratings.items()},
        order={},
    )
    found = against(plain, [then, answers[1]])
    compared = {row.id for row in found.waves.changes}

    assert {(b.level, b.id, b.reason) for b in found.waves.breaks} >= {
        ("item", "q5", "new"),
        ("dimension", "reliability", "other_items"),
        ("overall", "unweighted", "other_items"),
    }
    assert not {"q5", "reliability", "unweighted"} & compared
    assert {"q6", "tangibles"} <= compared


# -- panel -------------------------------------------------------------------------------------


def test_people_who_stayed_are_compared_with_themselves(study, answers):
    then, now = answers[1:]
    one, other = (dict(zip(a.people["token"], range(len(a)), strict=True)) for a in (then, now))
    both = sorted(one.keys() & other.keys())
    gaps = [
        (a.ratings["perception"] - a.ratings["expectation"])[[places[t] for t in both], 13:17]
        for a, places in ((then, one), (now, other))
    ]
    row = next(
        r for r in study.waves.panel if (r.wave, r.id, r.measure) == ("2024", "assurance", "gap")
    )
    pair = study.waves.pairs[-1]

    assert pair.matched == len(both)
    assert math.isclose(pair.left, 1 - len(both) / len(then))
    if all((a.ratings[b] > 0).all() for a in (then, now) for b in a.ratings):
        change = (gaps[1] - gaps[0]).mean(axis=1)
        assert math.isclose(row.change, change.mean(), rel_tol=1e-9)
        assert math.isclose(row.se, change.std(ddof=1) / math.sqrt(len(both)), rel_tol=1e-9)
    assert row.df == row.n - 1
    assert row.then != row.all_then


def test_codes_of_people_are_kept_nowhere(study):
    assert "guest-" not in sq.to_json(study)
    assert "token" not in study.groups.columns


def test_nothing_is_told_of_a_panel_from_which_few_left(plain):
    then = wave(5, 40)
    now = wave(6, 40).assign(token=then["token"])
    now.loc[:3, "token"] = ["new-1", "new-2", "new-3", "new-4"]

    found = against(plain, [read(then), read(now)], **PANEL)

    (pair,) = found.waves.pairs
    assert not pair.shown
    assert pair.matched is None
    assert found.waves.panel == ()


def test_a_code_that_stands_twice_is_not_matched(plain):
    then, now = wave(7, 60), wave(8, 60)
    now["token"] = then["token"]
    now.loc[0, "token"] = now.loc[1, "token"]
    now.loc[2:12, "token"] = ""
    found = against(plain, [read(then), read(now)], **PANEL)

    (pair,) = found.waves.pairs
    assert (pair.matched, pair.repeated, pair.no_id) == (47, 2, 11)


# -- case mix, targets, pilots -----------------------------------------------------------------


def test_a_wave_over_the_fixed_mix_is_the_weighted_mean_of_its_cells(study):
    (mix,) = study.waves.mix
    rows = [r for r in study.waves.standard if (r.wave, r.level) == ("2024", "overall")]
    cells = [g for g in study.groups.gaps if g.id == "unweighted"]

    assert (mix.source, mix.cells, mix.left_out) == ("waves", 10, 0)
    # every branch is a tenth of every wave; gaps of groups are rounded to one decimal
    assert abs(rows[0].mean - sum(g.gap for g in cells) / 10) < 0.06
    assert rows[0].change is not None


def test_a_mix_of_the_customers_moves_the_whole(plain, answers):
    shares = {name: (0.55 if name == "North" else 0.05) for name in BRANCHES}
    design = Design(standard=("branch",), customers={"branch": shares})
    found = against(plain, answers[:2], design=design).waves
    row = next(r for r in found.standard if (r.wave, r.level) == ("2023", "overall"))

    assert found.mix[0].source == "customers"
    assert abs(row.mean - row.raw) > 0.01


def test_targets_are_achieved_missed_or_open_by_the_interval(study):
    found = {row.item: row for row in study.waves.targets}

    assert found["q5"].verdict == "achieved"
    assert (found["q5"].owner, found["q5"].action) == ("Front office", "Call back")
    assert found["q6"].verdict == "not_achieved"
    assert found["q1"].margin == 0.1
    assert found["q5"].then == pytest.approx(changed(study, "q5", measure="of").then)


def test_targets_come_from_the_register_of_the_wave_before(plain, answers, tmp_path):
    then = plain
    path = tmp_path / "2023.json"
    path.write_text(sq.to_json(then), encoding="utf-8")
    plans = read_targets(path, ANSWERS.instrument)

    found = against(plain, answers[1:], targets=plans).waves

    planned = [row for row in then.actions.rows if row.next_target is not None]
    assert [row.item for row in found.targets] == [row.item for row in planned]
    assert [row.target for row in found.targets] == [row.next_target for row in planned]
    assert found.targets_file == "2023.json"


def test_faults_of_a_file_of_targets_are_told_together(answers, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text("item,target\nq55,5\nq5,high\nq6,9\n", "utf-8")

    with pytest.raises(MappingError) as told:
        sq.track(answers[:2], labels=["2022", "2023"], targets=path)

    said = str(told.value)
    assert "this file of targets has 3 faults." in said
    assert "row 2: 'q55' is no item of this questionnaire. Did you mean 'q5'?" in said
    assert "row 3: the target 'high' is no number on the scale 1-7" in said
    assert "on the scale 1-7; a target is a mean of perceptions on the scale, not a gap" in said


def test_a_file_of_targets_needs_its_columns(answers, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text("name,goal_\nq5,5\n", "utf-8")

    with pytest.raises(FormatError, match="no column item"):
        sq.track(answers[:2], labels=["2022", "2023"], targets=path)


def test_pilot_units_are_compared_by_their_changes_as_units(study):
    rows = {(r.id, r.measure): r for r in study.waves.pilot if r.kind == "gap"}
    row = rows["unweighted", "gap"]
    change = {
        g.group: g.gap for g in study.waves.groups if g.wave == "2024" and g.id == "unweighted"
    }
    before = {
        g.group: g.gap for g in study.waves.groups if g.wave == "2023" and g.id == "unweighted"
    }
    moves = {name: change[name] - before[name] for name in BRANCHES}
    own, others = ([moves[n] for n in BRANCHES[k : k + 5]] for k in (0, 5))

    assert (row.units_pilot, row.units_other) == (5, 5)
    assert row.ci_low < row.difference < row.ci_high
    # the groups are rounded to one decimal
    assert abs(row.difference - (np.mean(own) - np.mean(others))) < 0.1


def test_few_pilot_units_are_described_and_have_no_interval(plain, answers):
    found = against(plain, answers[:2], min_cell=3, pilot="branch=North, South").waves

    assert found.pilots[0].units == ("North", "South")
    assert all(row.descriptive and row.ci_low is None for row in found.pilot)


# -- control charts ----------------------------------------------------------------------------


def periods(values, se=0.1, n=100):
    return [
        WaveMean(f"w{k}", "overall", "unweighted", "gap", "gap", "", n, v, se, n - 1)
        for k, v in enumerate(values)
    ]


def test_a_wave_that_leaves_the_limits_is_a_signal():
    values = [0.1, -0.1, 0.05, 0.0, 0.1, -0.05, 0.0, 1.6]
    order = [f"w{k}" for k in range(8)]
    (chart,), points = control_charts(periods(values), order, weighted=False, with_ewma=False)

    assert (chart.chart, chart.overdispersed, chart.trial) == ("xmr", True, True)
    assert [p.wave for p in points if p.rules] == ["w7"]
    assert chart.signals == 1


def test_waves_that_differ_no_more_than_their_answers_have_the_chart_of_those():
    values = [0.1, -0.1, 0.05, 0.0, 0.1, -0.05, 0.0, 0.05]
    order = [f"w{k}" for k in range(8)]
    (chart,), points = control_charts(periods(values), order, weighted=False, with_ewma=False)

    assert chart.chart == "xbar_s"
    assert points[0].upper == pytest.approx(chart.centre + 0.3)


def test_fewer_than_eight_comparable_waves_have_no_control_chart():
    values = [0.1, -0.1, 0.05, 0.0, 0.1, -0.05, 0.0, 0.05]
    rows = [replace(row, stretch=1 + (k > 3)) for k, row in enumerate(periods(values))]
    order = [f"w{k}" for k in range(8)]

    assert control_charts(rows, order, weighted=False, with_ewma=False) == ([], [])


# -- one survey for all waves ------------------------------------------------------------------


def together(sizes):
    parts = [
        wave(k + 20, n, branches=BRANCHES[:2]).assign(wave=name)
        for k, (name, n) in enumerate(sizes.items())
    ]
    return pd.concat(parts, ignore_index=True)


def test_a_wave_of_few_people_is_not_shown(plain):
    frame = together({"2022": 40, "2023": 6, "2024": 40})
    given, column = given_waves(sq.read(frame, people=["wave"]), "wave", (), None)
    found = followed(given, plain, Tracking(column=column), {}).waves

    assert found.labels == ("2022", "2024")
    assert [(w.wave, w.n, w.shown) for w in found.waves][1] == ("2023", None, False)
    assert not any("2023" in (row.wave, getattr(row, "since", "")) for row in found.changes)


def test_a_last_wave_of_few_people_is_refused(plain):
    frame = together({"2022": 40, "2023": 6})
    given, column = given_waves(sq.read(frame, people=["wave"]), "wave", (), None)

    with pytest.raises(SettingsError, match="the last wave, '2023', has fewer than 10 people"):
        followed(given, plain, Tracking(column=column), {})


def test_one_wave_alone_is_refused(answers):
    with pytest.raises(SettingsError, match="there is one wave only"):
        sq.track(answers[:1])


def test_the_wave_before_is_one_of_the_waves(answers, tmp_path):
    with pytest.raises(SettingsError, match=r"^before: the wave before is the one before the last"):
        sq.track(answers[:2], before=tmp_path / "2022.json")


# -- results -----------------------------------------------------------------------------------


def test_results_follow_the_schema(study):
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    table = json.loads(sq.to_json(study))

    part = schema["properties"]["waves"] | {"$defs": schema["$defs"]}
    few = {k: v[:30] if isinstance(v, list) else v for k, v in table["waves"].items()}

    jsonschema.validate(few, part)
    assert [w["wave"] for w in table["waves"]["waves"]] == ["2022", "2023", "2024"]


def test_a_single_wave_has_no_waves(plain):
    assert json.loads(sq.to_json(plain))["waves"] is None


def test_waves_are_made_again_from_their_files(tmp_path):
    names = ["w1.csv", "w2.csv"]
    for k, name in enumerate(names):
        wave(k + 30, 40, branches=BRANCHES[:2]).to_csv(tmp_path / name, index=False)
    waves = [sq.read(tmp_path / name, keep=["token"]) for name in names]
    facts = [SampleFacts(mode="paper"), SampleFacts(mode="paper", invited=90)]
    kept = json.loads(sq.to_json(sq.track(waves, facts=facts, **PANEL)))

    made = Again(then=kept, folder=tmp_path).study(tmp_path / "w2.csv")

    assert json.loads(sq.to_json(made)) == kept


def test_a_chart_shows_every_wave(study):
    drawn = sq.chart(study.waves)

    assert len(drawn.layout.annotations) == 6
    assert "2022" in drawn.layout.xaxis.ticktext


def test_a_figure_without_an_error_has_no_interval():
    row = WaveMean("", "overall", "unweighted", "gap", "gap", "", None, -0.5)

    assert difference(row, row, 0.95) is None
    assert WaveFigure(-0.5).se is None
