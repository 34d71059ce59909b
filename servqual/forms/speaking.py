"""How a questionnaire speaks of the service: by its name, or by a noun such as hotel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from servqual.importer.matching.spoken import PLACE, POINTING
from servqual.instrument import Instrument

_SEAM = "\x00"
_HAN = "[\u4e00-\u9fff]"
# Latin letters stand apart from Chinese signs
_BESIDE = re.compile(f"(?<=[A-Za-z0-9]){_SEAM}(?={_HAN})|(?<={_HAN}){_SEAM}(?=[A-Za-z0-9])")


@dataclass(frozen=True)
class Service:
    """What the questions are about.

    Attributes
    ----------
    noun : str
        The kind of service: hotel, 酒店.
    name : str
        Its own name: Aurora Hotel, 极光酒店; '' where only the kind is said.
    """

    noun: str
    name: str = ""

    def fill(self, text: str, language: str) -> str:
        """Return a text that speaks of the service.

        Examples
        --------
        >>> aurora = Service("hotel", "Aurora Hotel")
        >>> aurora.fill("This {service} has staff who look tidy.", "en")
        'Aurora Hotel has staff who look tidy.'
        >>> aurora.fill("An excellent {service} has staff who look tidy.", "en")
        'An excellent hotel has staff who look tidy.'
        >>> Service("hotel").fill("This {service} has staff who look tidy.", "en")
        'This hotel has staff who look tidy.'
        >>> Service("酒店", "Aurora").fill("这家{service}的ATM机", "zh")
        'Aurora 的ATM机'
        """
        pointing = POINTING.get(language)
        if self.name and pointing:
            text = pointing.sub(lambda _: _put(self.name), text)
        filled = text.replace(PLACE, _put(self.noun))
        return _BESIDE.sub(" ", filled).replace(_SEAM, "")


def _put(said: str) -> str:
    """Return words between marks, where a blank may be needed."""
    return f"{_SEAM}{said}{_SEAM}"


def service_of(instrument: Instrument, language: str, told: str = "", noun: str = "") -> Service:
    """Return what the questions speak of.

    Parameters
    ----------
    instrument : Instrument
    language : str
    told : str
        A name or a noun; '' for the questionnaire's own noun. In English a capital letter makes it
        a name; in Chinese it is one if the noun stands at its end, as in 极光酒店.
    noun : str
        The kind of service, where ``told`` is a name; '' for the questionnaire's own noun.

    Examples
    --------
    >>> from servqual.catalog import load_instrument
    >>> service_of(load_instrument("servqual"), "en", "Aurora Hotel", "hotel")
    Service(noun='hotel', name='Aurora Hotel')
    >>> service_of(load_instrument("servqual"), "en", "hotel")
    Service(noun='hotel', name='')
    """
    told = told.strip()
    kind = noun.strip() or instrument.say(instrument.service, language)
    if not told:
        return Service(kind)
    named = noun.strip() != "" or told[0].isupper() or (told.endswith(kind) and told != kind)
    return Service(kind, told) if named else Service(told)


def spoken(
    instrument: Instrument, words: Mapping[str, str] | None, language: str, service: Service
) -> str:
    """Return a text of a questionnaire in a language, the service filled in."""
    return service.fill(instrument.say(words, language), language)
