"""``servqual simulate``: the file is the survey, whatever its size and ending."""

import errno
import gzip
import os
import pty
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import servqual as sq
from servqual import _files
from servqual.errors import FileError, SettingsError
from servqual.simulate import simulate, stream
from servqual.simulate.csv_bytes import csv_head, csv_rows
from servqual.simulate.model import Model
from servqual.simulate.stream import BLOCK, Streamed
from servqual.simulate.table import Coded, to_csv

SERVQUAL = [sys.executable, "-m", "servqual"]


def survey(n=100, instrument="servqual", **told):
    return Streamed(n, sq.load_instrument(instrument), **told)


@pytest.mark.parametrize("instrument", ["servqual", "library-three-level", "loyalty", "kano"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bytes_are_those_of_a_csv_writer(instrument, language):
    columns = survey(80, instrument, language=language).block(0)
    spelt = {h: c.spelt() if isinstance(c, Coded) else c for h, c in columns.items()}

    assert (csv_head(columns) + csv_rows(columns)).decode() == to_csv(spelt)


def test_numbers_below_zero_and_of_several_digits_are_written_as_they_are():
    columns = {"a": np.array([-3.0, 100.0, np.nan]), "b": np.array([9.0, 10.0, 123_456.0])}

    assert csv_rows(columns) == b"-3,9\n100,10\n,123456\n"


def test_the_first_rows_do_not_depend_on_how_many_follow(run):
    for n in (3, BLOCK + 2):
        assert run("simulate", "-n", n, "-o", f"{n}.csv").status == 0
    few, many = (Path(f"{n}.csv").read_text("utf-8").splitlines() for n in (3, BLOCK + 2))

    assert many[:4] == few
    assert [line.split(",")[0] for line in many[-2:]] == [str(BLOCK + 1), str(BLOCK + 2)]


def test_every_block_has_other_people():
    first, second = (csv_rows(survey(2 * BLOCK).block(k)).splitlines()[5:60] for k in (0, 1))

    assert {line.partition(b",")[2] for line in first}.isdisjoint(
        line.partition(b",")[2] for line in second
    )


def test_the_headers_are_those_of_the_library(run):
    run("simulate", "-n", 5, "-o", "s.csv", "-i", "servqual-hotel", "--lang", "zh")
    headers = Path("s.csv").read_text("utf-8").splitlines()[0]

    assert headers.split(",") == list(simulate(5, "servqual-hotel", language="zh").columns)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(run):
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        run("simulate", "-n", 50, "-o", f"{name}.csv.gz", "--seed", seed)
    a, b, c = (Path(f"{name}.csv.gz").read_bytes() for name in "abc")

    assert a == b
    assert a != c


def test_every_ending_holds_the_same_answers(run):
    n = BLOCK + 100
    for ending in ("csv", "csv.gz", "parquet"):
        assert run("simulate", "-n", n, "-o", f"s.{ending}").status == 0
    polars = pytest.importorskip("polars")
    plain, packed = polars.read_csv("s.csv"), polars.read_parquet("s.parquet")

    assert gzip.decompress(Path("s.csv.gz").read_bytes()) == Path("s.csv").read_bytes()
    assert packed["E1"].dtype == polars.Int32
    assert packed.cast(plain.schema).equals(plain)


def test_the_share_of_blanks_is_the_one_asked_for(run):
    run("simulate", "-n", 4000, "-o", "s.csv", "--missing-share", "0.25")
    rows = [line.split(",")[3:47] for line in Path("s.csv").read_text("utf-8").splitlines()[1:]]
    share = np.mean([cell == "" for row in rows for cell in row])

    assert share == pytest.approx(0.25 * (1 - Model().careless), abs=0.01)


def test_what_was_written_is_said_on_standard_error(run):
    said = run("simulate", "-n", 1500, "-o", "s.csv")
    quiet = run("simulate", "-n", 5, "-o", "t.csv", "--quiet")

    assert said.out == ""
    assert said.err == "Written: s.csv (1,500 simulated people, 223 kB)\n"
    assert (quiet.out, quiet.err) == ("", "")


def test_a_simulated_file_is_read_like_any_survey(run):
    run("simulate", "-n", 200, "-o", "s.csv")

    assert run("score", "s.csv", "-o", "s.json", "--quiet").status == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "s.xlsx"), "End it in .csv, .csv.gz or .parquet."),
        (("-o", "s.csv", "-n", "0"), "it must be the number of people, 1 or more."),
        (("-o", "s.csv", "--seed", "-1"), "it must be 0 or more."),
        (("-o", "s.csv", "--missing-share", "2"), "it must be at least 0 and at most 1."),
        (("-o", "guests.csv"), "Add --force to replace it"),
        (("-o", "s.csv", "-i", "none"), "no instrument called 'none'"),
        (("-o", "s.csv", "--lang", "xx"), "there are no texts in 'xx'"),
        (("-o", "no/s.csv"), "does not exist"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(run, names, words, message):
    before = names()
    ended = run("simulate", *words)

    assert ended.status == 1
    assert message in ended.err
    assert names() == before


def test_the_library_refuses_the_same():
    with pytest.raises(SettingsError, match="n is 0"):
        survey(0)
    with pytest.raises(SettingsError, match="the seed is -2"):
        survey(5, seed=-2)


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "parquet"])
def test_a_full_disk_leaves_nothing(tmp_path, ending):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = subprocess.run(
        [*SERVQUAL, "simulate", "-n", "3000", "-o", f"s.{ending}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"servqual: s.{ending}: cannot be written (File too large).")
    assert "free some space" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_is_told_from_other_faults(tmp_path):
    with (
        pytest.raises(FileError, match=r"No space left on device\)\. Nothing was written: free"),
        _files.written_whole(tmp_path / "a.csv"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with (
        pytest.raises(FileError, match=r"\(Input/output error\)\.$"),
        _files.written_whole(tmp_path / "a.csv"),
    ):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    assert list(tmp_path.iterdir()) == []


def on_a_terminal(words, folder, until):
    """Start a command whose standard error is a terminal; return it and what it said so far."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*SERVQUAL, *words], cwd=folder, stderr=theirs)
    os.close(theirs)
    said = b""
    while until not in said:
        said += os.read(ours, 1000)
    return process, ours, said


def rest_of(ours, process):
    """Return what else is said on a terminal until a command ends."""
    said = b""
    try:
        while piece := os.read(ours, 1000):
            said += piece
    except OSError:  # a terminal whose other side was closed
        pass
    os.close(ours)
    process.wait()
    return said


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_an_interrupt_leaves_nothing_and_says_so(tmp_path, ending):
    words = ["simulate", "-n", "100000000", "-o", f"s.{ending}"]
    process, ours, said = on_a_terminal(words, tmp_path, b"rows/s")
    process.send_signal(signal.SIGINT)
    last = rest_of(ours, process)

    assert b" rows of 100,000,000, " in said
    assert process.returncode == 130
    assert last.rstrip().endswith(b"servqual: stopped; nothing was written.")
    assert list(tmp_path.iterdir()) == []


def test_blocks_are_drawn_only_a_few_ahead(monkeypatch):
    drawn = []
    monkeypatch.setattr(stream, "BLOCK", 16)
    blocks = survey(16 * 50).blocks(lambda _columns, number: drawn.append(number))
    next(blocks)
    blocks.close()

    assert len(drawn) <= 1 + 2 * stream.THREADS
