"""A questionnaire of one's own: the message leads to a map, the draft knows the usual columns."""

import tomllib

import pytest

from servqual.catalog import load_instrument
from servqual.errors import ColumnError, MappingError
from servqual.importer import load_mapping, propose_mapping, read
from servqual.importer.mapfiles.proposal import propose
from tests.importer.surveys import save, survey

TOPICS = [
    "Modern equipment", "Keeps promised times", "Room was clean", "Breakfast was varied",
    "Check-in was quick", "Wifi was fast",
]  # fmt: skip
STEP = "servqual map FILE, then servqual report FILE --mapping FILE.map.toml"


def own(n=40, **more):
    """Return the export of a form with six items, two of them like SERVQUAL."""
    rows = [
        [f"What do you expect of an excellent hotel? [{t}]" for t in TOPICS]
        + [f"What did you experience in our hotel? [{t}]" for t in TOPICS]
    ]
    rows += [
        [str(4 + (i + k) % 2) for k in range(6)] + [str(1 + (i * k + i) % 5) for k in range(6)]
        for i in range(n)
    ]
    for header, cells in more.items():
        rows[0].append(header)
        for i, row in enumerate(rows[1:]):
            row.append(cells[i % len(cells)])
    return rows


def drafted(folder, **more):
    """Return the path of an export, of its map, and its draft questionnaire."""
    path = save(folder, own(**more))
    proposal = propose(path)
    (folder / "own.toml").write_text(proposal.questionnaire, "utf-8")
    (folder / "map.toml").write_text(proposal.text("own.toml"), "utf-8")
    return path, folder / "map.toml", load_instrument(folder / "own.toml")


# -- the message -----------------------------------------------------------------------------------


def test_most_items_without_a_column_lead_to_a_map_and_not_to_absent(tmp_path):
    with pytest.raises(ColumnError) as caught:
        read(save(tmp_path, own()))

    assert str(caught.value) == (
        "guests.csv: 12 ratings of 6 items, 2 of them like servqual: probably a questionnaire of "
        f"your own. Have it drafted: {STEP}."
    )


def test_a_shortened_servqual_is_led_to_a_map_that_lists_what_is_absent(tmp_path):
    rows = [row[:13] + row[22:35] for row in survey()]
    path = save(tmp_path, rows)

    with pytest.raises(ColumnError) as caught:
        read(path)
    assert str(caught.value) == (
        "guests.csv: 9 of the 22 items of servqual have no column. Have a map of the columns "
        f"proposed: {STEP}. Items that were not asked stand there under absent."
    )
    assert '# absent = ["q14", "q15", "q16"' in propose_mapping(path)


def test_many_items_lacking_in_one_battery_are_not_advised_to_be_absent(tmp_path):
    rows = [row[:30] for row in survey()]

    with pytest.raises(ColumnError) as caught:
        read(save(tmp_path, rows))

    assert str(caught.value) == (
        "guests.csv: no column for 14 items of perception (q9 to q22); every other column is "
        "taken. Name the columns in a mapping file; 'servqual map' proposes one."
    )


def test_headings_that_look_alike_when_cut_are_named_once(tmp_path):
    rows = survey()
    rows[0][4:6] = [f"How much do you agree with the following sentence? {n}" for n in "ab"]
    for place in (26, 27):
        rows[0][place] = f"How much do you agree with the following sentence? {place}x"

    with pytest.raises(ColumnError) as caught:
        read(save(tmp_path, rows))

    assert "not matched are 'How much do you agree with the followin…' (4 columns). " in str(
        caught.value
    )


# -- the mapping file ------------------------------------------------------------------------------


def test_an_item_that_is_absent_and_has_a_column_is_a_fault(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text('absent = ["q6"]\n[columns]\nE6 = "expectation.q6"\nE7 = "expectation.q7"\n')

    with pytest.raises(MappingError) as caught:
        load_mapping(path)

    assert str(caught.value).endswith(
        "  - absent: q6 is said not to have been asked, but [columns] has "
        '"E6" = "expectation.q6". Take q6 out of absent, or write "ignore" there'
    )


def test_the_example_of_absent_names_no_real_item(tmp_path):
    text = propose_mapping(save(tmp_path, survey()))

    assert '# absent = ["ITEM"]  # items that were not asked, by their ids\n' in text


def test_a_mistyped_outcome_is_a_fault_that_names_the_known_one(tmp_path):
    rows = [[*row, "9"] for row in survey()]
    rows[0][-1] = "Q50"
    path = tmp_path / "map.toml"
    path.write_text('[columns]\nQ50 = "outcome.recommned"\n')

    with pytest.raises(MappingError) as caught:
        read(save(tmp_path, rows), mapping=path)

    assert str(caught.value).endswith(
        "  - columns.Q50: no outcome is called 'recommned'. Did you mean 'outcome.recommend'? "
        "Known: overall_quality, satisfaction, recommend, intention, problem, problem_resolved"
    )


@pytest.mark.parametrize("name", ["trust", "satisfaction_2", "recommend"])
def test_another_outcome_may_be_named(tmp_path, name):
    rows = [[*row, "7"] for row in survey()]
    rows[0][-1] = "Q50"
    path = tmp_path / "map.toml"
    path.write_text(f'[columns]\nQ50 = "outcome.{name}"\n')

    assert list(read(save(tmp_path, rows), mapping=path).outcomes) == [name]


def test_the_head_of_a_map_lists_the_outcomes(tmp_path):
    assert (
        "# Outcomes: overall_quality, satisfaction, recommend, intention, problem, "
        "problem_resolved.\n"
    ) in propose_mapping(save(tmp_path, survey()))


# -- the draft -------------------------------------------------------------------------------------


def test_a_draft_has_the_outcomes_and_people_that_are_usually_asked(tmp_path):
    path, mapping, form = drafted(
        tmp_path,
        **{
            "What is your gender?": ["Female", "Male"],
            "How likely are you to recommend us?": [str(n) for n in range(11)],
            "Overall satisfaction": ["1", "5"],
        },
    )

    assert [(o.id, o.kind, o.min, o.max) for o in form.outcomes] == [
        ("satisfaction", "rating", 1, 5),
        ("recommend", "recommend", 0, 10),
    ]
    assert [person.id for person in form.people] == ["gender"]
    text = mapping.read_text("utf-8")
    assert '"How likely are you to recommend us?" = "outcome.recommend"  # high: ' in text
    assert '"What is your gender?" = "people.gender"  # high: ' in text
    guests = read(path, mapping=mapping)
    assert guests.outcomes["recommend"].tolist()[:11] == list(range(11))
    assert set(guests.people["gender"]) == {"Female", "Male"}


def test_recommending_on_a_short_scale_is_a_rating(tmp_path):
    _, _, form = drafted(tmp_path, **{"Would you recommend us?": ["1", "2", "5"]})

    assert [(o.id, o.kind, o.min, o.max) for o in form.outcomes] == [("recommend", "rating", 1, 5)]


def test_an_outcome_in_words_is_left_out_of_a_draft(tmp_path):
    path, mapping, form = drafted(tmp_path, **{"Would you recommend us?": ["surely", "never"]})

    assert form.outcomes == []
    columns = tomllib.loads(mapping.read_text("utf-8"))["columns"]
    assert columns["Would you recommend us?"] == "ignore"
    assert read(path, mapping=mapping).outcomes == {}
