"""``servqual instruments new``: a questionnaire written by answering questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import asking, options, terminal
from servqual.cli.interview import Interview, matching
from servqual.cli.output import check_ending
from servqual.errors import InstrumentError, SettingsError

if TYPE_CHECKING:
    from servqual.instrument import Instrument

HEAD = "# Written by 'servqual instruments new'; instruments/README.md describes every key.\n\n"


def new(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to write, such as library.toml.")
    ],
    like: Annotated[
        str | None,
        typer.Option("--like", metavar="ID", help="The questionnaire to start from, id or file."),
    ] = None,
    force: options.Force = False,
) -> None:
    """Write a questionnaire file by answering questions, from nothing or from another one.

    Every answer is checked at once, and nothing is written before the last. With --like the file
    says only what is different.
    """
    from servqual._files import check_writable
    from servqual.catalog import load_instrument

    check_ending(file, (".toml",))
    path = Path(file)
    check_writable(path, force=force)
    base = load_instrument(like) if like else None
    if not asking.can_ask():
        raise SettingsError(
            "'servqual instruments new' asks questions and needs a terminal for the answers. "
            'Without one, write the file with an editor: it may begin with extends = "servqual" '
            "and say only what is different; instruments/README.md shows a whole one."
        )
    person = Interview()
    text = drafted(person, path, base, like or "")
    if not person.agrees(f"Write {file}?", default=True):
        terminal.say("Nothing was written.")
        return
    _write(path, text, force=force)


def drafted(person: Interview, path: Path, base: Instrument | None, named: str) -> str:
    """Return the text of a questionnaire file as somebody answers, checked as a whole."""
    from servqual.catalog import questionnaire_of
    from servqual.cli.instrument_asking import ID, ask_whole
    from servqual.cli.instrument_changing import ask_changes
    from servqual.cli.instrument_lines import completeness_lines
    from servqual.forms.toml_text import toml_text

    remedy = "Small letters, digits, _, - and ., beginning with a letter."
    name = person.needed("Id, its name on the command line", _proposed(path), matching(ID, remedy))
    if base is None:
        table = ask_whole(person, name)
    else:
        table = ask_changes(person, name, base, _from(named, path))
    try:
        found = questionnaire_of(table, path)
    except InstrumentError as error:  # what was typed is not lost: the file can be mended
        person.tell(str(error))
        return HEAD + toml_text(table)
    sizes = ", ".join(f"{d} {len(found.items_of(d))}" for d in found.dimension_ids)
    person.tell(f"{found.id}: {len(found.items)} items ({sizes}).")
    for line in completeness_lines(found):
        person.tell(line)
    return HEAD + toml_text(table)


def _proposed(path: Path) -> str:
    """Return an id made from the name of the file, '' where it cannot be one."""
    import re

    from servqual.cli.instrument_asking import ID

    plain = re.sub(r"[^a-z0-9_.-]+", "-", path.stem.lower()).strip("-")
    return plain if re.fullmatch(ID, plain) else ""


def _from(named: str, path: Path) -> str:
    """Return how the new file names the one that it extends."""
    from servqual.catalog import instrument_ids

    if named in instrument_ids():
        return named
    base, folder = Path(named).resolve(), path.resolve().parent
    return base.relative_to(folder).as_posix() if base.is_relative_to(folder) else base.as_posix()


def _write(path: Path, text: str, *, force: bool) -> None:
    """Write the file and say what to do next."""
    from servqual._files import write_whole

    write_whole(path, text.encode(), force=force)
    terminal.say(
        f"Written: {path}\n"
        f"Next: servqual instruments show {path}\n"
        f"Then: servqual report answers.csv -i {path}"
    )
