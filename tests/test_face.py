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

    assert len(errors) == 15
    assert all(issubclass(error, sq.ServqualError) for error in errors)


def test_a_result_prints_as_a_table_outside_a_notebook(plain_survey):
    gaps = sq.analyze(sq.read(plain_survey)).gaps
    head, first, *_ = str(gaps).splitlines()

    assert head.split()[:4] == ["level", "id", "kind", "n"]
    assert first.split()[:3] == ["overall", "unweighted", "gap"]


def test_an_unknown_row_is_answered_with_the_known_ones(plain_survey):
    gaps = sq.analyze(sq.read(plain_survey)).gaps

    with pytest.raises(KeyError, match="no gap called 'relability' of kind 'gap'; known: unw"):
        gaps.row("relability")


def test_a_file_name_is_no_answers():
    with pytest.raises(TypeError, match=r"takes the answers that servqual\.read returns, not str"):
        sq.analyze("guests.csv")


def test_more_answers_than_invitations_are_refused(plain_survey):
    facts = sq.SampleFacts(invited=2)

    with pytest.raises(sq.SettingsError, match=r"^invited is 2, but \d+ people answered"):
        sq.analyze(sq.read(plain_survey), facts=facts)
