"""What the gap model leaves: questions for the company, what is missing, what may not be said."""

from __future__ import annotations

from collections.abc import Iterator

from servqual.results.gap_model import ONE_AXIS, OWN_AXIS
from servqual.texts import catalogue
from servqual.writer.exhibits.gap_model_conditions import kept
from servqual.writer.exhibits.gap_model_words import name, names_of
from servqual.writer.parts import Cell, Column, Exhibit, Table
from servqual.writer.view import View

ROLE_OF = {
    **dict.fromkeys(("customer_expectation", "customer_perception"), "customer"),
    **dict.fromkeys(("manager_expectation", "standards"), "manager"),
    **dict.fromkeys(("staff_expectation", "delivery", "promises"), "staff"),
}
ROLE_IN_CODE = {"managers": "manager", "staff": "staff"}


def remedies(view: View) -> Exhibit:
    """Return questions for each gap inside the company."""
    columns = [Column(view.say(f"gap_model.head.{key}"), "text") for key in ("gap", "question")]
    texts = catalogue(view.language)
    body = []
    for gap in range(1, 8):
        stem = f"gap_model.remedy.{gap}."
        for key in sorted(key for key in texts if key.startswith(stem)):
            body.append([Cell(name(view, gap)), Cell(view.say(key))])
    return Exhibit(
        id="exhibit-gap-questions",
        title=view.say("gap_model.remedies.title"),
        how=view.say("gap_model.remedies.how"),
        table=Table(view.say("gap_model.remedies.caption"), columns, body),
    )


def lacking(view: View) -> Exhibit | None:
    """Return what is missing for which gap and who can tell, None where nothing is."""
    found = view.study.gap_model
    gaps: dict[str, list[int]] = {}
    for state in found.states:
        for ingredient in state.missing:
            gaps.setdefault(ingredient, []).append(state.gap)
    if not gaps:
        return None
    columns = [
        Column(view.say(f"gap_model.head.{key}"), "text") for key in ("missing", "gap", "who")
    ]
    body = []
    for ingredient, numbers in gaps.items():
        said = view.say(f"gap_model.ingredient.{ingredient}")
        who = view.say(f"gap_model.lack.where_{ROLE_OF[ingredient]}")
        body.append([Cell(said[:1].upper() + said[1:]), Cell(names_of(view, numbers)), Cell(who)])
    return Exhibit(
        id="exhibit-gap-missing",
        title=view.say("gap_model.lack.title"),
        how=view.say("gap_model.lack.how"),
        table=Table(view.say("gap_model.lack.caption"), columns, body),
    )


def limits(view: View) -> Exhibit:
    """Return what may not be said with these answers."""
    found = view.study.gap_model
    says = [text for code in found.limits if _bears(view, code) for text in _limit(view, code)]
    if not found.antecedents:
        says += kept(view)
    return Exhibit(id="exhibit-gap-limits", title=view.say("gap_model.limits.title"), says=says)


def _bears(view: View, code: str) -> bool:
    """Say whether anything that a caveat speaks of is shown; few people are told of anyhow."""
    found = view.study.gap_model
    rows = [row for row in found.gaps if row.gap != 5]
    inside = bool(rows or found.weights or found.antecedents)
    shown = {
        "own_ratings": any(row.gap in OWN_AXIS for row in rows),
        "difference": any(row.form == "difference" for row in rows),
        "few_units": any(row.gap in ONE_AXIS for row in rows),
        **dict.fromkeys(("no_units", "no_links"), inside),
    }
    role = ROLE_IN_CODE.get(code.rpartition("_")[2], "")
    if role and not code.startswith("no_test"):
        asked = found.role(role)
        return asked.state == "shown" or (asked.n is None and code.startswith("few_"))
    return shown.get(code, True)


def _limit(view: View, code: str) -> Iterator[str]:
    """Yield the sentence of a code."""
    found = view.study.gap_model
    values: dict[str, object] = {"fewest": found.fewest, "profile": found.profile_from}
    role = ROLE_IN_CODE.get(code.partition("_")[2], "")
    if code.startswith("few_") and role:
        asked = found.role(role)
        if asked.n is None:
            yield view.say(f"gap_model.limits.hidden_{code.partition('_')[2]}")
            return
        values["n"] = asked.n
        if code == "few_managers" and asked.census:
            code = "all_managers"
    if code == "few_units":
        values["n"] = found.n_units
    yield view.say(f"gap_model.limits.{code}", **values)
