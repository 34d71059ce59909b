"""A command that was mistyped ends with status 2 and says what is wrong with it."""

import pytest


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["reprot", "guests.csv"], "No such command 'reprot'."),
        (["report"], "Missing argument 'FILE'."),
        (["report", "guests.csv", "--clint", "x"], "No such option"),
        (["report", "guests.csv", "--confidence", "high"], "Invalid value for '--confidence'"),
        (["report", "guests.csv", "--invited", "1.5"], "Invalid value for '--invited'"),
        (["report", "guests.csv", "--invalid", "skip"], "Invalid value for '--invalid'"),
        (["report", "guests.csv", "--client"], "Option '--client' requires an argument."),
        (["report", "guests.csv", "more.csv"], "Got unexpected extra argument"),
        (["instruments", "shwo"], "No such command 'shwo'."),
        (["instruments", "show"], "Missing argument 'ID'."),
    ],
)
def test_a_mistyped_command(run, names, words, message):
    ended = run(*words)

    assert ended.status == 2
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert names() == ["guests.csv"]


def test_no_command_at_all_shows_the_help(run):
    ended = run()

    assert ended.status == 2
    assert "Usage: servqual" in ended.out + ended.err
