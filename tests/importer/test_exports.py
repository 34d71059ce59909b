"""Real exports and data sets decode to what they are known to hold, or are refused."""

from pathlib import Path

import numpy as np
import pytest

from servqual.errors import ColumnError, FormatError
from servqual.importer import read

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"

pytestmark = pytest.mark.shared


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
