"""What is asked to write a questionnaire that changes another one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from servqual.cli.instrument_asking import (
    ask_items_of,
    ask_needed_words,
    ask_version,
    ask_wording,
)
from servqual.cli.interview import Interview, among, listed_names

if TYPE_CHECKING:
    from servqual.instrument import Instrument


def ask_changes(person: Interview, name: str, base: Instrument, named: str) -> dict[str, Any]:
    """Return a questionnaire that extends ``base``, which the file calls ``named``."""
    from servqual.instrument.completeness import completeness

    languages = completeness(base).languages
    table: dict[str, Any] = {"extends": named, "id": name, "version": ask_version(person)}
    table["title"] = ask_needed_words(person, "Title", languages)
    table["service"] = ask_needed_words(
        person, "What is rated, as a noun; it fills {service}", languages, base.service
    )
    table |= _origin(person, base)
    person.tell("Its items:")
    for item in base.items:
        person.tell(f"  {item.id} {base.filled(item.topic, languages[0])}")
    left = base.item_ids
    absent = listed_names(
        person.text("Items to leave out (q4, q9); Enter for none", "", among(left, "item"))
    )
    if absent and len(set(absent)) < len(left):
        table["without"] = absent
        left = [name for name in left if name not in absent]
    reworded = _reworded(person, base, left, languages)
    added = _added(person, base, languages)
    table["items"] = [*reworded, *added]
    table["themes"] = _themes(person, base, added, left, languages[0])
    return {key: value for key, value in table.items() if value != []}


def _origin(person: Interview, base: Instrument) -> dict[str, Any]:
    """Return whose sentences these will be; nothing where those of the original stay."""
    own = base.wording == "own"
    if not own and not person.agrees("Will you write sentences of your own?", default=True):
        return {}
    proposed = base.source if own else f"Own wording after: {base.source}"
    source = person.needed("Whose questionnaire it is", proposed)
    return {"wording": "own", "source": source} | ({} if own else {"licence_note": ""})


def _reworded(
    person: Interview, base: Instrument, left: Sequence[str], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """Return the items whose words change, with what is different."""
    asked = "Items whose words change (q1, q2; * for all); Enter for none"

    def known(said: str) -> str:
        return "" if said == "*" else among(left, "item")(said)

    said = person.text(asked, "", known)
    chosen = list(left) if said == "*" else listed_names(said)
    found = []
    for name in dict.fromkeys(chosen):
        item = base.item(name)
        person.tell(f"{name}: Enter keeps what stands in brackets.")
        topic = ask_needed_words(person, "  its topic", languages, item.topic)
        wording = ask_wording(person, languages, base.battery_names, item.wording)
        found.append({"id": name, "topic": topic} | wording)
    return found


def _added(person: Interview, base: Instrument, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Return new items, dimension by dimension."""
    asked = "Dimensions that get new items; Enter for none"
    person.tell(f"Its dimensions: {', '.join(base.dimension_ids)}")
    chosen = listed_names(person.text(asked, "", among(base.dimension_ids, "dimension")))
    found: list[dict[str, Any]] = []
    for dimension in dict.fromkeys(chosen):
        person.tell(f"New items of {dimension}. An empty answer ends the list.")
        numbers = [int(n) for i in base.item_ids if (n := i.removeprefix("q")).isdecimal()]
        before = max([*numbers, len(base.items)]) + len(found)
        found += ask_items_of(person, dimension, languages, base.battery_names, before)
    return found


def _themes(
    person: Interview,
    base: Instrument,
    added: Sequence[dict[str, Any]],
    left: Sequence[str],
    language: str,
) -> list[dict[str, Any]]:
    """Return the themes that new items go to; where there are themes, every item needs one."""
    if not base.themes:
        return []
    grown: dict[str, list[str]] = {}
    names = [base.say(theme.name, language) for theme in base.themes]
    for item in added:
        named = f"{item['id']} {item['topic'][language]}"
        likely = _likely_theme(base, item["dimension"])
        place = person.choice(f"What would be mended together with {named}?", names, likely + 1)
        grown.setdefault(base.themes[place].id, []).append(item["id"])
    return [
        {"id": theme.id, "items": [*(i for i in theme.items if i in left), *grown[theme.id]]}
        for theme in base.themes
        if theme.id in grown
    ]


def _likely_theme(base: Instrument, dimension: str) -> int:
    """Return the place of the theme that shares most items with a dimension."""
    items = set(base.items_of(dimension))
    shared = [len(items & set(theme.items)) for theme in base.themes]
    return shared.index(max(shared))
