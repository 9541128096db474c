"""The people of a village or unit, each with how far they are with this year's declaration: one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, literal, or_, select, update

from criteria.declaration import State
from criteria.model import CITIZEN
from criteria.reminding import BETWEEN, Bar, Standing, bar
from storage import outbox, past_figures
from storage.cycles import Cycle
from storage.kit.rows import Columns, through
from storage.kit.tables import accounts, declarations, households, people, proxies, registrations
from storage.kit.transaction import Transaction
from storage.past_figures import ROSTER
from storage.people import IS_HERE, is_assessed_at, is_of_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Villager:
    """Somebody who should declare here.

    Attributes:
        household: the code of their household on the roster; empty without one.
        by_chat: a notice reaches them, on their own phone or through who speaks for them.
        has_chat: they have a chat of their own, so they declare themselves.
        reminded_at: when they were last asked to declare.
    """

    person_id: int
    full_name: str
    birth_year: int
    household_id: int | None
    household: str
    on_roster: bool
    standing: Standing
    declaration_id: int | None
    by_chat: bool
    has_chat: bool
    reminded_at: datetime | None
    no_reminders: bool

    def bar(self, now: datetime) -> Bar | None:
        """What stands against reminding them now."""
        return bar(
            self.standing,
            reminded_at=self.reminded_at,
            unwanted=self.no_reminders,
            by_chat=self.by_chat,
            now=now,
        )


_OWN = select(accounts.c.id).where(accounts.c.person_id == people.c.id, ~accounts.c.blocked).correlate(people).exists()
_SPOKEN = (
    select(proxies.c.id)
    .join(accounts, accounts.c.id == proxies.c.account_id)
    .where(proxies.c.person_id == people.c.id, proxies.c.ended_at.is_(None), ~accounts.c.blocked)
    .correlate(people)
    .exists()
)
_STANDINGS = {
    State.DRAFT: Standing.DRAFT,
    State.RETURNED: Standing.RETURNED,
    State.SUBMITTED: Standing.WAITING,
    State.CONFIRMED: Standing.CONFIRMED,
    State.RECOGNISED: Standing.CONFIRMED,
    State.REVOKED: Standing.CONFIRMED,
}


def standing_of(state: State | None) -> Standing:
    """How far a declaration is; ``None``: there is none."""
    return Standing.NOT_BEGUN if state is None else _STANDINGS[state]


def _code(code: str) -> str:
    """The household's code on the roster; what the program made up for itself says nothing to people."""
    return "" if code.startswith("chat-") else code


# A result made elsewhere that was returned is an affair of who brought it: its person is asked for nothing.
_STATE = case(
    (
        and_(declarations.c.result_list_id.is_not(None), declarations.c.state == State.RETURNED),
        literal(State.SUBMITTED, declarations.c.state.type),
    ),
    else_=declarations.c.state,
).label("standing_state")
VILLAGER = Columns(
    Villager,
    person_id=people.c.id,
    full_name=people.c.full_name,
    birth_year=people.c.birth_year,
    household_id=people.c.household_id,
    household=through(households.c.code, _code, null=""),
    on_roster=people.c.on_roster,
    standing=through(_STATE, _STANDINGS.__getitem__, null=Standing.NOT_BEGUN),
    declaration_id=declarations.c.id,
    by_chat=or_(_OWN, _SPOKEN),
    has_chat=people.c.claimed_at.is_not(None),
    reminded_at=people.c.reminded_at,
    no_reminders=people.c.no_reminders,
)
_VILLAGERS = (
    select(*VILLAGER.columns)
    .select_from(people)
    .outerjoin(households, households.c.id == people.c.household_id)
    .outerjoin(
        declarations,
        and_(
            declarations.c.person_id == people.c.id,
            declarations.c.cycle_id == bindparam("cycle"),
            declarations.c.title == CITIZEN,
        ),
    )
    .where(
        is_assessed_at(bindparam("place")),
        people.c.erased_at.is_(None),
        IS_HERE,
        people.c.birth_year.between(1, bindparam("born_by")),
    )
    .order_by(people.c.id)
)


def of_place(tx: Transaction, place_id: int, cycle: Cycle) -> tuple[Villager, ...]:
    """Everybody of a village or unit who is old enough in the cycle's year, in no order that people use."""
    about = {"place": place_id, "cycle": cycle.id, "born_by": cycle.criteria().born_by(cycle.year)}
    return tuple(VILLAGER.read(row) for row in tx.connection.execute(_VILLAGERS, about))


_ONE = _VILLAGERS.where(people.c.id == bindparam("person"))


