"""What is only nearly known is proposed to a person, with a confidence and a reason, never used."""

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from servqual.catalog import load_instrument
from servqual.errors import ColumnError
from servqual.importer import read
from servqual.importer.mapfiles.proposal import propose
from tests.importer.surveys import save, survey

BANK = Path(__file__).resolve().parent.parent / "instruments" / "bank_six.toml"
TOPICS = ["设备先进", "按承诺提供服务", "服务及时", "员工值得信赖", "给予个别关注", "营业时间方便"]
HIGH, LOW = [5, 4, 5, 4, 5, 4], [1, 2, 3, 1, 2, 3]


def sentences(change=lambda text: text, language="en"):
    """Return a survey whose headers are the sentences of the questionnaire, a little changed."""
    items = load_instrument("servqual").items
    rows = survey()
    rows[0] = [
        change(item.wording[battery][language].replace("{service}", "bank"))
        for battery in ("expectation", "perception")
        for item in items
    ]
    return rows


def numbered_export(folder, first=HIGH, second=LOW):
    """Return an export of 问卷星 by number: both matrices are headed alike."""
    headers = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    headers += [f"{n}、{topic}" for n in (3, 4) for topic in TOPICS]
    answers = ",".join(map(str, [*first, *second]))
    rows = [f"{i},2024/3/5 09:12:33,60秒,链接,直接访问,192.0.2.{i},{answers}" for i in (1, 2, 3)]
    return save(folder, "\n".join([",".join(headers), *rows]) + "\n", encoding="gbk")


def written(folder, proposal):
    """Return the paths of the map and of the questionnaire, as the command writes them."""
    questionnaire, path = folder / "own.toml", folder / "map.toml"
    questionnaire.write_text(proposal.questionnaire, "utf-8")
    path.write_text(proposal.text(questionnaire.name), "utf-8")
    return path, questionnaire


def test_another_noun_in_the_sentences_is_proposed_and_not_read(tmp_path):
    path = save(tmp_path, sentences(), "\t")

    with pytest.raises(ColumnError):
        read(path)
    proposal = propose(path)
    assert len(proposal.guesses) == 44
    assert {guess.confidence for guess in proposal.guesses} == {"medium"}
    assert [str(guess.target) for guess in proposal.guesses[:2]] == [
        "expectation.q1",
        "expectation.q2",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("e", "", 1),
        lambda text: text.rstrip(".") + " \u00a0 ",
        lambda text: f"{text.upper()}!",
    ],
)
def test_typing_errors_and_other_signs_are_proposed(tmp_path, change):
    proposal = propose(save(tmp_path, sentences(change), "\t"))

    assert len(proposal.guesses) == 44
    accepted = proposal.with_accepted(guess.column for guess in proposal.guesses)
    (tmp_path / "map.toml").write_text(accepted.text(), "utf-8")
    guests = read(save(tmp_path, sentences(change), "\t"), mapping=tmp_path / "map.toml")
    plain = read(save(tmp_path, survey(), name="plain.csv"))
    assert np.array_equal(guests.ratings["perception"], plain.ratings["perception"])


def test_traditional_chinese_is_proposed_for_simplified(tmp_path):
    traditional = ["設備先進", "按承諾提供服務", "服務及時", "員工值得信賴"]
    traditional += ["給予個別關注", "營業時間方便"]
    headers = [*(f"期望—{text}" for text in traditional), *(f"感知—{text}" for text in TOPICS)]
    frame = pd.DataFrame([[*HIGH, *LOW]] * 3, columns=headers)

    proposal = propose(frame, BANK)

    assert [(str(g.target), g.reason) for g in proposal.guesses] == [
        (f"expectation.q{i}", "wording 100% alike") for i in range(1, 7)
    ]


def test_the_place_in_a_named_block_is_a_low_confidence():
    headers = [f"{b} [my own words no. {i} {'x' * i}]" for b in ("Expected", "Perceived") for i in
               range(1, 23)]  # fmt: skip
    frame = pd.DataFrame([[6] * 44] * 3, columns=headers)

    proposal = propose(frame)

    assert len(proposal.guesses) == 44
    assert {(g.confidence, g.reason) for g in proposal.guesses} == {
        ("low", "place in a block that its heading names")
    }
    lines = proposal.text().splitlines()
    assert (
        '"Expected [my own words no. 1 x]" = "ignore"  # low, CHECK: perhaps "expectation.q1", '
        "place in a block that its heading names" in lines
    )


