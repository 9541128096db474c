"""Who was erased is taken out of others' texts beside the turns: by slices, killed or not."""

from __future__ import annotations

from functools import partial

import pytest

from bot.blotter import Blotter
from bot.commune_setup import act_as_operator
from bot.verifying import verify
from criteria.activity import ActivityKind
from criteria.policy import Actor, Grant, Role
from handlers.kit.screen import Screen, screen_to_data
from locales.text import Verbatim
from storage import (
    accounts,
    activities,
    backups,
    blotting,
    clans,
    erasure,
    outbox,
    people,
    to_tell_in_person,
)
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.people import Person
from tests.village import Village, found, resident, sit_down

NAME, OTHER = "Lò Thị Hương Đào", "Lò Văn Tùng Bách"
ENTRIES = 23


def _spread(tx: Transaction) -> tuple[Village, tuple[Person, Person]]:
    """Two people who are written of in others' diaries, notices, visits and in a chat; and a clan named after one."""
    village = found(tx)
    gone, later = (resident(tx, village.kim_son, name, 1947, household=name, on_roster=False) for name in (NAME, OTHER))
    clans.found(tx, gone, name=f"Họ {NAME}", code="HOHUONGD")
    sit_down(tx, "telegram", "neighbour", village.lan)
    for i in range(ENTRIES):
        activities.add(
            tx, village.lan, kind=ActivityKind.BOOK, name=f"Cuốn {i}", held_on=tx.now.date(), hours=1,
            organiser=f"{(NAME, OTHER.upper(), 'ai đó')[i % 3]}",
        )  # fmt: skip
    neighbour = accounts.lock(tx, "telegram", "neighbour")
    neighbour.draft = {"entry": {"of": gone.id}}
    accounts.save(tx, neighbour, owed=None)
    accounts.offer(tx, neighbour.id, [(Verbatim(f"Xem {NAME}"), "queue")])
    notice = screen_to_data(Screen(text=Verbatim(f"{NAME} vừa gửi")))
    outbox.put(tx, ErrandKind.NOTICE, neighbour.id, notice)
    to_tell_in_person.add(tx, village.lan.id, notice)
    act_as_operator(tx)
    return village, (gone, later)


def _erase(tx: Transaction, person: Person) -> None:
    act_as_operator(tx)
    erasure.erase_person(tx, people.get(tx, person.id))


def _texts(tx: Transaction, village: Village) -> str:
    """What is kept of others in which the two were named."""
    account = accounts.find(tx, "telegram", "neighbour")
    assert account is not None
    entries = activities.of_person(tx, village.lan.id, tx.now.year)
    clan = clans.by_join_code(tx, "HOHUONGD")
    return f"{account.offers} {account.draft} {[each.organiser for each in entries]} {clan}"


async def test_it_is_done_by_slices_and_goes_on_where_it_was_killed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each slice is a worker of its own here: nothing but the row tells the next how far it has come."""
    monkeypatch.setattr(blotting, "PAGE", 2)
    village, (gone, _) = await database.write(_spread)
    before = await database.read(partial(_texts, village=village))
    assert NAME in before
    await database.write(partial(_erase, person=gone))
    assert NAME in await database.read(partial(_texts, village=village))

    def slice_(tx: Transaction) -> bool:
        act_as_operator(tx)
        return blotting.go_on(tx, most=4)

    slices = 1
    while await database.write(slice_):
        slices += 1
        assert await database.read(blotting.is_left)
    assert slices > ENTRIES // 4
    after = await database.read(partial(_texts, village=village))
    assert NAME not in after
    assert "Dòng họ" in after
    assert f"'of': {gone.id}" not in after
    assert OTHER.upper() in after
    assert not await database.read(blotting.is_left)
    assert (await database.read(verify)).problems == ()


async def test_a_slice_that_takes_long_ends_after_a_page(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blotting, "PAGE", 2)
    village, (gone, _) = await sqlite.write(_spread)
    await sqlite.write(partial(_erase, person=gone))

    def slice_(tx: Transaction) -> bool:
        act_as_operator(tx)
        return blotting.go_on(tx, seconds=0)

    slices = 1
    while await sqlite.write(slice_):
        slices += 1
    assert slices > ENTRIES // 2
    assert NAME not in await sqlite.read(partial(_texts, village=village))


async def test_who_is_erased_while_it_goes_on_is_gone_through_from_the_beginning(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blotting, "PAGE", 2)
    village, (gone, later) = await database.write(_spread)
    await database.write(partial(_erase, person=gone))

    def slice_(tx: Transaction) -> None:
        act_as_operator(tx)
        assert blotting.go_on(tx, most=20)

    await database.write(slice_)
    await database.write(partial(_erase, person=later))
    await Blotter(database).finish()
    after = await database.read(partial(_texts, village=village))
    assert NAME not in after
    assert OTHER.upper() not in after
    assert "ai đó" in after


async def test_nobody_is_told_the_name_before_it_is_done(database: Database) -> None:
    """What goes out, what is to be told at a door, and what is kept of it for who was told."""
    village, (gone, _) = await database.write(_spread)
    await database.write(partial(_erase, person=gone))
    head = Actor(village.head.id, None, (Grant(Role.HEAD, village.kim_son.id),))

    def told(tx: Transaction) -> str:
        (visit,) = to_tell_in_person.open_for(tx, head, limit=5)
        again = to_tell_in_person.load(tx, visit.id)
        errands = outbox.take(tx, [ErrandKind.NOTICE], ["telegram"])
        assert len(errands) == 1
        kept = (outbox.kept_notices(tx, village.lan.id), to_tell_in_person.kept_of(tx, village.lan.id))
        return f"{visit.payload} {again} {errands} {kept}"

    said = await database.write(told)
    assert "– vừa gửi" in said
    assert NAME not in said


async def test_a_backup_that_was_made_in_between_is_finished_before_anybody_is_served(database: Database) -> None:
    village, (gone, _) = await database.write(_spread)
    await database.write(partial(_erase, person=gone))

    def restored(tx: Transaction) -> None:
        act_as_operator(tx)
        assert backups.restored(tx, 0, [], name="", folder="", size=0) == 0

    await database.write(restored)
    assert NAME not in await database.read(partial(_texts, village=village))
    assert not await database.read(blotting.is_left)


async def test_who_erases_waits_for_it_but_not_for_long(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    village, (gone, later) = await sqlite.write(_spread)
    blotter = Blotter(sqlite)
    sqlite.on_erased = blotter.before_acknowledged
    monkeypatch.setattr("bot.blotter.PATIENCE", 60.0)
    await sqlite.write(partial(_erase, person=gone))
    assert NAME not in await sqlite.read(partial(_texts, village=village))
    monkeypatch.setattr("bot.blotter.PATIENCE", 0.0)
    await sqlite.write(partial(_erase, person=later))
    assert await sqlite.read(blotting.is_left)
    await blotter.finish()
    assert OTHER.upper() not in await sqlite.read(partial(_texts, village=village))


async def test_a_name_of_one_word_is_no_text_of_others_and_none_at_all_is_sought_nowhere(sqlite: Database) -> None:
    def work(tx: Transaction) -> tuple[bool, bool]:
        village = found(tx)
        nameless = resident(tx, village.kim_son, "", 1950, household="n", on_roster=False)
        erasure.erase_person(tx, nameless)
        without_name = blotting.is_left(tx)
        erasure.erase_person(tx, resident(tx, village.kim_son, "Đào", 1950, household="n", on_roster=False))
        return without_name, blotting.is_left(tx)

    assert await sqlite.write(work) == (False, True)
