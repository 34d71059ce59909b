"""How a report is dressed from the command line: brand, audience, style, mark, PDF and PNG."""

import re
from pathlib import Path

import pytest

from servqual._files import data_folder
from servqual.writer import browser

DAY = ("--date", "2026-01-31")
AURORA = data_folder("reports") / "brands"


def sections(path):
    return re.findall(r'<section id="([^"]+)"', Path(path).read_text("utf-8"))


@pytest.fixture
def brand(folder):
    """Copy the example brand beside the survey."""
    for name in ("aurora.toml", "aurora.svg"):
        (folder / name).write_bytes((AURORA / name).read_bytes())
    return "aurora.toml"


def test_a_report_wears_a_brand(run, brand):
    ended = run("report", "guests.csv", "--brand", brand, "--quiet", *DAY)
    text = Path("guests.report.html").read_text("utf-8")

    assert ended == (0, "", "")
    assert 'alt="Aurora Hotels"' in text
    assert "--brand:#5b2245;" in text


def test_a_brand_with_faults_stops_the_report_before_the_survey_is_read(run, folder, names):
    (folder / "b.toml").write_text('[colour]\naccent = "#ffff00"\nlink = "blue"\n', "utf-8")
    (folder / "guests.csv").write_text("nothing that could be read", "utf-8")
    ended = run("report", "guests.csv", "--brand", "b.toml")

    assert ended.status == 1
    assert ended.err == (
        "servqual: b.toml: this brand file has 2 faults. Mend and try again:\n"
        "  - colour.accent: #ffff00 has a contrast of 1.07:1 against the page; lines and large "
        "shapes need 3:1. Try #9a9a00\n"
        "  - colour.link: 'blue' is not a colour; write it as '#7a1f3d'\n"
    )
    assert names() == ["b.toml", "guests.csv"]


def test_a_brand_that_is_not_there_is_a_fault(run):
    ended = run("report", "guests.csv", "--brand", "no.toml")

    assert ended.status == 1
    assert ended.err == (
        "servqual: no.toml: there is no such brand file. Check the spelling and the folder.\n"
    )


def test_the_audience_decides_what_comes_second(run):
    run("report", "guests.csv", "--audience", "review", "--quiet", *DAY)

    assert sections("guests.report.html")[:2] == ["summary", "trust"]


def test_a_brief_report_is_shorter(run):
    run("report", "guests.csv", "--quiet", *DAY)
    full = sections("guests.report.html")
    run("report", "guests.csv", "--style", "brief", "--quiet", "--force", *DAY)

    assert len(sections("guests.report.html")) < len(full) / 2


def settings_of(run, *words):
    """Return how the study behind a report was made."""
    seen = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("servqual.analysis.report", lambda study, *_, **__: seen.append(study))
        assert run("report", "guests.csv", "--quiet", *words).status == 0
    return seen[0].settings


@pytest.mark.parametrize(
    ("words", "structure"),
    [((), "core"), (("--style", "brief"), "core"), (("--style", "full"), "full")],
)
def test_only_a_full_report_asks_for_what_takes_longer(run, words, structure):
    assert settings_of(run, *words).structure == structure


def test_the_mapping_file_may_ask_for_a_full_report_and_the_command_line_outranks_it(run, folder):
    (folder / "m.toml").write_text('[report]\nstyle = "full"\n', "utf-8")

    assert settings_of(run, "--mapping", "m.toml").structure == "full"
    assert settings_of(run, "--mapping", "m.toml", "--style", "standard").structure == "core"


def test_a_radar_and_the_axis_of_importance_are_asked_for(run):
    ended = run(
        "report", "guests.csv", "--radar", "--importance-axis", "x", "--lang", "en", "--quiet", *DAY
    )
    text = Path("guests.report.html").read_text("utf-8")

    assert ended == (0, "", "")
    assert 'id="chart-radar"' in text
    assert "Importance rises to the right and performance upwards" in text


def test_the_mapping_file_may_ask_for_them_too(run, folder):
    asked = '[report]\nradar = true\nimportance_axis = "x"\n'
    (folder / "m.toml").write_text(asked, "utf-8")
    run("report", "guests.csv", "--mapping", "m.toml", "--importance-axis", "y", "--quiet", *DAY)
    text = Path("guests.report.html").read_text("utf-8")

    assert 'id="chart-radar"' in text
    assert "Importance rises upwards and performance to the right" in text


