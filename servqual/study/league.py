"""Units beside each other, as far as their numbers allow."""

from __future__ import annotations

from collections.abc import Mapping

from servqual.disclosure import Alike, shown_groups
from servqual.instrument import Instrument
from servqual.plan import columns
from servqual.results import Groups
from servqual.results.league import ConsistencyRow, League, MixRow, UnitRow, UnitSpread
from servqual.results.tables import MOST_GROUPS
from servqual.settings import Settings
from servqual.statistics.partial_pooling import DRAWS
from servqual.statistics.summary import Summary
from servqual.study.league_consistency import consistency
from servqual.study.league_rows import Compared
from servqual.study.league_sums import (
    Figures,
    Looked,
    Mix,
    Score,
    Units,
    columns_of,
    frame_of,
    plain,
    scores,
    standardised,
)
from servqual.weighting import Design

FEWEST_UNITS = 3
NO_SPREAD = 1e-9


def league_tables(
    found: Mapping[str, Units],
    instrument: Instrument,
    settings: Settings,
    groups: Groups,
    design: Design | None,
) -> League:
    """Return the units of every breakdown beside each other.

    Parameters
    ----------
    found : mapping of people column to Units
    instrument : Instrument
    settings : Settings
        ``min_cell``, ``confidence`` and ``seed`` are read.
    groups : Groups
        A unit that is hidden there is hidden here, and counts nowhere: not in a rank, not in the
        mean of all units.
    design : Design or None
        Customers of each unit; without a random sample they are not read.

    Returns
    -------
    League
        Of columns with at least three units that may be shown.
    """
    rows: list[UnitRow] = []
    spread: list[UnitSpread] = []
    even: list[ConsistencyRow] = []
    mixes: list[MixRow] = []
    for by, units in found.items():
        kept = _shown(units, instrument, groups, by, settings.min_cell)
        n_hidden = sum(bool(unit) for unit in units.summaries) - len(kept)
        whole = _as_they_are(units, kept, instrument, settings, frame_of(design, by))
        if not whole:
            continue
        mixed, told = _with_equal_mix(units, kept, by, instrument, settings)
        mixes += told
        for figures in (*whole, *mixed):
            together = Compared(by, figures, settings, n_hidden)
            spread.append(together.spread())
            if figures.score.level == "overall" or len(kept) <= MOST_GROUPS:
                rows += together.unit_rows()
        even += consistency(units, kept, [row for row in rows if row.by == by], settings)
    return League(tuple(rows), tuple(spread), tuple(even), tuple(mixes), DRAWS if rows else 0)


def _shown(
    units: Units, instrument: Instrument, groups: Groups, by: str, min_cell: int
) -> dict[str, Summary]:
    """Return the units that may be shown by their groups and by every base that counts here."""
    first = next(iter(units.summaries.values()))
    found = scores(first, instrument, units.battery)
    names = [name for score in found if score.level != "overall" for name in score.names]
    asked = columns.asked(units.battery, "")
    names += [asked] if units.battery else []
    hidden = {row.group for row in groups.groups if row.by == by and not row.shown}
    bases, alike = {}, {}
    for unit, summary in units.summaries.items():
        vector = summary.means(names)
        bases[unit] = [summary.n, *(int(n) for n in vector.n)]
        same = [
            (None,) if name == asked else _alike(int(n), float(mean), float(sd))
            for name, n, mean, sd in zip(names, vector.n, vector.mean, vector.sd, strict=True)
        ]
        alike[unit] = [(None,), *same]
    kept = shown_groups(bases, min_cell, never=("", *hidden), alike=alike)
    return {unit: units.summaries[unit] for unit in kept}


def _alike(n: int, mean: float, sd: float) -> Alike:
    """Return the value that all of n people have, None where they differ."""
    return (round(mean, 6) if n == 1 or sd < NO_SPREAD else None,)


def _as_they_are(
    units: Units,
    kept: Mapping[str, Summary],
    instrument: Instrument,
    settings: Settings,
    frame: Mapping[str, float],
) -> list[Figures]:
    """Return every score of the units that may be shown; nothing of fewer than three."""
    if len(kept) < FEWEST_UNITS:
        return []
    first = next(iter(kept.values()))
    wanted = scores(first, instrument, units.battery)
    names = columns_of(wanted)
    looked = {unit: Looked.at(summary, names) for unit, summary in kept.items()}
    found = [plain(score, looked, settings.confidence, frame) for score in wanted]
    return [figures for figures in found if len(figures.units) >= FEWEST_UNITS]


def _with_equal_mix(
    units: Units,
    kept: Mapping[str, Summary],
    by: str,
    instrument: Instrument,
    settings: Settings,
) -> tuple[list[Figures], list[MixRow]]:
    """Return the overall scores with an equal mix, by the finest mix that suits half the units."""
    if not units.mixes:
        return [], []
    first = next(iter(kept.values()))
    overall = [s for s in scores(first, instrument, units.battery) if s.level == "overall"]

    def made(mix: Mix, score: Score) -> Figures:
        return standardised(score, mix, list(kept), settings.min_cell, settings.confidence)

    chosen, figures = units.mixes[-1], []
    for mix in units.mixes:
        found = [made(mix, score) for score in overall]
        if found and min(len(f.units) for f in found) >= max(FEWEST_UNITS, len(kept) / 2):
            chosen, figures = mix, found
            break
    n = len(figures[0].units) if figures else 0
    source = "customers" if chosen.source == "customers" else "answers"
    row = MixRow(by, "+".join(chosen.columns), source, len(chosen.shares), n, len(kept) - n)  # type: ignore[arg-type]
    return figures, [row]
