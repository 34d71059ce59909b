"""Whom the analyst leaves out: rules in plain words, each counted and kept with its reason.

A rule is ``suspect``, the name of a flag (``too_fast``, ``long_run:perception``), or one comparison
of a column with a value: ``seconds < 60``, ``branch = 'test'``, ``"age group" != '18-24'``. Nothing
is evaluated as code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from servqual.errors import SettingsError
from servqual.notes import Note
from servqual.quality.careless import Flag, Mask
from servqual.results import ExclusionRow

if TYPE_CHECKING:
    from servqual.responses import Responses

SUSPECT = "suspect"
_LONGEST_RULE = 300
_RULE = re.compile(
    r"""^\s*(?:"(?P<quoted>[^"]+)"|(?P<name>[^"'<>=!]+?))\s*(?P<sign><=|>=|!=|==|=|<|>)\s*
        (?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<bare>[^'"<>=!]+?))\s*$""",
    re.VERBOSE,
)
_FLAG = re.compile(r"^\s*[\w-]+(:[\w-]*)?\s*$")
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_EXAMPLES = (
    "Write the name of a flag, such as suspect or too_fast, or one comparison, such as "
    "seconds < 60 or branch = 'test'"
)

Asked = str | Sequence[str] | Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """One rule: a flag's name alone, or a name compared by a sign with a value.

    ``text`` is the rule as it was written, ``reason`` why, '' if none was given.
    """

    text: str
    name: str
    sign: str = ""
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Excluded:
    """Who is left out, and the log of the rules in their order.

    ``by_group`` says whether a rule names a people column, so that the people left out are a group.
    """

    who: Mask
    rows: tuple[ExclusionRow, ...] = ()
    by_group: bool = False
    notes: tuple[Note, ...] = ()


def parse_rules(asked: Asked) -> tuple[Rule, ...]:
    """Return rules as they were written, each once.

    Parameters
    ----------
    asked : str, sequence of str, or mapping of str to str
        One rule, several, or rules with their reasons.

    Raises
    ------
    SettingsError
        Names every rule that cannot be understood.

    Examples
    --------
    >>> rule = parse_rules({"seconds < 60": "pilot showed 3 minutes"})[0]
    >>> rule.name, rule.sign, rule.value, rule.reason
    ('seconds', '<', '60', 'pilot showed 3 minutes')
    """
    if isinstance(asked, Mapping):
        reasons = {str(text): str(reason) for text, reason in asked.items()}
    else:
        reasons = dict.fromkeys([asked] if isinstance(asked, str) else map(str, asked), "")
    found, faults = [], []
    for text, reason in reasons.items():
        rule = _parsed(" ".join(text.split()), reason.strip())
        found += [rule] if rule else []
        faults += [] if rule else [f"{text[:60]!r}"]
    if faults:
        several = "these rules" if len(faults) > 1 else "this rule"
        raise SettingsError(
            f"exclude: {several} cannot be understood: {', '.join(faults)}. {_EXAMPLES}."
        )
    return tuple(found)


def _parsed(text: str, reason: str) -> Rule | None:
    if len(text) > _LONGEST_RULE:
        return None
    match = _RULE.match(text)
    if match:
        name = (match["quoted"] or match["name"]).strip()
        value = next(v for v in (match["single"], match["double"], match["bare"]) if v is not None)
        sign = "=" if match["sign"] == "==" else match["sign"]
        return Rule(text, name, sign, value.strip(), reason)
    return Rule(text, text, reason=reason) if _FLAG.match(text) else None


def excluded(
    rules: Iterable[Rule], answers: Responses, flags: Sequence[Flag], suspect: Mask
) -> Excluded:
    """Return whom the rules leave out.

    Raises
    ------
    SettingsError
        A rule names what these answers do not have, or compares text by size; or nobody is left.
    """
    out = np.zeros(len(answers), dtype=bool)
    rows, notes = [], []
    by_group = False
    for rule in rules:
        by_group |= any(_is_column(rule, column) for column in answers.people)
        who = _matching(rule, answers, flags, suspect)
        rows.append(ExclusionRow(rule.text, rule.reason, int((who & ~out).sum()), int(who.sum())))
        if not who.any():
            notes.append(Note("exclusion_nobody", {"rule": rule.text}))
        out |= who
    if rows and out.all():
        listed = "; ".join(row.rule for row in rows)
        raise SettingsError(
            f"exclude: nobody is left after {listed}. Leave out a rule, or make it narrower."
        )
    notes += [_note(row) for row in rows if row.n_matching]
    return Excluded(out, tuple(rows), by_group, tuple(notes))


def _note(row: ExclusionRow) -> Note:
    values = {"n": row.n, "rule": row.rule, "reason": row.reason}
    return Note("excluded_reason" if row.reason else "excluded", values)


def _matching(rule: Rule, answers: Responses, flags: Sequence[Flag], suspect: Mask) -> Mask:
    """Return whom a rule means."""
    name = rule.name.casefold()
    if not rule.sign:
        if name == SUSPECT:
            return suspect
        named = [f.who for f in flags if name in (f.rule, f.name.rstrip(":"))]
        if named:
            return np.asarray(np.logical_or.reduce(named))
        raise SettingsError(
            f"exclude: there is no flag called {rule.name!r} for these answers. Known: "
            f"{', '.join(dict.fromkeys([SUSPECT, *(f.rule for f in flags)]))}."
        )
    if name == "seconds":
        if answers.seconds is None:
            raise SettingsError(
                f"exclude: {rule.text!r} needs the time that people took, and this file does not "
                "hold it. Leave out the rule."
            )
        return _compared(rule, answers.seconds)
    for outcome, values in answers.outcomes.items():
        if outcome.casefold() == name:
            return _compared(rule, values)
    for column, texts in answers.people.items():
        if _is_column(rule, column):
            return _compared_text(rule, texts)
    known = ["seconds"] if answers.seconds is not None else []
    known += [*answers.outcomes, *answers.people]
    raise SettingsError(
        f"exclude: these answers have no column {rule.name!r}. Known: "
        f"{', '.join(known) or 'none'}. Read the file with people=[{rule.name!r}] to keep a "
        "column, or name it as people.NAME in the mapping file."
    )


def _is_column(rule: Rule, column: str) -> bool:
    """Say whether a rule compares a people column."""
    name = rule.name.casefold()
    return bool(rule.sign) and column.casefold() in (name, name.removeprefix("people."))


def _compared(rule: Rule, values: npt.NDArray[np.float64]) -> Mask:
    """Compare numbers; who has none is never meant."""
    number = _number(rule.value)
    if number is None:
        raise SettingsError(
            f"exclude: {rule.text!r} compares numbers with {rule.value!r}. Write a number: "
            f"{rule.name} {rule.sign} 60."
        )
    with np.errstate(invalid="ignore"):
        return np.asarray(_SIGNS[rule.sign](values, number) & ~np.isnan(values))


def _compared_text(rule: Rule, texts: npt.NDArray[np.object_]) -> Mask:
    """Compare text as it is, whatever its case; by size only where both sides are numbers."""
    if rule.sign in ("=", "!="):
        wanted = rule.value.casefold()
        same = np.array([str(text).strip().casefold() == wanted for text in texts], dtype=bool)
        return same if rule.sign == "=" else ~same
    numbers = np.array([_or_nan(_number(str(text))) for text in texts], dtype=np.float64)
    if np.isnan(numbers).all():
        raise SettingsError(
            f"exclude: {rule.text!r} compares by size, but the column {rule.name!r} holds no "
            f"numbers. Use = or !=."
        )
    return _compared(rule, numbers)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value
