"""Simulated answers as the table that a survey tool would export, with headers in a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
Positions = npt.NDArray[np.int64]
Column = Numbers | Strings
PRAISE_FROM = 5.2  # latent experience (1-7) from which a comment is rather kind
TOPIC_SD = 0.8  # how far chance decides what somebody writes about
SIMULATED = ("branch", "age")  # of every survey, whatever the questionnaire
SHARE_GENERAL = 0.15  # of the comments, about no dimension


@dataclass(frozen=True)
class Coded:
    """A column of texts: everybody's position in a list of the different ones."""

    positions: Positions
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.positions)

    def spelt(self) -> Strings:
        """Return everybody's text."""
        return np.array(self.texts, dtype=object)[self.positions]


def table(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> dict[str, Column]:
    """Return the columns of the export in order: float64 with NaN, or text with '' for blanks."""
    found = coded_table(people, model, instrument, draws, language)
    return {
        header: column.spelt() if isinstance(column, Coded) else column
        for header, column in found.items()
    }


def coded_table(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> dict[str, Numbers | Coded]:
    """Return the columns of the export in order: float64 with NaN for blanks, or coded texts."""
    words = catalogue(language)
    columns: dict[str, Numbers | Coded] = {
        words["simulate.columns.id"]: np.arange(1, len(people) + 1, dtype=np.float64),
        words["simulate.columns.branch"]: Coded(people.branch, branch_names(model, language)),
        words["simulate.columns.age"]: Coded(people.age, age_groups(language)),
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


def _rating_header(words: Mapping[str, Any], battery: str, item_id: str) -> str:
    """Return the header of an item in a battery, such as E5 or 期望5."""
    short = words.get(f"simulate.batteries.{battery}", f"{battery}_")
    number = item_id.removeprefix("q")
    header = str(words["simulate.columns.rating"]).replace("{number}", number)
    return header.replace("{battery}", short)


def _outcomes(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> dict[str, Numbers | Coded]:
    """Return the questions about the whole; whether a problem was resolved, only of who had one."""
    score = overall_experience(people, model, instrument)
    columns: dict[str, Numbers | Coded] = {}
    had_problem = np.zeros(len(people), dtype=bool)
    for outcome in instrument.outcomes:
        stream = draws.stream("outcome", outcome.id)
        if outcome.kind != "yes_no":
            drawn = draw_outcome(score, outcome.min, outcome.max, model, stream)
            # how much effort it took: the better the experience, the lower the answer
            turned = outcome.version == 1 or outcome.reverse
            answers: Numbers | Coded = outcome.min + outcome.max - drawn if turned else drawn
        elif outcome.id == "problem_resolved":
            resolved = stream.random(len(people)) < SHARE_RESOLVED
            answers = _yes_no(resolved, language, asked=had_problem)
        else:
            noise = model.outcome_sd * stream.standard_normal(len(people))
            had_problem = score + noise < PROBLEM_BELOW
            answers = _yes_no(had_problem, language)
        columns[_outcome_header(outcome, instrument, language)] = answers
    return columns


def _chosen(n: int, instrument: Instrument, draws: Draws, language: str) -> dict[str, Coded]:
    """Return what is known of the people by their choice, beside branch and age, by chance."""
    columns: dict[str, Coded] = {}
    for column in instrument.people:
        if column.options and column.id not in SIMULATED:
            names = [instrument.say(words, language) for words in column.options]
            places = draws.stream("people", column.id).integers(len(names), size=n)
            header = column.id if language == "en" else instrument.say(column.label, language)
            columns[header] = Coded(places, names)
    return columns


def _outcome_header(outcome: Outcome, instrument: Instrument, language: str) -> str:
    """Return the id in English exports and the label in others."""
    return outcome.id if language == "en" else instrument.say(outcome.label, language)


def _yes_no(
    yes: npt.NDArray[np.bool_], language: str, asked: npt.NDArray[np.bool_] | None = None
) -> Coded:
    """Return the words for yes and no, blank for those who were not asked."""
    words = catalogue(language)
    names = ["", words["simulate.answers.no"], words["simulate.answers.yes"]]
    said = yes.astype(np.int64) + 1
    return Coded(said if asked is None else np.where(asked, said, 0), names)


def _comments(
    people: People, model: Model, instrument: Instrument, draws: Draws, language: str
) -> Coded:
    """Return what people write: praise for what was good or blame for what was not."""
    gaps = latent_gaps(people, model, instrument)
    kind = overall_experience(people, model, instrument) >= PRAISE_FROM
    stream = draws.stream("comments")
    gaps = gaps + TOPIC_SD * stream.standard_normal(gaps.shape)
    about = np.where(kind, gaps.argmax(axis=1), gaps.argmin(axis=1))
    writes = stream.random(len(people)) < model.comments
    writes[people.careless] = False
    about[stream.random(len(people)) < SHARE_GENERAL] = len(instrument.dimensions)
    which = stream.random(len(people))
    texts, start, number = _remarks(instrument, language)
    shelf = 2 * about + kind
    found = start[shelf] + (which * number[shelf]).astype(np.int64)
    return Coded(np.where(writes, found, 0), texts)


def _remarks(instrument: Instrument, language: str) -> tuple[list[str], Positions, Positions]:
    """Return '' and all remarks in one list, and where those of each subject stand in it.

    Subjects are blame and praise of each dimension, then of the whole. The remarks about the whole
    stand in for a dimension that has none of its own. Starts and numbers have the shape
    (2 * n_dimensions + 2,).
    """
    words = catalogue(language)
    texts, starts, numbers = [""], [], []
    for dimension in (*instrument.dimension_ids, "general"):
        for kind in ("blame", "praise"):
            own = words.get(f"simulate.comments.{dimension}.{kind}")
            shelf = list(own or words[f"simulate.comments.general.{kind}"])
            starts.append(len(texts))
            numbers.append(len(shelf))
            texts.extend(shelf)
    return texts, np.array(starts), np.array(numbers)
