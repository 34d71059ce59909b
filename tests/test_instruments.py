"""What the shipped questionnaires ask, and what is said about a questionnaire file with faults."""

import copy
import re
import tomllib

import pytest

from servqual.catalog import instrument_ids, load_instrument, wording
from servqual.errors import InstrumentError
from servqual.instrument import Scale, parse_instrument
from servqual.instrument.completeness import completeness, texts_of

LANGUAGES = ("en", "zh")
CLASSIC = ["servqual", "servqual-1988", "servperf"]
TRADES = [
    name
    for name in instrument_ids()
    if load_instrument(name).title["en"].startswith("SERVQUAL adapted")
]
NEGATIVE = ["q10", "q11", "q12", "q13", "q18", "q19", "q20", "q21", "q22"]
SMALL = """
id = "small"
version = "1"
title = { en = "Small" }
source = "Own"
wording = "own"
scale = { min = 1, max = 5 }
gaps = [{ name = "gap", of = "perception", minus = "expectation" }]
batteries = [
    { name = "expectation", label = { en = "Expectation" }, aliases = ["E"] },
    { name = "perception", label = { en = "Perception" }, aliases = ["P"] },
]
dimensions = [{ id = "staff", name = { en = "Staff" } }]
items = [
    { id = "q1", dimension = "staff", topic = { en = "Polite" } },
    { id = "q2", dimension = "staff", topic = { en = "Quick" } },
]
"""


@pytest.fixture(params=instrument_ids())
def any_shipped(request):
    return load_instrument(request.param)


@pytest.fixture(params=[*CLASSIC, *TRADES])
def five(request):
    return load_instrument(request.param)


@pytest.fixture(params=CLASSIC)
def shipped(request):
    return load_instrument(request.param)


@pytest.fixture
def small():
    return tomllib.loads(SMALL)


def faults(table):
    """Return the lines of faults that a table is refused with."""
    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(table, "small.toml")
    return str(refusal.value).splitlines()[1:]


# -- the shipped files -------------------------------------------------------------------------


def test_every_text_is_there_in_english_and_chinese(any_shipped):
    found = completeness(any_shipped)

    assert set(found.languages) == {"en", "zh"}
    assert found.lacking == {}
    assert found.unworded == ()


def test_twenty_two_items_stand_in_five_dimensions(five):
    sizes = [len(five.items_of(name)) for name in five.dimension_ids]

    assert five.item_ids == [f"q{n}" for n in range(1, 23)]
    assert five.dimension_ids == [
        "tangibles",
        "reliability",
        "responsiveness",
        "assurance",
        "empathy",
    ]
    assert sizes == [4, 5, 4, 4, 5]


def test_all_seven_points_have_words(shipped):
    assert [anchor.value for anchor in shipped.scale.anchors] == [1, 2, 3, 4, 5, 6, 7]


def test_topics_are_short_and_tell_items_apart(any_shipped):
    english = [item.topic["en"] for item in any_shipped.items]
    chinese = [item.topic["zh"] for item in any_shipped.items]

    assert max(len(topic.split()) for topic in english) <= 6
    assert max(map(len, english)) <= 40
    assert max(map(len, chinese)) <= 12
    assert len(set(english)) == len(set(chinese)) == len(any_shipped.items)


def test_topics_of_the_five_dimensions_are_shorter_still(five):
    assert max(len(item.topic["en"]) for item in five.items) <= 30
    assert max(len(item.topic["zh"]) for item in five.items) <= 8


def test_each_sentence_names_the_service_once(five):
    for item in five.items:
        for words in item.wording.values():
            assert [words[language].count("{service}") for language in LANGUAGES] == [1, 1]


def test_all_sentences_end_as_sentences_or_all_are_phrases(any_shipped):
    sentences = [words for item in any_shipped.items for words in item.wording.values()]

    assert len({w["en"].endswith((".", "?")) for w in sentences}) == 1
    assert len({w["zh"].endswith(("。", "？")) for w in sentences}) == 1


def test_chinese_texts_use_full_width_punctuation(any_shipped):
    half_width = [
        words["zh"]
        for words in texts_of(any_shipped).values()
        if re.search(r"[\u4e00-\u9fff}] ?[,;:?!().]|[,;:?!().] ?[\u4e00-\u9fff{]", words["zh"])
    ]

    assert half_width == []


def test_the_dimensions_of_a_trade_are_described_in_its_words():
    described = load_instrument("servqual-hospital").dimension("empathy").description

    assert described["en"] == "Seeing each patient as a person with needs of their own."
    assert described["zh"] == "关心每位患者，了解并照顾其个别需求。"


