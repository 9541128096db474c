"""What waits: pages, parts, a name looked for; and what was decided, each of which can be looked at again."""

from __future__ import annotations

import pytest

from acts import ways
from acts.words.queue_words import FILTER_NAMES
from criteria.declaration import Move
from handlers.deciding.queue import A_PAGE
from storage import decisions
from storage.declaration_record import Declaration
from storage.queue import Filter
from tests.handlers.driver import TOP, Commune


async def waiting(commune: Commune, n: int) -> list[Declaration]:
    """So many plain declarations wait; the first the longest."""
    found = []
    for i in range(n):
        commune.clock.advance(minutes=20)
        person = await commune.neighbour(f"Hồ Văn {'ABCDEFGHIJKLM'[i]}a", 1950 + i, household=f"3{i}")
        found.append(await commune.sent(person))
    return found


async def test_pages_of_the_queue_are_leafed_through(commune: Commune) -> None:
    await waiting(commune, A_PAGE + 2)
    seen = await commune.head.press(ways.queue())
    assert "Có 7 bản khai chờ bác xác nhận." in seen
    assert "Hồ Văn Aa 1950: bình thường" in seen.labels
    assert "Trang trước" not in seen.labels
    more = await commune.head.choose("Trang sau")
    assert "Hồ Văn Fa 1955: bình thường" in more.labels
    assert "Trang sau" not in more.labels
    assert (await commune.head.choose("Trang trước")).at == ways.queue_page(0)
    assert (await commune.head.press(ways.queue_page(99))).at == ways.queue_page(0)


async def test_an_empty_queue_says_so(commune: Commune) -> None:
    seen = await commune.head.press(ways.queue())
    assert "Không còn bản khai nào chờ" in seen
    assert seen.labels == ("Đã quyết", "Về đầu")


async def test_the_doubtful_come_first_and_start_there(commune: Commune) -> None:
    await waiting(commune, 2)
    doubtful = await commune.sent(await commune.neighbour("Lê Văn Tám"), TOP)
    seen = await commune.head.press(ways.queue())
    assert seen.labels[2].startswith("Lê Văn Tám ")
    assert "câu nào cũng mức cao nhất" in seen.labels[2]
    assert seen.labels[:2] == ("Bắt đầu xem", "Xác nhận một lượt bản bình thường")
    assert (await commune.head.choose("Bắt đầu xem")).at == ways.review(doubtful.id)


async def test_a_part_is_chosen_and_stays_chosen(commune: Commune) -> None:
    await waiting(commune, 2)
    await commune.sent(await commune.neighbour("Lê Văn Tám"), TOP)
    await commune.head.press(ways.queue())
    seen = await commune.head.choose("Lọc")
    assert "Cần xem kỹ (1)" in seen.labels
    assert not [label for label in seen.labels if label.startswith("Gửi lại")]  # there are none
    assert "Đang xem: Cần xem kỹ (1)" in await commune.head.choose("Cần xem kỹ (1)")
    assert "Đang xem: Cần xem kỹ (1)" in await commune.head.press(ways.queue())
    assert "Không có bản nào như thế." in await commune.head.press(ways.queue_show("late"))
    seen = await commune.head.press(ways.queue_show("x"))
    assert "Đang xem" not in seen
    assert set(FILTER_NAMES) == set(Filter)
    assert "Xác nhận một lượt bản bình thường" in (await commune.head.press(ways.queue_show("plain"))).labels


@pytest.mark.parametrize(("typed", "found"), [("hồ văn ba", 1), ("ho van", 2), ("AA", 1)])
async def test_a_name_is_looked_for_with_or_without_marks(commune: Commune, typed: str, found: int) -> None:
    await waiting(commune, 2)
    await commune.head.press(ways.queue())
    seen = await commune.head.say(typed)
    assert seen.at == ways.queue_found()
    assert len([label for label in seen.labels if label.startswith("Hồ Văn")]) == found


async def test_what_is_no_name_is_answered_kindly(commune: Commune) -> None:
    (one, *_) = await waiting(commune, 2)
    await commune.head.press(ways.queue())
    for typed in ("x", "99"):
        seen = await commune.head.say(typed)
        assert (seen.at, "Chỗ này nhận số của mục" in seen) == (ways.queue_page(0), True)
    assert "Chỗ này nhận số của mục" in await commune.head.send("sticker")
    assert "Không có ai tên ấy đang chờ." in await commune.head.say("Nguyễn Tất Không")
    number = commune.head.screen.labels.index("Hồ Văn Aa 1950: bình thường") + 1
    assert (await commune.head.say(str(number))).at == ways.review(one.id)


async def test_found_names_that_wait_no_more_lead_back(commune: Commune) -> None:
    assert (await commune.head.press(ways.queue_found())).at == ways.queue_page(0)
    (one,) = await waiting(commune, 1)
    await commune.head.press(ways.queue())
    await commune.head.say("Hồ Văn")
    await commune.do(lambda tx: decisions.decide(tx, one, Move.CONFIRM, person_id=commune.village.head.id))
    assert (await commune.head.back()).at == ways.queue_page(0)


async def test_an_officer_sees_of_which_village(commune: Commune) -> None:
    await commune.sent(commune.people["Khánh"])
    seen = await commune.officer.press(ways.queue())
    (line,) = [label for label in seen.labels if label.startswith("Lê Bá Khánh 1955, ")]
    assert "Hồng Lĩnh" in line


async def test_what_was_decided_is_leafed_through_and_opened(commune: Commune) -> None:
    assert "Chưa có quyết định nào." in await commune.head.press(ways.decided(0))
    sent = await waiting(commune, A_PAGE + 1)
    for i, each in enumerate(sent):
        commune.clock.advance(minutes=1)
        move = Move.RETURN if i == 0 else Move.CONFIRM
        await commune.do(lambda tx, m=move, d=each: decisions.decide(tx, d, m, person_id=commune.village.head.id))  # type: ignore[misc]
    seen = await commune.head.press(ways.decided(0))
    assert seen.labels[0] == "Hồ Văn Fa: xác nhận"
    more = await commune.head.choose("Trang sau")
    assert more.labels[:2] == ("Hồ Văn Aa: trả lại", "Trang trước")
    assert (await commune.head.choose("Hồ Văn Aa: trả lại")).at == ways.review(sent[0].id)


async def test_the_queue_is_for_who_decides(commune: Commune) -> None:
    for way in (ways.queue(), ways.queue_page(0), ways.queue_found(), ways.queue_filters(), ways.queue_show("all"),
                ways.decided(0)):  # fmt: skip
        seen = await commune.lan.press(way)
        assert (seen.at, "dành cho trưởng thôn" in seen) == ("home", True), way
