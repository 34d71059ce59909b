"""Whom the analyst leaves out: rules, their log, and the figures with and without."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.cli.app import main
from servqual.errors import MappingError, SettingsError
from servqual.importer import load_mapping, read
from servqual.quality import parse_rules
from servqual.settings import ReportOptions, SampleFacts
from servqual.simulate import simulate
from servqual.writer import render_html
from servqual.writer.results_json import results
from tests.planted import survey
from tests.writer.test_page import Reader


def timed():
    """Return a survey of 400 people; the first five took 50 seconds."""
    seconds = np.full(400, 400.0)
    seconds[:5] = 50
    seconds[5] = np.nan
    return replace(survey(), seconds=seconds)


def said_of(study, code):
    return next(note.text for note in study.notes if note.code == code)


def left_out(study):
    return [(row.rule, row.n, row.n_matching) for row in study.sample.excluded]


# -- rules -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("suspect", ("suspect", "", "")),
        ("long_run:perception", ("long_run:perception", "", "")),
        ("seconds < 60", ("seconds", "<", "60")),
        ("seconds<=60.5", ("seconds", "<=", "60.5")),
        ("branch = 'test'", ("branch", "=", "test")),
        ('branch == "a = b"', ("branch", "=", "a = b")),
        ('"age group" != 18-24', ("age group", "!=", "18-24")),
        ("age group != '18-24'", ("age group", "!=", "18-24")),
        ("分店 = '测试'", ("分店", "=", "测试")),
    ],
)
def test_a_rule_is_read_as_it_is_written(text, parts):
    rule = parse_rules(text)[0]

    assert (rule.name, rule.sign, rule.value) == parts


@pytest.mark.parametrize(
    "text",
    ["", "seconds <", "< 60", "a < b < c", "__import__('os')", "seconds < 60 and branch = x'",
     "x = 'a' or 1", "a" * 301],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(SettingsError) as caught:
        parse_rules([text])

    assert str(caught.value) == (
        f"exclude: this rule cannot be understood: {text[:60]!r}. Write the name of a flag, such "
        "as suspect or too_fast, or one comparison, such as seconds < 60 or branch = 'test'."
    )


def test_all_rules_that_cannot_be_understood_are_named_at_once():
    with pytest.raises(SettingsError, match=r"these rules cannot be understood: '<', '>'\."):
        parse_rules(["<", "suspect", ">"])


# -- what they do ----------------------------------------------------------------------------------


def test_nobody_is_left_out_by_default():
    study = analyze(survey())

    assert study.sample.excluded == ()
    assert study.sample.answered == study.sample.respondents == 400


def test_suspects_are_left_out_when_asked():
    study = analyze(survey(), exclude="suspect")

    assert left_out(study) == [("suspect", 6, 6)]
    assert (study.sample.answered, study.sample.respondents) == (400, 394)
    assert (study.quality.n_suspect, study.quality.n_suspect_left) == (6, 0)


def test_a_person_counts_for_the_first_rule_that_means_them():
    study = analyze(timed(), exclude=["too_fast", "seconds < 60", "suspect"])

    assert left_out(study) == [("too_fast", 5, 5), ("seconds < 60", 0, 5), ("suspect", 6, 6)]


def test_who_has_no_time_is_not_fast():
    assert left_out(analyze(timed(), exclude="seconds < 1000")) == [("seconds < 1000", 399, 399)]


def test_a_branch_is_left_out_whatever_its_case():
    study = analyze(survey(), exclude="Branch = 'university'", by="branch")

    assert study.sample.respondents == 400 - left_out(study)[0][1]
    assert "University" not in {row.group for row in study.groups.groups}


def test_an_outcome_can_be_compared():
    answers = replace(survey(), outcomes={"satisfaction": np.arange(400.0) % 7 + 1})

    assert left_out(analyze(answers, exclude="satisfaction >= 7"))[0][1] == 57


def test_numbers_written_in_a_people_column_can_be_compared():
    ages = np.array([str(18 + i % 50) if i else "" for i in range(400)], dtype=object)
    answers = replace(survey(), people={"age": ages})

    assert left_out(analyze(answers, exclude="age < 20"))[0][1] == 15


def test_the_results_are_those_of_the_people_who_are_left():
    answers = timed()
    study = analyze(answers, exclude="too_fast", weights="")
    alone = analyze(answers.take(np.arange(400) >= 5))

    assert study.gaps.row("unweighted") == alone.gaps.row("unweighted")
    assert study.scores.row("q1", "perception") == alone.scores.row("q1", "perception")


def test_the_sensitivity_table_shows_everybody_beside_them():
    study = analyze(survey(), exclude="suspect")
    row = study.quality.sensitivity[0]

    assert study.quality.compared == "excluded"
    assert row.gap == analyze(survey()).gaps.row("unweighted").gap
    assert row.gap_without == study.gaps.row("unweighted").gap
    assert (row.n - row.n_without) == 6


def test_a_rule_that_means_nobody_is_noted():
    study = analyze(survey(), exclude="branch = 'Unversity'")

    assert left_out(study) == [("branch = 'Unversity'", 0, 0)]
    assert study.quality.compared == "suspects"
    assert said_of(study, "exclusion_nobody") == (
        "The analyst’s rule “branch = 'Unversity'” leaves out nobody: check how it is written."
    )


def test_the_reason_is_kept_and_said():
    study = analyze(survey(), exclude={"suspect": "agreed with the client on 3 May"})

    assert study.sample.excluded[0].reason == "agreed with the client on 3 May"
    assert said_of(study, "excluded_reason") == (
        "6 people were left out by the analyst’s rule “suspect”: agreed with the client on 3 May."
    )


# -- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (
            "seconds < 60",
            "exclude: 'seconds < 60' needs the time that people took, and this file does not hold "
            "it. Leave out the rule.",
        ),
        (
            "shop = 'x'",
            "exclude: these answers have no column 'shop'. Known: branch. Read the file with "
            "people=['shop'] to keep a column, or name it as people.NAME in the mapping file.",
        ),
        (
            "branch < 5",
            "exclude: 'branch < 5' compares by size, but the column 'branch' holds no numbers. Use "
            "= or !=.",
        ),
        (
            "branch != 'none'",
            "exclude: nobody is left after branch != 'none'. Leave out a rule, or make it "
            "narrower.",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule, message):
    with pytest.raises(SettingsError) as caught:
        analyze(survey(), exclude=rule)

    assert str(caught.value) == message


def test_an_unknown_flag_is_refused_with_those_that_are_known():
    with pytest.raises(SettingsError) as caught:
        analyze(survey(20), exclude="lazy")

    assert str(caught.value) == (
        "exclude: there is no flag called 'lazy' for these answers. Known: suspect, no_variance, "
        "long_run, duplicate, all_maximum, no_gap, constant_gap."
    )


def test_a_number_is_compared_with_a_number():
    with pytest.raises(SettingsError, match=r"compares numbers with 'fast'\. Write a number"):
        analyze(timed(), exclude="seconds < fast")


def test_weights_of_nobody_are_refused():
    weights = np.where(survey().people["branch"] == "University", 1.0, 0.0)
    answers = replace(survey(), weights=weights, weights_name="w")
    with pytest.raises(SettingsError, match="everybody who is left has the weight 0"):
        analyze(answers, exclude="branch = University")


# -- small groups ----------------------------------------------------------------------------------


def with_small_branch(n):
    """Return a survey in which n people belong to a branch called Kiosk."""
    names = survey().people["branch"].copy()
    names[:n] = "Kiosk"
    return replace(survey(), people={"branch": names})


def test_a_group_too_small_to_be_shown_is_not_told_by_a_difference():
    study = analyze(with_small_branch(9), exclude="branch = Kiosk")

    assert left_out(study) == [("branch = Kiosk", 9, 9)]
    assert (study.quality.compared, study.quality.sensitivity) == ("", ())
    assert said_of(study, "comparison_withheld") == (
        "The gaps with and without the people left out are not held against each other: they are "
        "a group of fewer than 10, whose figures could be worked out."
    )


def test_a_group_of_the_minimum_cell_is_compared():
    assert analyze(with_small_branch(10), exclude="branch = Kiosk").quality.compared == "excluded"


def test_few_careless_people_are_compared():
    assert analyze(survey(), exclude="suspect").quality.compared == "excluded"


# -- together with other choices -------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["listwise", "impute"])
def test_people_are_left_out_under_any_rule_for_incomplete_answers(rule):
    study = analyze(survey(80), exclude="suspect", incomplete=rule)
    alone = analyze(survey(80), incomplete=rule)

    assert study.sample.respondents == 79
    assert study.quality.sensitivity[0].gap == alone.gaps.row("unweighted").gap
    assert study.quality.sensitivity[0].gap_without == study.gaps.row("unweighted").gap


def test_the_same_rules_give_the_same_results():
    rules = {"suspect": "agreed", "branch = University": ""}

    assert analyze(survey(), exclude=rules) == analyze(survey(), exclude=rules)


# -- the report and other outputs ------------------------------------------------------------------


def words(study, language="en"):
    options = ReportOptions(language=language, service="bank")
    return Reader(render_html(study, options)).words.replace("\u00a0", " ")


def test_the_report_tells_the_way_from_invited_to_counted():
    study = analyze(
        timed(),
        exclude={"suspect": "agreed", "seconds < 60": "", "too_fast": ""},
        facts=SampleFacts(invited=800),
    )
    said = words(study)

    assert (
        "400 people rated at least one item. 389 of them count after the analyst’s rules." in said
    )
    assert (
        "Answered 400 Left out: Suspect answers 6 people (agreed) Left out: seconds < 60 5 people "
        "Left out: Answered too fast 0 people (5 match the rule) Respondents who count 389" in said
    )
    assert "Answered, of those invited 50%" in said
    assert "Base: everybody who answered, n = 400, before the analyst left anybody out." in said
    assert "With and without the people who were left out" in said
    assert "11 people were left out by the analyst’s rules, and with them the largest" in said


def test_the_report_tells_it_in_chinese():
    said = words(analyze(survey(), exclude={"suspect": "已与委托方约定"}), "zh")

    assert "按分析者的规则剔除后，计入 394 人。" in said
    assert "剔除：可疑作答 6 人（已与委托方约定）" in said
    assert "全部受访者与分析者剔除后的差距" in said


def test_without_rules_nothing_is_said_of_them():
    said = words(analyze(survey()))

    assert "Left out" not in said
    assert "6 people gave answers that look careless and are kept" in said


def test_results_json_carries_the_log():
    found = results(analyze(survey(), exclude={"suspect": "agreed"}))

    assert found["quality"]["excluded"] == [
        {"rule": "suspect", "reason": "agreed", "n": 6, "n_matching": 6}
    ]
    assert found["quality"]["compared"] == "excluded"
    assert (found["source"]["answered"], found["source"]["respondents"]) == (400, 394)


def test_the_page_does_not_depend_on_the_order_of_sets(guests, tmp_path):
    pages = []
    for seed in ("1", "2"):
        page = tmp_path / f"{seed}.html"
        typed = [str(guests), "-o", str(page), "--exclude", "suspect", "--by", "branch"]
        subprocess.run(
            [sys.executable, "-m", "servqual", "report", *typed, "--date", "2026-05-01", "--quiet"],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        pages.append(page.read_bytes())

    assert pages[0] == pages[1]


# -- the mapping file and the command line ---------------------------------------------------------


@pytest.fixture
def guests(tmp_path):
    """Return the path of a survey of 200 people, ten of whom took 50 seconds."""
    frame = simulate(200, seed=3).frame
    frame["Duration (in seconds)"] = [50] * 10 + [400] * 190
    frame["Channel code"] = ["kiosk", *["web"] * 199]
    path = tmp_path / "guests.csv"
    frame.to_csv(path, index=False)
    return path


def quality_of(path):
    return json.loads(path.read_text("utf-8"))["quality"]


def test_the_command_line_leaves_people_out(guests, tmp_path):
    out = tmp_path / "out.json"
    rules = ("--exclude", "suspect", "--exclude", "seconds < 60")

    assert main(["score", str(guests), "-o", str(out), *rules, "--quiet"]) == 0
    assert [(row["rule"], row["n"]) for row in quality_of(out)["excluded"]] == [
        ("suspect", 3), ("seconds < 60", 10),
    ]  # fmt: skip


def test_a_column_that_only_a_rule_names_is_kept_for_it(guests, tmp_path):
    out = tmp_path / "out.json"
    rule = "Channel code = kiosk"

    assert main(["score", str(guests), "-o", str(out), "--exclude", rule, "--quiet"]) == 0
    assert [(row["rule"], row["n"]) for row in quality_of(out)["excluded"]] == [(rule, 1)]


def test_the_mapping_file_keeps_rules_with_their_reasons(guests, tmp_path):
    out, mapping = tmp_path / "out.json", tmp_path / "guests.map.toml"
    mapping.write_text(
        '[exclude]\nsuspect = "agreed"\n"seconds < 60" = "pilot: 3 minutes"\n', "utf-8"
    )
    typed = ("--mapping", str(mapping), "--exclude", "suspect")

    assert main(["score", str(guests), "-o", str(out), *typed, "--quiet"]) == 0
    assert [(row["rule"], row["reason"]) for row in quality_of(out)["excluded"]] == [
        ("suspect", "agreed"), ("seconds < 60", "pilot: 3 minutes"),
    ]  # fmt: skip


def test_a_list_of_rules_needs_no_reasons(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('exclude = ["suspect", "seconds < 60"]\n', "utf-8")

    assert dict(load_mapping(mapping).exclude) == {"suspect": "", "seconds < 60": ""}


def test_a_reason_that_is_no_text_is_a_fault(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text("[exclude]\nsuspect = true\n", "utf-8")
    with pytest.raises(MappingError, match=r"exclude\.suspect: True must be the reason as text"):
        load_mapping(mapping)


def test_a_mistyped_rule_stops_before_the_survey_is_read(tmp_path, capsys):
    unreadable = tmp_path / "notes.csv"
    unreadable.write_text("nothing here is a survey", "utf-8")

    assert main(["score", str(unreadable), "--exclude", "seconds <"]) == 1
    assert "exclude: this rule cannot be understood: 'seconds <'" in capsys.readouterr().err


def test_a_column_that_is_nowhere_is_named(guests, tmp_path, capsys):
    out = tmp_path / "out.json"

    assert main(["score", str(guests), "-o", str(out), "--exclude", "shop = x"]) == 1
    assert "there is no column called 'shop'" in capsys.readouterr().err


def test_check_shows_flags_and_removes_nobody(guests, capsys):
    assert main(["check", str(guests)]) == 0
    said = capsys.readouterr().out
    assert "- Answered too fast: 10 people, 5.0%" in said
    assert "- The highest mark throughout (expectation):" in said
    assert "(shown only)" in said
    assert "Suspect, by the rules that count: 3" in said


# -- attention items -------------------------------------------------------------------------------


def with_attention(answers):
    frame = simulate(40, seed=3).frame
    frame["Please choose 2"] = answers
    return frame


def read_mapped(frame, tmp_path, told):
    mapping = tmp_path / "m.toml"
    mapping.write_text(f'[columns]\n"Please choose 2" = "attention.check1"\n{told}', "utf-8")
    return read(frame, mapping=mapping)


def test_a_missed_attention_item_is_marked(tmp_path):
    given = ["2", "2.0", "２", "", "3", "Agree"] + ["2"] * 34
    answers = read_mapped(with_attention(given), tmp_path, '[attention]\ncheck1 = "2"\n')

    assert np.flatnonzero(answers.marks["failed_attention"]).tolist() == [4, 5]


def test_several_answers_may_be_right(tmp_path):
    given = ["2", "disagree", "Disagree", "3"] + ["2"] * 36
    told = '[attention]\ncheck1 = [2, "Disagree"]\n'
    answers = read_mapped(with_attention(given), tmp_path, told)

    assert np.flatnonzero(answers.marks["failed_attention"]).tolist() == [3]


def test_an_attention_item_without_its_answer_is_a_fault(tmp_path):
    with pytest.raises(MappingError) as caught:
        read_mapped(with_attention(["2"] * 40), tmp_path, "")

    assert (
        "columns.Please choose 2: nothing says which answer is expected of 'check1'. Add "
        '[attention] with check1 = "2" or whatever it was to the mapping file' in str(caught.value)
    )


def test_an_attention_item_that_most_people_miss_is_doubted(tmp_path):
    given = ["3"] * 30 + ["2"] * 8 + ["", ""]
    answers = read_mapped(with_attention(given), tmp_path, '[attention]\ncheck1 = "2"\n')

    assert answers.notes[-1].text == (
        "30 of 38 people missed the attention item “Please choose 2”, for which 2 is expected. "
        "More likely the expected answer is wrong: check it."
    )


def test_a_questionnaire_may_declare_its_attention_item(tmp_path):
    from servqual.catalog import load_instrument

    form = load_instrument("servqual")
    item = {"id": "check1", "label": {"en": "Please choose 2"}, "expected": ["2"]}
    form = type(form).model_validate(form.model_dump() | {"attention": [item]})
    answers = read(with_attention(["2"] * 39 + ["5"]), form)

    assert np.flatnonzero(answers.marks["failed_attention"]).tolist() == [39]
    assert analyze(answers).quality.n_suspect >= 1
