"""Lists to be recognised on the officer's screens: drawn up, filled up, posted, submitted, given up."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.recognition import Paper
from storage import recognition
from tests.handlers.driver import Commune
from tests.proposals import confirmed, drawn_up, now


async def test_a_list_is_drawn_up_of_one_village_or_of_all(commune: Commune) -> None:
    await confirmed(commune, commune.village.lan, commune.people["Mai"], commune.people["Khánh"])
    await commune.officer.press(ways.stats_of(commune.cycle))
    seen = await commune.officer.choose("Công nhận danh hiệu")
    assert "Công dân học tập: 3 đã xác nhận và đạt, chưa vào danh sách nào." in seen
    seen = await commune.officer.choose("Lập danh sách Công dân học tập")
    assert "Thôn Kim Sơn (2)" in seen.labels
    seen = await commune.officer.choose("Cả xã (3)")
    assert "3 tên." in seen
    assert "- Thôn Hồng Lĩnh: 1" in seen
    assert "dự thảo" in seen


async def test_two_taps_draw_up_one_list(commune: Commune) -> None:
    await confirmed(commune, commune.village.lan)
    for _ in range(2):
        await commune.officer.press(ways.recognition_draw(commune.cycle, "citizen", 0))
    assert len(await commune.look(lambda tx: recognition.of_cycle(tx, commune.cycle))) == 1


async def test_who_was_confirmed_since_is_put_on_a_draft(commune: Commune) -> None:
    made = await drawn_up(commune)
    await confirmed(commune, commune.people["Hải"])
    await commune.officer.press(ways.recognition(made.id))
    seen = await commune.officer.choose("Thêm 1 tên mới được xác nhận")
    assert "4 tên." in seen


async def test_it_hangs_from_a_typed_day_never_from_one_that_is_over(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition(made.id))
    await commune.officer.choose("Niêm yết")
    seen = await commune.officer.say("hôm qua")
    assert seen.at == f"recognition-post/{made.id}"
    seen = await commune.officer.press(ways.recognition_posted(made.id, "2020-01-01"))
    assert seen.at == f"recognition-post/{made.id}"
    seen = await commune.officer.choose("Ngày mai")
    assert "Niêm yết từ 24/11/2026 đến hết 03/12/2026." in seen
    assert (await now(commune, made)).state is Paper.POSTED


async def test_it_is_submitted_opened_again_and_given_up(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition(made.id))
    seen = await commune.officer.choose("Trình ký")
    assert "Không thêm tên được nữa" in seen
    await commune.officer.choose("Sửa lại danh sách")
    assert (await now(commune, made)).state is Paper.DRAFT
    seen = await commune.officer.choose("Bỏ danh sách này")
    assert (await now(commune, made)).state is Paper.DROPPED
    assert "Công dân học tập: 3 đã xác nhận và đạt" in seen


@pytest.mark.parametrize("chat", ["head", "lan"])
async def test_nobody_else_draws_up_or_looks(commune: Commune, chat: str) -> None:
    made = await drawn_up(commune)
    for way in (ways.recognitions(commune.cycle), ways.recognition(made.id), ways.recognition_submit(made.id)):
        seen = await getattr(commune, chat).press(way)
        assert not seen.at.startswith("recognition")
    assert (await now(commune, made)).state is Paper.DRAFT
