"""Questions on a terminal: which block is which, and columns that are doubtful."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from servqual.importer.mapfiles.proposal import Proposal, Question


def can_ask() -> bool:
    """Say whether a person sits at both ends: input and output are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def settle(proposal: Proposal) -> Proposal:
    """Return a proposal with the answers of the person at the terminal.

    Raises
    ------
    KeyboardInterrupt
        The person left, by Ctrl-C or the end of input; nothing was written.
    """
    asked = proposal.questions()
    blocks = [question for question in asked if question.column is None]
    if blocks:
        proposal = proposal.with_blocks([_choose(question) for question in blocks])
    confirmed = [
        question.column
        for question in proposal.questions()
        if question.column is not None and _choose(question) == "yes"
    ]
    return proposal.with_accepted(confirmed)


def _choose(question: Question) -> str:
    """Ask until the answer is one of the choices, or begins only one of them."""
    listed = "/".join(question.choices)
    while True:
        said = _answer(f"{question.text} [{listed}]").strip().lower()
        matching = [choice for choice in question.choices if said and choice.startswith(said)]
        if len(matching) == 1:
            return matching[0]
        typer.echo(f"Please answer {' or '.join(question.choices)}, or the beginning of it.")


def _answer(text: str) -> str:
    try:
        return str(typer.prompt(text, prompt_suffix=": "))
    except typer.Abort as left:
        raise KeyboardInterrupt from left
