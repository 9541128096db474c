"""What makes a sent declaration doubtful: gathered around it, and kept beside it so that the queue is one query.

Signals that point at others are mutual, so what changes one declaration renews those it points at. Somebody who is just
being changed by another transaction is passed over: the card and a batch look anew before anything is decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, false, func, or_, select, type_coerce, update

from criteria.activity import HELD_IN_COMMON
from criteria.declaration import State
from criteria.doubts import LET_IN_WITHIN, SAME_MINUTES, Circumstances, Doubt, DoubtKind, find_doubts, same_answers
from criteria.model import CITIZEN
from locales.format import day_of
from storage import listed_results
from storage.declaration_record import DECLARATION, SELECT, Declaration
from storage.kit.tables import Utc, activities, codes, declarations, people
from storage.kit.transaction import Transaction, without_audit
from storage.people import Person

_other, _who = activities.alias("other"), people.alias("who")
_ANOTHER = select(_other.c.id).where(_other.c.person_id != activities.c.person_id)
_SHARED = or_(  # each by an index of its own
    exists(_ANOTHER.where(_other.c.event_id == activities.c.event_id)),
    exists(
        _ANOTHER.join(_who, _who.c.id == _other.c.person_id).where(
            activities.c.event_id.is_(None),
            _other.c.held_on == activities.c.held_on,
            _other.c.kind == activities.c.kind,
            _who.c.place_id == bindparam("place"),
        )
    ),
)
_DIARY = select(
    activities.c.id, activities.c.kind, activities.c.held_on, activities.c.event_id, _SHARED.label("is_shared")
).where(
    activities.c.person_id == bindparam("person"), activities.c.held_on.between(bindparam("since"), bindparam("until"))
)
_SENT = declarations.c.state != State.DRAFT
_HOUSEHOLD = (
    select(declarations.c.answers["occupation"].as_string())
    .join(people, people.c.id == declarations.c.person_id)
    .where(
        people.c.household_id == bindparam("household"),
        declarations.c.person_id != bindparam("person"),
        declarations.c.cycle_id == bindparam("cycle"),
        declarations.c.title == CITIZEN,
        _SENT,
    )
)
_SAME_ACCOUNT = select(declarations.c.id, declarations.c.answers).where(
    declarations.c.account_id == bindparam("account"),
    declarations.c.cycle_id == bindparam("cycle"),
    declarations.c.title == CITIZEN,
    declarations.c.id != bindparam("declaration"),
    declarations.c.result_list_id.is_(None),
    declarations.c.submitted_at.between(bindparam("since"), bindparam("until")),
    _SENT,
)
_ALIKE = (
    select(people.c.id, people.c.on_roster, people.c.household_id, declarations.c.id.label("declaration_id"))
    .outerjoin(
        declarations,
        and_(
            declarations.c.person_id == people.c.id,
            declarations.c.cycle_id == bindparam("cycle"),
            declarations.c.title == CITIZEN,
            _SENT,
        ),
    )
    .where(
        people.c.place_id == bindparam("place"),
        people.c.match_key == bindparam("key"),
        people.c.birth_year.between(bindparam("born") - 1, bindparam("born") + 1),
        people.c.id != bindparam("person"),
        people.c.erased_at.is_(None),
        people.c.same_as_id.is_(None),
    )
)
_LET_IN_AT = (
    select(func.max(codes.c.used_at))
    .where(codes.c.person_id == people.c.id, codes.c.made_by_person_id != people.c.id)
    .scalar_subquery()
)
_MYSELF = select(
    people.c.match_key,
    people.c.on_roster,
    people.c.same_as_id,
    people.c.unvouched,
    type_coerce(_LET_IN_AT, Utc).label("let_in_at"),
).where(people.c.id == bindparam("person"))
_WRITE = (
    update(declarations)
    .where(declarations.c.id == bindparam("declaration"))
    .values(doubts=bindparam("found"), doubtful=bindparam("n"))
)


def of_declaration(tx: Transaction, declaration: Declaration) -> tuple[Doubt, ...]:
    """The doubts of a declaration as things are now."""
    if declaration.made_elsewhere:  # nobody here has answered anything
        return find_doubts(declaration.criteria, {}, None, _around_listed(tx, declaration))
    around = _around(tx, declaration) if declaration.title == CITIZEN else Circumstances()
    return find_doubts(declaration.criteria, declaration.answers, declaration.assessment, around)


def as_they_are(tx: Transaction, declaration: Declaration) -> Declaration:
    """The declaration with its doubts as things are now; nothing is written."""
    return replace(declaration, doubts=of_declaration(tx, declaration))


@without_audit("a signal for the order of the queue; it changes nothing that counts")
def renew(tx: Transaction, declaration: Declaration) -> Declaration:
    """The declaration with its doubts as things are now, written down if they have changed."""
    found = of_declaration(tx, declaration)
    if found == declaration.doubts:
        return declaration
    data = [each.to_data() for each in found]
    tx.connection.execute(_WRITE, {"declaration": declaration.id, "found": data, "n": len(found)})
    renewed = replace(declaration, doubts=found)
    if declaration.id in tx.held:
        tx.held[declaration.id] = renewed
    return renewed


def renew_around(tx: Transaction, before: Declaration, after: Declaration) -> None:
    """A sent declaration has changed: renew those it points at, or pointed at, and those of its household."""
    if after.title != CITIZEN:
        return
    pointed = [*before.doubts, *after.doubts]
    same = {key for each in pointed if each.kind is DoubtKind.SAME_ANSWERS for key in each.about}
    alike = {key for each in pointed if each.kind is DoubtKind.ALIKE for key in each.about}
    touched: list[ColumnElement[bool]] = []
    if same:
        touched.append(declarations.c.id.in_(same))
    if alike:
        touched.append(declarations.c.person_id.in_(alike))
    if after.person.household_id is not None:
        touched.append(people.c.household_id == after.person.household_id)
    if touched:
        _renew_those(tx, and_(declarations.c.cycle_id == after.cycle.id, declarations.c.id != after.id, or_(*touched)))


def renew_diary(tx: Transaction, person_id: int, place_id: int, days: Iterable[date], event_id: int | None) -> None:
    """A person's diary has changed on these days: renew what they declared, and who was there, too, or says so."""
    others = select(activities.c.person_id).where(
        or_(
            activities.c.event_id == event_id if event_id is not None else false(),
            and_(activities.c.held_on.in_(set(days)), activities.c.kind.in_(HELD_IN_COMMON)),
        )
    )
    _renew_those(
        tx,
        or_(
            declarations.c.person_id == person_id,
            and_(declarations.c.person_id.in_(others), people.c.place_id == place_id),
        ),
    )


