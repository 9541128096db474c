"""Statements are compiled once for a process and go straight to the driver; their SQL and their types are SQLAlchemy's.

What SQLAlchemy does around a statement each time it runs (looking it up by its shape, a context, a cursor's result)
costs a turn as much as the database does. Here a statement that is kept, as most of ``storage`` are, is looked up and
compiled the first time it runs; from then on only its values are put in place. One that is made for the occasion is
looked up by its shape, as SQLAlchemy does, for all engines of one kind together.

What is rare goes SQLAlchemy's own way, unchanged: several rows of parameters at once that give something back, text,
defaults made in Python, and everything while somebody listens to an engine's statements.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, NoReturn, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, Result
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.util import LRUCache

AT_ONCE: Final = 500  # rows that are taken from the driver together
SHAPES: Final = 2_000  # of statements that are remembered; some hundreds are in use
LENGTHS: Final = 50  # of the lists of one shape; what is read by the slice has one, a head's places a few

Through = Callable[[Any], Any] | None  # what a value goes through on its way to the driver


class Direct:
    """A connection whose statements go straight to the driver; else as the connection it stands for.

    ``locks``: whether a statement may lock rows. SQLite knows no such locks and passes over them; PostgreSQL refuses
    them to whoever only reads. So do we.
    """

    __slots__ = ("_connection", "_locks")

    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection, self._locks = connection, locks

    def execute(self, statement: Any, parameters: Any = None) -> Result[Any]:
        """See :func:`run`.

        Raises:
            RuntimeError: a lock is asked for by who only reads.
        """
        if not self._locks and getattr(statement, "_for_update_arg", None) is not None:
            raise RuntimeError(f"what only reads must not lock: {statement}")
        return run(self._connection, statement, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Done(IteratorResult[Any]):
    """What a statement without rows leaves: how many it wrote."""

    def __init__(self, rowcount: int) -> None:
        super().__init__(_NOTHING, iter(()))
        self.rowcount = rowcount


_NOTHING = SimpleResultMetaData(())


Ready = tuple[str, dict[str, Any], "Sequence[str] | None"]  # a text, its values by name, their order in it


@dataclass(frozen=True, slots=True)
class Grown:
    """A text with lists of certain lengths in it: as many places as they are long, and what these are called."""

    sql: str
    order: Sequence[str] | None
    through: Mapping[str, Any]
    places: Mapping[str, Sequence[str]]


@dataclass(slots=True, kw_only=True)
class Shape:
    """What is known of all statements of one shape.

    Attributes:
        compiled: their text, and the names and types of their values.
        fed: the values that come as parameters: the name in the text, that of the parameter, what it goes through.
        lists: the names of values that are lists: ``x IN (…)``. The text has as many places as they are long.
        grows: whether a list comes as a parameter.
        columns: what the result holds; empty where there is none.
        names: the result's columns as its rows are read, once the first result has come.
        grown: its texts by the lengths of its lists, as they have come so far.
    """

    compiled: SQLCompiler
    fed: tuple[tuple[str, str, Through], ...]
    lists: tuple[str, ...]
    grows: bool
    columns: Sequence[Any]
    names: SimpleResultMetaData | None = None
    grown: LRUCache[tuple[int, ...], Grown] = field(default_factory=lambda: LRUCache(LENGTHS))

    def ready(self, values: Mapping[str, Any], *, leaving: Collection[str] = ()) -> Ready:
        """The text for these values, and the values as the driver takes them; those to be left out come later."""
        compiled, given = self.compiled, dict(values)
        through = cast("Mapping[str, Any]", compiled._bind_processors)
        sql, order = compiled.string, cast("Sequence[str] | None", compiled.positiontup)
        if self.lists:
            grown = self._grown(given)
            sql, order, through = grown.sql, grown.order, grown.through
            for name, places in grown.places.items():
                given.update(zip(places, given.pop(name), strict=True))
        taken = {
            name: through[name](value) if name in through else value
            for name, value in given.items()
            if name not in leaving
        }
        return sql, taken, order if compiled.positional else None

    def _grown(self, given: dict[str, Any]) -> Grown:
        lengths = tuple([len(given[name]) for name in self.lists])
        if lengths not in self.grown:
            expanded = self.compiled._process_parameters_for_postcompile(dict(given))
            through = {**cast("dict[str, Any]", self.compiled._bind_processors), **expanded.processors}
            self.grown[lengths] = Grown(
                expanded.statement, expanded.positiontup, through, dict(expanded.parameter_expansion)
            )
        return self.grown[lengths]

    def rows(self, dialect: Dialect, description: Sequence[Any]) -> SimpleResultMetaData:
        """How the rows of a result are read, from what the driver says of its columns."""
        if self.names is None:
            through = [
                column.type._cached_result_processor(dialect, said[1])
                for column, said in zip(self.columns, description, strict=True)
            ]
            self.names = SimpleResultMetaData(
                [column.keyname for column in self.columns],
                extra=[tuple(each for each in column.objects if not isinstance(each, str)) for column in self.columns],
                _processors=through if any(through) else None,
            )
        return self.names


@dataclass(slots=True)
class Plan:
    """One statement, to be run as soon as its parameters are known."""

    shape: Shape
    sql: str
    fixed: dict[str, Any]  # what stands in the statement itself: as the driver takes it, or before, where lists come
    order: Sequence[str] | None  # of the names of values, where the text has question marks

    @property
    def is_for_several(self) -> bool:
        """Whether it can be run with several rows of parameters at once: one text for all, and nothing comes back."""
        return not (self.shape.grows or self.shape.columns or self.shape.compiled.implicit_returning)

    def with_parameters(self, given: Mapping[str, Any]) -> tuple[str, Any]:
        """The text, and the values as the driver takes them."""
        if self.shape.grows:
            sql, values, order = self.shape.ready(self.fixed | {name: given[key] for name, key, _ in self.shape.fed})
        else:
            sql, values, order = self.sql, self.fixed.copy(), self.order
            for name, key, through in self.shape.fed:
                value = given[key]
                values[name] = value if through is None else through(value)
        return sql, values if order is None else tuple([values[name] for name in order])


_plans: WeakKeyDictionary[Any, dict[tuple[str, ...], Plan | None]] = WeakKeyDictionary()
_shapes: LRUCache[Any, Shape | None] = LRUCache(SHAPES)


def run(connection: Connection, statement: Any, parameters: Any = None) -> Result[Any]:
    """Run a statement on a connection that is in a transaction; what ``connection.execute`` returns.

    Raises:
        DBAPIError: as SQLAlchemy raises it, with the driver's own as ``orig``.
    """
    several = isinstance(parameters, list | tuple)
    if (several and not parameters) or _is_listened_to(connection) or not _is_begun(connection):
        return connection.execute(statement, parameters)
    given: Mapping[str, Any] = parameters[0] if several else parameters or {}
    kept = _plans.get(statement)
    if kept is None:
        kept = _plans[statement] = {}
    key = (connection.dialect.name, connection.dialect.driver, *given)
    if key in kept:
        plan = kept[key]
    else:
        plan = kept[key] = _plan(connection.dialect, statement, given)
    if plan is None or (several and not plan.is_for_several):
        return connection.execute(statement, parameters)
    if several:
        rows = [plan.with_parameters(each)[1] for each in parameters]
        return _execute(connection, plan.shape, plan.sql, rows, several=True)
    sql, values = plan.with_parameters(given)
    return _execute(connection, plan.shape, sql, values)


def _is_begun(connection: Connection) -> bool:
    """Whether the transaction goes on; what SQLAlchemy begins, or refuses after a savepoint that failed, it does."""
    savepoint = connection.get_nested_transaction()
    return connection.in_transaction() and (savepoint is None or savepoint.is_active)


def _is_listened_to(connection: Connection) -> bool:
    if not (connection._has_events or connection.engine._has_events):
        return False
    heard = connection.dispatch
    return bool(heard.before_cursor_execute) or bool(heard.after_cursor_execute) or bool(heard.before_execute)


def _execute(connection: Connection, shape: Shape, sql: str, values: Any, *, several: bool = False) -> Result[Any]:
    cursor = None
    try:
        cursor = connection.connection.cursor()
        if several:
            cursor.executemany(sql, values)
        else:
            cursor.execute(sql, values)
        if not shape.columns:
            return Done(cursor.rowcount)
        first = cursor.fetchmany(AT_ONCE)
    except BaseException as error:  # noqa: BLE001 (raised as what callers know)
        _raise(connection, error, sql, values, cursor)
    names = shape.rows(connection.dialect, cursor.description)
    if len(first) < AT_ONCE:
        return IteratorResult(names, iter(first))
    return IteratorResult(names, chain(first, _others(connection, sql, values, cursor)))


def _others(connection: Connection, sql: str, values: Any, cursor: Any) -> Iterator[Any]:
    """The rows after the first, a batch at a time: who reads a whole table does not hold it."""
    try:
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
    except Exception as error:  # noqa: BLE001 (raised as what callers know)
        _raise(connection, error, sql, values, cursor)


def _raise(connection: Connection, error: BaseException, sql: str, values: Any, cursor: Any) -> NoReturn:
    """Raise what SQLAlchemy makes of a driver's error; what else went wrong, as it is."""
    is_of_driver = isinstance(error, connection.dialect.loaded_dbapi.Error)
    connection._handle_dbapi_exception(error, sql if is_of_driver else None, values, cursor, None)


