"""Several chats of one person, one chat for several persons, codes, visits, budgets: on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.commune_setup import act_as_operator
from criteria.names import fold
from criteria.policy import Actor, Grant, Role
from storage import (
    accounts,
    audit,
    erasure,
    message_budget,
    outbox,
    people,
    residents,
    sign_in_codes,
    to_tell_in_person,
)
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ErrandKind
from storage.people import Person
from tests.conftest import Clock
from tests.village import Village, found, sit_down

NOTICE: dict[str, object] = {"text": {"T": "Đã khoá."}, "choices": [], "title": None, "file": None}


@pytest.fixture
async def village(database: Database) -> Village:
    return await database.write(found)


def chat(tx: Transaction, channel: str, name: str, person: Person | None) -> int:
    sit_down(tx, channel, name, person)
    account = accounts.find(tx, channel, name)
    assert account is not None
    return account.id


async def test_notices_go_to_the_chosen_chat_else_to_the_last_one_that_is_not_blocked(
    database: Database, village: Village, clock: Clock
) -> None:
    first = await database.write(lambda tx: chat(tx, "telegram", "1", village.lan))
    clock.advance(minutes=1)
    second = await database.write(lambda tx: chat(tx, "zalo", "1", village.lan))

    def reachable(*besides: int) -> int | None:
        return found_now[besides]

    def look(tx: Transaction) -> dict[tuple[int, ...], int | None]:
        tried = [(), (second,), (first,), (first, second)]
        return {each: accounts.reachable(tx, village.lan.id, besides=each) for each in tried}

    found_now = await database.read(look)
    assert (reachable(), reachable(second), reachable(first), reachable(first, second)) == (second, first, second, None)

    def choose(tx: Transaction) -> None:
        account = accounts.lock(tx, "zalo", "1")
        accounts.prefer(tx, account, first)
        accounts.save(tx, account, owed=None)

    await database.write(choose)
    assert (await database.read(look))[()] == first
    await database.write(lambda tx: accounts.mark_blocked(tx, first))
    assert (await database.read(look))[()] == second
    seats = await database.read(lambda tx: accounts.of_person(tx, village.lan.id))
    assert [(seat.id, seat.preferred, seat.blocked) for seat in seats] == [(first, True, True), (second, False, False)]


async def test_who_has_no_chat_is_reached_through_who_speaks_for_them(database: Database, village: Village) -> None:
    def work(tx: Transaction) -> tuple[int | None, int | None, int]:
        lan = chat(tx, "zalo", "1", village.lan)
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        before = accounts.reachable(tx, mai.id)
        account = accounts.lock(tx, "zalo", "1")
        accounts.speak_for(tx, account, mai, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)
        during = accounts.reachable(tx, mai.id)
        assert accounts.lock(tx, "zalo", "1").speaks_for == {mai.id: ConsentKind.BESIDE}
        chat(tx, "telegram", "2", mai)  # she joins, and speaks for herself
        assert accounts.lock(tx, "zalo", "1").speaks_for == {}
        assert before is None
        return during, accounts.reachable(tx, mai.id), lan

    during, after, lan = await database.write(work)
    assert during == lan
    assert after not in {lan, None}


async def test_a_chat_that_is_cut_off_forgets_all_it_had(database: Database, village: Village) -> None:
    def work(tx: Transaction) -> None:
        key = chat(tx, "zalo", "1", village.lan)
        outbox.put(tx, ErrandKind.NOTICE, key, NOTICE, person_id=village.lan.id)
        assert not accounts.cut_off(tx, key, village.head.id)  # it is not the head's
        assert accounts.cut_off(tx, key, village.lan.id)
        assert not accounts.cut_off(tx, key, village.lan.id)
        left = accounts.find(tx, "zalo", "1")
        assert left is not None
        assert (left.person, left.consent, left.draft, left.choices) == (None, None, {}, [])
        assert outbox.waiting_notices(tx, key) == ()
        assert people.is_claimed(tx, village.lan.id)  # a name and a year do not open her account now

    await database.write(work)


async def test_a_code_is_used_once_by_however_many_at_once(database: Database, village: Village) -> None:
    def make(tx: Transaction) -> None:
        act_as_operator(tx)
        maker = tx.chain
        assert maker is not None
        until = tx.now + timedelta(minutes=15)
        sign_in_codes.make(tx, "OLDCODE2", person_id=village.lan.id, made_by=maker.account_id, expires_at=until)
        sign_in_codes.make(tx, "ABCD2345", person_id=village.lan.id, made_by=maker.account_id, expires_at=until)

    await database.write(make)

    def use(tx: Transaction, *, name: str, code: str) -> bool:
        account = accounts.lock(tx, "zalo", name)
        done = sign_in_codes.use(tx, code, account)
        accounts.save(tx, account, owed=None)
        return done

    used = await asyncio.gather(*(database.write(partial(use, name=str(i), code="abcd 2345")) for i in range(6)))
    assert sorted(used) == [False] * 5 + [True]
    assert not await database.write(lambda tx: use(tx, name="9", code="OLDCODE2"))  # the newer code put an end to it
    assert await database.read(audit.broken_chains) == ()


async def test_a_notice_goes_on_to_the_next_chat_and_names_whom_it_is_for(database: Database, village: Village) -> None:
    def work(tx: Transaction) -> None:
        lan = chat(tx, "zalo-oa", "1", village.lan)
        head = chat(tx, "telegram", "2", village.head)
        outbox.put(tx, ErrandKind.NOTICE, lan, NOTICE, person_id=village.lan.id)
        (errand,) = outbox.take(tx, [ErrandKind.NOTICE], ["zalo-oa", "telegram"])
        assert (errand.person_id, errand.about, list(errand.tried)) == (village.lan.id, None, [])
        outbox.redirect(tx, errand, head)
        (again,) = outbox.take(tx, [ErrandKind.NOTICE], ["zalo-oa", "telegram"])
        assert (again.account_id, again.about, list(again.tried)) == (head, "Nguyễn Thị Lan", [lan])
        assert [each.id for each in outbox.waiting_notices(tx, head)] == [errand.id]
        assert outbox.waiting_notices(tx, lan) == ()

    await database.write(work)


async def test_visits_are_seen_by_who_serves_the_village_and_made_once(database: Database, village: Village) -> None:
    head = Actor(village.head.id, None, (Grant(Role.HEAD, village.kim_son.id),))
    officer = Actor(village.officer.id, None, (Grant(Role.OFFICER, village.commune.id),))
    elsewhere = Actor(village.officer.id, None, (Grant(Role.HEAD, village.hong_linh.id),))

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        to_tell_in_person.add(tx, village.lan.id, NOTICE)
        to_tell_in_person.add(tx, village.head.id, NOTICE)
        assert [each.full_name for each in to_tell_in_person.open_for(tx, head, limit=9)] == ["Nguyễn Thị Lan"]
        assert to_tell_in_person.count_open_for(tx, officer) == 2
        assert to_tell_in_person.count_open_for(tx, elsewhere) == 0
        (first,) = to_tell_in_person.open_for(tx, head, limit=1)
        to_tell_in_person.done(tx, first, person_id=village.head.id)
        assert to_tell_in_person.load(tx, first.id) is None
        assert to_tell_in_person.count_open_for(tx, head) == 0

    await database.write(work)


async def test_people_are_found_by_name_in_the_places_one_serves(database: Database, village: Village) -> None:
    head = Actor(village.head.id, None, (Grant(Role.HEAD, village.kim_son.id),))
    officer = Actor(village.officer.id, None, (Grant(Role.OFFICER, village.commune.id),))

    def names(tx: Transaction, actor: Actor, said: str) -> list[str]:
        return [each.person.full_name for each in residents.search(tx, actor, fold(said), limit=9)]

    def look(tx: Transaction) -> None:
        assert names(tx, head, "LAN") == ["Nguyễn Thị Lan"]
        assert names(tx, head, "khánh") == []
        assert names(tx, officer, "khánh") == ["Lê Bá Khánh"]
        assert names(tx, head, "%") == names(tx, head, "")
        holder = residents.load(tx, village.head.id)
        assert holder is not None
        assert holder.subject.holds_role

    await database.read(look)


async def test_messages_are_counted_by_vietnams_months(database: Database, clock: Clock) -> None:
    def spend(tx: Transaction) -> int:
        return message_budget.spend(tx, "zalo", 3)

    assert await database.write(spend) == 3
    assert await asyncio.gather(*(database.write(spend) for _ in range(4)))
    assert await database.read(lambda tx: message_budget.spent(tx, "zalo")) == 15
    assert await database.read(lambda tx: message_budget.spent(tx, "zalo-oa")) == 0
    clock.advance(days=7, hours=9)  # 01/12 01:00 in Viet Nam, still November by UTC
    assert message_budget.month_of(clock()) == "2026-12"
    assert await database.read(lambda tx: message_budget.spent(tx, "zalo")) == 0


async def test_chats_that_were_opened_and_left_are_swept_out(
    database: Database, village: Village, clock: Clock
) -> None:
    def visit(tx: Transaction) -> None:
        chat(tx, "web", "joined", village.lan)
        for name in ("looked", "waits"):
            account = accounts.lock(tx, "web", name)
            accounts.save(tx, account, owed=None)
            if name == "waits":
                outbox.put(tx, ErrandKind.NOTICE, account.id, NOTICE)
        act_as_operator(tx)
        to_tell_in_person.add(tx, village.lan.id, NOTICE)
        (open_,) = to_tell_in_person.open_for(tx, Actor(0, None, (Grant(Role.OFFICER, village.commune.id),)), limit=1)
        to_tell_in_person.done(tx, open_, person_id=village.head.id)

    await database.write(visit)
    clock.advance(days=31)

    def sweep(tx: Transaction) -> tuple[int, int]:
        before = tx.now - timedelta(days=30)
        return erasure.forget_strangers(tx, "web", before).rows, erasure.forget_visits(tx, before).rows

    assert await database.write(sweep) == (1, 1)
    left = await database.read(
        lambda tx: [accounts.find(tx, "web", n) is not None for n in ("joined", "looked", "waits")]
    )
    assert left == [True, False, True]


async def test_erasing_a_person_ends_all_that_was_done_for_them(database: Database, village: Village) -> None:
    def work(tx: Transaction) -> None:
        chat(tx, "zalo", "1", village.lan)
        account = accounts.lock(tx, "zalo", "1")
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        accounts.speak_for(tx, account, mai, ConsentKind.ASKED)
        accounts.save(tx, account, owed=None)
        to_tell_in_person.add(tx, village.lan.id, NOTICE)
        sign_in_codes.make(tx, "ABCD2345", person_id=village.lan.id, made_by=account.id, expires_at=tx.now)
        erasure.erase_person(tx, village.lan)
        left = accounts.find(tx, "zalo", "1")
        assert left is not None
        assert (left.person, left.speaks_for) == (None, {})
        assert sign_in_codes.find(tx, "ABCD2345") is None
        assert not people.is_claimed(tx, village.lan.id)

    await database.write(work)
