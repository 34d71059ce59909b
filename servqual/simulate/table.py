"""Simulated answers as the table that a survey tool would export, with headers in a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual._cells import csv_text
from servqual.instrument import KANO_BATTERIES, Instrument, Outcome
from servqual.simulate.answers import (
    PROBLEM_BELOW,
    SHARE_RESOLVED,
    Draws,
    People,
    draw_outcome,
    draw_points,
    draw_ratings,
    latent_gaps,
    overall_experience,
)
from servqual.simulate.kano import draw_kano
from servqual.simulate.model import Model, Numbers
from servqual.texts import catalogue

Strings = npt.NDArray[np.object_]
Column = Numbers | Strings
PRAISE_FROM = 5.2  # latent experience (1-7) from which a comment is rather kind
TOPIC_SD = 0.8  # how far chance decides what somebody writes about
SIMULATED = ("branch", "age")  # of every survey, whatever the questionnaire
SHARE_GENERAL = 0.15  # of the comments, about no dimension


def table(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> dict[str, Column]:
    """Return the columns of the export in order: float64 with NaN, or text with '' for blanks."""
    words = catalogue(language)
    columns: dict[str, Column] = {
        words["simulate.columns.id"]: np.arange(1, len(people) + 1, dtype=np.float64),
        words["simulate.columns.branch"]: _named(branch_names(model, language), people.branch),
        words["simulate.columns.age"]: _named(age_groups(language), people.age),
        **_chosen(len(people), instrument, draws, language),
    }
    asked = set(KANO_BATTERIES) & set(instrument.battery_names)
    kano = draw_kano(people, model, instrument, draws) if asked else {}
    for battery in instrument.battery_names:
        ratings = (
            kano[battery]
            if battery in kano
            else draw_ratings(people, battery, model, instrument, draws)
        )
        for position, item in enumerate(instrument.items):
            columns[_rating_header(words, battery, item.id)] = ratings[:, position]
    if instrument.importance.method == "points":
        given = draw_points(people, model, instrument, draws)
        for position, dimension in enumerate(instrument.dimensions):
            name = dimension.id if language == "en" else instrument.say(dimension.name, language)
            header = str(words["simulate.columns.points"]).replace("{dimension}", name)
            columns[header] = given[:, position]
    columns.update(_outcomes(people, model, instrument, draws, language))
    columns[words["simulate.columns.comment"]] = _comments(
        people, model, instrument, draws, language
    )
    return columns


def branch_names(model: Model, language: str) -> list[str]:
    """Return a name for each branch of a model; numbers follow where the names run out."""
    names = list(catalogue(language)["simulate.branches.names"])
    return [
        branch.name or (names[b] if b < len(names) else str(b + 1))
        for b, branch in enumerate(model.branches)
    ]


def age_groups(language: str) -> list[str]:
    """Return the names of the age groups."""
    return list(catalogue(language)["simulate.ages.names"])


def to_csv(columns: Mapping[str, Column]) -> str:
    """Return columns as CSV text: commas, one header, blanks empty, lines ended by a line feed."""
    cells = zip(*(_cells(column) for column in columns.values()), strict=True)
    return csv_text([list(columns), *cells])


def _cells(column: Column) -> list[Any]:
    """Return a column as cells: whole numbers without a point, '' for blanks."""
    if column.dtype == object:
        return list(column)
    blank = np.isnan(column)
    cells = np.where(blank, 0, column).astype(np.int64).astype(object)
    cells[blank] = ""
    return list(cells)


def _named(names: list[str], positions: npt.NDArray[np.int64]) -> Strings:
    """Return the name at each position."""
    return np.array(names, dtype=object)[positions]


def _rating_header(words: Mapping[str, Any], battery: str, item_id: str) -> str:
    """Return the header of an item in a battery, such as E5 or 期望5."""
    short = words.get(f"simulate.batteries.{battery}", f"{battery}_")
    number = item_id.removeprefix("q")
    header = str(words["simulate.columns.rating"]).replace("{number}", number)
    return header.replace("{battery}", short)


def _outcomes(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> dict[str, Column]:
    """Return the questions about the whole; whether a problem was resolved, only of who had one."""
    score = overall_experience(people, model, instrument)
    columns: dict[str, Column] = {}
    had_problem = np.zeros(len(people), dtype=bool)
    for outcome in instrument.outcomes:
        stream = draws.stream("outcome", outcome.id)
        if outcome.kind != "yes_no":
            drawn = draw_outcome(score, outcome.min, outcome.max, model, stream)
            # how much effort it took: the better the experience, the lower the answer
            turned = outcome.version == 1 or outcome.reverse
            answers: Column = outcome.min + outcome.max - drawn if turned else drawn
        elif outcome.id == "problem_resolved":
            resolved = stream.random(len(people)) < SHARE_RESOLVED
            answers = np.where(had_problem, _yes_no(resolved, language), "")
        else:
            noise = model.outcome_sd * stream.standard_normal(len(people))
            had_problem = score + noise < PROBLEM_BELOW
            answers = _yes_no(had_problem, language)
        columns[_outcome_header(outcome, instrument, language)] = answers
    return columns


def _chosen(n: int, instrument: Instrument, draws: Draws, language: str) -> dict[str, Column]:
    """Return what is known of the people by their choice, beside branch and age, by chance."""
    columns: dict[str, Column] = {}
    for column in instrument.people:
        if column.options and column.id not in SIMULATED:
            names = [instrument.say(words, language) for words in column.options]
            places = draws.stream("people", column.id).integers(len(names), size=n)
            header = column.id if language == "en" else instrument.say(column.label, language)
            columns[header] = _named(names, places)
    return columns


def _outcome_header(outcome: Outcome, instrument: Instrument, language: str) -> str:
    """Return the id in English exports and the label in others."""
    return outcome.id if language == "en" else instrument.say(outcome.label, language)


def _yes_no(yes: npt.NDArray[np.bool_], language: str) -> Strings:
    """Return the words for yes and no."""
    words = catalogue(language)
    names = [words["simulate.answers.no"], words["simulate.answers.yes"]]
    return _named(names, yes.astype(np.int64))


def _comments(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> Strings:
    """Return what people write: praise for what was good or blame for what was not."""
    gaps = latent_gaps(people, model, instrument)
    kind = overall_experience(people, model, instrument) >= PRAISE_FROM
    stream = draws.stream("comments")
    gaps = gaps + TOPIC_SD * stream.standard_normal(gaps.shape)
    about = np.where(kind, gaps.argmax(axis=1), gaps.argmin(axis=1))
    writes = stream.random(len(people)) < model.comments
    writes[people.careless] = False
    general = stream.random(len(people)) < SHARE_GENERAL
    which = stream.random(len(people))
    comments = np.full(len(people), "", dtype=object)
    for i in np.flatnonzero(writes):
        dimension = "general" if general[i] else instrument.dimension_ids[about[i]]
        texts = _remarks(language, dimension, kind="praise" if kind[i] else "blame")
        comments[i] = texts[int(which[i] * len(texts))]
    return comments


def _remarks(language: str, dimension: str, kind: str) -> list[str]:
    """Return the remarks about a dimension, general ones for a dimension without its own."""
    words = catalogue(language)
    own = words.get(f"simulate.comments.{dimension}.{kind}")
    return list(own or words[f"simulate.comments.general.{kind}"])
