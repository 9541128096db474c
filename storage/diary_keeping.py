"""Diaries whose years are over: who is to be asked whether they want theirs kept, and who said so.

Two report years are what the consent says. What is older is nobody's but the person's own: nobody else is shown it
(:attr:`criteria.policy.Subject.alone`), and the next sweep drops it, unless they said that they keep it for themselves.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, or_, select, update

from locales.format import day_of, year_of
from storage.kit.personal import ANSWERS
from storage.kit.tables import activities, people
from storage.kit.transaction import Transaction, without_audit

AT_ONCE = 500  # people who are looked at in one transaction
_KEEPS = select(people.c.keeps_diary).where(people.c.id == bindparam("person"))
_HAS_OLD = (
    select(activities.c.id)
    .where(activities.c.person_id == bindparam("person"), activities.c.held_on < bindparam("before"))
    .limit(1)
)
_NEXT = select(people.c.id).where(people.c.id > bindparam("after")).order_by(people.c.id).limit(bindparam("most"))
_ENDING = (
    select(people.c.id)
    .where(
        people.c.id > bindparam("after"),
        people.c.id <= bindparam("last"),
        ~people.c.keeps_diary,
        people.c.claimed_at.is_not(None),
        people.c.erased_at.is_(None),
        or_(people.c.diary_offered.is_(None), people.c.diary_offered < bindparam("year")),
        select(activities.c.id)
        .where(
            activities.c.person_id == people.c.id, activities.c.held_on.between(bindparam("since"), bindparam("until"))
        )
        .exists(),
    )
    .order_by(people.c.id)
)


def first_day(now: datetime) -> date:
    """The first day whose entries are within their term; what is older is the person's alone."""
    return day_of(ANSWERS.before(now))


def is_kept(tx: Transaction, person_id: int) -> bool:
    """Whether the person keeps what is past its term for themselves."""
    return bool(tx.connection.execute(_KEEPS, {"person": person_id}).scalar_one())


def may_matter(tx: Transaction, person_id: int) -> bool:
    """Whether there is anything to keep: an entry of a year before this one, or older."""
    before = date(year_of(tx.now), 1, 1)
    return tx.connection.execute(_HAS_OLD, {"person": person_id, "before": before}).first() is not None


def keep(tx: Transaction, person_id: int, *, kept: bool) -> None:
    """The person keeps the years that are over for themselves, or lets them go with the next sweep."""
    tx.connection.execute(update(people).where(people.c.id == person_id).values(keeps_diary=kept))
    tx.audit("person.diary_kept", f"person:{person_id}", {"kept": kept})


def ending_year(now: datetime) -> int:
    """The year whose entries go at the end of this one."""
    return first_day(now).year


@without_audit("a question; what they answer is on record")
def take_ending(tx: Transaction, after: int) -> tuple[int | None, tuple[int, ...]]:
    """Of the next people by their ids: up to whom was looked (``None``: there are no more), and who is asked now.

    Asked is who has a chat and entries that go at the end of this year, and was not asked of that year yet.
    """
    seen = tx.connection.execute(_NEXT, {"after": after, "most": AT_ONCE}).scalars().all()
    if not seen:
        return None, ()
    year = ending_year(tx.now)
    span = {"year": year, "since": date(year, 1, 1), "until": date(year, 12, 31)}
    found = tuple(tx.connection.execute(_ENDING, {**span, "after": after, "last": seen[-1]}).scalars())
    if found:
        tx.connection.execute(update(people).where(people.c.id.in_(found)).values(diary_offered=year))
    return seen[-1], found
