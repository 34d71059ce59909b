"""Own words set into the sections of a report: text, headlines, order, what is left out."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from servqual.errors import OwnWordsError, listed
from servqual.own_words import OwnEntry, OwnWords
from servqual.writer.dress import PLAIN
from servqual.writer.parts import Exhibit, Own, Section
from servqual.writer.view import View

MARKED = "own"  # the section that says what was changed
BEFORE = "card"


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


@dataclass
class Done:
    """What was changed, in the order of the report: ids with our titles."""

    hidden: list[tuple[str, str]] = field(default_factory=list)
    headlines: list[tuple[str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)


def with_own_words(
    view: View, own: OwnWords, sections: Sequence[Section], known: Callable[[], set[str]]
) -> list[Section]:
    """Return the sections with the consultant's words in them and a section that says so.

    Parameters
    ----------
    view : View
    own : OwnWords
    sections : sequence of Section
        As the report has them.
    known : callable
        Returns the ids of every section and exhibit of this study, in whichever edition; asked
        only if one is not in ``sections``.

    Raises
    ------
    OwnWordsError
        An id that the study has in no edition, or a place to move to that is none.
    """
    entries = {entry.id: entry for entry in own.said(view.language) if not entry.language}
    entries |= {entry.id: entry for entry in own.said(view.language) if entry.language}
    found = list(sections)
    faults = _unknown(entries.values(), found, known)
    done = Done()
    found = _ordered_sections(found, entries, faults, done)
    found = [_changed_exhibits(view, section, entries, faults, done) for section in found]
    found = _visible(found, entries, done)
    found = [_worded(view, section, entries.get(section.id), done) for section in found]
    if faults:
        raise OwnWordsError(
            f"{own.path}: these notes do not fit the report. Mend and try again:\n{listed(faults)}"
        )
    said = _said(view, done)
    place = next((k for k, section in enumerate(found) if section.id == BEFORE), len(found))
    return [*found[:place], *said, *found[place:]]


def ids_of(sections: Iterable[Section]) -> set[str]:
    """Return the ids of sections and of the exhibits in them."""
    return {name for s in sections for name in (s.id, *(e.id for e in s.exhibits))}


def _unknown(
    entries: Iterable[OwnEntry], sections: Sequence[Section], known: Callable[[], set[str]]
) -> list[str]:
    """Return a fault for each id that this study has in no edition."""
    here = ids_of(sections)
    missing = [entry for entry in entries if entry.id not in here]
    if not missing:
        return []
    every = known() | here
    faults = []
    for entry in missing:
        if entry.id in every:
            continue
        near = difflib.get_close_matches(entry.id, sorted(every), 3, 0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        faults.append(
            f"line {entry.line}: {entry.id!r} is no section or exhibit of this report{hint} "
            "'servqual report FILE --list-exhibits' lists them"
        )
    return faults


def _ordered_sections(
    sections: list[Section], entries: dict[str, OwnEntry], faults: list[str], done: Done
) -> list[Section]:
    """Return sections in the order asked; those of the second level move within their first."""
    parts: list[list[Section]] = []
    for section in sections:
        if section.level == 1 or not parts:
            parts.append([section])
        else:
            parts[-1].append(section)
    parts = [[p[0], *_ordered(p[1:], entries, faults, done)] for p in parts]
    heads = _ordered([p[0] for p in parts], entries, faults, done)
    of = {p[0].id: p for p in parts}
    return [section for head in heads for section in of[head.id]]


def _ordered(
    things: Sequence[T], entries: dict[str, OwnEntry], faults: list[str], done: Done
) -> list[T]:
    """Return things of one kind with those moved that are asked to."""
    found = list(things)
    for thing in things:
        entry = entries.get(thing.id)
        if entry is None or entry.order is None:
            continue
        how, target = entry.order
        rest = [t for t in found if t.id != thing.id]
        names = [t.id for t in rest]
        if target and target not in names:
            where = ", ".join(names) or "nothing"
            faults.append(
                f"line {entry.line}: {entry.id} cannot be moved {how} {target!r}; it stands "
                f"beside: {where}"
            )
            continue
        place = {"first": 0, "last": len(rest)}.get(how, names.index(target) if target else 0)
        place += how == "after"
        rest.insert(place, thing)
        found = rest
        done.moved.append((thing.id, getattr(thing, "title", thing.id)))
    return found


def _changed_exhibits(
    view: View, section: Section, entries: dict[str, OwnEntry], faults: list[str], done: Done
) -> Section:
    """Return a section with its exhibits moved, left out and worded."""
    exhibits = _ordered(section.exhibits, entries, faults, done)
    kept: list[Exhibit] = []
    for exhibit in exhibits:
        entry = entries.get(exhibit.id)
        if entry and entry.hide:
            done.hidden.append((exhibit.id, exhibit.title))
            continue
        own, title = _own(view, entry, exhibit.id, exhibit.title, done)
        kept.append(replace(exhibit, own=own, title=title) if entry else exhibit)
    return replace(section, exhibits=kept) if kept != list(section.exhibits) else section


def _visible(
    sections: Sequence[Section], entries: dict[str, OwnEntry], done: Done
) -> list[Section]:
    """Return sections without those left out; what stands beneath one goes with it."""
    found, gone = [], False
    for section in sections:
        entry = entries.get(section.id)
        asked = bool(entry and entry.hide)
        gone = asked if section.level == 1 else gone
        if gone or asked:
            done.hidden.append((section.id, section.title))
        elif not _empty(section, entry):
            found.append(section)
    return found


def _empty(section: Section, entry: OwnEntry | None) -> bool:
    """Say whether nothing is left of a section but its title, its exhibits all left out."""
    texts = any(bool(value) for value in section.context.values())
    said = entry is not None and (entry.before or entry.after)
    return section.template == "exhibits" and not (section.exhibits or texts or said)


def _worded(view: View, section: Section, entry: OwnEntry | None, done: Done) -> Section:
    own, title = _own(view, entry, section.id, section.title, done)
    return replace(section, own=own, title=title) if entry else section


def _own(
    view: View, entry: OwnEntry | None, thing_id: str, title: str, done: Done
) -> tuple[Own, str]:
    """Return the words for one section or exhibit and its title; note what was done."""
    if entry is None or entry.hide:
        return Own(), title
    name = (view.options.brand or PLAIN).name
    suffix = "_name" if name else ""
    if entry.before or entry.after:
        done.comments.append((thing_id, entry.headline or title))
    if entry.headline:
        done.headlines.append((entry.headline, title))
    by = view.say(f"own.by{suffix}", name=name)
    headline_by = view.say(f"own.headline_by{suffix}", name=name) if entry.headline else ""
    return Own(entry.before, entry.after, by, headline_by), entry.headline or title


def _said(view: View, done: Done) -> list[Section]:
    """Return the section that says what the consultant changed; [] for nothing."""
    if not (done.hidden or done.headlines or done.moved or done.comments):
        return []

    def names(pairs: Sequence[tuple[str, str]]) -> list[str]:
        return [view.say("own.section.hidden_text", id=a, name=b) for a, b in pairs]

    headlines = [
        view.say("own.section.headline_text", own=own, ours=ours) for own, ours in done.headlines
    ]
    rows = [
        ("hidden", names(done.hidden) or [view.say("own.section.none")]),
        ("headlines", headlines),
        ("moved", names(done.moved)),
        ("comments", names(done.comments)),
    ]
    terms = [(view.say(f"own.section.{key}"), texts) for key, texts in rows if texts]
    context = {"lead": [view.say("own.section.lead")], "terms": terms}
    title, nav = view.say("own.section.title"), view.say("own.section.nav")
    return [Section(MARKED, title, nav, "own", context)]
