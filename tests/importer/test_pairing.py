"""Blocks of equal items are paired by what their headings say, never by their order."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from servqual.errors import ColumnError
from servqual.importer import read
from tests.importer.surveys import save, survey

INSTRUMENTS = Path(__file__).resolve().parent.parent / "instruments"
BANK = INSTRUMENTS / "bank_six.toml"
TOPICS = [
    "Modern-looking equipment",
    "Service performed as promised",
    "Prompt service",
    "Staff can be trusted",
    "Individual attention",
    "Opening hours convenient",
]
HIGH, LOW = [5, 4, 5, 4, 5, 4], [1, 2, 3, 1, 2, 3]


def two_blocks(first, second, high=HIGH, low=LOW):
    """Return a table of three people; the first block is answered high, the second low."""
    headers = [*first, *second]
    return pd.DataFrame([[*high, *low]] * 3, columns=headers)


def codes(guests):
    return {battery: answers[0].tolist() for battery, answers in guests.ratings.items()}


def refusal(call):
    with pytest.raises(ColumnError) as caught:
        call()
    return str(caught.value)


ALIKE = {
    "suffix of pandas": (TOPICS, [f"{t}.1" for t in TOPICS]),
    "number of Microsoft Forms": (TOPICS, [f"{t}2" for t in TOPICS]),
    "numbered matrices": ([f"3、{t}" for t in TOPICS], [f"4、{t}" for t in TOPICS]),
    "item numbers": ([f"{i}. {t}" for i, t in enumerate(TOPICS, 1)],
                     [f"{i}. {t}" for i, t in enumerate(TOPICS, 7)]),
    "equal headers": (TOPICS, TOPICS),
    "codes": ([f"Q{i}" for i in range(1, 7)], [f"Q{i}.1" for i in range(1, 7)]),
}  # fmt: skip


@pytest.mark.parametrize("headers", ALIKE.values(), ids=ALIKE.keys())
def test_two_blocks_headed_alike_are_never_told_apart_by_their_order(headers):
    assert "no heading says which battery is which, and their order proves nothing" in refusal(
        lambda: read(two_blocks(*headers), BANK)
    )


@pytest.mark.parametrize("headers", ALIKE.values(), ids=ALIKE.keys())
def test_two_blocks_headed_alike_are_read_as_they_are_told(headers):
    first = read(two_blocks(*headers), BANK, blocks=["expectation", "perception"])
    other = read(two_blocks(*headers), BANK, blocks="perception,expectation")

    assert codes(first) == {"expectation": HIGH, "perception": LOW}
    assert codes(other) == {"expectation": LOW, "perception": HIGH}
    assert "columns_by_told" in first.notes.codes()


def test_columns_side_by_side_are_blocks_too():
    pairs = [header for topic in TOPICS for header in (topic, f"{topic}.1")]
    answers = [value for pair in zip(HIGH, LOW, strict=True) for value in pair]
    table = pd.DataFrame([answers] * 3, columns=pairs)

    assert codes(read(table, BANK, blocks=["expectation", "perception"])) == {
        "expectation": HIGH,
        "perception": LOW,
    }


def test_a_mapping_file_may_say_it(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text('blocks = ["perception", "expectation"]\n', "utf-8")
    guests = read(two_blocks(*ALIKE["numbered matrices"]), BANK, mapping=path)

    assert codes(guests) == {"expectation": LOW, "perception": HIGH}


def test_a_block_that_is_not_used_is_said_to_be():
    table = two_blocks(*ALIKE["numbered matrices"])
    table = table.assign(**{f"5、{t}": 3 for t in TOPICS})

    guests = read(table, BANK, blocks="ignore,expectation,perception")

    assert codes(guests) == {"expectation": LOW, "perception": [3] * 6}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("perception", "blocks: 1 named, but there are 2 such blocks: columns A to F"),
        ("expectation,exp", "blocks: bank_six has no battery 'exp'. Batteries: expectation, perc"),
        ("perception,perception", "blocks: perception, perception names a battery twice"),
    ],
)
def test_what_is_said_of_blocks_must_fit(said, fault):
    assert fault in refusal(
        lambda: read(two_blocks(*ALIKE["numbered matrices"]), BANK, blocks=said)
    )


def test_blocks_that_are_not_there_are_refused():
    table = pd.DataFrame([HIGH] * 3, columns=[f"E{i}" for i in range(1, 7)])

    assert "blocks: no columns were found that ask for the items" in refusal(
        lambda: read(table, BANK, blocks="perception")
    )


def test_one_block_without_a_battery_asks_which():
    table = pd.DataFrame([HIGH] * 3, columns=TOPICS)

    assert refusal(lambda: read(table, BANK)) == (
        "DataFrame: columns A to F ('Modern-looking equipment' ... 'Opening hours convenient') ask "
        "for 6 items of bank_six, and no heading says that they are expectation or perception. "
        "Say so: --blocks expectation or --blocks perception."
    )


def test_blocks_with_different_items_are_not_paired():
    first, second = ALIKE["suffix of pandas"]
    table = two_blocks(first, second).drop(columns=TOPICS[2])

    assert "columns" in refusal(lambda: read(table, BANK))


def test_the_other_block_under_a_heading_in_words_is_the_battery_left():
    excellent = [f"How far do EXCELLENT banks have this? [{t}]" for t in TOPICS]
    ours = [f"How far does our bank have this? [{t}]" for t in TOPICS]

    guests = read(two_blocks(excellent, ours), BANK)
    mirrored = read(two_blocks(ours, excellent), BANK)

    assert codes(guests) == {"expectation": HIGH, "perception": LOW}
    assert codes(mirrored) == {"expectation": LOW, "perception": HIGH}
    assert [note.text for note in guests.notes if note.code == "columns_by_block"] == [
        "6 rating columns stand under a heading that names no battery, beside the same items under "
        "one that does; they were read as the battery that was left: How far does our bank have "
        "this? [Moder… to How far does our bank have this? [Openi…. Make sure that this is so."
    ]


def test_a_block_of_another_battery_is_not_the_battery_left():
    excellent = [f"How far do EXCELLENT banks have this? [{t}]" for t in TOPICS]
    important = [f"How important is this to you? [{t}]" for t in TOPICS]

    assert "only expectations were found" in refusal(
        lambda: read(two_blocks(excellent, important), BANK)
    )


def test_a_numbered_block_beside_a_named_one_is_asked_about():
    named = [f"Expectation [{t}]" for t in TOPICS]

    assert "--blocks" in refusal(lambda: read(two_blocks(named, [f"4、{t}" for t in TOPICS]), BANK))


def test_an_empty_column_with_a_heading_names_the_columns_that_follow():
    numbers = [str(i) for i in range(1, 7)]
    headers = ["Part A: expectations", *numbers, "Part B: perceptions", *[f"{n}." for n in numbers]]
    table = pd.DataFrame([["", *HIGH, "", *LOW]] * 3, columns=headers)

    assert codes(read(table, BANK)) == {"expectation": HIGH, "perception": LOW}


def test_surveymonkey_rows_of_headings_are_paired(tmp_path):
    text = (
        "Respondent ID,Collector ID,Start Date,End Date,"
        "What EXCELLENT banks have,,,,,,What OUR bank has,,,,,\n"
        f",,,,{','.join(TOPICS)},{','.join(TOPICS)}\n"
        + "".join(
            f"1180000000{i},44,03/05/2024 09:12,03/05/2024 09:15,5,4,5,4,5,4,1,2,3,1,2,3\n"
            for i in range(3)
        )
    )

    assert codes(read(save(tmp_path, text), BANK)) == {"expectation": HIGH, "perception": LOW}


def test_wording_outranks_the_number_before_it(tmp_path):
    headers = [f"{b}{i} {TOPICS[-i]}" for b in "EP" for i in range(1, 7)]
    table = pd.DataFrame([[*HIGH, *LOW]] * 3, columns=headers)

    guests = read(table, BANK)

    assert codes(guests) == {"expectation": HIGH[::-1], "perception": LOW[::-1]}


def test_a_comment_on_an_item_does_not_replace_its_rating(tmp_path):
    rows = [[*row, "because"] for row in survey()]
    rows[0][-1] = "E1. Why this answer"

    plain = read(save(tmp_path, survey()))
    assert np.array_equal(
        read(save(tmp_path, rows)).ratings["expectation"], plain.ratings["expectation"]
    )


@pytest.mark.parametrize(
    "names",
    [
        ("Tan", "Rel", "Resp", "Assu", "Emp"),
        ("有形性", "可靠性", "响应性", "保证性", "同理心"),
        ("有形展示", "可靠性", "回应性", "安全性", "移情性"),
        ("有形性", "可靠性", "反应性", "保证性", "关怀性"),
        ("Tangibles", "Reliability", "Responsiveness", "Assurance", "Empathy"),
    ],
)
def test_items_numbered_within_their_dimension_are_known(tmp_path, names):
    sizes = (4, 5, 4, 4, 5)
    rows = survey()
    places = [
        (name, k) for name, size in zip(names, sizes, strict=True) for k in range(1, size + 1)
    ]
    rows[0] = [f"{b}_{name}{k}" for b in ("期望", "感知") for name, k in places]

    guests = read(save(tmp_path, rows))

    plain = read(save(tmp_path, survey(), name="plain.csv"))
    assert np.array_equal(guests.ratings["perception"], plain.ratings["perception"])


def test_a_mapping_file_may_name_a_dimension_by_another_name(tmp_path):
    rows = survey()
    more = {"a": "有形展示", "b": "可靠性", "c": "回应性", "d": "安全性", "e": "关怀性"}
    rows = [[*rows[0], *more], *([*row, *["20"] * 5] for row in rows[1:])]
    path = tmp_path / "map.toml"
    lines = [f'{column} = "points.{name}"' for column, name in more.items()]
    path.write_text("[columns]\n" + "\n".join(lines) + "\n", "utf-8")

    guests = read(save(tmp_path, rows), mapping=path)

    assert guests.points is not None
    assert guests.points.tolist()[0] == [20.0] * 5
