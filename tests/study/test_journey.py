"""Touchpoints: scored as dimensions are, held against the journey, refused where wrong."""

import json
import math
import re
from dataclasses import replace
from types import SimpleNamespace

import jsonschema
import numpy as np
import pytest

import servqual as sq
from servqual.analysis import analyze
from servqual.analysis.journey import touchpoint_sums
from servqual.analysis.versions import summary_of
from servqual.catalog import load_instrument
from servqual.cli.app import main
from servqual.errors import FileError, FormatError, InstrumentError, JourneyError
from servqual.folder.reading import study_of
from servqual.importer.journey import load_journey
from servqual.instrument import parse_instrument
from servqual.responses import Missing
from servqual.results.journey import Journey
from servqual.settings import ReportOptions, Settings
from servqual.statistics.adjust import adjusted
from servqual.statistics.design_sums import Sampled
from servqual.statistics.tails import t_two_sided
from servqual.study.gaps import gap_tables
from servqual.study.journey import journey_table
from servqual.study.scores import score_tables
from servqual.writer import to_json
from servqual.writer.page_record import page_record
from tests.made import responses

FORM = load_instrument("servqual")
POINTS = [
    {"id": "arrive", "name": {"en": "Arriving", "zh": "到店"}, "items": ["q1", "q2", "q3"]},
    {
        "id": "handle",
        "name": {"en": "Handling", "zh": "业务办理"},
        "stage": "back",
        "owner": {"en": "Operations", "zh": "运营部"},
        "items": ["q5", "q7", "q8"],
    },
    {"id": "advice", "name": {"en": "Advice", "zh": "咨询"}, "items": ["q20"]},
]
DIMENSIONS = [{"id": d.id, "name": d.name, "items": FORM.items_of(d.id)} for d in FORM.dimensions]
PLACES = [[0, 1, 2], [4, 6, 7], [19]]


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(4)
    expectation, perception = rng.integers(5, 8, (60, 22)), rng.integers(3, 8, (60, 22))
    perception[:, [4, 6, 7]] = rng.integers(1, 4, (60, 3))
    expectation[rng.random((60, 22)) < 0.1] = Missing.BLANK
    return responses(expectation, perception)


@pytest.fixture(scope="module")
def study(answers):
    return analyze(answers, journey=POINTS)


def told_study(tables):
    """Return what a journey asks of a study, without the rest of it."""
    form, summary, settings = tables[0].instrument, summary_of(tables), Settings()
    return SimpleNamespace(
        instrument=form,
        settings=settings,
        sesoi=settings.smallest_gap(form.scale.range),
        gaps=gap_tables(summary, form, settings),
        scores=score_tables(summary, form, settings),
    )


def journey_of(*tables, points=POINTS):
    """Return the study, as far as a journey needs it, and its journey."""
    study, entries = told_study(tables), parsed(points)
    return study, journey_table(touchpoint_sums(tables, entries), study, entries)


def parsed(points):
    table = FORM.model_dump(mode="json", exclude_defaults=True) | {"journey": points}
    return parse_instrument(table, "own.toml").journey


@pytest.fixture(scope="module")
def by_hand(answers):
    """Return each person's gap at each touchpoint, of whoever has half of its pairs."""
    expectation = answers.ratings["expectation"].astype(float)
    gaps = np.where(expectation < 1, np.nan, answers.ratings["perception"] - expectation)
    found = []
    for places in PLACES:
        part = gaps[:, places]
        answered = (~np.isnan(part)).sum(axis=1)
        mean = np.nansum(part, axis=1) / np.maximum(answered, 1)
        found.append(np.where(answered >= math.ceil(len(places) / 2), mean, np.nan))
    return np.column_stack(found)


