"""``servqual priorities``: what first, why and how sure, as text that any terminal can show."""

import contextlib
import io
import re
from dataclasses import replace

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.cli.priorities_lines import priorities_lines
from servqual.cli.terminal import width
from servqual.results import Actions
from servqual.settings import ReportOptions
from servqual.texts import catalogue, languages, placeholders
from servqual.writer.view import View
from tests.made import formula_ratings, responses, study_of

HEADINGS = [
    "The register of actions",
    catalogue("en")["first.causes.pareto"],
]
PERCEIVED = re.compile(r"\b(nan|None|inf)\b")


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    """Return the path of the survey of a bank whose order of actions is known."""
    path = tmp_path_factory.mktemp("priorities") / "bank.csv"
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
    words = ("--what-if", "q5=0.5", "--what-if", "q9=1", "--who", "below_expectation")
    return printed("priorities", bank, *words)


@pytest.fixture(scope="module")
def chinese(bank):
    return printed("priorities", bank, "--lang", "zh", "--what-if", "q5=0.5")


def part(text, heading):
    """Return the lines of a part, from its heading to the next one."""
    lines = text.splitlines()
    start = lines.index(heading)
    found = [lines[start]]
    for line in lines[start + 1 :]:
        if line and not line.startswith(" "):
            break
        found.append(line)
    return found


def test_the_question_stands_first_then_the_answer(english):
    lines = english.splitlines()

    assert lines[0] == "What to do first? bank.csv"
    assert lines[2].startswith("  SERVQUAL (refined form of 1991), 22 items")
    assert "“Keeps promised times”" in " ".join(lines[4:6])


def test_every_part_has_its_heading_in_this_order(english, study):
    found = [line for line in english.splitlines() if line and not line.startswith(" ")]

    assert found == [
        "What to do first? bank.csv",
        f"The first 5 of {len(study.actions.rows)} by the priority index",
        *HEADINGS,
        "What if “Keeps promised times” were rated 0.5 points higher?",
        "What if “Error-free records” were rated 1 point higher?",
    ]


def test_the_first_actions_stand_with_why_and_how_sure(english, study):
    head = next(line for line in english.splitlines() if line.startswith("The first 5 of"))
    lines = part(english, head)
    first = [line.strip() for line in lines if re.match(r"  \d ", line)]

    assert [line[0] for line in first] == ["1", "2", "3", "4", "5"]
    assert sum(line.strip().startswith("Why: Gap ") for line in lines) == 5
    assert sum(line.strip().startswith("How sure: ") for line in lines) == 5
    assert " ".join(lines).count("of resamples") == 5


def test_the_register_is_that_of_the_study(english, study):
    lines = part(english, "The register of actions")
    ranks = [line for line in lines if re.search(r"\(\d+(–\d+)?\)  +-", line)]
    numbers = [line.split()[0] for line in ranks]

    assert numbers == [str(study.instrument.item_ids.index(r.item) + 1) for r in study.actions.rows]


def test_what_if_is_that_of_the_study(english, study):
    found = study.what_if("q5", 0.5, "below_expectation")
    numbers = View(study, ReportOptions()).numbers
    line = next(
        line
        for line in part(english, "What if “Keeps promised times” were rated 0.5 points higher?")
        if line.startswith("  Reliability ")
    )
    row = found.row("dimension")
    said = [numbers.gap(row.before), numbers.gap(row.after), numbers.gap(row.change, 3)]

    assert line.split()[1:4] == [text.replace("−", "-") for text in said]


def test_what_if_is_called_an_association(english):
    assert "this is an association, no forecast" in " ".join(english.split())


def test_nobody_is_told_that_anything_brings_something_about(english):
    assert not re.search(r"\b(causes?|caused|leads to|due to|because of|significant)\b", english)


def test_no_line_is_wider_than_the_terminal(english, chinese):
    assert max(map(width, english.splitlines())) <= 100
    assert max(map(width, chinese.splitlines())) <= 100


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("language", languages())
def test_a_narrow_terminal_gets_the_same_in_more_lines(study, columns, language):
    view = View(study, ReportOptions(language=language))
    lines = list(priorities_lines(view, [study.what_if("q5")], columns))

    assert max(width(line.text) for line in lines) <= columns


def test_english_is_printed_in_letters_of_western_code_pages(english):
    assert english.encode("cp1252").decode("cp1252") == english


