"""The data book: every exhibit as a sheet, means and gaps as formulas that anybody can follow."""

from __future__ import annotations

from servqual.errors import SettingsError
from servqual.results import Study
from servqual.settings import Brand, ReportOptions
from servqual.texts import languages
from servqual.writer.databook.answers import add_answers
from servqual.writer.databook.check import add_check
from servqual.writer.databook.figures import Book
from servqual.writer.databook.front import front
from servqual.writer.databook.gaps import add_gaps
from servqual.writer.databook.means import add_means
from servqual.writer.databook.tables import add_exhibits
from servqual.writer.databook.together import add_together
from servqual.writer.databook.whole import add_outcomes
from servqual.writer.databook.writing import Dress, written
from servqual.writer.dress import margin_texts, office_fonts
from servqual.writer.figures.look import colour
from servqual.writer.sections import build
from servqual.writer.view import View


def to_databook(study: Study, options: ReportOptions) -> bytes:
    """Return a study as a workbook that recalculates: the data book of a report.

    Parameters
    ----------
    study : Study
    options : ReportOptions
        As for the report: its language, client, date, brand and status are those of the book.

    Returns
    -------
    bytes
        An ``.xlsx`` file: a sheet per exhibit of the report with its title, how to read it and its
        base, in which means, gaps, errors, limits and shares are formulas over sheets of sums; and
        a sheet that holds every recomputed figure against the reported one. Its sums are of the
        whole sample; groups stand in it as they were published. Texts never run as formulas. The
        same study and options give the same bytes.

    Raises
    ------
    SettingsError
        The language has no texts.

    Examples
    --------
    >>> import servqual as sq
    >>> from servqual.settings import ReportOptions
    >>> study = sq.analyze(sq.read(sq.simulate(n=60, seed=2).frame))
    >>> to_databook(study, ReportOptions(client="Hotel Aurora"))[:2]
    b'PK'
    """
    if options.language not in languages():
        known = ", ".join(languages())
        raise SettingsError(
            f"there are no texts in {options.language!r}. Known languages: {known}."
        )
    view = View(study, options)
    book = Book(view)
    if study.sums.means:
        answers = add_answers(book)
        variances = add_together(book)
        add_means(book, answers, variances)
        add_gaps(book, variances)
    add_outcomes(book)
    basis = [sheet.name for sheet in book.sheets]
    exhibits = add_exhibits(book, build(view))
    if book.figures:
        add_check(book)
        basis.append(book.sheets[-1].name)
    by_name = {sheet.name: sheet for sheet in book.sheets}
    shown = [by_name[name] for name, _ in exhibits]
    sheets = [front(book, exhibits, basis), *shown, *(by_name[name] for name in basis)]
    return written(sheets, _dress(view))


def _dress(view: View) -> Dress:
    brand = view.options.brand or Brand()
    text, _, chinese = office_fonts(brand, view.language)
    margins = margin_texts(view.options)
    marks = (view.options.client, margins["top-left"], margins["top-right"])
    return Dress(
        font=chinese if view.language == "zh" else text,
        accent=brand.colours.get("accent", colour("brand")),
        wash=colour("coolwash"),
        muted=colour("muted"),
        head=view.say("words.comma").join(mark for mark in marks if mark),
        foot=margins["bottom-left"],
    )
