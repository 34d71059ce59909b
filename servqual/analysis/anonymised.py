"""Data that may be passed on: answers without a trace of who gave them, with a codebook."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from servqual._cells import csv_text
from servqual.analysis.asking import with_weights
from servqual.analysis.quality import sort_out
from servqual.analysis.recoding import Kept, made_safe
from servqual.responses import Missing, Responses
from servqual.results import Study
from servqual.results.codebook import Codebook, LeftOut, Variable
from servqual.settings import ReportOptions
from servqual.texts import fill

MONTH = "month"
WEIGHT = "weight"
# in a text file a missing answer says why, in words that the reading of a survey knows
WHY = {
    Missing.NOT_APPLICABLE: "n/a",
    Missing.DONT_KNOW: "don't know",
    Missing.NOT_SHOWN: "not shown",
    Missing.REFUSED: "refused",
}
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Anonymised:
    """Answers that may be passed on: one column per variable of the codebook, one row a person.

    ``columns`` maps a variable to floats or texts; codes below a scale say why a rating is missing
    (:class:`servqual.responses.Missing`), NaN is a blank.
    """

    codebook: Codebook
    columns: Mapping[str, npt.NDArray[Any]]


def anonymised(responses: Responses, study: Study, *, language: str = "en") -> dict[str, bytes]:
    """Return data that may be passed on, as files: CSV, .sav, and a codebook in CSV and HTML.

    Parameters
    ----------
    responses : Responses
        That the study was made from.
    study : Study
        It says who counts, which columns break the results down, and the minimum cell.
    language : str
        Of labels and of the codebook.

    Returns
    -------
    dict of str to bytes
        ``data.csv``, ``data.sav``, ``codebook.csv`` and ``codebook.html``; the same answers and
        study give the same bytes.

    Notes
    -----
    Only people who count are in the data. Left out are comments, row numbers, times, and every
    column that names, reaches or numbers a person, even one that the reading was told to keep; of
    dates the month is left. Values of people columns that few share are put under one name, and so
    are groups that the report hides; a column that would still single somebody out is left out
    (k-anonymity over all columns together, k the minimum cell; Sweeney 2002), and so are
    combinations of few people who all give the same answer. Rows are sorted by their content: a
    shuffle under a known seed can be undone, an order by content tells nothing.

    Examples
    --------
    >>> import servqual as sq
    >>> guests = sq.read(sq.simulate(n=120, seed=2).frame, people=["branch"])
    >>> files = anonymised(guests, sq.analyze(guests, by="branch"))
    >>> sorted(files)
    ['codebook.csv', 'codebook.html', 'data.csv', 'data.sav']
    """
    from servqual.importer.opening.statfiles import sav
    from servqual.writer.codebook import codebook_csv, codebook_html

    data = anonymise(responses, study, language=language)
    options = ReportOptions(language=language)
    return {
        "data.csv": csv_text(_text_rows(data)).encode("utf-8-sig"),
        "data.sav": sav(data.codebook.variables, data.columns),
        "codebook.csv": codebook_csv(data.codebook, options),
        "codebook.html": codebook_html(study, data.codebook, options).encode("utf-8"),
    }


def anonymise(responses: Responses, study: Study, *, language: str = "en") -> Anonymised:
    """Return data that may be passed on, as columns with their codebook; see :func:`anonymised`."""
    counted = _counted(responses, study)
    asked = _answers(counted, study, language)
    kept = _people(counted, study, [column for _, column in asked], language)
    weights, without = _weights(counted, study)
    found = [
        *(
            (_people_variable(study, name, language), values)
            for name, values in kept.columns.items()
        ),
        *asked,
        *weights,
    ]
    order = _by_content([column for _, column in found])
    variables = [replace(v, n=_filled(column)) for v, column in found]
    codebook = Codebook(
        tuple(variables),
        n=len(counted),
        min_cell=study.settings.min_cell,
        smallest=kept.smallest,
        merged=tuple(kept.merged),
        left_out=(*_always_out(counted), *kept.left_out, *without),
    )
    return Anonymised(
        codebook, {v.name: column[order] for v, (_, column) in zip(variables, found, strict=True)}
    )


def _counted(responses: Responses, study: Study) -> Responses:
    """Return the people whom the study counts."""
    rules = {row.rule: row.reason for row in study.sample.excluded}
    everybody = with_weights(responses, study.settings.weights)
    return sort_out(everybody, rules).kept if rules else everybody


# -- answers ---------------------------------------------------------------------------------------

Found = list[tuple[Variable, npt.NDArray[Any]]]


def _answers(people: Responses, study: Study, language: str) -> Found:
    """Return ratings, points and outcomes with what was asked."""
    form = people.instrument
    found: Found = []
    for battery, codes in people.ratings.items():
        scale = form.scale_of(battery)
        low, high = float(scale.min), float(scale.max)
        ends = {float(a.value): form.say(a.label, language) for a in scale.anchors}
        for k, item in enumerate(form.items):
            missing = codes[:, k] < scale.codes[0]
            kinds = sorted({int(c) for c in codes[missing, k]} - {int(Missing.BLANK)})
            why = {float(c): _why(Missing(c), language) for c in kinds}
            values = np.where(missing, codes[:, k], codes[:, k] / scale.parts).astype(float)
            values[codes[:, k] == Missing.BLANK] = np.nan
            label = form.say(item.wording.get(battery), language) or form.say(item.topic, language)
            found.append(
                (
                    Variable(
                        f"{battery}_{k + 1}", "rating", _served(study, label, language), battery,
                        item.id, low, high, {**why, **ends}, form.is_reversed(item.id, battery),
                    ),
                    values,
                )
            )  # fmt: skip
    if people.points is not None:
        for k, d in enumerate(form.dimensions):
            label = form.say(d.name, language)
            found.append((Variable(f"points_{d.id}", "points", label), people.points[:, k]))
    for o in form.outcomes:
        if o.id in people.outcomes:
            label = _served(study, form.say(o.label, language), language)
            variable = Variable(o.id, "outcome", label, low=float(o.min), high=float(o.max))
            found.append((variable, people.outcomes[o.id]))
    return found


def _served(study: Study, text: str, language: str) -> str:
    """Return a sentence with the noun for what was rated in it."""
    own = study.instrument.say(study.instrument.service, language)
    return text.replace("{service}", own or fill(language, "words.service", {}))


def _why(kind: Missing, language: str) -> str:
    return fill(language, f"words.missing.{kind.name.lower()}", {})


# -- people ----------------------------------------------------------------------------------------


def _people(people: Responses, study: Study, asked: list[npt.NDArray[Any]], language: str) -> Kept:
    """Return the people columns that may be passed on, those of the report's breakdowns first."""
    from servqual.importer.people.personal import personal_kind

    broken = [name for name in study.groups.columns if name in people.people]
    names = list(dict.fromkeys((*broken, *people.people)))
    columns, personal = {}, []
    for name in names:
        values = people.people[name].astype(str).astype(object)
        if personal_kind(name, values.tolist()):
            personal.append(LeftOut(name, "personal"))
        else:
            columns[name] = values
    if (months := _months(people)) is not None:
        columns[MONTH] = months
    hidden = {
        name: {"", *(g.group for g in study.groups.of(name).groups if not g.shown)}
        for name in broken
    }
    rated = (
        np.column_stack([c for c in asked if c.dtype.kind == "f"]) if asked else np.empty((0, 0))
    )
    answers = np.where(rated <= max(Missing), np.nan, rated)
    kept = made_safe(
        columns,
        answers,
        study.settings.min_cell,
        other=fill(language, "anonymised.other", {}),
        never=hidden,
    )
    kept.left_out[:0] = personal
    return kept


