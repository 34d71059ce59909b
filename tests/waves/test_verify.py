"""A report and its results held against the data, and against other programs."""

from dataclasses import replace

import pytest

import servqual as sq
from servqual.analysis.pages import page_differences, read_page
from servqual.cli.app import main
from servqual.cli.verify_lines import verify_lines
from servqual.errors import FormatError, SettingsError
from servqual.results.verification import OpinionRow, Verification
from servqual.writer import to_json


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a survey, its report and its results."""
    folder = tmp_path_factory.mktemp("made")
    survey = folder / "guests.csv"
    survey.write_text(sq.simulate(70, seed=8).to_csv(), encoding="utf-8")
    study = sq.analyze(sq.read(survey))
    (folder / "results.json").write_text(to_json(study), encoding="utf-8")
    sq.report(study, folder / "en.html", date="2026-05-31", client="Hotel “Aurora” & Co")
    return folder


def test_every_number_of_a_report_follows_from_its_data(made):
    found = sq.verify(made / "en.html")

    assert found.holds
    assert found.n_compared > 3000


def test_a_number_changed_by_hand_is_named(made, capsys):
    page = (made / "en.html").read_text("utf-8")
    assert page.count("Overall gap −0.") == 1
    start = page.index("Overall gap −0.")
    changed = page[: start + 15] + ("1" if page[start + 15] != "1" else "2") + page[start + 16 :]
    (made / "changed.html").write_text(changed, encoding="utf-8")

    status = main(["verify", str(made / "changed.html"), "--data", str(made / "guests.csv")])

    out = capsys.readouterr().out
    assert status == 1
    assert out.startswith("One passage of changed.html does not follow from the data")
    assert "summary p" in out


def test_each_kind_of_figure_has_a_second_opinion(made):
    found = sq.verify(made / "results.json", second_opinion=True)
    figures = {row.figure for row in found.opinions}

    assert found.holds
    assert {
        "gaps q1 t", "gaps q1 p (V)", "gaps reliability mean", "alpha gap total",
        "alpha perception empathy low", "drivers satisfaction perception R2",
        "drivers satisfaction perception empathy b", "KMO perception",
        "first factor perception, sum of squares",
    } <= figures  # fmt: skip


def lines_of(found):
    return "\n".join(line.text for line in verify_lines(found, "r.json", "en", 100))


def test_agreement_is_said():
    row = OpinionRow("gaps q1 t", "pingouin", 60, -3.0, -3.0, 1e-8, agrees=True)
    text = lines_of(Verification(opinions=(row, row), n_compared=5))

    assert text.startswith("Every figure follows from the data: all 5 of r.json were computed")
    assert "pingouin and factor_analyzer, each from the rows, agree on all 2 figures." in text


def test_a_disagreement_fails_and_is_shown():
    row = OpinionRow("gaps q1 t", "pingouin", 60, -3.0, -2.0, 1e-8, agrees=False)
    found = Verification(opinions=(row,), n_compared=5)
    text = lines_of(found)

    assert not found.holds
    assert "on one of 1 figures another program disagrees" in text
    assert "pingouin -2" in text


def test_weighted_figures_have_no_second_opinion(tmp_path):
    frame = sq.simulate(40, seed=1).frame.assign(w=[1.0, 2.0] * 20)
    survey = tmp_path / "weighted.csv"
    frame.to_csv(survey, index=False)
    (tmp_path / "results.json").write_text(to_json(sq.analyze(sq.read(survey, weights="w"))))

    found = sq.verify(tmp_path / "results.json", second_opinion=True)

    assert (found.holds, found.unasked, found.opinions) == (True, "weights", ())


def test_what_is_no_report_is_refused(tmp_path, made):
    (tmp_path / "page.html").write_text("<html><body><p>5</p></body></html>", encoding="utf-8")
    page = (made / "en.html").read_text("utf-8")
    start = page.index('<meta name="servqual-record"')
    silent = page[:start] + page[page.index(">", start) + 1 :]
    (made / "silent.html").write_text(silent, encoding="utf-8")

    with pytest.raises(FormatError, match="this is no report of servqual"):
        sq.verify(tmp_path / "page.html")
    with pytest.raises(SettingsError, match="does not say how it was made"):
        sq.verify(made / "silent.html")


def test_a_report_asks_for_the_map_that_it_was_made_with(made):
    (made / "m.toml").write_text('[missing]\ndeclared = ["99"]\n')
    study = sq.analyze(sq.read(made / "guests.csv", mapping=made / "m.toml"))
    sq.report(study, made / "mapped.html", language="zh", date="2026-05-31")

    with pytest.raises(SettingsError, match="Name it with --mapping"):
        sq.verify(made / "mapped.html")
    assert sq.verify(made / "mapped.html", mapping=made / "m.toml").holds


def test_a_report_says_of_its_making_no_answer_and_no_map(made):
    page = (made / "en.html").read_text("utf-8")
    start = page.index('<meta name="servqual-record"')
    said = page[start : page.index(">", start)]

    assert len(said) < 3500
    assert "table" not in said
    assert str(made) not in said


NOTES = """# summary
headline: 77 reasons to read on

