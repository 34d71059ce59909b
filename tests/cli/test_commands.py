"""What each command does when all is well."""

import json
from datetime import date

import jsonschema
import openpyxl
import pytest

from servqual import __version__
from servqual._files import data_folder
from servqual.catalog import instrument_ids

DAY = ("--date", "2026-01-31")


def results(run, *words):
    """Return the results that ``score`` writes for guests.csv."""
    ended = run("score", "guests.csv", "-o", "r.json", "--force", *words)

    assert ended.err.startswith("Written: r.json")
    with open("r.json", encoding="utf-8") as stream:  # noqa: PTH123  in the folder of the command
        return json.load(stream)


def test_the_version(run):
    assert run("--version") == (0, f"{__version__}\n", "")


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_command(run, flag):
    ended = run(flag)

    assert ended.status == 0
    assert all(
        name in ended.out for name in ("demo", "report", "score", "check", "map", "instruments")
    )


def test_a_report_of_a_plain_file_needs_nothing_else(run, names):
    ended = run("report", "guests.csv", *DAY)

    assert ended.status == 0
    assert names() == ["guests.csv", "guests.report.html"]


def test_a_report_ends_with_a_short_summary_on_standard_error(run):
    ended = run("report", "guests.csv", *DAY)

    assert ended.out == ""
    first, people, overall, notes, *doubts = ended.err.splitlines()
    assert first == "Written: guests.report.html"
    assert people == "  60 respondents from guests.csv"
    assert overall.startswith("  overall gap: -1.5")
    assert overall.endswith(", n = 60)")
    assert notes.endswith(" on how the answers were read and scored")
    assert all(line.startswith("  check first: In “") for line in doubts)


def test_a_quiet_report_says_nothing(run, folder):
    assert run("report", "guests.csv", "--quiet", *DAY) == (0, "", "")
    assert (folder / "guests.report.html").exists()


def test_client_and_date_are_printed_and_escaped(run, folder):
    run("report", "guests.csv", "-o", "r.html", "--client", "A & B <Hotel>", *DAY)
    page = (folder / "r.html").read_text("utf-8")

    assert "A &amp; B &lt;Hotel&gt;" in page
    assert "<Hotel>" not in page
    assert "31 January 2026" in page


