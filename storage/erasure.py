"""Forgetting: at a person's wish, and when the time of data is over. What stays is numbers without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, cast, delete, null, select, update

from criteria.model import CITIZEN
from storage import audit, evidence, households, recount
from storage import cycles as cycle_records
from storage import files as file_records
from storage.kit.tables import (  # fmt: skip
    accounts,
    activities,
    codes,
    cycles,
    decisions,
    declarations,
    files,
    outbox,
    people,
    proxies,
    shown_once,
    visits,
)
from storage.kit.transaction import Transaction
from storage.people import Person


def erase_person(tx: Transaction, person: Person) -> None:
    """Forget a person: accounts let go, answers and reasons emptied in records and log, and the name.

    A name on the officer's roster was not given in the chat and stays the roster's affair. Confirmed
    declarations stay as numbers; those that are not are withdrawn before (:func:`storage.declarations.withdraw`).
    """
    if not person.on_roster:
        households.leave(tx, person)  # what the family declared is the others' too
        tx.connection.execute(
            update(people)
            .where(people.c.id == person.id)
            .values(full_name="", folded_name="", match_key="", birth_year=0, household_id=None, erased_at=tx.now)
        )
    evidence.forget(tx, person.id)
    tx.connection.execute(delete(activities).where(activities.c.person_id == person.id))
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    tx.connection.execute(delete(outbox).where(outbox.c.account_id.in_(theirs)))
    tx.connection.execute(delete(files).where(files.c.account_id.in_(theirs)))
    tx.connection.execute(delete(shown_once).where(shown_once.c.account_id.in_(theirs)))
    mine = tx.connection.execute(
        select(declarations.c.id).where(
            declarations.c.person_id == person.id,  # not what they only answer for: the family's, the clan's
            declarations.c.household_id.is_(None),
            declarations.c.clan_id.is_(None),
            declarations.c.about_place_id.is_(None),
        )
    ).scalars().all()  # fmt: skip
    _empty(tx, mine)
    _forget_facts(tx, mine)
    tx.connection.execute(update(people).where(people.c.id == person.id).values(claimed_at=None))
    tx.connection.execute(delete(outbox).where(outbox.c.person_id == person.id))
    tx.connection.execute(delete(visits).where(visits.c.person_id == person.id))
    tx.connection.execute(delete(codes).where(codes.c.person_id == person.id))
    tx.connection.execute(
        update(proxies).where(proxies.c.person_id == person.id, proxies.c.ended_at.is_(None)).values(ended_at=tx.now)
    )
    tx.connection.execute(
        update(proxies).where(proxies.c.account_id.in_(theirs), proxies.c.ended_at.is_(None)).values(ended_at=tx.now)
    )
    tx.connection.execute(
        update(accounts)
        .where(accounts.c.person_id == person.id)
        .values(person_id=None, consent=None, draft={}, preferred=False, compact=False)
    )
    tx.audit("person.erased", f"person:{person.id}")
    withdrawn = tx.connection.execute(
        select(audit.log.c.subject).where(
            audit.log.c.code == "declaration.begun", audit.log.c.data["person"].as_integer() == person.id
        )
    ).scalars()
    audit.redact(tx, sorted({*withdrawn, *(f"declaration:{key}" for key in mine)}), why=f"person:{person.id}")


def forget_answers(tx: Transaction, before_year: int) -> int:
    """Drop the answers of cycles before that year. Returns how many declarations lost theirs."""
    old = (
        tx.connection.execute(
            select(declarations.c.id)
            .join(cycles, cycles.c.id == declarations.c.cycle_id)
            .where(cycles.c.year < before_year, cast(declarations.c.answers, String) != "{}")
        )
        .scalars()
        .all()
    )
    _empty(tx, old)
    audit.redact(tx, [f"declaration:{key}" for key in old], why=f"before:{before_year}")
    return len(old)


def _empty(tx: Transaction, declaration_ids: Sequence[int]) -> None:
    tx.held.clear()
    tx.connection.execute(
        update(declarations).where(declarations.c.id.in_(declaration_ids)).values(answers={}, assessment=null())
    )
    tx.connection.execute(
        update(decisions).where(decisions.c.declaration_id.in_(declaration_ids)).values(reason=null(), answers=null())
    )


def _forget_facts(tx: Transaction, declaration_ids: Sequence[int]) -> None:
    """What somebody told about themselves counts no more; that they were confirmed stays as a number."""
    tx.connection.execute(update(declarations).where(declarations.c.id.in_(declaration_ids)).values(counts=[]))
    found = tx.connection.execute(
        select(declarations.c.cycle_id).where(declarations.c.id.in_(declaration_ids)).distinct()
    ).scalars()
    for cycle_id in found.all():
        cycle = cycle_records.load(tx, cycle_id)
        if cycle is not None:
            recount.rebuild(tx, cycle, CITIZEN)


def forget_strangers(tx: Transaction, channel: str, before: datetime) -> int:
    """Drop chats that somebody opened and left before that moment, without a name, a consent or any act."""
    return tx.connection.execute(
        delete(accounts).where(
            accounts.c.channel == channel,
            accounts.c.person_id.is_(None),
            accounts.c.audit_length == 0,
            accounts.c.seen_at < before,
            ~select(outbox.c.id).where(outbox.c.account_id == accounts.c.id).exists(),
        )
    ).rowcount


def forget_visits(tx: Transaction, before: datetime) -> int:
    """Drop what was told at the door before that moment. Returns how many."""
    return tx.connection.execute(delete(visits).where(visits.c.done_at < before)).rowcount


def forget_messages(tx: Transaction, before: datetime) -> int:
    """Drop what went out, or never could, before that moment. Returns how many."""
    return tx.connection.execute(delete(outbox).where(outbox.c.state != "waiting", outbox.c.done_at < before)).rowcount


def forget_files(tx: Transaction, before: datetime) -> tuple[str, ...]:
    """Nobody may fetch files made before that moment any more. Returns the hashes whose bytes nobody needs now."""
    old = set(tx.connection.execute(select(files.c.digest).where(files.c.created_at < before)).scalars())
    tx.connection.execute(delete(files).where(files.c.created_at < before))
    return file_records.unneeded(tx, old)