def renew_of(tx: Transaction, person_id: int) -> None:
    """What is known of a person has changed: renew what they declared and what waits."""
    _renew_those(tx, declarations.c.person_id == person_id)


def forget(tx: Transaction, person: Person) -> None:
    """A person was erased: what waits and pointed at them, or at what they declared, points there no more."""
    theirs = set(
        tx.connection.execute(select(declarations.c.id).where(declarations.c.person_id == person.id)).scalars()
    )
    pointed = {DoubtKind.ALIKE: {person.id}, DoubtKind.SAME_ANSWERS: theirs}
    doubtful = SELECT.where(declarations.c.doubtful > 0, people.c.place_id == person.place_id)
    pointing = [
        declaration.id
        for declaration in (DECLARATION.read(row, tx) for row in tx.connection.execute(doubtful).all())
        if any(pointed.get(each.kind, set()) & set(each.about) for each in declaration.doubts)
    ]
    _renew_those(tx, declarations.c.id.in_(pointing))


def _renew_those(tx: Transaction, which: ColumnElement[bool]) -> None:
    waiting = SELECT.where(declarations.c.state == State.SUBMITTED, declarations.c.title == CITIZEN, which)
    locked = waiting.order_by(declarations.c.id).with_for_update(of=declarations, skip_locked=True)
    for row in tx.connection.execute(locked).all():
        renew(tx, DECLARATION.read(row, tx))