def test_a_guess_is_only_a_comment_until_it_is_confirmed(tmp_path):
    rows = survey()
    rows[0][6] = "Expct_7"
    items = load_instrument("servqual").items
    rows[0][7] = items[7].wording["expectation"]["en"].replace("{service}", "firm")
    proposal = propose(save(tmp_path, rows, "\t"))

    (guess,) = proposal.guesses
    assert tomllib.loads(proposal.text())["columns"][rows[0][7]] == "ignore"
    confirmed = proposal.with_accepted([guess.column])
    assert tomllib.loads(confirmed.text())["columns"][rows[0][7]] == "expectation.q8"


def test_what_follows_from_the_number_has_a_medium_confidence(tmp_path):
    rows = survey()
    rows[0] = [f"{i}-1. Something ({b})" for b in ("expectation", "perception") for i in
               range(1, 23)]  # fmt: skip

    lines = propose(save(tmp_path, rows)).text().splitlines()

    assert (
        '"1-1. Something (expectation)" = "expectation.q1"  # medium: battery in the heading, item '
        "by its number; wording not compared" in lines
    )


# -- drafts ----------------------------------------------------------------------------------------


def test_an_unknown_questionnaire_is_drafted_from_the_headings(tmp_path):
    proposal = propose(numbered_export(tmp_path))
    _, questionnaire = written(tmp_path, proposal)

    found = load_instrument(questionnaire)
    assert [item.topic for item in found.items] == [{"zh": topic} for topic in TOPICS]
    assert found.battery_names == ["expectation", "perception"]
    assert (found.scale.min, found.scale.max) == (1, 5)
    assert found.dimension_ids == ["all"]
    assert [(gap.of, gap.minus) for gap in found.gaps] == [("perception", "expectation")]


def test_equal_blocks_of_a_draft_are_a_question(tmp_path):
    path = numbered_export(tmp_path)
    proposal = propose(path)
    mapping, _ = written(tmp_path, proposal)

    first, second = proposal.questions()
    assert first.text == (
        "Columns G to L ('3、设备先进' ... '3、营业时间方便') ask for 6 items. "
        "What was rated there?"
    )
    assert first.choices == second.choices == ("expectation", "perception", "ignore")
    with pytest.raises(ColumnError, match="no heading says which battery is which"):
        read(path, mapping=mapping)


@pytest.mark.parametrize("order", [("expectation", "perception"), ("perception", "expectation")])
def test_the_answer_makes_the_draft_readable(tmp_path, order):
    path = numbered_export(tmp_path)
    mapping, _ = written(tmp_path, propose(path).with_blocks(order))

    guests = read(path, mapping=mapping)

    assert {b: codes[0].tolist() for b, codes in guests.ratings.items()} == dict(
        zip(order, (HIGH, LOW), strict=True)
    )


@pytest.mark.parametrize(
    ("headers", "batteries"),
    [
        ([f"Harapan [{t}]" for t in "abc"] + [f"Persepsi [{t}]" for t in "abc"],
         ["expectation", "perception"]),
        ([f"{c}_{b}" for c in ("AS1", "AS2", "IC1") for b in ("min", "des", "per")],
         ["minimum", "desired", "perception"]),
        ([f"E{i}" for i in range(1, 5)] + [f"P{i}" for i in range(1, 5)],
         ["expectation", "perception"]),
        ([f"{t} [{b}]" for t in ("price", "time") for b in ("Importance", "Satisfaction")],
         ["importance", "satisfaction"]),
        (["The desk is friendly.", "The room is clean.", "The food is good."], ["perception"]),
    ],
)  # fmt: skip
def test_the_batteries_that_headings_name_are_drafted(tmp_path, headers, batteries):
    frame = pd.DataFrame([[1, 2, 3, 4, 5, 4, 3, 2, 1][: len(headers)]] * 4, columns=headers)
    proposal = propose(frame)
    mapping, _ = written(tmp_path, proposal)

    guests = read(frame, mapping=mapping)

    assert list(guests.ratings) == batteries
    assert sum(codes.shape[1] for codes in guests.ratings.values()) == len(headers)


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        (["非常不同意", "一般", "非常同意"], (1, 5)),
        (["7", "1", "3"], (1, 7)),
        (["0", "10", "5"], (0, 10)),
        (["9", "2", "4"], (1, 9)),
    ],
)
def test_the_scale_of_a_draft_is_the_shortest_that_holds_the_answers(answers, ends):
    frame = pd.DataFrame(
        {f"期望—{t}": answers for t in TOPICS} | {f"感知—{t}": answers for t in TOPICS}
    )

    scale = propose(frame).options.instrument.scale

    assert (scale.min, scale.max) == ends


def test_codes_among_the_answers_are_pointed_out(tmp_path):
    frame = pd.DataFrame({f"期望—{t}": [1, 5, 99] for t in TOPICS})
    frame = frame.assign(**{f"感知—{t}": [2, 3, 4] for t in TOPICS})

    assert (
        '# declared = ["99"]  # CHECK: 99 stands among the answers; remove the # if it means no '
        "answer" in propose(frame).text("own.toml").splitlines()
    )


