"""What every test may ask for, and when a test that needs more than this checkout is skipped."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# words, templates and plotly.js are prepared once for all tests, away from the user's own cache
os.environ.setdefault("SERVQUAL_CACHE", str(ROOT / ".pytest_cache" / "servqual"))

# the same examples in every run: a test that fails does so for everybody
settings.register_profile("servqual", deadline=None, derandomize=True)
settings.load_profile("servqual")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of survey files beside this checkout, or skip."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the survey files of ../shared/data are not here")
    return folder


@pytest.fixture(scope="session")
def plain_csv() -> str:
    """Return a survey of 60 people with the columns E1..E22 and P1..P22, nothing missing."""
    items = range(1, 23)
    lines = [",".join([f"E{j}" for j in items] + [f"P{j}" for j in items])]
    for i in range(1, 61):
        expectation = [7 - (i + j) % 2 for j in items]
        perception = [3 + (2 * i + i * j + i // 7) % 5 for j in items]
        lines.append(",".join(map(str, expectation + perception)))
    return "\n".join(lines) + "\n"


@pytest.fixture
def plain_survey(plain_csv: str, tmp_path: Path) -> Path:
    """Return the path of that survey, called guests.csv, alone in a folder of its own."""
    path = tmp_path / "guests.csv"
    path.write_text(plain_csv, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; without one skip, or fail where CI is set."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"needs one of the browsers {', '.join(BROWSERS)}"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; .ci/run installs it")
        pytest.skip(reason)
    return found
