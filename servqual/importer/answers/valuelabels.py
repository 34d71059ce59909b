"""What the value labels of a file say about its codes: why answers are missing, what groups are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from servqual.importer.answers.cells import number
from servqual.importer.answers.label_sets import label_key
from servqual.importer.opening.table import Table
from servqual.importer.words import answer_list
from servqual.notes import Note

KINDS = ("not_applicable", "dont_know", "not_shown", "refused", "blank")


@cache
def _missing_words() -> dict[str, str]:
    """Return word -> kind of missing answer."""
    return {label_key(word): kind for kind in KINDS for word in answer_list("missing", kind)}


def missing_kind(label: str) -> str:
    """Return the kind of missing answer that a label tells, '' for none.

    Examples
    --------
    >>> missing_kind("Don't know"), missing_kind("Agree")
    ('dont_know', '')
    """
    return _missing_words().get(label_key(label), "") if label else ""


def _declared(table: Table, column: int) -> frozenset[str]:
    """Return the codes that the file declares missing in a column."""
    found = table.missing_in[column] if table.missing_in else {}
    return frozenset(code for codes in found.values() for code in codes)


def middle_points(table: Table, column: int) -> dict[str, str]:
    """Return code -> label where a label tells a missing answer, but its code is an answer.

    "No opinion" at 3 between "Disagree" at 2 and "Agree" at 4 is the middle of the scale, unless
    the file declares 3 missing.
    """
    labels, declared = table.labels_of(column), _declared(table, column)
    values = {
        code: value
        for code in labels
        if code not in declared and (value := number(code)) is not None
    }
    answers = [value for code, value in values.items() if not missing_kind(labels[code])]
    if not answers:
        return {}
    return {
        code: labels[code]
        for code, value in values.items()
        if missing_kind(labels[code]) and min(answers) < value < max(answers)
    }


def middle_notes(table: Table) -> list[Note]:
    """Return a note for every label that is read as a middle point though it may mean no answer."""
    found = Counter(
        pair for i in range(len(table.headers)) for pair in middle_points(table, i).items()
    )
    return [
        Note("label_is_middle_point", {"n": n, "code": code, "label": label}, table.file)
        for (code, label), n in found.items()
    ]


def missing_codes(table: Table, column: int) -> frozenset[str]:
    """Return the codes of a column that stand for no answer, by declaration or by their label."""
    middle = middle_points(table, column)
    labels = table.labels_of(column).items()
    told = {code for code, label in labels if missing_kind(label) and code not in middle}
    return _declared(table, column) | told


def coded_labels(table: Table, column: int, known: Mapping[str, float]) -> dict[str, float]:
    """Return code -> number for the codes of a column whose label is a known word (yes, no)."""
    return {
        code: known[word]
        for code, label in table.labels_of(column).items()
        if (word := label_key(label)) in known
    }


def labelled(table: Table, column: int) -> Sequence[str]:
    """Return the cells of a column as labels where it has them, '' where they are missing."""
    cells, shown = table.columns[column], labeller(table, column)
    if shown is str:
        return cells
    found = {cell: shown(cell) for cell in set(cells)}
    return [found[cell] for cell in cells]


def labeller(table: Table, column: int) -> Callable[[str], str]:
    """Return what turns a cell of a column into its label, '' where it is missing."""
    labels = table.labels_of(column)
    of_the_tool = {code for codes in table.missing.values() for code in codes}
    missing = missing_codes(table, column) | of_the_tool
    if not labels and not missing:
        return str

    def shown(cell: str) -> str:
        return "" if cell.strip() in missing else labels.get(cell.strip(), cell)

    return shown
