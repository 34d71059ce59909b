"""A study keeps linear algebra to its own thread, and lets go of it again."""

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import servqual as sq
from servqual.study import build


def blas_threads():
    return {found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"}


def test_a_study_is_worked_out_in_one_thread_of_linear_algebra(monkeypatch):
    inside = []
    tables = build.gap_tables
    monkeypatch.setattr(
        build, "gap_tables", lambda *words: inside.append(blas_threads()) or tables(*words)
    )
    with threadpool_limits(limits=2, user_api="blas"):
        if blas_threads() != {2}:
            pytest.skip("this machine has no two threads for linear algebra")
        sq.analyze(sq.read(sq.simulate(n=60, seed=2).frame))
        after = blas_threads()

    assert inside
    assert all(found == {1} for found in inside)
    assert after == {2}
