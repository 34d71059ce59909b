"""The terminal as it is: narrow code pages, closed pipes, Ctrl-C, and mistakes of our own."""

import os
import subprocess
import sys

import pytest

from servqual import catalog
from servqual.cli import terminal

COMMAND = [sys.executable, "-m", "servqual"]


def started(folder, *words, **environment):
    return subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=os.environ | environment,
        check=False,
        capture_output=True,
    )


@pytest.mark.parametrize("encoding", ["gbk", "cp1252"])
def test_no_code_page_crashes_a_command(folder, encoding):
    for words in (
        ("instruments", "show", "servqual", "--lang", "zh"),
        ("check", "guests.csv"),
        ("score", "guests.csv", "--force"),
    ):
        ended = started(folder, *words, PYTHONIOENCODING=encoding)

        assert ended.returncode == 0
        assert b"Traceback" not in ended.stderr


def test_a_gbk_console_shows_chinese_and_a_plain_minus(folder):
    shown = started(
        folder, "instruments", "show", "servqual", "--lang", "zh", PYTHONIOENCODING="gbk"
    )
    scored = started(folder, "score", "guests.csv", PYTHONIOENCODING="gbk")

    assert "有形性" in shown.stdout.decode("gbk")
    assert b"overall gap: -1.5" in scored.stderr


def test_a_reader_that_goes_away_is_no_mistake(folder):
    ended = subprocess.run(  # noqa: S602  a pipe is what is tested
        f"{sys.executable} -m servqual instruments schema | head -c 10",
        shell=True,
        cwd=folder,
        check=False,
        capture_output=True,
    )

    assert ended.stdout == b'{\n  "$schem'[:10]
    assert ended.stderr == b""


@pytest.fixture
def broken(monkeypatch):
    """Return a function that makes every command fail with an exception."""

    def break_with(error):
        def fail(*_):
            raise error

        monkeypatch.setattr(catalog, "instrument_ids", fail)

    return break_with


def test_a_mistake_of_our_own_asks_for_a_report(run, broken):
    broken(KeyError("q23"))

    assert run("instruments") == (
        1,
        "",
        "servqual: this is a mistake in servqual, not in your file (KeyError: 'q23').\n"
        "Please report it, with the command that you typed. "
        "Set SERVQUAL_DEBUG=1 to see where it happened.\n",
    )


def test_a_mistake_of_our_own_is_shown_in_full_on_request(run, broken, monkeypatch):
    broken(KeyError("q23"))
    monkeypatch.setenv("SERVQUAL_DEBUG", "1")

    with pytest.raises(KeyError):
        run("instruments")


def test_a_file_too_large_for_memory(run, broken):
    broken(MemoryError())

    assert run("instruments") == (
        1,
        "",
        "servqual: not enough memory for this file. Close other programs, or use fewer rows.\n",
    )


def test_ctrl_c_ends_at_once_and_in_silence(run, broken):
    broken(KeyboardInterrupt())

    assert run("instruments") == (130, "", "")


def test_columns_stand_under_each_other_with_full_width_signs():
    rows = [["ID", "TITLE"], ["服务", "x"], ["a", "y"]]

    assert terminal.aligned(rows) == "ID    TITLE\n服务  x\na     y"
