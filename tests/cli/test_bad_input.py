"""A bad input ends with one message and its remedy, status 1, and no file left behind."""

import os

import pytest

from servqual._files import write_whole

SERVQUAL = "servqual: "


def cells(text):
    return [line.split(",") for line in text.splitlines()]


def csv(rows):
    return "".join(",".join(row) + "\n" for row in rows)


@pytest.fixture
def refused(run, names):
    """Return a function that runs a command, which must be refused and write nothing."""

    def servqual(*words):
        before = names()
        ended = run(*words)

        assert ended.status == 1
        assert ended.out == ""
        assert names() == before
        return ended.err

    return servqual


@pytest.fixture
def survey(folder):
    """Return a function that writes a survey called s.csv."""

    def write(text):
        (folder / "s.csv").write_text(text, encoding="utf-8")
        return "s.csv"

    return write


@pytest.fixture
def all_fives(plain_csv):
    """Return the plain survey with every answer cut to 5."""
    head, *rows = cells(plain_csv)
    return csv([head, *[[str(min(int(cell), 5)) for cell in row] for row in rows]])


BOTH = pytest.mark.parametrize("command", ["report", "score"])


@BOTH
def test_an_empty_file(refused, survey, command):
    assert refused(command, survey("")) == (
        "servqual: s.csv: this file is empty. Export the survey again and check its size.\n"
    )


@BOTH
def test_a_web_page_called_csv(refused, survey, command):
    page = "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n"

    assert refused(command, survey(page)) == (
        "servqual: s.csv: this is a web page (HTML or XML), not a table; often it is the log-in "
        "page of the survey tool. Export the answers again as CSV or .xlsx.\n"
    )


@BOTH
def test_expectations_without_perceptions(refused, survey, plain_csv, command):
    halves = csv(row[:22] for row in cells(plain_csv))

    assert refused(command, survey(halves)) == (
        "servqual: s.csv: only expectations were found (expectation: E1 ... E22), and a gap needs "
        "perceptions as well. Export both, or name the perception columns in a mapping file.\n"
    )


@BOTH
def test_answers_off_the_scale_are_all_listed(refused, survey, plain_csv, command):
    rows = cells(plain_csv)
    rows[3][24], rows[5][0], rows[6][2] = "8", "abc", "2.5"

    assert refused(command, survey(csv(rows))) == (
        "servqual: s.csv: 3 cells hold answers that cannot be used. Correct the file, name codes "
        "for missing answers with --missing, say what words mean under [answers] of a mapping "
        "file, or set the cells aside with --invalid missing.\n"
        "  - row 4, column 'P3': '8' is not on the scale 1-7\n"
        "  - row 6, column 'E1': 'abc' cannot be read as an answer\n"
        "  - row 7, column 'E3': '2.5' is not a whole number\n"
    )


@BOTH
def test_a_file_that_seems_to_use_another_scale(refused, survey, all_fives, command):
    assert refused(command, survey(all_fives)) == (
        "servqual: s.csv: all answers fit a scale from 1 to 5, but servqual is answered from 1 to "
        "7. Say which one was printed: --scale 1-5 or --scale 1-7.\n"
    )


@BOTH
def test_a_header_that_stands_there_twice(refused, survey, plain_csv, command):
    head, *rows = cells(plain_csv)
    head[1] = "E1"
    message = refused(command, survey(csv([head, *rows])))

    assert message == (
        "servqual: s.csv: the columns do not fit the questionnaire.\n"
        "  - 2 columns for expectation.q1: 'E1' and 'E1'. They are columns A and B of the file; "
        "rename or delete all but one\n"
        "  - no column for expectation.q2; every other column is taken. Name the column in a "
        'mapping file, or write absent = ["q2"] there if the item was not asked\n'
    )


@BOTH
def test_an_unknown_questionnaire(refused, command):
    assert refused(command, "guests.csv", "-i", "servqal") == (
        "servqual: no instrument called 'servqal'. Did you mean 'servqual'? "
        "'servqual instruments' lists all there are. Your own questionnaire file works too: give "
        "its path, ending in .toml.\n"
    )


