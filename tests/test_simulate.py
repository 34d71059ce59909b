"""That a simulated survey is what its model says, and that plain means find its truth again."""

import io
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import servqual as sq
from servqual.errors import SettingsError
from servqual.instrument import parse_instrument
from servqual.simulate import Branch, Model, simulate
from servqual.simulate.truth import expected_rating

MANY = 40_000
CLEAN = replace(Model(), missing=0.0, careless=0.0, points_off=0.0)
LIMIT = 4.5  # standard errors; with 150 means one in a thousand runs would go beyond


def tolerance_study():
    """Return a questionnaire of minimum, desired and perceived level on 1-9."""
    return parse_instrument(
        {
            "id": "tolerance",
            "version": "1",
            "title": {"en": "Zone of tolerance"},
            "source": "Own",
            "wording": "own",
            "scale": {"min": 1, "max": 9},
            "batteries": [
                {"name": name, "label": {"en": name}}
                for name in ("minimum", "desired", "perception")
            ],
            "gaps": [
                {"name": "adequacy", "of": "perception", "minus": "minimum"},
                {"name": "superiority", "of": "perception", "minus": "desired"},
            ],
            "dimensions": [{"id": "staff", "name": {"en": "Staff"}}],
            "items": [
                {"id": f"q{n}", "dimension": "staff", "topic": {"en": f"Topic {n}"}}
                for n in range(1, 4)
            ],
        },
        "tolerance",
    )


INSTRUMENTS = {
    "servqual": sq.load_instrument("servqual"),
    "servqual-1988": sq.load_instrument("servqual-1988"),
    "servperf": sq.load_instrument("servperf"),
    "servqual on 1-5": sq.load_instrument("servqual").with_scale(1, 5),
    "minimum and desired": tolerance_study(),
}
DIMENSIONS = INSTRUMENTS["servqual"].dimension_ids
HEADERS = {"expectation": "E", "perception": "P", "minimum": "MIN", "desired": "DES"}


@pytest.fixture(scope="module", params=INSTRUMENTS)
def large(request):
    return simulate(MANY, INSTRUMENTS[request.param], seed=11, model=CLEAN)


@pytest.fixture(scope="module")
def survey():
    return simulate()


def ratings(simulated, battery):
    """Return the answers to a battery after turning round, shape (n, n_items)."""
    instrument = simulated.instrument
    scale = instrument.scale_of(battery)
    return np.column_stack(
        [
            scale.min + scale.max - column if instrument.is_reversed(item.id, battery) else column
            for item in instrument.items
            for column in [simulated.columns[f"{HEADERS[battery]}{item.id[1:]}"]]
        ]
    )


def distance(values, truth):
    """Return how many standard errors the means of columns lie from the truth."""
    error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
    return np.abs(values.mean(axis=0) - truth) / error


def by_dimension(simulated, values):
    places = [
        simulated.instrument.dimension_ids.index(i.dimension) for i in simulated.instrument.items
    ]
    return np.column_stack(
        [values[:, np.equal(places, d)].mean(axis=1) for d in range(max(places) + 1)]
    )


# -- the truth is found again ------------------------------------------------------------------


def test_plain_means_find_the_expected_rating_of_every_item(large):
    far = {
        battery: distance(ratings(large, battery), large.truth.items[battery]).max()
        for battery in large.instrument.battery_names
    }

    assert {battery: z for battery, z in far.items() if z > LIMIT} == {}


def test_plain_means_find_every_gap_of_items_and_dimensions(large):
    for gap in large.instrument.gaps:
        gaps = ratings(large, gap.of) - ratings(large, gap.minus)
        scores = by_dimension(large, gaps)

        assert distance(gaps, large.truth.items[gap.name]).max() < LIMIT
        assert distance(scores, large.truth.dimensions[gap.name]).max() < LIMIT
        overall = scores.mean(axis=1, keepdims=True)
        assert distance(overall, [large.truth.overall[gap.name]]).max() < LIMIT


def test_plain_means_find_the_gaps_inside_each_branch(large):
    branch = large.columns["branch"]
    for gap in large.instrument.gaps:
        scores = by_dimension(large, ratings(large, gap.of) - ratings(large, gap.minus))
        for b, name in enumerate(large.branch_names):
            there = scores[branch == name]

            assert distance(there, large.truth.branches[gap.name][b]).max() < LIMIT
            assert abs((branch == name).mean() - large.truth.branch_shares[b]) < 0.02


