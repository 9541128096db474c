"""The whole story on the demo's three phones, in a real browser, down to the number in the downloaded workbook."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect
from python_calamine import CalamineWorkbook

from tests.browser.pages import until
from tests.browser.seats import Seat, confirm, declare, find, open_page
from tests.patience import PATIENCE

VILLAGE = "Thôn Kim Sơn"


async def exported(page: Page, officer: Seat, folder: Path) -> Sequence[object]:
    """The village's row in a freshly exported workbook."""
    links = officer.root.locator("a.file")
    before = await links.count()
    await officer.tap("Xuất Excel")
    await expect(links).to_have_count(before + 1)
    async with page.expect_download() as download:
        await links.last.click()
    path = folder / f"{before}.xlsx"
    await (await download.value).save_as(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Thống kê").to_python()
    return next(row for row in rows if VILLAGE in row)


async def test_declare_left_confirm_in_the_middle_export_right(
    browser: Browser, demo_program: str, tmp_path: Path
) -> None:
    page, faults = await open_page(browser, demo_program)
    resident, head, officer = Seat(page, "resident"), Seat(page, "head"), Seat(page, "officer")
    for seat in (resident, head, officer):
        await seat.ready()
    await officer.tap("Số liệu, báo cáo của xã")
    before = await exported(page, officer, tmp_path)

    await declare(resident)
    await confirm(head)
    await resident.hears("đã được xác nhận")

    after = await exported(page, officer, tmp_path)
    # registered, declared, confirmed, reached, reached on the roster: each has moved by one; the share and who is
    # recognised stand between them
    moved = [3, 5, 6, 8, 9]
    assert [float(str(before[n])) + 1 for n in moved] == [after[n] for n in moved]
    assert before[7] == after[7]
    assert before[2] == after[2]
    assert faults == []

    # A reload shows where everybody stands; nothing is lost.
    await page.reload()
    await resident.ready()
    await expect(resident.root.get_by_role("button", name="Quá trình")).to_be_visible()


async def test_one_phone_at_a_time_on_a_narrow_screen(browser: Browser, demo: str) -> None:
    page, faults = await open_page(browser, demo, 390, 844)
    resident, head = Seat(page, "resident"), Seat(page, "head")
    await resident.ready()
    await expect(resident.root).to_be_visible()
    await expect(head.root).to_be_hidden()
    overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    await declare(resident)
    tab = page.get_by_role("tab", name="Trưởng thôn")
    await expect(tab.locator(".unread")).to_be_visible()
    await tab.click()
    await expect(head.root).to_be_visible()
    await expect(resident.root).to_be_hidden()
    assert faults == []


async def test_usable_by_keyboard_and_named_for_screen_readers(browser: Browser, demo: str) -> None:
    page, faults = await open_page(browser, demo)
    resident = Seat(page, "resident")
    await resident.ready()
    await resident.root.get_by_role("button", name="Ghi tên tham gia").focus()
    await page.keyboard.press("Enter")
    await expect(resident.root.get_by_role("button", name="Tôi đồng ý")).to_be_focused()
    await page.keyboard.press("Enter")
    await resident.sees("họ và tên")
    await expect(resident.root.get_by_role("log")).to_have_attribute("aria-live", "polite")
    await expect(resident.root.get_by_role("textbox", name="Gõ tin nhắn")).to_be_visible()
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll('button, input, a')]
            .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length"""
    )
    assert nameless == 0
    small = await page.evaluate(
        "() => [...document.querySelectorAll('button')].filter(e => e.offsetHeight && e.offsetHeight < 44).length"
    )
    assert small == 0
    assert faults == []


async def test_a_tap_while_the_line_is_down_is_sent_once_it_is_back(browser: Browser, demo: str) -> None:
    page, _ = await open_page(browser, demo)
    resident = Seat(page, "resident")
    await resident.ready()
    await page.context.set_offline(True)
    await resident.tap("Ghi tên tham gia")
    await expect(resident.root.locator(".message.mine").last).to_contain_text("đang thử lại")
    await page.context.set_offline(False)
    await resident.sees("Ai hỏi")


REMEMBERS_HINTS = """() => {
    // What the resident's hint said from now on: it may be over before somebody from outside looks.
    const hint = document.querySelector("[data-seat=resident] .hint");
    window.hinted = [];
    new MutationObserver(() => window.hinted.push(hint.textContent)).observe(hint, { childList: true, subtree: true });
}"""


async def seated(browser: Browser, address: str, width: int = 1440) -> tuple[Page, list[str], Seat, Seat, Seat]:
    """The page with its three phones, ready."""
    page, faults = await open_page(browser, address, width)
    seats = Seat(page, "resident"), Seat(page, "head"), Seat(page, "officer")
    for seat in seats:
        await seat.ready()
    return page, faults, *seats


def hint(seat: Seat) -> Locator:
    return seat.root.locator(".hint")


async def test_lists_and_numbers_that_are_open_move_when_another_acts(browser: Browser, demo: str) -> None:
    page, faults, resident, head, officer = await seated(browser, demo)
    await officer.tap("Số liệu, báo cáo của xã")
    await expect(officer.screens).to_have_count(2)
    await head.tap("Chờ xác nhận (8)")
    await head.sees("Có 8 bản khai chờ")
    bubbles = await head.screens.count()
    before = await officer.screens.last.inner_text()

    await declare(resident)
    await head.sees("Có 9 bản khai chờ")
    await expect(head.root.locator(".toast")).to_have_text("Vừa có bản khai gửi tới.")
    await expect(head.screens).to_have_count(bubbles)  # in the place of the open screen
    await expect(officer.root.locator("mark")).not_to_have_count(0)  # of the commune, of the village
    await find(head)
    await expect(head.root.locator(".toast")).to_be_hidden()  # who acts has seen it
    await head.tap("Xác nhận")
    await expect(officer.root.locator(".toast")).to_have_text("Trưởng thôn vừa xác nhận một bản khai.")
    after = await officer.screens.last.inner_text()
    assert [one for one, other in zip(before.split(), after.split(), strict=True) if one != other] != []
    await expect(resident.screens.last).to_contain_text("Đã được xác nhận")
    assert faults == []

    await page.reload()  # what moved is remembered as it is now
    await officer.ready()
    await expect(officer.screens).to_have_count(2)


async def test_nothing_moves_while_somebody_types(browser: Browser, demo: str) -> None:
    _, faults, resident, head, _ = await seated(browser, demo)
    await head.tap("Chờ xác nhận (8)")
    await head.sees("Có 8 bản khai chờ")
    await head.root.locator(".type").fill("La")
    await declare(resident)
    await expect(hint(head)).to_contain_text("[Nguyễn Thị Lan 1968")  # the page has been told
    await head.sees("Có 8 bản khai chờ")
    await head.root.locator(".type").fill("")
    await head.sees("Có 9 bản khai chờ")
    assert faults == []


async def test_the_hint_follows_the_story_and_names_the_button(browser: Browser, demo: str) -> None:
    page, faults, resident, head, officer = await seated(browser, demo)
    now = page.locator(".story [aria-current=step]")
    await expect(now).to_have_text("Ghi tên, khai")
    await expect(hint(resident)).to_have_text("Bấm [Ghi tên tham gia].")
    await expect(hint(head)).to_contain_text("[Chờ xác nhận (8)]")
    await expect(page.locator(".phone[data-turn]")).to_have_attribute("data-seat", "resident")
    await declare(resident)
    await expect(now).to_have_text("Trưởng thôn xác nhận")
    await expect(hint(head)).to_have_text("Bấm [Chờ xác nhận (9)].")
    await confirm(head)
    await expect(now).to_have_text("Số của xã đổi")
    await expect(hint(officer)).to_have_text("Bấm [Số liệu, báo cáo của xã].")
    await page.reload()  # it is what has happened, not what was clicked
    await officer.ready()
    await expect(hint(officer)).to_have_text("Bấm [Số liệu, báo cáo của xã].")
    await officer.tap("Số liệu, báo cáo của xã")
    await expect(now).to_have_text("Xuất Excel")
    await officer.tap("Xuất Excel")
    await expect(hint(officer)).to_contain_text("[Làm lại từ đầu]")
    await expect(now).to_have_count(0)
    assert faults == []


async def test_an_answer_that_comes_late_puts_no_older_story_back(browser: Browser, demo: str) -> None:
    page, faults = await open_page(browser, demo)
    resident = Seat(page, "resident")
    await resident.ready()
    late, held, given = asyncio.Event(), asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        held.release()
        await late.wait()
        await route.fulfill(response=answer)
        given.release()

    await page.route("**/demo/story", hold)
    await page.reload()  # each phone that listens again asks where the story stands
    await resident.ready()
    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            await held.acquire()
    await resident.tap("Ghi tên tham gia")
    await expect(hint(resident)).to_have_text("Bấm [Tôi đồng ý].")
    await page.evaluate(REMEMBERS_HINTS)
    late.set()
    async with asyncio.timeout(PATIENCE):
        for _ in range(3):
            await given.acquire()
    await page.unroute("**/demo/story")
    await resident.tap("Tôi đồng ý")
    await expect(hint(resident)).not_to_have_text("Bấm [Tôi đồng ý].")
    assert "Bấm [Ghi tên tham gia]." not in await page.evaluate("window.hinted")
    assert faults == []


async def test_restart_begins_the_story_with_fresh_people(browser: Browser, demo_program: str) -> None:
    page, faults, resident, _, _ = await seated(browser, demo_program)
    await resident.tap("Ghi tên tham gia")
    await resident.sees("Ai hỏi")
    other, _ = await open_page(browser, demo_program)  # a second page goes along
    session = await resident.root.get_attribute("data-session")
    await page.locator("#restart").click()
    await expect(page.locator("#restart")).to_have_text("Xoá hết, làm lại?")
    await resident.sees("Ai hỏi")  # pressed once, nothing is deleted
    await page.locator("#restart").click()
    await expect(resident.root).not_to_have_attribute("data-session", str(session), timeout=PATIENCE * 1000)
    await resident.sees("Chào bác!")
    await expect(resident.screens).to_have_count(1)
    await expect(hint(resident)).to_have_text("Bấm [Ghi tên tham gia].")
    theirs = other.locator("[data-seat=resident]")
    await expect(theirs).not_to_have_attribute("data-session", str(session), timeout=PATIENCE * 1000)
    kept = "Object.keys(localStorage).filter(key => key.startsWith('hoctap:')).length"
    await until(page, f"{kept} === 3")  # of the new people alone, and all of them
    assert faults == []
    await other.close()


async def test_the_switch_of_language_switches_the_page_and_all_phones(browser: Browser, demo: str) -> None:
    page, faults, resident, head, officer = await seated(browser, demo)
    await officer.tap("Số liệu, báo cáo của xã")
    await resident.tap("Ghi tên tham gia")
    await resident.sees("Ai hỏi")
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    for seat in (resident, head, officer):
        await seat.ready()
    await expect(officer.root.get_by_role("button", name="Export to Excel")).to_be_visible()  # each where it was
    await expect(resident.root.get_by_role("button", name="I agree", exact=True)).to_be_visible()
    await expect(hint(resident)).to_have_text("Press [I agree].")
    for words in ("Bấm", "Gõ tin nhắn", "Chờ xác nhận", "Ghi tên"):
        await expect(page.locator("body")).not_to_contain_text(words)
    await head.tap("Help")
    await expect(head.screens.last).to_contain_text("Help")
    await page.get_by_role("link", name="Tiếng Việt").click()
    await expect(hint(resident)).to_have_text("Bấm [Tôi đồng ý].")
    assert faults == []


@pytest.mark.soak  # every day on a narrow screen
async def test_the_tour_plays_to_its_end(browser: Browser, demo: str) -> None:
    page, faults = await open_page(browser, f"{demo}/?tour=1&speed=100")
    await expect(page.locator(".word")).to_have_text("Hết. Giờ mời bấm thử.", timeout=PATIENCE * 1000)
    await expect(page.locator(".story li[data-state=done]")).to_have_count(5)
    await expect(page.locator("[data-seat=officer] a.file")).to_have_count(1)
    await expect(page.locator("#tour")).to_have_text("Xem tự chạy")
    assert "tour" not in page.url  # a reload is no wish for another
    assert faults == []


REMEMBERS = """() => {
    // Which phone was on the screen: the tour may have gone on before somebody from outside looks.
    window.seen = [];
    const look = () => window.seen.push(document.querySelector("[data-seat]:not(.away)").dataset.seat);
    new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: ["class"] });
}"""


async def test_the_tour_on_a_narrow_screen_goes_from_phone_to_phone(browser: Browser, demo: str) -> None:
    page, faults = await open_page(browser, f"{demo}/?speed=100", 390, 844)
    await page.evaluate(REMEMBERS)
    await page.locator("#tour").click()
    await expect(page.locator(".word")).to_have_text("Hết. Giờ mời bấm thử.", timeout=PATIENCE * 1000)
    await expect(page.locator("[data-seat=officer]")).to_be_visible()
    assert set(await page.evaluate("seen")) == {"resident", "head", "officer"}
    overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0
    assert faults == []


async def test_the_tour_stops_for_who_takes_a_phone_in_hand_and_goes_on_from_there(browser: Browser, demo: str) -> None:
    page, faults, resident, _, _ = await seated(browser, f"{demo}/?speed=100")
    tour = page.locator("#tour")
    await expect(tour).to_have_text("Xem tự chạy")  # by itself it begins only where the address asks for it
    await tour.click()
    await expect(tour).to_have_text("Dừng")
    await resident.root.locator(".phone-head").click()
    await expect(tour).to_have_text("Xem tự chạy")
    await expect(page.locator(".pointed")).to_have_count(0)
    await tour.click()
    await page.keyboard.press("Escape")
    await expect(tour).to_have_text("Xem tự chạy")
    await tour.click()
    await tour.click()
    await expect(tour).to_have_text("Xem tự chạy")
    await tour.click()
    await expect(page.locator(".story li[data-state=done]")).to_have_count(5, timeout=PATIENCE * 1000)
    assert faults == []
