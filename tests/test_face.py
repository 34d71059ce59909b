"""The face of the package: every public name is there, and is what it says."""

import subprocess
import sys
from types import ModuleType

import pytest

import servqual as sq


@pytest.mark.parametrize("name", sq.__all__)
def test_every_public_name_can_be_had(name):
    assert not isinstance(getattr(sq, name), ModuleType)


def test_public_names_show_up_for_completion():
    assert set(sq.__all__) <= set(dir(sq))


def test_a_name_that_is_not_there_is_named():
    with pytest.raises(AttributeError) as raised:
        _ = sq.anlyze

    assert str(raised.value) == "module 'servqual' has no attribute 'anlyze'"


def test_loading_a_folder_does_not_hide_the_function_of_the_same_name():
    code = "import servqual.simulate, servqual as sq; print(callable(sq.simulate))"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert run.stdout == "True\n"


def test_every_error_of_the_package_is_a_servqual_error():
    errors = [getattr(sq, name) for name in sq.__all__ if name.endswith("Error")]

    assert len(errors) == 11
    assert all(issubclass(error, sq.ServqualError) for error in errors)
