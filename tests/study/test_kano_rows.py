"""Kano's questions in a study: beside ratings and alone, weighted, and never taken for ratings."""

import numpy as np
import pytest

import servqual as sq
from servqual import writer
from servqual.errors import InstrumentError, SettingsError
from servqual.scoring import summarize
from servqual.settings import Settings
from servqual.statistics.shares import wilson
from servqual.study.importance.kano import kano_rows
from tests.kano_forms import BOTH, BOTH_SIMPLE, answers, form

WRITERS = {"json": writer.to_json, "csv": writer.to_csv, "xlsx": writer.to_xlsx}


def kano_answers(n=60):
    """Return answers that make the four items M, O, A, I to everybody."""
    functional, dysfunctional = np.array([2, 1, 1, 3]), np.array([5, 5, 3, 3])
    return np.tile(functional, (n, 1)), np.tile(dysfunctional, (n, 1))


def ratings(n=60, seed=1):
    rng = np.random.default_rng(seed)
    level = rng.normal(0, 1, (n, 1))
    return np.clip(np.round(4.5 + level + rng.normal(0, 0.8, (n, 4))), 1, 7).astype(int)


def rows(given):
    return kano_rows(summarize(given), given.instrument, Settings())


def test_the_four_classes():
    found = rows(answers(kano=kano_answers()))

    assert [(row.item, row.n, row.kind) for row in found] == [
        ("q1", 60, "M"), ("q2", 60, "O"), ("q3", 60, "A"), ("q4", 60, "I"),
    ]  # fmt: skip
    assert dict(found[0].counts) == {"M": 60, "O": 0, "A": 0, "I": 0, "R": 0, "Q": 0}


def test_an_item_worded_negatively_is_not_turned_round_here():
    found = rows(answers(kano=kano_answers(), text=BOTH))

    assert found[2].kind == "A"
    assert form(BOTH).is_reversed("q3", "perception")
    assert not form(BOTH).is_reversed("q3", "functional")


def test_only_people_who_answered_both_questions_count():
    functional, dysfunctional = kano_answers()
    functional[:5, 0], dysfunctional[3:9, 0] = -1, -1

    assert rows(answers(kano=(functional, dysfunctional)))[0].n == 51


def test_an_item_that_nobody_was_asked_about_has_no_row():
    functional, dysfunctional = kano_answers()
    functional[:, 1] = dysfunctional[:, 1] = -1

    assert [row.item for row in rows(answers(kano=(functional, dysfunctional)))] == [
        "q1", "q3", "q4",
    ]  # fmt: skip


@pytest.mark.parametrize(("n_questionable", "wording"), [(6, False), (7, True)])
def test_more_than_a_tenth_of_contradictions_point_at_the_wording(n_questionable, wording):
    functional, dysfunctional = kano_answers()
    functional[:n_questionable, 0] = dysfunctional[:n_questionable, 0] = 1

    assert rows(answers(kano=(functional, dysfunctional)))[0].wording is wording


def test_weights_choose_the_class_and_widen_the_limits():
    functional, dysfunctional = kano_answers()
    functional[:40, 0] = 1  # the first forty: one-dimensional, of little weight
    weights = np.where(np.arange(60) < 40, 0.2, 2.0)
    plain = rows(answers(kano=(functional, dysfunctional)))[0]
    given = answers(kano=(functional, dysfunctional), weights=weights)
    row = rows(given)[0]

    assert (plain.kind, row.kind) == ("O", "M")
    assert dict(row.counts) == dict(plain.counts)
    assert row.better == pytest.approx(8 / 48)
    n_effective = weights.sum() ** 2 / (weights**2).sum()
    assert (row.better_low, row.better_high) == pytest.approx(
        wilson(n_effective * 8 / 48, n_effective, 0.95)[1:]
    )