def test_a_wrong_axis_in_the_mapping_file_is_a_fault(run, folder):
    (folder / "m.toml").write_text('[report]\nimportance_axis = "z"\n', "utf-8")

    assert run("report", "guests.csv", "--mapping", "m.toml").err == (
        "servqual: the axis of importance is 'z'; it must be x or y, or left out.\n"
    )


@pytest.mark.parametrize("mark", ["draft", "final"])
def test_a_report_is_marked(run, mark):
    run("report", "guests.csv", f"--{mark}", "--quiet", *DAY)

    assert f'class="status {mark}"' in Path("guests.report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--draft", "--final"),
            "a report is a draft or final, not both. Leave out --draft or --final.",
        ),
        (
            ("--audience", "press"),
            "there is no audience 'press'. Known: board, ops, review. Without one the report is "
            "written for a client.",
        ),
        (
            ("-o", "r.odt"),
            "r.odt: the ending says what to write, and this one is not known. End it in .html, "
            ".htm, .pdf, .png, .docx, .pptx, .xlsx or .zip.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_remedy(run, names, words, message):
    ended = run("report", "guests.csv", *words)

    assert (ended.status, ended.err) == (1, f"servqual: {message}\n")
    assert names() == ["guests.csv"]


def test_an_unknown_style_is_a_mistyped_command(run):
    assert run("report", "guests.csv", "--style", "short").status == 2


def test_the_mapping_file_may_say_it_all_and_the_command_line_outranks_it(run, folder, brand):
    (folder / "maps").mkdir()
    (folder / "maps" / "m.toml").write_text(
        '[report]\nbrand = "../aurora.toml"\naudience = "ops"\nstyle = "brief"\nstatus = "draft"\n',
        "utf-8",
    )
    ended = run("report", "guests.csv", "--mapping", "maps/m.toml", "--final", "--quiet", *DAY)
    text = Path("guests.report.html").read_text("utf-8")

    assert ended == (0, "", "")
    assert sections("guests.report.html")[-1] == "card"
    assert 'class="status final"' in text
    assert 'alt="Aurora Hotels"' in text


def test_a_wrong_status_in_the_mapping_file_is_a_fault(run, folder):
    (folder / "m.toml").write_text('[report]\nstatus = "done"\n', "utf-8")
    ended = run("report", "guests.csv", "--mapping", "m.toml")

    assert ended.err == (
        "servqual: the status is 'done'; it must be draft or final, or left out.\n"
    )


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_without_a_browser_a_picture_is_refused_before_the_survey_is_read(
    run, names, monkeypatch, ending
):
    pytest.importorskip("playwright")
    monkeypatch.setenv("SERVQUAL_BROWSER", "no-such-browser")
    ended = run("report", "guests.csv", "-o", f"r.{ending}")

    assert ended.status == 1
    assert ended.err == (
        "servqual: SERVQUAL_BROWSER is 'no-such-browser', and no program of that name can be run. "
        "Install Chromium, Google Chrome or Microsoft Edge, or name yours in SERVQUAL_BROWSER. The "
        "report as .html needs none, and any browser prints it.\n"
    )
    assert names() == ["guests.csv"]


@pytest.mark.browser
@pytest.mark.slow
def test_a_report_as_pdf(run, folder, chromium, monkeypatch):
    pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv(browser.VARIABLE, chromium)
    ended = run("report", "guests.csv", "-o", "r.pdf", "--style", "brief", *DAY)

    assert ended.status == 0
    assert ended.err.startswith("Written: r.pdf\n")
    assert (folder / "r.pdf").read_bytes().startswith(b"%PDF-")


def card_command(path):
    """Return the command on the last page; each option with its value is a part of its own."""
    parts = re.search(r"servqual report .*?(?=</dd>)", Path(path).read_text("utf-8"))[0]
    return re.sub(r"<[^>]*>", "", parts)


def test_the_report_carries_the_command_that_made_it_without_folders_and_output(run, folder):
    run(
        "report", str(folder / "guests.csv"), "--quiet", "-o", "out.html", "--seed", "3",
        "--client", "Bank & Sons", *DAY,
    )  # fmt: skip

    assert card_command("out.html") == (
        "servqual report guests.csv --seed 3 --client &#39;Bank &amp; Sons&#39; --date 2026-01-31"
    )


def test_the_command_is_the_same_in_whatever_order_it_was_typed(run):
    run("report", "--seed", "3", "guests.csv", "--lang", "zh", "-o", "a.html", "--quiet", *DAY)
    run("report", "guests.csv", *DAY, "--lang", "zh", "-o", "b.html", "--quiet", "--seed", "3")

    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()
