"""Every survey file of ../shared/data is scored, read as a table, or refused, and says so."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.errors import FormatError, RatingError
from servqual.importer import check, read

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def reference(shared_data):
    path = shared_data.parent / "reference" / "reference_values.json"
    if not path.is_file():
        pytest.skip("the reference values of ../shared/reference are not here")
    return json.loads(path.read_text(encoding="utf-8"))


def alphas(responses):
    return {row.dimension: row.alpha for row in analyze(responses).reliability.rows}


# -- scored ----------------------------------------------------------------------------------------


def test_the_guests_of_the_hotel_have_the_published_alpha(shared_data, reference):
    guests = read(shared_data / "spss" / "hotel.sav", INSTRUMENTS / "hotel.toml")

    assert len(guests) == 17
    assert alphas(guests)["service"] == pytest.approx(
        reference["pspp_hotel"]["alpha_v1_v3r_v4"], abs=1e-10
    )
    assert round(alphas(guests)["service"], 2) == 0.81


def test_no_opinion_in_the_middle_of_the_hotel_scale_is_an_answer(shared_data):
    guests = read(shared_data / "spss" / "hotel.sav", INSTRUMENTS / "hotel.toml")

    assert (guests.ratings["perception"] == 3).sum() == 17
    assert [note.text for note in guests.notes if note.code == "label_is_middle_point"] == [
        "In 5 columns 3 is labelled “No Opinion”. It lies between the answers and the file does "
        "not declare it missing, so that it was read as the middle of the scale."
    ]


def test_the_hotel_as_numbers_is_the_same_survey(shared_data):
    folder = shared_data / "spss"

    labelled = read(folder / "hotel.sav", INSTRUMENTS / "hotel.toml")
    plain = read(folder / "hotel_numeric.csv", INSTRUMENTS / "hotel.toml")

    assert np.array_equal(labelled.ratings["perception"], plain.ratings["perception"])


def test_the_spanish_bank_has_the_alphas_of_its_reference(shared_data, reference):
    path = shared_data / "service" / "bank_es.csv"
    short = {"image": "IMAG", "expectations": "EXPE", "quality": "QUAL", "value": "VAL"}
    short |= {"satisfaction": "SAT", "loyalty": "LOY"}

    found = alphas(read(path, INSTRUMENTS / "bank_es.toml"))

    known = reference["satisfaction_bank_es"]["alpha"]
    assert {short[d]: found[d] for d in short} == pytest.approx(known, abs=1e-10)


def test_the_spanish_bank_answered_from_nought_to_ten(shared_data):
    path = shared_data / "service" / "bank_es.csv"

    codes = read(path, INSTRUMENTS / "bank_es.toml").ratings["perception"]

    assert (codes.shape, codes.min(), codes.max(), (codes == 0).sum()) == ((250, 27), 0, 10, 111)


def test_the_mobile_network_is_scored_on_one_to_ten(shared_data):
    people = read(shared_data / "service" / "mobile_ecsi.csv", INSTRUMENTS / "mobile_ecsi.toml")

    codes = people.ratings["perception"]
    assert (codes.shape, codes.min(), codes.max()) == ((250, 24), 1, 10)
    assert alphas(people)["quality"] == pytest.approx(0.8724063714, abs=1e-9)


def test_the_big_five_have_the_alphas_of_their_reference(shared_data, reference):
    people = read(shared_data / "psychometrics" / "bfi.csv", INSTRUMENTS / "bfi.toml")

    found = alphas(people)

    known = {d: s["listwise_raw_alpha"] for d, s in reference["bfi"]["scales"].items()}
    assert {d: found[d] for d in known} == pytest.approx(known, abs=1e-10)


def test_i_do_not_know_in_portuguese_is_never_the_midpoint(shared_data):
    path = shared_data / "service" / "digital_service_br_utf8.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))[1:]

    people = read(path, INSTRUMENTS / "digital_service_br.toml")

    codes = people.ratings["perception"]
    said = [row[:8] for row in rows if set(row[:8]) - {"", "Não sei"}]
    assert (len(people), people.source.ineligible) == (82, 6)
    assert (codes == -103).sum() == sum(row.count("Não sei") for row in said) == 22
    assert (codes == 3).sum() == sum(row.count("Indiferente") for row in said)


def test_importance_is_told_by_the_end_of_its_heading(shared_data):
    people = read(
        shared_data / "service" / "likert_gap.csv", mapping=INSTRUMENTS / "likert_gap.map.toml"
    )

    assert people.ratings["satisfaction"][0].tolist() == [6, 6, 6, 6, 6]
    assert people.ratings["importance"][0].tolist() == [1, 7, 7, 7, 5]


def test_personal_columns_of_the_shared_files_are_found_and_no_others(shared_data):
    found = {
        name: note.values["columns"]
        for name in (
            "service/patients_it.csv",
            "service/bank_es.csv",
            "service/digital_service_br_utf8.csv",
            "psychometrics/apistrat.csv",
            "psychometrics/bb1992.csv",
            "psychometrics/HolzingerSwineford1939.csv",
            "kiosk/kiosk.csv",
            "published/bmchsr2013_13_22_cr_ave.csv",
        )
        for note in check(shared_data / name).notes
        if note.code == "columns_personal"
    }

    assert found == {}


# -- read as a table, nothing to score -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("psychometrics/attitude.csv", 30, 7),
        ("psychometrics/HolzingerSwineford1939.csv", 301, 15),
        ("psychometrics/apistrat.csv", 200, 4),
        ("service/patients_it.csv", 235, 6),
        ("exports/reconstructed/european_semicolon_decimal_comma_cp1252.csv", 12, 4),
    ],
)
def test_a_file_without_pairs_of_ratings_is_read_as_a_table(shared_data, name, rows, columns):
    found = check(shared_data / name)

    assert (found.rows, len(found.columns), found.respondents) == (rows, columns, 0)
    assert len(found.faults) == 1
    assert "no column is a rating of servqual" in found.faults[0]
    assert all(use.reason for use in found.columns)


def test_standard_scores_are_read_as_a_table_and_are_no_ratings(shared_data):
    path = shared_data / "psychometrics" / "bb1992.csv"

    found = check(path)

    assert (found.rows, len(found.columns), found.respondents) == (502, 22, 0)
    with pytest.raises(RatingError, match="is not a whole number"):
        read(path, "servperf")


def test_survey_weights_are_noticed_and_left_alone(shared_data):
    notes = check(shared_data / "psychometrics" / "apistrat.csv").notes

    assert [note.values["column"] for note in notes if note.code == "weights_not_used"] == ["pw"]


# -- refused ---------------------------------------------------------------------------------------


def test_a_matrix_of_correlations_is_refused(shared_data):
    with pytest.raises(FormatError) as caught:
        read(shared_data / "psychometrics" / "bb1992_published_correlations_n502.csv")

    assert str(caught.value) == (
        "bb1992_published_correlations_n502.csv: this is a matrix of 22 x 22 correlations, not the "
        "answers of people. Scores, gaps and their intervals need one row per respondent: export "
        "the answers."
    )


def test_a_truncated_archive_is_refused(shared_data, tmp_path):
    whole = (shared_data / "exports" / "reconstructed" / "ms_forms.xlsx").read_bytes()
    path = tmp_path / "ms_forms.xlsx"
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(FormatError, match=r"cannot be opened as a workbook .* Export it again"):
        read(path)


def test_a_truncated_spss_file_is_refused(shared_data, tmp_path):
    path = tmp_path / "hotel.sav"
    path.write_bytes((shared_data / "spss" / "hotel.sav").read_bytes()[:300])

    with pytest.raises(FormatError) as caught:
        read(path, INSTRUMENTS / "hotel.toml")

    assert str(caught.value) == (
        "hotel.sav: this SPSS file is damaged or cut off (Unable to read from file). Save it "
        "again in SPSS, or export the answers as CSV."
    )


# -- and every other file --------------------------------------------------------------------------

# exports have a list of their own in test_layouts_shared.py, kiosk in test_kiosk.py
OTHERS = ("published", "psychometrics", "service", "spss")
PRINTED_TABLES = (
    ("published/bmccam2017_cr_ave_MISMATCH.csv", 2),
    ("published/bmchsr2013_13_22_cr_ave.csv", 4),
    ("published/jonkisz2023_table4.csv", 13),
    ("published/lehigh_libqual_2002_2003.csv", 36),
    ("published/vcu2004_libqual_adequacy.csv", 20),
    ("published/zarei2012_table2.csv", 21),
    ("published/zun2018_table2.csv", 5),
    ("psychometrics/careless_longstring.csv", 10),
    ("psychometrics/careless_dataset.csv", 200),
)


@pytest.mark.parametrize(("name", "rows"), PRINTED_TABLES)
def test_a_table_printed_in_a_paper_is_read_and_holds_nothing_to_score(shared_data, name, rows):
    found = check(shared_data / name)

    assert (found.rows, found.respondents, found.fits_nothing) == (rows, 0, True)
    assert f"nothing in this file can be scored under {found.instrument}" in found.faults[0]


def test_no_file_of_the_folder_is_forgotten(shared_data):
    said = Path(__file__).read_text(encoding="utf-8")
    files = [
        path
        for folder in OTHERS
        for path in (shared_data / folder).iterdir()
        if path.suffix in (".csv", ".sav")
    ]

    assert files
    assert [path.name for path in files if path.name not in said] == []
