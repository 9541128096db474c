"""What a Zalo Bot's servers do wrong is the channel's business: nobody's answer is lost, no decision made twice."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Literal

import httpx
import pytest

from bot import logs
from bot.app import serve_for_ever
from bot.channel import LaterError
from bot.channels.calls import Caller
from bot.channels.zalo import ZaloBot
from bot.dispatch import Reply
from handlers.kit.event import Event
from storage import audit
from tests.conftest import Clock
from tests.logs import log_plainly
from tests.patience import PATIENCE
from tests.phone import ZaloPhone
from tests.servers.zalobot import User, ZaloBotApi
from tests.world import ZALO_TOKEN, World, zalo_world

pytestmark = pytest.mark.world("zalo-webhook")


def user(world: World, name: str = "Lan") -> User:
    return world.phone(name, ZaloPhone).user


def channel(world: World) -> ZaloBot:
    found = world.app.channels["zalo"]
    assert isinstance(found, ZaloBot)
    return found


async def test_a_quota_answer_without_a_time_is_waited_out(world: World, waited: list[float]) -> None:
    world.server(ZaloBotApi).fail("sendMessage", 429, 429, "Quota exceeded")
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert waited == [60.0]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_that_fails_is_asked_again(world: World, waited: list[float], status: int) -> None:
    world.server(ZaloBotApi).fail("sendMessage", status, status, "oops", times=3)
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert waited == [1.0, 2.0, 4.0]


async def test_half_an_answer_repeats_the_reply_and_nothing_else(world: World, waited: list[float]) -> None:
    lan = world.phones["Lan"]
    await lan.open("KIMSON")
    world.server(ZaloBotApi).cut("sendMessage")
    first = await lan.choose("Tôi đồng ý")
    again = await lan.notice()
    assert first.text == again.text
    codes = [e.code for e in await world.app.database.read(lambda tx: audit.of_subject(tx, "account:4"))]
    assert codes.count("consent.given") == 1


async def test_a_refusal_with_http_200_stops_nobody(world: World, waited: list[float]) -> None:
    world.server(ZaloBotApi).fail("sendMessage", 400, 400, "Bad request", http_status=200)
    user(world).say("/start")
    await world.server(ZaloBotApi).settled()
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


async def test_a_refused_token_takes_down_no_other_channel(world: World) -> None:
    class Broken(ZaloBot):
        def __init__(self) -> None:
            self.runs = 0
            self.twice = asyncio.Event()

        async def run(self) -> None:
            self.runs += 1
            if self.runs == 2:
                self.twice.set()
            raise ValueError("wrong token")

    broken = Broken()
    serving = asyncio.create_task(serve_for_ever(broken, 0))
    await asyncio.wait_for(broken.twice.wait(), PATIENCE)
    serving.cancel()
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


@pytest.mark.parametrize("secret", [None, "", "wrong", "đúng"])
async def test_a_call_without_our_secret_is_refused(world: World, secret: str | None) -> None:
    headers = {} if secret is None else {b"x-bot-api-secret-token": secret.encode()}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{world.app.settings.web_url}/zalo/webhook", content=b"{}", headers=headers)
    assert answer.status_code == 403


async def test_a_huge_body_is_not_read(world: World) -> None:
    headers = {"x-bot-api-secret-token": world.app.settings.derived_secret("zalo webhook")}
    async with httpx.AsyncClient() as client:
        url = f"{world.app.settings.web_url}/zalo/webhook"
        answer = await client.post(url, content=b"x" * 10_000_000, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("shape", ["wrapped", "flat"])
@pytest.mark.parametrize("photo_key", ["photo", "photo_url"])
async def test_both_shapes_of_updates_and_pictures(
    world: World, shape: Literal["wrapped", "flat"], photo_key: Literal["photo", "photo_url"]
) -> None:
    api = world.server(ZaloBotApi)
    api.shape, api.photo_key = shape, photo_key
    assert "chưa nhận ảnh" in (await world.phones["Lan"].send("photo")).text
    assert "Ai hỏi" in (await world.phones["Lan"].open("KIMSON")).text


async def test_an_event_without_content_is_answered_once_and_one_without_a_sender_not_at_all(world: World) -> None:
    lan = user(world)
    lan.unsupported_bare()
    await world.server(ZaloBotApi).settled()
    lan.unsupported()
    assert "Ở đây chỉ nhận chữ" in (await lan.next()).text
    assert lan.inbound.empty()
    assert set(world.server(ZaloBotApi).webhook_statuses) == {200}


async def test_repeated_and_reordered_updates_change_nothing(world: World) -> None:
    lan = world.phone("Lan", ZaloPhone)
    await lan.open("KIMSON")
    await lan.choose("Tôi đồng ý")
    await lan.say("Nguyễn Thị Lan")
    named = lan.last_id
    await lan.say("1968")
    world.server(ZaloBotApi).repeat(named)  # nothing is answered: the next message is that of the choice
    assert "Nguyễn Thị Lan" in str(await lan.choose("Đúng rồi"))


async def test_a_webhook_that_was_moved_is_set_again(world: World) -> None:
    api = world.server(ZaloBotApi)
    await world.phones["Lan"].say("/start")
    ours = api.webhook
    assert ours is not None
    api.webhook = ("http://127.0.0.1:9/elsewhere", "another secret")
    await channel(world).look_after()
    assert api.webhook == ours


async def test_updates_that_come_again_and_again_change_nothing(sqlite_url: str, clock: Clock, tmp_path: Path) -> None:
    async with zalo_world(sqlite_url, clock, tmp_path, webhook=False) as world:
        world.server(ZaloBotApi).replays = True
        lan = world.phone("Lan", ZaloPhone)
        await lan.open("KIMSON")
        seen = await lan.say("1")
        assert "họ và tên" in seen.text
        asked = world.server(ZaloBotApi).count("getUpdates")
        await world.until(
            lambda _tx: world.server(ZaloBotApi).count("getUpdates") > asked + 20
        )  # each hands them out again
        world.server(ZaloBotApi).replays = False
        assert (
            world.server(ZaloBotApi).count("sendMessage") == 2
        )  # a month's messages are not spent on what was said already
        consents = [e.code for e in await world.app.database.read(lambda tx: audit.of_subject(tx, "account:4"))]
        assert consents.count("consent.given") == 1


async def test_the_token_stands_in_no_line_of_the_log(
    world: World, waited: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up(as_json=False)
    api = world.server(ZaloBotApi)
    api.fail("sendMessage", 401, 401, f"bad token {ZALO_TOKEN}")
    user(world).say("/start")
    await api.settled()
    api.fail("sendMessage", 500, 500, ZALO_TOKEN, times=2)
    await world.phones["Lan"].say("/start")
    shown = capsys.readouterr()
    log_plainly()
    assert "reply not sent" in shown.out + shown.err
    assert ZALO_TOKEN.partition(":")[2] not in shown.out + shown.err


async def test_an_answer_that_takes_long_is_announced(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with zalo_world(sqlite_url, clock, tmp_path, webhook=True) as world:
        monkeypatch.setattr("bot.channels.zalo.channel.TYPING_AFTER", 0.0)
        announced = asyncio.Event()
        dispatch = world.app.dispatcher.dispatch

        async def slow(event: Event) -> Reply:
            async with asyncio.timeout(PATIENCE):
                while not world.server(ZaloBotApi).count("sendChatAction"):
                    await world.app.database.read(lambda _: None)
            announced.set()
            return await dispatch(event)

        monkeypatch.setattr(world.app.dispatcher, "dispatch", slow)
        assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
        assert announced.is_set()


async def test_a_server_that_never_answers_is_given_up_in_time() -> None:
    async with ZaloBotApi(ZALO_TOKEN) as api:
        api.delays["getme"] = 5
        caller = Caller()
        with pytest.raises(LaterError):
            await caller.post(f"{api.url}/bot{ZALO_TOKEN}/getMe", json={}, seconds=0.05)
        await caller.close()
        with pytest.raises(LaterError) as nobody:
            await caller.post(f"http://127.0.0.1:9/bot{ZALO_TOKEN}/getMe", json={})
        assert ZALO_TOKEN not in str(nobody.value)
        await caller.close()


async def test_a_picture_is_not_fetched_wherever_its_link_points(world: World) -> None:
    """No conversation takes pictures yet, so none is fetched: neither an expired one nor one inside our own network."""
    api = world.server(ZaloBotApi)
    inside = api.picture(b"\xff\xd8\xff")
    for address in (inside, "http://169.254.169.254/latest/meta-data", "http://localhost/admin", "file:///etc/passwd"):
        user(world).photo(address)
        assert "chưa nhận ảnh" in (await user(world).next()).text
    assert api.fetched == []


@pytest.mark.parametrize("said", ["1", "xác nhận", "Xac nhan a"])
async def test_an_impatient_head_decides_about_what_was_seen_and_nothing_else(world: World, said: str) -> None:
    """Two declarations wait; the head answers the first card twice before the second one is on the screen."""
    for name, person, year in (("Lan", "Nguyễn Thị Lan", "1968"), ("Khách", "Hồ Thị Xuân", "1980")):
        phone = world.phones[name]
        for text in ("KIMSON", "1", person, year, "1", "/khai", "1", *"624311333451", "1 2", "gửi"):
            await phone.say(text)
        assert "Đã gửi" in phone.last.text
    head = world.phones["Đức"]
    await head.say("duyet")
    await head.say("1")
    head.reads()  # the first card, and then no more
    for _ in range(2):
        user(world, "Đức").say(said)
    first, second = await user(world, "Đức").next(), await user(world, "Đức").next()
    assert "Đã xác nhận: Nguyễn Thị Lan" in first.text
    assert "đến trước màn hình này" in second.text
    assert "Hồ Thị Xuân" in second.text
    decided = [
        entry.code
        for key in (1, 2)
        for entry in await world.app.database.read(partial(audit.of_subject, subject=f"declaration:{key}"))
        if entry.code == "declaration.decided"
    ]
    assert len(decided) == 1