@pytest.mark.parametrize("name", TRADES)
def test_a_trade_has_words_of_its_own(name):
    trade, general = load_instrument(name), load_instrument("servqual")
    same = [item.id for item in trade.items if item.wording == general.item(item.id).wording]

    assert len(same) <= 4
    assert trade.modelled_on.items == 22
    assert trade.wording == "own"


def test_what_follows_a_published_one_has_its_counts_or_says_why_not(any_shipped):
    model = any_shipped.modelled_on
    if model is None:
        return
    sizes = [len(any_shipped.items_of(d)) for d in any_shipped.dimension_ids]

    if model.note is None:
        assert len(any_shipped.items) == model.items
        assert model.split in ([], sizes)
    assert re.search(r"\b(19|20)\d\d\b", model.source)


def test_chinese_dimensions_lead_with_our_names_and_accept_the_others(shipped):
    names = [dimension.name["zh"] for dimension in shipped.dimensions]

    assert names == ["有形性", "可靠性", "响应性", "保证性", "同理心"]
    assert {"回应性", "反应性"} <= set(shipped.dimension("responsiveness").aliases)
    assert {"移情性", "同理性", "关怀性"} <= set(shipped.dimension("empathy").aliases)
    assert "有形展示" in shipped.dimension("tangibles").aliases
    assert "安全性" in shipped.dimension("assurance").aliases


def test_the_wording_is_declared_as_a_paraphrase_with_its_source(shipped):
    assert shipped.wording == "paraphrase"
    assert "not reproduced" in shipped.licence_note["en"]
    assert "不予转载" in shipped.licence_note["zh"]
    assert shipped.version in shipped.source


def test_recommendation_runs_from_0_to_10(shipped):
    recommend = next(o for o in shipped.outcomes if o.id == "recommend")

    assert (recommend.kind, recommend.min, recommend.max) == ("recommend", 0, 10)


def test_a_file_of_1988_read_under_any_of_them_can_be_noticed(shipped):
    assert shipped.reversed_form.instrument == "servqual-1988"
    assert shipped.reversed_form.items == NEGATIVE


def test_only_the_form_of_1988_has_items_worded_negatively():
    negative = {
        (name, battery): [
            item_id
            for item_id in load_instrument(name).item_ids
            if load_instrument(name).is_reversed(item_id, battery)
        ]
        for name in CLASSIC
        for battery in load_instrument(name).battery_names
    }

    assert negative == {
        ("servperf", "perception"): [],
        ("servqual", "expectation"): [],
        ("servqual", "perception"): [],
        ("servqual-1988", "expectation"): NEGATIVE,
        ("servqual-1988", "perception"): NEGATIVE,
    }


def test_negative_items_of_1988_are_negative_sentences():
    form = load_instrument("servqual-1988")
    openings = {item.id: item.wording["expectation"]["en"].split()[0] for item in form.items}

    assert [name for name, word in openings.items() if word == "No"] == NEGATIVE
    assert {word for name, word in openings.items() if name not in NEGATIVE} == {"Every"}
    for name in NEGATIVE:
        assert re.search("不应要求|不应受到责怪", form.item(name).wording["expectation"]["zh"])
        assert re.search("不|没有", form.item(name).wording["perception"]["zh"])


def test_opening_hours_are_item_19_in_1991_and_item_22_in_1988():
    topics = {name: load_instrument(name).item for name in ("servqual", "servqual-1988")}

    assert topics["servqual"]("q19").topic["en"] == "Convenient hours"
    assert topics["servqual-1988"]("q22").topic["en"] == "Convenient hours"
    assert topics["servqual-1988"]("q19").topic["en"] == "Personal attention by staff"


def test_servperf_asks_perceptions_only_and_has_no_gap():
    servperf = load_instrument("servperf")

    assert servperf.battery_names == ["perception"]
    assert servperf.gaps == []
    assert servperf.expectation_type is None


@pytest.mark.parametrize(
    ("name", "language", "service", "expectation", "perception"),
    [
        (
            "servqual",
            "en",
            "hospital",
            "An excellent hospital gets things right at the first attempt.",
            "This hospital gets things right at the first attempt.",
        ),
        (
            "servqual",
            "zh",
            "医院",
            "优秀的医院第一次就能把服务做好。",
            "这家医院第一次就能把服务做好。",
        ),
        (
            "servqual-1988",
            "en",
            "hotel",
            "Every hotel should be one that its customers can count on.",
            "This hotel is one that I can count on.",
        ),
        ("servqual-1988", "zh", "银行", "银行应当让顾客觉得靠得住。", "这家银行让我觉得靠得住。"),
    ],
)
def test_the_noun_of_the_service_fills_every_sentence(
    name, language, service, expectation, perception
):
    sentences = wording(load_instrument(name), language, service)

    assert sentences["expectation"]["q7"] == expectation
    assert sentences["perception"]["q7"] == perception
    assert not any("{" in text for battery in sentences.values() for text in battery.values())


