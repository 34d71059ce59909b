"""How the sample came about: counts, what is missing, what was flagged, what was decided."""

from __future__ import annotations

import re

from servqual.notes import Note
from servqual.writer.exhibits.incomplete import incomplete
from servqual.writer.exhibits.quality import flags, missing, sensitivity
from servqual.writer.kano_alone import kano_alone, kano_asked
from servqual.writer.parts import Section
from servqual.writer.sections.promised import promised
from servqual.writer.sections.weighting import weights_made
from servqual.writer.tables import rule_name
from servqual.writer.view import View

MARKED = " with BOM"  # how the encoding of a marked file is named
UNSAID = ", ..."  # the end of a list that was cut short
TOGETHER = " + "  # between the names of files whose sums were added
INTERNAL = re.compile(r"[a-z_]+\.[a-z0-9_]+")  # a path inside the questionnaire


def sample(view: View) -> list[Section]:
    """Return who answered, and how well."""
    study = view.study
    exhibits = [missing(view)] if study.quality.missing else []
    if study.quality.flags:
        exhibits.append(flags(view))
    if study.quality.sensitivity:
        exhibits.append(sensitivity(view))
    if study.incomplete.rows:
        exhibits.append(incomplete(view))
    context = {
        "lead": view.sentences([_lead(view), _asked(view)]),
        "facts": facts(view),
        "notes": _notes(view),
    }
    title, nav = view.say("report.sample.title"), view.say("report.sample.nav")
    return [Section("sample", title, nav, "sample", context, exhibits)]


def _lead(view: View) -> str:
    """Return how many people rated something, and how many of them count."""
    found = view.study.sample
    ns = {"lead": found.answered} | ({"lead_kept": found.respondents} if found.excluded else {})
    return view.sentences(
        [view.say(f"report.sample.{k}", n=n, count=view.numbers.count(n)) for k, n in ns.items()]
    )


def _flow(view: View) -> list[tuple[str, str]]:
    """Return how many answered, whom each rule left out, and how many count."""
    found, numbers = view.study.sample, view.numbers
    if not found.excluded:
        return [(view.say("report.sample.respondents"), numbers.count(found.respondents))]
    pairs = [(view.say("report.sample.answered"), numbers.count(found.answered))]
    for row in found.excluded:
        text = view.say("report.sample.excluded_n", n=row.n, count=numbers.count(row.n))
        if row.n_matching != row.n:
            every = numbers.count(row.n_matching)
            text = view.say("report.sample.excluded_also", text=text, all=every)
        if row.reason:
            text = view.say("words.bracketed", text=text, note=row.reason)
        name = rule_name(view, row.rule)
        pairs.append((view.say("report.sample.excluded", rule=name), text))
    return [*pairs, (view.say("report.sample.kept"), numbers.count(found.respondents))]


def _asked(view: View) -> str:
    """Return what was asked: how many items, on which scale, and in which sets of ratings."""
    if kano_alone(view):
        return kano_asked(view)
    names = [view.inside(view.battery_short(name)) for name in view.instrument.rated_batteries]
    ends = {"min": view.scale.min, "max": view.scale.max}
    n = len(view.instrument.items)
    rated = view.say("report.sample.asked", n=n, batteries=view.listed(names), **ends)
    return view.sentences([rated, kano_asked(view)])


def _notes(view: View) -> list[str]:
    """Return the notes; what is true of several files whose sums were added stands once."""
    files = view.study.sample.file.split(TOGETHER)
    told: dict[tuple[str, str], list[str]] = {}
    for note in view.study.notes:
        own = note.where if len(files) > 1 and note.where in files else ""
        text = _text(view, note) if own else _note(view, note)
        told.setdefault((text, "" if own else note.where), []).append(own)
    return [_of_files(view, text, where, files) for (text, _), where in told.items()]


def _of_files(view: View, text: str, where: list[str], files: list[str]) -> str:
    """Return a note with the files that it is about, unless these are all of them."""
    if not any(where) or set(where) == set(files):
        return text
    names = view.say("words.comma").join(where)
    return view.say("report.sample.note_where", text=text, where=names)


