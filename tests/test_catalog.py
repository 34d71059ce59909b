"""How a questionnaire is found, and that what is written about the files is true."""

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from servqual.catalog import instrument_ids, instrument_schema, load_instrument, wording
from servqual.errors import FileError, FormatError, InstrumentError
from servqual.instrument import parse_instrument

FOLDER = Path(__file__).resolve().parent.parent / "instruments"
README = (FOLDER / "README.md").read_text("utf-8")
SCHEMA = json.loads((FOLDER / "schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def blocks(kind):
    """Return the fenced blocks of one kind in the guide."""
    return re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)


def refusal(error, name):
    with pytest.raises(error) as raised:
        load_instrument(name)
    return str(raised.value)


def test_the_shipped_questionnaires_are_known_by_the_names_of_their_files():
    assert {"servperf", "servqual", "servqual-1988", "servqual-hotel"} <= set(instrument_ids())
    assert [load_instrument(name).id for name in instrument_ids()] == instrument_ids()


def test_a_shipped_questionnaire_is_read_once():
    assert load_instrument("servqual") is load_instrument("servqual")


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_of_ones_own_works_wherever_an_id_does(tmp_path, kind):
    path = tmp_path / "mine.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")

    assert load_instrument(kind(path)).id == "library"


def test_an_instrument_is_returned_as_it_is():
    servperf = load_instrument("servperf")

    assert load_instrument(servperf) is servperf


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8-sig")

    assert load_instrument(path).id == "library"


def test_an_unknown_id_is_answered_with_the_nearest_and_with_what_else_works():
    assert refusal(InstrumentError, "SERVQAUL") == (
        "no instrument called 'SERVQAUL'. Did you mean 'servqual'? "
        "'servqual instruments' lists all there are. "
        "Your own questionnaire file works too: give its path, ending in .toml."
    )


@pytest.mark.parametrize("name", ["libqual+", "", " ", "_columns", "a" * 300, "\0"])
def test_an_id_like_no_other_is_answered_without_a_guess(name):
    told = refusal(InstrumentError, name)

    assert re.match(r"no instrument called '.*\. 'servqual instruments' lists all", told)


def test_a_path_that_leads_nowhere_is_a_fault_of_the_file(tmp_path):
    path = tmp_path / "gone.toml"

    assert refusal(FileError, path) == (
        f"{path}: there is no such questionnaire file. Check the spelling and the folder."
    )


def test_a_folder_is_not_a_questionnaire(tmp_path):
    expected = f"{tmp_path}: this is a folder, not a questionnaire file. "

    assert refusal(FileError, str(tmp_path)) == expected + "Name the questionnaire file inside it."


