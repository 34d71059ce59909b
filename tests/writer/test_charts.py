"""Charts in notebooks: the figures of the report as plotly figures."""

import pytest

from servqual.errors import SettingsError
from servqual.results import Gaps
from servqual.writer import chart
from tests.writer import studies
from tests.writer.prioritised import prioritised

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


@pytest.mark.parametrize("part", ["gaps", "scores"])
def test_a_radar_is_drawn_when_it_is_asked_for(part):
    figure = chart(getattr(BANK, part), BANK, kind="radar")

    assert [trace.name for trace in figure.data] == ["Expectation", "Perception"]
    assert all(len(trace.x) == 6 for trace in figure.data)


@pytest.mark.parametrize(
    ("part", "asked", "words"),
    [
        ("gaps", {"kind": "pie"}, "there is no kind of chart called 'pie'. Choose 'radar' or ''."),
        ("priorities", {"kind": "radar"}, "a radar shows the dimensions of gaps or scores: "),
        ("gaps", {"kind": "radar", "which": "items"}, "a radar shows the dimensions of gaps or "),
        ("priorities", {"importance_axis": "z"}, "the axis of importance is 'z'; it must be x or "),
    ],
)
def test_a_chart_that_there_is_not_is_refused_with_the_remedy(part, asked, words):
    with pytest.raises(SettingsError) as raised:
        chart(getattr(BANK, part), BANK, **asked)

    assert str(raised.value).startswith(words)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("axis", ["x", "y"])
def test_importance_lies_along_the_axis_that_was_asked_for(language, axis):
    layout = chart(BANK.priorities, BANK, language, importance_axis=axis).layout
    title = layout[f"{axis}axis"].title.text

    assert title.startswith({"en": "Importance", "zh": "重要性"}[language])


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


@pytest.mark.parametrize(
    ("which", "kind"),
    [("", "bar"), ("points", "bar"), ("drivers", "scatter"), ("asymmetry", "bar"), ("kano", "bar")],
)
def test_every_kind_of_importance_has_its_chart(which, kind):
    found = chart(prioritised().importance, prioritised(), which=which)

    assert kind in {trace.type for trace in found.data}


def test_an_unknown_chart_of_importance_is_refused_with_the_known_ones():
    with pytest.raises(SettingsError) as raised:
        chart(prioritised().importance, prioritised(), which="stars")

    assert str(raised.value) == (
        "there is no chart of 'stars'. Choose one of '', 'points', 'ranking', 'ratings', "
        "'drivers', 'asymmetry', 'kano'."
    )


def test_the_matrix_names_its_marks_where_no_page_does():
    study = prioritised()
    texts = [a.text for a in chart(study.priorities, study).layout.annotations]

    assert texts[-1] == "● firm   ◉ firm for this cross only   ○ leaning   ◌ undetermined"


def test_the_shortfall_by_theme_has_a_chart():
    study = prioritised()

    assert next(iter(chart(study.actions, study).data[1].x)) > 0.2
