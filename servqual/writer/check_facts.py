"""How a file was read, as pairs of term and value."""

from __future__ import annotations

from servqual.texts import fill
from servqual.writer.check_names import CheckNames, said

_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MARKED = " with BOM"


def facts_of(names: CheckNames) -> list[tuple[str, str]]:
    """Return questionnaire, layout, encoding, rows, people and columns in words."""
    found, form = names.found, names.found.questionnaire
    title = (said(form, form.title, names.language) if form else "") or found.instrument
    pairs = [
        ("questionnaire", names.say("fact.questionnaire_text", title=title, id=found.instrument))
    ]
    if form is not None:
        batteries = names.listed([names.battery(name).lower() for name in form.battery_names])
        values = {"n": len(form.items), "low": found.scale[0], "high": found.scale[1]}
        pairs.append(("asked", names.say("fact.asked_text", batteries=batteries, **values)))
    if found.columns:
        rows = names.say("fact.rows_text", n=found.rows, first=found.first_row)
        pairs += [("layout", _layout(names)), ("opened", _opened(names)), ("rows", rows)]
        pairs += [("people", _people(names)), ("columns", _columns(names))]
    return [(names.say(f"fact.{key}"), value) for key, value in pairs if value]


def _layout(names: CheckNames) -> str:
    """Return the survey tool that wrote the file, as the notes name it."""
    told = [n for n in names.found.notes if n.code in ("layout_recognised", "layout_forced")]
    if told:
        return str(told[0].values["layout"])
    return names.found.layout or names.say("fact.layout_plain")


def _opened(names: CheckNames) -> str:
    """Return encoding, delimiter and sheet."""
    found = names.found
    bare = found.encoding.removesuffix(_MARKED)
    parts = [names.say("fact.bom", encoding=bare) if bare != found.encoding else bare]
    if found.delimiter:
        sign = _SIGNS.get(found.delimiter, "")
        shown = names.say(f"sign.{sign}") if sign else found.delimiter
        parts.append(names.say("fact.delimiter", sign=shown))
    if found.sheet:
        parts.append(names.say("fact.sheet", name=found.sheet))
    return fill(names.language, "words.semicolon", {}).join(filter(None, parts))


def _people(names: CheckNames) -> str:
    found = names.found
    out = names.numbers.count(found.ineligible)
    return names.say("fact.people_text", n=found.respondents, out=out)


def _columns(names: CheckNames) -> str:
    """Return how many columns are used in which way."""
    found, count = names.found, names.numbers.count
    n_personal = sum(column.personal for column in found.columns)
    return names.say(
        "fact.columns_text",
        ratings=count(len(found.ratings)),
        others=count(len(found.used) - len(found.ratings)),
        unused=count(len(found.unused) - n_personal),
        personal=count(n_personal),
    )