def _months(people: Responses) -> npt.NDArray[np.object_] | None:
    """Return the month in which each person finished; None where the file does not say."""
    if people.finished is None:
        return None
    start = datetime.datetime(1970, 1, 1)  # by the file's own clock
    return np.array(
        [
            "" if np.isnan(s) else f"{start + datetime.timedelta(seconds=float(s)):%Y-%m}"
            for s in people.finished
        ],
        dtype=object,
    )


def _people_variable(study: Study, name: str, language: str) -> Variable:
    if name == MONTH:
        return Variable(MONTH, MONTH, fill(language, "anonymised.month", {}))
    found = next((p for p in study.instrument.people if p.id == name), None)
    label = study.instrument.say(found.label, language) if found else ""
    return Variable(name, "people", label or name)


def _weights(people: Responses, study: Study) -> tuple[Found, list[LeftOut]]:
    """Return the survey weights where enough people share each; else that they are left out."""
    if people.weights is None:
        return [], []
    _, counts = np.unique(people.weights, return_counts=True)
    if counts.min() < study.settings.min_cell:
        return [], [LeftOut(people.weights_name, "weights")]
    return [(Variable(WEIGHT, "weight", people.weights_name), people.weights)], []


def _always_out(people: Responses) -> list[LeftOut]:
    """Return what is never passed on and was there."""
    found = [LeftOut("", "rows")]
    found += [LeftOut(name, "comments") for name in people.comments]
    if people.seconds is not None or people.finished is not None:
        found.append(LeftOut("", "times"))
    return found


# -- rows ------------------------------------------------------------------------------------------


def _by_content(columns: list[npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """Return an order of the rows that follows from nothing but what stands in them."""
    keys = [
        np.nan_to_num(c, nan=-1e9)
        if c.dtype.kind == "f"
        else np.unique(c.astype(str), return_inverse=True)[1]
        for c in reversed(columns)
    ]
    return np.lexsort(keys)


def _filled(column: npt.NDArray[Any]) -> int:
    """Return how many people have a value: no blank, no kind of missing."""
    if column.dtype.kind != "f":
        return int((column.astype(str) != "").sum())
    codes = [float(kind) for kind in Missing]
    return int((~np.isnan(column) & ~np.isin(column, codes)).sum())


def _text_rows(data: Anonymised) -> list[list[object]]:
    """Return the data as rows of text and numbers, the headings first."""
    words = {float(kind): word for kind, word in WHY.items()}
    dropped = {float(kind) for kind in Missing} - set(words)
    columns: list[list[object]] = []
    for variable in data.codebook.variables:
        column = data.columns[variable.name]
        if column.dtype.kind != "f":
            columns.append([str(value) for value in column])
            continue
        columns.append(
            [
                None if np.isnan(v) or v in dropped else words.get(v, _plain(v))
                for v in column.tolist()
            ]
        )
    return [[v.name for v in data.codebook.variables], *map(list, zip(*columns, strict=True))]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value
