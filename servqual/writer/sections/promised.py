"""What was promised to those who answered: as they read it, and what it means for the report."""

from __future__ import annotations

from servqual.writer.view import View


def promised(view: View) -> list[tuple[str, str]]:
    """Return the promise as one pair of term and value, none where nothing was promised."""
    promise = view.study.settings.promise
    if not promise:
        return []
    said = promise.text.get(view.language) or promise.text.get("", "")
    parts = [view.say("folder.promise.said", text=said)] if said else []
    if promise.min_cell:
        parts.append(view.say("folder.promise.min_cell", n=promise.min_cell))
    if promise.comments:
        parts.append(view.say(f"folder.promise.comments_{promise.comments.replace(' ', '_')}"))
    if promise.keep_until:
        day = view.numbers.date(promise.keep_until.isoformat())
        parts.append(view.say("folder.promise.keep_until", day=day))
    return [(view.say("folder.promise.term"), view.sentences(parts))]
