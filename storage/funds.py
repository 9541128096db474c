"""Scholarship funds: one line for each fund and year. A correction is a new line; the last holds, the others stay.

The treasurer keeps the real book. Here stands what the year began with, what came in and went out, what was left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select

from storage.cycles import Cycle
from storage.kit.rows import Columns
from storage.kit.tables import clans, funds, people
from storage.kit.transaction import Transaction
from storage.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a fund did in a year, in đồng; ``grants``: how many were given (suất)."""

    opening: int
    received: int
    spent: int
    closing: int
    grants: int

    @property
    def fits(self) -> bool:
        """Whether what is left is what there was, and what came in, without what went out."""
        return self.closing == self.opening + self.received - self.spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """What was entered of a fund once. ``clan_id``: a clan's, in the village ``place_id``; else the place's own."""

    id: int
    place_id: int
    clan_id: int | None
    clan: str | None
    opening: int
    received: int
    spent: int
    closing: int
    grants: int
    source: str
    stated_on: date
    full_name: str
    at: datetime


FUND = Columns(
    Fund,
    id=funds.c.id,
    place_id=funds.c.place_id,
    clan_id=funds.c.clan_id,
    clan=clans.c.name,
    opening=funds.c.opening,
    received=funds.c.received,
    spent=funds.c.spent,
    closing=funds.c.closing,
    grants=funds.c.grants,
    source=funds.c.source,
    stated_on=funds.c.stated_on,
    full_name=people.c.full_name,
    at=funds.c.at,
)
_SELECT = (
    select(*FUND.columns)
    .join(people, people.c.id == funds.c.entered_by)
    .outerjoin(clans, clans.c.id == funds.c.clan_id)
)


def state(
    tx: Transaction,
    cycle: Cycle,
    place: Place,
    sums: Sums,
    *,
    clan_id: int | None,
    source: str,
    stated_on: date,
    by: int,
) -> None:
    """This is the fund's line of the year from now on; what was entered before stays in its history.

    Raises:
        ValueError: the four sums do not fit together.
    """
    if not sums.fits:
        raise ValueError("what is left is not what there was, and came in, without what went out")
    values: dict[str, Any] = {
        "opening": sums.opening,
        "received": sums.received,
        "spent": sums.spent,
        "closing": sums.closing,
        "grants": sums.grants,
    }
    of = {"cycle_id": cycle.id, "place_id": place.id, "clan_id": clan_id}
    key = tx.connection.execute(
        insert(funds).returning(funds.c.id),
        {**of, **values, "source": source, "stated_on": stated_on, "entered_by": by, "at": tx.now},
    ).scalar_one()
    about = {"cycle": cycle.id, "place": place.id, "clan": clan_id, "by": by}
    tx.audit("fund.stated", f"fund:{key}", {**about, **values, "day": stated_on.isoformat()})


def of_cycle(tx: Transaction, cycle_id: int) -> tuple[Fund, ...]:
    """What holds of each fund in a year: by place in the order they were made, its own before its clans'."""
    last = select(func.max(funds.c.id)).where(funds.c.cycle_id == cycle_id).group_by(funds.c.place_id, funds.c.clan_id)
    found = [FUND.read(row) for row in tx.connection.execute(_SELECT.where(funds.c.id.in_(last)))]
    return tuple(sorted(found, key=lambda each: (each.place_id, each.clan_id or 0)))


def history(tx: Transaction, cycle_id: int, place_id: int, clan_id: int | None) -> tuple[Fund, ...]:
    """All that was entered of one fund in a year, the last first."""
    query = _SELECT.where(funds.c.cycle_id == cycle_id, funds.c.place_id == place_id, _of(clan_id))
    return tuple(FUND.read(row) for row in tx.connection.execute(query.order_by(funds.c.id.desc())))


def clans_of(tx: Transaction, place_id: int) -> Mapping[int, str]:
    """The clans of a village, each with its name."""
    query = select(clans.c.id, clans.c.name).where(clans.c.place_id == place_id).order_by(clans.c.id)
    return {row.id: row.name for row in tx.connection.execute(query)}


def _of(clan_id: int | None) -> ColumnElement[bool]:
    return funds.c.clan_id.is_(None) if clan_id is None else funds.c.clan_id == clan_id
