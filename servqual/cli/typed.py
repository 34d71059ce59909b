"""The command that made a report, as the reader of the report can type it again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import typer

# where a report is written is nobody's business but the writer's, and changes nothing in it
NOT_SAID = frozenset({"output", "force", "quiet"})
FILES = frozenset(
    {
        "file",
        "mapping",
        "comments",
        "brand",
        "dictionary",
        "notes",
        "master",
        "coded",
        "second_coder",
        "study",
    }
)


def typed_command(context: typer.Context, *, folders: bool = False) -> str:
    """Return the command with the options that were typed, files without their folders.

    With ``folders`` files are named as they were typed, to be typed again in the same place.
    Options stand in the order of the help, whatever the order in which they were typed.
    """
    words = ["servqual", context.info_name or ""]
    for parameter in context.command.params:
        name, value = parameter.name or "", context.params.get(parameter.name or "")
        if name in NOT_SAID or value in (None, False, (), []):
            continue
        several = value if isinstance(value, list | tuple) else [value]
        for one in several:
            option = [max(parameter.opts, key=len)] if parameter.param_type_name == "option" else []
            said = str(one) if folders else _said(name, one)
            words += option if value is True else [*option, said]
    return shlex.join(word for word in words if word)


def _said(name: str, value: Any) -> str:
    """Return a value as it is repeated; a file, or a questionnaire of one's own, without folder."""
    text = str(value)
    own = name in FILES or (name == "instrument" and text.endswith(".toml"))
    return Path(text).name if own else text
