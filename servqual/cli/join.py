"""``servqual join``: exports of several tools and languages, or of two waves, as one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from servqual._files import check_readable, check_writable, write_whole
from servqual.cli import options, reading_options, terminal
from servqual.cli.dress import check_language
from servqual.cli.output import check_ending
from servqual.errors import SettingsError

if TYPE_CHECKING:
    from servqual.analysis.joining import Joined
    from servqual.importer.joining import Export

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILE...", help="The survey exports, two or more."),
]
Link = Annotated[
    list[str] | None,
    typer.Option(
        "--link",
        metavar="COLUMN",
        help="Link two files, before and after, by the ids in this column (twice: one for each).",
    ),
]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="Which column is which item: one for all files, or one for each, - for none.",
    ),
]
Source = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="NAME", help="What to call each file, in their order (its own name)."
    ),
]
Mode = Annotated[
    list[str] | None,
    typer.Option(
        "--mode", metavar="NAME", help="How the people of each file were asked, in their order."
    ),
]
ReadIn = Annotated[
    list[str] | None,
    typer.Option(
        "--read-in",
        metavar="en|zh|...",
        help="Language in which the people of each file read the questions (told by the headings).",
    ),
]


def join(
    files: Files,
    link: Link = None,
    instrument: reading_options.Instrument = None,
    mapping: Maps = None,
    source: Source = None,
    mode: Mode = None,
    read_in: ReadIn = None,
    scale: reading_options.Scale = None,
    convert: reading_options.Convert = None,
    missing: reading_options.Missing = None,
    invalid: reading_options.Invalid = None,
    weights: reading_options.Weights = None,
    lang: options.Language = None,
    output: options.Output = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Join survey exports into one file: stacked, or with --link person by person.

    Every file is read as 'servqual report' would read it. Where the people came from, how they
    were asked and what they read is kept; who answered in two files is counted, and modes,
    languages and files are compared before they are pooled. Without -o the answers go to
    joined.csv, beside the first file, and their column map to joined.map.toml.
    """
    check_ending(output, (".csv",))
    check_language(lang)
    exports = _exports(files, mapping=mapping, source=source, mode=mode, read_in=read_in)
    path = Path(output) if output else Path(files[0]).with_name("joined.csv")
    beside = path.with_name(f"{path.stem}.map.toml")
    inputs = [Path(name) for name in (*files, *(m for m in mapping or () if m != "-"), instrument)
              if name]  # fmt: skip
    for target in (path, beside):
        check_writable(target, force=force, inputs=inputs)
    asked = {
        "instrument": instrument or "",
        "scale": tuple(scale or ()),
        "convert": convert,
        "missing": tuple(missing or ()),
        "invalid": invalid,
        "weights": weights,
    }
    joined = _joined(exports, link, path.name, asked)
    write_whole(path, joined.to_csv(), force=force, inputs=inputs)
    told = joined.mapping_text(_named(exports[0], instrument, beside.parent))
    write_whole(beside, told.encode(), force=force, inputs=inputs)
    _tell(joined, path, beside, lang or "en", quiet=quiet)


def _joined(
    exports: Sequence[Export], link: list[str] | None, name: str, asked: dict[str, Any]
) -> Joined:
    """Return the files stacked, or linked where ids were named."""
    from servqual.analysis import joining

    if not link:
        return joining.join(exports, file=name, **asked)
    if len(exports) != 2 or len(link) > 2:
        raise SettingsError(
            "--link takes two files, before and after, and the heading of the ids once, or once "
            f"for each; {len(exports)} file{'' if len(exports) == 1 else 's'} and {len(link)} "
            f"heading{'' if len(link) == 1 else 's'} were named."
        )
    return joining.link(exports[0], exports[1], by=link, file=name, **asked)


def _exports(files: Sequence[str], **said: list[str] | None) -> list[Export]:
    """Return every file with what was said about it alone."""
    from servqual.importer.joining import Export

    for name in files:
        check_readable(Path(name), "survey file")
    maps = said["mapping"] or []
    if len(maps) == 1:
        said["mapping"] = maps * len(files)
    for option, values in said.items():
        if values and len(values) != len(files):
            times = f"{len(values)} time{'' if len(values) == 1 else 's'}"
            raise SettingsError(
                f"--{option.replace('_', '-')} was given {times} for {len(files)} files. Give it "
                "once for each, in their order"
                f"{', or once for all' if option == 'mapping' else ''}; - stands for none."
            )
    own = {
        option: ["" if v == "-" else v for v in values or [""] * len(files)]
        for option, values in said.items()
    }
    return [
        Export(
            file=Path(name),
            mapping=own["mapping"][k] or None,
            source=own["source"][k],
            mode=own["mode"][k],
            language=own["read_in"][k],
        )
        for k, name in enumerate(files)
    ]


def _named(first: Export, instrument: str | None, folder: Path) -> str:
    """Return the questionnaire as a mapping file in a folder names it, '' for its id."""
    from servqual.analysis.joining import relative_to
    from servqual.importer import load_mapping

    named = instrument or (load_mapping(first.mapping).instrument if first.mapping else "")
    return relative_to(named, folder) if named and Path(named).suffix == ".toml" else ""


def _tell(joined: Joined, path: Path, beside: Path, language: str, *, quiet: bool) -> None:
    """Print what was found, then what was written and what to type next."""
    from servqual.cli.join_lines import join_lines
    from servqual.writer.joined_text import Words

    words = Words(joined.form, language)
    lines = join_lines(joined, words, terminal.columns())
    if not quiet:
        terminal.show("\n".join(terminal.in_colour(line.text, line.tone) for line in lines))
    shape = "stacked" if not joined.linked else "wide" if joined.wide else "long"
    names = {"file": str(path), "map": str(beside)}
    terminal.say(words.say(f"says.{shape}", n=len(joined.responses), **names), quiet=quiet)
    column = "wave" if shape == "long" else _worth(joined)
    by = f" --by {column}" if column else ""
    terminal.say(words.say("says.next", by=by, **names), quiet=quiet)


def _worth(joined: Joined) -> str:
    """Return the column whose groups are worth a look of their own, '' for none."""
    apart = [row.column for row in joined.differences.rows if row.differs]
    return apart[0] if apart else ""
