"""Forgetting: at a person's wish, and when the time of data is over. What stays is numbers without a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, String, and_, cast, delete, func, null, or_, select, union, update

from criteria.declaration import EDITABLE, NO_FACTS
from criteria.model import SubjectKind
from criteria.parse import titles
from criteria.policy import Tie
from locales.format import day_of, year_of
from storage import accounts as account_records
from storage import (
    audit,
    blotting,
    counters,
    declarations,
    doubts,
    evidence,
    households,
    mergers,
    past_years,
    registrations,
    sign_in_codes,
)
from storage import files as file_records
from storage import outbox as outbox_records
from storage import people as people_records
from storage.declaration_record import About, Declaration
from storage.joining_requests import matter
from storage.kit import slices
from storage.kit.personal import ANSWERS
from storage.kit.role_is_held import IS_OPEN
from storage.kit.slices import Slice, some_of
from storage.kit.tables import (
    accounts,
    activities,
    clans,
    codes,
    consents,
    decisions,
    desk_sessions,
    digests,
    files,
    grants,
    joining_requests,
    learning_events,
    learning_needs,
    listed_results,
    looks,
    meeting_names,
    objections,
    outbox,
    people,
    person_changes,
    proxies,
    received_files,
    recognition_names,
    recordings,
    result_lines,
    roster_lines,
    shown_once,
    sign_ups,
    ties,
    visits,
)
from storage.kit.tables import declarations as declaration_rows
from storage.kit.tables import evidence as evidence_rows
from storage.kit.tables import registrations as registration_rows
from storage.kit.transaction import WIPES, Transaction, without_audit
from storage.kit.words import ErrandState
from storage.people import Person
from storage.received_files import RECEIVED
from storage.recordings import CHANGED as RECORDINGS_CHANGED


def erase_person(tx: Transaction, person: Person) -> None:
    """Forget a person: accounts let go, answers and reasons emptied in records and log, and the name.

    A name on the officer's roster was not given in the chat and stays the roster's affair. Confirmed
    declarations stay as numbers; those that are not are withdrawn. Which step erases which table stands in the
    tables (:class:`storage.kit.personal.Personal`). What others were told and wrote is gone through beside the turns
    (:mod:`storage.blotting`); who serves nobody meanwhile calls :func:`storage.blotting.finish` afterwards.
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
        if each.cycle.settled_at is not None:  # its numbers are written down, and it is about to go
            past_years.drop(tx, each.cycle.id, [each.id])
        elif each.state in EDITABLE:
            declarations.withdraw(tx, each)
        else:
            kept.append(each)
    _empty(tx, [each.id for each in kept])
    _forget_facts(tx, kept)


def erase_registrations(tx: Transaction, person: Person) -> None:
    """Delete what the person registered for; where a confirmed declaration stays as a number, so does that."""
    registrations.forget(tx, person.id)


@without_audit("a step of an erasure, which redact_log records")
def erase_recognition(tx: Transaction, person: Person) -> None:
    """Empty why the person was struck from a list and the code of their certificate, delete what was said of them."""
    theirs = select(declaration_rows.c.id).where(declaration_rows.c.person_id == person.id)
    struck = recognition_names.c.declaration_id.in_(theirs) & recognition_names.c.struck_why.is_not(None)
    tx.connection.execute(update(recognition_names).where(struck).values(struck_why=""))
    coded = recognition_names.c.declaration_id.in_(theirs) & recognition_names.c.code.is_not(None)
    tx.connection.execute(update(recognition_names).where(coded).values(code=None))
    tx.connection.execute(delete(objections).where(objections.c.declaration_id.in_(theirs)))


@without_audit("a step of an erasure, which redact_log records")
def erase_meetings(tx: Transaction, person: Person) -> None:
    """Empty what was said of the person at a meeting; its votes stay as numbers."""
    theirs = select(declaration_rows.c.id).where(declaration_rows.c.person_id == person.id)
    tx.connection.execute(update(meeting_names).where(meeting_names.c.declaration_id.in_(theirs)).values(said=""))


@without_audit("a step of an erasure, which redact_log records")
def erase_roster_lines(tx: Transaction, person: Person) -> None:
    """Delete the lines of lists of people, kept while they are compared, that mean or may mean the person."""
    theirs = or_(roster_lines.c.person_id == person.id, roster_lines.c.like_id == person.id)
    tx.connection.execute(delete(roster_lines).where(theirs))


