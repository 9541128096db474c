"""Files by link: signed, in time, for who asked; pictures may be fetched again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import update

from acts import ways
from acts.errands import WorkbookErrand, encode
from bot.commune_setup import act_as_operator
from bot.file_links import FileLinks
from bot.web import web_app
from handlers.kit.screen import Attachment
from storage import accounts, audit, evidence, files, roles
from storage.files import MOST_TRIES, FileStore
from storage.kit.engine import Database
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.picture_reference import StoredPicture
from tests.conftest import Clock
from tests.keys import keys_in
from tests.village import Village, found, sit_down

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Desk:
    links: FileLinks
    client: httpx.AsyncClient
    village: Village
    database: Database
    report: Attachment
    picture: Attachment

    async def report_url(self) -> str:
        return await self.links.file("zalo", "a", self.report)


@pytest.fixture
async def desk(sqlite: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    village = await sqlite.write(found)
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    report = Attachment(store.put(b"numbers"), "so-lieu.xlsx", XLSX)
    picture = Attachment(store.put(b"\x89PNG"), "ma.png", "image/png")

    def prepare(tx: Transaction) -> None:
        sit_down(tx, "zalo", "a", village.officer)
        sit_down(tx, "zalo", "b", village.head)
        account = files.for_account  # the account of the first chat is the second one: the operator's is the first
        assert account(tx, report.digest, 2) is None
        for file in (report, picture):
            files.grant(tx, digest=file.digest, account_id=2, name=file.name, media_type=file.media_type, size=7)

    await sqlite.write(prepare)
    links = FileLinks(sqlite, store, "secret", "http://test")
    transport = httpx.ASGITransport(web_app(sqlite, links.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Desk(links, client, village, sqlite, report, picture)


async def test_the_page_asks_and_the_right_answer_gives_the_file(desk: Desk) -> None:
    url = await desk.report_url()
    page = await desk.client.get(url)
    assert page.status_code == 200
    assert "so-lieu.xlsx" in page.text
    assert "numbers" not in page.text
    answer = await desk.client.post(url, data={"year": " 1988 "})
    assert answer.content == b"numbers"
    assert answer.headers["cache-control"] == "private, no-store"
    codes = [e.code for e in await desk.database.read(lambda tx: audit.of_subject(tx, "account:2"))]
    assert codes.count("file.fetched") == 1


async def test_somebody_who_got_the_link_from_another_gets_nothing(desk: Desk) -> None:
    url = await desk.report_url()
    for year in ("1970", "", "abcd", "1988; --", "2" * 500):
        answer = await desk.client.post(url, data={"year": year})
        assert b"numbers" not in answer.content
    locked = await desk.client.post(url, data={"year": "1988"})
    assert locked.status_code == 403
    assert "bị khoá" in locked.text


async def test_a_link_expires(desk: Desk, clock: Clock) -> None:
    url = await desk.report_url()
    clock.advance(hours=25)
    assert "hết hạn" in (await desk.client.get(url)).text


@pytest.mark.parametrize(("kind", "hours"), [("file", 24), ("picture", 1)])
async def test_a_link_opens_until_its_last_second_and_not_in_it(
    desk: Desk, clock: Clock, kind: str, hours: int
) -> None:
    url = await (desk.report_url() if kind == "file" else desk.links.picture("zalo", "a", desk.picture))
    clock.advance(hours=hours, seconds=-1)
    assert (await desk.client.get(url)).status_code == 200
    clock.advance(seconds=1)
    assert (await desk.client.get(url)).status_code == 404


@pytest.mark.parametrize("kind", ["file", "picture"])
@pytest.mark.parametrize("whose_now", ["nobody's", "another's"])
async def test_a_phone_that_was_cut_off_opens_no_file_it_had_asked_for(desk: Desk, kind: str, whose_now: str) -> None:
    url = await (desk.report_url() if kind == "file" else desk.links.picture("zalo", "a", desk.picture))
    theirs = await desk.report_url()

    def cut_off(tx: Transaction) -> None:
        act_as_operator(tx)
        assert accounts.cut_off(tx, 2, desk.village.officer.id)
        if whose_now == "another's":
            sit_down(tx, "zalo", "a", desk.village.head)

    await desk.database.write(cut_off)
    assert (await desk.client.get(url)).status_code == 404
    for year in ("1988", "1970"):  # the officer's, and that of who has the phone now
        answer = await desk.client.post(theirs, data={"year": year})
        assert (answer.status_code, b"numbers" in answer.content) == (404, False)


@pytest.mark.parametrize("change", ["account", "expiry", "digest", "mac", "kind", "rubbish"])
async def test_a_link_that_was_changed_opens_nothing(desk: Desk, change: str) -> None:
    url = await desk.report_url()
    head, token = url.rsplit("/", 1)
    account, expires, digest, mac = token.split(".")
    changed = {
        "account": f"{head}/3.{expires}.{digest}.{mac}",
        "expiry": f"{head}/{account}.{int(expires) + 9}.{digest}.{mac}",
        "digest": f"{head}/{account}.{expires}.{'0' * 64}.{mac}",
        "mac": f"{head}/{account}.{expires}.{digest}.{'0' * 32}",
        "kind": url.replace("/tep/", "/anh/"),
        "rubbish": f"{head}/..%2f..%2fsecret.key",
    }[change]
    answer = (
        await desk.client.post(changed, data={"year": "1988"}) if change != "kind" else await desk.client.get(changed)
    )
    assert answer.status_code == 404
    assert b"numbers" not in answer.content


async def test_a_picture_can_be_fetched_again_and_again_for_an_hour(desk: Desk, clock: Clock) -> None:
    url = await desk.links.picture("zalo", "a", desk.picture)
    for _ in range(3):
        answer = await desk.client.get(url)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    clock.advance(hours=2)
    assert (await desk.client.get(url)).status_code == 404


async def test_a_document_never_goes_by_a_pictures_link(desk: Desk) -> None:
    url = await desk.links.picture("zalo", "a", desk.report)
    assert (await desk.client.get(url)).status_code == 404


async def test_two_hundred_at_once_have_five_tries_too(desk: Desk) -> None:
    """Each answer is counted before it is looked at: guessing side by side opens no more than one after the other."""
    url = await desk.report_url()
    years = [str(year) for year in range(1800, 2000)]
    answers = await asyncio.gather(*(desk.client.post(url, data={"year": year}) for year in years))
    looked_at = [answer for answer in answers if answer.status_code == 200]
    assert len(looked_at) < MOST_TRIES
    assert not [answer for answer in answers if b"numbers" in answer.content]
    assert (await desk.client.post(url, data={"year": "1988"})).status_code == 403


async def test_a_right_answer_gives_all_tries_back(desk: Desk) -> None:
    url = await desk.report_url()
    for _ in range(3):
        for _ in range(MOST_TRIES - 1):
            await desk.client.post(url, data={"year": "1970"})
        assert (await desk.client.post(url, data={"year": "1988"})).content == b"numbers"


async def _fetches(desk: Desk, kind: str) -> int:
    """The status of what the officer's chat fetches: the workbook with the right year, or the picture."""
    if kind == "picture":
        return (await desk.client.get(await desk.links.picture("zalo", "a", desk.picture))).status_code
    return (await desk.client.post(await desk.links.file("zalo", "a", desk.report), data={"year": "1988"})).status_code


