"""The commands together, and the one place where an error becomes a message and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from servqual import __version__
from servqual.cli import (
    check,
    check_table,
    comments,
    demo,
    field,
    forget,
    form,
    gaps,
    instruments,
    join,
    mapping,
    merge,
    new,
    pilot,
    plan,
    priorities,
    progress,
    proposal,
    report,
    reproduce,
    run,
    score,
    show,
    simulate,
    structure,
    summarize,
    terminal,
    track,
    verify,
)
from servqual.errors import ServqualError

app = typer.Typer(
    name="servqual",
    help="From a service-quality survey to a gap report.",
    epilog="Exit status: 0 done, 1 a fault in the data or files, 2 a mistyped command.",
    rich_markup_mode=None,  # plain help comes up in a fraction of the time
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", short_help="An example survey and its report.")(demo.demo)
app.command("report", short_help="The report of a survey: one HTML file.")(report.report)
app.command("score", short_help="Every result as JSON, workbook or CSV.")(score.score)
app.command("show", short_help="Any part of the report, on the terminal.")(show.show)
app.command("structure", short_help="Whether the scale can be trusted.")(structure.structure)
app.command("priorities", short_help="What to do first, and how sure that is.")(
    priorities.priorities
)
app.command("gaps", short_help="All seven gaps of the model: managers and staff, too.")(gaps.gaps)
app.command("track", short_help="What changed over several waves.")(track.track)
app.command("check", short_help="How every column of a survey is read.")(check.check)
app.command("map", short_help="A proposed column map to edit.")(mapping.map_columns)
app.command("join", short_help="Several exports as one file.")(join.join)
app.command("comments", short_help="The comments as a list to review.")(comments.comments)
app.command("reproduce", short_help="Whether results can be made again, and what differs.")(
    reproduce.reproduce
)
app.command("new", short_help="A study folder to fill in.")(new.new)
app.command("run", short_help="Everything that a study folder asks for.")(run.run)
app.command("forget", short_help="Personal data of a study removed.")(forget.forget)
app.command("pilot", short_help="Which items to keep, reword or drop before the survey.")(
    pilot.pilot
)
app.command("plan", short_help="How many people a survey needs, and short versions.")(plan.plan)
app.command("form", short_help="A questionnaire to print, or for a survey tool.")(form.form)
app.command("field", short_help="How fieldwork is getting on, without results.")(field.field)
app.command("proposal", short_help="The report to come, on simulated answers.")(proposal.proposal)
app.command("summarize", short_help="The sums of a survey of any size.")(summarize.summarize)
app.command("merge", short_help="Several summary files as one.")(merge.merge)
app.command("simulate", short_help="Simulated answers of any number of people.")(simulate.simulate)
app.command("verify", short_help="Whether a report follows from its data.")(verify.verify)
app.command("check-table", short_help="Arithmetic faults of a printed table.")(
    check_table.check_table
)
app.add_typer(instruments.app, name="instruments")


def _version(wanted: bool) -> None:
    if wanted:
        terminal.show(__version__)
        raise typer.Exit


@app.callback()
def _servqual(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """From a service-quality survey to a gap report."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; no traceback reaches the user.

    With ``SERVQUAL_DEBUG=1`` in the environment a mistake of the program itself is shown in full.
    """
    terminal.prepare_streams()
    try:
        return _run(arguments)
    except ServqualError as error:
        return terminal.fail(str(error))
    except BrokenPipeError:
        terminal.drop_output()
        return 1
    except KeyboardInterrupt:
        return progress.INTERRUPTED
    except MemoryError:
        return terminal.fail(
            "not enough memory for this file. Close other programs, or use fewer rows."
        )
    except Exception as error:  # the last door: whatever is not foreseen is our mistake
        if os.environ.get("SERVQUAL_DEBUG"):
            raise
        return terminal.fail(_our_mistake(error))


def _run(arguments: Sequence[str] | None) -> int:
    """Let typer run the command; it leaves by SystemExit in any case."""
    try:
        with terminal.warnings_said():
            app(args=None if arguments is None else list(arguments), prog_name="servqual")
    except SystemExit as left:
        status = left.code
    else:
        status = 0
    sys.stdout.flush()
    return status if isinstance(status, int) else int(status is not None)


def _our_mistake(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}".rstrip(": ")
    return (
        f"this is a mistake in servqual, not in your file ({text}).\n"
        "Please report it, with the command that you typed. "
        "Set SERVQUAL_DEBUG=1 to see where it happened."
    )
