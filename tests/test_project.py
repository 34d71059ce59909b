"""The project's own machinery: what two commands on a fresh machine rest on."""

import os
import re
import tomllib

import pytest

from servqual import __version__


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def test_ci_lints_tests_and_runs_the_wheel(root):
    script = (root / ".ci" / "run").read_text("utf-8")
    steps = ["make lint", "make test", "pip wheel", "tests/test_wheel.py", "bare/bin/servqual demo"]

    assert os.access(root / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert [step for step in steps if step not in script] == []
    assert sorted(steps, key=script.index) == steps


def test_the_command_is_installed_under_its_name(project):
    assert project["project"]["scripts"] == {"servqual": "servqual.cli.app:main"}


def test_the_licence_is_the_gpl(root, project):
    text = (root / "LICENSE").read_text("utf-8")

    assert project["project"]["license"] == "GPL-3.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 3, 29 June 2007" in text


def test_every_exception_to_a_lint_rule_has_its_reason(root):
    table = (root / "pyproject.toml").read_text("utf-8").split("[tool.ruff.lint]")[1]
    exceptions = re.findall(r'^ +"[A-Z]+[0-9]*",(?! ").*$', table, re.MULTILINE)

    assert len(exceptions) > 10
    assert [line for line in exceptions if "#" not in line] == []


def test_warnings_are_errors_and_doctests_run(project):
    options = project["tool"]["pytest"]["ini_options"]

    assert options["filterwarnings"] == ["error"]
    assert "--doctest-modules" in options["addopts"]
    assert options["testpaths"] == ["tests", "servqual"]


def test_types_are_checked_strictly(project):
    assert project["tool"]["mypy"]["strict"] is True


def test_the_changelog_knows_this_version(root):
    text = (root / "CHANGELOG.md").read_text("utf-8")

    assert "## Unreleased" in text or f"## {__version__}" in text


@pytest.mark.parametrize(
    "target", ["demo", "test", "quick", "slow", "lint", "format", "bench", "clean"]
)
def test_make_explains_its_targets(root, target):
    text = (root / "Makefile").read_text("utf-8")

    assert f"\n{target}:" in text
    assert f'@echo "make {target} ' in text
