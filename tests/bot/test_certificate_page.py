"""The page behind the QR of a Giấy công nhận: valid or not, for whom by initials, and nothing more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from acts import recognising
from bot.certificate_page import LOOKS, CertificatePage
from bot.web import web_app
from criteria.recognition import Step
from storage import recognition
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.recognition import Certified
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.proposals import issued


@dataclass
class Desk:
    commune: Commune
    made: int
    client: httpx.AsyncClient
    page: CertificatePage

    async def all(self) -> tuple[Certified, ...]:
        return await self.commune.look(lambda tx: recognition.certified(tx, self.made))

    async def lan(self) -> Certified:
        lan = self.commune.village.lan.id
        return next(each for each in await self.all() if each.name.person_id == lan)


@pytest.fixture
async def desk(sqlite_commune: Commune) -> AsyncIterator[Desk]:
    commune = sqlite_commune
    page = CertificatePage(commune.database)
    transport = httpx.ASGITransport(web_app(commune.database, page.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Desk(commune, await issued(commune), client, page)


@pytest.fixture
async def sqlite_commune(sqlite: Database, clock: Clock) -> Commune:
    return await commune_of(sqlite, clock)


async def test_a_paper_that_holds_is_said_to_by_initials_title_year_and_commune(desk: Desk) -> None:
    lan = await desk.lan()
    answer = await desk.client.get(f"/cong-nhan/{lan.code}")
    assert answer.status_code == 200
    for shown in ("Giấy công nhận này có giá trị.", "N.T.L.", "Công dân học tập", "2026", "Xã Sơn Hồng"):
        assert shown in answer.text
    village = desk.commune.village
    for hidden in (lan.name.full_name, "1968", village.kim_son.name, "15/QĐ-UBND", lan.code, "<script"):
        assert hidden not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    assert 'content="noindex' in answer.text


async def test_a_code_typed_with_blanks_and_small_letters_is_the_same(desk: Desk) -> None:
    code = (await desk.lan()).code
    typed = " ".join(code[i : i + 4] for i in range(0, 20, 4)).lower()
    assert "có giá trị" in (await desk.client.get(f"/cong-nhan/{typed}")).text


async def test_a_revoked_one_is_said_to_be_whether_one_or_all_were(desk: Desk) -> None:
    lan, other = await desk.lan(), (await desk.all())[-1]

    def one(tx: Transaction) -> None:
        found = recognition.get(tx, desk.made, lock=True)
        recognising.revoke_one(tx, found, lan.name, why="Khai không đúng", by=desk.commune.village.officer.id)

    await desk.commune.do(one)
    said = "không còn giá trị: việc công nhận đã được thu hồi"
    assert said in (await desk.client.get(f"/cong-nhan/{lan.code}")).text
    assert said not in (await desk.client.get(f"/cong-nhan/{other.code}")).text
    await desk.commune.do(lambda tx: recognition.step(tx, recognition.get(tx, desk.made, lock=True), Step.REVOKE))
    answer = await desk.client.get(f"/cong-nhan/{other.code}")
    assert (answer.status_code, said in answer.text) == (200, True)
    assert "Khai không đúng" not in answer.text


@pytest.mark.parametrize("code", ["A" * 20, "A", "A" * 500, "%00", "1' OR '1'='1", "ĐÂY-LÀ-MÃ", "..%2F..%2Fchat"])
async def test_what_is_no_code_is_not_found_and_told_kindly(desk: Desk, code: str) -> None:
    answer = await desk.client.get(f"/cong-nhan/{code}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Giấy công nhận này" not in answer.text


async def test_the_beginning_of_a_code_finds_nothing_nor_does_more_than_one(desk: Desk) -> None:
    code = (await desk.lan()).code
    for wrong in (code[:-1], f"{code}A", f"{code[:-1]}_", f"{code[:-1]}%25"):
        assert (await desk.client.get(f"/cong-nhan/{wrong}")).status_code == 404


async def test_who_tries_many_is_asked_to_wait(desk: Desk) -> None:
    codes = [(await desk.client.get("/cong-nhan/AAAA")).status_code for _ in range(LOOKS + 1)]
    assert codes == [404] * LOOKS + [429]
    answer = await desk.client.get(f"/cong-nhan/{(await desk.lan()).code}")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert "N.T.L." not in answer.text


async def test_looking_leaves_no_trace(desk: Desk) -> None:
    code = (await desk.lan()).code

    async def lines() -> int:
        return await desk.commune.look(
            lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
        )

    before = await lines()
    await desk.client.get(f"/cong-nhan/{code}")
    assert await lines() == before


async def test_it_can_be_read_in_english(desk: Desk) -> None:
    answer = await desk.client.get(f"/cong-nhan/{(await desk.lan()).code}?lang=en")
    assert "This certificate is valid." in answer.text
