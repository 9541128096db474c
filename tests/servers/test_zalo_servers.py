"""The Zalo servers of the tests keep to what is known of the real ones."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiohttp import web

from tests.conftest import Clock
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import OA_ID, Sent, ZaloOaApi

TOKEN = "123:secret"
LAN = "6ede9afa66b88fe6d6a9"
HOA = "8617332990342518921"
PNG = b"\x89PNG picture"
APP_SECRET = "app secret"
FORM = {"app_id": "app", "grant_type": "refresh_token"}


class Hook:
    """A webhook that keeps what it got; ``answers`` are its next statuses, 200 after them."""

    def __init__(self) -> None:
        self.got: asyncio.Queue[web.BaseRequest] = asyncio.Queue()
        self.answers: list[int] = []
        self.url = ""

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        await request.read()
        self.got.put_nowait(request)
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def body(self) -> Any:
        """The next body, read as JSON."""
        return json.loads(await (await self.got.get()).read())


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    runner = web.ServerRunner(web.Server(made))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


@pytest.fixture
async def bot() -> AsyncIterator[ZaloBotApi]:
    async with ZaloBotApi(TOKEN) as api:
        yield api


@pytest.fixture
async def oa(clock: Clock) -> AsyncIterator[ZaloOaApi]:
    async with ZaloOaApi("app", APP_SECRET, "hook secret", "first", clock=clock) as api:
        yield api


class BotClient:
    """Calls the bot platform; the answer is (HTTP status, body)."""

    def __init__(self, http: httpx.AsyncClient, api: ZaloBotApi) -> None:
        self.http = http
        self.api = api

    async def __call__(self, method: str, token: str = TOKEN, **params: Any) -> tuple[int, Any]:
        answer = await self.http.post(f"{self.api.url}/bot{token}/{method}", json=params)
        return answer.status_code, answer.json()


@pytest.fixture
def call(http: httpx.AsyncClient, bot: ZaloBotApi) -> BotClient:
    return BotClient(http, bot)


async def test_a_bot_knows_its_methods_and_its_token(call: BotClient, http: httpx.AsyncClient) -> None:
    status, me = await call("getMe")
    assert (status, me["result"]["account_name"]) == (200, "bot.hoctap")
    assert (await http.get(f"{call.api.url}/bot{TOKEN}/getMe")).json() == me
    assert (await call("getMe", token="other"))[0] == 401
    for method in ("sendDocument", "editMessageText", "getme"):
        assert (await call(method))[1]["error_code"] == 404


async def test_a_poll_gets_one_update_once(call: BotClient) -> None:
    lan = call.api.user(LAN, "Lan")
    first = lan.say("một")
    second = lan.say("hai")
    _, one = await call("getUpdates", timeout="1")
    _, two = await call("getUpdates", timeout=1)
    assert one["result"]["event_name"] == "message.text.received"
    assert one["result"]["message"]["from"] == {"id": LAN, "display_name": "Lan", "is_bot": False}
    assert [each["result"]["message"]["message_id"] for each in (one, two)] == [first, second]
    idle = {"ok": False, "error_code": 408, "description": "Request timeout"}
    assert await call("getUpdates", timeout="0") == (408, idle)
    call.api.repeat(first)
    assert (await call("getUpdates", timeout="1"))[1] == one
    call.api.replays = True
    again = [(await call("getUpdates", timeout="1"))[1]["result"]["message"]["text"] for _ in range(3)]
    assert again == ["một", "hai", "một"]


async def test_a_waiting_poll_wakes_up(call: BotClient) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout="10"))
    await call("getMe")
    call.api.user(LAN, "Lan").say("chào")
    assert (await poll)[1]["result"]["message"]["text"] == "chào"


async def test_a_poller_that_left_takes_nothing(call: BotClient) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout="10"))
    await call("getMe")
    poll.cancel()
    await asyncio.wait([poll])
    await call("getMe")
    call.api.user(LAN, "Lan").say("chào")
    assert (await call("getUpdates", timeout="0"))[1]["result"]["message"]["text"] == "chào"


async def test_a_bots_webhook(call: BotClient, hook: Hook) -> None:
    lan = call.api.user(LAN, "Lan")
    lan.say("trước")
    assert (await call("getWebhookInfo"))[0] == 404
    for refused in (
        {"url": hook.url},
        {"url": hook.url, "secret_token": "short"},
        {"secret_token": "long enough"},
        {"url": "http://example.org/", "secret_token": "long enough"},
    ):
        assert (await call("setWebhook", **refused))[0] == 400
    hook.answers = [503, 503]
    assert (await call("setWebhook", url=hook.url, secret_token="long enough"))[0] == 200
    assert (await call("getWebhookInfo"))[1]["result"]["url"] == hook.url
    assert (await call("getUpdates", timeout="0"))[0] == 400
    await call.api.settled()
    assert call.api.webhook_statuses == [503, 503, 200]
    request = await hook.got.get()
    assert request.headers["X-Bot-Api-Secret-Token"] == "long enough"
    wrapped = json.loads(await request.read())
    assert (wrapped["ok"], wrapped["result"]["message"]["text"]) == (True, "trước")
    await hook.body(), await hook.body()
    call.api.shape, call.api.photo_key = "flat", "photo_url"
    lan.photo("https://example.org/1.jpg")
    flat = await hook.body()
    assert (flat["event_name"], flat["message"]["photo_url"]) == (
        "message.image.received",
        "https://example.org/1.jpg",
    )
    lan.unsupported()
    assert set((await hook.body())["message"]) == {"from", "chat", "message_id"}
    lan.unsupported_bare()
    assert await hook.body() == {"event_name": "message.unsupported.received"}
    await call.api.settled()
    assert not call.api.waiting
    assert await call.api.push_unsigned() == 200
    assert await (await hook.got.get()).read() == b""


async def test_a_push_is_given_up_and_waits(call: BotClient, hook: Hook) -> None:
    call.api.retries = 2
    hook.answers = [503] * 3
    await call("setWebhook", url=hook.url, secret_token="long enough")
    call.api.user(LAN, "Lan").say("chào")
    await call.api.settled()
    assert call.api.webhook_statuses == [503] * 3
    await call("deleteWebhook")
    assert (await call("getUpdates", timeout="0"))[1]["result"]["message"]["text"] == "chào"


async def test_a_bot_sends_texts_and_photos(call: BotClient) -> None:
    api, lan = call.api, call.api.user(LAN, "Lan")
    status, sent = await call("sendMessage", chat_id=LAN, text="x" * 2000)
    assert (status, (await lan.next()).id) == (200, sent["result"]["message_id"])
    for text in ("x" * 2001, "", " "):
        assert (await call("sendMessage", chat_id=LAN, text=text))[0] == 400
    assert (await call("sendMessage", chat_id=5, text="x"))[0] == 400
    url = api.picture(PNG)
    await call("sendPhoto", chat_id=LAN, photo=url, caption="mã QR")
    photo = await lan.next()
    assert (photo.photo, photo.photo_url, photo.caption) == (PNG, url, "mã QR")
    api.expire(url)
    assert (await call("sendPhoto", chat_id=LAN, photo=url))[0] == 400
    assert (await call("sendChatAction", chat_id=LAN, action="typing"))[0] == 200
    api.blocked.add(LAN)
    assert (await call("sendMessage", chat_id=LAN, text="x"))[0] == 403
    api.blocked.clear()
    api.quota = 1
    assert (await call("sendMessage", chat_id=LAN, text="x"))[0] == 200
    status, refused = await call("sendMessage", chat_id=LAN, text="x")
    assert (status, refused["error_code"], refused["description"]) == (429, 429, "Quota exceeded")
    assert len(lan.messages) == 3


async def test_a_bots_faults(call: BotClient) -> None:
    lan = call.api.user(LAN, "Lan")
    call.api.fail("sendMessage", 500, 500, "oops", times=2, http_status=200)
    for _ in range(2):
        assert await call("sendMessage", chat_id=LAN, text="x") == (
            200,
            {"ok": False, "error_code": 500, "description": "oops"},
        )
    call.api.cut("sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await call("sendMessage", chat_id=LAN, text="đến")
    assert (await lan.next()).text == "đến"
    assert call.api.count("sendMessage") == 3


class OaClient:
    """Calls the OA's API, with the newest access token."""

    def __init__(self, http: httpx.AsyncClient, api: ZaloOaApi) -> None:
        self.http = http
        self.api = api

    async def refresh(self, token: str, secret_key: str = APP_SECRET) -> Any:
        """Spend a refresh token."""
        answer = await self.http.post(
            f"{self.api.url}/v4/oa/access_token",
            data={**FORM, "refresh_token": token},
            headers={"secret_key": secret_key},
        )
        assert answer.status_code == 200
        return answer.json()

    async def __call__(self, chat: str, **message: Any) -> Any:
        return (await self.send(chat, **message)).json()

    async def send(self, chat: str, **message: Any) -> httpx.Response:
        """Send a message."""
        return await self.http.post(
            f"{self.api.url}/v3.0/oa/message/cs",
            json={"recipient": {"user_id": chat}, "message": message},
            headers={"access_token": self.api.access_token or ""},
        )


