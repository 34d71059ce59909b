"""The line that tells how far a long command is."""

from types import SimpleNamespace

import pytest
import typer

from servqual.cli import progress


@pytest.fixture
def terminal(monkeypatch):
    """Return a function that says what was written to a terminal."""
    written = []

    class Screen:
        def isatty(self):
            return True

        def write(self, text):
            written.append(text)

        def flush(self):
            pass

    # the real one is changed by pytest between this and the test
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=Screen()))
    return lambda: "".join(written)


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that is set by hand."""
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_the_line_is_written_over(terminal, clock):
    line = progress.Line(quiet=False)
    clock[0] += 4
    line.tell(1_000_000, 50_000_000, 150_000_000)

    assert terminal() == "\r1,000,000 rows, 250,000 rows/s, 50 of 150 MB, 0:08 left"


def test_the_line_is_gone_at_the_end(terminal, clock):
    with progress.told(quiet=False) as line:
        clock[0] += 1
        line.tell(10, 10, 20, "rows")
    written = terminal()

    assert written.startswith("\r10 rows of 20, 10 rows/s")
    assert written.endswith("\r" + " " * len("10 rows of 20, 10 rows/s") + "\r")


def test_a_line_is_not_written_more_often_than_one_can_read(terminal, clock):
    line = progress.Line(quiet=False)
    for _ in range(100):
        clock[0] += 0.01
        line.tell(5, 5, 10, "rows")

    assert terminal().count("\r") == 5


def test_a_shorter_state_leaves_nothing_of_a_longer_one(terminal, clock):
    line = progress.Line(quiet=False)
    clock[0] += 1
    line.tell(1_000_000, 10, None)
    clock[0] += 1e6
    line.tell(7, 10, None)

    assert terminal().split("\r")[2] == "7 rows, 0 rows/s".ljust(
        len("1,000,000 rows, 1,000,000 rows/s")
    )


def test_nothing_is_written_to_a_file_or_to_who_wants_quiet(terminal, clock, capsys):
    quiet = progress.Line(quiet=True)
    clock[0] += 1
    quiet.tell(5, 5, 10)
    quiet.clear()

    assert terminal() == ""


def test_nothing_is_written_where_there_is_no_terminal(clock, capsys):
    with progress.told(quiet=False) as line:
        clock[0] += 1
        line.tell(5, 5, 10)

    assert capsys.readouterr().err == ""


def test_an_interrupt_ends_with_the_status_of_one(capsys):
    with pytest.raises(typer.Exit) as left, progress.told(quiet=True):
        raise KeyboardInterrupt

    assert left.value.exit_code == 130
    assert capsys.readouterr().err == "servqual: stopped; nothing was written.\n"
