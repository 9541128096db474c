"""What a head or an officer announced to the people of a place, and whom such a text reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, insert, or_, select, update

from storage.kit.rows import Columns
from storage.kit.tables import accounts, announcements, people, places
from storage.kit.transaction import Transaction
from storage.people import IS_HERE

MOST = 2  # to one place within SPAN: who is written to more often turns everything off
SPAN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement; ``told`` is the number of chats it went to."""

    id: int
    place_id: int
    said: str
    told: int
    made_at: datetime


_ANNOUNCEMENT = Columns(
    Announcement,
    id=announcements.c.id,
    place_id=announcements.c.place_id,
    said=announcements.c.said,
    told=announcements.c.told,
    made_at=announcements.c.made_at,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A chat that an announcement goes to, and whose it is."""

    account_id: int
    person_id: int
    channel: str


def readers(tx: Transaction, place_id: int) -> tuple[Reader, ...]:
    """The chats of who lives or is counted in a place, or in the whole commune, and wants announcements.

    One chat a person: the one they chose, else the one used last.
    """
    here = select(places.c.id).where(or_(places.c.id == place_id, places.c.parent_id == place_id))
    ids = list(tx.connection.execute(here).scalars())
    theirs = select(people.c.id).where(people.c.place_id.in_(ids))
    counted = select(people.c.id).where(people.c.unit_id.in_(ids))
    rows = tx.connection.execute(
        select(accounts.c.id, accounts.c.person_id, accounts.c.channel)
        .join(people, people.c.id == accounts.c.person_id)
        .where(
            accounts.c.person_id.in_(theirs.union(counted)), ~accounts.c.blocked, ~people.c.no_announcements, IS_HERE
        )
        .order_by(accounts.c.person_id, case((accounts.c.preferred, 0), else_=1), accounts.c.seen_at.desc())
    )
    found: dict[int, Reader] = {}
    for row in rows:
        found.setdefault(row.person_id, Reader(row.id, row.person_id, row.channel))
    return tuple(found.values())


def by_channel(found: Sequence[Reader]) -> Mapping[str, int]:
    """How many messages that is on each channel."""
    channels = sorted({each.channel for each in found})
    return {channel: sum(each.channel == channel for each in found) for channel in channels}


def lock(tx: Transaction, place_id: int) -> None:
    """Two who announce to one place at once do it one after the other: the second sees how often that was."""
    tx.connection.execute(select(places.c.id).where(places.c.id == place_id).with_for_update(key_share=True)).one()


def may_be_made_at(tx: Transaction, place_id: int) -> datetime | None:
    """When the next announcement to a place may be made; ``None`` for now."""
    made = tx.connection.execute(
        select(announcements.c.made_at)
        .where(announcements.c.place_id == place_id, announcements.c.made_at > tx.now - SPAN)
        .order_by(announcements.c.made_at.desc())
        .limit(MOST)
    ).scalars()
    latest: list[datetime] = list(made)
    return latest[-1] + SPAN if len(latest) >= MOST else None


def make(tx: Transaction, place_id: int, said: str, *, told: int, by: int) -> int:
    """Write down what was announced; returns its id."""
    row = {"place_id": place_id, "said": said, "told": told, "made_by": by, "made_at": tx.now}
    key = tx.add(insert(announcements), row)
    tx.audit("announcement.made", f"announcement:{key}", {"place": place_id, "told": told})
    return int(key)


def of_place(tx: Transaction, place_id: int, *, most: int) -> tuple[Announcement, ...]:
    """What was announced to a place, the latest first."""
    rows = tx.connection.execute(
        select(*_ANNOUNCEMENT.columns)
        .where(announcements.c.place_id == place_id)
        .order_by(announcements.c.made_at.desc(), announcements.c.id.desc())
        .limit(most)
    )
    return tuple(_ANNOUNCEMENT.read(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Made:
    """How many announcements were made in a commune's year, and how many messages that was."""

    announcements: int
    told: int


def of_year(tx: Transaction, commune_id: int, since: datetime, until: datetime) -> Made:
    """What was announced in a commune and its villages from one moment until before another."""
    here = select(places.c.id).where(or_(places.c.id == commune_id, places.c.parent_id == commune_id))
    row = tx.connection.execute(
        select(func.count().label("n"), func.coalesce(func.sum(announcements.c.told), 0).label("told")).where(
            announcements.c.place_id.in_(list(tx.connection.execute(here).scalars())),
            announcements.c.made_at >= since,
            announcements.c.made_at < until,
        )
    ).one()
    return Made(row.n, int(row.told))


def want(tx: Transaction, person_id: int, *, wanted: bool) -> None:
    """Whether this person wants to hear what is announced."""
    tx.connection.execute(update(people).where(people.c.id == person_id).values(no_announcements=not wanted))
    tx.audit("person.announcements", f"person:{person_id}", {"wanted": wanted})


def are_wanted(tx: Transaction, person_id: int) -> bool:
    """Whether they do."""
    return not tx.connection.execute(select(people.c.no_announcements).where(people.c.id == person_id)).scalar_one()