def test_plain_means_find_the_importance_points():
    survey = simulate(MANY, seed=6, model=CLEAN)
    points = np.column_stack([survey.columns[f"points_{d}"] for d in DIMENSIONS])

    assert survey.truth.importance.tolist() == pytest.approx([12, 31, 22, 19, 16])
    assert distance(points, survey.truth.importance).max() < LIMIT


def test_a_questionnaire_that_asks_no_points_gets_none():
    survey = simulate(5, tolerance_study())

    assert survey.truth.importance.size == 0
    assert not any(header.startswith("points") for header in survey.columns)


def test_blanks_at_random_leave_the_means_where_they_are():
    holes = simulate(MANY, seed=3, model=replace(CLEAN, missing=0.2))
    values = ratings(holes, "perception")
    error = np.nanstd(values, axis=0) / np.sqrt((~np.isnan(values)).sum(axis=0))

    assert np.isnan(values).mean() == pytest.approx(0.2, abs=0.003)
    assert (
        np.abs(np.nanmean(values, axis=0) - holes.truth.items["perception"]) / error
    ).max() < LIMIT


def test_the_strongest_driver_has_the_largest_weight_in_a_regression():
    clean = simulate(MANY, seed=5, model=CLEAN)
    scores = by_dimension(clean, ratings(clean, "perception"))
    design = np.column_stack([np.ones(MANY), scores])
    weights = np.linalg.lstsq(design, clean.columns["overall_quality"], rcond=None)[0][1:]

    assert DIMENSIONS[weights.argmax()] == "reliability"
    assert DIMENSIONS[weights.argmin()] == "tangibles"
    assert (weights > 0).all()


# -- laws of the expected rating ---------------------------------------------------------------

means = st.floats(-20, 30)
spreads = st.floats(0.01, 10)


@given(means, spreads)
def test_an_expected_rating_lies_on_the_scale(mean, sd):
    found = expected_rating(np.array([mean]), sd, 1, 7)[0]

    assert 1 <= found <= 7


@given(means, spreads)
def test_mirroring_the_latent_mean_mirrors_the_expected_rating(mean, sd):
    there = expected_rating(np.array([mean]), sd, 1, 7)[0]
    back = expected_rating(np.array([8 - mean]), sd, 1, 7)[0]

    assert there + back == pytest.approx(8)


@given(means, st.floats(0, 5), spreads)
def test_a_higher_latent_mean_never_lowers_the_expected_rating(mean, more, sd):
    low, high = expected_rating(np.array([mean, mean + more]), sd, 1, 7)

    assert high >= low - 1e-12


def test_two_answers_are_one_normal_probability():
    found = expected_rating(np.array([0.5]), 1.0, 0, 1)

    assert found.tolist() == [0.5]


# -- the example survey ------------------------------------------------------------------------


def test_the_example_has_400_customers_of_four_branches(survey):
    counts = survey.frame["branch"].value_counts()

    assert len(survey) == 400
    assert sorted(counts.index) == ["City Centre", "Riverside", "Station Road", "University"]
    assert counts.min() >= 40


def test_the_example_shows_every_kind_of_gap(survey):
    gaps = dict(zip(survey.instrument.dimension_ids, survey.truth.dimensions["gap"], strict=True))

    assert gaps["reliability"] < -1.2
    assert -1.0 < gaps["responsiveness"] < -0.6
    assert gaps["empathy"] == pytest.approx(-0.5, abs=0.05)
    assert -0.4 < gaps["assurance"] < -0.15
    assert gaps["tangibles"] == pytest.approx(0, abs=0.05)


def test_the_example_has_realistic_means(survey):
    expectation, perception = survey.truth.items["expectation"], survey.truth.items["perception"]

    assert expectation.min() > 5.0
    assert expectation.max() < 6.7
    assert perception.min() > 4.2
    assert perception.max() < 6.1


