"""Rows that are locked until the commit, with all that is joined to them as of the lock.

On PostgreSQL a ``SELECT … FOR UPDATE`` that waited for a row gives its newest version, but beside it what was joined to
the version before the wait: a chat that has just become somebody's would be nobody's, and be written back as such; a
row that now belongs to another person is not there at all. So the rows say whether they were changed meanwhile, and are
read once more if they were, or if one is missing. Nobody else can change them then. (Who waited for somebody that
only locked the row, and changed what is joined to it, still reads that as of before.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, literal_column

from storage.kit.rows import AnyRow
from storage.kit.transaction import Transaction


class Locking:
    """A SELECT over ``table`` and what is joined to it, as it locks that table's rows."""

    def __init__(self, plain: Select[Any], table: Table) -> None:
        self._plain = plain
        before = table.alias("before")
        self._statements = {
            "sqlite": plain.with_for_update(of=table),  # which knows one writer, and nobody who waits
            "postgresql": plain.add_columns(literal_column(f"before.ctid <> {table.name}.ctid").label("waited"))
            .join(before, before.c.id == table.c.id)
            .with_for_update(of=table),
        }

    def rows(self, tx: Transaction, given: Mapping[str, Any] | None = None, *, expected: int = 1) -> Sequence[AnyRow]:
        """The rows, locked; at least so many are expected, where they are there."""
        dialect = tx.connection.dialect.name
        found = tx.connection.execute(self._statements[dialect], given).all()
        if dialect == "postgresql" and (len(found) < expected or any(row.waited for row in found)):
            return tx.connection.execute(self._plain, given).all()
        return found
