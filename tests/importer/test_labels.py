"""The words that stand for answers, in every language: each set, each form, each doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servqual.errors import RatingError, ScaleError
from servqual.importer import read
from servqual.importer.answers.cells import clean, read_cell
from servqual.importer.answers.label_sets import (
    all_sets,
    kano_labels,
    label_key,
    label_sets,
    merged_words,
    read_labels,
)
from servqual.importer.answers.labels import FAULT, decoder
from servqual.importer.mapfiles.mapping import Mapping, parse_mapping
from servqual.importer.words import answer_files, answer_list
from servqual.instrument import parse_instrument
from servqual.responses import Missing
from tests.importer.surveys import save

LANGUAGES = ("de", "en", "es", "id", "ko", "pt", "zh")
ABOUT = ("agreement", "satisfaction", "importance", "frequency")


def questionnaire(low=1, high=5, n=3, **scale):
    """Return a questionnaire of some items without words of its own."""
    items = [{"id": f"q{j}", "dimension": "all", "topic": {"en": f"T{j}"}} for j in range(1, n + 1)]
    return parse_instrument(
        {
            "id": "small",
            "version": "1",
            "title": {"en": "Small"},
            "source": "own",
            "wording": "own",
            "scale": {"min": low, "max": high, **scale},
            "batteries": [
                {"name": name, "label": {"en": name}} for name in ("expectation", "perception")
            ],
            "gaps": [{"name": "gap", "of": "perception", "minus": "expectation"}],
            "dimensions": [{"id": "all", "name": {"en": "All"}}],
            "items": items,
        },
        "small.toml",
    )


def decoded(texts, low=1, high=5, mapping=None, missing=()):
    """Return what the cells of one battery are read as."""
    reader = decoder(questionnaire(low, high), "perception", mapping or Mapping(), missing, texts)
    return [reader[text] for text in texts]


def spellings(found):
    """Return the words of each place of a set."""
    return [[w for w, p in found.places.items() if p == place] for place in range(found.size)]


def name_of(found):
    return f"{found.language}-{found.about}-{found.size}-{min(found.places)}"


# -- every set -------------------------------------------------------------------------------------


@pytest.mark.parametrize("found", all_sets(), ids=name_of)
def test_every_word_of_a_set_is_read_as_its_place(found):
    points = [words for words in spellings(found) if words]
    for k, words in enumerate(points):
        for word in words:
            texts = [word if j == k else other[0] for j, other in enumerate(points)]
            if merged_words(found, {label_key(t) for t in texts}):
                continue
            low = 0 if found.size == 11 else 1
            codes = decoded(texts, low, low + found.size - 1)

            assert codes == [low + found.places[text] for text in texts], texts


@pytest.mark.parametrize("found", all_sets(), ids=name_of)
def test_no_word_of_a_set_stands_at_two_places_and_every_point_has_one(found):
    named = set(found.places.values())

    assert named in ({*range(found.size)}, {0, found.size - 1})


def test_no_word_is_written_twice_in_one_set():
    for language, file in answer_files().items():
        for entry in (*file["sets"], *file.get("kano", ())):
            words = [
                label_key(word)
                for points in entry.get("points", entry.get("ends"))
                for word in points.split("|")
            ]

            assert len(words) == len(set(words)), (language, words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ABOUT)
def test_every_language_has_scales_of_four_and_five_points(language, about):
    sizes = {s.size for s in all_sets() if (s.language, s.about) == (language, about)}

    assert {4, 5} <= sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_seven_points_of_agreement_and_ends_of_ten_and_eleven(language):
    sizes = {s.size for s in all_sets() if (s.language, s.about) == (language, "agreement")}

    assert {3, 4, 5, 6, 7, 10, 11} <= sizes


@pytest.mark.parametrize("kind", ["not_applicable", "dont_know", "not_shown", "refused", "blank"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_each_kind_of_missing_answer(language, kind):
    words = answer_files()[language]["missing"][kind]

    assert set(decoded(words)) == {Missing[kind.upper()]}


def test_no_word_is_both_an_answer_and_a_missing_one():
    missing = {
        label_key(word)
        for kind in ("not_applicable", "dont_know", "not_shown", "refused", "blank")
        for word in answer_list("missing", kind)
    }

    assert not missing & {word for found in all_sets() for word in found.places}


def test_the_lists_of_words_stand_above_the_sets_of_every_file():
    from servqual.importer.words import _answer_heads

    for head, whole in zip(_answer_heads(), answer_files().values(), strict=True):
        assert head == {k: v for k, v in whole.items() if k not in ("sets", "kano")}


def test_a_file_of_numbers_reads_no_words(tmp_path, monkeypatch):
    from servqual.importer import words
    from servqual.importer.answers import label_sets

    def refuse(*_):
        raise AssertionError("read")

    monkeypatch.setattr(words, "answer_files", refuse)
    monkeypatch.setattr(label_sets, "answer_files", refuse)
    rows = [["E1", "E2", "P1", "P2"], ["1", "5", "4", ""]]

    assert read(save(tmp_path, rows), questionnaire(n=2)).ratings["expectation"].tolist() == [
        [1, 5]
    ]


def test_the_kiosk_words_are_the_five_kano_answers():
    words = ["마음에 든다", "당연하다", "아무런 느낌이 없다", "하는 수 없다", "마음에 안 든다"]

    assert [kano_labels()[label_key(word)] for word in words] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", [*LANGUAGES, "fr"])
def test_every_language_has_five_kano_answers(language):
    (entry,) = answer_files()[language]["kano"]

    assert len(entry["points"]) == 5
    for place, words in enumerate(entry["points"], start=1):
        assert {kano_labels()[label_key(word)] for word in words.split("|")} == {place}


def test_sets_written_from_best_to_worst_are_turned():
    assert decoded(["Extremely satisfied", "Not so satisfied", "Not at all satisfied"]) == [5, 2, 1]


# -- which set -------------------------------------------------------------------------------------


def test_a_word_of_two_sets_is_settled_by_the_others():
    assert decoded(["Very satisfied", "Dissatisfied"]) == [5, 2]
    assert decoded(["Very satisfied", "Extremely satisfied"]) == [4, 5]
    assert decoded(["Sometimes", "Rarely"]) == [3, 2]
    assert decoded(["Sometimes", "Most of the time"]) == [2, 4]


@pytest.mark.parametrize("word", ["Very satisfied", "Sometimes", "Kurang setuju"])
def test_a_word_of_two_sets_alone_is_not_guessed(word):
    assert decoded([word]) == [FAULT]


def test_the_reason_names_the_two_points(tmp_path):
    rows = [["E1", "E2", "P1", "P2"], ["Sometimes", "Never", "Always", "Sometimes"]]

    with pytest.raises(RatingError) as caught:
        read(save(tmp_path, rows), questionnaire(n=2))

    assert (
        "row 2, column 'E1': 'Sometimes' may be point 2 or 3 of the scale, and no other answer "
        "settles it" in str(caught.value)
    )


def test_the_other_battery_may_settle_a_word(tmp_path):
    rows = [["E1", "E2", "P1", "P2"], ["Sometimes", "Never", "Always", "Rarely"]]

    guests = read(save(tmp_path, rows), questionnaire(n=2))

    assert guests.ratings["expectation"].tolist() == [[3, 1]]
    assert guests.ratings["perception"].tolist() == [[5, 2]]


def test_two_words_for_one_point_are_refused_when_a_longer_scale_tells_them_apart(tmp_path):
    words = ["Agree", "Somewhat agree", "Strongly agree", "Neutral"]
    rows = [["E1", "E2", "P1", "P2"], words]

    with pytest.raises(RatingError) as caught:
        read(save(tmp_path, rows), questionnaire(n=2))

    assert "'Agree' would stand for the same point as 'somewhat agree'" in str(caught.value)
    assert str(caught.value).splitlines()[-1] == (
        "These words are those of a scale of 7 points: --scale 1-7."
    )
    assert read(save(tmp_path, rows), questionnaire(n=2), scale="1-7").ratings[
        "expectation"
    ].tolist() == [[6, 5]]


def test_two_spellings_of_one_point_are_one_answer():
    assert decoded(["Neutral", "Neither agree nor disagree", "Agree"]) == [3, 3, 4]


def test_several_languages_in_one_file_are_read_each_by_itself():
    texts = ["Strongly agree", "非常同意", "Totalmente de acuerdo", "Stimme voll und ganz zu"]

    assert decoded(texts) == [5, 5, 5, 5]


def test_letters_are_believed_only_where_three_of_them_stand():
    assert decoded(["SS", "S", "TS", "STS", "N"]) == [5, 4, 2, 1, 3]
    assert decoded(["SS", "Setuju"]) == [FAULT, 4]


def test_five_words_are_not_read_on_seven_points_however_few_people_gave_them(tmp_path):
    rows = [["E1", "E2", "P1", "P2"], ["Agree", "Strongly agree", "Neutral", "Agree"]]

    with pytest.raises(ScaleError, match=r"--scale 1-5 or --scale 1-7"):
        read(save(tmp_path, rows), questionnaire(1, 7, n=2))
    assert read(save(tmp_path, rows), questionnaire(1, 7, n=2), scale="1-7").ratings[
        "perception"
    ].tolist() == [[4, 6]]


def test_the_questionnaires_own_words_outrank_the_common_ones():
    scale = {"anchors": [{"value": 2, "label": {"en": "Agree"}}]}
    reader = decoder(questionnaire(1, 5, **scale), "perception", Mapping(), (), ["Agree"])

    assert reader["Agree"] == 2


def test_a_set_that_contradicts_the_questionnaire_is_not_used():
    own = {"somewhat satisfied": 2}

    assert read_labels(frozenset({"very satisfied"}), 5, own).places == {"very satisfied": 3}


def test_the_users_words_outrank_everything():
    mapping = parse_mapping({"answers": {"Agree": 1, "Sometimes": 2}}, "x.toml")

    assert decoded(["Agree", "Sometimes", "9 - Agree"], mapping=mapping) == [1, 2, 1]


# -- forms of writing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("4/5", 4),
        ("4 / 5", 4),
        ("4 von 5", 4),
        ("4 von 5 Punkten", 4),
        ("4 out of 5", 4),
        ("4 out of 5 stars", 4),
        ("4 de 5", 4),
        ("4 dari 5", 4),
        ("4分/5分", 4),
        ("4分（满分5分）", 4),
        ("5점 만점에 4점", 4),
        ("5점 중 4점", 4),
        ("★★★★☆", 4),
        ("★★★★", 4),
        ("⭐⭐⭐⭐", 4),
        ("☆☆☆☆☆", FAULT),
        ("★★★★☆☆☆", FAULT),
        ("4/7", FAULT),
        ("4 estrellas", 4),
        ("4 Sterne", 4),
        ("4점", 4),
        ("4 poin", 4),
        ("4 pontos", 4),
        ("４分", 4),
        ("٤", 4),
        ("۴", 4),
        ("4٫0", 4),
        ("4,0", 4),
        ("非常同意(5)", 5),
        ("非常同意（5分）", 5),
        ("5分（非常同意）", 5),
        ("5非常同意", 5),
        ("5、非常同意", 5),
        ("A. 非常同意", 5),
        ("E、非常不同意", 1),
        ("5|Strongly agree", 5),
        ("[5] Strongly agree", 5),
        ("Strongly agree [5]", 5),
        ("Stimme voll und ganz zu (5)", 5),
        ("5 = stimme voll und ganz zu", 5),
        ("5 – Totalmente de acuerdo", 5),
        ("“Strongly agree”", 5),
        ("Strongly agree;", 5),
        ("ＳＴＲＯＮＧＬＹ　ＡＧＲＥＥ", 5),
        ("4,5", FAULT),
        ("4 bis 5", FAULT),
        ("4-5", FAULT),
        ("4;5", FAULT),
        ("four", FAULT),
        ("Strongly agre", FAULT),
        ("ad", FAULT),
    ],
)
def test_a_cell_is_read_in_the_form_that_it_is_written_in(cell, answer):
    assert decoded([cell]) == [answer]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Não sei", Missing.DONT_KNOW),
        ("NÃO SEI.", Missing.DONT_KNOW),
        ("weiß nicht", Missing.DONT_KNOW),
        ("WEISS NICHT", Missing.DONT_KNOW),
        ("No sabe / No contesta", Missing.DONT_KNOW),
        ("잘 모르겠다", Missing.DONT_KNOW),
        ("tidak tahu", Missing.DONT_KNOW),
        ("不清楚", Missing.DONT_KNOW),
        ("6 - Don't know", Missing.DONT_KNOW),
        ("99 = 不适用", Missing.NOT_APPLICABLE),
        ("keine Angabe", Missing.REFUSED),
        ("（跳过）", Missing.NOT_SHOWN),
    ],
)
def test_what_is_no_rating_is_never_the_middle_of_the_scale(cell, kind):
    assert decoded([cell, "Neutral"]) == [kind, 3]


sets_of_five_and_seven = st.sampled_from([*label_sets(5), *label_sets(7)]).filter(
    lambda found: not found.short
)
ways = st.sampled_from([str, str.upper, str.title, str.swapcase])


def wide(text):
    """Return a text in full-width letters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@settings(max_examples=150, deadline=None)
