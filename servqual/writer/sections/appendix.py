"""The back of the report: every number, questionnaire, glossary, reproducibility card."""

from __future__ import annotations

from typing import Any

from servqual import __version__
from servqual.instrument import Battery
from servqual.writer.exhibits.gap_model_tables import every_gap
from servqual.writer.exhibits.loyalty import every_link
from servqual.writer.parts import Exhibit, Section
from servqual.writer.sections.methods import origin
from servqual.writer.sections.methods_first import first_terms
from servqual.writer.sections.weighting import weights_made
from servqual.writer.tables import score_table, share_table, tests_table, whole_first
from servqual.writer.themes import listed_themes
from servqual.writer.view import View


def every_number(view: View) -> list[Section]:
    """Return tests, effect sizes, shares, means and links of everything."""
    exhibits = []
    for gap in view.kinds:
        gaps = view.study.gaps.of_kind(gap.name)
        every = (*gaps.overall, *gaps.dimensions, *gaps.items)
        rows = whole_first([r for r in every if r.gap is not None], view.whole)
        if not rows:
            continue
        label = f": {view.kind(gap.name)}" if len(view.kinds) > 1 else ""
        caption = view.say("exhibits.numbers_tests.caption") + label
        table = tests_table(view, rows, caption)
        exhibits.append(
            Exhibit(
                f"exhibit-tests-{gap.name}",
                caption,
                table=table,
                base=view.say("exhibits.numbers_tests.base"),
            )
        )
        caption = view.say("exhibits.numbers_shares.caption") + label
        table = share_table(view, rows, caption)
        exhibits.append(
            Exhibit(
                f"exhibit-shares-{gap.name}",
                caption,
                table=table,
                base=view.say("exhibits.numbers_shares.base"),
            )
        )
    exhibits += [*_scores(view), *every_link(view), *every_gap(view)]
    title, nav = view.say("report.numbers.title"), view.say("report.numbers.nav")
    lead = [view.say("report.numbers.lead")] if view.kinds else []
    return (
        [Section("numbers", title, nav, "exhibits", {"lead": lead}, exhibits)] if exhibits else []
    )


def _scores(view: View) -> list[Exhibit]:
    """Return the means of each battery."""
    exhibits = []
    scores = view.study.scores
    for battery in view.instrument.battery_names:
        rows = [
            r
            for r in (*scores.overall, *scores.dimensions, *scores.items)
            if r.battery == battery and r.mean is not None
        ]
        if rows:
            caption = view.say(
                "exhibits.numbers_scores.caption", battery=view.battery_short(battery)
            )
            table = score_table(view, whole_first(rows, view.whole), caption, ends=True)
            exhibits.append(
                Exhibit(
                    f"exhibit-scores-{battery}",
                    caption,
                    table=table,
                    base=view.say("exhibits.numbers_scores.base"),
                )
            )
    return exhibits


def questionnaire(view: View) -> list[Section]:
    """Return what people read: introductions, items, anchors; lists that are alike once."""
    instrument = view.instrument
    groups: list[dict[str, Any]] = []
    for battery in instrument.batteries:
        asked = _asked(view, battery)
        alike = next((g for g in groups if {**g, "names": ()} == {**asked, "names": ()}), None)
        if alike is None:
            groups.append(asked)
        else:
            alike["names"] += asked["names"]
    context = {"wording": view.say(f"report.questionnaire.{instrument.wording}"), "groups": groups}
    title, nav = view.say("report.questionnaire.title"), view.say("report.questionnaire.nav")
    return [Section("questionnaire", title, nav, "questionnaire", context)]


