"""Options that many commands have, handed over together as one record."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import partial, wraps
from typing import Any

from servqual.cli import options, reading_options
from servqual.cli.request import Figures, Reading

Command = Callable[..., None]

_READING: Mapping[str, Any] = {
    "instrument": reading_options.Instrument,
    "mapping": reading_options.MappingFile,
    "scale": reading_options.Scale,
    "convert": reading_options.Convert,
    "missing": reading_options.Missing,
    "invalid": reading_options.Invalid,
    "encoding": reading_options.Encoding,
    "delimiter": reading_options.Delimiter,
    "sheet": reading_options.Sheet,
    "layout": reading_options.Layout,
    "dictionary": reading_options.Dictionary,
    "blocks": reading_options.Blocks,
    "keep": reading_options.Keep,
}
_MORE: Mapping[str, Any] = {
    "weights": reading_options.Weights,
    "by": options.By,
    "comments": options.Comments,
    "before": options.Before,
    "crosswalk": options.Crosswalk,
    "coded": options.Coded,
    "second_coder": options.SecondCoder,
    "design": options.Design,
    "segments": options.Segments,
    "tiers": options.Tiers,
    "operations": options.Operations,
    "journey": options.Journey,
}
_FIGURES: Mapping[str, Any] = {
    "confidence": options.Confidence,
    "sesoi": options.Sesoi,
    "min_cell": options.MinCell,
    "incomplete": options.Incomplete,
    "exclude": options.Exclude,
    "outcome": options.Outcome,
    "cross": options.Cross,
    "target": options.Target,
    "benchmark": options.Benchmark,
    "invited": options.Invited,
    "seed": options.Seed,
}


def reads(*more: str, without: Sequence[str] = ()) -> Callable[[Command], Command]:
    """Return a decorator: the command takes a survey file and how to read it, as ``reading``.

    Parameters
    ----------
    *more : str
        Further fields of :class:`Reading` that are options of this command.
    without : sequence of str
        Fields that this command has no use for.
    """
    named = {name: kind for name, kind in _READING.items() if name not in without}
    extra = {name: _MORE[name] for name in more}
    return _gathers(
        "reading", partial(Reading, takes=more), {"file": reading_options.Survey} | named | extra
    )


def reads_several(
    *more: str, without: Sequence[str] = ("mapping",)
) -> Callable[[Command], Command]:
    """Return a decorator: how surveys are read, as ``reading``; which files the command says."""
    named = {name: kind for name, kind in _READING.items() if name not in without}
    extra = {name: _MORE[name] for name in more}
    return _gathers("reading", partial(Reading, file="", takes=more), named | extra)


def computes(*names: str) -> Callable[[Command], Command]:
    """Return a decorator: the command takes these options of figures, or all, as ``figures``."""
    return _gathers("figures", Figures, {name: _FIGURES[name] for name in names or _FIGURES})


def _gathers(
    name: str, make: Callable[..., object], named: Mapping[str, Any]
) -> Callable[[Command], Command]:
    """Return a decorator that puts options in the place of one argument, which is made of them."""

    def decorate(command: Command) -> Command:
        own = inspect.signature(command, eval_str=True).parameters
        asked: dict[str, inspect.Parameter] = {}
        for key, parameter in own.items():
            new = _options(named) if key == name else {key: parameter.replace(kind=_BY_NAME)}
            asked |= new

        @wraps(command)
        def told(**typed: Any) -> None:
            command(**{name: make(**{key: typed.pop(key) for key in named})}, **typed)

        # what typer reads
        told.__signature__ = inspect.Signature(list(asked.values()))  # type: ignore[attr-defined]
        told.__annotations__ = {key: p.annotation for key, p in asked.items()}
        return told

    return decorate


_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def _options(named: Mapping[str, Any]) -> dict[str, inspect.Parameter]:
    """Return options as parameters of a command; only the file must be typed."""
    missing = inspect.Parameter.empty
    return {
        key: inspect.Parameter(
            key, _BY_NAME, default=missing if key == "file" else None, annotation=kind
        )
        for key, kind in named.items()
    }
