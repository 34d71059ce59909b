"""What a report would look like: simulated answers under the client's own names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from servqual.analysis.one_call import analyze
from servqual.errors import SettingsError
from servqual.importer import read
from servqual.instrument import Instrument
from servqual.results import Study
from servqual.results.pilot import FEWEST
from servqual.settings import SampleFacts
from servqual.simulate import Branch, Model, simulate
from servqual.texts import catalogue, fill

STATUS = "simulated"
USUAL = 300  # people, where nobody says how many
MOST = 20_000  # people that sizes may add up to; more are customers rather than answers


def proposal(
    n: int | None = None,
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
    n : int, optional
        How many people answer: by default as many as the units have, 300 where no size is given.
    instrument : str, Path or Instrument
    units : sequence of str, or mapping of name to people
        The client's branches, with how many people answer in each; beside ``n`` these are shares of
        it. Alike if left out; the simulated ones of the example if empty.
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
        A name that is empty or stands twice, a unit without people, fewer than 10 people
        altogether, or a setting that makes no sense.

    Examples
    --------
    >>> import servqual as sq
    >>> study = sq.proposal(units={"Centre": 80, "Harbour": 40}, seed=2)
    >>> study.sample.file, [(row.group, row.n) for row in study.groups.groups]
    ('SIMULATED.csv', [('Centre', 80), ('Harbour', 40)])
    """
    branches = _branches(units)
    sizes = units if isinstance(units, Mapping) else {}
    people = n if n is not None else fitting(sizes) if sizes else USUAL
    _check_enough(people)
    survey = simulate(
        people, instrument, seed=seed, language=language, model=replace(Model(), branches=branches)
    )
    usual = str(catalogue(language)["simulate.columns.branch"])
    column = unit.strip() or usual
    table = replace(
        survey,
        columns={column if name == usual else name: c for name, c in survey.columns.items()},
    )
    if units:  # no branch differs from another, so that its people may be any
        shared = allotted({branch.name: branch.share for branch in branches}, people)
        names = np.repeat(np.array(list(shared), dtype=object), list(shared.values()))
        table.columns[column][:] = np.random.default_rng(seed).permutation(names)
    file = f"{fill(language, 'working.proposal.file', {})}.csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(table.to_csv().encode("utf-8-sig"))
        answers = read(path, survey.instrument, people=(column,))
    facts = SampleFacts(mode=fill(language, "report.status.simulated", {}))
    return analyze(answers, by=column, seed=seed, facts=facts, **settings)


def allotted(sizes: Mapping[str, float], n: int) -> dict[str, int]:
    """Return how many of ``n`` people each unit has by its share, largest remainders up.

    Examples
    --------
    >>> allotted({"Centre": 200, "Harbour": 80}, 280), allotted({"A": 900, "B": 1}, 10)
    ({'Centre': 200, 'Harbour': 80}, {'A': 10, 'B': 0})
    """
    whole = sum(sizes.values())
    exact = {name: n * size / whole for name, size in sizes.items()}
    found = {name: int(share) for name, share in exact.items()}
    rest = sorted(found, key=lambda name: found[name] - exact[name])
    return found | {name: found[name] + 1 for name in rest[: n - sum(found.values())]}


def fitting(sizes: Mapping[str, int]) -> int:
    """Return how many people units of these sizes have altogether.

    Raises
    ------
    SettingsError
        More than answers can be.
    """
    people = sum(sizes.values())
    if people > MOST:
        raise SettingsError(
            f"the sizes of the units add up to {people} people. A size is a number of answers, at "
            f"most {MOST} altogether; if these are customers, say with -n how many will answer, "
            "and the sizes are shares of them."
        )
    return people


def _check_enough(people: int) -> None:
    """Raise where a report would show what single people say."""
    if 0 < people < FEWEST:
        raise SettingsError(
            f"{people} {'person' if people == 1 else 'people'} altogether. A proposal needs at "
            f"least {FEWEST}; of fewer, a report would show what one person said. A size is the "
            "number of answers that a unit will give."
        )


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
