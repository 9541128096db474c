"""Where a notice lands when no message gets there: the head's list, the officers', the doctor; a reminder nowhere."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from acts import deciding
from acts.inviting import invite
from acts.notices import Notice, officers_out_of_reach, tell, unreached
from bot.commune_setup import act_as_operator
from criteria.policy import Actor, Grant, Role
from locales.text import Verbatim
from storage import accounts, outbox, to_tell_in_person
from storage.kit.engine import Database
from storage.kit.tables import invites
from storage.kit.transaction import Transaction
from tests.village import GOOD, Village, declared, found, sit_down

ROOT = Path(__file__).parent.parent.parent


def head(village: Village) -> Actor:
    return Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))


def officer(village: Village) -> Actor:
    return Actor(village.officer.id, None, (Grant(Role.OFFICER, village.commune.id),))


def listed(tx: Transaction, actor: Actor) -> list[str]:
    return [each.full_name for each in to_tell_in_person.open_for(tx, actor, limit=9)]


def by_the_deed(tx: Transaction, village: Village, person_id: int) -> None:
    tell(tx, person_id, Notice(Verbatim("Xong.")))


def by_the_sender(tx: Transaction, village: Village, person_id: int) -> None:
    """What the sender does when the last channel has refused."""
    unreached(tx, person_id, Notice(Verbatim("Xong.")).to_data())


def by_a_digest(tx: Transaction, village: Village, person_id: int) -> None:
    tell(tx, person_id, Notice(Verbatim("3 bản chờ.")), key=f"digest:{person_id}", supersedes=True)


WAYS_TO_TELL: list[Callable[[Transaction, Village, int], None]] = [by_the_deed, by_the_sender, by_a_digest]


@pytest.mark.parametrize("way", WAYS_TO_TELL)
async def test_a_resident_lands_on_the_heads_list_a_head_on_the_officers(
    database: Database, way: Callable[[Transaction, Village, int], None]
) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        way(tx, village, village.lan.id)
        way(tx, village, village.head.id)
        assert listed(tx, head(village)) == ["Nguyễn Thị Lan"]
        assert sorted(listed(tx, officer(village))) == ["Nguyễn Thị Lan", "Phan Văn Đức"]

    await database.write(work)


@pytest.mark.parametrize("way", WAYS_TO_TELL)
async def test_an_officer_lands_on_no_list_but_is_named(
    database: Database, way: Callable[[Transaction, Village, int], None]
) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        colleague = Actor(village.lan.id, None, (Grant(Role.OFFICER, village.commune.id),))
        way(tx, village, village.officer.id)
        assert listed(tx, officer(village)) == listed(tx, head(village)) == listed(tx, colleague) == []
        assert officers_out_of_reach(tx) == (village.officer.id,)
        sit_down(tx, "web", "officer", village.officer)
        assert officers_out_of_reach(tx) == ()

    await database.write(work)


async def test_a_mere_reminder_lands_nowhere(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        key = outbox.reminder_key(village.lan.id)
        assert not tell(tx, village.lan.id, Notice(Verbatim("Mời bà khai.")), key=key)
        unreached(tx, village.lan.id, Notice(Verbatim("Mời bà khai.")).to_data(), key)
        assert listed(tx, officer(village)) == []

    await database.write(work)


async def test_of_one_matter_only_the_newest_word_is_told_at_the_door(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        for words in ("3 bản chờ.", "4 bản chờ.", "4 bản chờ."):
            tell(tx, village.head.id, Notice(Verbatim(words)), key=f"digest:{village.head.id}")
        tell(tx, village.head.id, Notice(Verbatim("Bản khai đã được xác nhận.")))
        told = [each.payload["text"] for each in to_tell_in_person.open_for(tx, officer(village), limit=9)]
        assert told == [Notice(Verbatim(w)).to_data()["text"] for w in ("4 bản chờ.", "Bản khai đã được xác nhận.")]

    await database.write(work)


async def test_who_can_be_reached_is_written_to_once(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sit_down(tx, "web", "lan", village.lan)
        act_as_operator(tx)
        account = accounts.lock(tx, "web", "lan")
        assert tell(tx, village.lan.id, Notice(Verbatim("Một.")), key="k")
        assert tell(tx, village.lan.id, Notice(Verbatim("Hai.")), key="k", supersedes=True)
        (waiting,) = outbox.waiting_notices(tx, account.id)
        assert waiting.payload["text"] == Notice(Verbatim("Hai.")).to_data()["text"]
        assert listed(tx, officer(village)) == []

    await database.write(work)


async def test_whoever_declared_hears_of_every_decision(database: Database) -> None:
    """Without a chat each of them is told at the door."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, GOOD)
        returned = deciding.send_back(tx, sent, by=village.head.id, reason=Verbatim("Xem lại."), question=None)
        assert returned is not None
        again = deciding.take_back(tx, returned, by=village.head.id)
        assert again is not None
        confirmed = deciding.confirm(tx, again, by=village.head.id)
        assert confirmed is not None
        assert deciding.confirm(tx, confirmed, by=village.head.id) is None
        _, done = deciding.confirm_many(tx, [], by=village.head.id)
        assert done == ()
        assert listed(tx, head(village)) == ["Nguyễn Thị Lan"] * 3

    await database.write(work)


async def test_every_invitation_names_its_maker(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        made = invite(tx, Role.HEAD, village.kim_son.id, by=village.officer.id, lasts_days=7)
        maker = select(invites.c.made_by, invites.c.lasts_days).where(invites.c.code == made.code)
        assert tx.connection.execute(maker).one() == (village.officer.id, 7)

    await database.write(work)


def test_nobody_leaves_a_notice_in_another_way() -> None:
    """Only acts.notices puts a notice for a person; a file job answers the chat that asked it."""
    puts = {
        str(path.relative_to(ROOT))
        for folder in ("acts", "bot", "handlers", "storage")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.put"
        if any(ast.unparse(each).endswith("NOTICE") for each in node.args)
    }
    assert puts == {"acts/notices.py", "bot/file_jobs.py"}
