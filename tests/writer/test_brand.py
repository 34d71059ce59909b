"""Brand files: every fault at once, colours measured, pages and charts re-dressed."""

import base64
import gzip
import json
import re
import struct
import zlib

import pytest

import servqual as sq
from servqual._files import data_folder
from servqual.errors import BrandError, FileError
from servqual.settings import Brand, ReportOptions
from servqual.texts import languages
from servqual.writer import contrast, dress, read_brand, render_html
from servqual.writer.brand import APART
from servqual.writer.figures.look import colour, tokens
from servqual.writer.logo import LARGEST
from tests.writer import studies

AURORA = data_folder("reports") / "brands" / "aurora.toml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + b"\x00\x00\x00\x0dIHDR"
    + struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    + b"\x00\x00\x00\x00"
    + b"\x00\x00\x00\x0cIDAT"
    + zlib.compress(b"\x00\xff\xff\xff")
)


@pytest.fixture
def brand_file(tmp_path):
    """Return a function that writes a brand file and reads it."""

    def read(text, **files):
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        (tmp_path / "brand.toml").write_text(text, "utf-8")
        return read_brand(tmp_path / "brand.toml")

    return read


@pytest.fixture
def faults(brand_file):
    """Return a function that gives the faults of a brand file, one per line."""

    def found(text, **files):
        with pytest.raises(BrandError) as raised:
            brand_file(text, **files)
        return [line.removeprefix("  - ") for line in str(raised.value).splitlines()[1:]]

    return found


def page(brand, language="en", **options):
    chosen = ReportOptions(language=language, date="2026-05-31", brand=brand, **options)
    return render_html(studies.bank(), chosen)


def charts(text):
    found = re.search(r'<script type="text/plain" id="charts">([^<]*)</script>', text)
    return gzip.decompress(base64.b64decode(found[1])).decode()


def test_the_shipped_example_is_a_brand():
    brand = read_brand(AURORA)

    assert brand.name == "Aurora Hotels"
    assert brand.logo.startswith("data:image/svg+xml;base64,")
    assert brand.colours == {"accent": "#5b2245", "cover": "#3d1630"}
    assert Brand.say(brand.confidentiality, "zh") == "机密：仅供管理层"
    assert [path.name for path in brand.files] == ["aurora.toml", "aurora.svg"]


def test_an_empty_brand_file_changes_nothing(brand_file):
    assert page(brand_file("")) == page(None)


def test_every_fault_is_found_at_once_and_named(faults):
    text = """
        nmae = "x"
        name = 3
        logo = "no.png"
        footer = { xx = "a", en = 1 }
        [colour]
        accent = "red"
        acent = "#123456"
        [font]
        text = "https://fonts.example/x.woff"
        """

    assert [line.partition(":")[0] for line in faults(text)] == [
        "nmae",
        "name",
        "logo",
        "colour.accent",
        "colour.acent",
        "font.text",
        "footer.xx",
        "footer.en",
    ]


def test_a_faint_accent_is_refused_with_its_ratio_and_a_shade_that_passes(faults, brand_file):
    (fault,) = faults('[colour]\naccent = "#ffd400"')

    assert fault == (
        "colour.accent: #ffd400 has a contrast of 1.43:1 against the page; lines and large shapes "
        "need 3:1. Try #b09200"
    )
    assert brand_file('[colour]\naccent = "#b09200"').colours["accent"] == "#b09200"


@pytest.mark.parametrize("key", ["link", "text"])
def test_a_colour_of_words_needs_more_contrast_than_one_of_shapes(faults, key):
    fault = faults(f'[colour]\n{key} = "#8a8a8a"')[0]

    assert re.fullmatch(
        rf"colour\.{key}: #8a8a8a has a contrast of 3\.\d\d:1 against the page; words need "
        r"4\.5:1\. Try #[0-9a-f]{6}",
        fault,
    )


def test_a_cover_on_which_neither_dark_nor_white_can_be_read_is_refused(faults):
    (fault,) = faults('[colour]\ncover = "#808080"')

    assert fault == (
        "colour.cover: #808080 leaves 4.10:1 for the words on it, dark or white; they need 4.5:1. "
        "Try #767676"
    )