@BOTH
def test_a_mapping_to_a_column_that_is_not_there(refused, folder, command):
    (folder / "m.toml").write_text('[columns]\n"Zimmer" = "expectation.q1"\n', "utf-8")
    message = refused(command, "guests.csv", "--mapping", "m.toml")

    assert message.startswith(
        "servqual: m.toml: this mapping file has 1 fault for guests.csv. Mend and try again; "
        "'servqual map' writes a correct one to start from.\n"
        "  - columns.Zimmer: there is no such column in guests.csv. Columns: 'E1', 'E2',"
    )


@BOTH
def test_a_mapping_file_that_is_not_there(refused, command):
    assert refused(command, "guests.csv", "--mapping", "m.toml") == (
        "servqual: m.toml: there is no such mapping file. Check the spelling and the folder.\n"
    )


@pytest.mark.parametrize("command", ["report", "score", "check", "map"])
def test_a_survey_that_is_not_there(refused, command):
    assert refused(command, "gests.csv") == (
        "servqual: gests.csv: there is no such survey file. Check the spelling and the folder.\n"
    )


@pytest.mark.parametrize("command", ["report", "score", "check", "map"])
def test_a_folder_in_place_of_a_survey(refused, folder, command):
    (folder / "sub").mkdir()

    assert refused(command, "sub") == (
        "servqual: sub: this is a folder, not a survey file. Name the survey file inside it.\n"
    )


@BOTH
def test_a_path_that_no_system_takes(refused, command):
    assert "there is no such survey file" in refused(command, "a\0b")
    assert refused(command, "a" * 5000).startswith(f"servqual: {'a' * 5000}: this path cannot be")


def test_an_output_in_a_folder_that_is_not_there(refused):
    assert refused("report", "guests.csv", "-o", "out/r.html") == (
        "servqual: out/r.html: the folder out does not exist. Make it first, or name another.\n"
    )


def test_a_folder_in_place_of_the_output(refused, folder):
    (folder / "sub").mkdir()

    assert refused("report", "guests.csv", "-o", "sub") == (
        "servqual: sub: this is a folder. Name the file to write inside it.\n"
    )


def test_an_output_in_a_folder_that_may_not_be_written_to(refused, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert refused("report", "guests.csv") == (
        "servqual: guests.report.html: the folder . cannot be written to. Choose another with -o.\n"
    )


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("report", "guests.report.html"),
        ("score", "guests.results.json"),
        ("map", "guests.map.toml"),
    ],
)
def test_an_output_that_exists_is_kept(refused, folder, command, output):
    (folder / output).write_text("precious")

    assert refused(command, "guests.csv") == (
        f"servqual: {output}: this file exists already. Add --force to replace it, or choose "
        "another name.\n"
    )
    assert (folder / output).read_text() == "precious"


def test_the_survey_is_never_replaced(refused, folder, plain_csv):
    assert refused("score", "guests.csv", "-o", "guests.csv", "--force") == (
        "servqual: guests.csv: this is an input file; it is never replaced. Choose another name "
        "with -o.\n"
    )
    assert (folder / "guests.csv").read_text() == plain_csv


def test_the_mapping_file_is_never_replaced(refused, folder):
    (folder / "m.toml").write_text("", "utf-8")

    assert refused("map", "guests.csv", "--mapping", "m.toml", "-o", "./m.toml", "--force") == (
        "servqual: m.toml: this is an input file; it is never replaced. Choose another name "
        "with -o.\n"
    )


