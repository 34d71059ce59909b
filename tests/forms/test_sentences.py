"""Exports whose headings are the printed sentences are read too, whatever the service is called."""

import pandas as pd
import pytest

import servqual as sq
from servqual.forms import Wanted, questionnaires
from servqual.forms.questions import Matrix
from servqual.importer.matching.names import Names
from servqual.importer.matching.spoken import spoken_ratings
from tests.typed_in import answered, ratings_of

CALLED = [
    Wanted(),
    Wanted(service={"": "Aurora Hotel", "zh": "极光酒店"}, noun={"": "hotel", "zh": "酒店"}),
    Wanted(service={"": "clinic", "zh": "诊所"}),
]


@pytest.mark.parametrize("name", ["servqual", "servqual-1994", "gap-staff"])
@pytest.mark.parametrize("wanted", CALLED, ids=["own noun", "name", "other noun"])
def test_a_question_and_its_row_tell_battery_and_item(name, wanted):
    instrument = sq.load_instrument(name)
    names = Names(instrument)

    wrong = [
        heading
        for asked in questionnaires(instrument, ["en", "zh"], wanted)
        for block in asked.blocks
        if isinstance(block, Matrix)
        for row in block.rows
        for heading in (f"{block.intro} [{row.text}]", f"3、{block.intro}—{row.text}")
        if (found := names.find(heading)) is None
        or (found[0].id, found[0].battery) != (row.id, block.id)
    ]

    assert wrong == []


def test_a_sentence_alone_is_read_in_the_words_of_the_questionnaire_only():
    names = Names(sq.load_instrument("servqual"))

    assert str(names.find("This company works with modern equipment.")[0]) == "perception.q1"
    assert names.find("This bank works with modern equipment.") is None  # proposed, not read


def test_the_rest_of_a_heading_is_no_name_of_a_service():
    spoken = spoken_ratings(sq.load_instrument("servqual"))

    assert spoken.find("We asked: staff. Also has staff who look tidy and well groomed") == set()
    assert [str(t) for t in spoken.find("极光酒店的员工仪表整洁得体")] == ["perception.q3"]


def test_an_export_of_sentences_is_read_without_a_mapping():
    instrument = sq.load_instrument("servqual")
    asked = questionnaires(instrument, "zh", CALLED[1])[0]
    people = answered(asked, 15, share_missing=0)
    texts = {
        row.code: f"{b.intro} [{row.text}]" for b in asked.blocks for row in getattr(b, "rows", ())
    }
    texts |= {b.code: b.text for b in asked.blocks if not hasattr(b, "rows")}
    rated = [{texts[c]: v for c, v in p.items() if not c.startswith("points")} for p in people]

    found = sq.read(pd.DataFrame(rated).fillna(""), instrument)

    told = ratings_of(people, asked, instrument.item_ids, "expectation")
    assert (found.ratings["expectation"] == told).all()
    assert set(found.people) == {"frequency", "gender", "age"}
    assert list(found.outcomes["satisfaction"]) == [float(p["satisfaction"]) for p in people]
