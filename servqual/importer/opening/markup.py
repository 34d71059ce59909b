"""Wording of questions as survey tools store it: with the marks of a web page."""

from __future__ import annotations

import html
import re

from servqual.importer.words import plain

_TAG = re.compile(r"<[A-Za-z/!][^<>]{0,500}>")
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|sup|sub)\b[^<>]{0,500}>", re.IGNORECASE)


def unmarked(text: str) -> str:
    """Return the wording of a question without the marks of a web page.

    Examples
    --------
    >>> unmarked("What do you <b>expect</b>?<br>&nbsp;Prompt service ")
    'What do you expect? Prompt service'
    """
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    return plain(text)
