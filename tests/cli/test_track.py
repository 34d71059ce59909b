"""``servqual track``: several waves on the terminal, as a report and as results."""

import json

import pytest

from servqual.cli.terminal import PIPED, width
from tests.waves.tracked import wave


@pytest.fixture
def waves(folder):
    """Return the files of two waves, the second with better ratings."""
    for k, name in enumerate(("bank-2025.csv", "bank-2026.csv")):
        wave(k + 60, 40, better=0.5 * k).to_csv(folder / name, index=False)
    return ["bank-2025.csv", "bank-2026.csv"]


def test_waves_are_printed_and_nothing_is_written(run, names, waves):
    before = names()
    ended = run("track", *waves, "--panel", "token")

    assert ended.status == 0
    assert names() == before
    assert ended.out.startswith(
        "Over 2 waves\n\n  2 waves, from 2025 to 2026, with 40 people each."
    )
    assert "What people received and what they ask for, wave by wave" in ended.out
    assert "What changed since the wave before: 2025" in ended.out
    assert "Ring" not in ended.out.split("What people received and")[1]
    assert "guest-" not in ended.out
    assert max(map(width, ended.out.splitlines())) <= PIPED


def test_an_order_that_names_overrule_is_said_with_the_way_out(run, waves):
    ended = run("track", *reversed(waves))

    assert "The waves were given as 2026, 2025 and stand as 2025, 2026" in ended.err
    assert "--label" in ended.err
    assert "The waves were given" not in run("track", *waves).err


def test_results_of_waves_are_written_and_made_again(run, folder, waves):
    (folder / "plan.csv").write_text("item,target\nq5,5\n", "utf-8")
    ended = run(
        "track", *waves, "--label", "then", "--label", "now", "--targets", "plan.csv",
        "-o", "waves.json", "--quiet",
    )  # fmt: skip
    table = json.loads((folder / "waves.json").read_text("utf-8"))

    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert [w["wave"] for w in table["waves"]["waves"]] == ["then", "now"]
    assert table["waves"]["order"] == "given"
    assert table["source"]["file"] == "bank-2026.csv"
    assert run("reproduce", "waves.json").out.startswith("No difference:")


def test_an_earlier_wave_that_is_gone_is_named_with_what_to_do(run, folder, waves):
    run("track", *waves, "-o", "waves.json", "--quiet")
    (folder / waves[0]).unlink()
    ended = run("reproduce", "waves.json")

    assert ended.status == 1
    assert ended.err == (
        "servqual: bank-2025.csv: this file, from which the results were made, is neither beside "
        "them nor in a folder 'data' near them, with the content of then. Put it there.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["guests.csv"], "there is one wave only"),
        (["guests.csv", "none.csv"], "none.csv: there is no such"),
        (["guests.csv", "guests.csv", "--mapping", "a", "--mapping", "b", "--mapping", "c"],
         "--mapping was given 3 times for 2 files"),
        (["guests.csv", "guests.csv", "--label", "a"], "1 label given for 2 waves"),
        (["guests.csv", "guests.csv", "--label", "a", "--label", "a"], "stands for two waves"),
        (["guests.csv", "guests.csv", "-o", "x.csv"], "this one is not known"),
        (["guests.csv", "guests.csv", "-o", "guests.csv"], "this one is not known"),
        (["guests.csv", "guests.csv", "--pilot", "branch"], "does not say which units"),
        (["guests.csv", "guests.csv", "--targets", "no.csv"], "no.csv"),
        (["guests.csv", "--wave", "nothing"], "nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_what_to_do(run, names, words, said):
    before = names()
    ended = run("track", *words)

    assert ended.status == 1
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert names() == before