@pytest.mark.parametrize("key", ["shortfall", "surplus"])
def test_colours_that_mean_something_are_the_same_in_every_report(faults, key):
    assert faults(f'[colour]\n{key} = "#b02a2a"') == [
        f"colour.{key}: this colour has the same meaning in every report, and the words beneath "
        "the charts name it. Leave it out"
    ]


def test_text_must_not_look_like_a_meaning(faults):
    assert faults('[colour]\ntext = "#a04a1a"') == [
        "colour.text: #a04a1a looks like the colour of a shortfall or a surplus; plain marks in "
        "charts have the colour of text. Choose one that is darker or greyer"
    ]


def test_an_accent_that_looks_like_a_shortfall_dresses_the_page_and_not_the_charts():
    text = page(Brand(colours={"accent": "#c05a1a"}))
    neutral = tokens()["colour"]["high"][-1]

    assert "--brand:#c05a1a;" in text
    assert "#c05a1a" not in charts(text)
    assert dress.dressed(
        {"color": colour("brand")}, Brand(colours={"accent": "#c05a1a"}), "en"
    ) == {"color": neutral}


def test_the_house_colours_pass_the_rules_for_brands(brand_file):
    lines = f'accent = "{colour("brand")}"\ntext = "{colour("ink")}"\n'

    assert set(brand_file(f"[colour]\n{lines}").colours) == {"accent", "text"}
    assert contrast.distance(colour("shortfall"), colour("surplus")) > APART


@pytest.mark.parametrize(
    ("name", "grounds"),
    [
        ("ink", ["paper", "wash", "warmwash", "coolwash"]),
        ("muted", ["paper", "wash"]),
        ("shortfall", ["paper", "warmwash"]),
        ("surplus", ["paper", "coolwash"]),
    ],
)
def test_the_house_colours_can_be_read_wherever_they_stand(name, grounds):
    ratios = [contrast.contrast(colour(name), colour(ground)) for ground in grounds]

    assert min(ratios) >= contrast.TEXT


def test_every_house_colour_has_a_value_of_its_own():
    flat = [
        value
        for entry in tokens()["colour"].values()
        for value in ([entry] if isinstance(entry, str) else entry)
    ]

    assert len(flat) == len(set(flat))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("logo_png", PNG, "image/png"),
        ("logo_jpg", b"\xff\xd8\xff\xe0 and so on", "image/jpeg"),
        ("logo_webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("logo_svg", f"<?xml version='1.0'?>\n<!-- a > b -->\n{SVG}".encode(), "image/svg+xml"),
        ("logo_txt", SVG.encode(), "image/svg+xml"),
    ],
)
def test_the_content_of_a_logo_says_what_it_is(brand_file, name, content, kind):
    text = f'name = "A"\nlogo = "{name.replace("_", ".")}"'
    logo = brand_file(text, **{name: content}).logo

    assert logo == f"data:{kind};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "is no PNG, JPEG, WebP or SVG by its content"),
        (b"<html><svg></svg></html>", "is no PNG, JPEG, WebP or SVG by its content"),
        (SVG.replace("<path", "<script>1</script><path").encode(), "holds '<script'"),
        (SVG.replace("<path", '<path onload="x()"').encode(), "holds 'onload='"),
        (SVG.replace("<path", '<image href="http://x/y.png"/><path').encode(), "another file"),
        (SVG.replace("<path", "<style>a{b:url(x.png)}</style><path").encode(), "another file"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * LARGEST, "has 200 kB; at most 200 kB fit"),
    ],
)
def test_a_logo_that_cannot_be_embedded_is_refused(faults, content, words):
    (fault,) = faults('name = "A"\nlogo = "logo.png"', logo_png=content)

    assert words in fault


def test_a_logo_needs_a_name_for_those_who_cannot_see_it(faults):
    assert faults('logo = "logo.png"', logo_png=PNG) == [
        "name: is missing; it is what a reader hears who cannot see the logo"
    ]


def test_a_logo_is_the_only_thing_beside_script_and_style_that_a_page_may_show(brand_file):
    text = page(brand_file('name = "A"\nlogo = "logo.svg"', logo_svg=SVG.encode()))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]

    assert "img-src data: " in policy
    assert re.findall(r"<img [^>]*alt=\"([^\"]*)\"", text) == ["A"]
    assert "data:" not in re.search(r'Policy" content="([^"]*)"', page(None))[1]


