"""What is the same in every run and slow to make, kept in the user's cache folder.

Nothing depends on it: what is missing, damaged or cannot be written is made again. Nothing of a
survey is ever kept here.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import time

PLACE = "SERVQUAL_CACHE"  # another folder; empty: none
_SEAL = hashlib.sha256().digest_size
_UNUSED = 60 * 24 * 3600  # seconds after which what nobody wrote again is removed


def kept(name: str, key: bytes, make: Callable[[], bytes]) -> bytes:
    """Return ``make()``, or what it returned in an earlier run for the same name and key.

    Parameters
    ----------
    name : str
        What it is, as part of a file name.
    key : bytes
        All that it is made of; another key is made anew.
    make : function without arguments
        Must return the same bytes for the same key.
    """
    content = found(name, key)
    if content is None:
        content = make()
        keep(name, key, content)
    return content


def found(name: str, key: bytes) -> bytes | None:
    """Return what was kept under a name and key; None where there is nothing, or not all of it."""
    path = _place(name, key)
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError:
        return None
    seal, rest = content[:_SEAL], content[_SEAL:]
    return rest if hashlib.sha256(rest).digest() == seal else None


def keep(name: str, key: bytes, content: bytes) -> None:
    """Keep something for later runs, whole or not at all; where that fails it is not kept."""
    path = _place(name, key)
    if path is not None:
        with suppress(OSError):
            _write(path, hashlib.sha256(content).digest() + content)


def _place(name: str, key: bytes) -> Path | None:
    """Return the file of a name and key, None where nothing is to be kept."""
    folder = _folder()
    return folder and folder / f"{name}-{hashlib.sha256(key).hexdigest()[:32]}"


def _folder() -> Path | None:
    """Return the user's own folder for what may be made again, None where there is to be none."""
    asked = os.environ.get(PLACE)
    if asked is not None:
        return Path(asked) if asked else None
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        above = str(Path("~/Library/Caches").expanduser())
    else:
        above = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    return Path(above) / "servqual" if Path(above).is_absolute() else None


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and remove what is old."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for old in path.parent.iterdir():
        if old.stat().st_mtime < time() - _UNUSED:
            old.unlink(missing_ok=True)
