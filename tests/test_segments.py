"""Segments, service recovery, member tiers and response styles: from answers to the page."""

import json
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.analysis.again import Again
from servqual.analysis.recovery import recovery_groups
from servqual.analysis.segments import check_segments, with_segments
from servqual.analysis.tiers import by_known_names, by_numbers, check_tiers
from servqual.errors import SettingsError
from servqual.results import GroupRow, Groups
from servqual.results.segments import Segments
from servqual.scoring import summarize
from servqual.settings import ReportOptions
from servqual.statistics.design_sums import Sampled
from servqual.study.gaps import gap_tables
from servqual.writer import render_html, to_json
from servqual.writer.sections.segments import segments as sections
from servqual.writer.sections.segments import styles as style_sections
from servqual.writer.sentences_recovery import style_sentence
from servqual.writer.sentences_segments import segments_of
from servqual.writer.view import View
from tests.made import responses

TIERS = ("普通", "银卡", "金卡", "钻石")
SERVQUAL_ITEMS = 22


def survey(n=360, seed=3):
    """Return a survey of three kinds of people, with tiers whose members rate ever higher."""
    read = sq.read(sq.simulate(n=n, seed=seed).frame)
    rng = np.random.default_rng(seed)
    tier = rng.choice(np.array(TIERS, dtype=object), len(read), p=[0.45, 0.27, 0.25, 0.03])
    kind = rng.integers(0, 3, len(read))
    shift = np.zeros((3, SERVQUAL_ITEMS))
    shift[0, 4:13], shift[1, :4], shift[1, 17:] = -2, -2, -2
    higher = (np.isin(tier, ["金卡", "钻石"]) & (rng.random(len(read)) < 0.5))[:, None]
    codes = read.ratings["perception"].astype(int)
    moved = np.where(codes > 0, np.clip(codes + shift[kind] + higher, 1, 7), codes)
    ratings = {**read.ratings, "perception": moved.astype(np.int16)}
    return replace(read, ratings=ratings, people={**read.people, "tier": tier}), kind


@pytest.fixture(scope="module")
def answers():
    return survey()[0]


@pytest.fixture(scope="module")
def study(answers):
    return sq.analyze(answers, by=("branch", "age"), segments="auto", tiers="tier")


def light(study, answers, segments=None, tiers=None, by=()):
    """Return a study with the segments of other answers; its other results are not theirs."""
    names = [(c, g) for c in by for g in sorted({str(g) for g in answers.people[c]})]
    groups = Groups(groups=tuple(GroupRow(c, g, None, shown=g != "") for c, g in names))
    settings = study.settings.with_(by=tuple(by))
    bare = replace(
        study, instrument=answers.instrument, groups=groups, settings=settings, segments=Segments()
    )
    return with_segments(bare, answers, segments, tiers)


def view(study, language="en"):
    return View(study, ReportOptions(date="2026-05-31", language=language))


# -- segments --------------------------------------------------------------------------------------


def test_three_kinds_of_people_are_found_with_their_own_profile(study):
    found = study.segments.of("centred")

    assert [row.stability for row in found] == ["stable"] * 3
    assert {(row.above, row.below) for row in found} >= {
        (("tangibles", "empathy"), ("reliability", "responsiveness")),
        (("reliability", "responsiveness"), ("tangibles", "empathy")),
    }


def test_the_largest_number_whose_every_segment_is_stable_is_chosen(study):
    for scores in ("perception", "centred"):
        rows = [row for row in study.segments.choices if row.scores == scores]
        stable = [row.k for row in rows if row.stable]

        assert [row.k for row in rows if row.chosen] == stable[-1:]
        assert len(study.segments.of(scores)) == stable[-1]


def test_segments_hold_everybody_with_a_score_on_every_dimension(study):
    found = study.segments

    assert found.n_placed + found.n_not_placed == study.sample.respondents
    assert sum(row.n for row in found.of("perception")) == found.n_placed


def test_the_means_of_segments_add_up_to_the_mean_of_everybody(study):
    found = study.segments
    for d in study.instrument.dimension_ids:
        rows = [
            found.figure("segments", f"perception.{row.segment}", "mean", d)
            for row in found.of("perception")
        ]
        mean = sum(r.n * r.mean for r in rows) / sum(r.n for r in rows)

        assert mean == pytest.approx(study.scores.row(d, "perception").mean, abs=0.03)


