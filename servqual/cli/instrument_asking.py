"""What is asked to write a questionnaire from nothing, answer by answer into a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from servqual.cli.interview import Interview, listed_names, matching

LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]+)*"
ID = r"[a-z][a-z0-9_.-]{0,59}"
NAME = r"[a-z][a-z0-9_]{0,59}"
NAME_REMEDY = "Small letters, digits and _, beginning with a letter."
MOST_POINTS = 101
LABELS = {
    "expectation": {"en": "Expectation", "zh": "期望"},
    "perception": {"en": "Perception", "zh": "感知"},
    "importance": {"en": "Importance", "zh": "重要性"},
    "satisfaction": {"en": "Satisfaction", "zh": "满意度"},
    "minimum": {"en": "Minimum", "zh": "最低可接受"},
    "desired": {"en": "Desired", "zh": "理想"},
}
SETS = (
    ("expectation and perception: two ratings of every item", ("expectation", "perception")),
    ("perception only", ("perception",)),
    ("importance and satisfaction", ("importance", "satisfaction")),
    ("minimum, desired and perception: a zone of tolerance", ("minimum", "desired", "perception")),
)
GAPS = {
    ("expectation", "perception"): [
        {"name": "gap", "of": "perception", "minus": "expectation"},
    ],
    ("minimum", "desired", "perception"): [
        {"name": "adequacy", "of": "perception", "minus": "minimum"},
        {"name": "superiority", "of": "perception", "minus": "desired"},
    ],
}
AGREEMENT = {(1, 5): "_base_agreement5", (1, 7): "_base_agreement7"}


def ask_languages(person: Interview) -> list[str]:
    """Return the languages in which the questionnaire is written."""

    def codes(said: str) -> str:
        bad = [name for name in listed_names(said) if not re.fullmatch(LANGUAGE, name)]
        if bad or not listed_names(said):
            return f"{', '.join(bad) or 'Nothing'} is no language code; type en, zh, pt-br ..."
        return ""

    return list(dict.fromkeys(listed_names(person.text("Languages", "en, zh", codes))))


def ask_whole(person: Interview, name: str) -> dict[str, Any]:
    """Return a questionnaire as somebody describes it from nothing."""
    languages = ask_languages(person)
    table: dict[str, Any] = {"id": name, "version": ask_version(person), "wording": "own"}
    table["title"] = ask_needed_words(person, "Title", languages)
    table["source"] = person.needed("Whose questionnaire it is", "Own questionnaire")
    table["service"] = ask_needed_words(
        person, "What is rated, as a noun (hotel, 酒店); it fills {service}", languages
    )
    bases, scale = ask_scale(person, languages)
    batteries = SETS[person.choice("What is asked about every item?", [s for s, _ in SETS])][1]
    table["batteries"] = [_battery(person, battery, languages) for battery in batteries]
    dimensions, items = ask_items(person, languages, batteries)
    table |= {"gaps": GAPS.get(batteries, []), "dimensions": dimensions, "items": items}
    if "importance" in batteries:
        table["importance"] = {"method": "ratings"}
    elif len(dimensions) > 1 and person.agrees(
        "Share out 100 points over the dimensions as well?", default=False
    ):
        table["importance"] = {"method": "points", "total": 100}
    for question, base in (
        ("The usual questions about the whole (quality, satisfaction ...)?", "_base_outcomes"),
        ("The usual questions about the people (branch, age group ...)?", "_base_people"),
    ):
        if person.agrees(question, default=True):
            bases.append(base)
    extends = {"extends": bases} if bases else {}
    return extends | {key: value for key, value in (table | scale).items() if value != []}


def ask_version(person: Interview) -> str:
    """Return which form of the questionnaire it is."""
    return person.needed("Version, usually the year", "1")


def ask_needed_words(
    person: Interview, question: str, languages: Sequence[str], kept: Mapping[str, str] = {}
) -> dict[str, str]:
    """Return a text in every language, asked until it is there."""
    while not (found := person.words(question, languages, kept=dict(kept))):
        person.tell("  An answer is needed here.")
    return found


def ask_scale(person: Interview, languages: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return what the questionnaire extends for its scale, and the scale that it has itself."""

    def ends(said: str) -> str:
        found = re.fullmatch(r"(\d+)\s*[-–到至]\s*(\d+)", said)
        if not found or not 1 <= int(found[2]) - int(found[1]) < MOST_POINTS:
            return "Type the lowest and the highest answer, such as 1-7."
        return ""

    low, high = map(int, re.findall(r"\d+", person.text("Scale", "1-7", ends)))
    base = AGREEMENT.get((low, high))
    known = set(languages) <= {"en", "zh"}
    if (
        base
        and known
        and person.agrees(
            "Are the answers points of agreement, from strongly disagree to strongly agree?",
            default=True,
        )
    ):
        return [base], {}
    anchors = []
    for value, place in ((low, "lowest"), (high, "highest")):
        label = person.words(f"Words of the {place} answer, {value}; Enter for none", languages)
        anchors += [{"value": value, "label": label}] if label else []
    return [], {"scale": {"min": low, "max": high} | ({"anchors": anchors} if anchors else {})}


