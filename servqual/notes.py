"""What the toolkit decided for the user: a record of each decision, in words of any language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from servqual.texts import DEFAULT_LANGUAGE, fill


@dataclass(frozen=True)
class Note:
    """One decision or finding about the data that travels into the report.

    Parameters
    ----------
    code : str
        Which kind of note: the key under ``notes.`` in ``reports/text/<language>/``.
    values : mapping
        What fills the text. ``n``, when present, also chooses singular or plural.
    where : str
        The file, column, row or item that it is about; empty when it is about the whole.

    Examples
    --------
    >>> Note("rows_ineligible", {"n": 4}).text
    '4 people rated nothing at all; they count as ineligible, not as missing.'
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    where: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash(
            (self.code, self.where, tuple(sorted((k, str(v)) for k, v in self.values.items())))
        )

    def __reduce__(self) -> tuple[type[Note], tuple[str, dict[str, object], str]]:
        return (Note, (self.code, dict(self.values), self.where))

    @property
    def text(self) -> str:
        """The note as an English sentence."""
        return self.say(DEFAULT_LANGUAGE)

    def say(self, language: str, name: Callable[[str, object], object] | None = None) -> str:
        """Return the note as a sentence in a language.

        ``name(key, value)`` may turn a value into the reader's words, for instance an item's id
        into its topic.
        """
        values = self.values
        if name is not None:
            values = {key: name(key, value) for key, value in values.items()}
        return fill(language, f"notes.{self.code}", values)


class Notes(tuple[Note, ...]):
    """Notes in the order in which the decisions were taken; shown as a list."""

    __slots__ = ()

    def codes(self) -> list[str]:
        """Return the codes, for programs that look for one."""
        return [note.code for note in self]

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<li>{escape(n.text)}{f' <small>({escape(n.where)})</small>' if n.where else ''}</li>"
            for n in self
        )
        return f"<ul>{rows}</ul>" if rows else "<p>No notes.</p>"

    def __str__(self) -> str:
        return "\n".join(f"- {n.text}{f' ({n.where})' if n.where else ''}" for n in self)


def notes(*groups: Iterable[Note]) -> Notes:
    """Return several groups of notes as one."""
    return Notes(note for group in groups for note in group)