def test_what_segments_were_formed_from_has_no_interval_and_outcomes_have_one(study):
    rows = [r for r in study.segments.figures if r.comparison == "segments"]

    assert all((r.ci_low is None) == (r.measure != "outcome") for r in rows)


def test_the_same_number_asked_for_gives_the_same_segments_as_auto(answers, study):
    k = len(study.segments.of("centred"))
    again = light(study, answers, str(k)).segments

    assert [(r.n, r.jaccard) for r in again.of("centred")] == [
        (r.n, r.jaccard) for r in study.segments.of("centred")
    ]


def test_unstable_segments_are_neither_described_nor_drawn(answers, study):
    found = light(study, answers, 8)
    unstable = [row for row in found.segments.segments if row.stability != "stable"]

    assert unstable
    assert all(not row.shown and not row.above and not row.below for row in unstable)
    drawn = {row.group for row in found.segments.figures if row.comparison == "segments"}
    assert drawn.isdisjoint(f"{row.scores}.{row.segment}" for row in unstable)


def test_no_stable_segments_is_said_as_a_finding(study):
    rng = np.random.default_rng(2)
    answers = responses(None, rng.integers(1, 8, (200, SERVQUAL_ITEMS)), instrument="servperf")
    found = light(study, answers, "auto")

    assert found.segments.choices
    assert not found.segments.segments
    assert "no stable segments" in segments_of(view(found), "perception")[0]
    assert "没有稳定的细分群体" in segments_of(view(found, "zh"), "perception")[0]


def test_fewer_than_fifty_people_are_not_grouped(answers, study):
    found = light(study, answers.take(np.arange(45)), "auto")
    (section,) = [s for s in sections(view(found)) if s.id == "segments"]

    assert not found.segments.choices
    assert section.context["lead"] == [
        f"Segments were asked for, but only {found.segments.n_placed} people have a score on every "
        "dimension; below 50 nobody is grouped."
    ]


@pytest.mark.parametrize("asked", ["1", "11", "many", "2.5", "²"])
def test_a_number_of_segments_that_makes_no_sense_is_refused(asked):
    with pytest.raises(SettingsError, match=r"write how many there shall be \(2 to 10\)"):
        check_segments(asked)


def test_a_segment_is_named_by_what_lies_half_a_standard_deviation_away(study):
    facts = dict(next(s for s in sections(view(study)) if s.id == "segments").context["facts"])

    assert any(
        text.endswith(
            "against their own mean, higher than is usual on tangibles and empathy; "
            "lower than is usual on reliability and responsiveness."
        )
        for text in facts.values()
    )


def test_a_report_without_segments_and_breakdowns_has_none_of_it(answers, study):
    plain = light(study, answers)

    assert not plain.segments
    assert json.loads(to_json(plain))["segments"] is None
    assert sections(view(plain)) == style_sections(view(plain)) == []


# -- recovery --------------------------------------------------------------------------------------


def test_everybody_stands_in_one_recovery_group_or_in_none(answers):
    groups = recovery_groups(answers)
    problem, resolved = (answers.outcomes[o] for o in ("problem", "problem_resolved"))

    assert ((groups == "none") == (problem == 0)).all()
    assert ((groups == "resolved") == ((problem == 1) & (resolved == 1))).all()
    assert ((groups == "unresolved") == ((problem == 1) & (resolved == 0))).all()


def test_the_gap_of_a_recovery_group_is_that_of_its_people_alone(answers, study):
    alone = summarize(answers.take(recovery_groups(answers) == "none"))
    row = study.segments.figure("recovery", "none", "gap", "reliability")
    expected = gap_tables(alone, answers.instrument, study.settings).row("reliability")

    assert (row.mean, row.ci_low, row.ci_high, row.n) == (
        round(expected.gap, 2),
        round(expected.ci_low, 2),
        round(expected.ci_high, 2),
        expected.n,
    )


def test_differences_are_adjusted_for_the_columns_of_the_breakdown(study):
    found = study.segments

    assert found.adjusted_for == ("branch", "age")
    assert all(row.adjusted_low < row.adjusted < row.adjusted_high for row in found.differences)


