"""``servqual merge``, and summary files in the place of a survey."""

import json
from shutil import copyfile

import pandas as pd
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
    assert lines[-1] == "  Aggregate, not anonymous: keep it like the survey"
    assert "  The merged summary file holds no sums of random groups of people" in ended.err
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


def test_what_the_files_left_out_is_told_once(run, folder, parts):
    run("merge", *parts, "-o", "all.summary")
    codes = [note.code for note in read_summary(folder / "all.summary").notes]
    left_out = [code for code in codes if code.startswith("summary_")]

    assert left_out == sorted(set(left_out))
    assert "summary_merged_cells" in left_out
    assert all(code.startswith("summary_merged_") for code in left_out)
    assert run("merge", "all.summary", "-o", "again.summary").status == 0
    again = read_summary(folder / "again.summary").notes
    assert [note.code for note in again] == codes


def test_a_higher_minimum_of_a_file_holds_on(run, folder, parts):
    survey = parts[0].with_suffix(".csv")
    save_summary(gather(sq.read(survey), Asked(by=("branch",))), folder / "a.summary", min_cell=20)
    ended = run("merge", "a.summary", parts[1], "-o", "all.summary", "--min-cell", "3")

    assert ended.err.endswith(
        "--min-cell 3: the files were written with 20, which holds here as well.\n"
    )
    assert read_summary(folder / "all.summary").min_cell == 20


# -- in the place of a survey ----------------------------------------------------------------------


def test_score_reads_sums_with_the_breakdowns_that_they_hold(run, folder, merged):
    ended = run("score", merged)

    assert ended.status == 0
    assert "290 respondents from part1.csv + part2.csv" in ended.err
    found = json.loads((folder / "all.results.json").read_text("utf-8"))
    assert {row["by"] for row in found["groups"]["groups"]} == {"branch"}
    assert "summary_merged_resampling" in {note["code"] for note in found["notes"]}


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
    codes = (one + other).notes.codes()
    assert codes.count("summary_merged_resampling") == 1


def settled(folder):
    """Return the minimum that results tell, the groups that they show, and the codes of notes."""
    found = json.loads((folder / "a.results.json").read_text("utf-8"))
    shown = [row["group"] for row in found["groups"]["groups"] if row["shown"]]
    return (
        found["groups"]["min_cell"],
        shown,
        {note["code"]: note["text"] for note in found["notes"]},
    )


@pytest.mark.parametrize(
    ("asked", "holds"), [((), 25), (("--min-cell", "3"), 25), (("--min-cell", "40"), 40)]
)
def test_groups_are_shown_by_the_higher_of_two_minima(run, folder, parts, asked, holds):
    sums = gather(sq.read(parts[0].with_suffix(".csv")), Asked(by=("branch",)))
    save_summary(sums, folder / "a.summary", min_cell=25)
    assert run("score", "a.summary", *asked).status == 0
    least, shown, notes = settled(folder)

    people = {name: own.n for name, own in sums.groups["branch"].items()}
    assert least == holds
    assert all(people[name] >= holds for name in shown)
    assert ("summed_min_cell" in notes) == (holds == 25)
    if asked == ("--min-cell", "3"):
        assert notes["summed_min_cell"] == (
            "The summary file was written with a minimum of 25 people in a group that is shown. "
            "This holds here as well, in place of 3."
        )


def test_a_breakdown_without_a_group_of_enough_people_is_told(run, folder, parts):
    frame = sq.simulate(n=130, seed=1).frame
    frame["branch"] = [f"desk {place % 30}" for place in range(130)]
    frame.to_csv(folder / "desks.csv", index=False)
    ended = run("summarize", "desks.csv", "--by", "branch")

    line = (
        "  No group of branch is in the file: each has fewer than 10 people, or is needed to hide "
        "those (--min-cell)."
    )
    assert line in ended.err.splitlines()
    assert "no group of branch is shown" in run("score", "desks.summary").err
    assert "By branch: no group is shown" in " ".join(
        run("show", "desks.summary", "groups").out.split()
    )


