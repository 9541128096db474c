"""The page with a commune's results, which anybody may open: on a phone, on paper, with the keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from bot.app import App
from bot.commune_setup import act_as_operator
from criteria.declaration import Move
from criteria.model import CITIZEN, Standing
from handlers.commune.snapshot_figures import papers_of
from storage import cycles, decisions, declarations, people, places, publications, snapshots
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from tests.browser.pages import page_of
from tests.conftest import Clock
from tests.village import PLAIN, Village, declared, resident, there
from tests.world import residents_web

HEAD, OFFICER = 3, 6


def shown(tx: Transaction) -> None:
    """Of sixteen people of Kim Sơn seven are confirmed, and the officer shows it."""
    act_as_operator(tx)
    cycle = there(cycles.of_year(tx, 1, 2026))
    set_ = cycle.adoption(CITIZEN)
    adopted = Adoption(set_.set_id, set_.uncorrected, Standing.PROVISIONAL, set_.corrections)
    cycle = cycles.adopt(tx, cycle, CITIZEN, adopted, person_id=None)
    kim, hong = places.villages(tx, 1)
    village = Village(commune=places.get(tx, 1), kim_son=kim, hong_linh=hong, cycle=cycle,
                      lan=people.get(tx, 1), head=people.get(tx, HEAD), officer=people.get(tx, OFFICER))  # fmt: skip
    for n in range(12):
        person = resident(tx, kim, f"Lê Văn {chr(65 + n)}", 1960 + n, household=str(20 + n))
        if n < 7:
            sent = there(declarations.load(tx, declared(tx, village, person, PLAIN).id))
            decisions.decide(tx, sent, Move.CONFIRM, person_id=HEAD)
    papers = papers_of(tx, cycle, 1)
    made = snapshots.take(tx, cycle, SnapshotKind.PROVISIONAL, papers, upto=0, by=OFFICER)
    publications.publish(tx, made, by=OFFICER)
    tx.save_chain()


@pytest_asyncio.fixture(loop_scope="session")
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        await program.database.write(shown)
        yield program


async def test_anybody_reads_the_results_and_goes_on_to_declare(browser: Browser, app: App) -> None:
    page, faults = await page_of(browser, script=False)
    await page.goto(f"{app.settings.web_url}/ket-qua")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả học tập, xã Sơn Hồng, năm 2026")
    await expect(page.get_by_role("table", name="Công dân học tập")).to_contain_text("gộp")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    answer = await page.context.request.get(f"{app.settings.web_url}/ket-qua/18160/2026.csv")
    assert answer.ok
    await page.get_by_role("button", name="Bắt đầu").press("Enter")
    await page.wait_for_url(lambda url: "/ket-qua" not in url)
    await page.go_back()
    assert faults == []
