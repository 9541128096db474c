"""What other people must hear: rows of the outbox, in the receiver's own language when they are sent."""

from __future__ import annotations

from criteria.policy import Actor, Grant, Role, is_own
from handlers.kit.context import Turn
from handlers.kit.screen import Choice, Look, Screen, screen_to_data
from locales.text import T, Tn
from storage import accounts, grants, outbox, queue, visits
from storage.declaration_rows import Declaration


def tell(turn: Turn, person_id: int, screen: Screen) -> None:
    """Leave a notice for a person, on the channel they chose or used last, or with who speaks for them.

    Whom no channel reaches must be told in person: it goes on the head's list.
    """
    account_id = accounts.reachable(turn.tx, person_id)
    if account_id is None:
        visits.add(turn.tx, person_id, screen_to_data(screen))
    else:
        outbox.put(turn.tx, outbox.NOTICE, account_id, screen_to_data(screen), person_id=person_id)


def tell_deciders(turn: Turn, declaration: Declaration) -> None:
    """One digest to those who may decide: the village's heads, or the officers where every head is of the household.

    Somebody who has not looked since the last digest is not buzzed again; if it has not gone out yet,
    its number is brought up to date.
    """
    subject = declaration.subject
    found = grants.deciders(turn.tx, village_id=declaration.place_id, commune_id=subject.commune_id)
    for wanted in (Role.HEAD, Role.OFFICER):
        deciders = [
            (person, Actor(person.id, person.household_id, (Grant(role, _place_of(role, declaration)),)))
            for person, role in found
            if role is wanted
        ]
        free = [(person, actor) for person, actor in deciders if not is_own(actor, subject)]
        for person, actor in free:
            account_id = accounts.reachable(turn.tx, person.id)
            if account_id is None:
                continue
            waiting = queue.count(turn.tx, actor)
            digest = screen_to_data(
                Screen(
                    text=Tn("Có {n} bản khai chờ {you} xác nhận.", waiting),
                    choices=(Choice(T("Xem ngay"), "queue", Look.MAIN),),
                )
            )
            key = digest_key(person.id)
            if not outbox.put(turn.tx, outbox.NOTICE, account_id, digest, person_id=person.id, key=key):
                outbox.change_waiting(turn.tx, key, digest)
        if free:
            return


def _place_of(role: Role, declaration: Declaration) -> int:
    return declaration.place_id if role is Role.HEAD else declaration.cycle.commune_id


def digest_key(person_id: int) -> str:
    """The outbox key of a person's digest; released when they open their queue."""
    return f"digest:{person_id}"
