"""``--segments`` and ``--tiers``: from a file to results, and the same results again."""

import json
import re
import shlex
from pathlib import Path

import pytest

import servqual as sq

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def guests(run, tmp_path, monkeypatch):
    """Return a function that runs a command where guests.csv has member tiers."""
    monkeypatch.chdir(tmp_path)
    frame = sq.simulate(n=100, seed=5).frame
    frame["tier"] = [("Basic", "Plus", "Pro")[k % 3] for k in range(len(frame))]
    frame.to_csv(tmp_path / "guests.csv", index=False)
    return run


def test_the_lines_of_the_readme_run_and_their_results_are_made_again(guests, tmp_path):
    (block,) = re.findall(r"<!-- segments -->\n```sh\n(.*?)```", README.read_text("utf-8"), re.S)
    ended = [guests(*shlex.split(line)[1:]) for line in block.strip().splitlines()]
    again = guests("reproduce", "segments.json")
    page = (tmp_path / "segments.html").read_text("utf-8")
    found = json.loads((tmp_path / "segments.json").read_text("utf-8"))["segments"]

    assert [one.status for one in (*ended, again)] == [0, 0, 0]
    assert all(f'<section id="{name}"' in page for name in ("styles", "segments", "tiers"))
    assert (found["asked"], found["tiers_asked"]) == ("3", "tier=Basic,Plus,Pro")
    tiers = [row["group"] for row in found["groups"] if row["comparison"] == "tiers"]
    assert tiers == ["Basic", "Plus", "Pro"]


def test_tiers_without_a_known_order_stop_with_the_line_to_write(guests):
    ended = guests("score", "guests.csv", "--tiers", "branch")

    assert ended.status != 0
    assert "Write them from the lowest to the highest: branch=" in ended.err
