"""Engines that may be absent, and one survey in all its forms."""

import os
import shutil
import sys
import warnings
from importlib.util import find_spec

import pytest

import servqual as sq

N = 600


def need(present, what):
    """Skip where something is absent, or fail where CI is set."""
    if present:
        return
    if os.environ.get("CI"):
        pytest.fail(f"needs {what}; .ci/run installs it")
    pytest.skip(f"needs {what}")


@pytest.fixture(scope="session")
def frame():
    """Return a survey as a pandas frame, people in four branches."""
    return sq.simulate(n=N, seed=5).frame.drop(columns="comment")


@pytest.fixture(scope="session")
def csv(frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("survey") / "guests.csv"
    frame.to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def expected(csv):
    """Return the summary of the survey, from its file."""
    return sq.summarize(csv, by="branch")


@pytest.fixture(scope="session")
def pyarrow():
    need(find_spec("pyarrow"), "the package pyarrow (make engines)")
    import pyarrow

    return pyarrow


@pytest.fixture(scope="session")
def duckdb():
    need(find_spec("duckdb"), "the package duckdb (make engines)")
    import duckdb

    return duckdb


@pytest.fixture(scope="session")
def cluster():
    """Return a client of a Dask cluster of two processes on this machine."""
    need(find_spec("distributed"), "the packages dask and distributed (make engines)")
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as two,
        Client(two) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def spark():
    """Return a session of Spark with two threads on this machine."""
    need(find_spec("pyspark"), "the package pyspark (make engines)")
    need(shutil.which("java") or os.environ.get("JAVA_HOME"), "Java 17, for Spark")
    from pyspark.sql import SparkSession

    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore", ResourceWarning)  # Spark leaves a socket open
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # its workers are to be this Python too
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.log.level", "ERROR")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
    yield session
    session.stop()
