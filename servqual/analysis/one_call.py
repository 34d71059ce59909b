"""Answers in, Study out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from servqual.analysis.asking import (
    asked_outcome,
    check_arguments,
    check_coders,
    check_names,
    check_points,
    check_promise,
    check_sesoi,
    people_column,
    with_weights,
)
from servqual.analysis.contrasts import asymmetry_of
from servqual.analysis.quality import compared, quality_of, sort_out, withheld_notes
from servqual.analysis.versions import (
    by_group,
    by_rule,
    summary_of,
    under_rule,
)
from servqual.errors import SettingsError
from servqual.notes import Notes
from servqual.quality.exclusion import Asked
from servqual.responses import Responses
from servqual.results import Quotations, Study
from servqual.results.before import Wave
from servqual.scoring import summarize
from servqual.settings import Promise, SampleFacts, Settings
from servqual.study import build_study
from servqual.study.before import since
from servqual.study.build import Beside, Origin


def analyze(  # noqa: PLR0913  everything that the answers cannot say
    responses: Responses,
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
    **settings: Any,
) -> Study:
    """Return every figure that the answers can give.

    Parameters
    ----------
    responses : Responses
        As :func:`servqual.read` returns them.
    by : str or sequence of str
        People columns to break the gaps down by, each on its own.
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
    check_names(settings)
    check_arguments(responses, facts)
    settings = check_promise(settings.get("promise") or Promise(), settings, comments)
    people = sort_out(with_weights(responses, weights), exclude)
    weighted = people.kept
    asked = (by,) if isinstance(by, str) else by
    columns = tuple(dict.fromkeys(people_column(responses, name) for name in asked))
    chosen = Settings(by=columns, weights=weighted.weights_name, **settings)
    chosen = chosen.with_(outcome=asked_outcome(responses, chosen.outcome))
    check_sesoi(chosen, weighted)
    check_points(chosen, weighted)
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
    wave = _wave(before, crosswalk, weighted)
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
        {column: by_group(tables, column) for column in columns},
        by_rule(weighted, chosen.incomplete, counted),
        asymmetry_of(tables[0] if len(tables) == 1 else weighted, chosen),
    )
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
    if wave:
        noted = Notes((*study.notes, *wave.notes))
        study = replace(study, before=since(wave, study), notes=noted)
    if coded is None:
        return study
    from servqual.analysis.coding import with_coded

    return with_coded(study, coded, second_coder, people.everybody, tables)


def _wave(
    before: str | Path | None, crosswalk: str | Path | None, responses: Responses
) -> Wave | None:
    """Return the wave before, None where none is named."""
    if before is None:
        if crosswalk is not None:
            raise SettingsError(
                f"{crosswalk}: a crosswalk says what changed since the wave before, and none is "
                "named. Name it with --before, in Python before=, or leave the crosswalk out."
            )
        return None
    from servqual.importer.waves import read_before

    return read_before(before, responses.instrument, crosswalk)


def _reviewed(
    comments: str | Path | None, responses: Responses, settings: Settings
) -> tuple[Quotations, Notes]:
    """Return the comments that may be printed, with notes; none without a reviewed list."""
    if comments is None:
        return Quotations(), Notes()
    from servqual.importer import read_reviewed

    return read_reviewed(comments, responses, settings.min_cell)
