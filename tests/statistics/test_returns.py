"""What a rise of satisfaction would be worth: the chain by hand, and what it refuses."""

import pytest

from servqual.errors import SettingsError
from servqual.results.scenario import WhatIf, WhatIfRow
from servqual.statistics.returns import worth

CLIENT = {"retention_slope": 0.04, "customers": 10_000, "margin": 200, "years": 4, "rate": 0.10}


def changed(*rows):
    return WhatIf("q5", "reliability", "perception", "all", 0.3, 0.3, rows)


def outcome(change, low, high):
    return WhatIfRow("outcome", "satisfaction", "", 5.0, 5.0 + change, change, low, high)


def test_the_worked_chain():
    found = worth(0.20 * 0.30, 0.04, 10_000, 200, 4, 0.10, 9_000)

    assert found.retention == pytest.approx(0.0024)
    assert found.retained == pytest.approx(24)
    assert found.value == pytest.approx(15_215, abs=0.5)
    assert found.net == pytest.approx(6_215, abs=0.5)
    assert found.roi == pytest.approx(0.69, abs=0.005)


def test_the_ends_are_those_of_the_limits():
    found = changed(outcome(0.06, -0.01, 0.13)).returns(**CLIENT, cost=9_000)

    assert [round(found[name].retained, 6) for name in ("low", "base", "high")] == [-4, 24, 52]
    assert found["low"].net < -9_000 < found["base"].net < found["high"].net


def test_without_a_cost_there_is_no_return_on_it():
    assert changed(outcome(0.06, 0.01, 0.11)).returns(**CLIENT)["base"].roi is None


def test_without_an_outcome_there_is_nothing_to_work_out():
    with pytest.raises(SettingsError, match="no question about the whole"):
        changed().returns(**CLIENT)


@pytest.mark.parametrize("name", ["customers", "margin", "years"])
def test_amounts_below_zero_are_refused(name):
    with pytest.raises(SettingsError, match=name):
        changed(outcome(0.06, 0.01, 0.11)).returns(**{**CLIENT, name: -1})
