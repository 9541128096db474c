"""How a commune's papers are headed and signed: chosen once by an officer, offered again for the next paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import insert, select, update

from criteria.letterhead import Capacity, Issuer, Letterhead
from storage.kit.tables import letterheads, places
from storage.kit.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Kept:
    """A commune's letterhead. ``revision`` moves on with every change: so it is known whether it is still as seen."""

    letterhead: Letterhead
    revision: int


def of_commune(tx: Transaction, commune_id: int) -> Kept:
    """What was chosen last; where nothing was, the committee's with all else left open, as revision 0."""
    row = tx.connection.execute(
        select(letterheads.c.said, letterheads.c.revision).where(letterheads.c.commune_id == commune_id)
    ).one_or_none()
    return Kept(Letterhead(), 0) if row is None else Kept(_read(row.said), row.revision)


def change(tx: Transaction, commune_id: int, **fields: Any) -> None:
    """From now on these fields of the commune's letterhead are so. What is so already changes nothing."""
    tx.connection.execute(select(places.c.id).where(places.c.id == commune_id).with_for_update())  # one at a time
    before = of_commune(tx, commune_id)
    after = replace(before.letterhead, **fields)
    if after == before.letterhead:
        return
    values = {"said": asdict(after), "revision": before.revision + 1, "changed_at": tx.now}
    if before.revision:
        tx.connection.execute(update(letterheads).where(letterheads.c.commune_id == commune_id).values(values))
    else:
        tx.connection.execute(insert(letterheads), {"commune_id": commune_id, **values})
    tx.audit("letterhead.changed", f"place:{commune_id}", {"fields": sorted(fields)})


def _read(said: Mapping[str, Any]) -> Letterhead:
    return Letterhead(
        issuer=Issuer(said["issuer"]),
        superior=said["superior"],
        capacity=Capacity(said["capacity"]),
        signer=said["signer"],
        place=said["place"],
        addressees=tuple(said["addressees"]),
        copies=tuple(said["copies"]),
    )
