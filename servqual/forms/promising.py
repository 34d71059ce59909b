"""What is promised to those who answer, as it stands on the form."""

from __future__ import annotations

from collections.abc import Iterator

from servqual.settings import USUAL_MIN_CELL, Promise
from servqual.study.gap_model.told import FEWEST
from servqual.texts import date_in_words, fill


def promised(promise: Promise, role: str, language: str) -> Iterator[str]:
    """Yield what is promised, a sentence each.

    Parameters
    ----------
    promise : Promise
        Of the study; where it promises nothing, what the program does anyhow.
    role : {"customer", "manager", "staff"}
    language : str

    Examples
    --------
    >>> list(promised(Promise(comments="never"), "customer", "en"))[-1]
    'What you write in your own words is read and never quoted.'
    """
    if own := promise.text.get(language) or promise.text.get(""):
        yield own
    else:
        yield fill(language, "forms.promise.voluntary", {})
        yield fill(language, "forms.promise.nameless", {})
    if role == "customer":
        n = promise.min_cell or USUAL_MIN_CELL
        yield fill(language, "forms.promise.min_cell", {"n": n})
    else:
        yield fill(language, "forms.promise.role", {"n": max(FEWEST, promise.min_cell)})
    # comments of managers and staff are printed nowhere
    comments = promise.comments.replace(" ", "_") or "free" if role == "customer" else "never"
    yield fill(language, f"forms.promise.comments_{comments}", {})
    if promise.keep_until:
        day = date_in_words(promise.keep_until, "long", fill(language, "numbers.locale", {}))
        yield fill(language, "forms.promise.keep_until", {"day": day})
    if role != "customer":
        yield agreed(role, language)


def agreed(role: str, language: str) -> str:
    """Return what managers and staff agree to by handing in their form, '' for customers."""
    return "" if role == "customer" else fill(language, "forms.promise.agree", {})
