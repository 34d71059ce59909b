"""What joining found as tables with captions, in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servqual.instrument import Instrument
from servqual.results.joined import ChangeRow, Changes, DifferenceRow, Differences, JoinedFile
from servqual.texts import catalogue, fill
from servqual.writer.numbers import Numbers
from servqual.writer.parts import Cell, Column, Table


@dataclass(frozen=True)
class Words:
    """The words and numbers of a language about one questionnaire."""

    instrument: Instrument
    language: str = "en"

    def say(self, key: str, **values: object) -> str:
        """Return a text of ``join.toml``."""
        return fill(self.language, f"join.{key}", values)

    @property
    def numbers(self) -> Numbers:
        """Numbers as the language writes them."""
        return Numbers(self.language)

    def confidence(self, share: float) -> str:
        """Return the coverage of intervals in per cent."""
        return f"{self.numbers.points(share * 100)}%"

    def score(self, kind: str) -> str:
        """Return the name of a gap or battery."""
        known = catalogue(self.language)
        for key in (f"words.kind.{kind}", f"words.battery.{kind}"):
            if key in known:
                return _capital(str(known[key]))
        labels: dict[str, Mapping[str, str] | None] = {
            g.name: g.label for g in self.instrument.gaps
        }
        labels |= {b.name: b.label for b in self.instrument.batteries}
        return _capital(self.instrument.say(labels.get(kind), self.language) or kind)

    def what(self, level: str, name: str) -> str:
        """Return the name of a dimension or of the whole."""
        if level == "overall":
            return fill(self.language, f"words.overall.{name}", {})
        found = self.instrument.dimension(name).name
        return self.instrument.say(found, self.language) or name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def files_table(files: Sequence[JoinedFile], words: Words) -> Table:
    """Return the files that were joined; columns that nothing is known for are left out."""
    texts = ("source", "file", "tool", "mode", "language")
    counts = ("rows", "respondents", "n")
    shown = [name for name in texts if any(getattr(file, name) for file in files)]
    columns = [Column(words.say(f"files.{name}"), "text") for name in shown]
    columns += [Column(words.say(f"files.{name}")) for name in counts]
    rows = [
        [
            *(Cell(getattr(file, name) or words.numbers.none) for name in shown),
            *(Cell(words.numbers.count(getattr(file, name))) for name in counts),
        ]
        for file in files
    ]
    return Table(words.say("files.title"), columns, rows)


def difference_table(found: Differences, column: str, words: Words) -> Table:
    """Return one people column's groups held against everybody else."""
    rows = found.of(column)
    share = words.confidence(found.confidence)
    heads = [words.say(f"differences.{name}") for name in ("group", "score", "measure")]
    columns = [Column(head, "text") for head in heads]
    for name in ("mean", "n", "others", "n_others", "difference"):
        columns.append(Column(words.say(f"differences.{name}")))
    columns.append(Column(words.say("differences.interval", confidence=share)))
    body = [_difference(row, words) for row in rows]
    return Table(words.say("differences.title", column=column), columns, body)


def _difference(row: DifferenceRow, words: Words) -> list[Cell]:
    numbers, signed = words.numbers, _is_gap(row.kind, words)
    mean = numbers.gap if signed else numbers.mean
    star = " *" if row.differs else ""
    return [
        Cell(row.group),
        Cell(words.score(row.kind)),
        Cell(words.what(row.level, row.id)),
        Cell(mean(row.mean)),
        Cell(numbers.count(row.n)),
        Cell(mean(row.mean_others)),
        Cell(numbers.count(row.n_others)),
        Cell(f"{numbers.gap(row.difference)}{star}"),
        Cell(numbers.interval(row.ci_low, row.ci_high)),
    ]


def _is_gap(kind: str, words: Words) -> bool:
    return any(gap.name == kind for gap in words.instrument.gaps)


def difference_says(found: Differences, column: str, words: Words) -> list[str]:
    """Return what the table of a column comes to, and how to read it."""
    rows = found.of(column)
    apart = sum(row.differs for row in rows)
    share = words.confidence(found.confidence)
    comes_to = (
        words.say("differences.some", n=apart, of=len(rows), column=column)
        if apart
        else words.say("differences.none")
    )
    return [comes_to, words.say("differences.how", n=len(rows), confidence=share)]


def change_table(found: Changes, words: Words) -> Table:
    """Return what the people who were linked gave before and after."""
    share = words.confidence(found.confidence)
    columns = [Column(words.say(f"differences.{name}"), "text") for name in ("score", "measure")]
    columns += [Column(words.say(f"changes.{name}")) for name in ("before", "after", "change")]
    columns.append(Column(words.say("differences.interval", confidence=share)))
    columns.append(Column(words.say("differences.n")))
    return Table(words.say("changes.title"), columns, [_change(row, words) for row in found.rows])


def _change(row: ChangeRow, words: Words) -> list[Cell]:
    numbers = words.numbers
    mean = numbers.gap if _is_gap(row.kind, words) else numbers.mean
    return [
        Cell(words.score(row.kind)),
        Cell(words.what(row.level, row.id)),
        Cell(mean(row.before)),
        Cell(mean(row.after)),
        Cell(numbers.gap(row.change)),
        Cell(numbers.interval(row.ci_low, row.ci_high)),
        Cell(numbers.count(row.n)),
    ]
