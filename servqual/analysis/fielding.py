"""Questionnaires to field, as the files of every tool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from servqual.catalog import load_instrument
from servqual.errors import SettingsError, listed
from servqual.forms import LINKING, Wanted, questionnaires, short_forms
from servqual.forms.questions import Questionnaire
from servqual.forms.writing import questionnaire_text
from servqual.instrument import Instrument
from servqual.settings import Brand

# what each kind is written by; a module is loaded when its kind is asked for
KINDS = {
    "html": "servqual.writer.forms.printed",
    "docx": "servqual.writer.forms.word",
    "csv": "servqual.forms.empty",
    "xlsform": "servqual.writer.forms.xlsform",
    "limesurvey": "servqual.forms.limesurvey",
    "qualtrics": "servqual.forms.qualtrics",
    "wjx": "servqual.forms.wjx",
}
DRESSED = ("html", "docx")  # kinds that wear a brand

Writer = Callable[[Sequence[Questionnaire]], dict[str, bytes]]


def form(
    instrument: str | Path | Instrument = "servqual",
    to: str | Sequence[str] = "html",
    language: str | Sequence[str] = "en",
    *,
    versions: int = 0,
    linking: int | Sequence[str] = LINKING,
    brand: Brand | None = None,
    **wanted: Any,
) -> dict[str, bytes]:
    """Return a questionnaire as files to field it with.

    Parameters
    ----------
    instrument : str, Path or Instrument
    to : str or sequence of str
        Kinds of files: ``html`` (to print), ``docx``, ``csv`` (to type answers into), ``xlsform``
        (ODK, KoboToolbox), ``limesurvey``, ``qualtrics``, ``wjx`` (问卷星).
    language : str or sequence of str
        A form in each; ``en``, ``zh``.
    versions : int
        Short versions that ask a part of the items each, as in :func:`servqual.forms.short_forms`;
        0 for none. The questionnaire to score the answers with is then among the files.
    linking : int or sequence of str
        Items that every short version asks.
    brand : Brand, optional
        Fonts and accent of pages and documents.
    **wanted
        ``service``, ``noun``, ``people``, ``promise``, ``orders`` and ``seed``, see
        :class:`servqual.forms.Wanted`.

    Returns
    -------
    dict of file name to bytes
        What comes back from each is read with this questionnaire without a mapping.

    Raises
    ------
    SettingsError
        A kind or a language is not known, or the questionnaire cannot be asked so.
    MissingToolError
        A package is missing that a kind needs.

    Examples
    --------
    >>> sorted(form("servperf", ["html", "csv"], "zh", service="酒店"))
    ['servperf.csv', 'servperf.zh.columns.csv', 'servperf.zh.html']
    """
    kinds = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    check_kinds(kinds)
    asked_of = load_instrument(instrument)
    files: dict[str, bytes] = {}
    if versions:
        short = short_forms(asked_of, versions, linking)
        asked_of = short.instrument
        files[f"{asked_of.id}.toml"] = questionnaire_text(short).encode("utf-8")
    asked = questionnaires(asked_of, language, Wanted(**wanted))
    for kind in kinds:
        files |= _writer(kind, brand)(asked)
    return files


def check_kinds(kinds: Sequence[str]) -> None:
    """Raise for all kinds that are not known at once."""
    known = ", ".join(KINDS)
    faults = [
        f"{kind!r} is no kind of form; known kinds: {known}" for kind in kinds if kind not in KINDS
    ]
    if not kinds:
        faults.append(f"say what to make of it; known kinds: {known}")
    if faults:
        raise SettingsError(f"no form can be made.\n{listed(faults)}")


def _writer(kind: str, brand: Brand | None) -> Writer:
    """Return what writes the files of a kind."""
    write = import_module(KINDS[kind]).write
    if brand is not None and kind in DRESSED:
        return lambda asked: dict(write(asked, brand))
    return lambda asked: dict(write(asked))
