"""The gap model of a study: three roles, what is shown, what is missing, what is refused."""

import json
from dataclasses import replace

import numpy as np
import pytest
from jsonschema import Draft202012Validator

import servqual as sq
from servqual.analysis.gap_model import with_gap_model
from servqual.errors import ColumnError, FormatError, SettingsError
from servqual.folder.roles import provider_of
from servqual.folder.running import analysed
from servqual.importer.audit import read_audit
from servqual.results.gap_model import GapModel
from tests.gap_model.worked import CONSENT, DIMENSIONS, study_folder, table

STUDY = f"""consent = "{CONSENT}"
population = {{ managers = 6, staff = 31 }}
audit = "data/audit.csv"
difference = true
expectation_source = "heard"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a study of 3 branches, 6 managers, 20 staff and 400 customers."""
    return study_folder(tmp_path_factory.mktemp("gaps") / "bank", STUDY)


@pytest.fixture(scope="module")
def made(folder):
    """Return its study file, answers and results."""
    return analysed(folder)


@pytest.fixture(scope="module")
def model(made):
    return made[2].gap_model


@pytest.fixture
def again(made):
    """Return a function that works the model out of the same answers, told differently."""
    file, answers, study = made
    told = provider_of(file)

    def model_of(**changes):
        return with_gap_model(study, (answers.responses,), replace(told, **changes)).gap_model

    return model_of


def test_with_consent_five_gaps_are_reported_and_two_more(model):
    assert [state.state for state in model.states] == ["shown"] * 7
    assert model.identity < 1e-12
    assert {row.gap for row in model.gaps} == {1, 2, 3, 4, 5, 6, 7}


def test_gap_5_is_the_one_of_the_study(made, model):
    study = made[2]

    assert [r.value for r in model.rows(5)[:5]] == [r.gap for r in study.gaps.dimensions]
    assert model.whole(5).value == study.gaps.row("unweighted").gap
    assert model.row(5, "weighted").value == study.gaps.row("weighted").gap


def test_a_census_of_managers_is_said_and_has_no_interval_of_its_own(model):
    standards = model.whole(2)

    assert model.role("manager").census
    assert (standards.method, standards.se, standards.ci_low) == ("census", None, None)
    assert model.whole(1).ci_low is not None  # customers are a sample
    assert "census_managers" in model.limits
    assert model.whole(3).method == "one_sample"


def test_without_consent_nothing_of_managers_and_staff_is_shown(again):
    found = again(consent="")

    assert [state.state for state in found.states] == [
        *["asked"] * 4, "shown", "asked", "asked",
    ]  # fmt: skip
    assert found.state(7).reasons == ("manager:consent", "staff:consent")
    assert {row.gap for row in found.gaps if row.source == "asked"} == {5}
    assert (found.weights, found.antecedents, found.identity) == ((), (), None)
    assert found.antecedents_kept == ("manager", "staff")


@pytest.mark.parametrize("consent", [CONSENT, ""])
def test_what_may_not_be_said_with_six_managers_is_said_either_way(again, consent):
    found = again(consent=consent)

    assert {"few_managers", "no_range_managers", "no_units", "not_added"} <= set(found.limits)


def test_consent_counts_for_the_role_that_gave_it(again):
    found = again(consent={"staff": CONSENT})

    assert [found.state(gap).state for gap in (1, 3, 4, 6, 7)] == [
        "asked", "shown", "shown", "shown", "asked",
    ]  # fmt: skip


def test_six_managers_have_no_profile_of_conditions_and_twenty_staff_have_one(model):
    assert {row.role for row in model.antecedents} == {"staff"}
    assert model.antecedents_kept == ("manager",)
    assert [row.rank for row in model.antecedents] == list(range(1, 10))
    assert sum(row.n_items for row in model.antecedents) == 30
    assert {row.gap for row in model.antecedents} == {3, 4}
    assert model.links == ()


def people(answers, n):
    return answers.take(np.arange(n))


@pytest.mark.parametrize(("n", "reason", "told"), [(4, "few", 4), (2, "hidden", None)])
def test_a_role_of_too_few_people_is_kept_back(again, made, n, reason, told):
    managers = people(provider_of(made[0]).managers, n)
    found = again(managers=managers, population={"manager": n})
    row = found.role("manager")

    assert (row.state, row.reason, row.n) == ("asked", reason, told)
    assert found.state(1).state == "asked"
    assert not {1, 2, 7} & {r.gap for r in found.gaps}


