"""Everything that is written from a Study: the report, charts, JSON, CSV, XLSX."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servqual.writer.brand import read_brand as read_brand
    from servqual.writer.charts import chart as chart
    from servqual.writer.page import render_html as render_html
    from servqual.writer.results_json import to_json as to_json
    from servqual.writer.tables_csv import to_csv as to_csv
    from servqual.writer.workbook import to_xlsx as to_xlsx

_MODULE_OF = {
    "chart": "servqual.writer.charts",
    "read_brand": "servqual.writer.brand",
    "render_html": "servqual.writer.page",
    "to_csv": "servqual.writer.tables_csv",
    "to_json": "servqual.writer.results_json",
    "to_xlsx": "servqual.writer.workbook",
}

__all__ = ["chart", "read_brand", "render_html", "to_csv", "to_json", "to_xlsx"]


def __getattr__(name: str) -> object:
    """Return a public name from its module, which is imported only then."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'servqual.writer' has no attribute {name!r}")
    found: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = found
    return found
