"""The wave before: changes with limits, what they are made of, and what is not compared."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.errors import FormatError, MappingError, SettingsError
from servqual.importer.waves import load_crosswalk, read_before
from servqual.settings import ReportOptions, SampleFacts
from servqual.writer import render_html, to_json
from servqual.writer.pptx.slides_since import since
from servqual.writer.sections.before import before as section
from servqual.writer.sentences_before import dimension_count, summary_line
from servqual.writer.view import View
from servqual.writer.workbook import sheets

PRINTED = """dimension,E,SD E,P,SD P,gap,SD gap,n
Tangibles,5.40,0.9,5.38,0.8,-0.02,1.1,240
Reliability,6.31,0.7,4.87,0.95,-1.44,1.0,240
Responsiveness,6.05,0.8,5.27,0.9,-0.78,1.0,240
Assurance,6.08,0.75,5.87,0.85,-0.21,0.9,240
Empathy,5.70,0.9,5.23,0.9,-0.48,1.1,240
Overall,5.91,,5.32,,-0.59,,240
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with results of 2025, a survey of 2026 and a printed table."""
    place = tmp_path_factory.mktemp("waves")
    then = sq.analyze(
        sq.read(sq.simulate(120, seed=5).frame), facts=SampleFacts(end="2025-05-31", mode="paper")
    )
    (place / "2025.json").write_text(to_json(then), encoding="utf-8")
    (place / "printed.csv").write_text(PRINTED, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def answers():
    """Return people who rate reliability higher than a year ago and ask less of assurance."""
    frame = sq.simulate(150, seed=6).frame
    draw = np.random.default_rng(1)
    for q in range(5, 10):
        old = frame[f"P{q}"]
        frame[f"P{q}"] = old.where(~((draw.random(len(frame)) < 0.6) & (old < 7)), old + 1)
    for q in range(14, 18):
        old = frame[f"E{q}"]
        frame[f"E{q}"] = old.where(~((draw.random(len(frame)) < 0.7) & (old > 1)), old - 1)
    return sq.read(frame)


@pytest.fixture(scope="module")
def study(answers, folder):
    return sq.analyze(answers, before=folder / "2025.json", facts=SampleFacts(mode="telephone"))


@pytest.fixture(scope="module")
def printed(answers, folder):
    return sq.analyze(answers, before=folder / "printed.csv")


def crosswalk(folder, text, name="crosswalk.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def view(study, language="en"):
    return View(study, ReportOptions(language=language, date="2026-05-31"))


def said(study, language="en"):
    (found,) = section(view(study, language))
    return found


def test_a_gap_changes_by_perceptions_minus_expectations(study):
    for level in ("overall", "dimension", "item"):
        for row in study.before.of(level, "gap"):
            of, minus = (study.before.row(row.id, part) for part in ("of", "minus"))
            assert row.change == pytest.approx(of.change - minus.change, abs=1e-12)


def test_the_interval_is_that_of_two_independent_samples(study, folder):
    then = json.loads((folder / "2025.json").read_text("utf-8"))["gaps"]["dimensions"][1]
    now, row = study.gaps.row("reliability"), study.before.row("reliability")

    assert row.se == pytest.approx(math.hypot(then["se"], now.se))
    assert row.change == pytest.approx(now.gap - then["gap"])
    assert row.ci_low < row.change < row.ci_high


def test_a_smaller_shortfall_with_lower_expectations_alone_is_no_better_service(study):
    lead = " ".join(said(study).context["lead"])

    assert study.before.row("assurance").direction == "up"
    assert study.before.row("assurance", "of").direction == "open"
    assert "in reliability and assurance. In assurance it is not shown that" in lead
    assert "By itself that is no sign of better service." in lead


def test_another_way_of_asking_is_named(study):
    assert [(b.reason, b.then, b.now) for b in study.before.breaks] == [
        ("mode", "paper", "telephone")
    ]


def test_the_year_of_the_fieldwork_names_the_wave(study):
    assert said(study).title == "Since 2025"
    assert summary_line(view(study)).startswith("Since 2025: overall gap ")
    assert summary_line(view(study, "zh")).startswith("与2025年相比：总体差距由 ")


def test_without_a_wave_before_nothing_is_added(answers):
    alone = sq.analyze(answers)

    assert section(view(alone)) == []
    assert summary_line(view(alone)) == "Last wave or norm: no comparison available."
    assert json.loads(to_json(alone))["before"] is None


def test_printed_figures_give_intervals_where_the_spread_of_gaps_is_printed(printed):
    row, now = printed.before.row("reliability"), printed.gaps.row("reliability")

    assert row.se == pytest.approx(math.hypot(1.0 / math.sqrt(240), now.se))
    assert (row.n_then, printed.before.decimals, printed.before.origin) == (240, 2, "printed")


def test_without_that_spread_only_the_two_means_have_intervals(printed):
    whole = printed.before.row("unweighted")

    assert (whole.lacks, whole.ci_low) == ("sd_then", None)
    assert "does not follow from the SDs of the two means" in said(printed).context["lead"][1]
    assert printed.before.row("reliability", "of").ci_low is not None


def test_the_report_says_that_earlier_figures_are_printed_ones(printed):
    lead = said(printed).context["lead"][0]

    assert "printed ones (printed.csv, 2 decimals): a difference of up to 0.01 points" in lead


def test_an_interval_or_a_t_gives_the_error_of_a_printed_gap(answers, folder):
    path = folder / "tests.csv"
    path.write_text(
        "dimension,E,P,gap,lower,upper,t,n\n"
        "tangibles,5.4,5.3,-0.10,-0.30,0.10,,101\nempathy,5.7,5.2,-0.50,,,-5,101\n",
        encoding="utf-8",
    )

    found = read_before(path, answers.instrument).figures

    assert found["dimension", "tangibles", "gap", ""].se == pytest.approx(0.1008, abs=1e-4)
    assert found["dimension", "empathy", "gap", ""].se == pytest.approx(0.1)


def test_a_change_of_scale_is_a_break(answers, folder):
    said_so = crosswalk(folder, 'label = "2024"\nscale = "1-5"\n')
    path = folder / "five.csv"
    path.write_text("dimension,E,P,n\nreliability,4.5,4.1,90\n", encoding="utf-8")
    study = sq.analyze(answers, before=path, crosswalk=said_so)

    assert study.before.changes == ()
    assert summary_line(view(study)) == (
        "Since 2024: the scale was 1–5 then and is 1–7 now, so there is no comparison."
    )


def test_renamed_items_are_compared_and_dropped_ones_break_their_dimension(answers, folder):
    table = json.loads((folder / "2025.json").read_text("utf-8"))
    text = json.dumps(table).replace('"q4"', '"old4"').replace('"q9"', '"old9"')
    path = folder / "renamed.json"
    path.write_text(text, encoding="utf-8")
    study = sq.analyze(
        answers,
        before=path,
        crosswalk=crosswalk(folder, 'dropped = ["old9"]\nnew = ["q9"]\n[renamed]\nold4 = "q4"\n'),
    )
    reasons = {(b.id, b.reason) for b in study.before.breaks}

    assert study.before.row("q4").then == table["gaps"]["items"][3]["gap"]
    assert {("q4", "renamed"), ("q9", "new"), ("old9", "dropped")} <= reasons
    assert ("reliability", "other_items") in reasons
    assert ("unweighted", "other_items") in reasons
    assert study.before.of("overall", "gap") == []
    assert study.before.row("tangibles").ci_low is not None


def test_a_rescaled_item_is_a_break_and_no_delta(answers, folder):
    said_so = crosswalk(folder, '[rescaled]\nq5 = "1-5"\n')
    study = sq.analyze(answers, before=folder / "2025.json", crosswalk=said_so)

    with pytest.raises(KeyError, match="no change of 'gap' of 'q5'"):
        study.before.row("q5")
    assert study.before.has_break("dimension", "reliability")


def test_sums_over_items_become_means(answers, folder):
    path = folder / "sums.csv"
    path.write_text("dimension,E,P,SD gap,n\nreliability,31.5,24.5,5,100\n", encoding="utf-8")
    with pytest.raises(FormatError, match="write sums = true in a crosswalk"):
        read_before(path, answers.instrument)

    figures = read_before(path, answers.instrument, crosswalk(folder, "sums = true\n")).figures

    assert figures["dimension", "reliability", "gap", ""].mean == pytest.approx(-1.4)
    assert figures["dimension", "reliability", "gap", ""].se == pytest.approx(0.1)


def test_rows_that_nobody_knows_are_all_named_with_a_guess(answers, folder):
    path = folder / "unknown.csv"
    path.write_text("dimension,E,P\nReliabilty,6,5\nSpeed,6,5\n", encoding="utf-8")

    with pytest.raises(MappingError) as caught:
        read_before(path, answers.instrument)

    assert "row 2: 'Reliabilty', perhaps 'reliability'" in str(caught.value)
    assert "row 3: 'Speed'" in str(caught.value)


def test_faults_of_a_crosswalk_are_all_named(folder):
    path = crosswalk(folder, 'labl = "x"\nsums = "yes"\nscale = "five"\n', "bad.toml")

    with pytest.raises(MappingError) as caught:
        load_crosswalk(path)

    assert "3 faults" in str(caught.value)
    assert "labl: this key is not known" in str(caught.value)


def test_a_crosswalk_without_a_wave_is_refused(answers, folder):
    with pytest.raises(SettingsError, match="Name it with --before"):
        sq.analyze(answers, crosswalk=crosswalk(folder, 'label = "x"\n'))


def test_another_questionnaire_needs_a_crosswalk(answers, folder):
    other = (folder / "2025.json").read_text("utf-8").replace('"id": "servqual"', '"id": "hotel"')
    (folder / "other.json").write_text(other, encoding="utf-8")

    with pytest.raises(SettingsError, match="answered the questionnaire 'hotel'"):
        read_before(folder / "other.json", answers.instrument)


def test_means_alone_are_compared_where_there_are_no_gaps(folder):
    frame = sq.simulate(50, seed=3).frame
    answers = sq.read(frame[[c for c in frame.columns if not c.startswith("E")]], "servperf")
    (folder / "means.csv").write_text(
        "dimension,mean,sd,n\nreliability,4.8,1.0,100\nOverall,5.0,0.8,100\n", encoding="utf-8"
    )
    study = sq.analyze(answers, before=folder / "means.csv")
    row = study.before.row("reliability", "mean")

    assert (row.battery, row.then, row.kind) == ("perception", 4.8, "")
    assert "overall mean 5.00 then" in summary_line(view(study))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_prints_then_and_now_in_both_languages(printed, language):
    html = render_html(printed, ReportOptions(language=language, date="2026-05-31"))

    assert 'id="before"' in html
    assert 'id="chart-before-dimensions-gap"' in html
    assert "printed.csv" in html


def test_every_printed_change_stands_in_results_json(study):
    table = json.loads(to_json(study))["before"]
    stored = {
        (r["level"], r["id"]): view(study).numbers.gap(r["change"])
        for r in table["changes"]
        if r["measure"] == "gap"
    }
    printed = {
        row[0].text: row[3].text for e in said(study).exhibits if e.figure for row in e.table.rows
    }

    assert printed == {view(study).label(*key): text for key, text in stored.items()}


def test_the_workbook_has_every_change_and_every_break(study):
    found = sheets(study)

    assert len(found["Since the wave before"]) == len(study.before.changes)
    assert [row["reason"] for row in found["Breaks since then"]] == ["mode"]


@pytest.mark.parametrize(
    ("wave", "name", "meant"),
    [("printed.csv", "Reliabel", "Reliability"), ("2025.json", "realiability", "reliability")],
)
def test_a_misspelt_name_of_then_in_a_crosswalk_is_refused(answers, folder, wave, name, meant):
    path = crosswalk(folder, f'[renamed]\n{name} = "reliability"\n', "misspelt.toml")

    with pytest.raises(MappingError) as caught:
        read_before(folder / wave, answers.instrument, path)

    assert f"renamed: {name!r} is no name of the wave before. Did you mean {meant!r}?" in str(
        caught.value
    )
    assert meant in str(caught.value).rpartition("The wave before has: ")[2]


def test_items_of_a_crosswalk_do_no_harm_where_the_table_holds_dimensions(answers, folder):
    path = crosswalk(folder, '[renamed]\nold4 = "q4"\n', "items.toml")

    found = read_before(folder / "printed.csv", answers.instrument, path)

    assert ("dimension", "tangibles", "gap", "") in found.figures


def test_certain_is_only_what_the_adjusted_test_agrees_with(study):
    rows = [
        replace(row, ci_low=0.001, ci_high=0.2, change=0.1, p=0.02, p_adjusted=0.06, lacks="")
        if row.id == "reliability" and row.measure == "gap"
        else row
        for row in study.before.changes
    ]
    unsure = replace(study, before=replace(study.before, changes=tuple(rows)))

    assert "up for certain in reliability and assurance." in dimension_count(view(study), "gap")
    assert "up for certain in assurance." in dimension_count(view(unsure), "gap")
    assert "For four of five dimensions" in dimension_count(view(unsure), "gap")
    assert "In reliability the interval lies apart from 0, but" in dimension_count(
        view(unsure), "gap"
    )
    assert unsure.before.row("reliability").certain(0.9) == "up"


def test_a_dimension_without_an_interval_is_named_and_counted(study):
    rows = [
        replace(row, ci_low=None, ci_high=None, p=None, p_adjusted=None, lacks="sd_then")
        if row.id == "empathy" and row.measure == "gap"
        else row
        for row in study.before.changes
    ]
    lacking = replace(study, before=replace(study.before, changes=tuple(rows)))

    told = dimension_count(view(lacking), "gap")
    assert "For two of five dimensions a change cannot be shown." in told
    assert told.endswith(
        "The change in empathy has no interval, so nothing certain can be said of it."
    )
    assert dimension_count(view(lacking, "zh"), "gap").endswith(
        "的变化没有置信区间，因此不能确认。"
    )


@pytest.fixture(scope="module")
def odd(answers, folder):
    """Return a study beside a table without an overall, whose first row cannot be."""
    path = folder / "odd.csv"
    rows = "Tangibles,5.40,5.20,-0.40\nReliability,6.30,5.00,-1.30\nAssurance,6.10,5.80,-0.31\n"
    path.write_text(f"dimension,E,P,gap\n{rows}", encoding="utf-8")
    said_so = crosswalk(folder, 'label = "2025"\nn = 350\n', "odd.toml")
    return sq.analyze(answers, before=path, crosswalk=said_so)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_printed_gap_that_cannot_be_is_noted_near_the_table(odd, language):
    (note,) = [n for n in odd.notes if n.code == "before_gap_differs"]
    (exhibit,) = [e for e in said(odd, language).exhibits if "dimensions" in e.id]

    assert note.where == "odd.csv, row 2"
    assert "5.20 and 5.40 for “Tangibles” and a gap of −0.40, but the difference" in note.text
    assert note.say(language) in exhibit.says
    assert odd.before.row("tangibles").then == -0.4


def test_the_slide_has_the_dimensions_as_its_title_where_no_overall_was_printed(odd, folder):
    (slide,) = since(view(odd))

    assert slide.titles[0].startswith("No change by dimension has an interval; the largest is that")
    assert slide.base[0].startswith("No overall figure was printed then.")

    path = folder / "parts.csv"
    path.write_text(PRINTED.partition("Overall")[0], encoding="utf-8")
    (slide,) = since(
        view(
            replace(
                odd, before=sq.analyze(sq.read(sq.simulate(150, seed=6).frame), before=path).before
            )
        )
    )

    assert "dimensions" in slide.titles[0] or "for certain" in slide.titles[0]


def test_the_section_is_called_alike_everywhere_and_says_each_thing_once(odd):
    found = said(odd)
    html = render_html(odd, ReportOptions(date="2026-05-31"))
    lead = " ".join(found.context["lead"])

    assert found.title == found.nav == "Since 2025"
    assert summary_line(view(odd)).endswith("stands in “Since 2025”.")
    assert "so these changes have no interval" in lead
    assert "this change has no interval" not in lead
    assert html.count("The earlier figures are printed ones") == 1
    assert said(odd, "zh").title == "与2025年相比"
