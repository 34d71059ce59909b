"""Questionnaires as lines for a terminal: all of them by kind, one in full, what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from servqual.cli import terminal

if TYPE_CHECKING:
    from servqual.instrument import Dimension, Instrument, Item, Outcome, Words

MOST_LACKING = 5  # keys that are named of a language; the rest is counted
KINDS = (
    "SERVQUAL and SERVPERF",
    "SERVQUAL in the words of one setting",
    "After other published questionnaires (own items)",
    "For managers and staff (gap model)",
    "Others",
)


def listing(known: Sequence[Instrument], columns: int | None = None) -> str:
    """Return all questionnaires by kind, one a line; what they ask only where there is room."""
    groups = [[found for found in known if _kind(found) == kind] for kind in KINDS]
    rows = [["ID", "ITEMS", "SCALE", "TITLE", "ASKED"]]
    rows += [_row(found) for group in groups for found in group]
    whole = terminal.aligned(rows).split("\n")
    if columns and max(map(terminal.width, whole)) > columns:
        whole = terminal.aligned([row[:-1] for row in rows]).split("\n")
        whole = [terminal.cut(line, columns) for line in whole]
    aligned = iter(whole)
    lines = [next(aligned)]
    for kind, group in zip(KINDS, groups, strict=True):
        if group:
            lines += ["", kind, *(next(aligned) for _ in group)]
    lines += [
        "",
        "servqual instruments show ID    what one asks",
        "servqual instruments new FILE   write one of your own, or change one of these",
    ]
    return "\n".join(lines)


def _kind(found: Instrument) -> str:
    if found.role != "customer":
        return KINDS[3]
    name = found.modelled_on.name if found.modelled_on else found.id
    if name.upper().startswith(("SERVQUAL", "SERVPERF")):
        return KINDS[1] if found.modelled_on and found.wording == "own" else KINDS[0]
    return KINDS[2] if found.modelled_on else KINDS[4]


def _row(found: Instrument) -> list[str]:
    return [
        f"  {found.id}",
        str(len(found.items)),
        f"{found.scale.min}-{found.scale.max}",
        found.say(found.title, "en"),
        ", ".join(found.battery_names),
    ]


def description(questionnaire: Instrument, language: str) -> str:
    """Return a questionnaire in full: its origin, its scale, its items and its questions."""
    lines = [*_origin_lines(questionnaire, language), *_scale_lines(questionnaire, language)]
    for dimension in questionnaire.dimensions:
        lines += ["", *_dimension_lines(questionnaire, dimension, language)]
    lines += _question_lines(questionnaire, language)
    return "\n".join(lines)


def _origin_lines(asked: Instrument, language: str) -> Iterator[str]:
    """Yield what it is called, where it comes from and who answers it."""

    def words(texts: Words | str | None) -> str:
        return asked.say(texts, language)

    yield f"{asked.id} {asked.version}: {words(asked.title)}"
    yield f"Source: {asked.source}"
    if model := asked.modelled_on:
        split = f" ({' + '.join(map(str, model.split))})" if model.split else ""
        seen = {
            "seen": "read in a publication",
            "general": "general knowledge of the field, check before citing",
        }
        yield f"Modelled on: {model.name}, {model.items} items{split}; {seen[model.evidence]}"
        if model.note:
            yield f"  {words(model.note)}"
    yield f"Wording: {asked.wording}. {words(asked.licence_note)}".rstrip()
    if asked.role != "customer":
        yield f"Answered by: {'managers' if asked.role == 'manager' else 'contact staff'}"


def _scale_lines(asked: Instrument, language: str) -> Iterator[str]:
    """Yield the scale, the batteries and the gaps."""
    yield f"Scale: {asked.scale.min}-{asked.scale.max}"
    for battery in asked.batteries:
        own = f" ({battery.scale.min}-{battery.scale.max})" if battery.scale else ""
        yield f"Battery {battery.name}: {asked.say(battery.label, language)}{own}"
    yield from (f"Gap {gap.name} = {gap.of} - {gap.minus}" for gap in asked.gaps)


def _dimension_lines(asked: Instrument, dimension: Dimension, language: str) -> Iterator[str]:
    """Yield the items of a dimension with their sentences."""
    yield f"{dimension.id}: {asked.say(dimension.name, language)}"
    for name in asked.items_of(dimension.id):
        yield from _item_lines(asked, asked.item(name), language)


def _item_lines(asked: Instrument, item: Item, language: str) -> Iterator[str]:
    turned = any(asked.is_reversed(item.id, battery) for battery in asked.battery_names)
    mark = " (worded negatively)" if turned else ""
    yield f"  {item.id}: {asked.filled(item.topic, language)}{mark}"
    for battery, text in item.wording.items():
        yield f"    {battery}: {asked.filled(text, language)}"


def _question_lines(asked: Instrument, language: str) -> Iterator[str]:
    """Yield the questions about the whole, the blocks of the gap model and what is known."""
    whole = asked.customer_outcomes
    if whole:
        yield from ["", "Questions about the whole"]
        yield from (_outcome_line(asked, o, language) for o in whole)
    for block in ("standards", "delivery", "promises", "antecedent"):
        ratings = [o for o in asked.outcomes if o.block == block]
        if ratings:
            yield from ["", f"Gap model: {block}"]
            yield from (_outcome_line(asked, o, language) for o in ratings)
    if asked.people:
        yield from ["", "Known about the people"]
    for column in asked.people:
        options = "; ".join(asked.say(words, language) for words in column.options)
        yield f"  {column.id}: {asked.say(column.label, language)}{options and f' ({options})'}"


def _outcome_line(asked: Instrument, outcome: Outcome, language: str) -> str:
    about = f", {outcome.about or outcome.measures}" if outcome.block else ""
    mark = " (worded negatively)" if outcome.reverse else ""
    ends = f"{outcome.min}-{outcome.max}{about}"
    return f"  {outcome.id}: {asked.filled(outcome.label, language)} ({ends}){mark}"


def completeness_lines(
    asked: Instrument, untranslated: Mapping[str, Sequence[str]] = {}
) -> Iterator[str]:
    """Yield in which languages a questionnaire is written, and what each of them lacks.

    ``untranslated`` are texts whose translation was left behind in the questionnaire it extends.
    """
    from servqual.instrument.completeness import completeness

    found = completeness(asked)
    if not found.lacking and not found.unworded:
        yield f"Every text is there in {_joined(found.languages)}."
        return
    for language, keys in found.lacking.items():
        yield f"{language}: {len(keys)} of {found.texts} texts are not there: {_some(keys)}"
        if old := untranslated.get(language, ()):
            yield (
                f"{language}: what this file extends has {len(old)} of them, but in other words "
                f"than here; write them too: {_some(old)}"
            )
    if found.lacking:
        yield "Reports and forms in such a language use English there, else what there is."
    if found.unworded:
        yield f"{len(found.unworded)} sentences are not written: {_some(found.unworded)}"
        yield "Answers can be scored without them; a questionnaire to hand out needs them."


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(keys[:MOST_LACKING])
    more = len(keys) - MOST_LACKING
    return f"{shown} and {more} more" if more > 0 else shown


def _joined(languages: Sequence[str]) -> str:
    *first, last = languages
    return f"{', '.join(first)} and {last}" if first else last