def test_the_terminal_shows_the_groups_of_sums_and_says_why_there_are_none(
    run, folder, merged, parts
):
    save_summary(gather(sq.read(parts[0].with_suffix(".csv"))), folder / "plain.summary")

    assert "By branch" in run("show", merged, "groups").out
    ended = run("show", "plain.summary", "groups")
    assert ended.status == 1
    assert "too few groups may be shown, or the answers were summed without --by" in ended.err
    assert "styles need the answers one by one" in run("show", merged, "styles").err


def test_a_pattern_names_the_files_that_fit(run, folder, parts):
    for place, path in enumerate(parts):
        copyfile(path, folder / f"calls-{place}.summary")

    assert run("merge", "calls-*.summary", "-o", "all.summary").status == 0
    assert len(read_summary(folder / "all.summary")) == 290
    assert run("merge", "none-*.summary", "-o", "x.summary").err == (
        "servqual: none-*.summary: no file fits this pattern. Check the spelling.\n"
    )


def test_weights_of_one_file_alone_are_told(run, folder, parts):
    frame = sq.simulate(n=130, seed=4).frame.assign(w=[1.0, 2.0] * 65)
    weighted = gather(sq.read(frame, weights="w"), Asked(by=("branch",)))
    save_summary(weighted, folder / "w.summary")
    ended = run("merge", parts[0], "w.summary", "-o", "x.summary")

    assert "the survey weights are none in one and 'w' in the other" in ended.err


@pytest.mark.parametrize("command", ["score", "report", "show", "structure", "priorities"])
def test_help_says_that_sums_may_stand_for_the_survey(run, command):
    said = " ".join(run(command, "--help").out.split())

    assert "FILE may also be the sums of a survey, a .summary of 'servqual summarize'" in said


def test_random_groups_that_are_left_are_told_by_their_number(folder):
    from servqual.notes import Note
    from servqual.scoring.stored_notes import with_new, with_random_groups

    told = [Note("summary_cells", {"n": 2, "min_cell": 10}), Note("summary_resampling")]
    fewer = Note("summary_random_groups", {"n": 125, "min_cell": 10})

    assert with_random_groups(told, 125, 1000, 10) == [told[0], fewer]
    assert with_random_groups(told, 1000, 1000, 10) == told[:1]
    assert [n.code for n in with_random_groups([fewer], 0, 1000, 10)] == [
        "summary_merged_resampling"
    ]
    assert with_new(with_random_groups(told, 125, 1000, 10), [fewer]) == [told[0], fewer]


def test_no_option_is_offered_that_sums_refuse(run, merged):
    listed = " ".join(run("show", merged).out.split())
    offered = listed.partition("With an option more:")[2]

    assert "--before FILE" in offered
    for option in ("--segments", "--tiers", "--journey", "--comments", "--weights"):
        assert option not in offered
    assert (
        "Only from the survey file itself, not from its sums: comments, journey, styles, segments, "
        "recovery, tiers." in offered
    )
    assert "tiers need the answers one by one" in run("show", merged, "tiers").err
    assert "summed without --weights COLUMN" in run("show", merged, "weighting").err


def test_a_report_of_merged_sums_says_once_what_is_true_of_every_file(run, folder, merged):
    assert run("report", merged, "-o", "all.html").status == 0
    page = (folder / "all.html").read_text("utf-8")

    assert page.count("<li>The text was read as UTF-8.</li>") == 1
    assert page.count("were matched by their common names: E1 to P22.</li>") == 1


def test_a_report_of_merged_sums_names_the_file_that_a_note_is_of(run, folder, parts):
    other = pd.read_csv(parts[0].with_suffix(".csv"), dtype=str)
    other.to_csv(folder / "own.csv", index=False, sep=";")
    save_summary(gather(sq.read(folder / "own.csv"), Asked(by=("branch",))), folder / "o.summary")
    run("merge", "o.summary", parts[1], "-o", "all.summary")
    assert run("report", "all.summary", "-o", "all.html").status == 0
    page = (folder / "all.html").read_text("utf-8")

    assert "<li>Fields are separated by semicolons. (own.csv)</li>" in page
    assert "<li>Fields are separated by commas. (part2.csv)</li>" in page