def test_a_brand_dresses_page_and_charts_in_one_colour(brand_file):
    brand = brand_file('[colour]\naccent = "#7a1f3d"\ntext = "#202020"\n[font]\ntext = "Lato"')
    text = page(brand)
    drawn = charts(text)

    for token, value in dress.colours(brand).items():
        assert f"--{token}:{value};" in text
    for new in ("#7a1f3d", "#202020"):
        assert f'"{new}"' in drawn
    for token in ("brand", "ink"):
        assert f'"{colour(token)}"' not in drawn
    assert json.loads(drawn)["template"]["layout"]["font"]["family"].startswith("'Lato', 'Inter'")


def test_a_chart_for_a_notebook_wears_the_brand_too():
    figure = sq.chart(studies.bank().importance, studies.bank(), brand=AURORA)

    assert figure.data[0].marker.color == "#5b2245"


def test_words_that_look_like_a_colour_stay_as_they_are():
    brand = Brand(colours={"text": "#202020"})
    told = {"text": colour("ink"), "font": {"color": colour("ink")}}

    assert dress.dressed(told, brand, "en") == {
        "text": colour("ink"),
        "font": {"color": "#202020"},
    }


@pytest.mark.parametrize(("cover", "words"), [("#3d1630", "#ffffff"), ("#ffd84d", "#1c2126")])
def test_words_on_a_cover_are_white_on_dark_and_dark_on_light(cover, words):
    brand = Brand(colours={"cover": cover})

    assert f"--cover:{cover};--on-cover:{words};" in page(brand)
    assert contrast.contrast(cover, words) >= contrast.TEXT


def test_a_pale_accent_marks_lines_and_leaves_words_dark():
    assert dress.colours(Brand(colours={"accent": "#b8860b"}))["link"] == colour("ink")
    assert dress.colours(Brand(colours={"accent": "#5b2245"}))["link"] == "#5b2245"


def test_chinese_keeps_its_own_fonts_unless_one_is_named_for_it():
    plain, named = Brand(fonts={"text": "Lato"}), Brand(fonts={"zh": "Noto Serif CJK SC"})

    # "Latin Extended" holds letters such as ž alone
    ours = '"Latin Extended", "PingFang SC"'

    assert dress.fonts(plain, "zh")[0].startswith(ours)
    assert dress.fonts(named, "zh")[0].startswith(f'"Noto Serif CJK SC", {ours}')


@pytest.mark.parametrize("language", languages())
def test_footer_and_class_stand_on_the_page_and_in_its_margins(language):
    brand = Brand(footer={"": "Room 5"}, confidentiality={language: "C 1", "": "other"})
    text = page(brand, language)

    assert "<footer><span>Room 5</span>" in text
    assert '<span class="class">C 1</span>' in text
    assert '@bottom-left{content:"Room\\0000205";' in text
    assert '@top-left{content:"C\\0000201";' in text


def test_hostile_words_of_a_brand_end_neither_the_style_nor_the_page():
    hostile = '"}</style><script>alert(1)</script>\\'
    text = page(Brand(hostile, "", footer={"": hostile}, confidentiality={"": hostile}))

    assert "<script>alert" not in text
    assert text.count("</style>") == 1


def test_a_report_never_replaces_the_files_of_its_brand(tmp_path):
    for name in ("aurora.toml", "aurora.svg"):
        (tmp_path / name).write_bytes((AURORA.parent / name).read_bytes())
    with pytest.raises(FileError, match="this is an input file; it is never replaced"):
        sq.report(
            studies.bank(), tmp_path / "aurora.svg", brand=tmp_path / "aurora.toml", force=True
        )


@pytest.mark.browser
@pytest.mark.slow
def test_a_branded_page_opens_in_silence_on_a_phone_and_shows_its_logo(chromium, tmp_path):
    api = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "r.html"
    path.write_text(page(read_brand(AURORA), "zh", status="draft"), "utf-8")
    complaints = []
    with api.sync_playwright() as tool:
        window = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = window.new_page(viewport={"width": 360, "height": 740})
        shown.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        shown.goto(path.as_uri())
        shown.wait_for_selector("html[data-drawn=all]", timeout=60_000)
        logo = shown.evaluate("document.querySelector('.logo').naturalWidth")
        over = shown.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        window.close()

    assert complaints == []
    assert logo == 220
    assert over <= 0
