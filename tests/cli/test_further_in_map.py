"""What goes beyond the usual figures may stand in ``[report]`` of the mapping file."""

import json
from pathlib import Path

import pytest

SAID = """[report]
design = "../design.toml"
journey = "../journey.toml"
operations = "../operations.csv"
segments = "recovery"
tiers = "tier=Low,High"
"""


@pytest.fixture
def monthly(folder):
    """Add units, tiers, and every file that may be named beside a survey; return the folder."""
    lines = (folder / "guests.csv").read_text("utf-8").splitlines()
    more = (("North", "South"), ("Low", "Low", "High"))
    rows = [f"{line},{more[0][k % 2]},{more[1][k % 3]}" for k, line in enumerate(lines[1:])]
    (folder / "guests.csv").write_text("\n".join([f"{lines[0]},branch,tier", *rows]), "utf-8")
    (folder / "operations.csv").write_text(
        "branch,measure,value,target,direction\nNorth,Wait,9,8,lower\nSouth,Wait,7,8,\n", "utf-8"
    )
    design = '[weights]\nrake = ["tier"]\n[customers.tier]\nLow = 1\nHigh = 1\n'
    (folder / "design.toml").write_text(design, "utf-8")
    for name, item in (("journey", "q1"), ("other", "q7")):
        (folder / f"{name}.toml").write_text(
            f'[[journey]]\nid = "{name}"\nname = {{ en = "{name}" }}\nitems = ["{item}"]\n', "utf-8"
        )
    (folder / "maps").mkdir()
    (folder / "maps" / "m.toml").write_text(SAID, "utf-8")
    return folder


def scored(run, *words):
    ended = run("score", "guests.csv", "--mapping", "maps/m.toml", "--by", "branch", *words)
    return ended, json.loads(Path("guests.results.json").read_text("utf-8"))


def test_one_short_command_makes_all_of_it(monthly, run):
    ended, found = scored(run, "--quiet")

    assert ended == (0, "", "")
    assert [row["share_customers"] for row in found["weighting"]["margins"]] == [0.5, 0.5]
    assert [row["id"] for row in found["journey"]["touchpoints"]] == ["journey"]
    assert [row["unit"] for row in found["operations"]["standards"]] == ["North", "South"]
    assert found["segments"]["asked"] == "recovery"
    assert found["segments"]["tiers_asked"] == "tier=Low,High"


def test_the_command_line_outranks_the_mapping_file(monthly, run):
    words = ("--journey", "other.toml", "--tiers", "tier=High,Low", "--segments", "2")
    _, found = scored(run, *words)

    assert [row["id"] for row in found["journey"]["touchpoints"]] == ["other"]
    assert (found["segments"]["asked"], found["segments"]["tiers_asked"]) == ("2", "tier=High,Low")


def test_commands_without_these_options_pass_over_them(monthly, run):
    ended = run("priorities", "guests.csv", "--mapping", "maps/m.toml")

    assert (ended.status, ended.err) == (0, "")


def test_a_file_that_is_not_there_is_a_fault(monthly, run, names):
    (monthly / "design.toml").unlink()
    before = names()
    ended = run("report", "guests.csv", "--mapping", "maps/m.toml")

    assert ended.status == 1
    assert ended.err == (
        "servqual: maps/../design.toml: there is no such design file. Check the spelling and the "
        "folder.\n"
    )
    assert names() == before


def test_operations_of_the_mapping_file_need_a_breakdown(monthly, run):
    ended = run("report", "guests.csv", "--mapping", "maps/m.toml")

    assert ended.status == 1
    assert "maps/../operations.csv" in ended.err
    assert "--by" in ended.err


def test_a_file_that_the_mapping_file_names_is_never_replaced(monthly, run):
    (monthly / "maps" / "m.toml").write_text('[report]\noperations = "../kpi.csv"\n', "utf-8")
    (monthly / "kpi.csv").write_text("mine", "utf-8")
    ended = run(
        "score", "guests.csv", "--mapping", "maps/m.toml", "--by", "branch", "-o", "kpi.csv",
        "--force",
    )  # fmt: skip

    assert ended.status == 1
    assert (monthly / "kpi.csv").read_text("utf-8") == "mine"


def test_what_makes_no_sense_is_named_at_once(monthly, run):
    text = "[report]\ndesign = 5\nsegments = 2.5\ntiers = ['tier']\n"
    (monthly / "maps" / "m.toml").write_text(text, "utf-8")
    ended = run("report", "guests.csv", "--mapping", "maps/m.toml")

    assert ended.status == 1
    assert ended.err.splitlines()[1:] == [
        "  - report.design: 5 must be text in quotes",
        '  - report.segments: 2.5 must be a whole number, "auto" or "recovery"',
        "  - report.tiers: ['tier'] must be text in quotes",
    ]


@pytest.mark.parametrize("written", ["1", '"some"'])
def test_segments_that_are_no_number_of_groups_are_refused(monthly, run, written):
    (monthly / "maps" / "m.toml").write_text(f"[report]\nsegments = {written}\n", "utf-8")
    ended = run("report", "guests.csv", "--mapping", "maps/m.toml")

    assert ended.status == 1
    assert ended.err.startswith(f"servqual: segments is {written.replace(chr(34), chr(39))}; write")


def test_all_waves_have_the_design_of_the_mapping_file(monthly, run):
    text = (monthly / "guests.csv").read_text("utf-8").rstrip()
    (monthly / "later.csv").write_text(f"{text}\n{text.splitlines()[-1]}\n", "utf-8")
    said = '[report]\ndesign = "../design.toml"\n'
    (monthly / "maps" / "m.toml").write_text(said, "utf-8")
    ended = run(
        "track", "guests.csv", "later.csv", "--mapping", "maps/m.toml", "-o", "t.json", "--quiet"
    )
    found = json.loads((monthly / "t.json").read_text("utf-8"))

    assert (ended.status, ended.err) == (0, "")
    assert [row["share_customers"] for row in found["weighting"]["margins"]] == [0.5, 0.5]
