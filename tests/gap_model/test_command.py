"""``servqual gaps``: the lines of the README, what it prints and writes, what it refuses."""

import json
import re
from pathlib import Path

import pytest

from servqual.cli.app import main
from tests.gap_model.worked import study_folder

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a study folder with the table of the README in its study file."""
    made = study_folder(tmp_path_factory.mktemp("command") / "bank-2026", customers=60)
    (table,) = re.findall(r"<!-- gap-model -->\n```toml\n(.*?)```", README, re.S)
    (made / "study.toml").write_text(
        f'[data]\nfiles = ["data/guests.csv"]\n\n{table}', encoding="utf-8"
    )
    return made


@pytest.fixture(scope="module")
def page(folder):
    """Return the report that the first line of the README writes."""
    (line, _) = re.findall(r"<!-- gap-model -->\n```sh\n(.*?)```", README, re.S)[0].splitlines()
    path = folder / "gaps.html"
    words = [str(folder) if w == "bank-2026" else w for w in line.split()[1:]]

    assert main([str(path) if word == "gaps.html" else word for word in words]) == 0
    return path


def test_the_line_of_the_readme_writes_the_report(page):
    assert '<section id="gap-model"' in page.read_text("utf-8")


def test_such_a_report_is_verified_by_its_results(page, capsys):
    survey = page.parent / "data" / "guests.csv"

    assert main(["verify", str(page), "--data", str(survey)]) == 1
    assert "Verify the results.json of the same study" in capsys.readouterr().err


def test_without_consent_the_terminal_says_asked_and_not_shown(folder, tmp_path, capsys):
    text = (folder / "study.toml").read_text("utf-8")
    (folder / "other.toml").write_text(re.sub("consent = .*", "", text), encoding="utf-8")
    results = tmp_path / "results.json"

    assert main(["gaps", str(folder / "other.toml"), "--lang", "zh", "-o", str(results)]) == 0
    said = capsys.readouterr()
    states = json.loads(results.read_text("utf-8"))["gap_model"]["states"]

    assert "差距一" in said.out
    assert "不予显示" in said.out
    assert said.err == f"Written: {results}\n"
    assert [row["gap"] for row in states if row["state"] == "asked"] == [1, 2, 3, 4, 6, 7]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["-o", "gaps.txt"],
            "End it in .html, .htm, .pdf, .png, .docx, .pptx, .xlsx, .zip or .json.",
        ),
        (["-o", "data/guests.csv"], "or .json."),
        (["--lang", "fr"], "there are no texts in 'fr'."),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(folder, capsys, words, message):
    assert main(["gaps", str(folder), *words]) == 1
    assert message in capsys.readouterr().err


def test_the_report_is_also_a_data_book(folder, tmp_path):
    path = tmp_path / "gaps.xlsx"

    assert main(["gaps", str(folder), "--quiet", "-o", str(path)]) == 0
    assert path.read_bytes().startswith(b"PK")


def test_an_existing_file_is_kept(folder, page, capsys):
    assert main(["gaps", str(folder), "-o", str(page)]) == 1
    assert "--force" in capsys.readouterr().err
