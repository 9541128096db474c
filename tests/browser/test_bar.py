"""What can be chosen stands in a bar that never leaves the screen, on a small phone as on a computer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from sqlalchemy import update

from acts import ways
from acts.way import Way
from bot.app import App
from bot.channels.webchat import chat_of
from criteria.model import CITIZEN, Standing
from handlers.all_routes import ROUTER
from handlers.kit.router import Weight
from storage import accounts, cycles, declarations, people, places
from storage.declaration_record import Speaker
from storage.kit.tables import accounts as account_rows
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.browser.pages import page_of, sees, tap
from tests.conftest import Clock
from tests.village import GOOD, PLAIN, Village, declared, neighbour, sit_down, there
from tests.world import residents_web

SIZES = [(360, 640), (390, 844), (1440, 900)]
IN_SIGHT = """button => {
    const { top, bottom, left, right } = button.getBoundingClientRect();
    const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth && button.contains(seen);
}"""


ROWS = """() => {
    const rows = {};
    for (const button of document.querySelectorAll(".bar button")) {
        const row = rows[Math.round(button.getBoundingClientRect().top)] ||= [];
        row.push(button.dataset.look === "way" ? "way" : "other");
    }
    return Object.values(rows);
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


async def begun(browser: Browser, app: App, size: tuple[int, int], *, script: bool = True) -> tuple[Page, str]:
    """A page with a fresh session."""
    page, _ = await page_of(browser, script=script)
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(f"{app.settings.web_url}/thon/KIMSON")
    await tap(page, "Bắt đầu")
    await sees(page, "Ai hỏi")
    return page, next(each["value"] for each in await page.context.cookies() if each["name"] == "hoctap")


def a_village(tx: Transaction) -> Village:
    """The commune of these tests, read back."""
    commune = places.communes(tx)[0]
    kim_son, hong_linh = places.villages(tx, commune.id)
    lan, head, officer = (people.get(tx, key) for key in (1, 3, 6))
    cycle = there(cycles.of_year(tx, commune.id, 2026))
    return Village(
        commune=commune, kim_son=kim_son, hong_linh=hong_linh, cycle=cycle, lan=lan, head=head, officer=officer
    )


def stand(tx: Transaction, session: str, person: Person, route: Way) -> None:
    """The chat of this session is that person's and stands at this route."""
    sit_down(tx, "web", chat_of(session), person)
    tx.connection.execute(update(account_rows).where(account_rows.c.chat == chat_of(session)).values(route=route))


def draft_of(tx: Transaction, village: Village, person: Person, answers: Mapping[str, object]) -> int:
    """Everything answered, nothing sent."""
    speaker = Speaker(there(tx.chain).account_id, person.id)
    begun = declarations.begin(tx, person, village.cycle, speaker=speaker)
    for key, value in answers.items():
        begun = declarations.answer(tx, begun, key, value, speaker=speaker)
    return begun.id


@dataclass(frozen=True)
class Stand:
    """A long screen: who stands before it, where, and what they read there."""

    person: Person
    route: Way
    reads: str
    press: Way | None = None  # what leads on to it


def long_screens(tx: Transaction) -> list[Stand]:
    accounts.lock(tx, "telegram", "77")
    village = a_village(tx)
    for i in range(14):  # each with answers of their own: nothing to doubt
        better = {key: "3" for bit, key in enumerate(("A2", "A3", "B2", "B3")) if i >> bit & 1}
        declared(tx, village, neighbour(tx, village, i), {**PLAIN, **better})
    card = declared(tx, village, neighbour(tx, village, 20), GOOD)
    draft = draft_of(tx, village, village.lan, GOOD)
    tx.save_chain()
    return [
        Stand(village.lan, ways.check(draft), "Bác xem lại các câu trả lời"),
        Stand(village.lan, ways.erase(), "Xoá rồi không lấy lại được"),
        Stand(village.head, ways.review(card.id), "Lê Văn U"),
        Stand(village.head, ways.queue_page(0), "Đọc từng tên", press=ways.batch()),
        Stand(village.officer, ways.set_(village.cycle.id, CITIZEN), "Tổng điểm để đạt"),
        Stand(village.officer, ways.adopt_see(village.cycle.id, CITIZEN, Standing.PROVISIONAL.value), "Áp dụng"),
    ]


async def in_sight(page: Page, height: int) -> int:
    """Every button that decides can be pressed as the screen stands; the bar leaves room to read. How many decide."""
    bar = page.locator(".bar")
    box = there(await bar.bounding_box())
    assert box["height"] <= 0.45 * height + 1
    decide = 0
    for button in await bar.get_by_role("button").all():
        is_main = await button.get_attribute("data-look") == "main"
        if is_main or ROUTER.weight(there(await button.get_attribute("value"))) is not Weight.DOING:
            decide += 1
            assert await button.evaluate(IN_SIGHT), await button.inner_text()
    return decide


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", SIZES, ids=["360x640", "390x844", "1440x900"])
async def test_what_decides_is_in_sight_on_long_screens(
    browser: Browser, app: App, size: tuple[int, int], *, script: bool
) -> None:
    page, session = await begun(browser, app, size, script=script)
    assert await in_sight(page, size[1]) == 2  # the consent: yes and no
    for each in await app.database.write(long_screens):
        await app.database.write(partial(stand, session=session, person=each.person, route=each.route))
        await page.goto(f"{app.settings.web_url}/chat")
        if each.press is not None:
            await page.locator(f'.bar button[value="{each.press}"]').click()
        await sees(page, each.reads)
        assert await in_sight(page, size[1]) >= 1, each.route
        rows = await page.evaluate(ROWS)
        assert not any({"way", "other"} <= set(row) for row in rows), each.route


async def test_a_tick_changes_in_place(browser: Browser, app: App) -> None:
    page, session = await begun(browser, app, (360, 640))

    def prepare(tx: Transaction) -> None:
        accounts.lock(tx, "telegram", "77")
        village = a_village(tx)
        draft = draft_of(tx, village, village.lan, {key: GOOD[key] for key in ("occupation", "A1", "A2", "A3", "A4")})
        tx.save_chain()
        stand(tx, session, village.lan, Way(f"ask/{draft}/B1"))

    await app.database.write(prepare)
    await page.goto(f"{app.settings.web_url}/chat")
    await expect(page.locator("[data-ready=true]")).to_be_visible()
    await sees(page, "(chọn nhiều)")
    bubbles = page.locator(".message")
    before = await bubbles.count()
    call, look = (page.locator(".bar").get_by_role("button", name=name) for name in ("Gọi có hình", "Tìm tin"))
    await expect(call).to_have_attribute("aria-pressed", "false")
    await call.focus()
    await page.keyboard.press("Space")
    await expect(call).to_have_attribute("aria-pressed", "true")
    await expect(call).to_be_focused()
    await look.click()
    await expect(look).to_have_attribute("aria-pressed", "true")
    await expect(call).to_have_attribute("aria-pressed", "true")
    await call.click()
    await expect(call).to_have_attribute("aria-pressed", "false")
    await expect(page.get_by_role("button", name="Xong")).to_be_visible()
    assert await bubbles.count() == before
    await page.reload()
    await expect(page.locator("[data-ready=true]")).to_be_visible()
    await expect(look).to_have_attribute("aria-pressed", "true")
    assert await bubbles.count() == before
    await tap(page, "Xong")
    await expect(page.locator(".message.mine").last).to_contain_text("Xong")
    await expect(bubbles).to_have_count(before + 2)  # now there is something new


async def test_a_second_tap_while_the_first_is_under_way_does_nothing(browser: Browser, app: App) -> None:
    page, _ = await begun(browser, app, (360, 640))
    await page.context.set_offline(True)
    refuse = page.get_by_role("button", name="Tôi không đồng ý")
    await refuse.click()
    await expect(refuse).to_have_attribute("aria-disabled", "true")
    await page.get_by_role("button", name="Tôi đồng ý", exact=True).click(force=True)
    await page.context.set_offline(False)
    await sees(page, "Ở đây không giữ tên")
    await expect(page.locator(".message.mine")).to_have_count(1)
