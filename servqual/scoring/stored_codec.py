"""Records of sums as JSON and one vector of numbers per kind, and back, guided by their types."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from servqual.errors import InstrumentError
from servqual.instrument import Instrument, parse_instrument
from servqual.notes import Note, Notes
from servqual.statistics.summary import Layout

Vector = npt.NDArray[Any]
Pool = Mapping[str, Vector]
KINDS = ("float64", "int64", "uint64", "int32", "int16", "float32", "uint8", "bool")
_ARRAY, _LAYOUT, _TUPLE, _NAME = "array", "layout", "tuple", "is"
MOST_DIMENSIONS = 3


class StoredFaultError(Exception):
    """What is read is not what the types say; the text names the place."""


# -- writing ---------------------------------------------------------------------------------------


@dataclass
class Writer:
    """Takes arrays and layouts out of records; each is kept once, however often it is met."""

    layouts: list[Any] = field(default_factory=list)
    _parts: dict[str, list[Vector]] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)
    # the arrays themselves are kept, so that no other one gets the number of one that went
    _met: dict[int, tuple[Any, dict[str, Any]]] = field(default_factory=dict)
    _layout_at: dict[Layout, int] = field(default_factory=dict)

    def pools(self) -> dict[str, Vector]:
        """Return all numbers of each kind, one array after the other."""
        return {kind: np.concatenate(parts) for kind, parts in sorted(self._parts.items())}

    def plain(self, value: Any) -> Any:
        """Return a value in JSON's own types.

        Raises
        ------
        TypeError
            It is of a type that no summary holds: a mistake of the program.
        """
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, Layout):
            return {_LAYOUT: self._layout(value)}
        if isinstance(value, Instrument):
            return value.model_dump(mode="json")
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        return self._several(value)

    def _several(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a mapping in a summary has texts for keys")
            return {key: self.plain(inner) for key, inner in value.items()}
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, list | tuple):
            return [self.plain(inner) for inner in value]
        raise TypeError(f"a summary cannot hold a {type(value).__name__}")

    def _record(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Note):
            values = {key: _loose(inner) for key, inner in value.values.items()}
            return {"code": value.code, "values": values, "where": value.where}
        inner = {f.name: self.plain(getattr(value, f.name)) for f in fields(value) if f.init}
        return {_NAME: type(value).__name__} | inner

    def _layout(self, layout: Layout) -> int:
        if layout not in self._layout_at:
            self._layout_at[layout] = len(self.layouts)
            self.layouts.append(self._record(layout))
        return self._layout_at[layout]

    def _array(self, array: Vector) -> dict[str, Any]:
        if id(array) in self._met:
            return self._met[id(array)][1]
        kind = array.dtype.name
        if kind not in KINDS:
            raise TypeError(f"a summary cannot hold an array of {kind}")
        start = self._ends.get(kind, 0)
        self._parts.setdefault(kind, []).append(np.ascontiguousarray(array).ravel())
        self._ends[kind] = start + array.size
        self._met[id(array)] = (array, {_ARRAY: [kind, start, list(array.shape)]})
        return self._met[id(array)][1]


def _loose(value: Any) -> Any:
    """Return a value of a note in JSON's own types; a tuple says that it is one."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        return {_TUPLE: [_loose(inner) for inner in value]}
    if isinstance(value, list):
        return [_loose(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): _loose(inner) for key, inner in value.items()}
    return str(value)


# -- reading ---------------------------------------------------------------------------------------


