"""A frame of Spark: one session for all tests, two threads on this machine."""

import pytest

import servqual as sq
from servqual.errors import RatingError
from tests.engines.same import figures, sums, without_rows

pytestmark = [
    pytest.mark.engines,
    # said by Spark about itself
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def in_spark(spark, pyarrow, frame):
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    return spark.createDataFrame(table).repartition(5)


def test_spark_finds_the_figures_of_one_process(in_spark, expected):
    found = sq.summarize(in_spark, by="branch")

    assert without_rows(figures(found)) == without_rows(figures(expected))
    assert sums(found) == sums(expected)


def test_a_wrong_answer_in_spark_is_told_here_with_its_place(in_spark):
    from pyspark.sql.functions import col, lit, when

    wrong = in_spark.withColumn("P3", when(col("id") == 44, lit(8.0)).otherwise(col("P3")))

    with pytest.raises(RatingError, match=r"partition \d.*P3"):
        sq.summarize(wrong)


def test_names_of_columns_may_hold_dots_and_ticks(in_spark):
    renamed = in_spark.withColumnRenamed("age", "the `age.group`")

    assert len(sq.summarize(renamed, by="the `age.group`")) == 600
