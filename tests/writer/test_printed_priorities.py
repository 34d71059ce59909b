"""Every printed figure about priorities is one of results.json, rounded: read from the page."""

import re
from functools import cache
from pathlib import Path

import pytest

from servqual import analyze, read, simulate
from servqual.settings import ReportOptions
from servqual.writer import render_html
from tests.writer import prioritised
from tests.writer.test_printed_figures import NONE, Book, Tables, agrees

INSTRUMENTS = Path(__file__).resolve().parents[1] / "instruments"
TOKEN = re.compile(r"[<>]?[+−]?(?:\d[\d,]*)?\.?\d+%?")
WORDS = object()  # a cell of words
KEYS = {
    "concentrate_here": "concentrate",
    "keep_up": "keep_up",
    "low_priority": "low_priority",
    "possible_overkill": "overkill",
}


def limits(row, name):
    return row[f"{name}_low"], row[f"{name}_high"]


def placed(row):
    return ranked(row["rank"], *limits(row, "rank"))


def ranked(rank, low, high):
    """Return a rank as it is printed: limits that are one number stand there once."""
    return (rank, low) if low == high else (rank, low, high)


def estimate(row, name):
    return row[name], *limits(row, name)


class Expected:
    """What stands in the cells of each table, by the id of its row (else by its place)."""

    def __init__(self, json):
        self.json, self.importance = json, json["importance"]
        self.priorities = json["priorities"]
        self.places = {r["item"]: r for r in self.priorities["items"]}

    def rows(self, table):
        exact = {
            "exhibit-points": self.points,
            "exhibit-stated": self.stated,
            "exhibit-matrix": self.matrix,
            "exhibit-asymmetry": self.asymmetry,
            "exhibit-kano": self.kano,
            "exhibit-kano-counts": self.kano_counts,
            "exhibit-actions": self.actions,
            "exhibit-pareto": self.pareto,
            "exhibit-diagonal": self.diagonal,
            "exhibit-indices": self.indices,
            "exhibit-models": self.models,
            "exhibit-ipma": self.ipma,
        }
        if table in exact:
            return exact[table]()
        kind, *rest = table.removeprefix("exhibit-").split("-")
        return getattr(self, kind)(*rest)

    def points(self):
        sd = {r["dimension"]: r for r in self.json["importance_points"]}
        return {
            r["id"]: (
                r["mean"], limits(r, "ci"), r["centre"], r["share_first"], placed(r),
                sd[r["id"]]["sd"], sd[r["id"]]["n"],
            )
            for r in self.importance["stated"]
            if r["source"] == "points"
        }  # fmt: skip

    def stated(self):
        return {
            r["id"]: (r["mean"], limits(r, "ci"), placed(r), r["n"])
            for r in self.importance["stated"]
            if (r["source"], r["level"]) == ("ratings", "dimension")
        }

    def matrix(self):
        return {
            i: (r["importance"], r["performance"], WORDS, self.chance(r), WORDS)
            for i, r in self.places.items()
        }

    @staticmethod
    def chance(row):
        return row["probability"] and row["probability"][KEYS[row["quadrant"]]]

    def leading(self):
        return next(m for m in self.importance["models"] if m["leads"])

    def of(self, model):
        key = [model[k] for k in ("outcome", "battery", "level")]
        return [
            r for r in self.importance["drivers"] if [r["outcome"], r["battery"], r["level"]] == key
        ]

    def drivers(self, level):
        model = self.leading() | {"level": level}
        return {
            r["id"]: (
                r["share"], limits(r, "share"), placed(r), WORDS, r["r"], r["b"], limits(r, "b"),
            )
            for r in self.of(model)
        }  # fmt: skip

    def agreement(self, level, source):
        return {
            r["id"]: (r["stated"], r["stated_rank"], r["derived"], r["derived_rank"])
            for r in self.importance["agreement"]
            if (r["level"], r["stated_source"]) == (level, source)
        }

    def vavra(self, level, source):
        rows = self.agreement(level, source)
        return {name: (stated, derived, WORDS) for name, (stated, _, derived, _) in rows.items()}

    def contrasted(self, level, outcome):
        found = [
            r
            for r in self.importance["asymmetry"]
            if (r["level"], r["outcome"]) == (level, outcome)
        ]
        return [r for r in found if r["battery"] == found[0]["battery"]]

    def asymmetry(self):
        return {
            r["id"]: (
                estimate(r, "penalty"), estimate(r, "reward"), WORDS, r["n_penalty"], r["n_reward"],
            )
            for r in self.contrasted("dimension", self.leading()["outcome"])
        }  # fmt: skip

    def contrasts(self, level, outcome):
        words = () if outcome == self.leading()["outcome"] else (WORDS,)
        return {
            r["id"]: (
                r["n_penalty"], r["n_reward"], estimate(r, "penalty"), estimate(r, "reward"),
                estimate(r, "difference"), r["range"], r["asymmetry"], *words,
            )
            for r in self.contrasted(level, outcome)
        }  # fmt: skip

    def kano(self):
        return {
            r["item"]: (
                WORDS, WORDS,
                (r["worse"], *sorted(limits(r, "worse"))), estimate(r, "better"), r["n"],
            )
            for r in self.importance["kano"]
        }  # fmt: skip

    def kano_counts(self):
        return {
            r["item"]: (
                *(r["counts"].get(k, 0) for k in "MOAIRQ"), r["n"], r["total_strength"],
                r["category_strength"], r["functional"], r["dysfunctional"], WORDS,
            )
            for r in self.importance["kano"]
        }  # fmt: skip

    def actions(self):
        found = {}
        for r in self.json["actions"]:
            place = self.places.get(r["item"])
            sure = [r["probability"]] if place else []
            if place and place["certainty"] == "undetermined":
                sure = [max(place["probability"].values())]
            gap = (r["gap"], *limits(r, "ci")) if r["gap"] is not None else r["performance"]
            aim = (r["next_target"], r["n_next"])
            found[r["item"]] = (placed(r), gap, *sure, aim, WORDS, WORDS, WORDS)
        return found

    def pareto(self):
        return [(r["share"], r["cumulative"], len(r["items"]), WORDS) for r in self.json["causes"]]

    def stability(self, source, axis):
        found = {}
        for r in self.priorities["stability"]:
            if (r["importance_source"], r["axis"]) == (source, axis):
                found.setdefault(r["item"], []).append(r["probability"])
        return found

    def ranks(self, level):
        order = ("gap", "performance", "importance", "diagonal", "opportunity", "pgcv")
        rows = [r for r in self.priorities["ranks"] if r["level"] == level]
        kinds = sorted(
            dict.fromkeys((r["ranking"], r["kind"]) for r in rows), key=lambda k: order.index(k[0])
        )
        cells = {(r["id"], r["ranking"], r["kind"]): placed(r) for r in rows}
        return {r["id"]: [cells.get((r["id"], *kind)) for kind in kinds] for r in rows}

    def diagonal(self):
        return {
            i: (
                r["importance"], r["performance"], r["diagonal"],
                ranked(r["diagonal_rank"], *limits(r, "diagonal")),
            )
            for i, r in self.places.items()
        }  # fmt: skip

    def indices(self):
        keys = ("share_important", "share_satisfied", "opportunity", "pgcv", "share_met")
        return {r["item"]: [r[k] for k in keys] for r in self.priorities["indices"]}

    def models(self):
        return [
            (
                r["n"], r["n_predictors"], r["r2"], limits(r, "r2"), r["r2_adjusted"],
                r["max_vif"], r["noise_share"], WORDS,
            )
            for r in self.importance["models"]
        ]  # fmt: skip

    def slopes(self, level, battery, outcome):
        model = {"level": level, "battery": battery, "outcome": outcome}
        return {
            r["id"]: (
                r["r"], limits(r, "r"), r["partial"], r["b"], r["beta"], r["vif"],
                r["lmg"], limits(r, "lmg"), r["relative_weight"], limits(r, "relative_weight"),
            )
            for r in self.of(model)
        }  # fmt: skip

    def ipma(self):
        return {r["id"]: (r["performance_100"], r["effect_100"]) for r in self.of(self.leading())}


