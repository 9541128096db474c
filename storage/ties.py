"""Who may not decide on whom, whatever they are to each other now: a record that only grows.

The policy rests on who lives with whom and who speaks for whom, and those can be changed by the very people whom it
restrains. So each act that makes somebody a party is kept: whoever let a person in, spoke for them, typed their sheet
or sent a picture for them, or shared a household with them, leaves the decision to somebody else (RULINGS, Trust).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, func, literal, or_, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from criteria.policy import Tie
from storage.kit.tables import decisions, declarations, people, ties
from storage.kit.transaction import Transaction, without_audit


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody is a party to a person's declarations. ``is_other``: the other one did it for the person asked about."""

    name: str
    kind: Tie
    is_other: bool
    at: datetime


LASTS = timedelta(days=2 * 366)  # the year that is decided on and the one before; who let somebody in stays it for good

_STRONGEST = (Tie.LET_IN, Tie.AGREED, Tie.SPOKE, Tie.PICTURED, Tie.HOUSEHOLD)
_OF = select(ties.c.person_id, ties.c.kind).where(
    ties.c.by_id == bindparam("me"), or_(ties.c.kind == Tie.LET_IN, ties.c.at >= bindparam("since"))
)
_COLUMNS = ("person_id", "by_id", "kind", "at")


@without_audit("whoever calls it audits the act that makes the tie")
def _insert(tx: Transaction) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(ties) if tx.connection.dialect.name == "sqlite" else postgresql.insert(ties)


def of_decider(tx: Transaction, person_id: int) -> Mapping[int, Tie]:
    """Whom this person does not decide on, by id, each with the weightiest reason."""
    found: dict[int, Tie] = {}
    rows = tx.connection.execute(_OF, {"me": person_id, "since": tx.now - LASTS}).all()
    for kind in reversed(_STRONGEST):
        found |= {row.person_id: kind for row in rows if row.kind == kind}
    return found


@without_audit("whoever calls it audits the act that makes the tie")
def tie(tx: Transaction, person_id: int, by_id: int | None, kind: Tie) -> None:
    """From now on ``by_id`` does not decide on ``person_id``; oneself and nobody need no tie."""
    if by_id is None or by_id == person_id:
        return
    made = _insert(tx).values(person_id=person_id, by_id=by_id, kind=kind, at=tx.now)
    tx.connection.execute(made.on_conflict_do_update(index_elements=_COLUMNS[:3], set_={"at": tx.now}))


@without_audit("whoever calls it audits who came into the household, or left it")
def shared(tx: Transaction, person_id: int, household_id: int) -> None:
    """A person comes into a household or leaves it: neither they nor who lives there decide on each other."""
    others = people.c.household_id == household_id, people.c.id != person_id
    kind, now = literal(Tie.HOUSEHOLD.value), literal(tx.now, ties.c.at.type)
    both = union_all(
        select(literal(person_id), people.c.id, kind, now).where(*others),
        select(people.c.id, literal(person_id), kind, now).where(*others),
    ).subquery()
    made = _insert(tx).from_select(_COLUMNS, select(both).where(literal(1) == 1))
    tx.connection.execute(made.on_conflict_do_update(index_elements=_COLUMNS[:3], set_={"at": tx.now}))


def agreed(tx: Transaction, household_id: int, by_id: int) -> None:
    """``by_id`` let somebody into a household none of whom could: what comes from it now is not theirs to decide on."""
    theirs = select(people.c.id).where(people.c.household_id == household_id)
    for person_id in tx.connection.execute(theirs.order_by(people.c.id)).scalars().all():
        tie(tx, person_id, by_id, Tie.AGREED)


def of_person(tx: Transaction, person_id: int) -> tuple[Party, ...]:
    """To whose declarations somebody is a party, and who to theirs; with the names: they know each other."""
    them = people.alias("them")
    other = case((ties.c.person_id == person_id, ties.c.by_id), else_=ties.c.person_id)
    rows = tx.connection.execute(
        select(them.c.full_name, ties.c.kind, ties.c.by_id, ties.c.at)
        .join_from(ties, them, them.c.id == other)
        .where(or_(ties.c.person_id == person_id, ties.c.by_id == person_id))
        .order_by(ties.c.at, ties.c.kind, ties.c.by_id)
    )
    return tuple(Party(row.full_name, row.kind, row.by_id != person_id, row.at) for row in rows)


def decided_on(tx: Transaction, person_id: int) -> int:
    """How many decisions somebody has made on people after becoming a party to them: none since the policy asks it."""
    query = (
        select(func.count(func.distinct(decisions.c.id)).label("n"))
        .join(declarations, declarations.c.id == decisions.c.declaration_id)
        .join(ties, ties.c.person_id == declarations.c.person_id)
        .where(decisions.c.decided_by == person_id, ties.c.by_id == person_id, ties.c.at <= decisions.c.at)
    )
    return int(tx.connection.execute(query).scalar_one())


def counts(tx: Transaction, person_id: int) -> Mapping[Tie, int]:
    """How many people somebody let in, spoke for, sent pictures for, or shared a household with, for the officer."""
    query = select(ties.c.kind, func.count().label("n")).where(ties.c.by_id == person_id).group_by(ties.c.kind)
    return {row.kind: row.n for row in tx.connection.execute(query)}
