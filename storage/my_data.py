"""All that is kept of a person, row by row, as data: what "my data" takes along.

Which tables, whose rows, what is told and who is named stand in the tables (:class:`storage.kit.personal.Personal`), so
a new table that says "my data" is in the file by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, false, or_, select, text

from locales.format import in_vietnam
from storage import blotting, places
from storage import people as people_records
from storage.kit.personal import SHOWN, Personal, said_of
from storage.kit.tables import accounts, cycles, metadata, people
from storage.kit.transaction import Transaction

WEB = "web"  # the channel whose chat id is the key of a session: whoever has it is in
Row = dict[str, Any]


def tables() -> tuple[Table, ...]:
    """The tables that say "my data", in the order in which the file has them."""
    found = {table.name: said_of(table) for table in metadata.sorted_tables}
    return tuple(
        metadata.tables[name] for name, said in found.items() if isinstance(said, Personal) and said.shown == SHOWN
    )


def told(table: Table) -> Mapping[str, Column[Any]]:
    """The columns of a table that are told, by the key under which the file has them."""
    said = said_of(table)
    if not isinstance(said, Personal):
        raise TypeError(f"{table.name} holds nothing of people")
    return {_key(column): column for column in table.columns if column.name not in said.untold}


def _key(column: Column[Any]) -> str:
    """What is told in words loses the "_id" of its column; a cycle is told by its year."""
    target = _leads_to(column)
    if target == "cycles":
        return "year"
    return column.name.removesuffix("_id") if target in {"people", "accounts", "places"} else column.name


def _leads_to(column: Column[Any]) -> str | None:
    return next((each.column.table.name for each in column.foreign_keys), None)


def of_person(tx: Transaction, person_id: int) -> dict[str, list[Row]]:
    """What is kept of a person, by table: times in Viet Nam's, other people by name where they may be named."""
    own = tx.connection.execute(select(accounts.c.id).where(accounts.c.person_id == person_id)).scalars().all()
    teller = _Teller(tx, person_id)
    found: dict[str, list[Row]] = {}
    for table in tables():
        rows: list[Row] = [dict(row) for row in tx.connection.execute(_theirs(table, person_id, own)).mappings()]
        if table.name in {"outbox", "visits"}:  # what they were told of who is being forgotten just now
            rows = blotting.masked(tx, rows)
        found[table.name] = [teller.row(table, row) for row in rows]
    return found


def _theirs(table: Table, person_id: int, own: Collection[int]) -> Select[Any]:
    """The rows of a table that are about the person, the oldest first."""
    rows = select(table).where(_about(table, person_id, own))
    return rows.order_by(*table.primary_key.columns)


def _about(table: Table, person_id: int, own: Collection[int]) -> ColumnElement[bool]:
    said = said_of(table)
    if not isinstance(said, Personal):
        return false()
    either = [_is_theirs(table.c[name], person_id, own) for name in said.about]
    return or_(*either) & text(said.only) if said.only else or_(*either)


def _is_theirs(column: Column[Any], person_id: int, own: Collection[int]) -> ColumnElement[bool]:
    target = _leads_to(column) or column.table.name
    if target == people.name:
        return column == person_id
    if target == accounts.name:
        return column.in_(own)
    other = metadata.tables[target]
    return column.in_(select(other.c.id).where(_about(other, person_id, own)))


class _Teller:
    """Writes rows as data; names, places and years are looked up once."""

    def __init__(self, tx: Transaction, person_id: int) -> None:
        self._tx = tx
        self._person_id = person_id
        self._known: dict[tuple[str, int], Any] = {}

    def row(self, table: Table, values: Mapping[str, Any]) -> Row:
        """A row, by the keys of :func:`told`."""
        made = {key: self._told(column, values[column.name]) for key, column in told(table).items()}
        if table is accounts and values["channel"] == WEB:
            made["chat"] = None
        return made

    def _told(self, column: Column[Any], value: Any) -> Any:
        target = None if value is None else _leads_to(column)
        if target is not None:
            if (target, value) not in self._known:
                self._known[target, value] = self._looked_up(target, value)
            known = self._known[target, value]
            said = said_of(column.table)
            is_named = isinstance(said, Personal) and column.name in said.names
            if target == accounts.name:
                return known if is_named else {**known, "name": None}
            return known if target != people.name or is_named or value == self._person_id else None
        match value:
            case datetime():
                return in_vietnam(value).isoformat(timespec="seconds")
            case date():
                return value.isoformat()
            case Enum():
                return value.value
            case _:
                return value

    def _looked_up(self, target: str, key: int) -> Any:
        match target:
            case "people":
                person = people_records.load(self._tx, key)
                return None if person is None else person.full_name or None
            case "places":
                return places.get(self._tx, key).full_name
            case "cycles":
                return self._tx.connection.execute(select(cycles.c.year).where(cycles.c.id == key)).scalar_one()
            case "accounts":
                return self._account(key)
            case _:
                return key

    def _account(self, key: int) -> Row:
        """A chat by its channel and whose it is: who spoke from it is known."""
        row = self._tx.connection.execute(
            select(accounts.c.channel, people.c.full_name)
            .outerjoin_from(accounts, people, people.c.id == accounts.c.person_id)
            .where(accounts.c.id == key)
        ).one()
        return {"channel": row.channel, "name": row.full_name or None}
