"""How the sample came about: counts, what is missing, what was flagged, what was decided."""

from __future__ import annotations

import re

from servqual.notes import Note
from servqual.writer.exhibits.quality import flags, missing, sensitivity
from servqual.writer.parts import Section
from servqual.writer.view import View

INTERNAL = re.compile(r"[a-z_]+\.[a-z0-9_]+")  # a path inside the questionnaire


def sample(view: View) -> list[Section]:
    """Return who answered, and how well."""
    study = view.study
    exhibits = [missing(view)] if study.quality.missing else []
    if study.quality.flags:
        exhibits.append(flags(view))
    if study.quality.sensitivity:
        exhibits.append(sensitivity(view))
    context = {
        "lead": view.say(
            "report.sample.lead",
            n=study.sample.respondents,
            count=view.numbers.count(study.sample.respondents),
        ),
        "facts": facts(view),
        "notes": [_note(view, note) for note in study.notes],
    }
    title, nav = view.say("report.sample.title"), view.say("report.sample.nav")
    return [Section("sample", title, nav, "sample", context, exhibits)]


def _note(view: View, note: Note) -> str:
    """Return a note and where it belongs, unless that is the whole file or already said."""

    def name(key: str, value: object) -> object:
        if key == "dimension" and value in view.instrument.dimension_ids:
            return view.dimension(str(value))
        if key == "battery" and value in view.instrument.battery_names:
            return view.battery(str(value))
        if key == "items" and set(str(value).split(", ")) <= set(view.instrument.item_ids):
            numbers = [str(view.number(name)) for name in str(value).split(", ")]
            return view.say("words.comma").join(numbers)
        return value

    text, where = note.say(view.language, name), note.where
    plain = not where or where == view.study.sample.file or bool(INTERNAL.fullmatch(where))
    plain = plain or set(where.split(", ")) <= set(view.instrument.battery_names)
    return text if plain else view.say("report.sample.note_where", text=text, where=where)


def facts(view: View) -> list[tuple[str, str]]:
    """Return what is known about the sample as pairs of term and value."""
    found, numbers, stated = view.study.sample, view.numbers, view.study.sample.facts
    not_stated = view.say("report.sample.not_stated")
    pairs = [
        ("rows", numbers.count(found.rows)),
        ("ineligible", numbers.count(found.ineligible)),
        ("respondents", numbers.count(found.respondents)),
    ]
    if found.n_complete_pairs is not None and view.kinds:
        pairs.append(("complete", numbers.count(found.n_complete_pairs)))
    pairs.append(("invited", numbers.count(stated.invited) if stated.invited else not_stated))
    if stated.invited:
        share = found.respondents / stated.invited
        pairs.append(("response", numbers.percent(share) if share <= 1 else numbers.none))
    pairs += [
        ("frame", stated.frame or not_stated),
        ("mode", stated.mode or not_stated),
        ("period", _period(view) or not_stated),
    ]
    if found.weighted:
        n_eff, deff = numbers.count(found.n_effective or 0.0), numbers.mean(found.deff)
        pairs.append(
            (
                "weights",
                view.say("report.sample.weighted", name=found.weights_name, n_eff=n_eff, deff=deff),
            )
        )
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
