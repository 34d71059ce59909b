"""What is shipped: everything that a report needs, and nothing that would land beside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = "servqual/_data"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """Return the names in the wheel: the one in SERVQUAL_WHEEL, or one built here."""
    wheel = os.environ.get("SERVQUAL_WHEEL")
    if not wheel:
        folder = tmp_path_factory.mktemp("wheel")
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        wheel = next(folder.glob("servqual-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_under(folder):
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if not any(part.startswith((".", "__pycache__")) for part in path.parts[len(ROOT.parts) :])
    }


@pytest.mark.parametrize("folder", ["instruments", "reports"])
def test_every_data_file_is_in_the_wheel(shipped, folder):
    here = {f"{DATA}/{name}" for name in files_under(folder)}

    assert here
    assert here - shipped == set()


def test_every_module_is_in_the_wheel(shipped):
    modules = {name for name in files_under("servqual") if name.endswith(".py")}

    assert modules - shipped == set()


def test_the_wheel_says_that_it_is_typed_and_carries_its_licence(shipped):
    licences = [name for name in shipped if name.endswith(".dist-info/licenses/LICENSE")]

    assert "servqual/py.typed" in shipped
    assert len(licences) == 1


def test_the_wheel_installs_one_package_and_nothing_beside_it(shipped):
    tops = {PurePosixPath(name).parts[0] for name in shipped}

    assert sorted(top for top in tops if not top.endswith(".dist-info")) == ["servqual"]


def test_no_test_and_no_leftover_is_shipped(shipped):
    leftovers = [
        name for name in shipped if "test" in name.lower() or name.endswith((".pyc", ".part"))
    ]

    assert leftovers == []
