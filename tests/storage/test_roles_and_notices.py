"""Roles for a time, invitations, reminders and the evening's notice in the database, with several workers at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.commune_setup import act_as_operator
from bot.digest_scheduler import DigestScheduler
from criteria.declaration import Move
from criteria.policy import Action, Actor, Former, Grant, Role, Subject, may
from criteria.reminding import Standing
from handlers.deciding.digest import evening
from locales.catalog import catalog
from storage import accounts, audit, decisions, declarations, digests, outbox, people, roles, roster, to_tell_in_person
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.roles import Invite
from tests.conftest import Clock
from tests.village import PLAIN, Village, declared, found, neighbour, resident, sit_down, there


async def test_a_role_for_a_time_ends_by_itself(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        place, start = village.kim_son.id, tx.now
        roles.give(tx, village.lan, Role.HEAD, place, until=tx.now + timedelta(days=7))
        roles.give(tx, village.lan, Role.HEAD, place, until=tx.now + timedelta(days=3))  # the longer stays
        (held,) = [each for each in roles.of_place(tx, place) if each.person == village.lan]
        assert held.until == start + timedelta(days=7)
        assert roles.of_person(tx, village.lan.id) == (Grant(Role.HEAD, place),)
        sit_down(tx, "web", "lan", village.lan)
        tx.now += timedelta(days=6)
        assert there(accounts.find(tx, "web", "lan")).grants == (Grant(Role.HEAD, place),)
        tx.now += timedelta(days=2)
        account = there(accounts.find(tx, "web", "lan"))
        assert (account.grants, account.formerly) == ((), (Former(Role.HEAD, place, start + timedelta(days=7)),))
        assert roles.of_person(tx, village.lan.id) == ()
        assert village.lan not in [
            person for person, _ in roles.deciders(tx, village_id=place, commune_id=village.commune.id)
        ]
        roles.give(tx, village.lan, Role.HEAD, place)  # and for good
        assert there(accounts.find(tx, "web", "lan")).grants == (Grant(Role.HEAD, place),)

    await database.write(work)


async def test_a_role_that_was_ended_is_on_record_and_old_buttons_say_so(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, PLAIN)
        (held,) = roles.of_place(tx, village.kim_son.id)
        assert held.person == village.head
        assert roles.revoke(tx, held, person_id=village.officer.id)
        assert not roles.revoke(tx, held, person_id=village.officer.id)
        assert roles.load(tx, held.id) is None
        rows = audit.of_subject(tx, f"person:{village.head.id}")
        assert (rows[-1].code, rows[-1].data) == ("grant.revoked", {"role": "head", "place": village.kim_son.id})
        sit_down(tx, "web", "head", village.head)
        actor = there(accounts.find(tx, "web", "head")).actor
        for action, subject in (
            (Action.DECIDE, sent.subject), (Action.SEE, sent.subject), (Action.SEE_QUEUE, None),
            (Action.DECIDE_MANY, None), (Action.REMIND, village.kim_son.subject), (Action.HELP, sent.subject),
        ):  # fmt: skip
            denied = may(actor, action, subject)
            assert denied is not None
            assert "đã thôi phụ trách việc này" in str(denied.because), action

    await database.write(work)


VILLAGE, OTHER, COMMUNE = 2, 3, 1
HELD = {
    "head": Subject(commune_id=COMMUNE, village_id=VILLAGE, person_id=50, role=Role.HEAD),
    "deputy": Subject(commune_id=COMMUNE, village_id=VILLAGE, person_id=50, role=Role.HEAD, for_a_time=True),
    "helper": Subject(commune_id=COMMUNE, village_id=VILLAGE, person_id=50, role=Role.HELPER),
    "officer": Subject(commune_id=COMMUNE, village_id=None, person_id=50, role=Role.OFFICER),
}
ACTORS = {
    "herself": Actor(50),
    "head": Actor(10, grants=(Grant(Role.HEAD, VILLAGE),)),
    "other head": Actor(11, grants=(Grant(Role.HEAD, OTHER),)),
    "officer": Actor(12, grants=(Grant(Role.OFFICER, COMMUNE),)),
    "other officer": Actor(13, grants=(Grant(Role.OFFICER, 9),)),
    "helper": Actor(14, grants=(Grant(Role.HELPER, VILLAGE),)),
    "resident": Actor(15),
    "nobody": Actor(),
}


@pytest.mark.parametrize(
    ("held", "who"),
    [
        ("head", {"herself", "officer"}),
        ("deputy", {"herself", "officer", "head"}),
        ("helper", {"herself", "officer", "head"}),
        ("officer", {"herself", "officer"}),
    ],
)
def test_who_may_end_which_role(held: str, who: set[str]) -> None:
    assert {name for name, actor in ACTORS.items() if may(actor, Action.END_ROLE, HELD[held]) is None} == who


def test_a_helper_helps_in_the_village_and_decides_nothing() -> None:
    here = Subject(commune_id=COMMUNE, village_id=VILLAGE, person_id=99)
    there = Subject(commune_id=COMMUNE, village_id=OTHER, person_id=99)
    helper = ACTORS["helper"]
    assert may(helper, Action.HELP, here) is None
    assert may(helper, Action.HELP, there) is not None
    for action in (Action.SEE_QUEUE, Action.DECIDE, Action.DECIDE_MANY, Action.REMIND, Action.ADMIT, Action.KEEP_ROLES):
        assert may(helper, action, here) is not None, action


async def test_one_invitation_two_people_at_the_same_moment(database: Database) -> None:
    def seed(tx: Transaction) -> tuple[Village, Invite]:
        village = found(tx)
        sit_down(tx, "web", "one", village.lan)
        sit_down(tx, "web", "two", village.officer)
        made = roles.invite(
            tx, code="ABCD2345", role=Role.HEAD, place_id=village.kim_son.id, expires_at=tx.now + timedelta(days=1),
            made_by=village.head.id, lasts_days=30,
        )  # fmt: skip
        return village, made

    village, _ = await database.write(seed)

    def take(tx: Transaction, chat: str) -> bool:
        account = accounts.lock(tx, "web", chat)
        invite = roles.invite_of_code(tx, "ABCD2345")
        assert invite is not None
        assert account.person is not None
        taken = roles.accept(tx, invite, account, account.person)
        accounts.save(tx, account, owed=None)
        return taken

    taken = await asyncio.gather(database.write(lambda tx: take(tx, "one")), database.write(lambda tx: take(tx, "two")))
    assert sorted(taken) == [False, True]
    held = await database.read(lambda tx: roles.of_place(tx, village.kim_son.id))
    assert len(held) == 2  # the head, and one deputy
    assert await database.read(audit.broken_chains) == ()


async def test_an_invitation_that_was_called_back_works_no_more(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        place = village.kim_son.id
        roles.invite(tx, code="ABCD2345", role=Role.HELPER, place_id=place, expires_at=tx.now + timedelta(days=1))
        assert len(roles.open_invites(tx, place)) == 1
        assert roles.call_back(tx, place) == 1
        assert roles.call_back(tx, place) == 0
        sit_down(tx, "web", "lan", village.lan)
        account = accounts.lock(tx, "web", "lan")
        invite = roles.invite_of_code(tx, "abcd2345")
        assert invite is not None
        assert not invite.is_open(tx.now)
        assert not roles.accept(tx, invite, account, village.lan)
        assert roles.of_person(tx, village.lan.id) == ()

    await database.write(work)


async def test_one_evening_two_workers_one_notice(database: Database, clock: Clock) -> None:
    def seed(tx: Transaction) -> Village:
        village = found(tx)
        sit_down(tx, "web", "head", village.head)
        sit_down(tx, "web", "officer", village.officer)
        for i in range(3):
            declared(tx, village, neighbour(tx, village, i), PLAIN)
        digests.choose(tx, village.officer.id, None)
        return village

    village = await database.write(seed)
    clock.advance(hours=3, minutes=29)
    await DigestScheduler(database).look()
    assert await waiting(database) == []
    clock.advance(minutes=1)
    await asyncio.gather(
        DigestScheduler(database).look(), DigestScheduler(database).look(), DigestScheduler(database).look()
    )
    assert await waiting(database) == [village.head.id]
    clock.advance(hours=24)
    await DigestScheduler(database).look()
    assert await waiting(database) == [village.head.id]  # in place of the one that nobody has seen
    clock.advance(days=2)
    await asyncio.gather(DigestScheduler(database).look(), DigestScheduler(database).look())
    assert sorted(await waiting(database)) == [village.head.id, village.officer.id]  # what waits too long, to both


async def waiting(database: Database) -> list[int]:
    """For whom something waits in the outbox."""
    return await database.read(
        lambda tx: [there(errand.person_id) for key in (1, 2, 3, 4) for errand in outbox.waiting_notices(tx, key)]
    )


async def test_nothing_to_say_no_notice(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        assert "Còn 7 ngày đến 30/11/2026" in catalog("vi").render(
            there(evening(tx, head)).text
        )  # a date alone is worth one
        tx.now += timedelta(hours=24)
        assert evening(tx, head) is None  # but not every evening
        to_tell_in_person.add(tx, village.lan.id, {"text": ["v", "x"], "choices": [], "title": None, "file": None})
        to_tell_in_person.add(tx, village.lan.id, {"text": ["v", "x"], "choices": [], "title": None, "file": None})
        assert to_tell_in_person.count_open_for(tx, head) == 1  # of the same thing once
        assert evening(tx, head) is not None

    await database.write(work)


async def test_the_roster_of_a_village_and_how_far_each_is(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        resident(tx, village.kim_son, "Trần Văn Bé", 2012, household="1")  # too young
        sit_down(tx, "web", "lan", village.lan)
        sent = declared(tx, village, village.lan, PLAIN)
        decisions.decide(tx, sent, Move.RETURN, person_id=village.head.id)
        everybody = {each.full_name: each for each in roster.of_place(tx, village.kim_son.id, village.cycle)}
        assert set(everybody) == {"Nguyễn Thị Lan", "Trần Thị Mai", "Phan Văn Đức", "Phan Văn Hải"}
        lan = everybody["Nguyễn Thị Lan"]
        assert (lan.standing, lan.by_chat, lan.household) == (Standing.RETURNED, True, "1")
        assert everybody["Trần Thị Mai"].standing is Standing.NOT_BEGUN
        assert not everybody["Trần Thị Mai"].by_chat
        assert roster.of_person(tx, village.lan.id, village.kim_son.id, village.cycle) == lan
        account = there(accounts.find(tx, "web", "lan"))
        accounts.mark_blocked(tx, account.id)
        blocked = roster.of_person(tx, village.lan.id, village.kim_son.id, village.cycle)
        assert blocked is not None
        assert not blocked.by_chat
        held = declarations.load(tx, sent.id)
        assert held is not None
        declarations.withdraw(tx, held)
        again = roster.of_person(tx, village.lan.id, village.kim_son.id, village.cycle)
        assert again is not None
        assert again.standing is Standing.NOT_BEGUN

    await database.write(work)


async def test_two_heads_remind_the_same_people_at_once(database: Database, clock: Clock) -> None:
    def seed(tx: Transaction) -> Village:
        return found(tx)

    village = await database.write(seed)
    ids = [village.lan.id, village.head.id]

    def remind(tx: Transaction) -> int:
        act_as_operator(tx)
        return len(roster.claim_reminder(tx, ids))

    assert sorted(await asyncio.gather(database.write(remind), database.write(remind))) == [0, 2]
    clock.advance(days=3)

    def want_none(tx: Transaction) -> None:
        act_as_operator(tx)
        roster.want_reminders(tx, ids[0], wanted=False)

    await database.write(want_none)
    assert await database.write(remind) == 1
    assert await database.write(lambda tx: len(roster.claim_reminder(tx, []))) == 0
    assert not await database.read(lambda tx: roster.wants_reminders(tx, ids[0]))
    assert await database.read(lambda tx: people.get(tx, ids[0]).full_name) == "Nguyễn Thị Lan"
