"""``servqual proposal``: the report that a client will get, on simulated answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servqual._files import check_writable
from servqual.cli import options, reading_options, terminal
from servqual.cli.dress import check_dress, check_language, printed_date
from servqual.cli.output import check_ending
from servqual.cli.typed import typed_command
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.folder.model import StudyFile

ENDINGS = (".html", ".htm", ".pdf", ".png")
MARK = "SIMULATED"
MARKED = ("simulated", "模拟")

People = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--people",
        metavar="N",
        help="How many people answer (default: the sizes of --units added up, else 300).",
    ),
]
Units = Annotated[
    str | None,
    typer.Option(
        "--units",
        metavar="NAMES",
        help="The client's branches, with the answers expected from each if known: "
        "Centre=200,Harbour=80. With -n too, sizes are shares of N.",
    ),
]
Study = Annotated[
    str | None,
    typer.Option(
        "--study",
        metavar="FILE",
        help="Study file with client, service, questionnaire, units and brand (study.toml).",
    ),
]


def proposal(
    context: typer.Context,
    people: People = None,
    units: Units = None,
    study: Study = None,
    instrument: reading_options.Instrument = None,
    lang: options.Language = None,
    client: options.Client = None,
    service: options.Service = None,
    date: options.Date = None,
    brand: options.Brand = None,
    audience: options.Audience = None,
    style: options.Style = None,
    min_cell: options.MinCell = None,
    seed: options.Seed = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the report that a client will get, on simulated answers under the client's own names.

    Nobody was asked and no branch is better than another; SIMULATED stands on every page, on screen
    and on paper, and in the name of the file. Without -o it goes to proposal.SIMULATED.html.
    """
    told = _study_file(study)
    language = lang or (told.languages[0] if told else "en")
    check_language(language)
    check_ending(output, ENDINGS)
    path = marked_name(output)
    inputs = [Path(name) for name in (study, instrument, brand) if name]
    check_writable(path, force=force, inputs=inputs)
    dress = _dress(
        told,
        language,
        client=client,
        service=service,
        brand=brand,
        audience=audience,
        style=style,
    )
    dress["date"] = printed_date(date)
    check_dress(dress, path)

    from servqual.analysis.proposal import STATUS, USUAL, fitting
    from servqual.analysis.proposal import proposal as simulated
    from servqual.analysis.writing import report as write

    named, sized = _units(units, told)
    n = people if people is not None else fitting(named) if sized else USUAL
    found = simulated(
        n,
        instrument or (told.instrument if told else "") or "servqual",
        units=named,
        unit=told.unit if told else "",
        language=language,
        seed=1 if seed is None else seed,
        **_settings(told, min_cell, dress),
    )
    command = typed_command(context)
    write(found, path, status=STATUS, force=force, command=command, **dress)
    said = _written(path, n, named, found, shares=people is not None or not sized)
    terminal.say("\n".join(said), quiet=quiet)


def marked_name(output: str | None) -> Path:
    """Return the file to write, whose name says that nothing in it is real.

    Examples
    --------
    >>> marked_name(None).name, marked_name("offer.pdf").name, marked_name("simulated.html").name
    ('proposal.SIMULATED.html', 'offer.SIMULATED.pdf', 'simulated.html')
    """
    path = Path(output or "proposal.html")
    if any(word in path.stem.casefold() for word in MARKED):
        return path
    return path.with_name(f"{path.stem}.{MARK}{path.suffix}")