def test_a_draft_is_made_for_a_known_questionnaire_only_when_asked_for(tmp_path):
    path = save(tmp_path, survey())

    assert propose(path).questionnaire == ""
    assert propose(path, draft=True).questionnaire.count("[[items]]") == 22


def test_no_draft_where_another_questionnaire_was_named(tmp_path):
    assert propose(numbered_export(tmp_path), BANK).questionnaire == ""


def test_a_draft_of_a_file_without_ratings_is_refused(tmp_path):
    path = save(tmp_path, "name,age\nAnn,30\n")

    with pytest.raises(ColumnError) as caught:
        propose(path, draft=True)
    assert str(caught.value) == (
        "guests.csv: no columns look like the items of a questionnaire: several columns of answers "
        "on one short scale, asked once or under two headings. Write the file by hand; "
        "instruments/README.md describes it."
    )
    assert propose(path).questionnaire == ""


def test_headings_cannot_break_the_draft(tmp_path):
    nasty = ['He said "yes" {x}', "back\\slash ''' \x07", "x" * 300]
    frame = pd.DataFrame([[1, 2, 3, 4, 5, 5]] * 4, columns=[f"{b} [{t}]" for b in
                         ("Expected", "Perceived") for t in nasty])  # fmt: skip

    mapping, questionnaire = written(tmp_path, propose(frame))

    assert len(load_instrument(questionnaire).items) == 3
    assert list(read(frame, mapping=mapping).ratings) == ["expectation", "perception"]


def test_sentences_that_differ_are_paired_by_their_numbers(tmp_path):
    headers = [f"{n}-1. A shop should {w} (expectation)" for n, w in ((1, "care"), (3, "hurry"))]
    headers += [f"{n}-2. This shop {w} (perception)" for n, w in ((3, "hurries"), (1, "cares"))]
    headers[2:2] = ["2-1. A shop should know (expectation)"]
    headers += ["2-2. This shop knows (perception)"]
    frame = pd.DataFrame([[5, 4, 3, 2, 1, 5]] * 4, columns=headers)
    mapping, questionnaire = written(tmp_path, propose(frame))

    guests = read(frame, mapping=mapping)

    assert {b: codes[0].tolist() for b, codes in guests.ratings.items()} == {
        "expectation": [5, 3, 4],
        "perception": [1, 5, 2],
    }
    assert "they were paired by their number. See that both" in questionnaire.read_text("utf-8")


def test_sentences_without_numbers_are_paired_by_their_place(tmp_path):
    headers = [f"What you expect [A shop should {w}]" for w in ("care", "hurry", "know")]
    headers += [f"What you experienced [This shop {w}]" for w in ("cares", "hurries", "knows")]
    frame = pd.DataFrame([[5, 4, 3, 2, 1, 5]] * 4, columns=headers)
    mapping, questionnaire = written(tmp_path, propose(frame))

    guests = read(frame, mapping=mapping)

    assert {b: codes[0].tolist() for b, codes in guests.ratings.items()} == {
        "expectation": [5, 4, 3],
        "perception": [2, 1, 5],
    }
    assert "they were paired by their place. See that both" in questionnaire.read_text("utf-8")


@pytest.mark.shared
def test_the_kiosk_study_is_scored_from_a_draft(shared_data, tmp_path):
    path = shared_data / "kiosk" / "kiosk.csv"
    mapping, questionnaire = written(tmp_path, propose(path))

    drafted = read(path, mapping=mapping)

    declared = read(path, BANK.parent / "kiosk_8x3.toml")
    assert len(load_instrument(questionnaire).items) == 24
    for battery, codes in drafted.ratings.items():
        order = [declared.instrument.item_ids.index(i) for i in drafted.instrument.item_ids]
        assert np.array_equal(codes, declared.ratings[battery][:, order])


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "google_forms_grid_en.csv",
        "google_forms_grid_id.csv",
        "kobo_xml_semicolon.csv",
        "ms_forms.xlsx",
        "surveymonkey_numeric.csv",
        "surveymonkey_text_expanded.csv",
        "tencent_wj_qq_utf8bom.csv",
        "wjx_按文本_gbk.csv",
        "_truth_E_P_numeric.csv",
    ],
)
def test_a_draft_reads_what_the_declared_questionnaire_reads(shared_data, tmp_path, name):
    path = shared_data / "exports" / "reconstructed" / name
    mapping, _ = written(tmp_path, propose(path))

    drafted, declared = read(path, mapping=mapping), read(path, BANK)

    for battery, codes in declared.ratings.items():
        assert np.array_equal(drafted.ratings[battery], codes)
