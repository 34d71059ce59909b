"""Every reconstructed export of a survey tool decodes to the answers that are known to be in it."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import ColumnError
from servqual.importer import read

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"
BANK = INSTRUMENTS / "bank_six.toml"
BLANK, NOT_APPLICABLE, NOT_SHOWN, DECLARED = -101, -102, -104, -106

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def exports(shared_data):
    return shared_data / "exports" / "reconstructed"


@pytest.fixture(scope="module")
def truth(exports):
    """Return battery -> answers, 0 for none, of the 12 people behind every reconstructed export."""
    with (exports / "_truth_E_P_numeric.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {
        battery: [[int(row[f"{letter}{j}"] or 0) for j in range(1, 7)] for row in rows]
        for battery, letter in (("expectation", "E"), ("perception", "P"))
    }


def answers(guests):
    return {b: np.where(codes > 0, codes, 0).tolist() for b, codes in guests.ratings.items()}


def kinds(guests):
    """Return kind of missing answer -> number of cells."""
    codes = np.concatenate([c.ravel() for c in guests.ratings.values()])
    found, counts = np.unique(codes[codes < 0], return_counts=True)
    return dict(zip(found.tolist(), counts.tolist(), strict=True))


@pytest.mark.parametrize(
    ("name", "how", "missing"),
    [
        ("_truth_E_P_numeric.csv", {"columns_by_name"}, {BLANK: 8}),
        ("google_forms_grid_en.csv", {"columns_by_wording"}, {BLANK: 8}),
        ("google_forms_grid_id.csv", {"columns_by_wording"}, {BLANK: 8}),
        ("kobo_xml_semicolon.csv", {"columns_by_name"}, {BLANK: 8}),
        ("ms_forms.xlsx", {"columns_by_wording"}, {BLANK: 8}),
        ("surveymonkey_numeric.csv", {"columns_by_wording", "columns_by_block"}, {BLANK: 8}),
        ("surveymonkey_text_expanded.csv", {"columns_by_wording", "columns_by_block"}, {BLANK: 8}),
        ("tencent_wj_qq_utf8bom.csv", {"columns_by_wording"}, {BLANK: 8}),
        ("wjx_按文本_gbk.csv", {"columns_by_wording"}, {NOT_SHOWN: 6, BLANK: 2}),
        ("wjx_按文本_utf8bom.csv", {"columns_by_wording"}, {NOT_SHOWN: 6, BLANK: 2}),
    ],
)
def test_an_export_decodes_to_the_truth_without_a_mapping_file(exports, truth, name, how, missing):
    guests = read(exports / name, BANK)

    assert answers(guests) == truth
    assert {c for c in guests.notes.codes() if c.startswith("columns_by_")} == how
    assert kinds(guests) == missing


def test_a_code_that_the_user_declares_is_no_answer(exports, truth):
    guests = read(exports / "excel_unicode_text_utf16_tab.txt", BANK, missing=[99])

    assert answers(guests) == truth
    assert kinds(guests) == {DECLARED: 2, BLANK: 6}


def test_two_matrices_with_equal_headings_are_asked_about(exports):
    with pytest.raises(ColumnError) as caught:
        read(exports / "wjx_按序号_gbk.csv", BANK)

    assert str(caught.value) == (
        "wjx_按序号_gbk.csv: columns K to P ('3、设备先进' ... '3、营业时间方便') and Q to V "
        "('4、设备先进' ... '4、营业时间方便') ask for the same 6 items, no heading says which "
        "battery is which, and their order proves nothing. Look at the questionnaire, then say it "
        "in the order of the file: --blocks expectation,perception or --blocks "
        'perception,expectation (blocks = ["expectation", "perception"] in a mapping file), or '
        "export it again with the texts of the questions as headings (问卷星: 按文本)."
    )


def test_two_matrices_with_equal_headings_decode_as_they_are_told(exports, truth):
    path = exports / "wjx_按序号_gbk.csv"
    guests = read(path, BANK, blocks=["expectation", "perception"])
    swapped = read(path, BANK, blocks="perception, expectation")

    assert answers(guests) == truth
    assert kinds(guests) == {NOT_SHOWN: 6, BLANK: 2}
    assert answers(swapped)["expectation"] == truth["perception"]


def test_minimum_desired_and_perceived_decode_to_their_own_numbers(exports):
    path = exports / "zone_of_tolerance_min_des_per.csv"
    guests = read(path, INSTRUMENTS / "library_six.toml")
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))

    for battery, ending in (("minimum", "min"), ("desired", "des"), ("perception", "per")):
        items = [f"{item.upper()}_{ending}" for item in guests.instrument.item_ids]
        written = [[row[item] for item in items] for row in rows]
        assert answers(guests)[battery] == [
            [int(cell) if cell.isdigit() else 0 for cell in row] for row in written
        ]
    assert kinds(guests) == {NOT_APPLICABLE: 6}


def test_means_are_no_ratings(exports):
    with pytest.raises(ColumnError, match="no column is a rating of bank_six"):
        read(exports / "european_semicolon_decimal_comma_cp1252.csv", BANK)