def test_the_date_is_today_unless_it_is_given(run, folder):
    run("report", "guests.csv", "-o", "r.html", "--lang", "zh")
    today = date.today()

    assert f"{today.year}年{today.month}月{today.day}日" in (folder / "r.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_words_give_the_same_bytes(run, folder, language):
    words = ("guests.csv", "--lang", language, "--seed", "3", *DAY)
    run("report", *words, "-o", "a.html")
    run("report", *words, "-o", "b.html")
    run("score", "guests.csv", "-o", "a.json")
    run("score", "guests.csv", "-o", "b.json")

    assert (folder / "a.html").read_bytes() == (folder / "b.html").read_bytes()
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()


def test_force_replaces_an_output(run, folder):
    (folder / "guests.report.html").write_text("old")

    assert run("report", "guests.csv", "--force", *DAY).status == 0
    assert (folder / "guests.report.html").read_text("utf-8").startswith("<!")


def test_results_follow_their_schema(run):
    schema = json.loads((data_folder("reports") / "results.schema.json").read_text("utf-8"))

    jsonschema.validate(results(run), schema)


def test_results_name_their_source(run, folder):
    source = results(run)["source"]

    assert source["file"] == "guests.csv"
    assert (source["rows"], source["respondents"], source["ineligible"]) == (60, 60, 0)


def test_results_go_beside_the_survey(run, names):
    run("score", "guests.csv")

    assert names() == ["guests.csv", "guests.results.json"]


@pytest.mark.parametrize(
    ("output", "start"),
    [("r.csv", b"\xef\xbb\xbflevel,id,name"), ("r.xlsx", b"PK"), ("R.JSON", b'{\n "schema"')],
)
def test_the_ending_says_what_is_written(run, folder, output, start):
    run("score", "guests.csv", "-o", output)

    assert (folder / output).read_bytes().startswith(start)


def test_a_scale_can_be_named(run):
    table = results(run, "--scale", "0-10")

    assert table["instrument"]["batteries"][0] == {"name": "expectation", "min": 0, "max": 10}
    assert table["settings"]["sesoi"] == pytest.approx(10 / 12)


def test_settings_reach_the_results(run):
    settings = results(run, "--confidence", "0.9", "--sesoi", "0.25", "--seed", "7")["settings"]

    assert (settings["confidence"], settings["sesoi"], settings["seed"]) == (0.9, 0.25, 7)
    assert settings["sesoi_origin"] == "set by the analyst"


def test_results_may_hold_everything(run):
    assert results(run)["settings"]["structure"] == "core"
    assert results(run, "--full")["settings"]["structure"] == "full"


def test_a_code_for_no_answer_can_be_named(run, folder, plain_csv):
    text = plain_csv.replace("\n7,", "\n99,", 1)
    (folder / "guests.csv").write_text(text, encoding="utf-8")

    assert results(run, "--missing", "99")["gaps"]["items"][0]["n"] == 59


def test_answers_off_the_scale_can_be_set_aside(run, folder, plain_csv):
    (folder / "guests.csv").write_text(plain_csv.replace("\n7,", "\n8,", 1), encoding="utf-8")
    table = results(run, "--invalid", "missing")

    assert table["gaps"]["items"][0]["n"] == 59
    assert table["distributions"][0]["missing"]["invalid"] == 1


def test_weights_can_be_named(run, folder, plain_csv):
    head, *rows = plain_csv.splitlines()
    weighted = [f"{head},w", *(f"{row},{1 + n % 3}" for n, row in enumerate(rows))]
    (folder / "guests.csv").write_text("\n".join(weighted) + "\n", encoding="utf-8")
    table = results(run, "--weights", "w")

    assert table["settings"]["weights"] == table["sample"]["weights"] == "w"
    assert table["sample"]["deff"] == pytest.approx(1 + 1 / 6)


def test_another_questionnaire_can_be_named(run):
    table = results(run, "-i", "servperf")

    assert table["instrument"]["id"] == "servperf"
    assert table["gaps"]["items"] == []
    assert table["scores"]["perception"]["overall"]["unweighted"]["n"] == 60


def test_the_mapping_file_gives_defaults_and_the_command_line_wins(run, folder):
    (folder / "m.toml").write_text(
        '[report]\nclient = "Aurora"\nlanguage = "zh"\ndate = 2026-01-31\n'
        "[sample]\ninvited = 240\nmode = 'tablet'\n",
        encoding="utf-8",
    )
    run("report", "guests.csv", "--mapping", "m.toml", "-o", "a.html")
    run("report", "guests.csv", "--mapping", "m.toml", "-o", "b.html", "--client", "Borealis")
    first, second = ((folder / name).read_text("utf-8") for name in ("a.html", "b.html"))

    assert 'lang="zh' in first
    assert "2026年1月31日" in first
    assert "Aurora" in first
    assert "Borealis" in second
    assert "Aurora" not in second


def test_what_the_mapping_file_says_about_the_sample_is_kept(run, folder):
    (folder / "m.toml").write_text("[sample]\ninvited = 240\nmode = 'tablet'\n", "utf-8")
    sample = results(run, "--mapping", "m.toml", "--invited", "300")["sample"]

    assert (sample["invited"], sample["mode"]) == (300, "tablet")


def test_a_proposed_map_is_taken_back(run, folder):
    ended = run("map", "guests.csv")
    plain, mapped = results(run), results(run, "--mapping", "guests.map.toml")

    assert ended.status == 0
    assert ended.err == (
        "Written: guests.map.toml\n"
        "Next: servqual check guests.csv --mapping guests.map.toml\n"
        "Then: servqual report guests.csv --mapping guests.map.toml\n"
    )
    assert mapped["gaps"] == plain["gaps"]


def test_questionnaires_are_listed(run):
    ended = run("instruments")

    assert ended.status == 0
    assert ended.out.splitlines()[0].split() == ["ID", "ITEMS", "SCALE", "TITLE", "ASKED"]
    ids = {line.split()[0] for line in ended.out.splitlines() if line.startswith("  ")}
    assert ids == set(instrument_ids())


def test_a_questionnaire_is_shown_with_its_wording(run):
    out = run("instruments", "show", "servqual-1988").out

    assert "q10: " in out
    assert out.count("(worded negatively)") == 9
    assert "{service}" not in out


def test_a_questionnaire_is_shown_in_chinese(run):
    assert "有形性" in run("instruments", "show", "servqual", "--lang", "zh").out


def test_a_questionnaire_file_without_faults(run, folder):
    source = data_folder("instruments") / "servperf.toml"
    (folder / "mine.toml").write_bytes(source.read_bytes())

    assert run("instruments", "validate", "mine.toml") == (
        0,
        "mine.toml: no faults. servperf: 22 items, 5 dimensions, perception.\n"
        "Every text is there in en and zh.\n",
        "",
    )


def test_the_schema_of_questionnaires_is_json(run):
    assert json.loads(run("instruments", "schema").out)["type"] == "object"


def test_the_demo_writes_a_survey_and_its_report(run, folder):
    ended = run("demo", *DAY)

    assert ended.status == 0
    assert sorted(p.name for p in (folder / "servqual-demo").iterdir()) == [
        "report.html",
        "survey.csv",
    ]
    assert ended.err.startswith(
        "Written: servqual-demo/survey.csv\nWritten: servqual-demo/report.html"
    )
    assert "  400 respondents from survey.csv" in ended.err


def test_the_demo_speaks_chinese(run, folder):
    run("demo", "示例", "--lang", "zh", "--quiet", *DAY)

    assert "海港银行" in (folder / "示例" / "report.html").read_text("utf-8")


def test_the_demo_is_the_same_every_time(run, folder):
    run("demo", "a", *DAY)
    run("demo", "b", *DAY)

    for name in ("survey.csv", "report.html"):
        assert (folder / "a" / name).read_bytes() == (folder / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", "préférée"),
        ("utf-8-sig", "服务很好"),
        ("utf-16", "服务很好"),
        ("gb18030", "服务很好，员工热情"),
        ("cp949", "직원이 매우 친절했습니다"),
        ("cp1252", "très bien, à bientôt"),
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_needs_no_mapping(
    run, folder, plain_csv, encoding, remark, sign
):
    plain = results(run)["gaps"]
    head, *rows = plain_csv.splitlines()
    lines = [f"Branch,{head.lower()},Remark", *(f'North,{row},"{remark}"' for row in rows)]
    text = "\r\n".join(lines).replace(",", sign) + "\r\n"
    (folder / "guests.csv").write_bytes(text.encode(encoding))

    assert results(run)["gaps"] == plain


@pytest.mark.parametrize("sheet", [None, "Answers"])
def test_a_workbook_needs_no_mapping(run, folder, plain_csv, sheet):
    plain = results(run)["gaps"]
    book = openpyxl.Workbook()
    page = book.active if sheet is None else book.create_sheet(sheet)
    for number, line in enumerate(plain_csv.splitlines()):
        page.append(line.split(",") if number == 0 else [int(cell) for cell in line.split(",")])
    book.save(folder / "guests.xlsx")
    options = ("--sheet", sheet) if sheet else ()
    run("score", "guests.xlsx", "-o", "x.json", *options)

    assert json.loads((folder / "x.json").read_text("utf-8"))["gaps"] == plain


def test_settings_of_the_figures_may_stand_in_the_mapping_file(run, folder):
    (folder / "m.toml").write_text(
        "[report]\nconfidence = 0.9\nsesoi = 1\nsesoi_agreed = true\nseed = 7\n", "utf-8"
    )
    settings = results(run, "--mapping", "m.toml", "--seed", "8")["settings"]

    assert (settings["confidence"], settings["sesoi"], settings["seed"]) == (0.9, 1, 8)
    assert settings["sesoi_origin"] == "agreed with the client"


def test_a_smallest_gap_that_was_typed_is_not_the_agreed_one(run, folder):
    (folder / "m.toml").write_text("[report]\nsesoi = 1\nsesoi_agreed = true\n", "utf-8")
    settings = results(run, "--mapping", "m.toml", "--sesoi", "0.25")["settings"]

    assert (settings["sesoi"], settings["sesoi_origin"]) == (0.25, "set by the analyst")


def test_a_proposed_map_keeps_what_the_mapping_file_said(run, folder):
    said = '[report]\nclient = "A \\"B\\""\nconfidence = 0.9\nsesoi_agreed = true\n'
    (folder / "m.toml").write_text(said, "utf-8")
    run("map", "guests.csv", "--mapping", "m.toml", "-o", "n.toml")

    assert said in (folder / "n.toml").read_text("utf-8")