@pytest.fixture
def send(http: httpx.AsyncClient, oa: ZaloOaApi) -> OaClient:
    return OaClient(http, oa)


def _with(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "template", "payload": {"buttons": list(buttons)}}


async def test_refresh_tokens_work_once(send: OaClient) -> None:
    assert (await send.refresh("first", "wrong"))["error"] == -14004
    first = await send.refresh("first")
    assert first["expires_in"] == "90000"
    assert await send.refresh("first") == {"error": -14020, "error_name": "Invalid refresh token"}
    send.api.cut("access_token")
    with pytest.raises(httpx.RemoteProtocolError):
        await send.refresh(first["refresh_token"])
    assert (await send.refresh(first["refresh_token"]))["error"] == -14020
    assert send.api.refreshes == 2


async def test_access_tokens_run_out(send: OaClient, clock: Clock, http: httpx.AsyncClient) -> None:
    bad = {"error": -216, "message": "Access token is invalid"}
    assert await send(HOA, text="x") == bad
    await send.refresh("first")
    headers = {"access_token": send.api.access_token or ""}
    found = (await http.get(f"{send.api.url}/v2.0/oa/getoa", headers=headers)).json()
    assert (found["error"], found["data"]["oa_id"], found["data"]["is_verified"]) == (0, OA_ID, True)
    send.api.user(HOA, "Hoa").say("chào")
    clock.advance(hours=24)
    assert (await send(HOA, text="x"))["error"] == 0
    clock.advance(hours=1)
    assert await send(HOA, text="x") == bad
    await send.refresh(send.api.refresh_token)
    send.api.expire_access_token()
    send.api.unauthorized_401 = True
    answer = await send.send(HOA, text="x")
    assert (answer.status_code, answer.json()) == (401, bad)