@pytest.mark.parametrize("kind", ["report", "picture"])
@pytest.mark.parametrize("ends", ["taken back", "by itself"])
async def test_a_roles_files_end_with_the_role(desk: Desk, clock: Clock, kind: str, ends: str) -> None:
    """A workbook made for an officer, a resident's picture shown to one: not fetched any more by who was one."""
    village = desk.village
    others = [each for each in ("report", "picture") if each != kind]

    def rest_on_the_role(tx: Transaction) -> None:
        act_as_operator(tx)
        key = evidence.attach(
            tx, StoredPicture(desk.picture.digest, "image/png", 4), person_id=village.lan.id, account_id=2
        )
        shown = desk.picture if kind == "picture" else desk.report
        basis = {"route": ways.picture(key)} if kind == "picture" else encode(WorkbookErrand(village.cycle.id))
        rows = metadata.tables["files"]
        tx.connection.execute(update(rows).where(rows.c.digest == shown.digest).values(basis=basis))
        if ends == "by itself":
            grants = metadata.tables["grants"]
            until = clock.now + timedelta(minutes=30)
            tx.connection.execute(update(grants).where(grants.c.person_id == village.officer.id).values(until=until))

    await desk.database.write(rest_on_the_role)
    assert await _fetches(desk, kind) == 200
    if ends == "by itself":
        clock.advance(minutes=31)
    else:

        def end(tx: Transaction) -> None:
            act_as_operator(tx)
            for each in roles.held_by(tx, village.officer.id):
                roles.revoke(tx, each, person_id=village.officer.id)

        await desk.database.write(end)
    assert await _fetches(desk, kind) == 404
    assert [await _fetches(desk, other) for other in others] == [200]  # which rests on no role


async def test_what_another_version_wrote_down_opens_nothing(desk: Desk) -> None:
    rows = metadata.tables["files"]
    for basis in ({"file": "unheard of", "of": {}}, encode(WorkbookErrand(999)), {"route": "no-such-screen/1"}):
        wrong = update(rows).values(basis=basis)
        await desk.database.write(lambda tx, wrong=wrong: tx.connection.execute(wrong))  # type: ignore[misc]
        assert [await _fetches(desk, kind) for kind in ("report", "picture")] == [404, 404]
