"""Every printed figure of a report or results.json, computed again from the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from servqual._files import read_bytes
from servqual.analysis.again import (
    Again,
    digest_of,
    left_out,
    load_results,
    other_files,
    survey_file,
)
from servqual.analysis.compared import differences
from servqual.analysis.pages import Page, page_differences, read_page
from servqual.analysis.reproducing import reasons_of, table_of
from servqual.errors import FormatError, SettingsError
from servqual.results import Study
from servqual.results.reproduction import ReasonRow
from servqual.results.verification import Verification
from servqual.settings import ReportOptions
from servqual.writer.results_json import origin_of

BEFORE = "before"  # the section about the wave before
OPERATIONS = "operations"
GAP_MODEL = "gap-model"
EDITIONS = {"unit", "letter", "editions"}  # sections of what --each writes


def verify(
    path: str | Path,
    data: str | Path | None = None,
    *,
    mapping: str | Path | None = None,
    instrument: str | Path | None = None,
    second_opinion: bool = False,
    **files: str | Path | None,
) -> Verification:
    """Return whether every figure of a report or of results.json follows from the data.

    Parameters
    ----------
    path : str or Path
        A report (``.html``) or a ``results.json``.
    data : str or Path, optional
        The survey; the file of its name near ``path`` if left out.
    mapping, instrument : str or Path, optional
        A report says which mapping and questionnaire file it was made with by their hashes only:
        name them. results.json holds both.
    second_opinion : bool
        Compute means, t, signed ranks, alpha, regressions, the Kaiser-Meyer-Olkin measure and a
        factor by pingouin and factor_analyzer, too, from the rows.
    **files : str or Path, optional
        What else it was made with: ``comments``, ``coded``, ``second_coder``, ``before``,
        ``crosswalk``, as in :func:`servqual.analyze`.

    Returns
    -------
    Verification

    Raises
    ------
    FileError, FormatError
        A file is not there, or is neither a report nor results.json.
    SettingsError
        It does not say how it was made, or a file that it was made with must be named.
    """
    place = Path(path)
    page = None
    if place.suffix.lower() in (".html", ".htm"):
        page = _page(place)
        then: Mapping[str, Any] = page.record or {}
    else:
        then = load_results(place)
    source = Path(data) if data is not None else survey_file(place, then)
    again = Again(
        then=then,
        folder=place.parent,
        mapping=mapping,
        instrument=instrument,
        files=other_files(place, then, files),
    )
    if page is not None:
        _check_files(place, then, mapping, instrument)
        _check_before(place, page, again.files)
    answers, asked = again.answers(source)
    study = again.analyzed(answers, asked)
    reasons = [*reasons_of(then, {**origin_of(study)})]
    if digest_of(source) != then["source"]["sha256"]:
        reasons.append(ReasonRow("data", "sha256", then["source"]["sha256"], digest_of(source)))
    found, n, left = (
        _of_page(page, study, then)
        if page is not None
        else _of_results(then, study, left_out(then, again.files))
    )
    unasked = "weights" if study.sample.weighted else "design" if study.weighting.drawn else ""
    unasked = unasked or ("impute" if study.settings.incomplete == "impute" else "")
    rows: tuple[Any, ...] = ()
    if second_opinion and not unasked:
        from servqual.analysis.second_opinion import opinions

        rows = opinions(study, answers, asked["exclude"])
    return Verification(
        tuple(found),
        rows,
        tuple(reasons),
        "report" if page is not None else "results",
        n,
        left,
        unasked if second_opinion else "",
        page.own if page is not None else 0,
    )


def _page(path: Path) -> Page:
    """Return a report that says how it was made."""
    try:
        html = read_bytes(path, "report").decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: this is no report of servqual; it is not UTF-8.") from error
    page = read_page(html, str(path))
    if page.record is None and page.blocks.keys() & EDITIONS:
        raise SettingsError(
            f"{path}: this is an edition of 'servqual report --each', which carries no record of "
            "how it was made. Verify the report of the whole survey (servqual report SURVEY --by "
            "COLUMN -o report.html) or the results.json: the figures of every unit that may be "
            "shown stand there."
        )
    if page.record is None:
        raise SettingsError(
            f"{path}: this report does not say how it was made: it comes from answers that were "
            "not read from a file. Only a report of a survey file can be held against the file."
        )
    if page.record.get("tracked"):
        raise SettingsError(
            f"{path}: this report was written by 'servqual track', and does not hold how the "
            "earlier waves were read. Verify the results.json of the same waves, which does: run "
            "the same 'servqual track' with -o out.json, then 'servqual verify out.json'."
        )
    return page


def _check_files(
    path: Path,
    then: Mapping[str, Any],
    mapping: str | Path | None,
    instrument: str | Path | None,
) -> None:
    """Raise unless the mapping and questionnaire that a report was made with are named."""
    from servqual.catalog import instrument_ids

    made = then["made"]
    if made["map"] and mapping is None:
        raise SettingsError(
            f"{path}: this report was made with a mapping file, of which it holds the hash only. "
            "Name it with --mapping, or verify the results.json, which holds all of it."
        )
    if instrument is None and then["instrument"]["id"] not in instrument_ids():
        raise SettingsError(
            f"{path}: this report was made with the questionnaire file "
            f"{then['instrument']['id']!r}. Name it with -i, or verify the results.json, which "
            "holds all of it."
        )


def _check_before(path: Path, page: Page, files: Mapping[str, str | Path]) -> None:
    """Raise if a report compares with a wave before that is not named: it keeps no hash of it."""
    if BEFORE in page.blocks and "before" not in files:
        raise SettingsError(
            f"{path}: this report compares with the wave before, whose file it does not hold. "
            "Name it with --before (and --crosswalk, if there was one)."
        )
    if GAP_MODEL in page.blocks and "provider" not in files:
        raise SettingsError(
            f"{path}: this report has the gap model, and holds neither the answers of managers and "
            "staff nor how they were read. Verify the results.json of the same study: 'servqual "
            "run' writes it, 'servqual gaps STUDY -o results.json' too."
        )
    if OPERATIONS in page.blocks and "operations" not in files:
        raise SettingsError(
            f"{path}: this report has operational figures, whose file it does not hold. Name it "
            "with --operations."
        )


def _of_page(page: Page, study: Study, then: Mapping[str, Any]) -> tuple[Any, int, tuple[str, ...]]:
    """Return how the printed report differs from one made of the study."""
    from servqual.writer import render_html

    known = {f.name for f in fields(ReportOptions)}
    options = {name: value for name, value in then["options"].items() if name in known}
    made = read_page(render_html(study, ReportOptions(**options)), "the report made again")
    found, n = page_differences(page, made)
    return found, n, ()


def _of_results(
    then: Mapping[str, Any], study: Study, left: tuple[str, ...]
) -> tuple[Any, int, tuple[str, ...]]:
    """Return how stored results differ from those of the study."""
    found, n = differences(then, table_of(study), "unknown", left)
    return found, n, left
