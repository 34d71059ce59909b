"""The gap model from a study file: reading it, one file with roles, results made again."""

import json
from collections import Counter

import pandas as pd
import pytest

import servqual as sq
from servqual.analysis.provider_scores import conditions
from servqual.cli.app import main
from servqual.errors import SettingsError, StudyFileError
from servqual.folder import load_study_file
from servqual.folder.forgetting import forgetting
from servqual.folder.inputs import input_files, surveys
from servqual.folder.roles import provider_of
from servqual.folder.running import analysed
from tests.gap_model.worked import CONSENT, study_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    text = f'consent = "{CONSENT}"\naudit = "data/audit.csv"\n'
    return study_folder(tmp_path_factory.mktemp("gaps") / "bank", text, customers=60)


@pytest.fixture(scope="module")
def results(folder):
    """Return a results.json of it."""
    path = folder / "results.json"
    path.write_text(sq.to_json(analysed(folder)[2]), encoding="utf-8")
    return path


def test_the_answers_of_managers_and_staff_are_inputs_and_personal_data(folder):
    study = surveys(load_study_file(folder))
    names = {path.name for path in input_files(study)}

    assert {"guests.csv", "managers.csv", "staff.csv", "audit.csv"} <= names
    assert [path.name for path in forgetting(folder, now=True).remove] == [
        "guests.csv", "managers.csv", "staff.csv",
    ]  # fmt: skip


def test_results_are_verified(results, capsys):
    then = json.loads(results.read_text("utf-8"))["gap_model"]

    assert then["made"]["roles"]["manager"]["file"] == "managers.csv"
    assert main(["verify", str(results)]) == 0
    assert "the gap model" not in capsys.readouterr().out


@pytest.mark.slow
def test_results_are_made_again(results):
    assert main(["reproduce", str(results)]) == 0


def test_without_the_files_the_model_is_left_out_of_the_check(results, tmp_path, capsys):
    (tmp_path / "results.json").write_bytes(results.read_bytes())
    (tmp_path / "guests.csv").write_bytes((results.parent / "data" / "guests.csv").read_bytes())
    main(["verify", str(tmp_path / "results.json")])

    assert "the gap model (exports of managers" in capsys.readouterr().out


def together(folder, *, words=("customer", "manager", "员工"), shared=False):
    """Put all roles into one export with a column that says who answered."""
    data = folder / "data"
    parts = [
        pd.read_csv(data / name).assign(role=word)
        for name, word in zip(("guests.csv", "managers.csv", "staff.csv"), words, strict=True)
    ]
    if shared:  # the same 22 columns for everybody
        names = {f"customer_expectation_{k}": f"E{k}" for k in range(1, 23)}
        parts = [part.rename(columns=names) for part in parts]
    pd.concat(parts).to_csv(data / "all.csv", index=False)
    (folder / "study.toml").write_text(
        '[data]\nfiles = ["data/all.csv"]\n[gap_model]\nrole = "role"\nunit = "branch"\n'
        f'consent = "{CONSENT}"\n',
        encoding="utf-8",
    )


@pytest.mark.parametrize("shared", [pytest.param(True, marks=pytest.mark.slow), False])
def test_one_file_with_a_column_of_roles_gives_the_same_gaps(results, tmp_path, shared):
    other = study_folder(tmp_path / "bank", customers=60)
    together(other, shared=shared)
    _, _, found = analysed(other)
    then = json.loads(results.read_text("utf-8"))["gap_model"]
    asked = [row for row in then["gaps"] if row["source"] == "asked"]

    assert [row.value for row in found.gap_model.gaps] == pytest.approx([r["value"] for r in asked])
    left_out = {"\"role\" = 'manager'": 6, "\"role\" = '员工'": 20}
    assert {row.rule: row.n for row in found.sample.excluded} == (left_out if shared else {})
    assert found.sample.respondents == 60