def test_nothing_of_a_hidden_role_is_in_the_results(again, made):
    managers = people(provider_of(made[0]).managers, 2)
    found = again(managers=managers, population={"manager": 2})

    assert not found.role("manager").census
    assert not [r for r in found.gaps if "manager" in (r.of + r.minus)]


def test_more_may_be_promised_than_five(again):
    assert again(fewest=7).state(1).reasons == ("manager:few",)


def test_a_block_that_too_few_answered_is_kept_back_alone(again, made):
    managers = provider_of(made[0]).managers
    standards = {
        name: np.where(np.arange(6) < 4, values, np.nan) if name.startswith("standards") else values
        for name, values in managers.outcomes.items()
    }
    found = again(managers=replace(managers, outcomes=standards))

    assert [found.state(gap).state for gap in (1, 2, 7)] == ["shown", "asked", "shown"]
    assert found.rows(2) == found.rows(3, "difference") == ()


# -- what is missing -----------------------------------------------------------------------------


def test_what_is_missing_is_listed(again):
    found = again(staff=None, population={}, audit=None)

    assert [(s.gap, s.missing) for s in found.states if s.state == "missing"] == [
        (3, ("delivery",)),
        (4, ("promises",)),
        (6, ("staff_expectation",)),
        (7, ("staff_expectation",)),
    ]
    assert found.role("staff").state == "missing"


def test_staff_may_be_asked_without_what_customers_expect(again):
    answers = table(20, "gap-staff", 5)
    answers = answers[[c for c in answers.columns if not c.startswith("customer_expectation")]]
    found = again(staff=sq.read(answers, "gap-staff"))

    assert [found.state(gap).state for gap in (3, 4, 6, 7)] == [
        "shown", "shown", "missing", "missing",
    ]  # fmt: skip
    assert found.role("staff").n == 20


def test_perceptions_alone_leave_gaps_1_5_and_6_without_expectations():
    customers = sq.read(sq.simulate(60, "servperf", seed=3).frame, "servperf")
    managers = sq.read(table(6, "gap-managers", 4), "gap-managers")
    found = sq.gap_model(customers, managers, consent=CONSENT)

    assert found.state(1).missing == found.state(5).missing == ("customer_expectation",)
    assert found.state(2).state == "shown"


def test_a_study_of_customers_alone_has_no_gap_model(made):
    study = replace(made[2], gap_model=GapModel())

    assert not study.gap_model
    assert json.loads(sq.to_json(study))["gap_model"] is None


# -- audits, sources, units ----------------------------------------------------------------------


def test_audited_figures_stand_beside_ratings_and_need_no_consent(again):
    found = again(consent="")
    delivery = found.row(3, "reliability", source="audit")
    kept = found.row(4, "reliability", "difference", "audit")

    assert (delivery.value, delivery.n_of, delivery.se) == (4.5, 2, None)
    assert (kept.of, kept.minus, kept.value) == ("promises", "delivery", -1.0)  # 3 - 4, of North
    assert found.state(3).audit


def test_gap_5_is_told_by_where_expectations_come_from_and_few_are_hidden(model):
    overall = {row.source: row for row in model.sources if row.level == "overall" or not row.shown}

    # 40 and 160 of 400: nobody is hidden
    assert {s: r.n for s, r in overall.items()} == {
        "advertising": 40, "earlier visits": 200, "reviews": 160,
    }  # fmt: skip
    assert all(r.gap == round(r.gap, 2) for r in overall.values())


def test_few_of_a_source_are_hidden_with_another(again, made):
    answers = made[1].responses
    heard = answers.people["heard"].copy()
    heard[:] = ["reviews" if k % 80 else "price" for k in range(400)]
    changed = replace(answers, people={**answers.people, "heard": heard})
    told = provider_of(made[0])
    found = with_gap_model(made[2], (changed,), told).gap_model

    assert [(r.source, r.shown, r.n) for r in found.sources] == [
        ("price", False, None), ("reviews", False, None),
    ]  # fmt: skip


def test_units_are_matched_when_asked(again, model):
    found = again(match_units=True)

    assert (found.matched, found.n_units, model.matched) == (True, 3, False)
    assert {row.method for row in found.gaps if row.gap in (1, 6, 7)} == {"units"}
    assert found.whole(1).df == 2
    assert found.identity < 1e-12
    assert "few_units" in found.limits


