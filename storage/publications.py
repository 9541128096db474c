"""Which figures of a year everybody may see: an officer shows a snapshot, and takes it back.

What is shown never changes under a reader's eyes: a snapshot is immutable, and a newer one shown takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage import snapshots
from storage.kit.rows import Columns
from storage.kit.tables import cycles, places
from storage.kit.tables import publications as table
from storage.kit.tables import snapshots as snapshot_rows
from storage.kit.transaction import Transaction
from storage.snapshots import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """That a snapshot is shown to everybody, since when."""

    id: int
    snapshot_id: int
    cycle_id: int
    commune_id: int
    year: int
    published_at: datetime


PUBLICATION = Columns(
    Publication,
    id=table.c.id,
    snapshot_id=table.c.snapshot_id,
    cycle_id=snapshot_rows.c.cycle_id,
    commune_id=cycles.c.commune_id,
    year=cycles.c.year,
    published_at=table.c.published_at,
)
_SHOWN = (
    select(*PUBLICATION.columns)
    .join(snapshot_rows, snapshot_rows.c.id == table.c.snapshot_id)
    .join(cycles, cycles.c.id == snapshot_rows.c.cycle_id)
    .where(table.c.ended_at.is_(None))
)
_OF_COMMUNE = _SHOWN.where(cycles.c.commune_id == bindparam("commune")).order_by(cycles.c.year.desc(), table.c.id)
_OF_CYCLE = _SHOWN.where(snapshot_rows.c.cycle_id == bindparam("cycle"))
_COMMUNES = (
    select(places.c.code)
    .where(
        places.c.id.in_(
            select(cycles.c.commune_id)
            .join(snapshot_rows, snapshot_rows.c.cycle_id == cycles.c.id)
            .join(table, table.c.snapshot_id == snapshot_rows.c.id)
            .where(table.c.ended_at.is_(None))
        )
    )
    .order_by(places.c.code)
)


def of_commune(tx: Transaction, commune_id: int) -> tuple[Publication, ...]:
    """What a commune shows, the newest year first; one a year."""
    return tuple(map(PUBLICATION.read, tx.connection.execute(_OF_COMMUNE, {"commune": commune_id})))


def of_cycle(tx: Transaction, cycle_id: int) -> Publication | None:
    """What is shown of a year."""
    row = tx.connection.execute(_OF_CYCLE, {"cycle": cycle_id}).one_or_none()
    return None if row is None else PUBLICATION.read(row)


def commune_codes(tx: Transaction) -> tuple[str, ...]:
    """The official codes of the communes that show anything."""
    return tuple(tx.connection.execute(_COMMUNES).scalars())


def publish(tx: Transaction, snapshot: Snapshot, *, by: int) -> Publication:
    """Show these figures to everybody from now on, in place of what was shown of the year. Twice is once."""
    shown = of_cycle(tx, snapshot.cycle_id)
    if shown is not None and shown.snapshot_id == snapshot.id:
        return shown
    if shown is not None:
        _end(tx, shown, by=by)
    key = tx.add(insert(table), {"snapshot_id": snapshot.id, "published_by": by, "published_at": tx.now})
    tx.audit("figures.published", f"snapshot:{snapshot.id}", {"publication": key, "by": by})
    made = of_cycle(tx, snapshot.cycle_id)
    if made is None:
        raise LookupError(f"publication {key}")
    return made


def take_back(tx: Transaction, cycle_id: int, *, by: int) -> bool:
    """Show nothing more of the year. False where nothing was shown."""
    shown = of_cycle(tx, cycle_id)
    if shown is not None:
        _end(tx, shown, by=by)
    return shown is not None


def _end(tx: Transaction, shown: Publication, *, by: int) -> None:
    tx.write(update(table).where(table.c.id == shown.id).values(ended_by=by, ended_at=tx.now))
    tx.audit("figures.taken_back", f"snapshot:{shown.snapshot_id}", {"publication": shown.id, "by": by})


def figures(tx: Transaction, shown: Publication) -> Snapshot:
    """The figures that are shown."""
    return snapshots.get(tx, shown.snapshot_id)
