"""Study in, report out."""

from __future__ import annotations

import datetime
from pathlib import Path

from servqual._files import check_writable, write_whole
from servqual.errors import SettingsError
from servqual.results import Study
from servqual.settings import Brand, ReportOptions


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
        ``standard``; ``full``, with exploratory factors and ordinal coefficients, for a study of
        ``analyze(..., structure="full")``; or ``brief`` for the front of the report alone.
    audience : str
        ``board``, ``ops`` or ``review``: which sections come first; '' for a client.
    radar : bool
        Draw a radar of the dimensions too, beside the bars.
    command : str
        What was typed to make it, printed among what is needed to make it again; '' prints none.
    importance_axis : str
        ``x`` or ``y``; '' for ``y``, in Chinese ``x``.
    force : bool
        Replace an existing file.

    Raises
    ------
    FileError
        The path is a folder, its folder does not exist, or the file exists without ``force``.
    SettingsError
        Unknown language, audience, status, style or axis, a date that is none, a radar of fewer
        than three dimensions, or a full report of a study that is not.
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
        radar=radar,
        command=command,
        importance_axis=importance_axis,
    )
    _check_extent(study, options)
    content = _made(target, render_html(study, options))
    write_whole(target, content, force=force, inputs=inputs)
    return target


def check_maker(path: Path) -> None:
    """Raise unless what makes a file of this ending is installed."""
    if path.suffix.lower() in (".pdf", ".png"):
        from servqual.writer.browser import check_tools

        check_tools()


def _check_extent(study: Study, options: ReportOptions) -> None:
    """Raise for a full report of a study without what it adds: nothing is left out in silence."""
    if options.style == "full" and study.settings.structure != "full":
        raise SettingsError(
            "a full report shows exploratory factors and ordinal coefficients, and this study has "
            'none. Make it with servqual.analyze(..., structure="full"), or leave style out.'
        )


def _made(path: Path, html: str) -> bytes:
    """Return a page as the ending of the file asks for it."""
    if path.suffix.lower() not in (".pdf", ".png"):
        return html.encode("utf-8")
    from servqual.writer.browser import to_pdf, to_png

    return to_pdf(html) if path.suffix.lower() == ".pdf" else to_png(html)