# -- looking things up and varying -------------------------------------------------------------


def test_another_scale_keeps_the_words_of_its_ends():
    shorter = load_instrument("servqual").with_scale(1, 5).scale

    assert {a.value: a.label["en"] for a in shorter.anchors} == {
        1: "Strongly disagree",
        5: "Strongly agree",
    }


def test_a_dropped_item_leaves_dimension_and_reversed_form_too():
    fewer = load_instrument("servqual").without_items(["q10", "q11", "q12", "q13"])

    assert "responsiveness" not in fewer.dimension_ids
    assert fewer.reversed_form.items == ["q18", "q19", "q20", "q21", "q22"]


def test_a_text_falls_back_to_english_then_to_whichever_there_is(small):
    instrument = parse_instrument(small, "small.toml")

    assert instrument.say({"en": "Staff", "zh": "员工"}, "pt") == "Staff"
    assert instrument.say({"zh": "员工"}, "pt") == "员工"
    assert instrument.say(None, "en") == ""


def test_service_takes_the_instruments_own_noun_when_none_is_given(small):
    small["service"] = {"en": "library"}
    instrument = parse_instrument(small, "small.toml")

    assert instrument.filled({"en": "This {service}"}, "en") == "This library"
    assert instrument.filled({"en": "This {service}"}, "en", " spa ") == "This spa"


def test_a_scale_knows_its_answers():
    scale = Scale(min=1, max=7)

    assert (scale.range, scale.size, list(scale.values)) == (6, 7, [1, 2, 3, 4, 5, 6, 7])


# -- faults ------------------------------------------------------------------------------------


def test_faults_of_the_parts_are_named_together_by_key_and_id(small):
    del small["items"][0]["topic"]
    small["items"][1]["dimention"] = "staff"
    small["outcomes"] = [{"id": "nps", "label": {"en": "NPS"}, "kind": "recommend"}]
    small["wording"] = "copied"

    assert faults(small) == [
        "  - wording: 'copied' is not allowed; use one of 'paraphrase', 'own' or 'original'",
        "  - items[q1].topic: this key is missing; add it",
        "  - items[q2].dimention: this key is not known; did you mean 'dimension'?",
        "  - outcomes[nps]: a question of kind 'recommend' runs from 0 to 10: set min = 0 and "
        "max = 10, or use kind = 'rating'",
    ]


def test_a_key_that_is_not_known_is_answered_with_a_guess_or_with_those_that_are(small):
    small["titel"] = {"en": "Small"}
    small["gaps"][0]["colour"] = "red"
    small["scale"]["anchors"] = [{"value": 1, "lable": {"en": "Never"}}]

    assert faults(small) == [
        "  - scale.anchors[1].label: this key is missing; add it",
        "  - scale.anchors[1].lable: this key is not known; did you mean 'label'?",
        "  - gaps[gap].colour: this key is not known; remove it. Here may stand name, of, minus, "
        "label",
        "  - titel: this key is not known; did you mean 'title'?",
    ]


def test_the_refusal_names_the_file_and_counts_the_faults(small):
    del small["version"]

    with pytest.raises(InstrumentError) as refusal:
        parse_instrument(small, "folder/small.toml")

    assert str(refusal.value) == (
        "folder/small.toml: this questionnaire file has 1 fault(s). Mend them and try again; "
        "instruments/README.md describes the keys.\n"
        "  - version: this key is missing; add it"
    )


def test_faults_in_how_the_parts_fit_together_are_named_together(small):
    small["items"][0]["dimension"] = "place"
    small["items"][1]["wording"] = {"wish": {"en": "It is quick."}}
    small["gaps"][0]["minus"] = "perception"
    small["dimensions"].append({"id": "price", "name": {"en": "Price"}})
    small["reversed_form"] = {"instrument": "small-1", "items": ["q9"]}
    small["importance"] = {"method": "ratings"}

    assert faults(small) == [
        "  - items[q1].dimension: 'place' is not in dimensions; there are staff, price",
        "  - items[q2]: 'wish' is not in batteries; there are expectation, perception",
        "  - dimensions[price]: no item belongs to it",
        "  - gaps[gap]: 'of' and 'minus' are the same battery",
        "  - importance.method: 'ratings' needs a battery called 'importance'; add it, or use "
        "'points', 'ranking' or 'none'",
        "  - reversed_form.items: 'q9' is not in items; there are q1, q2",
    ]