def test_a_touchpoint_is_the_mean_of_the_people_who_have_half_of_its_pairs(study, by_hand):
    rows = study.journey.rows
    sd = np.nanstd(by_hand, axis=0, ddof=1)
    n = (~np.isnan(by_hand)).sum(axis=0)

    assert [row.value for row in rows] == pytest.approx(np.nanmean(by_hand, axis=0).tolist())
    assert [row.se for row in rows] == pytest.approx((sd / np.sqrt(n)).tolist())
    assert [row.n for row in rows] == n.tolist()
    assert all(row.mean_of - row.mean_minus == pytest.approx(row.value) for row in rows)


def test_touchpoints_that_are_the_dimensions_have_the_gaps_of_the_dimensions(answers):
    study, journey = journey_of(answers, points=DIMENSIONS)
    names = ("n", "mean_of", "mean_minus", "se", "df", "ci_low", "ci_high", "verdict")

    for row, gap in zip(journey.rows, study.gaps.dimensions, strict=True):
        assert row.value == gap.gap
        assert [getattr(row, name) for name in names] == [getattr(gap, name) for name in names]


def test_the_distance_from_the_journey_is_paired(answers):
    """Of people who have every touchpoint it is the t test of their own differences."""
    full = replace(
        answers,
        ratings={b: np.where(codes < 1, 6, codes) for b, codes in answers.ratings.items()},
    )
    rows = journey_of(full)[1].rows
    gaps = (full.ratings["perception"] - full.ratings["expectation"]).astype(float)
    each = np.column_stack([gaps[:, places].mean(axis=1) for places in PLACES])
    own = each - each.mean(axis=1, keepdims=True)
    t = own.mean(axis=0) / (own.std(axis=0, ddof=1) / np.sqrt(60))
    p = adjusted([t_two_sided(x, 59) for x in t.tolist()], "holm")

    assert [row.deviation for row in rows] == pytest.approx(own.mean(axis=0).tolist())
    assert [row.p_adjusted for row in rows] == pytest.approx(p)
    assert sum(row.deviation for row in rows) == pytest.approx(0)


def test_a_fail_point_is_clearly_large_and_below_the_journey_for_certain(study):
    arrive, handle, advice = study.journey.rows

    assert (handle.verdict, handle.fail_point) == ("clearly_large", True)
    assert (arrive.fail_point, advice.fail_point) == (False, False)
    assert arrive.deviation > 0


def test_a_journey_that_falls_short_alike_everywhere_has_no_fail_point():
    rng = np.random.default_rng(1)
    same = rng.integers(1, 3, (80, 1)) + np.zeros((80, 22), dtype=int)
    rows = journey_of(responses(np.full((80, 22), 7), same))[1].rows

    assert {row.verdict for row in rows} == {"clearly_large"}
    assert {row.fail_point for row in rows} == {False}


def test_false_fail_points_stay_within_the_level():
    """Touchpoints fall short alike, people differ: at most 5% of the studies find one."""
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(30):
        person = rng.integers(2, 5, (60, 1))
        rated = np.clip(person + rng.integers(-1, 2, (60, 22)), 1, 7)
        _, journey = journey_of(responses(np.full((60, 22), 7), rated))
        found += any(row.fail_point for row in journey.rows)

    assert found <= 4


def test_one_touchpoint_is_held_against_nothing(answers):
    (row,) = journey_of(answers, points=POINTS[:1])[1].rows

    assert (row.deviation, row.p_adjusted, row.fail_point) == (None, None, None)


def test_without_expectations_there_are_means_and_no_fail_points(answers):
    perceived = responses(None, answers.ratings["perception"], instrument="servperf")
    _, journey = journey_of(perceived)

    assert {(row.kind, row.of, row.minus, row.fail_point) for row in journey.rows} == {
        ("", "perception", "", None)
    }
    expected = answers.ratings["perception"][:, PLACES[1]].mean()
    assert journey.rows[1].value == pytest.approx(expected)
    assert journey.rows[1].deviation < 0


