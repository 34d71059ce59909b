"""What a questionnaire to field asks, in which words and under which codes."""

import datetime

import pandas as pd
import pytest

import servqual as sq
from servqual.errors import SettingsError
from servqual.forms import Wanted, questionnaires, short_forms
from servqual.forms.parts import Grid, parts
from servqual.forms.questions import Choice, Comment, Matrix, Rating
from servqual.importer.matching.names import Names
from servqual.importer.words import is_heading
from servqual.responses import Missing
from servqual.settings import Promise

AURORA = Wanted(service={"": "Aurora Hotel", "zh": "极光酒店"}, noun={"": "hotel", "zh": "酒店"})


@pytest.fixture(scope="module")
def servqual():
    return sq.load_instrument("servqual")


def rows(asked, battery):
    return next(b.rows for b in asked.blocks if isinstance(b, Matrix) and b.id == battery)


@pytest.mark.parametrize("name", sq.instrument_ids())
def test_every_shipped_questionnaire_can_be_fielded_in_both_languages(name):
    instrument = sq.load_instrument(name)

    en, zh = questionnaires(instrument, ["en", "zh"])

    names = Names(instrument)
    squashed = [code.casefold().replace("_", "") for code in en.codes]
    assert en.codes == zh.codes
    assert len(set(squashed)) == len(squashed)
    assert [c for c in en.codes if names.find(c) is None and not is_heading("comments", c)] == []
    assert all(b.code.isalnum() for b in en.blocks if isinstance(b, Matrix))


def test_importance_is_asked_before_people_think_of_this_service(servqual):
    asked = questionnaires(servqual)[0]

    assert [type(b).__name__ for b in asked.blocks] == [
        "Matrix", "Points", "Matrix", "Rating", "Rating", "Rating", "Rating", "Choice", "Choice",
        "Comment", "Choice", "Choice", "Choice",
    ]  # fmt: skip
    assert asked.codes[:2] + asked.codes[22:28] == (
        "E1", "E2", "points_tangibles", "points_reliability", "points_responsiveness",
        "points_assurance", "points_empathy", "P1",
    )  # fmt: skip


def test_a_name_is_used_of_this_service_and_the_noun_of_any(servqual):
    en, zh = questionnaires(servqual, ["en", "zh"], AURORA)

    assert en.title == "Your opinion of Aurora Hotel"
    assert (
        rows(en, "expectation")[2].text
        == "An excellent hotel has staff who look tidy and well groomed."
    )
    assert (
        rows(en, "perception")[2].text == "Aurora Hotel has staff who look tidy and well groomed."
    )
    assert zh.title == "极光酒店服务意见调查"
    assert rows(zh, "expectation")[2].text == "优秀的酒店，员工仪表整洁得体。"
    assert rows(zh, "perception")[2].text == "极光酒店的员工仪表整洁得体。"


def test_a_noun_alone_fills_every_sentence(servqual):
    en = questionnaires(servqual, "en", Wanted(service="hotel"))[0]
    zh = questionnaires(servqual, "zh", Wanted(service="Aurora", noun="酒店"))[0]

    assert en.title == "Your opinion of our hotel"
    assert rows(en, "perception")[2].text == "This hotel has staff who look tidy and well groomed."
    assert rows(zh, "perception")[2].text == "Aurora 的员工仪表整洁得体。"


def test_without_a_service_the_questionnaire_speaks_of_its_own_noun(servqual):
    en, zh = questionnaires(servqual, ["en", "zh"])

    assert (en.title, zh.title) == ("Your opinion of our service", "服务意见调查")
    assert rows(en, "perception")[0].text == "This company works with modern equipment."


def test_one_group_is_one_word_in_the_export_whatever_the_language(servqual):
    en, zh = questionnaires(servqual, ["en", "zh"])

    assert [o.value for o in zh.blocks[-2].options] == [o.label for o in en.blocks[-2].options]
    assert [o.label for o in zh.blocks[-2].options] == ["女", "男", "其他", "不愿透露"]


def test_people_columns_are_asked_with_the_answers_that_were_given(servqual):
    wanted = Wanted(people=[("branch", ["North", "South"]), ("occupation", [])])

    *_, branch, occupation = questionnaires(servqual, "en", wanted)[0].blocks

    assert branch.text == "Which branch did you visit?"
    assert [o.label for o in branch.options] == ["North", "South"]
    assert (occupation.text, occupation.options) == ("Occupation", ())


