"""Which sheet of a workbook holds the answers, and where its headings are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from servqual.errors import FormatError
from servqual.importer.opening.workbook import Merged, Sheet, read_sheets
from servqual.notes import Note

Records = list[list[str]]

_ALIKE = 0.5  # of the best sheet's columns of answers
_FEWEST = 3  # columns of answers that make a sheet a rival
_LOOKED_AT = 200  # rows of a sheet
_DISTINCT = 14  # different answers of one column
_LONGEST_ANSWER = 60  # signs
_HEADINGS_WITHIN = 30  # rows from the top
_WIDE = 0.6  # of the widest row there: a row of headings
_NARROWEST = 4  # columns; above narrower tables nothing is taken for a title
_MOST_NAMED = 6


def read_workbook(
    content: bytes, file: str, wanted: str | int | None = None
) -> tuple[Records, str, list[Note]]:
    """Return the records of the sheet that holds the answers, its name, and notes.

    Without a wish the sheet with most columns of answers is read. Lines of title above the headings
    are emptied, headings under a merged group become ``group [heading]``, and the rows of a merged
    cell below them all get its text; rows keep their numbers.

    Raises
    ------
    FormatError
        The file cannot be opened, or several sheets hold answers alike.
    SettingsError
        There is no such sheet.
    """
    sheets, names = read_sheets(content, file, wanted)
    chosen = sheets[0] if wanted is not None else _with_answers(sheets, file)
    notes = [_choice_note(chosen, names, file, asked=wanted is not None)]
    records, more = _headed(chosen, file)
    return records, chosen.name, [*notes, *more]


def _choice_note(chosen: Sheet, names: Sequence[str], file: str, *, asked: bool) -> Note:
    others = [name for name in names if name != chosen.name]
    if not others or asked:
        return Note("sheet_read", {"sheet": chosen.name}, file)
    shown = others[:_MOST_NAMED] + ["..."] * (len(others) > _MOST_NAMED)
    values = {"sheet": chosen.name, "others": ", ".join(shown)}
    code = "sheet_chosen" if chosen.name == names[0] else "sheet_chosen_by_content"
    return Note(code, values, file)


def _with_answers(sheets: Sequence[Sheet], file: str) -> Sheet:
    """Return the sheet with most columns of answers, the first one if none has any."""
    if len(sheets) == 1:
        return sheets[0]
    found = [answer_columns(sheet.records) for sheet in sheets]
    best = max(found)
    if not best:
        filled = (s for s in sheets if any(map(any, s.records)))
        return next(filled, sheets[0])
    rivals = [
        sheet
        for sheet, n in zip(sheets, found, strict=True)
        if n == best or (n >= _FEWEST and n >= _ALIKE * best)
    ]
    if len(rivals) == 1:
        return rivals[0]
    listed = ", ".join(
        f"{s.name!r} ({answer_columns(s.records)} columns of answers)" for s in rivals[:_MOST_NAMED]
    )
    more = f" and {len(rivals) - _MOST_NAMED} more" if len(rivals) > _MOST_NAMED else ""
    raise FormatError(
        f"{file}: {len(rivals)} sheets hold answers: {listed}{more}. Name the one to read with "
        "--sheet. If one questionnaire is spread over several sheets, put its columns side by side "
        "on one sheet first."
    )


def answer_columns(records: Records) -> int:
    """Return how many columns of a sheet look like answers: few different ones, said often."""
    head = _heading_row(records)
    body = records[head + 1 : head + 1 + _LOOKED_AT]
    if not body:
        return 0
    width = max(map(len, body))
    return sum(_answers([row[i] for row in body if i < len(row)]) for i in range(width))


def _answers(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if 2 * len(filled) <= len(cells):
        return False
    different = Counter(filled)
    whole = all(cell.lstrip("-").isdigit() and len(cell) <= 3 for cell in different)
    short = max(map(len, different)) <= _LONGEST_ANSWER
    said_often = len(different) <= _DISTINCT and 2 * len(different) <= len(filled)
    return whole or (short and said_often)


def _filled(record: Sequence[str]) -> list[int]:
    return [i for i, cell in enumerate(record) if cell.strip()]


def _heading_row(records: Records) -> int:
    """Return the first row that is nearly as wide as the widest one near the top."""
    top = [len(_filled(record)) for record in records[:_HEADINGS_WITHIN]]
    widest = max(top, default=0)
    first = next((i for i, n in enumerate(top) if n), 0)
    if widest < _NARROWEST:
        return first
    return next(i for i, n in enumerate(top) if n >= _WIDE * widest)


# -- titles and merged headings --------------------------------------------------------------------


def _headed(sheet: Sheet, file: str) -> tuple[Records, list[Note]]:
    """Return the records of a sheet with one row of headings above the answers."""
    records = [list(record) for record in sheet.records]
    if not any(map(_filled, records)):
        return records, []
    head = _heading_row(records)
    groups, head = _group_rows(records, head, sheet.merged)
    notes = []
    if groups:
        _join(records, groups, head, sheet.merged)
        notes.append(Note("headings_joined", {"n": len(groups) + 1}, file))
    titles = [i for i in range(head) if _filled(records[i])]
    if titles and all(_is_title(records[i]) for i in titles):
        for i in titles:
            records[i] = []
        notes.append(Note("title_rows_left_out", {"n": len(titles)}, file))
    n_filled = _fill_down(records, sheet.merged, head)
    if n_filled:
        notes.append(Note("merged_cells_filled", {"n": n_filled}, file))
    return records, notes


def _is_title(record: Sequence[str]) -> bool:
    """Say whether a row is a line of title: at most a name and what it is."""
    return len(_filled(record)) <= 2


def _group_rows(records: Records, head: int, merged: Sequence[Merged]) -> tuple[list[int], int]:
    """Return the rows of group headings and the row of headings below them."""
    width = len(_filled(records[head]))
    across = {
        top
        for (top, left), (bottom, right) in merged
        if top == bottom
        and left < right
        and top < _HEADINGS_WITHIN
        and records[top][left].strip()
        and right - left + 1 < width  # a title over the whole table is no group
    }
    if head in across and head + 1 < len(records):  # many small groups fill a row of their own
        head += 1
    rows: list[int] = []
    while head - 1 - len(rows) in across:
        rows.append(head - 1 - len(rows))
    if not rows and head and _spread(records[head - 1], records[head]):
        rows = [head - 1]
    return rows[::-1], head


def _spread(above: Sequence[str], below: Sequence[str]) -> bool:
    """Say whether a row without merged cells holds the groups of the headings below it."""
    filled, named = _filled(above), set(_filled(below))
    apart = len(filled) >= 2 and all(b - a > 1 for a, b in pairwise(filled))
    return apart and set(filled) <= named and not all(below[i].strip().isdigit() for i in named)


def _join(records: Records, groups: Sequence[int], head: int, merged: Sequence[Merged]) -> None:
    """Write group and heading into the row of headings, and empty the rows of groups."""
    width = max(len(records[i]) for i in (*groups, head))
    names = [[cell.strip() for cell in _reached(records[i], i, width, merged)] for i in groups]
    below = [*map(str.strip, records[head]), *[""] * (width - len(records[head]))]
    spanned = {
        left: top for (top, left), (bottom, right) in merged if top in groups and bottom >= head
    }
    joined = []
    for i, heading in enumerate(below):
        group = " ".join(dict.fromkeys(name[i] for name in names if name[i]))
        alone = not heading or i in spanned
        joined.append((heading or group) if alone or not group else f"{group} [{_bare(heading)}]")
    records[head] = joined
    for i in groups:
        records[i] = []


def _bare(heading: str) -> str:
    return heading.replace("[", "(").replace("]", ")")


def _reached(record: Sequence[str], row: int, width: int, merged: Sequence[Merged]) -> list[str]:
    """Return a row of groups with each group over all the columns that it stands for."""
    cells = [*record, *[""] * (width - len(record))]
    own = [(left, right) for (top, left), (_, right) in merged if top == row]
    if not own:  # without merged cells a group reaches to the next one
        for i in range(1, width):
            cells[i] = cells[i] if cells[i].strip() else cells[i - 1]
    for left, right in own:
        cells[left : right + 1] = [cells[left]] * (right - left + 1)
    return cells[:width]


def _fill_down(records: Records, merged: Sequence[Merged], head: int) -> int:
    """Give every row of a merged cell below the headings its text; return how many cells."""
    n = 0
    for (top, left), (bottom, right) in merged:
        if top <= head or left != right or left >= len(records[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(records))):
            if left < len(records[row]) and not records[row][left].strip():
                records[row][left] = records[top][left]
                n += bool(records[top][left].strip())
    return n
