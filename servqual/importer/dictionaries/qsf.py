"""Survey files of Qualtrics (.qsf): JSON with every question, its rows, labels and codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from servqual.importer.dictionaries.entries import Entry
from servqual.importer.opening.markup import unmarked

_SEVERAL = ("MAVR", "MAHR", "MACOL", "MSB")  # selectors of questions with several answers


def questions(survey: Mapping[str, Any]) -> list[Entry]:
    """Return the entries of a parsed survey file; what is not understood is left out."""
    entries: list[Entry] = []
    for element in _mappings(survey.get("SurveyElements")):
        if element.get("Element") == "SQ" and isinstance(element.get("Payload"), Mapping):
            entries += _question(element["Payload"], str(element.get("PrimaryAttribute", "")))
    return entries


def _question(payload: Mapping[str, Any], id_: str) -> Iterator[Entry]:
    """Return the entries of one question, one for each of its columns."""
    tag, text = (
        _text(payload, "DataExportTag"),
        _text(payload, "QuestionText"),
    )
    match payload.get("QuestionType"):
        case "Matrix":
            yield from _rows(payload, (tag, id_), text, _labels(payload, "Answers"))
        case "SBS":
            columns = payload.get("AdditionalQuestions")
            for number, column in _numbered(columns):
                names = (f"{tag}#{number}", f"{id_}#{number}")
                own = _text(column, "QuestionText")
                group = " ".join(filter(None, (text, own)))
                yield from _rows({**payload, **_only_own(column)}, names, group, _answers(column))
        case "MC" if payload.get("Selector") in _SEVERAL:
            yield from _options(payload, (tag, id_), text)
        case "MC":
            yield Entry((tag, id_), text, labels=_labels(payload, "Choices"))
        case _:
            yield Entry((tag, id_, f"{tag}_TEXT", f"{id_}_TEXT"), text)


def _options(payload: Mapping[str, Any], stems: tuple[str, ...], group: str) -> Iterator[Entry]:
    """Return the entries of a question with several answers, one for each option."""
    for choice, label in _labels(payload, "Choices", recode=False).items():
        ends = dict.fromkeys((choice, _recoded(payload, choice)))
        names = [f"{stem}{sign}{end}" for stem in stems for end in ends for sign in "_-"]
        yield Entry(tuple(names), label, group, role="option")


def _rows(
    payload: Mapping[str, Any], stems: tuple[str, ...], group: str, labels: Mapping[str, str]
) -> Iterator[Entry]:
    """Return the entries of the rows of a matrix."""
    tags = payload.get("ChoiceDataExportTags")
    for number, choice in _numbered(payload.get("Choices")):
        tag = str(tags.get(number, "")) if isinstance(tags, Mapping) else ""
        ends = [end for end in (number, tag) if end]
        names = [f"{stem}{sign}{end}" for stem in stems for end in ends for sign in "_-"]
        yield Entry((*names, tag), _text(choice, "Display"), group, labels)


def _text(table: Mapping[str, Any], name: str) -> str:
    """Return a text without the marks of a web page, "" for anything else."""
    value = table.get(name)
    return unmarked(value) if isinstance(value, str) else ""


def _only_own(column: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of a column of a side-by-side question, where it has rows of its own."""
    return {key: column[key] for key in ("Choices", "ChoiceDataExportTags") if column.get(key)}


def _answers(column: Mapping[str, Any]) -> Mapping[str, str]:
    return _labels(column, "Answers")


def _labels(payload: Mapping[str, Any], kind: str, *, recode: bool = True) -> dict[str, str]:
    """Return code -> label of answers or choices, by the codes that are exported."""
    return {
        (_recoded(payload, number) if recode else number): _text(choice, "Display")
        for number, choice in _numbered(payload.get(kind))
    }


def _recoded(payload: Mapping[str, Any], number: str) -> str:
    values = payload.get("RecodeValues")
    return str(values.get(number, number)) if isinstance(values, Mapping) else number


def _numbered(table: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return number and content of choices; a list counts from 1."""
    if isinstance(table, list):
        table = dict(enumerate(table, start=1))
    if isinstance(table, Mapping):
        yield from ((str(n), c) for n, c in table.items() if isinstance(c, Mapping))


def _mappings(values: Any) -> list[Mapping[str, Any]]:
    return [v for v in values if isinstance(v, Mapping)] if isinstance(values, list) else []
