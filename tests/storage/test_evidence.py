"""Pictures as evidence: taken in the turn, kept later, deleted with their person, and no bytes left over."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.commune_setup import act_as_operator
from bot.retention import Retention
from criteria.policy import Action, Actor, Grant, Role, may
from storage import accounts, audit, clock_witness, erasure, evidence, files, outbox
from storage.evidence import PictureErrand
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.tables import activities, entries
from storage.kit.tables import evidence as rows
from storage.kit.tables import files as file_rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PictureState, Witness
from storage.picture_reference import LinkedPicture, PictureReference, StoredPicture, TelegramPicture
from tests.conftest import Clock
from tests.keys import keys_in
from tests.village import Village, found, sit_down

JPEG = "image/jpeg"
ON_TELEGRAM = TelegramPicture("AgAC1")


@dataclass
class Diary:
    """A commune, Lan's account and one activity of hers."""

    village: Village
    account: int
    activity: int

    def attach(self, tx: Transaction, picture: PictureReference = ON_TELEGRAM) -> int:
        account = accounts.lock(tx, "telegram", "7")
        return evidence.attach(
            tx, picture, person_id=self.village.lan.id, account_id=account.id, activity_id=self.activity
        )


def begun(tx: Transaction) -> Diary:
    village = found(tx)
    sit_down(tx, "telegram", "7", village.lan)
    row = {
        "person_id": village.lan.id, "kind": "course", "name": "Trồng chè", "held_on": tx.now.date(), "hours": 4,
        "organiser": "Hội Nông dân", "created_at": tx.now,
    }  # fmt: skip
    key = tx.connection.execute(insert(activities).values(row).returning(activities.c.id)).scalar_one()
    return Diary(village, accounts.lock(tx, "telegram", "7").id, int(key))


@pytest.fixture
async def diary(database: Database) -> Diary:
    return await database.write(begun)


async def test_what_must_be_fetched_waits_and_leaves_an_errand(database: Database, diary: Diary) -> None:
    key = await database.write(diary.attach)
    (mine,) = await database.read(lambda tx: evidence.of_activity(tx, diary.activity))
    assert (mine.id, mine.state, mine.source, mine.digest) == (key, PictureState.WAITING, "telegram:AgAC1", None)
    assert (mine.person_id, mine.full_name, mine.account_id) == (diary.village.lan.id, "Nguyễn Thị Lan", diary.account)
    (errand,) = await database.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], ["telegram"]))
    assert errand.payload == PictureErrand(key).encode()
    log = await database.read(lambda tx: audit.of_subject(tx, f"evidence:{key}"))
    assert [(line.code, line.data) for line in log] == [
        ("evidence.sent", {"person": diary.village.lan.id, "activity": diary.activity})
    ]


async def test_what_came_with_the_turn_is_kept_at_once(database: Database, diary: Diary) -> None:
    key = await database.write(lambda tx: diary.attach(tx, StoredPicture("ab" * 32, JPEG, 1234)))
    mine = await database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    assert (mine.state, mine.source, mine.digest, mine.media_type, mine.size) == (
        PictureState.KEPT,
        "",
        "ab" * 32,
        JPEG,
        1234,
    )
    assert await database.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], ["telegram"])) == ()


async def test_several_pictures_of_one_activity_come_in_order(database: Database, diary: Diary) -> None:
    sent = [TelegramPicture(str(i)) for i in range(3)]
    keys = [await database.write(partial(diary.attach, picture=each)) for each in sent]
    assert [each.id for each in await database.read(lambda tx: evidence.of_activity(tx, diary.activity))] == keys
    assert len(await database.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], ["telegram"]))) == 3


