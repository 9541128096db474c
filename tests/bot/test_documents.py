"""Files that officers send, on every channel: fetched after the turn, kept for their purpose; or they hear why not."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from acts import receiving
from bot.channel import Channel
from bot.commune_setup import act_as_operator
from bot.file_jobs import FILE_TAKES_LONGER, MOST_FETCHES, SAID_AT, FileJobs
from bot.media import DOCUMENTS, DocumentError, UnreachableError
from bot.notice_sender import NoticeSender
from bot.render import Capabilities, Rendered
from bot.retention import Retention
from criteria.policy import Denied
from handlers.kit.context import Turn
from locales.catalog import address_for, catalog
from storage import accounts, audit, erasure, files, outbox, people, received_files, roles
from storage.document_reference import DocumentReference, DocumentToFetch, LinkedDocument, TelegramDocument
from storage.files import FileStore
from storage.kit.engine import BusyError, Database
from storage.kit.tables import received_files as rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, FilePurpose, ReceivedState
from tests.conftest import Clock
from tests.documents import ASK, LINK, NAME, ROSTER, WANTED, address_in, all_files, router, stand_at, want
from tests.keys import keys_in
from tests.phone import OaPhone, Seen, TelegramPhone
from tests.servers.botapi import BotApi
from tests.servers.zalooa import ZaloOaApi
from tests.village import Village, found, sit_down
from tests.world import World, oa_world, telegram_world, web_world, zalo_world

pytestmark = pytest.mark.usefixtures("unread")

OFFICER = address_for(38)  # how Trần Thị Hoài Thương, born in 1988, is spoken to
KEPT = f"Đã nhận tệp {NAME}. Máy đang đọc, xong sẽ báo."


@pytest.fixture
def world(world: World) -> World:
    """With a screen that asks officers for a file."""
    want(world.app)
    return world


async def settled(world: World) -> list[received_files.ReceivedFile]:
    """All files, once none is being fetched any more."""
    await world.until(lambda tx: not any(each.source for each in all_files(tx)))
    return await world.app.database.read(all_files)


def stored(world: World) -> list[str]:
    return [path.name for path in world.app.files.folder.glob("??/*") if path.is_file()]


async def told(world: World, name: str, words: str, seen: Seen) -> Seen:
    """What somebody is told, whichever of the screen and the notice comes first."""
    return seen if words in seen.text else await world.phones[name].notice()


async def test_a_file_is_taken_where_one_is_wanted(world: World) -> None:
    officer, app = world.phones["Thương"], world.app
    await stand_at(app.database, world.village.officer.id)
    seen = await officer.file(ROSTER, NAME)
    if world.channel.startswith("zalo") and "oa" not in world.channel:
        assert "Chat này không nhận được tệp" in seen.text
        assert await app.database.read(all_files) == []
        seen = await officer.choose("Gửi bằng đường dẫn")
        async with httpx.AsyncClient() as client:
            page = await client.post(address_in(seen.text), files={"document": (NAME, ROSTER)})
        assert page.status_code == 200
    seen = await told(world, "Thương", KEPT, seen)
    assert KEPT in seen.text
    assert "Xem tệp này" in " ".join(seen.buttons)
    (mine,) = await settled(world)
    assert (mine.state, mine.purpose, mine.name, mine.size) == (
        ReceivedState.KEPT, FilePurpose.ROSTER, NAME, len(ROSTER),
    )  # fmt: skip
    assert mine.digest is not None
    assert app.files.get(mine.digest) == ROSTER
    assert stored(world) == [mine.digest]
    assert ROSTER not in app.files.path(mine.digest).read_bytes()
    lines = await app.database.read(lambda tx: audit.of_subject(tx, f"person:{world.village.officer.id}"))
    (line,) = [each for each in lines if each.code == "file.received"]
    assert line.data == {"digest": mine.digest, "name": NAME, "size": len(ROSTER), "purpose": "roster"}
    assert await app.database.read(audit.broken_chains) == ()


async def test_a_file_nobody_asked_for_is_answered_kindly_and_not_fetched(world: World) -> None:
    officer = world.phones["Thương"]
    seen = await officer.file(ROSTER, NAME)
    assert "Ở đây chỉ nhận chữ và số, chưa nhận ảnh, giọng nói hay tệp." in seen.text
    assert await settled(world) == []
    assert [each for server in world.servers for each in server.fetched] == []
    assert stored(world) == []


async def test_a_file_delivered_twice_is_one(world: World) -> None:
    if world.channel.startswith("zalo") and "oa" not in world.channel:
        return
    officer = world.phones["Thương"]
    await stand_at(world.app.database, world.village.officer.id)
    await officer.file(ROSTER, NAME)
    await settled(world)
    await officer.repeat()
    assert [each.state for each in await settled(world)] == [ReceivedState.KEPT]


async def test_who_is_no_officer_is_not_even_heard(world: World) -> None:
    await stand_at(world.app.database, world.village.head.id)
    await world.phones["Đức"].file(ROSTER, NAME)
    assert await settled(world) == []
    assert stored(world) == []


# What only one channel has


async def test_telegram_takes_a_file_by_what_it_says_of_itself(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        phone = world.phone("Thương", TelegramPhone)
        phone.user.file(b"x", file_name="C:\\bí mật\\..\\\u202eDS.xlsx", mime_type="application/vnd.ms-excel")
        for _ in range(2):
            await phone.notice()
        (mine,) = await settled(world)
        assert (mine.name, mine.media_type) == ("DS.xlsx", "application/vnd.ms-excel")
        phone.user.file(b"scan", mime_type="image/jpeg")  # a picture sent as a file is a file
        for _ in range(2):
            await phone.notice()
        old, new = await settled(world)
        assert (old.state, old.digest) == (ReceivedState.LET_GO, None)
        assert (new.state, new.name) == (ReceivedState.KEPT, "tep")
        phone.user.photo(b"\xff\xd8\xff")
        assert "gửi ở dạng tệp" in (await phone.notice()).text


async def test_telegram_is_not_asked_for_what_is_too_big(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        phone, api = world.phone("Thương", TelegramPhone), world.server(BotApi)
        for size in (20_000_001, 9_000_000_000_000):
            phone.user.file(b"x", file_size=size)
            assert "lớn quá 20 MB" in (await phone.notice()).text
        assert (api.fetched, await settled(world)) == ([], [])
        phone.user.file(b"\0" * 20_000_001, file_size=1)  # it says so, and is not
        texts = {(await phone.notice()).text for _ in range(2)}
        assert any("lớn quá 20 MB" in each for each in texts)
        assert [each.state for each in await settled(world)] == [ReceivedState.REFUSED]
        phone.user.file(b"", file_size=0)
        assert "Tệp này trống" in (await phone.notice()).text
        assert stored(world) == []


async def test_telegram_has_lost_the_file(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        phone, api = world.phone("Thương", TelegramPhone), world.server(BotApi)
        phone.user.document()  # of which the server knows nothing
        texts = {(await phone.notice()).text for _ in range(2)}
        assert any("Chưa lấy được tệp" in each for each in texts)
        assert [each.state for each in await settled(world)] == [ReceivedState.REFUSED]
        assert api.count("getFile") == 1


async def test_a_caption_is_no_answer_where_a_file_is_wanted(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        phone = world.phone("Thương", TelegramPhone)
        await phone.say("menu")
        phone.user.file(b"x", file_name="a.xlsx")
        assert "chưa nhận ảnh, giọng nói hay tệp" in (await phone.notice()).text
        phone.user.file(b"x", caption="giúp đỡ")
        seen = await phone.notice()
        assert "Tệp thì chỗ này không nhận" in seen.text
        await stand_at(world.app.database, world.village.officer.id)
        phone.user.file(b"x", caption="menu")
        texts = {(await phone.notice()).text for _ in range(2)}
        assert "Đã nhận tệp tep. Máy đang đọc, xong sẽ báo." in texts


@pytest.mark.parametrize("payload", [{}, {"url": 7}, {"url": ""}, None, [], {"url": "x" * 2000}, {"size": "9" * 400}])
async def test_an_official_accounts_file_without_an_address_is_none(
    sqlite_url: str, clock: Clock, tmp_path: Path, payload: Any
) -> None:
    async with oa_world(sqlite_url, clock, tmp_path) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        phone = world.phone("Thương", OaPhone)
        phone.user.file_of(payload)
        assert "chưa nhận được thứ vừa gửi" in (await phone.notice()).text
        assert await settled(world) == []


async def test_an_official_accounts_file_on_our_own_network_is_never_asked_for(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    async with oa_world(sqlite_url, clock, tmp_path) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        phone = world.phone("Thương", OaPhone)
        phone.user.file(f"http://{world.app.settings.web_bind}/health", "a.xlsx", 3)
        texts = [(await phone.notice()).text for _ in range(2)]
        assert any("Chưa lấy được tệp" in each for each in texts)
        assert [each.state for each in await settled(world)] == [ReceivedState.REFUSED]
        assert world.server(ZaloOaApi).fetched == []


async def test_zalo_bot_leads_to_the_link_at_once(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with zalo_world(sqlite_url, clock, tmp_path, webhook=True) as world:
        want(world.app)
        seen = await world.phones["Thương"].press(LINK)  # its label can be typed, its route cannot
        assert WANTED not in seen.text
        await stand_at(world.app.database, world.village.officer.id)
        await world.phones["Thương"].say("xem")
        seen = await world.phones["Thương"].choose("Gửi bằng đường dẫn")
        assert "Chat này không nhận tệp, nên anh/chị gửi tệp bằng đường dẫn." in seen.text
        assert address_in(seen.text).startswith(world.app.settings.web_url)


async def test_the_page_knows_which_screens_take_files(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with web_world(sqlite_url, clock, tmp_path) as world:
        want(world.app)
        session = f"session-of-2-{'x' * 20}"
        async with httpx.AsyncClient(base_url=f"http://{world.app.settings.web_bind}") as client:
            for route, wanted in ((ASK, True), ("home", False)):
                body = {"update": f"update-{route[:4]}", "input": {"type": "choice", "route": route}}
                (message,) = (await client.post(f"/chat/{session}/events", json=body)).json()["messages"]
                assert (message["document"], message["picture"]) == (wanted, False)


@pytest.mark.parametrize(
    ("content", "note"),
    [(b"\0" * 20_000_001, "lớn quá 20 MB"), (b"\0" * 30_000_000, "lớn quá 20 MB"), (b"", "Chưa có tệp nào được chọn")],
    ids=["large", "huge", "none"],
)
async def test_the_same_screen_says_what_is_wrong(
    sqlite_url: str, clock: Clock, tmp_path: Path, content: bytes, note: str
) -> None:
    async with web_world(sqlite_url, clock, tmp_path) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.officer.id)
        seen = await world.phones["Thương"].file(content, NAME)
        assert note in seen.text
        assert WANTED in seen.text
        assert (await settled(world), stored(world)) == ([], [])
        await world.phones["Thương"].file(b"\0" * 20_000_000, NAME)  # to the last byte
        assert [each.size for each in await settled(world)] == [20_000_000]


# By the jobs alone


class Office(Channel):
    """A channel on which an officer sends files that cannot be reached for a while."""

    name = "telegram"
    can = Capabilities(buttons=0, text_limit=1000)

    def __init__(self, failures: int = 0, content: bytes = ROSTER) -> None:
        self.failures = failures
        self.content = content
        self.asked = 0
        self.said: list[str] = []

    async def run(self) -> None:
        raise AssertionError

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        self.said += message.texts

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        self.asked += 1
        if self.asked <= self.failures:
            raise UnreachableError("no route")
        return self.content


class Desk:
    """An officer who has sent a file on a channel, and the worker."""

    def __init__(self, database: Database, folder: Path, channel: Office) -> None:
        self.database = database
        self.channel = channel
        self.store = FileStore(folder / "files", keys_in(folder))
        self.jobs = FileJobs(database, self.store, {"telegram": channel}, _asks)
        self.village: Village

    async def begin(self) -> Desk:
        self.village = await self.database.write(found)
        await self.database.write(lambda tx: sit_down(tx, "telegram", "7", self.village.officer))
        return self

    async def sends(self, name: str = NAME) -> str | None:
        """They send one; what the screen says against it."""

        def send(tx: Transaction) -> str | None:
            account = accounts.lock(tx, "telegram", "7")
            document = DocumentReference(TelegramDocument(name), name)
            refusal = receiving.send(tx, account, document, purpose=FilePurpose.ROSTER, route=ASK)
            return None if refusal is None else catalog("vi").render(refusal, OFFICER)

        return await self.database.write(send)

    async def heard(self) -> list[str]:
        """All that they were told."""
        sender = NoticeSender(self.database, {"telegram": self.channel})
        await sender.deliver()
        await sender.settled()
        return self.channel.said

    async def states(self) -> list[ReceivedState]:
        return [each.state for each in await self.database.read(all_files)]


def _asks(tx: Transaction, account: accounts.Account, route: str) -> Denied | None:
    return router().denied(Turn(tx, account), route)


@pytest.mark.parametrize("failures", [0, 3, MOST_FETCHES - 1, MOST_FETCHES])
async def test_it_is_tried_again_and_given_up_in_the_end(
    database: Database, clock: Clock, tmp_path: Path, failures: int
) -> None:
    desk = await Desk(database, tmp_path, Office(failures)).begin()
    await desk.sends()
    for _ in range(MOST_FETCHES + 3):
        await desk.jobs.work()
        clock.advance(minutes=15)
    is_kept = failures < MOST_FETCHES
    assert desk.channel.asked == min(failures + 1, MOST_FETCHES)
    assert await desk.states() == [ReceivedState.KEPT if is_kept else ReceivedState.REFUSED]
    words = catalog("vi")
    assert [each.partition("\n")[0] for each in await desk.heard()] == [
        *([words.render(FILE_TAKES_LONGER, OFFICER)] if failures >= SAID_AT else []),
        KEPT if is_kept else words.render(DOCUMENTS.not_fetched, OFFICER),
    ]
    assert await database.read(audit.broken_chains) == ()


async def test_an_empty_file_is_refused(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office(content=b"")).begin()
    await desk.sends()
    await desk.jobs.work()
    assert await desk.states() == [ReceivedState.REFUSED]
    assert "Tệp này trống" in (await desk.heard())[0]


async def test_who_is_officer_no_more_is_told_and_the_file_is_not_kept(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()

    def end(tx: Transaction) -> None:
        act_as_operator(tx)
        for held in roles.held_by(tx, desk.village.officer.id):
            roles.revoke(tx, held, person_id=desk.village.officer.id)

    await database.write(end)
    await desk.jobs.work()
    assert await desk.states() == [ReceivedState.REFUSED]
    (said,) = await desk.heard()
    assert "Tệp anh/chị gửi thì không nhận nữa." in said
    assert "đã thôi phụ trách" in said
    codes = [e.code for e in await database.read(lambda tx: audit.of_subject(tx, f"person:{desk.village.officer.id}"))]
    assert "file.received" not in codes


async def test_a_chat_that_has_become_anothers_hears_nothing_of_a_file(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()

    def hand_on(tx: Transaction) -> None:
        act_as_operator(tx)
        account = accounts.find(tx, "telegram", "7")
        assert account is not None
        assert accounts.cut_off(tx, account.id, desk.village.officer.id)
        sit_down(tx, "telegram", "7", desk.village.head)

    await database.write(hand_on)
    await desk.jobs.work()
    assert ReceivedState.KEPT not in await desk.states()
    assert desk.channel.asked == 0
    assert not any(NAME in each for each in await desk.heard())


async def test_killed_between_fetching_and_the_commit_it_is_fetched_again_and_kept_once(
    database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()
    take = receiving.arrive

    def die(*given: Any) -> bool:
        take(*given)
        raise BusyError("the process dies before its commit")

    monkeypatch.setattr(receiving, "arrive", die)
    with pytest.raises(BusyError):
        await desk.jobs.work()
    monkeypatch.undo()
    assert await desk.states() == [ReceivedState.AWAITED]
    assert await desk.heard() == []
    assert len(desk.store.everything()) == 1  # bytes that nobody needs yet
    assert not await desk.jobs.work()  # its lease is not over
    clock.advance(minutes=2)
    assert await desk.jobs.work()
    assert await desk.states() == [ReceivedState.KEPT]
    assert len(desk.store.everything()) == 1
    assert [each.partition("\n")[0] for each in await desk.heard()] == [KEPT]
    lines = await database.read(lambda tx: audit.of_subject(tx, f"person:{desk.village.officer.id}"))
    assert [each.code for each in lines].count("file.received") == 1


async def test_a_newer_file_takes_the_place_of_the_one_before(database: Database, clock: Clock, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    kept = []
    for content in (b"one", b"two"):
        desk.channel.content = content
        await desk.sends()
        await desk.jobs.work()
        kept.append(desk.store.put(content))
    assert await desk.states() == [ReceivedState.LET_GO, ReceivedState.KEPT]
    assert await database.read(lambda tx: outbox.next_due(tx, [ErrandKind.JOB])) is None
    old, new = await database.read(all_files)
    assert (old.digest, new.digest) == (None, kept[1])


async def test_two_that_come_at_once_leave_one(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        await desk.sends(name)
    await asyncio.gather(*(desk.jobs.work() for _ in range(3)))
    assert sorted(await desk.states()) == [ReceivedState.KEPT, ReceivedState.LET_GO, ReceivedState.LET_GO]
    lines = await database.read(lambda tx: audit.of_subject(tx, f"person:{desk.village.officer.id}"))
    assert [each.code for each in lines].count("file.received") == 3
    assert await database.read(audit.broken_chains) == ()
    (kept,) = [each for each in await database.read(all_files) if each.digest is not None]
    assert kept.digest is not None
    assert desk.store.get(kept.digest) == ROSTER  # the same bytes as of those that were let go


async def test_who_sends_too_many_waits_an_hour(database: Database, clock: Clock, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    for _ in range(received_files.MOST_SENT):
        assert await desk.sends() is None
    assert "đã gửi nhiều tệp" in str(await desk.sends())
    clock.advance(minutes=61)
    assert await desk.sends() is None


async def test_a_file_lies_here_for_a_day(database: Database, clock: Clock, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()
    await desk.jobs.work()
    (digest,) = desk.store.everything()
    _old(desk.store, digest)
    retention = Retention(database, desk.store, keys_in(tmp_path))
    clock.advance(hours=23, minutes=59)
    await retention.sweep_minutes()
    assert desk.store.everything() == (digest,)
    clock.advance(minutes=2)
    await retention.sweep_minutes(with_files=False)  # a clock that is not believed drops nothing
    assert desk.store.everything() == (digest,)
    await retention.sweep_minutes()
    assert desk.store.everything() == ()
    assert await database.read(all_files) == []


def _old(store: FileStore, digest: str) -> None:
    """As if the bytes had been put there an hour ago, by the clock of the disk."""
    at = store.path(digest).stat().st_mtime - 3600
    os.utime(store.path(digest), (at, at))


async def test_what_something_else_rests_on_stays(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()
    await desk.jobs.work()

    def take_over(tx: Transaction) -> tuple[str, ...]:
        (file,) = all_files(tx)
        act_as_operator(tx)
        assert file.digest is not None
        files.grant(tx, digest=file.digest, account_id=1, name="a", media_type="b", size=1)
        received_files.let_go(tx, file)
        return files.unneeded(tx, [file.digest])

    assert await database.write(take_over) == ()
    assert await desk.states() == [ReceivedState.LET_GO]


async def test_an_erased_officer_leaves_no_file_and_no_name_of_one(database: Database, tmp_path: Path) -> None:
    desk = await Desk(database, tmp_path, Office()).begin()
    await desk.sends()
    await desk.jobs.work()

    def erase(tx: Transaction) -> set[str]:
        act_as_operator(tx)
        for held in roles.held_by(tx, desk.village.officer.id):
            roles.revoke(tx, held, person_id=desk.village.officer.id)
        erasure.erase_person(tx, people.get(tx, desk.village.officer.id))
        return set(tx.wakes)

    woken = await database.write(erase)
    assert any(each.startswith("dropped ") for each in woken)
    assert await database.read(lambda tx: tx.connection.execute(rows.select()).all()) == []
    lines = await database.read(lambda tx: audit.of_subject(tx, f"person:{desk.village.officer.id}"))
    assert [each.data for each in lines if each.code == "file.received"] == [{}]
    assert await database.read(audit.broken_chains) == ()


async def test_a_channel_that_has_no_files_says_so() -> None:
    with pytest.raises(DocumentError) as caught:
        await Channel.fetch_document(Office(), LinkedDocument("https://a.example/b"))
    assert caught.value.reason == DOCUMENTS.not_fetched
