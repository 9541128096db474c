"""A picture sent as evidence, shown large: to whose it is and to who decides, to nobody else."""

from __future__ import annotations

from datetime import date

from acts import ways
from criteria.activity import ActivityKind
from storage import accounts, activities, evidence
from storage.kit.transaction import Transaction
from storage.picture_reference import LinkedPicture, PictureReference, StoredPicture
from tests.handlers.driver import PICTURE, Commune


async def pictured(commune: Commune, picture: PictureReference = PICTURE) -> int:
    """Lan has sent a picture of her certificate; returns its id."""

    def work(tx: Transaction) -> int:
        lan = commune.village.lan
        entry = activities.add(
            tx, lan, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(2026, 11, 20), hours=4, organiser="Thôn"
        )
        account = accounts.find(tx, "web", "Lan")
        assert account is not None
        evidence.attach(tx, picture, person_id=lan.id, account_id=account.id, activity_id=entry.id)
        (kept,) = evidence.of_activity(tx, entry.id)
        return kept.id

    return await commune.do(work)


async def test_a_picture_is_shown_to_whose_it_is_and_to_the_head(commune: Commune) -> None:
    key = await pictured(commune)
    for chat in (commune.lan, commune.head, commune.officer):
        seen = await chat.press(ways.picture(key))
        assert "Ảnh minh chứng của Nguyễn Thị Lan" in seen
        assert "Gửi lúc" in seen
        assert seen.file is not None
        assert (seen.file.digest, seen.file.name) == ("a" * 64, f"minh-chung-{key}.jpg")


async def test_a_picture_is_nobody_elses(commune: Commune) -> None:
    key = await pictured(commune)
    for chat in (commune.mai, commune.son, commune.far):
        seen = await chat.press(ways.picture(key))
        assert (seen.at, seen.file, "của người khác" in seen) == ("home", None, True)
    seen = await commune.stranger.press(ways.picture(key))
    assert (seen.file, "chưa ghi tên" in seen) == (None, True)


async def test_a_file_is_named_after_what_it_is(commune: Commune) -> None:
    key = await pictured(commune, StoredPicture("b" * 64, "image/png", 3))
    file = (await commune.lan.press(ways.picture(key))).file
    assert file is not None
    assert file.name == f"minh-chung-{key}.png"


async def test_a_picture_on_its_way_is_said_to_come(commune: Commune) -> None:
    key = await pictured(commune, LinkedPicture("https://zalo.example/1"))
    seen = await commune.lan.press(ways.picture(key))
    assert (seen.file, "Ảnh đang được lấy về." in seen) == (None, True)


async def test_a_picture_that_could_not_be_had_is_said_to_be_refused(commune: Commune) -> None:
    key = await pictured(commune, LinkedPicture("https://zalo.example/1"))
    assert await commune.do(lambda tx: evidence.refused(tx, key))
    seen = await commune.head.press(ways.picture(key))
    assert (seen.file, "Ảnh này không nhận được" in seen) == (None, True)


async def test_a_picture_that_there_is_not_leads_home(commune: Commune) -> None:
    for way in ("picture/999", "picture/x", "picture"):
        seen = await commune.lan.press(way)
        assert (seen.at, "không còn" in seen) == ("home", True)


async def test_what_was_written_under_a_picture_is_kept_with_it_and_shown(commune: Commune) -> None:
    """To whose it is, beside the picture and in "my data"; and to who decides."""

    def entry(tx: Transaction) -> int:
        lan = commune.village.lan
        return activities.add(
            tx, lan, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(2026, 11, 20), hours=4, organiser="Thôn"
        ).id

    activity = await commune.do(entry)
    await commune.lan.press(ways.certificate(activity))
    seen = await commune.lan.send("photo", PICTURE, " Giấy của\0 lớp\nnấm ")
    assert "Đã ghi chữ kèm ảnh: “Giấy của" in seen
    (kept,) = await commune.do(lambda tx: evidence.of_activity(tx, activity))
    assert kept.caption == "Giấy của lớp nấm"
    for chat in (commune.lan, commune.head):
        assert "Chữ kèm ảnh: “Giấy của lớp nấm”" in await chat.press(ways.picture(kept.id))
    assert "Chữ kèm ảnh: “Giấy của lớp nấm”" in await commune.lan.press(ways.data())


async def test_words_that_are_long_are_kept_as_far_as_there_is_room(commune: Commune) -> None:
    key = await pictured(commune)
    activity = await commune.do(lambda tx: getattr(evidence.load(tx, key), "activity_id", 0))
    await commune.lan.press(ways.certificate(activity))
    assert "Đang lấy ảnh về" in await commune.lan.send("photo", PICTURE, "chữ " * 2000)
    kept = (await commune.do(lambda tx: evidence.of_activity(tx, activity)))[-1]
    assert len(kept.caption) == evidence.MOST_UNDER
