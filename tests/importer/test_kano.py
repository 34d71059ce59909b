"""Answers to Kano's questions in files: words, numbers, some items only, faults."""

import re
import tomllib

import numpy as np
import pytest

import servqual as sq
from servqual.errors import ColumnError, RatingError, SettingsError
from servqual.importer import read
from servqual.importer.words import answer_files
from servqual.instrument import KANO_BATTERIES, parse_instrument
from tests.importer.surveys import save
from tests.kano_forms import BOTH_SIMPLE, form

ITEMS = range(1, 5)
HEADERS = [f"{battery}{j}" for battery in ("P", "F", "DF") for j in ITEMS]
ENGLISH = ("I like it that way", "It must be that way", "I am neutral",
           "I can live with it that way", "I dislike it that way")  # fmt: skip


def survey(words=ENGLISH, headers=HEADERS, n=6):
    """Return a header row and n people: ratings by number, Kano's questions in words."""
    rows = [list(headers)]
    for i in range(n):
        rows.append(
            [
                str(1 + (i + j) % 7) if header.startswith("P") else words[(i + j) % 5]
                for j, header in enumerate(headers)
            ]
        )
    return rows


@pytest.mark.parametrize("language", sorted(answer_files()))
def test_the_five_answers_in_every_language(language, tmp_path):
    (entry,) = answer_files()[language]["kano"]
    words = [points.split("|")[0] for points in entry["points"]]
    found = read(save(tmp_path, survey(words)), form(BOTH_SIMPLE))

    expected = [[1 + (i + j) % 5 for j in range(4, 8)] for i in range(6)]
    assert found.ratings["functional"].tolist() == expected


def test_words_of_the_questionnaire_outrank_the_common_ones(tmp_path):
    own = (
        "scale = { min = 1, max = 5, anchors = ["
        '{ value = 1, label = { en = "Great" } }, { value = 2, label = { en = "Sure" } }, '
        '{ value = 3, label = { en = "I can live with it" } }, '
        '{ value = 4, label = { en = "Oh well" } }, { value = 5, label = { en = "Awful" } }] }'
    )
    text = BOTH_SIMPLE.replace("scale = { min = 1, max = 5 }", own)
    words = ("Great", "Sure", "I can live with it", "Oh well", "Awful")
    found = read(save(tmp_path, survey(words)), form(text))

    assert found.ratings["dysfunctional"][0].tolist() == [4, 5, 1, 2]


def test_numbers_are_taken_as_they_are(tmp_path):
    found = read(save(tmp_path, survey("12345")), form(BOTH_SIMPLE))

    assert found.ratings["functional"][0].tolist() == [5, 1, 2, 3]


def test_short_answers_are_no_sign_of_another_scale(tmp_path):
    words = ("1", "2", "1", "2", "1")

    found = read(save(tmp_path, survey(words, n=40)), form(BOTH_SIMPLE))
    assert int(found.ratings["functional"].max()) == 2


def test_a_word_that_is_no_answer_is_a_fault(tmp_path):
    rows = survey()
    rows[3][HEADERS.index("F2")] = "Purple"
    with pytest.raises(RatingError) as raised:
        read(save(tmp_path, rows), form(BOTH_SIMPLE))

    assert "'Purple'" in str(raised.value)


def test_kanos_questions_about_some_items_only(tmp_path):
    some = [h for h in HEADERS if h not in ("F1", "DF1", "F4", "DF4")]
    found = read(save(tmp_path, survey(headers=some)), form(BOTH_SIMPLE))

    (note,) = [n for n in found.notes if n.code == "kano_of_some_items"]
    assert dict(note.values) == {"n": 2, "of": 4}
    assert "cells_not_shown" not in {n.code for n in found.notes}
    study = sq.analyze(found)
    assert [row.item for row in study.importance.kano] == ["q2", "q3"]
    asked = {m.battery: (m.asked, m.answered) for m in study.quality.missing}
    assert asked == {"perception": (24, 24), "functional": (12, 12), "dysfunctional": (12, 12)}
    assert study.sample.n_complete_pairs == 6