def _around(tx: Transaction, declaration: Declaration) -> Circumstances:
    entries, alone = _diary(tx, declaration)
    mine = tx.connection.execute(_MYSELF, {"person": declaration.person.id}).one()
    sent = declaration.submitted_at or tx.now
    return Circumstances(
        entries=entries,
        alone=alone,
        groups=_groups(tx, declaration),
        same=_same(tx, declaration),
        alike=_alike(tx, declaration, mine),
        by_name=mine.unvouched is not None,
        let_in=mine.let_in_at is not None and timedelta(0) <= sent - mine.let_in_at < LET_IN_WITHIN,
    )


def _around_listed(tx: Transaction, declaration: Declaration) -> Circumstances:
    """Of a result made elsewhere: whether it may be somebody else's, or is said to be wrong."""
    mine = tx.connection.execute(_MYSELF, {"person": declaration.person.id}).one()
    return Circumstances(
        alike=_alike(tx, declaration, mine),
        by_name=mine.unvouched is not None,
        disputed=listed_results.is_disputed(tx, declaration.id),
    )


def _diary(tx: Transaction, declaration: Declaration) -> tuple[dict[str, int], tuple[int, ...]]:
    """How many entries stand beside each indicator, and those of events that nobody else has."""
    year = declaration.cycle.year
    sent = day_of(declaration.submitted_at or tx.now)
    about = {"person": declaration.person.id, "place": declaration.person.place_id}
    span = {"since": date(year - 1, 1, 1), "until": date(year, 12, 31)}  # some months back may be last year
    rows = tx.connection.execute(_DIARY, {**about, **span}).all()
    entries = {}
    for indicator in declaration.criteria.indicators:
        if indicator.diary is not None:
            since, until = indicator.diary.span(year, sent)
            entries[indicator.id] = sum(
                row.kind in indicator.diary.kinds and since <= row.held_on <= until for row in rows
            )
    in_common = (row for row in rows if row.event_id is not None or row.kind in HELD_IN_COMMON)
    alone = tuple(row.id for row in in_common if row.held_on.year == year and not row.is_shared)
    return entries, alone


def _groups(tx: Transaction, declaration: Declaration) -> tuple[str, ...]:
    """The groups of the others of the household who have sent theirs."""
    household = declaration.person.household_id
    if household is None:
        return ()
    about = {"household": household, "person": declaration.person.id, "cycle": declaration.cycle.id}
    groups = {each.id: each.group for each in declaration.criteria.occupations}
    found = tx.connection.execute(_HOUSEHOLD, about).scalars()
    return tuple(groups[occupation] for occupation in found if occupation in groups)


def _same(tx: Transaction, declaration: Declaration) -> tuple[int, ...]:
    """Declarations that the same account sent within minutes, with the same answers."""
    if declaration.speaker is None or declaration.submitted_at is None:
        return ()
    about: dict[str, Any] = {
        "account": declaration.speaker.account_id,
        "cycle": declaration.cycle.id,
        "declaration": declaration.id,
        "since": declaration.submitted_at - timedelta(minutes=SAME_MINUTES),
        "until": declaration.submitted_at + timedelta(minutes=SAME_MINUTES),
    }
    rows = tx.connection.execute(_SAME_ACCOUNT, about)
    return tuple(row.id for row in rows if same_answers(declaration.criteria, declaration.answers, row.answers))


def _alike(tx: Transaction, declaration: Declaration, mine: Row[Any]) -> tuple[int, ...]:
    """People of the village who may be the same person: a spelling variant of the name, a birth year beside.

    Two of the roster in different households are two people: the roster says so. Of the others, one who has declared,
    too, or whom only one of the two entries has on the roster, may be counted twice.
    """
    person = declaration.person
    if not mine.match_key or mine.same_as_id is not None or not person.birth_year:
        return ()
    about = {
        "place": person.place_id,
        "key": mine.match_key,
        "born": person.birth_year,
        "person": person.id,
        "cycle": declaration.cycle.id,
    }
    return tuple(
        other.id
        for other in tx.connection.execute(_ALIKE, about)
        if not (mine.on_roster and other.on_roster and other.household_id != person.household_id)
        and (other.declaration_id is not None or mine.on_roster != other.on_roster)
    )
