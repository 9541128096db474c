"""The evening's notice to who decides: when each wants it, who is due, and what they have been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, literal, literal_column, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import State
from criteria.policy import Role
from storage.kit.role_is_held import IS_OPEN
from storage.kit.tables import cycles, declarations, digests
from storage.kit.tables import grants as grants_table
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import CycleState

USUAL = 19 * 60 + 30  # minutes of the day, in Viet Nam's time, where nobody has chosen
MOST = 50  # persons seen to in one transaction: turns need not wait long for it


@dataclass(frozen=True, slots=True)
class Settings:
    """When a person wants the evening's notice: the minute of the day in Viet Nam's time, ``None`` for never."""

    minute: int | None


_SETTINGS = select(digests.c.minute).where(digests.c.person_id == bindparam("person"))
_DECIDE = and_(grants_table.c.role.in_([Role.HEAD, Role.OFFICER]), IS_OPEN)
_HEAR = and_(grants_table.c.role.in_([Role.HEAD, Role.OFFICER, Role.REPORTER]), IS_OPEN)
_DUE = (
    select(grants_table.c.person_id)
    .select_from(grants_table)
    .outerjoin(digests, digests.c.person_id == grants_table.c.person_id)
    .where(
        _HEAR,
        or_(
            digests.c.person_id.is_(None) & literal(USUAL).between(bindparam("since"), bindparam("minute")),
            digests.c.minute.between(bindparam("since"), bindparam("minute")),
        ),
        or_(digests.c.sent_on.is_(None), digests.c.sent_on < bindparam("today")),
    )
    .distinct()
    .order_by(grants_table.c.person_id)
    .limit(MOST)
)
_LATE = (
    select(grants_table.c.person_id, func.max(declarations.c.submitted_at).label("latest"))
    .select_from(declarations)
    .join(cycles, and_(cycles.c.id == declarations.c.cycle_id, cycles.c.state == CycleState.OPEN))
    .join(
        grants_table,
        or_(grants_table.c.place_id == declarations.c.place_id, grants_table.c.place_id == cycles.c.commune_id),
    )
    .outerjoin(digests, digests.c.person_id == grants_table.c.person_id)
    .where(
        declarations.c.state == literal_column(f"'{State.SUBMITTED.value}'"),  # as the index of who waits says it
        declarations.c.submitted_at <= bindparam("late"),
        or_(digests.c.urged_to.is_(None), declarations.c.submitted_at > digests.c.urged_to),
        _DECIDE,
    )
    .group_by(grants_table.c.person_id)
    .order_by(grants_table.c.person_id)
    .limit(MOST)
)


@without_audit("who was written to stands in the outbox")
def _insert(tx: Transaction) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if tx.connection.dialect.name == "sqlite" else postgresql.insert
    return make(digests)


def settings(tx: Transaction, person_id: int) -> Settings:
    """When this person wants the evening's notice."""
    row = tx.connection.execute(_SETTINGS, {"person": person_id}).one_or_none()
    return Settings(USUAL if row is None else row.minute)


def is_known(tx: Transaction, person_id: int) -> bool:
    """Whether anything is kept of this person's evenings."""
    return tx.connection.execute(_SETTINGS, {"person": person_id}).first() is not None


def choose(tx: Transaction, person_id: int, minute: int | None) -> None:
    """From now on the evening's notice goes out at this minute of the day, or not at all."""
    statement = _insert(tx)
    tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["person_id"], set_={"minute": statement.excluded.minute}),
        {"person_id": person_id, "minute": minute},
    )
    tx.audit("digest.chosen", f"person:{person_id}", {"minute": minute})


def due(tx: Transaction, *, today: date, minute: int, since: int = 0) -> tuple[int, ...]:
    """Persons who wanted it between these minutes of the day and have not been seen to today; some at a time."""
    about = {"now": tx.now, "today": today, "minute": minute, "since": since}
    return tuple(tx.connection.execute(_DUE, about).scalars())


@without_audit("who was written to stands in the outbox")
def claim(tx: Transaction, person_id: int, today: date) -> bool:
    """See to this person's evening: true for one worker alone, once a day."""
    statement = _insert(tx)
    claimed = statement.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"sent_on": today},
        where=or_(digests.c.sent_on.is_(None), digests.c.sent_on < today),
    ).returning(digests.c.person_id)
    values = {"person_id": person_id, "minute": USUAL, "sent_on": today}
    return tx.connection.execute(claimed, values).one_or_none() is not None


def late(tx: Transaction, before: datetime) -> tuple[tuple[int, datetime], ...]:
    """Persons in whose places something sent before that moment still waits that they have not been told of at once.

    With each, when the latest of it was sent; some at a time.
    """
    rows = tx.connection.execute(_LATE, {"now": tx.now, "late": before})
    return tuple((row.person_id, row.latest) for row in rows)


@without_audit("who was written to stands in the outbox")
def claim_late(tx: Transaction, person_id: int, sent: datetime) -> bool:
    """Tell this person at once of what was sent up to that moment: true for one worker alone, once."""
    statement = _insert(tx)
    claimed = statement.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"urged_to": sent},
        where=or_(digests.c.urged_to.is_(None), digests.c.urged_to < sent),
    ).returning(digests.c.person_id)
    values = {"person_id": person_id, "minute": USUAL, "urged_to": sent}
    return tx.connection.execute(claimed, values).one_or_none() is not None


@without_audit("who was written to stands in the outbox")
def claim_registration(tx: Transaction, person_id: int, year: int) -> bool:
    """Tell this person that one can register for a year's titles: true for one worker alone, once a year."""
    statement = _insert(tx)
    claimed = statement.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"told_to_register": year},
        where=or_(digests.c.told_to_register.is_(None), digests.c.told_to_register < year),
    ).returning(digests.c.person_id)
    values = {"person_id": person_id, "minute": USUAL, "told_to_register": year}
    return tx.connection.execute(claimed, values).one_or_none() is not None
