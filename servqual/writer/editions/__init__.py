"""One edition of the report per unit, made of nothing but what is published about the unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from servqual.errors import SettingsError
from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.texts import languages
from servqual.writer import plotly_door
from servqual.writer.editions.compare import best_quarter
from servqual.writer.editions.pages import Listed, Maker, edition, index, letter
from servqual.writer.exhibits.groups import shown_name
from servqual.writer.exhibits.switch import Choice, choices
from servqual.writer.view import View

INDEX = "index.html"
LONGEST = 60  # signs of a unit's name in the name of its file


def to_editions(study: Study, by: str, options: ReportOptions) -> dict[str, bytes]:
    """Return one page for each unit of a breakdown and a list of them, by the names of their files.

    Parameters
    ----------
    study : Study
        Broken down by ``by``.
    by : str
        The column that names the unit.
    options : ReportOptions
        As for the report; the consultant's own words are of the whole report and left out.

    Returns
    -------
    dict of str to bytes
        ``index.html``, and for every unit a numbered page. A unit that is shown in the report has
        its own figures beside those of the company and, from nine units on, the mean of the best
        quarter, which is not named. A unit that the disclosure rules hide gets a letter that says
        so, and no figure of its own. Every figure is one that the report of all units publishes, or
        follows from those: what the report hides follows from no edition, nor from all together.

    Raises
    ------
    SettingsError
        The study is not broken down by this column, or its questionnaire has no gaps.

    Examples
    --------
    >>> import servqual as sq
    >>> guests = sq.read(sq.simulate(n=120, seed=2).frame, people=["branch"])
    >>> study = sq.analyze(guests, by="branch")
    >>> sorted(to_editions(study, "branch", ReportOptions()))[-1]
    'index.html'
    """
    _check(study, by, options)
    plain = replace(options, own=None, title="")
    view = View(study, plain)
    maker = Maker(view, by, best_quarter(study, by), plotly_door.packing())
    groups = [group for group in study.groups.of(by).groups if group.group]
    shown = _choices(view, by)
    places = len(str(len(groups)))
    files: dict[str, bytes] = {}
    listed = []
    for k, group in enumerate(groups, start=1):
        name = shown_name(view, group.group)
        choice = shown.get(group.group)
        ending = "" if choice else f".{_ascii(maker.say('letter.file'))}"
        file = f"{k:0{places}d}-{file_name(group.group)}{ending}.html"
        page = edition(maker, choice) if choice else letter(maker, group)
        files[file] = page.encode("utf-8")
        what = maker.say("index.shown", n=choice.n) if choice else maker.say("index.letter")
        listed.append(Listed(name, file, what))
    return {INDEX: index(maker, listed).encode("utf-8"), **files}


def _choices(view: View, by: str) -> dict[str, Choice]:
    """Return what is published about each unit that is shown, by its name in the data."""
    number = view.study.groups.columns.index(by) + 1
    names = [group.group for group in view.study.groups.of(by).groups if group.shown]
    keys = {f"{number}-{k}": name for k, name in enumerate(names, start=1)}
    return {keys[choice.key]: choice for choice in choices(view) if choice.by == by}


def _check(study: Study, by: str, options: ReportOptions) -> None:
    """Raise unless editions can be made."""
    if options.language not in languages():
        known = ", ".join(languages())
        raise SettingsError(
            f"there are no texts in {options.language!r}. Known languages: {known}."
        )
    if by not in study.groups.columns:
        known = ", ".join(study.groups.columns) or "none"
        raise SettingsError(
            f"this study is not broken down by {by!r}, so that there are no editions. "
            f"Broken down by: {known}. Analyse it with by={by!r}."
        )
    if not View(study, options).kinds:
        raise SettingsError(
            f"editions show the gaps of every {by}, and the questionnaire "
            f"{study.instrument.id!r} has no gaps."
        )


def file_name(text: str) -> str:
    """Return the name of a unit as part of the name of a file, letters and digits of any script.

    Examples
    --------
    >>> file_name("Old Town / West: no. 3"), file_name("../../etc"), file_name("城东店")
    ('Old-Town-West-no-3', 'etc', '城东店')
    """
    plain = unicodedata.normalize("NFC", text)
    kept = re.sub(r"[^\w]+", "-", plain).strip("-_")
    return kept[:LONGEST].strip("-_") or "unit"


def _ascii(text: str) -> str:
    return re.sub(r"\W+", "-", text) or "letter"
