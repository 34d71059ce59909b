"""Times in files of no survey tool: found by their heading, or named in the mapping file."""

import numpy as np
import pytest

from servqual.errors import MappingError
from servqual.importer import read
from servqual.simulate import simulate


def guests(**columns):
    """Return a survey of three people with more columns."""
    frame = simulate(3, seed=2).frame
    for header, cells in columns.items():
        frame[header.replace("_", " ")] = cells
    return frame


def mapped(frame, tmp_path, lines):
    path = tmp_path / "m.toml"
    path.write_text(f"[columns]\n{lines}\n", "utf-8")
    return read(frame, mapping=path)


@pytest.mark.parametrize("header", ["seconds", "Duration", "用时", "duration_in_seconds"])
def test_a_column_of_seconds_is_known_by_its_heading(header):
    answers = read(guests(**{header: [300, 60, None]}))

    assert np.nan_to_num(answers.seconds, nan=-1).tolist() == [300.0, 60.0, -1.0]


def test_lengths_of_time_are_understood():
    assert read(guests(duration=["5m 20s", "0:48", "1:02:03"])).seconds.tolist() == [
        320.0, 48.0, 3723.0,
    ]  # fmt: skip


def test_the_mapping_file_names_times(tmp_path):
    frame = guests(took=[100, 200, 300], done=["2026-05-01 10:00:00"] * 3)
    answers = mapped(frame, tmp_path, 'took = "seconds"\ndone = "finished"')

    assert answers.seconds.tolist() == [100.0, 200.0, 300.0]
    assert np.diff(answers.finished).tolist() == [0.0, 0.0]


def test_a_named_column_outranks_a_heading(tmp_path):
    frame = guests(seconds=[1, 2, 3], took=[100, 200, 300])

    assert mapped(frame, tmp_path, 'took = "seconds"').seconds.tolist() == [100.0, 200.0, 300.0]


def test_seconds_have_no_further_name(tmp_path):
    with pytest.raises(MappingError, match=r"'seconds\.x' is not a use of a column"):
        mapped(guests(took=[1, 2, 3]), tmp_path, 'took = "seconds.x"')


def test_a_survey_without_times_has_none():
    answers = read(guests())

    assert answers.seconds is None
    assert answers.finished is None
