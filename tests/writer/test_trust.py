"""Can the scale be trusted: verdicts in words, evidence in tables and charts, in both languages."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from servqual.results import FactorRow, FitRow, PairRow, Reliability, Structure, VerdictRow
from servqual.settings import ReportOptions
from servqual.study.structure import verdict
from servqual.texts import catalogue, languages
from servqual.writer import chart, render_html
from servqual.writer.exhibits import trust as exhibits
from servqual.writer.exhibits import trust_gap, trust_models, trust_more, trust_structure
from servqual.writer.sections.methods import method_pairs
from servqual.writer.sections.people import groups
from servqual.writer.sections.trust import measurement, trust
from servqual.writer.sentences_summary import data_limits, title
from servqual.writer.sentences_trust import group_sentence, meets, paragraphs, reasons
from servqual.writer.trust_facts import comparisons, problem_word
from servqual.writer.view import View
from tests.writer import studies
from tests.writer.measured import FIT, invariance, measured

STUDY = measured()
FORM = STUDY.instrument
DIMENSIONS = FORM.dimension_ids


def view(study=STUDY, language="en", **options):
    return View(study, ReportOptions(language=language, service="bank", **options))


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def with_structure(**parts):
    return replace(STUDY, structure=replace(STUDY.structure, **parts))


def plain(text):
    return text.replace("\u00a0", " ")


@cache
def page(language="en", style="standard"):
    return render_html(STUDY, ReportOptions(language=language, service="bank", style=style))


# -- the verdict in words ----------------------------------------------------------------------


def test_the_verdict_says_what_may_be_read_and_what_not():
    scores, _, _ = paragraphs(view())

    assert scores == (
        "Tangibles and reliability may be read and compared as scores. "
        "Responsiveness and empathy are not distinguishable here (correlation of the factors "
        "1.00, HTMT .97); read them together. "
        "In the perceptions of assurance more than half of what separates people is error "
        "(reliability .45): read the items, not the score. "
        "The gaps of empathy have a reliability below .70 (.63): the mean gap may be read, but "
        "not ranked among the others. "
        "The overall score, a combination of the dimensions, has a reliability of .93."
    )


def test_the_dimensions_are_called_a_convention_and_the_fit_names_its_estimator():
    _, structure, _ = paragraphs(view())

    assert plain(structure) == (
        "The five dimensions are the scoring convention of the questionnaire, not a structure "
        "discovered in these answers. "
        "By maximum likelihood with a scaled statistic (MLR), a model with these dimensions "
        "reproduces the perceptions of 380 people less closely than the customary benchmarks ask: "
        "CFI .889, RMSEA .064 [.053, .075], SRMR .072 (benchmarks .95, .06 and .08). "
        "Compared with chance, two components and four factors stand out, where the questionnaire "
        "has five dimensions."
    )


def test_a_gap_is_said_to_be_a_difference_in_use_where_levels_do_not_agree():
    _, _, compared = paragraphs(view())

    assert compared == (
        "A gap compares two means, but expectations and perceptions do not use the scale alike "
        "(ML: loadings agree, levels do not): part of this difference may be a difference in how "
        "the scale is used. The item whose equality costs most is “Understands specific needs”."
    )


def test_the_same_in_chinese():
    scores, structure, _ = paragraphs(view(language="zh"))

    assert scores.startswith(
        "有形性和可靠性可以作为分数解读和比较。响应性和同理心在本样本中无法区分"
    )
    assert "（MLR）估计" in structure
    assert plain(structure).startswith("这 5 个维度是问卷的计分约定，并非从这些回答中发现的结构。")


def test_where_every_dimension_holds_one_sentence_says_so():
    rows = tuple(VerdictRow(d, "score", ("good", "gap_good"), 0.85, 0.82) for d in DIMENSIONS)
    found = with_structure(verdicts=rows, pairs=())

    assert paragraphs(view(found))[0] == ("All five dimensions may be read and compared as scores.")


def test_many_pairs_that_are_one_thing_are_counted_and_the_closest_named():
    pairs = tuple(replace(row, distinguishable=False) for row in STUDY.structure.pairs)
    text = paragraphs(view(with_structure(pairs=pairs)))[0]

    assert (
        "10 of 10 pairs of dimensions are not distinguishable here, the closest being "
        "responsiveness and empathy (correlation of the factors 1.00, HTMT .97); "
    ) in text


def test_an_improper_solution_is_told_as_a_finding():
    fit = replace(
        STUDY.structure.fits[0], findings=("correlation_above_one:responsiveness:empathy",)
    )

    assert (
        "That model has an improper solution: a correlation above 1 between responsiveness and "
        "empathy. This is a finding about these answers, no figure to be read."
    ) in paragraphs(view(with_structure(fits=(fit,))))[1]


def test_a_simpler_model_with_the_smaller_bic_is_named():
    theory, one = STUDY.structure.fits[:2]
    found = with_structure(fits=(theory, replace(one, bic=theory.bic - 30)))

    assert (
        "By BIC, one factor for all items accounts for these answers better than the "
        "questionnaire’s dimensions do."
    ) in paragraphs(view(found))[1]


def test_a_model_that_could_not_be_fitted_is_said_with_its_reason():
    fit = FitRow("perception", "theory", "MLR", 20, problem="singular")

    assert (
        "A model with these dimensions could not be fitted to the perceptions (items that follow "
        "exactly from one another)."
    ) in paragraphs(view(with_structure(fits=(fit,))))[1]


def test_all_three_benchmarks_are_needed_to_reach_them():
    good = FIT | {"cfi_scaled": 0.96, "rmsea_scaled": 0.05, "srmr": 0.08}
    row = FitRow("perception", "theory", "MLR", 380, 54, **good)

    assert meets(row)
    assert not meets(replace(row, srmr=0.081))
    assert not meets(replace(row, cfi_scaled=0.949))
    assert not meets(replace(row, rmsea_scaled=0.061))


def test_the_plain_statistic_is_read_where_none_was_scaled():
    row = FitRow("perception", "theory", "ML", 380, 54, cfi=0.97, rmsea=0.04, srmr=0.05)

    assert meets(row)


def test_the_summary_counts_dimensions_that_are_one_thing_among_the_limits():
    assert (
        "in these answers responsiveness and empathy are not distinguishable and are to be read "
        "together"
    ) in data_limits(view())


def test_a_dimension_that_is_not_to_be_ranked_is_not_named_in_the_title():
    every = tuple(VerdictRow(d, "with_care", ("below_enough",), 0.6, 0.6) for d in DIMENSIONS)
    fine = tuple(VerdictRow(d, "score", ("good",), 0.9, 0.9) for d in DIMENSIONS)

    assert title(view(with_structure(verdicts=fine))).endswith(", most of all on reliability")
    assert title(view(with_structure(verdicts=every))) == (
        "Perceptions fall short of what people ask of an excellent bank"
    )


# -- words for every code ----------------------------------------------------------------------


def codes_of_the_rules():
    """Return the codes that the rules of the verdict can give."""
    source = Path(verdict.__file__).read_text("utf-8")
    plain_codes = set(
        re.findall(r'"(redundant|low_ave|half_noise|below_enough|uncertain)"', source)
    )
    built = {"good", "enough", "half_noise", "below_enough", "uncertain"}
    return sorted(plain_codes | built | {f"gap_{code}" for code in built})


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", codes_of_the_rules())
def test_every_reason_has_words(code, language):
    row = VerdictRow("tangibles", "with_care", (code,), 0.6, 0.6)

    assert reasons(view(language=language), row) or code.startswith("gap_")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "code",
    ["improper:not_positive_definite", "fit_meets:MLR", "fit_misses:ML", "fewer_factors:2:4",
     "more_factors:7", "no_model:not_converged", "no_reliability:no_spread"],
)  # fmt: skip
def test_every_reason_about_the_whole_has_words(code, language):
    assert reasons(view(language=language), VerdictRow("total", "score", (code,)))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "code",
    ["one_item", "too_few_people", "no_spread", "two_items", "constant_item", "duplicate_item",
     "improper", "not_converged", "too_few_items", "singular", "not_identified", "one_group",
     "too_many_items", "collinear", "empty_category", "undefined"],
)  # fmt: skip
def test_every_problem_has_words(code, language):
    assert problem_word(view(language=language), code) != code


@pytest.mark.parametrize("language", languages())
def test_every_text_that_holds_a_figure_of_fit_names_its_estimator(language):
    held = {
        key: str(text)
        for key, text in catalogue(language).items()
        if key.startswith("trust.") and re.search(r"\{(cfi|rmsea|srmr)\}", str(text))
    }

    assert held
    assert [key for key, text in held.items() if "{estimator}" not in text] == []


@pytest.mark.parametrize("language", languages())
def test_every_table_of_a_model_names_its_estimator(language):
    seen = view(language=language)
    made = [
        trust_models.fits(seen),
        trust_models.convergent(seen),
        trust_structure.pairs(seen),
        trust_structure.invariance(seen),
        trust_models.leading_loadings(seen),
        trust_more.changes(seen),
        trust_more.pairs_list(seen),
    ]

    assert [e.id for e in made if "ML" not in e.base] == []


# -- tables ------------------------------------------------------------------------------------


def test_the_table_of_verdicts_has_a_row_for_each_dimension_the_whole_and_each_comparison():
    rows = texts(exhibits.verdicts(view()).table)

    assert [row[0] for row in rows] == [
        *("Tangibles", "Reliability", "Responsiveness", "Assurance", "Empathy"),
        *("All items", "Expectation against perception"),
    ]
    assert rows[2][1:] == [
        "may be read, not ranked",
        ".82",
        ".71",
        "Cannot be told apart from empathy: read them together; the items share less than half of "
        "their variance with it (AVE below .50)",
    ]
    assert rows[5][1:4] == ["may be read as one score", ".93", ".91"]
    assert rows[6][1] == "part of the gap may be a difference in how the scale is used"


def test_no_verdict_wears_a_colour():
    table = exhibits.verdicts(view()).table

    assert {(cell.tone, cell.heat) for row in table.rows for cell in row} == {("", "")}


def test_a_survey_without_gaps_has_no_column_for_their_reliability():
    study = measured(studies.servperf())
    heads = [c.head for c in exhibits.verdicts(view(study)).table.columns]

    assert heads == ["About", "What may be said", "Reliability", "Why"]


def test_below_the_diagonal_stand_correlations_above_it_htmt():
    rows = texts(trust_structure.pairs(view()).table)

    assert rows[4][3] == "1.00"
    assert rows[2][5] == ".97"
    assert rows[1][1], rows[0][2] == (".55", ".62")
    assert rows[0][1] == ".70"


def test_the_tint_of_a_pair_says_how_close_it_is_and_nothing_else():
    body = trust_structure.pairs(view()).table.rows
    tints = {cell.heat for row in body for cell in row[1:]}

    assert tints == {"root", "tint-0", "tint-1", "tint-3"}


def test_a_pair_without_htmt_is_a_dash():
    pair = PairRow("perception", *DIMENSIONS[:2], 0.5, 0.4, 0.6, *[None] * 6)
    rows = texts(trust_structure.pairs(view(with_structure(pairs=(pair,)))).table)

    assert (rows[1][1], rows[0][2]) == (".50", "–")


def test_a_figure_of_fit_is_never_rounded_over_a_benchmark():
    fit = replace(STUDY.structure.fits[0], cfi_scaled=0.94996, srmr=0.08004)
    row = texts(trust_models.fits(view(with_structure(fits=(fit,)))).table)[0]

    assert ".94996" in row
    assert ".0800" not in row
    assert ".08004" in row


def test_the_step_that_fails_names_the_number_of_the_item():
    rows = texts(trust_structure.invariance(view()).table)

    assert [row[-1] for row in rows] == ["–", "yes", "no (item 22)"]
    assert rows[2][6] == "−.038"


def test_where_nothing_could_be_tested_the_table_of_verdicts_says_so_and_no_other_stands():
    rows = invariance(FORM, branch="too_few_people")[-1:]
    untested = view(with_structure(invariance=rows))

    assert "exhibit-invariance" in ids(trust(view()))
    assert "exhibit-invariance" not in ids(trust(untested))
    assert "not testable here" in str(exhibits.verdicts(untested).table)


def test_outcomes_that_do_not_follow_the_gap_are_named_once():
    (says,) = trust_gap.constraint(view()).says

    assert says == (
        "“Likelihood to recommend” and “Overall satisfaction” do not follow the gap as such: "
        "perceptions alone go with 27% and 27% of their variance, the gaps with 17% and 17%, and "
        "the slopes are not opposite and equal. Here perceptions carry the predictive "
        "information; gaps serve diagnosis."
    )


def test_degrees_of_freedom_of_many_people_have_their_thousands_separated():
    found = STUDY.reliability
    rows = tuple(replace(row, f=146_612.19, df1=1, df2=514_017) for row in found.constraints)
    many = view(replace(STUDY, reliability=replace(found, constraints=rows)))

    assert "146,612.19 (1, 514,017)" in texts(trust_gap.constraint(many).table)[0]


def test_a_set_without_omega_says_why_and_shows_alpha():
    rows = tuple(
        replace(r, omega=None, omega_low=None, omega_high=None, omega_problem="improper")
        if (r.battery, r.dimension) == ("gap", "empathy")
        else r
        for r in STUDY.reliability.rows
    )
    found = exhibits.reliability(view(replace(STUDY, reliability=Reliability(rows))))

    assert found.says[0].endswith(
        "No ω exists for Empathy (Gap): no proper solution with one factor. There α leads."
    )


# -- which sections and exhibits there are -----------------------------------------------------


def ids(sections):
    return [e.id for section in sections for e in section.exhibits]


def test_the_verdict_leads_the_section():
    assert ids(trust(view()))[:2] == ["exhibit-verdicts", "exhibit-reliability"]


def test_exploratory_factors_and_ordinal_coefficients_come_with_the_full_style_only():
    standard, full = (ids(measurement(view(style=style))) for style in ("standard", "full"))

    assert set(full) - set(standard) == {"exhibit-efa-perception", "exhibit-ordinal"}


def test_a_study_without_structure_still_has_its_reliability():
    study = replace(studies.bank(), structure=Structure())

    assert ids(trust(view(study))) == ["exhibit-reliability"]
    assert "convention" not in " ".join(trust(view(study))[0].context["lead"])


def test_one_dimension_is_not_told_apart_from_others():
    study = measured(studies.one_dimension())

    assert "exhibit-pairs" not in ids(trust(view(study)))


def test_ratings_that_cannot_be_factored_are_named_with_the_culprits():
    row = FactorRow("perception", 30, 22, "duplicate_item", items=("q1", "q2"))
    found = trust_structure.factors(view(with_structure(factors=(row,))))

    assert found.figure is None
    assert found.says == [
        "The perceptions could not be factored: an item that repeats another one exactly "
        "(“Modern equipment” and “Appealing premises”)."
    ]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "make", [studies.servperf, studies.zone, studies.one_dimension, studies.one_person]
)
def test_every_kind_of_study_has_the_section_in_every_language(make, language):
    study = measured(make())
    words = render_html(study, ReportOptions(language=language, style="full"))
    text = re.sub(r"<(script|style).*?</\1>", "", words, flags=re.DOTALL)

    assert 'id="exhibit-verdicts"' in text
    assert "{" not in re.sub(r"<[^>]+>", "", text)
    assert "None" not in re.sub(r"None that matters|None of the", "", text)


def test_methods_and_glossary_say_what_was_used():
    text = page()

    assert "Whether the scale is used alike" in text
    assert "ω (McDonald’s omega)" in text
    assert "Parallel analysis (Horn 1965): 500 sets" in plain(text)


def of_very_many(language):
    """Return what the methods say of models and pairs if limits rest on a sample and on groups."""
    fits = tuple(replace(row, n=7_000_000, n_moments=100_000) for row in STUDY.structure.fits)
    pairs = tuple(replace(row, htmt_method="groups") for row in STUDY.structure.pairs)
    pairs = (replace(pairs[0], htmt_method="normal"), *pairs[1:])
    return dict(method_pairs(view(with_structure(fits=fits, pairs=pairs), language)))


def test_of_very_many_people_the_methods_say_what_rests_on_a_sample_of_them():
    english, chinese, plain_run = of_very_many("en"), of_very_many("zh"), dict(method_pairs(view()))

    assert "are estimated from 100,000 people chosen at random" in plain(english["models"])
    assert "由随机抽取的 100,000 人估计" in plain(chinese["models"]).replace("\u202f", ",")
    assert "random groups of people" in english["apart"]
    assert "drawn from the normal distribution" in english["apart"]
    assert "随机分组" in chinese["apart"]
    assert "chosen at random" not in plain_run["models"]
    assert "random groups" not in plain_run["apart"]


# -- groups ------------------------------------------------------------------------------------


def grouped(rows):
    study = studies.grouped({"North": 210, "South": 220})
    return replace(study, structure=replace(STUDY.structure, invariance=rows))


def test_the_groups_refer_to_how_far_they_may_be_compared():
    study = grouped(invariance(FORM, branch="too_few_people"))
    (lead,) = groups(view(study))[0].context["lead"]

    assert lead.endswith(
        "Whether groups by branch use the scale alike is not testable at this n: that asks for at "
        "least 200 people in each of two groups."
    )


def test_groups_whose_levels_differ_are_not_compared_by_their_means():
    rows = tuple(replace(r, comparison="branch") for r in invariance(FORM))
    seen = view(grouped(rows))

    assert [c.level for c in comparisons(seen)] == ["metric"]
    assert (
        "part of a difference between their means may be a difference in how the scale is used"
        in (group_sentence(seen, "branch"))
    )


def test_a_column_that_was_not_compared_says_nothing():
    assert group_sentence(view(), "branch") == ""


# -- charts ------------------------------------------------------------------------------------


def test_every_dimension_has_a_lane_for_each_set_of_ratings():
    figure = exhibits.reliability(view()).figure
    marks = figure.wide["data"][1]

    assert len(marks["x"]) == 15
    assert marks["marker"]["symbol"][:3] == ["circle", "circle", "diamond"]
    assert figure.heights[1] > figure.heights[0]


def test_the_benchmarks_of_reliability_are_lines_and_no_colours():
    shapes = exhibits.reliability(view()).figure.wide["layout"]["shapes"]

    assert [s["x0"] for s in shapes] == [0.7, 0.8]
    assert len({s["line"]["color"] for s in shapes}) == 1


def test_points_above_chance_are_filled_from_the_first_on():
    data = trust_structure.factors(view()).figure.wide["data"]
    fills = [trace["marker"]["color"] for trace in data if trace["mode"] == "markers"]

    assert [len([c for c in row if c == row[0]]) for row in fills] == [2, 4]


def test_a_first_eigenvalue_beyond_the_axis_carries_its_number():
    notes = trust_structure.factors(view()).figure.wide["layout"]["annotations"]

    assert "7.04 ↑" in [note["text"] for note in notes]


def test_reliability_and_structure_are_charts_for_notebooks():
    assert len(chart(STUDY.reliability, STUDY).data) == 2
    assert len(chart(STUDY.structure, STUDY).data) == 6


def test_hostile_names_of_dimensions_reach_no_chart_as_markup():
    bad = "<img src=x onerror=alert(1)>"
    dimensions = [
        d.model_copy(update={"name": {"en": f"{bad}{k}"}}) for k, d in enumerate(FORM.dimensions)
    ]
    instrument = FORM.model_copy(update={"dimensions": dimensions})
    study = replace(STUDY, instrument=instrument)
    figure = exhibits.reliability(view(study)).figure

    assert "<img" not in str(figure.wide["layout"])
    assert "<img" not in str(figure.wide["data"])