def test_an_adjustment_removes_a_difference_that_is_all_due_to_the_branch(study):
    """Half the people of each branch had a problem in one, a tenth in the other, gaps by branch."""
    rng = np.random.default_rng(5)
    n = 400
    branch = np.repeat(np.array(["a", "b"], dtype=object), n // 2)
    problem = (rng.random(n) < np.where(branch == "a", 0.6, 0.15)).astype(float)
    perception = rng.integers(3, 6, (n, SERVQUAL_ITEMS)) + 2 * (branch == "b")[:, None]
    made = replace(
        responses(np.full((n, SERVQUAL_ITEMS), 6), perception),
        people={"branch": branch},
        outcomes={
            "problem": problem,
            "problem_resolved": np.where(problem == 1, rng.random(n) < 0.5, np.nan).astype(float),
        },
    )
    found = light(study, made, "recovery", by=("branch",)).segments
    row = next(r for r in found.differences if (r.first, r.second) == ("unresolved", "none"))

    assert row.difference < -0.4
    assert row.direction == "down"
    assert row.adjusted_low < 0 < row.adjusted_high
    assert not found.choices


def test_recovery_says_what_it_cannot_show_and_that_apart_is_not_equal(study):
    (section,) = [s for s in sections(view(study)) if s.id == "recovery"]
    text = " ".join(section.context["lead"])

    assert "nobody was assigned to a problem or to its resolution" in text
    assert "Among people of the same branch and age group" in text
    assert "cannot be told apart" in text
    assert "that does not make them equal" in text


def test_recovery_asked_for_without_its_questions_says_so(study):
    rng = np.random.default_rng(1)
    plain = responses(*rng.integers(2, 8, (2, 60, SERVQUAL_ITEMS)))
    (section,) = sections(view(light(study, plain, "recovery")))

    assert section.id == "recovery"
    assert "needs both questions" in section.context["lead"][0]


def test_means_of_groups_obey_survey_weights(answers, study):
    rng = np.random.default_rng(8)
    w = rng.uniform(0.5, 3, len(answers))
    heavy = replace(answers, weights=w, weights_name="w")
    found = light(study, heavy, "recovery", by=("branch",)).segments
    of, y = recovery_groups(answers) == "none", answers.outcomes["satisfaction"]
    there = of & ~np.isnan(y)
    row = found.figure("recovery", "none", "outcome", "satisfaction")

    assert row.mean == round(float(w[there] @ y[there] / w[there].sum()), 2)
    assert found.adjusted_for == ("branch",)


def test_clusters_count_in_the_limits_of_differences_before_and_after_adjustment(answers, study):
    rng = np.random.default_rng(9)
    cluster = np.arange(len(answers)) % 12
    lift = rng.normal(scale=1.5, size=12)[cluster]
    lifted = np.clip(np.rint(answers.outcomes["satisfaction"] + lift), 1, 7)
    outcomes = {**answers.outcomes, "satisfaction": lifted}
    plain = replace(answers, outcomes=outcomes)
    drawn = replace(plain, sampled=Sampled((12,), (0.0,), (0,) * 12), unit=cluster)

    def widths(of):
        rows = light(study, of, "recovery", by=("branch",)).segments.differences
        row = next(r for r in rows if (r.id, r.second) == ("satisfaction", "none"))
        return row.ci_high - row.ci_low, row.adjusted_high - row.adjusted_low

    assert all(a != b for a, b in zip(widths(drawn), widths(plain), strict=True))


# -- tiers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["Gold", "bronze", "SILVER"], ("bronze", "SILVER", "Gold")),
        (
            ["钻石会员", "普通会员", "金卡会员", "银卡会员"],
            ("普通会员", "银卡会员", "金卡会员", "钻石会员"),
        ),
        (["白金卡", "金卡", "普卡"], ()),
        (["Gold member", "Platinum Member"], ("Gold member", "Platinum Member")),
        (["gold", "golden"], ()),
        (["VIP", "普通", "SVIP"], ("普通", "VIP", "SVIP")),
    ],
)
def test_common_names_have_an_order(names, order):
    assert by_known_names(names) == order


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["Level 10", "Level 9"], ("Level 9", "Level 10")),
        (["V3", "V1", "V2"], ("V1", "V2", "V3")),
        (["三级", "一级"], ("一级", "三级")),
        (["1 of 3", "2 of 3"], ()),
        (["A1", "B2"], ()),
    ],
)
def test_names_that_differ_by_a_number_have_its_order(names, order):
    assert by_numbers(names) == order


