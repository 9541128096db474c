"""[Tải về] as it comes out of the file job: the record, the data and the person's own pictures."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from acts.errands import MyDataErrand
from bot.file_makers import read_for
from bot.readers.my_data import record_of
from criteria.activity import ActivityKind
from criteria.declaration import Move
from storage import accounts, activities, decisions, evidence
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.picture_reference import StoredPicture
from tests.keys import keys_in
from tests.pictures import photo
from tests.village import GOOD, declared, found, sit_down


async def test_the_file_holds_the_persons_pictures_and_nobody_elses(sqlite: Database, tmp_path: Path) -> None:
    store = FileStore(tmp_path, keys_in(tmp_path))
    own, other = photo(40, 30), photo(50, 30)
    kept = {name: store.put(content) for name, content in (("own", own), ("other", other))}

    def work(tx: Transaction) -> bytes:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.lan)
        account = accounts.lock(tx, "telegram", "7")
        for person, name in ((village.lan, "own"), (village.head, "other")):
            entry = activities.add(tx, person, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(2026, 10, 1),
                                   hours=4, organiser="Thôn")  # fmt: skip
            evidence.attach(tx, StoredPicture(kept[name], "image/jpeg", 9), person_id=person.id, account_id=account.id,
                            activity_id=entry.id)  # fmt: skip
        return read_for(tx, MyDataErrand(), account, store.get).draw()

    archive = ZipFile(BytesIO(await sqlite.write(work)))
    (picture,) = [name for name in archive.namelist() if name.startswith("anh/")]
    assert archive.read(picture) == own
    assert archive.read("ho-so-hoc-tap.pdf").startswith(b"%PDF")
    data = json.loads(archive.read("du-lieu.json"))
    assert [(each["file"], each["caption"]) for each in data["evidence"]] == [(picture, "")]
    assert data["family"]["members"] == ["Trần Thị Mai"]


async def test_a_confirmation_that_was_taken_back_is_in_no_record(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.lan)
        sent = declared(tx, village, village.lan, GOOD)
        confirmed = decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        assert confirmed is not None
        (year,) = record_of(tx, village.lan, whole=False).years
        assert [each.confirmed_by for each in year.titles] == ["Phan Văn Đức"]
        assert decisions.decide(tx, confirmed, Move.UNDO, person_id=village.head.id) is not None
        (year,) = record_of(tx, village.lan, whole=True).years
        assert [each.confirmed_by for each in year.titles] == [None]

    await sqlite.write(work)