def of_person(tx: Transaction, person_id: int, place_id: int, cycle: Cycle) -> Villager | None:
    """One of them, if they are old enough."""
    about = {"place": place_id, "cycle": cycle.id, "born_by": cycle.criteria().born_by(cycle.year)}
    row = tx.connection.execute(_ONE, {**about, "person": person_id}).one_or_none()
    return None if row is None else VILLAGER.read(row)


@dataclass(frozen=True, slots=True)
class Coverage:
    """People of the roster who are old enough, by how far they are: what stands above a denominator of the roster."""

    registered: int = 0
    declared: int = 0
    confirmed: int = 0


COVERED = tuple(each.name for each in fields(Coverage))
_COVERED = (
    select(
        declarations.c.place_id,
        func.count().label("registered"),
        func.count(declarations.c.submitted_at).label("declared"),
        func.sum(case((declarations.c.state.in_([State.CONFIRMED, State.RECOGNISED]), 1), else_=0)).label("confirmed"),
    )
    .select_from(declarations)
    .join(people, people.c.id == declarations.c.person_id)
    .where(
        declarations.c.cycle_id == bindparam("cycle"),
        declarations.c.title == CITIZEN,
        people.c.birth_year.between(1, bindparam("born_by")),
    )
    .group_by(declarations.c.place_id)
)


_REGISTERED = (
    select(registrations.c.place_id, func.count().label("n"))
    .join(people, people.c.id == registrations.c.person_id)
    .where(
        registrations.c.cycle_id == bindparam("cycle"),
        registrations.c.title == CITIZEN,
        registrations.c.withdrawn_at.is_(None),
        people.c.birth_year.between(1, bindparam("born_by")),
    )
    .group_by(registrations.c.place_id)
)


def coverage(tx: Transaction, cycle: Cycle) -> dict[int, Coverage]:
    """By the place where they count; a place where nobody of the roster has registered is missing."""
    if cycle.settled_at is not None:
        kept = {name: past_figures.of(tx, cycle, CITIZEN, f"{ROSTER}{name}") for name in COVERED}
        here = {place for by_place in kept.values() for place in by_place}
        return {place: Coverage(**{name: kept[name].get(place, 0) for name in COVERED}) for place in here}
    about = {"cycle": cycle.id, "born_by": cycle.criteria().born_by(cycle.year)}
    rows = tx.connection.execute(_COVERED.where(is_of_year(cycle)), about)
    begun = {row.place_id: Coverage(row.registered, row.declared, row.confirmed) for row in rows}
    if not cycle.registers:
        return begun
    registered = {row.place_id: row.n for row in tx.connection.execute(_REGISTERED.where(is_of_year(cycle)), about)}
    return {
        place: replace(begun.get(place, Coverage()), registered=registered.get(place, 0))
        for place in sorted(begun.keys() | registered.keys())
    }


def claim_reminder(tx: Transaction, person_ids: Collection[int]) -> frozenset[int]:
    """Take the right to remind these people now. Returns who may be: not lately, not against their wish; once for all.

    Two heads, two taps, two workers: the row is changed by one of them.
    """
    if not person_ids:
        return frozenset()
    claimed = tx.connection.execute(
        update(people)
        .where(
            people.c.id.in_(set(person_ids)),
            ~people.c.no_reminders,
            or_(people.c.reminded_at.is_(None), people.c.reminded_at <= tx.now - BETWEEN),
        )
        .values(reminded_at=tx.now)
        .returning(people.c.id)
    ).scalars()
    found = frozenset(claimed)
    for person_id in sorted(found):
        tx.audit("person.reminded", f"person:{person_id}")
    return found


def drop_reminder(tx: Transaction, person_id: int) -> None:
    """A reminder that waits for the morning has become needless."""
    outbox.drop_waiting(tx, outbox.reminder_key(person_id))


def want_reminders(tx: Transaction, person_id: int, *, wanted: bool) -> None:
    """Whether this person wants to be asked to declare. Who does not is spared the reminder that waits, too."""
    tx.connection.execute(update(people).where(people.c.id == person_id).values(no_reminders=not wanted))
    if not wanted:
        drop_reminder(tx, person_id)
    tx.audit("person.reminders", f"person:{person_id}", {"wanted": wanted})


def wants_reminders(tx: Transaction, person_id: int) -> bool:
    """Whether they do."""
    return not tx.connection.execute(select(people.c.no_reminders).where(people.c.id == person_id)).scalar_one()


def reminded_at(tx: Transaction, person_id: int) -> datetime | None:
    """When a person was last asked to declare."""
    found: datetime | None = tx.connection.execute(
        select(people.c.reminded_at).where(people.c.id == person_id)
    ).scalar_one()
    return found