async def test_the_oa_sends_texts_buttons_and_images(send: OaClient) -> None:
    hoa = send.api.user(HOA, "Hoa")
    hoa.say("chào")
    await send.refresh("first")
    button = {"title": "Có", "type": "oa.query.hide", "payload": "#yes"}
    link = {"title": "Mở", "type": "oa.open.url", "payload": {"url": "https://example.org"}}
    answer = await send(HOA, text="Đúng không?", attachment=_with(button, link))
    assert answer["data"]["quota"] == {"quota_type": "reply", "remain": "7", "total": "8"}
    message = await hoa.next()
    assert (message.text, message.buttons) == ("Đúng không?", [("Có", "#yes"), ("Mở", "https://example.org")])
    assert message.id == answer["data"]["message_id"]
    for attachment in (
        _with(*[button] * 6),
        _with({**button, "title": "x" * 101}),
        _with({**button, "payload": "x" * 1001}),
        _with({**button, "type": "oa.other"}),
    ):
        assert (await send(HOA, text="x", attachment=attachment))["error"] == -201
    assert (await send(HOA, text="x" * 2001))["error"] == -201
    send.api.refuse_buttons = True
    assert await send(HOA, text="x", attachment=_with(button)) == {"error": -201, "message": "Params is invalid"}
    url = send.api.picture(PNG)
    media = {"template_type": "media", "elements": [{"media_type": "image", "url": url}]}
    assert (await send(HOA, text="mã QR", attachment={"type": "template", "payload": media}))["error"] == 0
    image: Sent = await hoa.next()
    assert (image.text, image.image) == ("mã QR", PNG)
    send.api.expire(url)
    assert (await send(HOA, attachment={"type": "template", "payload": media}))["error"] == -201
    assert len(hoa.messages) == 2


