"""The one-call face: answers in, Study out; Study in, report out."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual._files import check_writable, write_whole
from servqual.errors import SettingsError
from servqual.notes import Notes
from servqual.quality import careless_flags, suspects
from servqual.responses import Responses
from servqual.results import Quotations, Study
from servqual.scoring import summarize
from servqual.settings import Brand, ReportOptions, SampleFacts, Settings
from servqual.study import build_study
from servqual.study.build import Origin

if TYPE_CHECKING:
    from servqual.statistics.summary import Summary


def analyze(
    responses: Responses,
    *,
    by: str | Sequence[str] = (),
    weights: str | None = None,
    facts: SampleFacts | None = None,
    comments: str | Path | None = None,
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
    facts : SampleFacts, optional
        How many were invited, from where and when; printed, never computed with.
    comments : str or Path, optional
        A reviewed list of comments, as ``servqual comments`` writes it; those marked to be printed
        are, without row or group. None are otherwise.
    **settings
        ``confidence`` (0.95), ``sesoi`` (smallest gap of interest in scale points, a twelfth of the
        scale range if left out), ``sesoi_agreed``, ``min_cell`` (10), ``seed`` (1): the fields of
        :class:`servqual.Settings`.

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
    _check_names(settings)
    _check_arguments(responses, facts)
    weighted = _weighted(responses, weights)
    asked = (by,) if isinstance(by, str) else by
    columns = tuple(dict.fromkeys(_people_column(responses, name) for name in asked))
    chosen = Settings(by=columns, weights=weighted.weights_name, **settings)
    _check_sesoi(chosen, weighted)
    source = weighted.source
    origin = Origin(
        source.file,
        source.sha256,
        source.rows,
        len(weighted),
        source.ineligible,
        weighted.weights_name,
        facts or SampleFacts(),
    )
    quotations, notes = _reviewed(comments, weighted, chosen)
    study = build_study(
        summarize(weighted),
        weighted.instrument,
        chosen,
        origin,
        weighted.notes,
        _without_suspects(weighted),
        {column: _by_group(weighted, column) for column in columns},
    )
    return replace(study, quotations=quotations, notes=Notes((*study.notes, *notes)))


def _reviewed(
    comments: str | Path | None, responses: Responses, settings: Settings
) -> tuple[Quotations, Notes]:
    """Return the comments that may be printed, with notes; none without a reviewed list."""
    if comments is None:
        return Quotations(), Notes()
    from servqual.importer import read_reviewed

    return read_reviewed(comments, responses, settings.min_cell)


_KNOWN_SETTINGS = ("confidence", "sesoi", "sesoi_agreed", "min_cell", "seed")


def _check_names(settings: dict[str, Any]) -> None:
    unknown = sorted(set(settings) - set(_KNOWN_SETTINGS))
    if unknown:
        raise TypeError(
            f"analyze() has no setting {', '.join(unknown)}; known: {', '.join(_KNOWN_SETTINGS)}"
        )


def _check_arguments(responses: Responses, facts: SampleFacts | None) -> None:
    if not isinstance(responses, Responses):
        raise TypeError(
            "analyze() takes the answers that servqual.read returns, not "
            f"{type(responses).__name__}: servqual.analyze(servqual.read(...))"
        )
    if facts and 0 < facts.invited < len(responses):
        raise SettingsError(
            f"invited is {facts.invited}, but {len(responses)} people answered. Give the number of "
            "people who were asked, or leave it out if it is not known."
        )


def _check_sesoi(settings: Settings, responses: Responses) -> None:
    reach = responses.instrument.scale.range
    if settings.sesoi is not None and settings.sesoi >= reach:
        scale = responses.instrument.scale
        raise SettingsError(
            f"the smallest gap of interest is {settings.sesoi:g}, but no gap on a scale of "
            f"{scale.min}-{scale.max} can be larger than {reach}. Give it in scale points: 0.5."
        )


def _weighted(responses: Responses, weights: str | None) -> Responses:
    """Return the answers with the weights asked for."""
    if weights is None or (weights and weights == responses.weights_name):
        return responses
    if weights == "":
        return replace(responses, weights=None, weights_name="")
    known = (
        f"They carry {responses.weights_name!r}." if responses.weights_name else "They carry none."
    )
    raise SettingsError(
        f"these answers have no survey weights called {weights!r}. {known} "
        f"Read the file with weights={weights!r} to keep that column."
    )


MOST_GROUPS = 200


def _people_column(responses: Responses, name: str) -> str:
    """Return the people column that a name means: its own, or an alias from the instrument."""
    wanted = name.strip().casefold()
    declared = {p.id: {p.id, *p.aliases, *p.label.values()} for p in responses.instrument.people}
    for column in responses.people:
        if wanted in {known.casefold() for known in declared.get(column, set()) | {column}}:
            return column
    known = ", ".join(responses.people) or "none"
    raise SettingsError(
        f"these answers have no people column called {name!r}. Known: {known}. "
        f"Read the file with people=[{name!r}] to keep a column."
    )


def _by_group(responses: Responses, column: str) -> dict[str, Summary]:
    """Return the Summary of each group of a people column, names in order, the blank one last."""
    groups = responses.people[column].astype(str).astype(object)
    names = sorted(set(groups), key=lambda name: (name == "", name))
    if len(names) > MOST_GROUPS:
        raise SettingsError(
            f"the column {column!r} has {len(names)} different values, more than {MOST_GROUPS}; "
            "it does not name groups. Choose another, or put its values into classes first."
        )
    return {name: summarize(responses.take(groups == name)) for name in names}


def _without_suspects(responses: Responses) -> Summary | None:
    """Return the Summary without suspect answers, None when nobody is suspect or nobody is left."""
    suspect = suspects(careless_flags(responses.ratings, responses.instrument), len(responses))
    if not suspect.any() or suspect.all():
        return None
    return summarize(responses.take(~suspect))


def report(  # noqa: PLR0913  what may be printed beside the numbers
    study: Study,
    path: str | Path,
    *,
    client: str = "",
    language: str = "en",
    date: str | datetime.date | None = None,
    service: str = "",
    title: str = "",
    brand: Brand | str | Path | None = None,
    status: str = "",
    style: str = "full",
    audience: str = "",
    force: bool = False,
) -> Path:
    """Write a study as one self-contained HTML file, as PDF or as one long PNG; return its path.

    Parameters
    ----------
    study : Study
    path : str or Path
        File to write, ending in ``.html``, or in ``.pdf`` or ``.png``, which an installed browser
        makes of it. Written whole or not at all.
    client : str
        Printed on the cover.
    language : str
        ``en`` or ``zh``, or any other that has texts under ``reports/text``.
    date : str or datetime.date, optional
        Printed date (ISO form); today if left out, none for ``""``.
    service : str
        Noun that fills ``{service}`` in the item wording, for instance "hotel".
    title : str
        Title of the report; by default the finding itself.
    brand : Brand, str or Path, optional
        Brand file: name, logo, colours, fonts, footer, confidentiality class.
    status : str
        ``draft`` or ``final``, marked on screen and on every printed page; '' for no mark.
    style : str
        ``full``, or ``brief`` for the front of the report alone.
    audience : str
        ``board``, ``ops`` or ``review``: which sections come first; '' for a client.
    force : bool
        Replace an existing file.

    Raises
    ------
    FileError
        The path is a folder, its folder does not exist, or the file exists without ``force``.
    SettingsError
        Unknown language, audience, status or style, or a date that is none.
    BrandError
        The brand file has faults.
    MissingToolError, BrowserError
        A PDF or PNG needs a browser and the package playwright, and one is missing or fails.
    """
    from servqual.writer import read_brand, render_html

    target = Path(path)
    dress = read_brand(brand) if isinstance(brand, str | Path) else brand
    inputs = dress.files if dress else ()
    check_writable(target, force=force, inputs=inputs)
    check_maker(target)
    day = datetime.date.today() if date is None else date
    options = ReportOptions(
        language=language,
        client=client,
        date=str(day),
        service=service,
        title=title,
        brand=dress,
        status=status,
        style=style,
        audience=audience,
    )
    content = _made(target, render_html(study, options))
    write_whole(target, content, force=force, inputs=inputs)
    return target


def check_maker(path: Path) -> None:
    """Raise unless what makes a file of this ending is installed."""
    if path.suffix.lower() in (".pdf", ".png"):
        from servqual.writer.browser import check_tools

        check_tools()


def _made(path: Path, html: str) -> bytes:
    """Return a page as the ending of the file asks for it."""
    if path.suffix.lower() not in (".pdf", ".png"):
        return html.encode("utf-8")
    from servqual.writer.browser import to_pdf, to_png

    return to_pdf(html) if path.suffix.lower() == ".pdf" else to_png(html)
