"""The same people give the same figures, whatever their answers are read from."""

import gzip
from functools import reduce
from operator import add
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import servqual as sq
from servqual.engines import here, one_call
from servqual.errors import ColumnError, RatingError, SettingsError
from servqual.importer.options import make_options
from servqual.importer.streaming.deciding import decide
from servqual.scoring.survey_summary import Asked
from tests.engines.same import Cut, figures, sums, without_rows


def test_a_file_gives_the_sums_and_figures_of_its_answers_in_memory(csv, expected):
    found = sq.summarize(sq.read(csv), by="branch")

    assert sums(found) == sums(expected)
    assert figures(found) == figures(expected)


def test_people_in_another_order_change_resampled_figures_alone(frame, expected):
    found = sq.summarize(frame[::-1], by="branch")

    assert figures(found) != figures(expected)
    assert without_rows(figures(found)) == without_rows(figures(expected))


def test_a_frame_of_pandas_gives_the_sums_of_the_file(frame, expected):
    assert sums(sq.summarize(frame, by="branch")) == sums(expected)


def test_a_frame_of_polars_gives_the_sums_of_the_file(csv, expected):
    import polars

    assert sums(sq.summarize(polars.read_csv(csv), by="branch")) == sums(expected)


def test_a_zipped_file_gives_the_sums_of_the_file(csv, tmp_path, expected):
    path = tmp_path / "guests.csv.gz"
    path.write_bytes(gzip.compress(csv.read_bytes()))

    assert sums(sq.summarize(path, by="branch")) == sums(expected)


def test_two_files_give_the_sums_of_one_that_holds_both(csv, tmp_path, expected):
    head, *lines = csv.read_text().splitlines(keepends=True)
    (tmp_path / "a.csv").write_text(head + "".join(lines[:250]))
    (tmp_path / "b.csv").write_text(head + "".join(lines[250:]))

    assert sums(sq.summarize(str(tmp_path / "*.csv"), by="branch")) == sums(expected)


def test_a_parquet_file_gives_the_sums_of_the_file(csv, tmp_path, expected):
    import polars

    path = tmp_path / "guests.parquet"
    polars.read_csv(csv).write_parquet(path)

    assert sums(sq.summarize(path, by="branch")) == sums(expected)


@pytest.mark.engines
def test_a_table_of_pyarrow_gives_the_sums_of_the_file(pyarrow, frame, expected):
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)

    assert sums(sq.summarize(table, by="branch")) == sums(expected)


@pytest.mark.engines
def test_a_relation_of_duckdb_gives_the_sums_of_the_file(duckdb, csv, expected):
    with duckdb.connect() as base:
        found = sq.summarize(base.read_csv(str(csv)), by="branch")

    assert sums(found) == sums(expected)


@pytest.fixture(scope="module")
def whole(frame):
    return sums_of(frame, [], threads=1)


def sums_of(frame, cuts, threads, order=None, **options):
    """Return the sums of a survey that is cut into blocks, with threads as many as asked for."""
    source = Cut(frame, cuts, order)
    decided = decide(source.sample(), make_options("servqual", None, people=["branch"], **options))
    lanes = here.sum_up(source, decided, Asked(by=("branch",)), threads)
    return reduce(add, lanes)


@pytest.fixture(scope="module")
def survey(frame):
    return lambda: frame  # as a function: what fails is told by its name, not by all its cells


@settings(max_examples=6)
@given(
    cuts=st.lists(st.integers(1, 599), max_size=4),
    threads=st.sampled_from([1, 2, 4]),
    order=st.randoms(use_true_random=False),
)
def test_cuts_threads_and_order_do_not_change_a_bit(survey, whole, cuts, threads, order):
    found = sums_of(survey(), cuts, threads, order)

    assert sums(found) == sums(whole)


def test_many_blocks_in_any_order_do_not_change_a_figure(frame, whole):
    found = sums_of(frame, range(0, 600, 40), threads=2, order=Random(1))  # noqa: S311  no secret

    assert figures(found) == figures(whole)


def test_answers_that_were_read_take_no_further_options_of_reading(csv):
    with pytest.raises(
        SettingsError, match=r"^guests\.csv: these answers are read already.*missing"
    ):
        sq.summarize(sq.read(csv), missing=[9])


def test_an_unknown_column_or_outcome_is_told_before_the_file_is_read(csv, monkeypatch):
    monkeypatch.setattr(here, "sum_up", None)

    with pytest.raises(ColumnError, match="no column called 'shop'"):
        sq.summarize(csv, by="shop")
    with pytest.raises(SettingsError, match="no outcome called 'joy'"):
        sq.summarize(csv, outcome="joy")


@pytest.mark.parametrize("wrong", [0, -1, True])
def test_threads_are_counted_from_one(csv, wrong):
    with pytest.raises(SettingsError, match=f"threads is {wrong}"):
        sq.summarize(csv, threads=wrong)


def test_filling_in_missing_answers_needs_rows(csv):
    with pytest.raises(SettingsError, match="incomplete is 'impute'; while summing it must be"):
        sq.summarize(csv, incomplete="impute")


def test_a_file_is_followed_to_its_last_row(csv):
    told = []
    sq.summarize(csv, progress=told.append)

    assert told[-1].rows == 600
    assert told[-1].done == told[-1].total == csv.stat().st_size


def test_a_wrong_answer_is_told_with_its_row(csv, tmp_path):
    head, *lines = csv.read_text().splitlines(keepends=True)
    lines[411] = "1,Riverside,30-44" + ",9" * (head.count(",") - 2) + "\n"
    path = tmp_path / "wrong.csv"
    path.write_text(head + "".join(lines))

    with pytest.raises(RatingError, match=r"row 413\b"):
        sq.summarize(path)


def test_a_frame_of_a_cluster_is_known_without_its_library():
    class DataFrame:
        columns = ()

    DataFrame.__module__ = "pyspark.sql.classic.dataframe"

    assert one_call._cluster(DataFrame()) == "spark"
    assert one_call._cluster("guests.csv") == ""
