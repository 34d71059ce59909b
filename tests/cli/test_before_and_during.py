"""``servqual pilot``, ``servqual field`` and ``servqual proposal``: what they print and write."""

import datetime

import pytest

import servqual as sq
from servqual.cli.field import quotas
from servqual.cli.proposal import marked_name, named_units
from servqual.errors import SettingsError


def survey(folder, name, n, *, column="EndDate", language="en", days=8):
    """Write a simulated survey with a time of finishing on each of some days."""
    head, *rows = sq.simulate(n, seed=5, language=language).to_csv().splitlines()
    start = datetime.datetime(2026, 5, 4, 9)
    times = [start + datetime.timedelta(days=k * days // n, minutes=k) for k in range(n)]
    lines = [f"{when:%Y-%m-%d %H:%M:%S},{row}" for when, row in zip(times, rows, strict=True)]
    (folder / name).write_text("\n".join([f"{column},{head}", *lines]), "utf-8-sig")


STUDY = """
[study]
client = "Hotel <b>Aurora</b>"
service = "hotel"
languages = ["en", "zh"]

[data]
files = [{ file = "may.csv", mapping = "may.toml" }]

[fieldwork]
start = 2026-05-04
end = 2026-05-31
unit = "branch"

[fieldwork.units]
"City Centre" = { invited = 100, quota = 40 }
"Riverside" = { invited = 100, quota = 40 }
"Station Road" = { invited = 100, quota = 40 }
"University" = { invited = 60, quota = 12 }
"""


@pytest.fixture
def surveyed(folder):
    """Return the folder with a survey of May, its study file and its mapping file."""
    survey(folder, "may.csv", 80)
    (folder / "may.toml").write_text('[columns]\nEndDate = "finished"\n', "utf-8")
    (folder / "study.toml").write_text(STUDY, "utf-8")
    return folder


# -- pilot -----------------------------------------------------------------------------------------


def test_a_pilot_is_printed_and_writes_nothing(run, surveyed, names):
    survey(surveyed, "pilot.csv", 30)
    before = names()
    ended = run("pilot", "pilot.csv")

    assert (ended.status, ended.err) == (0, "")
    assert "What to do with each item" in ended.out
    assert "What a pilot cannot say" in ended.out
    assert names() == before


def test_a_pilot_has_a_page_in_chinese(run, folder):
    survey(folder, "pilot.csv", 30, language="zh")
    ended = run("pilot", "pilot.csv", "--lang", "zh", "--html", "pilot.html")

    assert (ended.status, ended.err) == (0, "Written: pilot.html\n")
    assert '<html lang="zh-CN"' in (folder / "pilot.html").read_text("utf-8")


def test_seven_people_are_no_pilot(run, folder):
    survey(folder, "few.csv", 7)
    ended = run("pilot", "few.csv", "--html", "few.html")

    assert ended.status == 1
    assert ended.err.startswith("servqual: few.csv: 7 people answered. A pilot needs at least 10")
    assert not (folder / "few.html").exists()


@pytest.mark.parametrize("command", ["pilot", "field"])
def test_a_page_is_replaced_only_with_force(run, folder, command):
    (folder / "page.html").write_text("mine", "utf-8")
    ended = run(command, "guests.csv", "--html", "page.html")
    forced = run(command, "guests.csv", "--html", "page.html", "--force")

    assert (ended.status, ended.out) == (1, "")
    assert "page.html: this file exists already. Add --force" in ended.err
    assert forced.status == 0
    assert (folder / "page.html").read_text("utf-8") != "mine"


@pytest.mark.parametrize("command", ["pilot", "field"])
def test_a_page_is_html(run, command):
    ended = run(command, "guests.csv", "--html", "page.pdf")

    assert ended.status == 1
    assert "End it in .html or .htm." in ended.err


@pytest.mark.parametrize("command", ["pilot", "field"])
def test_an_input_is_never_the_page(run, folder, command):
    (folder / "guests.csv").rename(folder / "guests.html")
    ended = run(command, "guests.html", "--html", "guests.html", "--force")

    assert ended.status == 1
    assert "this is an input file; it is never replaced" in ended.err


@pytest.mark.parametrize("command", ["pilot", "field"])
def test_faults_of_the_file_are_told_as_everywhere(run, folder, command):
    (folder / "bad.csv").write_text("E1,P1\n9,3\n", "utf-8")
    ended = run(command, "bad.csv")

    assert ended.status == 1
    assert ended.out == ""
    assert "Traceback" not in ended.err


# -- field -----------------------------------------------------------------------------------------


def test_a_study_file_gives_targets_dates_and_mapping(run, surveyed):
    ended = run("field", "may.csv", "--study", "study.toml", "--html", "may.html")

    assert (ended.status, ended.err) == (0, "Written: may.html\n")
    assert ended.out.startswith("[INTERIM] 80 of 132 answers: on course\n")
    assert "4 May 2026 to 31 May 2026, 20 days left" in ended.out
    assert "People asked                 360; 22% have answered" in ended.out
    assert "University" in ended.out


def test_the_minimum_that_was_promised_counts(run, surveyed):
    text = STUDY.replace("2026-05-31", "2026-05-12").replace(
        "[fieldwork]", "[promise]\nmin_cell = 20\n\n[fieldwork]"
    )
    (surveyed / "study.toml").write_text(text, "utf-8")
    ended = run("field", "may.csv", "--study", "study.toml")

    assert "University is expected to stay below 20 answers" in ended.out


def test_a_study_folder_will_do(run, surveyed):
    assert run("field", "may.csv", "--study", ".").status == 0


def test_what_was_typed_outranks_the_study_file(run, surveyed):
    ended = run(
        *("field", "may.csv", "--study", "study.toml", "--quota", "200", "--end", "2026-05-12"),
        *("--date", "2026-05-12", "--mapping", "may.toml"),
    )

    assert "[INTERIM] 80 of 200 answers: fieldwork is over, the target was not reached" in (
        ended.out
    )


def test_targets_may_be_typed(run, surveyed):
    ended = run("field", "may.csv", "--quota", "branch:Riverside=20", "--quota", "branch:Docks=5")
    rows = [line.split()[:2] for line in ended.out.splitlines() if line.startswith("  ")]

    assert ended.status == 0
    assert ["Riverside", "23"] in rows
    assert ["Docks", "0"] in rows


def test_without_targets_units_are_counted_all_the_same(run, surveyed):
    out = run("field", "may.csv").out

    assert "By branch" in out
    assert "By age" not in out


def test_fieldwork_speaks_chinese(run, folder):
    survey(folder, "may.csv", 40, language="zh")
    out = run("field", "may.csv", "--lang", "zh", "--quota", "网点:滨江支行=20").out

    assert out.startswith("[阶段性数据] 目前已回收 40 份\n")
    assert "按门店" in out


def test_words_for_dates_in_the_mapping_file_are_no_dates(run, surveyed):
    (surveyed / "m.toml").write_text('[sample]\nend = "late May"\ninvited = 500\n', "utf-8")
    ended = run("field", "may.csv", "--mapping", "m.toml")

    assert ended.status == 0
    assert "500; 16% have answered" in ended.out


MISTYPED = {
    "quota": (["--quota", "Riverside=20"], "--quota Riverside=20: write the column, the group"),
    "quotas": (["--quota", "20", "--quota", "30"], "typed with 2 numbers for the whole"),
    "zero": (["--quota", "branch:Riverside=0"], "the target of 'Riverside' is 0"),
    "column": (["--by", "shoe_size"], "shoe_size"),
    "end": (["--end", "31.5.2026"], "the end is '31.5.2026'; write it as YYYY-MM-DD"),
    "study": (["--study", "none.toml"], "none.toml: there is no such study file"),
    "language": (["--lang", "xx"], "no texts in 'xx'"),
}


@pytest.mark.parametrize("case", MISTYPED)
def test_what_makes_no_sense_is_told_with_the_remedy(run, surveyed, case):
    words, told = MISTYPED[case]
    ended = run("field", "may.csv", *words)

    assert (ended.status, ended.out) == (1, "")
    assert told in ended.err


def test_a_target_may_have_any_name():
    assert quotas(["unit:a:b=c=7"]) == {"unit": {"a:b=c": 7}}


# -- proposal --------------------------------------------------------------------------------------


def test_a_proposal_is_marked_in_its_name_and_title(run, folder, names):
    ended = run(
        *("proposal", "--units", "Centre=200,Harbour=80", "--client", "Aurora", "-n", "60"),
        *("-i", "servperf", "--style", "brief", "-o", "offer.html"),
    )
    text = (folder / "offer.SIMULATED.html").read_text("utf-8")

    assert ended.status == 0
    assert ended.err == (
        "Written: offer.SIMULATED.html (simulated: 60 people in 2 units)\n"
        "The sizes are taken as shares of 60 people, not as answers: Centre 43, Harbour 17. Sizes "
        "in --units without -n are simulated as given.\n"
    )
    assert "<title>[SIMULATED] Aurora: What the report for Aurora will look like" in text
    assert names() == ["guests.csv", "offer.SIMULATED.html"]


def test_sizes_of_a_proposal_are_answers_and_units_too_small_are_named(run, folder):
    ended = run(
        *("proposal", "--units", "Centre=60,Harbour=8,Airport=7", "-i", "servperf"),
        *("--style", "brief", "-o", "offer.html"),
    )

    assert ended.err == (
        "Written: offer.SIMULATED.html (simulated: 75 people in 3 units)\n"
        "Not shown in the report, as it would be with real answers: Airport (7), Harbour (8)\n"
    )


def test_a_unit_whose_share_is_nobody_is_said(run, folder):
    ended = run(
        *("proposal", "--units", "Centre=900,Harbour=900,Kiosk=1", "-n", "60", "-i", "servperf"),
        *("--style", "brief", "-o", "offer.html"),
    )

    assert "Nobody in: Kiosk (its share of 60 people rounds to none)\n" in ended.err


def test_a_proposal_takes_client_units_and_service_of_a_study_file(run, surveyed):
    ended = run(
        *("proposal", "--study", "study.toml", "-n", "80", "-i", "servperf", "--lang", "zh"),
        *("--style", "brief", "--date", "2026-05-31"),
    )
    text = (surveyed / "proposal.SIMULATED.html").read_text("utf-8")

    assert ended.status == 0
    assert "(simulated: 80 people in 4 units)" in ended.err
    assert "Hotel &lt;b&gt;Aurora&lt;/b&gt;的报告样例" in text
    assert "<b>Aurora</b>" not in text


def test_a_proposal_is_replaced_only_with_force(run, folder):
    (folder / "proposal.SIMULATED.html").write_text("mine", "utf-8")
    ended = run("proposal", "-n", "30")

    assert ended.status == 1
    assert "proposal.SIMULATED.html: this file exists already" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--units", "A,,B"], "write the name of every branch once"),
        (["--units", "A,A"], "write the name of every branch once"),
        (["--units", "A=0"], "write the name of every branch once"),
        (["--units", "A=50,B"], "some branches have a size and some have none"),
        (["--units", "A=5,B=4"], "9 people altogether. A proposal needs at least 10"),
        (["--units", "A=90000"], "A size is a number of answers, at most 20000 altogether"),
        (["-n", "9"], "9 people altogether. A proposal needs at least 10"),
        (["-o", "offer.docx"], "End it in .html, .htm, .pdf or .png."),
        (["-n", "0"], "n is 0; it must be the number of people"),
        (["-i", "servkwal"], "no instrument called 'servkwal'"),
        (["--date", "soon"], "write it as YYYY-MM-DD"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused(run, folder, names, words, told):
    ended = run("proposal", *words)

    assert ended.status == 1
    assert told in ended.err
    assert names() == ["guests.csv"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("offer.PDF", "offer.SIMULATED.PDF"),
        ("a.b/offer.html", "offer.SIMULATED.html"),
        ("Simulated offer.html", "Simulated offer.html"),
        ("模拟报告.html", "模拟报告.html"),
    ],
)
def test_the_name_of_a_proposal_says_what_it_is(typed, name):
    assert marked_name(typed).name == name


def test_branches_may_be_typed_in_chinese():
    assert named_units("总店=300，分店=80") == {"总店": 300, "分店": 80}


def test_a_branch_that_is_only_a_sign_is_refused():
    with pytest.raises(SettingsError):
        named_units("=5")
