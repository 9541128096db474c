"""The demo's page and the phones on it."""

from __future__ import annotations

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.pages import NEWEST, shows
from tests.patience import PATIENCE


class Seat:
    """One phone on the page."""

    def __init__(self, page: Page, key: str) -> None:
        self.root: Locator = page.locator(f"[data-seat={key}]")

    async def ready(self) -> None:
        await expect(self.root).to_have_attribute("data-ready", "true")

    async def tap(self, label: str) -> None:
        await self.root.get_by_role("button", name=label, exact=True).last.click()

    async def write(self, text: str, after: str) -> None:
        await self.sees(after)
        await self.root.locator(".type").fill(text)
        await self.root.locator(".type").press("Enter")

    async def sees(self, text: str) -> None:
        await shows(self.root, text)

    async def hears(self, text: str) -> None:
        await expect(self.root.locator(NEWEST.format("notice"))).to_contain_text(text)

    @property
    def screens(self) -> Locator:
        """What it was shown, without what was said and what came in beside."""
        return self.root.locator(".message[data-kind=screen]")


async def open_page(browser: Browser, address: str, width: int = 1440, height: int = 900) -> tuple[Page, list[str]]:
    """The page, and a list that fills with whatever goes wrong in it."""
    page = await browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.set_default_timeout(PATIENCE * 1000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    return page, faults


async def declare(resident: Seat) -> None:
    await resident.tap("Ghi tên tham gia")
    await resident.tap("Tôi đồng ý")
    await resident.write("Nguyễn Thị Lan", after="họ và tên")
    await resident.write("1968", after="sinh năm nào")
    for label in (
        "Đúng rồi", "Khai Công dân học tập", "Làm ruộng, chăn nuôi, nội trợ",
        "Gần như ngày nào cũng có", "2-3 buổi", "3-5 lần", "Có giúp thời gian, tiền, xe",
        "Gọi có hình, nhắn Zalo", "Tìm tin, xem video học", "VNeID, dịch vụ công", "Xong",
        "Dùng được", "Có tính hơn thiệt, lãi lỗ", "Tra lại nguồn chính thống", "Hoà thuận", "Có chia sẻ, chỉ bảo",
        "Hết cấp 2", "Không có", "Phòng cháy, phòng đuối nước", "Sức khoẻ, dinh dưỡng", "Xong",
        "Gửi trưởng thôn xác nhận",
    ):  # fmt: skip
        await resident.tap(label)
    await resident.sees("Đạt, 84/100 điểm (dùng tạm)")


async def find(head: Seat) -> None:
    """The head opens Lan's declaration, as the hints say."""
    queue = head.root.get_by_role("button", name="Chờ xác nhận")
    if await queue.count():
        await queue.last.click()
    await head.write("Lan", after="bản khai chờ")
    await head.root.get_by_role("button", name="Nguyễn Thị Lan").last.click()
    await head.sees("Đạt, 84/100 điểm")


async def confirm(head: Seat) -> None:
    await find(head)
    await head.tap("Xác nhận")
