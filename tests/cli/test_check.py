"""``servqual check`` in the terminal: the verdict first, the remedy next, then the evidence."""

import re
import subprocess
import sys
from functools import cache

import pytest

from servqual.cli import terminal
from servqual.cli.check_lines import check_lines
from servqual.importer import check
from servqual.simulate import Model, simulate
from servqual.writer.check_words import CheckWords

ITEMS = range(1, 23)


def rewritten(plain_csv, change):
    """Return the plain survey with its rows, as lists of cells, changed."""
    head, *rows = [line.split(",") for line in plain_csv.splitlines()]
    head, rows = change(head, rows)
    return "".join(",".join(row) + "\n" for row in (head, *rows))


@cache
def careful():
    """Return a survey of 60 people who read every item: wanted above received, nothing blank."""
    answers = simulate(60, model=Model(careless=0.0, missing=0.0)).columns
    names = [f"{battery}{j}" for battery in "EP" for j in ITEMS]
    rows = zip(*(answers[name] for name in names), strict=True)
    return "".join(",".join(map(str, row)) + "\n" for row in (names, *rows))


@pytest.fixture
def said(run, folder):
    """Return a function that checks a survey of a given text."""

    def checked(text, *words):
        (folder / "guests.csv").write_text(text, encoding="utf-8")
        return run("check", "guests.csv", *words)

    return checked


def part(out, title):
    """Return the lines of one part of the output."""
    return out.split(f"\n{title}\n")[1].split("\n\n")[0].splitlines()


def test_a_good_survey_can_be_scored_as_it_is_and_nothing_is_written(said, names):
    ended = said(careful())

    assert ended.out.splitlines()[0] == "guests.csv can be scored as it is"
    assert (ended.status, ended.err) == (0, "")
    assert part(ended.out, "What to do next") == [
        "  Write the report:",
        "    servqual report guests.csv",
    ]
    assert names() == ["guests.csv"]


def test_things_to_look_at_are_counted_in_the_first_line(said):
    copied = rewritten(careful(), lambda head, rows: (head, [row[:22] * 2 for row in rows]))
    ended = said(copied)

    assert ended.out.splitlines()[0] == "guests.csv can be scored, with 1 thing to look at"
    assert part(ended.out, "What to look at first")[0].startswith(
        "  1. “Perception” and “Expectation” hold the same answer in each of 1,320 pairs."
    )
    assert ended.status == 0


def test_faults_stand_in_the_report_with_their_remedy(said, plain_csv):
    ended = said(plain_csv.replace("\n7,", "\n8,", 1))

    assert ended.status == 1
    assert ended.out.splitlines()[0] == "guests.csv cannot be scored yet: 1 fault"
    assert "    - row 2, column 'E1': '8' is not on the scale 1-7" in ended.out
    assert "expectation.q1" in ended.out
    assert ended.err == "servqual: guests.csv cannot be scored yet: 1 fault.\n"
    assert "servqual map" not in ended.out


def test_every_missing_column_is_a_fault_and_a_map_is_offered(said, plain_csv):
    ended = said(plain_csv.replace("E3,", "x,").replace("P5,", "y,"))

    assert ended.out.splitlines()[0] == "guests.csv cannot be scored yet: 2 faults"
    assert "    servqual map guests.csv" in ended.out


def test_a_file_with_nothing_to_score_is_no_alarm(said):
    ended = said("Do you smoke?,Age\nyes,41\nno,33\n")

    assert ended.status == 1
    assert ended.out.splitlines()[0] == (
        "guests.csv was read, but nothing in it fits the questionnaire servqual"
    )
    assert "There is nothing wrong with the file: 2 columns were read." in ended.out
    assert part(ended.out, "What to do next") == [
        "  If the columns are ratings under other names, have a map of the columns proposed:",
        "    servqual map guests.csv",
        "  If another questionnaire was used, name it (its id, or a file of your own):",
        "    servqual check guests.csv -i ID",
        "  The questionnaires that are shipped:",
        "    servqual instruments",
    ]


