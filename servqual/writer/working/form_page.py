"""A version of a questionnaire as a page to print and to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from servqual import __version__
from servqual._files import data_folder, read_bytes
from servqual.instrument import Form, Instrument, Outcome, Scale
from servqual.settings import ReportOptions
from servqual.texts import fill
from servqual.writer.html import render
from servqual.writer.page import digest, stylesheet

WIDEST = 11  # points of a scale that stand beside each other; a longer one gets a line to write on


@dataclass(frozen=True)
class Block:
    """A set of ratings: what stands above it, its points with their words, and its sentences."""

    title: str
    intro: str
    points: Sequence[tuple[str, str]]
    ends: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Question:
    """A question about the whole, or a dimension to give points to, with its answers."""

    text: str
    points: Sequence[str] = ()
    about: str = ""


def form_page(instrument: Instrument, form: Form, language: str, service: str = "") -> str:
    """Return one version of a questionnaire as a self-contained page without scripts.

    Parameters
    ----------
    instrument : Instrument
    form : Form
        Which items it asks.
    language : str
    service : str
        The noun that fills ``{service}``; '' takes the questionnaire's own.
    """
    say = partial(instrument.filled, language=language, service=service)
    style = _style(instrument, language)
    importance = instrument.importance
    ranked = importance.method in ("points", "ranking")
    context = {
        "lang": fill(language, "numbers.lang", {}),
        "t": lambda key, **values: fill(language, key, values),
        "title": instrument.say(instrument.title, language),
        "version": form.id,
        "blocks": [
            _block(instrument, form, name, language, service) for name in _asked(instrument)
        ],
        "importance": say(importance.intro) if ranked else "",
        "dimensions": [
            Question(say(d.name), about=say(d.description)) for d in instrument.dimensions
        ],
        "outcomes": [_outcome(o, instrument, language) for o in instrument.outcomes],
        "policy": f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; "
        "form-action 'none'",
        "style": style,
        "made_by": fill(language, "working.made_by", {"version": __version__}),
    }
    return render("form.html.j2", context)


def _asked(instrument: Instrument) -> list[str]:
    return instrument.battery_names


def _block(instrument: Instrument, form: Form, battery: str, language: str, service: str) -> Block:
    asked = instrument.battery(battery)
    scale = instrument.scale_of(battery)
    return Block(
        title=instrument.say(asked.label, language),
        intro=instrument.filled(asked.intro, language, service),
        points=_points(instrument, scale, language),
        ends=fill(language, "planning.form.ends", {"low": scale.min, "high": scale.max}),
        sentences=[
            instrument.filled(item.wording.get(battery), language, service)
            for item in instrument.items
            if item.id in form.items
        ],
    )


def _points(instrument: Instrument, scale: Scale, language: str) -> list[tuple[str, str]]:
    """Return the answers of a scale with their words, none where there are too many to tick."""
    if scale.size > WIDEST:
        return []
    words = {anchor.value: instrument.say(anchor.label, language) for anchor in scale.anchors}
    return [
        (f"{value:g}", words.get(int(value), "") if value == int(value) else "")
        for value in scale.values
    ]


def _outcome(outcome: Outcome, instrument: Instrument, language: str) -> Question:
    label = instrument.say(outcome.label, language)
    if outcome.kind == "yes_no":
        return Question(label, [fill(language, f"planning.form.{k}", {}) for k in ("yes", "no")])
    if outcome.max - outcome.min >= WIDEST:
        ends = {"low": outcome.min, "high": outcome.max}
        return Question(label, about=fill(language, "planning.form.ends", ends))
    return Question(label, [str(n) for n in range(outcome.min, outcome.max + 1)])


def _style(instrument: Instrument, language: str) -> str:
    folder = data_folder("reports") / "styles"
    own = read_bytes(folder / "working" / "form.css", "stylesheet").decode("utf-8")
    return f"{stylesheet([], instrument.scale, ReportOptions(language=language))}\n{own}"
