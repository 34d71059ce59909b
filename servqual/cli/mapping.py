"""``servqual map``: a proposed column map to edit by hand, and a questionnaire where none fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from servqual.cli import asking, options, terminal
from servqual.cli.bundles import reads
from servqual.cli.output import check_ending, output_file
from servqual.cli.request import Reading
from servqual.errors import FileError

if TYPE_CHECKING:
    from servqual.importer.mapfiles.proposal import Proposal

Draft = Annotated[
    str | None,
    typer.Option(
        "--draft-instrument",
        metavar="FILE",
        help="Where to draft a questionnaire from the headings (by itself only if none fits).",
    ),
]
Yes = Annotated[bool, typer.Option("--yes", help="Take every doubtful proposal.")]
NoAsk = Annotated[
    bool, typer.Option("--no-ask", help="Ask nothing; doubtful proposals stay comments.")
]


@reads(without=("convert", "missing", "invalid"))
def map_columns(
    reading: Reading,
    draft_instrument: Draft = None,
    yes: Yes = False,
    no_ask: NoAsk = False,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Write a mapping file: which column is which item, how sure that is, and why.

    On a terminal it asks what only you can tell. Where no questionnaire fits, one is drafted from
    the headings. Without -o the map goes to FILE.map.toml and the draft to FILE.questionnaire.toml,
    beside the survey. Edit them, then pass the map to the other commands with --mapping.
    """
    check_ending(output, (".toml",))
    check_ending(draft_instrument, (".toml",))
    path = output_file(output, reading.file, ".map.toml", force=force, inputs=reading.inputs())

    from servqual.importer.mapfiles.proposal import propose

    proposal = propose(
        Path(reading.file), draft=True if draft_instrument else None, **reading.said()
    )
    draft = _draft_path(proposal, draft_instrument, reading, path, force=force)
    if yes:
        proposal = proposal.with_accepted(guess.column for guess in proposal.guesses)
    elif not no_ask and asking.can_ask():
        proposal = asking.settle(proposal)
    _write(proposal, path, draft, reading, force=force)
    terminal.say(_what_next(proposal, reading.file, path, draft), quiet=quiet)


def _draft_path(
    proposal: Proposal, given: str | None, reading: Reading, mapping: Path, *, force: bool
) -> Path | None:
    """Return where the draft questionnaire goes, None if there is none; checked before asking."""
    if not proposal.questionnaire:
        return None
    suffix = ".questionnaire.toml"
    path = output_file(given, reading.file, suffix, force=force, inputs=reading.inputs())
    if path.resolve() == mapping.resolve():
        raise FileError(f"{path}: map and questionnaire need two files. Give one another name.")
    return path


def _write(
    proposal: Proposal, path: Path, draft: Path | None, reading: Reading, *, force: bool
) -> None:
    """Write the questionnaire, then the map that names it."""
    from servqual._files import write_whole

    named = ""
    if draft:
        beside = draft.resolve().parent == path.resolve().parent
        named = draft.name if beside else draft.resolve().as_posix()
        content = proposal.questionnaire.encode()
        write_whole(draft, content, force=force, inputs=reading.inputs())
    write_whole(path, proposal.text(named).encode(), force=force, inputs=reading.inputs())


def _what_next(proposal: Proposal, file: str, path: Path, draft: Path | None) -> str:
    """Return what was written and the command to type next."""
    lines, added = [f"Written: {path}"], ""
    if draft:
        n = len(proposal.options.instrument.items)
        lines.append(
            f"Written: {draft}, a draft: no known questionnaire fits, {n} items were found. "
            "Look at its lines marked CHECK"
        )
    open_blocks = proposal.plan.open_blocks
    still = [guess for guess in proposal.guesses if guess.column not in proposal.accepted]
    if still:
        n = len(still)
        lines.append(
            f"{n} doubtful column{'s are' if n > 1 else ' is'} suggested there in comments: edit "
            "the map, or take all with --yes"
        )
    if open_blocks:
        batteries = proposal.plan.open_batteries
        added = f" --blocks {','.join(batteries[: len(open_blocks)])}"
        said = "put what stands behind --blocks in the next commands into the order of the file"
        if len(open_blocks) == 1:
            said = f"say it in the next commands: --blocks {' or '.join(batteries)}"
        lines.append(
            "The headings do not say which block of columns is which. Write it into the map under "
            f"blocks, or {said}"
        )
    elif not proposal.plan.of_kind("rating") and not still:
        lines.append(
            "No column is known as a rating. Write the uses of the columns into the map by hand"
        )
    elif proposal.plan.faults and not still:
        lines.append(f"Not readable yet: {proposal.plan.faults[0]}")
    lines.append(f"Next: servqual check {file} --mapping {path}{added}")
    lines.append(f"Then: servqual report {file} --mapping {path}{added}")
    return "\n".join(lines)
