"""Importance by an order of the dimensions: places, not points, and 1 comes first."""

from dataclasses import replace
from html import unescape

import numpy as np
import pytest

import servqual as sq
from servqual.catalog import load_instrument
from servqual.settings import ReportOptions
from servqual.simulate import simulate
from servqual.writer import to_json
from servqual.writer.exhibits.importance import ranking
from servqual.writer.sections.importance import importance
from servqual.writer.sections.methods_first import first_notes
from servqual.writer.view import View
from tests.made import DIMENSIONS

ORDER = ["reliability", "responsiveness", "assurance", "empathy", "tangibles"]


def ordering():
    form = load_instrument("servqual")
    asked = form.importance.model_copy(update={"method": "ranking"})
    return form.model_copy(update={"importance": asked})


def places(n, noise, seed=1):
    """Return orders of n people, noisy around ORDER, shape (n, 5), columns as in DIMENSIONS."""
    rng = np.random.default_rng(seed)
    middle = np.array([ORDER.index(d) for d in DIMENSIONS], dtype=float)
    drawn = middle + rng.normal(0, noise, (n, 5))
    return (drawn.argsort(axis=1).argsort(axis=1) + 1).astype(float)


def study_of(given, **settings):
    answers = sq.read(simulate(n=len(given), seed=2).frame)
    return sq.analyze(replace(answers, instrument=ordering(), points=given), **settings)


def ranked_rows(study):
    return {r.id: r for r in study.importance.stated if r.source == "ranking"}


def test_the_mean_place_its_error_and_the_share_of_first_places_are_those_of_the_answers():
    given = places(120, 1.0)
    given[:20] = np.nan
    rows = ranked_rows(study_of(given))
    kept = given[20:]

    for k, d in enumerate(DIMENSIONS):
        assert rows[d].n == 100
        assert rows[d].mean == pytest.approx(kept[:, k].mean(), abs=1e-12)
        assert rows[d].se == pytest.approx(kept[:, k].std(ddof=1) / 10, abs=1e-12)
        assert rows[d].share_first == pytest.approx((kept[:, k] == 1).mean(), abs=1e-12)
        assert rows[d].centre is None


def test_the_lowest_mean_place_is_the_most_important():
    rows = ranked_rows(study_of(places(300, 0.8)))

    assert sorted(rows, key=lambda d: rows[d].rank) == ORDER
    assert all(rows[d].rank_low <= rows[d].rank <= rows[d].rank_high for d in rows)


def test_an_order_weights_no_gap_and_no_action():
    study = study_of(places(120, 1.0))

    assert {row.id for row in study.gaps.overall} == {"unweighted", "item_mean"}
    assert study.importance.points == ()
    assert {row.importance_source for row in study.actions.rows} <= {"none", "derived"}


def test_an_order_is_compared_with_derived_importance_turned_the_right_way():
    study = study_of(places(400, 0.8))
    rows = {r.id: r for r in study.importance.agreement if r.stated_source == "ranking"}
    total = next(t for t in study.importance.agreements if t.stated_source == "ranking")
    derived = [rows[d].derived_rank for d in ORDER]

    assert [rows[d].stated_rank for d in ORDER] == [1, 2, 3, 4, 5]
    assert rows["reliability"].stated == ranked_rows(study)["reliability"].mean
    assert total.spearman == pytest.approx(np.corrcoef([1, 2, 3, 4, 5], derived)[0, 1], abs=1e-12)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "300 people put the 5 dimensions in order of importance. Reliability stands first"),
        ("zh", "300 人把 5 个维度按重要性排序，可靠性居首"),
    ],
)
def test_the_report_says_which_stands_first(language, said):
    view = View(study_of(places(300, 0.8)), ReportOptions(language=language))
    (section,) = importance(view)
    exhibit = ranking(view)

    assert said in unescape(section.context["lead"][0])
    assert [row[0].text for row in exhibit.table.rows] == [view.dimension(d) for d in ORDER]
    assert exhibit.id in {e.id for e in section.exhibits}


def test_an_open_first_place_is_not_given_away():
    rng = np.random.default_rng(3)
    given = rng.permuted(np.tile(np.arange(1.0, 6.0), (60, 1)), axis=1)
    (section,) = importance(View(study_of(given), ReportOptions()))

    assert "stands first, this sample leaves open" in section.context["lead"][0]


def test_results_and_a_whole_report_are_written_with_an_order():
    study = study_of(places(80, 1.0))
    page = sq.chart(study.importance, study, which="ranking")

    assert page.data
    assert '"source": "ranking"' in to_json(study)


def test_the_methods_say_how_an_order_is_used():
    said = dict(first_notes(View(study_of(places(80, 1.0)), ReportOptions())))

    assert "they weight no gap and no action" in said["Order of importance"]
    assert "Importance points" not in said
