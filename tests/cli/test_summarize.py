"""``servqual summarize``: what ends well is written whole, what does not says where and why."""

import gzip
import json
import os
import pty
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.scoring.stored import read_summary
from servqual.simulate.csv_bytes import csv_head, csv_rows
from servqual.simulate.stream import Streamed

SERVQUAL = [sys.executable, "-m", "servqual"]
N = 3000


@pytest.fixture(scope="module")
def survey():
    """Return the lines of a survey of 3,000 people."""
    columns = Streamed(N, sq.load_instrument("servqual"), seed=3).block(0)
    return (csv_head(columns) + csv_rows(columns)).decode().splitlines(keepends=True)


@pytest.fixture
def big(survey, tmp_path, monkeypatch):
    """Return the path of that survey in a folder of its own, where commands run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "big.csv"
    path.write_text("".join(survey), "utf-8")
    return path


@pytest.fixture
def run(big, capsys):
    """Return a function that runs ``servqual summarize`` and says how it ended."""

    def summarize(*words, command="summarize"):
        capsys.readouterr()
        status = main([command, *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return summarize


def left():
    """Return the files beside the surveys."""
    return sorted(
        path.name
        for path in Path().iterdir()
        if not path.name.endswith((".csv", ".gz", ".parquet"))
    )


def edited(survey, row, change):
    """Return the survey with the cells of one row changed; the header is row 1."""
    lines = list(survey)
    cells = lines[row - 1].rstrip("\n").split(",")
    lines[row - 1] = ",".join(change(cells)) + "\n"
    return "".join(lines)


def replaced(cells, place, text):
    return [*cells[:place], text, *cells[place + 1 :]]


def test_the_sums_go_beside_the_survey_and_words_to_standard_error(run):
    status, out, err = run("big.csv")

    assert (status, out) == (0, "")
    assert left() == ["big.summary"]
    assert err.startswith("Written: big.summary (")
    assert "\n  3,000 respondents from big.csv\n" in err
    assert err.endswith("  Aggregate, not anonymous: keep it like the survey\n")


def test_a_quiet_summary_says_nothing(run):
    assert run("big.csv", "--quiet") == (0, "", "")


def test_the_ending_of_a_packed_file_is_dropped_with_that_of_the_survey(run, big):
    Path("calls.csv.gz").write_bytes(gzip.compress(big.read_bytes()))

    assert run("calls.csv.gz", "--quiet")[0] == 0
    assert left() == ["calls.summary"]


def gaps(path):
    """Return what a file of results says of every gap, tests from ranks apart."""
    rows = json.loads(Path(path).read_text("utf-8"))["gaps"]["items"]
    return [
        {name: row[name] for name in ("item", "n", "gap", "ci_low", "ci_high", "p")} for row in rows
    ]


def sums(path):
    """Return the sums of all columns that a summary file holds."""
    return read_summary(path).total.first.s.ravel().tolist()


def test_results_of_the_sums_are_those_of_the_survey(run):
    run("big.csv", "--by", "branch", "--quiet")
    assert run("big.csv", "-o", "a.json", "--by", "branch", "--quiet", command="score")[0] == 0
    assert run("big.summary", "-o", "b.json", "--quiet", command="score")[0] == 0

    assert gaps("a.json") == gaps("b.json")


def test_several_files_and_a_pattern_are_one_survey(run, survey):
    for name, lines in (("part-1.csv", survey[:1500]), ("part-2.csv", [survey[0], *survey[1500:]])):
        Path(name).write_text("".join(lines), "utf-8")
    for name, words in (("a", ("part-1.csv", "part-2.csv")), ("b", ("part-*.csv",)), ("c", ())):
        status, _, err = run(*(words or ("big.csv",)), "-o", f"{name}.summary")
        assert status == 0
        assert "3,000 respondents" in err

    assert sums("a.summary") == pytest.approx(sums("c.summary"), rel=1e-14)
    assert sums("b.summary") == pytest.approx(sums("c.summary"), rel=1e-14)


@pytest.mark.parametrize("threads", [1, 4])
def test_the_number_of_threads_changes_no_byte(run, threads):
    run("big.csv", "--quiet")
    run("big.csv", "-o", "other.summary", "--threads", threads, "--quiet")

    assert Path("other.summary").read_bytes() == Path("big.summary").read_bytes()


def test_what_is_there_is_replaced_only_if_asked(run):
    Path("big.summary").write_text("old")
    status, _, err = run("big.csv")

    assert (status, Path("big.summary").read_text()) == (1, "old")
    assert "Add --force to replace it" in err
    assert run("big.csv", "--force", "--quiet")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("none.csv",), "none.csv: there is no such survey file."),
        (("/dev/null", "-o", "a.summary"), "/dev/null: this is not a regular file but a pipe"),
        (("-", "-o", "a.summary"), "-: this is not a regular file but a pipe"),
        (("no-*.csv", "-o", "a.summary"), "no-*.csv"),
        (("big.csv", "big.csv"), "name the one to write, such as -o survey.summary."),
        (("big.csv", "-o", "a.json"), "End it in .summary."),
        (("big.csv", "--by", "colour"), "colour"),
        (("big.csv", "--incomplete", "impute"), "multiple imputation needs everybody's answers"),
        (("big.csv", "--threads", "0"), "threads"),
        (("big.csv", "--min-cell", "2"), "3"),
        (("big.csv", "-i", "none"), "no instrument called 'none'"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(run, words, message):
    status, out, err = run(*words)

    assert (status, out, left()) == (1, "", [])
    assert err.startswith("servqual: ")
    assert message in err


def test_sums_are_not_summed_again(run):
    run("big.csv", "--quiet")
    status, _, err = run("big.summary", "-o", "again.summary")

    assert status == 1
    assert "holds the sums of a survey already" in err
    assert "servqual merge" in err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cells: cells[:-2], "row 2801"),
        (lambda cells: [*cells, "x", "y"], "row 2801"),
        (lambda cells: replaced(cells, 5, "77"), "row 2801"),
        (lambda cells: replaced(cells, 5, "rather good"), "row 2801"),
        (lambda cells: replaced(cells, 1, '"never ends'), "row 2801"),
    ],
    ids=["short row", "long row", "off the scale", "words", "open quote"],
)
def test_a_bad_row_deep_in_the_file_is_named(run, big, survey, change, said):
    big.write_text(edited(survey, 2801, change), "utf-8")
    status, out, err = run("big.csv")

    assert (status, out, left()) == (1, "", [])
    assert err.startswith("servqual: big.csv")
    assert said in err.replace("line", "row").replace("rows", "row").replace(",", "")


def test_a_bad_row_is_named_with_its_file(run, big, survey):
    Path("part-1.csv").write_text("".join(survey), "utf-8")
    bad = edited(survey, 901, lambda cells: replaced(cells, 5, "77"))
    Path("part-2.csv").write_text(bad, "utf-8")
    status, _, err = run("part-*.csv", "-o", "all.summary")

    assert (status, left()) == (1, [])
    assert "part-2.csv" in err
    assert "901" in err


def test_answers_off_the_scale_may_be_set_aside(run, big, survey):
    big.write_text(edited(survey, 2801, lambda cells: replaced(cells, 5, "77")), "utf-8")

    assert run("big.csv", "--invalid", "missing", "--quiet")[0] == 0


def test_a_truncated_archive_gives_no_numbers(run, big):
    packed = gzip.compress(big.read_bytes())
    Path("cut.csv.gz").write_bytes(packed[: len(packed) * 2 // 3])
    status, out, err = run("cut.csv.gz")

    assert (status, out, left()) == (1, "", [])
    assert err.startswith("servqual: cut.csv.gz")


def test_a_column_that_turns_into_words_halfway_is_refused(run, big, survey):
    lines = [survey[0], *survey[1:1501]]
    for line in survey[1501:]:
        cells = line.split(",")
        lines.append(",".join(replaced(cells, 4, "rather good")))
    big.write_text("".join(lines), "utf-8")
    status, _, err = run("big.csv")

    assert (status, left()) == (1, [])
    assert "E2" in err
    assert "rather good" in err


def test_a_full_disk_leaves_nothing(big):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [*SERVQUAL, "summarize", "big.csv"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("servqual: big.summary: cannot be written (File too large).")
    assert "Nothing was written" in done.stderr
    assert left() == []


def test_an_interrupt_leaves_nothing_and_says_so(big, survey):
    body = "".join(survey[1:])
    with big.open("w", encoding="utf-8") as file:  # 60 MB: longer than the first state of the line
        file.write(survey[0])
        for _ in range(130):
            file.write(body)
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*SERVQUAL, "summarize", "big.csv"], stderr=theirs)
    os.close(theirs)
    said = b""
    while b"rows/s" not in said:
        said += os.read(ours, 1000)
    process.send_signal(signal.SIGINT)
    try:
        while piece := os.read(ours, 1000):
            said += piece
    except OSError:  # a terminal whose other side was closed
        pass
    os.close(ours)

    assert process.wait() == 130
    assert b" of 58 MB" in said
    assert said.rstrip().endswith(b"servqual: stopped; nothing was written.")
    assert left() == []
