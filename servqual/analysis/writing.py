"""Study in, report out."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path

from servqual._files import check_writable, write_whole
from servqual.errors import OwnWordsWarning, SettingsError
from servqual.own_words import OwnWords
from servqual.results import Study
from servqual.settings import DEEP_STYLES, Brand, ReportOptions

# endings of what a browser draws -> what it is called where there is none
DRAWN = {
    ".pdf": "a PDF or PNG",
    ".png": "a PDF or PNG",
    ".docx": "a chart of a Word file (without charts: --no-charts)",
    ".zip": "a picture of a chart",
}


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
    style: str = "standard",
    audience: str = "",
    radar: bool = False,
    command: str = "",
    importance_axis: str = "",
    notes: OwnWords | str | Path | None = None,
    charts: bool = True,
    master: str | Path | None = None,
    force: bool = False,
) -> Path:
    """Write a study as one self-contained HTML file, as PDF or as one long PNG; return its path.

    Parameters
    ----------
    study : Study
    path : str or Path
        File to write, ending in ``.html``, in ``.pdf`` or ``.png``, which an installed browser
        makes of it, in ``.docx`` for Word, in ``.pptx`` for slides, in
        ``.zip`` for its charts as SVG and PNG, or in ``.xlsx`` for the data book. Written whole or
        not at all.
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
        ``interim`` and ``simulated`` stand across every page and beside every heading.
    style : str
        ``standard``; ``full``, with exploratory factors and ordinal coefficients, for a study of
        ``analyze(..., structure="full")``; ``thesis`` for the tables of a thesis, of such a study;
        or ``brief`` for the front of the report alone.
    audience : str
        ``board``, ``ops`` or ``review``: which sections come first; '' for a client.
    radar : bool
        Draw a radar of the dimensions too, beside the bars.
    command : str
        What was typed to make it, printed among what is needed to make it again; '' prints none.
    importance_axis : str
        ``x`` or ``y``; '' for ``y``, in Chinese ``x``.
    notes : OwnWords, str or Path, optional
        The consultant's own words: text, headlines, order and what to leave out, by section and
        exhibit; see :func:`servqual.read_own_words`. They are marked as the consultant's.
    charts : bool
        For ``.docx``: False leaves out the charts, for which a browser is needed, and the cover
        says so.
    master : str or Path, optional
        For ``.pptx``: a presentation or template of the client whose layouts, fonts and colours the
        slides take; see :func:`servqual.to_pptx`. Other files have no use for it.
    force : bool
        Replace an existing file.

    Warns
    -----
    OwnWordsWarning
        A number in ``notes`` is no figure of the exhibit that it is said of.

    Raises
    ------
    FileError
        The path is a folder, its folder does not exist, or the file exists without ``force``.
    SettingsError
        Unknown language, audience, status, style or axis, a date that is none, a radar of fewer
        than three dimensions, or a full report of a study that is not.
    BrandError
        The brand file has faults.
    OwnWordsError
        The notes have faults, or speak of an exhibit that the study does not have.
    MissingToolError, BrowserError
        A PDF, a PNG or charts need a browser and the package playwright, a Word file needs the
        package python-docx, and one is missing or fails.
    """
    from servqual.writer import read_brand, read_own_words

    target = Path(path)
    dress = read_brand(brand) if isinstance(brand, str | Path) else brand
    own = read_own_words(notes) if isinstance(notes, str | Path) else notes
    inputs = (*(dress.files if dress else ()), *((own.path,) if own else ()))
    inputs += (Path(master),) if master else ()
    check_writable(target, force=force, inputs=inputs)
    check_maker(target, charts=charts)
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
        radar=radar,
        command=command,
        importance_axis=importance_axis,
        own=own,
    )
    _check_extent(study, options)
    content = content_of(target, study, options, charts=charts, master=master)
    write_whole(target, content, force=force, inputs=inputs)
    warn_of_old_numbers(study, options)
    return target


def warn_of_old_numbers(study: Study, options: ReportOptions) -> None:
    """Warn of every number in the consultant's words that is no figure of the study."""
    if options.own is None:
        return
    from servqual.writer import stale

    for text in stale(study, options):
        warnings.warn(text, OwnWordsWarning, stacklevel=3)


def check_maker(path: Path, *, charts: bool = True) -> None:
    """Raise unless what makes a file of this ending is installed."""
    ending = path.suffix.lower()
    if not charts and ending != ".docx":
        raise SettingsError(
            f"{path}: charts are left out of Word files only. Name a file that ends in .docx, or "
            "leave out --no-charts."
        )
    if ending == ".docx":
        from servqual.writer.docx.word import check_docx

        check_docx()
    if ending == ".pptx":
        from servqual.writer.pptx.door import check_tools as check_pptx

        check_pptx()
    if ending in DRAWN and charts:
        from servqual.writer.browser import check_tools

        check_tools(DRAWN[ending])


def _check_extent(study: Study, options: ReportOptions) -> None:
    """Raise for a full report of a study without what it adds: nothing is left out in silence."""
    if options.style in DEEP_STYLES and study.settings.structure != "full":
        raise SettingsError(
            f"a {options.style} report shows exploratory factors and ordinal coefficients, and "
            'this study has none. Make it with servqual.analyze(..., structure="full"), or leave '
            "style out."
        )


def content_of(
    path: Path,
    study: Study,
    options: ReportOptions,
    *,
    charts: bool = True,
    master: str | Path | None = None,
) -> bytes:
    """Return a report as the ending of the file asks for it."""
    from servqual.writer import render_html

    ending = path.suffix.lower()
    if ending == ".xlsx":
        from servqual.writer.databook import to_databook

        return to_databook(study, options)
    if ending == ".docx":
        from servqual.writer.docx import to_docx

        return to_docx(study, options, charts=charts)
    if ending == ".pptx":
        from servqual.writer.pptx import to_pptx

        return to_pptx(study, options, master)
    if ending == ".zip":
        from servqual.writer.pictures import to_figures_zip

        return to_figures_zip(study, options)
    html = render_html(study, options)
    if ending not in (".pdf", ".png"):
        return html.encode("utf-8")
    from servqual.writer.browser import to_pdf, to_png

    return to_pdf(html) if ending == ".pdf" else to_png(html)
