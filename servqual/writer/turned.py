"""Whether the short name of an item is the sentence that people read."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\W*[A-Za-z]{0,2}\d+\W+")


def same_sentence(topic: str, wording: str) -> bool:
    """Say whether a topic is a sentence itself, up to its number, its full stop and a cut end.

    Examples
    --------
    >>> same_sentence("There was too much noise", "5. There was too much noise.")
    True
    >>> same_sentence("Quiet rooms", "There was too much noise.")
    False
    """
    short, whole = _plain(topic), _plain(wording)
    if topic.rstrip().endswith("…"):
        return bool(short) and whole.startswith(short)
    return bool(short) and short == whole


def _plain(text: str) -> str:
    return " ".join(_NUMBER.sub("", text).split()).rstrip(".。…! ！").casefold()
