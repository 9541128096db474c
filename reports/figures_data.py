"""A year's figures as data that can be kept: exactly what papers printed can be printed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from locales.text import Joined, Message, Verbatim, from_data, to_data
from reports.tables.basis import Basis
from reports.tables.plan_targets import TargetLine
from reports.year_figures import Asked, PlaceFigures, TitleFigures, YearFigures

KINDS: Mapping[str, type[Any]] = {
    each.__name__: each for each in (YearFigures, TitleFigures, PlaceFigures, Asked, TargetLine, Basis)
}


def kept(value: Any) -> Any:
    """A value of the figures as JSON data.

    Raises:
        TypeError: nothing of the figures is of this type.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Message() | Verbatim() | Joined():
            return {"words": to_data(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case list() | tuple():
            return [kept(each) for each in value]
    name = type(value).__name__
    if name not in KINDS:
        raise TypeError(f"a figure of type {name} cannot be kept")
    return {"is": name, "of": {each.name: kept(getattr(value, each.name)) for each in fields(value)}}


def read(data: Any) -> Any:
    """The inverse of :func:`kept`; lists come back as tuples. A field that is younger than the data is as by itself.

    Raises:
        ValueError: it is no such data.
    """
    match data:
        case None | bool() | int() | float() | str():
            return data
        case list():
            return tuple(map(read, data))
        case {"words": words}:
            return from_data(words)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"is": str(name), "of": dict(values)} if name in KINDS:
            known = {each.name for each in fields(KINDS[name])}
            return KINDS[name](**{key: read(value) for key, value in values.items() if key in known})
    raise ValueError("no figures of a year")