@given(sets_of_five_and_seven, ways, st.booleans(), st.sampled_from(["", " ", ".", "。", " !"]))
def test_case_width_blanks_and_signs_at_the_end_change_nothing(found, case, in_wide, end):
    plain = [words[0] for words in spellings(found)]
    dressed = [case(word) for word in plain]
    dressed = [(wide(word) if in_wide else word).replace(" ", "\u00a0 ") + end for word in dressed]

    assert decoded(dressed, 1, found.size) == decoded(plain, 1, found.size)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_cell(text):
    read_cell(clean(text))
    (code,) = decoded([text])

    assert code == FAULT or 1 <= code <= 5 or code in set(Missing)


# -- codes that run the other way ------------------------------------------------------------------

REVERSED = {"1 - Strongly agree", "2 - Agree", "3 - Neutral", "5 - Strongly disagree"}


def reversed_file(tmp_path):
    rows = [["E1", "E2", "P1", "P2"], sorted(REVERSED), ["1 - Strongly agree"] * 4]
    return save(tmp_path, rows)


@pytest.mark.parametrize("invalid", ["error", "missing"])
def test_codes_from_best_to_worst_are_refused_with_what_to_write(tmp_path, invalid):
    with pytest.raises(RatingError) as caught:
        read(reversed_file(tmp_path), questionnaire(n=2), invalid=invalid)

    assert str(caught.value) == (
        "guests.csv: the numbers of expectation run from best to worst ('1 - Strongly agree', "
        "'2 - Agree'), while 1 is the lowest and 5 the highest answer of the questionnaire. Read "
        "straight, good and bad would change places. If the numbers are right, write best_first = "
        '["expectation"] above the first [table] of a mapping file, and they are turned round. If '
        "the words mean something else, say what under [answers] of a mapping file."
    )


