"""The gap model in every kind of output: words, drawings, tables, both languages."""

import json
import re
import tomllib
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

import servqual as sq
from servqual.analysis.gap_model import with_gap_model
from servqual.analysis.provider import Provider
from servqual.cli.gaps_lines import gaps_lines
from servqual.errors import SettingsError
from servqual.results.gap_model import AntecedentLink, GapModel, GapState
from servqual.settings import ReportOptions
from servqual.texts import placeholders
from servqual.writer import databook, page, render_html
from servqual.writer.docx import document
from servqual.writer.exhibits.gap_model_says import managing, measured, opposites
from servqual.writer.exhibits.gap_model_tables import every_gap
from servqual.writer.exhibits.gap_model_words import answered
from servqual.writer.figures.drawn import Badge
from servqual.writer.figures.gap_model import PLACES
from servqual.writer.figures.gap_model import gap_model as drawn_model
from servqual.writer.pptx.slides_gap_model import gap_model_slide
from servqual.writer.sections.gap_model import gap_model
from servqual.writer.view import View
from tests.gap_model.worked import CONSENT, table

LANGUAGES = ("en", "zh")
NUMBER = re.compile(r"[−+]?\d+\.\d\d")
CAUSAL = re.compile(
    r"\b(drives?|because of|causes?|caused|leads? to|due to|effects?|impact)\b", re.IGNORECASE
)
N = 120


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Return the customers, a study of them, and what managers, staff and an audit say."""
    frame = table(N, "servqual", 3)
    frame["heard"] = [("visits", "reviews", "advertising")[min(k % 8, 2)] for k in range(N)]
    path = tmp_path_factory.mktemp("audit") / "audit.csv"
    path.write_text(
        "unit,dimension,kind,value,source\nNorth,reliability,delivery,4,<b>visits</b>\n"
        "Centre,reliability,promise,3,inventory\n",
        encoding="utf-8",
    )
    customers = sq.read(frame, people=("branch", "heard"))
    told = Provider(
        managers=sq.read(table(6, "gap-managers", 4), "gap-managers", people=("branch",)),
        staff=sq.read(table(20, "gap-staff", 5), "gap-staff", people=("branch",)),
        audit=path,
        unit="branch",
        difference=True,
        consent=CONSENT,
        expectation_source="heard",
    )
    return customers, sq.analyze(customers), told


@pytest.fixture(scope="module")
def told_of(given):
    """Return a function that works the model out of the same answers, told differently."""
    customers, study, told = given

    def study_of(**changes):
        return with_gap_model(study, (customers,), replace(told, **changes))

    return study_of


@pytest.fixture(scope="module")
def study(told_of):
    return told_of()


@pytest.fixture(scope="module")
def kept(told_of):
    """Return the same without consent and without an audit."""
    return told_of(consent="", audit=None)


def view(study, language="en"):
    return View(study, ReportOptions(language=language))


def section(study, language="en"):
    (found,) = gap_model(view(study, language))
    return found


def exhibits(study, language="en"):
    return {e.id: e for e in section(study, language).exhibits}


def said(study, language="en"):
    """Return every word of the section."""
    found = section(study, language)
    texts = [found.title, *found.context["lead"]]
    for e in found.exhibits:
        texts += [e.title, e.how, e.base, *e.says]
        texts += [e.figure.alt] if e.figure else []
        if e.table:
            texts += [e.table.caption, *(c.head for c in e.table.columns)]
            texts += [cell.text for row in e.table.rows for cell in row]
    return texts


def drawn_words(figure):
    """Return the words of a figure in both widths."""
    notes = [*figure.wide["layout"]["annotations"], *figure.narrow["layout"]["annotations"]]
    return [re.sub(r"<.*?>", "", note["text"]) for note in notes]


# -- words ---------------------------------------------------------------------------------------


def flat(tree, before=""):
    found = {}
    for key, value in tree.items():
        if isinstance(value, dict) and set(value) != {"one", "other"}:
            found |= flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = value
    return found


def places(text):
    return {
        n
        for part in (text.values() if isinstance(text, dict) else [text])
        for n in placeholders(part)
    }


def test_both_languages_have_the_same_keys_and_places(root):
    paths = [root / "reports" / "text" / language / "gap_model.toml" for language in LANGUAGES]
    first, second = (flat(tomllib.loads(path.read_text("utf-8"))) for path in paths)

    assert first.keys() == second.keys()
    assert {k: places(t) for k, t in first.items()} == {k: places(t) for k, t in second.items()}


@pytest.mark.parametrize("which", ["study", "kept"])
def test_no_causal_word_stands_in_it(which, request):
    texts = said(request.getfixturevalue(which))

    assert [text for text in texts if CAUSAL.search(text)] == []


def test_the_lead_says_who_was_asked_and_what_the_gaps_stand_at(study):
    lead, model = section(study).context["lead"], study.gap_model

    assert "This study asked 120 customers, 6 managers and 20 members of contact staff." in lead[1]
    assert f"Gap 5 stands at {view(study).numbers.gap(model.whole(5).value)} over all" in lead[1]
    assert "Ratings of their own work: how formal the standards are" in lead[1]
    assert (
        exhibits(study)["exhibit-gap-model"]
        .says[0]
        .startswith("Expectation management: satisfaction is often written as")
    )


def test_chinese_is_set_with_a_space_before_digits(study):
    assert (
        "调查了 120 名顾客、6 名管理者和 20 名一线员工。" in section(study, "zh").context["lead"][1]
    )


def own_page(study, monkeypatch, language="en"):
    """Return a page of this section alone."""
    monkeypatch.setattr(page, "build", gap_model)
    return render_html(study, ReportOptions(language=language, date="2026-05-31"))


def test_a_chinese_student_meets_the_gaps_the_dimensions_and_the_triangle(study, monkeypatch):
    html = own_page(study, monkeypatch, "zh")
    own = html.split('<section id="gap-model"')[1].split("</section>")[0]

    for words in (
        "服务质量差距模型（GAP 模型）", "差距一：顾客期望与企业理解之间的差距",
        "差距二：企业理解与服务设计（标准）之间的差距",
        "差距三：服务设计（标准）与实际交付之间的差距",
        "差距四：服务交付与对外沟通（承诺）之间的差距", "差距五：顾客期望与感知服务之间的差距",
        "有形性", "可靠性", "响应性", "保证性", "同理心",
        "服务营销三角", "内部营销", "外部营销", "互动营销",
        "满意度 = 实际体验 − 期望体验", "过度承诺",
    ):  # fmt: skip
        assert words in own


# -- the drawing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_stands_on_the_drawing_with_its_figure(study, language):
    words = drawn_words(exhibits(study, language)["exhibit-gap-model"].figure)
    shown = view(study, language)

    for gap in range(1, 8):
        value = study.gap_model.whole(gap).value
        own = shown.numbers.gap(value) if gap in (1, 5, 6, 7) else shown.numbers.mean(value)
        assert words.count(shown.say(f"gap_model.name.{gap}")) == 2
        assert [w for w in words if w.startswith(own)]


def test_gaps_2_to_4_are_ratings_on_an_axis_of_their_own(study):
    found = exhibits(study)
    points, ratings = (found[f"exhibit-gaps-{key}"].figure for key in ("in-points", "rated"))
    axes = [
        {tuple(v["range"]) for k, v in f.wide["layout"].items() if k.startswith("xaxis")}
        for f in (points, ratings)
    ]

    assert [len(one) for one in axes] == [1, 1]
    assert next(iter(axes[1])) == pytest.approx((0.7, 7.3))
    assert "Gap 2" not in drawn_words(points)
    assert "Gap 1" not in drawn_words(ratings)
    assert not [t for t in json.dumps(points.wide).split('"') if t == "waterfall"]


def test_nothing_overlaps_on_the_drawing():
    badges = {k: Badge(f"Gap {k}", "−0.12", "[−0.20, −0.04]", "", light=k > 5) for k in range(1, 8)}
    names = dict.fromkeys((*PLACES, "sources", "customers", "company"), "x")
    for narrow in (False, True):
        layout = drawn_model(badges, names, narrow=narrow)["layout"]
        boxes = [
            (s["x0"], s["x1"], s["y0"], s["y1"]) for s in layout["shapes"] if s["type"] == "rect"
        ]

        assert len(boxes) == (17 if not narrow else 15)
        for k, a in enumerate(boxes):
            for b in boxes[k + 1 :]:
                apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
                assert apart, (a, b)
        assert all(b[1] <= layout["xaxis"]["range"][1] for b in boxes)
        assert all(b[3] <= layout["yaxis"]["range"][0] for b in boxes)


@pytest.mark.parametrize(
    "which", ["", "triangle", "points", "ratings", "weights", "antecedents", "sources"]
)
def test_a_notebook_draws_what_the_report_draws(study, which):
    assert sq.chart(study.gap_model, study, which=which).layout.height > 100


def test_a_chart_that_there_is_not_is_refused(study, kept):
    with pytest.raises(SettingsError, match=r"there is no chart of 'radar'. Choose one of ''"):
        sq.chart(study.gap_model, study, which="radar")
    with pytest.raises(SettingsError, match="nothing to draw"):
        sq.chart(kept.gap_model, kept, which="weights")


# -- figures -------------------------------------------------------------------------------------


def test_every_figure_of_the_tables_is_one_of_the_results_rounded(study):
    model, shown = study.gap_model, view(study)
    parts = {
        "value": ("value", "gap"),
        "mean_of": ("mean_of", "mean"),
        "mean_minus": ("mean_minus", "mean"),
    }
    count = 0
    for e in exhibits(study).values():
        for row in e.table.rows if e.table else ():
            for cell in row:
                if cell.figure[:1] != ("gap_model",) or cell.figure[-1] not in parts:
                    continue
                _, gap, form, source, row_id, key = cell.figure
                number = getattr(model.row(int(gap), row_id, form, source), parts[key][0])
                texts = {shown.numbers.gap(number), shown.numbers.mean(number)}
                assert texts & set(NUMBER.findall(cell.text)), cell
                count += 1

    assert count > 100


def test_the_identity_holds_in_what_is_printed(study):
    table = exhibits(study)["exhibit-gaps-in-points"].table
    heads = [c.head for c in table.columns]
    of = {g: heads.index(f"Gap {g}") for g in (1, 6, 7)}

    for row in table.rows:
        one, six, seven = (float(row[of[g]].text.replace("−", "-")) for g in (1, 6, 7))
        assert one == pytest.approx(six + seven, abs=0.0151)


def test_every_table_has_a_heading_over_every_figure(study):
    for e in exhibits(study).values():
        if e.table:
            assert all(column.head.strip() for column in e.table.columns)


# -- kept back and missing -----------------------------------------------------------------------


def test_without_consent_it_says_asked_not_shown(kept):
    found, lead = exhibits(kept), " ".join(section(kept).context["lead"])

    assert set(found) == {
        "exhibit-gap-model", "exhibit-service-triangle", "exhibit-gaps-in-points",
        "exhibit-gap-sources", "exhibit-gap-sources-dimensions",
        "exhibit-gap-questions", "exhibit-gap-limits",
    }  # fmt: skip
    assert (
        "Gap 1 and Gap 2 were asked for and are not shown: no consent of managers is recorded."
        in lead
    )
    assert drawn_words(found["exhibit-gap-model"].figure).count("not shown") == 2 * 6


def test_without_consent_nothing_is_said_of_figures_that_are_not_shown(kept):
    found = exhibits(kept)
    limits = " ".join(found["exhibit-gap-limits"].says)
    how = found["exhibit-gap-model"].how

    for words in ("may flatter", "whole company", "only large differences", "30 units"):
        assert words not in limits
    assert "managers were asked about are not shown: it takes 10 people, and their" in limits
    assert "contact staff were asked about are not shown: no consent is recorded." in limits
    for words in ("underestimated", "Gap 7 only", "ratings out of"):
        assert words not in how
    assert "may flatter" not in gap_model_slide(view(kept))[0].blocks[1].block.paras[0].text


def test_the_sign_of_a_gap_says_who_estimates_what(study):
    found = exhibits(study)
    how, says = found["exhibit-gap-model"].how, found["exhibit-gaps-in-points"].says

    assert "Gaps 1 and 6, differences too: below 0 what customers expect is underestimated" in how
    assert "below 0, what customers received lies below what they expect. Gaps 1" in how
    assert says[:2] == [
        "Gaps 1 and 6: below 0 what customers expect is underestimated, above 0 it is "
        "overestimated. Neither is a success.",
        "Gap 7 only says whether managers’ estimate lies below or above that of contact staff, "
        "not who is right.",
    ]


def signed(study, values, **whole):
    """Return the study with gap 1 of these values in its dimensions, each clearly not 0."""
    rows = dict(zip(("tangibles", "reliability"), values, strict=True)) | whole
    gaps = tuple(
        replace(r, value=rows.get(r.id, 0.0), verdict="clearly_large" if r.id in rows else "open")
        if (r.gap, r.form) == (1, "primary")
        else r
        for r in study.gap_model.gaps
    )
    return replace(study, gap_model=replace(study.gap_model, gaps=gaps))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Over all dimensions Gap 1 is +0.18: that hides differences of opposite sign, below 0 "
            "in reliability (−1.43), above 0 in tangibles (+1.41). See the dimensions.",
        ),
        (
            "zh",
            "差距一的总体值为 +0.18，掩盖了方向相反的差异：可靠性（−1.43）低于 0，"
            "有形性（+1.41）高于 0，请看各维度。",
        ),
    ],
)
def test_an_overall_figure_in_which_dimensions_cancel_names_them(study, language, words):
    cancelled = signed(study, (1.41, -1.43), unweighted=0.18, weighted=0.05)

    assert words in section(cancelled, language).context["lead"][1]
    assert words in exhibits(cancelled, language)["exhibit-gap-model"].base
    turned = signed(study, (1.41, -1.43), unweighted=0.18, weighted=-0.2)
    assert "−0.20" in exhibits(turned, language)["exhibit-gap-model"].base
    alone = signed(study, (1.41, 1.43), unweighted=0.5, weighted=0.5)
    assert opposites(view(alone, language)) == []


def test_means_that_do_not_subtract_as_printed_are_explained(study):
    gaps = tuple(
        replace(r, mean_of=5.314, mean_minus=5.886, value=-0.572)
        if (r.gap, r.id) == (5, "unweighted")
        else r
        for r in study.gap_model.gaps
    )
    rounded = replace(study, gap_model=replace(study.gap_model, gaps=gaps))

    (text,) = managing(view(rounded))
    assert "(5.31 received, 5.89 expected, −0.57). The means are rounded, so that they" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Measured in this survey: Gap 3 "), ("zh", "本次调查已测：差距三 ")],
)
def test_a_gap_that_was_measured_is_named_where_causes_are_looked_for(study, language, words):
    assert measured(view(study, language), 3).startswith(words)


def test_a_gap_that_was_not_measured_is_not(kept, given):
    assert measured(view(kept), 3) == measured(view(given[1]), 3) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_not_be_said_with_six_managers_is_said(study, language):
    found = exhibits(study, language)["exhibit-gap-limits"].says
    words = {
        "en": "With 6 managers, only large differences",
        "zh": "只有 6 名管理者，只有很大的差异",
    }

    assert found[0].startswith(words[language])
    assert len(found) >= 5


def test_what_is_missing_is_listed_with_whom_to_ask(told_of):
    study = told_of(staff=None, audit=None, difference=False)
    lack = exhibits(study)["exhibit-gap-missing"].table

    assert [[cell.text for cell in row] for row in lack.rows] == [
        [
            "Contact staff’s ratings of how standards are met",
            "Gap 3",
            "contact staff, with gap-staff",
        ],
        [
            "Contact staff’s ratings of how promises are kept",
            "Gap 4",
            "contact staff, with gap-staff",
        ],
        [
            "Contact staff’s answers on what customers expect",
            "Gap 6 and Gap 7",
            "contact staff, with gap-staff",
        ],
    ]
    assert "Contact staff were not asked." in section(study).context["lead"][1]


def test_the_sheet_of_causes_does_not_call_missing_what_was_asked(study, told_of):
    alone = told_of(staff=None, audit=None, difference=False)

    assert answered(view(study)) == {
        "managers_view", "staff_view", "standards", "delivery", "promises",
    }  # fmt: skip
    assert answered(view(alone)) == {"managers_view", "standards"}


def test_a_study_of_customers_alone_has_no_section(given):
    plain = given[1]

    assert gap_model(view(plain)) == []
    assert every_gap(view(plain)) == []
    assert answered(view(plain)) == frozenset()


def test_few_units_a_census_and_links_are_told(told_of):
    study = told_of(match_units=True, population={"manager": 6})
    link = AntecedentLink("teamwork", 3, 31, 0.4, 0.1, 0.6, 0.38, None, None)
    study = replace(study, gap_model=replace(study.gap_model, links=(link,)))
    found = exhibits(study)
    limits = " ".join(found["exhibit-gap-limits"].says)

    assert "All managers answered" in limits
    assert "All 6 managers answered: an interval of a difference from customers carries" in limits
    assert "Each manager is 1/6 of the figure" in limits
    assert "only large differences" not in limits
    assert "With 3 matched units" in limits
    assert "worked out from means of 3 units" in " ".join(found["exhibit-gaps-in-points"].says)
    (row,) = found["exhibit-gap-links"].table.rows
    assert [cell.text for cell in row] == ["Teamwork", "Gap 3", ".40 [.10,\u00a0.60]", ".38"]


def test_a_model_in_which_nothing_could_be_worked_out_is_drawn_all_the_same(study):
    states = tuple(GapState(k, "missing", missing=("standards",)) for k in range(1, 8))
    empty = replace(study, gap_model=GapModel(states=states, roles=study.gap_model.roles))

    assert set(exhibits(empty)) == {
        "exhibit-gap-model", "exhibit-service-triangle", "exhibit-gap-questions",
        "exhibit-gap-missing", "exhibit-gap-limits",
    }  # fmt: skip


# -- other kinds of file -------------------------------------------------------------------------


def test_words_of_a_file_are_escaped(study, monkeypatch):
    html = own_page(study, monkeypatch)

    assert "<b>visits</b>" not in html
    assert "&lt;b&gt;visits" in html


def test_the_section_stands_in_word_and_in_the_data_book(study, monkeypatch):
    for module in (document, databook):
        monkeypatch.setattr(module, "build", gap_model)
    options = ReportOptions(date="2026-05-31")
    with zipfile.ZipFile(BytesIO(document.to_docx(study, options, charts=False))) as file:
        word = file.read("word/document.xml").decode()
    with zipfile.ZipFile(BytesIO(databook.to_databook(study, options))) as file:
        strings = file.read("xl/sharedStrings.xml").decode()

    for text in ("The gap model of service quality", "What may not be said with these answers"):
        assert text in word
    assert "Gaps in scale points by dimension" in strings


def test_a_slide_has_all_seven_gaps_and_what_may_not_be_said(study, kept, given):
    (slide,) = gap_model_slide(view(study))
    table, words = (placed.block for placed in slide.blocks)

    assert [row[0].text[:5] for row in table.table.rows] == [f"Gap {k}" for k in range(1, 8)]
    assert "Gap 5 is no sum of gaps 1 to 4" in words.paras[0].text
    assert "no consent of managers" in gap_model_slide(view(kept))[0].blocks[1].block.paras[0].text
    assert gap_model_slide(view(given[1])) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_speaks_of_no_chart(study, language):
    lines = " ".join(line.text for line in gaps_lines(view(study, language), 100))

    for word in ("Dot:", "dotted", "One panel", "圆点", "横线", "虚线", "每个差距一格"):
        assert word not in lines
