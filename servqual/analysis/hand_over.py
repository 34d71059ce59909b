"""Everything that is handed over: one Study in every form that was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from servqual._files import check_writable, write_whole
from servqual.errors import SettingsError
from servqual.responses import Responses
from servqual.results import Study
from servqual.settings import ReportOptions

Files = dict[str, bytes]
"""What was made: name relative to the folder -> content."""


def _html(study: Study, options: ReportOptions) -> Files:
    from servqual.writer import render_html

    return {f"report.{options.language}.html": render_html(study, options).encode()}


def _pdf(study: Study, options: ReportOptions) -> Files:
    from servqual.writer import render_html
    from servqual.writer.browser import to_pdf

    content = to_pdf(render_html(study, options))
    return {f"report.{options.language}.pdf": dated(content, options.date)}


def _docx(study: Study, options: ReportOptions) -> Files:
    from servqual.writer.docx import to_docx

    return {f"report.{options.language}.docx": to_docx(study, options)}


def _xlsx(study: Study, options: ReportOptions) -> Files:
    from servqual.writer.databook import to_databook

    return {f"databook.{options.language}.xlsx": to_databook(study, options)}


def _figures(study: Study, options: ReportOptions) -> Files:
    from servqual.writer.pictures import to_figures

    made = to_figures(study, options)
    return {f"figures.{options.language}/{name}": content for name, content in made.items()}


_MAKERS: Mapping[str, Callable[[Study, ReportOptions], Files]] = MappingProxyType(
    {"html": _html, "pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "figures": _figures}
)
KINDS = ("html", "pdf", "docx", "pptx", "xlsx", "figures", "data")


def check_kinds(kinds: Iterable[str]) -> None:
    """Raise for something that cannot be made, or whose maker is not installed.

    Raises
    ------
    SettingsError
        Names what can be made.
    MissingToolError
        A browser or a package is missing.
    """
    asked = tuple(kinds)
    for kind in asked:
        if kind not in KINDS:
            raise SettingsError(
                f"{kind!r} is nothing that can be handed over. Known: {', '.join(KINDS)}."
            )
    if {"pdf", "figures", "docx"} & {*asked}:
        from servqual.writer.browser import check_tools

        check_tools()
    if "docx" in asked:
        from servqual.writer.docx.word import check_docx

        check_docx()
    if "pptx" in asked:
        from servqual.writer.pptx.door import check_tools as check_slides

        check_slides()


def handed_over(
    study: Study,
    responses: Responses,
    kinds: Iterable[str],
    options: ReportOptions,
    *,
    master: Path | None = None,
) -> Files:
    """Return everything that is handed over in one language, by its name.

    Parameters
    ----------
    study : Study
    responses : Responses
        That the study was made from; used for ``data`` alone.
    kinds : iterable of str
        ``html``, ``pdf``, ``docx``, ``pptx`` (slides for a board), ``xlsx`` (data book),
        ``figures`` (SVG and PNG of every chart) and ``data`` (anonymised, with its codebook).
    options : ReportOptions
    master : Path, optional
        The client's template of slides.

    Returns
    -------
    dict of str to bytes
        The same study and options give the same bytes: no clock stands in them.
    """
    asked = tuple(dict.fromkeys(kinds))
    check_kinds(asked)
    made: Files = {}
    for kind in asked:
        if kind == "pptx":
            from servqual.writer.pptx import to_pptx

            made[f"board.{options.language}.pptx"] = to_pptx(study, options, master)
        elif kind == "data":
            from servqual.analysis.anonymised import anonymised

            files = anonymised(responses, study, language=options.language)
            made |= {f"data.{options.language}/{name}": text for name, text in files.items()}
        else:
            made |= _MAKERS[kind](study, options)
    return made


def deliver(
    study: Study,
    responses: Responses,
    folder: str | Path,
    kinds: Iterable[str],
    dress: ReportOptions | None = None,
    *,
    master: str | Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write everything that is handed over into a folder and return what was written.

    Parameters
    ----------
    study, responses, kinds, dress, master
        As of :func:`handed_over`.
    folder : str or Path
        It must be there.
    force : bool
        Replace files that are there.

    Raises
    ------
    FileError
        A file is there already, or the folder cannot be written to; nothing is written then.
    SettingsError, MissingToolError, BrowserError
        As of :func:`handed_over`.

    Examples
    --------
    >>> import tempfile
    >>> import servqual as sq
    >>> guests = sq.read(sq.simulate(n=60, seed=2).frame)
    >>> out = Path(tempfile.mkdtemp())
    >>> [path.name for path in deliver(sq.analyze(guests), guests, out, ["html"])]
    ['report.en.html']
    """
    place, template = Path(folder), Path(master) if master else None
    options = dress or ReportOptions()
    made = handed_over(study, responses, kinds, options, master=template)
    return write_all(place, made, force=force, inputs=[template] if template else [])


def write_all(
    folder: Path, files: Mapping[str, bytes], *, force: bool, inputs: Iterable[Path] = ()
) -> list[Path]:
    """Write files into a folder, each whole, after all were found writable; return their paths."""
    paths = {folder / name: content for name, content in files.items()}
    for path in paths:
        if path.parent.is_dir() or path.parent == folder:
            check_writable(path, force=force, inputs=inputs)
    for inside in dict.fromkeys(path.parent for path in paths):
        if inside != folder:
            inside.mkdir(parents=True, exist_ok=True)
    for path, content in paths.items():
        write_whole(path, content, force=force, inputs=inputs)
    return list(paths)


_CLOCK = re.compile(rb"/(CreationDate|ModDate) ?\(D:(\d{14})([^)]*)\)")


def dated(pdf: bytes, date: str) -> bytes:
    """Return a PDF in which the printed date stands for the moment when it was made."""
    day = (re.sub(r"\D", "", date) or "20000101").encode()

    def moment(found: re.Match[bytes]) -> bytes:
        kept = len(found[3])
        zone = b"Z" if kept == 1 else b"+00'00'"[:kept].ljust(kept, b"'")
        return b"/%s (D:%s000000%s)" % (found[1], day, zone)

    return _CLOCK.sub(moment, pdf)
