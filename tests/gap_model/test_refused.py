"""What the gap model refuses, keeps back and says: files of others, promises, units, audits."""

import re

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.gap_model import with_gap_model
from servqual.analysis.provider import Provider
from servqual.cli.app import main
from servqual.errors import FormatError, SettingsError
from servqual.importer.audit import read_audit
from servqual.settings import Promise, ReportOptions
from servqual.study.gap_model.told import Told
from servqual.writer.sections.gap_model import gap_model
from servqual.writer.view import View
from tests.gap_model.worked import CONSENT, frame, table


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Return the customers, a study of them, and the file of each role."""
    data = tmp_path_factory.mktemp("roles")
    for form, n, name in (
        ("servqual", 60, "customer"), ("gap-managers", 6, "manager"), ("gap-staff", 20, "staff"),
    ):  # fmt: skip
        table(n, form, 3).to_csv(data / f"{name}.csv", index=False)
    table(30, "servqual", 9).to_csv(data / "others.csv", index=False)
    customers = sq.read(data / "customer.csv", people=("branch",))
    return customers, sq.analyze(customers), data


def told(given, manager="manager.csv", **more):
    """Return what a file gives as the managers'."""
    managers = sq.read(given[2] / manager, "gap-managers", people=("branch",))
    staff = sq.read(given[2] / "staff.csv", "gap-staff", people=("branch",))
    return Provider(managers=managers, staff=staff, unit="branch", consent=CONSENT, **more)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("customer.csv", "customer.csv is the file of the customers"),
        ("others.csv", r"others.csv holds what customers perceived \(column P1\)"),
        ("staff.csv", "staff: staff.csv is the file of the managers"),
    ],
)
def test_the_file_of_somebody_else_is_not_scored_as_that_of_the_managers(given, file, why):
    with pytest.raises(SettingsError, match=why):
        with_gap_model(given[1], given[:1], told(given, file))


def test_no_fewer_managers_are_shown_than_were_promised(given):
    study = sq.analyze(given[0], promise=Promise(min_cell=25))
    found = with_gap_model(study, given[:1], told(given)).gap_model

    assert (found.fewest, found.state(1).reasons) == (25, ("manager:few",))
    assert {row.gap for row in found.gaps} == {5}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("5 managers in 3 matched units", "1 unit is left out with its people")),
        ("zh", ("3 个对应单位中的 5 名管理者", "另有 1 个单位及其人员未计入")),
    ],
)
def test_figures_of_matched_units_say_whose_they_are(given, language, words):
    asked = told(given, match_units=True)
    branch = asked.managers.people["branch"].copy()
    branch[0] = "Nowhere"
    managers = sq.read(given[2] / "manager.csv", "gap-managers", people=("branch",))
    managers.people["branch"][:] = branch
    study = with_gap_model(
        given[1], given[:1], Provider(managers=managers, staff=asked.staff, unit="branch",
                                      match_units=True, consent=CONSENT),
    )  # fmt: skip
    (section,) = gap_model(View(study, ReportOptions(language=language)))
    (rated,) = [one for one in section.exhibits if one.id == "exhibit-gaps-rated"]
    said = " ".join([*rated.says, rated.base])

    assert study.gap_model.in_units == {"customer": 60, "manager": 5, "staff": 20}
    assert all(word in said for word in words)
    assert study.gap_model.whole(2).ci_low is None  # of three units it would leave the scale


def test_a_census_is_one_where_everybody_answered_that_very_question():
    rows = np.arange(60.0).reshape(12, 5) % 7
    rows[0, 1] = np.nan
    own = Told("manager", 12, {"standards": rows}, population=12)
    side = own.side("standards")

    assert [side.left_of(np.eye(5)[k]) for k in (0, 1)] == [0.0, pytest.approx(1 / 12)]
    assert side.left_of(np.full(5, 0.2)) == pytest.approx(1 / 12)
    assert frame(manager={"population": 3}).side("standards").left_of(np.ones(5)) == 0


def test_without_consent_the_report_says_what_to_write(given):
    asked = told(given)
    without = Provider(managers=asked.managers, staff=asked.staff)
    study = with_gap_model(given[1], given[:1], without)
    for language, words in (("en", "how and when"), ("zh", "方式和时间")):
        (section,) = gap_model(View(study, ReportOptions(language=language)))

        lead = " ".join(section.context["lead"])

        assert re.search(rf'\[gap_model\].*consent\s=\s"{words}"', lead)


def test_units_that_are_nowhere_and_rows_that_contradict_each_other_are_named(tmp_path):
    path = tmp_path / "audit.csv"
    path.write_text(
        "unit,dimension,kind,value,source\nNorth,empathy,delivery,4,visits\n"
        "Norht,empathy,promise,5,visits\nnorth,empathy,delivery,6,visits\n"
        "North,empathy,delivery,3,clock\n",
        encoding="utf-8",
    )
    with pytest.raises(FormatError) as caught:
        read_audit(path, sq.load_instrument("servqual"), units=["North", "Centre"])

    assert str(caught.value).splitlines()[1:] == [
        "  - row 3, unit: 'Norht' is not known; did you mean 'North'?",
        "  - rows 2, 4, value: 4 and 6 for one thing (unit 'North', empathy, delivery); keep one "
        "row, or say in source where each comes from",
    ]


def test_a_survey_in_place_of_a_study_is_told_apart(given, capsys):
    assert main(["gaps", str(given[2] / "customer.csv")]) == 1
    assert "this is a survey. The gap model needs" in capsys.readouterr().err


def test_an_unknown_key_is_named_once(tmp_path, capsys):
    (tmp_path / "study.toml").write_text('[gap_model]\nmanager = "x.csv"\n', encoding="utf-8")

    assert main(["gaps", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("Did you mean managers?") == 1
