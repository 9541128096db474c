"""How a commune's papers are headed and signed: chosen once by an officer, offered again for the next paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Row, insert, select, update

from criteria.letterhead import Capacity, Issuer, Letterhead
from storage.kit.tables import letterheads, places
from storage.kit.transaction import Transaction

PAPERS = "papers"  # under which the kinds of paper lie that are headed in their own way


@dataclass(frozen=True, slots=True)
class Kept:
    """A commune's letterhead. ``revision`` moves on with every change: so it is known whether it is still as seen."""

    letterhead: Letterhead
    revision: int


def of_commune(tx: Transaction, commune_id: int, paper: str = "") -> Kept:
    """What was chosen last; where nothing was, the committee's with all else left open, as revision 0.

    ``paper``: of a kind of paper that is headed and signed in its own way. Until that is chosen it is as the others,
    but goes to nobody.
    """
    row = _row(tx, commune_id)
    if row is None:
        return Kept(Letterhead(), 0)
    if not paper:
        return Kept(_read(row.said), row.revision)
    own = row.said.get(PAPERS, {}).get(paper)
    as_others = replace(_read(row.said), addressees=(), copies=())
    return Kept(as_others if own is None else _read(own), row.revision)


def own_of(tx: Transaction, commune_id: int, paper: str) -> Letterhead | None:
    """How one kind of paper is headed, where that was chosen for itself."""
    row = _row(tx, commune_id)
    own = None if row is None else row.said.get(PAPERS, {}).get(paper)
    return None if own is None else _read(own)


def change(tx: Transaction, commune_id: int, **fields: Any) -> None:
    """From now on these fields of the commune's letterhead are so. What is so already changes nothing."""
    change_of(tx, commune_id, "", fields)


def change_of(tx: Transaction, commune_id: int, paper: str, fields: Mapping[str, Any]) -> None:
    """The same of one kind of paper, which is headed in its own way from then on."""
    tx.connection.execute(select(places.c.id).where(places.c.id == commune_id).with_for_update())  # one at a time
    before = of_commune(tx, commune_id, paper)
    after = asdict(replace(before.letterhead, **fields))
    if after == asdict(before.letterhead):
        return
    row = _row(tx, commune_id)
    said = asdict(Letterhead()) if row is None else dict(row.said)
    papers = said.pop(PAPERS, {})
    whole = {**said, PAPERS: {**papers, paper: after}} if paper else {**after, PAPERS: papers}
    values = {"said": whole, "revision": before.revision + 1, "changed_at": tx.now}
    if row is not None:
        tx.connection.execute(update(letterheads).where(letterheads.c.commune_id == commune_id).values(values))
    else:
        tx.connection.execute(insert(letterheads), {"commune_id": commune_id, **values})
    tx.audit(
        "letterhead.changed", f"place:{commune_id}", {"fields": sorted(fields), **({"of": paper} if paper else {})}
    )


def _row(tx: Transaction, commune_id: int) -> Row[Any, Any] | None:
    query = select(letterheads.c.said, letterheads.c.revision).where(letterheads.c.commune_id == commune_id)
    return tx.connection.execute(query).one_or_none()


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
