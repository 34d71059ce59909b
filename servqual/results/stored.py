"""A results.json as it is read again: JSON, of this program, and whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from servqual._files import parse_json, read_bytes
from servqual.errors import FormatError

SCHEMA = "servqual-results/1"
AGAIN = "Name a results.json that 'servqual score' or 'servqual run' wrote."


def read_results(
    path: Path, needs: Sequence[str], *, what: str = "file of results", remedy: str = AGAIN
) -> tuple[dict[str, Any], bytes]:
    """Return what a results.json holds, and its bytes.

    Parameters
    ----------
    path : Path
    needs : sequence of str
        Parts that must be there.
    what : str
        What the file is meant to be, for messages.
    remedy : str
        What to do, as a sentence.

    Raises
    ------
    FileError
        There is no such file.
    FormatError
        It is no JSON, not of this program, or lacks a part.
    """
    content = read_bytes(path, what)
    found = parse_json(content, path, "file of results", remedy)
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise FormatError(
            f"{path}: this is no file of results of this program (its key 'schema' is not "
            f"{SCHEMA!r}). {remedy}"
        )
    missing = [repr(name) for name in needs if name not in found]
    if missing:
        raise incomplete(path, f"it has no {' and no '.join(missing)}")
    return found, content


def incomplete(path: Path, said: str) -> FormatError:
    """Return the error of results that lack something."""
    return FormatError(
        f"{path}: this file of results is incomplete: {said}. Make it again with 'servqual score'."
    )
