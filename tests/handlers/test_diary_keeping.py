"""A diary whose years are over: its person is asked in December, once, and may keep it for themselves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from acts import ways
from bot.retention import Retention
from criteria.activity import ActivityKind
from storage import accounts, activities, diary_keeping, evidence
from storage.activities import Activity
from storage.files import FileStore
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.handlers.driver import Commune
from tests.keys import keys_in

NEWS = "hết hạn giữ vào cuối năm nay"


async def learned(commune: Commune, person: Person, day: date, name: str = "Trồng nấm") -> Activity:
    return await commune.do(
        lambda tx: activities.add(
            tx, person, kind=ActivityKind.COURSE, name=name, held_on=day, hours=2, organiser="Hội Nông dân"
        )
    )


async def pictured(commune: Commune, entry: Activity) -> int:
    def attach(tx: Transaction) -> int:
        account = accounts.find(tx, "web", commune.lan.chat)
        assert account is not None
        return evidence.attach(
            tx, StoredPicture("a" * 64, "image/jpeg", 9), person_id=entry.person_id, account_id=account.id,
            activity_id=entry.id,
        )  # fmt: skip

    return await commune.do(attach)


def on(commune: Commune, day: datetime) -> None:
    commune.clock.now = day


async def offers(commune: Commune, tmp_path: Path) -> int:
    """As the program does in its daily round; how many have been told since the beginning."""
    keys = keys_in(tmp_path)
    await Retention(commune.database, FileStore(tmp_path / "files", keys), keys).offer_diaries()
    return len(await commune.notices(commune.lan)) + len(await commune.notices(commune.head))


async def sweeps(commune: Commune, tmp_path: Path) -> None:
    await commune.do(lambda tx: tx.audit("clock.confirmed", "clock:1"))  # so new is the newest record
    keys = keys_in(tmp_path)
    assert await Retention(commune.database, FileStore(tmp_path / "files", keys), keys).sweep()


@pytest.mark.parametrize("at_once", [1, 500])
async def test_in_december_whose_diary_ends_is_asked_once(
    commune: Commune, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(diary_keeping, "AT_ONCE", at_once)
    await learned(commune, commune.village.lan, date(2025, 5, 1))
    await learned(commune, commune.village.head, date(2026, 5, 1))  # has another year
    assert await offers(commune, tmp_path) == 0  # not in November
    on(commune, datetime(2026, 12, 5, 3, tzinfo=UTC))
    assert [await offers(commune, tmp_path) for _ in range(2)] == [1, 1]  # not asked again
    (said,) = await commune.notices(commune.lan)
    assert NEWS in said
    assert "2025" in said
    on(commune, datetime(2027, 12, 5, 3, tzinfo=UTC))
    assert await offers(commune, tmp_path) == 2  # the head's, of 2026


async def test_who_keeps_theirs_still_has_it_and_nobody_else_sees_it(commune: Commune, tmp_path: Path) -> None:
    old = await learned(commune, commune.village.lan, date(2025, 5, 1))
    theirs = await learned(commune, commune.village.head, date(2025, 5, 1))
    picture = await pictured(commune, old)
    assert "Giữ sổ học tập cũ cho riêng tôi" in (await commune.lan.press(ways.data())).labels
    assert "chỉ bác xem được" in await commune.lan.choose("Giữ sổ học tập cũ cho riêng tôi")

    def speaks(tx: Transaction) -> None:
        account = accounts.find(tx, "web", commune.head.chat)
        assert account is not None
        accounts.speak_for(tx, account, commune.village.lan, ConsentKind.BESIDE)

    await commune.do(speaks)
    assert "Trồng nấm" in await commune.head.press(ways.entry(old.id))  # while it is within its years
    on(commune, datetime(2027, 1, 2, 3, tzinfo=UTC))
    await sweeps(commune, tmp_path)
    assert await commune.look(lambda tx: activities.load(tx, theirs.id)) is None
    assert await commune.look(lambda tx: evidence.load(tx, picture)) is not None
    assert "Trồng nấm" in await commune.lan.press(ways.entry(old.id))
    assert "Trồng nấm" in await commune.lan.press(ways.diary_of(commune.village.lan.id, 2025))
    for way in (ways.entry(old.id), ways.diary_of(commune.village.lan.id, 2025), ways.certificate(old.id)):
        seen = await commune.head.press(way)
        assert "Trồng nấm" not in seen
        assert "2025" not in seen
    await commune.lan.press(ways.data())
    assert "được xoá trong ngày" in await commune.lan.choose("Thôi giữ sổ học tập cũ")
    await sweeps(commune, tmp_path)
    assert await commune.look(lambda tx: activities.load(tx, old.id)) is None


async def test_who_has_no_old_diary_is_not_asked_about_one(commune: Commune) -> None:
    await learned(commune, commune.village.lan, date(2026, 5, 1))
    assert not {"Giữ sổ học tập cũ cho riêng tôi", "Thôi giữ sổ học tập cũ"} & set(
        (await commune.lan.press(ways.data())).labels
    )
    assert not await commune.look(lambda tx: diary_keeping.is_kept(tx, commune.village.lan.id))
