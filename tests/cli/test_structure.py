"""``servqual structure``: the verdict and what it rests on, as text that any terminal can show."""

import contextlib
import io
import re
from dataclasses import replace

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.cli.structure_lines import structure_lines
from servqual.cli.terminal import width
from servqual.settings import ReportOptions
from servqual.texts import catalogue, languages, placeholders
from servqual.writer.structure_text import Closer, exhibits
from servqual.writer.view import View

HEADINGS = [
    "What may be said, and what not",
    "How reliable the scores are",
    "How many factors stand above chance",
    "How well models reproduce the answers",
    "How far the items share their dimension: Perception",
    "Pairs of dimensions, with limits: Perception",
    "Loadings: Perception",
    "Exploratory factors: Perception",
]


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """Return the path of the survey of a bank with the five dimensions in it."""
    path = tmp_path_factory.mktemp("structure") / "bank.csv"
    path.write_text(sq.simulate(300).to_csv(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def study(bank):
    return sq.analyze(sq.read(bank))


def printed(*words):
    """Return what a command prints; it must end well and say nothing else."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(word) for word in words])

    assert (status, err.getvalue()) == (0, "")
    return out.getvalue()


@pytest.fixture(scope="module")
def english(bank):
    return printed("structure", bank)


@pytest.fixture(scope="module")
def chinese(bank):
    return printed("structure", bank, "--lang", "zh", "--battery", "gap")


def part(text, heading):
    """Return the lines of a part, from its heading to the next one."""
    lines = text.splitlines()
    start = lines.index(heading)
    found = [lines[start]]
    for line in lines[start + 1 :]:
        if line and not line.startswith(" "):
            break
        found.append(line)
    return found if found[-1] else found[:-1]


def test_the_question_and_the_verdict_stand_first(english, study):
    first, blank, people, _, verdict, *_ = english.splitlines()

    assert first == "Can the scale be trusted? bank.csv"
    assert blank == ""
    assert people == ("  SERVQUAL (refined form of 1991), 22 items on a 1–7 scale, 300 respondents")
    assert "may be read and compared as" in verdict


def test_every_part_has_its_heading_in_this_order(english):
    found = [line for line in english.splitlines() if line and not line.startswith(" ")]

    assert found == ["Can the scale be trusted? bank.csv", *HEADINGS]


def test_the_figures_are_those_of_the_study(english, study):
    row = study.reliability.row("perception", "reliability")
    line = next(
        line
        for line in part(english, "How reliable the scores are")
        if line.split()[:2] == ["Reliability", "Perception"]
    )
    numbers = View(study, ReportOptions()).numbers

    assert line.split()[2:5] == ["5", str(row.n), numbers.alpha(row.omega)]


def test_the_estimator_is_named_with_every_model(english):
    rows = [
        line
        for line in part(english, "How well models reproduce the answers")
        if re.search(r" (MLR|ML) ", line) and line.startswith("  The q")
    ]

    assert len(rows) == 3


def test_exploratory_factors_are_those_of_the_library(english, study):
    efa = study.structure.efa()
    lines = part(english, "Exploratory factors: Perception")
    head = next(line for line in lines if line.endswith("Communality"))

    assert head.split() == [
        "Item", "Dimension", *(f"F{k}" for k in range(1, len(efa.ss_loadings) + 1)), "Communality",
    ]  # fmt: skip
    assert lines[-1].endswith("The number of factors is that of parallel analysis.")


def test_no_line_is_wider_than_the_terminal(english, chinese):
    assert max(map(width, english.splitlines())) <= 100
    assert max(map(width, chinese.splitlines())) <= 100


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("language", languages())
def test_a_narrow_terminal_gets_the_same_in_more_lines(study, columns, language):
    view = View(study, ReportOptions(language=language))
    lines = list(structure_lines(view, Closer("perception", study.structure.efa()), columns))

    assert max(width(line.text) for line in lines) <= columns


def test_english_is_printed_in_letters_of_western_code_pages(english):
    assert english.encode("cp1252").decode("cp1252") == english
    assert "omega" in english
    assert "chi2" in english


def test_chinese_is_printed_in_letters_of_chinese_code_pages(chinese):
    assert chinese.encode("gbk").decode("gbk") == chinese
    assert chinese.startswith("量表是否可信？bank.csv\n")
    assert "探索性因子：差距" in chinese


def test_a_battery_is_looked_at_closely(run, bank):
    ended = run("structure", bank, "--battery", "expectation")
    headings = [line for line in ended.out.splitlines() if line and not line.startswith(" ")]

    assert [name for name in headings if "xpectation" in name] == [
        "How far the items share their dimension: Expectation",
        "Pairs of dimensions, with limits: Expectation",
        "Loadings: Expectation",
        "Exploratory factors: Expectation",
    ]
    assert ended.out.startswith("Can the scale be trusted?")


def test_the_verdict_stays_that_of_the_leading_battery(english, run, bank):
    other = run("structure", bank, "--battery", "gap").out

    assert part(other, HEADINGS[0]) == part(english, HEADINGS[0])


def test_an_unknown_battery_is_refused_with_the_known_ones(run, bank):
    ended = run("structure", bank, "--battery", "gaps")

    assert (ended.status, ended.out, ended.err) == (
        1,
        "",
        "servqual: --battery gaps: there are no such ratings in bank.csv. "
        "Known: perception, expectation, gap.\n",
    )


def test_number_extraction_and_rotation_of_factors_can_be_chosen(run, bank):
    ended = run("structure", bank, "--factors", "2", "--extraction", "paf", "--rotation", "varimax")
    lines = part(ended.out, "Exploratory factors: Perception")
    head = next(line for line in lines if line.endswith("Communality"))

    assert lines[1].startswith("  Two factors, by principal axes, varimax rotation.")
    assert head.split() == ["Item", "Dimension", "F1", "F2", "Communality"]
    assert lines[-1].endswith("The number of factors is the one that was asked for.")


@pytest.mark.parametrize("n", ["0", "16"])
def test_a_number_of_factors_that_cannot_be_is_refused(run, bank, n):
    ended = run("structure", bank, "--factors", n)

    assert (ended.status, ended.err) == (
        1,
        f"servqual: the number of factors is {n}; 22 items have 1 to 15.\n",
    )


@pytest.mark.parametrize("words", [("--rotation", "quartimax"), ("--extraction", "pca")])
def test_a_method_that_does_not_exist_is_a_mistyped_command(run, words):
    assert run("structure", "guests.csv", *words).status == 2


def test_nothing_is_written(run, names):
    run("structure", "guests.csv")

    assert names() == ["guests.csv"]


def test_a_survey_of_items_that_repeat_each_other_is_told_why_there_is_nothing(run):
    ended = run("structure", "guests.csv")

    assert (ended.status, ended.err) == (0, "")
    assert part(ended.out, "Exploratory factors: Perception")[-1] == (
        "  The perceptions could not be factored: an item that repeats another one exactly."
    )
    assert "Pairs of dimensions" not in ended.out
    assert not re.search(r"\b(nan|None|inf)\b", ended.out)


def test_a_questionnaire_without_expectations_has_one_set_of_ratings(run, bank):
    ended = run("structure", bank, "-i", "servperf", "--battery", "expectation")

    assert ended.err.endswith("Known: perception.\n")


def test_groups_are_compared(run, bank):
    ended = run("structure", bank, "--by", "branch")

    assert (ended.status, ended.err) == (0, "")
    assert "Whether groups by branch use the scale alike is not testable at this n" in " ".join(
        ended.out.split()
    )


def test_the_language_may_stand_in_the_mapping_file(run, folder):
    (folder / "m.toml").write_text('[report]\nlanguage = "zh"\n', "utf-8")

    assert run("structure", "guests.csv", "--mapping", "m.toml").out.startswith("量表是否可信？")
    assert run("structure", "guests.csv", "--mapping", "m.toml", "--lang", "en").out.startswith(
        "Can the scale be trusted?"
    )


def test_a_file_that_is_not_there_is_a_fault(run):
    ended = run("structure", "no.csv")

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("servqual: no.csv: ")


def test_weights_that_are_not_there_are_a_fault(run):
    assert run("structure", "guests.csv", "--weights", "w").status == 1


def test_no_part_speaks_of_marks_on_a_chart(study):
    view = View(study, ReportOptions())
    shown = list(exhibits(view, Closer("perception", study.structure.efa())))

    assert all(exhibit.figure is None for exhibit in shown)
    assert not [e.id for e in shown if re.search(r"\b(dotted|diamond|Filled)\b", e.how)]


def test_a_study_without_structure_has_nothing_to_show_of_it(study):
    bare = replace(study, structure=replace(study.structure, factors=(), fits=(), pairs=()))
    view = View(bare, ReportOptions())
    efa = replace(study.structure.efa(), problem="too_few_people", pattern=())
    shown = [e.id for e in exhibits(view, Closer("perception", efa))]

    assert "exhibit-factors" not in shown
    assert "exhibit-fits" not in shown
    assert "exhibit-efa-perception" in shown


def test_every_language_has_the_texts_of_the_terminal():
    ours = {
        language: {
            key: placeholders(text)
            for key, text in catalogue(language).items()
            if key.startswith("terminal.")
        }
        for language in languages()
    }

    assert all(texts == ours["en"] for texts in ours.values())
