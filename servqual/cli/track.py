"""``servqual track``: several waves beside each other, as tables and as a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servqual.cli import options, terminal
from servqual.cli.bundles import computes, reads_several
from servqual.cli.dress import check_dress, dress_of
from servqual.cli.output import check_ending
from servqual.cli.report import ENDINGS as OF_REPORT
from servqual.cli.request import Figures, Reading
from servqual.cli.summary import summary
from servqual.cli.typed import typed_command
from servqual.errors import ScaleError, SettingsError

if TYPE_CHECKING:
    from servqual.responses import Responses
    from servqual.results import Study

ENDINGS = (*OF_REPORT, ".json")
# how their charts are read is of no use where there are none
DRAWN = tuple(f"exhibit-waves-{key}" for key in ("trend", "before", "first", "same-period"))

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="A survey for each wave, or one for all with --wave."),
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="Which column is which item: one for all files, or one for each, - for none.",
    ),
]
Wave = Annotated[
    str | None,
    typer.Option("--wave", metavar="COLUMN", help="The column that tells the waves apart."),
]
Label = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="NAME", help="What to call each file, in their order."),
]
Panel = Annotated[
    str | None,
    typer.Option(
        "--panel",
        metavar="COLUMN",
        help="Codes that name a person in every wave: who answered twice is compared with oneself.",
    ),
]
Targets = Annotated[
    str | None,
    typer.Option(
        "--targets",
        metavar="FILE",
        help="What was planned: results.json of the wave before, or a table of items and targets.",
    ),
]
Pilot = Annotated[
    str | None,
    typer.Option(
        "--pilot",
        metavar="COLUMN=A,B",
        help="Units in which something was tried, held against all others, before and after.",
    ),
]
Ewma = Annotated[
    bool, typer.Option("--ewma", help="Charts of moving averages beside the control charts.")
]


@reads_several("weights", "by", "design")
@computes("confidence", "sesoi", "min_cell", "incomplete", "exclude", "outcome", "seed")
def track(
    context: typer.Context,
    files: Files,
    reading: Reading,
    figures: Figures,
    mapping: Maps = None,
    wave: Wave = None,
    label: Label = None,
    panel: Panel = None,
    targets: Targets = None,
    pilot: Pilot = None,
    ewma: Ewma = False,
    lang: options.Language = None,
    client: options.Client = None,
    service: options.Service = None,
    date: options.Date = None,
    brand: options.Brand = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what changed over several waves, and what of it is more than chance.

    Prints tables. With -o the report of the last wave is written, with a section on all waves:
    .html, .pdf, .png, .docx, .pptx, .xlsx (the data book), .zip (charts), or .json (every result).
    The same options hold for every wave.
    """
    check_ending(output, ENDINGS)
    readings = _readings(files, reading, mapping)
    path = Path(output) if output else None
    inputs = [p for one in readings for p in one.inputs()] + ([Path(targets)] if targets else [])
    dress = dress_of(
        readings[-1], language=lang, client=client, service=service, date=date, brand=brand
    )
    if path is not None:
        _check_output(path, inputs, dress, force=force)
    more = {"wave": wave or "", "panel": panel or "", "targets": targets, "pilot": pilot}
    study = _study(readings, figures, {**more, "labels": tuple(label or ()), "ewma": ewma})
    if not quiet:
        from servqual.analysis.wave_given import names_of

        _say_order(list(label or ()) or names_of(files), study)
        _show(study, dress)
    if path is not None:
        _write(study, path, dress, inputs, force=force, command=typed_command(context))
        terminal.say(summary(study, path), quiet=quiet)


def _say_order(given: Sequence[str], study: Study) -> None:
    """Say if the names of the waves put them in another order than they were typed in."""
    from servqual.notes import Note

    used = list(study.waves.labels)
    if given != used and sorted(given) == sorted(used):
        names = {"given": ", ".join(given), "used": ", ".join(used)}
        terminal.say(f"servqual: {Note('waves_order_by_name', names).text}")


