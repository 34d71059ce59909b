"""A survey whose truth is known: for examples, for teaching, and to test that the truth is found.

The model. Person i of branch b has a latent rating of item j (dimension d) in each battery, in
points of a 1-7 scale,

    x_ij = mu_j + shift_bd + general_sd * g_i + dimension_sd * f_id + item_sd * e_ij

with g, f and e standard normal. ``mu`` is what people want in the batteries expectation, desired,
importance and minimum, and what they received in all others; only the latter shifts by branch. The
batteries of one side share g and f, which correlate by ``carry`` with those of the other side. The
answer is x, stretched to the scale of the questionnaire, rounded and cut to the scale. So the
expected answer is a sum of normal probabilities (:func:`servqual.simulate.truth.expected_rating`)
and the expected gap is known exactly. Importance points are Dirichlet shares; outcomes are the
latent experience weighted by ``drivers`` plus noise. Some answers are blank at random; a few people
give one and the same answer throughout. :class:`Model` holds every number of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from servqual.catalog import load_instrument
from servqual.errors import SettingsError
from servqual.instrument import Instrument
from servqual.simulate import table
from servqual.simulate.answers import Draws, draw_people
from servqual.simulate.model import Branch, Model
from servqual.simulate.truth import Truth, make_truth

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Branch", "Model", "Simulated", "Truth", "simulate"]


@dataclass(frozen=True)
class Simulated:
    """A simulated survey export and the truth behind it.

    Attributes
    ----------
    instrument : Instrument
        The questionnaire that was answered.
    model : Model
        The parameters.
    language : str
        Language of headers, names and comments.
    seed : int
    columns : mapping of header to array, shape (n,)
        The export: float64 with NaN for a blank, or str objects with '' for a blank.
    truth : Truth
        Expected values under the model, and which rows are careless.
    """

    instrument: Instrument
    model: Model
    language: str
    seed: int
    columns: Mapping[str, table.Column]
    truth: Truth

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __repr__(self) -> str:
        return (
            f"<Simulated: {self.instrument.id}, {len(self)} people, {len(self.columns)} columns, "
            f"seed {self.seed}>"
        )

    @property
    def branch_names(self) -> list[str]:
        """Names of the branches in the order of ``truth.branches``."""
        return table.branch_names(self.model, self.language)

    def to_csv(self) -> str:
        """Return the export as CSV text, blanks empty; the same seed gives the same bytes."""
        return table.to_csv(self.columns)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The export as pandas would read it from the CSV: whole numbers, blanks as missing."""
        import pandas as pd

        columns: dict[str, object] = {}
        for header, column in self.columns.items():
            if column.dtype == object:
                columns[header] = pd.Series([text or None for text in column], dtype="str")
            else:
                numbers = column.astype(np.float64)
                blank = bool(np.isnan(numbers).any())
                columns[header] = numbers if blank else numbers.astype(np.int64)
        return pd.DataFrame(columns)


def simulate(
    n: int = 400,
    instrument: str | Path | Instrument = "servqual",
    *,
    seed: int = 1,
    language: str = "en",
    model: Model | None = None,
) -> Simulated:
    """Return a simulated survey with known truth; by default 400 customers of a bank's 4 branches.

    With the default model and SERVQUAL, reliability falls far short of what people want,
    responsiveness clearly, empathy by about the smallest gap of interest, assurance a little and
    tangibles not at all. Branches differ, 2% of the answers are blank, 1.5% of the people careless.

    Parameters
    ----------
    n : int
        How many people, at least 1.
    instrument : str or Path or Instrument
        Which questionnaire they answer: any, on any scale and with any batteries.
    seed : int
        0 or more. The same seed gives the same survey on every platform.
    language : str
        Language of headers, names and comments: ``"en"`` or ``"zh"``.
    model : Model, optional
        The parameters; ``dataclasses.replace(Model(), missing=0.0)`` changes one.

    Raises
    ------
    SettingsError
        ``n``, ``seed``, ``language`` or a parameter makes no sense.
    InstrumentError, FileError, FormatError
        The questionnaire cannot be read.

    Examples
    --------
    >>> survey = simulate(n=3, seed=7)
    >>> survey
    <Simulated: servqual, 3 people, 59 columns, seed 7>
    >>> survey.to_csv().splitlines()[0][:30]
    'id,branch,age,E1,E2,E3,E4,E5,E'
    >>> survey.truth.dimensions["gap"].round(2).tolist()
    [-0.03, -1.49, -0.8, -0.24, -0.51]
    """
    if n < 1:
        raise SettingsError(f"simulate: n is {n}; it must be the number of people, 1 or more.")
    if seed < 0:
        raise SettingsError(f"simulate: the seed is {seed}; it must be 0 or more.")
    asked = load_instrument(instrument)
    used = model or Model()
    draws = Draws(seed)
    people = draw_people(n, len(table.age_groups(language)), used, len(asked.dimensions), draws)
    return Simulated(
        instrument=asked,
        model=used,
        language=language,
        seed=seed,
        columns=MappingProxyType(table.table(people, used, asked, draws, language)),
        truth=make_truth(used, asked, people.careless),
    )
