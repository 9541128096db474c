"""A small Zalo Bot Platform server for tests, on loopback.

It knows what the real one insists on (design/CHANNELS.md, section 1): one update per poll and no confirmation, 408 when
nobody wrote, no polling while a webhook is set, a secret of 8 to 256 characters, texts of 1 to 2000 characters,
pictures by an address that is read more than once, no buttons, edits or documents at all, and a monthly quota.

In one process::

    async with ZaloBotApi(TOKEN) as api:
        lan = api.user("6ede9afa66b88fe6d6a9", "Lan")
        lan.say("KIMSON")
        message = await lan.next()

As a process of its own, driven over HTTP: ``python -m tests.servers.zalobot PORT TOKEN``, with
``POST /control/say {"chat", "text"}`` and ``GET /control/messages?chat=``.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sys
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.patience import PATIENCE

LONGEST_POLL = 10.0  # seconds that a question for updates is kept waiting
DATE = 1790000000000  # milliseconds
METHODS = {
    "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo",
    "sendMessage", "sendPhoto", "sendChatAction",
}  # fmt: skip

Handler = Callable[[web.Request, dict[str, Any]], Awaitable[Any]]


class RefusalError(Exception):
    """An answer that is an error; ``status`` is the HTTP one, which may well be 200."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.is_late = False  # the call is carried out all the same


@web.middleware
async def _refusals(request: web.Request, handler: Callable[[web.Request], Awaitable[Any]]) -> Any:
    try:
        return await handler(request)
    except RefusalError as refusal:
        return web.json_response(refusal.body, status=refusal.status)


