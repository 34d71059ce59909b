"""``--operations``: figures of units beside the survey, from the command line."""

import json

import pytest

HEAD = "branch,measure,value,target,period,dimension,direction,kind,opportunities"


@pytest.fixture
def survey(folder):
    lines = (folder / "guests.csv").read_text("utf-8").splitlines()
    rows = [f"{line},{('North', 'South')[k % 2]}" for k, line in enumerate(lines[1:])]
    (folder / "guests.csv").write_text("\n".join([f"{lines[0]},branch", *rows]), encoding="utf-8")
    return folder


def write(folder, *lines):
    (folder / "operations.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")


def test_results_hold_what_each_unit_delivered(survey, run):
    write(survey, "North,Wait,9,8,2026-1,responsiveness,lower,sla,", "South,Wait,7,8,2026-1,,,,")

    ended = run(
        "score", "guests.csv", "--by", "branch", "--operations", "operations.csv", "-o", "r.json"
    )
    found = json.loads((survey / "r.json").read_text("utf-8"))["operations"]

    assert ended.status == 0
    assert [(r["unit"], r["difference"]) for r in found["standards"]] == [
        ("North", -1),
        ("South", 1),
    ]


def test_without_a_breakdown_it_is_refused_and_nothing_is_written(survey, run, names):
    write(survey, "North,Wait,9,8,,,lower,,")
    before = names()

    ended = run("report", "guests.csv", "--operations", "operations.csv")

    assert (ended.status, ended.out, names()) == (1, "", before)
    assert "Say which column holds the units with --by COLUMN" in ended.err


def test_every_fault_of_the_file_is_named_and_nothing_is_written(survey, run, names):
    write(survey, "Nort,Wait,9,8,,,lower,,", "South,Wait,soon,8,,,,,")
    before = names()

    ended = run("report", "guests.csv", "--by", "branch", "--operations", "operations.csv")

    assert (ended.status, names()) == (1, before)
    assert "did you mean 'North'?" in ended.err
    assert "'soon' is no number" in ended.err
