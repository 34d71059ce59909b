"""Slides for a board: what they say, where every figure comes from, what they hide."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from pptx.oxml.ns import qn

import servqual as sq
from servqual.own_words import OwnEntry, OwnWords
from servqual.results import Before, WaveRow
from servqual.settings import Brand, ReportOptions
from servqual.writer.pptx import to_pptx
from tests.made import responses
from tests.writer import studies
from tests.writer.slides import (
    charts,
    deck,
    everything,
    ids,
    notes,
    overfull,
    overlaps,
    runs,
    sheet,
    tables,
    titles,
    words,
)
from tests.writer.test_printed_figures import STATED, agrees, figures_of, parsed

DAY = "2026-05-31"
WHOLE = [
    "cover", "answer", "first", "dimensions", "items", "strengths", "matters", "groups",
    "outcomes", "data", "next", "method",
]  # fmt: skip
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
    "GAWjR9awAAAABJRU5ErkJggg=="
)


def options(language="en", **more):
    return ReportOptions(language=language, client="Aurora", service="bank", date=DAY, **more)


@pytest.fixture(scope="module")
def study():
    return sq.analyze(sq.read(sq.simulate(n=200, seed=3).frame), by="branch")


@pytest.fixture(scope="module")
def contents(study):
    return {language: to_pptx(study, options(language)) for language in ("en", "zh")}


@pytest.fixture(scope="module", params=["en", "zh"])
def slides(request, contents):
    return deck(contents[request.param])


@pytest.fixture(scope="module")
def english(contents):
    return deck(contents["en"])


@pytest.fixture(scope="module")
def results(study):
    return json.loads(sq.to_json(study))


def slide(slides, name):
    return slides.slides[ids(slides).index(name)]


# -- what there is -------------------------------------------------------------------------------


def test_a_whole_study_makes_twelve_slides(slides):
    assert ids(slides) == WHOLE


def test_titles_are_findings(english):
    assert titles(english)[:2] == [
        "Service quality survey",
        "Perceptions fall short of what people ask of an excellent bank, most of all on "
        "reliability",
    ]
    assert titles(english)[3] == (
        "The largest shortfall is that of reliability (−1.49). By the paired differences it is "
        "larger than every other."
    )


def test_chinese_has_full_width_colons_and_no_stray_spaces(contents):
    said = "\n".join(text for slide in deck(contents["zh"]).slides for text in words(slide))

    assert re.findall(r"[\u4e00-\u9fff]: |： |: [\u4e00-\u9fff]", said) == []


def test_every_slide_says_how_to_read_it_and_over_whom(slides):
    based = [any(s.name == "Base" and s.text_frame.text for s in x.shapes) for x in slides.slides]

    assert all(notes(slides))
    assert based == [False, *[True] * 11]


def test_every_chart_and_table_has_a_text_alternative(slides):
    mute = [
        shape.name
        for page in slides.slides
        for shape in page.shapes
        if (shape.has_chart or shape.has_table)
        and not shape._element.find(f".//{qn('p:cNvPr')}").get("descr")
    ]

    assert mute == []


def test_every_table_marks_its_head(slides):
    found = [s.table.first_row for page in slides.slides for s in page.shapes if s.has_table]

    assert len(found) > 6
    assert all(found)


def test_every_slide_but_the_first_has_its_number(slides):
    numbered = [page.element.find(f".//{qn('a:fld')}") is not None for page in slides.slides]

    assert numbered == [False, *[True] * 11]


def test_no_two_shapes_of_a_slide_have_one_id(slides):
    for page in slides.slides:
        found = [e.get("id") for e in page.element.iter(qn("p:cNvPr"))]

        assert len(found) == len(set(found))


def test_the_same_study_gives_the_same_bytes_without_a_clock(study, contents):
    again = to_pptx(study, options())
    told = deck(again).core_properties

    assert again == contents["en"]
    assert (told.created.year, told.modified.year, told.author) == (2000, 2000, "")
    assert "thumbnail" not in everything(again)


# -- figures -------------------------------------------------------------------------------------


def by_name(study, language, level):
    """Return the ids of dimensions or items by their names."""
    form = study.instrument
    known = form.dimensions if level == "dimensions" else form.items
    return {form.say(k.name if level == "dimensions" else k.topic, language): k.id for k in known}


def rows_of(results, level):
    key = level.removesuffix("s")
    return {row[key]: row for row in results["gaps"][level]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_bars_of_dimensions_are_the_means_of_the_results(study, results, contents, language):
    (chart,) = charts(slide(deck(contents[language]), "dimensions"))
    names = by_name(study, language, "dimensions")
    _, whole, *body = sheet(chart)
    found = rows_of(results, "dimensions")
    overall = results["gaps"]["overall"]["unweighted"]

    assert len(body) == 5
    assert whole[1:] == [round(overall["mean_minus"], 2), round(overall["mean_of"], 2)]
    for name, wanted, got in body:
        row = found[names[name]]
        assert (wanted, got) == (
            pytest.approx(row["mean_minus"], abs=0.005),
            pytest.approx(row["mean_of"], abs=0.005),
        )


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("dimensions", ["gap", ("ci_low", "ci_high"), "n", None]),
        ("items", ["mean_minus", "mean_of", "gap", ("ci_low", "ci_high"), "n", None]),
        ("strengths", ["gap", ("ci_low", "ci_high"), "n", None]),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_cell_of_a_table_of_gaps_is_its_figure_rounded(
    study, results, contents, language, name, columns
):
    level = "dimensions" if name == "dimensions" else "items"
    names, found = by_name(study, language, level), rows_of(results, level)
    (table,) = tables(slide(deck(contents[language]), name))
    checked = 0
    for row in table[1:]:
        known = names.get(re.sub(r"^\d+ ", "", row[0]))
        about = found[known] if known else results["gaps"]["overall"]["unweighted"]
        for key, text in zip(columns, row[1:], strict=True):
            if isinstance(key, tuple):
                ends = text.strip("[]").replace("\xa0", " ").split(", ")
                assert all(agrees(t, about[k]) for t, k in zip(ends, key, strict=True))
            elif key:
                assert agrees(text, about[key])
            checked += key is not None
    assert checked >= 18


def test_the_bars_of_items_are_their_gaps(study, results, english):
    (chart,) = charts(slide(english, "items"))
    names, found = by_name(study, "en", "items"), rows_of(results, "items")
    body = sheet(chart)[1:]

    assert len(body) == 8
    assert [gap for _, gap in body] == [round(found[names[n]]["gap"], 2) for n, _ in body]
    assert [gap for _, gap in body] == sorted(gap for _, gap in body)


def test_the_points_of_the_matrix_are_the_means_of_the_results(study, results, english):
    (chart,) = charts(slide(english, "first"))
    rows = {row["item"]: row for row in results["priorities"]["items"]}
    points = [row for row in sheet(chart) if row and isinstance(row[0], float)]

    assert len(points) == 22
    for x, y, number, name in points:
        row = rows[study.instrument.item_ids[number - 1]]
        assert name == study.instrument.say(study.instrument.items[number - 1].topic, "en")
        assert (x, y) == (round(row["performance"], 2), round(row["importance"], 2))


def test_in_chinese_importance_stands_on_the_horizontal_axis(results, contents):
    (chart,) = charts(slide(deck(contents["zh"]), "first"))
    cross = results["priorities"]["cross"]
    across, up = (
        float(axis._element.find(qn("c:crossesAt")).get("val"))
        for axis in (chart.value_axis, chart.category_axis)
    )

    assert across == round(cross["importance"], 2)
    assert up == round(cross["performance"], 2)


def test_what_matters_shows_points_and_shares_of_the_results(study, results, english):
    stated, derived = (sheet(chart)[1:] for chart in charts(slide(english, "matters")))
    names = by_name(study, "en", "dimensions")
    points = {row["dimension"]: row["mean"] for row in results["importance_points"]}
    model = next(m for m in results["importance"]["models"] if m["leads"])
    shares = {
        row["id"]: row["share"]
        for row in results["importance"]["drivers"]
        if (row["outcome"], row["level"]) == (model["outcome"], model["level"])
    }

    assert {names[n]: v for n, v in stated} == {k: round(v, 1) for k, v in points.items()}
    assert {names[n]: v for n, v in derived} == {k: round(v, 3) for k, v in shares.items()}


def test_groups_show_what_was_published_and_no_more(results, english):
    page = slide(english, "groups")
    published = {
        g["group"]: g
        for g in results["groups"]["gaps"]
        if (g["level"], g["id"]) == ("overall", "unweighted")
    }
    (table,) = tables(page)

    assert dict(sheet(charts(page)[0])[1:]) == {name: row["gap"] for name, row in published.items()}
    assert {row[0]: int(row[1]) for row in table[1:]} == {n: r["n"] for n, r in published.items()}


def test_the_answers_to_questions_about_the_whole_are_those_of_the_results(study, results, english):
    labels = {o.id: study.instrument.say(o.label, "en") for o in study.instrument.outcomes}
    rows = {labels[r["id"]]: r for r in results["outcomes"]}
    for name, low, middle, high in sheet(charts(slide(english, "outcomes"))[0])[1:]:
        row = rows[name]
        expected = [row[k] for k in ("share_low_answers", "share_middle", "share_high_answers")]

        assert [low, middle, high] == [round(v, 2) for v in expected]


def test_a_chart_draws_what_stands_in_its_workbook(slides):
    for page in slides.slides:
        for chart in charts(page):
            cells = [v for row in sheet(chart) for v in row if isinstance(v, float | int)]
            drawn = [float(v.text) for v in chart._chartSpace.iter(qn("c:v")) if numeric(v)]

            assert sorted(set(drawn)) == sorted({float(v) for v in cells} & set(drawn))
            assert drawn


def numeric(element):
    parent = element.getparent().getparent()
    return parent.tag == qn("c:numCache")


def test_a_workbook_holds_text_and_numbers_and_no_formula(slides):
    for page in slides.slides:
        for chart in charts(page):
            cells = [value for row in sheet(chart) for value in row if value is not None]

            assert not [v for v in cells if isinstance(v, str) and v.startswith("=")]
            assert all(isinstance(v, str | int | float) for v in cells)


def test_every_figure_in_the_words_is_one_of_the_results(results, slides):
    text = " ".join(t for page in slides.slides for t in words(page)) + " ".join(notes(slides))
    text = re.sub(r"0\.1\.0|\b\d+\(\d+\)", " ", text.replace("\xa0", " "))
    whole = list(figures_of(results))
    moved = [
        abs(r["gap_without"] - r["gap"]) for r in results["quality"]["sensitivity"] if r["gap"]
    ]
    known = [abs(v) for v in whole] + [abs(v) * 100 for v in whole if abs(v) <= 1] + moved
    known += [*STATED, 1 / 12]
    strange = set()
    for digits, percent in re.findall(
        r"(?<![\w.,])((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)(%?)(?!\w)", text
    ):
        if "." in digits or percent:
            number, decimals = parsed(digits + percent)
            near = 0.5 * 10**-decimals + 1e-9
            if not any(abs(number - v) <= near for v in known):
                strange.add(digits + percent)

    assert strange == set()


# -- room ----------------------------------------------------------------------------------------

ODD = {
    "three items": lambda: studies.one_dimension(3),
    "one person": studies.one_person,
    "one battery": studies.servperf,
    "zone of tolerance": studies.zone,
    "sixty groups": lambda: studies.grouped(
        {f"Branch of the northern region number {k}": 20 + k if k % 3 else None for k in range(60)}
    ),
    "outcomes": studies.with_outcomes,
}


def test_no_words_stand_outside_their_box(slides):
    assert overfull(slides) == []


def test_no_shape_stands_on_another(slides):
    assert overlaps(slides) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ODD)
def test_odd_studies_fit_too(name, language):
    found = deck(to_pptx(ODD[name](), options(language)))

    assert overfull(found) == []
    assert overlaps(found) == []
    assert all(titles(found))


def test_of_sixty_groups_the_ends_are_shown_and_said_so():
    page = slide(deck(to_pptx(ODD["sixty groups"](), options())), "groups")
    text = " ".join(words(page))

    assert len(sheet(charts(page)[0])) == 13
    assert (
        "Shown: the 6 groups with the largest shortfall and the 6 with the smallest, of 40." in text
    )


def test_without_gaps_means_stand_in_their_place():
    found = deck(to_pptx(studies.servperf(), options()))
    page = slide(found, "dimensions")
    (table,) = tables(page)

    assert ids(found) == ["cover", "answer", "dimensions", "items", "strengths", "data", "method"]
    assert table[0] == ["Dimension", "Mean", "95% interval", "SD", "n"]


def test_an_only_dimension_has_no_slide_of_its_own():
    assert "dimensions" not in ids(deck(to_pptx(studies.one_dimension(3), options())))


def test_two_gaps_stand_beside_each_other():
    page = slide(deck(to_pptx(studies.zone(), options())), "dimensions")
    (table,), (chart,) = tables(page), charts(page)

    assert sheet(chart)[0] == [None, "Minimum", "Desired", "Perception"]
    assert table[0] == [
        "Dimension", "Adequacy gap", "95% interval", "Superiority gap", "95% interval", "n",
    ]  # fmt: skip


# -- what must not get out, and what is thrown at it ---------------------------------------------


def test_a_hidden_group_is_nowhere_in_the_file():
    study = studies.grouped({"Amber Gate": 40, "Birch Hall": 35, "Cedar Row": None})
    text = everything(to_pptx(study, options()))

    assert "Amber Gate" in text
    assert "Cedar Row" not in text


def test_where_no_group_may_be_shown_the_slide_says_why():
    study = studies.grouped({"Amber Gate": None, "Birch Hall": None})
    page = slide(deck(to_pptx(study, options())), "groups")

    assert page.shapes.title.text_frame.text == "By branch: no group is shown"
    assert charts(page) == []


EVIL = [
    '=cmd|" /C calc"!A0',
    "<b>&amp;</b>",
    "A\x00b\x1b[31m\nc",
    "\u202egnp.exe",
    "@SUM(1)",
    "W" * 300,
]


def test_hostile_names_stay_text():
    form = studies.shipped()
    items = [
        item.model_copy(update={"topic": {"en": EVIL[k % len(EVIL)]}})
        for k, item in enumerate(form.items)
    ]
    bank = studies.bank()
    study = replace(bank, instrument=form.model_copy(update={"items": items}))
    content = to_pptx(study, options(title="<script>alert(1)</script>"))
    found, text = deck(content), everything(content)

    assert titles(found)[0] == "<script>alert(1)</script>"
    assert "\u202e" not in text
    assert overfull(found) == []
    for page in found.slides:
        for chart in charts(page):
            sheets = everything(chart.part.chart_workbook.xlsx_part.blob)
            assert "<f>" not in sheets


# -- dress ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "lang", "font"),
    [("en", "en", "Arial"), ("zh", "zh-CN", "Microsoft YaHei")],
)
def test_every_run_names_its_language_and_a_chinese_font(contents, language, lang, font):
    found = list(runs(deck(contents[language])))
    fonts = {
        (r.find(qn("a:latin")).get("typeface"), r.find(qn("a:ea")).get("typeface")) for r in found
    }

    assert len(found) > 400
    assert {run.get("lang") for run in found} == {lang}
    assert fonts == {(font, "Microsoft YaHei")}


BRAND = Brand(
    name="Harbour",
    logo=DOT,
    colours={"accent": "#4f86e0", "cover": "#102040"},
    fonts={"text": "Georgia"},
    footer={"": "Customer research"},
    confidentiality={"": "For the board"},
)


@pytest.fixture(scope="module")
def branded():
    return to_pptx(studies.bank(), options(brand=BRAND, status="draft"))


def test_a_brand_dresses_the_slides(branded):
    found = deck(branded)
    cover = found.slides[0]

    assert [s.name for s in cover.shapes if s.shape_type == 13] == ["Logo"]
    assert str(cover.background.fill.fore_color.rgb) == "102040"
    assert "4F86E0" in everything(branded)
    assert '<a:latin typeface="Georgia"/>' in everything(branded)


def test_status_class_and_footer_stand_on_every_slide(branded):
    feet = [
        [s.text_frame.text for s in page.placeholders if "Footer" in s.name]
        for page in deck(branded).slides
    ]

    assert feet[1:] == [["DRAFT · For the board · Customer research"]] * (len(feet) - 1)
    assert "DRAFT · For the board" in words(deck(branded).slides[0])


def test_what_the_consultant_leaves_out_of_the_report_is_left_out_here(tmp_path):
    entries = tuple(
        OwnEntry(name, line=1, hide=True) for name in ("exhibit-dimensions-gap", "items-gap")
    )
    own = OwnWords(tmp_path / "notes.md", entries)
    found = deck(to_pptx(studies.bank(), options(own=own)))

    assert ids(found) == ["cover", "answer", "first", "matters", "data", "method"]


def test_with_a_wave_before_the_change_has_a_slide_and_strengths_give_way(study):
    rows = tuple(
        WaveRow("dimension", r.id, "gap", "gap", "", -1.2, r.gap, r.gap + 1.2, 300, r.n)
        for r in study.gaps.dimensions
    )
    found = deck(
        to_pptx(replace(study, before=Before(rows, label="2025", file="2025.csv")), options())
    )
    (chart,) = charts(slide(found, "since"))

    assert ids(found) == [
        "cover", "answer", "first", "dimensions", "since", *WHOLE[4:5], *WHOLE[6:],
    ]  # fmt: skip
    assert sheet(chart)[:2] == [
        [None, "2025", "Now"],
        ["Tangibles", -1.2, round(study.gaps.dimensions[0].gap, 2)],
    ]


def test_answers_from_nobody_make_slides_too():
    rating = np.full((2, 22), 5)
    found = deck(to_pptx(sq.analyze(responses(rating, rating)), options()))

    assert "answer" in ids(found)