def test_codes_declared_best_first_are_turned_and_noted(tmp_path):
    mapping = parse_mapping({"best_first": True}, "map.toml")

    guests = read(reversed_file(tmp_path), questionnaire(n=2), mapping)

    assert guests.ratings["expectation"].tolist() == [[5, 4], [5, 5]]
    assert guests.ratings["perception"].tolist() == [[3, 1], [5, 5]]
    assert [note.text for note in guests.notes if note.code == "codes_turned"] == [
        "The numbers of the battery “expectation” run from best to worst, as the mapping file "
        "says; they were turned round.",
        "The numbers of the battery “perception” run from best to worst, as the mapping file "
        "says; they were turned round.",
    ]


def test_numbers_alone_are_turned_as_declared(tmp_path):
    mapping = parse_mapping({"best_first": ["perception"]}, "map.toml")
    rows = [["E1", "E2", "P1", "P2"], ["1", "2", "1", "2"]]

    guests = read(save(tmp_path, rows), questionnaire(n=2), mapping)

    assert guests.ratings["expectation"].tolist() == [[1, 2]]
    assert guests.ratings["perception"].tolist() == [[5, 4]]


def test_best_first_of_a_battery_that_is_not_there_is_a_fault(tmp_path):
    mapping = parse_mapping({"best_first": ["importance"]}, "map.toml")
    rows = [["E1", "E2", "P1", "P2"], ["1", "2", "1", "2"]]

    with pytest.raises(Exception, match="best_first: small has no battery 'importance'"):
        read(save(tmp_path, rows), questionnaire(n=2), mapping)


def test_one_contradiction_is_a_slip_and_named_with_its_cell(tmp_path):
    rows = [["E1", "E2", "P1", "P2"], ["1 - Strongly agree", "5", "4", "4"]]

    with pytest.raises(RatingError) as caught:
        read(save(tmp_path, rows), questionnaire(n=2))

    assert "row 2, column 'E1': '1 - Strongly agree' says two things" in str(caught.value)


@pytest.mark.parametrize("text", ["²", "5²", "₅"])
def test_a_raised_or_lowered_digit_is_no_answer(text):
    from servqual.importer.answers.cells import number

    assert number(text) is None
