"""The pictures beside a declaration: each with what it claims, to who may see the declaration."""

from __future__ import annotations

from datetime import date

from acts import ways
from criteria.activity import ActivityKind
from storage import accounts, activities, evidence
from storage.kit.transaction import Transaction
from storage.picture_reference import LinkedPicture, PictureReference
from tests.handlers.driver import PICTURE, Commune
from tests.village import family_of


async def sends(commune: Commune, *pictures: PictureReference, year: int = 2026) -> None:
    """Lan has sent these pictures of a course."""

    def work(tx: Transaction) -> None:
        lan = commune.village.lan
        entry = activities.add(tx, lan, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(year, 10, 1), hours=4,
                               organiser="Hội Nông dân")  # fmt: skip
        account = accounts.find(tx, "web", "Lan")
        assert account is not None
        for each in pictures:
            evidence.attach(tx, each, person_id=lan.id, account_id=account.id, activity_id=entry.id)

    await commune.do(work)


async def test_each_picture_comes_with_its_claim(commune: Commune) -> None:
    await sends(commune, PICTURE, LinkedPicture("https://zalo.example/2"))
    sent = await commune.sent(commune.village.lan)
    seen = await commune.head.press(ways.proof(sent.id, 1))
    assert "Ảnh 1/2 của Nguyễn Thị Lan" in seen
    assert "Trồng nấm, 01/10/2026, 4 giờ, Hội Nông dân" in seen
    assert "Câu khai: " in seen
    assert seen.file is not None
    assert "Ảnh trước" not in seen.labels
    waits = await commune.head.choose("Ảnh sau")
    assert (waits.file, "Ảnh đang được lấy về." in waits) == (None, True)
    assert "Ảnh sau" not in waits.labels
    assert (await commune.head.choose("Ảnh trước")).file is not None
    assert (await commune.head.choose("Về bản khai")).at == ways.review(sent.id)


async def test_a_number_too_low_or_too_high_shows_the_first_or_last(commune: Commune) -> None:
    await sends(commune, PICTURE, PICTURE)
    sent = await commune.sent(commune.village.lan)
    assert "Ảnh 1/2" in await commune.head.press(ways.proof(sent.id, 0))
    assert "Ảnh 2/2" in await commune.head.press(ways.proof(sent.id, 9))


async def test_pictures_of_another_year_speak_for_nothing_this_year(commune: Commune) -> None:
    await sends(commune, PICTURE, year=2025)
    sent = await commune.sent(commune.village.lan)
    seen = await commune.head.press(ways.proof(sent.id, 1))
    assert (seen.at, "Bản khai này không có ảnh." in seen) == (ways.review(sent.id), True)


async def test_pictures_are_seen_by_who_may_see_the_declaration(commune: Commune) -> None:
    await sends(commune, PICTURE)
    sent = await commune.sent(commune.village.lan)
    for chat in (commune.mai, commune.far):
        seen = await chat.press(ways.proof(sent.id, 1))
        assert (seen.at, seen.file) == ("home", None)
    assert (await commune.officer.press(ways.proof(sent.id, 1))).file is not None


async def test_a_familys_members_see_its_declaration_and_not_the_diary_of_who_answers_for_it(commune: Commune) -> None:
    await sends(commune, PICTURE)
    theirs = await commune.do(lambda tx: family_of(tx, commune.village, commune.village.lan))
    for chat in (commune.mai, commune.head, commune.officer):
        seen = await chat.press(ways.proof(theirs.id, 1))
        assert seen.file is None
        assert "Trồng nấm" not in seen
