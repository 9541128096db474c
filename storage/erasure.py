"""Forgetting: at a person's wish, and when the time of data is over. What stays is numbers without a name."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, String, Table, cast, delete, null, or_, select, update

from criteria.declaration import EDITABLE
from criteria.model import CITIZEN, SubjectKind
from criteria.parse import titles
from locales.format import VIETNAM, day_of
from storage import accounts as account_records
from storage import audit, declarations, doubts, evidence, households, mergers, recount, sign_in_codes
from storage import cycles as cycle_records
from storage import files as file_records
from storage import people as people_records
from storage.declaration_record import About
from storage.kit.tables import (  # fmt: skip
    accounts,
    activities,
    clans,
    codes,
    cycles,
    decisions,
    digests,
    files,
    looks,
    outbox,
    people,
    proxies,
    shown_once,
    visits,
)
from storage.kit.tables import declarations as declaration_rows
from storage.kit.tables import evidence as evidence_rows
from storage.kit.transaction import WIPES, Transaction, without_audit
from storage.kit.words import ErrandState
from storage.people import Person


def erase_person(tx: Transaction, person: Person) -> None:
    """Forget a person: accounts let go, answers and reasons emptied in records and log, and the name.

    A name on the officer's roster was not given in the chat and stays the roster's affair. Confirmed
    declarations stay as numbers; those that are not are withdrawn. Which step erases which table stands in the
    tables (:class:`storage.kit.personal.Personal`).
    """
    for step in STEPS:
        step(tx, person)
    tx.wakes.add(WIPES)


@without_audit("a step of an erasure, which redact_log records")
def erase_declarations(tx: Transaction, person: Person) -> None:
    """What is not confirmed is deleted; of the others only numbers stay.

    What a family declared is the others' too; where nobody else is left it is the person's own.
    """
    theirs = [each for title in titles(SubjectKind.PERSON) for each in declarations.of_person(tx, person.id, title)]
    if not person.on_roster and _lives_alone(tx, person):
        theirs += declarations.about(tx, About(household_id=person.household_id))
    kept = []
    for each in theirs:
        if each.state in EDITABLE:
            declarations.withdraw(tx, each)
        else:
            kept.append(each.id)
    _empty(tx, kept)
    _forget_facts(tx, kept)


def _lives_alone(tx: Transaction, person: Person) -> bool:
    if person.household_id is None:
        return False
    return all(each.id == person.id for each in households.members(tx, person.household_id))


def leave_groups(tx: Transaction, person: Person) -> None:
    """The person is of no household any more, and the head of no clan; the roster's households are the roster's."""
    if not person.on_roster:
        households.leave(tx, person)
    led = tx.write(update(clans).where(clans.c.head_id == person.id).values(head_id=None))
    for clan_id in sorted(row.id for row in led):
        tx.audit("clan.head", f"clan:{clan_id}", {"person": None, "before": person.id})


@without_audit("a step of an erasure, which redact_log records")
def erase_name(tx: Transaction, person: Person) -> None:
    """Empty the name and birth year. What the roster knows stays; name and year open a chat to nobody but a newcomer.

    Another record that an officer found to be the same person says so no more: it would lead back to the name.
    """
    values: dict[str, Any] = {"claimed_at": None, "unvouched": None, "vouched_by": None}
    if not person.on_roster:
        values |= {
            "full_name": "",
            "folded_name": "",
            "match_key": "",
            "birth_year": 0,
            "relation": None,
            "unit_id": None,
            "same_as_id": None,
            "reminded_at": None,
            "no_reminders": False,
            "erased_at": tx.now,
            "salt": "",
        }
        same = tx.connection.execute(
            select(people.c.id).where(people.c.same_as_id == person.id, people.c.id != person.id)
        ).scalars()
        for key in same.all():
            mergers.unsettle(tx, people_records.get(tx, key))
    tx.write(update(people).where(people.c.id == person.id).values(**values))
    tx.held.clear()
    doubts.forget(tx, person)


@without_audit("a step of an erasure, which redact_log records")
def erase_diary(tx: Transaction, person: Person) -> None:
    """Delete the diary and the pictures of it."""
    evidence.forget(tx, person.id)
    tx.write(delete(activities).where(activities.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_messages(tx: Transaction, person: Person) -> None:
    """Delete what waits for the person or went to them; in what others were told, their name is a dash."""
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    tx.connection.execute(delete(outbox).where(or_(outbox.c.account_id.in_(theirs), outbox.c.person_id == person.id)))
    tx.connection.execute(delete(visits).where(visits.c.person_id == person.id))
    for table in (outbox, visits):
        for key, payload in _naming(tx, table, table.c.payload, person):
            tx.connection.execute(
                update(table).where(table.c.id == key).values(payload=_without(payload, person.full_name))
            )


@without_audit("a step of an erasure, which redact_log records")
def erase_files(tx: Transaction, person: Person) -> None:
    """Nobody may fetch the files made for the person's chats any more; the bytes go with the next sweep."""
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    tx.connection.execute(delete(files).where(files.c.account_id.in_(theirs)))


