"""Pictures sent as evidence, on every channel: fetched after the turn, made anew, kept; or the sender hears why not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from bot.app import App
from bot.channel import Channel
from bot.channels.webchat import chat_of
from bot.file_jobs import MOST_FETCHES, SAID_AT, FileJobs
from bot.media import NOT_FETCHED, PictureError, UnreachableError, cleaned
from bot.notice_sender import NoticeSender
from bot.render import Capabilities, Rendered
from storage import accounts, audit, evidence, outbox, people
from storage.evidence import Evidence
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.tables import accounts as account_rows
from storage.kit.tables import evidence as rows
from storage.kit.tables import outbox as outbox_rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PictureState
from storage.picture_reference import PictureToFetch, TelegramPicture
from tests.conftest import Clock
from tests.keys import keys_in
from tests.patience import PATIENCE
from tests.phone import TelegramPhone, ZaloPhone
from tests.pictures import WHERE, photo, read, stand_at, want
from tests.servers.botapi import BotApi
from tests.village import found, sit_down
from tests.world import World, residents_web, telegram_world, web_world, zalo_world

PICTURE_FORM = '<form class="attach picture" method="post" action="/chat" enctype="multipart/form-data"'
CERTIFICATE = photo(1600, 1200, orientation=6)


async def until(database: Database, done: Callable[[Transaction], bool]) -> None:
    """Wait while the jobs is at it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await database.read(done):
                return
            await asyncio.sleep(0.005)


async def settled(database: Database) -> list[Evidence]:
    """All evidence, once nothing of it waits any more."""

    def look(tx: Transaction) -> list[Evidence]:
        keys = tx.connection.execute(rows.select().with_only_columns(rows.c.id).order_by(rows.c.id)).scalars()
        return [one for key in keys if (one := evidence.load(tx, key)) is not None]

    await until(database, lambda tx: all(each.state != PictureState.WAITING for each in look(tx)))
    return await database.read(look)


@pytest.fixture
def world(world: World) -> World:
    """With a screen that asks for a picture."""
    want(world.app)
    return world


def stored_files(app: App) -> list[Path]:
    return [path for path in app.files.folder.glob("??/*") if path.is_file()]


def asked_for(world: World) -> list[str]:
    """What somebody fetched from the messenger."""
    return [each for server in world.servers for each in server.fetched]


async def test_a_picture_is_kept_and_can_be_looked_at(world: World) -> None:
    head, app = world.phones["Đức"], world.app
    await stand_at(app.database, world.village.head.id)
    seen = await head.photo(CERTIFICATE)
    assert seen.text.startswith("Đã nhận ảnh")
    (mine,) = await settled(app.database)
    assert (mine.state, mine.source, mine.media_type) == (PictureState.KEPT, "", "image/jpeg")
    assert mine.digest is not None
    content = app.files.get(mine.digest)
    assert content == cleaned(CERTIFICATE).content
    assert WHERE.encode() not in content
    assert read(content).size == (1200, 1600)  # upright
    assert mine.size == len(content)
    assert [path.name for path in stored_files(app)] == [mine.digest]
    large = await head.choose("Xem lại ảnh")
    assert "Ảnh minh chứng của Phan Văn Đức" in f"{large.title} {large.text}"
    if world.channel == "telegram":
        large = await head.notice()  # the file comes below the text
    assert large.file is not None
    assert await head.download(large) == content
    assert await app.database.read(audit.broken_chains) == ()


async def test_what_is_no_picture_is_refused_kindly(world: World) -> None:
    head, app = world.phones["Đức"], world.app
    await stand_at(app.database, world.village.head.id)
    seen = await head.photo("Giấy chứng nhận: một tệp chữ mang tên .jpg".encode())
    if world.channel != "web":  # there the bytes come with the request, so the answer says it
        said = {seen.text, (await head.notice()).text}  # the one may overtake the other
        assert any(each.startswith("Đã nhận ảnh") for each in said)
        assert any("không phải ảnh JPEG hay PNG" in each for each in said)
    else:
        assert "không phải ảnh JPEG hay PNG" in seen.text
    found_ = await settled(app.database)
    assert [each.state for each in found_] == ([] if world.channel == "web" else [PictureState.REFUSED])
    assert stored_files(app) == []
    assert await app.database.read(audit.broken_chains) == ()