def test_one_of_an_items_two_questions_is_a_fault(tmp_path):
    some = [h for h in HEADERS if h != "DF2"]
    with pytest.raises(ColumnError) as raised:
        read(save(tmp_path, survey(headers=some)), form(BOTH_SIMPLE))

    assert "no column for dysfunctional.q2" in str(raised.value)


def test_a_file_without_kanos_questions_leaves_both_out(tmp_path):
    some = [h for h in HEADERS if h.startswith("P")]
    found = read(save(tmp_path, survey(headers=some)), form(BOTH_SIMPLE))

    assert found.instrument.battery_names == ["perception"]
    assert {n.values["battery"] for n in found.notes if n.code == "battery_absent"} == {
        *KANO_BATTERIES
    }


def test_a_scale_for_the_ratings_leaves_the_five_answers(tmp_path):
    rows = survey()
    found = read(save(tmp_path, rows), form(BOTH_SIMPLE), scale="1-9")

    assert {b: found.instrument.scale_of(b).max for b in found.ratings} == {
        "perception": 9, "functional": 5, "dysfunctional": 5,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_simulated_answers_are_read_and_their_classes_found(language):
    made = sq.simulate(n=400, seed=1, instrument=form(BOTH_SIMPLE), language=language)
    study = sq.analyze(read(made.frame, form(BOTH_SIMPLE)))

    assert [row.kind for row in study.importance.kano] == ["M", "O", "A", "I"]
    assert np.mean([row.n for row in study.importance.kano]) > 370


@pytest.mark.parametrize("scale", ["1-9", "1-7/0.5"])
def test_five_answers_of_the_questionnaire_itself_stay_five(tmp_path, scale):
    alone = BOTH_SIMPLE.replace("scale = { min = 1, max = 7 }", "scale = { min = 1, max = 5 }", 1)
    alone = alone.replace(", scale = { min = 1, max = 5 } }", " }")
    found = read(save(tmp_path, survey()), form(alone), scale=scale)

    assert [found.instrument.scale_of(b).size for b in KANO_BATTERIES] == [5, 5]
    assert [row.n for row in sq.analyze(found).importance.kano] == [6] * 4


@pytest.mark.parametrize("convert", ["0-100", "1-5"])
def test_ratings_are_converted_and_kanos_answers_are_not(tmp_path, convert):
    path = save(tmp_path, survey())
    plain, converted = read(path, form(BOTH_SIMPLE)), read(path, form(BOTH_SIMPLE), convert=convert)

    for battery in KANO_BATTERIES:
        assert (converted.ratings[battery] == plain.ratings[battery]).all()
        assert converted.instrument.scale_of(battery).size == 5
    assert {n.values["battery"] for n in converted.notes if n.code == "ratings_converted"} == {
        "perception"
    }


def test_another_scale_for_kanos_questions_is_refused(tmp_path):
    with pytest.raises(SettingsError) as raised:
        read(save(tmp_path, survey()), form(BOTH_SIMPLE), scale="functional=1-7")

    assert str(raised.value) == (
        "functional has five answers (like, must be, neutral, live with, dislike), not 1-7. Leave "
        "out its scale, or write functional=1-5."
    )


def test_numbers_from_dislike_to_like_are_turned_by_a_mapping_file(tmp_path):
    mapping = tmp_path / "guests.map.toml"
    mapping.write_text('best_first = ["functional", "dysfunctional"]\n', encoding="utf-8")
    found = read(save(tmp_path, survey("54321")), form(BOTH_SIMPLE), mapping)

    straight = read(save(tmp_path, survey("12345")), form(BOTH_SIMPLE))
    for battery in KANO_BATTERIES:
        assert (found.ratings[battery] == straight.ratings[battery]).all()


def test_the_batteries_of_the_readme_fit_any_questionnaire(root):
    text = (root / "instruments" / "README.md").read_text("utf-8")
    (block,) = [b for b in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) if "functional" in b]
    own = {**tomllib.loads(BOTH_SIMPLE), **tomllib.loads(block)}

    assert parse_instrument(own, "README.md").battery_names == [*KANO_BATTERIES]
