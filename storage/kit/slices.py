"""Long work in slices: some rows in a transaction, so that nobody waits for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, select, tuple_

AT_ONCE = 500  # rows of a slice


@dataclass(frozen=True, slots=True)
class Slice:
    """What one slice of a sweep did: how many rows it dropped, and the hashes of bytes that nobody needs since."""

    rows: int
    digests: tuple[str, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether there was less to do than a slice may do."""
        return self.rows < AT_ONCE


def some_of(table: Table, which: ColumnElement[bool], most: int | None = None) -> ColumnElement[bool]:
    """The rows of a table for which a condition holds, but no more than a slice of them."""
    keys = list(table.primary_key.columns)
    found = select(*keys).where(which).limit(AT_ONCE if most is None else most)
    return keys[0].in_(found) if len(keys) == 1 else tuple_(*keys).in_(found)
