"""Whatever stands in a study file, its faults are named, and nothing else happens."""

import pytest

import servqual as sq
from servqual.folder.reading import TABLES

STRANGE = ("1", "-1", "1.5", "nan", "true", '""', '" "', '"x"', "[]", "[1]", '[["x"]]', "{}",
           "{ x = 1 }", '{ en = "x" }', "{ en = 1 }", "2026-05-01", "2026-05-01T10:00:00",
           "10:00:00", '"2026-13-01"', '"\\u0000"', "99999999999999999999")  # fmt: skip
KEYS = [(table, key) for table, keys in TABLES.items() for key in keys]


def read(folder, text):
    """Return a study file's faults, '' if it has none."""
    (folder / "study.toml").write_text(text, "utf-8")
    try:
        sq.load_study_file(folder)
    except sq.StudyFileError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_strange_value_is_taken_or_named_with_its_place(tmp_path, table, key):
    for value in STRANGE:
        faults = read(tmp_path, f"[{table}]\n{key} = {value}\n")

        assert not faults or table in faults, value


@pytest.mark.parametrize("table", TABLES)
def test_a_strange_value_in_place_of_a_table_is_named(tmp_path, table):
    for value in STRANGE:
        faults = read(tmp_path, f"{table} = {value}\n")

        assert value.startswith("{") or table in faults, value


@pytest.mark.parametrize("value", STRANGE)
def test_strange_units_and_exports_are_taken_or_named(tmp_path, value):
    units = read(tmp_path, f'[fieldwork]\nunit = "u"\n[fieldwork.units]\nA = {value}\n')
    quota = read(tmp_path, f'[fieldwork]\nunit = "u"\n[fieldwork.units.A]\nquota = {value}\n')
    export = read(tmp_path, f"[data]\nfiles = [{{ file = {value} }}]\n")

    assert all("fieldwork.units.A" in faults for faults in (units, quota) if faults)
    assert not export or "data.files[1]" in export