async def test_beside_an_officers_figure(database: Database, diary: Diary) -> None:
    village = diary.village

    def work(tx: Transaction) -> int:
        row = {
            "cycle_id": village.cycle.id, "indicator": "tt25:1.1", "note": "QĐ 12", "entered_by": village.officer.id,
            "at": tx.now,
        }  # fmt: skip
        entry = int(tx.connection.execute(insert(entries).values(row).returning(entries.c.id)).scalar_one())
        accounts.lock(tx, "telegram", "7")
        evidence.attach(
            tx, LinkedPicture("https://a"), person_id=village.officer.id, account_id=diary.account, entry_id=entry
        )
        return entry

    entry = await database.write(work)
    (mine,) = await database.read(lambda tx: evidence.of_entry(tx, entry))
    assert mine.entry_id == entry
    assert await database.read(lambda tx: evidence.of_activity(tx, diary.activity)) == ()
    assert await database.read(lambda tx: evidence.of_person(tx, village.officer.id)) == ()  # the commune's
    await database.write(lambda tx: evidence.forget(tx, village.officer.id))
    assert await database.read(lambda tx: evidence.of_entry(tx, entry)) == (mine,)


async def test_kept_once(database: Database, diary: Diary) -> None:
    key = await database.write(diary.attach)

    def keep(tx: Transaction, digest: str) -> bool:
        accounts.lock(tx, "telegram", "7")
        return evidence.kept(tx, key, digest=digest, media_type=JPEG, size=5)

    assert await database.write(lambda tx: keep(tx, "aa" * 32))
    assert not await database.write(lambda tx: keep(tx, "bb" * 32))
    assert not await database.write(lambda tx: evidence.refused(tx, key))
    mine = await database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    assert (mine.state, mine.digest, mine.source) == (PictureState.KEPT, "aa" * 32, "")
    log = await database.read(lambda tx: audit.of_subject(tx, f"evidence:{key}"))
    assert [line.code for line in log] == ["evidence.sent", "evidence.kept"]


async def test_refused(database: Database, diary: Diary) -> None:
    key = await database.write(diary.attach)

    def refuse(tx: Transaction) -> bool:
        accounts.lock(tx, "telegram", "7")
        return evidence.refused(tx, key)

    assert await database.write(refuse)
    mine = await database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    assert (mine.state, mine.digest, mine.source) == (PictureState.REFUSED, None, "")
    log = await database.read(lambda tx: audit.of_subject(tx, f"evidence:{key}"))
    assert [line.code for line in log] == ["evidence.sent", "evidence.refused"]
    assert await database.read(audit.broken_chains) == ()


async def test_who_may_see_it(database: Database, diary: Diary) -> None:
    key = await database.write(diary.attach)
    mine = await database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    village, lan = diary.village, diary.village.lan
    allowed = [
        Actor(person_id=lan.id),
        Actor(person_id=99, speaks_for=frozenset({lan.id})),
        Actor(person_id=village.head.id, grants=(Grant(Role.HEAD, village.kim_son.id),)),
        Actor(person_id=village.officer.id, grants=(Grant(Role.OFFICER, village.commune.id),)),
    ]
    refused = [
        Actor(),
        Actor(person_id=99),
        Actor(person_id=99, grants=(Grant(Role.HEAD, village.hong_linh.id),)),
        Actor(person_id=99, grants=(Grant(Role.OFFICER, 12345),)),
    ]
    assert [may(actor, Action.SEE, mine.subject) for actor in allowed] == [None] * 4
    assert all(may(actor, Action.SEE, mine.subject) for actor in refused)


def _grant(tx: Transaction, digest: str, account: int) -> None:
    files.grant(tx, digest=digest, account_id=account, name="minh-chung.jpg", media_type=JPEG, size=5)


async def test_deleting_one_takes_back_everybodys_leave_to_fetch_it(database: Database, diary: Diary) -> None:
    digest = "ab" * 32

    def work(tx: Transaction) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        first = diary.attach(tx, StoredPicture(digest, JPEG, 5))
        second = diary.attach(tx, StoredPicture(digest, JPEG, 5))
        _grant(tx, digest, diary.account)
        still = evidence.drop(tx, first)
        left = tuple(tx.connection.execute(select(file_rows.c.digest)).scalars())
        return still, left, evidence.drop(tx, second)

    still, left, gone = await database.write(work)
    assert (still, left, gone) == ((), (digest,), (digest,))
    assert await database.read(lambda tx: tx.connection.execute(select(file_rows)).all()) == []
    assert await database.write(lambda tx: evidence.drop(tx, 12345)) == ()


