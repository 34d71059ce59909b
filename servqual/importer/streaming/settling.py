"""Answers in words, settled by the first rows of a source."""

from __future__ import annotations

from servqual.importer.answers.decoding import FAULT, NOT_READ, Decoder
from servqual.importer.answers.labels import BatteryWords, labels_of
from servqual.importer.answers.ratings import Battery
from servqual.importer.matching.columns import Plan
from servqual.importer.opening.table import Table
from servqual.importer.options import Options


class Words:
    """Answers of one column in words that the first rows settle; others settle themselves.

    What a text stands for depends on the texts of the first rows and on itself alone, never on the
    block that it is met in.
    """

    def __init__(
        self, batteries: list[Battery], battery: Battery, table: Table, plan: Plan, options: Options
    ) -> None:
        self.battery, self.table, self.plan, self.options = battery, table, plan, options
        same = (b.texts for b in batteries if b.words.scale == battery.words.scale)
        self.texts = frozenset().union(*same)
        self.known = labels_of(battery.texts)
        self._others: dict[tuple[str, int], Decoder] = {}

    def decoder(self, column: int, place: int, text: str) -> Decoder:
        """Return what decodes a text in a column."""
        settled = self.battery.reader(self.table, column, self.battery.behind[place])
        if self.battery.scores or labels_of([text]) <= self.known:
            return settled
        name = self.battery.name
        words = BatteryWords(self.plan.instrument, name, self.options.mapping, self.options.missing)
        words.settle(self.battery.texts | {text}, self.texts | {text})
        return words.decoder(self.table, column)

    def code(self, column: int, place: int, text: str) -> int:
        """Return the answer that a text stands for, ``FAULT`` for none."""
        return self.decoder(column, place, text)[text]

    def why(self, column: int, place: int, text: str) -> str:
        """Return what is wrong with a text."""
        decoder = self.decoder(column, place, text)
        return decoder.faults[text] if decoder[text] == FAULT else NOT_READ
