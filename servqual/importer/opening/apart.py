"""Reads files whose readers are not safe against damage in a process of their own.

A damaged file can make a reader written in C stop the whole program, or ask for all the memory
there is. In a child process it stops only that, and a message says so.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from servqual.errors import FormatError, SettingsError

MOST_MEMORY = 12 << 30  # bytes of a child, where the system can limit it
LONGEST = 900  # seconds
# the folder stands in for its package, so that a child loads one reader and not the whole importer
_START = """
import json, sys, types
sys.path[:] = json.loads(sys.argv[1])
package = sys.modules["servqual.importer"] = types.ModuleType("servqual.importer")
package.__path__ = [sys.argv[3]]
from servqual.importer.opening.apart import child
child()
"""
_FOLDER = str(Path(__file__).parent.parent)
_REFUSALS = {kind.__name__: kind for kind in (FormatError, SettingsError)}


def apart(module: str, function: str, content: bytes, file: str, *more: str | None) -> Any:
    """Return what ``function(content, file, *more)`` of a module returns, computed in a child.

    The result must be plain data of JSON. Where no process can be started, it is computed here.

    Raises
    ------
    FormatError, SettingsError
        As the function raises them, or because the child did not survive the file.
    """
    asked = json.dumps([module, function, file, *more])
    command = [sys.executable or "python", "-c", _START, json.dumps(sys.path), asked, _FOLDER]
    quiet: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of Windows
    try:
        done = subprocess.run(  # noqa: S603  this Python, with code of our own
            command,
            input=content,
            capture_output=True,
            timeout=LONGEST,
            check=False,
            creationflags=quiet,
        )
    except subprocess.TimeoutExpired as error:
        raise _damaged(file) from error
    except OSError:
        return getattr(importlib.import_module(module), function)(content, file, *more)
    if done.returncode:
        raise _damaged(file)
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise _REFUSALS[answer["refused"]](answer["why"])
    return answer["result"]


def _damaged(file: str) -> FormatError:
    return FormatError(
        f"{file}: this file is damaged: it cannot be read to its end. Export the survey again, or "
        "save it as CSV."
    )


def child() -> None:
    """Read content from standard input, call the function asked for, and write JSON."""
    _limit_memory()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a reader prints is not the answer
    module, function, *arguments = json.loads(sys.argv[2])
    try:
        result = getattr(importlib.import_module(module), function)(
            sys.stdin.buffer.read(), *arguments
        )
        answer = {"result": result}
    except tuple(_REFUSALS.values()) as error:
        answer = {"refused": type(error).__name__, "why": str(error)}
    with out:
        out.write(json.dumps(answer).encode())


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