def with_tiers(answers, names):
    tier = np.array([names[k % len(names)] for k in range(len(answers))], dtype=object)
    return replace(answers, people={**answers.people, "tier": tier})


def test_an_unknown_order_is_asked_for_with_the_line_to_write(answers):
    with pytest.raises(SettingsError) as caught:
        check_tiers(with_tiers(answers, ["Sky", "Sea", "Land"]), "tier")

    assert str(caught.value) == (
        "the tiers of 'tier' are Land, Sea, Sky, and which is the lowest is not known. Write them "
        "from the lowest to the highest: tier=Land,Sea,Sky."
    )


def test_every_fault_of_a_given_order_is_listed_at_once(answers):
    with pytest.raises(SettingsError) as caught:
        check_tiers(with_tiers(answers, ["Sky", "Sea", "Land"]), "tier=Skye,sea,Sea")

    assert str(caught.value) == (
        "the order of the tiers of 'tier' does not fit its values: nobody is Skye (did you mean "
        "Sky?); Land is not among them; Sky is not among them; sea stands there twice; Sea stands "
        "there twice. Name each once, from the lowest to the highest: tier=Land,Sea,Sky."
    )


def test_a_column_of_too_many_values_is_no_column_of_tiers(answers):
    with pytest.raises(SettingsError, match="member tiers are 2 to 12"):
        check_tiers(with_tiers(answers, [f"Level {k}" for k in range(14)]), "tier")


def test_a_given_order_is_taken_in_the_spelling_of_the_answers(answers):
    found = check_tiers(with_tiers(answers, ["Sky", "Sea", "Land"]), " Tier = sea, LAND, Sky ")

    assert found.order == ("Sea", "Land", "Sky")
    assert found.source == "given"


def test_a_tier_of_too_few_people_is_named_without_a_figure(study):
    found = study.segments
    hidden = [row for row in found.compared("tiers") if not row.shown]

    assert [row.n for row in hidden] == [None] * len(hidden)
    assert {row.group for row in found.figures if row.comparison == "tiers"}.isdisjoint(
        row.group for row in hidden
    )


def test_the_trend_of_a_figure_is_the_slope_over_the_tiers(study):
    found = study.segments
    shown = [row for row in found.compared("tiers") if row.shown]
    means = [found.figure("tiers", row.group, "gap", "unweighted").mean for row in shown]
    trend = next(row for row in found.trends if (row.measure, row.id) == ("gap", "unweighted"))

    assert trend.slope == pytest.approx(np.polyfit([r.place for r in shown], means, 1)[0], abs=0.02)
    assert trend.difference == pytest.approx(means[-1] - means[0], abs=0.02)


def test_tiers_of_a_hidden_breakdown_stay_hidden(answers, study):
    """Of a tier with many people, too: another rule may have hidden it."""
    rows = tuple(GroupRow("tier", g, None, shown=g != "金卡") for g in TIERS)
    bare = replace(study, groups=Groups(groups=rows), segments=Segments())
    found = with_segments(bare, answers, None, "tier").segments

    assert [g.group for g in found.compared("tiers") if g.shown] == ["普通", "银卡"]


# -- response styles -------------------------------------------------------------------------------