def empty(value):
    return value is None or (isinstance(value, tuple) and all(v is None for v in value))


def without_empty(rows):
    """Leave out the columns that hold no figure in any row, as the writer does."""
    some = list(rows.values() if isinstance(rows, dict) else rows)
    kept = [k for k in range(len(some[0])) if not all(empty(row[k]) for row in some)]
    if isinstance(rows, dict):
        return {name: [row[k] for k in kept] for name, row in rows.items()}
    return [[row[k] for k in kept] for row in rows]


def wrong(table, lines, book):
    """Return the cells of a table that are not their figures."""
    expected, found = without_empty(Expected(book.json).rows(table)), []
    for k, (head, *texts) in enumerate(lines[1:]):
        about = expected[book.key(head)[1]] if isinstance(expected, dict) else expected[k]
        if len(about) != len(texts):
            return [(table, head, texts, about)]
        for text, value in zip(texts, about, strict=True):
            if value is WORDS:
                continue
            values = [v for v in (value if isinstance(value, tuple) else (value,)) if v is not None]
            shown = TOKEN.findall(text.replace("\u00a0", " ")) if text != NONE else []
            shown = [t for t in shown if t.strip("<>+−")]
            right = len(shown) == len(values) and all(map(agrees, shown, values))
            found += [] if right else [(table, head, text, value)]
    return found


