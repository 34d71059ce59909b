"""What a command says when it is done: where the file is and what stands out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from servqual.cli.terminal import clean, cut

if TYPE_CHECKING:
    from servqual.results import GapRow, ScoreRow, Study

MOST_SUSPICIONS, LONGEST_LINE = 3, 140
# a full stop ends it, outside the quoted names of columns and values
_FIRST_SENTENCE = re.compile(r"(?:“[^”]*”|[^“])*?\.(?=\s|$)")


def summary(study: Study, path: Path) -> str:
    """Return a few lines for the terminal: the file, the people, the overall result, the notes."""
    sample = study.sample
    people = f"{sample.respondents:,} respondents from {sample.file}"
    if sample.excluded:
        people += f" ({sample.answered - sample.respondents:,} more left out)"
    if sample.ineligible:
        people += f" ({sample.ineligible:,} more rated nothing)"
    lines = [f"Written: {path}", f"  {people}", *_overall(study), *_groups_hidden(study)]
    n = len(study.notes)
    lines.append(f"  {n} note{'' if n == 1 else 's'} on how the answers were read and scored")
    return "\n".join([*lines, *_suspicions(study)])


def _suspicions(study: Study) -> list[str]:
    """Return what has to be settled before the results are used, one line each."""
    found = [note for note in study.notes if note.code.endswith("_suspected")]
    lines = [f"  check first: {_first_sentence(n.text)}" for n in found[:MOST_SUSPICIONS]]
    more = len(found) - len(lines)
    return [*lines, f"  and {more} more to check first, in the report's notes"] if more else lines


def _first_sentence(text: str) -> str:
    line = clean(text)
    found = _FIRST_SENTENCE.match(line)
    return cut(found[0] if found else line, LONGEST_LINE)


def _groups_hidden(study: Study) -> list[str]:
    """Return a line for every breakdown that shows no group at all."""
    groups = study.groups
    shown = {row.by for row in groups.groups if row.shown}
    return [
        f"  no group of {clean(by)} is shown: fewer than {groups.min_cell} people behind a figure "
        "(--min-cell)"
        for by in groups.columns
        if by not in shown
    ]


def _overall(study: Study) -> list[str]:
    """Return the leading overall gap of each kind, or the overall mean of each battery."""
    share = f"{study.settings.confidence:.1%}".replace(".0%", "%")
    gaps = {row.kind: row for row in reversed(study.gaps.overall) if _leads(study, row)}
    if gaps:
        return [_line(f"overall {kind}", row.gap, row, share) for kind, row in gaps.items()]
    means = {row.battery: row for row in study.scores.overall if _leads(study, row)}
    return [_line(f"overall {name}", row.mean, row, share) for name, row in means.items()]


def _leads(study: Study, row: GapRow | ScoreRow) -> bool:
    """Say whether an overall row is the one that the questionnaire forms its overall score by."""
    return row.id == ("item_mean" if study.instrument.overall == "items" else "unweighted")


def _line(name: str, value: float | None, row: GapRow | ScoreRow, share: str) -> str:
    if value is None:
        return f"  {name}: none, because too few people answered"
    limits = "no interval"
    if row.ci_low is not None and row.ci_high is not None:
        limits = f"{share} interval {_number(row.ci_low)} to {_number(row.ci_high)}"
    return f"  {name}: {_number(value)} ({limits}, n = {row.n:,})"


def _number(value: float) -> str:
    """Return a number to two decimals, never as -0.00."""
    return f"{round(value, 2) + 0.0:.2f}"
