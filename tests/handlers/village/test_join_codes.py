"""The ways in: the villages' codes with their links, QR pictures, sheets to put up, and inviting heads."""

from __future__ import annotations

from acts import ways
from acts.errands import PostersErrand, PosterSheet, VillageQrErrand
from handlers.kit.context import Links
from storage import places
from tests.handlers.driver import Commune


async def test_a_head_sees_the_code_of_the_own_village(commune: Commune) -> None:
    seen = await commune.head.press(ways.codes())
    assert "Thôn Kim Sơn: mã KIMSON" in seen
    assert "https://hoctap.vn/KIMSON" in seen
    assert "HONGLINH" not in seen
    assert not [label for label in seen.labels if label.startswith("Mời")]


async def test_an_officer_sees_all_and_invites_heads(commune: Commune) -> None:
    seen = await commune.officer.press(ways.codes())
    assert "HONGLINH" in seen
    await commune.officer.choose("Mời người đứng đầu thôn Hồng Lĩnh")
    assert "Mã mời: " in commune.officer.screen


async def test_a_door_without_the_code_says_to_type_it(commune: Commune) -> None:
    commune.dispatcher.links = Links(("https://zalo.me/123",))
    seen = await commune.head.press(ways.codes())
    assert "mở đường dẫn này rồi gõ mã:\nhttps://zalo.me/123" in seen
    await commune.head.choose("Tờ dán mã thôn, để in")
    assert await commune.errands() == [
        PostersErrand((PosterSheet(commune.kim_son, "KIMSON", ("https://zalo.me/123",)),))
    ]


async def test_with_many_villages_the_links_are_on_the_sheets(commune: Commune) -> None:
    for name in ("Xuân Mai", "Xuân Thuỷ"):
        await commune.do(
            lambda tx, n=name: places.add_village(  # type: ignore[misc]
                tx, commune=commune.village.commune, label="thôn", name=n, join_code=n.upper().replace(" ", "")[:6],
                since=tx.now.date(),
            )
        )  # fmt: skip
    seen = await commune.officer.press(ways.codes())
    assert "https://hoctap.vn/KIMSON" not in seen
    assert "có trong tờ dán" in seen
    assert not [label for label in seen.labels if label.startswith("Ảnh mã QR")]


async def test_a_picture_and_the_sheets_are_made_one_at_a_time(commune: Commune) -> None:
    await commune.head.press(ways.codes())
    await commune.head.choose("Ảnh mã QR của thôn Kim Sơn")
    assert "Đang làm tờ dán" in await commune.head.choose("Tờ dán mã thôn, để in")
    assert "Tờ dán đang làm" in await commune.head.choose("Tờ dán mã thôn, để in")
    link = "https://hoctap.vn/KIMSON"
    assert await commune.errands() == [
        VillageQrErrand(commune.kim_son, link),
        PostersErrand((PosterSheet(commune.kim_son, "KIMSON", (link,)),)),
    ]


async def test_codes_are_handed_out_by_who_serves_the_village(commune: Commune) -> None:
    for way in (ways.codes(), ways.posters()):
        assert "dành cho trưởng thôn" in await commune.lan.press(way)
    assert (await commune.head.press(ways.qr(commune.hong_linh))).at == "home"
    assert (await commune.lan.press(ways.qr(commune.kim_son))).at == "home"
    assert await commune.errands() == []
