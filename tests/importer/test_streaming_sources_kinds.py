"""Columnar files, frames and several files at once give what one text file gives."""

import hashlib

import numpy as np
import pandas as pd
import polars as pl
import pytest

from servqual.errors import FileError, FormatError, SettingsError
from servqual.importer.opening.source import Opening
from servqual.importer.streaming import frames
from servqual.importer.streaming.sources import open_source

N = 6_500
RNG = np.random.default_rng(10)
KINDS = {0: "whole", 1: "whole", 2: "number", 3: "text"}


@pytest.fixture(scope="module")
def frame():
    return pl.DataFrame(
        {
            "E1": pl.Series([None if v == 0 else v for v in RNG.integers(0, 8, N).tolist()]),
            "P1": RNG.integers(1, 8, N),
            "weight": pl.Series(
                [None if v == 9 else v / 4 + 0.125 for v in RNG.integers(1, 10, N)]
            ),
            "branch": pl.Series([["", "Old, Town", "东城"][v] for v in RNG.integers(0, 3, N)]),
        }
    )


def cells(source, kinds=None):
    """Return the typed cells, every cell as text, and the first row number and place of blocks."""
    found = [block.parse() for block in source.blocks(kinds or KINDS)]
    types = {"whole": pl.Int64, "number": pl.Float64, "text": pl.String}
    typed = pl.concat(
        [rows.frame.cast({str(i): types[kind] for i, kind in KINDS.items()}) for rows in found]
    )
    texts = pl.concat([rows.as_text() for rows in found])
    full = pl.col(pl.String).fill_null("")
    places = [(rows.first, rows.ordinal) for rows in found]
    return typed.with_columns(full), texts.with_columns(full), places


@pytest.fixture(scope="module")
def wanted(frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("csv") / "guests.csv"
    frame.write_csv(path)
    source = open_source(path)
    table = source.sample()
    return table, *cells(source)


def handed_over(frame, what, path):
    if what == "parquet":
        frame.write_parquet(path, row_group_size=1000)
    elif what == "arrow":
        frame.write_ipc(path)
    elif what == "polars":
        return frame
    elif what == "lazy":
        return frame.lazy()
    elif what == "pandas":
        return pd.DataFrame({name: frame[name].to_list() for name in frame.columns})
    elif what == "pandas categories":
        return handed_over(frame, "pandas", path).astype({"branch": "category", "E1": "Int64"})
    return path


@pytest.mark.parametrize(
    "what", ["parquet", "arrow", "polars", "lazy", "pandas", "pandas categories"]
)
def test_files_of_columns_and_frames_hold_what_the_text_file_holds(frame, wanted, what, tmp_path):
    source = open_source(handed_over(frame, what, tmp_path / "guests.data"))
    table = source.sample()
    typed, texts, places = cells(source)

    assert table.headers == wanted[0].headers
    assert [list(c[:5000]) for c in table.columns] == [list(c[:5000]) for c in wanted[0].columns]
    assert typed.equals(wanted[1])
    assert texts.equals(wanted[2])
    assert places[0] == ((1, 0) if what in ("parquet", "arrow") else (2, 0))


def test_whatever_hands_out_arrow_columns_is_read(frame, wanted):
    pa = pytest.importorskip("pyarrow", reason="pyarrow makes the Arrow tables of this test")
    table = pa.table({name: frame[name].to_list() for name in frame.columns})

    for source in (table, table.to_reader(1000)):
        typed, texts, places = cells(open_source(source))
        assert typed.equals(wanted[1])
        assert texts.equals(wanted[2])
        assert places[0] == (2, 0)


def test_a_reader_that_can_be_read_once_loses_no_row_to_the_sample(frame, wanted):
    pa = pytest.importorskip("pyarrow", reason="pyarrow makes the reader of this test")
    table = pa.table({name: frame[name].to_list() for name in frame.columns})

    source = open_source(table.to_reader(1000))
    sample = source.sample()

    assert list(sample.columns[3]) == list(wanted[0].columns[3][:5000])
    assert cells(source)[0].equals(wanted[1])


def test_a_relation_of_duckdb_is_read(frame, wanted):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    pa = pytest.importorskip("pyarrow", reason="duckdb hands over rows with pyarrow")
    table = pa.table({name: frame[name].to_list() for name in frame.columns})
    connection = duckdb.connect()
    connection.register("guests", table)

    typed, _, _ = cells(open_source(connection.sql("select * from guests")))

    assert typed.equals(wanted[1])


def test_a_frame_is_cut_into_blocks_that_say_where_they_stand(frame, wanted, monkeypatch):
    monkeypatch.setattr(frames, "BLOCK_ROWS", 999)

    typed, _, places = cells(open_source(frame))

    assert typed.equals(wanted[1])
    assert places[:3] == [(2, 0), (1001, 999), (2000, 1998)]


def test_dates_truth_values_and_numbers_in_text_become_what_a_person_would_type():
    frame = pd.DataFrame(
        {
            "a": ["7", "6"],
            "b": [True, False],
            "c": pd.to_datetime(["2026-05-31 10:00", None]),
            "d": [7.0, None],
            "e": [1, "x"],
        }
    )
    (block,) = open_source(frame).blocks({0: "whole", 1: "text", 2: "text", 3: "whole", 4: "text"})
    rows = block.parse()

    assert rows.frame["0"].to_list() == [7, 6]
    assert rows.frame["3"].to_list() == [7.0, None]
    assert rows.as_text().rows() == [
        ("7", "TRUE", "2026-05-31 10:00:00", "7", "1"),
        ("6", "FALSE", "", "", "x"),
    ]


# -- several files ---------------------------------------------------------------------------------


def write(path, n, start=0, head="E1,branch"):
    path.write_text(head + "\n" + "".join(f"{i % 7},b{i}\n" for i in range(start, start + n)))
    return path


def test_files_of_a_pattern_are_read_in_the_order_of_their_names(tmp_path):
    write(tmp_path / "b.csv", 3, 10)
    write(tmp_path / "a.csv", 2)

    source = open_source(str(tmp_path / "*.csv"))
    source.sample()
    found = [block.parse() for block in source.blocks({1: "text"})]

    assert [(f.file, f.first, f.ordinal, f.frame.height) for f in found] == [
        ("a.csv", 2, 0, 2),
        ("b.csv", 2, 2, 3),
    ]
    assert found[1].frame["1"].to_list() == ["b10", "b11", "b12"]
    assert source.file == "*.csv"
    each = [hashlib.sha256((tmp_path / f"{x}.csv").read_bytes()).hexdigest() for x in "ab"]
    assert source.sha256 == hashlib.sha256("".join(each).encode()).hexdigest()


def test_files_of_different_kinds_go_together_if_their_headings_do(tmp_path):
    one = write(tmp_path / "a.csv", 3)
    pl.DataFrame({"E1": [5, 6], "branch": ["x", "y"]}).write_parquet(tmp_path / "b.parquet")

    source = open_source([tmp_path / "b.parquet", one])
    found = [block.parse().frame.rows() for block in source.blocks({0: "whole", 1: "text"})]

    assert source.file == "a.csv, b.parquet"
    assert found == [[(0, "b0"), (1, "b1"), (2, "b2")], [(5, "x"), (6, "y")]]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("E1,shop", "b.csv: this file has 'shop' above column 2 where a.csv has 'branch'."),
        ("branch,E1", "b.csv: this file has 'branch' above column 1 where a.csv has 'E1'."),
    ],
)
def test_a_file_with_other_headings_is_refused(tmp_path, head, said):
    write(tmp_path / "a.csv", 2)
    write(tmp_path / "b.csv", 2, head=head)

    with pytest.raises(FormatError) as caught:
        open_source(str(tmp_path / "*.csv")).sample()

    assert str(caught.value).startswith(said)


