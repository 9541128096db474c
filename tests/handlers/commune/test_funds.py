"""The scholarship funds of a year: entered, corrected with their history, the basis of 2.2 only as the officer says."""

from __future__ import annotations

from acts import ways
from acts.errands import FundsErrand
from storage import clans, entered_figures, funds
from storage.kit.words import CycleState
from tests.handlers.driver import Chat, Commune
from tests.village import there

GIVEN = ("2 triệu", "5.000.000", "4 triệu", "3.000.000", "12 suất", "Sổ quỹ chi hội", "10/11")


async def told(who: Chat, *answers: str) -> str:
    """What is seen once these are answered."""
    seen = ""
    for each in answers:
        seen = (await who.say(each)).text
    return seen


async def entered(commune: Commune, *answers: str) -> str:
    await commune.head.press(ways.fund_begin(commune.kim_son, 0))
    return await told(commune.head, *answers)


async def test_a_head_enters_the_fund_of_the_village_and_the_officer_sees_it(commune: Commune) -> None:
    assert "Đầu kỳ 2.000.000 + thu 5.000.000 − chi 4.000.000 = 3.000.000 đồng." in await entered(commune, *GIVEN)
    seen = await commune.head.choose("Đúng, ghi vào sổ")
    assert "Cuối kỳ: 3.000.000 đồng" in seen
    assert "750.000 đồng/người (tính trên 4 người trong danh sách, mọi độ tuổi)" in seen
    seen = await commune.officer.press(ways.funds(commune.cycle))
    assert "1 quỹ: thu 5.000.000, chi 4.000.000, cuối kỳ 3.000.000 đồng; 12 suất." in seen
    await commune.officer.choose("Lấy sổ theo dõi quỹ (Excel)")
    assert await commune.errands() == [FundsErrand(commune.cycle)]


async def test_sums_that_do_not_fit_are_asked_about_and_not_taken(commune: Commune) -> None:
    seen = await entered(commune, *GIVEN[:3], "3.500.000", *GIVEN[4:])
    assert "Hai số này chưa khớp" in seen
    await commune.head.press(ways.fund_keep(commune.kim_son))
    assert not await commune.look(lambda tx: funds.of_cycle(tx, commune.cycle))
    await commune.head.choose("Sửa số thu")
    seen = await told(commune.head, "5,5 triệu")
    assert "chưa khớp" not in seen
    assert "Đúng, ghi vào sổ" in commune.head.screen.labels


async def test_a_correction_keeps_what_was_entered_before(commune: Commune) -> None:
    for spent, closing in (("4 triệu", "3 triệu"), ("5 triệu", "2 triệu")):
        await entered(commune, *GIVEN[:2], spent, closing, *GIVEN[4:])
        await commune.head.choose("Đúng, ghi vào sổ")
    seen = await commune.head.choose("Các lần đã ghi")
    assert "Cuối kỳ: 2.000.000 đồng" in seen
    assert "Cuối kỳ: 3.000.000 đồng" in seen
    (holds,) = await commune.look(lambda tx: funds.of_cycle(tx, commune.cycle))
    assert holds.closing == 2_000_000


async def test_a_clan_has_a_fund_of_its_own(commune: Commune) -> None:
    clan = await commune.do(lambda tx: clans.found(tx, commune.village.head, name="Phan Văn", code="HOPHAN"))
    await commune.officer.press(ways.fund(commune.kim_son, 0))
    await commune.officer.choose("Quỹ họ Phan Văn")
    await commune.officer.choose("Ghi quỹ năm nay")
    await told(commune.officer, *GIVEN)
    await commune.officer.choose("Đúng, ghi vào sổ")
    (only,) = await commune.look(lambda tx: funds.of_cycle(tx, commune.cycle))
    assert (only.clan_id, only.clan) == (clan.id, "Phan Văn")


async def test_the_funds_stand_beside_2_2_and_answer_it_only_as_the_officer_says(commune: Commune) -> None:
    await entered(commune, *GIVEN)
    await commune.head.choose("Đúng, ghi vào sổ")
    seen = await commune.officer.press(ways.indicator(commune.cycle, "2.2"))
    assert "Từ sổ theo dõi quỹ: 1 quỹ đã ghi, thu 5.000.000 đồng, cuối kỳ 3.000.000 đồng" in seen
    assert "Kết quả: chưa nhập." in seen
    assert not await commune.look(lambda tx: entered_figures.latest(tx, commune.cycle))
    await commune.officer.choose("Ghi: đạt")
    seen = await commune.officer.choose("Dựa vào sổ theo dõi quỹ")
    assert "Kết quả: đạt" in seen
    entry = there(await commune.look(lambda tx: entered_figures.latest_of(tx, commune.cycle, "tt25:2.2")))
    assert entry.note.startswith("Từ sổ theo dõi quỹ: 1 quỹ đã ghi, thu 5.000.000 đồng")


async def test_a_locked_year_takes_no_more(commune: Commune) -> None:
    await entered(commune, *GIVEN)
    await commune.year_is(CycleState.LOCKED)
    await commune.head.press(ways.fund_keep(commune.kim_son))
    await commune.head.press(ways.fund_begin(commune.kim_son, 0))
    assert not await commune.look(lambda tx: funds.of_cycle(tx, commune.cycle))
