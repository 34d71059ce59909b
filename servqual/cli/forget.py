"""``servqual forget``: personal data of a study taken away when its time is over."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import options, terminal
from servqual.cli.dress import printed_date
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.folder.forgetting import Forgetting


def forget(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="The study folder (default: this one).")
    ] = ".",
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar="YYYY-MM-DD",
            help="The last day on which data are kept (default: keep_until of study.toml).",
        ),
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="Whatever the day.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Remove personal data from a study folder: exports, comments, rows of answers.

    Results and reports stay. Nothing is removed before the day is over, and no file of which the
    study does not say what it is. What was removed is recorded in out/forgotten.json.
    """
    if now and after:
        raise SettingsError("--now and --after exclude each other. Leave out one of the two.")
    from servqual.folder import forgetting as forgetting_of

    found = forgetting_of.forgetting(
        folder, after=date.fromisoformat(printed_date(after)) if after else None, now=now
    )
    if not found.is_due:
        terminal.say(
            f"Nothing removed: personal data are kept until {found.due}. --now removes them today.",
            quiet=quiet,
        )
        return
    if found.remove:
        _ask(found, yes=yes)
        record = forgetting_of.forget(found)
        terminal.say("\n".join(f"Removed: {path}" for path in found.remove), quiet=quiet)
        terminal.say(f"Recorded: {record}", quiet=quiet)
    else:
        terminal.say("Nothing removed: there are no personal data.", quiet=quiet)
    terminal.say("\n".join(_left(found)), quiet=quiet)


def _ask(found: Forgetting, *, yes: bool) -> None:
    """Let the person at the terminal agree, unless that was said before."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SettingsError(
            f"{_files(found)} would be removed from {found.folder}, and nobody is there to agree. "
            "Add --yes to remove:\n" + "\n".join(f"  - {path}" for path in found.remove)
        )
    terminal.show("\n".join(f"To be removed for good: {path}" for path in found.remove))
    try:
        agreed = typer.confirm(f"Remove {_files(found)}?")
    except typer.Abort as left:
        raise KeyboardInterrupt from left
    if not agreed:
        raise SettingsError("nothing was removed.")


def _files(found: Forgetting) -> str:
    n = len(found.remove)
    return f"{n} file{'' if n == 1 else 's'}"


def _left(found: Forgetting) -> list[str]:
    """Return what is left, and what no command can reach."""
    lines = [f"Left: {path}" for path in found.kept]
    lines += [
        f"Left: {path}; study.toml does not say what it is, look at it yourself"
        for path in found.unknown
    ]
    lines += [
        f"Left: {path}; it lies outside the folder, remove it yourself" for path in found.outside
    ]
    if found.quotations:
        n = found.quotations
        lines.append(
            f"Left: {n} comment{'' if n == 1 else 's'} in the results and reports, as people wrote "
            f"{'it' if n == 1 else 'them'}"
        )
    lines.append(
        "Copies in the survey tool, in mails and backups, and what was handed over, are out of "
        "reach."
    )
    return lines
