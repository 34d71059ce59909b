"""Every shipped questionnaire: answered by simulated people, read without a mapping, reported."""

from html import unescape

import numpy as np
import pytest

import servqual as sq
from servqual.catalog import instrument_ids, load_instrument
from servqual.plan import columns
from servqual.scoring import summarize
from servqual.simulate import simulate

LANGUAGES = ("en", "zh")
NAMES = instrument_ids()
PEOPLE = 14


def shape(name):
    """Return what a report of a questionnaire depends on, beside its words."""
    asked = load_instrument(name)
    scales = {(asked.scale_of(b).min, asked.scale_of(b).max) for b in asked.battery_names}
    gaps = [(gap.of, gap.minus) for gap in asked.gaps]
    return str((asked.battery_names, scales, gaps, asked.importance.method, asked.role))


# managers and staff are reported beside customers only: tests/gap_model
REPORTED = [name for name in NAMES if load_instrument(name).role == "customer"]
OF_A_KIND = {shape(name): name for name in REPORTED}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("every")


@pytest.fixture(scope="module")
def answers(folder):
    """Return a function that reads the simulated answers to a questionnaire; each read once."""
    known = {}

    def read(name, language, n=PEOPLE):
        if (name, language, n) not in known:
            survey = simulate(n, name, language=language)
            path = folder / f"{name}.{language}.{n}.csv"
            path.write_text(survey.to_csv(), "utf-8")
            known[name, language, n] = survey, sq.read(path, instrument=name)
        return known[name, language, n]

    return read


def text_of_report(study, folder, language):
    path = folder / "report.html"
    sq.report(study, path, language=language, date="2026-01-31", force=True)
    return path.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_simulated_answers_are_read_without_a_mapping(answers, name, language):
    survey, read = answers(name, language)
    asked = load_instrument(name)

    assert list(read.ratings) == asked.battery_names
    assert sorted(read.outcomes) == sorted(outcome.id for outcome in asked.outcomes)
    assert {column.id for column in asked.people if column.options} - {"age"} <= set(read.people)
    ratings = [c for c in survey.columns.values() if c.dtype != object]
    assert sum(np.isfinite(c).sum() for c in ratings) > 0.9 * PEOPLE * len(asked.items)
    for battery, codes in read.ratings.items():
        low, high = asked.scale_of(battery).codes[0], asked.scale_of(battery).codes[-1]
        given = codes[codes >= low]
        assert given.size > 0.9 * codes.size
        assert given.max() <= high


@pytest.mark.parametrize("name", NAMES)
def test_every_dimension_and_gap_gets_a_score(answers, name):
    asked = load_instrument(name)
    summary = summarize(answers(name, "en")[1])

    for battery in asked.rated_batteries:
        for dimension in asked.dimension_ids:
            assert summary.means([columns.dimension(battery, dimension)]).n[0] > PEOPLE / 2
    for gap in asked.gaps:
        for dimension in asked.dimension_ids:
            assert np.isfinite(summary.means([columns.dimension(gap.name, dimension)]).mean[0])


@pytest.mark.parametrize(
    ("name", "language"), [(n, LANGUAGES[k % 2]) for k, n in enumerate(OF_A_KIND.values())]
)
def test_one_of_each_kind_is_reported(answers, folder, name, language):
    asked = load_instrument(name)
    text = unescape(text_of_report(sq.analyze(answers(name, language)[1]), folder, language))
    shown = (
        [d.name for d in asked.dimensions]
        if asked.rated_batteries
        else [item.topic for item in asked.items]
    )

    assert asked.say(asked.title, language) in text
    assert [words for words in shown if asked.say(words, language) not in text] == []
    assert "{service}" not in text


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(REPORTED)))
def test_managers_and_staff_have_no_report_of_their_own(answers, name):
    with pytest.raises(sq.SettingsError, match=r"beside those of customers.*servqual gaps"):
        sq.analyze(answers(name, "en")[1])


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REPORTED)
def test_each_is_reported_in_both_languages(answers, folder, name, language):
    asked = load_instrument(name)
    text = text_of_report(sq.analyze(answers(name, language, 120)[1]), folder, language)

    assert asked.say(asked.title, language) in text
    assert "{service}" not in text
