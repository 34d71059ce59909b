"""The page that a client acts on: what first, why, how sure; nothing open sounds settled."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from servqual.results import Actions, Importance, Priorities
from servqual.settings import ReportOptions
from servqual.texts import catalogue, languages
from servqual.writer import render_html
from servqual.writer.exhibits.actions import register
from servqual.writer.exhibits.agreement import compared
from servqual.writer.exhibits.asymmetry import asymmetry
from servqual.writer.exhibits.drivers import driver_sentences, drivers
from servqual.writer.exhibits.matrix import priorities, quadrant_sentences
from servqual.writer.exhibits.models import vavra
from servqual.writer.exhibits.rankings import stability
from servqual.writer.figures.ellipses import Ellipse
from servqual.writer.sections.actions import actions, causes
from servqual.writer.sections.first import first
from servqual.writer.sections.importance import importance
from servqual.writer.sentences_first import answer, first_entry
from servqual.writer.themes import theme_findings
from servqual.writer.view import View
from tests.writer import studies
from tests.writer.prioritised import prioritised
from tests.writer.test_page import Reader

CAUSAL = re.compile(r"\b(because of|caused?|leads? to|due to|proves?|drives?)\b", re.IGNORECASE)
KANO = re.compile(r"must-be|one-dimensional|attractive|必备|一维|魅力")


def view(study=None, language="en", **options):
    options = {"service": "bank", "language": language} | options
    return View(study or prioritised(), ReportOptions(**options))


def plain(text):
    return text.replace("\u00a0", " ")


def ranked(study, *limits):
    """Return a study whose first actions have these limits of their ranks."""
    rows = list(study.actions.rows)
    for k, (low, high) in enumerate(limits):
        rows[k] = replace(rows[k], rank_low=low, rank_high=high)
    return replace(study, actions=replace(study.actions, rows=tuple(rows)))


def with_certainty(label, probability=0.47):
    study = prioritised()
    items = tuple(
        replace(
            r,
            certainty=label,
            probability={"concentrate": probability, "keep_up": 0.4, "low_priority": 0.1,
                         "overkill": 0.1},
        )
        if r.quadrant == "concentrate_here"
        else r
        for r in study.priorities.items
    )  # fmt: skip
    return replace(study, priorities=replace(study.priorities, items=items))


# -- what first ----------------------------------------------------------------------------------


def test_a_first_place_that_holds_in_every_resample_is_told():
    study = ranked(prioritised(), (1, 1), (2, 3), (2, 3))

    assert answer(view(study)) == (
        "“Right first time” comes first by the priority index: it did so in 62% of 2,000 resamples "
        "of the respondents."
    )
    assert answer(view(study, "zh")) == (
        "按优先指数，“服务一次到位”排在首位：对受访者的 2,000 次重抽样中，有 62% 由它居首。"
    )


def test_a_first_place_over_random_groups_says_that_groups_were_drawn():
    study = ranked(prioritised(), (1, 1), (2, 3), (2, 3))
    study = replace(study, priorities=replace(study.priorities, method="groups"))

    assert answer(view(study)).endswith("62% of 2,000 resamples of random groups of respondents.")
    assert "对受访者随机分组的 2,000 次重抽样中" in answer(view(study, "zh"))


def test_a_first_place_that_others_share_is_left_open():
    assert answer(view(ranked(prioritised(), (1, 2), (1, 2), (3, 5)))) == (
        "Which comes first, this sample leaves open: the rank intervals of “Right first time” and "
        "“Keeps promised times” reach 1."
    )


def test_many_that_share_it_are_counted():
    study = ranked(prioritised(), *[(1, 9)] * 6)

    assert answer(view(study)) == (
        "Which comes first, this sample leaves open: the rank intervals of “Right first time”, "
        "“Keeps promised times”, “Delivers when promised” and three more reach 1."
    )


def test_without_resamples_a_first_place_claims_nothing():
    study = ranked(prioritised(), *[(None, None)] * 21)

    assert answer(view(study)) == (
        "By these answers “Right first time” comes first; how sure that is could not be tested."
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("no_shortfall", "No item falls short for certain by an amount that may matter, so there "
         "is no order of actions."),
        ("nothing_to_rank", ""),
    ],
)  # fmt: skip
def test_without_a_register_the_page_says_why(problem, said):
    assert answer(view(prioritised(actions=Actions(problem=problem)))) == said


def test_without_a_register_and_a_matrix_there_is_no_page():
    study = prioritised(actions=Actions(), priorities=Priorities(), importance=Importance())

    assert first(view(study)) == actions(view(study)) == causes(view(study)) == []


# -- why, and how sure ---------------------------------------------------------------------------


def test_an_action_says_gap_perception_with_its_rank_and_importance():
    study = prioritised()
    entry = first_entry(view(study), study.actions.rows[1])

    assert plain(entry.why) == (
        "Gap −1.91 [−2.06, −1.76], clearly large. Perceived 4.33, rank 4 from the lowest. "
        "Importance 6.24, rank 5."
    )
    assert entry.chip == "Concentrate: firm"
    assert entry.sure == "99% of resamples place it there. Rank 1–4 of 21."


def test_an_expectation_that_stands_for_importance_is_not_called_importance():
    whole = prioritised()
    proxy = replace(whole.priorities, importance_source="expectation")
    study = replace(whole, priorities=proxy)

    assert plain(first_entry(view(study), study.actions.rows[1]).why).endswith(
        "Expected 6.24, rank 5."
    )


@pytest.mark.parametrize("language", languages())
def test_an_undetermined_quadrant_is_never_dressed_as_a_firm_one(language):
    study = with_certainty("undetermined")
    row = next(r for r in study.actions.rows if r.quadrant == "concentrate_here")
    entry = first_entry(view(study, language), row)
    firm = {catalogue(language)[f"first.certainty.{k}"] for k in ("firm", "firm_here", "leaning")}

    assert (entry.tone, entry.mark) == ("muted", "undetermined")
    assert entry.chip == catalogue(language)["first.page.chip_open"]
    assert not any(word in entry.chip + entry.sure for word in firm)
    assert "47%" in entry.sure


def test_neither_colour_nor_mark_of_an_undetermined_item_is_that_of_a_firm_one():
    exhibit = priorities(view(with_certainty("undetermined")))
    marker = exhibit.figure.wide["data"][0]["marker"]
    study = with_certainty("undetermined")
    inside = [k for k, r in enumerate(study.priorities.items) if r.quadrant == "concentrate_here"]
    dotted = [s for s in exhibit.figure.wide["layout"]["shapes"] if s["type"] == "circle"]
    cells = {row[-1].text: row[3].tone for row in exhibit.table.rows}

    assert inside
    assert {marker["color"][k] for k in inside} == {"#ffffff"}
    assert {s["line"]["dash"] for s in dotted} == {"dot"}
    assert "#b3531f" not in {s["line"]["color"] for s in dotted}
    assert cells["undetermined"] == "muted"


def test_every_certainty_has_a_mark_that_can_be_told_without_colour():
    figure = priorities(view()).figure.wide
    marker, rows = figure["data"][0]["marker"], prioritised().priorities.items
    looks = {}
    for k, row in enumerate(rows):
        hollow = marker["color"][k] == "#ffffff"
        look = (marker["symbol"][k], hollow, marker["line"]["width"][k])
        looks.setdefault(row.certainty, set()).add(look)

    assert {name: len(found) for name, found in looks.items()} == dict.fromkeys(looks, 1)
    assert len({next(iter(found)) for found in looks.values()}) == len(looks) == 4


def test_items_are_listed_by_how_sure_their_quadrant_is():
    said = quadrant_sentences(view())

    assert said.startswith(
        "“Keeps promised times” and “Customer interests first” lie firmly in “Concentrate here”. "
        "“Delivers when promised” lies in “Concentrate here” with this cross, but under no other "
        "rule for it."
    )
    assert said.endswith(
        "Where “Right first time” and “Prompt service” belong cannot be told from this sample."
    )


def test_a_matrix_that_was_not_resampled_says_so():
    study = studies.with_outcomes()

    assert "how sure that is could not be tested." in quadrant_sentences(view(study))
    assert all(not row[-1].text for row in priorities(view(study)).table.rows) is False
    assert [c.head for c in priorities(view(study)).table.columns][-1] == "Quadrant"


def test_the_summary_names_only_what_lies_firmly_in_the_quadrant():
    study = prioritised(with_themes())
    found = [f.detail for f in theme_findings(view(study))]

    assert found[1].endswith("Two of them lie firmly in “Concentrate here”.")
    assert not any("lie in “Concentrate here”" in text for text in found)


def with_themes():
    from servqual.results import Theme, Themes

    study = studies.with_outcomes()
    rows = [
        Theme(theme=t.id, source="theme", kind="gap", items=tuple(t.items), n_items=len(t.items),
              n_clearly_large=len(t.items), n_concentrate_here=3, mean=-1.5)
        for t in study.instrument.themes[:3]
    ]  # fmt: skip
    return replace(study, themes=Themes(tuple(rows)))


# -- what it rests on ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ratings", "Order: importance as rated, times how far the mean lies below what was "
         "wanted."),
        ("expectation", "Order: how far the mean lies below what was wanted, every item counting "
         "alike. Importance was not asked, and an expectation counts in the gap already."),
    ],
)  # fmt: skip
def test_the_order_says_what_it_rests_on(source, said):
    (section,) = first(view(prioritised(source=source)))

    assert section.context["order"] == (
        f"{said} What can be done, and at what cost, these answers do not say."
    )


def test_derived_importance_is_called_an_association():
    (section,) = first(view(prioritised(source="derived")))
    exhibit = section.exhibits[0]

    assert (
        "an association, which does not show what a change would bring."
        in section.context["says"][1]
    )
    assert exhibit.figure.wide["layout"]["yaxis"]["tickformat"] == ".0%"
    assert exhibit.table.rows[0][1].text.endswith("%")


def test_where_largest_gaps_and_lowest_perceptions_differ_the_page_says_so():
    study = prioritised()
    items = tuple(
        replace(r, mean_of=7 - (r.mean_of or 0), mean_minus=7 - (r.mean_of or 0) - (r.gap or 0))
        for r in study.gaps.items
    )
    (section,) = first(view(replace(study, gaps=replace(study.gaps, items=items))))

    assert section.context["says"][-1].startswith(
        "The order by gap and the order by perception disagree."
    )


def test_the_lines_that_move_and_those_that_stand_are_told_apart():
    study = prioritised()
    moving = first(view(study))[0].context["says"][1]
    fixed = replace(study, priorities=replace(study.priorities, rule="target"))

    assert "so some items always lie on the wrong side of them" in moving
    assert (
        "The lines stand at the targets set by the analyst: they do not move with the answers."
        in first(view(fixed))[0].context["says"][1]
    )


# -- the ellipses --------------------------------------------------------------------------------


@pytest.mark.parametrize(("correlation", "coverage"), [(0.0, 0.95), (0.7, 0.95), (-0.4, 0.8)])
def test_an_ellipse_holds_the_share_of_points_that_it_says(correlation, coverage):
    ellipse = Ellipse(0.2, 0.5, correlation, coverage)
    covariance = [[0.04, 0.1 * correlation], [0.1 * correlation, 0.25]]
    points = np.random.default_rng(1).multivariate_normal([0, 0], covariance, 40_000)
    corners = np.array(list(ellipse.corners(0.0, 0.0)))
    inverse = np.linalg.inv(covariance)
    reach = np.einsum("ij,jk,ik->i", corners, inverse, corners)
    inside = np.einsum("ij,jk,ik->i", points, inverse, points) <= reach[0]

    assert np.allclose(reach, -2 * math.log(1 - coverage))
    assert abs(inside.mean() - coverage) < 0.005


def test_an_ellipse_is_turned_with_the_axes():
    assert Ellipse(0.1, 0.3, 0.5).turned() == Ellipse(0.3, 0.1, 0.5)


@pytest.mark.parametrize("axis", ["x", "y"])
def test_every_ellipse_lies_within_the_axes(axis):
    figure = priorities(view(importance_axis=axis)).figure.wide
    (x0, x1), (y0, y1) = (figure["layout"][f"{a}axis"]["range"] for a in "xy")
    paths = [s["path"] for s in figure["layout"]["shapes"] if s["type"] == "path"]
    numbers = [tuple(map(float, p.split(","))) for path in paths for p in path[1:-1].split("L")]

    assert len(paths) == 22
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in numbers)


# -- what matters --------------------------------------------------------------------------------


def test_a_tie_at_the_top_of_the_drivers_is_left_open():
    assert driver_sentences(view()).startswith(
        "Which of tangibles, reliability and responsiveness goes together with “Overall "
        "satisfaction” most closely, this sample leaves open."
    )


def test_a_model_that_was_refused_says_why():
    assert driver_sentences(view()).endswith(
        "Item by item this is not shown: all predictors together may account for less than a tenth "
        "(lower limit of R² .09)."
    )


def test_where_nothing_can_be_derived_the_reasons_are_given_once():
    study = prioritised()
    tried = tuple(
        replace(m, leads=False, problem="too_few_people", n=30 + k)
        for k, m in enumerate(study.importance.models)
    )
    made = replace(study, importance=replace(study.importance, models=tried))

    assert driver_sentences(view(made)) == (
        "With what “Overall satisfaction” and “Likelihood to recommend” goes together most closely "
        "cannot be told here: too few people for so many predictors (n\u00a0=\u00a030–32; "
        "an item needs 20, a dimension 10)."
    )


@pytest.mark.parametrize("language", languages())
def test_penalties_and_rewards_have_no_kano_letters(language):
    exhibit = asymmetry(view(language=language))
    words = [c.text for row in exhibit.table.rows for c in row]

    assert not [text for text in words if KANO.search(text)]
    assert "Kano" in exhibit.says[0]


def test_vavras_grid_is_marked_for_what_it_is():
    shown = view()
    exhibit = vavra(shown, compared(shown)[0])

    assert "advises against that, and so does this report" in exhibit.how


def test_a_dash_stands_for_a_contrast_that_could_not_be_estimated():
    study = prioritised()
    rows = (replace(study.importance.asymmetry[0], penalty=None, penalty_low=None,
                    penalty_high=None, kind="", problem="too_few_low"),
            *study.importance.asymmetry[1:])  # fmt: skip
    made = replace(study, importance=replace(study.importance, asymmetry=rows))
    cells = [plain(cell.text) for cell in asymmetry(view(made)).table.rows[0]]

    assert cells[1:4] == ["–", "+0.11 [−0.09, +0.31]", "too few low scores"]


def test_both_methods_of_kano_and_their_disagreement_are_printed():
    (section,) = importance(view())
    (exhibit,) = (e for e in section.exhibits if e.id == "exhibit-kano")

    assert "belong to another class than by the most frequent answer" in exhibit.says[0]
    assert "cannot be told apart (Fong’s test)" in exhibit.says[0]
    assert "look at its wording first." in exhibit.says[0]


@pytest.mark.parametrize("language", languages())
def test_no_text_about_priorities_speaks_of_causes_or_drives(language):
    texts = {k: str(v) for k, v in catalogue(language).items() if k.startswith("first.")}
    mine = {k: v for k, v in texts.items() if not k.startswith(("first.causes", "first.methods"))}

    assert [k for k, v in mine.items() if CAUSAL.search(v) or "导致" in v or "造成" in v] == []


# -- what to do ----------------------------------------------------------------------------------


def test_the_register_leaves_room_to_fill_in():
    table = register(view()).table

    assert [c.head for c in table.columns] == [
        "Action", "Rank", "Evidence", "How sure", "Aim, next wave", "Effort", "Owner (suggested)",
        "Due",
    ]  # fmt: skip
    assert [plain(c.text) for c in table.rows[1]] == [
        "Keeps promised times", "2 (1–4)", "gap −1.91 [−2.06, −1.76], clearly large",
        "Concentrate: firm (99%)", "4.83 (n = 93)", "", "Operations", "",
    ]  # fmt: skip
    assert table.ruled


def test_an_undetermined_action_says_so_in_the_register():
    assert register(view()).table.rows[0][3].text == ("undetermined (most often Concentrate, 47%)")


def test_the_register_says_how_many_items_it_leaves_out():
    (section,) = actions(view())

    assert len(section.exhibits[0].table.rows) == 12
    assert "12 of 21 items that fall short are listed" in section.context["lead"][0]


def test_owners_are_called_suggestions_and_stand_in_the_language():
    (section,) = actions(view(language="zh"))
    owners = {row[6].text for row in section.exhibits[0].table.rows}

    assert owners <= {
        "场所与设施管理", "运营管理", "业务质量管理", "一线服务主管", "培训与人力资源",
        "客户关系管理", "门店管理",
    }  # fmt: skip
    assert "责任人一栏为问卷附带的建议" in section.context["lead"][-1]


def test_no_owner_is_called_suggested_where_the_questionnaire_suggests_none():
    study = prioritised()
    instrument = study.instrument.model_copy(update={"themes": []})
    columns = register(view(replace(study, instrument=instrument))).table.columns

    assert [c.head for c in columns][-2:] == ["Owner", "Due"]


def test_questions_stand_once_for_each_gap_of_the_model():
    (section,) = causes(view())
    gaps = section.context["gaps"]

    assert [g["name"].partition(",")[0] for g in gaps] == ["Gap 1", "Gap 2", "Gap 3", "Gap 4"]
    assert all(len(g["questions"]) >= 3 for g in gaps)
    assert sum(len(g["themes"]) for g in gaps) == len(prioritised().actions.causes)
    assert section.context["lead"][0].endswith("Leads to follow, not findings.")


def test_without_a_shortfall_there_is_no_register():
    text = Reader(render_html(studies.shifted(1), ReportOptions())).words

    assert "Action register" not in text


# -- at the back ---------------------------------------------------------------------------------


def test_the_stability_table_says_how_many_items_stay():
    exhibit = stability(view(), "ratings", "raw")

    assert exhibit.says == ["14 of 22 items keep their quadrant under every rule."]
    assert [c.head for c in exhibit.table.columns] == ["Item", "Means", "Medians", "Midpoints"]
    assert exhibit.table.rows[1][1].text.startswith(("Concentrate ", "Keep up ", "Low", "Over"))


@pytest.mark.parametrize("source", ["ratings", "derived", "expectation"])
@pytest.mark.parametrize("language", languages())
def test_every_kind_of_importance_can_be_written(language, source):
    text = render_html(prioritised(source=source), ReportOptions(language=language))

    assert 'id="priorities"' in text
    assert 'id="causes"' in text
    assert "None," not in Reader(text).words


def test_what_chance_stays_below_is_never_nothing():
    study = prioritised()
    model = replace(study.importance.leading_model(), noise_share=0.00002)

    assert "a predictor of pure chance stays below 0.1% in" in drivers(view(study), model).how
