"""The gap model beside what customers said: managers, contact staff and audits, in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.analysis.again_provider import made_of
from servqual.analysis.provider import Provider
from servqual.analysis.provider_fits import check_provider
from servqual.analysis.provider_scores import customers_told, role_told, unit_names
from servqual.notes import Note, Notes
from servqual.responses import Responses
from servqual.results import GroupGap, Groups, Study
from servqual.results.gap_model import GapModel, SourceRow
from servqual.settings import Settings
from servqual.study.gap_model import Asked, build_gap_model
from servqual.study.gap_model.told import HIDDEN_BELOW, Told

Tables = tuple[Responses, ...]
DEFAULT = {"managers": "gap-managers", "staff": "gap-staff"}


def gap_model(
    customers: Responses | str | Path,
    managers: Responses | str | Path | None = None,
    staff: Responses | str | Path | None = None,
    *,
    by: Any = (),
    **told: Any,
) -> GapModel:
    """Return the seven gaps of the gap model, with what is missing and what may not be said.

    Parameters
    ----------
    customers, managers, staff : Responses, or path of an export
        A path is read with the questionnaires ``servqual``, ``gap-managers`` and ``gap-staff``.
    by : str or sequence of str
        As in :func:`servqual.analyze`.
    **told
        What :class:`Provider` says beside the answers (``audit``, ``unit``, ``match_units``,
        ``difference``, ``consent``, ``population``, ``fewest``, ``expectation_source``), and the
        settings of :func:`servqual.analyze`.

    Returns
    -------
    GapModel
        Its ``study`` holds everything else: ``sq.report(model.study, "report.html")``.

    Raises
    ------
    SettingsError
        There is nothing beside the customers, or what there is does not fit them.

    Examples
    --------
    >>> import servqual as sq
    >>> def answers(form, n):
    ...     return sq.read(sq.simulate(n, form, seed=3).frame, form)
    >>> model = sq.gap_model(
    ...     answers("servqual", 60), answers("gap-managers", 6), answers("gap-staff", 12),
    ...     consent="all agreed in writing, 4 May 2026",
    ... )
    >>> [state.state for state in model.states]
    ['shown', 'shown', 'shown', 'shown', 'shown', 'shown', 'shown']
    >>> abs(model.identity) < 1e-9  # gap 1 is gap 6 + gap 7
    True
    """
    from servqual.analysis.one_call import analyze

    known = {name for name in Provider.__dataclass_fields__ if name not in DEFAULT}
    beside = {name: told.pop(name) for name in list(told) if name in known}
    provider = Provider(
        managers=_answers(managers, "managers"), staff=_answers(staff, "staff"), **beside
    )
    answers = _customers(customers, provider)
    return analyze(answers, by=by, provider=provider, **told).gap_model


def _answers(given: Responses | str | Path | None, role: str) -> Responses | None:
    if given is None or isinstance(given, Responses):
        return given
    from servqual.importer import read

    return read(given, DEFAULT[role])


def _customers(given: Responses | str | Path, provider: Provider) -> Responses:
    """Return the customers' answers with the columns that are asked for."""
    if isinstance(given, Responses):
        return given
    from servqual.importer import read

    people = tuple(name for name in (provider.unit, provider.expectation_source) if name)
    return read(given, people=people)


def with_gap_model(
    study: Study, tables: Tables, provider: Provider, settings: Settings | None = None
) -> Study:
    """Return a study with the gap model beside it.

    Parameters
    ----------
    study : Study
    tables : tuple of Responses
        The customers as they count, several times where blanks were filled in.
    provider : Provider
    settings : Settings, optional
        Those of the study if left out.
    """
    chosen = settings or study.settings
    check_provider(provider, tables[0])
    roles = {"manager": provider.managers, "staff": provider.staff}
    told: dict[str, Told] = {"customer": customers_told(tables, study, provider.unit)}
    told |= {
        role: role_told(provider, role, answers, study.instrument)
        for role, answers in roles.items()
        if answers is not None
    }
    told, notes = unit_names(told)
    audited = _audited(study, provider, told)
    notes += [note for role in told if role != "customer" for note in _of_role(told, role, roles)]
    asked = Asked(
        unit=provider.unit,
        matched=provider.match_units,
        difference=provider.difference,
        fewest=max(provider.fewest, chosen.promise.min_cell),
        rating=provider.rating_ends,
        source_column=provider.expectation_source,
    )
    sources = tuple(_sources(study, tables, provider.expectation_source, chosen))
    found = build_gap_model(study, told, asked, audited, sources)
    found = replace(found, made=made_of(provider))
    if provider.match_units and not found.matched:
        notes.append(Note("gap_units_too_few", {"n": found.n_units}))
    return replace(study, gap_model=found, notes=Notes((*study.notes, *notes)))


def _of_role(
    told: Mapping[str, Told], role: str, roles: Mapping[str, Responses | None]
) -> list[Note]:
    """Return what was decided while the answers of a role were read; nothing of a hidden one."""
    answers = roles[role]
    return [] if answers is None or told[role].n < HIDDEN_BELOW else list(answers.notes)


def _leads(row: GroupGap) -> bool:
    """Say whether a figure of a group is a dimension, or the mean of all."""
    return row.level == "dimension" or row.id == "unweighted"


def _audited(study: Study, provider: Provider, told: Mapping[str, Told]) -> Any:
    if provider.audit is None:
        return None
    from servqual.analysis.auditing import audited_of

    named = [str(name) for one in told.values() if one.unit is not None for name in one.unit]
    known = dict.fromkeys(name for name in named if name)
    return audited_of(provider.audit, study.instrument, provider.rating_ends, list(known))


def _sources(study: Study, tables: Tables, column: str, settings: Settings) -> Iterator[SourceRow]:
    """Yield gap 5 by where expectations come from, groups hidden as in any breakdown."""
    if not column:
        return
    from servqual.analysis.crossing import breakdown
    from servqual.scoring.naming import people_column
    from servqual.study.gap_model.build import leading_kind
    from servqual.study.groups import group_tables

    name = people_column(tables[0], column)
    kind = leading_kind(study)
    found: Groups = group_tables({name: breakdown(tables, name)}, study.instrument, settings)
    for group in found.groups:
        if not group.group:
            continue
        if not group.shown:
            yield SourceRow(group.group, shown=False)
            continue
        for row in found.gaps:
            if (row.group, row.kind) != (group.group, kind) or not _leads(row):
                continue
            yield SourceRow(
                source=row.group,
                shown=True,
                level="dimension" if row.level == "dimension" else "overall",
                id=row.id,
                n=row.n,
                mean_perception=row.mean_of,
                mean_expectation=row.mean_minus,
                gap=row.gap,
                ci_low=row.ci_low,
                ci_high=row.ci_high,
                verdict=row.verdict,
            )
