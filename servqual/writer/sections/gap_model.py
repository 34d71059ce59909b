"""The gap model: the gap that customers see, and the gaps inside the company."""

from __future__ import annotations

from servqual.results.gap_model import OWN_AXIS, GapModelRow
from servqual.writer.exhibits.gap_model import at_triangle, model
from servqual.writer.exhibits.gap_model_axes import points, ratings
from servqual.writer.exhibits.gap_model_beside import audit, weights
from servqual.writer.exhibits.gap_model_conditions import antecedents, links
from servqual.writer.exhibits.gap_model_limits import lacking, limits, remedies
from servqual.writer.exhibits.gap_model_says import opposites
from servqual.writer.exhibits.gap_model_sources import sources
from servqual.writer.exhibits.gap_model_tables import differences
from servqual.writer.exhibits.gap_model_words import (
    counted,
    interval,
    label,
    names_of,
    reason_text,
    roles_text,
    shown,
    value,
)
from servqual.writer.parts import Section
from servqual.writer.sentences import CERTAIN
from servqual.writer.view import View


def gap_model(view: View) -> list[Section]:
    """Return the section, nothing where neither managers nor staff were asked."""
    if not view.study.gap_model:
        return []
    lead = [
        view.say("gap_model.lead"),
        view.sentences([_asked(view), five(view), one(view), *opposites(view), _rated(view)]),
        view.sentences([*kept(view), _agree(view), *_lacking(view)]),
    ]
    made = [
        model(view),
        at_triangle(view),
        points(view),
        ratings(view),
        differences(view),
        weights(view),
        audit(view),
        *sources(view),
        antecedents(view),
        links(view),
        remedies(view),
        lacking(view),
        limits(view),
    ]
    exhibits = [exhibit for exhibit in made if exhibit is not None]
    title, nav = view.say("gap_model.title"), view.say("gap_model.nav")
    context = {"lead": [text for text in lead if text]}
    return [Section("gap-model", title, nav, "exhibits", context, exhibits)]


def _asked(view: View) -> str:
    """Return who was asked, and who was not."""
    found = view.study.gap_model
    said = [view.say("gap_model.asked", roles=roles_text(view, (r.role for r in found.roles)))]
    missing = [view.say(f"gap_model.role.{r.role}") for r in found.roles if r.state == "missing"]
    if missing:
        listed = view.listed(missing)
        names = listed[:1].upper() + listed[1:]
        said.append(view.say("gap_model.count.missing", n=len(missing), names=names))
    return view.sentences(said)


def five(view: View) -> str:
    """Return what gap 5 stands at."""
    row = view.study.gap_model.whole(5)
    if row is None or row.ci_low is None:
        return ""
    return view.say(
        "gap_model.shown_five",
        value=value(view, row),
        confidence=view.confidence,
        interval=interval(view, row),
        n=view.numbers.count(row.n_of),
    )


def one(view: View) -> str:
    """Return where managers think too low or too high for certain, or that nothing shows."""
    found = view.study.gap_model
    rows = [row for row in found.rows(1) if row.level == "dimension"]
    if not any(row.ci_low is not None for row in rows):
        return ""
    certain = [row for row in rows if row.verdict in CERTAIN]
    said = []
    for key, chosen in (
        ("below_one", [r for r in certain if r.value < 0]),
        ("above_one", [r for r in certain if r.value > 0]),
    ):
        if chosen:
            names = view.listed([_named(view, row) for row in chosen])
            said.append(view.say(f"gap_model.{key}", n=len(chosen), names=names))
    if not said:
        managers = found.role("manager")
        if managers.census and not found.matched:
            said.append(view.say("gap_model.level_all", n=managers.n or 0))
        else:
            said.append(view.say("gap_model.level_one", managers=counted(view, "manager")))
    return view.sentences(said)


def _named(view: View, row: GapModelRow) -> str:
    return view.say(
        "gap_model.named",
        name=view.inside(label(view, row)),
        value=value(view, row),
        interval=interval(view, row),
    )


def _rated(view: View) -> str:
    """Return what managers and staff say of their own work, as a whole."""
    rows = [view.study.gap_model.whole(gap) for gap in OWN_AXIS]
    said = [view.say(f"gap_model.rating.{row.gap}", value=shown(view, row)) for row in rows if row]
    listed = view.say("words.semicolon").join(said)
    return view.say("gap_model.rated", ratings=listed) if said else ""


def kept(view: View) -> list[str]:
    """Return which gaps were asked for and are not shown, by reason."""
    by_reason: dict[tuple[str, ...], list[int]] = {}
    for state in view.study.gap_model.states:
        if state.state == "asked":
            by_reason.setdefault(state.reasons, []).append(state.gap)
    return [
        view.say(
            "gap_model.kept",
            n=len(gaps),
            gaps=names_of(view, gaps),
            reason=reason_text(view, reasons),
        )
        for reasons, gaps in by_reason.items()
    ]


def _agree(view: View) -> str:
    """Return what to write where consent alone keeps a role back."""
    reasons = {r for state in view.study.gap_model.states for r in state.reasons}
    lacking = any(reason.endswith(":consent") for reason in reasons)
    return view.say("gap_model.agree") if lacking else ""


def _lacking(view: View) -> list[str]:
    """Return which gaps cannot be worked out, by what is missing."""
    by_lack: dict[tuple[str, ...], list[int]] = {}
    for state in view.study.gap_model.states:
        if state.state == "missing":
            by_lack.setdefault(state.missing, []).append(state.gap)
    return [
        view.say(
            "gap_model.lacking",
            n=len(gaps),
            gap=names_of(view, gaps),
            missing=view.listed([view.say(f"gap_model.ingredient.{m}") for m in missing]),
        )
        for missing, gaps in by_lack.items()
    ]
