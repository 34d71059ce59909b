"""The structure of a LimeSurvey survey as tab-separated text, all languages of a version in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from servqual.errors import SettingsError
from servqual.forms.parts import Grid, parts, writable
from servqual.forms.questions import (
    Choice,
    Comment,
    Matrix,
    Missing,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
    Row,
)
from servqual.forms.tools import (
    NOT_A_RATING,
    by_version,
    file_name,
    html,
    promise_html,
    questions_of,
    rule,
    shown,
)

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
LANGUAGES = {"zh": "zh-Hans"}
LONGEST_CODE = 20  # signs of a question's code in LimeSurvey; letters and digits alone
ATTRIBUTES = (
    "display_columns", "equals_num_value", "hidden", "max_num_value_n", "min_num_value_n",
    "num_value_int_only",
)  # fmt: skip
HEADS = (
    "class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other",
    *ATTRIBUTES,
)  # fmt: skip
SURVEY = {
    "format": "G",
    "anonymized": "Y",
    "datestamp": "Y",
    "ipaddr": "N",
    "refurl": "N",
    "allowprev": "Y",
    "showprogress": "Y",
    "showwelcome": "Y",
    "showgroupinfo": "B",
    "showqnumcode": "X",
    "shownoanswer": "N",
}
ARRAY, NUMBERS, LIST, NUMBER, SHORT, LONG, EQUATION = "F", "K", "L", "N", "S", "T", "*"
_SIGNS = re.compile(r"[^A-Za-z0-9]+")

Record = dict[str, object]


def write(asked: Sequence[Questionnaire]) -> dict[str, bytes]:
    """Return a survey structure to import for each version, all languages in it.

    Parameters
    ----------
    asked : sequence of Questionnaire

    Returns
    -------
    dict of file name to bytes
        ``servqual.limesurvey.txt``, UTF-8 with a byte order mark, as LimeSurvey writes it.

    Raises
    ------
    SettingsError
        A question's code does not fit into LimeSurvey.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> sorted(write(questionnaires(load_instrument("servperf"), ["en", "zh"])))
    ['servperf.limesurvey.txt']
    """
    return {
        file_name(same, "limesurvey.txt"): (BOM + _text(same)).encode("utf-8")
        for same in by_version(asked)
    }


def _text(same: Sequence[Questionnaire]) -> str:
    lines = ["\t".join(HEADS)]
    for record in _survey(same):
        lines.append("\t".join(_cell(record.get(head, "")) for head in HEADS))
    return "\r\n".join(lines) + "\r\n"


def _cell(value: object) -> str:
    text = " ".join(str(value).split())  # a tab or a line would end the cell
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def _survey(same: Sequence[Questionnaire]) -> Iterator[Record]:
    """Yield the rows of a survey: its settings, then every language from beginning to end."""
    first, *others = [_language(one) for one in same]
    settings = {"language": first, "additional_languages": " ".join(others), **SURVEY}
    for name, value in settings.items():
        yield {"class": "S", "name": name, "text": value}
    for one in same:
        texts = {
            "surveyls_title": html(one.title),
            "surveyls_welcometext": promise_html(one),
            "surveyls_endtext": html(one.thanks),
        }
        for name, value in texts.items():
            yield {"class": "SL", "name": name, "text": value, "language": _language(one)}
    for one in same:
        for record in _Structure(one).records():
            yield record | {"language": _language(one)}


def _language(asked: Questionnaire) -> str:
    return LANGUAGES.get(asked.language, asked.language)


@dataclass
class _Structure:
    """The groups and questions of a survey in one language."""

    asked: Questionnaire
    taken: set[str] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        """Yield groups with questions, what is below them, and what every answer carries."""
        for place, part in enumerate(parts(self.asked), start=1):
            # the introduction to a set of ratings is its question
            alone = isinstance(part.questions[0], Matrix | Points | Ranking)
            intro = "" if alone else html(part.intro)
            yield {"class": "G", "type/scale": place, "name": part.title, "text": intro}
            if place == 1:
                yield from self._constants()
            for question in questions_of(part):
                yield from self._question(question)

    def _constants(self) -> Iterator[Record]:
        for code, value in self.asked.constants:
            yield self._head(EQUATION, code, value, hidden=1)

    def _head(self, kind: str, code: str, text: str, **more: object) -> Record:
        """Return the row of a question."""
        name = _bare(code)
        if len(name) > LONGEST_CODE or name.casefold() in self.taken:
            raise SettingsError(
                f"{self.asked.instrument}: LimeSurvey cannot have the code {name!r}; it takes "
                f"{LONGEST_CODE} letters and digits, each code once. Give {code!r} a shorter id."
            )
        self.taken.add(name.casefold())
        row = {"class": "Q", "type/scale": kind, "name": name, "relevance": 1, "text": text}
        return row | {"mandatory": "N", "other": "N"} | more

    def _question(self, question: object) -> Iterator[Record]:
        if isinstance(question, Matrix):
            rows = [(_row_code(question, row), row.text) for row in question.rows]
            yield from self._matrix(question.code, question.intro, rows, question)
        elif isinstance(question, Points | Ranking):
            yield from self._shared_out(question)
        elif isinstance(question, Grid):
            yield from self._grid(question)
        elif isinstance(question, Rating):
            yield from self._rating(question)
        elif isinstance(question, Choice):
            yield from self._choice(question)
        elif isinstance(question, Comment):
            yield self._head(LONG, question.code, html(question.text))

    def _matrix(
        self, code: str, text: str, rows: Sequence[tuple[str, str]], told: Matrix | Grid
    ) -> Iterator[Record]:
        """Yield an array, or numbers to write where there are too many answers to tick."""
        written = writable(told.options)
        ends = (told.options[0].value, told.options[-1].value)
        limits = _whole(*ends) if written else {}
        yield self._head(NUMBERS if written else ARRAY, code, html(text), **limits)
        for name, words in rows:
            yield {"class": "SQ", "name": name, "text": html(words)}
        missing = told.missing if isinstance(told, Matrix) else ()
        if not written:
            yield from _answers(told.options, missing)

    def _grid(self, grid: Grid) -> Iterator[Record]:
        """Yield ratings with the same answers as arrays of those whose codes begin alike."""
        groups: dict[str, list[Row]] = {}
        for row in grid.rows:
            head, _, rest = row.id.partition("_")
            groups.setdefault(head if rest else row.id, []).append(row)
        for head, rows in groups.items():
            long = any(len(_bare(row.id)) > LONGEST_CODE for row in rows)
            if long or (len(rows) > 1 and head.casefold() not in self.taken):
                told = [(_bare(row.id.removeprefix(head)), row.text) for row in rows]
                yield from self._matrix(head, "", told, grid)
            else:
                for row in rows:
                    yield from self._rating(Rating(row.id, row.id, row.text, grid.options))

    def _shared_out(self, block: Points | Ranking) -> Iterator[Record]:
        if isinstance(block, Points):
            limits = _whole("0", str(block.total)) | {"equals_num_value": block.total}
        else:
            limits = _whole("1", str(n := len(block.rows)))
            limits |= {"equals_num_value": n * (n + 1) // 2}
        told = html(rule(block, self.asked.language))
        yield self._head(NUMBERS, block.id, html(block.intro), help=told, **limits)
        for row in block.rows:
            text = html(f"{row.text}\n{row.about}" if row.about else row.text)
            yield {"class": "SQ", "name": _bare(row.code).removeprefix(block.id), "text": text}

    def _rating(self, rating: Rating) -> Iterator[Record]:
        text = html(rating.text)
        if writable(rating.options):
            ends = (rating.options[0].value, rating.options[-1].value)
            limits = {"min_num_value_n": ends[0], "max_num_value_n": ends[1]}
            yield self._head(NUMBER, rating.code, text, num_value_int_only=1, **limits)
            return
        if len(_bare(rating.code)) > LONGEST_CODE:
            row = Row(code="", id=rating.id, number=0, text=rating.text)
            yield from self._grid(Grid(rating.options, [row]))
            return
        yield self._head(LIST, rating.code, text, display_columns=len(rating.options))
        yield from _answers(rating.options)

    def _choice(self, choice: Choice) -> Iterator[Record]:
        only_if = choice.only_if
        relevant = f'{_bare(only_if[0])}.NAOK == "{only_if[1]}"' if only_if else "1"
        kind = LIST if choice.options else SHORT
        yield self._head(kind, choice.code, html(choice.text)) | {"relevance": relevant}
        for place, option in enumerate(choice.options, start=1):
            # the code of an answer has five signs at most, which is too short for a group
            code = option.value if choice.kind == "yes_no" else f"A{place}"
            yield {"class": "A", "type/scale": 0, "name": code, "text": html(option.label)}


def _whole(least: str, most: str) -> Record:
    """Return that whole numbers between two ends are asked."""
    return {"min_num_value_n": least, "max_num_value_n": most, "num_value_int_only": 1}


def _answers(options: Sequence[Option], missing: Sequence[Missing] = ()) -> Iterator[Record]:
    """Yield the answers to choose from."""
    told = [(option.value, shown(option)) for option in options]
    told += [(NOT_A_RATING, one.label) for one in missing[:1]]
    for code, text in told:
        yield {"class": "A", "type/scale": 0, "name": code, "text": html(text)}


def _bare(code: str) -> str:
    """Return a code in letters and digits; the importer reads it without the signs."""
    return _SIGNS.sub("", code)


def _row_code(matrix: Matrix, row: Row) -> str:
    """Return the code of a statement: ``SQ005``, or what stands behind the code of its set."""
    return f"SQ{row.number:03}" if row.number else _bare(row.code.removeprefix(matrix.code))
