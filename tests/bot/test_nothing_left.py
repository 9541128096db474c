"""What an erasure leaves: every byte of the data folder is searched for the name, however it may be written."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.blotter import Blotter
from bot.commune_setup import act_as_operator
from bot.file_jobs import FileJobs
from bot.retention import Retention
from criteria.activity import ActivityKind, EventKind
from criteria.declaration import Move
from criteria.names import fold
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from locales.text import T, Verbatim, to_data
from storage import (
    accounts,
    activities,
    blotting,
    clans,
    decisions,
    erasure,
    evidence,
    files,
    learning_events,
    outbox,
    people,
    to_tell_in_person,
)
from storage.files import FileStore
from storage.kit.engine import Database, open_database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ErrandKind
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.conftest import Clock
from tests.keys import keys_in
from tests.village import GOOD, Village, declared, found, resident, sit_down

NAME = "Lò Thị Hương Đào"
Found: TypeAlias = set[str]


def written_forms(name: str) -> dict[str, bytes]:
    """A name as it may lie in a file: in UTF-8, composed or not, without marks, escaped as JSON."""
    forms = {
        "as it is": name,
        "upper": name.upper(),
        "lower": name.lower(),
        "apart": unicodedata.normalize("NFD", name),
        "folded": fold(name),
        "escaped": json.dumps(name)[1:-1],
        "escaped lower": json.dumps(name.lower())[1:-1],
    }
    return {how: form.encode() for how, form in forms.items()}


def left_in(folder: Path, name: str = NAME) -> Found:
    """The files of the folder in which the name still stands, and how it is written there."""
    return {
        f"{path.name}: {how}"
        for path in folder.rglob("*")
        if path.is_file()
        for how, form in written_forms(name).items()
        if form in path.read_bytes()
    }


def _spread(tx: Transaction, store: FileStore, village: Village, *, has_chat: bool) -> Person:
    """Somebody whose name stands wherever a name may stand."""
    act_as_operator(tx)
    person = resident(tx, village.kim_son, NAME, 1947, household="77", on_roster=False)
    sit_down(tx, "telegram", "head", village.head)
    sit_down(tx, "telegram", "neighbour", village.lan)
    chat = "hers" if has_chat else "head"
    if has_chat:
        sit_down(tx, "telegram", chat, person)
    account = accounts.lock(tx, "telegram", chat)
    if not has_chat:
        accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
        accounts.give_consent(tx, account, version="2026-12", given=True, for_person=person)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)
    sent = declared(tx, village, person, dict(GOOD))
    decisions.decide(tx, sent, Move.RETURN, person_id=village.head.id, reason=T("Xem lại {name}", name=NAME))
    others = declared(tx, village, village.lan, dict(GOOD))
    decisions.decide(tx, others, Move.RETURN, person_id=village.head.id, reason=Verbatim(f"Giống hệt bà {NAME}"))
    clans.found(tx, person, name=f"Họ {NAME}", code="HOHUONGD")
    entry = activities.add(
        tx, person, kind=ActivityKind.BOOK, name=f"Sách của {NAME}", held_on=date(2026, 3, 1), hours=4,
        organiser=NAME.upper(),
    )  # fmt: skip
    activities.add(
        tx, village.lan, kind=ActivityKind.BOOK, name="Đọc sách", held_on=date(2026, 3, 1), hours=4,
        organiser=f"nhà bà {NAME.lower()}",
    )  # fmt: skip
    learning_events.announce(
        tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=date(2026, 11, 2), hours=2,
        organiser=f"Bà {NAME}", code="NAM23456", person_id=village.head.id,
    )  # fmt: skip
    account = accounts.lock(tx, "telegram", chat)
    picture = store.put(f"a picture of {NAME}".encode())
    evidence.attach(
        tx, StoredPicture(picture, "image/png", 3), person_id=person.id, account_id=account.id, activity_id=entry.id,
        caption=f"{NAME} nhận bằng",
    )  # fmt: skip
    if has_chat:
        own = store.put(f"all that is kept of {NAME}".encode())
        files.grant(tx, digest=own, account_id=account.id, name="du-lieu-cua-toi.txt", media_type="text/plain", size=3)
        account.draft = {"name": NAME}
        accounts.offer(tx, account.id, [(Verbatim(NAME), "home")])
    accounts.save(tx, account, owed=None)
    to_tell_in_person.add(tx, person.id, {"text": f"{NAME} ơi"})
    to_tell_in_person.add(tx, village.lan.id, {"text": f"{NAME} mời họp"})
    neighbour = accounts.lock(tx, "telegram", "neighbour")
    neighbour.draft = {"helped": {"name": fold(NAME)}, "entry": {"name": f"cùng {NAME}"}}
    accounts.save(tx, neighbour, owed=None)
    accounts.offer(tx, neighbour.id, [(Verbatim(f"Xem {NAME}"), "queue")])
    outbox.put(tx, ErrandKind.NOTICE, neighbour.id, {"text": to_data(Verbatim(f"{NAME} vừa gửi")), "more": [NAME]})
    act_as_operator(tx)
    return people.get(tx, person.id)


def _erase_in_the_chat(tx: Transaction) -> None:
    account = accounts.lock(tx, "telegram", "hers")
    route, _ = ROUTER.run(Turn(tx, account), "erase-now")
    account.route, account.choices = route, []
    accounts.save(tx, account, owed=None)


@pytest.mark.parametrize("has_chat", [True, False], ids=["with a chat", "spoken for"])
async def test_no_byte_of_the_data_folder_has_the_name(
    sqlite_url: str, tmp_path: Path, clock: Clock, *, has_chat: bool
) -> None:
    """Database, its log of writes, files: on SQLite, where they lie in the folder."""
    database: Database = open_database(sqlite_url, clock)
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    village = await database.write(found)
    person = await database.write(lambda tx: _spread(tx, store, village, has_chat=has_chat))
    before = left_in(tmp_path)
    assert {each.partition(": ")[2] for each in before} >= {"as it is", "upper", "lower", "folded"}
    jobs = FileJobs(database, store, {})
    database.on_wake = jobs.wake
    database.on_erased = Blotter(database).finish

    def by_the_head(tx: Transaction) -> None:
        act_as_operator(tx)
        erasure.erase_person(tx, people.get(tx, person.id))

    await database.write(_erase_in_the_chat if has_chat else by_the_head)
    for path in store.folder.glob("??/*"):  # as if they had been put there an hour ago
        age = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
        os.utime(path, (age, age))
    await jobs.drop_gone()
    assert left_in(tmp_path) == set()
    await Retention(database, store, keys_in(tmp_path)).sweep()
    assert left_in(tmp_path) == set()
    await database.close()
    assert left_in(tmp_path) == set()


async def test_what_is_said_of_a_namesake_stays(sqlite: Database) -> None:
    """Two people of one name: what others wrote may be about the one who is still there."""

    def work(tx: Transaction) -> str:
        village = found(tx)
        gone = resident(tx, village.kim_son, NAME, 1947, household="77", on_roster=False)
        resident(tx, village.hong_linh, NAME, 1990, household="78")
        event = learning_events.announce(
            tx, place_id=village.hong_linh.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=date(2026, 11, 2),
            hours=2, organiser=f"Cô {NAME}", code="NAM23456", person_id=village.head.id,
        )  # fmt: skip
        erasure.erase_person(tx, gone)
        blotting.finish(tx)
        (left,) = learning_events.of_places(tx, [village.hong_linh.id], year=2026, limit=9)
        assert left.id == event.id
        return left.organiser

    assert await sqlite.write(work) == f"Cô {NAME}"


def test_who_searches_finds_each_form(tmp_path: Path) -> None:
    for how, form in written_forms(NAME).items():
        (tmp_path / "here").write_bytes(b"x" + form + b"y")
        assert f"here: {how}" in left_in(tmp_path)
