"""A reversed item is marked where its name is the negative sentence, not the good end."""

from dataclasses import replace

import pytest

from servqual.instrument import Instrument
from servqual.settings import ReportOptions
from servqual.writer.turned import same_sentence
from servqual.writer.view import View
from tests.writer import studies

NOISE = "There was too much noise in the rooms"


def view(language="en", *, topic=NOISE, wording=NOISE, reverse=True, form="servperf"):
    """Return the view of a study whose first item is worded as said."""
    study = studies.servperf()
    table = studies.shipped(form).model_dump()
    first = {"topic": {"en": topic}, "wording": {"perception": {"en": wording}}}
    table["items"][0] |= first | {"reverse": reverse}
    changed = replace(study, instrument=Instrument.model_validate(table))
    return View(changed, ReportOptions(language=language))


@pytest.mark.parametrize(
    ("language", "name"), [("en", f"{NOISE} (reversed)"), ("zh", f"{NOISE}（反向计分）")]
)
def test_a_negative_sentence_that_was_turned_round_is_marked(language, name):
    seen = view(language)

    assert seen.item("q1") == seen.label("item", "q1") == name
    assert seen.wording("q1", "perception") == NOISE


@pytest.mark.parametrize(
    ("topic", "wording"),
    [(NOISE, f"5. {NOISE}."), (NOISE[:20] + "…", NOISE), ("There was  too much noise", "there was "
      "too much noise")],
)  # fmt: skip
def test_a_number_a_full_stop_or_a_cut_end_make_no_difference(topic, wording):
    assert view(topic=topic, wording=wording).item("q1").endswith(" (reversed)")


def test_a_topic_that_is_the_good_end_has_no_mark():
    assert view(topic="Quiet rooms").item("q1") == "Quiet rooms"


def test_an_item_that_is_not_reversed_has_no_mark():
    assert view(reverse=False).item("q1") == NOISE


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_form_of_1988_names_the_good_ends(language):
    study = replace(studies.bank(), instrument=studies.shipped("servqual-1988"))
    seen = View(study, ReportOptions(language=language))

    assert seen.turned == frozenset()
    assert seen.how_turned(seen.instrument.item_ids) == ""


def test_the_mark_is_explained_where_such_an_item_stands():
    assert view().how_turned(["q1", "q2"]).startswith("Items marked “(reversed)” are worded neg")
    assert view("zh").how_turned(["q1"]).startswith("标有“（反向计分）”的题项为反向表述")
    assert view().how_turned(["q2"]) == ""


def test_nothing_is_no_sentence():
    assert not same_sentence("", "")
