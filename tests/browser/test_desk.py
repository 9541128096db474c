"""The desk in a real browser, without script: from the link by the keyboard alone, every page looked over by axe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.app import App
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from criteria.declaration import Move
from criteria.model import CITIZEN
from criteria.recognition import Step
from criteria.roster_matching import Likeness, Listing
from desk.server.all_pages import ENTRIES
from storage import accounts, decisions, declarations, desk_sessions, recognition, roster_imports, snapshots
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.roster_imports import NewLine
from tests.browser.accessibility import faults_of
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.village import PLAIN, TOP, Village, declared, found, neighbour, sit_down, there
from tests.world import running

CODE = "ABCDEFGH23456789"
AT_A_PC: ViewportSize = {"width": 1366, "height": 768}
ON_A_PHONE: ViewportSize = {"width": 390, "height": 844}
MOST_TABS = 40  # steps to what is looked for
# How many of these are lower than what can be pressed (WCAG 2.2, 2.5.8).
SMALL = "all => all.map(e => e.getBoundingClientRect()).filter(r => r.height && r.height < 24).length"


def _list_of(tx: Transaction, village: Village) -> None:
    """A list to be recognised, submitted, with a name and an objection, figures, a file: the first of its kind each."""
    sent = declared(tx, village, neighbour(tx, village, 9), PLAIN)
    decisions.decide(tx, there(declarations.load(tx, sent.id)), Move.CONFIRM, person_id=village.head.id)
    made = there(
        recognition.draw_up(
            tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=[village.kim_son.id], by=village.officer.id
        )
    )
    recognition.object_to(tx, made, said="Danh sách dán muộn", declaration_id=None, by=village.officer.id)
    recognition.step(tx, made, Step.SUBMIT, submitted_at=tx.now)
    office = there(accounts.find(tx, "web", "officer"))
    file = roster_imports.begin(
        tx, commune_id=village.commune.id, account_id=office.id, file_name="dan-cu-kim-son.xlsx", digest=None
    )
    line = NewLine(
        n=0, sheet="Sheet1", row=2, place_id=village.kim_son.id, full_name="Nguyễn Thị Lân", birth_year=1968,
        listing=Listing.DOUBTFUL, likeness=Likeness.SPELLING, like_id=village.lan.id,
    )  # fmt: skip
    roster_imports.put_lines(tx, file.id, [line])
    roster_imports.ready(tx, file.id, {})
    snapshots.take(tx, village.cycle, SnapshotKind.PROVISIONAL, {}, upto=0, by=village.officer.id)


@pytest_asyncio.fixture(loop_scope="session")
async def served(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[tuple[App, Village]]:
    """The program at its public address; three have declared, and the officer has asked for the desk."""
    at = f"127.0.0.1:{free_port()}"
    app = App(
        Settings(
            data_dir=tmp_path / "data", database_url=sqlite_url, web_bind=at, public_url=f"http://{at}", web_chat=True
        ),
        clock,
    )

    def work(tx: Transaction) -> Village:
        village = found(tx)
        sit_down(tx, "web", "officer", village.officer)
        for i, answers in enumerate((PLAIN, TOP)):
            declared(tx, village, neighbour(tx, village, i), answers)
        declared(tx, village, village.lan, {**PLAIN, "A2": "1"})
        _list_of(tx, village)
        act_as_operator(tx)
        desk_sessions.ask(tx, there(accounts.find(tx, "web", "officer")), CODE)
        return village

    village = await app.database.write(work)
    app.add_configured()
    async with running(app):
        yield app, village


async def reach(page: Page, label: str) -> None:
    """Go to what has this label by Tab, and press it by Enter."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if await focused.count() and (await focused.inner_text()).strip() == label:
            await page.keyboard.press("Enter")
            return
    pytest.fail(f"{label} is not reached by the keyboard")


async def test_an_officer_opens_it_and_confirms_by_the_keyboard_alone(
    browser: Browser, served: tuple[App, Village]
) -> None:
    app, _ = served
    context = await browser.new_context(viewport=AT_A_PC, java_script_enabled=False, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    await page.goto(there(app.desk).address(CODE))
    await reach(page, "Mở bàn làm việc")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Việc hôm nay")
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Đến nội dung")
    await reach(page, "Hàng chờ")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("3 phiếu tự đánh giá")
    await reach(page, "Nguyễn Thị Lan, sinh 1968")
    await reach(page, "Xác nhận")
    await expect(page.get_by_role("status")).to_contain_text("Vừa quyết: Nguyễn Thị Lan")
    await reach(page, "Đóng bàn làm việc")
    await expect(page.get_by_role("status")).to_contain_text("Đã đóng bàn làm việc")


async def test_every_page_is_whole_for_axe_and_fits_a_pc_and_a_phone_by_night(
    browser: Browser, served: tuple[App, Village]
) -> None:
    app, village = served
    root = f"{app.settings.web_url}/ban-lam-viec"
    context = await browser.new_context(viewport=AT_A_PC, reduced_motion="reduce")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    await page.goto(there(app.desk).address(CODE))
    assert await faults_of(page) == []
    await page.get_by_role("button").click()
    values = {
        "declaration": 3,
        "proposal": 1,
        "roster_file": 1,
        "proposed": 1,
        "snapshot": 1,
        "title": "citizen",
        "figure": "tong-so",
        "resident": village.lan.id,
        "place": village.kim_son.id,
        "cycle": village.cycle.id,
    }
    paths = [each.path.format(**values) for each in ENTRIES if not each.takes]
    every = (*paths, "/tim-nguoi?ten=lan", "/tim-nguoi?ten=1", f"/noi/{village.kim_son.id}/x/y")
    for number, path in enumerate(every):
        await page.goto(root + path)
        for size in (AT_A_PC, ON_A_PHONE):
            await page.set_viewport_size(size)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        if number % 2:  # axe takes a second: half of the pages by day at a PC, half by night on a phone
            await page.emulate_media(color_scheme="dark")
        else:
            await page.set_viewport_size(AT_A_PC)
            await page.emulate_media(color_scheme="light")
        assert await faults_of(page) == [], path
        assert await page.eval_on_selector_all("main button, nav a, summary", SMALL) == 0, path
    await page.emulate_media(media="print")
    assert not await page.get_by_role("button", name="Đóng bàn làm việc").is_visible()
