"""What a place and its head are called decides what is said and heard there; all screens: ``test_every_route.py``."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from acts import ways
from storage import mergers, places
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from tests.handlers.driver import Commune, answered


async def _called(commune: Commune, village: str, label: str) -> None:
    """The commune and its villages are called so."""

    def rename(tx: Transaction) -> None:
        for kind, said in (("village", village), ("commune", label)):
            renamed = {"kind": kind, "label": said}
            tx.connection.execute(text("UPDATE places SET label = :label WHERE kind = :kind"), renamed)

    await commune.do(rename)


HEADS = [  # village, commune, who heads it
    ("thôn", "xã", "trưởng thôn"),
    ("bản", "xã", "trưởng bản"),
    ("ấp", "đặc khu", "trưởng ấp"),
    ("khu phố", "phường", "trưởng khu phố"),
    ("tổ dân phố", "phường", "tổ trưởng"),
]


@pytest.mark.parametrize(("village", "label", "head"), HEADS)
async def test_the_consent_names_who_asks_and_who_sees_it(
    commune: Commune, village: str, label: str, head: str
) -> None:
    await _called(commune, village, label)
    await commune.stranger.say("menu")
    await commune.stranger.choose("Ghi tên tham gia")
    seen = await commune.stranger.open("KIMSON")
    whole = f"{label} Sơn Hồng"
    assert f"Ai hỏi: Ủy ban nhân dân {whole}, cùng Hội Khuyến học {whole}." in seen
    assert f"Ai xem: {head} và cán bộ {label}. Không đưa cho ai khác." in seen
    assert f"làm số liệu của {label}." in seen
    assert f"khai được bằng giấy với {head}." in seen


@pytest.mark.parametrize(("village", "label", "head"), HEADS)
async def test_a_label_that_names_the_head_is_heard_when_it_is_typed(
    commune: Commune, village: str, label: str, head: str
) -> None:
    await _called(commune, village, label)
    mine = await answered(commune)
    seen = await commune.lan.press(ways.onward(mine.id))
    assert f"Gửi {head} xác nhận" in seen.labels
    assert "Đã gửi." in await commune.lan.say(f"gửi {head} xác nhận ạ")


async def test_where_villages_are_called_differently_an_officer_reads_the_general_word(commune: Commune) -> None:
    await _called(commune, "thôn", "xã")
    await commune.do(lambda tx: tx.connection.execute(text("UPDATE places SET label = 'bản' WHERE name = 'Kim Sơn'")))
    assert "Mã thôn, tổ dân phố và mã mời" in (await commune.officer.say("menu")).labels
    await commune.head.say("menu")
    assert "Mã bản" in (await commune.head.press(ways.codes()))
    assert "Mời trưởng bản" in (await commune.officer.press(ways.keepers(commune.kim_son))).labels
    assert "Mời trưởng thôn" in (await commune.officer.press(ways.keepers(commune.hong_linh))).labels


async def test_of_a_unit_its_head_is_spoken_of(commune: Commune) -> None:
    def at_school(tx: Transaction) -> int:
        school = places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCSSH",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip
        assert mergers.assess_at(tx, commune.village.lan, school) is not None
        return school.id

    school = await commune.do(at_school)
    mine = await answered(commune)
    assert "Gửi thủ trưởng đơn vị xác nhận" in (await commune.lan.press(ways.onward(mine.id))).labels
    assert "Thôi tính ở đơn vị, về thôn Kim Sơn" in (await commune.lan.say("menu")).labels
    assert "Mời thủ trưởng đơn vị" in (await commune.officer.press(ways.keepers(school))).labels
