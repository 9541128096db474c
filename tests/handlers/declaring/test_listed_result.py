"""Somebody whose result was made elsewhere is told whose it is, is asked nothing, and can say that it is wrong."""

from __future__ import annotations

from acts import ways
from criteria.declaration import Move, State
from criteria.score import Verdict
from storage import decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from tests.handlers.driver import PLAIN, Commune
from tests.results import taken
from tests.village import speaking, there


async def mine(commune: Commune) -> Declaration:
    (found,) = await commune.look(lambda tx: declarations.of_person(tx, commune.village.lan.id))
    return found


async def test_the_chat_says_whose_result_it_is_and_asks_nothing(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, True, "85.5"))
    seen = await commune.lan.press(ways.home())
    assert "đã có kết quả do Trường THCS Sơn Hồng lập ngày 20/11/2026, không phải khai lại" in seen
    assert "Khai Công dân học tập" not in seen.labels
    seen = await commune.lan.choose("Xem kết quả của tôi")
    assert "Kết quả ghi: đạt." in seen
    assert "Nơi lập ghi 85,5 điểm." in seen
    assert (await commune.lan.press(ways.declare())).at.startswith("listed/")


async def test_points_that_nobody_gave_stand_nowhere(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, True))
    key = (await mine(commune)).id
    for seen in (await commune.lan.press(ways.listed(key)), await commune.head.press(ways.review(key)),
                 await commune.lan.press(ways.history(key)), await commune.lan.press(ways.data())):  # fmt: skip
        assert not any(f"{n} điểm" in seen for n in range(101))
        assert "(0" not in seen


async def test_said_to_be_wrong_it_comes_first_in_the_queue_and_out_of_batches(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, True))
    await commune.lan.press(ways.mine((await mine(commune)).id))
    seen = await commune.lan.choose("Kết quả này chưa đúng")
    assert "Đã báo trưởng thôn và cán bộ xã xem lại." in seen
    assert "Kết quả này chưa đúng" not in seen.labels
    seen = await commune.head.press(ways.review((await mine(commune)).id))
    assert "XEM KỸ" in seen
    assert "Người ấy nói kết quả trong danh sách chưa đúng." in seen
    seen = await commune.head.press(ways.batch())
    assert "Không còn bản nào" in seen


async def test_who_declares_themselves_takes_its_place_once_all_is_sent(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, False))
    before = await mine(commune)
    seen = await commune.lan.press(ways.listed(before.id))
    seen = await commune.lan.choose("Tôi muốn tự đánh giá")
    assert seen.at.startswith("ask/")

    def answers(tx: Transaction) -> None:
        held = there(declarations.load(tx, before.id))
        declarations.answer_all(tx, held, PLAIN, speaker=speaking(tx))

    await commune.do(answers)
    now = await mine(commune)
    assert (now.made_elsewhere, now.verdict, now.revision) == (True, Verdict.NOT_REACHED, before.revision)
    await commune.lan.press(ways.check(now.id))
    seen = await commune.lan.choose("Gửi trưởng thôn xác nhận")
    now = await mine(commune)
    assert (now.made_elsewhere, now.state, now.verdict, now.total) == (False, State.SUBMITTED, Verdict.REACHED, 86)
    assert "tự đánh giá thay" in await commune.lan.press(ways.data())


async def test_confirmed_by_the_head_but_not_by_who_brought_the_list(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, True), ("Trần Thị Mai", 1992, True))
    found = await mine(commune)
    seen = await commune.officer.press(ways.review(found.id))
    assert "Xác nhận" not in seen.labels
    seen = await commune.head.press(ways.review(found.id))
    assert "Kết quả lập ở nơi khác: đạt." in seen
    assert "Trường THCS Sơn Hồng lập ngày 20/11/2026, Lê Văn Hiệu, Hiệu trưởng ký." in seen
    await commune.head.press(ways.batch())
    await commune.head.choose("Xác nhận 2 bản này")
    assert (await mine(commune)).state is State.CONFIRMED


async def test_returned_it_goes_to_who_brought_the_list_and_asks_nothing_of_the_person(commune: Commune) -> None:
    await taken(commune, ("Nguyễn Thị Lan", 1968, True))
    found = await mine(commune)
    await commune.head.press(ways.review(found.id))
    seen = await commune.head.choose("Trả lại")
    assert not any(label.startswith("Xem lại câu") for label in seen.labels)
    await commune.head.choose("Kết quả không đúng như trong thôn biết")
    told = str(await commune.notices(commune.officer))
    assert "Nguyễn Thị Lan" in told
    assert await commune.notices(commune.lan) == []
    seen = await commune.lan.press(ways.listed(found.id))
    assert "cán bộ đang hỏi lại nơi lập" in seen
    decided = await commune.look(lambda tx: decisions.latest(tx, found.id))
    assert there(decided).move is Move.RETURN
