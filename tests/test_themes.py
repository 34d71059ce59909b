"""Themes: which items count, in which order they stand, and what the questionnaire file may say."""

import numpy as np
import pytest

from servqual.catalog import load_instrument
from servqual.errors import InstrumentError
from servqual.instrument import parse_instrument
from tests.made import formula_ratings, responses, study_of

FORM = load_instrument("servqual")
SHIPPED = ("servqual", "servqual-1988", "servperf")


def with_themes(themes):
    """Return the shipped questionnaire with other themes, or with none."""
    table = FORM.model_dump(exclude_none=True)
    return parse_instrument(table | {"themes": themes}, "mine.toml")


def survey(gaps, instrument=FORM, n=60):
    """Return the study of people whose gap on each item is a number plus or minus one."""
    expectation = np.full((n, 22), 6)
    shift = np.zeros(22)
    for item, gap in gaps.items():
        shift[FORM.item_ids.index(item)] = gap
    noise = np.where(np.arange(n) % 2, 1, -1)[:, None] * np.where(np.arange(22) % 2, 1, -1)
    perception = np.clip(6 + shift + np.where(np.arange(n)[:, None] % 4 < 2, noise, 0), 1, 7)
    return study_of(responses(expectation, perception.round(), instrument=instrument))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_item_of_a_shipped_questionnaire_is_in_one_theme(name):
    form = load_instrument(name)

    assert sorted(i for theme in form.themes for i in theme.items) == sorted(form.item_ids)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_themes_are_named_in_both_languages(name):
    assert [t.id for t in load_instrument(name).themes if set(t.name) != {"en", "zh"}] == []


def test_a_theme_counts_only_items_that_fall_short_by_what_may_matter():
    study = survey({"q5": -3, "q8": -2, "q11": -2})
    rows = {row.theme: row for row in study.themes.rows}

    assert list(rows) == ["promises", "help"]
    assert rows["promises"].items == ("q5", "q8")
    assert (rows["promises"].n_items, rows["promises"].n_clearly_large) == (3, 2)


def test_themes_stand_by_the_mean_gap_of_their_items():
    study = survey({"q5": -3, "q8": -2, "q11": -2, "q19": -4})
    gap = {row.id: row.gap for row in study.gaps.items}
    means = {row.theme: row.mean for row in study.themes.rows}

    assert list(means) == ["hours", "promises", "help"]
    assert means["promises"] == pytest.approx((gap["q5"] + gap["q8"]) / 2)


def test_the_paired_difference_is_that_of_the_persons_means():
    expectation, perception = (table.astype(float) for table in formula_ratings())
    expectation, perception = np.tile(expectation, (10, 1)), np.tile(perception, (10, 1))
    study = study_of(responses(expectation, perception))
    first, second = study.themes.rows[:2]
    gaps = perception - expectation
    index = FORM.item_ids.index
    difference = gaps[:, [index(i) for i in second.items]].mean(axis=1)
    difference -= gaps[:, [index(i) for i in first.items]].mean(axis=1)

    assert second.difference == pytest.approx(difference.mean())
    reach = (second.ci_high - second.ci_low) / 2
    se = difference.std(ddof=1) / np.sqrt(60)
    from scipy.stats import t

    k = len(study.themes.rows) - 1
    assert reach == pytest.approx(t.ppf(1 - 0.05 / (2 * k), 59) * se, rel=1e-6)
    assert second.tied == (second.ci_low <= 0 <= second.ci_high)


def test_equal_themes_tie():
    study = survey({"q5": -2, "q11": -2})

    assert [row.tied for row in study.themes.rows] == [None, True]


def test_the_first_theme_is_compared_with_nothing():
    first = survey({"q5": -3, "q11": -2}).themes.rows[0]

    assert (first.difference, first.ci_low, first.ci_high, first.tied) == (None,) * 4


def test_dimensions_stand_in_where_the_file_declares_no_themes():
    study = survey({"q5": -3, "q11": -2}, with_themes([]))

    assert [(row.theme, row.source) for row in study.themes.rows] == [
        ("reliability", "dimension"),
        ("responsiveness", "dimension"),
    ]


@pytest.mark.parametrize("gap", [0, 1])
def test_without_a_shortfall_there_is_no_theme(gap):
    assert survey({f"q{k}": gap for k in range(1, 23)}).themes.rows == ()


def test_one_person_has_no_theme():
    assert survey({"q5": -3}, n=1).themes.rows == ()


def test_perceptions_alone_are_ranked_by_the_mean_of_all_items():
    _, perception = formula_ratings()
    study = study_of(responses(None, perception, instrument="servperf"))
    means = {row.id: row.mean for row in study.scores.items}
    rows = study.themes.rows

    assert len(rows) == 7
    assert [row.mean for row in rows] == sorted(row.mean for row in rows)
    assert rows[0].mean == pytest.approx(np.mean([means[i] for i in rows[0].items]))
    assert {row.n_clearly_large for row in rows} == {None}


def test_an_absent_item_leaves_its_theme_and_an_empty_theme_goes():
    form = FORM.without_items(["q19", "q5"])

    assert [t.id for t in form.themes] == [t.id for t in FORM.themes if t.id != "hours"]
    assert next(t.items for t in form.themes if t.id == "promises") == ["q8", "q10"]


def test_faults_of_themes_are_named_together():
    themes = [
        {"id": "a", "name": {"en": "A"}, "items": ["q1", "q2", "q99"]},
        {"id": "a", "name": {"en": "B"}, "items": [f"q{k}" for k in range(2, 22)]},
    ]

    with pytest.raises(InstrumentError) as raised:
        with_themes(themes)

    assert str(raised.value).splitlines()[1:] == [
        "  - themes: a stands there 2 times",
        "  - themes[a].items: 'q99' is not in items; did you mean 'q9'?",
        "  - themes: q2 stands there 2 times; keep it in one theme",
        "  - themes: q22 is in none of them; every item belongs to one theme",
    ]


def test_importance_that_was_not_rated_gives_no_quadrant():
    assert {row.n_concentrate_here for row in survey({"q5": -3}).themes.rows} == {None}