def test_items_of_no_touchpoint_are_named_and_the_lowest_of_each_too(study):
    journey = study.journey
    gaps = {row.id: row.gap for row in study.gaps.items}

    assert len(journey.left_out) == 15
    assert "q20" not in journey.left_out
    assert [row.lowest_item for row in journey.rows] == [
        min(point["items"], key=gaps.get) for point in POINTS
    ]


def test_weights_count_as_in_every_other_gap(answers):
    weights = np.linspace(0.5, 1.5, 60)
    weighted = replace(answers, weights=weights, weights_name="w")
    study, journey = journey_of(weighted, points=DIMENSIONS)

    assert [r.value for r in journey.rows] == [r.gap for r in study.gaps.dimensions]
    assert [r.se for r in journey.rows] == [r.se for r in study.gaps.dimensions]


def test_clusters_widen_the_errors_as_in_every_other_gap(answers):
    clusters = Sampled((12,), (0.0,), (0,) * 12)
    drawn = replace(answers, sampled=clusters, unit=np.arange(60, dtype=np.int64) % 12)
    study, journey = journey_of(drawn, points=DIMENSIONS)

    assert [r.se for r in journey.rows] == [r.se for r in study.gaps.dimensions]
    assert {r.df for r in journey.rows} == {11.0}


def test_blanks_that_were_filled_in_count_as_in_every_other_gap(answers):
    filled = [
        replace(answers, ratings={b: np.where(c < 1, k, c) for b, c in answers.ratings.items()})
        for k in (5, 6, 7)
    ]
    study, journey = journey_of(*filled, points=DIMENSIONS)

    assert [r.value for r in journey.rows] == [r.gap for r in study.gaps.dimensions]
    assert [r.se for r in journey.rows] == [r.se for r in study.gaps.dimensions]


def test_a_questionnaire_declares_its_journey_itself(answers):
    own = FORM.model_copy(update={"journey": parsed(POINTS)})
    journey = analyze(replace(answers, instrument=own)).journey

    assert [row.id for row in journey.rows] == ["arrive", "handle", "advice"]
    assert (journey.file, journey.sha256) == ("", "")


def test_items_that_were_not_asked_leave_their_touchpoint():
    own = FORM.model_copy(update={"journey": parsed(POINTS)})
    left = own.without_items(["q20", "q5"])

    assert [(p.id, p.items) for p in left.journey] == [
        ("arrive", ["q1", "q2", "q3"]),
        ("handle", ["q7", "q8"]),
    ]


# -- files -----------------------------------------------------------------------------------------


def refusal(tmp_path, text):
    path = tmp_path / "journey.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(JourneyError) as told:
        load_journey(path, FORM.item_ids)
    return str(told.value)


def test_every_fault_of_a_file_is_named_at_once(tmp_path):
    text = """
[[journey]]
id = "a"
name = { en = "A" }
items = ["q1", "q99"]
[[journey]]
id = "a"
name = { en = "B" }
items = ["q1"]
"""

    assert refusal(tmp_path, text) == (
        f"{tmp_path / 'journey.toml'}: this file of touchpoints has 3 fault(s). Write an entry "
        "[[journey]] for each touchpoint, with id, name and items; the README shows one.\n"
        "  - journey: a stands there 2 times\n"
        "  - journey[a].items: 'q99' is not in items; did you mean 'q9'?\n"
        "  - journey: q1 stands there 2 times; keep it in one touchpoint"
    )


def test_a_name_without_its_language_and_an_unknown_stage_are_named(tmp_path):
    text = '[[journey]]\nid = "a"\nname = "Till"\nstage = "side"\nitems = ["q1"]\n'
    told = refusal(tmp_path, text)

    assert 'journey[a].name: write it by language: { en = "Till" }' in told
    assert "journey[a].stage: 'side' is not allowed; use one of 'front' or 'back'" in told


@pytest.mark.parametrize("text", ["", "[[touchpoint]]\nid = 'a'\n", "journey = []\n"])
def test_a_file_without_touchpoints_is_refused(tmp_path, text):
    assert "journey: " in refusal(tmp_path, text)


