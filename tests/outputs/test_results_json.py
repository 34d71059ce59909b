"""results.json: the promised keys, at full precision, the same every time."""

import json
from dataclasses import fields, replace

import jsonschema
import numpy as np
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.notes import Notes
from servqual.results import (
    PROBABILITY_KEYS,
    ActionRow,
    Actions,
    AgreementRow,
    AgreementTotal,
    AsymmetryRow,
    CauseRow,
    ChangeRow,
    ConstraintRow,
    Contrast,
    ConvergentRow,
    Correlations,
    Csi,
    DriverModel,
    DriverRow,
    Efa,
    FactorRow,
    FitRow,
    GapRow,
    Gaps,
    GapSums,
    GroupGap,
    GroupRow,
    IndexRow,
    InvarianceRow,
    KanoRow,
    LoadingRow,
    MeanSums,
    OutcomeRow,
    PairRow,
    PairSums,
    PriorityRow,
    RankRow,
    ReliabilityRow,
    ScoreRow,
    SpreadRow,
    StabilityRow,
    StatedRow,
    Structure,
    Theme,
    VerdictRow,
)
from servqual.settings import SampleFacts
from servqual.writer.results_json import to_json

SCHEMA = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
IDENTITY = {"level", "id"}
SUMS = {"gap_sums": GapSums, "mean_sums": MeanSums, "pair_sums": PairSums}


def names(row):
    return {field.name for field in fields(row)} - IDENTITY


@pytest.fixture(scope="module")
def table(study):
    return json.loads(to_json(study))


@pytest.fixture(scope="module")
def perceptions(perceptions_only):
    return json.loads(to_json(perceptions_only))


def changed_gap(study, **changes):
    """Return a study whose first item gap differs in some fields."""
    first, *rest = study.gaps.items
    return replace(study, gaps=replace(study.gaps, items=(replace(first, **changes), *rest)))


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_results_follow_the_schema(table, perceptions):
    jsonschema.validate(table, SCHEMA)
    jsonschema.validate(perceptions, SCHEMA)


def test_a_study_with_everything_in_it_follows_the_schema():
    bank = sq.analyze(sq.read(sq.simulate(300).frame), by="branch", structure="full")
    table = json.loads(to_json(bank))

    jsonschema.validate(table, SCHEMA)
    assert table["settings"]["structure"] == "full"
    assert [row["source"] for row in table["structure"]["exploratory"]] == [
        "perception", "expectation", "gap",
    ]  # fmt: skip
    assert all(table["structure"][part] for part in table["structure"] if part != "changes")
    assert all(table["importance"][part] for part in ("stated", "drivers", "models", "agreement"))
    assert all(table["priorities"][part] for part in ("items", "stability", "ranks"))
    assert table["actions"]
    assert table["causes"]


def test_the_schema_knows_every_number_of_a_gap():
    known = set(SCHEMA["$defs"]["gap"]["properties"])

    assert known == names(GapRow) | {"mean_perception", "mean_expectation"}


def test_the_schema_knows_every_number_of_a_mean():
    assert set(SCHEMA["$defs"]["score"]["properties"]) == names(ScoreRow)


@pytest.mark.parametrize("part", SUMS)
def test_the_schema_knows_every_sum(part):
    assert list(SCHEMA["$defs"][part]["properties"]) == [f.name for f in fields(SUMS[part])]


@pytest.mark.parametrize(
    ("part", "record"),
    [
        ("contrast", Contrast),
        ("reliability", ReliabilityRow),
        ("spread", SpreadRow),
        ("constraint", ConstraintRow),
        ("verdict", VerdictRow),
        ("factorability", FactorRow),
        ("fit", FitRow),
        ("loading", LoadingRow),
        ("convergent", ConvergentRow),
        ("pair", PairRow),
        ("change", ChangeRow),
        ("invariance", InvarianceRow),
        ("exploratory", Efa),
        ("outcome", OutcomeRow),
        ("group", GroupRow),
        ("group_gap", GroupGap),
        ("theme", Theme),
        ("stated", StatedRow),
        ("driver_model", DriverModel),
        ("driver", DriverRow),
        ("agreement", AgreementRow),
        ("agreement_total", AgreementTotal),
        ("asymmetry", AsymmetryRow),
        ("kano", KanoRow),
        ("priority", PriorityRow),
        ("stability", StabilityRow),
        ("rank", RankRow),
        ("index", IndexRow),
        ("csi", Csi),
        ("action", ActionRow),
        ("cause", CauseRow),
    ],
)
def test_the_schema_knows_every_field_of_a_record(part, record):
    assert set(SCHEMA["$defs"][part]["properties"]) == {field.name for field in fields(record)}


def test_a_matrix_does_not_repeat_the_dimensions_of_the_questionnaire():
    known = set(SCHEMA["$defs"]["correlations"]["properties"])

    assert known == {field.name for field in fields(Correlations)} - {"dimensions"}


def test_the_schema_knows_every_table_of_the_structure():
    known = set(SCHEMA["properties"]["structure"]["properties"])

    assert known == {field.name for field in fields(Structure)}


def test_the_parts_stand_in_a_fixed_order(table):
    assert list(table) == [
        "schema",
        "servqual",
        "source",
        "instrument",
        "settings",
        "made",
        "notes",
        "sample",
        "quality",
        "gaps",
        "scores",
        "reliability",
        "spread",
        "constraints",
        "structure",
        "distributions",
        "importance_points",
        "importance",
        "priorities",
        "actions",
        "causes",
        "themes",
        "quotations",
        "outcomes",
        "groups",
        "incomplete",
        "before",
        "comments",
        "sums",
        "segments",
        "weighting",
        "waves",
        "operations",
        "journey",
        "loyalty",
        "zone",
        "gap_model",
    ]


