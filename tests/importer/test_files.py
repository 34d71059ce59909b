"""Files of SPSS and Stata, Parquet files and frames bring labels, missing answers and dates."""

import datetime

import numpy as np
import pandas as pd
import polars as pl
import pyreadstat
import pytest

from servqual.errors import FormatError, RatingError, ServqualError
from servqual.importer import read
from servqual.importer.opening.source import Opening, read_table
from tests.importer.surveys import HEADERS, survey

LABELS = {1.0: "Strongly disagree", 7.0: "Strongly agree"}


def numbers(n=6):
    rows = survey(n)
    return pd.DataFrame([[float(cell) for cell in row] for row in rows[1:]], columns=rows[0])


def sav(folder, frame, name="guests.sav", **how):
    path = folder / name
    pyreadstat.write_sav(frame, path, **how)
    return path


def dta(folder, frame, **how):
    path = folder / "guests.dta"
    pyreadstat.write_dta(frame, path, **how)
    return path


def refusal(kind, call):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


# -- SPSS ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["guests.sav", "guests.zsav"])
def test_an_spss_file_gives_what_its_numbers_give(tmp_path, name):
    frame = numbers()

    guests = read(sav(tmp_path, frame, name, compress=name == "guests.zsav"))

    assert guests.rows.tolist() == [1, 2, 3, 4, 5, 6]
    for battery, codes in read(frame).ratings.items():
        assert np.array_equal(guests.ratings[battery], codes)


def test_a_portable_spss_file_is_read(tmp_path):
    frame = numbers()
    path = tmp_path / "guests.por"
    pyreadstat.write_por(frame, path)

    assert np.array_equal(read(path).ratings["perception"], read(frame).ratings["perception"])


def test_variable_labels_are_what_was_asked(tmp_path):
    frame = pd.DataFrame({"v1": [5.0, 6.0], "v2": [1.0, 2.0]})
    path = sav(tmp_path, frame, column_labels={"v1": "Prompt service"})

    table = read_table(path, Opening())

    assert (table.headers, table.texts) == (("v1", "v2"), ("Prompt service", ""))


def test_kinds_of_missing_answers_of_an_spss_file_stay_apart(tmp_path):
    frame = numbers()
    frame.loc[0:4, "E1"] = [99.0, 98.0, 97.0, 96.0, float("nan")]
    labels = LABELS | {99.0: "Don't know", 98.0: "Not applicable", 97.0: "Refused"}
    path = sav(
        tmp_path,
        frame,
        variable_value_labels={"E1": labels},
        missing_ranges={"E1": [{"lo": 96.0, "hi": 98.0}, 99.0]},
    )

    guests = read(path)

    assert guests.ratings["expectation"][:5, 0].tolist() == [-103, -102, -105, -106, -101]


def test_a_label_tells_a_missing_answer_that_nobody_declared(tmp_path):
    frame = numbers()
    frame.loc[0, "E1"] = 8.0
    path = sav(tmp_path, frame, variable_value_labels={"E1": LABELS | {8.0: "Weiß nicht"}})

    assert read(path).ratings["expectation"][0, 0] == -103


def test_a_code_of_one_column_is_an_answer_in_another(tmp_path):
    frame = numbers()
    frame.loc[0, ["E1", "E2"]] = 7.0
    path = sav(tmp_path, frame, missing_ranges={"E1": [7.0]})

    guests = read(path)

    assert guests.ratings["expectation"][0, :2].tolist() == [-106, 7]
    assert [note.text for note in guests.notes if note.code.startswith("cells_")] == [
        "3 ratings hold values that the file itself declares missing."
    ]