def _readings(files: Sequence[str], reading: Reading, maps: list[str] | None) -> list[Reading]:
    """Return how every file is read."""
    from servqual._files import check_readable

    for name in files:
        check_readable(Path(name), "survey file")
    given = maps or [""]
    if len(given) == 1:
        given = given * len(files)
    if len(given) != len(files):
        raise SettingsError(
            f"--mapping was given {len(given)} times for {len(files)} files. Give it once for "
            "each, in their order, or once for all; - stands for none."
        )
    own = ["" if name == "-" else name for name in given]
    return [replace(reading, file=name, mapping=own[k] or None) for k, name in enumerate(files)]


def _check_output(path: Path, inputs: list[Path], dress: dict[str, Any], *, force: bool) -> None:
    from servqual._files import check_writable

    check_writable(path, force=force, inputs=inputs)
    if path.suffix.lower() != ".json":
        check_dress(dress, path)


def _study(readings: Sequence[Reading], figures: Figures, more: dict[str, Any]) -> Study:
    """Read every wave and compute what changed."""
    from servqual.analysis.followed import asked_pilot
    from servqual.analysis.tracking import track

    settled = [figures.settle(one) for one in readings]
    asked = settled[-1]
    facts = [one["facts"] for one in settled]
    columns = [name for name in (more["wave"],) if name]
    if more["pilot"]:
        columns.append(asked_pilot(more["pilot"])[0])
    waves = [_responses(one, columns, more["panel"], asked["exclude"]) for one in readings]
    last = readings[-1]
    asked |= {"by": tuple(last.by or ()), "design": last.design_file}
    del asked["facts"]
    one_file = len(waves) == 1
    return track(
        waves[0] if one_file and more["wave"] else waves,
        facts=facts[0] if one_file else facts,
        **more,
        **asked,
    )


def _responses(
    reading: Reading, columns: list[str], panel: str, exclude: dict[str, str]
) -> Responses:
    """Return a wave with the columns that tracking needs; codes of people are kept in memory."""
    from servqual.analysis.asking import columns_of_rules

    if panel:
        reading = replace(reading, keep=[*(reading.keep or ()), panel])
    try:
        found = reading.responses(columns)
    except ScaleError as error:
        raise ScaleError(
            f"{error} --scale holds for all waves; if only this one is on another scale, give one "
            "mapping for each file, with [scale] in its own: --mapping - --mapping m5.toml."
        ) from error
    if more := columns_of_rules(exclude, found):
        return reading.responses([*columns, *more])
    return found


def _show(study: Study, dress: dict[str, Any]) -> None:
    """Print the section of the waves as tables."""
    from servqual.cli.structure_lines import exhibit_lines, paragraph_lines
    from servqual.settings import ReportOptions
    from servqual.writer.exhibits.waves_since import since
    from servqual.writer.sections.waves import waves
    from servqual.writer.view import View

    options_ = ReportOptions(language=dress.get("language", "en"), service=dress.get("service", ""))
    view = View(study, options_)
    (section,) = waves(view)
    # the report has the last change in a section of its own
    every = [e for e in (since(view, "before"), *section.exhibits) if e is not None]
    columns = terminal.columns()
    terminal.show(terminal.in_colour(section.title, "head"))
    lines = [line for text in section.context["lead"] for line in paragraph_lines(text, columns)]
    shown = [replace(e, how="") if e.id in DRAWN else e for e in every]
    lines += [line for exhibit in shown for line in exhibit_lines(exhibit, columns)]
    terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))


def _write(
    study: Study,
    path: Path,
    dress: dict[str, Any],
    inputs: list[Path],
    *,
    force: bool,
    command: str,
) -> None:
    """Write the report, or every result."""
    from servqual import analysis
    from servqual._files import write_whole
    from servqual.writer.results_json import to_json

    if path.suffix.lower() == ".json":
        write_whole(path, to_json(study).encode(), force=force, inputs=inputs)
        return
    analysis.report(study, path, force=force, command=command, **dress)
