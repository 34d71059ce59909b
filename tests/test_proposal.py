"""A proposal: the client's branches on simulated answers, none of them better than another."""

import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.simulate import Branch, Model, simulate


@pytest.fixture(scope="module")
def study():
    units = {"Centre": 300, "Harbour": 90, "Airport": 90, "Old Town": 15}
    return sq.proposal(200, "servperf", units=units, seed=2)


def test_the_branches_are_the_clients(study):
    assert [row.group for row in study.groups.groups] == [
        "Airport",
        "Centre",
        "Harbour",
        "Old Town",
    ]


def test_branches_have_their_share_of_the_people(study):
    n = {row.group: row.n for row in study.groups.groups if row.shown}

    assert n == {"Centre": 121, "Harbour": 37}


def test_sizes_are_numbers_of_answers_and_simulated_as_given():
    study = sq.proposal(instrument="servperf", units={"Centre": 50, "Harbour": 12})

    assert {row.group: row.n for row in study.groups.groups} == {"Centre": 50, "Harbour": 12}


def test_a_branch_that_will_be_too_small_is_hidden_as_it_will_be(study):
    shown = {row.group: row.shown for row in study.groups.groups}

    assert (shown["Centre"], shown["Old Town"]) == (True, False)


def test_the_file_that_is_named_says_what_it_is(study):
    assert study.sample.file == "SIMULATED.csv"
    assert study.sample.facts.mode == "SIMULATED"


def test_chinese_answers_are_chinese():
    study = sq.proposal(60, "servperf", units=["总店", "分店"], language="zh")

    assert (study.sample.file, {row.group for row in study.groups.groups}) == (
        "模拟数据.csv",
        {"总店", "分店"},
    )


def test_no_branch_is_better_than_another():
    model = Model(branches=(Branch(1.0, name="A"), Branch(2.0, name="B")))
    survey = simulate(10, model=model)

    assert survey.branch_names == ["A", "B"]
    assert survey.truth.branches["gap"][0].tolist() == survey.truth.branches["gap"][1].tolist()


def test_without_names_the_branches_of_the_example_are_alike():
    from servqual.analysis.proposal import _branches

    assert {branch.received for branch in _branches(())} == {(0.0,)}


def test_the_column_of_the_units_may_have_another_name():
    study = sq.proposal(60, "servperf", units=["East", "West"], unit="ward")

    assert study.settings.by == ("ward",)


def test_the_same_seed_gives_the_same_study():
    first, second = (sq.proposal(60, "servperf", units=["A"], seed=4) for _ in range(2))

    assert sq.to_json(first) == sq.to_json(second)


@pytest.mark.parametrize(
    ("units", "told"),
    [
        (["A", "A"], "'A' twice"),
        (["A", " "], "one without a name"),
        ({"A": 0}, "A: 0 people; a unit needs 1 or more"),
    ],
)
def test_names_that_make_no_sense_are_refused(units, told):
    with pytest.raises(SettingsError) as raised:
        sq.proposal(20, units=units)

    assert told in str(raised.value)


def test_a_report_of_it_is_marked_in_title_cover_and_every_heading(study, tmp_path):
    path = sq.report(study, tmp_path / "p.html", status="simulated", style="brief", date="")
    text = path.read_text("utf-8")

    assert "<title>[SIMULATED] " in text
    assert '<b class="status simulated">SIMULATED</b>' in text
    assert 'body::before{content:"SIMULATED";position:fixed' in text
    assert '.section>h2::after{content:"SIMULATED"' in text
    assert '@top-right{content:"SIMULATED"' in text


def test_a_usual_report_has_no_mark(study, tmp_path):
    path = sq.report(study, tmp_path / "p.html", style="brief", date="")

    assert "body::before" not in path.read_text("utf-8")
