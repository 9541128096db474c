"""How a database finds the rows of a statement: what reads a whole table that grows with the country.

Statements are heard as they are sent, and explained on other databases than the one that they went to: an empty or a
filled SQLite, and PostgreSQL, which is forbidden to read a table from its beginning to its end wherever it knows
another way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, Engine, Executable, TextClause, event, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors

from storage.kit.tables import metadata
from storage.kit.transaction import Transaction

# What does not grow with the people of the country, or not by more than a commune's few rows a year.
SMALL = {
    "anchors", "backups", "blottings", "clock", "credentials", "criteria_files", "cycles", "places", "learning_events",
    "entries", "alembic_version", "batches", "shown_once", "sendings", "roster_imports", "recognition_lists",
    "result_lists", "recordings", "cycle_moves", "snapshots", "snapshot_sendings",
}  # fmt: skip
GROWS = set(metadata.tables) - SMALL
# Columns of so few words that each stands in most rows of the table.
COARSE = {
    "accounts": {"channel"}, "inbox": {"channel"}, "declarations": {"title", "state"}, "audit": {"code", "redacted"},
    "outbox": {"kind"}, "people": {"on_roster"}, "activities": {"kind"},
}  # fmt: skip
FEW = 5
SCAN = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (AUTOMATIC )?.*?(?:INDEX|KEY) ?(\w+)? ?(?:\((.*)\))?)?")


@dataclass(frozen=True)
class Heard:
    """A statement that was sent: its text there, the statement itself, and its parameters."""

    sql: str
    statement: Any
    parameters: Mapping[str, Any]

    @property
    def brief(self) -> str:
        """Its text on one line."""
        return re.sub(r"\s+", " ", self.sql)


@contextmanager
def statements_heard() -> Iterator[dict[str, Heard]]:
    """The statements that go to the databases of this process while a block runs, each text once."""
    heard: dict[str, Heard] = {}

    def hear(_connection: object, _cursor: object, sql: str, _given: object, context: Any, _many: bool) -> None:
        if sql not in heard and context is not None and context.invoked_statement is not None:
            given = context.compiled_parameters[0] if context.compiled_parameters else {}
            heard[sql] = Heard(sql, context.invoked_statement, given)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


class Explained(Executable, ClauseElement):
    """A statement that is only explained."""

    inherit_cache = False
    _inline, _returning = False, ()  # as the compiler asks of what writes

    def __init__(self, statement: Any) -> None:
        self.statement = statement


@compiles(Explained, "sqlite")
def _on_sqlite(element: Explained, compiler: Any, **how: Any) -> str:
    return f"EXPLAIN QUERY PLAN {compiler.process(element.statement, **how)}"


@compiles(Explained, "postgresql")
def _on_postgresql(element: Explained, compiler: Any, **how: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **how)}"


def whole_reads(tx: Transaction, heard: Sequence[Heard]) -> dict[str, list[str]]:
    """The statements that would read a whole table that grows, with what the database says of them."""
    connection = tx.connection.execution_options()  # the connection itself: what is explained is compiled each time
    on_postgres = connection.dialect.name == "postgresql"
    if on_postgres:
        # Rows cost as if there were many more of them, so that what finds a few is preferred to what goes through all.
        for setting in ("enable_seqscan = off", "cpu_tuple_cost = 100", "cpu_index_tuple_cost = 100"):
            connection.execute(text(f"SET LOCAL {setting}"))
    partial, first = _partial(connection), _first_columns(connection) if on_postgres else {}
    found = {}
    for each in heard:
        if isinstance(each.statement, TextClause) or not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE)", each.sql):
            continue
        explained = connection.execute(Explained(_short(each.statement)), _asked_for(each))
        rows = explained.cursor.fetchall()  # as the driver gives them: they are no rows of the statement
        whole = (
            [*_of_postgres(rows[0][0][0]["Plan"], partial, first)]
            if on_postgres
            else [*_of_sqlite(each, rows, partial)]
        )
        if whole:
            found[each.brief] = whole
    return found


def _short(statement: Any) -> Any:
    """The same with a few values in the place of many: a slice has as many as a whole table of this base."""

    def shorten(bound: BindParameter[Any]) -> None:
        if bound.expanding and isinstance(bound.value, Collection):
            bound.value = list(bound.value)[:FEW]

    return visitors.cloned_traverse(statement, {}, {"bindparam": shorten})


def _asked_for(heard: Heard) -> dict[str, Any]:
    """The values of parameters that the statement itself does not hold."""
    return {
        each.key: heard.parameters.get(each.key)
        for each in visitors.iterate(heard.statement)
        if isinstance(each, BindParameter) and each.required
    }


def _partial(connection: Any) -> set[str]:
    """Indexes of some of a table's rows: to read all of one is what it is made for."""
    if connection.dialect.name == "postgresql":
        return set(connection.execute(text("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"))
                   .scalars())  # fmt: skip
    made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    return {name for name, sql in made if " WHERE " in sql}


def _of_sqlite(heard: Heard, rows: Sequence[Any], partial: set[str]) -> Iterator[str]:
    real = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", heard.sql)}
    for row in rows:
        found = SCAN.match(row[3])
        table = None if found is None else real.get(found[2], found[2])
        if found is None or table not in GROWS or found[4] in partial:
            continue
        by = set(re.findall(r"(\w+)[=<>]", found[5] or ""))
        skips = "ANY(" in (found[5] or "")  # it jumps from value to value of the first column
        if found[1] == "SCAN" or found[3] or skips or not by or by <= COARSE.get(table, set()):
            yield row[3]


def _first_columns(connection: Any) -> dict[str, str]:
    """The first column of each index: a condition on another one is looked for from its beginning to its end."""
    query = text("SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid, 1, true) FROM pg_index")
    return {name: column.strip('"') for name, column in connection.execute(query)}


def _of_postgres(plan: Mapping[str, Any], partial: set[str], first: Mapping[str, str]) -> Iterator[str]:
    kind, table, index = plan["Node Type"], plan.get("Relation Name"), plan.get("Index Name")
    by = plan.get("Index Cond", "")
    columns = set(re.findall(r"\b(\w+)\)?(?:::\w+)? (?:[=<>]+|IN|IS)", by))
    if table in GROWS and kind == "Seq Scan":
        yield f"{kind} on {table}"
    is_index = index is not None and index not in partial and (table in GROWS or kind == "Bitmap Index Scan")
    by_first = index is not None and re.search(rf"(?<!\w){re.escape(first[index])}(?!\w)", by)
    if is_index and (not by_first or (columns and columns <= COARSE.get(str(table), set()))):
        yield f"{kind} of {index} {by}"
    for below in plan.get("Plans", ()):
        yield from _of_postgres(below, partial, first)
