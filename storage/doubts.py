"""What makes a sent declaration doubtful: gathered around it, and kept beside it so that the queue is one query.

Signals that point at others are mutual, so what changes one declaration renews those it points at. Somebody who is just
being changed by another transaction is passed over: the card and a batch look anew before anything is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, select, update

from criteria.activity import HELD_IN_COMMON
from criteria.declaration import State
from criteria.doubts import Circumstances, Doubt, DoubtKind, find_doubts
from criteria.model import CITIZEN
from storage.circumstances import around
from storage.declaration_record import DECLARATION, SELECT, Declaration
from storage.kit.tables import activities, declarations, people
from storage.kit.transaction import Transaction, without_audit
from storage.people import Person

_WRITE = (
    update(declarations)
    .where(declarations.c.id == bindparam("declaration"))
    .values(doubts=bindparam("found"), doubtful=bindparam("n"))
)


def of_declaration(tx: Transaction, declaration: Declaration) -> tuple[Doubt, ...]:
    """The doubts of a declaration as things are now."""
    return _found(declaration, around(tx, [declaration])[declaration.id])


def in_circumstances(declaration: Declaration, known: Circumstances) -> Declaration:
    """The declaration with its doubts as what is known around it has them; nothing is written."""
    return replace(declaration, doubts=_found(declaration, known))


def _found(declaration: Declaration, known: Circumstances) -> tuple[Doubt, ...]:
    if declaration.made_elsewhere:  # nobody here has answered anything
        return find_doubts(declaration.criteria, {}, None, known)
    return find_doubts(declaration.criteria, declaration.answers, declaration.assessment, known)


def renew(tx: Transaction, declaration: Declaration) -> Declaration:
    """The declaration with its doubts as things are now, written down if they have changed."""
    return renew_all(tx, [declaration])[0]


@without_audit("a signal for the order of the queue; it changes nothing that counts")
def renew_all(tx: Transaction, found: Sequence[Declaration]) -> tuple[Declaration, ...]:
    """The same of several: one statement that reads, and one for each whose doubts have changed."""
    known = around(tx, found)
    renewed = []
    for before in found:
        declaration = in_circumstances(before, known[before.id])
        if declaration.doubts != before.doubts:
            data = [each.to_data() for each in declaration.doubts]
            tx.connection.execute(_WRITE, {"declaration": before.id, "found": data, "n": len(data)})
            if before.id in tx.held:
                tx.held[before.id] = declaration
        renewed.append(declaration)
    return tuple(renewed)


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
    for key in [key for key, each in tx.held.items() if each.person.id == person_id]:
        del tx.held[key]  # it says whether there is a diary
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
    renew_all(tx, [DECLARATION.read(row, tx) for row in tx.connection.execute(locked).all()])