def test_a_file_with_another_number_of_columns_is_refused(tmp_path):
    write(tmp_path / "a.csv", 2)
    (tmp_path / "b.csv").write_text("E1\n5\n6\n")

    with pytest.raises(FormatError, match=r"b\.csv: this file has 1 columns where a\.csv has 2"):
        list(open_source(str(tmp_path / "*.csv")).blocks({0: "whole"}))


def test_a_pattern_without_files_is_refused(tmp_path):
    with pytest.raises(FileError, match="no file fits this pattern"):
        open_source(str(tmp_path / "*.csv"))


def test_a_link_that_leads_nowhere_a_folder_and_a_file_named_twice_are_refused(tmp_path):
    path = write(tmp_path / "a.csv", 2)
    with pytest.raises(FileError, match="is named twice"):
        open_source([path, path])
    (tmp_path / "b.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(FileError, match=r"b\.csv: there is no such survey file"):
        open_source(str(tmp_path / "*.csv"))
    (tmp_path / "b.csv").unlink()
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(FileError, match="this is a folder"):
        open_source(str(tmp_path / "*.csv"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + b"x" * 99, "servqual score reads it whole"),
        (b"$FL2" + b"@(#) SPSS DATA FILE" + b" " * 200, "servqual score reads it whole"),
        (b"FEA1" + b"x" * 99, "Feather file of the second version"),
        (b"%PDF-1.7", "this is a PDF document, not a table"),
        (b"<html><body>log in</body></html>", "this is a web page"),
        (b'{"a": 1}', "this is JSON"),
        (b"", "this file is empty"),
        (b"E1,P1\n", "a header row but no answers"),
        (b"PAR1" + b"x" * 99, "this Parquet file is damaged or cut off"),
        (b"ARROW1" + b"x" * 99, "this Arrow file is damaged or cut off"),
    ],
)
def test_what_is_no_table_that_can_be_read_in_blocks_is_refused(tmp_path, content, said):
    path = tmp_path / "guests.csv"
    path.write_bytes(content)

    with pytest.raises(FormatError) as caught:
        open_source(path).sample()

    assert str(caught.value).startswith("guests.csv: ")
    assert said in str(caught.value)


def test_a_sheet_a_wide_delimiter_and_a_number_are_refused(tmp_path):
    path = write(tmp_path / "a.csv", 2)
    with pytest.raises(SettingsError, match="only a workbook has sheets"):
        open_source(path, Opening(sheet=1))
    with pytest.raises(SettingsError, match="no sign of ASCII"):
        open_source(path, Opening(delimiter="；")).sample()
    with pytest.raises(TypeError, match="got int"):
        open_source(7)
