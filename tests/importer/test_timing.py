"""Lengths and moments of time in every form that survey tools write."""

import numpy as np
import pytest

from servqual.importer.opening.table import Table
from servqual.importer.people.timing import duration, read_times


def table(**columns):
    """Return a table whose columns are named by their role, as ``seconds_2`` for a second one."""
    cells = {name: list(values) for name, values in columns.items()}
    n = len(next(iter(cells.values())))
    return Table(
        "guests.csv",
        "",
        tuple(cells),
        tuple(cells.values()),
        np.arange(2, n + 2),
        roles=tuple(name.partition("_")[0] for name in cells),
    )


def finished(*cells):
    return read_times(table(end=cells)).finished


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("60秒", 60),
        ("1分15秒", 75),
        ("1分钟15秒", 75),
        ("2小时3分4秒", 7384),
        ("1天2小时", 93600),
        ("00:01:15", 75),
        ("1:15", 75),
        ("75", 75),
        ("75.5", 75.5),
        ("75,5", 75.5),
        ("７５", 75),
        ("1 h 2 min 3 s", 3723),
        ("1m15s", 75),
        ("1 minute, 15 seconds", 75),
        ("0 days 00:01:15", 75),
        ("1 days 00:01:15.5", 86475.5),
    ],
)
def test_a_length_of_time_is_read_in_seconds(text, seconds):
    assert duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "-3", "1分15秒左右", "15:10:12:01", "5 people", "12m x"]
)
def test_what_is_no_length_of_time_is_unknown(text):
    assert np.isnan(duration(text))


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05T09:12:33",
        "2024-03-05T09:12:33.000+07:00",
        "2024-03-05 09:12:33",
        "2024/3/5 09:12:33",
        "2024/03/05 9:12:33 AM GMT+7",
        "2024/3/5 上午9:12:33",
        "2024/3/5 9:12:33 上午 GMT+8",
        "2024年3月5日 09:12:33",
        "2024. 3. 5 오전 9:12:33",
        "03/05/2024 09:12:33 AM",
        "3/5/24 9:12:33",
        "2024-03-05T09:12:33Z",
    ],
)
def test_a_moment_is_read_by_the_clock_of_the_file(text):
    assert finished(text)[0] == 1709629953  # 2024-03-05 09:12:33


def test_an_afternoon_is_twelve_hours_later():
    assert finished("2024/03/05 09:12:33 PM")[0] == 1709629953 + 43200
    assert finished("2024/03/05 12:00:00 AM")[0] == 1709596800


def test_the_day_comes_first_where_it_can_be_nothing_else():
    day_first = read_times(table(end=["05/03/2024 09:12:33", "25/03/2024 09:12:33"]))

    assert day_first.finished[0] == 1709629953
    assert day_first.notes == ()


def test_an_order_of_day_and_month_that_is_open_is_noted():
    times = read_times(table(end=["03/05/2024 09:12:33 AM", "03/05/2024 09:49:44 AM"]))

    assert [note.text for note in times.notes] == [
        "Dates such as 03/05/2024 (end) fit both orders; the month was taken to stand first."
    ]


@pytest.mark.parametrize(
    "text", ["", "2024-03-05", "[not completed]", "2024-13-05 09:12:33", "31/31/2024 09:00", "now"]
)
def test_what_is_no_moment_is_unknown(text):
    times = read_times(table(end=[text, "2024-03-05 09:12:33"]))

    assert np.isnan(times.finished[0])


def test_the_tool_s_own_measure_comes_before_start_and_end():
    times = read_times(
        table(start=["2024-03-05 09:12:33"], end=["2024-03-05 09:20:33"], seconds=["1分15秒"])
    )

    assert times.seconds.tolist() == [75]
    assert [note.text for note in times.notes] == [
        "The time that each person took was read from “seconds”; it is known for 1."
    ]


def test_time_taken_runs_from_start_to_end():
    times = read_times(
        table(
            start=["2024-03-05T09:12:33.000+07:00", "2024-03-05 10:00:00", ""],
            end=["2024-03-05T03:15:53.000+01:00", "2024-03-05 09:00:00", "2024-03-05 09:00:00"],
        )
    )

    assert times.seconds[0] == 200
    assert np.isnan(times.seconds[1:]).all()
    assert [note.text for note in times.notes] == [
        "The time that each person took was computed from “start” and “end”; it is known for 1."
    ]


def test_the_last_of_several_ends_counts():
    times = read_times(
        table(end=["2024-03-05 09:12:33", ""], end_2=["[not completed]", "2024-03-05 09:12:34"])
    )

    assert times.finished.tolist() == [1709629953, 1709629954]


def test_a_table_without_such_columns_has_no_times():
    times = read_times(table(other=["2024-03-05 09:12:33"]))

    assert (times.seconds, times.finished, times.notes) == (None, None, ())


def test_columns_without_a_single_time_count_as_none():
    times = read_times(table(start=["", ""], end=["", ""], seconds=["", "?"]))

    assert (times.seconds, times.finished) == (None, None)