class Loopback:
    """What both Zalo servers share: a port, faults, pictures under /media, and pushes to a webhook."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ids = itertools.count(1)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: dict[str, list[RefusalError | Literal["cut"]]] = defaultdict(list)
        self.delays: dict[str, float] = {}
        self.retries = 20  # of a push that was not answered with 2xx
        self.webhook_statuses: list[int] = []  # 0 where nobody answered
        self.fetched: list[str] = []  # pictures that somebody asked for
        self._pictures: dict[str, bytes] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """The server's address, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[_refusals])
        app.router.add_get("/media/{name}", self._media)
        self._add_routes(app.router)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.001)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def cut(self, method: str) -> None:
        """The next call of a method is carried out, but its answer breaks off."""
        self.faults[method.lower()].append("cut")

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method.lower() for name, _ in self.calls)

    def picture(self, content: bytes) -> str:
        """The address of a picture that a person sends."""
        name = f"{next(self.ids)}.jpg"
        self._pictures[name] = content
        return f"{self.url}/media/{name}"

    def expire(self, url: str) -> None:
        """Take the picture away: from now on its address answers 404."""
        del self._pictures[url.rpartition("/")[2]]

    async def settled(self) -> None:
        """Wait until every push was accepted or given up."""
        async with asyncio.timeout(PATIENCE):
            while self._tasks:
                await asyncio.wait(set(self._tasks))

    def push_unsigned(self, body: bytes = b"") -> asyncio.Task[int]:
        """Send the webhook these bytes once, without a signature; awaited, it is the HTTP status."""
        url = self._webhook_url()
        assert url is not None, "no webhook is set"
        return self._start(self._post(url, body, {}))

    # For the two servers

    def _add_routes(self, router: web.UrlDispatcher) -> None:
        raise NotImplementedError

    def _webhook_url(self) -> str | None:
        raise NotImplementedError

    def _as_push(self, event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """Body and headers of an event's push."""
        raise NotImplementedError

    async def _perform(
        self, request: web.Request, method: str, params: dict[str, Any], handler: Handler
    ) -> web.StreamResponse:
        """Carry a call out, unless a fault was ordered for it."""
        self.calls.append((method, params))
        fault = self.faults[method].pop(0) if self.faults[method] else None
        if delay := {name.lower(): each for name, each in self.delays.items()}.get(method):
            await asyncio.sleep(delay)
        if isinstance(fault, RefusalError):
            if fault.is_late:
                await handler(request, params)
            raise fault
        body = json.dumps(await handler(request, params)).encode()
        if fault != "cut":
            return web.Response(body=body, content_type="application/json")
        half = web.StreamResponse(headers={"content-length": str(len(body) + 10), "content-type": "application/json"})
        await half.prepare(request)
        await half.write(body[: len(body) // 2])
        assert request.transport is not None
        request.transport.close()
        return half

    async def _fetch_twice(self, url: str) -> bytes | None:
        """A picture's bytes, read as the platform does; None where an attempt fails."""
        assert self._client is not None
        content = None
        for _ in range(2):
            try:
                async with self._client.get(url) as answer:
                    content = await answer.read()
                    if answer.status != 200 or not content:
                        return None
            except (aiohttp.ClientError, TimeoutError):
                return None
        return content

    async def _push(self, event: dict[str, Any]) -> bool:
        """Deliver an event to the webhook; False when it was given up."""
        for attempt in range(self.retries + 1):
            if attempt:
                await asyncio.sleep(0.02)
            if (url := self._webhook_url()) is None:
                return False
            if 200 <= await self._post(url, *self._as_push(event)) < 300:
                return True
        return False

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        assert self._client is not None
        status = 0
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self._client.post(url, data=body, headers=headers, skip_auto_headers=["Content-Type"]) as answer:
                status = answer.status
        self.webhook_statuses.append(status)
        return status

    def _start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _media(self, request: web.Request) -> web.Response:
        self.fetched.append(request.match_info["name"])
        content = self._pictures.get(request.match_info["name"])
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="image/png" if content.startswith(b"\x89PNG") else "image/jpeg")


@dataclass
class Sent:
    """A message of the bot: a text, or a photo with its caption."""

    chat: str
    text: str
    photo: bytes | None = None
    photo_url: str | None = None
    caption: str = ""
    id: str = ""


class User:
    """A person's side of their private chat with the bot; each thing sent returns its message_id."""

    def __init__(self, api: ZaloBotApi, chat: str, name: str) -> None:
        self.api = api
        self.chat = chat
        self.name = name
        self.inbound: asyncio.Queue[Sent] = asyncio.Queue()

    @property
    def messages(self) -> list[Sent]:
        """All messages of the bot to this person, the oldest first."""
        return [message for message in self.api.messages.values() if message.chat == self.chat]

    async def next(self) -> Sent:
        """The next message that arrives."""
        return await asyncio.wait_for(self.inbound.get(), PATIENCE)

    def say(self, text: str) -> str:
        """Write a text."""
        return self._message("text", {"text": text})

    def photo(self, url: str, caption: str | None = None) -> str:
        """Send a photo, best one of ``api.picture(content)``."""
        content = {self.api.photo_key: url, "message_type": "CHAT_PHOTO"}
        return self._message("image", content if caption is None else {**content, "caption": caption})

    def sticker(self) -> str:
        """Send a sticker."""
        return self._message("sticker", {"sticker": "st1", "url": f"{self.api.url}/media/sticker.png"})

    def voice(self) -> str:
        """Send a voice message."""
        return self._message("voice", {"voice_url": f"{self.api.url}/media/voice.aac", "message_type": "CHAT_VOICE"})

    def unsupported(self) -> str:
        """Send a file, a link or a contact: the event says who, and nothing else."""
        message_id = self.api.new_id()
        message = {"from": self._from(), "chat": self._chat(), "message_id": message_id}
        return self.api.deliver(message_id, {"event_name": "message.unsupported.received", "message": message})

    def unsupported_bare(self) -> str:
        """The same, but the event has no ``message``; the id serves for ``api.repeat`` only."""
        return self.api.deliver(self.api.new_id(), {"event_name": "message.unsupported.received"})

    def block(self) -> None:
        """Stop the bot: it cannot write any more."""
        self.api.blocked.add(self.chat)

    def _from(self) -> dict[str, Any]:
        return {"id": self.chat, "display_name": self.name, "is_bot": False}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat, "chat_type": "PRIVATE"}

    def _message(self, kind: str, content: dict[str, Any]) -> str:
        message_id = self.api.new_id()
        message = {"from": self._from(), "chat": self._chat(), "message_id": message_id, "date": DATE, **content}
        return self.api.deliver(message_id, {"event_name": f"message.{kind}.received", "message": message})


class ZaloBotApi(Loopback):
    """The server. ``shape``, ``photo_key``, ``replays``, ``quota`` and ``blocked`` may be set at any time."""

    def __init__(self, token: str, port: int = 0) -> None:
        super().__init__(port)
        self.token = token
        self.shape: Literal["wrapped", "flat"] = "wrapped"  # of a webhook's body
        self.photo_key: Literal["photo", "photo_url"] = "photo"
        self.replays = False  # hand out consumed updates again, at once
        self.quota: int | None = None  # how many sends are left
        self.blocked: set[str] = set()
        self.messages: dict[str, Sent] = {}
        self.users: dict[str, User] = {}
        self.delivered: dict[str, dict[str, Any]] = {}
        self.waiting: dict[int, dict[str, Any]] = {}  # neither polled nor accepted by the webhook
        self.webhook: tuple[str, str] | None = None
        self.verification: dict[str, Any] | None = None  # what setWebhook says of its try of the address
        self._consumed: deque[dict[str, Any]] = deque()
        self._pushing: set[int] = set()
        self._news = asyncio.Event()
        self._is_over = False

    async def __aexit__(self, *_: object) -> None:
        self._is_over = True
        self._news.set()  # whoever waits for an update hears that there is none
        await super().__aexit__()

    # The person's side

    def user(self, chat: str, name: str) -> User:
        """The person of a chat, which has 20 hexadecimal digits."""
        assert _is_chat(chat), chat
        return self.users.setdefault(chat, User(self, chat, name))

    def new_id(self) -> str:
        """A message_id."""
        return f"2d758cb5e222{next(self.ids):08x}"

    def deliver(self, message_id: str, update: dict[str, Any]) -> str:
        """Put an update in the queue, or push it to the webhook; returns its message_id."""
        self.delivered[message_id] = update
        self.repeat(message_id)
        return message_id

    def repeat(self, message_id: str) -> None:
        """Deliver an update, although it may have been consumed."""
        self.waiting[next(self.ids)] = self.delivered[message_id]
        self._news.set()
        self._push_waiting()

    def fail(
        self,
        method: str,
        status: int,
        error_code: int | None = None,
        description: str = "",
        times: int = 1,
        http_status: int | None = None,
        *,
        late: bool = False,
    ) -> None:
        """The next calls of a method are refused; ``http_status=200`` leaves the bad news to the body.

        ``late``: they are carried out all the same.
        """
        refusal = _refusal(status if error_code is None else error_code, description, http_status or status)
        refusal.is_late = late
        self.faults[method.lower()] += [refusal] * times

    # The bot's side

    def _add_routes(self, router: web.UrlDispatcher) -> None:
        for verb in ("GET", "POST"):
            router.add_route(verb, "/bot{token}/{method}", self._call)
        router.add_post("/control/say", self._control_say)
        router.add_get("/control/messages", self._control_messages)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            raise _refusal(401, "Unauthorized")
        params = await _parameters(request)
        return await self._perform(request, method.lower(), params, self._result)

    async def _result(self, request: web.Request, params: dict[str, Any]) -> Any:
        method = request.match_info["method"]
        if method not in METHODS:
            raise _refusal(404, "Not Found")
        return {"ok": True, "result": await getattr(self, f"on_{method.lower()}")(request, params)}

    async def on_getme(self, *_: object) -> Any:
        return {
            "id": "1459232241454765289",
            "account_name": "bot.hoctap",
            "account_type": "BASIC",
            "can_join_groups": False,
        }

    async def on_getupdates(self, request: web.Request, params: dict[str, Any]) -> Any:
        try:
            patience = min(float(params.get("timeout", 30)), LONGEST_POLL)
        except (TypeError, ValueError):
            raise _refusal(400, "Bad Request: timeout is invalid") from None
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while True:
                    if self.webhook is not None:
                        raise _refusal(400, "Bad Request: can't use getUpdates while a webhook is set")
                    if self._is_over or request.transport is None or request.transport.is_closing():
                        break  # the poller went away: the update is for the next one
                    if update := self._take():
                        return update
                    self._news.clear()
                    await self._news.wait()
        raise _refusal(408, "Request timeout")

    def _take(self) -> dict[str, Any] | None:
        if self.waiting:
            update = self.waiting.pop(next(iter(self.waiting)))
            if update not in self._consumed:
                self._consumed.append(update)
            return update
        if self.replays and self._consumed:
            self._consumed.rotate(-1)
            return self._consumed[-1]
        return None

    async def on_setwebhook(self, _: web.Request, params: dict[str, Any]) -> Any:
        url, secret = params.get("url"), params.get("secret_token")
        if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise _refusal(400, "Bad Request: secret_token must have 8 to 256 characters")
        parts = urlsplit(url if isinstance(url, str) else "")
        if not parts.hostname or (parts.scheme != "https" and parts.hostname != "127.0.0.1"):
            raise _refusal(400, "Bad Request: url must be https")
        self.webhook = (str(url), secret)
        self._news.set()
        self._push_waiting()
        found = {} if self.verification is None else {"verification": self.verification}
        return {"url": url, "updated_at": DATE, **found}

    async def on_deletewebhook(self, *_: object) -> Any:
        self.webhook = None
        return {"url": "", "updated_at": DATE}

    async def on_getwebhookinfo(self, *_: object) -> Any:
        if self.webhook is None:
            raise _refusal(404, "Not Found")
        return {"url": self.webhook[0], "updated_at": DATE}

    async def on_sendmessage(self, _: web.Request, params: dict[str, Any]) -> Any:
        chat = self._recipient(params)
        return self._send(Sent(chat, _text(params, "text")))

    async def on_sendphoto(self, _: web.Request, params: dict[str, Any]) -> Any:
        chat, url = self._recipient(params), params.get("photo")
        caption = _text(params, "caption") if "caption" in params else ""
        if not isinstance(url, str) or (content := await self._fetch_twice(url)) is None:
            raise _refusal(400, "Bad Request: photo cannot be read")
        return self._send(Sent(chat, "", content, url, caption))

    async def on_sendchataction(self, _: web.Request, params: dict[str, Any]) -> Any:
        if not _is_chat(params.get("chat_id")) or params.get("action") != "typing":
            raise _refusal(400, "Bad Request")
        return True

    def _recipient(self, params: dict[str, Any]) -> str:
        chat = params.get("chat_id")
        if self.quota is not None and self.quota <= 0:
            raise _refusal(429, "Quota exceeded")
        if not _is_chat(chat):
            raise _refusal(400, "Bad Request: chat_id is invalid")
        if chat in self.blocked:
            raise _refusal(403, "Internal server error")  # so it says
        return str(chat)

    def _send(self, message: Sent) -> Any:
        if self.quota is not None:
            self.quota -= 1
        message.id = self.new_id()
        self.messages[message.id] = message
        self.user(message.chat, "?").inbound.put_nowait(message)
        return {"message_id": message.id, "date": DATE}

    # The webhook

    def _push_waiting(self) -> None:
        if self.webhook is not None:
            for key, update in self.waiting.items():
                if key not in self._pushing:
                    self._pushing.add(key)
                    self._start(self._push_one(key, update))

    async def _push_one(self, key: int, update: dict[str, Any]) -> None:
        """Push an update; one that is given up waits for the next poll or setWebhook."""
        try:
            if await self._push(update):
                self.waiting.pop(key, None)
        finally:
            self._pushing.discard(key)

    def _webhook_url(self) -> str | None:
        return None if self.webhook is None else self.webhook[0]

    def _as_push(self, event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        assert self.webhook is not None
        body = event if self.shape == "flat" else {"ok": True, "result": event}
        headers = {"Content-Type": "application/json", "X-Bot-Api-Secret-Token": self.webhook[1]}
        return json.dumps(body).encode(), headers

    # The control of the separate process

    async def _control_say(self, request: web.Request) -> web.Response:
        data = await request.json()
        return web.json_response(self.user(data["chat"], "?").say(data["text"]))

    async def _control_messages(self, request: web.Request) -> web.Response:
        user = self.user(request.query["chat"], "?")
        found = [{"id": m.id, "text": m.text, "caption": m.caption, "photo_url": m.photo_url} for m in user.messages]
        return web.json_response(found)


def _refusal(error_code: int, description: str, http_status: int | None = None) -> RefusalError:
    return RefusalError(http_status or error_code, {"ok": False, "error_code": error_code, "description": description})


def _is_chat(chat: object) -> bool:
    return isinstance(chat, str) and re.fullmatch(r"[0-9a-f]{20}", chat) is not None


def _text(params: dict[str, Any], key: str) -> str:
    text = params.get(key)
    if not isinstance(text, str) or not text.strip() or len(text) > 2000:
        raise _refusal(400, f"Bad Request: {key} must have 1 to 2000 characters")
    return text


async def _parameters(request: web.Request) -> dict[str, Any]:
    """JSON, form or query."""
    if request.content_type != "application/json":
        return dict(await request.post() if request.can_read_body else request.query)
    try:
        params = json.loads(await request.read() or b"{}")
    except ValueError:
        params = None
    if not isinstance(params, dict):
        raise _refusal(400, "Bad Request: body is not a JSON object")
    return params


async def main(port: int, token: str) -> None:
    """Serve until killed."""
    async with ZaloBotApi(token, port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
