"""A questionnaire as a page to print on A4 and to fill in with a pen."""

from __future__ import annotations

from collections.abc import Sequence

from servqual import __version__
from servqual._files import data_folder, read_bytes
from servqual.forms.parts import parts, writable
from servqual.forms.promising import agreed
from servqual.forms.questions import Missing, Option, Questionnaire
from servqual.settings import Brand
from servqual.texts import fill
from servqual.writer.dress import PLAIN, css_text, variables
from servqual.writer.figures.look import tokens
from servqual.writer.html import render
from servqual.writer.page import digest

FEW = 5  # answers whose words all stand in one line
LINES = 4  # to write a comment on


def write(asked: Sequence[Questionnaire], brand: Brand = PLAIN) -> dict[str, bytes]:
    """Return a self-contained page for each questionnaire, without scripts.

    Parameters
    ----------
    asked : sequence of Questionnaire
    brand : Brand
        Fonts and accent of who asks.

    Returns
    -------
    dict of file name to bytes
        The same questionnaires give the same bytes.
    """
    return {f"{one.name}.html": _page(one, brand).encode("utf-8") for one in asked}


def _page(asked: Questionnaire, brand: Brand) -> str:
    style = _style(asked, brand)
    context = {
        "lang": fill(asked.language, "numbers.lang", {}),
        "t": lambda key, **values: fill(asked.language, f"forms.{key}", values),
        "asked": asked,
        "parts": parts(asked, on_paper=True),
        "agreed": agreed(asked.role, asked.language),
        "kind": lambda question: type(question).__name__.lower(),
        "writable": writable,
        "legend": _legend,
        "answer": lambda question: asked.words_of(*question.only_if),
        "lines": range(LINES),
        "brand": brand.name,
        "policy": f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; "
        "form-action 'none'",
        "style": style,
        "made_by": fill(asked.language, "working.made_by", {"version": __version__}),
    }
    return render("questionnaire.html.j2", context)


def _legend(options: Sequence[Option], missing: Sequence[Missing]) -> str:
    """Return what the answers mean, for a screen too narrow for words above each."""
    said = [option for option in options if option.label]
    ends = said if len(options) <= FEW else [said[0], said[-1]] if said else []
    words = [f"{option.value} = {option.label}" for option in ends]
    return " · ".join([*words, *(f"□ = {one.label}" for one in missing)])


def _style(asked: Questionnaire, brand: Brand) -> str:
    colours = {name: value for name, value in tokens()["colour"].items() if isinstance(value, str)}
    house = "".join(f"--{name}:{value};" for name, value in colours.items())
    page = fill(asked.language, "forms.intro.page_of", {"page": "\0", "pages": "\0"}).split("\0")
    count = " ".join(
        (
            css_text(page[0]),
            "counter(page)",
            css_text(page[1]),
            "counter(pages)",
            css_text(page[2]),
        )
    )
    label = " · ".join(filter(None, (asked.title, _version(asked))))
    foot = f"@page{{@bottom-right{{content:{count}}}@bottom-left{{content:{css_text(label)}}}}}"
    folder = data_folder("reports") / "styles" / "working"
    own = read_bytes(folder / "questionnaire.css", "stylesheet").decode("utf-8")
    return f":root{{{house}}}{variables(brand, asked.language)}\n{own}\n{foot}"


def _version(asked: Questionnaire) -> str:
    if not asked.version:
        return ""
    return fill(asked.language, "forms.intro.version", {"version": asked.version})