def test_a_file_that_is_not_there_or_no_toml_is_refused(tmp_path):
    with pytest.raises(FileError, match="no such file of touchpoints"):
        load_journey(tmp_path / "gone.toml", FORM.item_ids)
    (tmp_path / "odd.toml").write_text("[[journey]\n", "utf-8")
    with pytest.raises(FormatError, match="not a valid file of touchpoints"):
        load_journey(tmp_path / "odd.toml", FORM.item_ids)


def test_a_questionnaire_with_an_unknown_item_on_its_journey_is_refused():
    with pytest.raises(InstrumentError, match=re.escape("journey[a].items: 'x' is not in items")):
        parsed([{"id": "a", "name": {"en": "A"}, "items": ["x"]}])


def test_the_example_of_the_readme_is_a_journey(root, tmp_path):
    text = (root / "README.md").read_text("utf-8")
    (block,) = re.findall(r"<!-- journey -->\n```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "journey.toml").write_text(block, "utf-8")
    found = load_journey(tmp_path / "journey.toml", FORM.item_ids)

    assert [(p.id, p.stage) for p in found.touchpoints] == [
        ("arrive", "front"),
        ("handle", "back"),
        ("advice", "front"),
    ]


# -- results.json and made again -------------------------------------------------------------------


def test_results_hold_the_journey_as_the_schema_says(study, root):
    schema = json.loads((root / "reports" / "results.schema.json").read_text("utf-8"))
    part = json.loads(to_json(study))["journey"]
    own = schema["properties"]["journey"] | {"$defs": schema["$defs"]}
    jsonschema.validate(part, own)

    assert part["touchpoints"][1]["owner"] == {"en": "Operations", "zh": "运营部"}
    assert json.loads(to_json(replace(study, journey=Journey())))["journey"] is None


def test_results_with_a_file_of_touchpoints_are_made_again_without_it(tmp_path):
    survey, file = tmp_path / "guests.csv", tmp_path / "journey.toml"
    survey.write_text(sq.simulate(40, seed=3).to_csv(), "utf-8")
    file.write_text('[[journey]]\nid = "a"\nname = { en = "A" }\nitems = ["q1"]\n', "utf-8")
    study = analyze(sq.read(survey), journey=file)
    (tmp_path / "results.json").write_text(to_json(study), "utf-8")
    file.unlink()
    again = sq.reproduce(tmp_path / "results.json")

    assert study.journey.file == "journey.toml"
    assert again.same


def test_a_page_says_which_touchpoints_it_was_made_with(study):
    told = replace(study, sample=replace(study.sample, how={"map": None, "instrument": {}}))
    options = ReportOptions(date="2026-05-31")
    record = json.loads(page_record(told, options))

    assert [p["id"] for p in record["journey"]["touchpoints"]] == ["arrive", "handle", "advice"]
    assert "journey" not in json.loads(page_record(replace(told, journey=Journey()), options))


def test_a_faulty_file_ends_the_command_before_anything_is_written(plain_survey, capsys):
    file, out = plain_survey.parent / "journey.toml", plain_survey.parent / "out.json"
    file.write_text('[[journey]]\nid = "a"\nname = { en = "A" }\nitems = ["q99"]\n', "utf-8")
    status = main(["score", str(plain_survey), "--journey", str(file), "-o", str(out)])

    assert status == 1
    assert "journey[a].items: 'q99' is not in items; did you mean 'q9'?" in capsys.readouterr().err
    assert not out.exists()


def test_a_study_file_names_a_file_of_touchpoints(tmp_path):
    faults = []
    table = {"data": {"files": ["guests.csv"], "journey": "journey.toml"}}
    found = study_of(table, tmp_path / "study.toml", faults)

    assert found.journey == tmp_path / "journey.toml"
    assert faults == []