def _note(view: View, note: Note) -> str:
    """Return a note and where it belongs, unless that is the whole file or already said."""
    text, where = _text(view, note), note.where
    plain = not where or where == view.study.sample.file or bool(INTERNAL.fullmatch(where))
    plain = plain or set(where.split(", ")) <= set(view.instrument.battery_names)
    return text if plain else view.say("report.sample.note_where", text=text, where=where)


def _text(view: View, note: Note) -> str:
    """Return a note in the words of the questionnaire."""

    def name(key: str, value: object) -> object:
        if key == "dimension" and value in view.instrument.dimension_ids:
            return view.dimension(str(value))
        if key in ("battery", "of", "minus") and value in view.instrument.battery_names:
            return view.battery(str(value))
        if key == "rule":
            return rule_name(view, str(value))
        if key == "items" and set(str(value).split(", ")) <= set(view.instrument.item_ids):
            numbers = [str(view.number(name)) for name in str(value).split(", ")]
            return view.say("words.comma").join(numbers)
        return _as_read(view, key, value)

    return note.say(view.language, name)


def _as_read(view: View, key: str, value: object) -> object:
    """Return what a note quotes from the file without the English words around it."""
    text = str(value)
    if key == "encoding" and text.endswith(MARKED):
        return view.say("check.fact.bom", encoding=text.removesuffix(MARKED))
    if key == "labels":
        return view.say("words.semicolon").join(text.split("; "))
    if text.endswith(UNSAID):
        return view.say("words.and_others", names=text.removesuffix(UNSAID))
    return value


def facts(view: View) -> list[tuple[str, str]]:
    """Return what is known about the sample as pairs of term and value."""
    found, numbers, stated = view.study.sample, view.numbers, view.study.sample.facts
    before = [("rows", numbers.count(found.rows)), ("ineligible", numbers.count(found.ineligible))]
    pairs: list[tuple[str, str]] = []
    if found.n_complete_pairs is not None and view.kinds:
        pairs.append(("complete", numbers.count(found.n_complete_pairs)))
    if stated.invited:
        pairs.append(("invited", numbers.count(stated.invited)))
        share = found.answered / stated.invited
        pairs.append(("response", numbers.percent(share) if share <= 1 else numbers.none))
    told = {"frame": stated.frame, "mode": stated.mode, "period": _period(view)}
    pairs += [(key, value) for key, value in told.items() if value]
    lack = ([] if stated.invited else ["invited"]) + [k for k, value in told.items() if not value]
    if lack:
        names = view.listed([view.say(f"report.sample.lack.{key}") for key in lack])
        pairs.append(("not_stated", names))
    if found.weighted:
        n_eff, deff = numbers.count(found.n_effective or 0.0), numbers.mean(found.deff)
        said = {"n_eff": n_eff, "deff": deff}
        made = weights_made(view)
        text = (
            view.say("weighting.methods.sample", how=made, **said)
            if made
            else view.say("report.sample.weighted", name=found.weights_name, **said)
        )
        pairs.append(("weights", text))
    return [*_said(view, before), *_flow(view), *_said(view, pairs), *promised(view)]


def _said(view: View, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs with their terms in words."""
    return [(view.say(f"report.sample.{key}"), value) for key, value in pairs]


def _period(view: View) -> str:
    """Return the time of the fieldwork, dates in words where they are dates."""
    stated = view.study.sample.facts
    start, end = (_day(view, text) for text in (stated.start, stated.end))
    return (
        view.say("report.sample.period_text", start=start, end=end)
        if start and end
        else start or end
    )


def _day(view: View, text: str) -> str:
    """Return an ISO date in words, any other text as it is."""
    return (
        view.numbers.date(text)
        if len(text) == 10
        and text[4:5] == "-"
        and text[7:8] == "-"
        and text.replace("-", "").isdigit()
        else text
    )