def test_managers_are_asked_where_they_work():
    wanted = Wanted(people=[("branch", ["North", "South"])])

    asked = questionnaires(sq.load_instrument("gap-managers"), "en", wanted)[0]

    assert asked.role == "manager"
    assert asked.blocks[-1].text == "Which branch do you work in?"
    assert asked.promise[2].startswith(
        "Answers of managers and of staff are shown only as means of all who answered, from 5 "
    )


@pytest.mark.parametrize("name", ["gap-managers", "gap-staff"])
def test_comments_of_managers_and_staff_are_promised_never_to_be_quoted(name):
    wanted = Wanted(promise=Promise(comments="without group"))

    en, zh = questionnaires(sq.load_instrument(name), ["en", "zh"], wanted)

    assert en.promise[-2] == "What you write in your own words is read and never quoted."
    assert zh.promise[-2] == "您写下的意见仅供阅读，不会被引用。"


def test_the_second_question_on_a_problem_depends_on_the_first(servqual):
    asked = questionnaires(servqual)[0]
    problem, resolved = [b for b in asked.blocks if isinstance(b, Choice)][:2]

    assert (problem.only_if, resolved.only_if) == (None, ("problem", "1"))
    assert asked.words_of("problem", "1") == "Yes"


def test_a_question_without_words_of_ours_is_asked_by_its_label():
    asked = questionnaires(sq.load_instrument("gap-staff"))[0]
    ratings = [b for b in asked.blocks if isinstance(b, Rating)]

    assert ratings[-1].options[0].label == "Strongly disagree"
    assert len(ratings) > 30
    assert any(isinstance(q, Grid) for part in parts(asked) for q in part.questions)


def test_the_promise_is_that_of_the_study(servqual):
    told = Promise(20, "never", {"en": "We promise."}, datetime.date(2026, 12, 31))

    assert questionnaires(servqual, "en", Wanted(promise=told))[0].promise == (
        "We promise.",
        "Results of groups are shown only where at least 20 people of a group answered.",
        "What you write in your own words is read and never quoted.",
        "Personal data are kept until 31 December 2026, then deleted.",
    )


def test_a_short_version_asks_its_own_items_and_says_which_it_is(servqual):
    short = short_forms(servqual, 3)

    first, *others = questionnaires(short.instrument)

    assert [q.constants for q in (first, *others)] == [(("form", v),) for v in "ABC"]
    assert [row.id for row in rows(first, "perception")] == list(short.forms[0].items)
    assert first.name == "servqual-short.en.A"


def test_random_orders_differ_and_are_the_same_for_a_seed(servqual):
    first, second = questionnaires(servqual, "en", Wanted(orders=2, seed=4))
    again, _ = questionnaires(servqual, "en", Wanted(orders=2, seed=4))
    order = [row.code for row in rows(first, "perception")]

    assert order == [row.code for row in rows(again, "perception")]
    assert order != [row.code for row in rows(second, "perception")]
    assert [code[1:] for code in order] == [row.code[1:] for row in rows(first, "expectation")]
    assert sorted(order) == sorted(f"P{n}" for n in range(1, 23))
    assert second.constants == (("order", "2"),)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_words_of_a_form_are_read_as_its_numbers(servqual, language):
    block = questionnaires(servqual, language)[0].blocks[0]
    words = [*(option.label for option in block.options), block.missing[0].label]
    told = {"E": words, "P": [*words[:-1], words[0]]}
    table = pd.DataFrame({f"{b}{n}": told[b] for b in "EP" for n in range(1, 23)})

    found = sq.read(table, servqual).ratings["expectation"]

    assert found[:-1, 0].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found[-1, 0] == Missing.NOT_APPLICABLE


def test_all_faults_of_what_is_wanted_are_named_at_once(servqual):
    with pytest.raises(SettingsError) as caught:
        questionnaires(servqual, ["en", "de"], Wanted(people=[("colour", [])], orders=-1))

    assert str(caught.value) == (
        "no form of servqual can be made.\n"
        "  - there is no form in 'de'; known languages: en, zh\n"
        "  - no sentence in 'de' for q1 of expectation, q2 of expectation, q3 of expectation, "
        "q4 of expectation, q5 of expectation ...; add it under wording in its file\n"
        "  - it knows no people column 'colour'; known: branch, region, segment, tier, frequency, "
        "channel, gender, age, education, occupation, income, wave\n"
        "  - -1 orders: write how many, or 0"
    )


def test_our_own_questions_are_known_as_headings(servqual):
    names = Names(servqual)

    for asked in questionnaires(servqual, ["en", "zh"]):
        for block in asked.blocks:
            if isinstance(block, Rating | Choice):
                assert names.find(f"7、{block.text}")[0].id == block.id
            if isinstance(block, Comment):
                assert is_heading("comments", block.text)
