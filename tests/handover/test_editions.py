"""One edition per unit: own figures, the company, the best quarter without names, or a letter."""

import re
from dataclasses import replace

import numpy as np
import pytest

import servqual as sq
from servqual.cli.app import main
from servqual.errors import FileError, SettingsError
from servqual.settings import ReportOptions
from servqual.texts import catalogue
from servqual.writer.editions import to_editions
from servqual.writer.editions.compare import best_quarter
from servqual.writer.own.reading import read_own_words
from servqual.writer.view import View
from tests.handover.grouped import grouped
from tests.made import responses

UNITS = (
    "Airport", "Bridge", "Garden", "Harbour", "Hill", "Market", "Old Town / West", "Riverside",
    "Station",
)  # fmt: skip
OPTIONS = ReportOptions(client="Aurora", date="2026-05-31", service="bank")


def survey(names, sizes, seed=1):
    rng = np.random.default_rng(seed)
    branch = np.repeat(np.array(names, dtype=object), sizes)
    n = len(branch)
    made = responses(rng.integers(5, 8, (n, 22)), rng.integers(2, 8, (n, 22)))
    return replace(made, people={"branch": branch})


@pytest.fixture(scope="module")
def study():
    """Return nine units of 35 people, and two of so few that they are hidden."""
    return grouped(survey([*UNITS, "Elm Yard", "城东店"], [*[35] * 9, 4, 8]), by="branch")


@pytest.fixture(scope="module")
def pages(study):
    return {name: page.decode() for name, page in to_editions(study, "branch", OPTIONS).items()}


def test_every_unit_has_a_page_and_the_list_names_all(pages):
    assert list(pages) == [
        "index.html",
        "01-Airport.html",
        "02-Bridge.html",
        "03-Elm-Yard.letter.html",
        "04-Garden.html",
        "05-Harbour.html",
        "06-Hill.html",
        "07-Market.html",
        "08-Old-Town-West.html",
        "09-Riverside.html",
        "10-Station.html",
        "11-城东店.letter.html",
    ]
    assert re.findall(r'<a href="(\d[^"]+)">', pages["index.html"])[3:5] == [
        "04-Garden.html", "05-Harbour.html",
    ]  # fmt: skip
    assert "edition, 35 people" in pages["index.html"]


def test_an_edition_has_own_figures_beside_those_of_the_company(study, pages):
    numbers = View(study, OPTIONS).numbers
    own = next(g for g in study.groups.gaps if g.group == "Harbour" and g.id == "unweighted")
    page = pages["05-Harbour.html"]

    assert f"The gap is {numbers.gap(own.gap)} " in page
    company = numbers.gap(study.gaps.row("unweighted").gap)
    assert f"Beside it the whole company: {company}." in page
    assert "35 people answered for Harbour, of 327 in all." in page


def test_an_edition_names_no_other_unit(pages):
    every = (*UNITS, "Elm Yard", "城东店")
    files = [name for name in pages if name != "index.html"]
    for name, own in zip(files, sorted(every), strict=True):
        page = pages[name].partition('id="plotly"')[0]

        assert [unit for unit in every if unit in page] == [own]


def test_the_best_quarter_is_the_mean_of_the_best_units_on_that_figure(study):
    found = best_quarter(study, "branch")
    gaps = sorted(g.gap for g in study.groups.gaps if g.id == "reliability")

    assert (found.n_units, found.n_best) == (9, 3)
    assert found.means["gap", "dimension", "reliability"] == round(sum(gaps[-3:]) / 3, 2)


def test_two_units_are_no_anonymous_quarter():
    study = grouped(survey(UNITS[:8], [30] * 8), by="branch")
    pages = to_editions(study, "branch", OPTIONS)

    assert best_quarter(study, "branch").means == {}
    assert b"Best quarter" not in pages["1-Airport.html"]
    assert b"A best quarter is shown from nine units on; with 8" in pages["1-Airport.html"]


def test_a_hidden_unit_gets_a_letter_with_figures_of_the_company_alone(study, pages):
    page = pages["03-Elm-Yard.letter.html"]
    tables = re.findall(r"<caption>([^<]*)</caption>", page)

    assert "Why there is no report of your own this time" in page
    assert "at least 10 people stand behind it" in page
    assert tables == ["The company as a whole"]
    assert 'class="chart"' not in page
    assert not re.search(r"\b4 people\b", page)