I counted **99.9** points.

# exhibit-dimensions-gap
headline: Reliability breaks the promise
order: last

# exhibit-items-gap
hide: yes
"""


@pytest.fixture(scope="module")
def worded(made):
    """Return a report with a consultant's words, titles and gaps in it."""
    (made / "notes.md").write_text(NOTES, encoding="utf-8")
    study = sq.analyze(sq.read(made / "guests.csv"))
    with pytest.warns(sq.OwnWordsWarning):
        sq.report(study, made / "own.html", date="2026-05-31", notes=made / "notes.md")
    return made / "own.html"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "3 passages of the consultant’s own were not checked."),
        ("zh", "顾问自己写的 3 处文字未核对。"),
    ],
)
def test_a_consultants_own_words_are_not_held_against_the_data(worded, language, expected):
    found = sq.verify(worded)

    assert (found.differences, found.n_own) == ((), 3)
    lines = [line.text for line in verify_lines(found, "own.html", language, 100)]
    assert lines[1] == expected


@pytest.mark.parametrize("tag", ["<p", "<h3", "<td"])
def test_a_changed_digit_beside_a_consultants_words_is_found(worded, tag):
    page = worded.read_text("utf-8")
    start = page.index(f"{tag} ", page.index('<section id="dimension-reliability"'))
    start = page.index(">", start) + 1
    changed = worded.with_name("own_changed.html")
    changed.write_text(f"{page[:start]}7.31 {page[start:]}", encoding="utf-8")

    assert ["7.31" in row.then for row in sq.verify(changed).differences] == [True]


def test_a_changed_chart_beside_a_consultants_words_is_found(worded):
    page = read_page(worded.read_text("utf-8"), "own.html")
    other = replace(
        page, charts={k: v.replace("Gap −0.", "Gap −7.") for k, v in page.charts.items()}
    )

    found, _ = page_differences(other, page)

    assert found
    assert {row.figure.split()[0] for row in found} == {"charts"}
    assert all("chart-" in row.figure for row in found)


def test_a_report_asks_for_the_wave_that_it_compares_with(made):
    wave = made / "then.json"
    wave.write_text((made / "results.json").read_text("utf-8"), encoding="utf-8")
    study = sq.analyze(sq.read(made / "guests.csv"), before=wave)
    sq.report(study, made / "since.html", date="2026-05-31")

    with pytest.raises(SettingsError, match="Name it with --before"):
        sq.verify(made / "since.html")
    assert sq.verify(made / "since.html", before=wave).holds


def test_a_report_is_made_again_with_its_segments_and_tiers(tmp_path):
    frame = sq.simulate(120, seed=8).frame.assign(tier=["1", "2", "3"] * 40)
    frame.to_csv(tmp_path / "guests.csv", index=False)
    study = sq.analyze(sq.read(tmp_path / "guests.csv", people=["tier"]), segments=3, tiers="tier")
    sq.report(study, tmp_path / "s3.html", date="2026-05-31")

    found = sq.verify(tmp_path / "s3.html")

    assert study.segments.compared("tiers")
    assert "segments" in read_page((tmp_path / "s3.html").read_text("utf-8"), "s3.html").blocks
    assert (found.differences, found.reasons) == ((), ())


def test_a_report_of_several_waves_sends_to_their_results(made):
    (made / "later.csv").write_text(sq.simulate(70, seed=9).to_csv(), encoding="utf-8")
    waves = [sq.read(made / "guests.csv"), sq.read(made / "later.csv")]
    study = sq.track(waves, labels=["2025", "2026"])
    sq.report(study, made / "tr.html", date="2026-05-31")
    (made / "tr.json").write_text(to_json(study), encoding="utf-8")

    with pytest.raises(SettingsError, match=r"by 'servqual track'.*servqual verify out\.json"):
        sq.verify(made / "tr.html")
    assert sq.verify(made / "tr.json").holds


def test_an_edition_says_what_to_verify_instead(made):
    text = '<section id="unit"><h2>Centre</h2><p>5.00</p></section>'
    (made / "unit.html").write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError, match=r"carries no record.*Verify the report of the whole"):
        sq.verify(made / "unit.html")


@pytest.mark.parametrize("name", ["x.docx", "study.toml", "guests.csv"])
@pytest.mark.parametrize("made_again", [sq.verify, sq.reproduce])
def test_another_kind_of_file_is_named_without_parser_words(made, name, made_again):
    (made / name).touch()

    with pytest.raises(FormatError, match="neither a report nor a file of results") as told:
        made_again(made / name)
    assert "codec" not in str(told.value)
    assert "Expecting" not in str(told.value)


def test_a_report_is_no_results_to_reproduce(made):
    with pytest.raises(FormatError, match=r"this is a report.*Name the results\.json"):
        sq.reproduce(made / "en.html")
