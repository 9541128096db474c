"""Who asks to come into a household, a unit or a clan, or is to leave a household: kept until somebody else agrees.

One wish of a kind waits for each person. What became of the others is kept as long, so that an old button shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from criteria.policy import Actor, Joining, Role, Subject
from storage import outbox
from storage.kit.role_is_held import IS_OPEN
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import accounts, clans, grants, households, joining_requests, people, places
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import JoiningState
from storage.people import PERSON, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningRequest:
    """One wish. ``household_id``: to live in, to leave, or that would belong to the clan.

    ``place_id`` is the place that it is an affair of; ``led_by`` the clan's head. ``kept``: somebody whose affair it
    is, a member of the household, the head of the unit or of the clan, has a chat.
    """

    id: int
    person: Person
    kind: Joining
    household_id: int | None
    unit_id: int | None
    clan_id: int | None
    relation: str | None
    asked_by: int | None
    asked_at: datetime
    state: JoiningState
    place_id: int
    commune_id: int
    led_by: int | None
    kept: bool

    @property
    def waits(self) -> bool:
        """Whether nobody has said yes or no."""
        return self.state is JoiningState.WAITS

    @property
    def subject(self) -> Subject:
        """This wish as the policy sees it: an affair of those whom it would touch."""
        return Subject(
            commune_id=self.commune_id,
            village_id=self.place_id,
            person_id=self.person.id,
            household_id=self.household_id,
            joins=self.kind,
            led_by=self.led_by,
            kept=self.kept,
        )


_OTHER = people.alias("other")
_PLACE = func.coalesce(joining_requests.c.unit_id, clans.c.place_id, households.c.place_id)
_COMMUNE = func.coalesce(places.c.parent_id, places.c.id)
_LIVES_THERE = exists(
    select(_OTHER.c.id)
    .join(accounts, accounts.c.person_id == _OTHER.c.id)
    .where(
        _OTHER.c.household_id == joining_requests.c.household_id,
        _OTHER.c.id != joining_requests.c.person_id,
        ~accounts.c.blocked,
    )
    .correlate(joining_requests)
)
_HEADS_THE_UNIT = exists(
    select(grants.c.id)
    .join(accounts, accounts.c.person_id == grants.c.person_id)
    .where(
        grants.c.place_id == joining_requests.c.unit_id,
        grants.c.role == Role.HEAD,
        grants.c.person_id != joining_requests.c.person_id,
    )
    .where(IS_OPEN, ~accounts.c.blocked)
    .correlate(joining_requests)
)
_HEADS_THE_CLAN = exists(
    select(accounts.c.id)
    .where(
        accounts.c.person_id == clans.c.head_id,
        accounts.c.person_id != joining_requests.c.person_id,
        ~accounts.c.blocked,
    )
    .correlate(joining_requests, clans)
)
_KEPT = case(
    (joining_requests.c.kind == Joining.HOUSEHOLD, _LIVES_THERE),
    (joining_requests.c.kind == Joining.UNIT, _HEADS_THE_UNIT),
    (joining_requests.c.kind == Joining.CLAN, _HEADS_THE_CLAN),
    else_=false(),
)
REQUEST = Columns(
    JoiningRequest,
    id=joining_requests.c.id,
    person=PERSON,
    kind=joining_requests.c.kind,
    household_id=joining_requests.c.household_id,
    unit_id=joining_requests.c.unit_id,
    clan_id=joining_requests.c.clan_id,
    relation=joining_requests.c.relation,
    asked_by=joining_requests.c.asked_by,
    asked_at=joining_requests.c.asked_at,
    state=joining_requests.c.state,
    place_id=_PLACE,
    commune_id=_COMMUNE,
    led_by=clans.c.head_id,
    kept=_KEPT,
)
_FROM = (
    joining_requests.join(people, people.c.id == joining_requests.c.person_id)
    .outerjoin(households, households.c.id == joining_requests.c.household_id)
    .outerjoin(clans, clans.c.id == joining_requests.c.clan_id)
    .join(places, places.c.id == _PLACE)
)
_SELECT = select(*REQUEST.columns).select_from(_FROM).order_by(joining_requests.c.asked_at, joining_requests.c.id)
_BY_ID = _SELECT.where(joining_requests.c.id == bindparam("id"))
_WAITS = joining_requests.c.state == JoiningState.WAITS


def load(tx: Transaction, request_id: int) -> JoiningRequest | None:
    """The wish of an id, whatever became of it, as long as it is kept."""
    row = tx.connection.execute(_BY_ID, {"id": request_id, "now": tx.now}).one_or_none()
    return None if row is None else REQUEST.read(row)


def matter(request_id: int) -> str:
    """How the keys of the notices about a wish begin: what has not gone out when it ends need not."""
    return f"joining:{request_id}:"


def ask(
    tx: Transaction,
    person: Person,
    kind: Joining,
    *,
    household_id: int | None = None,
    unit_id: int | None = None,
    clan_id: int | None = None,
    relation: str | None = None,
    asked_by: int | None = None,
) -> tuple[JoiningRequest, bool]:
    """Write down what somebody asks, or another of their household of them; and whether that is new.

    The same that waits already is asked once; another wish of that kind is given up for this one.
    """
    target = {"household_id": household_id, "unit_id": unit_id, "clan_id": clan_id}
    known = open_of(tx, person.id, kind)
    if known is not None:
        if (known.household_id, known.unit_id, known.clan_id) == (household_id, unit_id, clan_id):
            return known, False
        end(tx, known, JoiningState.WITHDRAWN, by=person.id)
    row = {
        "person_id": person.id,
        "kind": kind,
        **target,
        "relation": relation,
        "asked_by": asked_by,
        "asked_at": tx.now,
        "state": JoiningState.WAITS,
    }
    try:
        with tx.connection.begin_nested():
            key = tx.connection.execute(insert(joining_requests).returning(joining_requests.c.id), row).scalar_one()
    except IntegrityError:  # at the same moment another of the household asked of them
        known = open_of(tx, person.id, kind)
        if known is None:
            raise
        return known, False
    named = {name: value for name, value in target.items() if value is not None}
    details = {"request": key, "kind": kind.value, **named, "by": asked_by or person.id}
    tx.audit("joining.asked", f"person:{person.id}", details)
    return REQUEST.read(tx.connection.execute(_BY_ID, {"id": key, "now": tx.now}).one()), True


def end(tx: Transaction, request: JoiningRequest, state: JoiningState, *, by: int | None = None) -> bool:
    """It waits no more. False, and nothing is changed, where it had ended already: of two taps one counts."""
    ended = tx.connection.execute(
        update(joining_requests)
        .where(joining_requests.c.id == request.id, _WAITS)
        .values(state=state, ended_at=tx.now, ended_by=by)
    )
    if ended.rowcount != 1:
        return False
    outbox.drop_all_waiting(tx, matter(request.id))
    _audit_end(tx, request.id, request.person.id, state, by)
    return True


def _audit_end(tx: Transaction, request_id: int, person_id: int, state: JoiningState, by: int | None) -> None:
    about, details = f"person:{person_id}", {"request": request_id, "by": by}
    match state:
        case JoiningState.AGREED:
            tx.audit("joining.agreed", about, details)
        case JoiningState.REFUSED:
            tx.audit("joining.refused", about, details)
        case JoiningState.WITHDRAWN:
            tx.audit("joining.withdrawn", about, details)
        case _:
            tx.audit("joining.gone", about, details)


def cannot_be(tx: Transaction, kind: Joining, *, person_id: int | None = None, household_id: int | None = None) -> None:
    """What waits of that kind, of a person or of a household, cannot be any more: things have changed meanwhile."""
    whose = joining_requests.c.person_id == person_id if person_id is not None else literal(value=True)
    which = joining_requests.c.household_id == household_id if household_id is not None else literal(value=True)
    ended = tx.connection.execute(
        update(joining_requests)
        .where(joining_requests.c.kind == kind, _WAITS, whose, which)
        .values(state=JoiningState.GONE, ended_at=tx.now)
        .returning(joining_requests.c.id, joining_requests.c.person_id)
    )
    for row in sorted(ended.all(), key=lambda each: each.id):
        outbox.drop_all_waiting(tx, matter(row.id))
        _audit_end(tx, row.id, row.person_id, JoiningState.GONE, None)


@without_audit("a step of a merger, which is audited")
def unit_merged(tx: Transaction, old_id: int, into_id: int) -> None:
    """Who asked to be assessed in a unit that is part of another now asks that one."""
    tx.connection.execute(update(joining_requests).where(joining_requests.c.unit_id == old_id).values(unit_id=into_id))


def open_of(tx: Transaction, person_id: int, kind: Joining) -> JoiningRequest | None:
    """What a person asks of that kind, or is asked, and nobody has answered."""
    query = _SELECT.where(joining_requests.c.person_id == person_id, joining_requests.c.kind == kind, _WAITS)
    row = tx.connection.execute(query, {"now": tx.now}).one_or_none()
    return None if row is None else REQUEST.read(row)


def mine(tx: Transaction, person_id: int) -> tuple[JoiningRequest, ...]:
    """What a person asks for themselves and nobody has answered, the oldest first."""
    query = _SELECT.where(joining_requests.c.person_id == person_id, joining_requests.c.asked_by.is_(None), _WAITS)
    return tuple(REQUEST.read(row) for row in tx.connection.execute(query, {"now": tx.now}))


def of_person(tx: Transaction, person_id: int) -> tuple[JoiningRequest, ...]:
    """All that a person asked, and what was asked of them, as far as it is kept."""
    whose = or_(joining_requests.c.person_id == person_id, joining_requests.c.asked_by == person_id)
    return tuple(REQUEST.read(row) for row in tx.connection.execute(_SELECT.where(whose), {"now": tx.now}))


def of_clan(tx: Transaction, household_id: int, clan_id: int) -> JoiningRequest | None:
    """What somebody of a household asks of a clan for it."""
    query = _SELECT.where(
        joining_requests.c.household_id == household_id, joining_requests.c.clan_id == clan_id, _WAITS
    )
    row = tx.connection.execute(query, {"now": tx.now}).first()
    return None if row is None else REQUEST.read(row)


def times(
    tx: Transaction,
    person_id: int,
    kind: Joining,
    *,
    household_id: int | None,
    unit_id: int | None,
    clan_id: int | None,
) -> int:
    """How often a person has asked that of this household, unit or clan, as far as it is kept."""
    whose = {"household_id": household_id, "unit_id": unit_id, "clan_id": clan_id}
    query = select(func.count()).where(
        joining_requests.c.person_id == person_id,
        joining_requests.c.kind == kind,
        *(joining_requests.c[name].is_not_distinct_from(key) for name, key in whose.items()),
    )
    return int(tx.connection.execute(query).scalar_one())


def _may_let(actor: Actor) -> ColumnElement[bool]:
    """What :func:`criteria.policy.may` lets this actor agree to; a test compares the two."""
    kind, me, home = joining_requests.c.kind, actor.person_id or 0, actor.household_id or 0
    heads, communes = actor.places(Role.HEAD), actor.communes
    serves = or_(_PLACE.in_(heads), _COMMUNE.in_(communes))
    return case(
        (
            kind == Joining.LEAVING,
            or_(
                joining_requests.c.person_id == me,
                and_(_COMMUNE.in_(communes), joining_requests.c.household_id != home),
            ),
        ),
        (joining_requests.c.person_id == me, false()),
        else_=or_(
            and_(kind == Joining.HOUSEHOLD, joining_requests.c.household_id == home),
            and_(kind == Joining.UNIT, joining_requests.c.unit_id.in_(heads)),
            and_(kind == Joining.CLAN, func.coalesce(clans.c.head_id, 0) == me),
            and_(serves, ~_KEPT, joining_requests.c.person_id.not_in(sorted(actor.tied))),
        ),
    )


def _near(actor: Actor) -> ColumnElement[bool]:
    """All that :func:`_may_let` can let, and the actor's own; by columns that are found without reading every wish."""
    near: list[ColumnElement[bool]] = [
        joining_requests.c.person_id == (actor.person_id or 0),
        joining_requests.c.household_id == (actor.household_id or 0),
        joining_requests.c.clan_id.in_(select(clans.c.id).where(clans.c.head_id == (actor.person_id or 0))),
    ]
    if served := actor.places(Role.HEAD).union(actor.communes):
        below = select(places.c.id).where(or_(places.c.id.in_(served), places.c.parent_id.in_(served)))
        near += [
            joining_requests.c.unit_id.in_(below),
            joining_requests.c.household_id.in_(select(households.c.id).where(households.c.place_id.in_(below))),
            joining_requests.c.clan_id.in_(select(clans.c.id).where(clans.c.place_id.in_(below))),
        ]
    return or_(*near)


