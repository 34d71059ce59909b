"""``servqual merge``, and summary files in the place of a survey."""

import json
from shutil import copyfile

import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.scoring.gathering import gather
from servqual.scoring.stored import read_summary, save_summary
from servqual.scoring.survey_summary import Asked

LONGER = ("priorities", "structure")


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Return two surveys of 130 and 160 people, and their sums by branch."""
    place = tmp_path_factory.mktemp("parts")
    for seed, n in ((1, 130), (2, 160)):
        frame = sq.simulate(n=n, seed=seed).frame
        frame.to_csv(place / f"part{seed}.csv", index=False)
        sums = gather(sq.read(place / f"part{seed}.csv"), Asked(by=("branch",)))
        save_summary(sums, place / f"part{seed}.summary")
    return [place / f"part{seed}.summary" for seed in (1, 2)]


@pytest.fixture(scope="module")
def together(parts):
    path = parts[0].with_name("together.summary")
    assert main(["merge", *map(str, parts), "-o", str(path), "--quiet"]) == 0
    return path


@pytest.fixture
def merged(folder, together):
    copyfile(together, folder / "all.summary")
    return "all.summary"


def test_the_people_of_all_files_are_together(run, folder, parts):
    ended = run("merge", *parts, "-o", "all.summary")

    assert ended.status == 0
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert lines[:2] == ["Written: all.summary", "  290 respondents from 2 summary files"]
    assert lines[-1] == "  aggregate, not anonymous: keep it like the survey"
    assert "  The summary file holds no sums of random groups of people" in ended.err
    assert len(read_summary(folder / "all.summary")) == 290


def test_the_order_does_not_matter(run, folder, parts):
    run("merge", *parts, "-o", "one.summary")
    run("merge", *reversed(parts), "-o", "other.summary")

    assert (folder / "one.summary").read_bytes() == (folder / "other.summary").read_bytes()


def test_the_same_people_are_not_counted_twice(run, parts, merged, names):
    before = names()
    twice = run("merge", parts[0], parts[0], "-o", "x.summary")
    again = run("merge", merged, parts[1], "-o", "x.summary")

    assert (twice.status, again.status) == (1, 1)
    assert "both hold the sums of the same file (part1.csv), so its people would count" in twice.err
    assert f"all.summary and {parts[1]}: both hold the sums of the same file" in again.err
    assert names() == before


def test_sums_of_something_else_are_refused(run, parts, folder):
    other = gather(sq.read(parts[0].with_suffix(".csv")), Asked(by=("age",)))
    save_summary(other, folder / "age.summary")
    ended = run("merge", parts[1], "age.summary", "-o", "x.summary")

    assert ended.status == 1
    assert f"{parts[1]} and age.summary: " in ended.err
    assert "by is 'branch' in one and 'age' in the other" in ended.err


def test_another_scale_is_told(run, parts, folder):
    frame = sq.simulate(n=130, seed=3).frame
    rated = [name for name in frame if name[0] in "EP" and name[1:].isdigit()]
    frame[rated] = frame[rated].clip(upper=5)
    other = gather(sq.read(frame, scale="1-5"), Asked(by=("branch",)))
    save_summary(other, folder / "five.summary")
    ended = run("merge", parts[0], "five.summary", "-o", "x.summary")

    assert ended.status == 1
    assert "the questionnaire 'servqual' is not the same in both (scale or items)" in ended.err


def test_what_is_no_summary_file_is_told(run, parts):
    ended = run("merge", parts[0], "guests.csv", "-o", "x.summary")

    assert ended == (
        1,
        "",
        "servqual: guests.csv: this is no summary file. Name one that 'servqual summarize' or "
        "'servqual merge' wrote.\n",
    )


def test_a_file_is_named_and_never_replaced_by_accident(run, parts, merged):
    assert "name the file to write, such as -o all.summary" in run("merge", *parts).err
    assert "End it in .summary." in run("merge", *parts, "-o", "x.csv").err
    assert "Add --force to replace it" in run("merge", *parts, "-o", merged).err
    assert run("merge", *parts, "-o", merged, "--force").status == 0
    assert "it is never replaced" in run("merge", *parts, "-o", parts[0], "--force").err


def test_a_minimum_that_is_too_low_is_refused(run, parts, names):
    before = names()
    ended = run("merge", *parts, "-o", "x.summary", "--min-cell", "2")

    assert ended.status == 1
    assert "a summary file needs at least 3" in ended.err
    assert names() == before


# -- in the place of a survey ----------------------------------------------------------------------


def test_score_reads_sums_with_the_breakdowns_that_they_hold(run, folder, merged):
    ended = run("score", merged)

    assert ended.status == 0
    assert "290 respondents from part1.csv + part2.csv" in ended.err
    found = json.loads((folder / "all.results.json").read_text("utf-8"))
    assert {row["by"] for row in found["groups"]["groups"]} == {"branch"}
    assert "summary_resampling" in {note["code"] for note in found["notes"]}


def test_sums_are_known_by_what_they_are_not_by_their_name(run, folder, merged):
    (folder / merged).rename(folder / "all.dat")

    assert run("score", "all.dat").status == 0


def test_the_report_is_written_from_sums(run, folder, merged):
    assert run("report", merged, "--lang", "zh", "--date", "2026-05-31").status == 0
    assert "汇总文件" in (folder / "all.report.html").read_text("utf-8")


@pytest.mark.parametrize(
    "command", ["show", *(pytest.param(c, marks=pytest.mark.long) for c in LONGER)]
)
def test_the_terminal_shows_what_sums_tell(run, merged, command):
    ended = run(command, merged)

    assert ended.status == 0
    assert "part1.csv + part2.csv" in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "age"], "these sums hold no breakdown by 'age'. Held: branch."),
        (["--scale", "1-7"], "--scale said how answers are read, and this file holds their sums."),
        (["-i", "servqual"], "-i said how answers are read"),
        (["--missing", "99", "--missing", "98"], "all.summary: --missing said how answers"),
        (["--segments", "3"], "segments need the answers one by one, and these are their sums"),
        (["--incomplete", "impute"], "multiple imputation need"),
        (["--incomplete", "listwise"], "incomplete"),
    ],
)
def test_what_was_settled_when_summing_cannot_be_asked_for(run, merged, names, words, said):
    before = names()
    ended = run("score", merged, *words)

    assert ended.status == 1
    assert said in ended.err
    assert names() == before


@pytest.mark.parametrize("command", ["check", "comments", "map"])
def test_commands_that_need_answers_say_so(run, merged, command):
    ended = run(command, merged)

    assert ended.status == 1
    assert "this file holds the sums of a survey, and here its answers are needed" in (
        " ".join((ended.out + ended.err).split())
    )


def test_a_damaged_file_is_told(run, folder, merged):
    content = (folder / merged).read_bytes()
    (folder / "half.summary").write_bytes(content[: len(content) // 2])
    (folder / "text.summary").write_text("branch,q1\n")

    half, text = run("score", "half.summary"), run("score", "text.summary")
    assert (half.status, text.status) == (1, 1)
    assert half.err.startswith("servqual: half.summary: this summary file is damaged")
    assert text.err.startswith("servqual: text.summary: this is no summary file.")


def test_python_adds_sums_up_as_well(parts):
    one, other = map(sq.SurveySummary.read, parts)

    assert len(one + other) == 290
    assert len(sum([other], one)) == 290
