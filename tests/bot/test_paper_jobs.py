"""What a signed paper confirms is confirmed beside the turns, once the picture of the paper is here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from acts.meeting import PaperErrand
from bot import paper_jobs
from bot.file_jobs import FileJobs
from criteria.meeting import MeetingKind
from storage import accounts, evidence, meetings, outbox
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.meetings import Meeting
from storage.picture_reference import PictureReference, StoredPicture, TelegramPicture
from tests.keys import keys_in
from tests.village import PLAIN, declared, found, resident, sit_down


def signed(tx: Transaction, picture: PictureReference) -> Meeting:
    """A concluded list that the head signed and the officer typed in, with one who waits; its job is left."""
    village = found(tx)
    sit_down(tx, "web", "officer", village.officer)
    account = accounts.lock(tx, "web", "officer")
    waiting = resident(tx, village.kim_son, "Lò Thị Bưởi", 1970, household="31")
    declared(tx, village, waiting, PLAIN)
    made = meetings.begin(
        tx, cycle_id=village.cycle.id, kind=MeetingKind.SIGNED, place_id=village.kim_son.id, by=village.officer.id
    )
    evidence.attach(tx, picture, person_id=village.officer.id, account_id=account.id, meeting_id=made.id)
    meetings.change(tx, made, signed_by=village.head.id)
    held = meetings.conclude(tx, meetings.get(tx, made.id), by=village.officer.id)
    outbox.put(tx, ErrandKind.JOB, account.id, PaperErrand(held.id).encode(), key=f"signed_paper:{held.id}")
    return held


async def test_the_job_confirms_whoever_waits_and_is_done(sqlite: Database, tmp_path: Path) -> None:
    held = await sqlite.write(partial(signed, picture=StoredPicture("b" * 64, "image/jpeg", 9)))
    jobs = FileJobs(sqlite, FileStore(tmp_path, keys_in(tmp_path)), {"web": None})  # type: ignore[dict-item]
    assert await jobs.work()
    assert (await sqlite.read(lambda tx: meetings.standing(tx, held))).waiting == 0
    assert not await jobs.work()


async def test_nobody_is_confirmed_before_the_picture_is_here(sqlite: Database, tmp_path: Path) -> None:
    held = await sqlite.write(partial(signed, picture=TelegramPicture("AgAC1")))
    due = await sqlite.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], ["web"], most=9))
    (errand,) = [each for each in due if PaperErrand.decode(each.payload) is not None]
    await paper_jobs.carry_out(sqlite, errand, PaperErrand(held.id))
    assert (await sqlite.read(lambda tx: meetings.standing(tx, held))).waiting == 1
