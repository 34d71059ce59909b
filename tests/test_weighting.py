"""Weights made to fit the customers, strata and clusters: from the design file to every output."""

import json
import math
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.analysis.again import Again
from servqual.analysis.design_errors import with_errors
from servqual.analysis.designed import designed, settled, weighted_people, with_design
from servqual.analysis.quality import sort_out
from servqual.analysis.versions import by_group
from servqual.cli.app import app
from servqual.errors import DesignError, SettingsError
from servqual.folder.answers import further_columns
from servqual.folder.inputs import input_files
from servqual.importer import Mapping
from servqual.importer.design import design_from
from servqual.notes import Notes
from servqual.responses import Responses
from servqual.results import Gaps, Groups, Importance
from servqual.results.weighting import Weighting
from servqual.scoring import summarize
from servqual.settings import ReportOptions, Settings
from servqual.study.gaps import gap_tables
from servqual.study.groups import group_tables
from servqual.study.reliability import reliability_table
from servqual.study.weighting import recorded, weighting_tables
from servqual.texts import catalogue
from servqual.weighting.obeys import OBEYS
from servqual.writer import render_html
from servqual.writer.exhibits.weighting_effects import effects
from servqual.writer.sections.weighting import weighting as weighting_section
from servqual.writer.view import View
from tests.made import responses

README = Path(__file__).resolve().parent.parent / "README.md"
CUSTOMERS = {
    "weights": {"rake": ["sex", "age"]},
    "customers": {
        "total": 9000,
        "sex": {"F": 50, "m": 50},
        "age": {"18-29": 0.2, "30-59": 0.4, "60+": 0.4},
    },
}
BRANCHES = {"sample": {"clusters": "branch"}}