async def test_a_picture_nobody_asked_for_is_not_even_fetched(world: World) -> None:
    head, app = world.phones["Đức"], world.app
    seen = await head.photo(CERTIFICATE)
    assert "chưa nhận ảnh" in seen.text
    assert await settled(app.database) == []
    assert asked_for(world) == []
    assert stored_files(app) == []
    assert await app.database.read(lambda tx: outbox.next_due(tx, [ErrandKind.JOB])) is None


async def test_a_picture_delivered_twice_is_one(world: World) -> None:
    head, app = world.phones["Đức"], world.app
    await stand_at(app.database, world.village.head.id)
    await head.photo(CERTIFICATE)
    await settled(app.database)
    await head.repeat()
    assert [each.state for each in await settled(app.database)] == [PictureState.KEPT]


async def test_several_in_a_row(world: World) -> None:
    head, app = world.phones["Đức"], world.app
    await stand_at(app.database, world.village.head.id)
    for width in (300, 400, 500):
        assert (await head.photo(photo(width, 200))).text.startswith("Đã nhận ảnh")
    sizes = [read(app.files.get(each.digest or "")).width for each in await settled(app.database)]
    assert sizes == [300, 400, 500]


# What only one channel has


async def test_telegram_albums_and_pictures_sent_as_files(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.head.id)
        phone = world.phone("Đức", TelegramPhone)
        for width in (300, 400):
            phone.user.photo(photo(width, 200), album="13")
        for _ in range(2):
            assert (await phone.notice()).text.startswith("Đã nhận ảnh")
        phone.user.picture_file(photo(kind="PNG"), "image/png")
        assert (await phone.notice()).text.startswith("Đã nhận ảnh")
        phone.user.picture_file(b"%PDF-1.7", "application/pdf")
        assert "Không có ảnh" in (await phone.notice()).text
        kept = await settled(world.app.database)
        assert [each.media_type for each in kept] == ["image/jpeg", "image/jpeg", "image/png"]


async def test_telegram_says_that_a_file_is_too_big(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.head.id)
        phone = world.phone("Đức", TelegramPhone)
        for size in (12_000_000, 21_000_000):
            phone.user.picture_file(b"\xff\xd8\xff" + b"\0" * size, "image/jpeg")
            assert (await phone.notice()).text.startswith("Đã nhận ảnh")
            assert "lớn quá 10 MB" in (await phone.notice()).text
        assert [each.state for each in await settled(world.app.database)] == [PictureState.REFUSED] * 2


async def test_telegram_has_a_bad_moment(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.head.id)
        api = world.server(BotApi)
        api.fail("getFile", 502, "Bad Gateway")
        await world.phones["Đức"].photo(CERTIFICATE)
        put_off = outbox_rows.select().where(outbox_rows.c.error.is_not(None))
        await until(world.app.database, lambda tx: bool(tx.connection.execute(put_off).all()))
        clock.advance(minutes=2)
        world.app.database.on_wake({"outbox"})
        assert [each.state for each in await settled(world.app.database)] == [PictureState.KEPT]
        assert api.count("getFile") == 2


async def test_a_zalo_picture_that_is_gone_is_asked_for_again(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with zalo_world(sqlite_url, clock, tmp_path, webhook=True) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.head.id)
        phone = world.phone("Đức", ZaloPhone)
        address = phone.user.api.picture(CERTIFICATE)
        phone.user.api.expire(address)
        phone.user.photo(address)
        assert (await phone.notice()).text.startswith("Đã nhận ảnh")
        assert "Bác gửi lại tấm ảnh ấy" in (await phone.notice()).text