@without_audit("a step of an erasure, which redact_log records")
def erase_results(tx: Transaction, person: Person) -> None:
    """Empty the points of the person's results that were made elsewhere, and delete the lines of lists about them."""
    theirs = select(declaration_rows.c.id).where(declaration_rows.c.person_id == person.id)
    emptied: dict[str, Any] = {"points": "", "by_indicator": [], "before": null(), "disputed_at": None, "salt": ""}
    tx.write(update(listed_results).where(listed_results.c.declaration_id.in_(theirs)).values(emptied))
    about = or_(result_lines.c.person_id == person.id, result_lines.c.like_id == person.id)
    tx.connection.execute(delete(result_lines).where(about))


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
def erase_changes(tx: Transaction, person: Person) -> None:
    """Delete what was put right about the person; of a record merged with theirs, that it can be taken apart."""
    tx.connection.execute(
        delete(person_changes).where(
            or_(person_changes.c.person_id == person.id, person_changes.c.other_id == person.id)
        )
    )


@without_audit("a step of an erasure, which redact_log records")
def erase_name(tx: Transaction, person: Person) -> None:
    """Empty the name and birth year. What the roster knows stays; name and year open a chat to nobody but a newcomer.

    Another record that an officer found to be the same person says so no more: it would lead back to the name.
    """
    values: dict[str, Any] = {"claimed_at": None, "unvouched": None, "vouched_by": None, "keeps_diary": False}
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
            "no_announcements": False,
            "diary_offered": None,
            "erased_at": tx.now,
            "salt": "",
            **dict.fromkeys(("left_on", "left_why", "away", "away_from", "away_to", "stays_at_id", "stays_in")),
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
    file_records.let_drop(tx, evidence.forget(tx, person.id))
    tx.write(delete(activities).where(activities.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_classes(tx: Transaction, person: Person) -> None:
    """Delete what the person wants to learn and which classes they wanted to come to."""
    tx.connection.execute(delete(sign_ups).where(sign_ups.c.person_id == person.id))
    tx.connection.execute(delete(learning_needs).where(learning_needs.c.person_id == person.id))


def _chats(tx: Transaction, person: Person) -> list[int]:
    """The person's chats. As a list: beside an OR, PostgreSQL goes through a whole table for a question in it."""
    return list(tx.connection.execute(select(accounts.c.id).where(accounts.c.person_id == person.id)).scalars())


@without_audit("a step of an erasure, which redact_log records")
def erase_messages(tx: Transaction, person: Person) -> None:
    """Delete what waits for the person or went to them."""
    theirs = _chats(tx, person)
    tx.connection.execute(delete(outbox).where(or_(outbox.c.account_id.in_(theirs), outbox.c.person_id == person.id)))
    tx.connection.execute(delete(visits).where(visits.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_files(tx: Transaction, person: Person) -> None:
    """Nobody may fetch the files made for the person's chats any more, and those they sent for the office are gone.

    The bytes go after the commit.
    """
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    gone = delete(files).where(files.c.account_id.in_(theirs)).returning(files.c.digest)
    sent = delete(received_files).where(received_files.c.person_id == person.id).returning(received_files.c.digest)
    digests = [each for which in (gone, sent) for each in tx.connection.execute(which).scalars() if each is not None]
    file_records.let_drop(tx, digests)


@without_audit("a step of an erasure, which redact_log records")
def erase_recordings(tx: Transaction, person: Person) -> None:
    """Delete the recordings of the program's texts that the person sent; the bytes go after the commit."""
    gone = delete(recordings).where(recordings.c.person_id == person.id).returning(recordings.c.digest)
    file_records.let_drop(tx, set(tx.connection.execute(gone).scalars()))
    tx.wakes.add(RECORDINGS_CHANGED)


@without_audit("a step of an erasure, which redact_log records")
def erase_codes(tx: Transaction, person: Person) -> None:
    """Delete the sign-in codes made for the person, wherever a screen shows one, and what their own screens show."""
    theirs = select(accounts.c.id).where(accounts.c.person_id == person.id)
    makers = select(codes.c.made_by).where(codes.c.person_id == person.id)  # who makes a code is who shows it
    shown = select(shown_once.c.account_id, shown_once.c.code).where(shown_once.c.account_id.in_(makers))
    for row in tx.connection.execute(shown).all():
        found = sign_in_codes.find(tx, row.code)
        if found is not None and found.person_id == person.id:
            tx.connection.execute(delete(shown_once).where(shown_once.c.account_id == row.account_id))
    tx.connection.execute(delete(shown_once).where(shown_once.c.account_id.in_(theirs)))
    tx.connection.execute(delete(codes).where(codes.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_desk_sessions(tx: Transaction, person: Person) -> None:
    """Close the person's desk, wherever it is open, and forget when it was."""
    tx.connection.execute(delete(desk_sessions).where(desk_sessions.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def end_proxies(tx: Transaction, person: Person) -> None:
    """Nobody speaks for the person any more, and they for nobody. By what right somebody did stays on record."""
    theirs = _chats(tx, person)
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
def erase_joinings(tx: Transaction, person: Person) -> None:
    """Delete what the person asked to join, what they asked of others, and what others asked of them."""
    whose = or_(joining_requests.c.person_id == person.id, joining_requests.c.asked_by == person.id)
    gone = tx.connection.execute(delete(joining_requests).where(whose).returning(joining_requests.c.id)).scalars()
    for key in gone.all():
        outbox_records.drop_all_waiting(tx, matter(key))


@without_audit("a step of an erasure, which redact_log records")
def erase_looks(tx: Transaction, person: Person) -> None:
    """Delete who looked at the person; at whom they looked in office stays."""
    tx.connection.execute(delete(looks).where(looks.c.person_id == person.id))


@without_audit("a step of an erasure, which redact_log records")
def erase_chats(tx: Transaction, person: Person) -> None:
    """The person's chats are nobody's."""
    for account_id in _let_go(tx, accounts.c.person_id == person.id):
        account_records.tell_let_go(tx, account_id)


def leave_names(tx: Transaction, person: Person) -> None:
    """Ask that the name become a dash in what others were told and wrote: a job does that, beside the turns."""
    blotting.leave(tx, person)


def redact_log(tx: Transaction, person: Person) -> None:
    """Empty what the log says of the person's answers, also of withdrawn declarations, and of files they sent."""
    tx.audit("person.erased", f"person:{person.id}")
    subjects = set(audit.begun_by(tx, person.id))
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
    sent = select(audit.log.c.n).where(audit.log.c.subject == f"person:{person.id}", audit.log.c.code == RECEIVED)
    if tx.connection.execute(sent.limit(1)).first() is not None:  # how they called files that they sent
        audit.redact(tx, [f"person:{person.id}"], why=f"person:{person.id}", codes=(RECEIVED,))


STEPS: Sequence[Callable[[Transaction, Person], None]] = (
    erase_declarations,
    erase_registrations,
    erase_recognition,
    erase_meetings,
    erase_roster_lines,
    erase_results,
    erase_diary,
    erase_classes,
    leave_groups,
    erase_changes,
    erase_name,
    erase_messages,
    erase_files,
    erase_recordings,
    erase_codes,
    erase_desk_sessions,
    end_proxies,
    erase_digest,
    erase_joinings,
    erase_looks,
    erase_chats,
    leave_names,
    redact_log,
)


def forget_answers(tx: Transaction, before: datetime) -> Slice:
    """Of the years before that moment only numbers stay: no declaration, no decision, no result with a name to it."""
    return past_years.settle_some(tx, year_of(before))


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
def _forget_facts(tx: Transaction, kept: Sequence[Declaration]) -> None:
    """What somebody told about themselves counts no more; that they were confirmed stays as a number."""
    for each in kept:
        tx.write(update(declaration_rows).where(declaration_rows.c.id == each.id).values(counts=[]))
        counters.shift(
            tx,
            cycle_id=each.cycle.id,
            place_id=each.place_id,
            title=each.title,
            before=each.counts_for,
            after=replace(each, facts=NO_FACTS).counts_for,
        )


@without_audit("its time is over")
def forget_proxies(tx: Transaction, before: datetime) -> Slice:
    """Drop who might declare for whom, where that was given before that moment and no kept declaration rests on it.

    Whoever is spoken for again is asked again.
    """
    rests = (
        select(declaration_rows.c.id)
        .where(
            declaration_rows.c.person_id == proxies.c.person_id, declaration_rows.c.account_id == proxies.c.account_id
        )
        .exists()
    )
    old = and_(proxies.c.given_at < before, ~rests)
    return Slice(len(tx.write(delete(proxies).where(some_of(proxies, old)))))


@without_audit("its time is over")
def forget_ties(tx: Transaction, before: datetime) -> Slice:
    """Drop who was a party to whose declarations before that moment.

    Who let somebody in stays one as long as both are known: the chat that was opened then is still in use.
    """
    whose, by = people.alias("whose"), people.alias("by")
    both = [
        select(each.c.id).where(each.c.id == key, each.c.erased_at.is_(None)).exists()
        for each, key in ((whose, ties.c.person_id), (by, ties.c.by_id))
    ]
    old = and_(ties.c.at < before, ~and_(ties.c.kind == Tie.LET_IN, *both))
    return Slice(tx.connection.execute(delete(ties).where(some_of(ties, old))).rowcount)


@dataclass(frozen=True, slots=True)
class Silent:
    """Of some chats, by their ids, those that nobody has written from for two report years.

    Attributes:
        last: the last chat that was looked at; ``None``: there are no more.
        bound: those that are somebody's who holds no role, by their ids: whose.
        saying: those that still hold something begun and not saved, or offered.
    """

    last: int | None
    bound: Mapping[int, int]
    saying: Sequence[int]


def silent_chats(tx: Transaction, after: int) -> Silent:
    """Of the chats behind that one, a slice of them, those whose time is over."""
    silent = ANSWERS.before(tx.now)
    some = select(accounts.c.id).where(accounts.c.id > after).order_by(accounts.c.id).limit(slices.AT_ONCE)
    last = tx.connection.execute(select(func.max(some.subquery().c.id))).scalar_one()
    if last is None:
        return Silent(None, {}, ())
    here = and_(accounts.c.id > after, accounts.c.id <= last, accounts.c.seen_at < silent)
    holds = select(grants.c.id).where(grants.c.person_id == accounts.c.person_id, IS_OPEN).exists()
    bound = tx.connection.execute(
        select(accounts.c.id, accounts.c.person_id).where(here, accounts.c.person_id.is_not(None), ~holds),
        {"now": tx.now},
    )
    said = or_(cast(accounts.c.draft, String) != "{}", cast(accounts.c.offers, String) != "[]")
    saying = tx.connection.execute(select(accounts.c.id).where(here, said)).scalars()
    return Silent(last, {row.id: row.person_id for row in bound}, tuple(saying))


@without_audit("its time is over; whose chat it is no more is on record by cut_off")
def let_go(tx: Transaction, found: Silent) -> None:
    """Let go of chats silent for two report years. Whoever comes back joins anew."""
    silent = ANSWERS.before(tx.now)
    keys = [*found.bound, *found.saying]
    still = accounts.c.id.in_(keys) & (accounts.c.seen_at < silent)  # nobody has come back meanwhile
    keys = list(tx.connection.execute(select(accounts.c.id).where(still).with_for_update()).scalars())
    gone = {key: whose for key, whose in found.bound.items() if key in keys}
    for key, whose in gone.items():
        account_records.cut_off(tx, key, whose)
    bound = select(accounts.c.id).where(accounts.c.person_id == people.c.id).exists()
    tx.write(update(people).where(people.c.id.in_(sorted(gone.values())), ~bound).values(claimed_at=None))
    tx.connection.execute(
        update(accounts).where(accounts.c.id.in_(keys)).values(choices=[], offers=[], draft={}, route="home")
    )


@without_audit("whoever calls it audits what it is for")
def _let_go(tx: Transaction, which: ColumnElement[bool]) -> list[int]:
    """These chats are nobody's. Returns their ids."""
    nobodys = {"person_id": None, "consent": None, "preferred": False, "compact": False}
    nobodys |= {"former_chat": None, "former_until": None}
    unsaid = {"route": "home", "choices": [], "offers": [], "draft": {}}
    return [row.id for row in tx.write(update(accounts).where(which).values(**nobodys, **unsaid))]


AT_ONCE = 10  # people who are forgotten in one transaction: nobody waits long for the sweep


@without_audit("its time is over; each is on record as person.erased")
def forget_people(tx: Transaction, before: datetime, after: int = 0) -> int | None:
    """Forget people whom no roster knows, or who left it before that moment, and who have not been active since.

    At most :data:`AT_ONCE` at once.

    Active is who came, wrote, declared or was declared for, agreed to be, learned, or holds a role: whoever declared
    this year is counted this year, and a person who only looked has been here. All else is a name that the commune has
    no use for. Looks at a slice of those behind ``after``, by their ids. Returns after whom to go on; ``None``: there
    is nobody more.
    """

    def theirs(column: Column[Any], *which: ColumnElement[bool]) -> ColumnElement[bool]:
        return select(column).where(column == people.c.id, *which).exists()

    nobodys = select(people.c.id).where(~people.c.on_roster, people.c.erased_at.is_(None))
    gone_since = select(people.c.id).where(people.c.left_on < day_of(before), people.c.erased_at.is_(None))
    guests = select(people.c.id).where(people.c.id.in_(union(nobodys, gone_since)), people.c.id > after)
    seen = tx.connection.execute(guests.order_by(people.c.id).limit(slices.AT_ONCE)).scalars().all()
    if not seen:
        return None
    active = or_(
        *(func.coalesce(each, people.c.created_at) >= before for each in (people.c.claimed_at, people.c.reminded_at)),
        theirs(accounts.c.person_id, accounts.c.seen_at >= before),
        theirs(declaration_rows.c.person_id),
        theirs(declaration_rows.c.spoken_by, declaration_rows.c.spoken_by != declaration_rows.c.person_id),
        theirs(registration_rows.c.person_id, registration_rows.c.withdrawn_at.is_(None)),
        theirs(grants.c.person_id, IS_OPEN),
        theirs(activities.c.person_id),
        theirs(
            evidence_rows.c.person_id,
            evidence_rows.c.entry_id.is_(None),
            evidence_rows.c.meeting_id.is_(None),
            evidence_rows.c.event_id.is_(None),
        ),
        theirs(proxies.c.person_id),
        theirs(consents.c.person_id, consents.c.at >= before),
        theirs(codes.c.person_id),
    )
    gone = tx.connection.execute(
        guests.where(people.c.id <= seen[-1], ~active).order_by(people.c.id).limit(AT_ONCE), {"now": tx.now}
    ).scalars()
    keys = gone.all()
    tx.write(update(people).where(people.c.id.in_(keys)).values(on_roster=False))  # of who left: no roster's any more
    found = [people_records.get(tx, key) for key in keys]
    for person in found:
        erase_person(tx, person)
        tx.connection.execute(delete(ties).where(or_(ties.c.person_id == person.id, ties.c.by_id == person.id)))
    return found[-1].id if len(found) == AT_ONCE else int(seen[-1])


@without_audit("its time is over")
def forget_strangers(tx: Transaction, channel: str, before: datetime) -> Slice:
    """Drop chats that somebody opened and left before that moment, without a name, a consent or any act."""
    left = and_(
        accounts.c.channel == channel,
        accounts.c.person_id.is_(None),
        accounts.c.audit_length == 0,
        accounts.c.seen_at < before,
        ~select(outbox.c.id).where(outbox.c.account_id == accounts.c.id).exists(),
    )
    return Slice(tx.connection.execute(delete(accounts).where(some_of(accounts, left))).rowcount)


@without_audit("its time is over")
def forget_visits(tx: Transaction, before: datetime) -> Slice:
    """Drop what was told at the door before that moment, and what was never told once its years are over."""
    past = or_(visits.c.done_at < before, visits.c.created_at < ANSWERS.before(tx.now))
    return Slice(tx.connection.execute(delete(visits).where(some_of(visits, past))).rowcount)


@without_audit("its time is over")
def forget_messages(tx: Transaction, before: datetime) -> Slice:
    """Drop what went out, or never could, before that moment."""
    past = and_(outbox.c.state != ErrandState.WAITING, outbox.c.done_at < before)
    return Slice(tx.connection.execute(delete(outbox).where(some_of(outbox, past))).rowcount)


@without_audit("its time is over")
def forget_codes(tx: Transaction, before: datetime) -> Slice:
    """Drop sign-in codes that could not be used any more since that moment."""
    return Slice(tx.connection.execute(delete(codes).where(some_of(codes, codes.c.expires_at < before))).rowcount)


@without_audit("its time is over")
def forget_diaries(tx: Transaction, before: datetime) -> Slice:
    """Drop entries of diaries of days before that moment, and their pictures.

    Whoever said so keeps theirs, for themselves alone.
    """
    kept = select(people.c.id).where(people.c.id == activities.c.person_id, people.c.keeps_diary).exists()
    past = select(activities.c.id).where(activities.c.held_on < day_of(before), ~kept)
    keys = tx.connection.execute(past.order_by(activities.c.held_on).limit(slices.AT_ONCE)).scalars().all()
    old = activities.c.id.in_(keys)
    dropped = evidence.forget_beside(tx, evidence_rows.c.activity_id.in_(keys), before)
    held = select(activities.c.event_id, func.count().label("n")).where(old, activities.c.event_id.is_not(None))
    for row in tx.connection.execute(held.group_by(activities.c.event_id).order_by(activities.c.event_id)).all():
        tx.connection.execute(  # how many were at a class stays a number
            update(learning_events)
            .where(learning_events.c.id == row.event_id)
            .values(were_there=learning_events.c.were_there + row.n)
        )
    tx.write(delete(activities).where(old))
    return Slice(len(keys), dropped)


@without_audit("its time is over")
def forget_files(tx: Transaction, before: datetime) -> Slice:
    """Nobody may fetch files made before that moment any more."""
    gone = delete(files).where(some_of(files, files.c.created_at < before)).returning(files.c.digest)
    digests = tx.connection.execute(gone).scalars().all()
    return Slice(len(digests), file_records.unneeded(tx, digests))
