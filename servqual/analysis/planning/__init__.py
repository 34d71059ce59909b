"""Planning a survey: how many people, what they can show, and what short versions cost."""

from __future__ import annotations

from pathlib import Path

from servqual.analysis.planning.sizes import people, reach, sizes
from servqual.analysis.planning.told import Told
from servqual.analysis.planning.versions import short_of, with_versions
from servqual.analysis.planning.wanted import Wanted, faults
from servqual.catalog import load_instrument
from servqual.errors import SettingsError, listed
from servqual.importer.waves.spread import Spread, read_spread
from servqual.instrument import Instrument
from servqual.results.planning import SurveyPlan

__all__ = ["Wanted", "plan_survey", "short_of"]


def plan_survey(
    wanted: Wanted | None = None,
    instrument: str | Path | Instrument | None = None,
    *,
    results: str | Path | None = None,
    scale: tuple[int, int] | None = None,
) -> SurveyPlan:
    """Return how many people a survey needs, and what some numbers of people can show.

    Parameters
    ----------
    wanted : Wanted, optional
        What is aimed at and what is known; the usual where nothing is said.
    instrument : str, Path or Instrument, optional
        Questionnaire; that of ``results``, else ``servqual``.
    results : str or Path, optional
        ``results.json`` of a pilot or an earlier wave: SDs, shares, correlations, response.
    scale : (int, int), optional
        The scale, where it is not the questionnaire's.

    Returns
    -------
    SurveyPlan
        Tests are planned by noncentral t (pingouin), beside the normal formula.

    Raises
    ------
    SettingsError
        Something makes no sense: everything is named at once.
    FileError, FormatError, InstrumentError
        A file is not there or not what it should be.

    Examples
    --------
    >>> import servqual as sq
    >>> plan = sq.plan_survey(sq.Wanted(margin=0.15, sd=1.2, groups=5))
    >>> plan.row("gap").n, plan.row("groups").n
    (246, 156)
    """
    wanted = wanted or Wanted()
    asked = load_instrument(instrument) if instrument else None
    gaps = asked is None or bool(asked.gaps)
    spread = read_spread(results, gaps=gaps) if results else None
    form = _form(asked, spread, scale)
    if wrong := list(faults(wanted)):
        raise SettingsError(f"this cannot be planned:\n{listed(wrong)}")
    told = Told.of(wanted, form, spread)
    found = SurveyPlan(
        sizes=tuple(sizes(told)),
        reach=tuple(reach(told, n) for n in people(wanted)),
        assumptions=told.rows,
        instrument=form,
        confidence=wanted.confidence,
        power=wanted.power,
        deff=told.deff,
        corrected=wanted.random and wanted.population is not None,
        file=spread.file if spread else "",
        spread_of=spread.source if spread else "",
    )
    return with_versions(found, told, spread) if wanted.versions else found


def _form(
    asked: Instrument | None, spread: Spread | None, scale: tuple[int, int] | None
) -> Instrument:
    """Return the questionnaire on its scale."""
    found = asked or (spread.instrument if spread else None) or load_instrument("servqual")
    if scale:
        found = found.with_scale(*scale)
    known = (spread.instrument.scale if spread else found.scale, found.scale)
    if len({(one.min, one.max) for one in known}) > 1:
        raise SettingsError(
            f"{spread.file if spread else ''}: these results are on the scale "
            f"{known[0].min}-{known[0].max}, and the survey is planned on {known[1].min}-"
            f"{known[1].max}. Leave out --scale, or the results, and name the SD with --sd."
        )
    return found
