"""A frame of Dask on a cluster of two processes, one of which may be killed."""

import os
import signal
import threading
import time

import pytest

import servqual as sq
from servqual.errors import ColumnError, MissingToolError, RatingError
from tests.engines.same import figures, sums, without_rows

pytestmark = [
    pytest.mark.engines,
    pytest.mark.filterwarnings("ignore::ResourceWarning:distributed"),
]


@pytest.fixture
def in_parts(cluster, frame):
    """Return the survey as a frame of Dask in five partitions."""
    import dask.dataframe as dd

    return dd.from_pandas(frame, npartitions=5, sort=False)


def test_two_processes_find_the_figures_of_one(in_parts, expected):
    found = sq.summarize(in_parts, by="branch")

    assert without_rows(figures(found)) == without_rows(figures(expected))
    assert sums(found) == sums(expected)


def test_however_the_frame_is_cut_the_sums_are_the_same(cluster, frame, in_parts):
    import dask.dataframe as dd

    one = sums(sq.summarize(in_parts, by="branch"))
    cut = dd.from_pandas(frame, npartitions=2, sort=False)

    assert sums(sq.summarize(cut, by="branch")) == one


def slow_when_summed(place, frame, folder):
    """Return a part of the frame; who sums the third first says who it is, and dawdles."""
    if place == 2 and not (folder / "sampled").exists():
        (folder / "sampled").touch()
    elif place == 2 and not (folder / "worker").exists():
        (folder / "worker").write_text(str(os.getpid()))
        time.sleep(60)
    return frame.iloc[place * 100 : (place + 1) * 100]


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(cluster, frame, tmp_path, expected):
    import dask.dataframe as dd

    mark = tmp_path / "worker"
    parts = dd.from_map(
        slow_when_summed, range(6), frame=frame, folder=tmp_path, meta=frame.iloc[:0]
    )
    workers = set(cluster.run(os.getpid).values())
    killed = []

    def kill():
        while not (mark.exists() and mark.read_text()):
            time.sleep(0.02)
        killed.append(int(mark.read_text()))
        assert killed[0] in workers
        os.kill(killed[0], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        found = sq.summarize(parts, by="branch")
    finally:
        thread.join()

    assert killed[0] not in cluster.run(os.getpid).values()
    assert sums(found) == sums(expected)


def test_a_wrong_answer_on_a_worker_is_told_here_with_its_place(cluster, frame):
    import dask.dataframe as dd

    wrong = frame.copy()
    wrong.loc[wrong.index[-1], "P3"] = 8

    with pytest.raises(RatingError, match=r"partition 2.*P3") as raised:
        sq.summarize(dd.from_pandas(wrong, npartitions=3, sort=False))
    assert "row 200" in str(raised.value)


def test_a_column_that_is_not_there_is_told_before_anything_is_summed(in_parts):
    with pytest.raises(ColumnError, match="no column called 'shop'"):
        sq.summarize(in_parts, by="shop")


def test_without_pyarrow_the_remedy_is_told(in_parts, monkeypatch):
    from servqual.engines import one_call

    monkeypatch.setattr(one_call, "find_spec", lambda _: None)

    with pytest.raises(MissingToolError, match=r'pip install "servqual\[dask\]"'):
        sq.summarize(in_parts)


def test_partitions_without_rows_count_as_none(cluster, frame, expected):
    import dask.dataframe as dd

    empty = dd.from_pandas(frame.iloc[:0], npartitions=1)
    joined = dd.concat([empty, dd.from_pandas(frame, npartitions=2, sort=False), empty])

    assert sums(sq.summarize(joined, by="branch")) == sums(expected)