def test_ratings_and_kanos_questions_side_by_side():
    given = answers(ratings(), kano_answers(), y=np.arange(60) % 11)
    study = sq.analyze(given)

    assert [row.kind for row in study.importance.kano] == ["M", "O", "A", "I"]
    assert {row.battery for row in study.scores.items} == {"perception"}
    assert {row.battery for row in study.reliability.rows} == {"perception"}
    assert {row.battery for row in study.distributions.rows} == {"perception"}
    assert [row.battery for row in study.quality.missing] == [
        "perception", "functional", "dysfunctional",
    ]  # fmt: skip


def test_kanos_questions_change_no_figure_of_the_ratings():
    with_kano = sq.analyze(answers(ratings(), kano_answers()))
    without = sq.analyze(answers(ratings()))

    assert with_kano.scores == without.scores
    assert with_kano.reliability == without.reliability
    assert with_kano.priorities == without.priorities


def test_to_like_everything_good_is_no_sign_of_haste():
    flags = sq.analyze(answers(ratings(), kano_answers())).quality.flags

    assert not {"functional", "dysfunctional"} & {flag.battery for flag in flags}


def test_the_same_few_answers_to_kanos_questions_are_no_duplicates():
    assert sq.analyze(answers(kano=kano_answers())).quality.flags == ()


def test_blanks_of_kanos_questions_are_never_imputed():
    functional, dysfunctional = kano_answers()
    functional[:9, 0] = -1
    rated = ratings()
    rated[3:8, 1] = -1
    study = sq.analyze(answers(rated, (functional, dysfunctional)), incomplete="impute")

    assert study.importance.kano[0].n == 51


def test_there_is_nothing_to_impute_without_ratings():
    with pytest.raises(SettingsError) as raised:
        sq.analyze(answers(kano=kano_answers()), incomplete="impute")

    assert str(raised.value) == (
        "multiple imputation fills in ratings, and nobody was asked for any: answers to Kano's "
        "questions are never filled in. Leave out --incomplete."
    )


@pytest.mark.parametrize("incomplete", ["half", "listwise"])
def test_kanos_questions_alone(incomplete):
    study = sq.analyze(answers(kano=kano_answers()), incomplete=incomplete)

    assert len(study.importance.kano) == 4
    assert study.gaps.items == study.scores.items == study.priorities.items == ()
    assert study.actions.rows == ()


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_kanos_questions_alone_are_written(kind):
    study = sq.analyze(answers(kano=kano_answers()))
    written = WRITERS[kind](study)

    assert len(written) > 0


def faults(text):
    with pytest.raises(InstrumentError) as raised:
        form(text)
    return str(raised.value)


def test_one_question_without_the_other():
    lines = [line for line in BOTH_SIMPLE.splitlines() if '"dysfunctional"' not in line]

    assert (
        "batteries[functional]: Kano's classes need 'dysfunctional' as well; add that battery"
        in faults("\n".join(lines))
    )


def test_a_scale_of_seven_is_refused():
    text = BOTH_SIMPLE.replace(
        '{ en = "With it" }, scale = { min = 1, max = 5 }', '{ en = "With it" }'
    )

    assert (
        "batteries[functional].scale: it has five answers (like, must be, neutral, live with, "
        "dislike), not 1-7; set scale = { min = 1, max = 5 }" in faults(text)
    )


def test_a_gap_of_kanos_answers_is_refused():
    gap = 'gaps = [{ name = "gap", of = "functional", minus = "dysfunctional" }]\ndimensions'
    text = BOTH_SIMPLE.replace("dimensions", gap, 1)

    assert "gaps[gap]: the answers to 'functional' are no ratings; take it out" in faults(text)


def test_kanos_questions_cannot_be_turned_round():
    text = BOTH.replace("reverse = true", 'reverse = ["functional"]')

    assert "items[q3].reverse: 'functional' cannot be turned round; take it out" in faults(text)


def test_another_scale_of_the_ratings_leaves_kanos_five_answers():
    moved = form().with_scale(1, 5)

    assert [moved.scale_of(b).max for b in moved.battery_names] == [5, 5, 5]
    assert [form().with_scale(1, 9).scale_of(b).max for b in form().battery_names] == [9, 5, 5]
