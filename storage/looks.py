"""Who looked: another person's card, picture, a list or a file with their name, once a day for each who looks at whom.

Written by who hands the screen or the file over, never by a route. It is a record for the person it is about, who may
ask for it; oneself and one's own household are no looking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Insert, bindparam, case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from criteria.policy import Actor, Role
from locales.format import day_of
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import looks, people
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import Looked

AT_ONCE = 500  # people in one statement: a screen names a dozen, an export thousands
ROLES = (Role.OFFICER, Role.HEAD, Role.HELPER)  # of who holds several, the one that sees most


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a person on a day. ``role``: in which; ``None``: in no office."""

    day: date
    by_id: int
    name: str
    role: Role | None
    what: Looked


LOOK = Columns(
    Look,
    day=looks.c.day,
    by_id=looks.c.by_id,
    name=people.c.full_name,
    role=looks.c.role,
    what=looks.c.what,
)


@without_audit("a statement, made once")
def _insert(dialect: str) -> Insert:
    """Those of the people that are neither who looks nor of their household, and were not looked at so that day."""
    seen = select(
        people.c.id,
        bindparam("day", type_=looks.c.day.type),
        bindparam("me", type_=looks.c.by_id.type),
        case((people.c.id.in_(bindparam("about", expanding=True)), bindparam("what", type_=looks.c.what.type)),
             else_=bindparam("named", type_=looks.c.what.type)),
        bindparam("role", type_=looks.c.role.type),
    ).where(
        people.c.id.in_(bindparam("everybody", expanding=True)),
        people.c.id != bindparam("me"),
        or_(people.c.household_id.is_(None), people.c.household_id != bindparam("home")),
    )  # fmt: skip
    columns = ["person_id", "day", "by_id", "what", "role"]
    if dialect == "sqlite":
        return sqlite.insert(looks).from_select(columns, seen).on_conflict_do_nothing()
    return postgresql.insert(looks).from_select(columns, seen.order_by(people.c.id)).on_conflict_do_nothing()


_INSERTS = {dialect: _insert(dialect) for dialect in ("sqlite", "postgresql")}
_OF_PERSON = (
    select(*LOOK.columns)
    .join_from(looks, people, people.c.id == looks.c.by_id)
    .where(looks.c.person_id == bindparam("person"))
    .order_by(looks.c.day.desc(), looks.c.by_id, looks.c.what)
)


@without_audit("it is a record of its own, for whom it is about")
def record(tx: Transaction, actor: Actor, about: Collection[int], *, what: Looked, names: Collection[int] = ()) -> None:
    """Somebody sees these people; at most one statement for each :data:`AT_ONCE`, which writes what is new that day.

    Args:
        tx: the transaction.
        actor: who looks; whoever has not joined is nobody.
        about: ids of those whose card, picture or file it is.
        what: which of these.
        names: ids of others that are named beside.
    """
    me = actor.person_id
    if me is None:
        return
    everybody = sorted({*about, *names} - {me})
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        tx.connection.execute(
            _INSERTS[tx.connection.dialect.name],
            {
                "day": day_of(tx.now),
                "me": me,
                "home": actor.household_id or 0,
                "about": [key for key in some if key in about],
                "everybody": some,
                "what": what,
                "named": Looked.LIST,
                "role": role_of(actor),
            },
        )


def role_of(actor: Actor) -> Role | None:
    """In which role somebody looks."""
    return next((role for role in ROLES if actor.places(role)), None)


def of_person(tx: Transaction, person_id: int) -> tuple[Look, ...]:
    """Who looked at a person, the latest day first."""
    return tuple(map(LOOK.read, tx.connection.execute(_OF_PERSON, {"person": person_id})))


def by_day(found: Collection[Look]) -> Iterator[tuple[Look, tuple[Looked, ...]]]:
    """The same, a line for each who looked on a day, with all that they looked at."""
    for _, some in groupby(found, key=lambda each: (each.day, each.by_id)):
        of_one = list(some)
        yield of_one[0], tuple(each.what for each in of_one)


def people_seen(tx: Transaction, by_id: int, since: date) -> dict[int, date]:
    """Whom somebody has looked at since that day, and when last."""
    rows = tx.connection.execute(
        select(looks.c.person_id, looks.c.day).where(looks.c.by_id == by_id, looks.c.day >= since).order_by(looks.c.day)
    )
    return {row.person_id: row.day for row in rows}


@without_audit("its time is over")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what is older than that."""
    return Slice(tx.connection.execute(delete(looks).where(some_of(looks, looks.c.day < day_of(before)))).rowcount)
