"""Which heading every answer comes back under: one that the importer knows without a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servqual.errors import SettingsError, listed
from servqual.importer.matching.names import Names
from servqual.importer.matching.targets import Target
from servqual.importer.matching.tokens import item_numbers
from servqual.importer.words import column_words, is_heading
from servqual.instrument import Battery, Instrument

COMMENTS = "comments"
POINTS = {"points": "points", "ranking": "rank"}
_LETTERS = re.compile(r"[A-Za-z]{1,3}")


class Codes:
    """The codes of one questionnaire, each found again by the importer.

    Raises
    ------
    SettingsError
        A column cannot be told from another by any code. All are named at once.
    """

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self._names = Names(instrument)
        self.numbers = {item: number for number, item in item_numbers(instrument).items()}
        self.batteries: dict[str, str] = {}
        for battery in instrument.batteries:
            self.batteries[battery.name] = self._battery(battery)
        if faults := list(self._faults()):
            raise SettingsError(
                f"{instrument.id}: the answers to a form could not be read back.\n{listed(faults)}"
            )

    def rating(self, battery: str, item: str) -> str:
        """Return the code of a rating, such as ``E5``."""
        number = self.numbers.get(item, 0)
        return self.batteries[battery] + (str(number) if number else f"_{item}")

    def points(self, dimension: str) -> str:
        """Return the code of a dimension's points or rank, such as ``points_tangibles``."""
        return f"{POINTS[self._instrument.importance.method]}_{dimension}"

    def _battery(self, battery: Battery) -> str:
        """Return the shortest code under which every item of a battery is found."""
        taken = {code.casefold() for code in self.batteries.values()}
        for code in _candidates(battery):
            if code.casefold() not in taken and self._finds_all(code, battery.name):
                return code
        return battery.name.replace("_", "")

    def _finds_all(self, code: str, battery: str) -> bool:
        """Say whether the importer takes a code and a number, in every dress, for the rating."""
        return all(
            self._finds(heading, Target("rating", item, battery))
            for item, number in self.numbers.items()
            for heading in (f"{code}{number}", f"{code}[SQ{number:03}]")
        )

    def _finds(self, heading: str, target: Target) -> bool:
        found = self._names.find(heading)
        return found is not None and found[0] == target

    def _faults(self) -> Iterator[str]:
        """Yield the columns that the importer would not know again."""
        wanted = self._targets()
        for heading, target in wanted:
            if not self._finds(heading, target):
                yield f"{target}: the heading {heading!r} is not taken for it; give it an alias"
        if not is_heading(COMMENTS, COMMENTS):
            yield f"comments: the heading {COMMENTS!r} is not known"

    def _targets(self) -> Sequence[tuple[str, Target]]:
        """Return every code with what it stands for."""
        one = self._instrument
        found = [
            (self.rating(b, i), Target("rating", i, b))
            for b in one.battery_names
            for i in one.item_ids
        ]
        if one.importance.method in POINTS:
            found += [(self.points(d), Target("points", d)) for d in one.dimension_ids]
        found += [(o.id, Target("outcome", o.id)) for o in one.outcomes]
        found += [(a.id, Target("attention", a.id)) for a in one.attention]
        return [*found, *((p.id, Target("people", p.id)) for p in one.people)]


def _candidates(battery: Battery) -> Iterator[str]:
    """Yield codes for a battery, the shortest first; its whole name is the last."""
    known = column_words()["batteries"].get(battery.name, [])
    short = [word.upper() for word in (*battery.aliases, *known) if _LETTERS.fullmatch(word)]
    yield from sorted(dict.fromkeys(short), key=len)
    yield battery.name.replace("_", "")
