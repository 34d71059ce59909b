"""Units beside each other: pooled figures, ranks, equal mixes, low answers, very many units."""

import json
import math
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from servqual._files import data_folder
from servqual.analysis import analyze
from servqual.analysis.units import units_of
from servqual.analysis.versions import by_group
from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.scoring import summarize
from servqual.settings import ReportOptions, Settings
from servqual.statistics.partial_pooling import pool
from servqual.study.gaps import gap_tables
from servqual.study.groups import group_tables
from servqual.study.league import league_tables
from servqual.weighting import Design
from servqual.writer import to_json
from servqual.writer.sections.league import league
from servqual.writer.sections.people import groups
from servqual.writer.view import View
from tests.leagues import EFFECTS, SIZES, survey

SCHEMA = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
INSTRUMENTS = Path(__file__).parent / "instruments"
MIX = {"18-29": 0.2, "30-49": 0.5, "50+": 0.3}


def compared(answers, design=None):
    """Return the league alone, without the rest of a study."""
    settings, form = Settings(by=("branch",)), answers.instrument
    breakdowns = {"branch": by_group((answers,), "branch")}
    groups = group_tables(breakdowns, form, settings)
    return league_tables(units_of((answers,), breakdowns, design), form, settings, groups, design)


def alone(answers, chosen):
    """Return the overall gap of some people."""
    found = gap_tables(summarize(answers.take(chosen)), answers.instrument, Settings())
    return found.row("unweighted")


@pytest.fixture(scope="module")
def answers():
    return survey(SIZES, effects=EFFECTS)


@pytest.fixture(scope="module")
def study(answers):
    design = Design(standard=("age",), customers={"age": MIX})
    return analyze(answers, by="branch", design=design)


def test_the_units_are_pooled_from_their_own_means_and_errors(study, answers):
    rows = study.league.of("branch", "gap")
    whole = [alone(answers, answers.people["branch"] == row.unit) for row in rows]
    found = pool(np.array([g.gap for g in whole]), np.array([g.se**2 for g in whole]))
    reach = 1.959964 * found.sd

    assert [row.mean for row in rows] == pytest.approx([g.gap for g in whole], abs=0.051)
    assert [row.pooled for row in rows] == pytest.approx(found.mean, abs=0.051)
    assert [row.pooled_low for row in rows] == pytest.approx(found.mean - reach, abs=0.051)
    assert list(found.mean) == sorted(found.mean, reverse=True)


def test_known_differences_come_out_and_others_stay_open(study):
    sides = {row.unit: row.side for row in study.league.of("branch", "gap")}

    assert sides["Amber"] == "below"
    assert sides["Fern"] == "above"
    assert sides["Elm"] == "open"


def test_a_hidden_unit_counts_in_no_rank(study):
    rows = study.league.of("branch", "gap")
    spread = study.league.spread_of("branch", "gap")

    assert {row.unit for row in rows} == set(SIZES) - {"Hill", "Isle"}
    assert max(row.rank_high for row in rows) <= 7
    assert (spread.n_units, spread.n_hidden, spread.n_pairs) == (7, 2, 21)
    assert sum(row.p_lowest for row in rows) == pytest.approx(1, abs=0.04)


def test_every_dimension_has_units_and_a_spread(study):
    ids = ["unweighted", *study.instrument.dimension_ids]

    assert [row.id for row in study.league.spread if not row.mix] == ids
    # one unit has too few people of an age for an equal mix
    assert len(study.league.units) == 7 * 6 + 6


def test_an_equal_mix_is_the_mean_of_the_classes_by_the_shares_of_the_customers(study, answers):
    row = next(r for r in study.league.of("branch", "gap", mix="age") if r.unit == "Amber")
    inside = answers.people["branch"] == "Amber"
    classes = [alone(answers, inside & (answers.people["age"] == name)) for name in MIX]
    mean = sum(share * c.gap for share, c in zip(MIX.values(), classes, strict=True))
    se = math.sqrt(sum((s * c.se) ** 2 for s, c in zip(MIX.values(), classes, strict=True)))

    assert row.mean == round(mean, 2)
    assert (row.ci_high - row.ci_low) / 2 == pytest.approx(2 * se, abs=0.04)
    assert study.league.mixes[0].source == "customers"


