"""An attacker with everything that is handed over looks for what the disclosure rules hide."""

import csv
import html
import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pyreadstat
import pytest

from servqual.analysis.anonymised import anonymised
from servqual.analysis.recoding import alike
from servqual.responses import Responses
from servqual.results import Study
from servqual.settings import ReportOptions
from servqual.writer import to_databook, to_json
from servqual.writer.docx import to_docx
from servqual.writer.editions import to_editions
from servqual.writer.pptx import to_pptx
from tests.handover.grouped import grouped
from tests.test_attack import CHARTS, figures, numbers_in, survey, unpacked

MIN_CELL = 10
FEW = 20
MEANS, SPREAD = ("mean_of", "mean_minus", "gap"), ("sd", "ci_low", "ci_high")
SURVEYS = {
    "two hidden": {"Amber Gate": 40, "Birch Hall": 4, "Cedar Row": 8, "Dune End": 35, "": 6},
    "agreeing": {"Amber Gate": 40, "Cedar Row": 12, "Dune End": 35, "Elm Yard": 31},
}


@dataclass(frozen=True)
class HandedOver:
    """A survey and everything that a client, and every unit, is given."""

    answers: Responses
    study: Study
    editions: dict[str, str]
    data: dict[str, bytes]
    office: dict[str, str]

    def units(self, *, shown):
        """Return the names of the units that are shown, or of those that are hidden."""
        groups = self.study.groups.of("branch").groups
        return [g.group for g in groups if g.group and g.shown == shown]

    def texts(self):
        """Return the text of every file but the letters and the list, which name a unit."""
        pages = {n: t for n, t in self.editions.items() if not re.search(r"letter|index", n)}
        files = {name: content.decode("utf-8", "replace") for name, content in self.data.items()}
        return pages | files | self.office


def unzipped(content):
    """Return every text in an Office file, the workbooks behind its charts among them."""
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            part = book.read(name)
            inside = part[:2] == b"PK"
            texts.append(
                unzipped(part) if inside else html.unescape(part.decode("utf-8", "replace"))
            )
    return "\n".join(texts)


def page_text(page):
    """Return the text of a page with its charts unpacked, without the library that draws them."""
    body = page.partition('<script type="text/plain" id="plotly">')[0]
    return html.unescape(CHARTS.sub(lambda found: unpacked(found[0]), body))


@pytest.fixture(scope="module", params=SURVEYS, ids=list(SURVEYS))
def handed(request):
    """Return everything of one survey."""
    sizes = SURVEYS[request.param]
    ceiling = ("Cedar Row",) if request.param == "agreeing" else ()
    answers = survey(sizes, seed=3, missing=0.02, ceiling=ceiling)
    study = grouped(answers, by=("branch", "segment"), min_cell=MIN_CELL)
    options = ReportOptions(client="Aurora", service="bank", date="2026-05-31")
    pages = to_editions(study, "branch", options)
    return HandedOver(
        answers,
        study,
        {name: page_text(page.decode()) for name, page in pages.items()},
        anonymised(answers, study),
        {
            "databook.xlsx": unzipped(to_databook(study, options)),
            "report.docx": unzipped(to_docx(study, options, charts=False)),
            "board.pptx": unzipped(to_pptx(study, options)),
        },
    )


def test_something_is_hidden_and_something_is_shown(handed):
    assert handed.units(shown=False)
    assert handed.units(shown=True)


def test_no_file_names_a_hidden_unit(handed):
    hidden = handed.units(shown=False)
    told = {
        (name, file)
        for file, text in handed.texts().items()
        for name in hidden
        if re.search(rf"\b{name}\b", text)
    }

    assert told == set()


def test_a_letter_names_its_own_unit_alone_and_holds_no_figure_of_it(handed):
    hidden = set(handed.units(shown=False))
    letters = {n: t for n, t in handed.editions.items() if "letter" in n}
    for file, text in letters.items():
        named = {name for name in {*handed.units(shown=True), *hidden} if name in text}
        (own,) = named
        size = int((handed.answers.people["branch"] == own).sum())

        assert own in hidden
        assert not re.search(rf"\b(n\s=\s{size}|{size} people)\b", text), file


