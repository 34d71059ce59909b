"""The mark that stands across every page of what is not, or not yet, a result."""

from __future__ import annotations

from servqual.settings import MARKS, ReportOptions
from servqual.texts import fill
from servqual.writer.dress import css_text


def watermark(options: ReportOptions) -> str:
    """Return the CSS of a mark across screen and paper and beside every heading, '' for none.

    On paper a fixed box is repeated on every page; in one long picture it stands once, so that the
    headings carry the mark too.
    """
    if options.status not in MARKS:
        return ""
    word = css_text(fill(options.language, f"report.status.{options.status}", {}))
    return (
        f".cover:not(.filled) .status.{options.status}{{color:var(--shortfall)}}"
        f"body::before{{content:{word};position:fixed;inset:0;z-index:4;display:grid;"
        "place-items:center;font-size:clamp(3rem,13vw,9.5rem);font-weight:750;"
        "letter-spacing:.06em;color:var(--ink);opacity:.07;transform:rotate(-28deg);"
        "pointer-events:none;white-space:nowrap}"
        f".section>h2::after{{content:{word};display:inline-block;vertical-align:.14em;"
        "margin-left:.9em;padding:0 .6em;font:650 .7rem/1.6 var(--sans);letter-spacing:.08em;"
        "color:var(--shortfall);border:1.5px solid;border-radius:3px;white-space:nowrap}"
    )
