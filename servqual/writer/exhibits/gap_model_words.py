"""Names, figures and reasons of the gap model as every exhibit of it writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from servqual.results.gap_model import OWN_AXIS, GapModelRow, GapState, Role, RoleRow
from servqual.writer.figures.drawn import Badge
from servqual.writer.figures.look import hover
from servqual.writer.parts import Tone
from servqual.writer.sentences import COLOURED
from servqual.writer.view import View

HIDDEN_BELOW = 3
FEWEST_UNITS = 5  # for limits of ratings
BEFORE_DIGITS = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)")  # where Chinese is set with a space
CODE_OF = {
    "manager_expectation": "managers_view",
    "staff_expectation": "staff_view",
    **{name: name for name in ("standards", "delivery", "promises")},
}
KIND_OF = {"standard": "standards", "delivery": "delivery", "promise": "promises"}


def nick(view: View, gap: int) -> str:
    """Return the name of a gap with what it is about."""
    return view.say(f"gap_model.nick.{gap}")


def name(view: View, gap: int) -> str:
    """Return the name of a gap."""
    return view.say(f"gap_model.name.{gap}")


def short(view: View, ingredient: str, source: str = "asked") -> str:
    """Return the heading of what is compared; '' for nothing."""
    if source == "audit" and ingredient in ("delivery", "promises", "standards"):
        key = {"standards": "standard", "promises": "audited_promise"}.get(
            ingredient, "audited_delivery"
        )
        return view.say(f"gap_model.short.{key}")
    return view.say(f"gap_model.short.{ingredient}") if ingredient else ""


def value(view: View, row: GapModelRow | None) -> str:
    """Return a difference with its sign, a rating without; a dash for none."""
    if row is None:
        return view.numbers.none
    rating = row.gap in OWN_AXIS and row.form == "primary"
    return view.numbers.mean(row.value) if rating else view.numbers.gap(row.value)


def interval(view: View, row: GapModelRow | None) -> str:
    """Return the limits of a figure, a dash for none."""
    if row is None:
        return view.numbers.none
    rating = row.gap in OWN_AXIS and row.form == "primary"
    return view.numbers.interval(row.ci_low, row.ci_high, signed=not rating)


def people(view: View, row: GapModelRow | None) -> str:
    """Return how many people stand behind each side of a figure."""
    if row is None:
        return view.numbers.none
    counts = [n for n in (row.n_of, row.n_minus) if n is not None]
    if row.method == "paired":
        counts = counts[:1]
    return " / ".join(view.numbers.count(n) for n in counts)


def tone(row: GapModelRow) -> Tone:
    """Return the colour of a gap: a shortfall that may matter; above 0 only gap 5 is a surplus."""
    if row.gap in OWN_AXIS or not row.verdict:
        return ""
    if row.verdict not in COLOURED:
        return "small"
    if row.value < 0:
        return "shortfall"
    return "surplus" if row.gap == 5 else ""


def figure_of(row: GapModelRow, key: str) -> tuple[str, ...]:
    """Return where a figure stands among the results."""
    return ("gap_model", str(row.gap), row.form, row.source, row.id, key)


def label(view: View, row: GapModelRow) -> str:
    """Return the name of a row in a table or chart."""
    return view.label(row.level, row.id)


# -- who and why ---------------------------------------------------------------------------------


def role_text(view: View, row: RoleRow) -> str:
    """Return how many people of a role answered, out of how many there are."""
    role = view.say(f"gap_model.role.{row.role}")
    if row.n is None:
        return view.say("gap_model.count.hidden", role=role, fewest=HIDDEN_BELOW)
    said = view.say(f"gap_model.count.{row.role}", n=row.n, count=view.numbers.count(row.n))
    if row.census:
        return view.say("gap_model.count.all", said=said)
    if row.population:
        total = view.numbers.count(row.population)
        return view.say("gap_model.count.of", said=said, population=total)
    return said


def roles_text(view: View, roles: Iterable[str]) -> str:
    """Return several roles with their counts, those that answered."""
    chosen = set(roles)
    found = [row for row in view.study.gap_model.roles if row.role in chosen]
    listed = view.listed([role_text(view, row) for row in found if row.state != "missing"])
    return BEFORE_DIGITS.sub(" ", listed)


def counted(view: View, role: Role) -> str:
    """Return the people behind figures of a role: where units are matched, those of the units."""
    found = view.study.gap_model
    row, n = found.role(role), found.in_units.get(role)
    if role == "customer" or n is None or row.n is None:
        return role_text(view, row)
    said = view.say(f"gap_model.count.{role}", n=n, count=view.numbers.count(n))
    return view.say("gap_model.count.in_units", said=said, n=found.n_units)


def over_units(view: View) -> list[str]:
    """Return what stands behind figures over matched units, and what does not."""
    found = view.study.gap_model
    if not found.matched:
        return []
    people = [
        view.say(f"gap_model.count.{role}", n=n, count=view.numbers.count(n))
        for role, n in found.in_units.items()
    ]
    values = {"n": found.n_units, "people": view.listed(people), "fewest": FEWEST_UNITS}
    said = [view.say("gap_model.points.says_units", **values)]
    if left := found.n_units_left_out:
        count = view.numbers.count(left)
        said.append(view.say("gap_model.points.left_out", n=left, count=count))
    return said


def base(view: View, part: str, gaps: Sequence[int]) -> str:
    """Return whose answers stand behind gaps."""
    found = view.study.gap_model
    roles = {role for gap in gaps for role in found.state(gap).roles}
    there = [r.role for r in found.roles if r.role in roles and r.state != "missing"]
    listed = BEFORE_DIGITS.sub(" ", view.listed([counted(view, role) for role in there]))
    text = view.say(f"gap_model.{part}.base", roles=listed)
    return view.say("report.base", text=text)


def reason_text(view: View, reasons: Iterable[str]) -> str:
    """Return why something was asked and is not shown: ``manager:consent`` and the like."""
    fewest = view.study.gap_model.fewest
    said = []
    for reason in reasons:
        role, _, why = reason.partition(":")
        named = view.say(f"gap_model.role.{role}")
        said.append(view.say(f"gap_model.reason.{why}", role=named, fewest=fewest))
    return view.say("words.semicolon").join(said)


def state_text(view: View, state: GapState) -> str:
    """Return why a gap is not shown, and whether it was audited; '' for one that is shown."""
    missing = view.listed([view.say(f"gap_model.ingredient.{m}") for m in state.missing])
    said = []
    if state.state != "shown":
        values = {"reason": reason_text(view, state.reasons), "missing": missing}
        said.append(view.say(f"gap_model.state.{state.state}", **values))
    if state.audit:
        said.append(view.say("gap_model.state.audit"))
    return view.say("words.semicolon").join(said)


def answered(view: View) -> frozenset[str]:
    """Return which of what the sheet of causes calls missing was asked, shown or not."""
    found = view.study.gap_model
    if not found:
        return frozenset()
    lacking = {name for state in found.states for name in state.missing}
    audited = {KIND_OF[row.kind] for row in found.audit}
    return frozenset(code for name, code in CODE_OF.items() if name not in lacking - audited)


# -- badges --------------------------------------------------------------------------------------


def badge_of(view: View, gap: int, *, limits: bool = True) -> Badge:
    """Return a gap as it stands on a drawing."""
    found = view.study.gap_model
    row, state = found.whole(gap), found.state(gap)
    about = view.say(f"gap_model.about.{gap}")
    if row is None:
        kind = "missing" if state.state == "missing" else "asked"
        words = [view.say("gap_model.state.short_missing"), ""]
        if kind == "asked":
            words = [view.say(f"gap_model.state.short_{key}") for key in ("asked", "not_shown")]
        box = hover(nick(view, gap), about, state_text(view, state))
        return Badge(name(view, gap), words[0], words[1], box, light=gap > 5, absent=True)
    box = hover(nick(view, gap), about, figure_text(view, row))
    quiet = interval(view, row) if limits and row.ci_low is not None else ""
    return Badge(name(view, gap), shown(view, row), quiet, box, tone(row), gap > 5)


def shown(view: View, row: GapModelRow) -> str:
    """Return a figure as a drawing has it: a rating with the full mark."""
    if row.gap not in OWN_AXIS:
        return value(view, row)
    top = view.numbers.points(view.study.gap_model.rating_max)
    return view.say("gap_model.model.of_max", value=value(view, row), max=top)


def figure_text(view: View, row: GapModelRow) -> str:
    """Return a figure with its limits and people in words."""
    limits = interval(view, row) if row.ci_low is not None else ""
    return view.say(
        "gap_model.points.hover", gap=shown(view, row), interval=limits, n=people(view, row)
    )


def told(view: View, gap: int) -> str:
    """Return a gap in the words of a text alternative."""
    found = view.study.gap_model
    row = found.whole(gap)
    said = state_text(view, found.state(gap)) if row is None else figure_text(view, row)
    return view.say("words.figure", name=name(view, gap), value=said)


def names_of(view: View, gaps: Sequence[int]) -> str:
    """Return several gaps by name."""
    return view.listed([name(view, gap) for gap in gaps])
