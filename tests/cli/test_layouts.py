"""--layout and --dictionary of the commands that read a survey."""

import json
import re

import pytest

from servqual.texts import fill
from tests.importer import tool_files as tools

BANK = """
id = "six"
version = "1"
title = { en = "Six items" }
source = "made for this test"
wording = "own"
expectation_type = "excellent"
service = { en = "bank" }
scale = { min = 1, max = 5 }
gaps = [{ name = "gap", of = "perception", minus = "expectation" }]
batteries = [
  { name = "expectation", label = { en = "Expectation" } },
  { name = "perception", label = { en = "Perception" } },
]
dimensions = [{ id = "all", name = { en = "All" } }]
"""


PLAIN = re.escape(fill("en", "check.fact.layout_plain", {}))


@pytest.fixture
def files(folder):
    """Write a questionnaire, an export of REDCap whose headings say nothing, and its dictionary."""
    items = "".join(
        f'[[items]]\nid = "q{j}"\ndimension = "all"\ntopic = {{ en = "{topic}" }}\n'
        for j, topic in enumerate(tools.ITEMS_EN, start=1)
    )
    (folder / "six.toml").write_text(BANK + items, "utf-8")
    people = [
        ["record_id", "redcap_survey_identifier", *(f"f{i}" for i in range(12)), "a_complete"]
    ]
    people += tools.joined([["1", ""], ["2", ""], ["3", ""]], tools.answers(), [["2"]] * 3)
    (folder / "redcap.csv").write_bytes(tools.csv_bytes(people))
    fields = tools.redcap_dictionary()
    names = iter(people[0][2:14])
    fields = [fields[0], *([next(names), *f[1:]] for f in fields[1:] if f[3] == "radio")]
    (folder / "fields.csv").write_bytes(tools.csv_bytes(fields))
    return folder


def test_check_says_which_layout_was_found(run, files):
    ended = run("check", "redcap.csv", "-i", "six.toml")

    assert re.search(r"Layout +REDCap", ended.out)
    assert ended.status == 1


def test_check_says_that_a_plain_file_is_one(run):
    assert re.search(rf"Layout +{PLAIN}", run("check", "guests.csv").out)


def test_a_layout_can_be_forbidden(run, files):
    ended = run("check", "redcap.csv", "-i", "six.toml", "--layout", "plain")

    assert re.search(rf"Layout +{PLAIN}", ended.out)


def test_a_layout_that_is_not_known_is_refused(run):
    ended = run("report", "guests.csv", "--layout", "foo")

    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("servqual: there is no layout called 'foo'. Layouts: google-forms,")


def test_a_dictionary_makes_codes_readable(run, files):
    ended = run(
        "score", "redcap.csv", "-i", "six.toml", "--dictionary", "fields.csv", "-o", "r.json"
    )

    assert ended.status == 0
    found = json.loads((files / "r.json").read_text("utf-8"))
    assert found["source"]["respondents"] == 3
    assert "The wording of 12 columns was taken from fields.csv." in [
        note["text"] for note in found["notes"]
    ]


def test_a_proposed_map_keeps_layout_and_dictionary(run, files):
    run("map", "redcap.csv", "-i", "six.toml", "--dictionary", "fields.csv", "-o", "m.toml")
    text = (files / "m.toml").read_text("utf-8")

    assert '# layout = "redcap"  # found' in text
    assert f'dictionary = "{(files / "fields.csv").as_posix()}"' in text
    assert run("check", "redcap.csv", "--mapping", "m.toml").status == 0


def test_a_dictionary_is_never_replaced_by_an_output(run, files):
    ended = run(
        "score", "redcap.csv", "-i", "six.toml", "--dictionary", "fields.csv", "-o", "fields.csv",
        "--force",
    )  # fmt: skip

    assert ended.status == 1
    assert "this is an input file; it is never replaced" in ended.err
