"""``servqual form``: a questionnaire as files to field it with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual._files import check_writable, write_whole
from servqual.cli import options, terminal
from servqual.errors import FileError, SettingsError

if TYPE_CHECKING:
    from servqual.settings import Promise

Id = Annotated[
    str, typer.Argument(metavar="ID", help="Id of a questionnaire, or a file of your own.")
]
Service = Annotated[
    list[str] | None,
    typer.Option(
        "--service",
        metavar="TEXT",
        help='What it asks about: "Aurora Hotel" or hotel; zh=极光酒店 for one language (repeat).',
    ),
]
Noun = Annotated[
    list[str] | None,
    typer.Option(
        "--noun",
        metavar="NOUN",
        help="What kind of service --service is: hotel, zh=酒店 (repeat).",
    ),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--lang", metavar="en|zh", help="Language (repeat for more; default en)."),
]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="KIND",
        help="html, docx, csv, xlsform, limesurvey, qualtrics or wjx (repeat; default html).",
    ),
]
Ask = Annotated[
    list[str] | None,
    typer.Option(
        "--ask",
        metavar="COLUMN",
        help='What is asked about the people: gender, "branch=North|South" (repeat), or none.',
    ),
]
Orders = Annotated[
    int,
    typer.Option("--orders", metavar="K", help="Versions with the items in random order."),
]
Versions = Annotated[
    int,
    typer.Option("--versions", metavar="K", help="Short versions that ask a part of the items."),
]
Linking = Annotated[
    str,
    typer.Option("--linking", metavar="N", help="Items of a dimension that every version asks."),
]
Folder = Annotated[
    str, typer.Option("-o", "--output", metavar="FOLDER", help="Folder for the files.")
]


def form(
    instrument: Id,
    service: Service = None,
    noun: Noun = None,
    lang: Languages = None,
    to: To = None,
    ask: Ask = None,
    orders: Orders = 0,
    versions: Versions = 0,
    linking: Linking = "1",
    seed: options.Seed = None,
    brand: options.Brand = None,
    output: Folder = ".",
    force: options.Force = False,
) -> None:
    """Write a questionnaire to field: to print, for a survey tool, or to type answers into.

    What comes back is read with the same questionnaire, without a map. The promise of the study
    folder that the files go to is printed on it.
    """
    place = Path(output)
    _check_folder(place)

    from servqual.analysis.fielding import form as made
    from servqual.catalog import load_instrument
    from servqual.forms import Wanted
    from servqual.forms.doubts import check_groups, doubts
    from servqual.writer.brand import read_brand

    asked_of = load_instrument(instrument)
    languages = list(dict.fromkeys(_several(lang) or ["en"]))
    people = _people(ask)
    check_groups(asked_of, people or [])
    wanted = Wanted(
        service=_by_language("--service", service),
        noun=_by_language("--noun", noun),
        people=people,
        promise=_promise(place),
        orders=orders,
        seed=1 if seed is None else seed,
    )
    files = made(
        asked_of,
        _several(to) or ["html"],
        languages,
        versions=versions,
        linking=_linking(linking),
        brand=read_brand(brand) if brand else None,
        **vars(wanted),
    )
    inputs = [Path(name) for name in (instrument, brand) if name]
    _write({place / name: content for name, content in files.items()}, inputs, force=force)
    for name in files:
        terminal.say(str(place / name))
    for doubt in doubts(languages, wanted):
        terminal.say(f"servqual: {doubt}")
    terminal.say(_next(instrument, asked_of.role, [place / name for name in files]))


def _several(texts: list[str] | None) -> list[str]:
    """Return what was said, each alone or several with commas between them."""
    return [
        part.strip() for text in texts or [] for part in re.split("[,，]", text) if part.strip()
    ]


def _linking(text: str) -> int | list[str]:
    """Return how many items of every dimension link the versions, or which."""
    return int(text) if re.fullmatch(r"\s*-?\d+\s*", text) else _several([text])


def _by_language(option: str, texts: list[str] | None) -> dict[str, str]:
    """Return a text by language, '' for all others."""
    from servqual.texts import languages

    found: dict[str, str] = {}
    for text in texts or []:
        head, sign, rest = text.partition("=")
        language = head.strip() if sign and _names_language(head) else ""
        if language and language not in languages():
            raise SettingsError(
                f"{option} {text}: there is no form in {language!r}; known languages: "
                f"{', '.join(languages())}. Write {option} zh=..., or the words alone for every "
                "language."
            )
        if language in found:
            raise SettingsError(
                f"{option} {text}: this was said twice for {language or 'every language'}. "
                "Put the language before the second one: zh=..."
            )
        found[language] = (rest if language else text).strip()
    return found


def _names_language(head: str) -> bool:
    """Say whether what stands before an equals sign has the form of a language code."""
    return re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z]{2,4})?", head.strip()) is not None


def _people(ask: list[str] | None) -> list[tuple[str, list[str]]] | None:
    """Return what is asked about the people with the answers to choose from."""
    if ask is None:
        return None
    found = []
    for text in ask:
        name, sign, answers = text.partition("=")
        told = [part.strip() for part in re.split("[|｜]", answers) if part.strip()]
        if sign and not told:
            raise SettingsError(
                f"--ask {text}: no answers stand behind the equals sign. Write them with | between "
                f'them: --ask "{name.strip() or "branch"}=North|South".'
            )
        found += [(name.strip(), told)] if name.strip() != "none" else []
    return found


def _promise(place: Path) -> Promise:
    """Return the promise of the study folder that the files go to."""
    from servqual.folder.promise import promise_near

    return promise_near(place / "form")


def _check_folder(place: Path) -> None:
    """Raise unless a folder is there or can be made."""
    if place.exists() and not place.is_dir():
        raise FileError(f"{place}: this is a file. Name a folder for the forms.")
    if not place.is_dir() and not place.absolute().parent.is_dir():
        raise FileError(
            f"{place}: the folder {place.parent} does not exist. Make it first, or name another."
        )


def _write(files: dict[Path, bytes], inputs: list[Path], *, force: bool) -> None:
    """Write every file, after all were checked."""
    if next(iter(files)).parent.is_dir():
        for path in files:
            check_writable(path, force=force, inputs=inputs)
    for path, content in files.items():
        if not path.parent.is_dir():
            try:
                path.parent.mkdir()
            except OSError as error:
                raise FileError(
                    f"{path.parent}: this folder cannot be made ({error.strerror})."
                ) from error
        write_whole(path, content, force=force, inputs=inputs)


def _next(instrument: str, role: str, files: list[Path]) -> str:
    """Return how the answers are read back."""
    scored = next((str(path) for path in files if path.suffix == ".toml"), instrument)
    check = f"When the answers are back: servqual check ANSWERS -i {scored}"
    if role == "customer":
        return check
    key = "managers" if role == "manager" else "staff"
    return (
        f"{check}\nThey are shown beside those of customers only: name the file in study.toml, "
        f'under [gap_model] {key} = "ANSWERS", and run servqual gaps STUDY'
    )