def test_no_opinion_between_the_answers_is_the_middle_of_the_scale(tmp_path):
    labels = LABELS | {4.0: "No opinion"}
    frame = numbers()
    frame.loc[0, "E1"] = 4.0
    open_path = sav(tmp_path, frame, variable_value_labels={"E1": labels})
    answer = read(open_path).ratings["expectation"][0, 0]
    declared = sav(
        tmp_path, frame, variable_value_labels={"E1": labels}, missing_ranges={"E1": [4.0]}
    )

    assert (answer, read(declared).ratings["expectation"][0, 0]) == (4, -103)


def test_labels_that_run_the_other_way_are_refused_with_a_remedy(tmp_path):
    turned = {1.0: "Strongly agree", 2.0: "Agree", 6.0: "Disagree", 7.0: "Strongly disagree"}
    frame = numbers()
    path = sav(tmp_path, frame, variable_value_labels=dict.fromkeys(HEADERS, turned))

    message = refusal(ServqualError, lambda: read(path))

    assert "run from best to worst (1 = Strongly agree" in message
    assert "best_first" in message


def test_groups_are_shown_by_their_labels(tmp_path):
    frame = numbers().assign(branch=[1.0, 2.0, 1.0, 2.0, 9.0, float("nan")])
    labels = {1.0: "North", 2.0: "South", 9.0: "No answer"}
    path = sav(
        tmp_path, frame, variable_value_labels={"branch": labels}, missing_ranges={"branch": [9.0]}
    )

    assert read(path).people["branch"].tolist() == ["North", "South", "North", "South", "", ""]


def test_yes_and_no_are_read_by_their_labels(tmp_path):
    frame = numbers().assign(problem=[1.0, 2.0, 2.0, 1.0, 2.0, 2.0])
    path = sav(tmp_path, frame, variable_value_labels={"problem": {1.0: "Yes", 2.0: "No"}})

    assert read(path).outcomes["problem"].tolist() == [1, 0, 0, 1, 0, 0]


def test_dates_and_texts_of_an_spss_file_are_read(tmp_path):
    day, hour = datetime.date(2026, 5, 31), datetime.datetime(2026, 5, 31, 9, 30)
    frame = pd.DataFrame({"E1": [5.0], "day": [day], "hour": [hour], "word": ["Zürich "]})

    table = read_table(sav(tmp_path, frame), Opening())

    assert [column[0] for column in table.columns] == [
        "5",
        "2026-05-31",
        "2026-05-31 09:30:00",
        "Zürich",
    ]


def test_a_fault_names_the_case_as_spss_shows_it(tmp_path):
    frame = numbers()
    frame.loc[2, "E5"] = 11.0

    assert "row 3, column 'E5': '11' is not on the scale 1-7" in refusal(
        RatingError, lambda: read(sav(tmp_path, frame))
    )


# -- Stata -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [8, 10, 12, 13, 14, 15])
def test_a_stata_file_of_any_release_gives_what_its_numbers_give(tmp_path, version):
    frame = numbers()

    guests = read(dta(tmp_path, frame, version=version))

    assert np.array_equal(guests.ratings["perception"], read(frame).ratings["perception"])


def test_extended_missing_values_of_stata_stay_apart(tmp_path):
    frame = numbers().astype(object)
    frame.loc[0:3, "E1"] = ["a", "b", "z", None]
    path = dta(
        tmp_path,
        frame,
        missing_user_values={"E1": ["a", "b", "z"]},
        variable_value_labels={"E1": {1: "Strongly disagree", "a": "Don't know", "b": "Refused"}},
    )

    codes = read(path).ratings["expectation"]

    assert codes[:4, 0].tolist() == [-103, -105, -106, -101]


def test_a_stata_file_without_its_end_is_refused(tmp_path):
    path = dta(tmp_path, numbers())
    path.write_bytes(path.read_bytes()[:-20])

    assert refusal(FormatError, lambda: read(path)) == (
        "guests.dta: this Stata file is damaged or cut off (its end is missing). Save it again in "
        "Stata, or export the answers as CSV."
    )