async def test_erasing_a_person_leaves_no_picture(database: Database, diary: Diary, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest, report = store.put(b"her certificate"), store.put(b"a report")

    def work(tx: Transaction) -> None:
        diary.attach(tx, StoredPicture(digest, JPEG, 15))
        diary.attach(tx)
        _grant(tx, digest, 1)  # an officer looked at it
        _grant(tx, report, 1)
        erasure.erase_person(tx, diary.village.lan)

    await database.write(work)
    assert await database.read(lambda tx: evidence.of_activity(tx, diary.activity)) == ()
    assert await database.read(lambda tx: files.for_account(tx, digest, 1)) is None
    log = await database.read(lambda tx: audit.of_subject(tx, f"person:{diary.village.lan.id}"))
    assert [line.code for line in log][-2:] == ["evidence.dropped", "person.erased"]
    assert await database.read(audit.broken_chains) == ()

    _age(store, digest, report, hours=0)
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert store.path(digest).exists()  # put here a moment ago: a turn may be about to need it
    _age(store, digest, report)
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert not store.path(digest).exists()
    assert store.get(report) == b"a report"


def _age(store: FileStore, *digests: str, hours: int = 25) -> None:
    """So long ago, by the clock that the sweep looks at: the file system may have another (``make test CLOCK=…``)."""
    for digest in digests:
        before = time.time() - timedelta(hours=hours).total_seconds()
        os.utime(store.path(digest), (before, before))


async def test_bytes_that_no_turn_took_are_swept(database: Database, diary: Diary, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    loose, kept, asked_again = store.put(b"loose"), store.put(b"kept"), store.put(b"asked again")
    await database.write(lambda tx: diary.attach(tx, StoredPicture(kept, JPEG, 4)))
    _age(store, loose, kept, asked_again)
    assert store.put(b"asked again") == asked_again
    (store.folder / "notes.txt").write_text("not ours")
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert [store.path(each).exists() for each in (loose, kept, asked_again)] == [False, True, True]


async def test_a_file_that_is_evidence_too_stays(
    database: Database, diary: Diary, tmp_path: Path, clock: Clock
) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest = store.put(b"looked at")

    def work(tx: Transaction) -> None:
        diary.attach(tx, StoredPicture(digest, JPEG, 9))
        _grant(tx, digest, diary.account)

    await database.write(work)
    clock.advance(days=8)
    _age(store, digest)
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert await database.read(lambda tx: files.for_account(tx, digest, diary.account)) is None
    assert store.get(digest) == b"looked at"


def _quiet(tx: Transaction) -> None:
    """Nothing was written down for a year, and the operator says that the clock is right."""
    act_as_operator(tx)
    clock_witness.confirm(tx, Witness.OPERATOR)


async def test_its_time_is_over_with_that_of_answers(
    database: Database, diary: Diary, tmp_path: Path, clock: Clock
) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest = store.put(b"of 2026")
    await database.write(lambda tx: diary.attach(tx, StoredPicture(digest, JPEG, 7)))
    clock.advance(days=365)
    await database.write(_quiet)
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert await database.read(lambda tx: len(evidence.of_activity(tx, diary.activity))) == 1
    clock.advance(days=60)  # 2028
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert await database.read(lambda tx: evidence.of_activity(tx, diary.activity)) == ()
    assert not store.path(digest).exists()
    assert await database.read(audit.broken_chains) == ()


async def test_a_picture_is_kept_with_its_bytes_or_not_at_all(database: Database, diary: Diary) -> None:
    key = await database.write(diary.attach)
    with pytest.raises(Exception, match="digest"):
        await database.write(
            lambda tx: tx.connection.execute(update(rows).where(rows.c.id == key).values(state=PictureState.KEPT))
        )