def test_importance_may_be_asked_as_a_ranking(small):
    small["importance"] = {"method": "ranking", "intro": {"en": "Put these in order."}}

    assert parse_instrument(small, "small.toml").importance.method == "ranking"


def test_an_unknown_way_of_asking_importance_is_refused_with_those_known(small):
    small["importance"] = {"method": "rankings"}

    assert faults(small) == [
        "  - importance.method: 'rankings' is not allowed; did you mean 'ranking'? Allowed are "
        "'points', 'ranking', 'ratings' or 'none'"
    ]


def test_batteries_of_a_gap_need_the_same_scale(small):
    small["batteries"][0]["scale"] = {"min": 1, "max": 9}

    assert faults(small) == ["  - gaps[gap]: the two batteries have different scales"]


def test_an_id_stands_for_one_thing(small):
    small["items"][1]["id"] = "q1"

    assert faults(small) == ["  - items: q1 stands there 2 times"]


def test_an_alias_stands_for_one_thing_whatever_its_case(small):
    small["batteries"][1]["aliases"] = ["e"]

    assert faults(small) == [
        "  - 'e' stands for batteries[expectation] and for batteries[perception]; "
        "keep it in one place"
    ]


def test_an_answer_in_words_stands_for_one_point_and_never_for_a_missing_answer_too(small):
    small["scale"]["anchors"] = [
        {"value": 1, "label": {"en": "No"}, "also": ["never"]},
        {"value": 5, "label": {"en": "Yes"}, "also": ["Never"]},
    ]
    small["scale"]["missing"] = {"refused": ["yes"]}

    assert faults(small) == [
        "  - scale: 'Never' stands for 1 and for 5; keep it in one place",
        "  - scale: 'yes' stands for an anchor and for refused; keep it in one place",
    ]


def test_a_scale_runs_upwards_and_holds_its_anchors(small):
    small["scale"] = {"min": 5, "max": 1}
    upside_down = faults(small)
    small["scale"] = {"min": 1, "max": 5, "anchors": [{"value": 7, "label": {"en": "Yes"}}]}
    outside = faults(small)

    assert upside_down == ["  - scale: max (1) must be greater than min (5)"]
    assert outside == ["  - scale: the anchor for 7 lies outside 1-5"]


def test_service_is_the_only_placeholder(small):
    small["items"][0]["wording"] = {"perception": {"en": "This {servce} is polite."}}

    assert faults(small) == [
        "  - items[q1].wording.perception.en: {servce} cannot be filled; "
        "{service} is the only placeholder"
    ]


def test_a_pattern_must_be_a_regular_expression_with_the_items_number(small):
    small["batteries"][0]["patterns"] = ["E(\\d+)"]
    unnamed = faults(small)
    small["batteries"][0]["patterns"] = ["E(?P<n>\\d+"]
    broken = faults(small)

    assert unnamed == [
        "  - batteries[expectation].patterns: 'E(\\\\d+)' must hold the item's number as (?P<n>...)"
    ]
    assert "'E(?P<n>\\\\d+' is not a regular expression: missing )" in broken[0]


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("version", 1991, 'version: this is a text; put it in quotes: "1991"'),
        ("title", {}, "title: this is empty; add at least one entry"),
        ("title", {"en": " "}, "title.en: this text is empty; write it or remove the key"),
        (
            "title",
            {"English": "Small"},
            "title.English: 'English' is not a language code; use en, zh, pt-br ...",
        ),
        (
            "id",
            "My Survey",
            "id: 'My Survey' must be lower-case letters, digits and _, beginning with a letter",
        ),
        ("min_answered", 0.0, "min_answered: this should be greater than 0 (given: 0.0)"),
        (
            "scale",
            {"min": "1", "max": 5},
            "scale.min: write it without quotes: 1",
        ),
        (
            "outcomes",
            [{"id": "again", "label": {"en": "Again"}, "kind": "yes_no"}],
            "outcomes[again]: a question of kind 'yes_no' has two answers: set min = 0 and max = 1",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_and_never_converted(small, key, value, fault):
    table = copy.deepcopy(small) | {key: value}

    assert faults(table) == [f"  - {fault}"]
