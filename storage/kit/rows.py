"""Rows by name: which column each field of a record is read from.

Two columns of one type that change places in a ``select`` are read into each other's fields without any error, where a
row is read by position. So nothing in ``storage`` does that. Two or three columns are read as ``row.name``; a record
has a :class:`Columns` beside it::

    PERSON = Columns(Person, id=people.c.id, full_name=people.c.full_name, birth_year=people.c.birth_year)
    _BY_ID = select(*PERSON.columns).where(people.c.id == bindparam("id"))

    row = tx.connection.execute(_BY_ID, {"id": person_id}).one()
    return PERSON.read(row)

A field may hold more than what stands in its column:

===========================  ===========================================================================
``through(column, f)``       ``f`` of the value; NULL stays ``None``, or is what ``null`` says
``with_tx(column, f)``       ``f`` of the transaction and the value: what else must be read for it
``PERSON``                   a record in the record; its columns are labelled ``person_id``, ``person_full_name``
``PERSON.if_any("id")``      the same, ``None`` where its ``id`` is NULL: the other side of an outer join
``ELSEWHERE``                nothing: the field keeps its default, for the caller to fill in
===========================  ===========================================================================

That each field is named, and nothing else, is looked at once, where the Columns are made: when the module is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from operator import itemgetter
from typing import Any, Generic, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Row

from storage.kit.transaction import Transaction

Record = TypeVar("Record")
AnyRow: TypeAlias = Row[*tuple[Any, ...]]  # whatever its columns are


@dataclass(frozen=True, slots=True)
class Through:
    """A column, and what its value goes through."""

    column: ColumnElement[Any]
    convert: Callable[[Any], object]
    null: object


@dataclass(frozen=True, slots=True)
class WithTx:
    """A column, and what its value goes through together with the transaction."""

    column: ColumnElement[Any]
    convert: Callable[[Transaction, Any], object]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A field that no column holds."""


ELSEWHERE = Elsewhere()


def through(column: ColumnElement[Any], convert: Callable[[Any], object], *, null: object = None) -> Through:
    """The field is ``convert`` of the column's value, and ``null`` where that is NULL."""
    return Through(column, convert, null)


def with_tx(column: ColumnElement[Any], convert: Callable[[Transaction, Any], object]) -> WithTx:
    """The field is ``convert`` of the transaction and the column's value: the record is read with its transaction."""
    return WithTx(column, convert)


Source: TypeAlias = "ColumnElement[Any] | Through | WithTx | Columns[Any] | Elsewhere"
_Get: TypeAlias = Callable[[AnyRow], tuple[Any, ...]]


def _getter(places: Sequence[int]) -> _Get:
    """What takes the values at these places out of a row at once."""
    if len(places) == 1:  # there itemgetter gives no tuple
        only = places[0]
        return lambda row: (row[only],)
    return cast("_Get", itemgetter(*places)) if places else lambda _: ()


class Columns(Generic[Record]):
    """The columns that a record is read from, by the names of its fields.

    Attributes:
        columns: for ``select``; each is labelled with the name of its field.

    Raises:
        TypeError: a field is forgotten, or there is none of that name, or two columns would have one label.
    """

    columns: tuple[ColumnElement[Any], ...]
    _key: str | None

    def __init__(self, record: type[Record], /, **by_field: Source) -> None:
        _check(record, by_field)
        self._lay_out(record, by_field, prefix="", key=None)
        labels = [column.name for column in self.columns]
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            raise TypeError(f"{record.__name__}: two columns are called {', '.join(twice)}")

    def _lay_out(
        self,
        record: type[Record],
        by_field: Mapping[str, Source],
        *,
        prefix: str,
        key: str | None,
    ) -> None:
        """Work out once what every row is read with."""
        plain: dict[str, ColumnElement[Any]] = {}
        self._converted: list[tuple[str, Callable[[Any], object], object]] = []
        self._with_tx: list[tuple[str, Callable[[Transaction, Any], object]]] = []
        self._parts: list[tuple[str, Columns[Any]]] = []
        for name, source in by_field.items():
            match source:
                case Columns():
                    self._parts.append((name, source._placed(f"{prefix}{name}_", source._key)))
                case Through():
                    plain[name] = source.column
                    self._converted.append((name, source.convert, source.null))
                case WithTx():
                    plain[name] = source.column
                    self._with_tx.append((name, source.convert))
                case Elsewhere():
                    pass
                case _:
                    plain[name] = source
        self._record, self._by_field, self._prefix, self._key = record, by_field, prefix, key
        self._names = tuple(plain)
        self._key_at = None if key is None else self._names.index(key)
        # Where the columns stand in the rows of a result: looked up by their labels, once for all of its rows.
        self._found: tuple[object, _Get] = (None, _getter(()))
        own = tuple(column.label(f"{prefix}{name}") for name, column in plain.items())
        self.columns = (*own, *(column for _, part in self._parts for column in part.columns))

    def _placed(self, prefix: str, key: str | None) -> Columns[Record]:
        """The same record with other labels."""
        placed: Columns[Record] = Columns.__new__(Columns)
        placed._lay_out(self._record, self._by_field, prefix=prefix, key=key)
        return placed

    def if_any(self, key: str) -> Columns[Record | None]:
        """The record where the column of the field ``key`` is not NULL, ``None`` where it is."""
        if key not in self._names:
            raise TypeError(f"{self._record.__name__} has no column for {key}")
        return cast("Columns[Record | None]", self._placed(self._prefix, key))

    def read(self, row: AnyRow, tx: Transaction | None = None) -> Record:
        """The record of a row that has these columns, wherever they stand in it."""
        known, get = self._found
        if known is not row._parent:
            get = _getter([row._key_to_index[f"{self._prefix}{name}"] for name in self._names])
            self._found = (row._parent, get)
        got = get(row)
        if self._key_at is not None and got[self._key_at] is None:
            return cast("Record", None)
        values = dict(zip(self._names, got, strict=True))
        for name, convert, null in self._converted:
            value = values[name]
            values[name] = null if value is None else convert(value)
        for name, convert_together in self._with_tx:
            if tx is None:
                raise TypeError(f"{self._record.__name__} is read with its transaction")
            values[name] = convert_together(tx, values[name])
        for name, part in self._parts:
            values[name] = part.read(row, tx)
        return self._record(**values)


def _check(record: type[Any], by_field: Mapping[str, object]) -> None:
    """Refuse a mapping that forgets a field of the record, or names one that is none."""
    if not is_dataclass(record):
        raise TypeError(f"{record.__name__} is no dataclass")
    known = {field.name: field for field in fields(record) if field.init}
    if missing := sorted(known.keys() - by_field.keys()):
        raise TypeError(f"{record.__name__}: no column for {', '.join(missing)}")
    if unknown := sorted(by_field.keys() - known.keys()):
        raise TypeError(f"{record.__name__} has no field {', '.join(unknown)}")
    for name, source in by_field.items():
        field = known[name]
        if isinstance(source, Elsewhere) and field.default is MISSING and field.default_factory is MISSING:
            raise TypeError(f"{record.__name__}.{name} has no default: something must be read into it")
