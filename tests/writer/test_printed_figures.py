"""Every printed figure is a figure of results.json, rounded: read from the page, not the writer."""

import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from servqual import analyze, read, simulate, to_json
from servqual.settings import ReportOptions
from servqual.texts import catalogue
from servqual.writer import render_html

KIOSK = Path(__file__).resolve().parents[1] / "instruments" / "kiosk_8x3.toml"
LANGUAGES = ("en", "zh")
NONE = "–"
NUMBER = re.compile(r"(?<![\w.,])([+−-]?)((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)(%?)(?![\w])")
INTERVAL = ("ci_low", "ci_high")

GAP = ("mean_minus", "mean_of", "gap", INTERVAL, "n", "share_met")
# kind of table, by the beginning of its id -> what stands in its columns behind the first
TABLES = {
    "exhibit-dimensions-": (*GAP, None),
    "exhibit-items-within-": (None, "item_rest_r", "alpha_if_deleted", "alpha"),
    "exhibit-items-": (*GAP, None, None),
    "exhibit-tests-": (
        *("sd_of", "sd_minus", "gap", "sd", "se", "t", "df", "p", "p_adjusted"),
        *("wilcoxon_v", "wilcoxon_p", "d_av", "d_z"),
    ),
    "exhibit-shares-": ("share_below", "share_equal", "share_above", None, None, None),
    "exhibit-scores-": ("mean", INTERVAL, "sd", "n", "share_lowest", "share_highest"),
    "exhibit-radar": ("mean_minus", "mean_of", "n"),
    "exhibit-reliability": (
        *(None, "k", "n", "omega", ("omega_low", "omega_high")),
        *("alpha", ("alpha_low", "alpha_high"), "mean_r"),
    ),
    "exhibit-outcomes": (
        *("n", "mean", "sd", "share_low_answers", "share_middle", "share_high_answers"),
        *(None, ("share_low", "share_high")),
    ),
    "exhibit-sensitivity": ("gap", "n", "gap_without", "n_without", "moved"),
    "exhibit-missing": ("asked", "answered", "share"),
    "exhibit-flags": (None, "n", "share"),
    "exhibit-answers-": (),
    # those about priorities are checked in test_printed_priorities.py
    **dict.fromkeys(
        (
            *("exhibit-points", "exhibit-matrix", "exhibit-stated", "exhibit-drivers-"),
            *("exhibit-agreement-", "exhibit-asymmetry", "exhibit-kano", "exhibit-actions"),
            *("exhibit-pareto", "exhibit-stability-", "exhibit-ranks-", "exhibit-diagonal"),
            *("exhibit-indices", "exhibit-models", "exhibit-slopes-", "exhibit-ipma"),
            *("exhibit-contrasts-", "exhibit-vavra-"),
        ),
        (),
    ),
    # those of loyalty are checked in test_loyalty_page.py
    **dict.fromkeys(("exhibit-links", "exhibit-index"), ()),
    # those about the structure are checked by their headings, in test_printed_structure.py
    **dict.fromkeys(
        (
            *("exhibit-verdicts", "exhibit-spread", "exhibit-constraint", "exhibit-factors"),
            *("exhibit-fits", "exhibit-convergent", "exhibit-pairs", "exhibit-invariance"),
            *("exhibit-coefficients", "exhibit-ordinal", "exhibit-eigenvalues", "exhibit-efa-"),
            *("exhibit-loadings-", "exhibit-changes"),
        ),
        (),
    ),
}


