"""Several waves worked out beside the study of the last one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from servqual.analysis.panel import panel_of
from servqual.analysis.periods import period
from servqual.analysis.pilot_branches import pilot_of
from servqual.analysis.standardised import standardised
from servqual.analysis.wave_given import Answers
from servqual.analysis.wave_tables import Prepared, breaks_of, prepared, tables_of
from servqual.errors import SettingsError
from servqual.importer.targets import Targets
from servqual.notes import Note, Notes
from servqual.responses import Responses
from servqual.results import Study
from servqual.results.before import Before, BreakRow, Wave
from servqual.results.wave_rows import WaveBreak, WaveInfo, WaveMean
from servqual.results.waves import Waves
from servqual.scoring.naming import people_column
from servqual.settings import Settings
from servqual.study.before import figures_of, since
from servqual.study.waves import (
    WaveTables,
    changes_of,
    means_of,
    steps_of_periods,
    usual_steps,
)
from servqual.study.waves_control import control_charts, season_rows, target_rows
from servqual.study.waves_groups import group_waves

Pilot = Mapping[str, Sequence[str]] | str


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """What is asked of several waves beside the usual; see :func:`servqual.track`."""

    column: str = ""
    panel: str = ""
    targets: Targets | None = None
    pilot: Pilot | None = None
    ewma: bool = False


def followed(
    given: Sequence[Answers],
    study: Study,
    more: Tracking,
    asked: Mapping[str, Any],
    order: str = "given",
) -> Study:
    """Return the study of the last wave with all waves, and with the wave before as such.

    Parameters
    ----------
    given : sequence of Answers
        In their order in time.
    study : Study
        Of the last one.
    more : Tracking
    asked : mapping
        What :func:`servqual.analyze` was told.
    order : {"name", "given"}
        Whether their names told the order.
    """
    settings = study.settings
    every = [prepared(g.label, g.responses, g.facts, asked, settings) for g in given]
    tables = [tables_of(wave, study) for wave in every]
    _check_last(tables[-1], every[-1], more, settings)
    shown = [k for k, t in enumerate(tables) if not more.column or _enough(t, settings)]
    kept, kept_tables = [every[k] for k in shown], [tables[k] for k in shown]
    if len(kept) < 2:
        raise SettingsError(
            f"of the waves of {more.column!r} only {len(kept)} has {settings.min_cell} people or "
            "more behind its figures, so nothing can be tracked. Put periods together, or lower "
            "--min-cell if that was agreed."
        )
    breaks = breaks_of(kept)
    means = _means(kept_tables, breaks, more, settings)
    found = Waves(
        waves=tuple(_infos(given, every, shown, breaks, more)),
        means=tuple(means),
        breaks=tuple(breaks),
        groups=tuple(group_waves(kept_tables, breaks, settings)),
        column=more.column,
        order=order,
        ewma=more.ewma,
    )
    found = _with_times(found, settings)
    found = _with_more(found, kept, more, settings)
    noted = Notes((*study.notes, *_noted(given[:-1], study.notes)))
    before = _before(given, kept, kept_tables, breaks, study)
    return replace(study, waves=found, before=before, notes=noted)


def _noted(earlier: Sequence[Answers], known: Notes) -> list[Note]:
    """Return what was noticed while earlier waves were read, and is not said already."""
    seen = [(note.code, dict(note.values)) for note in known]
    found: list[Note] = []
    for one in earlier:
        for note in one.responses.notes:
            told = (note.code, dict(note.values))
            if told not in seen:
                seen.append(told)
                found.append(note)
    return found


def without_codes(responses: Responses, more: Tracking) -> Responses:
    """Return the last wave without what names a person in every wave."""
    if not more.panel:
        return responses
    named = people_column(responses, more.panel)
    return replace(responses, people={k: v for k, v in responses.people.items() if k != named})


def _fewest(tables: WaveTables) -> int:
    """Return the fewest people behind a figure of the whole or of a dimension."""
    rows = [*tables.gaps.overall, *tables.gaps.dimensions]
    bases = [row.n for row in rows] or [row.n for row in tables.scores.dimensions]
    return min(bases, default=0)


def _enough(tables: WaveTables, settings: Settings) -> bool:
    return _fewest(tables) >= settings.min_cell


def _check_last(tables: WaveTables, wave: Prepared, more: Tracking, settings: Settings) -> None:
    if more.column and not _enough(tables, settings):
        raise SettingsError(
            f"the last wave, {wave.wave!r}, has fewer than {settings.min_cell} people behind some "
            "figure, so that it cannot be shown. Leave its rows out until it is complete."
        )
    if len(wave.tables) > 1 and (more.panel or more.pilot):
        raise SettingsError(
            "panels and pilot branches are not worked out of answers that were filled in. Leave "
            "out --panel and --pilot, or --incomplete impute."
        )


def _means(
    tables: Sequence[WaveTables], breaks: Sequence[WaveBreak], more: Tracking, settings: Settings
) -> list[WaveMean]:
    found = []
    order = [t.wave for t in tables]
    for k, one in enumerate(tables):
        up_to = [b for b in breaks if order.index(b.wave) <= k]
        found += means_of(one, up_to, settings, settings.min_cell if more.column else 0)
    return found


def _infos(
    given: Sequence[Answers],
    every: Sequence[Prepared],
    shown: Sequence[int],
    breaks: Sequence[WaveBreak],
    more: Tracking,
) -> list[WaveInfo]:
    whole = [b.wave for b in breaks if b.level == "all"]
    found, stretch = [], 1
    for k, (one, wave) in enumerate(zip(given, every, strict=True)):
        stretch += wave.wave in whole
        told, source = period(wave.wave), one.responses.source
        found.append(
            WaveInfo(
                wave.wave,
                source.file,
                source.sha256,
                len(wave.people) if k in shown else None,
                k in shown,
                stretch,
                wave.people.weights_name,
                wave.facts.mode,
                wave.facts.frame,
                *(told or (0, 0, 0)),
                made={} if more.column else dict(source.how),
            )
        )
    return found


def _with_times(found: Waves, settings: Settings) -> Waves:
    """Return waves with changes, control charts and seasons."""
    order, place = list(found.labels), {w.wave: w for w in found.waves}
    told = [(w.year, w.part, w.parts) if w.year else None for w in map(place.get, order) if w]
    steps = [*usual_steps(len(order)), *steps_of_periods(told)]
    weighted = any(w.weights for w in found.waves)
    charts, points = control_charts(found.means, order, weighted=weighted, with_ewma=found.ewma)
    return replace(
        found,
        changes=tuple(changes_of(found.means, order, steps, settings)),
        charts=tuple(charts),
        points=tuple(points),
        seasons=tuple(season_rows(found.means, found.waves, order)),
    )


def _with_more(
    found: Waves,
    kept: Sequence[Prepared],
    more: Tracking,
    settings: Settings,
) -> Waves:
    """Return waves with what else was asked for: case mix, panel, targets, pilot branches."""
    if len(kept[-1].tables) == 1:
        rows, mix = standardised(kept, found.means, settings)
        found = replace(found, standard=tuple(rows), mix=tuple(mix))
    if more.panel:
        ids = [_ids(wave, more.panel) for wave in kept]
        pairs, panel = panel_of(kept, ids, found.means, found.breaks, settings)
        found = replace(found, pairs=tuple(pairs), panel=tuple(panel), panel_column=more.panel)
    if more.targets is not None:
        two = [row for row in found.means if row.wave in found.labels[-2:]]
        found = replace(
            found,
            targets=tuple(target_rows(more.targets.rows, two, settings)),
            targets_file=more.targets.file,
            targets_sha256=more.targets.sha256,
        )
    if more.pilot:
        column, units = asked_pilot(more.pilot)
        pilot, info = pilot_of(kept, column, units, found.breaks, settings)
        found = replace(found, pilot=tuple(pilot), pilots=tuple(info))
    return found


def _ids(wave: Prepared, panel: str) -> Any:
    """Return what names each person who counts in a wave."""
    named = people_column(wave.people, panel)
    return wave.people.people[named]


def asked_pilot(pilot: Pilot) -> tuple[str, tuple[str, ...]]:
    """Return the column and the units of a pilot.

    >>> asked_pilot("branch=North, East")
    ('branch', ('North', 'East'))
    """
    if not isinstance(pilot, str):
        if len(pilot) != 1:
            raise SettingsError("pilot: name one people column with its units.")
        ((column, names),) = pilot.items()
        units = (names,) if isinstance(names, str) else tuple(names)
    else:
        column, _, rest = pilot.partition("=")
        units = tuple(part.strip() for part in re.split("[,,、]", rest) if part.strip())
    if not column.strip() or not units:
        raise SettingsError(
            f"pilot: {pilot!r} does not say which units were pilot units. Write the column, an "
            "equals sign and the units with commas between them: branch=North,East."
        )
    return column.strip(), units


def _before(
    given: Sequence[Answers],
    kept: Sequence[Prepared],
    tables: Sequence[WaveTables],
    breaks: Sequence[WaveBreak],
    study: Study,
) -> Before:
    """Return the changes since the wave before, nothing where as a whole they are none."""
    then = kept[-2]
    own = [b for b in breaks if b.wave == kept[-1].wave]
    if any(b.level == "all" and b.reason != "rescaled" for b in own):
        return Before()
    source = next(g.responses.source for g in given if g.label == then.wave)
    return since(
        Wave(
            label=then.wave,
            origin="results",
            file=source.file,
            sha256=source.sha256,
            n=len(then.people),
            figures=figures_of(tables[-2].gaps, tables[-2].scores),
            breaks=tuple(BreakRow(b.level, b.id, b.reason, b.then, b.now) for b in own),
        ),
        study,
    )
