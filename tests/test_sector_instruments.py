"""What is special about the questionnaires after scales of one trade, and about single methods."""

import re

import pytest

import servqual as sq
from servqual.catalog import load_instrument
from servqual.settings import ReportOptions
from servqual.simulate import simulate
from servqual.writer.sections.summary import summary
from servqual.writer.view import View

# model, items and split as published; no split where it is our own choice
MODELS = {
    "higher-education": ("HEdPERF", 41, []),
    "restaurant": ("DINESERV", 29, [10, 5, 3, 6, 5]),
    "lodging": ("LODGSERV", 26, []),
    "lodging-one-column": ("HOLSERV", 27, []),
    "hospital-direct": ("SERVQHOS", 19, []),
    "healthcare": ("HEALTHQUAL", 32, []),
    "bank-service": ("BSQ", 31, [13, 5, 5, 4, 2, 2]),
}
DIMENSIONS = {"higher-education": 6, "lodging-one-column": 3, "hospital-direct": 2}
DIMENSIONS |= {"restaurant": 5, "lodging": 5, "healthcare": 5, "bank-service": 6}
DIRECT = ["lodging-one-column", "hospital-direct"]


@pytest.fixture(scope="module")
def importance_study(tmp_path_factory):
    path = tmp_path_factory.mktemp("importance") / "answers.csv"
    path.write_text(simulate(80, "importance-performance", seed=4).to_csv(), "utf-8")
    return sq.analyze(sq.read(path, instrument="importance-performance"))


@pytest.mark.parametrize("name", MODELS)
def test_items_and_dimensions_are_as_many_as_in_the_model(name):
    asked, (model, items, split) = load_instrument(name), MODELS[name]
    sizes = [len(asked.items_of(d)) for d in asked.dimension_ids]

    assert (asked.modelled_on.name, asked.modelled_on.items) == (model, items)
    assert asked.modelled_on.split == split
    assert sum(sizes) == items
    assert split in ([], sizes)
    assert len(sizes) == DIMENSIONS[name]


@pytest.mark.parametrize("name", MODELS)
def test_a_split_of_our_own_is_said_to_be_ours(name):
    model = load_instrument(name).modelled_on

    assert bool(model.split) != ("our own choice" in model.note["en"])
    assert bool(model.split) != ("自行" in model.note["zh"].split("题项为")[0])


@pytest.mark.parametrize("name", MODELS)
def test_the_name_of_the_model_stands_in_neither_id_nor_title(name):
    asked = load_instrument(name)
    ours = " ".join([asked.id, *asked.title.values()]).casefold()

    assert asked.modelled_on.name.casefold() not in ours
    assert asked.wording == "own"
    assert "this is not that questionnaire" in asked.licence_note["en"]


@pytest.mark.parametrize("name", DIRECT)
def test_one_column_is_held_against_as_expected(name):
    asked = load_instrument(name)
    (gap,) = asked.gaps
    middle = next(a for a in asked.scale.anchors if a.value == asked.scale.middle)

    assert (gap.of, gap.minus) == ("direct", "midpoint")
    assert middle.label == {"en": "As I expected", "zh": "与预期一致"}
    assert [a.value for a in asked.scale.anchors] == list(asked.scale.values)


@pytest.mark.parametrize("name", ["restaurant", "lodging"])
def test_expectation_and_perception_end_in_the_same_words_or_turn_to_me(name):
    for item in load_instrument(name).items:
        expected, seen = (item.wording[b]["en"] for b in ("expectation", "perception"))

        assert expected.startswith("An excellent {service} ")
        assert seen.startswith("This {service} ")
        if not re.search(r"\b(I|me|my)\b", seen):
            assert expected.removeprefix("An excellent") == seen.removeprefix("This")


def test_a_file_of_three_lines_asks_for_perceptions_alone(tmp_path):
    path = tmp_path / "bistro.toml"
    path.write_text('extends = "restaurant"\nwithout = ["expectation"]\nid = "bistro"\n', "utf-8")
    asked = load_instrument(path)

    assert (asked.battery_names, asked.gaps) == (["perception"], [])
    assert {name for item in asked.items for name in item.wording} == {"perception"}


def test_perceptions_of_a_restaurant_alone_are_refused_with_that_remedy(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text(",".join(f"P{n}" for n in range(1, 30)) + "\n" + "5," * 28 + "5\n", "utf-8")

    with pytest.raises(sq.ColumnError) as refusal:
        sq.read(path, instrument="restaurant")
    assert str(refusal.value) == (
        "answers.csv: no column holds expectation ratings (perception: P1 ... P29). For "
        'perceptions alone write a file with extends = "restaurant", without = ["expectation"] '
        "and an id, and name it after -i; otherwise name the columns in a mapping file."
    )


def test_the_kano_form_asks_about_the_topics_of_servqual():
    kano, servqual = load_instrument("kano"), load_instrument("servqual")

    assert [(i.id, i.dimension, i.topic) for i in kano.items] == [
        (i.id, i.dimension, i.topic) for i in servqual.items
    ]
    assert [t.id for t in kano.themes] == [t.id for t in servqual.themes]
    assert kano.battery_names == ["functional", "dysfunctional"]
    assert kano.gaps == []


def test_the_second_kano_question_is_the_first_with_not():
    for item in load_instrument("kano").items:
        there, absent = item.wording["functional"], item.wording["dysfunctional"]

        assert re.search(r"\bnot\b|cannot", absent["en"])
        assert not re.search(r"\bnot\b|cannot", there["en"])
        assert re.search("不|没|差错", absent["zh"])


def test_loyalty_asks_the_three_single_questions_each_on_its_own_scale():
    asked = {o.id: o for o in load_instrument("loyalty").outcomes}

    assert (asked["recommend"].kind, asked["recommend"].max) == ("recommend", 10)
    assert (asked["satisfaction"].kind, asked["satisfaction"].max) == ("rating", 5)
    assert (asked["effort"].kind, asked["effort"].version) == ("effort", 2)
    assert asked["first_contact"].kind == "yes_no"


def test_importance_is_asked_before_satisfaction_and_with_its_own_words():
    asked = load_instrument("importance-performance")
    importance = asked.scale_of("importance").anchors

    assert asked.battery_names == ["importance", "satisfaction"]
    assert asked.importance.method == "ratings"
    assert [a.label["zh"] for a in importance][::4] == ["非常不重要", "非常重要"]


def test_a_report_leads_with_satisfaction_though_importance_was_asked_first(importance_study):
    overall = {row.battery: row.mean for row in importance_study.scores.overall}
    (found,) = summary(View(importance_study, ReportOptions(date="2026-01-31")))

    assert f"{overall['importance']:.2f}" != f"{overall['satisfaction']:.2f}"
    assert f"{overall['satisfaction']:.2f}" in str(found.context)
    assert f"{overall['importance']:.2f}" not in str(found.context)
    assert importance_study.themes.rows[0].kind == "satisfaction"


def test_every_topic_gets_a_place_in_the_matrix(importance_study):
    assert len(importance_study.priorities.items) == 21
    assert importance_study.priorities.importance_source == "ratings"
