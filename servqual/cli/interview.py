"""Questions on a terminal whose answers are checked one by one, before the next is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import typer

Check = Callable[[str], str]
"""What is wrong with an answer, '' for nothing."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def typed(question: str) -> str:
    """Return the line that a person types; Ctrl-C and the end of input leave."""
    try:
        return str(typer.prompt(question, default="", show_default=False, prompt_suffix=": "))
    except typer.Abort as left:
        raise KeyboardInterrupt from left


@dataclass(frozen=True)
class Interview:
    """Asks and tells; what reads an answer and what prints a remark can be exchanged."""

    answer: Callable[[str], str] = typed
    tell: Callable[[str], None] = typer.echo

    def text(self, question: str, default: str = "", check: Check | None = None) -> str:
        """Ask until the answer is right; an empty one stands for the default."""
        shown = f"{question} [{default}]" if default else question
        while True:
            said = self.answer(shown).strip() or default
            fault = check(said) if check else ""
            if not fault:
                return said
            self.tell(f"  {fault}")

    def needed(self, question: str, default: str = "", check: Check | None = None) -> str:
        """Ask until there is an answer."""

        def there(said: str) -> str:
            if not said:
                return "An answer is needed here."
            return check(said) if check else ""

        return self.text(question, default, there)

    def agrees(self, question: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        choices = {"y": True, "yes": True, "n": False, "no": False, "": default}

        def known(said: str) -> str:
            return "" if said.lower() in choices else "Please answer y or n."

        return choices[self.text(f"{question} [{'Y/n' if default else 'y/N'}]", "", known).lower()]

    def choice(self, question: str, choices: Sequence[str], default: int = 1) -> int:
        """Ask for one of some numbered choices; return its place, from 0."""
        self.tell(question)
        for number, words in enumerate(choices, start=1):
            self.tell(f"  {number} {words}")

        def known(said: str) -> str:
            able = said.isdecimal() and 1 <= int(said) <= len(choices)
            return "" if able else f"Please type a number from 1 to {len(choices)}."

        return int(self.text("Number", str(default), known)) - 1

    def words(
        self, question: str, languages: Sequence[str], *, kept: dict[str, str] | None = None
    ) -> dict[str, str]:
        """Ask for a text in every language; an empty answer keeps what is there, or is asked again.

        Once a language says something else, what the next ones said is not kept any more.

        The first language may be left empty where nothing is there: then there is no text at all.
        """
        found: dict[str, str] = {}
        before = kept or {}
        for language in languages:
            changed = any(before.get(said) not in (None, words) for said, words in found.items())
            old = "" if changed else before.get(language, "")
            shown = f"{question} ({language})"
            if old or found:
                found[language] = self.needed(shown, old, placeholders)
            elif said := self.text(shown, "", placeholders):
                found[language] = said
            else:
                return {}
        return found


def placeholders(said: str) -> str:
    """Say what is wrong with a text that asks for anything but ``{service}``."""
    strange = sorted(set(_PLACEHOLDER.findall(said)) - {"{service}"})
    if strange:
        return f"{', '.join(strange)} cannot be filled; {{service}} is the only placeholder."
    return ""


def matching(pattern: str, remedy: str) -> Check:
    """Return a check that an answer has a certain form."""

    def check(said: str) -> str:
        return "" if re.fullmatch(pattern, said) else remedy

    return check


def among(known: Sequence[str], what: str) -> Check:
    """Return a check that names, parted by commas, are all known."""

    def check(said: str) -> str:
        strange = [name for name in listed_names(said) if name not in known]
        if not strange:
            return ""
        return f"{', '.join(strange)}: no {what} of that name. There are {', '.join(known)}."

    return check


def listed_names(said: str) -> list[str]:
    """Return names that were typed with commas, blanks or Chinese commas between them."""
    return [name for name in re.split(r"[\s,，、;；]+", said) if name]
