"""What is wrong, or looks wrong, in what a form was told: groups, and words by language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from servqual.errors import SettingsError, listed
from servqual.forms.wording import Wanted
from servqual.instrument import Instrument
from servqual.texts import catalogue

_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


def check_groups(instrument: Instrument, people: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Raise for columns about the people that are asked twice or leave nothing to choose.

    Columns that the questionnaire does not know are left to who makes the form.

    Raises
    ------
    SettingsError
        Says all of it at once, and what to write.
    """
    asked = Counter(name for name, _ in people)
    faults = [
        f"{name}: this column is named {n} times; name it once, with all its answers"
        for name, n in asked.items()
        if n > 1
    ]
    known = {p.id: bool(p.options) for p in instrument.people}
    for name, answers in people:
        if name in known:
            faults += _group_faults(name, answers, usual=known[name] or _usual(name))
    if faults:
        raise SettingsError(f"--ask: no form can be made.\n{listed(faults)}")


def _usual(name: str) -> bool:
    """Say whether there are usual answers to choose from."""
    return bool(catalogue("en").get(f"forms.people.{name}.options"))


def _group_faults(name: str, answers: Sequence[str], *, usual: bool) -> Iterator[str]:
    """Yield what is wrong with the answers to one question."""
    write = f'write them with | between them: --ask "{name}=North|South"'
    if not answers:
        if not usual:
            yield f"{name}: there are no answers to choose from; {write}"
        return
    seen = Counter(answer.casefold() for answer in answers)
    if twice := [a for a in dict.fromkeys(answers) if seen[a.casefold()] > 1]:
        yield f"{name}: {', '.join(twice)} stands there more than once; write every answer once"
    elif len(answers) == 1:
        yield f"{name}: {answers[0]} is the only answer, so there is nothing to choose; {write}"


def doubts(languages: Sequence[str], wanted: Wanted) -> list[str]:
    """Return what should be looked at before forms in some languages are handed out.

    Examples
    --------
    >>> doubts(["zh"], Wanted(service={"zh": "酒店"})), doubts(["en"], Wanted(service="hotel"))
    ([], [])
    >>> doubts(["en", "zh"], Wanted(service={"": "Hotel"}))
    ['--service Hotel: the form in zh says this too. For words of its own add --service zh=...']
    """
    told = (("--service", wanted.service), ("--noun", wanted.noun))
    return [
        *(doubt for option, words in told for doubt in _foreign(option, words, languages)),
        *(doubt for option, words in told for doubt in _unused(option, words, languages)),
        *_unpromised(wanted, languages),
    ]


def _foreign(
    option: str, words: str | Mapping[str, str], languages: Sequence[str]
) -> Iterator[str]:
    """Yield where words for every language are in the script of another one."""
    by_language = {"": words} if isinstance(words, str) else words
    common = by_language.get("", "")
    if len(languages) < 2 or not common:
        return
    for language in languages:
        latin_alone = bool(_LATIN.search(common)) and not _HAN.search(common)
        foreign = latin_alone if language == "zh" else bool(_HAN.search(common))
        if foreign and not by_language.get(language):
            yield (
                f"{option} {common}: the form in {language} says this too. For words of its own "
                f"add {option} {language}=..."
            )


def _unused(option: str, words: str | Mapping[str, str], languages: Sequence[str]) -> Iterator[str]:
    """Yield words for a language in which there is no form."""
    for language, said in ({} if isinstance(words, str) else words).items():
        if language and language not in languages:
            yield (
                f"{option} {language}={said}: no form is made in {language}, so this is not used. "
                f"Add --lang {language} for one."
            )


def _unpromised(wanted: Wanted, languages: Sequence[str]) -> Iterator[str]:
    """Yield languages in which the promise of the study has no words."""
    text = wanted.promise.text
    if not text or text.get(""):
        return
    for language in languages:
        if not text.get(language):
            yield (
                f"study.toml: [promise] text is in {', '.join(text)} alone, so the form in "
                f"{language} promises what the program keeps to by itself. Add "
                f'{language} = "..." to [promise] text.'
            )