def test_items_and_dimensions_stand_in_the_order_of_the_questionnaire(table):
    dimensions = ["tangibles", "reliability", "responsiveness", "assurance", "empathy"]

    assert [row["item"] for row in table["gaps"]["items"]] == [f"q{n}" for n in range(1, 23)]
    assert [row["dimension"] for row in table["gaps"]["dimensions"]] == dimensions
    assert [row["dimension"] for row in table["importance_points"]] == dimensions


def test_overall_gaps_are_named(table):
    overall = {name: row["gap"] for name, row in table["gaps"]["overall"].items()}

    assert overall == pytest.approx(
        {
            "unweighted": -1.775,
            "weighted": -1.7915,
            "weighted_aggregate": -1.778125,
            "item_mean": -1.7803030303030303,
        },
        abs=1e-12,
    )


def test_a_plain_gap_names_its_two_means(table):
    row = table["gaps"]["items"][0]

    assert row["of"] == "perception"
    assert row["mean_perception"] == row["mean_of"] == pytest.approx(31 / 6)
    assert row["mean_expectation"] == row["mean_minus"] == 6.5


def test_every_row_subtracts(table):
    rows = table["gaps"]["items"] + table["gaps"]["dimensions"]

    assert all(abs(row["mean_of"] - row["mean_minus"] - row["gap"]) < 1e-12 for row in rows)


def test_the_smallest_gap_of_interest_is_the_one_that_was_used(table):
    assert table["settings"]["sesoi"] == 0.5
    assert table["settings"]["sesoi_origin"] == "house default"


def test_notes_carry_code_words_and_place(with_note):
    table = json.loads(to_json(with_note("guests.csv")))

    assert table["notes"] == [
        {
            "code": "rows_ineligible",
            "text": "4 people rated nothing at all; they count as ineligible, not as missing.",
            "where": "guests.csv",
        }
    ]


def test_means_stand_under_their_battery(perceptions):
    overall = perceptions["scores"]["perception"]["overall"]

    assert list(perceptions["scores"]) == ["perception"]
    assert overall["unweighted"]["mean"] == pytest.approx(4.725)
    assert overall["item_mean"]["mean"] == pytest.approx(4.719696969696969)


def test_a_questionnaire_without_gaps_has_none(perceptions):
    assert perceptions["gaps"] == {
        "items": [],
        "dimensions": [],
        "overall": {
            "unweighted": None,
            "weighted": None,
            "weighted_aggregate": None,
            "item_mean": None,
        },
        "contrasts": [],
    }


def test_a_gap_of_another_kind_stands_overall_under_its_own_name(study):
    row = replace(study.gaps.row("unweighted"), kind="adequacy")
    table = json.loads(to_json(replace(study, gaps=Gaps(overall=(row,)))))

    assert table["gaps"]["overall"]["unweighted"] is None
    assert table["gaps"]["overall"]["adequacy.unweighted"]["gap"] == row.gap
    assert "mean_perception" not in table["gaps"]["overall"]["adequacy.unweighted"]


def test_numbers_are_read_back_as_they_were(study, table):
    read_back = [row["gap"] for row in table["gaps"]["items"]]

    assert read_back == [row.gap for row in study.gaps.items]


@pytest.mark.parametrize("nothing", [float("nan"), float("inf"), None])
def test_a_number_that_does_not_exist_is_null(study, nothing):
    text = to_json(changed_gap(study, t=nothing))

    assert json.loads(text)["gaps"]["items"][0]["t"] is None
    assert "NaN" not in text
    assert "Infinity" not in text


def test_there_is_no_minus_zero(study):
    assert '"gap": -0.0,' not in to_json(changed_gap(study, gap=-0.0))


def test_numpy_numbers_become_plain_ones(study):
    text = to_json(changed_gap(study, gap=np.float64(-0.1), n=np.int64(6)))

    assert json.loads(text)["gaps"]["items"][0]["gap"] == -0.1
    assert json.loads(text)["gaps"]["items"][0]["n"] == 6


def test_the_same_study_gives_the_same_text(study):
    assert to_json(study) == to_json(study)


def test_the_text_is_readable_and_ends_with_a_line_break(study):
    text = to_json(replace(study, notes=Notes(), sample=replace(study.sample, file="酒店.csv")))

    assert '"file": "酒店.csv"' in text
    assert text.endswith("}\n")


def test_what_the_analyst_stated_about_the_sample_is_kept(study):
    facts = SampleFacts(invited=900, frame="guests of June", mode="tablet")
    sample = json.loads(to_json(replace(study, sample=replace(study.sample, facts=facts))))[
        "sample"
    ]

    assert (sample["invited"], sample["frame"], sample["mode"]) == (900, "guests of June", "tablet")
    assert sample["start"] is None


def test_every_item_has_a_quadrant_with_its_probabilities(bank_of_300):
    items = json.loads(to_json(bank_of_300))["priorities"]["items"]

    assert {row["item"] for row in items} == set(bank_of_300.instrument.item_ids)
    assert all(set(row["probability"]) == set(PROBABILITY_KEYS.values()) for row in items)
    assert all(abs(sum(row["probability"].values()) - 1) < 1e-9 for row in items)


def test_actions_stand_by_rank_with_the_evidence_behind_them(bank_of_300):
    rows, first = json.loads(to_json(bank_of_300))["actions"], bank_of_300.actions.rows[0]

    assert [row["rank"] for row in rows] == sorted(row["rank"] for row in rows)
    assert (rows[0]["item"], rows[0]["index"]) == (first.item, first.index)


def test_a_survey_with_nothing_to_do_has_an_empty_register(study):
    table = json.loads(to_json(replace(study, actions=Actions(problem="no_shortfall"))))

    assert (table["actions"], table["causes"]) == ([], [])
