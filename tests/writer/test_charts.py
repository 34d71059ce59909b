"""Charts in notebooks: the figures of the report as plotly figures."""

import pytest

from servqual.errors import SettingsError
from servqual.results import Gaps
from servqual.writer import chart
from tests.writer import studies

BANK = studies.bank()


@pytest.mark.parametrize("part", ["gaps", "scores", "priorities", "distributions", "importance"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_part_of_a_study_has_a_chart(part, language):
    figure = chart(getattr(BANK, part), BANK, language)

    assert len(figure.data) > 0
    assert figure.layout.template.layout.dragmode is False
    assert figure.to_json() == chart(getattr(BANK, part), BANK, language).to_json()


def test_a_study_stands_for_its_gaps():
    assert chart(BANK).to_json() == chart(BANK.gaps, BANK).to_json()


def test_a_study_without_gaps_stands_for_its_scores():
    servperf = studies.servperf()

    assert chart(servperf).to_json() == chart(servperf.scores, servperf).to_json()


def test_all_items_are_asked_for_by_name():
    figure = chart(BANK.gaps, BANK, which="items")

    assert len(figure.data[-1].x) == 22


def test_a_dimension_is_asked_for_by_its_id():
    figure = chart(BANK.gaps, BANK, which="reliability")

    assert len(figure.data[-1].x) == 5


def test_answers_carry_their_legend_in_a_notebook():
    assert chart(BANK.distributions, BANK).layout.showlegend is True


def test_a_part_of_a_study_knows_its_names():
    assert chart(BANK.gaps).to_json() == chart(BANK.gaps, BANK).to_json()


def test_a_part_taken_out_of_its_study_does_not_know_its_names():
    with pytest.raises(SettingsError, match=r"chart\(gaps, study\)"):
        chart(Gaps(BANK.gaps.items, BANK.gaps.dimensions))


def test_an_unknown_choice_is_answered_with_the_known_ones():
    with pytest.raises(SettingsError, match=r"there is no chart of 'price'. Choose one of ''"):
        chart(BANK.gaps, BANK, which="price")


def test_an_empty_result_has_no_chart():
    servperf = studies.servperf()

    with pytest.raises(SettingsError, match="this result is empty"):
        chart(servperf.priorities, servperf)