def test_editions_are_written_in_chinese(study):
    page = to_editions(study, "branch", replace(OPTIONS, language="zh"))["11-城东店.letter.html"]

    assert "为什么这次没有单独的报告" in page.decode()


def test_hostile_names_neither_leave_the_folder_nor_run():
    names = ["../../etc/passwd", "<script>alert(1)</script>", "con", "a" * 200]
    pages = to_editions(grouped(survey(names, [12] * 4), by="branch"), "branch", OPTIONS)

    assert all(re.fullmatch(r"[\w.-]+\.html", name) and len(name) < 90 for name in pages)
    assert not any(b"<script>alert" in page for page in pages.values())


def test_the_same_study_gives_the_same_pages(study, pages):
    again = to_editions(study, "branch", OPTIONS)

    assert {name: page.decode() for name, page in again.items()} == pages


def test_the_words_about_the_whole_report_are_left_out(study, tmp_path):
    notes = tmp_path / "notes.md"
    notes.write_text("# summary\n\nOur own words.\n", "utf-8")
    options = replace(OPTIONS, own=read_own_words(notes))

    assert b"Our own words" not in to_editions(study, "branch", options)["01-Airport.html"]


def test_a_column_that_breaks_nothing_down_is_refused(study):
    with pytest.raises(SettingsError) as refused:
        to_editions(study, "region", OPTIONS)

    assert str(refused.value) == (
        "this study is not broken down by 'region', so that there are no editions. Broken down "
        "by: branch. Analyse it with by='region'."
    )


def test_a_questionnaire_without_gaps_has_no_editions():
    made = replace(
        responses(None, np.full((40, 22), 5), instrument="servperf"),
        people={"branch": np.array(["North", "South"] * 20, dtype=object)},
    )
    study = grouped(made, by="branch")
    with pytest.raises(SettingsError, match="the questionnaire 'servperf' has no gaps"):
        to_editions(study, "branch", OPTIONS)


def test_editions_are_written_whole_or_not_at_all(study, tmp_path):
    folder = tmp_path / "out"
    paths = sq.editions(study, folder, "Branch", client="Aurora", date="2026-05-31")
    (folder / "01-Airport.html").write_text("mine", "utf-8")
    (folder / "index.html").unlink()

    assert len(paths) == 12
    with pytest.raises(FileError, match=r"01-Airport\.html: this file exists already"):
        sq.editions(study, folder, "branch")
    assert not (folder / "index.html").exists()


def test_the_command_writes_a_folder(tmp_path, capsys):
    survey_file = tmp_path / "guests.csv"
    sq.simulate(60, seed=3).frame.to_csv(survey_file, index=False)
    status = main(["report", str(survey_file), "--each", "branch", "--client", "Aurora"])
    said = capsys.readouterr().err

    assert status == 0
    assert (tmp_path / "guests.editions" / "index.html").is_file()
    assert "guests.editions (" in said
    assert main(["report", str(survey_file), "--each", "branch"]) == 1
    assert "this file exists already. Add --force" in capsys.readouterr().err


def test_a_folder_of_editions_is_not_named_like_a_report(tmp_path, capsys):
    survey_file = tmp_path / "guests.csv"
    sq.simulate(60, seed=3).frame.to_csv(survey_file, index=False)
    target = tmp_path / "ed3.html"
    status = main(["report", str(survey_file), "--each", "branch", "-o", str(target)])

    assert status == 1
    assert capsys.readouterr().err == (
        f"servqual: {target}: --each writes a folder with one page per unit, and this is the name "
        f"of one report. Name a folder with -o, such as {tmp_path / 'ed3'}, or leave out --each.\n"
    )
    assert not target.exists()


@pytest.mark.parametrize("client", ["", "Aurora"])
def test_the_title_of_an_edition_names_the_unit_once(study, client):
    page = to_editions(study, "branch", replace(OPTIONS, client=client))["05-Harbour.html"]
    title = re.search("<title>(.*)</title>", page.decode())[1]

    assert (title.count("Harbour"), title.count("Aurora")) == (1, bool(client))


def test_both_languages_have_the_same_texts_of_editions():
    keys = [
        {
            key
            for key in catalogue(code)
            if key.startswith(("editions.", "anonymised.", "databook."))
        }
        for code in ("en", "zh")
    ]

    assert keys[0] == keys[1]
