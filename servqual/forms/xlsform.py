"""An XLSForm for ODK and KoboToolbox: its three sheets, all languages of a version in one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from servqual.forms.parts import writable
from servqual.forms.questions import (
    Block,
    Choice,
    Comment,
    Matrix,
    Option,
    Points,
    Questionnaire,
    Ranking,
    Rating,
)
from servqual.forms.tools import NOT_A_RATING, rule, shown
from servqual.texts import fill

LANGUAGES = {"en": "English (en)", "zh": "中文 (zh)"}
RECORD = dict[str, str]
Words = Callable[[Questionnaire], str]


def sheets(same: Sequence[Questionnaire]) -> dict[str, list[list[str]]]:
    """Return the sheets ``survey``, ``choices`` and ``settings`` of a form, headings first.

    Parameters
    ----------
    same : sequence of Questionnaire
        The languages of one version; the first one is what people see unless they choose.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> from servqual.forms import questionnaires
    >>> survey = sheets(questionnaires(load_instrument("servperf")))["survey"]
    >>> survey[0][:3], [row[:2] for row in survey[1:5]]
    (['type', 'name', 'label::English (en)'], [['start', 'start'], ['end', 'end'], \
['note', 'note_intro'], ['begin_group', 'perception']])
    """
    form = _Form(same)
    form.write()
    labels = [f"label::{_language(one)}" for one in same]
    more = [f"{name}::{_language(one)}" for name in ("hint", "constraint_message") for one in same]
    survey = ["type", "name", *labels, *more, "relevant", "constraint", "calculation", "appearance"]
    settings = {
        "form_title": same[0].title,
        "form_id": "_".join(filter(None, (same[0].instrument.replace("-", "_"), same[0].version))),
        "version": "1",
        "default_language": _language(same[0]),
    }
    return {
        "survey": _table(survey, form.survey),
        "choices": _table(["list_name", "name", *labels], form.choices),
        "settings": _table(list(settings), [settings]),
    }


def _language(asked: Questionnaire) -> str:
    return LANGUAGES.get(asked.language, asked.language)


def _table(heads: Sequence[str], records: Sequence[RECORD]) -> list[list[str]]:
    return [[*heads], *([record.get(head, "") for head in heads] for record in records)]


@dataclass
class _Form:
    """The rows of a form while it is written."""

    same: Sequence[Questionnaire]
    survey: list[RECORD] = field(default_factory=list)
    choices: list[RECORD] = field(default_factory=list)
    lists: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Write every row; who answers, and how long, is not asked but recorded."""
        self._add("start", "start")
        self._add("end", "end")
        for code, value in self.same[0].constants:
            self._add("calculate", code, calculation=f"'{value}'")
        self._add("note", "note_intro", self._said(_opening))
        for place, block in enumerate(self.same[0].blocks):
            self._block(block, [one.blocks[place] for one in self.same])
        self._add("note", "note_thanks", self._said(lambda one: one.thanks))

    def _add(self, kind: str, name: str, words: RECORD | None = None, **more: str) -> None:
        self.survey.append({"type": kind, "name": name, **(words or {}), **more})

    def _said(self, words: Words, heading: str = "label") -> RECORD:
        """Return a text in every language under its heading."""
        return {f"{heading}::{_language(one)}": words(one) for one in self.same}

    def _each(self, texts: Sequence[str], heading: str = "label") -> RECORD:
        """Return texts that stand in the order of the languages."""
        pairs = zip(self.same, texts, strict=True)
        return {f"{heading}::{_language(one)}": text for one, text in pairs}

    def _block(self, block: Block, told: Sequence[Block]) -> None:
        if isinstance(block, Matrix):
            self._matrix(block, [b for b in told if isinstance(b, Matrix)])
        elif isinstance(block, Points | Ranking):
            self._shared_out(block, [b for b in told if isinstance(b, Points | Ranking)])
        elif isinstance(block, Comment):
            self._add("text", block.code, self._texts(told), appearance="multiline")
        else:
            self._single(block, [b for b in told if isinstance(b, Rating | Choice)])

    def _texts(self, told: Sequence[Block]) -> RECORD:
        return self._each([b.text for b in told if isinstance(b, Rating | Choice | Comment)])

    def _matrix(self, block: Matrix, told: Sequence[Matrix]) -> None:
        """Write a set of ratings: an introduction, and a question for each statement."""
        self._begin(block.id, [b.intro for b in told])
        extra = [Option(NOT_A_RATING)] if block.missing else []
        labels = [[*map(shown, b.options), *(m.label for m in b.missing[:1])] for b in told]
        kind, more = self._kind([*block.options, *extra], labels, writable(block.options))
        for place, row in enumerate(block.rows):
            self._add(kind, row.code, self._each([b.rows[place].text for b in told]), **more)
        self.survey.append({"type": "end_group"})

    def _begin(self, name: str, intros: Sequence[str], **more: str) -> None:
        """Begin a group; it may not be called like a question that stands beside it."""
        taken = name in self.same[0].codes
        n = sum(row["type"] == "begin_group" for row in self.survey) + 1
        title = self._said(lambda one: fill(one.language, "forms.part.next", {"n": n}))
        self._add("begin_group", f"{name}_set" if taken else name, title, **more)
        self._add("note", f"note_{name}", self._each(intros))

    def _shared_out(self, block: Points | Ranking, told: Sequence[Points | Ranking]) -> None:
        """Write points or places as whole numbers, and what they must be together."""
        self._begin(block.id, [b.intro for b in told], appearance="field-list")
        ranked = isinstance(block, Ranking)
        most = len(block.rows) if isinstance(block, Ranking) else block.total
        codes = [row.code for row in block.rows]
        message = self._said(lambda one: rule(block, one.language), "constraint_message")
        for place, row in enumerate(block.rows):
            words = self._each([b.rows[place].text for b in told])
            hints = self._each([b.rows[place].about for b in told], "hint")
            limits = f". >= {int(ranked)} and . <= {most}"
            if ranked:
                limits += "".join(f" and . != ${{{code}}}" for code in codes[:place])
            elif place == len(codes) - 1:
                others = "".join(f"coalesce(${{{code}}}, 0) + " for code in codes[:-1])
                limits += f" and {others}. = {most}"
            self._add("integer", row.code, {**words, **hints, **message}, constraint=limits)
        self.survey.append({"type": "end_group"})

    def _single(self, block: Rating | Choice, told: Sequence[Rating | Choice]) -> None:
        words = self._texts(told)
        only_if = block.only_if if isinstance(block, Choice) else None
        relevant = f"${{{only_if[0]}}} = '{only_if[1]}'" if only_if else ""
        if not block.options:
            self._add("text", block.code, words, relevant=relevant)
            return
        scale = isinstance(block, Rating)
        labels = [[shown(o) if scale else o.label for o in b.options] for b in told]
        kind, more = self._kind(block.options, labels, scale and writable(block.options))
        if scale and kind != "integer" and not all(o.label for o in block.options):
            more = {"appearance": "columns-pack"}
        self._add(kind, block.code, words, relevant=relevant, **more)

    def _kind(
        self, options: Sequence[Option], labels: Sequence[Sequence[str]], written: bool
    ) -> tuple[str, RECORD]:
        """Return the type of a question: a list to choose from, or a number with its limits."""
        if written:
            numbers = [o.value for o in options if o.value != NOT_A_RATING]
            return "integer", {"constraint": f". >= {numbers[0]} and . <= {numbers[-1]}"}
        told = list(zip(*labels, strict=True))
        known = repr((options, told))
        if known not in self.lists:
            self.lists[known] = name = f"answers_{len(self.lists) + 1}"
            for option, words in zip(options, told, strict=True):
                entry = {"list_name": name, "name": option.value}
                self.choices.append({**entry, **self._each(words)})
        return f"select_one {self.lists[known]}", {}


def _opening(asked: Questionnaire) -> str:
    """Return the introduction and the promise."""
    title = fill(asked.language, "forms.promise.title", {})
    return "\n".join([asked.intro, "", title, *(f"- {line}" for line in asked.promise)])