def test_a_unit_with_few_people_in_a_class_gets_no_equal_mix(answers):
    few = answers.people["age"].copy()
    few[(answers.people["branch"] == "Elm") & (few == "50+")] = "18-29"
    changed = replace(answers, people={**answers.people, "age": few})
    found = compared(changed, Design(standard=("age",)))

    assert "Elm" not in {row.unit for row in found.of("branch", "gap", mix="age")}
    assert found.mixes[0].source == "answers"
    assert found.mixes[0].n_left >= 1


def test_a_random_sample_of_few_customers_has_smaller_errors(answers):
    frame = {"branch": {"Amber": 80, "Fern": 100000}}
    found = compared(answers, Design(random=True, frame=frame))
    plain = compared(answers, Design(frame=frame))

    def width(league, unit):
        row = next(r for r in league.of("branch", "gap") if r.unit == unit)
        return row.ci_high - row.ci_low

    assert width(found, "Amber") == pytest.approx(width(plain, "Amber") / 2, abs=0.02)
    assert width(found, "Fern") == pytest.approx(width(plain, "Fern"), abs=0.011)
    assert [r.unit for r in found.of("branch", "gap") if r.corrected] == ["Fern", "Amber"]
    assert not any(r.corrected for r in plain.units)


def test_low_answers_are_counted_over_all_answers_of_a_unit(study, answers):
    row = next(r for r in study.league.consistency if r.unit == "Cedar")
    own = answers.ratings["perception"][answers.people["branch"] == "Cedar"]

    assert row.low_up_to == 3
    assert row.share_low == round(float((own <= 3).mean()), 3)
    assert row.ci_low < row.share_low < row.ci_high


def test_shares_of_few_people_keep_off_the_ends():
    answers = survey({"A": 40, "B": 12, "C": 50, "D": 45}, effects={"B": 3.0})
    row = next(r for r in compared(answers).consistency if r.unit == "B")

    assert (row.share_low, row.ci_low, row.at_end) == (0.05, 0.05, True)


def test_a_questionnaire_without_gaps_compares_means():
    answers = survey({"A": 40, "B": 32, "C": 50}, batteries=1, effects={"A": -1.0})
    league = compared(answers)

    assert [row.unit for row in league.of("branch")][-1] == "A"
    assert {(row.kind, row.battery) for row in league.spread} == {("", "perception")}


def test_two_units_make_no_league():
    assert not compared(survey({"A": 40, "B": 40}))


def test_results_json_holds_the_league_as_the_schema_says(study):
    found = json.loads(to_json(study))["groups"]
    rules = {**SCHEMA["properties"]["groups"], "$defs": SCHEMA["$defs"]}

    jsonschema.validate(found, rules)
    assert found["league"]["units"][0]["unit"] == "Fern"


def test_very_many_units_are_told_of_together():
    sizes = {f"Shop {k:03d}": 10 for k in range(210)}
    effects = {name: 0.06 * (k % 20) for k, name in enumerate(sizes)}
    crowd = analyze(survey(sizes, effects=effects), by="branch")
    view = View(crowd, ReportOptions(service="bank"))
    (told,), (fair,) = groups(view), league(view)
    ids = [e.id.removeprefix("exhibit-league-1-gap-") for e in fair.exhibits]

    assert {row.level for row in crowd.groups.gaps} == {"overall", "dimension"}
    assert {row.id for row in crowd.league.units} == {"unweighted"}
    assert ids == ["many", "highest", "lowest", "funnel", "spread", "even"]
    assert told.exhibits == []
    assert "too many to be shown one by one" in told.context["lead"][0]
    assert all(len(e.table.rows) <= 20 for e in fair.exhibits)


def test_a_column_with_a_value_for_every_other_person_names_no_groups():
    people = survey({f"Shop {k:03d}": 1 for k in range(260)})
    with pytest.raises(SettingsError, match=r"has 260 different values, more than 200"):
        by_group((people,), "branch")


def test_answers_without_any_mean_make_no_league():
    form = load_instrument(INSTRUMENTS / "kiosk_kano.toml")
    codes = np.random.default_rng(2).integers(1, 6, (60, len(form.items))).astype(np.int16)
    kano = replace(
        survey({"A": 20, "B": 20, "C": 20}),
        instrument=form,
        ratings=dict.fromkeys(("functional", "dysfunctional"), codes),
    )

    assert units_of((kano,), {"branch": by_group((kano,), "branch")}, None) == {}
