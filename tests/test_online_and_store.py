"""Questionnaires modelled on online and store scales: their counts, who is asked, their index."""

import dataclasses

import numpy as np
import pytest

import servqual as sq
from servqual.catalog import load_instrument
from servqual.plan import columns
from servqual.scoring import summarize
from servqual.simulate import Model, simulate

# items of the model by dimension where the split is known, else the items of the file
COUNTS = {
    "online-service": (22, [8, 4, 7, 3]),
    "online-recovery": (11, [5, 3, 3]),
    "website": (22, [8, 7, 7]),
    "shop-site": (9, [2, 3, 2, 2]),
    "e-government": (21, []),
    "self-service": (20, []),
    "store": (28, [6, 5, 9, 3, 5]),
    "airline-service": (30, []),
    "internal-service": (22, [4, 5, 4, 4, 5]),
}
PEOPLE = 90


@pytest.fixture(scope="module")
def both():
    """Return one export of both parts; only who had a problem answered the second one."""
    model = dataclasses.replace(Model(), outcome_sd=3.0, missing=0.0)
    frame = simulate(PEOPLE, "online-service", seed=2, model=model).frame
    rated = simulate(PEOPLE, "online-recovery", seed=3, model=model).frame
    recovery = rated[[f"R{n}" for n in range(1, 12)]].where(frame["problem"] == "yes")
    return frame.join(recovery)


@pytest.fixture(scope="module")
def website():
    survey = simulate(40, "website", model=dataclasses.replace(Model(), missing=0.0))
    return survey.frame, sq.analyze(sq.read(survey.frame, instrument="website"))


def means(frame, instrument, battery):
    """Return how many people stand behind each dimension, and its mean."""
    summary = summarize(sq.read(frame, instrument=instrument))
    asked = [columns.dimension(battery, d) for d in load_instrument(instrument).dimension_ids]
    found = summary.means(asked)
    return summary.n, found.n.tolist(), found.mean.tolist()


@pytest.mark.parametrize("name", COUNTS)
def test_items_and_dimensions_are_as_many_as_in_the_model(name):
    asked = load_instrument(name)
    items, split = COUNTS[name]

    assert (len(asked.items), asked.modelled_on.items) == (items, items)
    assert asked.modelled_on.split == split
    assert split in ([], [len(asked.items_of(d)) for d in asked.dimension_ids])


@pytest.mark.parametrize("name", COUNTS)
def test_only_what_was_read_in_a_publication_is_called_seen(name):
    asked = load_instrument(name)

    assert asked.wording == "own"
    assert asked.modelled_on.evidence == ("seen" if name == "internal-service" else "general")
    assert "no yardstick" in asked.licence_note["en"]


@pytest.mark.parametrize("name", [n for n, (_, split) in COUNTS.items() if not split])
def test_where_the_split_of_the_model_is_not_known_the_file_says_that_its_own_is_ours(name):
    note = load_instrument(name).modelled_on.note

    assert note["en"].split(".")[0].endswith("our own")
    assert "由本问卷自定" in note["zh"]


def test_the_finer_parts_of_the_store_scale_are_its_themes():
    asked = load_instrument("store")
    within = {t.id: {asked.item(i).dimension for i in t.items} for t in asked.themes}

    assert within == {
        "appearance": {"physical"},
        "convenience": {"physical"},
        "promises": {"reliability"},
        "right": {"reliability"},
        "confidence": {"interaction"},
        "courtesy": {"interaction"},
        "complaints": {"problems"},
        "policy": {"policy"},
    }


def test_recovery_is_scored_over_those_who_had_a_problem(both):
    had = int((both["problem"] == "yes").sum())
    n, answered, mean = means(both, "online-recovery", "recovery")
    rated = both.loc[both["problem"] == "yes"]
    by_hand = [rated[[f"R{k}" for k in ks]].mean(axis=1).mean() for ks in (range(1, 6), (6, 7, 8))]

    assert 5 < had < PEOPLE - 5
    assert (n, answered) == (had, [had] * 3)
    np.testing.assert_allclose(mean[:2], by_hand, rtol=1e-12)


def test_those_without_a_problem_count_as_not_asked_and_not_as_missing(both):
    read = sq.read(both, instrument="online-recovery")
    had = int((both["problem"] == "yes").sum())
    found = {note.code: note.values for note in read.notes}

    assert len(read) == had
    assert found["rows_ineligible"]["n"] == PEOPLE - had


def test_recovery_is_never_averaged_into_the_service_without_problems(both):
    alone = both[[c for c in both.columns if not c.startswith("R")]]

    assert means(both, "online-service", "perception") == means(
        alone, "online-service", "perception"
    )


def test_the_satisfaction_index_of_a_website_is_its_index_of_quality(website):
    frame, study = website
    important = frame[[f"I{n}" for n in range(1, 23)]].mean().to_numpy()
    rated = frame[[f"P{n}" for n in range(1, 23)]].mean().to_numpy()
    quality = (important * rated).sum() / (7 * important.sum())

    assert [row.importance_source for row in study.priorities.csi] == ["ratings"]
    assert study.priorities.csi[0].index == pytest.approx(100 * quality, rel=1e-12)


@pytest.mark.parametrize(
    ("language", "said", "never"),
    [
        ("en", "No expectations were asked, so there are means but no gaps", "Only perceptions"),
        ("zh", "本次未测量期望，因此只有均值而没有差距", "本次只测量感知"),
    ],
)
def test_where_importance_was_rated_too_it_is_not_said_that_only_perceptions_were(
    website, tmp_path, language, said, never
):
    sq.report(website[1], tmp_path / "website.html", language=language)
    text = (tmp_path / "website.html").read_text("utf-8")

    assert said in text
    assert never not in text