def _asked(view: View, battery: Battery) -> dict[str, Any]:
    """Return one set of ratings as people read it."""
    instrument = view.instrument
    items = [
        (
            view.number(i.id),
            view.wording(i.id, battery.name),
            instrument.is_reversed(i.id, battery.name),
        )
        for i in instrument.items
    ]
    scale = instrument.scale_of(battery.name)
    anchors = view.say("words.comma").join(
        view.say("words.anchor", value=a.value, label=view.words(a.label)) for a in scale.anchors
    )
    return {
        "names": [view.battery(battery.name)],
        "intro": view.words(battery.intro),
        "items": items,
        "anchors": anchors,
        "ends": view.numbers.counts(scale.min, scale.max),
    }


def glossary(view: View) -> list[Section]:
    """Return the words of this report with their meanings."""
    names = [g.name for g in view.kinds]
    keys: list[str] = []
    if any(g.minus == "expectation" for g in view.kinds):
        keys.append("expectation")
    keys.append("perception")
    keys += ["gap"] if names else []
    keys += [key for key in ("adequacy", "superiority") if key in names]
    keys += ["zone"] if {"adequacy", "superiority"} <= set(names) else []
    keys += ["dimension", *(["theme"] if listed_themes(view) else []), "n", "interval"]
    keys += ["sesoi", "verdict", "met", "tie"] if names else []
    keys += ["rank"] if names else []
    keys += ["quadrant"] if view.study.priorities.items else []
    keys += ["nps"] if any(r.figure == "nps" for r in view.study.outcomes.rows) else []
    keys += ["alpha"] if view.study.reliability.rows else []
    keys += ["omega"] if any(r.omega is not None for r in view.study.reliability.rows) else []
    found = view.study.structure
    keys += ["fit"] if found.fits else []
    keys += ["apart"] if found.pairs else []
    keys += ["alike"] if found.invariance else []
    values = {
        "confidence": view.confidence,
        "sesoi": view.sesoi,
        "wanted": view.wanted(names[0]) if names else "",
        "concentrate": view.say("words.quadrant.concentrate_here"),
    }
    terms = [
        (view.say(f"{place}.{key}_title"), view.say(f"{place}.{key}", **values))
        for place, some in (("methods.glossary", keys), ("first.glossary", first_terms(view)))
        for key in some
    ]
    title, nav = view.say("report.glossary.title"), view.say("report.glossary.nav")
    return [Section("glossary", title, nav, "terms", {"lead": [], "terms": terms})]


def _parts(command: str) -> list[str]:
    """Return a command in parts that no line break divides: each option with its value."""
    first, *options = command.split(" --")
    return [first, *(f"--{option}" for option in options)]


def card(view: View) -> list[Section]:
    """Return what somebody needs to get the same numbers."""
    study, settings = view.study, view.study.settings
    rows: list[tuple[str, str | list[str]]] = [
        ("file", study.sample.file),
        ("sha256", study.sample.sha256),
        ("version", __version__),
        ("instrument", f"{study.instrument.id} {study.instrument.version}"),
    ]
    if study.instrument.expectation_type and any(g.minus == "expectation" for g in view.kinds):
        rows.append(
            ("expectation", view.say(f"methods.expectation.{study.instrument.expectation_type}"))
        )
    rows.append(("confidence", view.confidence))
    if view.kinds:
        rows.append(
            ("sesoi", view.say("report.card.sesoi_value", sesoi=view.sesoi, origin=origin(view)))
        )
    rows += [("command", _parts(view.options.command))] if view.options.command else []
    made = weights_made(view)
    rows += [
        ("weights", made or study.sample.weights_name or view.say("report.card.none")),
        ("seed", str(settings.seed)),
        ("min_cell", view.numbers.count(settings.min_cell)),
        ("incomplete", view.say(f"words.rule_incomplete.{settings.incomplete}")),
        ("source", study.instrument.source),
    ]
    licence = study.instrument.say(study.instrument.licence_note, view.language)
    rows += [("licence", licence)] if licence else []
    terms = [(view.say(f"report.card.{key}"), value) for key, value in rows]
    title, nav = view.say("report.card.title"), view.say("report.card.nav")
    return [Section("card", title, nav, "card", {"lead": [], "terms": terms})]