@without_audit("a step of an erasure, which redact_log records")
def erase_codes(tx: Transaction, person: Person) -> None:
    """Delete the sign-in codes made for the person, wherever a screen shows one, and what their own screens show."""
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    for row in tx.connection.execute(select(shown_once.c.account_id, shown_once.c.code)).all():
        found = sign_in_codes.find(tx, row.code)
        if found is not None and found.person_id == person.id:
            tx.connection.execute(delete(shown_once).where(shown_once.c.account_id == row.account_id))
    tx.connection.execute(delete(shown_once).where(shown_once.c.account_id.in_(theirs)))
    tx.connection.execute(delete(codes).where(codes.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def end_proxies(tx: Transaction, person: Person) -> None:
    """Nobody speaks for the person any more, and they for nobody. By what right somebody did stays on record."""
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    tx.write(
        update(proxies)
        .where(or_(proxies.c.person_id == person.id, proxies.c.account_id.in_(theirs)), proxies.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


@without_audit("a step of an erasure, which redact_log records")
def erase_digest(tx: Transaction, person: Person) -> None:
    """Delete when the person wanted the evening's notice."""
    tx.connection.execute(delete(digests).where(digests.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_looks(tx: Transaction, person: Person) -> None:
    """Delete who looked at the person; at whom they looked in office stays."""
    tx.connection.execute(delete(looks).where(looks.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_chats(tx: Transaction, person: Person) -> None:
    """The person's chats are nobody's. What other chats hold unfinished of the person is dropped there."""
    let_go = tx.connection.execute(
        update(accounts)
        .where(accounts.c.person_id == person.id)
        .values(
            person_id=None,
            consent=None,
            route="home",
            choices=[],
            offers=[],
            draft={},
            preferred=False,
            compact=False,
            former_chat=None,
            former_until=None,
        )
        .returning(accounts.c.id)
    ).scalars()
    for account_id in let_go.all():
        tx.tell(accounts, account_id, (None,))
        account_records.tell_let_go(tx, account_id)
    for key, offers in _naming(tx, accounts, accounts.c.offers, person):
        tx.connection.execute(
            update(accounts).where(accounts.c.id == key).values(offers=_without(offers, person.full_name))
        )
    about = or_(
        accounts.c.draft["sheet"]["of"].as_integer() == person.id,  # a paper form that was typed and not saved
        accounts.c.draft["entry"]["of"].as_integer() == person.id,  # an entry of the diary that was begun for them
    )
    unfinished = {key for key, _ in _naming(tx, accounts, accounts.c.draft, person)}
    unfinished |= set(tx.connection.execute(select(accounts.c.id).where(about)).scalars())
    tx.connection.execute(update(accounts).where(accounts.c.id.in_(unfinished)).values(draft={}))


def redact_log(tx: Transaction, person: Person) -> None:
    """Empty what the log says of the person's answers, also of declarations that were withdrawn."""
    tx.audit("person.erased", f"person:{person.id}")
    begun = tx.connection.execute(
        select(audit.log.c.subject).where(
            audit.log.c.code == "declaration.begun", audit.log.c.data["person"].as_integer() == person.id
        )
    ).scalars()
    subjects = set(begun)
    shared = select(declaration_rows.c.id).where(  # what the person only answered for, and others still stand by
        declaration_rows.c.id.in_([int(each.partition(":")[2]) for each in subjects]),
        or_(
            declaration_rows.c.household_id.is_not(None),
            declaration_rows.c.clan_id.is_not(None),
            declaration_rows.c.about_place_id.is_not(None),
        ),
        cast(declaration_rows.c.answers, String) != "{}",
    )
    others = {f"declaration:{key}" for key in tx.connection.execute(shared).scalars()}
    audit.redact(tx, sorted(subjects - others), why=f"person:{person.id}")


STEPS: Sequence[Callable[[Transaction, Person], None]] = (
    erase_declarations,
    erase_diary,
    leave_groups,
    erase_name,
    erase_messages,
    erase_files,
    erase_codes,
    end_proxies,
    erase_digest,
    erase_looks,
    erase_chats,
    redact_log,
)


def _naming(tx: Transaction, table: Table, column: Column[Any], person: Person) -> list[tuple[int, Any]]:
    """The rows whose JSON has the person's name in it, with that JSON."""
    if not person.full_name:
        return []
    written = json.dumps(person.full_name, ensure_ascii=False)[1:-1]
    rows = tx.connection.execute(
        select(table.c.id, column.label("value")).where(cast(column, String).contains(written, autoescape=True))
    )
    return [(row.id, row.value) for row in rows]


def _without(value: Any, name: str) -> Any:
    """The same JSON with a dash in place of the name."""
    match value:
        case str():
            return value.replace(name, "–")
        case list():
            return [_without(each, name) for each in value]
        case dict():
            return {key: _without(each, name) for key, each in value.items()}
        case _:
            return value


def forget_answers(tx: Transaction, before_year: int) -> int:
    """Drop the answers of cycles before that year. Returns how many declarations lost theirs."""
    old = (
        tx.connection.execute(
            select(declaration_rows.c.id)
            .join(cycles, cycles.c.id == declaration_rows.c.cycle_id)
            .where(cycles.c.year < before_year, cast(declaration_rows.c.answers, String) != "{}")
        )
        .scalars()
        .all()
    )
    _empty(tx, old)
    said = audit.log.c.code == "declaration.answered"
    withdrawn = tx.connection.execute(  # no record is left of them, but what was answered stands in the log
        select(audit.log.c.subject)
        .where(said, ~audit.log.c.redacted, audit.log.c.at < datetime(before_year, 1, 1, tzinfo=VIETNAM))
        .distinct()
    ).scalars()
    audit.redact(tx, sorted({*withdrawn, *(f"declaration:{key}" for key in old)}), why=f"before:{before_year}")
    return len(old)


@without_audit("part of a step")
def _empty(tx: Transaction, declaration_ids: Sequence[int]) -> None:
    tx.held.clear()
    tx.write(
        update(declaration_rows)
        .where(declaration_rows.c.id.in_(declaration_ids))
        .values(answers={}, assessment=null(), doubts=[], doubtful=0, salt="")
    )
    tx.write(
        update(decisions)
        .where(decisions.c.declaration_id.in_(declaration_ids))
        .values(reason=null(), question=None, answers=null(), salt="")
    )


@without_audit("part of a step")
def _forget_facts(tx: Transaction, declaration_ids: Sequence[int]) -> None:
    """What somebody told about themselves counts no more; that they were confirmed stays as a number."""
    tx.write(update(declaration_rows).where(declaration_rows.c.id.in_(declaration_ids)).values(counts=[]))
    found = tx.connection.execute(
        select(declaration_rows.c.cycle_id).where(declaration_rows.c.id.in_(declaration_ids)).distinct()
    ).scalars()
    for cycle_id in found.all():
        cycle = cycle_records.load(tx, cycle_id)
        if cycle is not None:
            recount.rebuild(tx, cycle, CITIZEN)


@without_audit("its time is over")
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


@without_audit("its time is over")
def forget_visits(tx: Transaction, before: datetime) -> int:
    """Drop what was told at the door before that moment. Returns how many."""
    return tx.connection.execute(delete(visits).where(visits.c.done_at < before)).rowcount


@without_audit("its time is over")
def forget_messages(tx: Transaction, before: datetime) -> int:
    """Drop what went out, or never could, before that moment. Returns how many."""
    return tx.connection.execute(
        delete(outbox).where(outbox.c.state != ErrandState.WAITING, outbox.c.done_at < before)
    ).rowcount


@without_audit("its time is over")
def forget_codes(tx: Transaction, before: datetime) -> int:
    """Drop sign-in codes that could not be used any more since that moment. Returns how many."""
    return tx.connection.execute(delete(codes).where(codes.c.expires_at < before)).rowcount


@without_audit("its time is over")
def forget_diaries(tx: Transaction, before: datetime) -> tuple[str, ...]:
    """Drop entries of diaries of days before that moment, and their pictures. Returns the hashes nobody needs now."""
    old = activities.c.held_on < day_of(before)
    dropped = evidence.forget_beside(tx, evidence_rows.c.activity_id.in_(select(activities.c.id).where(old)), before)
    tx.write(delete(activities).where(old))
    return dropped


@without_audit("its time is over")
def forget_files(tx: Transaction, before: datetime) -> tuple[str, ...]:
    """Nobody may fetch files made before that moment any more. Returns the hashes whose bytes nobody needs now."""
    old = set(tx.connection.execute(select(files.c.digest).where(files.c.created_at < before)).scalars())
    tx.connection.execute(delete(files).where(files.c.created_at < before))
    return file_records.unneeded(tx, old)