async def test_a_zalo_picture_on_our_own_network_is_never_asked_for(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    async with zalo_world(sqlite_url, clock, tmp_path, webhook=True) as world:
        want(world.app)
        await stand_at(world.app.database, world.village.head.id)
        phone = world.phone("Đức", ZaloPhone)
        for address in (f"http://{world.app.settings.web_bind}/health", "http://169.254.169.254/latest/meta-data/"):
            phone.user.photo(address)
            assert (await phone.notice()).text.startswith("Đã nhận ảnh")
            assert "Chưa lấy được ảnh" in (await phone.notice()).text


# Network trouble, by the jobs alone


class Unreachable(Channel):
    """A channel whose pictures cannot be reached for a while."""

    name = "telegram"
    can = Capabilities(buttons=0, text_limit=1000)

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.asked = 0
        self.said: list[str] = []

    async def run(self) -> None:
        raise AssertionError

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        self.said += message.texts

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        self.asked += 1
        if self.asked <= self.failures:
            raise UnreachableError("no route")
        return CERTIFICATE


@pytest.mark.parametrize("failures", [0, 3, MOST_FETCHES - 1, MOST_FETCHES])
async def test_it_is_tried_again_and_given_up_in_the_end(
    database: Database, clock: Clock, tmp_path: Path, failures: int
) -> None:
    def begin(tx: Transaction) -> int:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.head)
        account = accounts.lock(tx, "telegram", "7")
        return evidence.attach(tx, TelegramPicture("a"), person_id=village.head.id, account_id=account.id)

    key = await database.write(begin)
    channel = Unreachable(failures)
    jobs = FileJobs(database, FileStore(tmp_path / "files", keys_in(tmp_path)), {"telegram": channel})
    for _ in range(MOST_FETCHES + 3):
        await jobs.work()
        clock.advance(minutes=15)
    mine = await database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    assert channel.asked == min(failures + 1, MOST_FETCHES)
    assert mine.state == (PictureState.KEPT if failures < MOST_FETCHES else PictureState.REFUSED)
    sender = NoticeSender(database, {"telegram": channel})
    await sender.deliver()
    await sender.settled()
    told = [
        *(["Chưa lấy được ảnh bác vừa gửi, máy đang thử lại. Bác chưa cần gửi lại."] if failures >= SAID_AT else []),
        *(["Chưa lấy được ảnh bác vừa gửi. Bác gửi lại tấm ảnh ấy."] if failures == MOST_FETCHES else []),
    ]
    assert channel.said == told
    assert await database.read(audit.broken_chains) == ()


async def test_a_picture_deleted_meanwhile_is_not_fetched(database: Database, tmp_path: Path) -> None:
    def begin(tx: Transaction) -> None:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.head)
        account = accounts.lock(tx, "telegram", "7")
        evidence.drop(tx, evidence.attach(tx, TelegramPicture("a"), person_id=village.head.id, account_id=account.id))

    await database.write(begin)
    channel = Unreachable(0)
    jobs = FileJobs(database, FileStore(tmp_path / "files", keys_in(tmp_path)), {"telegram": channel})
    assert await jobs.work()
    assert not await jobs.work()
    assert channel.asked == 0


async def test_a_channel_that_has_no_pictures_says_so() -> None:
    with pytest.raises(PictureError) as caught:
        await Channel.fetch_picture(Unreachable(0), TelegramPicture("a"))
    assert caught.value.reason == NOT_FETCHED


# The web chat's own door


HEAD = "session-of-1-" + "x" * 20


@pytest.fixture
async def web(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[tuple[World, httpx.AsyncClient]]:
    async with web_world(sqlite_url, clock, tmp_path) as running:
        want(running.app)
        await stand_at(running.app.database, running.village.head.id)
        async with httpx.AsyncClient(base_url=f"http://{running.app.settings.web_bind}") as client:
            yield running, client


async def _upload(client: httpx.AsyncClient, content: bytes, **more: Any) -> httpx.Response:
    form = {"files": {"picture": ("a.jpg", content)}, "data": {"update": "update-00001"}, **more}
    return await client.post(f"/chat/{HEAD}/picture", **form)


async def test_the_page_knows_which_screens_take_pictures(web: tuple[World, httpx.AsyncClient]) -> None:
    _, client = web
    for route, wanted in (("test-picture/0", True), ("home", False)):
        body = {"update": f"update-{route[:4]}", "input": {"type": "choice", "route": route}}
        (message,) = (await client.post(f"/chat/{HEAD}/events", json=body)).json()["messages"]
        assert message["picture"] is wanted


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"\xff\xd8\xff" + b"\0" * 10_500_000, "lớn quá 10 MB"),
        (b"\xff\xd8\xff" + b"\0" * 30_000_000, "lớn quá 10 MB"),
        (b"", "Chưa có ảnh nào được chọn"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (CERTIFICATE[:2000], "bị hỏng"),
    ],
    ids=["large", "huge", "none", "heic", "broken"],
)
async def test_the_same_screen_says_what_is_wrong(
    web: tuple[World, httpx.AsyncClient], content: bytes, note: str
) -> None:
    world, client = web
    answer = await _upload(client, content)
    (message,) = answer.json()["messages"]
    assert note in message["text"]
    assert "Gửi ảnh giấy chứng nhận." in message["text"]
    assert message["picture"] is True
    assert await settled(world.app.database) == []
    (message,) = (await _upload(client, CERTIFICATE)).json()["messages"]  # the same form with a good one is no repeat
    assert message["text"].startswith("Đã nhận ảnh")


