"""What every result made of rows can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, ClassVar

from servqual.errors import SettingsError
from servqual.results.show import html_table, record, text_table

if TYPE_CHECKING:
    import pandas as pd

    from servqual.results.study import Study


class Table:
    """Mix-in: a result made of rows shows itself as a table and knows the study it belongs to."""

    study: Study | None = None

    def _rows(self) -> Sequence[Any]:
        raise NotImplementedError

    def records(self) -> list[dict[str, Any]]:
        """Return the rows as plain dicts, full precision, None for numbers that do not exist."""
        return [record(row) for row in self._rows()]

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a pandas DataFrame, one column per field, full precision."""
        import pandas as pd  # only when a frame is asked for

        return pd.DataFrame(self.records())

    def __len__(self) -> int:
        return len(self._rows())

    def _repr_html_(self) -> str:
        return html_table(self.records())

    def __str__(self) -> str:
        """Return the rows as a plain text table of the figures that matter most."""
        return text_table(self.records())


class Parts(Table):
    """Mix-in: a result of several tables, one a field; the first one stands for the whole.

    Attributes
    ----------
    shown : mapping of field to names
        The tables that a notebook shows, and which of their columns.
    """

    shown: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def _rows(self) -> Sequence[Any]:
        return self._part("")

    def _part(self, part: str) -> Sequence[Any]:
        known = [f.name for f in fields(self)]  # type: ignore[arg-type]  # a dataclass mixes this in
        if part and part not in known:
            raise SettingsError(f"there is no part {part!r}. Known: {', '.join(known)}.")
        rows: Sequence[Any] = getattr(self, part or known[0])
        return rows

    def records(self, part: str = "") -> list[dict[str, Any]]:
        """Return the rows of a part as plain dicts; '' for the first part."""
        return [record(row) for row in self._part(part)]

    def to_frame(self, part: str = "") -> pd.DataFrame:
        """Return a part as a pandas DataFrame, one column per field; '' for the first part."""
        import pandas as pd  # only when a frame is asked for

        return pd.DataFrame(self.records(part))

    def _shown_parts(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the tables that are shown and have rows, with the columns that are shown."""
        return [
            (part, [{name: row[name] for name in names} for row in rows])
            for part, names in self.shown.items()
            if (rows := self.records(part))
        ]

    def _repr_html_(self) -> str:
        parts = self._shown_parts()
        if len(parts) == 1:
            return html_table(parts[0][1])
        tables = (f"<p><b>{part}</b></p>{html_table(rows)}" for part, rows in parts)
        return "".join(tables) or html_table([])

    def __str__(self) -> str:
        """Return the tables that a notebook shows as plain text."""
        parts = self._shown_parts()
        if len(parts) == 1:
            return text_table(parts[0][1], self.shown[parts[0][0]])
        tables = (f"{part}\n{text_table(rows, self.shown[part])}" for part, rows in parts)
        return "\n\n".join(tables) or text_table([])
