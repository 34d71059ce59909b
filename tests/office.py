"""Files opened in LibreOffice, as a reader would: converted, rendered, recalculated."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 180  # seconds; the first start makes a profile


def program():
    """Return LibreOffice's program; without one the test is skipped, in CI it fails."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is not installed, and CI skips no test that needs it")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def converted(path, ending, folder):
    """Return a file as LibreOffice saves it with another ending, such as ``pdf`` or ``csv``."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program(), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
                "--convert-to", ending, "--outdir", str(folder), str(path),
            ],
            check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
    return Path(folder) / f"{Path(path).stem}.{ending.partition(':')[0]}"