async def test_a_body_that_says_it_is_endless_is_not_read(web: tuple[World, httpx.AsyncClient]) -> None:
    world, _ = web
    host, port = world.app.settings.bind
    reader, writer = await asyncio.open_connection(host, port)
    head = (
        f"POST /chat/{HEAD}/picture HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-length: 900000000\r\n"
        "content-type: multipart/form-data; boundary=x\r\n\r\n"
    )
    writer.write(head.encode())
    async with asyncio.timeout(PATIENCE):
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
    writer.close()


@pytest.mark.parametrize(
    "request_",
    [
        {"content": b"no form"},
        {"json": {"update": "update-00001"}},
        {"content": b"--x\r\n", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"garbage", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"files": [("picture", ("a.jpg", b"1")), ("picture", ("b.jpg", b"2"))]},
        {"files": {"picture": ("a.jpg", b"1")}, "data": {f"field{i}": "x" for i in range(9)}},
        {"files": {"picture": ("a.jpg", b"1")}, "data": {"update": "x" * 20_000}},
    ],
)
async def test_odd_forms_get_a_kind_answer(web: tuple[World, httpx.AsyncClient], request_: dict[str, Any]) -> None:
    _, client = web
    answer = await client.post(f"/chat/{HEAD}/picture", **request_)
    assert answer.status_code == 400
    assert "thử lại" in answer.json()["message"]


async def test_nobody_elses_page_may_send_one(web: tuple[World, httpx.AsyncClient]) -> None:
    _, client = web
    assert (await _upload(client, CERTIFICATE, headers={"sec-fetch-site": "cross-site"})).status_code == 403
    form = {"picture": ("a.jpg", CERTIFICATE)}
    assert (await client.post("/chat/" + "y" * 40 + "/picture", files=form)).status_code == 404


async def test_without_script_a_plain_form_does_it(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with (
        residents_web(sqlite_url, clock, tmp_path) as app,
        httpx.AsyncClient(base_url=f"http://{app.settings.web_bind}", follow_redirects=True) as client,
    ):
        want(app)
        page = await client.post("/vao", data={"code": "KIMSON"})
        assert PICTURE_FORM + " hidden" in page.text
        session = client.cookies["hoctap"]

        def sit(tx: Transaction) -> None:
            sit_down(tx, "web", chat_of(session), people.get(tx, 3))

        await app.database.write(sit)
        await app.database.write(
            lambda tx: tx.connection.execute(
                update(account_rows).where(account_rows.c.chat == chat_of(session)).values(route="test-picture/0")
            )
        )
        page = await client.get("/chat")
        assert PICTURE_FORM + " hidden" not in page.text
        assert 'type="file" name="picture" accept="image/*"' in page.text
        form = {"update": "0123456789abcdefp", "seen": ""}
        page = await client.post("/chat", data=form, files={"picture": ("", b"")})
        assert "Chưa có ảnh nào được chọn" in page.text
        page = await client.post("/chat", data=form, files={"picture": ("a.txt", b"words")})
        assert "không phải ảnh JPEG hay PNG" in page.text
        page = await client.post("/chat", data=form, files={"picture": ("a.jpg", CERTIFICATE)})
        assert "Đã nhận ảnh." in page.text
        page = await client.post("/chat", data=form, files={"picture": ("a.jpg", CERTIFICATE)})  # sent twice
        (mine,) = await settled(app.database)
        page = await client.post("/chat", data={"update": "another-update", "route": f"picture/{mine.id}"})
        assert f'<img class="shown" src="/chat/me/files/{mine.digest}"' in page.text
        picture = await client.get(f"/chat/me/files/{mine.digest}")
        assert picture.content == cleaned(CERTIFICATE).content
        assert picture.headers["content-type"] == "image/jpeg"