def test_a_file_that_is_no_table_says_why(said):
    ended = said("<html><body>Please sign in</body></html>")

    assert ended.status == 1
    assert ended.out.splitlines()[0] == "guests.csv cannot be read"
    assert ended.err.startswith("servqual: guests.csv: ")


def test_the_next_command_repeats_the_options_that_were_typed(said):
    ended = said(careful(), "--scale", "1-7", "--missing", "99")

    assert "    servqual report guests.csv --scale 1-7 --missing 99" in ended.out


def test_a_name_with_spaces_is_quoted_in_the_next_command(run, folder):
    (folder / "my guests.csv").write_text(careful(), encoding="utf-8")

    assert '    servqual report "my guests.csv"' in run("check", "my guests.csv").out


def test_missing_answers_are_counted_by_set_item_and_kind(said):
    head, first, *rest = careful().splitlines()
    cells = first.split(",")
    cells[0], cells[22] = "", "N/A"
    ended = said("\n".join([head, ",".join(cells), *rest]) + "\n")

    assert part(ended.out, "What is missing") == [
        "  - Expectation: 1,319 of 1,320 answered; left blank: 1",
        "  - Perception: 1,319 of 1,320 answered; not applicable: 1",
        "  Missing by item",
        "    A  E1  expectation.q1  1  2%",
        "    W  P1  perception.q1   1  2%",
    ]


def test_the_drop_off_names_the_last_answer_of_those_who_stopped(said):
    def stop(head, rows):
        return head, [row[:30] + [""] * 14 if i < 9 else row for i, row in enumerate(rows)]

    ended = said(rewritten(careful(), stop))

    assert part(ended.out, "How far people came")[1:] == [
        "  AD  P8       9                 100.0%         ####################",
        "  AR  P22                        85.0%          #################",
    ]
    assert "9 of 60 people gave no answer to the last 3 ratings or more" in " ".join(
        ended.out.split()
    )


def test_everybody_at_the_end_is_said_in_words(said):
    assert part(said(careful()).out, "How far people came") == [
        "  Everybody came to the last rating."
    ]


def test_people_who_rated_nothing_are_counted_apart(said):
    def leave(head, rows):
        return head, [[""] * 44 if i < 8 else row for i, row in enumerate(rows)]

    ended = said(rewritten(careful(), leave))

    assert "52 rated something, 8 rated nothing (not counted as missing)" in ended.out
    assert "8 of 60 rows rate nothing at all." in " ".join(ended.out.split())


def test_careless_rules_say_whether_they_count(said, plain_csv):
    out = said(plain_csv).out

    assert "  - The same answer to every item (perception): 12 people, 20.0%\n" in out
    assert re.search(r"\(perception\): \d+ people, [\d.]+% \(shown\s+only\)\n", out)
    assert re.search(r"Suspect, by the rules that count: \d+ of 60 people\.", out)


def test_personal_data_is_named_by_heading_and_never_shown(said):
    head, *rows = careful().splitlines()
    lines = [f"{head},E-mail", *(f"{row},guest{i}@example.org" for i, row in enumerate(rows))]
    out = said("\n".join(lines) + "\n").out

    assert part(out, "Personal data that is dropped")[-1] == "  AS E-mail"
    assert "example.org" not in out


def test_unused_columns_are_summarised_and_listed_on_request(said):
    head, *rows = careful().splitlines()
    text = "\n".join([f"{head},note 1,note 2", *(f"{row},a,b" for row in rows)]) + "\n"

    assert part(said(text).out, "Columns that are not used") == [
        "  2 columns are not used (--all-columns lists them):",
        "  - 2 × matches nothing in the questionnaire: note 1, note 2",
    ]
    assert [
        line.split()[0]
        for line in part(said(text, "--all-columns").out, "Columns that are not used")
    ] == ["Column", "AS", "AT"]