def _battery(person: Interview, name: str, languages: Sequence[str]) -> dict[str, Any]:
    """Return a set of ratings with its name and with what people read above it."""
    known = LABELS[name]
    missing = [language for language in languages if language not in known]
    label = {language: known[language] for language in languages if language in known}
    label |= {
        language: person.needed(f"The word for {known['en'].lower()} ({language})")
        for language in missing
    }
    intro = person.words(f"{known['en']}: what people read above it; Enter for nothing", languages)
    return {"name": name, "label": label} | ({"intro": intro} if intro else {})


def ask_items(
    person: Interview, languages: Sequence[str], batteries: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return dimensions and items, asked dimension by dimension until an empty answer."""
    dimensions: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    person.tell("Now the dimensions, each with its items. An empty answer ends a list.")
    while True:
        name = person.words(f"Dimension {len(dimensions) + 1}, its name", languages)
        if not name and items:
            return dimensions, items
        if not name:
            person.tell("  One dimension at least is needed.")
            continue
        taken = [dimension["id"] for dimension in dimensions]
        dimension = ask_id(person, name, taken, "dimension")
        found = ask_items_of(person, dimension, languages, batteries, len(items))
        if not found:
            person.tell("  A dimension without items is left out.")
            continue
        dimensions.append({"id": dimension, "name": name})
        items += found


def ask_items_of(
    person: Interview,
    dimension: str,
    languages: Sequence[str],
    batteries: Sequence[str],
    before: int,
) -> list[dict[str, Any]]:
    """Return the items of a dimension; ``before`` is the highest number of those there are."""
    found: list[dict[str, Any]] = []
    while True:
        number = before + len(found) + 1
        topic = person.words(f"Item q{number}, its topic in two to five words", languages)
        if not topic:
            return found
        item = {"id": f"q{number}", "dimension": dimension, "topic": topic}
        found.append(item | ask_wording(person, languages, batteries))


def ask_wording(
    person: Interview,
    languages: Sequence[str],
    batteries: Sequence[str],
    kept: Mapping[str, Mapping[str, str]] = {},
) -> dict[str, Any]:
    """Return the sentences of an item by set of ratings; nothing where there are none."""
    wording = {
        battery: words
        for battery in batteries
        if (
            words := person.words(
                f"  its sentence for {battery}; {{service}} may stand in it",
                languages,
                kept=dict(kept.get(battery, {})),
            )
        )
    }
    return {"wording": wording} if wording else {}


def ask_id(person: Interview, name: Mapping[str, str], taken: Sequence[str], what: str) -> str:
    """Return an id, proposed from the English name where there is one."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.get("en", "").lower()).strip("_")
    proposed = plain if re.fullmatch(NAME, plain) and plain not in taken else ""
    right = matching(NAME, NAME_REMEDY)

    def free(said: str) -> str:
        return f"There is a {what} {said} already." if said in taken else right(said)

    return person.needed("  its id in results", proposed, free)
