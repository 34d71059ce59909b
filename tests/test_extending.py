"""How one questionnaire file changes another one."""

import pytest

from servqual.catalog import (
    instrument_ids,
    load_instrument,
    untranslated,
    with_extended,
    wording,
)
from servqual.errors import InstrumentError
from servqual.folder import new_folder
from servqual.instrument.completeness import completeness
from servqual.instrument.extending import extended
from servqual.instrument.parts import not_in

HEAD = 'extends = "servqual"\nid = "practice"\n'


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a questionnaire file and reads it."""

    def write(text, name="practice.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_instrument(path)

    return write


def refusal(written, text):
    with pytest.raises(InstrumentError) as raised:
        written(text)
    return str(raised.value).split("practice.toml: ", 1)[1]


def test_a_file_that_extends_another_says_only_what_is_different(written):
    practice = written(HEAD + '[[items]]\nid = "q1"\nreverse = true\n')

    assert practice.item("q1").reverse is True
    assert practice.item("q1").topic == {"en": "Modern equipment", "zh": "设备现代化"}
    assert practice.item("q1").dimension == "tangibles"
    assert practice.item_ids == load_instrument("servqual").item_ids


def test_an_entry_of_a_known_name_keeps_its_place_and_a_new_one_comes_last(written):
    practice = written(
        'replace = ["themes"]\n'
        + HEAD
        + '[[items]]\nid = "q40"\ndimension = "tangibles"\ntopic.en = "New"\n'
        + '[[items]]\nid = "q2"\nreverse = true\n'
    )

    assert practice.item_ids == [*(f"q{n}" for n in range(1, 23)), "q40"]
    assert practice.item("q2").reverse is True
    assert practice.themes == []


def test_what_is_left_out_leaves_themes_too_and_an_empty_group_goes(written):
    practice = written(HEAD.replace("id =", 'without = ["q19", "problem", "q1"]\nid ='))

    assert "hours" not in [theme.id for theme in practice.themes]
    assert next(t.items for t in practice.themes if t.id == "premises") == ["q2", "q4"]
    assert "problem" not in [outcome.id for outcome in practice.outcomes]
    assert practice.reversed_form.items == [
        "q10", "q11", "q12", "q13", "q18", "q20", "q21", "q22",
    ]  # fmt: skip


def test_a_dimension_without_items_goes(written):
    practice = written(HEAD.replace("id =", 'without = ["q1", "q2", "q3", "q4"]\nid ='))

    assert practice.dimension_ids == ["reliability", "responsiveness", "assurance", "empathy"]


def test_a_list_can_be_replaced_whole(written):
    practice = written(
        'replace = ["scale.anchors", "scale.missing", "reversed_form"]\n'
        + HEAD
        + '[[scale.anchors]]\nvalue = 1\nlabel.en = "Never"\n'
    )

    assert [anchor.label["en"] for anchor in practice.scale.anchors] == ["Never"]
    assert (practice.scale.missing, practice.reversed_form) == ({}, None)


def test_parts_can_be_taken_from_several_files_the_later_before_the_earlier(written):
    practice = written(
        'extends = ["_base_agreement5", "servqual"]\nreplace = ["scale"]\nid = "practice"\n'
        "scale = { min = 0, max = 4 }\n"
    )
    same = written('extends = ["servqual", "_base_agreement7"]\nid = "practice"\n')

    assert (practice.scale.min, practice.scale.anchors) == (0, [])
    assert same.scale == load_instrument("servqual").scale


def test_a_file_beside_it_can_be_extended_and_that_one_another(written):
    written(HEAD + 'title.en = "Practice"\n', "first.toml")
    second = written('extends = "first.toml"\nid = "second"\n', "second.toml")

    assert (second.id, second.title["en"]) == ("second", "Practice")


@pytest.mark.parametrize(
    "name",
    ["_base_agreement5", "_base_agreement7", "_base_low_high9", "_base_outcomes", "_base_people"],
)
def test_every_shared_part_is_itself_complete(written, name):
    rest = (
        'id = "x"\nversion = "1"\ntitle.en = "X"\ntitle.zh = "X"\nsource = "Own"\nwording = "own"\n'
        'batteries = [{ name = "perception", label = { en = "P", zh = "感知" } }]\n'
        'dimensions = [{ id = "d", name = { en = "D", zh = "维度" } }]\n'
        'items = [{ id = "q1", dimension = "d", topic = { en = "T", zh = "题" } }]\n'
    )
    scale = "" if "agree" in name or "low" in name else "scale = { min = 1, max = 4 }\n"

    assert completeness(written(f'extends = "{name}"\n{scale}{rest}')).lacking == {}


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ({"en": "C"}, {"en": "C"}),
        ({"zh": "丙"}, {"zh": "丙"}),
        ({"en": "A"}, {"en": "A", "zh": "乙"}),
        ({"de": "Z"}, {"en": "A", "zh": "乙", "de": "Z"}),
        ({"en": "C", "de": "Z"}, {"en": "C", "de": "Z"}),
    ],
)
def test_a_text_written_anew_in_one_language_keeps_no_other_and_a_translation_adds_itself(
    own, left
):
    base = {
        "title": {"en": "A", "zh": "乙"},
        "items": [{"id": "q1", "wording": {"perception": {"en": "A", "zh": "乙"}}}],
    }
    found = extended(base, {"title": own, "items": [{"id": "q1", "wording": {"perception": own}}]})

    assert found["title"] == left
    assert found["items"][0]["wording"]["perception"] == left


def test_a_sentence_changed_in_english_asks_english_in_chinese_and_its_key_is_named(
    written, tmp_path
):
    hotel = written(
        'extends = "servqual-hotel"\nid = "x"\n[[items]]\nid = "q1"\n'
        'wording.perception.en = "This hotel smells nice."\n'
    )

    assert wording(hotel, "zh")["perception"]["q1"] == "This hotel smells nice."
    assert completeness(hotel).lacking == {"zh": ("items[q1].wording.perception",)}
    assert untranslated(str(tmp_path / "practice.toml")) == {"zh": ["items[q1].wording.perception"]}


@pytest.mark.parametrize("name", instrument_ids())
def test_no_shipped_file_leaves_a_translation_behind(name):
    assert untranslated(name) == {}


def test_neither_table_is_changed():
    base = {"items": [{"id": "q1", "topic": {"en": "A"}}]}
    own = {"items": [{"id": "q1", "topic": {"zh": "B"}}]}

    assert extended(base, own) == {"items": [{"id": "q1", "topic": {"en": "A", "zh": "B"}}]}
    assert base == {"items": [{"id": "q1", "topic": {"en": "A"}}]}
    assert own == {"items": [{"id": "q1", "topic": {"zh": "B"}}]}


def test_extending_with_nothing_changes_nothing():
    base = {"items": [{"id": "q1"}], "scale": {"min": 1}, "aliases": ["a"]}

    assert extended(base, {}) == base
    assert extended(base, base) == base


# -- faults ----------------------------------------------------------------------------------------


def test_what_is_not_there_cannot_be_left_out_or_replaced(written):
    told = refusal(written, 'without = ["q4x", "nothing"]\nreplace = ["item", "scale.x"]\n' + HEAD)

    assert told == (
        "this questionnaire file cannot extend 'servqual'. Mend it and try again; "
        "instruments/README.md describes the keys.\n"
        "  - without: 'q4x' is not in what this file extends; did you mean 'q4'?\n"
        "  - without: 'nothing' is not in what this file extends\n"
        "  - replace: 'item' is not in what this file extends; did you mean 'items'?\n"
        "  - replace: 'scale.x' is not in what this file extends"
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('without = "q4"', 'without: write a list of texts: without = ["items"]'),
        ("replace = [1]", 'replace: write a list of texts: replace = ["items"]'),
    ],
)
def test_lists_are_asked_for(written, line, told):
    assert told in refusal(written, f"{line}\n{HEAD}")


def test_extends_is_a_text(written):
    assert "write the id or the file of a questionnaire in quotes" in refusal(
        written, 'extends = 3\nid = "practice"\n'
    )


def test_an_unknown_base_is_answered_with_a_guess(written):
    assert refusal(written, 'extends = "servqul"\nid = "practice"\n').startswith(
        "extends: no instrument called 'servqul'. Did you mean 'servqual'?"
    )


def test_an_unknown_shared_part_is_answered_with_a_guess(written):
    assert refusal(written, 'extends = "_base_agree7"\nid = "practice"\n') == (
        "extends: '_base_agree7' is not in the shared parts; did you mean '_base_agreement7'?"
    )


def test_a_shared_part_like_none_is_answered_with_those_there_are(written):
    told = refusal(written, 'extends = "_base_nothing"\nid = "practice"\n')

    assert "did you mean" not in told
    assert "; there are _base_agreement5, _base_agreement7, " in told


def test_a_new_item_without_a_theme_is_told_how_it_gets_one(written):
    told = refusal(
        written, f'{HEAD}[[items]]\nid = "q40"\ndimension = "tangibles"\ntopic.en = "New"\n'
    )

    assert told.endswith(
        "  - themes: q40 is in none of them; every item belongs to one theme. The themes are those "
        "of servqual, which this file extends. Add q40 to one of them here: [[themes]] with "
        'id = "premises" and items = ["q1", "q2", "q4", "q40"]; or do without them: '
        'replace = ["themes"] above the first [table]'
    )


def test_an_entry_that_stands_there_twice_is_no_silent_loss(written):
    twice = '[[items]]\nid = "q1"\nreverse = true\n' * 2

    assert refusal(written, HEAD + twice).endswith("\n  - items: q1 stands there 2 times")


def test_a_battery_unlike_those_there_are_is_no_guess(written):
    told = refusal(
        written,
        'extends = "servperf"\nid = "x"\n[[items]]\nid = "q1"\nwording.expectations.en = "A"\n',
    )

    assert told.endswith("  - items[q1]: 'expectations' is not in batteries; there are perception")


def test_names_that_stand_there_twice_are_listed_once():
    assert not_in("zzz", "dimensions", ["a", "a"]) == "'zzz' is not in dimensions; there are a"


def test_a_name_of_its_own_is_needed(written):
    assert refusal(written, 'extends = "servqual"\n') == (
        "id: this key is missing; add it. A questionnaire that extends another needs a name of its "
        "own."
    )


def test_a_file_cannot_extend_itself_by_way_of_others(written, tmp_path):
    (tmp_path / "other.toml").write_text('extends = "practice.toml"\nid = "other"\n', "utf-8")

    assert refusal(written, 'extends = "other.toml"\nid = "practice"\n') == (
        "extends: this file extends itself by way of others. Take one extends out."
    )


def test_without_needs_something_to_be_without(written):
    assert refusal(written, 'without = ["q1"]\nid = "practice"\n').startswith(
        "without: these keys need extends, which names the questionnaire that they change"
    )


@pytest.mark.parametrize("line", ["themes = 3", 'dimensions = [{ name = "x" }]', "items = {}"])
def test_a_base_with_faults_is_refused_without_a_crash(written, tmp_path, line):
    (tmp_path / "base.toml").write_text(f'id = "base"\n{line}\n', "utf-8")

    with pytest.raises(InstrumentError, match=r"fault|without"):
        written('extends = "base.toml"\nwithout = ["q1"]\nid = "practice"\n')


# -- new keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('block = "delivery"', "is about one dimension: add about"),
        ('block = "delivery"\nabout = "x"', "outcomes[a].about: 'x' is not in dimensions"),
        ('block = "antecedent"', "needs what it measures: add measures"),
        ('about = "empathy"', "about is for questions with a block"),
        ("reverse = true", "measures and reverse are for questions of block 'antecedent'"),
        ('block = "delivery"\nabout = "empathy"\nkind = "yes_no"\nmin = 0\nmax = 1', "a rating of"),
    ],
)
def test_a_rating_of_the_gap_model_says_what_it_is_about(written, added, told):
    assert told in refusal(written, f'{HEAD}[[outcomes]]\nid = "a"\nlabel.en = "A"\n{added}\n')


def test_ratings_of_the_gap_model_are_no_outcomes_of_customers(written):
    practice = written(
        f'{HEAD}[[outcomes]]\nid = "a"\nlabel.en = "A"\nblock = "antecedent"\n'
        'measures = "teamwork"\nreverse = true\n'
    )

    assert "a" in [outcome.id for outcome in practice.outcomes]
    assert "a" not in [outcome.id for outcome in practice.customer_outcomes]


def test_the_split_of_a_published_one_adds_up(written):
    model = '[modelled_on]\nname = "X"\nsource = "Y"\nitems = 22\nevidence = "seen"\n'

    assert "modelled_on: split adds up to 9, items is 22" in refusal(
        written, f"{HEAD}{model}split = [4, 5]\n"
    )


def test_the_texts_that_lack_a_language_are_named_by_their_keys(written):
    found = completeness(
        written(HEAD + '[[items]]\nid = "q1"\nwording.perception.de = "Schöne Räume."\n')
    )

    assert found.languages == ("en", "zh", "de")
    assert set(found.lacking) == {"de"}
    assert "items[q1].wording.expectation" in found.lacking["de"]
    assert "items[q1].wording.perception" not in found.lacking["de"]
    assert len(found.lacking["de"]) == found.texts - 1


def test_the_files_that_a_file_extends_are_known_and_shipped_ones_are_not_among_them(tmp_path):
    (tmp_path / "a.toml").write_text('extends = ["servqual", "b.toml"]\n', "utf-8")
    (tmp_path / "b.toml").write_text('extends = "c.toml"\n', "utf-8")
    (tmp_path / "c.toml").write_text('extends = "a.toml"\n', "utf-8")

    assert [path.name for path in with_extended(tmp_path / "a.toml")] == [
        "a.toml", "b.toml", "c.toml",
    ]  # fmt: skip
    assert with_extended(tmp_path / "gone.toml") == (tmp_path / "gone.toml",)


def test_a_study_like_another_takes_what_its_questionnaire_extends_along(tmp_path):
    old = new_folder(tmp_path / "first").folder
    (old / "form.toml").write_text('extends = "base.toml"\nid = "form"\n', "utf-8")
    (old / "base.toml").write_text('extends = "servqual"\nid = "base"\n', "utf-8")
    study = (old / "study.toml").read_text("utf-8")
    (old / "study.toml").write_text(
        study.replace("[study]\n", '[study]\ninstrument = "form.toml"\n', 1), "utf-8"
    )
    made = new_folder(tmp_path / "second", like=old)

    assert load_instrument(made.folder / "form.toml").id == "form"