def test_chinese_is_printed_in_letters_of_chinese_code_pages(chinese):
    assert chinese.encode("gbk").decode("gbk") == chinese
    assert chinese.startswith("先做什么？bank.csv\n")
    assert "改进行动清单" in chinese


def test_the_language_may_stand_in_the_mapping_file(run, folder):
    (folder / "m.toml").write_text('[report]\nlanguage = "zh"\n', "utf-8")

    assert run("priorities", "guests.csv", "--mapping", "m.toml").out.startswith("先做什么？")


@pytest.mark.parametrize("text", ["q5", "q5=", "q5=half", "=1x"])
def test_a_raise_that_cannot_be_read_is_refused_before_the_survey_is(run, text):
    ended = run("priorities", "no.csv", "--what-if", text)

    assert (ended.status, ended.out, ended.err) == (
        1,
        "",
        f"servqual: --what-if {text}: write the item and how many scale points it is raised by: "
        "q9=0.5.\n",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--what-if", "q99=1"), "there is no item called 'q99'. Known: q1, "),
        (("--what-if", "q5=9"), "the raise is 9; it must be above 0 and at most 6,"),
        (("--what-if", "q5=1", "--who", "below_minimum"), "who is raised is 'below_minimum'; "),
    ],
)
def test_what_cannot_be_raised_is_refused(run, bank, words, message):
    ended = run("priorities", bank, *words)

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith(f"servqual: {message}")


def test_people_who_do_not_exist_are_a_mistyped_command(run):
    assert run("priorities", "guests.csv", "--who", "nobody").status == 2


def test_nothing_is_written(run, names):
    run("priorities", "guests.csv")

    assert names() == ["guests.csv"]


def test_a_questionnaire_without_expectations_has_means(run, bank):
    ended = run("priorities", bank, "-i", "servperf", "--what-if", "q5=1")

    assert (ended.status, ended.err) == (0, "")
    assert not PERCEIVED.search(ended.out)
    assert "the top of the scale" in " ".join(ended.out.split())


def test_few_people_are_told_what_can_be_told(run):
    ended = run("priorities", "guests.csv", "--what-if", "q1=1")

    assert (ended.status, ended.err) == (0, "")
    assert not PERCEIVED.search(ended.out)


def test_a_survey_without_a_shortfall_is_told_so(study):
    bare = replace(study, actions=Actions(problem="no_shortfall"))
    lines = priorities_lines(View(bare, ReportOptions()), [], 100)
    said = " ".join(line.text.strip() for line in lines)

    assert "No item falls short for certain by an amount that may matter" in said
    assert "The register of actions" not in said


def test_where_nothing_can_be_ranked_that_is_said(study):
    bare = replace(study, actions=Actions(problem="nothing_to_rank"))
    lines = priorities_lines(View(bare, ReportOptions()), [], 100)

    assert any("Nothing here can be put into an order of actions." in line.text for line in lines)


def test_a_raise_that_nobody_can_make_is_said_to_be_one():
    wanted, seen = (table.copy() for table in formula_ratings())
    seen[:, 4] = 7
    made = study_of(responses(wanted, seen))
    lines = priorities_lines(View(made, ReportOptions()), [made.what_if("q5", 1)], 100)
    said = " ".join(line.text.strip() for line in lines)

    assert "Nobody can be rated higher: all are at the top of the scale already." in said


def test_an_undetermined_place_is_not_called_firm(study):
    rows = {r.item: r for r in study.priorities.items}
    first = study.actions.rows[0].item
    opened = replace(
        rows[first],
        certainty="undetermined",
        probability={"concentrate": 0.5, "keep_up": 0.5, "low_priority": 0.0, "overkill": 0.0},
    )
    items = tuple(opened if r.item == first else r for r in study.priorities.items)
    changed = replace(study, priorities=replace(study.priorities, items=items))
    lines = [line.text for line in priorities_lines(View(changed, ReportOptions()), [], 100)]
    start = next(k for k, line in enumerate(lines) if line.startswith("  1 "))

    assert lines[start].endswith("[quadrant undetermined]")
    assert not any("firm" in line for line in lines[start : start + 3])


def test_weights_that_are_not_there_are_a_fault(run):
    assert run("priorities", "guests.csv", "--weights", "w").status == 1


@pytest.mark.parametrize("table", ["terminal", "causes"])
def test_every_language_has_the_same_texts(table):
    ours = {
        language: {
            key: placeholders(text)
            for key, text in catalogue(language).items()
            if key.startswith(f"{table}.")
        }
        for language in languages()
    }

    assert all(texts == ours["en"] for texts in ours.values())
