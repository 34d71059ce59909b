"""The README is true: its commands run, its options are those of the commands, its keys exist."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from servqual import cli
from servqual._files import data_folder

README = Path(__file__).resolve().parent.parent / "README.md"
TEXT = README.read_text("utf-8")
COMMANDS = (
    "demo",
    "report",
    "score",
    "show",
    "structure",
    "priorities",
    "check",
    "comments",
    "map",
    "join",
    "plan",
    "form",
    "pilot",
    "field",
    "proposal",
    "summarize",
    "merge",
    "simulate",
    "new",
    "run",
    "forget",
    "gaps",
    "reproduce",
    "track",
    "verify",
    "check-table",
    "instruments",
)


def fenced(language, after=""):
    """Return the code blocks of a language that stand after a mark."""
    return re.findall(rf"{re.escape(after)}```{language}\n(.*?)```", TEXT, re.DOTALL)


def run(words, folder):
    return subprocess.run(
        [sys.executable, "-m", "servqual", *words],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
    )


def typed(line, folder):
    """Run a line of the walk-through: a command of ours, or a copy."""
    program, *words = shlex.split(line)
    if program == "cp":
        source, copy = (folder / word for word in words)
        text = source.read_text("utf-8")
        # a copy stands for another wave, which is never the same file to the byte
        copy.write_text(
            text + text.splitlines()[-1] + "\n" if copy.parent == folder else text, "utf-8"
        )
        return subprocess.CompletedProcess(line, 0)
    return run(words, folder)


def option_table():
    """Return the options of each command as the README lists them."""
    listed = {}
    for line in TEXT.split("| option | commands | means |")[1].split("\n\n")[0].splitlines()[2:]:
        options, commands, _ = re.split(r"(?<!\\)\|", line.strip("|"))
        names = set(re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*", options))
        for command in commands.replace("all", ", ".join(COMMANDS)).split(","):
            listed.setdefault(command.strip(" `").split()[0], set()).update(names)
    return listed


def help_options(*command):
    text = subprocess.run(
        [sys.executable, "-m", "servqual", *command, "--help"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return {
        name
        for line in text.splitlines()
        for name in re.findall(r"(?<![\w-])--?[a-z]+(?:-[a-z]+)*", head(line))
    }


def head(line):
    """Return the part of a help line that names options; the words behind it may name others."""
    return re.split(r"  +", line.strip())[0] if line.strip().startswith("-") else ""


def test_the_commands_of_the_walk_through_run(plain_survey):
    shown = [line for block in fenced("sh", "<!-- run -->\n") for line in block.splitlines()]
    failed = [
        (line, result.stderr)
        for line in shown
        if (result := typed(line, plain_survey.parent)).returncode
    ]

    assert len(shown) == 48
    assert failed == []


def test_the_notebook_example_runs(plain_survey, monkeypatch):
    monkeypatch.chdir(plain_survey.parent)
    (block,) = fenced("python")
    exec(compile(block, str(README), "exec"), {})  # noqa: S102  the README's own example

    assert (plain_survey.parent / "aurora.html").stat().st_size > 10_000


def test_the_mapping_example_is_a_mapping_file(tmp_path):
    from servqual.importer import load_mapping

    report, answers, *_ = fenced("toml")
    (tmp_path / "map.toml").write_text(report, "utf-8")
    (tmp_path / "answers.toml").write_text(answers, "utf-8")
    found, said = load_mapping(tmp_path / "map.toml"), load_mapping(tmp_path / "answers.toml")

    assert found.report["client"] == "Hotel Aurora"
    assert found.sample == {"invited": 900, "mode": "tablet at the desk"}
    assert (said.convert, said.scales["expectation"], said.best_first) == (
        "1-7",
        "1-5",
        ("perception",),
    )


def test_the_crosswalk_example_is_a_crosswalk(tmp_path):
    from servqual.importer.waves import load_crosswalk

    (tmp_path / "since.toml").write_text(fenced("toml", "<!-- crosswalk -->\n")[0], "utf-8")
    found = load_crosswalk(tmp_path / "since.toml")

    assert (found.label, found.n, found.new) == ("2025", 412, ("q22",))
    assert found.renamed["Reliable"] == "reliability"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_lists_the_options_of_a_command(command):
    listed = option_table()
    used = help_options(command)
    if command == "instruments":
        used |= help_options("instruments", "show") | help_options("instruments", "new")

    assert listed[command] == used


def test_the_readme_lists_every_command():
    shown = set(re.findall(r"^\| `servqual ([a-z][a-z-]*)", TEXT, re.MULTILINE))

    assert shown == set(COMMANDS)
    assert Path(cli.__file__).parent.is_dir()


def test_the_readme_lists_every_part_of_the_results():
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    table = TEXT.split("| key | holds |")[1].split("\n\n")[0]
    listed = [
        name
        for line in table.splitlines()[2:]
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    ]

    assert listed == list(schema["properties"])


def test_the_readme_lists_every_number_of_a_gap():
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))
    (listed,) = re.findall(r"A gap row: (.*?)\. Means", TEXT, re.DOTALL)
    named = set(re.findall(r"`(\w+)`", listed)) - {"item", "dimension"}

    assert named == set(schema["$defs"]["gap"]["properties"])


def test_the_readme_quotes_what_was_measured(root):
    (quoted,) = re.findall(r"<!-- measured -->\n(.*?)<!-- end -->", TEXT, re.DOTALL)
    measured = (root / "benchmarks" / "RESULTS.md").read_text("utf-8")

    assert measured.endswith("\n" + quoted)


@pytest.mark.parametrize("target", ["demo", "test", "bench", "bench-large"])
def test_the_readme_names_targets_that_exist(target, root):
    assert f"make {target}" in TEXT
    assert re.search(rf"^{target}:", (root / "Makefile").read_text("utf-8"), re.MULTILINE)
