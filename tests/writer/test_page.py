"""The page: one file, nothing from outside, everything escaped, the same bytes every time."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from servqual.errors import SettingsError
from servqual.notes import Note, Notes
from servqual.settings import ReportOptions
from servqual.writer import plotly_door, render_html
from servqual.writer.packing import change
from tests.writer import studies

MAKERS = {
    "bank": studies.bank,
    "servperf": studies.servperf,
    "one_person": studies.one_person,
    "one_dimension": studies.one_dimension,
    "zone": studies.zone,
    "equal": lambda: studies.shifted(0, spread=False),
    "above": lambda: studies.shifted(1),
}
SCRIPT = '<script>alert("1")</script>'
HOSTILE = f"""{SCRIPT}<img src=x onerror=alert(1)>'" onload="x" {{service}} </title>"""


@cache
def page(name="bank", language="en", **options):
    options.setdefault("service", "bank" if language == "en" else "银行")
    return render_html(
        MAKERS[name](), ReportOptions(language=language, date="2026-05-31", **options)
    )


class Reader(HTMLParser):
    """Reads a page as a browser without scripts does: elements and text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self._inside = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.text.append(data)

    @property
    def words(self):
        return re.sub(r"\s+", " ", " ".join(self.text))


def charts(text):
    found = re.search(r'<script type="text/plain" id="charts">([^<]*)</script>', text)
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", MAKERS)
def test_every_kind_of_study_is_written_in_every_language(name, language):
    words = Reader(page(name, language)).words

    assert "{" not in words
    assert "None" not in words.replace("None that matters", "")
    assert "nan" not in words.split()
    assert "−0.00" not in words


def test_in_chinese_no_space_follows_a_full_width_colon_or_stop():
    summary = page("bank", "zh").split('<div class="summary">')[1].split("</section>")[0]
    summary = re.sub(r"<[^>]+>", "", summary)

    assert "数据可用" in summary
    assert re.findall(r"[：。] \S|[\u4e00-\u9fff]: ", summary) == []


def test_the_same_study_gives_the_same_bytes():
    options = ReportOptions(client="Aurora", date="2026-05-31", service="bank")

    assert render_html(studies.bank(), options) == render_html(studies.bank(), options)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["bank", "zone"])
def test_a_report_stays_below_two_and_a_half_megabytes(name, language):
    assert len(page(name, language).encode()) < 2_500_000


def test_nothing_is_asked_of_the_network():
    loading = [
        (tag, name, value)
        for tag, attributes in Reader(page()).tags
        for name, value in attributes.items()
        if name in ("src", "srcset", "href", "action", "data", "poster", "background")
        and not (value or "").startswith("#")
    ]
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)[1]

    assert loading == []
    assert not re.search(r"url\(|@import|https?:", style)


def test_the_policy_allows_this_page_and_nothing_else():
    text = page()
    policy = next(a["content"] for t, a in Reader(text).tags if a.get("http-equiv"))
    inline = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    packed = re.search(r'<script type="text/plain" id="plotly">(.*?)</script>', text)[1]
    scripts = [*(s.encode() for s in inline), gzip.decompress(base64.b64decode(packed))]
    hashes = [base64.b64encode(hashlib.sha256(s).digest()).decode() for s in scripts]

    assert policy.startswith("default-src 'none'; script-src ")
    assert all(f"'sha256-{digest}'" in policy for digest in hashes)
    assert "unsafe-eval" not in policy
    assert re.findall(r"(\S+) 'unsafe-inline'", policy) == ["style-src-attr"]


def test_the_packed_script_is_the_installed_plotly():
    packed = re.search(r'<script type="text/plain" id="plotly">(.*?)</script>', page())[1]

    assert gzip.decompress(base64.b64decode(packed)).startswith(b"/**\n* plotly.js v")


def test_the_script_in_the_page_is_ascii_and_else_the_installed_one():
    ours, installed = plotly_door.page_script(), plotly_door.script().decode("utf-8")
    back = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), ours)
    same = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), installed)

    assert ours.isascii()
    assert ours.count("this, (() => {") == 1
    assert back.replace("this, (() => {", "this, () => {").rstrip()[:-5] == same.rstrip()[:-4]


def test_a_character_beyond_the_first_plane_is_escaped_as_two_halves():
    assert "µ😀".encode("ascii", "servqual.javascript") == b"\\u00b5\\ud83d\\ude00"


def hostile_study():
    study = studies.bank()
    item = study.instrument.items[0].model_copy(
        update={"topic": {"en": HOSTILE}, "wording": {"perception": {"en": HOSTILE}}}
    )
    dimension = study.instrument.dimensions[0].model_copy(
        update={"name": {"en": HOSTILE}, "description": {"en": HOSTILE}}
    )
    changes = {
        "items": [item, *study.instrument.items[1:]],
        "dimensions": [dimension, *study.instrument.dimensions[1:]],
        "title": {"en": HOSTILE},
        "source": HOSTILE,
    }
    return replace(
        study,
        instrument=study.instrument.model_copy(update=changes),
        notes=Notes([Note("sheet_read", {"sheet": HOSTILE}, HOSTILE)]),
        sample=replace(study.sample, file=HOSTILE),
    )


def test_hostile_words_are_shown_and_never_run():
    plain = Reader(page())
    text = render_html(
        hostile_study(), ReportOptions(client=HOSTILE, service=HOSTILE, title=HOSTILE)
    )
    read = Reader(text)

    assert SCRIPT not in text
    assert SCRIPT in read.words
    assert [t for t, _ in read.tags].count("script") == [t for t, _ in plain.tags].count("script")
    assert not [a for _, a in read.tags if {"onerror", "onload"} & set(a)]
    assert "img" not in {tag for tag, _ in read.tags}


def test_hostile_words_reach_no_chart_as_markup():
    text = json.dumps(charts(render_html(hostile_study(), ReportOptions())), ensure_ascii=False)

    assert "<img" not in text
    assert "<script" not in text
    assert set(re.findall(r"<[^>]*>", text)) <= {"<br>", "<b>", "</b>", "<extra>", "</extra>"}


@pytest.mark.parametrize("name", MAKERS)
def test_every_link_of_the_contents_has_its_section(name):
    tags = Reader(page(name)).tags
    links = [a["href"][1:] for t, a in tags if t == "a"]
    ids = [a["id"] for _, a in tags if "id" in a]

    assert set(links) <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", MAKERS)
def test_every_chart_has_words_and_a_table(name):
    text = page(name)
    tags = Reader(text).tags
    drawn = {a["id"]: a["aria-label"] for t, a in tags if a.get("class") == "chart"}
    figures = re.findall(r'<figure class="exhibit".*?</figure>', text, re.DOTALL)

    assert set(drawn) == set(charts(text)["charts"])
    assert all(len(label) > 20 for label in drawn.values())
    assert all("<table>" in figure for figure in figures if 'class="chart"' in figure)


def test_the_text_alternative_is_made_of_the_numbers():
    tags = Reader(page()).tags
    label = next(a["aria-label"] for _, a in tags if a.get("id") == "chart-dimensions-gap")
    row = studies.bank().gaps.row("reliability")

    assert f"Reliability: Expectation {row.mean_minus:.2f}, Perception {row.mean_of:.2f}" in label


def test_a_survey_without_expectations_speaks_of_no_gap():
    words = Reader(page("servperf")).words

    assert "Overall gap" not in words
    assert "smallest gap of interest" not in words
    assert "Only perceptions were asked" in words


def test_two_kinds_of_gap_get_a_section_each():
    ids = {a["id"] for _, a in Reader(page("zone")).tags if "id" in a}

    assert {"dimensions-adequacy", "dimensions-superiority", "items-adequacy"} <= ids


def test_the_first_screen_answers_a_board():
    words = Reader(page()).words
    met = next(r for r in studies.bank().gaps.overall if r.id == "item_mean").share_met

    assert f"{met * 100:.0f} of 100 ratings give people at least what they ask" in words


def test_an_axis_that_starts_late_says_so():
    assert "The axis starts at 4, not at the scale’s end 1." in Reader(page()).words


def test_the_method_notes_print_a_sum_that_a_reader_can_redo():
    words = Reader(page()).words
    total = re.search(r"counting alike: \((.*?)\) / 5 = (\S+)\.", words)
    parts = [float(p.strip("()").replace("−", "-")) for p in total[1].split(" + ")]

    assert sum(parts) / 5 == pytest.approx(float(total[2].replace("−", "-")), abs=0.006)


def test_every_printed_gap_is_the_result_rounded():
    study = studies.bank()
    words = Reader(page()).words
    printed = [f"{r.gap:+.2f}".replace("-", "−") for r in study.gaps.items if abs(r.gap) >= 0.005]

    assert [text for text in printed if text not in words] == []


def test_a_date_that_is_none_is_refused():
    with pytest.raises(SettingsError, match="write it as YYYY-MM-DD"):
        render_html(studies.servperf(), ReportOptions(date="yesterday"))


def test_a_language_without_texts_is_refused():
    with pytest.raises(SettingsError, match="there are no texts in 'tlh'"):
        render_html(studies.servperf(), ReportOptions(language="tlh"))


# -- the narrow form of a chart is written as a change of the wide one --------------------------


def lay(old, new):
    """Do what the page's script does with a change."""
    if not isinstance(new, dict):
        return new
    if "@" in new:
        return [lay(p, new["@"][str(k)]) if str(k) in new["@"] else p for k, p in enumerate(old)]
    made = {**old, **{k: lay(old[k], v) if k in old else v for k, v in new.items()}}
    return {k: v for k, v in made.items() if new.get(k, 0) is not None}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": 1, "b": {"c": [1, 2]}}, {"a": 1, "b": {"c": [1, 3]}}),
        ({"a": [{"x": 1}, {"x": 2}]}, {"a": [{"x": 1}, {"x": 3, "y": 4}]}),
        ({"a": [{"x": 1}]}, {"a": [{"x": 1}, {"x": 2}]}),
        ({"a": 1, "gone": 2}, {"a": 1}),
        ({"a": []}, {"a": []}),
    ],
)
def test_a_change_laid_over_the_old_gives_the_new(old, new):
    assert lay(old, change(old, new)) == new
