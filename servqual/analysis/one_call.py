"""Answers in, Study out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual.analysis.asking import (
    check_arguments,
    check_coders,
    check_names,
    check_operations,
    check_points,
    check_promise,
    check_sesoi,
)
from servqual.analysis.beyond import Beyond, beyond
from servqual.analysis.contrasts import asymmetry_of
from servqual.analysis.crossing import breakdown
from servqual.analysis.design_errors import with_errors
from servqual.analysis.designed import designed, weighted_people
from servqual.analysis.journey import Told, route_of
from servqual.analysis.quality import compared, quality_of, sort_out, withheld_notes
from servqual.analysis.respondents import classes_of
from servqual.analysis.units import units_of
from servqual.analysis.versions import by_rule, summary_of, under_rule
from servqual.analysis.waves_before import beside_wave, wave_before
from servqual.notes import Notes
from servqual.quality.exclusion import Asked
from servqual.responses import Responses
from servqual.results import Quotations, Study
from servqual.scoring import summarize
from servqual.scoring.naming import asked_outcome, breakdown_column, with_crossed
from servqual.scoring.survey_summary import SurveySummary
from servqual.settings import Promise, SampleFacts, Settings
from servqual.study import build_study
from servqual.study.build import Beside, Origin
from servqual.weighting import Design

if TYPE_CHECKING:
    from servqual.analysis.provider import Provider


def analyze(  # noqa: PLR0913  everything that the answers cannot say
    responses: Responses | SurveySummary,
    *,
    by: str | Sequence[str] = (),
    weights: str | None = None,
    exclude: Asked = (),
    facts: SampleFacts | None = None,
    comments: str | Path | None = None,
    before: str | Path | None = None,
    crosswalk: str | Path | None = None,
    coded: str | Path | None = None,
    second_coder: str | Path | None = None,
    design: Design | str | Path | None = None,
    segments: int | str | None = None,
    tiers: str | None = None,
    operations: str | Path | None = None,
    journey: Told | None = None,
    provider: Provider | None = None,
    **settings: Any,
) -> Study:
    """Return every figure that the answers can give.

    Parameters
    ----------
    responses : Responses or SurveySummary
        As :func:`servqual.read` returns them; or their sums, as :func:`servqual.summarize` does:
        then what needs the answers one by one is left out, each with a note, and ``by``,
        ``weights``, ``outcome``, ``incomplete`` and ``structure`` were fixed when summing.
    by : str or sequence of str
        People columns to break the gaps down by, each on its own; of sums all that they hold.
    weights : str, optional
        Name of the column of survey weights, which :func:`servqual.read` was told to keep. By
        default the weights that the answers carry, if any; ``""`` leaves them unused.
    exclude : str, sequence of str, or mapping of rule to reason
        Whom to leave out: ``"suspect"``, the name of a flag (``"too_fast"``,
        ``"long_run:perception"``), or a comparison with a people column, an outcome or the seconds
        taken (``"seconds < 60"``, ``"branch = 'test'"``). Each rule is logged with its n and reason
        in ``study.sample.excluded``; nobody is left out by default.
    facts : SampleFacts, optional
        How many were invited, from where and when; printed, never computed with.
    comments : str or Path, optional
        A reviewed list of comments, as ``servqual comments`` writes it; those marked to be printed
        are, without row or group. None are otherwise.
    before : str or Path, optional
        The wave before: its ``results.json``, or a table of its printed figures (CSV, workbook).
    crosswalk : str or Path, optional
        What was renamed, dropped, new or rescaled since then, in TOML.
    coded : str or Path, optional
        The comments under themes, as ``servqual comments --code-frame`` writes them and a coder
        settled them: how many wrote about what, and what these people gave in the ratings. Those
        marked to be printed are, if no reviewed list is named.
    second_coder : str or Path, optional
        The same list as a second coder settled it: how far the two agree.
    design : Design, str or Path, optional
        Who the customers are and how the sample was drawn, in TOML: weights are raked or
        post-stratified to it, strata and clusters count in every error.
    segments : int, "auto" or "recovery", optional
        Group people by what they perceived, into so many groups or as many as are stable, and
        compare those with and without a problem; ``"recovery"`` does the second alone.
    tiers : str, optional
        People column of member tiers, compared from the lowest to the highest;
        ``"column=lowest,...,highest"`` where their names do not tell the order.
    operations : str or Path, optional
        Operational figures of units (CSV or workbook): value, target and period.
    journey : str, Path or sequence of mappings, optional
        Touchpoints of the items, in TOML or as its entries; by default those of the questionnaire.
    provider : Provider, optional
        What managers, contact staff and audits add, for the gap model (``study.gap_model``).
    **settings
        ``confidence`` (0.95), ``sesoi`` (smallest gap of interest in scale points, a twelfth of the
        scale range if left out), ``sesoi_agreed``, ``sesoi_agreed_by``, ``promise`` (what was
        promised to those who answered, a :class:`servqual.Promise`), ``min_cell`` (10), ``seed``
        (1),
        ``outcome`` (the question that importance is derived from, ``"satisfaction"`` if left out),
        ``incomplete`` ("half", "listwise" or "impute"), ``structure`` ("core" or "full": with
        exploratory factors and ordinal coefficients, a second or two more), ``cross`` (where the
        lines of the importance-performance matrix cross), ``target`` and ``benchmark``
        (performance and importance in scale points): the fields of :class:`servqual.Settings`.

    Returns
    -------
    Study
        Results and notes, no respondent.

    Raises
    ------
    SettingsError
        A setting makes no sense for these answers.

    Examples
    --------
    >>> import servqual as sq
    >>> study = sq.analyze(sq.read(sq.simulate(n=60, seed=2).frame))
    >>> len(study.gaps.items), study.gaps.row("unweighted").n <= 60
    (22, True)
    """
    if isinstance(responses, SurveySummary):
        from servqual.analysis.summed import analyze_summary

        rows: dict[str, Any] = {"exclude": exclude, "comments": comments, "coded": coded}
        rows |= {"design": design, "second_coder": second_coder, "segments": segments}
        rows |= {"tiers": tiers, "journey": journey, "provider": provider}
        return analyze_summary(
            responses,
            by=by,
            weights=weights,
            facts=facts,
            before=before,
            crosswalk=crosswalk,
            operations=operations,
            **rows,
            **settings,
        )
    check_names(settings)
    check_arguments(responses, facts)
    settings = check_promise(settings.get("promise") or Promise(), settings, comments)
    responses, told = designed(responses, design, weights)
    route = route_of(journey, responses.instrument)
    asked = (by,) if isinstance(by, str) else by
    columns = tuple(dict.fromkeys(breakdown_column(responses, name) for name in asked))
    check_operations(operations, columns)
    if provider is not None:
        from servqual.analysis.provider_fits import check_provider

        check_provider(provider, responses)
    responses = with_crossed(responses, columns)
    people, fit = weighted_people(sort_out(responses, exclude), told, settings["min_cell"])
    weighted = people.kept
    chosen = Settings(by=columns, weights=weighted.weights_name, **settings)
    chosen = chosen.with_(outcome=asked_outcome(responses, chosen.outcome))
    check_sesoi(chosen, weighted.instrument)
    check_points(chosen, weighted.instrument, weighted.ratings)
    source = weighted.source
    origin = Origin(
        source.file,
        source.sha256,
        source.rows,
        len(weighted),
        source.ineligible,
        weighted.weights_name,
        facts or SampleFacts(),
        people.excluded.rows,
        source.how,
    )
    check_coders(coded, second_coder)
    quotations, notes = _reviewed(comments, people.everybody, chosen)
    wave = wave_before(before, crosswalk, weighted.instrument)
    tables, rule_notes = under_rule(weighted, chosen.incomplete, chosen.seed)
    # what people did not answer is read from the answers as they are, gaps from those that count
    plain = summarize(
        tables[0] if len(tables) == 1 else weighted,
        powers=True,
        answer_pairs=chosen.structure == "full",
        outcome=chosen.outcome,
    )
    counted = plain if len(tables) == 1 else summary_of(tables)
    beside = Beside(
        *compared(people, tables, chosen),
        quality_of(people, chosen),
        {column: breakdown(tables, column) for column in columns},
        by_rule(weighted, chosen.incomplete, counted),
        asymmetry_of(tables[0] if len(tables) == 1 else weighted, chosen),
    )
    fit = with_errors(fit, tables, chosen.seed)
    beside = replace(beside, design=told, fit=fit, classes=classes_of(weighted, columns, told))
    beside = replace(beside, units=units_of(tables, beside.breakdowns, told))
    study = build_study(
        plain,
        tables[0].instrument,
        chosen,
        origin,
        (
            *weighted.notes,
            *people.examined.notes,
            *people.excluded.notes,
            *withheld_notes(people, chosen),
            *rule_notes,
        ),
        beside,
    )
    # a reviewed list stands for the columns that its comments came from
    kept = [n for n in study.notes if comments is None or n.code != "comments_not_used"]
    study = replace(study, quotations=quotations, notes=Notes((*kept, *notes)))
    study = beside_wave(study, wave)
    study = beyond(
        study,
        tables[0],
        Beyond(
            segments=segments,
            tiers=tiers,
            operations=operations,
            journey=route,
            provider=provider,
            tables=tables,
            answers=weighted,
            design=told,
        ),
    )
    if coded is None:
        return study
    from servqual.analysis.coding import with_coded

    return with_coded(study, coded, second_coder, people.everybody, tables)


def _reviewed(
    comments: str | Path | None, responses: Responses, settings: Settings
) -> tuple[Quotations, Notes]:
    """Return the comments that may be printed, with notes; none without a reviewed list."""
    if comments is None:
        return Quotations(), Notes()
    from servqual.importer import read_reviewed

    return read_reviewed(comments, responses, settings.min_cell)