async def test_the_oas_window_and_faults(send: OaClient, clock: Clock) -> None:
    hoa = send.api.user(HOA, "Hoa")
    hoa.say("chào")
    clock.advance(days=7)
    await send.refresh("first")
    assert (await send(HOA, text="x"))["error"] == 0
    clock.advance(seconds=1)
    assert (await send(HOA, text="x"))["error"] == -230
    hoa.press("#yes")
    send.api.fail(-32, "too many", times=2)
    assert [(await send(HOA, text="x"))["error"] for _ in range(3)] == [-32, -32, 0]
    hoa.unfollow()
    assert (await send(HOA, text="x"))["error"] == -213
    hoa.follow()
    send.api.cut()
    with pytest.raises(httpx.RemoteProtocolError):
        await send(HOA, text="đến")
    assert hoa.messages[-1].text == "đến"


@pytest.mark.parametrize("in_header", [False, True])
async def test_the_oas_webhook_is_signed(oa: ZaloOaApi, hook: Hook, in_header: bool) -> None:
    oa.webhook, oa.timestamp_header = hook.url, in_header
    hook.answers = [503]
    msg_id = oa.user(HOA, "Hoa").press("#có")
    await hook.got.get()
    request = await hook.got.get()
    raw = await request.read()
    event = json.loads(raw)
    assert ("timestamp" in event) is not in_header
    timestamp = request.headers["X-ZEvent-Timestamp"] if in_header else event["timestamp"]
    expected = hashlib.sha256(b"app" + raw + timestamp.encode() + b"hook secret").hexdigest()
    assert request.headers["X-ZEvent-Signature"] == f"mac={expected}"
    assert (event["event_name"], event["sender"]) == ("user_send_text", {"id": HOA})
    assert event["message"] == {"msg_id": msg_id, "text": "#có"}
    oa.repeat(msg_id)
    assert await hook.body() == event
    await oa.settled()
    assert oa.webhook_statuses == [503, 200, 200]


async def test_the_oas_other_events(oa: ZaloOaApi, hook: Hook) -> None:
    oa.webhook = hook.url
    hoa = oa.user(HOA, "Hoa")
    url = oa.picture(PNG)
    hoa.photo(url)
    image = await hook.body()
    assert image["message"]["attachments"] == [{"type": "image", "payload": {"url": url, "thumbnail": url}}]
    for act, name in (
        (hoa.sticker, "user_send_sticker"),
        (hoa.voice, "user_send_audio"),
        (hoa.document, "user_send_file"),
        (hoa.follow, "follow"),
        (hoa.unfollow, "unfollow"),
    ):
        act()
        event = await hook.body()
        assert event["event_name"] == name
    assert event["follower"] == {"id": HOA}
    assert await oa.push_unsigned(b"{}") == 200
    assert await hook.body() == {}
