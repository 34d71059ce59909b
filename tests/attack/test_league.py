"""An attacker looks among units that are compared for those that are hidden."""

import json
import re

import numpy as np
import pytest

from servqual.analysis import analyze
from servqual.analysis.units import units_of
from servqual.analysis.versions import by_group
from servqual.settings import ReportOptions, Settings
from servqual.study.groups import group_tables
from servqual.study.league import league_tables
from servqual.weighting import Design
from servqual.writer.results_json import to_json
from servqual.writer.sections.league import league
from servqual.writer.view import View
from tests.leagues import survey

SIZES = {"Amber Gate": 40, "Birch Hall": 5, "Cedar Row": 33, "Dune End": 7, "Elm Yard": 24,
         "Fern Way": 45, "Grove": 31}  # fmt: skip
HIDDEN = ["Birch Hall", "Dune End"]
DESIGN = Design(standard=("age",))


@pytest.fixture(scope="module")
def answers():
    return survey(SIZES, effects={"Birch Hall": -2.0, "Dune End": 1.5})


@pytest.fixture(scope="module")
def study(answers):
    return analyze(answers, by="branch", design=DESIGN)


def floats(value):
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from floats(part)


def compared(answers):
    """Return the league alone."""
    settings = Settings(by=("branch",))
    breakdowns = {"branch": by_group((answers,), "branch")}
    groups = group_tables(breakdowns, answers.instrument, settings)
    units = units_of((answers,), breakdowns, DESIGN)
    return league_tables(units, answers.instrument, settings, groups, DESIGN)


def everything(study, language):
    (found,) = league(View(study, ReportOptions(language=language)))
    texts = [*found.context["lead"]]
    for e in found.exhibits:
        drawn = [json.dumps(f, ensure_ascii=False) for f in (e.figure.wide, e.figure.narrow)]
        cells = [cell.text for row in e.table.rows for cell in row]
        texts += [e.how, e.base, *e.says, e.figure.alt, *drawn, *cells]
    return "\n".join(texts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_hidden_unit_is_named_or_drawn(study, language):
    told = everything(study, language)

    assert [g.group for g in study.groups.groups if not g.shown] == HIDDEN
    assert not any(name in told for name in HIDDEN)
    assert "Amber Gate" in told


def test_what_is_told_does_not_change_with_the_answers_of_hidden_units(answers):
    changed = {name: codes.copy() for name, codes in answers.ratings.items()}
    hidden = np.isin(answers.people["branch"].astype(str), HIDDEN)
    rng = np.random.default_rng(9)
    changed["perception"][hidden] = rng.integers(1, 8, (hidden.sum(), 22))
    others = type(answers)(**{**vars(answers), "ratings": changed})

    assert compared(answers) == compared(others)


def test_no_figure_of_a_unit_stands_at_full_precision(study, answers):
    told = set(floats(json.loads(to_json(study))["groups"]["league"]))

    assert all(value == round(value, 5) for value in told)
    for row in study.league.units:
        assert row.mean == round(row.mean, 2 if row.n >= 30 else 1)
    page = everything(study, "en")
    gaps = (answers.ratings["perception"] - answers.ratings["expectation"]).astype(float)
    own = gaps[answers.people["branch"] == "Elm Yard"].mean()
    assert f"{own:.6f}"[:7] not in page


def test_no_class_of_a_unit_below_the_minimum_can_be_worked_out(study, answers):
    """Two means of one unit, as answered and with another mix, would give the small class away."""
    mixed = {row.unit for row in study.league.units if row.mix}
    for unit in mixed:
        inside = answers.people["branch"] == unit
        _, sizes = np.unique(answers.people["age"][inside].astype(str), return_counts=True)

        assert sizes.min() >= 10
    assert mixed < set(SIZES) - set(HIDDEN)


def test_ranks_run_over_units_that_are_shown(study):
    rows = study.league.of("branch", "gap")

    assert len(rows) == len(SIZES) - len(HIDDEN)
    assert max(row.rank_high for row in rows) <= len(rows)
    assert not re.search("|".join(HIDDEN), str(study.league))
