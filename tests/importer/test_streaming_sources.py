"""Text files cut at any byte hold the cells and row numbers of the reader of small files."""

import codecs
import csv
import gzip
import hashlib
import io
import os

import numpy as np
import polars as pl
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import FormatError, ServqualError
from servqual.importer.opening.delimited import parse
from servqual.importer.opening.source import Opening
from servqual.importer.opening.table import table_of_records
from servqual.importer.streaming.cutting import Cutter
from servqual.importer.streaming.separated import Separated
from servqual.importer.streaming.sources import Source, open_source

OPENING = Opening()


@pytest.fixture(scope="module", autouse=True)
def small_heads():
    """Files of a few thousand rows count as long ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("servqual.importer.streaming.separated._HEAD_PIECE", 1024)
        yield


def source_of(path, piece=64, opening=OPENING):
    return Source([Separated(path, opening, piece)], opening)


def texts(source, columns):
    """Return every cell as text and the row numbers."""
    found = [block.parse() for block in source.blocks(dict.fromkeys(range(columns), "text"))]
    cells = [row for rows in found for row in rows.frame.select(pl.all().fill_null("")).rows()]
    numbers = [
        np.arange(rows.first, rows.first + rows.frame.height)
        if rows.numbers is None
        else rows.numbers
        for rows in found
    ]
    return cells, np.concatenate(numbers).tolist()


def refusal(source, columns=2):
    with pytest.raises(FormatError) as caught:
        texts(source, columns)
    return str(caught.value)


def whole(text, file="guests.csv", delimiter=","):
    """Return the table that the reader of small files makes."""
    records, _ = parse(text, file, delimiter)
    return table_of_records(records, file, "", ())


CELLS = st.sampled_from(
    ["", "1", "7", "a b", 'say "so"', "two\nlines", "two\r\nlines", "a,b", "期望", " x ", '"', ","]
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=12)
)
BREAKS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def files(draw):
    """A table as a text file, with blank lines anywhere below its header."""
    rows, line = draw(TABLES), draw(BREAKS)
    always = draw(st.booleans())
    rows = [[f"h{i}" for i in range(len(rows[0]))], ["x"] * len(rows[0]), *rows]
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, lineterminator="\r\n", quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL
    )
    lines = []
    for row in rows:
        out.seek(0)
        out.truncate()
        writer.writerow(row)
        lines.append(out.getvalue()[:-2])
        lines += [""] * draw(st.sampled_from([0, 0, 0, 1, 2]))
    return line.join(lines) + draw(st.sampled_from(["", line]))


@settings(max_examples=80, deadline=None)
@given(text=files(), piece=st.sampled_from([1, 7, 64, 1000]))
def test_cells_and_row_numbers_are_those_of_the_small_reader(tmp_path_factory, text, piece):
    table = whole(text)
    path = tmp_path_factory.mktemp("any") / "guests.csv"
    path.write_bytes(text.encode())

    source = source_of(path, piece, Opening(delimiter=","))
    cells, rows = texts(source, len(table.headers))

    assert cells == list(zip(*table.columns, strict=True))
    assert rows == table.rows.tolist()
    assert [n.values for n in source.notes] == [n.values for n in table.notes]


SIGNS = st.lists(
    st.sampled_from(["a", '"', ",", "\n", "\r\n", "\r", '""', '"a"', ',"b",', '5" x', "é"]),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(parts=SIGNS, piece=st.sampled_from([1, 5, 64]), long=st.sampled_from([0, 300]))
def test_any_signs_are_cut_into_the_records_of_the_csv_module_or_refused(parts, piece, long):
    text = "x" * long + "".join(parts)
    try:
        wanted = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        wanted = None
    content = text.encode()
    pieces = (content[i : i + piece] for i in range(0, len(content), piece))
    cutter = Cutter(pieces, ",", "guests.csv")
    found = []
    try:
        for cut in cutter:
            assert cut.first == len(found) + 1
            records = list(csv.reader(io.StringIO(cut.content.decode(), newline=""), strict=True))
            blank = np.zeros(cut.n, bool) if cut.blank is None else cut.blank
            assert [not record for record in records] == blank.tolist()
            assert [max(1, len(r)) for r in records] == cut.marks.fields(cut.n).tolist()
            found += records
    except FormatError:
        assert wanted is None
        return

    assert wanted is not None
    assert wanted[: len(found)] == found
    assert not any(any(map(str.strip, record)) for record in wanted[len(found) :])
    assert cutter.trailing == len(wanted) - len(found)


def rows_of(n, width=3, line="\n"):
    return line.join(",".join([str(i % 7)] * width) for i in range(n)) + line


@pytest.mark.parametrize("packed", ["", "gz", "gz twice", "zst", "zst twice"])
def test_a_packed_file_holds_what_the_plain_one_holds(tmp_path, packed):
    text = ("E1,P1\n" + "6,7\n5,4\n" * 900).encode()
    pack = {"g": gzip.compress, "z": zstandard.compress, "": bytes}[packed[:1]]
    halves = [text[:501], text[501:]] if "twice" in packed else [text]
    path = tmp_path / "guests.csv"
    path.write_bytes(b"".join(map(pack, halves)))

    source = source_of(path, 256)
    cells, rows = texts(source, 2)

    assert cells == [("6", "7"), ("5", "4")] * 900
    assert rows == list(range(2, 1802))
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_an_archive_that_ends_too_early_is_refused_with_the_place(tmp_path, pack):
    rng = np.random.default_rng(1)
    lines = [f"{a},{b}" for a, b in rng.integers(0, 10**9, (40_000, 2)).tolist()]
    content = pack(("E1,P1\n" + "\n".join(lines) + "\n").encode())
    path = tmp_path / "guests.csv.x"
    path.write_bytes(content[: len(content) * 9 // 10])

    said = refusal(source_of(path, 4096))

    assert said.startswith("guests.csv.x: the archive ends too early (after at least 3")
    assert said.endswith("nothing was written.")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_the_place_where_an_archive_breaks_off_is_that_of_the_lines_that_came_out(tmp_path, pack):
    rng = np.random.default_rng(1)
    lines = [f"{a},{b}" for a, b in rng.integers(0, 10**9, (40_000, 2)).tolist()]
    content = pack(("E1,P1\n" + "\n".join(lines) + "\n").encode())
    path = tmp_path / "guests.csv.x"

    path.write_bytes(content[:-4])
    nearly = refusal(source_of(path, 1 << 21))  # all of it in one piece
    path.write_bytes(content[:20])
    nothing = refusal(source_of(path))

    told = int(nearly.split("after at least ")[1].split(" lines")[0].replace(",", ""))
    assert 30_000 < told <= 40_001
    assert "ends too early, so" in nothing


@pytest.mark.parametrize("change", ["longer", "other", "gone"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_that_is_changed_while_it_is_read_is_refused(tmp_path, kind, change):
    path = tmp_path / f"guests.{kind}"
    frame = pl.DataFrame({"E1": [6] * 3000, "P1": [7] * 3000})
    frame.write_csv(path) if kind == "csv" else frame.write_parquet(path)
    source = open_source(path) if kind == "parquet" else source_of(path, 256)
    source.sample()
    blocks = source.blocks({0: "text", 1: "text"})

    next(blocks)
    if change == "gone":
        path.unlink()
    elif change == "longer":
        with path.open("ab") as stream:
            stream.write(b"6,7\n")
    else:
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 10**9))

    said = "cannot be read on|damaged" if change == "gone" else "was changed while it was read"
    with pytest.raises(ServqualError, match=said):
        list(blocks)


@pytest.mark.parametrize(("pack", "kind"), [(gzip.compress, "gzip"), (zstandard.compress, "Zsta")])
def test_a_damaged_archive_is_refused(tmp_path, pack, kind):
    content = bytearray(pack(("E1,P1\n" + rows_of(50_000, 2)).encode()))
    content[-5] ^= 0xFF
    path = tmp_path / "guests.csv.x"
    path.write_bytes(content if kind == "gzip" else content[:-2] + b"\x00\x00" + bytes(content))

    said = refusal(source_of(path, 4096))

    assert "is damaged" in said
    assert kind in said


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-8-sig", "gb18030", "utf-8"])
def test_any_encoding_is_read_in_pieces(tmp_path, codec):
    table = "网点,期望1,感知1\n" + "东城支行,7,6\n西城支行,5,非常满意\n" * 400
    path = tmp_path / "guests.csv"
    path.write_bytes(table.encode(codec))

    source = source_of(path, 101)
    table = source.sample()
    cells, _ = texts(source, 3)

    assert table.headers == ("网点", "期望1", "感知1")
    assert cells[1] == ("西城支行", "5", "非常满意")
    assert len(cells) == 800


def test_a_later_row_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "guests.csv"
    content = ("E1,branch\n" + "7,Old Town\n" * 6000).encode() + "7,Größe\n".encode("cp1252")
    path.write_bytes(content)

    assert refusal(source_of(path, 4096)).startswith("guests.csv: row 6,002 is not UTF-8")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,2", "guests.csv: the header has 3 fields, but row 9,001 has 2."),
        ("1,2,3,4", "guests.csv: the header has 3 fields, but row 9,001 has 4."),
        ('"1,2",3', "guests.csv: the header has 3 fields, but row 9,001 has 2."),
        ("1,2\n1,2,3,4", "guests.csv: the header has 3 fields, but row 9,001 has 2, row 9,002 "),
        ("1,\0,2", "guests.csv: row 9,001 holds a NUL character"),
        ('1,"2"x,3', "guests.csv: row 9,001 holds a quotation mark in the wrong place"),
    ],
)
def test_a_bad_row_far_in_is_named(tmp_path, row, said):
    path = tmp_path / "guests.csv"
    path.write_text("a,b,c\n" + rows_of(8999) + row + "\n" + rows_of(3000), "utf-8")

    assert refusal(source_of(path, 4096), 3).startswith(said)


def test_a_last_row_that_is_short_means_that_the_file_is_cut_off(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b,c\n" + rows_of(7000) + "1,2", "utf-8")

    assert "row 7,002, the last one, has 2 fields" in refusal(source_of(path, 4096), 3)


def test_a_quotation_that_is_never_closed_is_named_where_it_opens(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b,c\n" + rows_of(7000) + '1,"2,3\n' + rows_of(7000), "utf-8")

    assert refusal(source_of(path, 4096), 3).startswith(
        "guests.csv: a quotation that begins in row 7,002 is never closed"
    )


def test_the_end_of_a_record_is_not_searched_for_ever():
    text = 'a,b\n1,"' + "2\n" * 5000
    cutter = Cutter(
        iter([text[:1000].encode(), text[1000:].encode()]), ",", "guests.csv", most=2000
    )

    with pytest.raises(FormatError, match="a quotation that begins in row 2 is never closed"):
        list(cutter)


def test_a_cell_longer_than_any_answer_is_refused(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b,c\n" + rows_of(6000) + "1,2," + "x" * 140_000 + "\n", "utf-8")

    assert "a field in row 6,002 is longer than 131,072 characters" in refusal(source_of(path), 3)


def test_quotation_marks_inside_plain_cells_are_kept(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text('a,b\n5,a 55" screen\n' * 300 + '7,"x, y"\n', "utf-8")

    cells, rows = texts(source_of(path, 100), 2)

    assert cells[0] == ("5", 'a 55" screen')
    assert cells[-1] == ("7", "x, y")
    assert rows[-1] == 601


def test_a_column_that_is_not_whole_numbers_in_one_block_is_text_there(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b\n" + "7,1.5\n" * 40 + "very good,2\n" + "6,3\n" * 40, "utf-8")

    found = [b.parse().frame for b in source_of(path, 60).blocks({0: "whole", 1: "number"})]

    kinds = [frame["0"].dtype for frame in found]
    assert kinds.count(pl.String) == 1
    assert set(kinds) == {pl.Int8, pl.String}
    assert "very good" in next(f for f in found if f["0"].dtype == pl.String)["0"].to_list()


@pytest.mark.parametrize("cell", ["nan", "inf", "NaN"])
def test_words_that_look_like_no_number_stay_words(tmp_path, cell):
    path = tmp_path / "guests.csv"
    path.write_text(f"a,b\n1,{cell}\n", "utf-8")

    (block,) = source_of(path).blocks({1: "number"})

    assert block.parse().frame["1"].to_list() == [cell]


def test_codes_that_need_more_room_are_numbers_all_the_same(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b\n" + "7,1\n999,-99\n99999,1\n" * 9, "utf-8")

    found = pl.concat(
        [b.parse().frame.cast(pl.Int64) for b in source_of(path, 40).blocks({0: "whole"})]
    )

    assert found["0"].to_list() == [7, 999, 99999] * 9


def test_the_text_of_typed_cells_is_the_one_in_the_file(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text('a,b\n007," 5"\n"7",+5\n', "utf-8")

    (block,) = source_of(path).blocks({0: "whole", 1: "whole"})
    rows = block.parse()

    assert rows.frame.rows() == [(7, 5), (7, 5)]
    assert rows.as_text().rows() == [("007", " 5"), ("7", "+5")]


def test_blank_fields_beyond_the_header_in_every_row_are_left_out(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("a,b\n" + "1,2,\n" * 50, "utf-8")
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_text("a,b\n" + "1,2,\n" * 6000 + "1,2,3\n" + "1,2,\n" * 9, "utf-8")

    assert texts(source_of(path), 2)[0] == [("1", "2")] * 50
    assert "but row 6,002 has 3" in refusal(source_of(spoilt, 4096), 2)


def test_the_hint_for_excel_counts_as_a_row(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("sep=;\nE1;P1\n" + "1;2\n" * 60, "utf-8")

    cells, rows = texts(source_of(path), 2)

    assert cells[0] == ("1", "2")
    assert rows == list(range(3, 63))


def test_the_sample_is_the_table_of_the_small_reader(tmp_path):
    text = "sep=;\nE1;P1;\n" + "1;2;\n\n" * 60
    path = tmp_path / "guests.csv"
    path.write_text(text, "utf-8-sig")

    table = source_of(path).sample()
    small = whole(text, delimiter=None)

    assert (table.headers, table.columns) == (small.headers, small.columns)
    assert table.rows.tolist() == small.rows.tolist()
    assert (table.encoding, table.delimiter) == ("UTF-8 with BOM", ";")
    assert path.read_bytes().startswith(codecs.BOM_UTF8)


def test_the_sample_of_a_long_file_is_its_first_rows_and_the_sum_says_which_were_blank(tmp_path):
    path = tmp_path / "guests.csv"
    path.write_text("E1,P1\n\n" + "1,2\n" * 7000 + "\n3,4\n,\n,\n", "utf-8")

    source = open_source(path)
    table = source.sample()
    cells, rows = texts(source, 2)

    assert 4990 < len(table.rows) <= 5000
    assert (len(cells), rows[0], rows[-1]) == (7001, 3, 7004)
    assert [(n.code, n.values["n"]) for n in source.notes] == [("rows_empty_dropped", 4)]


def test_rows_of_headings_of_a_survey_tool_are_no_records(tmp_path):
    head = ["StartDate,EndDate,Status,Progress,ResponseId,Q1", "Start,End,Status,Progress,Id,Fast?"]
    head.append(",".join(f'"{{""ImportId"":""{c}""}}"' for c in ("a", "b", "c", "d", "e", "QID1")))
    rows = [f"2026-01-01,2026-01-01,IP Address,100,R_{i},5" for i in range(30)]
    path = tmp_path / "guests.csv"
    path.write_text("\n".join([*head, *rows]) + "\n", "utf-8")

    source = source_of(path)
    table = source.sample()
    found = [block.parse() for block in source.blocks({5: "whole"})]

    assert table.layout == "qualtrics"
    assert sum(f.frame.height for f in found) == 30
    assert found[0].first == table.rows[0] == 4
    assert found[0].frame["5"].dtype == pl.Int8