def test_the_example_has_the_columns_of_a_survey_tool(survey):
    assert list(survey.columns) == [
        "id",
        "branch",
        "age",
        *(f"E{n}" for n in range(1, 23)),
        *(f"P{n}" for n in range(1, 23)),
        *(f"points_{d}" for d in survey.instrument.dimension_ids),
        *("overall_quality", "satisfaction", "recommend", "intention"),
        *("problem", "problem_resolved", "comment"),
    ]


def test_every_rating_is_on_the_scale_or_blank(survey):
    values = np.concatenate([ratings(survey, b) for b in survey.instrument.battery_names])

    assert set(values[~np.isnan(values)]) <= {1, 2, 3, 4, 5, 6, 7}
    assert np.isnan(values).mean() == pytest.approx(0.02, abs=0.005)


def test_the_careless_are_known_and_give_one_answer_throughout(survey):
    both = np.hstack([ratings(survey, "expectation"), ratings(survey, "perception")])
    constant = np.flatnonzero(np.nanmin(both, axis=1) == np.nanmax(both, axis=1))

    assert len(survey.truth.careless) == 6
    assert constant.tolist() == survey.truth.careless.tolist()
    assert set(survey.columns["comment"][survey.truth.careless]) == {""}


def test_the_careless_give_one_written_answer_to_items_worded_negatively_too():
    form = simulate(200, "servqual-1988", model=replace(CLEAN, careless=0.1))
    written = np.column_stack([form.columns[f"P{n}"] for n in range(1, 23)])[form.truth.careless]

    assert len(written) == 20
    assert np.ptp(written, axis=1).tolist() == [0] * 20


def test_points_are_multiples_of_five_that_add_up_except_for_a_few(survey):
    points = np.column_stack(
        [survey.columns[f"points_{d}"] for d in survey.instrument.dimension_ids]
    )
    given_points = points[~np.isnan(points).any(axis=1)]
    totals = given_points.sum(axis=1)

    assert not (given_points % 5).any()
    assert given_points.min() >= 0
    assert set(totals) == {100, 105}
    assert 0 < (totals == 105).sum() < 20


def test_answers_about_the_whole_lie_on_their_scales(survey):
    for outcome in survey.instrument.outcomes:
        if outcome.kind != "yes_no":
            answers = survey.columns[outcome.id]

            assert outcome.min <= np.nanmin(answers) < np.nanmax(answers) <= outcome.max


def test_only_those_who_had_a_problem_say_whether_it_was_resolved(survey):
    problem, resolved = survey.columns["problem"], survey.columns["problem_resolved"]

    assert set(problem) == {"yes", "no"}
    assert set(resolved[problem == "yes"]) == {"yes", "no"}
    assert set(resolved[problem == "no"]) == {""}


def test_about_a_quarter_of_the_people_write_a_comment(survey):
    written = survey.columns["comment"] != ""

    assert written.mean() == pytest.approx(0.25, abs=0.06)
    assert len(set(survey.columns["comment"][written])) > 20


def test_a_chinese_survey_has_chinese_headers_names_and_comments():
    survey = simulate(200, language="zh")
    headers = list(survey.columns)

    assert headers[:4] == ["编号", "网点", "年龄段", "期望1"]
    assert {"感知22", "权重_有形性", "权重_同理心", "总体服务质量", "意见和建议"} <= set(headers)
    assert set(survey.columns["网点"]) == {"市中心支行", "滨江支行", "车站路支行", "大学城支行"}
    assert set(survey.columns["遇到过问题"]) == {"是", "否"}
    assert all("\u4e00" <= c[0] <= "\u9fff" for c in survey.columns["意见和建议"] if c)


def test_language_changes_words_and_no_number():
    english, chinese = simulate(50, seed=4), simulate(50, seed=4, language="zh")

    assert np.array_equal(english.columns["P7"], chinese.columns["感知7"], equal_nan=True)


def test_a_questionnaire_without_expectations_gets_none():
    headers = list(simulate(5, "servperf").columns)

    assert not any(header.startswith("E") for header in headers)
    assert "P22" in headers


def test_branches_beyond_the_names_are_numbered():
    survey = simulate(300, model=replace(Model(), branches=(Branch(1.0),) * 6))

    assert survey.branch_names[3:] == ["University", "5", "6"]
    assert {"5", "6"} <= set(survey.columns["branch"])


