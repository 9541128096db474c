"""Files by an upload link: for one account and screen, for half an hour, until one came; opening it changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from acts import receiving
from acts.way import Way
from bot import upload_page
from bot.commune_setup import act_as_operator
from bot.dispatch import Dispatcher
from bot.upload_page import UploadPage
from bot.uploads import read_upload
from bot.web import web_app
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Returned, Said
from locales.catalog import catalog
from storage import accounts, audit, outbox, received_files, roles
from storage.document_reference import DocumentReference, StoredDocument
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.tables import received_files as rows
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose, ReceivedState
from tests.conftest import Clock
from tests.documents import ASK, LINK, NAME, ROSTER, address_in, all_files, router
from tests.keys import keys_in
from tests.village import Village, found, sit_down

pytestmark = pytest.mark.usefixtures("unread")

GONE = "đã dùng, đã hết hạn hoặc không đúng"


@dataclass(kw_only=True)
class Desk:
    """An officer with a chat on Zalo, and the web server."""

    page: UploadPage
    client: httpx.AsyncClient
    village: Village
    database: Database
    dispatcher: Dispatcher
    store: FileStore
    acts: int = 0

    async def does(self, given: Chose | Said | Returned, chat: str = "a") -> str:
        """What the screen says that comes of it."""
        self.acts += 1
        reply = await self.dispatcher.dispatch(Event("zalo", chat, str(self.acts), given))
        return catalog("vi").render(reply.screen.text, reply.address)

    async def link(self) -> str:
        return address_in(await self.does(Chose(LINK)))

    async def send(self, url: str, content: bytes = ROSTER, name: str = NAME) -> httpx.Response:
        return await self.client.post(url, files={"document": (name, content)})

    async def states(self) -> list[ReceivedState]:
        return [each.state for each in await self.database.read(all_files)]

    async def notices(self) -> list[str]:
        """What waits for the officer."""

        def read(tx: Transaction) -> list[str]:
            account = accounts.find(tx, "zalo", "a")
            assert account is not None
            return [str(each.payload) for each in outbox.waiting_notices(tx, account.id)]

        return await self.database.read(read)


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    village = await database.write(found)
    store = FileStore(tmp_path / "files", keys_in(tmp_path))

    def seat(tx: Transaction) -> None:
        sit_down(tx, "zalo", "a", village.officer)
        sit_down(tx, "zalo", "b", village.head)

    await database.write(seat)
    dispatcher = Dispatcher(database, Links(), router())
    page = UploadPage(dispatcher, store, "secret", "http://test")
    dispatcher.links = Links(upload=page.address)
    transport = httpx.ASGITransport(web_app(database, page.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Desk(page=page, client=client, village=village, database=database, dispatcher=dispatcher, store=store)


async def test_a_file_comes_by_its_link_and_the_chat_hears_of_it(desk: Desk) -> None:
    url = await desk.link()
    page = await desk.client.get(url)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for shown in (desk.village.commune.full_name, "Danh sách người dân", "Gửi tệp"):
        assert shown in page.text
    answer = await desk.send(url)
    assert (answer.status_code, f"Tệp {NAME} đã đến." in answer.text) == (200, True)
    assert "Anh/chị xem kết quả trong chat." in answer.text
    assert "<form" not in answer.text
    (mine,) = await desk.database.read(all_files)
    assert (mine.state, mine.purpose, mine.route, mine.name) == (ReceivedState.KEPT, FilePurpose.ROSTER, ASK, NAME)
    assert mine.digest is not None
    assert desk.store.get(mine.digest) == ROSTER
    (notice,) = await desk.notices()
    assert "Đã nhận tệp {name}." in notice
    assert NAME in notice
    assert "roster-file/1" in notice
    assert "tep-len" not in await desk.does(Returned())  # the link is used up, and shown no more
    assert await desk.database.read(audit.broken_chains) == ()


async def test_opening_it_uses_nothing_up(desk: Desk) -> None:
    url = await desk.link()
    assert {(await desk.client.get(url)).status_code for _ in range(5)} == {200}
    assert (await desk.client.head(url)).status_code == 200
    assert await desk.states() == [ReceivedState.AWAITED]
    assert (await desk.send(url)).status_code == 200


async def test_it_takes_one_file(desk: Desk) -> None:
    url = await desk.link()
    await desk.send(url)
    for answer in (await desk.send(url, b"another"), await desk.client.get(url)):
        assert (answer.status_code, GONE in answer.text) == (404, True)
    assert await desk.states() == [ReceivedState.KEPT]
    assert len(await desk.notices()) == 1


async def test_two_at_once_are_one(desk: Desk) -> None:
    url = await desk.link()
    answers = await asyncio.gather(*(desk.send(url, f"file {n}".encode()) for n in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 404, 404, 404]
    (mine,) = await desk.database.read(all_files)
    assert mine.state is ReceivedState.KEPT
    (line,) = [each for each in await _lines(desk) if each.code == "file.received"]
    assert line.data["digest"] == mine.digest
    assert len(await desk.notices()) == 1


async def test_a_link_works_until_its_last_second_and_not_in_it(desk: Desk, clock: Clock) -> None:
    url = await desk.link()
    clock.advance(minutes=30, seconds=-1)
    assert (await desk.client.get(url)).status_code == 200
    clock.advance(seconds=1)
    for answer in (await desk.client.get(url), await desk.send(url)):
        assert (answer.status_code, GONE in answer.text) == (404, True)
    assert await desk.states() == [ReceivedState.AWAITED]
    assert desk.store.everything() == ()  # nothing was even read


async def test_a_file_that_began_to_come_in_time_is_taken_however_slow_the_line(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await desk.link()
    clock.advance(minutes=29)

    async def slowly(*given: object) -> object:
        clock.advance(minutes=4)
        return await read_upload(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(upload_page, "read_upload", slowly)
    assert (await desk.send(url)).status_code == 200
    assert await desk.states() == [ReceivedState.KEPT]


async def test_a_newer_link_closes_the_one_before(desk: Desk, clock: Clock) -> None:
    old = await desk.link()
    assert await desk.link() == old  # as long as its screen shows it
    clock.advance(minutes=11)
    new = await desk.link()
    assert new != old
    assert (await desk.send(old)).status_code == 404
    assert (await desk.send(new)).status_code == 200


@pytest.mark.parametrize("change", ["code", "signature", "none", "rubbish", "long", "secret"])
async def test_a_link_that_was_made_up_opens_nothing(desk: Desk, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = await desk.link()
    base, token = url.rsplit("/", 1)
    code, signature = token.split(".")
    other = UploadPage(desk.dispatcher, desk.store, "another secret", "http://test")
    forged = {
        "code": f"{base}/{receiving.new_code()}.{signature}",
        "signature": f"{base}/{code}.{'0' * upload_page.SIGNED}",
        "none": f"{base}/{code}",
        "rubbish": f"{base}/%00..%0a",
        "long": f"{base}/{'A' * 5000}",
        "secret": other.address(code),  # the code stands on a screen, and so in the database: the signature does not
    }[change]

    def read(*_: object) -> None:
        raise AssertionError("a body was read for nothing")

    monkeypatch.setattr(upload_page, "read_upload", read)
    for answer in (await desk.client.get(forged), await desk.send(forged)):
        assert (answer.status_code, GONE in answer.text) == (404, True)
    assert await desk.states() == [ReceivedState.AWAITED]


async def test_the_code_lies_hashed(desk: Desk) -> None:
    code = (await desk.link()).rsplit("/", 1)[1].partition(".")[0]

    def read(tx: Transaction) -> str:
        return str(tx.connection.execute(rows.select()).all())

    assert code not in await desk.database.read(read)


@pytest.mark.parametrize("whose_now", ["nobody's", "another officer's"])
async def test_a_chat_that_is_not_its_officers_any_more_takes_no_file(desk: Desk, whose_now: str) -> None:
    url = await desk.link()

    def hand_on(tx: Transaction) -> None:
        act_as_operator(tx)
        account = accounts.find(tx, "zalo", "a")
        assert account is not None
        assert accounts.cut_off(tx, account.id, desk.village.officer.id)
        if whose_now != "nobody's":
            sit_down(tx, "zalo", "a", desk.village.head)

    await desk.database.write(hand_on)
    for answer in (await desk.client.get(url), await desk.send(url)):
        assert (answer.status_code, GONE in answer.text) == (404, True)
    assert ReceivedState.KEPT not in await desk.states()


async def test_another_account_has_no_part_in_it(desk: Desk) -> None:
    """The head's chat cannot get a link, and the officer's link brings nothing to the head."""
    assert "tep-len" not in await desk.does(Chose(LINK), "b")
    await desk.send(await desk.link())
    (mine,) = await desk.database.read(all_files)
    (officer,) = {each.account_id for each in await desk.database.read(all_files)}
    assert mine.person_id == desk.village.officer.id
    head = await desk.database.read(lambda tx: accounts.find(tx, "zalo", "b"))
    assert head is not None
    assert head.id != officer
    assert await desk.database.read(lambda tx: outbox.waiting_notices(tx, head.id)) == ()


def _end_role(tx: Transaction, village: Village) -> None:
    act_as_operator(tx)
    for held in roles.held_by(tx, village.officer.id):
        roles.revoke(tx, held, person_id=village.officer.id)


async def test_who_is_officer_no_more_is_refused_with_words(desk: Desk) -> None:
    url = await desk.link()
    await desk.database.write(lambda tx: _end_role(tx, desk.village))
    for answer in (await desk.client.get(url), await desk.send(url)):
        assert (answer.status_code, "đã thôi phụ trách" in answer.text) == (403, True)
    assert desk.store.everything() == ()


async def test_a_role_that_ends_while_the_file_comes_in_is_asked_about_in_the_commit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await desk.link()

    async def slowly(*given: object) -> object:
        await desk.database.write(lambda tx: _end_role(tx, desk.village))
        return await read_upload(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(upload_page, "read_upload", slowly)
    answer = await desk.send(url)
    assert (answer.status_code, "đã thôi phụ trách" in answer.text) == (403, True)
    assert await desk.states() == [ReceivedState.REFUSED]
    (notice,) = await desk.notices()
    assert "thì không nhận nữa" in notice


@pytest.mark.parametrize(
    ("content", "status", "note"),
    [
        (b"", 400, "Chưa có tệp nào được chọn"),
        (b"\0" * 20_000_001, 413, "lớn quá 20 MB"),
        (b"\0" * 25_000_000, 413, "lớn quá 20 MB"),
    ],
    ids=["empty", "large", "huge"],
)
async def test_what_cannot_be_taken_is_said_beside_the_form_and_the_link_still_works(
    desk: Desk, content: bytes, status: int, note: str
) -> None:
    url = await desk.link()
    answer = await desk.send(url, content)
    assert (answer.status_code, note in answer.text, "<form" in answer.text) == (status, True, True)
    assert (await desk.send(url)).status_code == 200


@pytest.mark.parametrize(
    "request_",
    [
        {"content": b"no form"},
        {"data": {"document": "a text"}},
        {"content": b"garbage", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"files": {"picture": ("a.jpg", b"1")}},
        {"files": [("document", ("a", b"1")), ("document", ("b", b"2"))]},
    ],
)
async def test_odd_forms_get_a_kind_answer(desk: Desk, request_: dict[str, object]) -> None:
    answer = await desk.client.post(await desk.link(), **request_)  # type: ignore[arg-type]
    assert (answer.status_code, "Chưa có tệp nào được chọn" in answer.text) == (400, True)


async def test_a_name_is_shown_as_text_and_holds_no_path(desk: Desk) -> None:
    answer = await desk.send(await desk.link(), name="..\\<script>alert(1)</script>.xlsx")
    assert "<script>alert" not in answer.text
    (mine,) = await desk.database.read(all_files)
    assert mine.name == "script .xlsx"


async def test_a_busy_database_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    url = await desk.link()

    def busy(*_: object) -> bool:
        raise BusyError("busy")

    monkeypatch.setattr(receiving, "arrive", busy)
    answer = await desk.client.post(url, files={"document": (NAME, ROSTER)}, headers={"accept": "text/html"})
    assert (answer.status_code, "Máy đang bận" in answer.text) == (503, True)
    monkeypatch.undo()
    assert (await desk.send(url)).status_code == 200


async def test_who_has_sent_too_many_is_told_before_they_send(desk: Desk, clock: Clock) -> None:
    url = await desk.link()

    def sent(tx: Transaction) -> None:
        account = accounts.lock(tx, "zalo", "a")
        for n in range(received_files.MOST_SENT):
            reference = DocumentReference(StoredDocument("ab" * 32), f"{n}")
            received_files.attach(tx, account, reference, purpose=FilePurpose.ROSTER, route=Way(ASK))

    await desk.database.write(sent)
    for answer in (await desk.client.get(url), await desk.send(url)):
        assert (answer.status_code, "đã gửi nhiều tệp" in answer.text) == (403, True)


async def _lines(desk: Desk) -> list[audit.Entry]:
    return list(await desk.database.read(lambda tx: audit.of_subject(tx, f"person:{desk.village.officer.id}")))