def test_no_file_holds_an_exact_figure_of_a_unit(handed):
    told = {
        round(abs(value), 9)
        for file, text in handed.texts().items()
        if not file.startswith("data.")
        for value in numbers_in(text)
    }
    for name in {"", *handed.units(shown=True), *handed.units(shown=False)}:
        people = handed.answers.people["branch"] == name
        if not people.any():
            continue
        alone = grouped(handed.answers.take(people))
        found = [(row, field) for row in alone.gaps.dimensions for field in SPREAD]
        # means of whole answers by a few people, and their SD, are met by chance
        if people.sum() >= FEW:
            found += [(row, field) for row in alone.gaps.dimensions for field in MEANS]
            found += [(row, field) for row in alone.gaps.items for field in SPREAD]
        values = [value for row, field in found if (value := getattr(row, field)) is not None]
        exact = {round(abs(v), 9) for v in values if abs(v - round(v, 3)) > 1e-6}

        assert not told & exact, name


def test_the_company_less_every_edition_is_nobody_or_enough(handed):
    index = handed.editions["index.html"]
    n = sum(int(found) for found in re.findall(r"edition, (\d+) people", index))
    rest = handed.study.sample.respondents - n

    assert rest == 0 or rest >= MIN_CELL
    own = {g.group: g.n for g in handed.study.groups.groups if g.by == "branch" and g.shown}
    assert sum(own.values()) == n


def test_what_the_editions_leave_of_an_item_is_nobody_or_enough(handed):
    totals = figures(json.loads(to_json(handed.study))["gaps"])
    for about, total in totals.items():
        rows = [
            g for g in handed.study.groups.gaps if g.by == "branch" and (g.level, g.id) == about
        ]
        if not rows or about[0] == "overall":
            continue
        rest = total["n"] - sum(g.n for g in rows)

        assert rest == 0 or rest >= MIN_CELL


def combinations(records, names):
    return Counter(tuple(str(row[name]) for name in names) for row in records)


def test_every_combination_in_the_data_is_shared_and_tells_no_answer(handed, tmp_path):
    (tmp_path / "data.sav").write_bytes(handed.data["data.sav"])
    frame, _ = pyreadstat.read_sav(tmp_path / "data.sav")
    names = [name for name in ("branch", "segment") if name in frame]
    rows = list(csv.DictReader(io.StringIO(handed.data["data.csv"].decode("utf-8-sig"))))
    answers = frame.drop(columns=names).to_numpy(dtype=float)
    cells = combinations(frame.to_dict("records"), names)

    assert cells == combinations(rows, names)
    assert min(cells.values()) >= MIN_CELL
    for cell, n in cells.items():
        inside = np.all(
            [frame[k].astype(str) == v for k, v in zip(names, cell, strict=True)], axis=0
        )

        assert n >= 30 or not alike(answers[inside])


def test_a_named_unit_is_whole_in_the_data_or_not_there(handed):
    rows = list(csv.DictReader(io.StringIO(handed.data["data.csv"].decode("utf-8-sig"))))
    counted = Counter(row["branch"] for row in rows if "branch" in row)
    shown = {g.group: g.n for g in handed.study.groups.groups if g.by == "branch" and g.shown}

    assert {name: n for name, n in counted.items() if name != "other"}.items() <= shown.items()


def test_the_order_of_the_data_does_not_follow_the_file(handed):
    mixed = handed.answers.take(np.random.default_rng(1).permutation(len(handed.answers)))

    assert anonymised(mixed, handed.study)["data.csv"] == handed.data["data.csv"]


def test_the_attacker_finds_what_is_not_protected(handed):
    name = handed.units(shown=True)[0]
    people = handed.answers.people["branch"] == name
    exact = grouped(handed.answers.take(people)).gaps.row("unweighted").gap
    leaky = replace(handed, office=handed.office | {"leak.txt": f"{exact!r} Birch Hall Cedar Row"})
    with pytest.raises(AssertionError):
        test_no_file_names_a_hidden_unit(leaky)