# -- same seed, same survey --------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bytes():
    assert simulate(60, seed=9).to_csv() == simulate(60, seed=9).to_csv()
    assert simulate(60, seed=9).to_csv() != simulate(60, seed=10).to_csv()


def test_changing_one_part_of_the_model_leaves_the_other_numbers_alone():
    silent = simulate(80, seed=2, model=replace(Model(), comments=0.0, outcome_sd=2.0))
    spoken = simulate(80, seed=2)

    for header in ("branch", "age", "E1", "P22", "points_empathy"):
        same = silent.columns[header] == spoken.columns[header]
        assert (same | pd.isna(spoken.columns[header])).all()


# -- table and text ----------------------------------------------------------------------------


def test_the_frame_is_what_pandas_reads_from_the_text(survey):
    read = pd.read_csv(io.StringIO(survey.to_csv()))

    pd.testing.assert_frame_equal(survey.frame, read)


def test_the_text_has_one_line_per_person_and_blanks_are_empty(survey):
    lines = survey.to_csv().split("\n")

    assert len(lines) == 402
    assert lines[0].startswith("id,branch,age,E1,E2")
    assert lines[-1] == ""
    assert "nan" not in survey.to_csv().lower()


def test_it_shows_itself_in_a_line(survey):
    assert repr(survey) == "<Simulated: servqual, 400 people, 59 columns, seed 1>"


def test_it_is_called_from_the_package_although_a_module_has_its_name():
    assert sys.modules["servqual.simulate"].simulate is sq.simulate


def test_importing_it_loads_neither_pandas_nor_statistics():
    code = "import sys, servqual as sq; sq.simulate(5).to_csv(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert not {"pandas", "scipy.stats", "scipy.optimize"} & set(run.stdout.split())


# -- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 0}, "simulate: n is 0; it must be the number of people, 1 or more."),
        ({"seed": -1}, "simulate: the seed is -1; it must be 0 or more."),
        ({"language": "xx"}, "there are no texts in 'xx'. Known languages: en, zh."),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, message):
    with pytest.raises(SettingsError) as refusal:
        simulate(**arguments)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"missing": 1.5}, "simulate: missing is 1.5; it must be at least 0 and at most 1."),
        ({"carry": float("nan")}, "simulate: carry is nan; it must be at least -1 and at most 1."),
        ({"item_sd": 0.0}, "simulate: item_sd is 0.0; it must be at least 1e-06."),
        ({"drivers": (0.5, 0.0)}, "simulate: drivers is (0.5, 0.0); it must be at least 1e-06."),
        ({"wanted": ()}, "simulate: wanted is empty; give it at least one number."),
        ({"wanted": (float("inf"),)}, "simulate: wanted is (inf,); it must be finite."),
        ({"branches": ()}, "simulate: branches is empty; give it at least one Branch."),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(change, message):
    with pytest.raises(SettingsError) as refusal:
        replace(Model(), **change)

    assert str(refusal.value) == message


def test_a_branch_without_customers_is_refused():
    with pytest.raises(SettingsError, match="share is 0; it must be at least 1e-06"):
        Branch(0)


# -- the whole way -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_importer_finds_every_column_without_a_mapping(language):
    survey = simulate(60, language=language)
    read = sq.read(survey.frame, comments=True)

    assert list(read.ratings) == ["expectation", "perception"]
    assert list(read.people) == ["branch", "age"]
    assert list(read.outcomes) == [outcome.id for outcome in survey.instrument.outcomes]
    assert read.points is not None
    assert len(read.comments) == 1


def test_the_analysis_finds_the_true_gaps():
    survey = simulate(4_000, seed=8, model=replace(CLEAN, missing=0.02))
    gaps = sq.analyze(sq.read(survey.frame)).gaps

    for rows, truth in (
        (gaps.dimensions, survey.truth.dimensions["gap"]),
        (gaps.items, survey.truth.items["gap"]),
    ):
        far = [
            abs(row.gap - true) / (row.sd / np.sqrt(row.n))
            for row, true in zip(
                sorted(rows, key=lambda r: order(survey, r.id)), truth, strict=True
            )
        ]
        assert max(far) < LIMIT


def order(survey, row_id):
    """Return the position of an item or dimension in the questionnaire."""
    instrument = survey.instrument
    return (instrument.item_ids + instrument.dimension_ids).index(row_id)
