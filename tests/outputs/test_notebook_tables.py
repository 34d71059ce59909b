"""What a notebook shows of reliability and structure, and what becomes a pandas frame."""

from dataclasses import fields, replace

import pytest

from servqual.errors import SettingsError
from servqual.results import (
    ActionRow,
    Actions,
    CauseRow,
    FitRow,
    Importance,
    Priorities,
    Reliability,
    SpreadRow,
    Structure,
    VerdictRow,
)
from tests.outputs.test_structure_sheets import EFA, STRUCTURE


def test_a_part_of_the_structure_becomes_a_frame_of_every_field():
    frame = STRUCTURE.to_frame("fits")

    assert frame.loc[0, ["model", "estimator", "cfi_scaled"]].tolist() == ["theory", "MLR", 0.9]
    assert list(frame.columns) == [field.name for field in fields(FitRow)]


def test_without_a_name_the_verdicts_become_the_frame():
    assert STRUCTURE.to_frame()["dimension"].tolist() == ["tangibles"]
    assert len(STRUCTURE) == 1


def test_what_stands_beside_reliability_becomes_a_frame():
    table = Reliability(spread=(SpreadRow("perception", "total", 6, 0.2, 0.1, None, None, None),))

    assert table.to_frame("spread")["share_top"].tolist() == [0.2]


@pytest.mark.parametrize("table", [STRUCTURE, Reliability()])
def test_a_part_that_there_is_not_is_refused_with_the_known_ones(table):
    with pytest.raises(SettingsError, match=r"there is no part 'fit'\. Known: \w+, "):
        table.to_frame("fit")


def test_a_notebook_shows_the_tables_that_have_rows_under_their_names():
    shown = STRUCTURE._repr_html_()

    assert [name for name in Structure.shown if f"<p><b>{name}</b></p>" in shown] == [
        "verdicts", "factors", "fits", "pairs", "invariance",
    ]  # fmt: skip
    assert "eigenvalues" not in shown
    assert "<p><b>fits" not in replace(STRUCTURE, fits=())._repr_html_()


def test_one_table_alone_has_no_heading():
    alone = Structure(verdicts=(VerdictRow("total", "score", reliability=0.9),))

    assert alone._repr_html_().startswith("<table>")
    assert str(alone) == "dimension  level  reliability\ntotal      score        0.900"


def test_nothing_is_said_to_be_nothing():
    assert str(Structure()) == "Nothing to show."
    assert Structure()._repr_html_() == "<p>Nothing to show.</p>"


def test_reliability_shows_omega_before_alpha(study):
    heads = str(study.reliability).splitlines()[0].split()

    assert heads[:4] == ["battery", "dimension", "k", "n"]
    assert "items" not in heads
    assert heads.index("alpha") < heads.index("alpha_low")


def test_exploratory_factors_show_their_loadings():
    assert str(EFA).splitlines() == [
        "item     F1     F2  communality",
        "q1    0.800  0.100        0.700",
        "q2    0.200  0.700        0.600",
    ]
    assert EFA.to_frame().loc["q2", "F2"] == 0.7
    assert "<th>communality</th>" in EFA._repr_html_()


def test_exploratory_factors_that_could_not_be_had_show_why():
    none = replace(EFA, pattern=(), communalities=(), problem="too_few_people")

    assert str(none) == "too_few_people"
    assert none.to_frame().empty


REGISTER = Actions(
    rows=(ActionRow(1, "q5", "reliability", index=0.25, rank_low=1, rank_high=2),),
    causes=(CauseRow("promises", "theme", ("q5", "q8"), 0.4, 0.4, 4, "theme"),),
)


def test_the_register_shows_the_first_action_and_where_to_look():
    assert str(REGISTER).splitlines() == [
        "rows",
        "rank  item  index  rank_low  rank_high",
        "   1  q5    0.250         1          2",
        "",
        "causes",
        "theme     items   share  cumulative  gap_number",
        "promises  q5, q8  0.400       0.400           4",
    ]
    assert "<p><b>causes</b></p>" in REGISTER._repr_html_()


def test_the_register_and_its_leads_become_frames():
    assert REGISTER.to_frame()["item"].tolist() == ["q5"]
    assert REGISTER.to_frame("causes")["gap_number"].tolist() == [4]


@pytest.mark.parametrize("table", [Actions, Importance, Priorities])
def test_what_a_notebook_shows_are_fields_of_its_rows(table, bank_of_300):
    part = {Actions: "actions", Importance: "importance", Priorities: "priorities"}[table]
    found = getattr(bank_of_300, part)

    for name, shown in table.shown.items():
        rows = getattr(found, name)
        assert all(hasattr(row, field) for row in rows for field in shown)
    assert found._repr_html_().startswith("<p><b>")
