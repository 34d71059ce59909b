"""What every result made of rows can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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