def test_a_heading_cannot_steer_the_terminal(said):
    head, *rows = careful().splitlines()
    text = "\n".join([f"{head},\x1b[2Jgone\u202e", *(f"{row},a" for row in rows)]) + "\n"
    out = said(text, "--all-columns").out

    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[2Jgone" in out


def widths(lines):
    """Return how wide the lines are, commands left out: those are never broken."""
    return [terminal.width(line.text) for line in lines if "servqual " not in line.text]


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(plain_survey, columns):
    lines = check_lines(CheckWords(check(plain_survey)), columns, all_columns=True)

    assert max(widths(lines)) <= columns


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_full_width_headings_fit_too(shared_data, columns):
    survey = shared_data / "exports" / "reconstructed" / "wjx_按文本_gbk.csv"
    lines = check_lines(CheckWords(check(survey)), columns, all_columns=True)

    assert max(widths(lines)) <= columns


def test_a_narrow_terminal_gives_every_column_two_lines(plain_survey):
    lines = [line.text for line in check_lines(CheckWords(check(plain_survey)), 80)]
    place = lines.index("  A   E1 = expectation.q1")

    assert lines[place + 1] == "      answered 60, missing 0, 6–7; common name"


def test_piped_output_has_no_colours_and_is_always_the_same(folder):
    def piped(**environment):
        return subprocess.run(
            [sys.executable, "-m", "servqual", "check", "guests.csv"],
            cwd=folder,
            env={"PATH": "", "PYTHONIOENCODING": "utf-8", **environment},
            check=True,
            capture_output=True,
        ).stdout

    assert b"\x1b" not in piped()
    assert piped(COLUMNS="40") == piped(COLUMNS="200", TERM="xterm-256color")


@pytest.fixture
def at_a_terminal(monkeypatch):
    """Let standard output pass for a terminal that knows colours."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.usefixtures("at_a_terminal")
def test_colours_are_for_a_terminal_whose_user_wants_them(monkeypatch):
    coloured = terminal.in_colour("good", "good")
    monkeypatch.setenv("NO_COLOR", "1")

    assert coloured == "\x1b[32m\x1b[1mgood\x1b[0m"
    assert terminal.in_colour("good", "good") == "good"


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("服务质量差距", 8, ["服务质量", "差距"]),
        ("设备先进，服务及时", 9, ["设备先", "进，服务", "及时"]),
        ("", 8, [""]),
    ],
)
def test_text_is_broken_at_words_and_between_full_width_signs(text, most, lines):
    assert terminal.wrapped(text, most) == lines


def test_the_page_is_written_whole_and_replaced_only_with_force(run, names, folder):
    first = run("check", "guests.csv", "--html", "c.html")
    again = run("check", "guests.csv", "--html", "c.html")
    forced = run("check", "guests.csv", "--html", "c.html", "--force", "--lang", "zh")

    assert (first.status, first.err) == (0, "Written: c.html\n")
    assert again == (
        1,
        "",
        "servqual: c.html: this file exists already. Add --force to replace it, or choose another "
        "name.\n",
    )
    assert forced.status == 0
    assert '<html lang="zh' in (folder / "c.html").read_text("utf-8")
    assert names() == ["c.html", "guests.csv"]


def test_a_page_is_written_for_a_file_that_cannot_be_scored(run, folder):
    (folder / "s.csv").write_text("Do you smoke?\nyes\n", encoding="utf-8")
    ended = run("check", "s.csv", "--html", "c.html")

    assert ended.status == 1
    assert "nothing in it fits" in (folder / "c.html").read_text("utf-8")


def test_a_page_must_be_called_html(run):
    ended = run("check", "guests.csv", "--html", "c.pdf")

    assert ended.status == 1
    assert "End it in .html or .htm." in ended.err


def test_the_page_names_files_without_their_folders(run, folder):
    (folder / "in").mkdir()
    (folder / "in" / "s.csv").write_text(careful(), encoding="utf-8")
    run("check", str(folder / "in" / "s.csv"), "--html", "c.html")
    page = (folder / "c.html").read_text("utf-8")

    assert "servqual report s.csv" in page
    assert str(folder) not in page


def test_a_file_without_a_header_row_is_a_fault_not_another_questionnaire(said, plain_csv):
    ended = said(plain_csv.split("\n", 1)[1])

    assert ended.out.splitlines()[0] == "guests.csv cannot be scored yet: 1 fault"
    assert "Put a row of column names above the answers" in " ".join(ended.out.split())
