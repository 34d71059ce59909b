"""A check in words of one language: the verdict first, then everything behind it as rows.

The terminal and the page are two views of these rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from servqual.notes import Note
from servqual.results import FlagRow
from servqual.results.check import ColumnUse, StopRow
from servqual.texts import fill
from servqual.writer.check_facts import facts_of
from servqual.writer.check_names import CheckNames, quoted, said, short

MOST_NAMED = 6  # headings of unused columns in one line
# both views say these in their own places
SAID_ELSEWHERE = re.compile(
    "file_encoding|file_delimiter_.*|columns_not_used|comments_not_used|columns_personal"
    "|layout_columns|layout_options"
)
NOT_OF_MAP = ("--convert", "--missing", "--invalid", "--weights")


class CheckWords(CheckNames):
    """What both views ask of a check."""

    # -- the verdict -------------------------------------------------------------------------------

    @property
    def verdict(self) -> str:
        """The whole in one line."""
        found = self.found
        n = found.n_faults if found.faults else len(found.to_look_at)
        values = {"file": found.file, "instrument": found.instrument, "n": n}
        return self.say(f"verdict.{found.verdict}", **values)

    @property
    def explained(self) -> str:
        """One or two sentences under the verdict."""
        found = self.found
        people = self.say("says.people", n=found.respondents)
        n = len(found.columns) if found.verdict == "nothing" else len(found.ratings)
        return self.say(f"says.{found.verdict}", n=n, people=people)

    @property
    def next_steps(self) -> list[tuple[str, str]]:
        """What to type next, each with what it is for."""
        again, mapped = self._command("check"), self._command("map")
        form = self.found.questionnaire
        use = (self._command("report"), "report")
        if form is not None and form.role != "customer":
            use = ("servqual gaps STUDY", f"gaps_{form.role}")
        steps = {
            "ready": [use],
            "look": [use],
            "faults": [(mapped, "again_map"), (f"{again} {self._with_map}", "again_mapped")]
            if self._lacks_columns
            else [(again, "again")],
            "nothing": [
                (mapped, "map"),
                (f"{self._command('check', without='-i')} -i ID", "another"),
                ("servqual instruments", "list"),
            ],
            "unreadable": [(again, "again")],
        }[self.found.verdict]
        return [(self.say(f"next.{key}"), command) for command, key in steps]

    @property
    def _lacks_columns(self) -> bool:
        """Whether rating columns were not found, and no map of them was given."""
        form = self.found.questionnaire
        wanted = len(form.items) * len(form.batteries) if form else 0
        mapped = any(option == "--mapping" for option, _ in self.options)
        return len(self.found.ratings) < wanted and not mapped

    @property
    def _with_map(self) -> str:
        """The option that names the map which ``servqual map`` writes beside the survey."""
        survey = Path(self.path or self.found.file)
        return f"--mapping {quoted(str(survey.with_name(f'{survey.stem}.map.toml')))}"

    def _command(self, name: str, without: str = "") -> str:
        """Return a command on this file with the options that were typed and that it knows."""
        known = [
            f"{option} {quoted(value)}"
            for option, value in self.options
            if option != without and (name != "map" or option not in NOT_OF_MAP)
        ]
        return " ".join(["servqual", name, quoted(self.path or self.found.file), *known])

    # -- notes -------------------------------------------------------------------------------------

    def note(self, note: Note) -> str:
        """Return a note as a sentence, with the reader's names of items and sets of ratings."""
        form = self.found.questionnaire
        batteries = form.battery_names if form else []
        dimensions = form.dimension_ids if form else []

        def name(key: str, value: object) -> object:
            if form and key == "dimension" and value in dimensions:
                return said(form, form.dimension(str(value)).name, self.language)
            named = key in ("battery", "of", "minus") and value in batteries
            return self.battery(str(value)) if named else value

        return note.say(self.language, name)

    @property
    def to_look_at(self) -> list[str]:
        """What a person should look at."""
        return [self.note(note) for note in self.found.to_look_at]

    @property
    def decided(self) -> list[str]:
        """What was decided while reading, beside what stands elsewhere."""
        return [
            self.note(note)
            for note in self.found.decided
            if not SAID_ELSEWHERE.fullmatch(note.code)
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """How the file was read, as pairs of term and value."""
        return facts_of(self)

    def scrolls(self, caption: str) -> str:
        """Return what a table that may be scrolled sideways is called."""
        return fill(self.language, "report.scroll", {"caption": caption})

    # -- columns -----------------------------------------------------------------------------------

    @property
    def personal(self) -> list[ColumnUse]:
        """The columns that are dropped because they hold personal data."""
        return [column for column in self.found.columns if column.personal]

    @property
    def unused(self) -> list[ColumnUse]:
        """The columns that are not used, those with personal data left out."""
        return [column for column in self.found.unused if not column.personal]

    @property
    def unused_by_reason(self) -> list[str]:
        """The unused columns in few lines: how many, why, and the first of their headings."""
        groups: dict[str, list[str]] = {}
        for column in self.unused:
            named = column.header and self.header(column)
            groups.setdefault(self.why(column.reason), []).append(named or column.letter)
        return [
            self.say("text.why_group", n=len(names), why=why, names=self._first(names))
            for why, names in groups.items()
        ]

    def _first(self, names: Sequence[str]) -> str:
        """Return the first of some headings, each cut where it is long."""
        shown = self.listed([short(name, 24) for name in names[:MOST_NAMED]])
        rest = len(names) - MOST_NAMED
        return self.say("text.and_more", names=shown, n=rest) if rest > 0 else shown

    # -- answers -----------------------------------------------------------------------------------

    @property
    def batteries(self) -> list[str]:
        """The sets of ratings that have columns, in the order of the questionnaire."""
        form = self.found.questionnaire
        there = {column.battery for column in self.found.ratings if column.counts}
        return [name for name in (form.battery_names if form else []) if name in there]

    def of(self, battery: str) -> list[ColumnUse]:
        """Return the columns of a set of ratings, in the order of the file."""
        return [column for column in self.found.ratings if column.battery == battery]

    @property
    def ranges(self) -> list[str]:
        """One line per set of ratings: lowest and highest answer against the scale."""
        return [line for name in self.batteries if (line := self._range_of(name))]

    def _range_of(self, battery: str) -> str:
        form = self.found.questionnaire
        columns = self.of(battery)
        lows = [column.low for column in columns if column.low is not None]
        highs = [column.high for column in columns if column.high is not None]
        if form is None or not lows:
            return ""
        scale, point = form.scale_of(battery), self.numbers.points
        ends = {"low": point(min(lows)), "high": point(max(highs))}
        values = {"battery": self.battery(battery), "min": scale.min, "max": scale.max}
        return self.say("text.range_all", **values, **ends)

    def missing_of(self, battery: str) -> tuple[str, int, int, dict[str, int]]:
        """Return name, asked, answered and missing by kind of a set of ratings."""
        columns = self.of(battery)
        kinds: dict[str, int] = {}
        for column in columns:
            for kind, n in column.missing.items():
                kinds[kind] = kinds.get(kind, 0) + n
        answered = sum(column.n_answered for column in columns)
        return self.battery(battery), answered + sum(kinds.values()), answered, kinds

    def missing_line(self, battery: str) -> str:
        """Return what became of the ratings of a set in one line, kinds of missing apart."""
        name, asked, answered, kinds = self.missing_of(battery)
        count = self.numbers.count
        text = self.say(
            "text.answered_of", battery=name, asked=count(asked), answered=count(answered)
        )
        told = [
            self.say("text.kinds", kind=self.missing_kind(kind).lower(), n=count(n))
            for kind, n in kinds.items()
        ]
        return fill(self.language, "words.semicolon", {}).join([text, *told])

    @property
    def any_missing(self) -> bool:
        """Whether a rating is missing."""
        return any(column.n_missing for column in self.found.ratings)

    def share_missing(self, column: ColumnUse) -> float:
        """Return the share of the people who rated something and not this, 0 to 1."""
        people = self.found.respondents
        return column.n_missing / people if people else 0.0

    @property
    def early_stops(self) -> list[StopRow]:
        """The rating columns before the last one after which somebody gave no answer."""
        return [row for row in self.found.stops[:-1] if row.stopped]

    def share_reached(self, row: StopRow) -> str:
        """Return which share of the people came to a column or further."""
        return f"{self.numbers.fixed(100 * row.reached / self.found.stops[0].reached, 1)}%"

    @property
    def stops_end(self) -> str:
        """How many people came to the last rating."""
        stops, count = self.found.stops, self.numbers.count
        of, n = (count(stops[place].reached) for place in (0, -1)) if stops else ("0", "0")
        return self.say("text.stops_end", of=of, n=n)

    # -- careless answers --------------------------------------------------------------------------

    @property
    def flagged(self) -> list[FlagRow]:
        """The rules that flag somebody."""
        return [flag for flag in self.found.quality.flags if flag.n] if self.found.quality else []

    def share_of(self, flag: FlagRow) -> str:
        """Return which share of the people a rule flags."""
        return f"{self.numbers.fixed(flag.share * 100, 1)}%"

    @property
    def careless_rest(self) -> str:
        """How many rules flag nobody."""
        n = len(self.found.quality.flags) - len(self.flagged) if self.found.quality else 0
        key = "text.careless_rest" if self.flagged else "text.careless_none"
        return self.say(key, n=n) if n else ""

    @property
    def careless_says(self) -> list[str]:
        """Who is suspect, and how often that would be wrong."""
        quality = self.found.quality
        if quality is None:
            return []
        of = self.numbers.count(self.found.respondents)
        said = [self.say("text.suspect", n=quality.n_suspect, of=of)]
        if quality.false_rate is not None:
            rate = f"{self.numbers.fixed(quality.false_rate * 100, 1)}%"
            n = self.numbers.count(quality.n_simulated)
            said.append(self.say("text.false_rate", n=n, rate=rate))
        return said