@dataclass
class Reader:
    """Makes records of JSON and vectors again; what does not fit its type is a StoredFaultError."""

    pools: Pool
    layouts: list[Layout] = field(default_factory=list)
    _met: dict[tuple[Any, ...], Vector] = field(default_factory=dict)

    def typed(self, value: Any, hint: Any, where: str) -> Any:
        """Return a value of a type, ``where`` says its place for messages."""
        if isinstance(hint, type) and hint in _PLAIN:
            return _PLAIN[hint](value, where)
        if hint in (Any, object):
            return _tight(value)
        origin = get_origin(hint)
        if origin is None:
            return self._record(value, hint, where)
        return self._several(value, hint, origin, where)

    def _several(self, value: Any, hint: Any, origin: Any, where: str) -> Any:
        """Return a value of a type that is made of others."""
        inner = get_args(hint)
        if origin is np.ndarray:
            return self._array(value, hint, where)
        if origin is tuple:
            return self._tuple(value, inner, where)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            kind = inner[1]
            return {k: self.typed(v, kind, f"{where}.{k}") for k, v in _mapping(value, where)}
        if origin is Literal:
            return value if value in inner else _wrong(where)
        if origin in (Union, types.UnionType):
            return self._one_of(value, inner, where)
        raise TypeError(f"{where}: nothing is known of the type {hint}")

    def _record(self, value: Any, hint: Any, where: str) -> Any:
        if hint is Layout:
            return self._layout(value, where)
        if hint is Notes:
            return Notes(self._note(inner, where) for inner in _list(value, where))
        if hint is Instrument:
            try:
                return parse_instrument(dict(_mapping(value, where)), where)
            except InstrumentError as error:
                raise StoredFaultError(f"{where} is no questionnaire") from error
        if is_dataclass(hint) and isinstance(hint, type):
            return self.record(value, hint, where)
        raise TypeError(f"{where}: nothing is known of the type {hint}")

    def record(self, value: Any, kind: type, where: str) -> Any:
        """Return a record of a kind, all of whose parts are there and no others."""
        given = dict(_mapping(value, where))
        if given.pop(_NAME, None) != kind.__name__:
            _wrong(where)
        hints, known = _hints(kind), [f for f in fields(kind) if f.init]
        if given.keys() - {f.name for f in known}:
            _wrong(where)
        lacking = [f.name for f in known if f.name not in given and _needed(f)]
        if lacking:
            raise StoredFaultError(f"{where} has no {lacking[0]}")
        return kind(**{k: self.typed(v, hints[k], f"{where}.{k}") for k, v in given.items()})

    def _one_of(self, value: Any, hints: tuple[Any, ...], where: str) -> Any:
        if value is None and type(None) in hints:
            return None
        kinds = [h for h in hints if h is not type(None)]
        if len(kinds) > 1 and isinstance(value, dict) and _NAME in value:
            kinds = [h for h in kinds if getattr(h, "__name__", "") == value[_NAME]]
        for hint in kinds[:-1]:
            try:
                return self.typed(value, hint, where)
            except StoredFaultError:
                continue
        return self.typed(value, kinds[-1], where) if kinds else _wrong(where)

    def _tuple(self, value: Any, hints: tuple[Any, ...], where: str) -> tuple[Any, ...]:
        given = _list(value, where)
        if len(hints) == 2 and hints[1] is Ellipsis:
            return tuple(self.typed(inner, hints[0], where) for inner in given)
        if len(given) != len(hints):
            _wrong(where)
        return tuple(self.typed(v, h, where) for v, h in zip(given, hints, strict=True))

    def _layout(self, value: Any, where: str) -> Layout:
        given = value.get(_LAYOUT) if isinstance(value, dict) else None
        if type(given) is not int or not 0 <= given < len(self.layouts):
            _wrong(where)
        return self.layouts[given]

    def _note(self, value: Any, where: str) -> Note:
        given = dict(_mapping(value, where))
        if given.keys() != {"code", "values", "where"}:
            _wrong(where)
        code, place = _text(given["code"], where), _text(given["where"], where)
        return Note(code, {k: _tight(v) for k, v in _mapping(given["values"], where)}, place)

    def _array(self, value: Any, hint: Any, where: str) -> Vector:
        given = value.get(_ARRAY) if isinstance(value, dict) else None
        if not isinstance(given, list) or len(given) != 3:
            _wrong(where)
        kind, start, shape = given
        if kind not in self.pools or kind not in _dtypes(hint):
            raise StoredFaultError(f"{where} holds numbers of another kind")
        sizes = _list(shape, where)
        if len(sizes) > MOST_DIMENSIONS or not all(type(n) is int and n >= 0 for n in sizes):
            _wrong(where)
        pool, size = self.pools[kind], int(np.prod(sizes, dtype=object)) if sizes else 1
        if type(start) is not int or not 0 <= start <= len(pool) - size:
            raise StoredFaultError(f"{where} lies outside the numbers of the file")
        # what was one array is one again; others are apart, as what adds in place needs it
        key = (kind, start, *sizes)
        if key not in self._met:
            self._met[key] = pool[start : start + size].reshape(sizes).copy()
        return self._met[key]


def _wrong(where: str) -> NoReturn:
    raise StoredFaultError(f"{where} is not what it should be")


def _list(value: Any, where: str) -> list[Any]:
    return value if isinstance(value, list) else _wrong(where)


def _mapping(value: Any, where: str) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else _wrong(where)


def _text(value: Any, where: str) -> str:
    return value if isinstance(value, str) else _wrong(where)


def _whole(value: Any, where: str) -> int:
    return value if type(value) is int else _wrong(where)


def _float(value: Any, where: str) -> float:
    return float(value) if type(value) in (int, float) else _wrong(where)


def _bool(value: Any, where: str) -> bool:
    return value if isinstance(value, bool) else _wrong(where)


_PLAIN: dict[type, Callable[[Any, str], Any]] = {
    str: _text,
    int: _whole,
    float: _float,
    bool: _bool,
}


def _tight(value: Any) -> Any:
    """Return what :func:`_loose` was given."""
    if isinstance(value, dict):
        if value.keys() == {_TUPLE} and isinstance(value[_TUPLE], list):
            return tuple(_tight(inner) for inner in value[_TUPLE])
        return {key: _tight(inner) for key, inner in value.items()}
    return [_tight(inner) for inner in value] if isinstance(value, list) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _needed(part: Field[Any]) -> bool:
    return part.default is MISSING and part.default_factory is MISSING


@cache
def _dtypes(hint: Any) -> frozenset[str]:
    """Return which kinds of numbers an array type may hold; all of them where it does not say."""
    inner = [a for arg in get_args(hint) for a in get_args(arg)]
    named = {np.dtype(a).name for a in inner if isinstance(a, type) and issubclass(a, np.generic)}
    return frozenset(named & set(KINDS) or KINDS)
