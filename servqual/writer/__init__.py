"""Everything that is written from a Study: the report, charts, JSON, CSV, XLSX."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from servqual.writer.brand import read_brand as read_brand
    from servqual.writer.charts import chart as chart
    from servqual.writer.databook import to_databook as to_databook
    from servqual.writer.docx.document import to_docx as to_docx
    from servqual.writer.own.listing import exhibit_list as exhibit_list
    from servqual.writer.own.reading import read_own_words as read_own_words
    from servqual.writer.own.stale import stale as stale
    from servqual.writer.page import render_html as render_html
    from servqual.writer.pictures import to_figures as to_figures
    from servqual.writer.pptx.deck import to_pptx as to_pptx
    from servqual.writer.results_json import to_json as to_json
    from servqual.writer.tables_csv import to_csv as to_csv
    from servqual.writer.workbook import to_xlsx as to_xlsx

_MODULE_OF = {
    "chart": "servqual.writer.charts",
    "exhibit_list": "servqual.writer.own.listing",
    "read_brand": "servqual.writer.brand",
    "read_own_words": "servqual.writer.own.reading",
    "render_html": "servqual.writer.page",
    "stale": "servqual.writer.own.stale",
    "to_csv": "servqual.writer.tables_csv",
    "to_databook": "servqual.writer.databook",
    "to_docx": "servqual.writer.docx.document",
    "to_figures": "servqual.writer.pictures",
    "to_json": "servqual.writer.results_json",
    "to_pptx": "servqual.writer.pptx.deck",
    "to_xlsx": "servqual.writer.workbook",
}

__all__ = [
    "chart",
    "exhibit_list",
    "read_brand",
    "read_own_words",
    "render_html",
    "stale",
    "to_csv",
    "to_databook",
    "to_docx",
    "to_figures",
    "to_json",
    "to_pptx",
    "to_xlsx",
]


def __getattr__(name: str) -> object:
    """Return a public name from its module, which is imported only then."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'servqual.writer' has no attribute {name!r}")
    found: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = found
    return found
