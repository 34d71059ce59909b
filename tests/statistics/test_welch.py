"""The difference of two independent means against R's t.test, groups of any size."""

import pytest

from servqual.statistics.waves import welch
from tests.made import reference_rows


def sides(row):
    first = (float(row["mean"]), float(row["se"]), int(row["n"]) - 1)
    return first, (float(row["mean_others"]), float(row["se_others"]), int(row["n_others"]) - 1)


@pytest.mark.parametrize("row", reference_rows("welch.csv"), ids=lambda row: row["name"])
def test_the_interval_is_that_of_r(row):
    first, second = sides(row)
    found = welch(second, first, 0.9)

    assert found.change == pytest.approx(float(row["difference"]), rel=1e-9)
    assert found.df == pytest.approx(float(row["df"]), rel=1e-9)
    assert found.ci_low == pytest.approx(float(row["low"]), rel=1e-8)
    assert found.ci_high == pytest.approx(float(row["high"]), rel=1e-8)
