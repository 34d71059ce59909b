"""Simulated surveys as Responses, for planting faults into them, and the clean files of others."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from servqual.importer import read
from servqual.instrument import Instrument
from servqual.notes import Note
from servqual.quality import examine, reading_suspicions
from servqual.quality.examined import Examined
from servqual.responses import Missing, Responses, Source
from servqual.scoring import summarize, turned
from servqual.simulate import Model, simulate

INSTRUMENTS = Path(__file__).parent / "instruments"


def survey(n: int = 400, instrument: str | Instrument = "servqual", **asked: object) -> Responses:
    """Return a simulated survey as it would be read, with the branch of each person."""
    simulated = simulate(n, instrument, **asked)
    form = simulated.instrument
    columns = list(simulated.columns.values())
    first = list(simulated.columns).index("branch")
    k, ratings = len(form.items), {}
    for place, battery in enumerate(form.battery_names):
        start = first + 2 + place * k
        values = np.column_stack(columns[start : start + k]).astype(float)
        ratings[battery] = np.where(np.isnan(values), Missing.BLANK, values).astype(np.int16)
    return Responses(
        instrument=form,
        ratings=ratings,
        rows=np.arange(2, n + 2),
        source=Source("made.csv", "0" * 64, n, n, 0),
        people={"branch": np.array(simulated.columns["branch"], dtype=object)},
    )


def careful(n: int = 400, instrument: str | Instrument = "servqual", **asked: object) -> Responses:
    """Return a simulated survey of people who all read every item and leave nothing blank."""
    return survey(n, instrument, model=Model(careless=0.0, missing=0.0), **asked)


def with_ratings(answers: Responses, **ratings: np.ndarray) -> Responses:
    """Return the answers with some batteries replaced."""
    return replace(answers, ratings={**answers.ratings, **ratings})


def examined(answers: Responses) -> Examined:
    """Return what is found out about how some answers were given."""
    return examine(answers, {b: turned(answers, b) for b in answers.ratings})


def noticed(answers: Responses) -> list[Note]:
    """Return every note that a detector leaves on some answers."""
    suspicions = reading_suspicions(summarize(answers), answers.instrument)
    return [*examined(answers).notes, *suspicions]


def codes_of(answers: Responses) -> list[str]:
    """Return the codes of these notes."""
    return [note.code for note in noticed(answers)]


def flags_of(answers: Responses) -> dict[str, int]:
    """Return how many people each rule flags."""
    return {flag.name: flag.n for flag in examined(answers).flags}


# -- clean files -----------------------------------------------------------------------------------


def kiosk(shared: Path) -> Responses:
    """Return the kiosk study: 207 people, four batteries of 24 items."""
    return read(shared / "kiosk" / "kiosk.csv", str(INSTRUMENTS / "kiosk_8x3.toml"))


def bank(shared: Path) -> Responses:
    """Return the Spanish bank: 250 people, 27 items about what they perceived, 1-10."""
    with (shared / "service" / "bank_es.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    names = [name for name in head if name != "gender"]
    answers = np.array([row[: len(names)] for row in rows], dtype=np.int16)
    return of_items(names, answers, 10, {"gender": [row[-1] for row in rows]})


def of_items(
    names: list[str], answers: np.ndarray, high: int, people: dict[str, list[str]] | None = None
) -> Responses:
    """Return answers to one battery; items belong to the dimension of their letters."""
    dimensions = list(dict.fromkeys(name.rstrip("0123456789").lower() for name in names))
    form = Instrument.model_validate(
        {
            "id": "made",
            "version": "1",
            "title": {"en": "Made"},
            "source": "made",
            "wording": "own",
            "scale": {"min": 1, "max": high},
            "batteries": [{"name": "perception", "label": {"en": "Perception"}}],
            "dimensions": [{"id": d, "name": {"en": d}} for d in dimensions],
            "items": [
                {
                    "id": name.lower(),
                    "dimension": name.rstrip("0123456789").lower(),
                    "topic": {"en": name},
                }
                for name in names
            ],
        }
    )
    n = len(answers)
    return Responses(
        instrument=form,
        ratings={"perception": answers.astype(np.int16)},
        rows=np.arange(2, n + 2),
        source=Source("made.csv", "0" * 64, n, n, 0),
        people={k: np.array(v, dtype=object) for k, v in (people or {}).items()},
    )