def _plan(dialect: Dialect, statement: Any, given: Mapping[str, Any]) -> Plan | None:
    """How a statement is run with parameters of these names, or ``None``: SQLAlchemy runs it."""
    found = None if statement._execution_options else statement._generate_cache_key()
    if found is None or found.params:
        return None
    key = (dialect.name, dialect.driver, found.key, *given)
    if key in _shapes:
        shape = _shapes[key]
    else:
        shape = _shapes[key] = _shape(_copy(statement)._compiler(dialect, cache_key=found, column_keys=[*given]), given)
    if shape is None:
        return None
    values = shape.compiled.construct_params(dict(given), extracted_parameters=found.bindparams, escape_names=False)
    fed = {name for name, _, _ in shape.fed}
    if shape.grows:
        return Plan(shape, "", {name: value for name, value in values.items() if name not in fed}, None)
    return Plan(shape, *shape.ready(values, leaving=fed))


def _copy(statement: Any) -> Any:
    """What is remembered of a shape must not hold its first statement, or that would never be let go of."""
    return statement._generate() if hasattr(statement, "_generate") else statement


def _shape(compiled: SQLCompiler, given: Mapping[str, Any]) -> Shape | None:
    """What is known of a compiled statement, or ``None`` where SQLAlchemy does more than put its values in place."""
    names = {name: bind.key for bind, name in compiled.bind_names.items()}
    lists = tuple(compiled.bind_names[each] for each in compiled.post_compile_params)
    if (
        compiled.isplaintext
        or compiled.insert_prefetch
        or compiled.update_prefetch
        or compiled.escaped_bind_names
        or compiled.literal_execute_params
        or any(bind.type._is_tuple_type for bind in compiled.post_compile_params)
        or any(bind.callable for bind in compiled.bind_names)
        or (compiled._result_columns and not compiled._ordered_columns)
    ):
        return None
    through = cast("dict[str, Any]", compiled._bind_processors)
    return Shape(
        compiled=compiled,
        fed=tuple((name, key, through.get(name)) for name, key in names.items() if key in given),
        lists=lists,
        grows=any(names[name] in given for name in lists),
        columns=() if compiled.implicit_returning else tuple(compiled._result_columns),
    )