def test_a_survey_given_as_a_questionnaire_is_refused(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("E1,P1\n7,6\n", encoding="utf-8")

    assert refusal(InstrumentError, str(path)) == (
        f"{path}: a questionnaire file is called .toml; this is something else. "
        "'servqual instruments' lists the ids of those that are shipped."
    )


def test_a_fault_of_syntax_names_its_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('id = "mine"\nversion = "1"\n\ntitle en = "Mine"\n', encoding="utf-8")

    assert refusal(FormatError, path) == (
        f"{path}: not a valid questionnaire file: "
        "Expected '=' after a key in a key/value pair (at line 4, column 7).\n"
        '  line 4: title en = "Mine"\n'
        'A line is NAME = VALUE: text stands in quotes ("Aurora"), a date is YYYY-MM-DD without '
        "them (2026-05-31), yes or no is true or false."
    )


def test_a_file_in_another_encoding_is_refused_with_the_remedy(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes('title = "问卷"'.encode("gbk"))

    assert refusal(FormatError, path) == (
        f"{path}: this questionnaire file is not UTF-8. Save it as UTF-8 and try again."
    )


def test_a_file_with_faults_is_named_in_the_refusal(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('id = "mine"\n', encoding="utf-8")

    assert refusal(InstrumentError, path).startswith(
        f"{path}: this questionnaire file has 8 fault(s). Mend them and try again; "
    )


def test_wording_is_empty_where_a_file_has_none():
    library = parse_instrument(tomllib.loads(blocks("toml")[0]), "README.md")

    assert wording(library)["expectation"] == {
        "q1": "An excellent library has quiet rooms.",
        "q2": "",
        "q3": "",
    }


# -- the guide and the schema ------------------------------------------------------------------


def outline(schema):
    """Return what a schema says about every key, apart from how a release of pydantic words it."""
    parts = {"questionnaire": schema, **schema["$defs"]}
    return {
        part: {
            "required": sorted(about["required"]) if "required" in about else [],
            "keys": {key: value.get("description") for key, value in about["properties"].items()},
            "closed": about["additionalProperties"] is False,
        }
        for part, about in parts.items()
    }


def test_the_committed_schema_is_current():
    remedy = "write it anew: servqual instruments schema > instruments/schema.json"

    assert outline(SCHEMA) == outline(instrument_schema()), remedy


def test_every_key_is_explained_in_the_schema_and_in_the_guide():
    keys = {
        (part, key): text
        for part, about in outline(SCHEMA).items()
        for key, text in about["keys"].items()
    }

    assert [where for where, text in keys.items() if not text] == []
    assert [key for _, key in keys if not re.search(rf"[`.\[]{key}\b", README)] == []


@pytest.mark.parametrize("name", instrument_ids())
def test_the_shipped_files_are_valid_under_the_schema(name):
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))

    VALIDATOR.validate(table)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_only_a_file_that_extends_none_must_be_complete():
    part = {"id": "x", "items": [{"id": "q1"}]}
    whole = [error.message for error in VALIDATOR.iter_errors(part)]

    assert "'dimension' is a required property" in whole
    assert "'scale' is a required property" in whole
    assert VALIDATOR.is_valid(part | {"extends": "servqual"})
    assert not VALIDATOR.is_valid({"extends": "servqual"})


def test_the_schema_refuses_an_unknown_key():
    table = tomllib.loads(blocks("toml")[0]) | {"titel": "Library"}

    with pytest.raises(jsonschema.ValidationError, match="titel"):
        VALIDATOR.validate(table)


def test_the_guide_shows_a_whole_questionnaire():
    library = parse_instrument(tomllib.loads(blocks("toml")[0]), "README.md")

    assert library.items_of("place") == ["q1", "q2"]
    assert library.is_reversed("q3", "perception")


def test_the_guide_shows_a_questionnaire_that_changes_another(tmp_path):
    path = tmp_path / "practice.toml"
    path.write_text(blocks("toml")[1], encoding="utf-8")
    practice = load_instrument(path)

    assert len(practice.items) == 20
    assert practice.item("q1").topic["zh"] == "诊疗设备先进"


def test_the_guide_names_every_shared_part():
    assert [f.stem for f in FOLDER.glob("_base_*.toml") if f"`{f.stem}`" not in README] == []


def test_the_guide_shows_faults_as_they_are_reported():
    table = tomllib.loads(blocks("toml")[0])
    del table["items"][1]["topic"]
    table["items"][2]["dimention"] = "staff"
    table["outcomes"] = [{"id": "nps", "label": {"en": "NPS"}, "kind": "recommend"}]

    with pytest.raises(InstrumentError) as raised:
        parse_instrument(table, "library.toml")

    assert f"{raised.value}\n" == blocks("text")[0]


def test_the_guide_lists_every_shipped_questionnaire_with_its_counts_and_evidence():
    table = README.split("| id | items")[1].split("\n\n")[0].splitlines()[2:]
    listed = {}
    for line in table:
        name, items, _scale, batteries, _follows, evidence = line.strip("| ").split(" | ")
        listed[name.strip("`")] = (int(items.split()[0]), batteries, evidence)

    assert listed == {
        name: (
            len(found.items),
            ", ".join(found.battery_names),
            found.modelled_on.evidence if found.modelled_on else "–",
        )
        for name in instrument_ids()
        for found in [load_instrument(name)]
    }


def test_the_guide_shows_a_fault_of_syntax_as_it_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("library.toml").write_text('id = "x"\n\n\ntitle = { en "Library" }\n', encoding="utf-8")

    assert f"{refusal(FormatError, 'library.toml')}\n" == blocks("text")[1]