def styled(gap_only):
    """Return two languages: one ticks the ends, everywhere or in what it perceived alone."""
    rng = np.random.default_rng(4)
    n = 240
    language = np.repeat(np.array(["de", "zh"], dtype=object), n // 2)
    expectation, perception = rng.integers(3, 6, (2, n, SERVQUAL_ITEMS))
    ends = rng.choice([1, 7], (2, n, SERVQUAL_ITEMS))
    take = (rng.random((2, n, SERVQUAL_ITEMS)) < 0.4) & (language == "zh")[None, :, None]
    perception = np.where(take[0], ends[0], perception)
    if not gap_only:
        expectation = np.where(take[1], ends[1], expectation)
    return replace(responses(expectation, perception), people={"language": language})


def test_a_style_that_shows_in_both_batteries_is_warned_of(study):
    found = light(study, styled(gap_only=False), by=("language",))
    row = next(r for r in found.segments.style_spreads if r.style == "extreme")

    assert (row.lowest, row.highest, row.everywhere, row.warns) == ("de", "zh", True, True)
    assert style_sentence(view(found), "language").startswith(
        "By language, the groups differ clearly in use of the ends (de 0%, zh 40%)"
    )


def test_a_difference_in_one_battery_alone_is_no_style(study):
    found = light(study, styled(gap_only=True), by=("language",))
    row = next(r for r in found.segments.style_spreads if r.style == "extreme")

    assert row.d > 0.5
    assert (row.everywhere, row.warns) == (False, False)
    assert style_sentence(view(found), "language") == (
        "By language, no response style differs clearly between groups."
    )


def test_styles_stand_before_the_groups(study):
    page = render_html(study, ReportOptions(date="2026-05-31"))

    assert 0 < page.index('<section id="styles"') < page.index('<section id="groups"')


# -- written out -----------------------------------------------------------------------------------


def test_results_json_has_the_segments_that_its_schema_promises(study):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    part = {**schema["properties"]["segments"], "$defs": schema["$defs"]}
    written = json.loads(to_json(study))["segments"]

    jsonschema.Draft202012Validator(part).validate(written)
    assert written["asked"] == "auto"
    assert len(written["figures"]) == len(study.segments.figures)


def test_segments_and_tiers_are_made_again_as_they_were(answers, study):
    told = json.loads(to_json(study))

    asked = Again(then={**told, "made": {"instrument": {}, "map": None}}).settings()
    assert (asked["segments"], asked["tiers"]) == ("auto", "tier")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_printed_figure_is_a_figure_of_the_results(study, language):
    found, seen = study.segments, 0
    for section in [*sections(view(study, language)), *style_sections(view(study, language))]:
        for exhibit in section.exhibits:
            for cell in (c for row in exhibit.table.rows for c in row if c.figure):
                value = results_value(found, cell.figure)
                seen += 1

                assert printed(cell.text, value), (exhibit.id, cell)
    assert seen > 150


@pytest.mark.parametrize("which", ["", "perception", "centred", "recovery", "tiers"])
def test_each_comparison_has_a_chart(study, which):
    assert len(sq.chart(study.segments, which=which).data) == 2


def test_a_chart_that_there_is_not_is_refused(study):
    with pytest.raises(SettingsError, match="Choose one of '', 'perception', 'centred'"):
        sq.chart(study.segments, which="pie")


def test_a_notebook_shows_every_table(study):
    shown = str(study.segments)

    assert all(f"\n\n{part}\n" in shown for part in ("choices", "figures", "trends", "styles"))


def results_value(found, at):
    """Return the number that a cell says it prints."""
    _, part, *rest = at
    if part in ("segments", "choices") and len(rest) == 3:
        names = ("scores", "segment") if part == "segments" else ("scores", "k")
        rows = [
            r
            for r in getattr(found, part)
            if tuple(str(getattr(r, n)) for n in names) == (*rest[:2],)
        ]
        return getattr(rows[0], rest[2])
    keys = {
        "profile": ("scores", "by", "group", "segment"),
        "differences": ("measure", "id", "first", "second"),
        "trends": ("measure", "id"),
        "styles": ("by", "group", "style"),
    }
    if part in keys:
        rows = [
            r
            for r in getattr(found, part)
            if tuple(getattr(r, n) for n in keys[part]) == tuple(rest[:-1])
        ]
        return getattr(rows[0], rest[-1])
    group, measure, row_id, name = rest
    return getattr(found.figure(part, group, measure, row_id), name)


def printed(text, value):
    """Say whether a text is a number, rounded as it is printed."""
    if value is None:
        return not any(c.isdigit() for c in text) or text.startswith(("under", "少于"))
    plain = text.replace("−", "-").replace(",", "").replace("<", "").replace(">", "")
    if plain.endswith("%"):
        return abs(float(plain[:-1]) - 100 * value) <= 1
    places = len(plain.partition(".")[2])
    scale = 100 if places == 0 and abs(value) <= 1 and abs(float(plain)) > 1 else 1
    return abs(float(plain) - scale * value) <= 0.5 * 10**-places + 1e-9