def test_two_units_are_too_few_to_be_matched(made):
    file, answers, study = made
    branch = answers.responses.people["branch"].copy()
    branch[branch == "North"] = "Centre"
    customers = replace(answers.responses, people={**answers.responses.people, "branch": branch})
    told = replace(provider_of(file), match_units=True)
    found = with_gap_model(study, (customers,), told)

    assert not found.gap_model.matched
    assert [n.values["n"] for n in found.notes if n.code == "gap_units_too_few"] == [2]
    assert [n.values["units"] for n in found.notes if n.code == "gap_units_unknown"] == [
        "North"
    ] * 2


# -- results -------------------------------------------------------------------------------------


def test_results_follow_the_schema(root, made, again):
    schema = json.loads((root / "reports" / "results.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    hidden = replace(made[2], gap_model=again(consent=""))

    for study in (made[2], hidden):
        validator.validate(json.loads(sq.to_json(study)))


def test_no_answer_of_managers_stands_in_the_results_without_consent(made, again):
    study = replace(made[2], gap_model=again(consent=""))
    told = json.loads(sq.to_json(study))["gap_model"]

    assert {row["source"] for row in told["gaps"] if row["gap"] != 5} == {"audit"}
    assert not told["weights"]
    assert not told["antecedents"]


def test_a_model_shows_itself_as_tables(model):
    assert str(model).startswith("gaps\ngap  id")
    assert list(model.to_frame("weights")["dimension"]) == list(DIMENSIONS)
    assert not GapModel()


def test_weights_are_taken_from_both_sides(model):
    for row in model.weights:
        assert row.value == pytest.approx(row.mean_managers - row.mean_customers)
    assert sum(row.mean_managers for row in model.weights) == pytest.approx(100)
    assert (model.weights[0].n_managers, model.points_total) == (6, 100)


# -- refusals ------------------------------------------------------------------------------------


def test_everything_that_does_not_fit_is_named_at_once(again):
    staff = sq.read(table(20, "gap-staff", 5, branches=False), "gap-staff")
    with pytest.raises(SettingsError) as caught:
        again(staff=staff, fewest=4, population={"manager": 5}, consent={"boss": "yes"})

    assert str(caught.value).splitlines() == [
        "the gap model cannot be worked out as asked (4 faults):",
        "  - fewest is 4: means of managers and staff need 5 people or more. Leave it out, or "
        "write a larger number",
        "  - consent: 'boss' is no role; known: manager, staff",
        "  - population: there are 5 managers, and 6 answered. Correct the number, or leave it out",
        "  - staff: these answers have no people column called 'branch'. Known: none. Write "
        '"branch" = "people.NAME" into the mapping file, NAME being a short name such as gender, '
        "and ask for that (in Python people=['branch'] keeps a column too)",
    ]


def test_managers_are_not_read_with_the_questionnaire_of_customers(again):
    with pytest.raises(
        SettingsError, match=r"Read it with a questionnaire whose role is \"manager\""
    ):
        again(managers=sq.read(table(8, "servqual", 4)))


def test_nothing_beside_the_customers_is_refused():
    with pytest.raises(SettingsError, match=r"nothing beside the customers is named"):
        sq.gap_model(sq.read(table(60, "servqual", 3)))


def written(folder, *lines, head="unit,dimension,kind,value"):
    path = folder / "audit.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def test_every_faulty_cell_of_an_audit_is_named(tmp_path):
    path = written(
        tmp_path,
        "North,realiability,delivery,4",
        "North,empathy,visits,8",
        "North,empathy,promise,",
    )
    with pytest.raises(FormatError) as caught:
        read_audit(path, sq.load_instrument("servqual"))

    assert str(caught.value).splitlines()[1:] == [
        "  - row 2, dimension: 'realiability' is not known; did you mean reliability?",
        "  - row 3, kind: 'visits' is not known; write standard, delivery or promise",
        "  - row 3, value: '8' is not on the axis from 1 to 7 on which standards, delivery and "
        "promises are rated; move it there",
        "  - row 4, value: it is missing",
    ]


def test_an_audit_without_its_columns_is_refused(tmp_path):
    with pytest.raises(ColumnError, match=r"there is none called 'kind'"):
        read_audit(
            written(tmp_path, "N,empathy,4", head="unit,dimension,value"),
            sq.load_instrument("servqual"),
        )


def test_conditions_may_be_answered_in_words():
    answers = table(12, "gap-staff", 5)
    answers["teamwork_1"] = ["Strongly agree", "同意", "4"] * 4

    assert sq.read(answers, "gap-staff").outcomes["teamwork_1"].tolist() == [7, 6, 4] * 4