def test_a_role_that_is_not_known_is_named(tmp_path):
    folder = study_folder(tmp_path / "bank", customers=60)
    together(folder, words=("customer", "boss", "staff"))
    with pytest.raises(SettingsError, match=r"no role that is known(.|\n)*'boss' \(6 people\)"):
        provider_of(surveys(load_study_file(folder)))


def test_own_words_for_roles_are_said_in_the_study_file(tmp_path):
    folder = study_folder(tmp_path / "bank", customers=60)
    together(folder, words=("customer", "boss", "staff"))
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('roles = { manager = "boss" }\n')

    assert len(provider_of(surveys(load_study_file(folder))).managers) == 6


FAULTS = {
    'manager = "x.csv"': "gap_model.manager: this key is not known. Did you mean managers?",
    "managers = { mapping = 'm.toml' }": (
        "gap_model.managers: name the export, such as data/managers.csv"
    ),
    'managers = "m.csv"\nconsent = true': (
        'gap_model.consent: say how and when it was given, such as "in writing, 4 May 2026"'
    ),
    'managers = "m.csv"\nfewest = 3': (
        "gap_model.fewest: 3 must be a whole number from 5 up, without quotes"
    ),
    'roles = { manager = "boss" }': (
        'gap_model.roles: say which column holds them, such as role = "role"'
    ),
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_of_the_study_file_are_named(tmp_path, text):
    (tmp_path / "study.toml").write_text(f"[gap_model]\n{text}\n", encoding="utf-8")
    with pytest.raises(StudyFileError) as caught:
        load_study_file(tmp_path)

    assert f"  - {FAULTS[text]}" in str(caught.value).splitlines()


def test_a_study_without_the_table_is_told_what_to_write(tmp_path, capsys):
    (tmp_path / "study.toml").write_text('[study]\nclient = "x"\n', encoding="utf-8")

    assert main(["gaps", str(tmp_path)]) == 1
    assert 'Write [gap_model] with managers = "data/managers.csv"' in capsys.readouterr().err


def test_managers_with_a_file_of_their_own_are_left_out_of_the_customers_all_the_same(tmp_path):
    folder = study_folder(tmp_path / "bank", customers=60)
    together(folder, shared=True)
    with (folder / "study.toml").open("a", encoding="utf-8") as stream:
        stream.write('managers = "data/managers.csv"\nexpectation_source = "heard"\n')
    found = analysed(folder)[2]

    assert found.sample.respondents == 60
    assert [found.gap_model.role(r).file for r in ("manager", "staff")] == [
        "managers.csv", "all.csv",
    ]  # fmt: skip


@pytest.mark.parametrize(("form", "letter"), [("gap-managers", "M"), ("gap-staff", "S")])
def test_what_customers_expect_is_worded_as_customers_read_it(form, letter):
    own, customers = sq.load_instrument(form), sq.load_instrument("servqual")

    assert own.battery("customer_expectation").aliases[0] == letter
    assert own.dimension_ids == customers.dimension_ids
    assert {i.id: i.wording["customer_expectation"] for i in own.items} == {
        i.id: i.wording["expectation"] for i in customers.items
    }


PLANNED = {
    "research_orientation": 4, "upward_communication": 4, "levels_of_management": 1,
    "management_commitment": 4, "goal_setting": 2, "task_standardisation": 2, "feasibility": 3,
    "teamwork": 5, "employee_job_fit": 2, "technology_job_fit": 1, "perceived_control": 4,
    "supervisory_control": 3, "role_conflict": 4, "role_ambiguity": 5,
    "horizontal_communication": 4, "over_promising": 2,
}  # fmt: skip


def test_conditions_are_asked_as_often_as_the_extended_model_plans():
    asked = [o for f in ("gap-managers", "gap-staff") for o in sq.load_instrument(f).outcomes]
    counts = Counter(o.measures for o in asked if o.block == "antecedent")

    assert dict(counts) == PLANNED
    assert Counter(o.block for o in asked if o.block != "antecedent") == {
        "standards": 5, "delivery": 5, "promises": 5,
    }  # fmt: skip
    assert conditions().keys() == PLANNED.keys()