@pytest.mark.parametrize("cut", [5, 40, 200, 900])
@pytest.mark.parametrize("write", [sav, dta])
def test_a_cut_off_file_is_never_read_in_part(tmp_path, write, cut):
    path = write(tmp_path, numbers())
    path.write_bytes(path.read_bytes()[:-cut])

    with pytest.raises(FormatError, match="is damaged or cut off"):
        read(path)


# -- Parquet ---------------------------------------------------------------------------------------


def test_a_parquet_file_gives_what_its_frame_gives(tmp_path):
    frame = pl.from_pandas(numbers())
    path = tmp_path / "guests.parquet"
    frame.write_parquet(path)

    guests = read(path)

    assert guests.source.file == "guests.parquet"
    assert guests.rows.tolist() == [1, 2, 3, 4, 5, 6]
    assert np.array_equal(guests.ratings["perception"], read(frame).ratings["perception"])


@pytest.mark.parametrize("keep", [4, 50, -9])
def test_a_damaged_parquet_file_is_refused(tmp_path, keep):
    path = tmp_path / "guests.parquet"
    pl.from_pandas(numbers()).write_parquet(path)
    path.write_bytes(path.read_bytes()[:keep])

    assert refusal(FormatError, lambda: read(path)).startswith(
        "guests.parquet: this Parquet file is damaged or cut off ("
    )


# -- frames ----------------------------------------------------------------------------------------

DTYPES = ["Int64", "Float64", "object", "category", "string", "int8", "float32"]


@pytest.mark.parametrize("dtype", DTYPES)
def test_ratings_of_pandas_may_have_any_type(dtype):
    frame = numbers().astype("int64")

    found = read(frame.astype(dtype)).ratings["perception"]

    assert np.array_equal(found, read(frame).ratings["perception"])


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "category", "string", "object"])
def test_missing_values_of_any_type_are_blanks(dtype):
    frame = numbers().astype("Int64").astype(dtype)
    frame.loc[1, "E1"] = None

    assert read(frame).ratings["expectation"][1, 0] == -101


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Float32, pl.String, pl.Categorical, pl.Object])
def test_ratings_of_polars_may_have_any_type(dtype):
    frame = pl.from_pandas(numbers().astype("int64"))
    typed = (
        frame.select(pl.all().cast(pl.String).cast(dtype))
        if dtype is pl.Categorical
        else pl.DataFrame({c: pl.Series(frame[c].to_list(), dtype=dtype) for c in frame.columns})
        if dtype is pl.Object
        else frame.select(pl.all().cast(dtype))
    )

    assert np.array_equal(read(typed).ratings["perception"], read(frame).ratings["perception"])


def test_a_lazy_frame_of_polars_is_collected():
    frame = pl.from_pandas(numbers())

    assert np.array_equal(
        read(frame.lazy()).ratings["perception"], read(frame).ratings["perception"]
    )


def test_a_frame_of_a_class_of_ones_own_is_read():
    class Guests(pd.DataFrame):
        pass

    assert len(read(Guests(numbers()))) == 6


@pytest.mark.parametrize("battery", ["expectation", "Expectation"])
def test_the_levels_of_a_multiindex_are_group_and_name(battery):
    names = [(battery if h[0] == "E" else "Perception", f"q{h[1:]}") for h in HEADERS]
    frame = numbers().set_axis(pd.MultiIndex.from_tuples(names), axis=1)

    assert np.array_equal(
        read(frame).ratings["expectation"], read(numbers()).ratings["expectation"]
    )


def test_dates_of_a_frame_are_written_as_people_write_them():
    frame = pd.DataFrame(
        {
            "at": pd.to_datetime(["2026-05-31 09:30", None]),
            "on": [datetime.date(2026, 5, 31), None],
            "E1": [5, 6],
        }
    )

    table = read_table(frame, Opening())

    assert table.columns[0] == ["2026-05-31 09:30:00", ""]
    assert table.columns[1] == ["2026-05-31", ""]