def open_for(
    tx: Transaction, actor: Actor, *, limit: int, household_id: int | None = None
) -> tuple[JoiningRequest, ...]:
    """What waits for this person's word, the longest waiting first; of one household only where that is named."""
    if actor.person_id is None:
        return ()
    query = _SELECT.where(_WAITS, _near(actor), _may_let(actor)).limit(limit)
    if household_id is not None:
        comes_or_goes = joining_requests.c.kind.in_([Joining.HOUSEHOLD, Joining.LEAVING])
        query = query.where(joining_requests.c.household_id == household_id, comes_or_goes)
    return tuple(REQUEST.read(row) for row in tx.connection.execute(query, {"now": tx.now}))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wishes wait for somebody's word, and how many of their own for another's."""

    for_me: int
    mine: int


def waiting(tx: Transaction, actor: Actor) -> Waiting:
    """Both numbers, in one statement: the menu asks for them."""
    if actor.person_id is None:
        return Waiting(0, 0)
    own = and_(joining_requests.c.person_id == actor.person_id, joining_requests.c.asked_by.is_(None))
    query = select(
        func.count(case((_may_let(actor), 1))).label("for_me"), func.count(case((own, 1))).label("mine")
    ).select_from(_FROM)
    row = tx.connection.execute(query.where(_WAITS, _near(actor)), {"now": tx.now}).one()
    return Waiting(row.for_me, row.mine)


def forget(tx: Transaction, before: datetime) -> Slice:
    """Drop what was asked before that moment; what nobody has answered lapses."""
    gone = tx.connection.execute(
        delete(joining_requests)
        .where(some_of(joining_requests, joining_requests.c.asked_at < before))
        .returning(joining_requests.c.id, joining_requests.c.person_id, joining_requests.c.state)
    ).all()
    for row in sorted(gone, key=lambda each: each.id):
        if row.state is JoiningState.WAITS:
            tx.audit("joining.lapsed", f"person:{row.person_id}", {"request": row.id})
    return Slice(len(gone))
