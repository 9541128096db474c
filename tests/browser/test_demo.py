"""The whole story on the demo's three phones, in a real browser, down to the number in the downloaded workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser.seats import Seat, declare, open_page

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


async def test_declare_left_confirm_in_the_middle_export_right(browser: Browser, demo: str, tmp_path: Path) -> None:
    page, faults = await open_page(browser, demo)
    resident, head, officer = Seat(page, "resident"), Seat(page, "head"), Seat(page, "officer")
    for seat in (resident, head, officer):
        await seat.ready()
    await officer.tap("Số liệu, báo cáo của xã")
    before = await exported(page, officer, tmp_path)

    await declare(resident)
    await head.write("/duyet", after="")
    await head.write("Lan", after="Tìm một người")
    await head.tap("Nguyễn Thị Lan, sinh 1968")
    await head.sees("Đạt, 84/100 điểm")
    await head.tap("Xác nhận")
    await resident.sees("đã được xác nhận")

    after = await exported(page, officer, tmp_path)
    # registered, declared, confirmed, reached, reached on the roster: each has moved by one
    assert [float(str(n)) + 1 for n in before[3:8]] == after[3:8]
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