@pytest.mark.parametrize(
    ("command", "output", "endings"),
    [
        ("score", "r.pdf", ".json, .csv or .xlsx"),
        ("score", "r", ".json, .csv or .xlsx"),
        ("report", "r.odt", ".html, .htm, .pdf, .png, .docx, .pptx, .xlsx or .zip"),
        ("map", "m.txt", ".toml"),
    ],
)
def test_an_output_with_an_unknown_ending(refused, command, output, endings):
    assert refused(command, "guests.csv", "-o", output) == (
        f"servqual: {output}: the ending says what to write, and this one is not known. "
        f"End it in {endings}.\n"
    )


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (
            "--date",
            "31.1.2026",
            "the date is '31.1.2026'; write it as YYYY-MM-DD, such as 2026-05-31.",
        ),
        (
            "--date",
            "20260131",
            "the date is '20260131'; write it as YYYY-MM-DD, such as 2026-05-31.",
        ),
        (
            "--date",
            "2026-02-30",
            "the date is '2026-02-30'; write it as YYYY-MM-DD, such as 2026-05-31.",
        ),
        ("--lang", "fr", "there are no texts in 'fr'. Known languages: en, zh."),
        (
            "--confidence",
            "95",
            "confidence is 95.0; it must be at least 0.5 and below 1. Use 0.95 for 95%.",
        ),
        (
            "--sesoi",
            "0",
            "the smallest gap of interest is 0.0; it must be above 0, in scale points.",
        ),
        ("--seed", "-1", "the seed is -1; it must be a whole number from 0 upwards."),
        ("--invited", "-3", "invited is -3; it must be the number of people asked, 0 or more."),
        (
            "--scale",
            "five",
            "the scale is 'five'; write its lowest and highest answer, such as 1-5 or 1-7.",
        ),
        (
            "--encoding",
            "foo",
            "there is no encoding called 'foo'. Examples: utf-8, utf-16, gb18030, cp949, cp1252.",
        ),
        (
            "--delimiter",
            "||",
            "the delimiter is '||'; it must be one character, such as ',' or ';', or the word tab.",
        ),
        (
            "--sheet",
            "June",
            "guests.csv: this is a text file and has no sheets. Leave out --sheet.",
        ),
    ],
)
def test_an_option_with_a_value_that_makes_no_sense(refused, option, value, message):
    assert refused("report", "guests.csv", option, value) == f"{SERVQUAL}{message}\n"


def test_a_column_of_weights_that_is_not_there(refused):
    message = refused("score", "guests.csv", "--weights", "w")

    assert message.startswith("servqual: guests.csv: weights: there is no column called 'w'")


def test_options_are_checked_before_the_survey_is_read(refused, survey):
    message = refused("report", survey(""), "--date", "soon")

    assert message == "servqual: the date is 'soon'; write it as YYYY-MM-DD, such as 2026-05-31.\n"


def test_the_output_is_checked_before_the_survey_is_read(refused, survey):
    message = refused("report", survey(""), "-o", "out/r.html")

    assert message.startswith("servqual: out/r.html: the folder out does not exist.")


def test_a_full_disk_leaves_no_half_of_a_file(refused, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert refused("score", "guests.csv") == (
        "servqual: guests.results.json: cannot be written (No space left on device). "
        "Nothing was written: free some space, or name a place on another disk.\n"
    )


def test_a_broken_questionnaire_file(refused, folder):
    (folder / "mine.toml").write_text('id = "Mine"\n', "utf-8")
    message = refused("report", "guests.csv", "-i", "mine.toml")

    assert message.startswith("servqual: mine.toml: this questionnaire file has ")
    assert "'Mine' must be lower-case letters" in message


def test_a_demo_that_exists_is_kept(refused, folder):
    (folder / "demo").mkdir()
    write_whole(folder / "demo" / "report.html", b"precious")

    assert refused("demo", "demo") == (
        "servqual: demo/report.html: this file exists already. Add --force to replace it, or "
        "choose another name.\n"
    )
    assert [path.name for path in (folder / "demo").iterdir()] == ["report.html"]


def test_a_demo_in_place_of_a_file(refused):
    assert refused("demo", "guests.csv") == (
        "servqual: guests.csv: this is a file, not a folder. Name another folder.\n"
    )
