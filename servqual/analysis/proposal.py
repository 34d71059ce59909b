"""What a report would look like: simulated answers under the client's own names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.analysis.one_call import analyze
from servqual.errors import SettingsError
from servqual.importer import read
from servqual.instrument import Instrument
from servqual.results import Study
from servqual.settings import SampleFacts
from servqual.simulate import Branch, Model, simulate
from servqual.texts import catalogue, fill

STATUS = "simulated"


def proposal(
    n: int = 300,
    instrument: str | Path | Instrument = "servqual",
    *,
    units: Sequence[str] | Mapping[str, int] = (),
    unit: str = "",
    language: str = "en",
    seed: int = 1,
    **settings: Any,
) -> Study:
    """Return the study of simulated answers, to show a client what a report will look like.

    Write it with ``servqual.report(study, path, status="simulated")``, which marks every page. The
    branches are the client's, and none of them is better or worse than another: whatever they
    differ in is chance.

    Parameters
    ----------
    n : int
        How many people.
    instrument : str, Path or Instrument
    units : sequence of str, or mapping of name to people
        The client's branches, with how many people each has (alike if left out); the simulated ones
        of the example if empty.
    unit : str
        What their column is called; by default as in the example, "branch".
    language : str
        ``"en"`` or ``"zh"``: names and comments.
    seed : int
    **settings
        Of :func:`servqual.analyze`.

    Raises
    ------
    SettingsError
        A name that is empty or stands twice, a unit without people, or a setting that makes no
        sense.

    Examples
    --------
    >>> import servqual as sq
    >>> study = sq.proposal(120, units={"Centre": 200, "Harbour": 100}, seed=2)
    >>> study.sample.file, [row.group for row in study.groups.groups]
    ('SIMULATED.csv', ['Centre', 'Harbour'])
    """
    model = replace(Model(), branches=_branches(units))
    survey = simulate(n, instrument, seed=seed, language=language, model=model)
    usual = str(catalogue(language)["simulate.columns.branch"])
    column = unit.strip() or usual
    table = replace(
        survey,
        columns={column if name == usual else name: c for name, c in survey.columns.items()},
    )
    file = f"{fill(language, 'working.proposal.file', {})}.csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(table.to_csv().encode("utf-8-sig"))
        answers = read(path, survey.instrument, people=(column,))
    facts = SampleFacts(mode=fill(language, "report.status.simulated", {}))
    return analyze(answers, by=column, seed=seed, facts=facts, **settings)


def _branches(units: Sequence[str] | Mapping[str, int]) -> tuple[Branch, ...]:
    """Return the client's branches, all alike but for their size; those of the example for none."""
    if not units:
        return tuple(replace(branch, received=(0.0,)) for branch in Model().branches)
    sizes = dict(units) if isinstance(units, Mapping) else dict.fromkeys(map(str, units), 1)
    names = [name.strip() for name in (units if not isinstance(units, Mapping) else sizes)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or "" in names:
        what = f"{', '.join(map(repr, twice))} twice" if twice else "one without a name"
        raise SettingsError(f"the units hold {what}; every unit needs a name of its own.")
    few = [name for name, people in sizes.items() if people < 1]
    if few:
        raise SettingsError(
            f"{few[0]}: {sizes[few[0]]} people; a unit needs 1 or more. Leave it out if nobody is "
            "to be asked there."
        )
    return tuple(Branch(float(people), name=name.strip()) for name, people in sizes.items())
