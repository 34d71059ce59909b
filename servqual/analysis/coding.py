"""Coded comments as results: themes, the ratings of who wrote, how far two coders agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from servqual.analysis.versions import summary_of
from servqual.disclosure import shown_overlapping
from servqual.errors import SettingsError
from servqual.importer.coding import Coded, CodedComment, read_coded
from servqual.importer.people.comments import chosen_quotations
from servqual.notes import Note, Notes
from servqual.plan import columns
from servqual.responses import Responses
from servqual.results import Quotation, Quotations, Study
from servqual.results.comments import CoderAgreement, Comments, CommentTheme
from servqual.scoring import score
from servqual.settings import Settings
from servqual.statistics.kappa import cohen_kappa
from servqual.study.comments import Mean, leading_means, ranked, writer_gaps

Mask = npt.NDArray[np.bool_]
_OF_QUOTATIONS = (
    "comments_printed", "comments_left_out", "comments_redacted_again", "comments_promised",
)  # fmt: skip


@dataclass(frozen=True)
class Settled:
    """Everything that coded comments give."""

    comments: Comments
    quotations: Quotations
    notes: Notes


def with_coded(
    study: Study,
    path: str | Path,
    second: str | Path | None,
    everybody: Responses,
    tables: Sequence[Responses],
) -> Study:
    """Return a study with what coded comments give.

    Quotations of a list that was reviewed for them stay; without one those are printed that the
    coder marked.
    """
    found = settled(path, second, everybody, tables, study.settings)
    notes = [note for note in study.notes if note.code != "comments_not_used"]
    reviewed = bool(len(study.quotations))
    more = [n for n in found.notes if not (reviewed and n.code in _OF_QUOTATIONS)]
    return replace(
        study,
        comments=found.comments,
        quotations=study.quotations if reviewed else found.quotations,
        notes=Notes((*notes, *more)),
    )


def settled(
    path: str | Path,
    second: str | Path | None,
    everybody: Responses,
    tables: Sequence[Responses],
    settings: Settings,
) -> Settled:
    """Return what coded comments give.

    Parameters
    ----------
    path, second : str or Path
        Lists of the first and, if there is one, the second coder.
    everybody : Responses
        All who answered, left out or not: the lists know their rows.
    tables : sequence of Responses
        Those who count, several times where blanks were filled in.
    settings : Settings

    Raises
    ------
    FileError, FormatError
        A list cannot be read or has faults.
    SettingsError
        The two coders have no comment in common.
    """
    coded = read_coded(path, everybody)
    agreement: tuple[CoderAgreement, ...] = ()
    if second is not None:
        agreement = coder_agreement(coded, read_coded(second, everybody), settings.confidence)
    if len(tables[0]) < settings.min_cell:
        note = Note("comments_withheld", {"min_cell": settings.min_cell}, coded.file)
        return Settled(Comments(), Quotations(), Notes([note]))
    here = {row: i for i, row in enumerate(tables[0].rows.tolist())}
    counting = [c for c in coded.comments if c.row in here]
    comments = _comments(coded, counting, here, tables, settings)
    quotations, notes = _quoted(coded, settings)
    return Settled(
        replace(comments, agreement=_of_shown(agreement, comments)),
        quotations,
        Notes((*_notes(coded, counting), *notes)),
    )


def _of_shown(
    agreement: Sequence[CoderAgreement], comments: Comments
) -> tuple[CoderAgreement, ...]:
    """Return the agreement on what is shown: kappa and n would give away how rare a code is."""
    known = {"dimension", "tone", *(row.theme for row in comments.themes if row.shown)}
    return tuple(row for row in agreement if row.code in known)


def _notes(coded: Coded, counting: Sequence[CodedComment]) -> list[Note]:
    notes = [Note("comments_coded", {"n": len(coded.comments)}, coded.file)]
    rest = coded.n_comments - len(coded.comments)
    if rest:
        notes.append(Note("comments_not_coded", {"n": rest}, coded.file))
    if left_out := len(coded.comments) - len(counting):
        notes.append(Note("comments_of_left_out", {"n": left_out}, coded.file))
    return notes


def _quoted(coded: Coded, settings: Settings) -> tuple[Quotations, Notes]:
    """Return the comments that are marked to be printed, unless it was promised that none is."""
    marked = [Quotation(c.dimension, c.text) for c in coded.comments if c.text]
    if marked and settings.promise.comments == "never":
        return Quotations(), Notes([Note("comments_promised", {"n": len(marked)}, coded.file)])
    return chosen_quotations(marked, coded.file)


# -- themes ----------------------------------------------------------------------------------------


def _comments(
    coded: Coded,
    counting: Sequence[CodedComment],
    here: Mapping[int, int],
    tables: Sequence[Responses],
    settings: Settings,
) -> Comments:
    """Return the themes and the ratings of who wrote, as far as they may be shown."""
    n = len(tables[0])
    writers = {here[c.row] for c in counting}
    by_theme = {
        theme.id: frozenset(here[c.row] for c in counting if theme.id in c.themes)
        for theme in coded.themes
    }
    by_theme = {name: who for name, who in by_theme.items() if who}
    everybody = leading_means(summary_of(tuple(tables)), tables[0].instrument, settings)
    behind = _behind(tables[0], everybody)
    means = {
        name: leading_means(
            summary_of(tuple(tables), _mask(who, n)), tables[0].instrument, settings
        )
        for name, who in by_theme.items()
        if len(who) >= settings.min_cell
    }
    may = [
        name
        for name in _may_be_shown(by_theme, frozenset(range(n)), behind, settings.min_cell)
        if not any(mean.told for mean in means[name])
    ]
    rows = [
        CommentTheme(
            theme=theme.id,
            name=dict(theme.name),
            dimension=theme.dimension,
            n=len(by_theme[theme.id]) if theme.id in may else None,
            share=len(by_theme[theme.id]) / len(writers) if theme.id in may else None,
            tones=_tones(theme.id, counting) if theme.id in may else {},
            shown=theme.id in may,
        )
        for theme in coded.themes
        if theme.id in by_theme
    ]
    order = ranked(rows)
    shown = {row.theme: means[row.theme] for row in order if row.shown}
    return Comments(
        themes=order,
        gaps=writer_gaps(everybody, shown) if shown else (),
        n_comments=coded.n_comments,
        n_coded=len(counting),
        n_people=len(writers),
        min_cell=settings.min_cell,
    )


def _mask(who: frozenset[int], n: int) -> Mask:
    mask = np.zeros(n, dtype=bool)
    mask[list(who)] = True
    return mask


def _behind(answers: Responses, means: Sequence[Mean]) -> list[frozenset[int]]:
    """Return the people behind each mean of the dimensions."""
    scores = score(answers)
    found = []
    for mean in means:
        if mean.level == "dimension":
            values = scores[columns.dimension(mean.kind, mean.id)]
            found.append(frozenset(np.flatnonzero(~np.isnan(values)).tolist()))
    return found


def _may_be_shown(
    by_theme: Mapping[str, frozenset[int]],
    all_people: frozenset[int],
    behind: Sequence[frozenset[int]],
    min_cell: int,
) -> list[str]:
    """Return the themes whose writers, and their means, may be shown."""
    totals = (all_people, *behind)
    people = {name: [who & total for total in totals] for name, who in by_theme.items()}
    return shown_overlapping(people, totals, min_cell)


def _tones(theme: str, counting: Sequence[CodedComment]) -> dict[str, int]:
    return dict(Counter(c.tone for c in counting if theme in c.themes and c.tone))


# -- two coders ------------------------------------------------------------------------------------


def coder_agreement(
    first: Coded, second: Coded, confidence: float = 0.95
) -> tuple[CoderAgreement, ...]:
    """Return how far two coders agree, by theme, on the dimension and on the tone.

    Only comments that both have settled count, and only themes that one of them gave.

    Raises
    ------
    SettingsError
        There is no such comment.
    """
    other = {(c.row, c.question): c for c in second.comments}
    pairs = [(c, other[c.row, c.question]) for c in first.comments if (c.row, c.question) in other]
    if not pairs:
        raise SettingsError(
            f"{second.file}: no comment was settled by both coders. Both lists must come from the "
            "same survey file, and lines count that have a name under coder."
        )
    used = {name for pair in pairs for comment in pair for name in comment.themes}
    themes = [theme.id for theme in (*first.themes, *second.themes) if theme.id in used]
    rows = [
        _agreed(
            name, [(str(name in a.themes), str(name in b.themes)) for a, b in pairs], confidence
        )
        for name in dict.fromkeys(themes)
    ]
    for code in ("dimension", "tone"):
        told = [(getattr(a, code), getattr(b, code)) for a, b in pairs]
        if any(any(pair) for pair in told):
            rows.append(_agreed(code, told, confidence))
    return tuple(rows)


def _agreed(code: str, told: Sequence[tuple[str, str]], confidence: float) -> CoderAgreement:
    """Return the agreement on one code."""
    known = sorted({value for pair in told for value in pair})
    counts = np.zeros((len(known), len(known)), dtype=np.int64)
    for a, b in told:
        counts[known.index(a), known.index(b)] += 1
    found = cohen_kappa(counts, confidence)
    return CoderAgreement(code, found.n, found.agreement, found.kappa, found.ci_low, found.ci_high)
