"""Where files are found, how they are checked, and how they are written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from servqual.errors import FileError, FormatError

_PACKAGE = Path(__file__).resolve().parent
LONGEST_LINE = 100  # signs of a line at fault that are shown


def data_folder(name: str) -> Path:
    """Return the folder ``instruments`` or ``reports`` that was shipped with this package.

    A wheel carries them under ``servqual/_data``; a checkout has them beside the package.
    """
    for place in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileError(
        f"the folder {name!r} is missing from this installation. Install servqual again."
    )


def read_bytes(path: Path, what: str = "file") -> bytes:
    """Return the content of a file that must exist, be a file and be readable."""
    check_readable(path, what)
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: this {what} cannot be read ({error.strerror}).") from error


def check_readable(path: Path, what: str = "file") -> None:
    """Raise unless ``path`` is an existing file."""
    try:
        if path.is_dir():
            raise FileError(f"{path}: this is a folder, not a {what}. Name the {what} inside it.")
        if not path.is_file() and (path.exists() or str(path) == "-"):
            raise FileError(
                f"{path}: this is not a regular file but a pipe, standard input or a device; a "
                f"{what} is read more than once. Save what comes out of it to a file, and name "
                "that file."
            )
        if not path.is_file():
            raise FileError(f"{path}: there is no such {what}. Check the spelling and the folder.")
    except OSError as error:  # a name with a NUL or longer than the system allows
        raise FileError(f"{path}: this path cannot be used ({error.strerror}).") from error
    except ValueError as error:
        raise FileError(f"{str(path)!r}: this path cannot be used ({error}).") from error


def read_toml(path: Path, what: str = "TOML file") -> dict[str, Any]:
    """Return a TOML file as a dict without its byte-order mark; a syntax fault names its line."""
    return parse_toml(read_bytes(path, what), path, what)


def parse_toml(content: bytes, path: Path, what: str = "TOML file") -> dict[str, Any]:
    """Return the content of a TOML file as a dict, as :func:`read_toml` does."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: this {what} is not UTF-8. Save it as UTF-8 and try again."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise FormatError(
            f"{path}: not a valid {what}: {error}.{_toml_remedy(content, error)}"
        ) from error


def _toml_remedy(content: bytes, error: tomllib.TOMLDecodeError) -> str:
    """Return the line at fault as it stands, and how texts, dates and lists are written."""
    place = re.search(r"at line (\d+)", str(error))
    lines = content.decode("utf-8-sig").split("\n")
    number = int(place[1]) if place else 0
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    shown = f"\n  line {number}: {line[:LONGEST_LINE]}" if line else ""
    return (
        f'{shown}\nA line is NAME = VALUE: text stands in quotes ("Aurora"), a date is YYYY-MM-DD '
        "without them (2026-05-31), yes or no is true or false."
    )


def parse_json(content: bytes, path: Path | str, what: str, remedy: str) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    FormatError
        It is none; the message says where it cannot be read, and ends with the remedy.
    """
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        said = _json_fault(content, error)
        raise FormatError(f"{path}: this is not a {what}: {said}. {remedy}") from error


def _json_fault(content: bytes, error: Exception) -> str:
    """Return where and how JSON cannot be read, in plain words."""
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8 text"
    text = content.decode("utf-8-sig", "replace").rstrip()
    if not text:
        return "it is empty"
    if not text.lstrip().startswith(("{", "[")):
        return "it is no JSON, which begins with a brace {"
    if not isinstance(error, json.JSONDecodeError):
        return "a number in it is too long, or its parts are nested too deeply"
    where = f"line {error.lineno}, column {error.colno}"
    if error.pos >= len(text) or error.msg.startswith("Unterminated"):
        return f"it breaks off ({where}); it was not written or copied to its end"
    return f"it cannot be read from {where} on; it was changed by hand or by another program"


def sha256(content: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def check_writable(path: Path, *, force: bool, inputs: Iterable[Path] = ()) -> None:
    """Raise unless ``path`` may be written: its folder exists and nothing precious stands there.

    An input file is never replaced, another existing file only with ``force``.
    """
    try:
        if path.is_dir():
            raise FileError(f"{path}: this is a folder. Name the file to write inside it.")
        folder = path.parent
        if not folder.is_dir():
            raise FileError(
                f"{path}: the folder {folder} does not exist. Make it first, or name another."
            )
        if any(path.exists() and source.exists() and path.samefile(source) for source in inputs):
            raise FileError(
                f"{path}: this is an input file; it is never replaced. Choose another name with -o."
            )
        if path.exists() and not force:
            raise FileError(
                f"{path}: this file exists already. Add --force to replace it, or choose another "
                "name."
            )
        if not os.access(folder, os.W_OK):
            raise FileError(
                f"{path}: the folder {folder} cannot be written to. Choose another with -o."
            )
    except OSError as error:
        raise FileError(f"{path}: this path cannot be used ({error.strerror}).") from error
    except ValueError as error:
        raise FileError(f"{str(path)!r}: this path cannot be used ({error}).") from error


def write_whole(
    path: Path, content: bytes, *, force: bool = False, inputs: Iterable[Path] = ()
) -> None:
    """Write ``content`` so that the file appears complete or not at all."""
    with written_whole(path, force=force, inputs=inputs) as stream:
        stream.write(content)


@contextmanager
def written_whole(
    path: Path, *, force: bool = False, inputs: Iterable[Path] = ()
) -> Iterator[IO[bytes]]:
    """Give a stream whose content appears under ``path`` when all of it was written, else nothing.

    Until then it stands in a file beside, which is removed whatever happens.

    Raises
    ------
    FileError
        The file cannot or must not be written, at once; or the disk is full, in the middle.
    """
    check_writable(path, force=force, inputs=inputs)
    try:
        handle, name = tempfile.mkstemp(
            dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part"
        )
    except OSError as error:
        raise FileError(f"{path}: cannot be written ({error.strerror}).") from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise FileError(f"{path}: cannot be written ({error.strerror}).{_room(error)}") from error
    finally:
        part.unlink(missing_ok=True)


def _room(error: OSError) -> str:
    """Return what to do about a disk that is full; '' for another cause."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ""
    return " Nothing was written: free some space, or name a place on another disk."


def _umask() -> int:
    """Return the permission mask of this process (it can only be read by setting it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
