"""Waves beside each other, control charts, and what was planned then."""

from __future__ import annotations

from servqual.results.wave_rows import ChangeRow
from servqual.writer.exhibits.waves import changed, leading, leading_kind, measure, sides, trend
from servqual.writer.exhibits.waves_control import control, seasons
from servqual.writer.exhibits.waves_more import breaks, groups, items, outcomes
from servqual.writer.exhibits.waves_people import panel, pilot, standard
from servqual.writer.exhibits.waves_since import limits, parts_of, sentence, since
from servqual.writer.exhibits.waves_targets import targets
from servqual.writer.parts import Exhibit, Section
from servqual.writer.view import View


def waves(view: View) -> list[Section]:
    """Return the section, nothing where the study has no such results."""
    found = view.study.waves
    if not found:
        return []
    columns = dict.fromkeys(row.by for row in found.groups)
    several = len(found.labels) > 2
    made = [
        targets(view),
        trend(view),
        sides(view),
        since(view, "first") if several else None,
        since(view, "same_period"),
        items(view),
        outcomes(view),
        *(groups(view, by) for by in columns),
        panel(view),
        standard(view),
        pilot(view),
        control(view, memory=False),
        control(view, memory=True),
        seasons(view),
        breaks(view),
    ]
    exhibits: list[Exhibit] = [e for e in made if e is not None]
    title = view.say("waves.title", n=view.numbers.count(len(found.labels)))
    return [
        Section("waves", title, view.say("waves.nav"), "exhibits", {"lead": lead(view)}, exhibits)
    ]


def lead(view: View) -> list[str]:
    """Return who is compared, and how the whole went."""
    found, numbers = view.study.waves, view.numbers
    ns = [w.n for w in found.waves if w.n is not None]
    hidden = sum(not w.shown for w in found.waves)
    who = [
        view.say(
            "waves.lead.who",
            n=numbers.count(len(found.labels)),
            first=found.labels[0],
            last=found.labels[-1],
            people=numbers.counts(min(ns), max(ns)),
        )
    ]
    if found.order == "given":
        who.append(view.say("waves.lead.given"))
    if hidden:
        who.append(view.say("waves.lead.hidden", n=hidden, min_cell=view.study.settings.min_cell))
    return [view.sentences(who), view.sentences(_whole(view))]


def _whole(view: View) -> list[str]:
    """Return the change of the whole since the first wave that is comparable, and its parts."""
    series = leading(view, "overall")
    if not series:
        return []
    found = view.study.waves
    row = _since_first(view, series[-1].figure)
    if row is None:
        title = view.say("waves.breaks.title")
        return [view.say("waves.lead.no_first", now=found.labels[-1], title=title)]
    kind = leading_kind(view)
    said = [
        view.say(
            "waves.lead.overall" if kind else "waves.lead.overall_mean",
            **{"then": row.since, "from": measure(view, row, row.then)},
            to=measure(view, row, row.now),
            change=changed(view, row, row.change),
            confidence=view.confidence,
            interval=limits(view, row, row.ci_low, row.ci_high),
        )
    ]
    parts = parts_of(view, row)
    if len(parts) == 2:
        moved = {key: view.numbers.gap(part.change) for key, part in parts.items()}
        said.append(view.say("waves.lead.parts", **moved))
    said.append(sentence(view, row))
    if row.since != found.labels[0]:
        said.append(view.say("waves.lead.from_stretch", first=row.since))
    return said


def _since_first(view: View, figure: tuple[str, str, str, str]) -> ChangeRow | None:
    last = view.study.waves.labels[-1]
    rows = {r.against: r for r in view.study.waves.changes if r.wave == last and r.figure == figure}
    return rows.get("first") or rows.get("before")
