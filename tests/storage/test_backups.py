"""Backups in the database: whose turn it is, since when there is none, and whom a restored one must forget again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.commune_setup import act_as_operator
from locales.format import day_of
from storage import backups, erasure, people
from storage.backups import LATE, Erasure
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.village import found

NIGHT = date(2026, 11, 23)


async def test_a_night_belongs_to_one_worker_until_it_falls_silent(database: Database, clock: Clock) -> None:
    key = await database.write(lambda tx: backups.claim(tx, NIGHT))
    assert key is not None
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) is None
    clock.advance(minutes=4)
    await database.write(lambda tx: backups.still(tx, key))
    clock.advance(minutes=4)
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) is None
    clock.advance(minutes=2)  # its worker was killed
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) == key
    await database.write(lambda tx: backups.failed(tx, key, "the disk is not there"))
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) is None  # not at once again
    clock.advance(minutes=11)
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) == key
    await database.write(lambda tx: made(tx, key))
    clock.advance(days=1)
    assert await database.write(lambda tx: backups.claim(tx, NIGHT)) is None


def made(tx: Transaction, key: int | None = None) -> None:
    act_as_operator(tx)
    backups.done(tx, key or backups.begin(tx), folder="/usb", name="hoctap-x.age", size=7)


async def test_what_is_due_and_what_is_late(database: Database, clock: Clock) -> None:
    assert not (await database.read(backups.standing)).is_late  # nothing is kept yet
    await database.write(found)
    since = clock.now - timedelta(hours=1)
    assert await database.read(lambda tx: backups.is_due(tx, since))
    clock.advance(days=4)
    stands = await database.read(backups.standing)
    assert (stands.latest, stands.is_late) == (None, True)
    await database.write(made)
    stands = await database.read(backups.standing)
    assert stands.latest is not None
    assert (stands.latest.begun_at, stands.is_late, stands.trouble) == (clock.now, False, "")
    assert await database.read(lambda tx: backups.used(tx, "/usb"))
    assert not await database.read(lambda tx: backups.used(tx, "/other"))
    assert not await database.read(lambda tx: backups.is_due(tx, clock.now))
    clock.advance(seconds=1)
    key = await database.write(backups.begin)
    await database.write(lambda tx: backups.failed(tx, key, "full"))
    assert (await database.read(backups.standing)).trouble == "full"
    clock.advance(seconds=1)
    await database.write(made)
    assert (await database.read(backups.standing)).trouble == ""
    clock.advance(days=3)
    assert not (await database.read(backups.standing)).is_late
    clock.advance(seconds=1)
    assert (await database.read(backups.standing)).is_late


async def test_officers_are_warned_once_until_there_is_one_again(database: Database, clock: Clock) -> None:
    def warned(tx: Transaction) -> bool:
        return backups.claim_warning(tx, day_of(tx.now))

    await database.write(found)
    clock.advance(days=3)
    assert not await database.write(warned)
    for _ in range(2):
        clock.advance(days=4)
        assert await database.write(warned)
        for _ in range(3):
            assert not await database.write(warned)
            clock.advance(days=1)
            await database.write(lambda tx: backups.claim(tx, day_of(tx.now)))  # it is tried meanwhile
        await database.write(made)
        assert not await database.write(warned)


async def test_the_last_is_never_forgotten(database: Database, clock: Clock) -> None:
    for _ in range(3):
        await database.write(made)
        clock.advance(days=1)
    clock.advance(days=500)
    assert await database.write(lambda tx: backups.forget(tx, tx.now - timedelta(days=400))) == 2
    assert await database.read(backups.latest) is not None


async def restored(database: Database, *listed: Erasure) -> int:
    def work(tx: Transaction) -> int:
        act_as_operator(tx)
        return backups.restored(tx, 0, listed, name="hoctap-x.age", folder="/usb", size=7)

    return await database.write(work)


async def test_who_was_erased_since_is_erased_again_and_nobody_else(database: Database, clock: Clock) -> None:
    village = await database.write(found)
    lan, mai = village.lan.id, village.lan.id + 1

    def erase(person_id: int) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            act_as_operator(tx)
            erasure.erase_person(tx, people.get(tx, person_id))

        return work

    entered = clock.now
    clock.advance(days=1)
    await database.write(erase(mai))
    known = await database.read(backups.erasures)
    assert known == (Erasure(clock.now, mai, entered),)
    after = clock.now + timedelta(days=1)
    clock.advance(days=2)
    assert await restored(database, *known) == 0  # the backup has seen that one: she may have joined again
    assert await restored(database, Erasure(after, 999, entered)) == 0  # came later, and is not in the backup
    assert await restored(database, Erasure(after, lan, entered + timedelta(hours=1))) == 0  # another of that number
    since = Erasure(after, lan, entered)
    assert await restored(database, since, *known) == 1
    again = await database.read(backups.erasures)
    assert {each.person_id for each in again} == {lan, mai}
    assert await restored(database, since, *known, *again) == 0  # a second backup from here knows it


async def test_late_is_three_days() -> None:
    assert timedelta(days=3) == LATE
