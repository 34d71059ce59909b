"""Two columns crossed on the command line, and made again from the results."""

import json

import pytest

import servqual as sq


@pytest.fixture
def survey(folder):
    """Write a survey with branch and age in place of the plain one."""
    (folder / "guests.csv").write_text(sq.simulate(150, seed=3).to_csv(), encoding="utf-8")
    return folder


def test_two_columns_crossed_are_kept_and_made_again(run, survey):
    assert (
        run("score", "guests.csv", "--by", "branch*age", "--min-cell", "3", "-o", "r.json").status
        == 0
    )
    found = json.loads((survey / "r.json").read_text("utf-8"))
    again = run("reproduce", "r.json")

    assert found["settings"]["by"] == ["branch*age"]
    assert {g["by"] for g in found["groups"]["groups"]} == {"branch*age"}
    assert again.status == 0, again.out + again.err


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("branch*shoe_size", "shoe_size"),
        ("branch*age*branch", "crosses 3 columns. Cross two: branch*age;"),
        ("branch*branch", "crosses the column 'branch' with itself"),
    ],
)
def test_what_cannot_be_crossed_is_said_in_one_message(run, survey, names, by, said):
    before = names()
    ended = run("score", "guests.csv", "--by", by)

    assert (ended.status, names()) == (1, before)
    assert said in ended.err
    assert "Traceback" not in ended.err
