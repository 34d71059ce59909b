"""What changed since the wave before, where one was given."""

from __future__ import annotations

from servqual.writer.exhibits.before import breaks, changes
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sentences_before import (
    dimension_count,
    item_count,
    kinds_of,
    label,
    label_then,
    overall_change,
    was,
)
from servqual.writer.view import View


def before(view: View) -> list[Section]:
    """Return then and now of the whole, the dimensions and the items, and every break."""
    wave = view.study.before
    if not wave:
        return []
    kinds = kinds_of(view)
    found = [changes(view, level, kind) for kind in kinds for level in ("dimension", "item")]
    exhibits: list[Exhibit] = [e for e in (*found, breaks(view)) if e is not None]
    lead = [view.sentences([_who(view), label_then(view)]), *_changes(view, kinds)]
    title = view.say("before.title", label=label(view))
    context = {"lead": [text for text in lead if text]}
    return [Section("before", title, title, "exhibits", context, exhibits)]


def _who(view: View) -> str:
    """Return who is held against whom."""
    wave = view.study.before
    named = "before.then_named" if wave.label else "before.then_unnamed"
    return view.say(
        "before.lead" if wave.n is not None else "before.lead_unknown",
        label_then=view.say(named, label=was(view)),
        n_then=view.numbers.count(wave.n or 0),
        n_now=view.numbers.count(view.study.sample.respondents),
        confidence=view.confidence,
    )


def _changes(view: View, kinds: list[str]) -> list[str]:
    """Return the changes in words, a paragraph for each kind of gap."""
    wave = view.study.before
    scale = next((b for b in wave.breaks if b.level == "all" and not b.compared), None)
    if scale is not None:
        return [view.say("before.sentence.scale", then=scale.then, now=scale.now)]
    if not kinds:
        return [view.say("before.sentence.nothing")]
    found = []
    for kind in kinds:
        found += [overall_change(view, kind), dimension_count(view, kind), item_count(view, kind)]
    return found