def named_units(text: str) -> dict[str, int]:
    """Return the branches that were typed, with their size, 1 where none was.

    Examples
    --------
    >>> named_units("Centre=200, Harbour=80"), named_units("总店、分店")
    ({'Centre': 200, 'Harbour': 80}, {'总店': 1, '分店': 1})
    """
    found: dict[str, int] = {}
    sized: set[bool] = set()
    for part in re.split("[,，、;；]", text):
        name, sign, size = part.rpartition("=")
        name, size = (name, size.strip()) if sign else (part, "1")
        sized.add(bool(sign))
        name = name.strip()
        if not name or name in found or not size.isdecimal() or int(size) < 1:
            raise SettingsError(
                f"--units {text}: write the name of every branch once, with commas between them "
                "and its size behind it if you know it: Centre=200,Harbour=80."
            )
        found[name] = int(size)
    if len(sized) > 1:
        raise SettingsError(
            f"--units {text}: some branches have a size and some have none. Write behind every one "
            "how many answers are expected from it, or behind none, and all are alike."
        )
    return found


def _study_file(path: str | None) -> StudyFile | None:
    if path is None:
        return None
    from servqual.folder.model import load_study_file

    return load_study_file(path)


def _units(typed: str | None, told: StudyFile | None) -> tuple[dict[str, int], bool]:
    """Return the branches that were typed, and whether their sizes are numbers of answers.

    Else those of the study file: with the answers aimed at if every unit says them, by the people
    asked there if not.
    """
    if typed is not None:
        return named_units(typed), "=" in typed
    known = told.units if told else {}
    if known and all(unit.quota for unit in known.values()):
        return {name: unit.quota or 1 for name, unit in known.items()}, True
    return {name: unit.invited or unit.quota or 1 for name, unit in known.items()}, False


def _dress(told: StudyFile | None, language: str, **typed: str | None) -> dict[str, Any]:
    """Return how the report is dressed: what was typed, else what the study file says."""
    known: dict[str, Any] = {}
    if told:
        known = {
            "client": told.client.say(language),
            "service": told.service.say(language),
            "brand": str(told.brand) if told.brand else "",
            "audience": told.audience,
            "style": told.style,
        }
    said = {name: value for name, value in (known | _given(typed)).items() if value}
    said["title"] = _title(str(said.get("client", "")), language)
    return {**said, "language": language}


def _given(typed: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if value is not None}


def _title(client: str, language: str) -> str:
    """Return a title that no reader takes for a finding."""
    from servqual.texts import fill

    key = "title_client" if client.strip() else "title"
    return fill(language, f"working.proposal.{key}", {"client": client.strip()})


def _settings(
    told: StudyFile | None, min_cell: int | None, dress: dict[str, Any]
) -> dict[str, Any]:
    """Return the settings of the figures that the study will have."""
    names = ("sesoi", "sesoi_agreed", "sesoi_agreed_by", "confidence", "min_cell")
    known = {k: v for k, v in told.figures.items() if k in names} if told else {}
    if told:
        known["promise"] = told.promise
    if min_cell is not None:
        known["min_cell"] = min_cell
    if dress.get("style") in ("full", "thesis"):
        known["structure"] = "full"
    return known


def _written(path: Path, n: int, named: dict[str, int], found: Any, *, shares: bool) -> list[str]:
    """Return what was written, what the sizes were taken for, and which units are too small."""
    from servqual.analysis.proposal import allotted
    from servqual.texts import fill

    units = fill("en", "working.proposal.units", {"n": len(named) or len(found.groups.groups)})
    said = [fill("en", "working.proposal.written", {"path": path, "n": n, "units": units})]
    people = allotted(named, n) if named else {}
    if shares and len(set(named.values())) > 1:
        names = ", ".join(f"{name} {size}" for name, size in people.items())
        said.append(fill("en", "working.proposal.shares", {"n": n, "names": names}))
    if nobody := [name for name, size in people.items() if not size]:
        names = ", ".join(nobody)
        said.append(fill("en", "working.proposal.nobody", {"n": n, "names": names}))
    hidden = [row.group for row in found.groups.groups if row.group and not row.shown]
    if hidden:
        names = ", ".join(f"{name} ({people[name]})" if people else name for name in hidden)
        said.append(fill("en", "working.proposal.hidden", {"names": names}))
    return said