ABOUT = (
    *("exhibit-points", "exhibit-stated", "exhibit-matrix", "exhibit-drivers-", "exhibit-kano"),
    *("exhibit-agreement-", "exhibit-asymmetry", "exhibit-actions", "exhibit-pareto"),
    *("exhibit-stability-", "exhibit-ranks-", "exhibit-diagonal", "exhibit-indices"),
    *("exhibit-models", "exhibit-slopes-", "exhibit-ipma", "exhibit-contrasts-", "exhibit-vavra-"),
)


@cache
def analysed(name, folder):
    if name == "demo":
        return analyze(read(simulate(n=400, seed=3).frame))
    if name == "made":
        return prioritised.prioritised()
    form = INSTRUMENTS / ("kiosk_kano.toml" if name == "kano" else "kiosk_8x3.toml")
    return analyze(read(folder / "kiosk" / "kiosk.csv", instrument=form))


@pytest.fixture(scope="module", params=["made", "demo", "kiosk", "kano"])
def study(request):
    kiosk = request.param in ("kiosk", "kano")
    folder = request.getfixturevalue("shared_data") if kiosk else None
    return request.param, analysed(request.param, folder)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_cell_about_priorities_is_its_figure_rounded(study, language):
    name, made = study
    tables = Tables(render_html(made, ReportOptions(language=language))).tables
    mine = {t: rows for t, rows in tables.items() if t.startswith(ABOUT)}
    book = Book(made, language)

    assert len(mine) >= {"made": 20, "demo": 14, "kiosk": 16, "kano": 2}[name]
    assert [cell for t, rows in mine.items() for cell in wrong(t, rows, book)] == []


def test_a_rank_that_is_off_by_one_is_found():
    made = analysed("made", None)
    tables = Tables(render_html(made, ReportOptions())).tables
    book = Book(made, "en")
    book.json["actions"][0]["rank_high"] += 1

    assert [c[0] for c in wrong("exhibit-actions", tables["exhibit-actions"], book)] == [
        "exhibit-actions"
    ]
