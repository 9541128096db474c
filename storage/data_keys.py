"""Keys with which other offices' programs read a commune's public figures; kept as fingerprints."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update

from criteria.policy import Subject
from locales.format import day_of
from storage.entry_codes import ALPHABET
from storage.kit.rows import Columns
from storage.kit.tables import data_keys as table
from storage.kit.transaction import Transaction, without_audit

LENGTH = 16  # of an alphabet of 32: 80 bits, which nobody tries one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKey:
    """A key that somebody made, without the key itself."""

    id: int
    commune_id: int
    name: str
    made_at: datetime
    used_on: date | None
    ended_at: datetime | None

    @property
    def subject(self) -> Subject:
        """This key as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id)


KEY = Columns(
    DataKey,
    id=table.c.id,
    commune_id=table.c.commune_id,
    name=table.c.name,
    made_at=table.c.made_at,
    used_on=table.c.used_on,
    ended_at=table.c.ended_at,
)
_SELECT = select(*KEY.columns)
_BY_ID = _SELECT.where(table.c.id == bindparam("id"))
_OPEN = _SELECT.where(table.c.commune_id == bindparam("commune"), table.c.ended_at.is_(None)).order_by(table.c.id)
_BY_DIGEST = _SELECT.where(table.c.digest == bindparam("digest"), table.c.ended_at.is_(None))


def new_key() -> str:
    """A fresh random key."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _digest(key: str) -> str:
    return hashlib.sha256(key.strip().upper().encode()).hexdigest()


def load(tx: Transaction, key_id: int) -> DataKey | None:
    """The key of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": key_id}).one_or_none()
    return None if row is None else KEY.read(row)


def of_commune(tx: Transaction, commune_id: int) -> tuple[DataKey, ...]:
    """The keys that work, the oldest first."""
    return tuple(map(KEY.read, tx.connection.execute(_OPEN, {"commune": commune_id})))


def make(tx: Transaction, commune_id: int, name: str, key: str, *, by: int) -> int:
    """Let this key (of :func:`new_key`) read the commune's public figures. Returns its id."""
    row = {"commune_id": commune_id, "name": name, "digest": _digest(key), "made_by": by, "made_at": tx.now}
    made: int = tx.add(insert(table), row)
    tx.audit("data_key.made", f"data_key:{made}", {"commune": commune_id, "by": by})
    return made


def end(tx: Transaction, key: DataKey, *, by: int) -> None:
    """The key opens nothing any more."""
    if key.ended_at is None:
        tx.write(update(table).where(table.c.id == key.id).values(ended_by=by, ended_at=tx.now))
        tx.audit("data_key.ended", f"data_key:{key.id}", {"by": by})


def find(tx: Transaction, key: str) -> DataKey | None:
    """The key that somebody reads with, if it works."""
    row = tx.connection.execute(_BY_DIGEST, {"digest": _digest(key)}).one_or_none()
    return None if row is None else KEY.read(row)


@without_audit("that a program read what is public anyway: the day is enough, and nobody's deed")
def used(tx: Transaction, key: DataKey) -> None:
    """Keep the last day on which somebody read with it."""
    tx.connection.execute(update(table).where(table.c.id == key.id).values(used_on=day_of(tx.now)))