def answers(n=240, seed=4, **people):
    """Return answers of people with a sex, an age and a branch; women rate lower."""
    rng = np.random.default_rng(seed)
    sex = rng.choice(["F", "M"], n, p=[0.7, 0.3])
    branch = np.array([f"B{k}" for k in np.repeat(np.arange(12), n // 12)])
    shift = rng.integers(0, 2, 12)[np.repeat(np.arange(12), n // 12)]
    expectation = rng.integers(5, 8, (n, 22))
    perception = np.clip(rng.integers(3, 7, (n, 22)) + shift[:, None] - (sex == "F")[:, None], 1, 7)
    made = responses(expectation, perception)
    told = {
        "sex": sex.astype(object),
        "age": rng.choice(["18-29", "30-59", "60+"], n, p=[0.5, 0.35, 0.15]).astype(object),
        "branch": branch.astype(object),
    } | people
    return replace(made, people=told)


@dataclass
class Figures:
    """What follows from answers and a design, without the rest of a study."""

    answers: Responses
    notes: Notes
    gaps: Gaps
    groups: Groups
    weighting: Weighting


def figures(people, told, by="", **settings):
    answered, design = designed(people, design_from(told) if told else None, None)
    chosen = Settings(**settings)
    kept, fit = weighted_people(sort_out(answered, ()), design, chosen.min_cell)
    fit = with_errors(fit, (kept.kept,), 1)
    form, summary = people.instrument, summarize(kept.kept)
    groups = group_tables({by: by_group((kept.kept,), by)}, form, chosen) if by else Groups()
    return Figures(
        kept.kept,
        kept.kept.notes,
        gap_tables(summary, form, chosen),
        groups,
        weighting_tables(summary, form, chosen, groups, design, fit),
    )


@pytest.fixture(scope="module")
def people():
    found = answers()
    found.people["sex"][:3] = ""
    return found


@pytest.fixture(scope="module")
def study(people):
    return sq.analyze(people, design=design_from(CUSTOMERS | BRANCHES), by="sex")


@pytest.fixture(scope="module")
def pages(study):
    return {
        lang: render_html(study, ReportOptions(language=lang, date="2026-05-31"))
        for lang in ("en", "zh")
    }


# -- the weights -----------------------------------------------------------------------------------


def test_weights_fit_the_customers(study):
    rows = {(r.column, r.group): r for r in study.weighting.margins}

    assert rows["sex", "F"].share_weighted == pytest.approx(0.5, abs=1e-8)
    assert rows["age", "60+"].share_weighted == pytest.approx(0.4, abs=1e-8)
    assert rows["sex", "F"].share_answers > 0.6
    assert {r.fitted for r in rows.values()} == {True}


def test_weighted_means_are_those_of_the_weights(people, study):
    answered, design = designed(people, design_from(CUSTOMERS), None)
    w = with_design(answered, design).weights
    gaps = (people.ratings["perception"] - people.ratings["expectation"]).astype(float)
    item = study.gaps.items[0]

    assert w.mean() == pytest.approx(1)
    assert item.gap == pytest.approx(w @ gaps[:, 0] / w.sum())
    assert study.sample.weighted


def test_bases_are_told_each_person_once_and_as_effective_number(study):
    row = study.weighting.weights[0]

    assert (row.how, row.column, row.fitted, row.n) == ("raked", "", "sex, age", 240)
    assert row.n_effective == pytest.approx(study.sample.n_effective)
    assert row.n / row.n_effective == pytest.approx(row.deff_kish)
    assert row.deff_kish == pytest.approx(1 + row.cv**2)
    assert row.lowest < 1 < row.highest
    assert row.margin_error < 1e-6


def test_clusters_widen_the_errors_and_cost_degrees_of_freedom(study):
    whole = study.weighting.errors[0]

    assert whole.se > 1.5 * whole.se_weights > 0
    assert (whole.df, study.gaps.row("unweighted").df) == (11, 11)
    assert whole.se == study.gaps.row("unweighted").se
    assert whole.design_effect > 2


def test_weights_fitted_anew_for_every_cluster_left_out(study):
    assert study.weighting.weights[0].n_replicates == 12
    for row in study.weighting.errors:
        assert 0.5 < row.se_replicates / row.se < 2


def test_blanks_are_told(study):
    said = {note.code: note.text for note in study.notes}

    assert said["weights_blank"].startswith("3 people have a blank in “sex”")


def test_rank_tests_are_left_out_for_clusters_without_weights(people):
    found = figures(people, BRANCHES)

    assert found.gaps.items[0].wilcoxon_p is None
    assert found.answers.weights is None
    assert found.weighting.weights == ()
    assert found.weighting.drawn[0].n_clusters == 12


def test_a_group_inside_one_cluster_rests_on_its_people(people):
    found, plain = figures(people, BRANCHES, by="branch"), figures(people, {}, by="branch")

    assert found.groups.gaps == plain.groups.gaps
    assert found.groups.gaps


def test_strata_and_a_random_sample_of_known_customers_narrow_the_errors(people):
    asked = {"sample": {"strata": "branch", "random": True}}
    frame = {"frame": {"branch": {f"b{k}": 40 for k in range(12)}}}
    found, open_end = (figures(people, told) for told in (asked | frame, asked))
    row, drawn = found.weighting.errors[0], found.weighting.drawn[0]

    assert drawn.share_asked == 0.5
    assert row.se == pytest.approx(open_end.weighting.errors[0].se * math.sqrt(0.5))
    assert row.df == 240 - 12
    assert open_end.weighting.drawn[0].share_asked is None


def test_a_random_sample_of_all_customers_is_corrected_in_the_whole_only(people):
    told = {"customers": {"total": 480}, "sample": {"random": True}}
    found, plain = figures(people, told, by="branch"), figures(people, {}, by="branch")

    assert found.gaps.items[0].se == pytest.approx(plain.gaps.items[0].se * math.sqrt(0.5))
    assert found.groups.gaps == plain.groups.gaps


def test_small_groups_are_put_together_and_told():
    made = answers()
    made.people["sex"][:4] = "X"
    told = {"weights": {"rake": ["sex"]}, "customers": {"sex": {"F": 48, "M": 48, "X": 4}}}
    found = figures(made, told)

    assert [r.group for r in found.weighting.margins] == ["F", "M + X"]
    assert [n.text for n in found.notes if n.code == "weights_put_together"] == [
        "Weights by “sex”: the groups M, X were put together, because fewer than 10 people of one "
        "of them answered."
    ]


def test_groups_that_are_too_small_to_be_shown_are_put_together(people):
    told = {"weights": {"rake": ["age"]}, "customers": CUSTOMERS["customers"]}
    found = figures(people, told, min_cell=60).weighting

    assert [r.group for r in found.margins if r.fitted] == ["18-29", "30-59 + 60+"]


def test_a_column_of_weights_is_where_raking_begins(people):
    rng = np.random.default_rng(1)
    base = replace(people, weights=rng.uniform(0.5, 2, 240), weights_name="w")
    found = figures(base, CUSTOMERS | {"weights": {"rake": ["sex"], "column": "w"}}).weighting
    row, margins = found.weights[0], {(r.column, r.group): r for r in found.margins}

    assert (row.how, row.column, row.fitted) == ("raked", "", "sex")
    assert margins["sex", "F"].share_before != margins["sex", "F"].share_answers
    assert margins["age", "60+"].fitted is False
    assert margins["age", "60+"].share_weighted != margins["age", "60+"].share_customers


def test_weights_of_a_column_alone_are_told_too(people):
    weighted = replace(people, weights=np.repeat([1.0, 2.0], 120), weights_name="w")
    found = figures(weighted, {}, weights="w").weighting

    assert (found.weights[0].how, found.weights[0].column) == ("column", "w")
    assert found.weights[0].lowest == pytest.approx(2 / 3)
    assert found.weights[0].highest == pytest.approx(4 / 3)
    assert found.errors[0].se == found.errors[0].se_weights
    assert found.errors[0].se_replicates is None
    assert (found.margins, found.drawn, found.design) == ((), (), {})


def test_without_weights_and_design_there_is_nothing_to_tell(people):
    assert not figures(people, {}).weighting


# -- what obeys ------------------------------------------------------------------------------------


def told(statistic):
    return next((row.weights, row.design) for row in OBEYS if row.statistic == statistic)


def test_resampling_draws_whole_clusters(people):
    name = "gap:dimension:reliability"
    drawn, one_by_one = (
        summarize(with_design(people, design), powers=True).drawn.means([name], 1).std()
        for design in (design_from(BRANCHES), None)
    )

    assert told("drivers") == ("yes", "partly")
    assert drawn > 1.5 * one_by_one


def test_alpha_obeys_weights_and_not_clusters(people):
    plain, weighted, clustered = (
        reliability_table(
            summarize(with_design(people, design_from(told_))),
            people.instrument,
            Settings(),
            Importance(),
        ).rows[0]
        for told_ in ({}, CUSTOMERS, BRANCHES)
    )

    assert told("reliability") == ("yes", "no")
    assert weighted.alpha != plain.alpha
    assert clustered == plain


def test_a_tie_is_judged_by_errors_of_the_design(people):
    plain, found = figures(people, {}).gaps, figures(people, BRANCHES).gaps
    wider = [b.se / a.se for a, b in zip(plain.contrasts, found.contrasts, strict=True)]

    assert told("ties") == ("yes", "yes")
    assert len({round(ratio, 6) for ratio in wider}) > 1


# -- what does not fit -----------------------------------------------------------------------------


def refusal(people, told):
    with pytest.raises(DesignError) as error:
        figures(people, told)
    return str(error.value)


def test_columns_and_groups_that_the_answers_do_not_have_are_all_named(people):
    told = {
        "weights": {"rake": ["sex", "age"]},
        "customers": {"sex": {"F": 1, "M": 1, "diverse": 1}, "age": {"18-29": 1, "30 - 59": 1}},
    }

    assert refusal(people, told) == (
        "the design: it does not fit the answers in 4 places.\n"
        "  - customers.sex: nobody belongs to 'diverse'. Groups there: 'F', 'M'. Add its customers "
        "to another group if nobody of it answered\n"
        "  - customers.age: nobody belongs to '30 - 59'. Did you mean '30-59'?\n"
        "  - customers.age: 90 people belong to '30-59', which is not there. Add it, or put these "
        "people into another group\n"
        "  - customers.age: 40 people belong to '60+', which is not there. Add it, or put these "
        "people into another group"
    )


def test_a_column_that_was_not_kept_is_named(people):
    assert "these answers have no people column called 'region'" in refusal(
        people, {"sample": {"strata": "region"}}
    )


def test_weights_that_the_answers_do_not_carry_are_named(people):
    with pytest.raises(SettingsError, match="no survey weights called 'w'"):
        figures(people, {"weights": {"column": "w"}})


def test_cells_with_few_answers_are_not_post_stratified(people):
    cross = {f"{s}*{a}": 1 for s in "FM" for a in ("18-29", "30-59", "60+")}
    told = {"weights": {"post": "sex*age"}, "customers": {"sex*age": cross}}

    assert refusal(people, told) == (
        "the design: it does not fit the answers in 1 place.\n"
        "  - weights.post: cells of 'sex*age' with fewer than 20 answers: M*60+ (13). Rake to the "
        'margins instead, rake = ["sex", "age"], or put groups together'
    )


def test_post_stratification_fits_every_cell(people):
    cross = {f"{s}*{a}": k for k, (s, a) in enumerate([("F", "18-29"), ("F", "30-59")], 1)}
    young = people.take(np.isin(people.people["age"].astype(str), ["18-29", "30-59"]))
    cross |= {"M*18-29": 3, "M*30-59": 4}
    told = {"weights": {"post": "sex*age"}, "customers": {"sex*age": cross}}
    found = figures(young, told).weighting

    assert found.weights[0].how == "post_stratified"
    assert [r.share_weighted for r in found.margins] == pytest.approx([0.1, 0.2, 0.3, 0.4])


def test_more_answers_than_customers_are_refused(people):
    told = {"customers": {"total": 100}, "sample": {"random": True}}

    assert "customers.total: 100 customers, but 240 people answered" in refusal(people, told)


def test_as_many_strata_as_clusters_leave_no_errors(people):
    assert "errors need at least one cluster more than strata" in refusal(
        people.take(np.arange(20)), BRANCHES
    )


def test_all_units_of_a_frame_are_no_clusters(people):
    frame = {"frame": {"branch": {f"B{k}": 100 for k in range(12)}}}
    found = figures(people, BRANCHES | frame)

    assert next(n.text for n in found.notes if n.code == "clusters_are_all").startswith(
        "All 12 units of “branch”"
    )


def test_groups_are_matched_whatever_case_and_width(people):
    design = settled(design_from(CUSTOMERS), people)

    assert list(design.customers["sex"]) == ["F", "M"]


# -- where it is told ------------------------------------------------------------------------------


def test_results_fit_the_schema_and_hold_the_design(study, people):
    found = json.loads(sq.to_json(study))
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    jsonschema.validate(found, schema)
    again = Again(then=found | {"made": {"instrument": {}}}).settings()["design"]

    assert recorded(again) == found["weighting"]["design"]
    assert settled(again, people) == again


def test_the_section_tells_weights_clusters_and_what_obeys(pages):
    for page, words in (
        (pages["en"], ("Weights and how the sample was drawn", "People came in 12 clusters")),
        (pages["zh"], ("加权与抽样方式", "受访者来自 12 个群")),
    ):
        for text in words:
            assert text in page
        for name in ("margins", "effects", "facts", "obeys"):
            assert f'id="exhibit-weighting-{name}"' in page


@pytest.mark.parametrize(
    ("mean", "unweighted", "language", "words"),
    [
        (-0.464, -0.466, "en", "a difference of less than 0.01. The largest"),
        (-0.464, -0.466, "zh", "每人计一次时为 −0.47（两者之差：不足 0.01）。"),
        (-0.4551, -0.4702, "en", "−0.46 under the weights and −0.47 with everybody counted once, "
         "a difference of +0.02 before rounding."),
        (-0.4551, -0.4702, "zh", "（两者之差：+0.02，按舍入前的数字计算）"),
        (-0.46, -0.46, "en", "a difference of 0.00."),
        (-0.46, -0.52, "en", "a difference of +0.06."),
    ],
)  # fmt: skip
def test_what_weights_changed_fits_the_printed_figures(study, mean, unweighted, language, words):
    whole, *others = study.weighting.errors
    row = replace(whole, mean=mean, mean_unweighted=unweighted)
    own = replace(study, weighting=replace(study.weighting, errors=(row, *others)))
    (found,) = weighting_section(View(own, ReportOptions(language=language, service="bank")))

    assert whole.level == "overall"
    assert words in found.context["lead"][0]


def test_a_change_that_rounds_to_nothing_is_less_than_the_last_digit_in_the_chart(study):
    whole, *others = study.weighting.errors
    row = replace(whole, mean=-0.464, mean_unweighted=-0.466)
    own = replace(study, weighting=replace(study.weighting, errors=(row, *others)))
    found = effects(View(own, ReportOptions(service="bank")))

    assert "&lt;0.01" in json.dumps(found.figure.wide)


def test_methods_name_raking_and_leave_out_the_signed_rank_test(pages):
    assert "Every mean, share and standard error is weighted (raked to" in pages["en"]
    assert "the standard error linearised for the way in which the sample was drawn" in pages["en"]


def test_every_statistic_says_whether_it_obeys_in_both_languages(study):
    assert [r.statistic for r in study.weighting.obeys] == [row.statistic for row in OBEYS]
    for language in ("en", "zh"):
        texts = catalogue(language)
        for row in OBEYS:
            assert f"weighting.statistic.{row.statistic}" in texts
            assert f"weighting.obeys.{row.weights}" in texts


def test_other_outputs_are_made(study, tmp_path):
    options = ReportOptions(date="2026-05-31")

    assert sq.to_databook(study, options)
    assert sq.to_xlsx(study)
    assert study.weighting._repr_html_().count("<table") >= 4
    assert not study.sums.means
    assert sq.chart(study.weighting, study).data
    assert sq.chart(study.weighting, study, which="margins").data


def test_a_study_folder_names_its_design(tmp_path):
    (tmp_path / "design.toml").write_text(
        '[weights]\ncolumn = "w"\n[sample]\nclusters = "branch"\n', "utf-8"
    )
    (tmp_path / "study.toml").write_text('[data]\ndesign = "design.toml"\n', "utf-8")
    found = sq.load_study_file(tmp_path)

    assert found.design == tmp_path / "design.toml"
    assert further_columns(found, Mapping()) == ("branch",)
    assert found.design in input_files(found)


def test_the_design_of_the_readme_fits_the_demo():
    block = re.search(r"<!-- design -->\n```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)[
        1
    ]
    demo = sq.read(sq.simulate(n=200, seed=1).frame)
    design = design_from(tomllib.loads(block))

    assert settled(design, demo).columns == ("age", "branch")
    assert with_design(demo, design).weights.mean() == pytest.approx(1)


def test_the_command_takes_a_design_file(tmp_path, runner):
    frame = sq.simulate(n=120, seed=2).frame
    frame["branch"] = [f"B{k % 8}" for k in range(120)]
    frame["sex"] = np.where(np.arange(120) % 3 == 0, "F", "M")
    frame["w"] = np.where(np.arange(120) % 2 == 0, 1.0, 2.0)
    frame.to_csv(tmp_path / "guests.csv", index=False)
    (tmp_path / "design.toml").write_text(
        '[weights]\ncolumn = "w"\nrake = ["sex"]\n[customers]\nsex = { F = 1, M = 1 }\n'
        '[sample]\nclusters = "branch"\n',
        "utf-8",
    )
    out = tmp_path / "r.json"
    done = runner.invoke(
        app,
        [
            "score",
            str(tmp_path / "guests.csv"),
            "--design",
            str(tmp_path / "design.toml"),
            "-o",
            str(out),
        ],
    )
    found = json.loads(out.read_text("utf-8"))["weighting"]

    assert done.exit_code == 0
    assert (found["file"], found["weights"][0]["column"]) == ("design.toml", "w")
    assert found["drawn"][0]["n_clusters"] == 8
    assert found["design"]["customers"]["gender"] == {"F": 0.5, "M": 0.5}


@pytest.fixture
def runner():
    from typer.testing import CliRunner

    return CliRunner()