class Tables(HTMLParser):
    """Collects the rows of every exhibit's table, and all words outside tables."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.words = {}, []
        self._id, self._row, self._cell, self._quiet, self._inside = "", None, None, 0, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self._quiet += tag in ("script", "style")
        self._inside += tag == "table"
        if tag == "figure":
            self._id = found.get("id", "")
        if tag == "tr":
            self._row = []
        if tag in ("td", "th"):
            self._cell = ""
        if "aria-label" in found and tag == "div":
            self.words.append(found["aria-label"])

    def handle_endtag(self, tag):
        self._quiet -= tag in ("script", "style")
        self._inside -= tag == "table"
        if tag in ("td", "th"):
            self._row.append(" ".join(self._cell.split()))
            self._cell = None
        if tag == "tr":
            self.tables.setdefault(self._id, []).append(self._row)

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data
        elif not self._quiet and not self._inside:
            self.words.append(data)


def parsed(text):
    """Return a printed number with how many decimals it shows; percents become shares."""
    plain = text.replace("\u00a0", " ").replace("−", "-").replace(",", "").lstrip("+").strip()
    share = plain.endswith("%")
    number = Decimal(plain.removesuffix("%"))
    decimals = -number.as_tuple().exponent
    return (float(number) / 100, decimals + 2) if share else (float(number), decimals)


def agrees(text, value):
    """Say whether a printed text is a value, rounded to the decimals that it shows."""
    text = text.replace("\u00a0", " ")
    if text in (NONE, ""):
        return value is None
    if value is None:
        return False
    if text.startswith(("<", ">")):
        limit, _ = parsed(text[1:])
        return value <= limit if text[0] == "<" else value >= limit
    number, decimals = parsed(text)
    return abs(number - value) <= 0.5 * 10**-decimals + 1e-9


def cells(text, value):
    """Return pairs of printed text and value; an interval has two."""
    if not isinstance(value, tuple):
        return [(text, value)]
    if text == NONE:
        return [(text, part) for part in value]
    return list(zip(text.strip("[]").split(", "), value, strict=True))


class Book:
    """Looks up the row of results.json that a printed row is about."""

    def __init__(self, study, language):
        self.json = json.loads(to_json(study))
        self.form, self.language = study.instrument, language
        self.words = catalogue(language)

    def say(self, words):
        return self.form.say(words, self.language)

    def key(self, head):
        """Return level and id of a row by its printed head."""
        if found := re.match(r"(\d+) ", head):
            return "items", self.form.item_ids[int(found[1]) - 1]
        for dimension in self.form.dimensions:
            if head == self.say(dimension.name):
                return "dimensions", dimension.id
        for name, text in self.words.items():
            if name.startswith("words.overall.") and head == text:
                return "overall", name.rpartition(".")[2]
        raise KeyError(head)

    def battery(self, label):
        names = {*self.form.battery_names, *(g.name for g in self.form.gaps)}
        for name in names:
            known = [self.words.get(f"words.{table}.{name}", "") for table in ("battery", "kind")]
            if label.casefold() in [text.casefold() for text in known]:
                return name
        raise KeyError(label)

    def of(self, part, head):
        level, name = self.key(head)
        rows = part[level]
        if level == "overall":
            return rows[name]
        return next(r for r in rows if r[level.removesuffix("s")] == name)

    def alpha(self, battery, dimension):
        rows = self.json["reliability"]
        return next(r for r in rows if (r["battery"], r["dimension"]) == (battery, dimension))

    def row(self, table, cells):  # noqa: PLR0911  one line per kind of table
        head = cells[0]
        about_gaps = ("exhibit-tests-", "exhibit-shares-", "exhibit-dimensions-", "exhibit-radar")
        if table.startswith(about_gaps):
            return self.of(self.json["gaps"], head)
        if table.startswith("exhibit-items-within-"):
            whole = self.alpha(table.rpartition("-")[2], self.dimension_of(head))
            own = next(i for i in whole["items"] if i["item"] == self.key(head)[1])
            return whole | own
        if table.startswith("exhibit-items-"):
            return self.of(self.json["gaps"], head)
        if table.startswith("exhibit-scores-"):
            return self.of(self.json["scores"][table.removeprefix("exhibit-scores-")], head)
        if table == "exhibit-reliability":
            level, name = self.key(head) if head != self.words["words.overall.total"] else ("", "")
            return self.alpha(self.battery(cells[1]), name if level == "dimensions" else "total")
        if table == "exhibit-outcomes":
            name = next(o.id for o in self.form.outcomes if self.say(o.label) == head)
            return self.outcome(next(r for r in self.json["outcomes"] if r["id"] == name))
        quality = self.json["quality"]
        if table == "exhibit-sensitivity":
            name = self.key(head)[1]
            row = next(r for r in quality["sensitivity"] if r["id"] == name)
            return row | {"moved": row["gap_without"] - row["gap"]}
        if table == "exhibit-missing":
            row = next(r for r in quality["missing"] if r["battery"] == self.battery(head))
            return row | {"share": row["answered"] / row["asked"]}
        rule = next(
            k.rpartition(".")[2] for k, v in self.words.items() if v == head and ".rule." in k
        )
        rows = [r for r in quality["flags"] if r["rule"] == rule]
        return next(r for r in rows if not r["battery"] or self.battery(cells[1]) == r["battery"])

    def dimension_of(self, head):
        return self.form.item(self.key(head)[1]).dimension

    @staticmethod
    def outcome(row):
        """Return an outcome as it is printed: net scores in points, no thirds for yes and no."""
        if row["figure"] == "nps":
            return row | {k: row[k] * 100 for k in ("share", "share_low", "share_high")}
        if row["figure"] == "yes":
            return row | dict.fromkeys(("share_low_answers", "share_middle", "share_high_answers"))
        return row


def wrong_cells(tables, book):
    """Return every cell that is not its figure of results.json."""
    found = []
    for table, rows in tables.items():
        columns = next(c for start, c in TABLES.items() if table.startswith(start))
        for row in rows[1:] if columns else []:
            about = book.row(table, row)
            for key, text in zip(columns, row[1:], strict=False):
                keys = key if isinstance(key, tuple) else (key,)
                value = tuple(about[k] for k in keys) if key else None
                pairs = cells(text, value if len(keys) > 1 else value[0]) if key else []
                found += [(table, row[0], key, *p) for p in pairs if not agrees(*p)]
    return found


def figures_of(value):
    """Yield every number of results.json."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(key, str) and key.lstrip("-").isdigit():
                yield float(key)
            yield from figures_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from figures_of(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


@pytest.fixture(scope="module", params=["demo", "kiosk"])
def study(request):
    if request.param == "demo":
        return analyze(read(simulate(n=200, seed=3).frame))
    folder = request.getfixturevalue("shared_data")
    return analyze(read(folder / "kiosk" / "kiosk.csv", instrument=KIOSK))


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(study, request):
    options = ReportOptions(language=request.param, date="2026-05-31", radar=True)
    page = render_html(study, options)
    return Tables(page), Book(study, request.param)


def test_every_table_is_of_a_kind_that_is_checked(printed):
    unknown = [t for t in printed[0].tables if not any(t.startswith(start) for start in TABLES)]

    assert unknown == []


def test_every_cell_of_every_table_is_its_figure_rounded(printed):
    tables, book = printed

    assert len(tables.tables) > 15
    assert wrong_cells(tables.tables, book) == []


def test_a_figure_that_is_off_by_a_hundredth_is_found(study):
    page = Tables(render_html(study, ReportOptions()))
    book = Book(study, "en")
    book.json["gaps"]["items"][0]["gap"] += 0.011

    assert {(row[0], row[2]) for row in wrong_cells(page.tables, book)} >= {
        ("exhibit-items-gap", "gap"),
        ("exhibit-tests-gap", "gap"),
    }


def test_every_share_of_answers_is_that_of_the_distribution(printed):
    tables, book = printed
    found = []
    for table, rows in tables.tables.items():
        if not table.startswith("exhibit-answers-"):
            continue
        for row in rows[1:]:
            about = next(
                r
                for r in book.json["distributions"]
                if (r["item"], r["battery"]) == (book.key(row[0])[1], book.battery(row[1]))
            )
            values = [*about["share"].values(), about["n"]]
            found += [
                (table, row[0], p) for p in zip(row[2:], values, strict=False) if not agrees(*p)
            ]

    assert found == []


# figures that a text states on its own account: benchmarks, limits of rules, dates, versions
STATED = {0.70, 0.80, 0.90, 0.95, 0.30, 0.60, 0.0, 0.1, 0.5, 1.0}


def test_every_figure_in_the_text_is_one_of_the_results(printed):
    tables, book = printed
    text = " ".join(tables.words).replace("\u00a0", " ")
    text = re.sub(r"[0-9a-f]{64}|0\.1\.0|\b\d+\(\d+\)", " ", text)
    whole = list(figures_of(book.json))
    known = [abs(v) for v in whole] + [abs(v) * 100 for v in whole if abs(v) <= 1]
    moved = [
        abs(r["gap_without"] - r["gap"])
        for r in book.json["quality"]["sensitivity"]
        if r["gap"] is not None
    ]
    known += [*STATED, *moved, 1 / 12]
    strange = set()
    for sign, digits, percent in NUMBER.findall(text):
        if "." not in digits and not percent:
            continue
        number, decimals = parsed(digits + percent)
        near = 0.5 * 10**-decimals + 1e-9
        if not any(abs(number - v) <= near for v in known):
            strange.add(sign + digits + percent)

    assert strange == set()


def test_every_n_in_the_text_is_a_number_of_people(printed):
    tables, book = printed
    text = " ".join(tables.words).replace("\u00a0", " ")
    counts = {int(v) for v in figures_of(book.json) if float(v).is_integer()}
    named = [
        int(part.replace(",", ""))
        for span in re.findall(r"n = ([\d,]+(?:–[\d,]+)?)", text)
        for part in span.split("–")
    ]

    assert len(named) > 20
    assert [n for n in named if n not in counts] == []


def test_signs_are_right_in_both_languages(printed):
    text = " ".join(printed[0].words)

    assert re.findall(r"(?<=[\s\[(])-\d", text) == []
    assert [t for t in ("−0.00 ", "+0.00", "+ +", "+ −", "NaN") if t in text] == []
