"""Exports of survey tools, real and reconstructed, decode to what they are known to hold."""

import csv
from pathlib import Path

import numpy as np
import pytest

from servqual.errors import ColumnError, FormatError
from servqual.importer import read

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"

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


@pytest.mark.parametrize(
    "name",
    [
        "_truth_E_P_numeric.csv",
        "excel_unicode_text_utf16_tab.txt",
        "google_forms_grid_en.csv",
        "google_forms_grid_id.csv",
        "kobo_xml_semicolon.csv",
        "ms_forms.xlsx",
        "tencent_wj_qq_utf8bom.csv",
        "wjx_按文本_gbk.csv",
        "wjx_按文本_utf8bom.csv",
    ],
)
def test_a_reconstructed_export_decodes_to_the_truth(exports, truth, name):
    guests = read(exports / name, INSTRUMENTS / "bank_six.toml", missing=[99])

    for battery, answers in truth.items():
        codes = guests.ratings[battery]
        assert np.where(codes > 0, codes, 0).tolist() == answers


def test_skipped_questions_are_kept_apart_from_blanks(exports):
    guests = read(exports / "wjx_按文本_gbk.csv", INSTRUMENTS / "bank_six.toml")

    codes, counts = np.unique(guests.ratings["perception"], return_counts=True)
    assert dict(zip(codes.tolist(), counts.tolist(), strict=True))[-104] == 6
    assert guests.notes[-1].text == (
        "6 ratings were not asked, because the questions were skipped or not shown."
    )


def test_two_matrices_with_equal_headings_are_never_told_apart_by_position(exports):
    with pytest.raises(ColumnError, match="no column is a rating of bank_six"):
        read(exports / "wjx_按序号_gbk.csv", INSTRUMENTS / "bank_six.toml")


def test_minimum_desired_and_perceived_are_read(exports):
    guests = read(exports / "zone_of_tolerance_min_des_per.csv", INSTRUMENTS / "library_six.toml")

    assert list(guests.ratings) == ["minimum", "desired", "perception"]
    assert guests.ratings["desired"][0].tolist() == [9, 9, 7, 6, 7, 9]
    assert guests.ratings["minimum"][3].tolist() == [5, 5, -102, 6, 4, 5]


@pytest.fixture(scope="module")
def kiosk(shared_data):
    return read(shared_data / "kiosk" / "kiosk.csv", INSTRUMENTS / "kiosk_8x3.toml")


def test_the_kiosk_study_is_read_by_label(kiosk):
    source = kiosk.source

    assert (source.rows, source.respondents, source.ineligible) == (211, 207, 4)
    assert list(kiosk.ratings) == ["expectation", "perception", "importance", "satisfaction"]
    assert [note.text for note in kiosk.notes[:2]] == [
        "The text was read as CP949.",
        "Fields are separated by commas.",
    ]


def test_item_nine_of_the_kiosk_study_stands_before_item_eight(kiosk):
    means = {battery: codes.mean(axis=0) for battery, codes in kiosk.ratings.items()}

    # reference_values.json, kiosk_207, items 8 and 9
    assert means["expectation"][7:9].tolist() == pytest.approx([6.4009661836, 6.4299516908])
    assert means["perception"][7:9].tolist() == pytest.approx([5.3381642512, 5.7004830918])
    assert means["importance"][7:9].tolist() == pytest.approx([6.5314009662, 6.38647343])
    assert means["satisfaction"][7:9].tolist() == pytest.approx([5.3574879227, 5.2608695652])


def test_the_kiosk_study_has_outcomes_and_people(kiosk):
    assert {name: round(float(values.mean()), 4) for name, values in kiosk.outcomes.items()} == {
        "satisfaction": 3.9662,
        "overall_quality": 3.7923,
        "intention": 4.2174,
        "recommend": 3.7778,
    }
    assert {name: len(set(values)) for name, values in kiosk.people.items()} == {
        "gender": 2,
        "age": 5,
        "frequency": 3,
    }


def test_items_outside_a_shorter_map_are_left_out(shared_data, kiosk):
    six = read(shared_data / "kiosk" / "kiosk.csv", INSTRUMENTS / "kiosk_6.toml")

    assert len(six.instrument.items) == 20
    kept = [kiosk.instrument.item_ids.index(item) for item in six.instrument.item_ids]
    for battery, codes in six.ratings.items():
        assert np.array_equal(codes, kiosk.ratings[battery][:, kept])


@pytest.mark.parametrize(
    "name",
    [
        "exports/surveymonkey/538__star-wars-survey__StarWars.csv",
        "exports/typeform/fcc2016_part1_head300.csv",
        "exports/limesurvey/scicom_de_results-survey.csv",
        "exports/qualtrics/matrix_legacy.csv",
        "exports/wjx/wjx_800_800_0.xls",
        "psychometrics/bfi.csv",
        "service/bank_es.csv",
        "spss/hotel.sav",
    ],
)
def test_what_holds_no_pairs_of_ratings_is_refused_with_a_reason(shared_data, name):
    with pytest.raises((ColumnError, FormatError)) as caught:
        read(shared_data / name)

    assert len(str(caught.value)) < 3000
