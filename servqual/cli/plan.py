"""``servqual plan``: how many people a survey needs, what they can show, and short versions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from servqual._files import check_writable
from servqual.cli import options, reading_options, terminal
from servqual.cli import plan_options as asked_for
from servqual.cli.dress import check_language
from servqual.cli.output import check_ending
from servqual.errors import FileError, SettingsError

if TYPE_CHECKING:
    from servqual.results.planning import SurveyPlan


def plan(
    margin: asked_for.Margin = None,
    margin_share: asked_for.MarginShare = 5,
    margin_nps: asked_for.MarginNps = 10,
    difference: asked_for.Difference = None,
    sd: asked_for.Sd = None,
    share: asked_for.Share = None,
    nps: asked_for.Nps = None,
    people: asked_for.People = None,
    groups: asked_for.Groups = 0,
    panel_r: asked_for.PanelR = None,
    population: asked_for.Population = None,
    random: asked_for.Random = False,
    cluster_size: asked_for.ClusterSize = None,
    icc: asked_for.Icc = None,
    weights_cv: asked_for.WeightsCv = None,
    response: asked_for.Response = None,
    power: asked_for.Power = 0.8,
    confidence: options.Confidence = None,
    results: asked_for.Earlier = None,
    forms: asked_for.Forms = 0,
    linking: asked_for.Linking = "1",
    write: asked_for.Write = None,
    instrument: reading_options.Instrument = None,
    scale: asked_for.OneScale = None,
    service: options.Service = None,
    html: options.Html = None,
    lang: options.Language = None,
    force: options.Force = False,
) -> None:
    """Say how many people a survey needs, what a number of answers can show, and what that is on.

    Margins of a gap, a share and a net promoter score; the smallest gap, difference between groups
    and change between waves; design effects, response, short versions. Nothing is written but the
    page of --html and the folder of --write.
    """
    language = lang or "en"
    check_language(language)
    inputs = [Path(name) for name in (results, instrument) if name]
    page = _page(html, force=force, inputs=inputs)
    if write is not None and not forms:
        raise SettingsError(
            "--write: say with --forms how many short versions to write, such as 3."
        )
    for option, percent in (("--response", response), ("--share", share)):
        _check_percent(option, percent)
    promoters, detractors = _nps(nps)
    asked = {
        "margin": margin,
        "margin_share": margin_share / 100,
        "margin_nps": margin_nps / 100,
        "difference": difference,
        "sd": sd,
        "share": None if share is None else share / 100,
        "promoters": promoters,
        "detractors": detractors,
        "people": tuple(people or ()),
        "groups": groups,
        "panel_r": panel_r,
        "population": population,
        "random": random,
        "cluster_size": cluster_size,
        "icc": icc,
        "weights_cv": weights_cv,
        "response": None if response is None else response / 100,
        "power": power,
        "confidence": 0.95 if confidence is None else confidence,
        "versions": forms,
        "linking": _linking(linking),
    }
    found = _found(asked, instrument, results, scale)

    from servqual.cli.pilot import show_paper
    from servqual.writer.working.plan import plan_paper

    files = _files(found, write, language, service or "", force=force, inputs=inputs)
    show_paper(plan_paper(found, language), page, inputs, force=force)
    _write(files, force=force, inputs=inputs)
    if write is not None:
        terminal.say(_written(found, write))


def _check_percent(option: str, percent: float | None) -> None:
    """Raise for what looks like a share where percent are asked for."""
    if percent is not None and 0 < percent < 1:
        raise SettingsError(
            f"{option}: {percent:g}% are less than one in a hundred. For {percent:.0%} write "
            f"{100 * percent:g}."
        )


def _found(
    asked: dict[str, Any], instrument: str | None, results: str | None, scale: str | None
) -> SurveyPlan:
    """Return the plan."""
    from servqual.analysis.planning import Wanted, plan_survey
    from servqual.importer.answers.scales import parse_ends

    ends = parse_ends(scale) if scale else None
    return plan_survey(
        Wanted(**asked), instrument, results=results, scale=(ends.low, ends.high) if ends else None
    )


def _page(html: str | None, *, force: bool, inputs: list[Path]) -> Path | None:
    """Return the page to write, checked beforehand; None for none."""
    if html is None:
        return None
    check_ending(html, (".html", ".htm"))
    check_writable(Path(html), force=force, inputs=inputs)
    return Path(html)


def _nps(text: str | None) -> tuple[float | None, float | None]:
    """Return the shares of promoters and detractors that were typed."""
    if text is None:
        return None, None
    try:
        promoters, detractors = (float(part) / 100 for part in text.split(","))
    except ValueError:
        raise SettingsError(
            f"--nps {text}: write the percentages of promoters and detractors with a comma between "
            "them: 40,20."
        ) from None
    return promoters, detractors


def _linking(text: str) -> int | list[str]:
    """Return how many items of every dimension link the versions, or which."""
    if text.strip().isdecimal():
        return int(text)
    return [part.strip() for part in re.split("[,，]", text) if part.strip()]


def _files(
    found: SurveyPlan,
    folder: str | None,
    language: str,
    service: str,
    *,
    force: bool,
    inputs: list[Path],
) -> dict[Path, bytes]:
    """Return every file of the short versions, none without a folder; all checked beforehand."""
    if folder is None:
        return {}
    from servqual.analysis.planning import short_of
    from servqual.forms import sheet_name, written
    from servqual.writer.working.form_page import form_page

    short = short_of(found)
    texts = written(short, language, service)
    for form in short.forms:
        texts[sheet_name(form.id, "html")] = form_page(short.instrument, form, language, service)
    place = Path(folder)
    _check_folder(place)
    files = {place / name: text.encode("utf-8") for name, text in texts.items()}
    if place.is_dir():
        for path in files:
            check_writable(path, force=force, inputs=inputs)
    return files


def _check_folder(place: Path) -> None:
    """Raise unless a folder is there or can be made."""
    if place.exists() and not place.is_dir():
        raise FileError(f"{place}: this is a file. Name the folder for the short versions.")
    if not place.parent.is_dir():
        raise FileError(
            f"{place}: the folder {place.parent} does not exist. Make it first, or name another."
        )


def _write(files: dict[Path, bytes], *, force: bool, inputs: list[Path]) -> None:
    from servqual._files import write_whole

    for path, content in files.items():
        if not path.parent.is_dir():
            try:
                path.parent.mkdir()
            except OSError as error:
                raise FileError(
                    f"{path.parent}: this folder cannot be made ({error.strerror})."
                ) from error
        write_whole(path, content, force=force, inputs=inputs)


def _written(found: SurveyPlan, folder: str) -> str:
    from servqual.texts import fill

    values = {"n": len(found.versions), "folder": folder}
    return fill("en", "planning.versions.written", values)
