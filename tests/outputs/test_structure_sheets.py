"""Reliability and structure in the workbook: lists and matrices as rows and columns."""

import io
from dataclasses import replace

import openpyxl
import pytest

from servqual.results import (
    ChangeRow,
    ConstraintRow,
    ConvergentRow,
    Correlations,
    Efa,
    FactorRow,
    FitRow,
    InvarianceRow,
    LoadingRow,
    PairRow,
    SpreadRow,
    Structure,
    VerdictRow,
)
from servqual.writer.workbook import to_xlsx

FACTORS = FactorRow(
    "perception",
    400,
    2,
    msa=(0.5, 0.5),
    eigenvalues=(1.6, 0.4),
    limits=(1.1, 0.9),
    factor_eigenvalues=(0.9, -0.1),
    factor_limits=(0.2, 0.0),
    map=(0.36, 1.0),
    map4=(0.13, 1.0),
)
EFA = Efa(
    "gap",
    400,
    ("q1", "q2"),
    "minres",
    "oblimin",
    pattern=((0.8, 0.1), (0.2, 0.7)),
    phi=((1.0, 0.3), (0.3, 1.0)),
    communalities=(0.7, 0.6),
    ss_loadings=(0.8, 0.6),
    congruence=((0.99, 0.1), (0.2, 0.96)),
    dimensions=("tangibles", "empathy"),
)
STRUCTURE = Structure(
    verdicts=(VerdictRow("tangibles", "with_care", ("not_distinguishable:empathy", "good"), 0.8),),
    factors=(FACTORS, FactorRow("gap", 400, 2, "constant_item", ("q1", "q2"))),
    fits=(FitRow("perception", "theory", "MLR", 400, cfi_scaled=0.9, p_scaled=0.0001),),
    loadings=(LoadingRow("perception", "theory", "tangibles", "q1", 0.8, 0.02, 0.64),),
    convergent=(ConvergentRow("perception", "tangibles", 4, 0.8, 0.5),),
    pairs=(
        PairRow(
            "perception", "tangibles", "empathy", 0.9, 0.8, 1.0, 0.9, 0.8, 1.0, 0.9, False, False
        ),
    ),
    changes=(ChangeRow("perception", "loading", "tangibles", "q5", 12.0, 0.2),),
    invariance=(InvarianceRow("branch", "metric", 2, 400, groups=("North", "South")),),
    correlations=(Correlations("perception", 400, ("q1", "q2"), ((1.0, 0.6), (0.6, 1.0))),),
    exploratory=(EFA,),
)


@pytest.fixture(scope="module")
def book(study):
    reliability = replace(
        study.reliability,
        spread=(SpreadRow("perception", "total", 6, 0.2, 0.1, None, None, None),),
        constraints=(
            ConstraintRow("gap", "overall", 6, *[0.1] * 9, 1, 3, 0.2, 0.3),
        ),
    )  # fmt: skip
    whole = replace(study, structure=STRUCTURE, reliability=reliability)
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(whole)))


def rows(sheet):
    head, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in others]


def test_every_table_of_the_structure_has_its_sheet(book):
    first = book.sheetnames.index("Verdicts")

    assert book.sheetnames[first : first + 17] == [
        "Verdicts",
        "Reliability",
        "Reliability items",
        "Spread of answers",
        "Gap and outcome",
        "Factorability",
        "Factorability items",
        "Number of factors",
        "Model fit",
        "Loadings",
        "CR and AVE",
        "Pairs of dimensions",
        "Modification indices",
        "Invariance",
        "Correlations",
        "Exploratory loadings",
        "Exploratory factors",
    ]


def test_a_list_of_words_is_one_cell(book):
    assert rows(book["Verdicts"])[0]["reasons"] == "not_distinguishable:empathy; good"
    assert rows(book["Invariance"])[0]["groups"] == "North; South"
    assert rows(book["Factorability"])[1]["items"] == "q1; q2"


def test_partial_correlations_begin_with_no_component_and_eigenvalues_with_the_first(book):
    assert rows(book["Number of factors"]) == [
        {"source": "perception", "number": 0, "eigenvalue": None, "limit": None,
         "factor_eigenvalue": None, "factor_limit": None, "map": 0.36, "map4": 0.13},
        {"source": "perception", "number": 1, "eigenvalue": 1.6, "limit": 1.1,
         "factor_eigenvalue": 0.9, "factor_limit": 0.2, "map": 1, "map4": 1},
        {"source": "perception", "number": 2, "eigenvalue": 0.4, "limit": 0.9,
         "factor_eigenvalue": -0.1, "factor_limit": 0, "map": None, "map4": None},
    ]  # fmt: skip


def test_a_set_that_could_not_be_factored_has_a_row_with_the_reason_alone(book):
    assert [row["problem"] for row in rows(book["Factorability"])] == ["", "constant_item"]
    assert {row["source"] for row in rows(book["Factorability items"])} == {"perception"}


def test_items_stand_by_their_id_in_matrices(book):
    assert rows(book["Correlations"])[1] == {
        "source": "perception", "item": "q2", "q1": 0.6, "q2": 1,
    }  # fmt: skip
    assert rows(book["Factorability items"])[0] == {
        "source": "perception", "item": "q1", "msa": 0.5,
    }  # fmt: skip


def test_exploratory_factors_stand_with_loadings_correlations_and_likeness(book):
    assert rows(book["Exploratory loadings"])[0] == {
        "source": "gap", "extraction": "minres", "rotation": "oblimin", "item": "q1",
        "factor_1": 0.8, "factor_2": 0.1, "communality": 0.7,
    }  # fmt: skip
    assert rows(book["Exploratory factors"])[1] == {
        "source": "gap", "factor": 2, "ss_loadings": 0.6, "phi_1": 0.3, "phi_2": 1,
        "congruence_tangibles": 0.2, "congruence_empathy": 0.96,
    }  # fmt: skip


def test_a_small_p_keeps_its_size(book):
    heads = [cell.value for cell in book["Model fit"][1]]
    cell = book["Model fit"].cell(2, heads.index("p_scaled") + 1)

    assert cell.number_format == "[<0.001]0.0E+00;0.000"
