"""An attacker who knows the company looks for what managers and contact staff said."""

import json
import re
from dataclasses import asdict, replace

import numpy as np
import pytest

import servqual as sq
from servqual.analysis.gap_model import with_gap_model
from servqual.analysis.provider import Provider
from servqual.settings import ReportOptions
from servqual.writer.sections.gap_model import gap_model
from servqual.writer.view import View
from tests.gap_model.worked import BRANCHES, CONSENT, table

N = 90


@pytest.fixture(scope="module")
def given():
    """Return the customers, a study of them by branch, and what managers and staff say."""
    frame = table(N, "servqual", 3)
    frame["heard"] = ["visits" if k >= 12 else "reviews" if k >= 4 else "poster" for k in range(N)]
    customers = sq.read(frame, people=("branch", "heard"))
    told = Provider(
        managers=sq.read(table(6, "gap-managers", 4), "gap-managers", people=("branch",)),
        staff=sq.read(table(20, "gap-staff", 5), "gap-staff", people=("branch",)),
        unit="branch",
        difference=True,
        consent=CONSENT,
        expectation_source="heard",
    )
    return customers, sq.analyze(customers, by="branch"), told


@pytest.fixture(scope="module")
def published(given):
    """Return a function that gives the results and all words and charts, told differently."""
    customers, study, told = given

    def of(**changes):
        found = with_gap_model(study, (customers,), replace(told, **changes))
        views = (View(found, ReportOptions(language=language)) for language in ("en", "zh"))
        shown = [asdict(section) for view in views for section in gap_model(view)]
        result = json.loads(sq.to_json(found))["gap_model"]
        return result, json.dumps(shown, ensure_ascii=False, default=dict)

    return of


def ratings(answers, block):
    """Return what people of a role rated, a column per dimension."""
    names = [o.id for o in answers.instrument.outcomes if o.block == block]
    return np.column_stack([np.asarray(answers.outcomes[name], dtype=float) for name in names])


def rows_of_numbers(told):
    """Return every published row of figures over the dimensions, one for each kind of figure."""
    found = {}
    for row in told["gaps"]:
        for key, value in row.items():
            if isinstance(value, float) and row["level"] == "dimension":
                at = (row["gap"], row["form"], row["source"], key)
                found.setdefault(at, []).append(value)
    return list(found.values())


def is_published(told, wanted):
    """Say whether the means of some people stand there, as they are or short of the full mark."""
    return any(
        len(row) == len(wanted) and (np.allclose(row, wanted) or np.allclose(row, wanted - 7))
        for row in rows_of_numbers(told)
    )


BLOCKS = (("managers", "standards"), ("staff", "delivery"), ("staff", "promises"))


def test_with_consent_the_means_of_a_whole_role_are_found(given, published):
    told, _ = published()

    for role, block in BLOCKS:
        assert is_published(told, np.nanmean(ratings(getattr(given[2], role), block), axis=0))


@pytest.mark.parametrize("changes", [{"consent": ""}, {"fewest": 25}])
def test_what_is_kept_back_stands_nowhere_not_even_as_a_lack_of_the_full_mark(
    given, published, changes
):
    told, shown = published(**changes)

    for role, block in BLOCKS:
        rated = ratings(getattr(given[2], role), block)
        assert not is_published(told, np.nanmean(rated, axis=0))
    assert {row["gap"] for row in told["gaps"]} == {5}
    assert not re.search(r"\d\.\d\d of 7|\d\.\d\d / 7", shown)


def test_without_the_consent_of_managers_nothing_gives_their_means_by_subtraction(
    published,
):
    """Gaps 1 and 7 would give them, with gaps 5 and 6 in print."""
    told, _ = published(consent={"staff": CONSENT})

    assert {row["gap"] for row in told["gaps"]} == {3, 4, 5, 6}
    assert not [r for r in told["gaps"] if "manager" in r["of"] + r["minus"] + r["id"]]
    assert not [r for r in told["gaps"] if "standards" in (r["of"], r["minus"])]
    assert not told["weights"]
    assert {row["role"] for row in told["antecedents"]} <= {"staff"}


@pytest.mark.parametrize("matched", [False, True])
def test_no_figure_of_managers_or_staff_of_one_branch_is_published(given, published, matched):
    """Neither of a branch nor of all others, from which it could be taken away."""
    told, shown = published(match_units=matched)

    for role, block in BLOCKS:
        answers = getattr(given[2], role)
        branch = answers.people["branch"]
        for name in BRANCHES:
            for people in (branch == name, branch != name):
                assert not is_published(told, np.nanmean(ratings(answers, block)[people], axis=0))
    for name in BRANCHES:
        assert name not in shown
        assert name not in json.dumps(told)


def test_nobody_of_a_hidden_role_is_counted(given, published):
    two = given[2].managers.take(np.arange(2))
    told, shown = published(managers=two)

    assert next(r for r in told["roles"] if r["role"] == "manager")["n"] is None
    assert "2 managers" not in shown
    assert "2 名管理者" not in shown
    assert "some managers (fewer than 3)" in shown


def test_conditions_of_six_managers_are_nowhere(published):
    told, shown = published()

    assert {row["role"] for row in told["antecedents"]} == {"staff"}
    assert "The conditions that managers were asked about are not shown" in shown


def test_few_who_name_a_source_are_hidden_with_the_next(published):
    told, shown = published()

    assert {r["source"]: r["shown"] for r in told["sources"]} == {
        "visits": True, "reviews": False, "poster": False,
    }  # fmt: skip
    assert "Not shown are two sources that too few customers named." in shown
    assert "poster" not in shown
